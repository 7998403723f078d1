"""A real city: the extract beside the project becomes a map, and thousands of random drives and walks over it arrive.

    SOI=build/dev/tools/soi/soi TRAVELS=build/dev/tests/import/travels python3 tests/import/test_city.py [--drives 2000] [--walks 2000]

The map is made here and not kept. Without the extract there is nothing to test: exit 77, which CTest shows as skipped.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXTRACT = ROOT.parent / "shared/data/maps/pathumwan.osm.gz"
SOI = os.environ.get("SOI", "soi")
TRAVELS = os.environ.get("TRAVELS", "travels")
SKIPPED = 77


def check(what, good):
    print(("ok   " if good else "FAIL ") + what, flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extract", type=pathlib.Path, default=EXTRACT)
    parser.add_argument("--drives", type=int, default=2000)
    parser.add_argument("--walks", type=int, default=2000)
    arguments = parser.parse_args()
    if not arguments.extract.exists():
        print(f"skipped: {arguments.extract} is absent")
        return SKIPPED
    good = True
    with tempfile.TemporaryDirectory(prefix="soi-city-") as folder:
        city = pathlib.Path(folder) / "city.yaml"
        before = time.time()
        subprocess.run([SOI, "import", "osm", arguments.extract, "-o", city, "--quiet"], check=True)
        print(f"imported in {time.time() - before:.1f} s")
        drawn = city.with_suffix(".geojson")
        figures = subprocess.run([SOI, "map", city, "--geojson", drawn], check=True, capture_output=True, text=True).stdout
        driven = float(re.search(r"([0-9.]+) % of [0-9.]+ lane km can be driven", figures).group(1))
        walked = float(re.search(r"([0-9.]+) % of [0-9.]+ km on foot hang together", figures).group(1))
        good &= check(f"{driven} % of the lanes hang together; 99 expected", driven >= 99.0)
        good &= check(f"{walked} % of the ways on foot hang together; 98 expected", walked >= 98.0)
        wrong, seen = rules.faults(arguments.extract, city, drawn)
        good &= check("\n     ".join([f"{len(wrong)} against the rules of the raw data: {seen}", *wrong[:20]]), not wrong)
        result = subprocess.run([TRAVELS, city, ROOT / "scenarios/common/vehicles.yaml", str(arguments.drives), str(arguments.walks)],
                                check=False, capture_output=True, text=True)
        print(result.stderr, end="")
        good &= check(result.stdout.strip(), result.returncode == 0)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
