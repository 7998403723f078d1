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
    for name in ("package.json", "package-lock.json", "check.mjs", "repack.mjs"):
        shutil.copy(HERE / name, work)
    install = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=work, capture_output=True, text=True, timeout=300, check=False)
    if install.returncode != 0:
        print(f"skipped: the packages cannot be had:\n{install.stderr}")
        return SKIPPED
    # The verdict of so short a run is of no interest.
    subprocess.run([soi, "run", "--quiet", SCENARIO, "--ticks", str(STEPS), "--record", "run.mcap"], cwd=work, timeout=300, check=False)
    subprocess.run([soi, "replay", "run.mcap", "--csv", "tables"], cwd=work, timeout=300, check=True)
    subprocess.run(["node", "check.mjs", "run.mcap", "tables/carts.csv"], cwd=work, timeout=300, check=True)
    return repacked(soi, work)


def repacked(soi, work):
    """What the official library packs anew is read as before; what it was told to leave out is missed by name."""
    def run(*words):
        return subprocess.run(words, cwd=work, capture_output=True, text=True, timeout=300, check=False)

    whole = run(soi, "replay", "--verify", "run.mcap").stdout
    carts = (work / "tables" / "carts.csv").read_bytes()
    for size in ("0", "20000", "4000000"):
        subprocess.run(["node", "repack.mjs", "run.mcap", "new.mcap", size], cwd=work, timeout=300, check=True)
        result = run(soi, "replay", "--verify", "--csv", "new", "new.mcap")
        if result.returncode != 0 or result.stdout != whole or (work / "new" / "carts.csv").read_bytes() != carts:
            print(f"chunks of {size} bytes: {result.stdout}{result.stderr}, expected {whole}")
            return 1
    for left_out, code, words in (("hash", 5, "there are no hashes in it"), ("frames", 0, "there are no frames in it"),
                                  ("attachments", 2, "its attachments were left out")):
        subprocess.run(["node", "repack.mjs", "run.mcap", "new.mcap", "20000", left_out], cwd=work, timeout=300, check=True)
        result = run(soi, "replay", "--verify", "new.mcap")
        if result.returncode != code or words not in result.stderr:
            print(f"without {left_out}: code {result.returncode}, expected {code}; {result.stdout}{result.stderr}, expected {words}")
            return 1
    print(f"packed anew by the official library: {whole.strip()}")
    return 0


sys.exit(main())
