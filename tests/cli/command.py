"""What the tests of the command share: running it in a folder of its own, and small scenarios to run."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import minute  # noqa: E402

SOI = os.environ.get("SOI", "soi")
DATA = pathlib.Path(__file__).resolve().parent / "data"
SCENARIO = str(DATA / "block-morning.yaml")
MAP = str(DATA / "block.yaml")
PART = str(DATA / "common.yaml")
USUAL = ["standing.share <= 0 %", "gridlock <= 0 %", "deadlocks <= 0"]  # what every scenario expects
# A run that lasts until it is stopped: two days of the block.
LONG = os.environ.get("SOI_LONG") == "1"  # the long tier: all of what the quick one takes a part of
ENDLESS = ["--set", "duration=48 h", SCENARIO]


class Case(unittest.TestCase):
    """A test with a folder of its own, in which the command runs."""

    now = "the beginning"  # the test that runs

    def setUp(self):
        Case.now = self.id()
        self._folder = tempfile.TemporaryDirectory(prefix="soi-cli-")
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)
        self.environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
        self.environment["TERM"] = "xterm"

    def soi(self, *arguments, code=0, **options):
        """Runs soi to its end and checks its exit code; any will do for None."""
        command = [SOI, *map(str, arguments)]
        result = subprocess.run(command, cwd=self.folder, env=self.environment, text=True, capture_output=True,
                                timeout=500, check=False, **options)
        self.assertIn(result.returncode, (result.returncode if code is None else code,), f"{command}\nstdout: {result.stdout}\nstderr: {result.stderr}")
        return result

    def start(self, *arguments, **options):
        """Starts soi and returns the process."""
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        process = subprocess.Popen([SOI, *map(str, arguments)], cwd=self.folder, env=self.environment, text=True, **options)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()

    @staticmethod
    def children(process):
        """The pids of its children."""
        return [int(pid) for pid in pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8").split()]

    @staticmethod
    def runs(pid):
        """True while it does; what nobody has buried yet is dead."""
        try:
            return pathlib.Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] not in "ZX"
        except (FileNotFoundError, ProcessLookupError):
            return False

    def assert_gone(self, pids):
        """That they end within ten seconds."""
        for _ in range(100):
            if not any(self.runs(pid) for pid in pids):
                break
            time.sleep(0.1)
        self.assertEqual([pid for pid in pids if self.runs(pid)], [])

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def variant(self, name, expectations, extra=""):
        """A scenario like the block's, with other expectations."""
        lines = ", ".join(f'"{line}"' for line in expectations)
        return self.write(name, f"extends: {SCENARIO}\n{extra}expect: [{lines}]\n")

    def json(self, name):
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def junit(self, name):
        """The cases of a JUnit file by name: (element, message) or None when it passed."""
        root = xml.etree.ElementTree.parse(self.folder / name).getroot()
        self.assertEqual(root.tag, "testsuites")
        cases = {}
        for case in root.iter("testcase"):
            bad = [element for element in case if element.tag != "properties"]
            cases[case.get("name")] = (bad[0].tag, bad[0].get("message")) if bad else None
        self.assertEqual(int(root.get("tests")), sum(1 for _ in root.iter("testcase")))
        return cases

    def leftovers(self):
        """Temporary files that should have been renamed or removed."""
        return [path.name for path in self.folder.rglob("*") if ".~" in path.name]


def main():
    minute.tell(lambda: Case.now)
    unittest.main(verbosity=2)
