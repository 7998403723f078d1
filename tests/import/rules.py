"""An extract's own rules against the map made of it: read from the raw ways and relations, with none of the importer's code.

    python3 tests/import/rules.py EXTRACT MAP MAP.geojson      (the latter as `soi map MAP --geojson MAP.geojson` writes it)

Every lane runs along a way and not against a one-way, on the right side of those that come towards it, and lies on no lane of another
road. Every turn that the map offers is a way through the raw data that breaks no restriction, by a node or by ways. Points are metres
from the map's origin, on the plane that touches the ellipsoid there.
"""

import argparse
import collections
import gzip
import heapq
import json
import math
import pathlib
import re
import sys
import xml.etree.ElementTree

DRIVABLE = {"motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service", "road", "busway"}
AWAY = 3.0       # m a middle line may lie from its way ...
CUT = 8.0        # m ... or where it cuts a corner: lanes do not fit round all of them
ROUND = 0.9      # rad between a road and its way there
WIDEST = 200.0   # m through a junction
CELL = 25.0      # m
OVERLAP, OVERLAP_STEP, OVERLAP_LENGTH = 1.5, 2, 20  # m between the middles of lanes; m from place to place; m along
HISTORY = 5      # ways that a restriction may lead over


def gap(a, b):
    return math.hypot(a[0] - b[0], a[1] - b[1])


def heading(a, b):
    return math.atan2(b[1] - a[1], b[0] - a[0])


def between(a, b):
    """The angle between two headings, 0 to pi."""
    return abs((a - b + math.pi) % (2 * math.pi) - math.pi)


def foot(p, a, b):
    """How far p lies from the piece a b, and to its left."""
    x, y = b[0] - a[0], b[1] - a[1]
    along = max(0.0, min(1.0, ((p[0] - a[0]) * x + (p[1] - a[1]) * y) / (x * x + y * y or 1.0)))
    return gap(p, (a[0] + along * x, a[1] + along * y)), (x * (p[1] - a[1]) - y * (p[0] - a[0])) / (math.hypot(x, y) or 1.0)


class Plane:
    """Metres east and north of an origin, on the plane that touches WGS 84 there."""

    def __init__(self, latitude, longitude):
        self.latitude, self.longitude = math.radians(latitude), longitude
        self.origin = self.in_space(latitude, longitude)

    def in_space(self, latitude, longitude):
        """From the axis, along the origin's meridian; along the axis; across that meridian."""
        square, phi, turn = 0.00669437999014, math.radians(latitude), math.radians((longitude - self.longitude + 180) % 360 - 180)
        across = 6378137.0 / math.sqrt(1 - square * math.sin(phi) ** 2)
        return across * math.cos(phi) * math.cos(turn), across * (1 - square) * math.sin(phi), across * math.cos(phi) * math.sin(turn)

    def at(self, longitude, latitude):
        out, up, east = (a - b for a, b in zip(self.in_space(float(latitude), float(longitude)), self.origin))
        return east, math.cos(self.latitude) * up - math.sin(self.latitude) * out


Piece = collections.namedtuple("Piece", "way first sense a b")  # sense 1: along the way, from ref `first` to the next; -1: back


class Extract:
    """The ways that can be driven, cut into directed pieces between neighbouring nodes, and the restrictions."""

    def __init__(self, path, plane):
        with (gzip.open(path) if str(path).endswith(".gz") else open(path, "rb")) as stream:
            root = xml.etree.ElementTree.parse(stream).getroot()
        self.at = {n.get("id"): plane.at(n.get("lon"), n.get("lat")) for n in root.iter("node")}
        self.refs, self.tags, self.out, self.cells = {}, {}, collections.defaultdict(list), collections.defaultdict(list)
        for way in root.iter("way"):
            self.add_way(way.get("id"), [n.get("ref") for n in way.iter("nd") if n.get("ref") in self.at], self.tags_of(way))
        self.restrictions = [r for r in map(self.restriction, root.iter("relation")) if r]

    @staticmethod
    def tags_of(element):
        return {tag.get("k"): tag.get("v") for tag in element.iter("tag")}

    def add_way(self, way, refs, tags):
        said = next((tags[key] for key in ("motorcar", "motor_vehicle", "vehicle", "access") if key in tags), "yes")
        if tags.get("highway", "").removesuffix("_link") not in DRIVABLE or said == "no" or tags.get("area") == "yes":
            return
        self.refs[way], self.tags[way] = refs, tags
        for i in range(len(refs) - 1):
            a, b = self.at[refs[i]], self.at[refs[i + 1]]
            for sense, piece in ((1, Piece(way, i, 1, refs[i], refs[i + 1])), (-1, Piece(way, i, -1, refs[i + 1], refs[i]))):
                if self.open(way, sense) and piece.a != piece.b:
                    self.out[piece.a].append(piece)
            for x in range(int(min(a[0], b[0]) // CELL) - 1, int(max(a[0], b[0]) // CELL) + 2):
                for y in range(int(min(a[1], b[1]) // CELL) - 1, int(max(a[1], b[1]) // CELL) + 2):
                    self.cells[x, y].append((way, i))

    def open(self, way, sense):
        """Whether traffic may run along (1) or against (-1) a way."""
        tags = self.tags[way]
        said = tags.get("oneway")
        implied = tags.get("junction") in ("roundabout", "circular") or tags["highway"] in ("motorway", "motorway_link")
        if said in ("yes", "true", "1") or (said is None and implied):
            return sense == 1
        return sense == -1 if said in ("-1", "reverse") else True

    def both_ways(self, way):
        return self.open(way, 1) and self.open(way, -1)

    def level(self, way):
        tags = self.tags[way]
        if re.match(r"-?\d+", tags.get("layer", "")):
            return max(-5, min(5, int(re.match(r"-?\d+", tags["layer"]).group())))
        return 1 if tags.get("bridge") in ("yes", "viaduct") else -1 if tags.get("tunnel") == "yes" else 0

    def restriction(self, relation):
        """(only, from way, via: a node or ways, to way), or None for what cannot be read or does not concern roads here."""
        tags = self.tags_of(relation)
        kind = tags.get("restriction", "")
        if tags.get("type") != "restriction" or not kind.startswith(("no_", "only_")):
            return None
        members = [(m.get("role"), m.get("type"), m.get("ref")) for m in relation.iter("member")]
        ends = {role: [ref for r, kind_, ref in members if r == role and kind_ == "way"] for role in ("from", "to")}
        nodes, ways = ([ref for role, kind_, ref in members if role == "via" and kind_ == sort] for sort in ("node", "way"))
        if len(ends["from"]) != 1 or len(ends["to"]) != 1 or not (set(ends["from"] + ends["to"] + ways) <= set(self.refs)):
            return None
        shared = {self.refs[ends["from"][0]][i] for i in (0, -1)} & {self.refs[ends["to"][0]][i] for i in (0, -1)}
        if not nodes and not ways and len(shared) == 1:
            nodes = list(shared)  # left out, but there is only one it can be
        if not nodes and not ways:
            return None
        return kind.startswith("only_"), ends["from"][0], nodes[0] if nodes else tuple(ways), ends["to"][0]

    def near(self, p, level, angle, away=AWAY):
        """The nearest piece that runs by a place in a direction, whether or not traffic may run so."""
        best = None
        for way, i in set(self.cells[int(p[0] // CELL), int(p[1] // CELL)]):
            refs = self.refs[way]
            far = foot(p, self.at[refs[i]], self.at[refs[i + 1]])[0]
            along = heading(self.at[refs[i]], self.at[refs[i + 1]])
            for sense in (1, -1):
                off = between(along if sense == 1 else along + math.pi, angle)
                if self.level(way) == level and far < away and off < ROUND and (best is None or far + off < best[0]):
                    best = far + off, Piece(way, i, sense, refs[i if sense == 1 else i + 1], refs[i + 1 if sense == 1 else i])
        return best and best[1]

    def forbidden(self, ways, node, way):
        """Whether a restriction forbids to go on from the last of the ways by a node into a way."""
        only = [r for r in self.restrictions if r[0] and r[1] == ways[-1] and r[2] == node]
        if only and all(way != r[3] for r in only):
            return "only_*"
        for _, start, via, end in (r for r in self.restrictions if not r[0] and r[3] == way):
            if via == node and start == ways[-1]:
                return "no_*"
            if isinstance(via, tuple) and len(ways) > len(via) and start == ways[-len(via) - 1] and set(via) == set(ways[-len(via):]):
                return "no_* by ways"
        return None

    def leads(self, start, end, roads):
        """Whether there is a lawful way from one piece to another within a junction: over no piece that the map has as a road."""
        queue, seen = [(0.0, start, (start.way,))], set()
        while queue:
            far, piece, ways = heapq.heappop(queue)
            if piece == end:
                return True
            if (piece, ways) in seen or far > WIDEST or (piece[:2] in roads and piece is not start):
                continue
            seen.add((piece, ways))
            lawful = [p for p in self.out[piece.b] if not self.forbidden(ways, piece.b, p.way)]
            onwards = [p for p in lawful if not (p.way == piece.way and p.b == piece.a)]
            for p in onwards or lawful or self.out[piece.b]:  # round where nothing else leads on; anywhere where all is forbidden
                queue_far = far + gap(self.at[p.a], self.at[p.b])
                heapq.heappush(queue, (queue_far, p, ways if p.way == ways[-1] else (*ways, p.way)[-HISTORY:]))
        return False


class Map:
    """Middle lines of roads from the map itself; lanes and connectors as it was drawn."""

    def __init__(self, path, drawn):
        text = pathlib.Path(path).read_text(encoding="utf-8")
        latitude, longitude = re.search(r"latitude: ([-\d.]+) deg, longitude: ([-\d.]+) deg", text).groups()
        self.plane = Plane(float(latitude), float(longitude))
        self.left = "\ndrive_on: left" in text
        nodes = {n: (float(x), float(y)) for n, x, y in re.findall(r"^  (n\S+): \{at: \[([-\d.]+), ([-\d.]+)\]", text, re.M)}
        body = re.search(r"^roads:\n((?:  .*\n)+)", text, re.M).group(1)
        self.lines, self.level = {}, {}
        for name, keys in re.findall(r"^  (\S+):\n((?:    .*\n)+)", body, re.M):
            road = dict(re.findall(r"^    (\w+): (.*)$", keys, re.M))
            via = [(float(x), float(y)) for x, y in re.findall(r"\[([-\d.]+), ([-\d.]+)\]", road.get("via", ""))]
            first = [] if road.get("apart_from") == "yes" else [nodes[road["from"]]]
            self.lines[name] = [*first, *via, *([] if road.get("apart_to") == "yes" else [nodes[road["to"]]])]
            self.level[name] = int(road.get("level", 0))
        self.lanes, self.connectors = [], []  # (road, forward, points); (lane it comes from, lane it leads to)
        drawn_lines = collections.defaultdict(list)
        for feature in json.loads(pathlib.Path(drawn).read_text(encoding="utf-8"))["features"]:
            if feature["properties"]["kind"] in ("lane", "connector"):
                corners = feature["geometry"]["coordinates"]
                drawn_lines[feature["properties"]["kind"]].append((feature["properties"]["id"], corners))
        begins, ends = {}, {}
        for road, corners in drawn_lines["lane"]:
            points = [self.plane.at(*c) for c in corners]
            line = self.lines[road]
            forward = gap(points[0], line[0]) + gap(points[-1], line[-1]) < gap(points[0], line[-1]) + gap(points[-1], line[0])
            lane = road, forward, points
            self.lanes.append(lane)
            begins[tuple(corners[0])] = ends[road, tuple(corners[-1])] = lane
        for road, corners in drawn_lines["connector"]:
            self.connectors.append((ends[road, tuple(corners[0])], begins[tuple(corners[-1])]))

    def line(self, lane):
        """The middle line of a lane's road, in the lane's direction."""
        line = self.lines[lane[0]]
        return line if lane[1] else line[::-1]


def steps(line, step=10):
    """Places along a line, every 10 m at least, with the heading there."""
    for a, b in zip(line, line[1:]):
        count = int(gap(a, b) // step) + 1
        for i in range(count):
            share = (i + 0.5) / count
            yield (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])), heading(a, b)


def lane_faults(extract, town):
    """Lanes beside no way, against a one-way, or on the wrong side of those that come towards them: the first place of each."""
    beside = collections.defaultdict(list)
    for lane in town.lanes:
        beside[lane[0]].append(lane)
    for lane in town.lanes:
        name, level = f"a lane of road {lane[0]}", town.level[lane[0]]
        for at, angle in steps(town.line(lane)):
            piece = extract.near(at, level, angle)
            if piece is None and extract.near(at, level, angle, CUT) is None:
                yield f"{name} runs along no way at ({at[0]:.1f}, {at[1]:.1f})"
                break
            if piece and not extract.open(piece.way, piece.sense):
                yield f"{name} runs against one-way {piece.way} at ({at[0]:.1f}, {at[1]:.1f})"
                break
        towards = [pair for other in beside[lane[0]] if other[1] != lane[1] for pair in zip(other[2], other[2][1:])]
        for at, _ in steps(lane[2]):
            # Seen from what comes towards it, a lane of left-hand traffic lies at the right.
            if towards and (min(foot(at, a, b) for a, b in towards)[1] > 0) == town.left:
                yield f"{name} is on the wrong side of what comes towards it at ({at[0]:.1f}, {at[1]:.1f})"
                break


def turn_faults(extract, town):
    """Turns for which there is no lawful way through the raw data."""
    told = set()
    roads = {piece[:2] for road, line in town.lines.items() for at, angle in steps(line)
             if (piece := extract.near(at, town.level[road], angle))}
    entered = {end[:2] for start, end in town.connectors if start[0] != end[0]}
    for start, end in town.connectors:
        turn = start[:2], end[:2]
        # Where all others only lead away, vehicles turn round: nobody else could come in.
        if turn in told or (start[0] == end[0] and end[:2] not in entered):
            continue
        told.add(turn)
        line, onwards = town.line(start), town.line(end)
        first = extract.near(line[-1], town.level[start[0]], heading(line[-2], line[-1]))
        last = extract.near(onwards[0], town.level[end[0]], heading(onwards[0], onwards[1]))
        if first and last and not extract.leads(first, last, roads):
            yield (f"road {start[0]} leads on to {end[0]} at ({line[-1][0]:.1f}, {line[-1][1]:.1f}): no lawful way from {first.way} to "
                   f"{last.way} in the data")


def chain_faults(extract, town):
    """Restrictions by ways that the map has as roads of their own: no drive goes from the first over them to the last."""
    onwards = collections.defaultdict(set)
    for start, end in town.connectors:
        onwards[start[:2]].add(end[:2])
    ways = {}
    for road, forward, _ in town.lanes:
        pieces = [extract.near(at, town.level[road], angle) for at, angle in steps(town.line((road, forward)))]
        ways[road, forward] = [piece.way for piece in pieces if piece] or [None]
    for only, first, via, last in extract.restrictions:
        reached = [road for road in ways if ways[road][-1] == first] if isinstance(via, tuple) and not only else []
        for road in reached:
            for after in onwards[road] - set(reached):
                if set(ways[after]) <= set(via):
                    reached.append(after)
                if road != reached[0] and ways[road][-1] in via and ways[after][0] == last:
                    yield f"road {after[0]} is come into by {road[0]} from way {first}, which a restriction by ways forbids"


def overlap_faults(town):
    """Lanes of two roads on one level that lie over each other for more than some metres outside of junctions."""
    cells, beside = collections.defaultdict(list), collections.defaultdict(set)
    for lane in town.lanes:
        for at, _ in steps(lane[2], OVERLAP_STEP):
            cells[int(at[0] // CELL), int(at[1] // CELL)].append((at, lane[0]))
    for (x, y), places in cells.items():
        near = [place for dx in (-1, 0, 1) for dy in (-1, 0, 1) for place in cells.get((x + dx, y + dy), ())]
        for at, road in places:
            for there, other in near:
                if road < other and town.level[road] == town.level[other] and gap(at, there) < OVERLAP:
                    beside[road, other].add(at)
    for (road, other), places in beside.items():
        if len(places) * OVERLAP_STEP > OVERLAP_LENGTH:
            yield f"roads {road} and {other} lie over each other for {len(places) * OVERLAP_STEP} m"


def faults(extract_path, map_path, drawn_path):
    """What is wrong, and what was looked at."""
    town = Map(map_path, drawn_path)
    extract = Extract(extract_path, town.plane)
    found = [*lane_faults(extract, town), *turn_faults(extract, town), *chain_faults(extract, town), *overlap_faults(town)]
    return found, f"{len(town.lanes)} lanes, {len(town.connectors)} connectors, {len(extract.restrictions)} restrictions"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extract")
    parser.add_argument("map")
    parser.add_argument("drawn")
    arguments = parser.parse_args()
    found, seen = faults(arguments.extract, arguments.map, arguments.drawn)
    print("\n".join([*found, f"{seen}: {len(found)} faults"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
