"""First routes: in towns of many kinds soi proposes a route, and the scenario made for it serves somebody.

    SOI=build/dev/tools/soi/soi python3 tests/import/routes.py --seeds 1..10

A seed draws a town of each kind. Each is imported with --propose, once more with the patch that was written (which must give the same
map), a scenario is made and run: it must hold, and somebody must be served. A town without a loop must be told so. Then the extracts
beside the project, where they are there, whole or cut into quarters.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import towns
from towns import Town, soi

DATA = pathlib.Path(__file__).resolve().parents[2].parent / "shared/data"
QUARTERS = ["100.5215,13.7380,100.5300,13.7470", "100.5300,13.7380,100.5400,13.7470", "100.5215,13.7295,100.5310,13.7380",
            "100.5310,13.7295,100.5400,13.7380", "100.5260,13.7340,100.5350,13.7420"]


def lattice(town, columns, rows, left=0.0, bottom=0.0, one_way=False, **tags):
    """Streets round blocks of some 100 m, which lead out on all sides; every second one the other way where they are one-way."""
    draw = town.draw
    step = draw.uniform(90, 130)
    at = {(i, j): town.node(left + i * step + draw.uniform(-5, 5), bottom + j * step + draw.uniform(-5, 5)) for i in range(columns) for j in range(rows)}
    tags = {"highway": "residential", "sidewalk": "both", **tags}
    for j in range(rows):
        refs = [town.node(left - 90, bottom + j * step), *(at[i, j] for i in range(columns)), town.node(left + (columns - 1) * step + 90, bottom + j * step)]
        town.way(refs[::-1] if one_way and j % 2 else refs, **tags, **({"oneway": "yes"} if one_way else {}))
    for i in range(columns):
        refs = [town.node(left + i * step, bottom - 90), *(at[i, j] for j in range(rows)), town.node(left + i * step, bottom + (rows - 1) * step + 90)]
        town.way(refs if one_way and i % 2 else refs[::-1], **tags, **({"oneway": "yes"} if one_way else {}))
    return at


def bus_stops(town, places):
    for i, (x, y) in enumerate(places):
        town.node(x, y, highway="bus_stop", name=f"Stop {i + 1}")


def house(town, x, y, size=20):
    corners = [town.node(x, y), town.node(x + size, y), town.node(x + size, y + size), town.node(x, y + size)]
    town.way([*corners, corners[0]], building="yes")


def grid(town):
    lattice(town, 4, 3)
    bus_stops(town, [(60, 8), (150, 8), (200, 120)])


def islands(town):
    lattice(town, 3, 2)
    lattice(town, 2, 2, left=700)


def one_way_centre(town):
    lattice(town, 4, 4, one_way=True)
    house(town, 140, 140)


def no_sidewalks(town):
    lattice(town, 3, 3, sidewalk="no")
    for i in range(4):
        house(town, 40 + 15 * i, 40 + 15 * i, 12)


def stops_at_sea(town):
    lattice(town, 3, 3)
    bus_stops(town, [(-2000, -900), (-2100, 1500), (60, 8), (900, 2500)])


def components(town):
    """A block with a street in it, another far off, and lanes that meet nothing."""
    lattice(town, 2, 2)
    towns.star(town)
    for node in list(town.nodes.values())[-8:]:
        node[0] += 1200
    town.way([town.node(-600, 0), town.node(-600, 300)], highway="residential")


def roundabout(town):
    """A ring with arms that an outer street joins."""
    towns.roundabout(town)
    ends = [refs[0] for refs, tags in town.ways if "junction" not in tags]
    town.way([*ends, ends[0]], highway="residential", sidewalk="both")


def motorway(town):
    """Two carriageways that nobody should drive slowly on, and a village beside them."""
    at = lattice(town, 3, 2, bottom=60)
    for y in (-120, -136):
        refs = [town.node(-600, y), town.node(600, y)]
        town.way(refs if (y > -130) == town.left else refs[::-1], highway="motorway", oneway="yes", lanes="2", maxspeed="100")
    town.nodes[at[0, 0]][2]["highway"] = "traffic_signals"


def mountain(town):
    """One block round which a single street leads, with dead ends off it."""
    draw = town.draw
    ring = [town.node(x + draw.uniform(-10, 10), y + draw.uniform(-10, 10)) for x, y in ((0, 0), (0, 160), (220, 180), (240, 20))]
    town.way([*ring, ring[0]], highway="tertiary", lanes="2", sidewalk="left")
    for i, (x, y) in enumerate(((-120, -60), (-90, 260), (330, 250), (380, -50))):
        town.way([ring[i], town.node(x, y)], highway="residential", sidewalk="both")


def signals(town):
    at = lattice(town, 3, 3, highway="secondary", lanes="4")
    for place in ((0, 0), (1, 1), (2, 0)):
        town.nodes[at[place]][2]["highway"] = "traffic_signals"
    bus_stops(town, [(60, 10), (170, 10), (60, 120)])


def single_road(town):
    town.way([town.node(-300, 0), town.node(0, 20), town.node(300, 0)], highway="tertiary", sidewalk="both")


KINDS = [grid, islands, one_way_centre, no_sidewalks, stops_at_sea, components, roundabout, motorway, mountain, signals, single_road]


def check_route(folder, extract, more=(), stops=4):
    """How many were served in an hour; None where the extract has no loop, which must be told."""
    result = soi("import", "osm", extract, "-o", folder / "town.yaml", "--propose", stops, *more, good=(0, 2))
    if result.returncode == 2:
        if "--propose: no " not in result.stderr or (folder / "town.yaml").exists():
            raise AssertionError(f"no proposal, and no reason: {result.stderr[-500:]}")
        return None
    first = (folder / "town.yaml").read_bytes()
    soi("import", "osm", extract, "-o", folder / "town.yaml", "--patch", folder / "town-patch.yaml", *more)
    if (folder / "town.yaml").read_bytes() != first:
        raise AssertionError("the patch does not give the map that was proposed")
    soi("new", "scenario", "--map", folder / "town.yaml", "-o", folder / "hour.yaml")
    soi("run", "--quiet", "--no-progress", folder / "hour.yaml", "--json", folder / "run.json")
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))["metrics"]["passengers.served"]["value"]


def extracts():
    for path in sorted((DATA / "cases").glob("*.osm")):
        yield path.name, path, ()
    for box in QUARTERS if (DATA / "maps/pathumwan.osm.gz").exists() else ():
        yield f"pathumwan {box}", DATA / "maps/pathumwan.osm.gz", ("--bbox", box)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1..10")
    parser.add_argument("--no-extracts", action="store_true")
    arguments = parser.parse_args()
    first, last = (int(n) for n in arguments.seeds.split(".."))
    failed, good, loopless = 0, 0, 0

    def trial(name, make, expect_loop, again):
        nonlocal failed, good, loopless
        with tempfile.TemporaryDirectory(prefix="soi-route-") as place:
            folder = pathlib.Path(place)
            try:
                served = check_route(folder, *make(folder))
                if expect_loop is not None and (served is not None) != expect_loop:
                    raise AssertionError("a loop was proposed on a single road" if served is not None else "no loop was found")
                if served == 0:
                    raise AssertionError("nobody was served")
                good += served is not None
                loopless += served is None
                print(f"{name}: {'no loop' if served is None else f'{served:.0f} served'}", flush=True)
            except (AssertionError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"{name}: {error}\n  again: {again}", flush=True)

    for seed in range(first, last + 1):
        for kind in KINDS:
            def make(folder, seed=seed, kind=kind):
                town = Town(seed)
                kind(town)
                (folder / "town.osm").write_text(town.osm(), encoding="utf-8")
                return folder / "town.osm", ("--drive-on", "left" if town.left else "right")
            trial(f"seed {seed} {kind.__name__}", make, kind is not single_road, f"SOI={towns.SOI} python3 tests/import/routes.py --seeds {seed}..{seed}")
    for name, path, more in () if arguments.no_extracts else extracts():
        trial(name, lambda folder, path=path, more=more: (path, more), None, f"SOI={towns.SOI} python3 tests/import/routes.py --seeds 1..0")
    print(f"{good} routes good, {loopless} extracts without a loop, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
