"""soi-view on a recording, and soi-view that records, without a display: the pictures and the hashes are those of the run."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOI, SOI_VIEW = os.environ.get("SOI", "soi"), os.environ.get("SOI_VIEW", "soi-view")
SCENARIO = str(pathlib.Path(__file__).resolve().parents[1] / "places" / "crossroads-morning.yaml")
SMALL = ["--size", "320x200", "--panels", "none"]
SKIPPED = 77


class Recording(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="soi-view-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_in_folder(self, program, *words, code=0):
        result = subprocess.run([program, *map(str, words)], cwd=self.folder, capture_output=True, text=True, timeout=200, check=False)
        if "no OpenGL 3.3 context" in result.stderr:
            self.skipTest("OpenGL is missing")
        self.assertIn(result.returncode, (2, 3) if code is None else (code,), result.stderr)
        return result

    def picture(self, source, clock, *words):
        self.run_in_folder(SOI_VIEW, source, "--screenshot", clock, "picture.png", *SMALL, *words)
        return (self.folder / "picture.png").read_bytes()

    def test_a_recording_looks_like_the_run(self):
        self.run_in_folder(SOI, "run", "-q", SCENARIO, "--ticks", 1800, "--record", "run.mcap")
        for clock in ("08:02:30", "08:00:10"):
            self.assertEqual(self.picture("run.mcap", clock), self.picture(SCENARIO, clock), clock)
        self.assertEqual([path.name for path in self.folder.glob("*.mcap")], ["run.mcap"])

    def test_what_is_shown_is_recorded(self):
        self.picture(SCENARIO, "08:01", "--record", "shown.mcap")
        self.assertIn("identical: 601 hashes", self.run_in_folder(SOI, "replay", "--verify", "shown.mcap").stdout)

    def test_a_recording_is_played_as_it_is(self):
        self.run_in_folder(SOI, "run", "-q", SCENARIO, "--ticks", 100, "--record", "run.mcap", code=5)
        result = self.run_in_folder(SOI_VIEW, "run.mcap", "--set", "seed=2", code=2)
        self.assertIn("run.mcap is a recording and is played as it is; soi run --from goes on from it with --set", result.stderr)

    def test_help_ends_quietly_when_nobody_reads_on_and_not_when_it_cannot_be_written(self):
        for program in ([SOI_VIEW], [SOI, "view"]):
            read, write = os.pipe()
            os.close(read)
            result = subprocess.run([*program, "--help"], stdout=write, stderr=subprocess.PIPE, timeout=100, check=False)
            os.close(write)
            self.assertEqual((result.returncode, result.stderr), (0, b""))
            with open("/dev/full", "wb") as full:
                result = subprocess.run([*program, "--help"], stdout=full, stderr=subprocess.PIPE, timeout=100, check=False)
            self.assertEqual(result.returncode, 3)
            self.assertIn(b"cannot write to standard output", result.stderr)

    def test_a_file_that_cannot_be_written(self):
        (self.folder / "mine.txt").write_text("dear", encoding="utf-8")
        result = self.run_in_folder(SOI_VIEW, SCENARIO, "--screenshot", "08:00:05", "picture.png", *SMALL, "--record", "mine.txt", code=3)
        self.assertIn("mine.txt exists and is no recording", result.stderr)

    def test_no_work_is_lost_by_a_picture_or_a_film(self):
        """Neither what is read, by whatever name, nor what is no picture or film; a picture or film is replaced."""
        for name in ("crossroads-morning.yaml", "crossroads-traffic.yaml", "crossroads.yaml", "vehicles.yaml"):
            shutil.copy(pathlib.Path(SCENARIO).parent / name, self.folder)
        before = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        os.link(self.folder / "crossroads.yaml", self.folder / "second.png")
        (self.folder / "mine.txt").write_text("dear diary, today", encoding="utf-8")
        scenario = "crossroads-morning.yaml"
        for name in (*before, "second.png"):
            self.run_in_folder(SOI_VIEW, scenario, "--screenshot", "08:00:05", name, *SMALL, code=3 if name not in (scenario, "second.png") else None)
            self.run_in_folder(SOI_VIEW, scenario, "--video", name, *SMALL, code=3 if name not in (scenario, "second.png") else None)
        self.assertEqual({name: (self.folder / name).read_bytes() for name in before}, before)
        for words in (["--screenshot", "08:00:05", "mine.txt"], ["--video", "mine.txt"]):
            self.assertIn("mine.txt exists and is no ", self.run_in_folder(SOI_VIEW, scenario, *words, *SMALL, code=3).stderr)
        for _ in range(2):
            self.picture(scenario, "08:00:05")

    def test_a_name_is_no_option_and_no_address(self):
        if shutil.which("ffmpeg") is None:
            self.skipTest("ffmpeg is missing")
        for name in ("08:30.mp4", "-v.mp4", "pipe:1.mp4", "a%d.mp4"):
            for _ in range(2):
                self.run_in_folder(SOI_VIEW, SCENARIO, f"--video={name}", "--from", "08:00", "--to", "08:00:01", "--frame-rate", 2, *SMALL)
            self.assertGreater((self.folder / name).stat().st_size, 500, name)
        self.run_in_folder(SOI_VIEW, SCENARIO, "--screenshot", "08:00:05", *SMALL, "--", "-picture:1.png")
        self.assertTrue((self.folder / "-picture:1.png").read_bytes().startswith(b"\x89PNG"))


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=2)
    sys.exit(SKIPPED if program.result.skipped else not program.result.wasSuccessful())
