"""A recording read by others' code: check.mjs, with packages of npm. Without node, npm or the network the test is skipped (77)."""

import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCENARIO = HERE.parent.parent / "scenarios" / "bangsue" / "weekday-morning.yaml"
STEPS = 6000
SKIPPED = 77


def main():
    soi, work = os.environ["SOI"], pathlib.Path(sys.argv[1])
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("skipped: node and npm are missing; tools/setup.sh installs them")
        return SKIPPED
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "check.mjs"):
        shutil.copy(HERE / name, work)
    install = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=work, capture_output=True, text=True, timeout=300, check=False)
    if install.returncode != 0:
        print(f"skipped: the packages cannot be had:\n{install.stderr}")
        return SKIPPED
    # The verdict of so short a run is of no interest.
    subprocess.run([soi, "run", "--quiet", SCENARIO, "--ticks", str(STEPS), "--record", "run.mcap"], cwd=work, timeout=300, check=False)
    subprocess.run([soi, "replay", "run.mcap", "--csv", "tables"], cwd=work, timeout=300, check=True)
    return subprocess.run(["node", "check.mjs", "run.mcap", "tables/carts.csv"], cwd=work, timeout=300, check=False).returncode


sys.exit(main())
