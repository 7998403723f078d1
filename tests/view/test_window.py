"""The window as a presenter has it: a real one on a virtual display, driven by keys and mouse, and what is then on the screen."""

import csv
import ctypes
import math
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

SOI, SOI_VIEW = os.environ.get("SOI", "soi"), os.environ.get("SOI_VIEW", "soi-view")
SCENARIO = str(pathlib.Path(__file__).resolve().parents[1] / "places" / "crossroads-morning.yaml")
WIDTH, HEIGHT, PATIENCE = 1000, 640, 60.0
SKIPPED = 77


class Screen:
    """What a virtual display shows, read from the file that it keeps."""

    def __init__(self, file):
        data = memoryview(pathlib.Path(file).read_bytes())
        fields = struct.unpack(">25I", data[:100])
        self.stride = fields[12]
        self.pixels = data[fields[0] + 12 * fields[19]:]

    def at(self, x, y):
        """Red, green and blue at a pixel."""
        place = int(y) * self.stride + 4 * int(x)
        blue, green, red = self.pixels[place:place + 3]
        return red, green, blue

    def part(self, left, top, right, bottom):
        return b"".join(bytes(self.pixels[y * self.stride + 4 * left:y * self.stride + 4 * right]) for y in range(top, bottom))

    def ink(self, left, top, right, bottom):
        """The dark pixels of a part, as a set of places."""
        return {(x, y) for y in range(top, bottom) for x in range(left, right) if sum(self.at(x, y)) < 540}


class Window:
    """soi-view on a display of its own."""

    def __init__(self, folder, *arguments):
        self.folder = pathlib.Path(folder)
        self.program = None
        reading, writing = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder, "-nolisten", "tcp"],
                                       pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.display = f":{pipe.readline().strip()}"
        (self.folder / "Bilder").mkdir(exist_ok=True)
        (self.folder / "user-dirs.dirs").write_text('XDG_PICTURES_DIR="$HOME/Bilder"\n', encoding="utf-8")
        home = {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_PICTURES_DIR": "", "LC_ALL": "C.UTF-8"}
        self.environment = {**os.environ, **home, "DISPLAY": self.display, "SDL_VIDEODRIVER": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        try:
            self.start(arguments)
        except BaseException:
            self.close()
            raise

    def start(self, arguments):
        began = time.monotonic()
        line = [SOI_VIEW, SCENARIO, "--size", f"{WIDTH}x{HEIGHT}", "--quality", "4", *map(str, arguments)]
        self.program = subprocess.Popen(line, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, text=True)
        self.wait("the first picture", lambda screen: len({screen.at(x, HEIGHT // 2) for x in range(0, WIDTH, 40)}) > 1)
        self.first_picture = time.monotonic() - began
        self.number = self.xdo("search", "--sync", "--class", "soi-view").split()[-1]
        self.xdo("windowfocus", "--sync", self.number)

    def close(self):
        for process in filter(None, (self.program, self.server)):
            if process.poll() is None:
                process.kill()
            process.wait()
        if self.program is not None:
            self.program.stderr.close()

    def xdo(self, *words):
        return subprocess.run(["xdotool", *map(str, words)], env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout

    def screen(self):
        return Screen(self.folder / "Xvfb_screen0")

    def wait(self, what, condition):
        """Waits until the screen fulfils the condition; returns it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.program.poll() is not None:
                raise AssertionError(f"soi-view ended with {self.program.returncode} before {what}: {self.program.stderr.read()}")
            screen = self.screen()
            if condition(screen):
                return screen
            time.sleep(0.02)
        raise AssertionError(f"not within {PATIENCE} s: {what}")

    def changes(self, box, what, *words):
        """Does something with xdotool and waits until a part of the screen has changed."""
        before = self.screen().part(*box)
        self.xdo(*words)
        return self.wait(what, lambda screen: screen.part(*box) != before)

    def end(self):
        """The exit code, once it ends by itself."""
        return self.program.wait(timeout=PATIENCE)


def median(pixels):
    return tuple(sorted(pixel[i] for pixel in pixels)[len(pixels) // 2] for i in range(3))


def delete_window(display, number):
    """What a window manager sends when somebody clicks the cross."""
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.restype = ctypes.c_ulong
    handle = ctypes.c_void_p(xlib.XOpenDisplay(display.encode()))
    protocols, delete = (xlib.XInternAtom(handle, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    event = (ctypes.c_long * 24)()
    # type ClientMessage, serial, send_event, display, window, message_type, format, data
    event[0], event[4], event[5], event[6], event[7] = 33, number, ctypes.c_long(protocols).value, 32, ctypes.c_long(delete).value
    xlib.XSendEvent(handle, ctypes.c_ulong(number), 0, ctypes.c_long(0), ctypes.byref(event))
    xlib.XSync(handle, 0)
    xlib.XCloseDisplay(handle)


# Parts of the window: left, top, right, bottom.
TITLE, MAP, RIGHT, LEFT = (50, 14, 300, 56), (300, 90, 780, 500), (800, 90, 980, 260), (14, 76, 180, 260)
STREET_FIELD = 0.7  # radians from bottom to top, of the camera called street


def to_screen(x, y, at, distance):
    """Where a point of the ground is seen from straight above a place."""
    scale = 0.5 * HEIGHT / math.tan(0.5 * STREET_FIELD) / (distance + 1.0)
    return WIDTH / 2 + (x - at[0]) * scale, HEIGHT / 2 - (y - at[1]) * scale


class WindowTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="soi-window-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def open(self, *arguments):
        window = Window(self.folder, *arguments)
        self.addCleanup(window.close)
        return window

    def test_lanes_carts_and_words_are_where_they_should_be(self):
        subprocess.run([SOI, "run", "--quiet", SCENARIO, "--set", "duration=6 min", "--record", f"{self.folder}/run.mcap"], check=False, capture_output=True)
        subprocess.run([SOI, "replay", f"{self.folder}/run.mcap", "--from", "08:04", "--csv", f"{self.folder}/rows"], check=True, capture_output=True)
        with open(f"{self.folder}/rows/carts.csv", encoding="utf-8") as file:
            row = next(row for row in csv.DictReader(file) if row["cart"] == "cart-1" and row["speed"] == "0.00" and row["x"] != "")
        thai = self.offscreen("th", row["time"].split(".")[0]).ink(*LEFT)  # before there is a window that takes the processor's time
        self.assertGreater(len(thai), 150)
        at = float(row["x"]), float(row["y"])
        window = self.open("--from", row["time"].split(".")[0], "--speed", "0.125", "--camera", f"street:{at[0]},{at[1]},0,90,89.9")
        window.xdo("key", "space")
        print(f"first picture after {window.first_picture:.2f} s")

        # the cart in its colour, its label above it
        def cart_is_shown(screen):
            x, y = map(round, to_screen(*at, at, 90))
            near = [screen.at(x + i, y + k) for i in range(-30, 31, 2) for k in range(-30, 31, 2)]
            above = [screen.at(x + i, y + k) for i in range(-40, 41, 4) for k in range(-52, -14, 3)]
            return sum(r > 150 and r > 2 * g for r, g, b in near) > 5 and sum(min(pixel) > 235 for pixel in above) > len(above) / 3

        window.wait("cart and label at the place that the recording says", cart_is_shown)

        # lanes have the road's colour, fields beside it that of the land; panels are nearly white, the town is not
        window.xdo("key", "h")
        screen = window.wait("panels are gone", lambda screen: sum(byte > 235 for byte in screen.part(*LEFT)) < 0.4 * len(screen.part(*LEFT)))
        lanes, fields = [], []
        for x in range(int(at[0]) - 60, int(at[0]) + 60, 3):
            lanes += [screen.at(*to_screen(x, y, at, 90)) for y in (-5.8, -2.6, 2.6) if 15 < x < 185 and abs(x - 60) > 6]
            fields += [screen.at(*to_screen(x, y, at, 90)) for y in (-20, 24) if 15 < x < 185 and abs(to_screen(x, y, at, 90)[1] - HEIGHT / 2) < HEIGHT / 2 - 4]
        road, field = median(lanes), median(fields)
        self.assertLess(max(road) - min(road), 25, f"a road is grey, not {road}")
        self.assertTrue(90 < road[1] < 200, f"a road is neither dark nor light: {road}")
        self.assertGreater(field[1] - road[1], 12, f"the land {field} is greener and lighter than the road {road}")

        # English, then Thai, as in a picture drawn without a display
        window.xdo("key", "h")
        window.wait("words in English", lambda screen: len(screen.ink(*LEFT)) > 150 and len(screen.ink(*LEFT) ^ thai) > 0.5 * len(thai))
        window.xdo("key", "l")
        window.wait("words in Thai", lambda screen: len(screen.ink(*LEFT) ^ thai) < 0.25 * len(thai))
        window.program.send_signal(signal.SIGINT)
        self.assertIn(window.end(), (0, 4))

    def offscreen(self, language, clock):
        """The same panel in a picture made without a display."""
        name = f"{self.folder}/{language}.png"
        subprocess.run([SOI_VIEW, SCENARIO, "--screenshot", clock, name, "--size", f"{WIDTH}x{HEIGHT}", "--language", language], check=True, capture_output=True)
        raw = subprocess.run(["ffmpeg", "-loglevel", "error", "-i", name, "-f", "rawvideo", "-pix_fmt", "bgra", "-"], check=True, capture_output=True).stdout
        screen = Screen.__new__(Screen)
        screen.stride, screen.pixels = 4 * WIDTH, memoryview(raw)
        return screen

    def test_keys_and_mouse_do_what_they_say(self):
        window = self.open("--from", "08:03", "--camera", "map")
        window.changes(RIGHT, "lists for engineers", "key", "Tab")
        window.changes(RIGHT, "no lists", "key", "Tab")
        window.changes(MAP, "help", "key", "F1")
        window.changes(MAP, "no help", "key", "Escape")
        window.changes(TITLE, "the dark theme", "key", "t")
        window.wait("a dark panel", lambda screen: sum(screen.at(600, 20)) < 200)
        window.xdo("key", "t")
        window.xdo("key", "space")
        window.wait("a light panel", lambda screen: sum(screen.at(600, 20)) > 600)
        time.sleep(0.5)
        window.xdo("mousemove", 500, 400, "mousedown", 1, "sleep", 0.3)
        window.changes(MAP, "the map follows the mouse", "mousemove", 560, 360, "sleep", 0.1, "mousemove", 600, 330, "sleep", 0.1, "mouseup", 1)
        window.changes(MAP, "the wheel zooms", "mousemove", 500, 330, "click", 4, "click", 4, "click", 4)
        window.changes(MAP, "the right button turns", "mousedown", 3, "sleep", 0.3, "mousemove", 450, 330, "sleep", 0.1, "mousemove", 400, 330, "mouseup", 3)
        window.changes(RIGHT, "the cart followed is described", "key", "f")
        window.changes(MAP, "five minutes on", "key", "shift+Right")
        window.xdo("key", "F12")
        window.wait("a picture is saved", lambda screen: list(window.folder.glob("Bilder/soi-crossroads-morning-*.png")))
        window.xdo("key", "F12")
        window.wait("a second one beside it", lambda screen: len(list(window.folder.glob("Bilder/soi-crossroads-morning-*.png"))) == 2)
        self.assertEqual(list(window.folder.glob("*.png")), [])
        self.assertEqual(window.xdo("getwindowname", window.number), "A morning at the crossroads, Crossroads \u2013 soi\n")
        delete_window(window.display, int(window.number))
        self.assertEqual(window.end(), 0)

    def test_it_lives_through_other_sizes_and_rests_when_it_is_not_seen(self):
        window = self.open("--from", "08:03", "--camera", "map")
        elsewhere = subprocess.run([SOI_VIEW, SCENARIO, "--display", "7"], env=window.environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(elsewhere.returncode, 3)
        self.assertIn("there is no display 7; the system has 1", elsewhere.stderr)
        for width, height in ((600, 400), (320, 200), (WIDTH, HEIGHT)):
            window.xdo("windowsize", "--sync", window.number, width, height)
            window.wait(f"a picture of {width}x{height}", lambda screen: len({screen.at(x, height - 20) for x in range(10, width - 10, 5)}) > 2)
        window.xdo("windowunmap", "--sync", window.number)
        time.sleep(0.3)
        before = cpu_seconds(window.program.pid)
        window.xdo("key", "space")
        time.sleep(0.5)
        window.xdo("windowmap", "--sync", window.number)
        self.assertLess(cpu_seconds(window.program.pid) - before, 0.45, "a window that is not seen draws nothing")
        window.wait("it is seen again", lambda screen: len({screen.at(x, HEIGHT - 20) for x in range(10, WIDTH - 10, 5)}) > 2)
        window.program.send_signal(signal.SIGTERM)
        self.assertIn(window.end(), (0, 4, -signal.SIGTERM))

    def test_it_goes_on_where_it_was_after_it_was_suspended(self):
        speed, asleep = 8, 1.5
        began = time.monotonic()
        window = self.open("--camera", "map", "--speed", speed, "--record", "shown.mcap")
        window.program.send_signal(signal.SIGSTOP)
        time.sleep(asleep)
        window.program.send_signal(signal.SIGCONT)
        window.changes(MAP, "it goes on", "key", "m")
        window.program.send_signal(signal.SIGTERM)
        self.assertIn(window.end(), (0, 4))
        awake = time.monotonic() - began - asleep
        words = subprocess.run([SOI, "replay", f"{self.folder}/shown.mcap"], check=True, capture_output=True, text=True).stdout
        shown = 0.1 * int(re.search(r"(\d+) steps", words).group(1))
        print(f"{shown:.1f} s shown in {awake:.2f} s")
        self.assertGreater(shown, 0.0)
        self.assertLess(shown, speed * (awake + 0.5), "the run has not leapt over the time asleep")


class WithoutWindowTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="soi-window-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def view(self, *arguments, code, **environment):
        kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
        result = subprocess.run([SOI_VIEW, *arguments], cwd=self.folder, env={**kept, **environment}, capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(result.returncode, code, result.stderr)
        return result.stderr

    def test_it_says_what_is_missing(self):
        picture = (SCENARIO, "--screenshot", "08:00", "a.png")
        self.assertIn("set DISPLAY", self.view(SCENARIO, code=3))
        self.assertIn("set DISPLAY", self.view(SCENARIO, code=3, SDL_VIDEODRIVER="x11"))
        self.assertIn("libgl1-mesa-dri", self.view(*picture, code=3, MESA_GL_VERSION_OVERRIDE="2.1"))
        self.assertRegex(self.view(*picture, code=3, SOI_FONTS=self.folder), "SOI_FONTS.*Noto fonts")
        self.assertIn("did you mean 'hold'", self.view(SCENARIO, "--beside", "service.hol=none", "--screenshot", "08:00", "a.png", code=2))

    def test_a_film_has_as_many_pictures_as_its_time_and_rate_say(self):
        self.view(SCENARIO, "--video", "film.mp4", "--from", "08:03", "--to", "08:03:08", "--speed", "4", "--frame-rate", "10", "--size", "160x120", code=0)
        probe = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=width,height,r_frame_rate,nb_read_frames", "-of", "csv=p=0", "film.mp4"]
        words = subprocess.run(probe, cwd=self.folder, check=True, capture_output=True, text=True).stdout.strip()
        self.assertEqual(words, "160,120,10/1,20")

    def test_two_runs_stand_side_by_side(self):
        def halves(*change):
            self.view(SCENARIO, "--beside", *change, "--screenshot", "08:03", "two.png", "--size", "800x400", "--panels", "none", "--camera", "map", code=0)
            raw = subprocess.run(["ffmpeg", "-loglevel", "error", "-i", f"{self.folder}/two.png", "-f", "rawvideo", "-pix_fmt", "bgra", "-"], check=True, capture_output=True).stdout
            screen = Screen.__new__(Screen)
            screen.stride, screen.pixels = 4 * 800, memoryview(raw)
            return screen.part(4, 0, 396, 370), screen.part(404, 0, 796, 370)

        same = halves("service.hold=even_headway")
        self.assertLess(sum(a != b for a, b in zip(*same)), len(same[0]) // 50, "the same run twice looks the same")
        changed = halves("fleet.cart-1.start=08:02:30")
        self.assertGreater(sum(a != b for a, b in zip(*changed)), 200, "a cart that starts later is elsewhere")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    missing = [program for program in ("Xvfb", "xdotool", "ffmpeg") if shutil.which(program) is None]
    if missing:
        print("skipped: these are missing:", *missing)
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
