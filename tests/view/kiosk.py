"""Leaves the window to itself, in kiosk mode and as fast as it can, and looks at how its memory grows.

Two rounds, and a minute at least, are for warming up: then all is there that is kept, which is the moments to go back to (256 MB at most), the
texts and the fonts. From there on it is watched: the median of each twentieth of the time, and how those rise, which is the median of the
slopes between any two of them (Theil and Sen): one page more or less does not count. The quality is fixed: another one takes another shadow
map of up to 16 MB, once; and the scenario's tour is left out, which would set a speed of its own.

Usage: kiosk.py [MINUTES [SCENARIO]]  (2 minutes of crossroads-morning.yaml)
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SOI_VIEW = os.environ.get("SOI_VIEW", "soi-view")
SCENARIO = pathlib.Path(__file__).resolve().parents[1] / "places" / "crossroads-morning.yaml"
MOST = 1.0  # MB an hour
ROUNDS, WARM, LONGEST = 2, 60.0, 3600.0  # s on the wall
PARTS = 20


def taken(pid):
    """MB of memory that the process has taken for itself, swapped out or not: pages of its program files come and go with what others do."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith(("Anonymous:", "Swap:"))) / 1024.0


def rounds(log):
    """How often the run has begun anew."""
    return log.read_text(encoding="utf-8").count("begins")


def warm_up(program, log):
    """Waits for the end of the second round, and a minute."""
    began = time.monotonic()
    end = began + LONGEST
    while rounds(log) < ROUNDS or time.monotonic() < began + WARM:
        if program.poll() is not None or time.monotonic() > end:
            sys.exit(f"no round came to its end: {log.read_text(encoding='utf-8')}")
        time.sleep(0.5)


def watch(program, seconds):
    """The median of the memory held within the time."""
    seen, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        if program.poll() is not None:
            sys.exit(f"soi-view ended with {program.returncode}")
        seen.append(taken(program.pid))
        time.sleep(0.5)
    return statistics.median(seen)


def slope(levels, step):
    """How fast the levels rise, by the median of all pairs."""
    return statistics.median((b - a) / ((k - i) * step) for i, a in enumerate(levels) for k, b in enumerate(levels) if k > i)


def main():
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    scenario = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else SCENARIO).resolve()
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        reading, writing = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x360x24", "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            display = f":{pipe.readline().strip()}"
        with log.open("w", encoding="utf-8") as errors:
            line = [SOI_VIEW, str(scenario), "--kiosk", "--speed", "1000", "--set", "tour=[]", "--size", "640x360", "--quality", "3"]
            program = subprocess.Popen(line, cwd=folder, stderr=errors,
                                       env={**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"})
        try:
            began = time.monotonic()
            warm_up(program, log)
            warm, before = time.monotonic() - began, rounds(log)
            levels = [watch(program, 60.0 * minutes / PARTS) for _ in range(PARTS)]
            count = rounds(log) - before
        finally:
            for process in (program, server):
                process.terminate()
                process.wait()
    growth = slope(levels, minutes / 60.0 / PARTS)
    print(f"after {warm / 60:.1f} min of warming up: {levels[0]:.2f} MB, {minutes:.0f} min and {count} more rounds later {levels[-1]:.2f} MB "
          f"({min(levels):.2f} to {max(levels):.2f} in between); {growth:+.2f} MB an hour")
    return growth > MOST


if __name__ == "__main__":
    if shutil.which("Xvfb") is None:
        print("skipped: Xvfb is missing")
        sys.exit(77)
    sys.exit(main())
