"""Leaves the window to itself, in kiosk mode and as fast as it can, and looks at how its memory grows. The quality is fixed: another one
takes another shadow map of up to 16 MB, once.

Usage: kiosk.py [MINUTES [SCENARIO]]  (2 minutes of crossroads-morning.yaml; as long again is left for warming up, at most 4 minutes)
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SOI_VIEW = os.environ.get("SOI_VIEW", "soi-view")
SCENARIO = pathlib.Path(__file__).resolve().parents[1] / "places" / "crossroads-morning.yaml"
MOST = 1.0  # MB an hour
SLACK = 1.0  # MB that a page or two of the allocator's may come and go by


def resident(pid):
    """MB of memory that is the process's own."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith(("Private_Dirty:", "Private_Clean:"))) / 1024.0


def watch(program, seconds):
    """The least memory seen within the time: what is always there."""
    least, end = float("inf"), time.monotonic() + seconds
    while time.monotonic() < end:
        if program.poll() is not None:
            sys.exit(f"soi-view ended with {program.returncode}")
        least = min(least, resident(program.pid))
        time.sleep(1.0)
    return least


def main():
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    scenario = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else SCENARIO).resolve()
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x360x24", "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            display = f":{pipe.readline().strip()}"
        program = subprocess.Popen([SOI_VIEW, str(scenario), "--kiosk", "--speed", "1000", "--size", "640x360", "--quality", "3"], cwd=folder,
                                   env={**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"})
        try:
            warm = min(60.0 * minutes, 240.0)
            part = 60.0 * minutes / 4.0
            watch(program, warm)
            levels = [watch(program, part) for _ in range(4)]
        finally:
            for process in (program, server):
                process.terminate()
                process.wait()
    growth = levels[3] - levels[0]
    hours = 3.0 * part / 3600.0
    print(f"after {warm / 60:.0f} min: " + ", ".join(f"{level:.2f}" for level in levels) + f" MB in quarters of {minutes:.0f} min; "
          f"{growth:+.2f} MB, {growth / hours:+.2f} MB an hour")
    return growth > MOST * hours + SLACK


if __name__ == "__main__":
    if shutil.which("Xvfb") is None:
        print("skipped: Xvfb is missing")
        sys.exit(77)
    sys.exit(main())
