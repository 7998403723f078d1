"""What the tests of soi view without a window share: the command line, and the picture that it made."""

import os
import pathlib
import statistics
import subprocess
import tempfile
import unittest

SOI_VIEW = os.environ.get("SOI_VIEW", "soi-view")
ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACES, SCENARIOS = ROOT / "tests" / "places", ROOT / "scenarios"
PATIENCE = 120.0


class Picture:
    """Its pixels, red, green and blue."""

    def __init__(self, file, width, height):
        self.width, self.height = width, height
        line = ["ffmpeg", "-loglevel", "error", "-i", str(file), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
        self.pixels = subprocess.run(line, check=True, capture_output=True).stdout
        assert len(self.pixels) == 3 * width * height, f"{file} is not {width}x{height}"

    def at(self, x, y):
        place = 3 * (int(y) * self.width + int(x))
        return tuple(self.pixels[place:place + 3])

    def luminance(self, box=None):
        """Of each pixel of a part: left, top, right, bottom."""
        left, top, right, bottom = box or (0, 0, self.width, self.height)
        for y in range(top, bottom):
            row = self.pixels[3 * (y * self.width + left):3 * (y * self.width + right)]
            yield from (0.3 * r + 0.59 * g + 0.11 * b for r, g, b in zip(row[::3], row[1::3], row[2::3]))

    def deviation(self, box=None):
        return statistics.pstdev(self.luminance(box))

    def other(self, picture, box=None, by=24):
        """The share of a part's pixels that differ from another picture's."""
        pairs = list(zip(self.luminance(box), picture.luminance(box)))
        return sum(abs(a - b) > by for a, b in pairs) / len(pairs)


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="soi-shots-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def view(self, *arguments, code=0):
        """Runs it, checks its exit code and returns what it said."""
        result = subprocess.run([SOI_VIEW, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(result.returncode, code, f"{arguments}: {result.stderr}")
        return result.stderr

    def shot(self, scenario, clock, *arguments, size=(640, 360)):
        name = self.folder / "shot.png"
        self.view(scenario, "--screenshot", clock, name, "--size", f"{size[0]}x{size[1]}", *arguments)
        return Picture(name, *size)
