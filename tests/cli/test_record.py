"""soi run --record: what the recorder costs is not the result, and what is left when a run is stopped, killed or out of disk."""

import os
import random
import resource
import signal
import stat
import subprocess
import time
import unittest

from command import ENDLESS, LONG, MAP, PART, SCENARIO, SOI, Case, main


def small_disk(size):
    """In the child: no file may grow beyond so many bytes, as on a disk that is full then."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


class Record(Case):
    def grown(self, path, size, process):
        """Waits until the file has so many bytes."""
        for _ in range(3000):
            if path.exists() and path.stat().st_size >= size:
                return
            self.assertIsNone(process.poll(), "it ended")
            time.sleep(0.02)
        self.fail(f"{path} does not grow")

    def test_the_run_is_the_same(self):
        plain = self.soi("run", "--quiet", "--hash-every", "100", SCENARIO)
        recorded = self.soi("run", "--quiet", "--hash-every", "100", "--record", "out.mcap", SCENARIO)
        self.assertEqual(plain.stdout, recorded.stdout)
        self.soi("replay", "--verify", "out.mcap")

    def test_a_run_without_carts_is_recorded(self):
        self.write("bare.yaml", f"extends: {PART}\nname: bare\nmap: {MAP}\nstart: 08:00\nduration: 1 min\n")
        self.soi("run", "--quiet", "--record", "out.mcap", "bare.yaml")
        self.assertIn("identical: 601 hashes", self.soi("replay", "--verify", "out.mcap").stdout)

    def test_what_it_took_is_told(self):
        result = self.soi("run", "--record", "out.mcap", "--hz", "2", SCENARIO)
        self.assertRegex(result.stdout, r"recorded in out\.mcap: [0-9.]+ MB, [0-9.]+ s of processor time within the run and [0-9.]+ s")

    def test_a_stopped_run_is_a_whole_recording(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            (self.folder / "out.mcap").unlink(missing_ok=True)
            process = self.start("run", "--quiet", "--record", "out.mcap", *ENDLESS)
            self.grown(self.folder / "out.mcap", 200_000, process)
            process.send_signal(number)
            _, error = process.communicate(timeout=100)
            self.assertEqual(process.returncode, 4, error)
            self.assertNotIn("cut off", self.soi("replay", "out.mcap").stdout)

    def test_a_killed_run_leaves_its_whole_chunks(self):
        draws = random.Random(7)
        for _ in range(50 if LONG else 5):
            (self.folder / "out.mcap").unlink(missing_ok=True)
            process = self.start("run", "--quiet", "--record", "out.mcap", *ENDLESS)
            self.grown(self.folder / "out.mcap", 120_000, process)
            time.sleep(draws.uniform(0, 2.0 if LONG else 0.5))
            process.kill()
            process.wait()
            result = self.soi("replay", "out.mcap")
            self.assertRegex(result.stdout + result.stderr, r"cut off .*at byte [0-9]+ of [0-9]+: [0-9]+ whole chunks? ")

    def test_a_full_disk_is_3(self):
        """It is said once, the run goes on to its report, and what was written can be read."""
        result = self.soi("run", "--record", "out.mcap", SCENARIO, code=3, preexec_fn=small_disk(150_000))
        self.assertEqual(result.stderr.count("cannot write out.mcap: File too large; what is in it so far can be read"), 1)
        self.assertIn("expectations held", result.stdout)
        result = self.soi("replay", "out.mcap")
        self.assertRegex(result.stdout + result.stderr, r"[0-9]+ whole chunks? ")

    @unittest.skipUnless(LONG and os.geteuid() == 0, "the long tier, as root, mounts a small disk")
    def test_a_small_disk(self):
        """A disk of 200 KB: the message, exit code 3, and what is on it can be read."""
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], check=False).returncode != 0:
            self.skipTest("mounting is not allowed here")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        result = self.soi("run", "--record", "disk/out.mcap", SCENARIO, code=3)
        self.assertEqual(result.stderr.count("cannot write disk/out.mcap: No space left on device; what is in it so far can be read"), 1)
        result = self.soi("replay", "disk/out.mcap")
        self.assertRegex(result.stdout + result.stderr, r"[0-9]+ whole chunks? ")

    def test_a_device_that_is_full(self):
        result = self.soi("run", "--record", "/dev/full", SCENARIO, code=3)
        self.assertIn("cannot write /dev/full: No space left on device", result.stderr)

    def test_a_file_that_is_no_recording_is_kept(self):
        path = self.write("mine.yaml", "name: dear\n")
        result = self.soi("run", "--record", path, SCENARIO, code=3)
        self.assertIn("exists and is no recording; it is left as it is", result.stderr)
        self.assertEqual((self.folder / "mine.yaml").read_text(encoding="utf-8"), "name: dear\n")

    def test_a_recording_is_replaced(self):
        """Through a link too, which stays one, as the mode does."""
        self.soi("run", "--quiet", "--record", "out.mcap", SCENARIO)
        (self.folder / "out.mcap").chmod(0o640)
        os.symlink("out.mcap", self.folder / "link.mcap")
        for name, seed in (("out.mcap", 7), ("link.mcap", 8)):
            self.soi("run", "--quiet", "--record", name, "--seed", seed, SCENARIO)
            self.soi("replay", "--verify", "out.mcap")
            self.assertIn(f"seed {seed}", self.soi("replay", "out.mcap").stdout)
        self.assertEqual(stat.S_IMODE((self.folder / "out.mcap").stat().st_mode), 0o640)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["link.mcap", "out.mcap"])

    def test_the_longest_name(self):
        name = "n" * 250 + ".mcap"
        for _ in range(2):
            self.soi("run", "--quiet", "--record", name, SCENARIO)
        self.assertEqual([path.name for path in self.folder.iterdir()], [name])

    def test_a_good_recording_stays_until_the_new_one_is_whole(self):
        """However the new run ends; what it recorded can be read as NAME.part, also while it grows."""
        self.soi("run", "--quiet", "--record", "out.mcap", SCENARIO)
        good = (self.folder / "out.mcap").read_bytes()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
            (self.folder / "out.mcap.part").unlink(missing_ok=True)
            process = self.start("run", "--quiet", "--record", "out.mcap", *ENDLESS)
            self.grown(self.folder / "out.mcap.part", 200_000, process)
            self.soi("replay", "out.mcap.part")
            self.assertIn("beside it stands out.mcap.part, which is to replace it when it is whole", self.soi("replay", "out.mcap").stderr)
            process.send_signal(number)
            _, error = process.communicate(timeout=100)
            self.assertEqual((self.folder / "out.mcap").read_bytes(), good)
            if number != signal.SIGKILL:
                self.assertEqual(process.returncode, 4, error)
                self.assertIn("out.mcap is left as it was; what was recorded is in out.mcap.part", error)
                self.assertNotIn("cut off", self.soi("replay", "out.mcap.part").stderr)
            else:
                self.assertIn("beside it stands out.mcap.part, left by a run that was cut off", self.soi("replay", "out.mcap").stderr)
            for words in (["replay", "out.mcap.part"], ["why", "cart-1", "out.mcap.part"], ["run", "-q", "--from", "out.mcap.part@08:00:05", "--ticks", 60]):
                self.soi(*words, code=None if words[0] == "run" else 0)
        self.soi("run", "--record", "out.mcap", SCENARIO, code=3, preexec_fn=small_disk(150_000))
        self.assertEqual((self.folder / "out.mcap").read_bytes(), good)
        written = self.soi("run", "--quiet", "--record", "out.mcap", SCENARIO).stderr
        self.assertIn("out.mcap.part, which a run that was cut off has left, is written over", written)
        self.assertEqual(self.soi("replay", "--verify", "out.mcap").stderr, "")
        self.assertFalse((self.folder / "out.mcap.part").exists())

    def test_two_runs_into_one_file(self):
        """The second is refused, whether or not a recording stood there, and by whatever name; the first is unharmed."""
        os.symlink("out.mcap", self.folder / "link.mcap")
        for grows in ("out.mcap", "out.mcap.part"):
            process = self.start("run", "--quiet", "--record", "out.mcap", *ENDLESS)
            self.grown(self.folder / grows, 120_000, process)
            for name in ("out.mcap", "link.mcap"):
                self.assertIn("is being written by another run", self.soi("run", "-q", "--record", name, SCENARIO, code=3).stderr)
            process.terminate()
            _, error = process.communicate(timeout=100)
            self.assertEqual(process.returncode, 4, error)
            self.soi("replay", "--verify", grows, code=None)
        self.soi("run", "-q", "--record", "out.mcap", SCENARIO)

    def test_what_is_no_recording_is_not_grown_into(self):
        self.soi("run", "--quiet", "--record", "out.mcap", SCENARIO)
        self.write("out.mcap.part", "dear\n")
        self.assertIn("out.mcap.part exists and is no recording", self.soi("run", "--record", "out.mcap", SCENARIO, code=3).stderr)
        self.assertEqual((self.folder / "out.mcap.part").read_text("utf-8"), "dear\n")

    def test_standard_output(self):
        result = subprocess.run([SOI, "run", "--record", "-", SCENARIO], capture_output=True, timeout=100, check=True)
        (self.folder / "out.mcap").write_bytes(result.stdout)
        self.soi("replay", "--verify", "out.mcap")
        self.assertIn(b"expectations held", result.stderr)


if __name__ == "__main__":
    main()
