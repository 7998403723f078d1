"""soi-view on a recording, and soi-view that records, without a display: the pictures and the hashes are those of the run."""

import os
import pathlib
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
        self.assertEqual(result.returncode, code, result.stderr)
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
        self.run_in_folder(SOI, "run", "-q", SCENARIO, "--ticks", 100, "--record", "run.mcap")
        result = self.run_in_folder(SOI_VIEW, "run.mcap", "--set", "seed=2", code=2)
        self.assertIn("run.mcap is a recording and is played as it is; soi run --from goes on from it with --set", result.stderr)

    def test_a_file_that_cannot_be_written(self):
        (self.folder / "mine.txt").write_text("dear", encoding="utf-8")
        result = self.run_in_folder(SOI_VIEW, SCENARIO, "--screenshot", "08:00:05", "picture.png", *SMALL, "--record", "mine.txt", code=3)
        self.assertIn("mine.txt exists and is no recording", result.stderr)


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=2)
    sys.exit(SKIPPED if program.result.skipped else not program.result.wasSuccessful())
