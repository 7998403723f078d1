"""Synthetic towns: a seed draws an OpenStreetMap extract; it is imported, built, and driven and walked through for some minutes.

    SOI=build/dev/tools/soi/soi python3 tests/import/towns.py --seeds 1..1000

What must hold for each: the import succeeds, and again gives the same bytes; written as OpenStreetMap data and read back it is the
same model; the map hangs together for vehicles; no lane and no turn breaks a rule of the extract; no road is on the wrong level of
another's; nobody comes to a stop for ever, and no collision that nobody is at fault for.
"""

import argparse
import json
import math
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import rules

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import minute  # noqa: E402

SOI = os.environ.get("SOI", "soi")
COMMON = pathlib.Path(__file__).resolve().parents[2] / "scenarios/common/vehicles.yaml"
METRE = 1 / 111320


class Town:
    """Nodes in metres and ways with tags, written as an extract."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.left = self.draw.random() < 0.5
        self.nodes, self.ways, self.signs, self.shape = {}, [], [], ""

    def node(self, x, y, **tags):
        number = 1 + len(self.nodes)
        self.nodes[number] = [x, y, tags]
        return number

    def way(self, refs, **tags):
        self.ways.append((refs, tags))

    def street(self, refs, highway=None, oneway=False):
        """A road with some of the tags that real ones have."""
        highway = highway or self.draw.choice(["residential", "residential", "tertiary", "secondary", "service"])
        tags = {"highway": highway}
        if oneway:
            tags["oneway"] = "yes"
        if self.draw.random() < 0.5:
            tags["lanes"] = str(self.draw.choice([1, 2, 3] if oneway else [2, 2, 3, 4]))
        if self.draw.random() < 0.5:
            tags["maxspeed"] = str(self.draw.choice([20, 30, 50]))
        if self.draw.random() < 0.5:
            tags["sidewalk"] = self.draw.choice(["both", "left", "right", "no"])
        self.way(refs, **tags)

    def osm(self):
        lines = ["<osm version='0.6'>"]
        for number, (x, y, tags) in self.nodes.items():
            inside = "".join(f"<tag k='{k}' v='{v}'/>" for k, v in tags.items())
            lines.append(f"<node id='{number}' lon='{100 + x * METRE:.8f}' lat='{0.5 + y * METRE:.8f}'>{inside}</node>")
        for number, (refs, tags) in enumerate(self.ways, 1):
            inside = "".join(f"<nd ref='{ref}'/>" for ref in refs) + "".join(f"<tag k='{k}' v='{v}'/>" for k, v in tags.items())
            lines.append(f"<way id='{number}'>{inside}</way>")
        for number, (kind, start, via, end) in enumerate(self.signs, 1):
            members = (("way", start, "from"), ("node", via, "via"), ("way", end, "to"))
            inside = "".join(f"<member type='{sort}' ref='{ref}' role='{role}'/>" for sort, ref, role in members)
            lines.append(f"<relation id='{number}'>{inside}<tag k='type' v='restriction'/><tag k='restriction' v='{kind}'/></relation>")
        return "\n".join([*lines, "</osm>", ""])


def grid(town):
    draw = town.draw
    columns, rows = draw.randint(2, 4), draw.randint(2, 4)
    xs = [sum(draw.uniform(50, 140) for _ in range(i)) for i in range(columns)]
    ys = [sum(draw.uniform(50, 140) for _ in range(i)) for i in range(rows)]
    xs, ys = sorted(xs), sorted(ys)
    xs = [x + 55 * i for i, x in enumerate(xs)]
    ys = [y + 55 * i for i, y in enumerate(ys)]
    at = {(i, j): town.node(x + draw.uniform(-6, 6), y + draw.uniform(-6, 6)) for i, x in enumerate(xs) for j, y in enumerate(ys)}
    for j, y in enumerate(ys):
        town.street([town.node(xs[0] - 90, y), *(at[i, j] for i in range(columns)), town.node(xs[-1] + 90, y)])
    for i, x in enumerate(xs):
        town.street([town.node(x, ys[0] - 90), *(at[i, j] for j in range(rows)), town.node(x, ys[-1] + 90)])


def star(town):
    draw = town.draw
    centre, arms = town.node(0, 0), draw.randint(3, 6)
    turn = draw.uniform(0, 6.28)
    for i in range(arms):
        angle = turn + 2 * math.pi * (i + draw.uniform(-0.25, 0.25)) / arms
        far = draw.uniform(80, 160)
        town.street([town.node(far * math.cos(angle), far * math.sin(angle)), centre])
    if draw.random() < 0.4:
        town.nodes[centre][2]["highway"] = "traffic_signals"


def divided(town):
    """Two roads, one or both with two carriageways, that cross."""
    draw = town.draw
    gap, both, lights = draw.uniform(4, 12), draw.random() < 0.6, draw.random() < 0.5
    offsets = [-gap, gap] if both else [0]
    at = {(x, y): town.node(x, y, **({"highway": "traffic_signals"} if lights else {})) for x in offsets for y in (-gap, gap)}
    side = 1 if town.left else -1
    for y in (-gap, gap):
        east = (y > 0) == (side > 0)
        refs = [town.node(-160, y), *(at[x, y] for x in offsets), town.node(160, y)]
        town.street(refs if east else refs[::-1], draw.choice(["primary", "secondary"]), oneway=True)
    for x in offsets:
        north = (x < 0) == (side > 0)
        refs = [town.node(x, -160), at[x, -gap], at[x, gap], town.node(x, 160)]
        town.street(refs if north or not both else refs[::-1], draw.choice(["secondary", "tertiary"]), oneway=both)


def roundabout(town):
    draw = town.draw
    radius, arms = draw.uniform(10, 28), draw.randint(3, 5)
    turn = draw.uniform(0, 6.28)
    steps = 4 * arms
    ring = [town.node(radius * math.cos(turn + 2 * math.pi * i / steps), radius * math.sin(turn + 2 * math.pi * i / steps)) for i in range(steps)]
    ring = ring[::-1] if town.left else ring
    order = range(0, steps, 4)
    town.way([*ring, ring[0]], highway="tertiary", junction="roundabout")
    for i in order:
        x, y, _ = town.nodes[ring[i]]
        far = 1 + draw.uniform(70, 140) / radius
        town.street([town.node(x * far, y * far), ring[i]], draw.choice(["tertiary", "residential"]))


def bridge(town):
    """A road over another one, and a third that meets both."""
    draw = town.draw
    west, east = town.node(-150, 0), town.node(150, 0)
    town.street([west, town.node(-80, 0), east], "secondary")
    up, down = town.node(0, 80), town.node(0, -80)
    town.way([up, down], highway="tertiary", bridge="yes", layer="1")
    town.street([town.node(0, 170), up])
    town.street([down, town.node(0, -170)])
    town.street([up, town.node(-80, 80), 3, town.node(-80, -80), down], "residential")
    town.nodes[3][2].update({} if draw.random() < 0.5 else {"highway": "traffic_signals"})


def staggered(town):
    """Side streets that meet a road at places near each other."""
    draw = town.draw
    places = sorted(draw.uniform(-70, 70) for _ in range(draw.randint(2, 4)))
    refs = [town.node(x, 0) for x in places]
    town.street([town.node(-180, 0), *refs, town.node(180, 0)], draw.choice(["primary", "secondary", "tertiary"]))
    for i, ref in enumerate(refs):
        town.street([ref, town.node(places[i] + draw.uniform(-8, 8), 120 if i % 2 else -120)])


SHAPES = [grid, star, divided, roundabout, bridge, staggered]


def add_feet(town):
    """Ways on foot: one straight over everything, and a path with a building beside it."""
    draw = town.draw
    if draw.random() < 0.7:
        x = draw.uniform(20, 60)
        town.way([town.node(x, -60), town.node(x, 60)], highway="footway")
    if draw.random() < 0.7:
        x, y = draw.uniform(30, 90), draw.uniform(30, 90)
        corners = [town.node(x, y), town.node(x + 15, y), town.node(x + 15, y + 10), town.node(x, y + 10)]
        town.way([*corners, corners[0]], building="yes", **({"height": "12"} if draw.random() < 0.5 else {}))


def add_signs(town):
    """Turns that are forbidden, where two ways end in one node."""
    ends = {}
    for way, (refs, tags) in enumerate(town.ways, 1):
        if tags.get("highway") not in (None, "footway") and refs[0] != refs[-1]:
            for ref in (refs[0], refs[-1]):
                ends.setdefault(ref, []).append(way)
    for node, ways in ends.items():
        if len(ways) > 2 and town.draw.random() < 0.5:
            start, end = town.draw.sample(ways, 2)
            town.signs.append((town.draw.choice(["no_left_turn", "no_u_turn", "only_straight_on"]), start, node, end))


def draw_town(seed):
    town = Town(seed)
    shape = SHAPES[seed % len(SHAPES)]
    town.shape = shape.__name__
    shape(town)
    add_feet(town)
    add_signs(town)
    return town


def ends_of(text):
    """The nodes where vehicles may appear, and those where they may leave."""
    roads = [dict(re.findall(r"^    (\w+): (.*)$", body, re.M)) for body in re.findall(r"^  w\S+:\n((?:    .*\n)+)", text, re.M)]
    used = {}
    for road in roads:
        for key in ("from", "to"):
            used.setdefault(road[key], []).append((road, key))
    ins, outs = [], []
    for node, uses in sorted(used.items()):
        if len(uses) == 1:
            road, key = uses[0]
            if road["lanes_forward" if key == "from" else "lanes_backward"] != "0":
                outs.append(node)
            if road["lanes_backward" if key == "from" else "lanes_forward"] != "0":
                ins.append(node)
    return outs, ins


def soi(*arguments, good=(0,)):
    result = subprocess.run([SOI, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300)
    if result.returncode not in good:
        raise AssertionError(f"soi {' '.join(map(str, arguments))} ended with {result.returncode}, one of {good} expected\n{result.stderr[-2000:]}")
    return result


def scenario(town, outs, ins):
    lines = [f"extends: {COMMON}", "name: town", "map: town.yaml", "start: 08:00", "duration: 10 min", f"seed: {town.draw.randint(1, 999)}",
             "capacity: {vehicles: 500, people: 50}", "traffic:", "  flows:"]
    pairs = [(a, b) for a in outs for b in ins if a != b]
    for i, (a, b) in enumerate(town.draw.sample(pairs, min(8, len(pairs)))):
        lines.append(f"    f{i}: {{from: {a}, to: {b}, rate: 60 /h, finish: 08:05}}")
    return lines


def check_town(seed, folder):
    town = draw_town(seed)
    (folder / "town.osm").write_text(town.osm(), encoding="utf-8")
    side = "left" if town.left else "right"
    for name in ("town.yaml", "again.yaml"):
        soi("import", "osm", folder / "town.osm", "-o", folder / name, "--drive-on", side, "--guesses", folder / "guesses.json")
    text = (folder / "town.yaml").read_text(encoding="utf-8")
    if text != (folder / "again.yaml").read_text(encoding="utf-8"):
        raise AssertionError("the same extract gave two maps")
    guesses = json.loads((folder / "guesses.json").read_text(encoding="utf-8"))["guesses"]
    lost = [g["what"] for g in guesses if g["kind"] == "dropped" and "roads w" in g["what"]]
    if lost:
        raise AssertionError(f"a road was left out: {lost[0]}")
    figures = soi("map", folder / "town.yaml", "--geojson", folder / "town.geojson").stdout
    wrong, _ = rules.faults(folder / "town.osm", folder / "town.yaml", folder / "town.geojson")
    if wrong:
        raise AssertionError(f"{len(wrong)} against the rules of the extract: {wrong[0]}")
    share = re.search(r"([0-9.]+) % of [0-9.]+ lane km can be driven", figures)
    if float(share.group(1)) < 99.0:
        raise AssertionError(f"only {share.group(1)} % of the lanes hang together")
    back = folder / "back.osm", folder / "back.yaml"
    soi("map", folder / "town.yaml", "--osm", back[0])
    soi("import", "osm", back[0], "-o", back[1])
    if soi("map", back[1]).stdout != figures:
        raise AssertionError("the map that came back from OpenStreetMap data is another")
    outs, ins = ends_of(text)
    lines = scenario(town, outs, ins)
    (folder / "town-drive.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    errors = soi("check", folder / "town-drive.yaml", good=(0, 2)).stderr
    impossible = {int(n) for n in re.findall(r"town-drive\.yaml:(\d+):\d+: there is no way", errors)}
    lines = [line for number, line in enumerate(lines, 1) if number not in impossible]
    if len(lines) == 9:
        return town.shape
    (folder / "town-drive.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    soi("run", "--quiet", "--no-progress", folder / "town-drive.yaml", "--json", folder / "run.json", good=(0, 5))
    metrics = json.loads((folder / "run.json").read_text(encoding="utf-8"))["metrics"]
    if metrics["deadlocks"]["value"]:
        raise AssertionError("a deadlock")
    if metrics["collisions.lawful"]["value"]:
        raise AssertionError("a collision with nobody at fault")
    return town.shape


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1..1000")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder in which the towns that failed are kept")
    arguments = parser.parse_args()
    first, last = (int(n) for n in arguments.seeds.split(".."))
    failed, shapes, seed = 0, {}, first
    minute.tell(lambda: f"seed {seed} of {first}..{last}, {failed} failed so far")
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory(prefix="soi-town-") as folder:
            try:
                shape = check_town(seed, pathlib.Path(folder))
                shapes[shape] = shapes.get(shape, 0) + 1
            except AssertionError as error:
                failed += 1
                print(f"seed {seed} ({draw_town(seed).shape}): {error}\n  again: SOI={SOI} python3 tests/import/towns.py --seeds {seed}..{seed}", flush=True)
                if arguments.keep:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    (arguments.keep / f"{seed}.osm").write_text(draw_town(seed).osm(), encoding="utf-8")
    print(f"{last - first + 1 - failed} towns good, {failed} failed: " + ", ".join(f"{n} {s}" for s, n in sorted(shapes.items())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
