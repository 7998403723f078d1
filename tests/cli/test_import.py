"""soi import and soi map: small towns written by hand, bad input, and the real extract beside the project."""

import collections
import difflib
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from command import SOI, Case, main

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXTRACT = pathlib.Path(__file__).resolve().parents[3] / "shared/data/maps/pathumwan.osm.gz"
CASES = EXTRACT.parents[1] / "cases"
METRE = 1 / 111320  # degrees, near the equator


class Town:
    """An OpenStreetMap extract in the making: points in metres east and north of 100 E, 0.5 N (in Malaysia: traffic keeps left)."""

    def __init__(self):
        self.nodes, self.ways, self.relations = {}, {}, {}

    def node(self, number, x, y, **tags):
        self.nodes[number] = (x, y, tags)

    def way(self, number, refs, **tags):
        self.ways[number] = (refs, tags)

    def text(self, bounds=None):
        def tags(items):
            return "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in items.items())

        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
        if bounds:
            west, south, east, north = (v * METRE for v in bounds)
            lines.append(f'<bounds minlon="{100 + west:.7f}" minlat="{0.5 + south:.7f}" maxlon="{100 + east:.7f}" maxlat="{0.5 + north:.7f}"/>')
        for number, (x, y, items) in self.nodes.items():
            lines.append(f'<node id="{number}" lon="{100 + x * METRE:.8f}" lat="{0.5 + y * METRE:.8f}">{tags(items)}</node>')
        for number, (refs, items) in self.ways.items():
            lines.append(f'<way id="{number}">{"".join(f"""<nd ref="{ref}"/>""" for ref in refs)}{tags(items)}</way>')
        for number, (members, items) in self.relations.items():
            inside = "".join(f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members)
            lines.append(f'<relation id="{number}">{inside}{tags(items)}</relation>')
        return "\n".join([*lines, "</osm>", ""])


def crossroads():
    """Four streets of two lanes that meet in node 1; their far ends are 2 to 5, west, north, east, south."""
    town = Town()
    for number, (x, y) in enumerate([(0, 0), (-100, 0), (0, 100), (100, 0), (0, -100)], 1):
        town.node(number, x, y)
    for number, far in enumerate([2, 3, 4, 5], 11):
        town.way(number, [far, 1], highway="residential", lanes="2")
    return town


def divided_crossing():
    """Two divided roads that cross: four nodes, which are one junction."""
    town = Town()
    for number, (x, y) in enumerate([(-8, -8), (8, -8), (8, 8), (-8, 8)], 1):
        town.node(number, x, y, highway="traffic_signals")
    ends = [(-150, -8), (150, -8), (150, 8), (-150, 8), (-8, -150), (-8, 150), (8, -150), (8, 150)]
    for number, (x, y) in enumerate(ends, 11):
        town.node(number, x, y)
    # Traffic keeps left: eastbound on the north side, northbound on the west side.
    town.way(21, [14, 4, 3, 13], highway="primary", oneway="yes", lanes="3")
    town.way(22, [12, 2, 1, 11], highway="primary", oneway="yes", lanes="3")
    town.way(23, [15, 1, 4, 16], highway="primary", oneway="yes", lanes="2")
    town.way(24, [18, 3, 2, 17], highway="primary", oneway="yes", lanes="2")
    return town


def feature_list(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["features"]


class Import(Case):
    def town(self, town, *arguments, name="town"):
        """Imports a town; returns the map's text."""
        self.write(f"{name}.osm", town if isinstance(town, str) else town.text())
        self.soi("import", "osm", f"{name}.osm", "-o", f"{name}.yaml", "--guesses", f"{name}.json", *arguments)
        return (self.folder / f"{name}.yaml").read_text(encoding="utf-8")

    def drawn(self, name="town"):
        self.soi("map", f"{name}.yaml", "--geojson", f"{name}.geojson")
        return feature_list(self.folder / f"{name}.geojson")

    def connectors(self, name="town"):
        """How many connectors lead out of each road, by turn."""
        found = {}
        for feature in self.drawn(name):
            if feature["properties"]["kind"] == "connector":
                key = (feature["properties"]["id"], feature["properties"]["turn"])
                found[key] = found.get(key, 0) + 1
        return found

    def test_a_crossroads_becomes_a_junction_of_four_roads(self):
        text = self.town(crossroads())
        self.assertIn("drive_on: left", text)
        turns = self.connectors()
        self.assertEqual(len([f for f in self.drawn() if f["properties"]["kind"] == "junction"]), 1)
        for way in range(11, 15):
            self.assertEqual({turn: turns[f"w{way}", turn] for turn in ("left", "through", "right")}, {"left": 1, "through": 1, "right": 1})

    def test_lanes_lie_on_the_side_that_is_asked_for(self):
        for side, sign in (("left", 1), ("right", -1)):
            self.town(crossroads(), "--drive-on", side)
            # Way 14 comes from the south: its forward lane runs north, in left-hand traffic west of the middle.
            lane = [f["geometry"]["coordinates"] for f in self.drawn() if f["properties"]["kind"] == "lane" and f["properties"]["id"] == "w14"]
            northbound = [c for c in lane if c[-1][1] > c[0][1]]
            self.assertEqual(len(northbound), 1)
            self.assertLess(sign * (northbound[0][0][0] - 100), 0)

    def test_a_ring_without_a_junction_is_driven_round_both_ways(self):
        """As one closed way or two open ones; carts go round it."""
        for ways in ([[1, 2, 3, 4, 1]], [[1, 2, 3], [3, 4, 1]]):
            ring = Town()
            for number, (x, y) in enumerate([(0, 0), (0, 120), (120, 120), (120, 0)], 1):
                ring.node(number, x, y)
            for number, nodes in enumerate(ways, 11):
                ring.way(number, nodes, highway="residential")
            self.write("ring.osm", ring.text())
            self.soi("import", "osm", "ring.osm", "-o", "ring.yaml", "--propose", "2", "--patch", f"ring-{len(ways)}.yaml")
            self.assertIn("100.00 % of 0.4 km of roads lie on a loop", self.soi("map", "ring.yaml").stdout)
            self.soi("new", "scenario", "--map", "ring.yaml", "-o", "scenario.yaml")
            self.soi("run", "-q", "scenario.yaml", "--json", "run.json")
            self.assertGreater(self.json("run.json")["metrics"]["cart.distance"]["value"], 1000)

    def test_a_road_whose_way_back_nobody_enters_is_turned_round_on(self):
        """A loop both ways whose far end only leads on into a one-way street, and a street that stops where a one-way street begins: both
        stay, and vehicles turn round there."""
        town = crossroads()
        town.node(6, -100, 100)
        town.way(15, [2, 6, 3], highway="residential", lanes="2")
        town.way(12, [3, 1], highway="residential", oneway="yes", lanes="1")
        town.relations[31] = ([("way", 12, "from"), ("node", 1, "via"), ("way", 11, "to")], {"type": "restriction", "restriction": "no_right_turn"})
        self.town(town)
        report = (self.folder / "town.json").read_text()
        self.assertNotIn("no way leads there and back", report)
        self.assertIn(("w11", "back"), self.connectors())
        self.assertEqual({f["properties"]["id"] for f in self.drawn() if f["properties"]["kind"] == "lane"}, {"w11", "w12", "w13", "w14"})

    def test_a_box_wider_than_the_data_changes_nothing(self):
        text = crossroads().text()
        self.assertEqual(self.town(text), self.town(text, "--bbox=99,0,101,1"))
        if CASES.is_dir():
            text = (CASES / "pturn.osm").read_text(encoding="utf-8")
            maps = {self.town(text, *box) for box in ([], ["--bbox=-0.01,-0.01,0.01,0.01"], ["--bbox=-0.0011,-0.5,1,0.0011"])}
            self.assertEqual(len(maps), 1)
            self.assertEqual(len({f["properties"]["id"] for f in self.drawn() if f["properties"]["kind"] == "lane"}), 5)

    def test_what_unpacks_to_more_than_an_extract_is_refused(self):
        with gzip.open(self.folder / "bomb.osm.gz", "wb") as stream:
            stream.write(b"<osm>")
            for _ in range(80):
                stream.write(b"<node/>" * (1 << 17))
        error = self.soi("import", "osm", "bomb.osm.gz", "-o", "bomb.yaml", code=2).stderr
        self.assertRegex(error, r"^bomb\.osm\.gz:1:\d+: 0\.\d MB unpack to more than 64 MB, which no extract does; ")

    def test_the_ends_of_roads_are_counted_once(self):
        self.town(crossroads())
        self.assertIn("  4 ends of roads, where vehicles come and go", self.soi("map", "town.yaml").stdout)
        town = crossroads()
        town.way(14, [5, 1], highway="residential", oneway="yes", lanes="1")
        self.town(town)
        self.assertIn("  4 ends of roads, where vehicles come and go", self.soi("map", "town.yaml").stdout)

    def test_the_guesses_counted_are_those_listed(self):
        self.write("town.osm", crossroads().text())
        text = self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--guesses", "town.json").stdout
        listed = collections.Counter(g["kind"] for g in json.loads((self.folder / "town.json").read_text())["guesses"])
        self.assertIn(f"\n{sum(listed.values())} guesses\n", text)
        self.assertEqual({kind: int(count) for count, kind in re.findall(r"^ +(\d+) (\w+)", text, re.M)}, listed)

    def test_the_figures_of_a_map_are_those_of_its_drawing(self):
        """Where a one-way road parts, two connectors are one pair that conflicts. At "mid" a one-way road goes on from one both ways: no
        end, nobody comes in there."""
        self.write("fork.yaml", "nodes: {a: {at: [0, 0]}, fork: {at: [200, 0]}, b: {at: [400, 60]}, c: {at: [400, -60]}, mid: {at: [0, 200]},\n"
                   "  d: {at: [-200, 200]}, e: {at: [200, 200]}}\n"
                   "roads: {in: {from: a, to: fork, lanes_backward: 0}, up: {from: fork, to: b, lanes_backward: 0}, down: {from: fork, to: c, lanes_backward: 0},\n"
                   "  two: {from: d, to: mid}, one: {from: mid, to: e, lanes_backward: 0}}\n")
        text = self.soi("map", "fork.yaml", "--geojson", "fork.json").stdout
        drawn = [f["properties"]["kind"] for f in json.loads((self.folder / "fork.json").read_text())["features"]]
        self.assertIn("  5 ends of roads, where vehicles come and go", text)
        self.assertIn(f"2 junctions, 0 with signals; {drawn.count('connector')} connectors, 1 pairs of which conflict", text)

    def test_roads_that_lie_on_each_other_are_told_with_their_angle(self):
        self.write("par.yaml", "nodes: {a: {at: [0, 0]}, b: {at: [200, 0]}, c: {at: [200, 40]}, d: {at: [-100, 0]}}\n"
                   "roads:\n  one: {from: a, to: b}\n  two: {from: a, via: [[100, 0]], to: c}\n  three: {from: d, to: a}\n")
        error = self.soi("map", "par.yaml", code=2).stderr
        self.assertIn("par.yaml:3:3: roads 'one' and 'two' lie on each other: they part at node 'a' at an angle of 0.0 degrees; 5 degrees at least expected", error)
        self.assertNotRegex(error, r"\d{4,}\.\d m")

    def test_a_turn_restriction_holds(self):
        town = crossroads()
        town.relations[31] = ([("way", 11, "from"), ("node", 1, "via"), ("way", 12, "to")], {"type": "restriction", "restriction": "no_left_turn"})
        self.town(town)
        turns = self.connectors()
        self.assertNotIn(("w11", "left"), turns)
        self.assertIn(("w11", "right"), turns)
        town.relations[31][1]["restriction"] = "only_left_turn"
        self.town(town)
        self.assertEqual([turn for way, turn in self.connectors() if way == "w11"], ["left"])

    def test_a_turn_restriction_by_ways_holds_through_a_junction(self):
        """Nobody turns round over the short ways between two carriageways, whichever way leads to them."""
        town = divided_crossing()
        back = ("w21", "back")
        town.way(24, [18, 3], highway="primary", oneway="yes", lanes="2")
        town.way(26, [3, 2, 17], highway="primary", oneway="yes", lanes="2")
        town.way(21, [14, 4], highway="primary", oneway="yes", lanes="3")
        town.way(27, [4, 3, 13], highway="primary", oneway="yes", lanes="3")
        self.town(town)
        self.assertIn(back, self.connectors())
        town.relations[31] = ([("way", 27, "from"), ("way", 26, "via"), ("way", 22, "to")], {"type": "restriction", "restriction": "no_u_turn"})
        self.town(town)
        self.assertNotIn(back, self.connectors())

    def test_restrictions_that_need_repair_are_told(self):
        town = crossroads()
        town.relations[31] = ([("way", 11, "from"), ("way", 12, "to")], {"type": "restriction", "restriction": "no_left_turn"})
        self.town(town)
        self.assertNotIn(("w11", "left"), self.connectors())
        self.assertIn("the end its ways share is taken", (self.folder / "town.json").read_text(encoding="utf-8"))
        for number, way in enumerate([11, 12, 13, 14], 32):
            town.relations[number] = ([("way", 11, "from"), ("node", 1, "via"), ("way", way, "to")], {"type": "restriction", "restriction": "no_exit"})
        self.town(town)
        self.assertEqual(sorted(turn for way, turn in self.connectors() if way == "w11"), ["left", "right", "through"])
        self.assertIn("forbid every way on from here; they are disregarded", (self.folder / "town.json").read_text(encoding="utf-8"))

    def test_turn_lanes_are_kept(self):
        town = crossroads()
        town.way(11, [2, 1], highway="residential", oneway="yes", lanes="3", turn__lanes="left|through|right")
        text = self.town(town)
        self.assertIn("turn_lanes_forward: [left, through, right]", text)
        turns = self.connectors()
        self.assertEqual([turns["w11", turn] for turn in ("left", "through", "right")], [1, 1, 1])

    def test_two_divided_roads_meet_in_one_junction_with_one_signal(self):
        text = self.town(divided_crossing())
        features = self.drawn()
        signals = [f for f in features if f["properties"]["kind"] == "signal"]
        self.assertEqual(len(signals), 1)
        self.assertEqual([f for f in features if f["properties"]["kind"] == "junction"], [])
        self.assertEqual(text.count("- {roads: ["), 4)
        turns = self.connectors()
        for way in (21, 22, 23, 24):
            self.assertGreater(turns[f"w{way}", "through"], 0)

    def test_ways_on_different_layers_do_not_meet(self):
        town = Town()
        for number, (x, y) in enumerate([(-100, 0), (100, 0), (0, -100), (0, 100)], 1):
            town.node(number, x, y)
        town.way(11, [1, 2], highway="secondary")
        town.way(12, [3, 4], highway="secondary", bridge="yes", layer="1")
        text = self.town(town)
        self.assertIn("level: 1", text)
        self.assertEqual(self.connectors(), {})

    def test_a_ramp_lies_beside_the_road_it_joins(self):
        """Data leads a ramp into the middle of the road; its lane must not lie on the road's."""
        town = Town()
        for number, (x, y) in enumerate([(-200, 0), (0, 0), (200, 0), (-200, 16)], 1):
            town.node(number, x, y)
        town.way(11, [1, 2], highway="primary", oneway="yes", lanes="3")
        town.way(12, [2, 3], highway="primary", oneway="yes", lanes="4")
        town.way(13, [4, 2], highway="primary_link", oneway="yes", lanes="1")
        self.town(town)
        lanes = {way: [[(c[0] / METRE, c[1] / METRE) for c in f["geometry"]["coordinates"]] for f in self.drawn()
                       if f["properties"]["kind"] == "lane" and f["properties"]["id"] == way] for way in ("w11", "w13")}
        # Where the ramp ends, the road's outer lane is 3.2 m or more away: its middle, 4.8 m from the road's.
        end, outer = lanes["w13"][0][-1], max(line[-1][1] for line in lanes["w11"])
        self.assertGreater(end[1] - outer, 3.0)
        self.assertIn("aside, off the lanes of the road it runs beside", (self.folder / "town.json").read_text(encoding="utf-8"))

    def test_a_way_on_foot_over_a_road_becomes_a_crossing(self):
        town = crossroads()
        for number, (x, y, tags) in {41: (-60, 30, {}), 42: (-60, 0, {"highway": "crossing", "crossing": "zebra"}), 43: (-60, -30, {})}.items():
            town.node(number, x, y, **tags)
        town.way(11, [2, 42, 1], highway="residential", lanes="2")
        town.way(51, [41, 42, 43], highway="footway")
        text = self.town(town)
        self.assertRegex(text, r"xw51: \{road: w11, at: [0-9.]+ m, width: 3.00 m, kind: zebra\}")
        self.assertIn("  f51: {", text)
        self.assertIn("  f51-2: {", text)

    def test_a_patch_replaces_adds_and_takes_out(self):
        self.write("patch.yaml", "roads:\n  w11: {speed_limit: 15 km/h}\n  w14: null\nlabels:\n  here: {at: [0, 0], size: 3 m}\n")
        text = self.town(crossroads(), "--patch", "patch.yaml")
        self.assertRegex(text, r"  w11:\n(    .*\n)*    speed_limit: 15 km/h\n")
        self.assertNotIn("  w14:", text)
        self.assertIn("here: {at: [0, 0], size: 3 m}", text)

    def test_a_patch_with_a_mistake_is_refused_with_its_place(self):
        self.write("town.osm", crossroads().text())
        for patch, words in (("rods: {}\n", "patch.yaml:1:1: unknown section rods; a section of a map such as roads expected; did you mean roads"),
                             ("roads:\n  w99: null\n", "patch.yaml:2:3: 'w99' is to be taken out of roads, but the import has no such id"),
                             ("roads: [\n", "patch.yaml:"),
                             ("gates:\n  far: {at: [900, 900]}\n", "patch.yaml:2:3: gates 'far' cannot be made: gate 'far'")):
            self.write("patch.yaml", patch)
            error = self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--patch", "patch.yaml", code=2).stderr
            self.assertIn(words, error)

    def test_all_mistakes_of_a_patch_are_told_in_one_run(self):
        """Also in a second document, and at the key that is wrong; what belongs elsewhere is told where."""
        self.write("town.osm", crossroads().text())
        self.write("patch.yaml", "plugs: 2\nroads:\n  w99: null\n  w11: 3\n  w12:\n    lanes: 2\n    sped_limit: 20 km/h\n---\nrods: {}\n")
        error = self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--patch", "patch.yaml", code=2).stderr
        for words in ("patch.yaml:1:1: unknown section plugs; a section of a map such as roads expected; it belongs to chargers",
                      "patch.yaml:3:3: 'w99' is to be taken out", "patch.yaml:4:8: keys and values expected", "patch.yaml:9:1: unknown section rods"):
            self.assertIn(words, error)
        self.write("patch.yaml", "rods: {}\nroads:\n  w99: null\n  w12: {sped_limit: 20 km/h}\ngates:\n  far: {at: [900, 900]}\n")
        error = self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--patch", "patch.yaml", code=2).stderr
        for place in ("patch.yaml:1:1: unknown section", "patch.yaml:3:3: 'w99' is to be", "patch.yaml:4:9: roads 'w12' cannot be made", "patch.yaml:6:3: gates 'far' cannot"):
            self.assertRegex(error, f"(?m)^{place}")
        self.write("patch.yaml", "stops:\n  out: {road: w12, at: 9 km}\n  back: {road: w11, at: 30 m}\nroutes:\n  line: {stops: [out, back]}\n"
                   "  other: {stops: [back, outt]}\n")
        error = self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--patch", "patch.yaml", code=2).stderr
        self.assertRegex(error, r"^patch.yaml:2:20: stops 'out' cannot be made: .*\npatch.yaml:6:3: routes 'other' cannot be made: .*\n$")  # and not that the route lacks it
        self.write("patch.yaml", "roads:\n  w12:\n    plugs: 2\n    sped_limit: 20 km/h\n  w11: {lane_width: 3 km/h}\n")
        error = self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--patch", "patch.yaml", code=2).stderr
        for words in ("patch.yaml:3:5: roads 'w12' cannot be made: roads.w12: unknown key 'plugs'; it belongs to chargers",
                      "patch.yaml:4:5: roads 'w12' cannot be made: roads.w12: unknown key 'sped_limit'; did you mean 'speed_limit'?",
                      "patch.yaml:5:9: roads 'w11' cannot be made: roads.w11.lane_width: "):
            self.assertIn(words, error)

    def test_a_first_route_is_proposed_and_kept(self):
        """The patch gives the map that was proposed; what a person has changed in it is not written over."""
        town = Town()
        for number, (x, y) in enumerate([(0, 0), (0, 150), (150, 150), (150, 0), (-90, 0), (240, 150)], 1):
            town.node(number, x, y)
        for number, (a, b) in enumerate([(1, 2), (2, 3), (3, 4), (4, 1), (5, 1), (6, 3)], 11):
            town.way(number, [a, b], highway="residential", lanes="2", sidewalk="both")
        self.write("town.osm", town.text())
        propose = ("import", "osm", "town.osm", "-o", "town.yaml", "--propose", "3")
        self.assertIn("town-patch.yaml: written, 3 stops, a depot and a loop of ", self.soi(*propose).stdout)
        first, patch = (self.folder / "town.yaml").read_bytes(), (self.folder / "town-patch.yaml").read_text(encoding="utf-8")
        self.assertEqual(len(re.findall(r"^  stop-\d: \{road: w\d+, ", patch, re.M)), 3)
        self.assertRegex(patch, r"depots:\n  yard: \{road: w\d+, .*\}\nroutes:\n  loop: \{stops: \[stop-\d, stop-\d, stop-\d\], note: proposed\}\n$")
        self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--patch", "town-patch.yaml")
        self.assertEqual((self.folder / "town.yaml").read_bytes(), first)
        self.assertRegex(self.soi("map", "town.yaml").stdout, r"  [5-9]\d\.\d\d % of \d\.\d km of roads lie on a loop that a cart can drive")
        self.soi(*propose)  # nobody has changed it
        self.write("town-patch.yaml", patch + "# mine\n")
        self.assertIn("town-patch.yaml is there already", self.soi(*propose, code=2).stderr)
        # Corrections come first; the proposal goes where there is no file yet.
        self.write("mine.yaml", "roads: {w15: {speed_limit: 15 km/h}}\n")
        self.soi("import", "osm", "town.osm", "-o", "other.yaml", "--patch", "mine.yaml", "--propose", "2")
        self.assertIn("speed_limit: 15 km/h", (self.folder / "other.yaml").read_text(encoding="utf-8"))
        self.soi("import", "osm", "town.osm", "-o", "third.yaml", "--patch", "new.yaml", "--propose", "2")
        self.assertIn("stops:\n", (self.folder / "new.yaml").read_text(encoding="utf-8"))

    def test_more_stops_than_a_loop_has_room_for(self):
        """As many as there is room for are proposed, and it says so; one is none."""
        from test_new import block  # which uses this file
        self.write("town.osm", block().text())
        for number in ("50", "4294967295"):
            out = self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--propose", number).stdout
            self.assertRegex(out, r"written, ([5-9]|[1-4][0-9]) stops \(there is room for no more on one loop\), a depot and a loop of ")
        self.assertIn("expected two stops or more", self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--propose", "1", code=2).stderr)

    def test_pictures_name_the_roads(self):
        """In letters, where the mouse rests on a lane, and as the title that previews of GeoJSON show."""
        self.town(crossroads())
        self.soi("map", "town.yaml", "--svg", "town.svg", "--geojson", "town.geojson")
        svg = (self.folder / "town.svg").read_text(encoding="utf-8")
        for road in ("w11", "w12", "w13", "w14"):
            self.assertEqual(svg.count(f"<title>{road}</title>"), 2)
            self.assertEqual(len(re.findall(f"<text [^>]*>{road}</text>", svg)), 1)
        lanes = [f["properties"] for f in json.loads((self.folder / "town.geojson").read_text(encoding="utf-8"))["features"] if f["properties"]["kind"] == "lane"]
        self.assertEqual({lane["title"] for lane in lanes}, {f"lane w{n}" for n in (11, 12, 13, 14)})

    def test_where_no_loop_is_possible_it_says_why(self):
        self.write("town.osm", crossroads().text())
        error = self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--propose", "3", code=2).stderr
        self.assertIn("--propose: no road of the map lies on a loop", error)
        self.assertFalse((self.folder / "town.yaml").exists())

    def test_the_same_file_gives_the_same_map_in_any_order(self):
        town = divided_crossing()
        first = self.town(town)
        town.nodes = dict(reversed(town.nodes.items()))
        town.ways = dict(reversed(town.ways.items()))
        self.assertEqual(self.town(town), first)
        # Ways before nodes, and compressed.
        text = town.text()
        body = re.findall(r"<way.*</way>\n", text)
        for way in body:
            text = text.replace(way, "")
        text = text.replace('<osm version="0.6">\n', '<osm version="0.6">\n' + "".join(body))
        self.assertEqual(self.town(text), first)
        with gzip.open(self.folder / "town.osm.gz", "wt", encoding="utf-8") as stream:
            stream.write(text)
        self.soi("import", "osm", "town.osm.gz", "-o", "zipped.yaml")
        self.assertEqual((self.folder / "zipped.yaml").read_text(encoding="utf-8"), first)

    def test_bad_input_is_told_with_its_place(self):
        good = crossroads().text()
        cases = {
            "cut off": (good[: len(good) // 2], "cut off"),
            "no osm": ("<gpx></gpx>", "not <osm>"),
            "no xml": ("hello", "an OpenStreetMap extract"),
            "empty": ("", "cut off"),
            "no roads": ('<osm><node id="1" lat="0" lon="0"/></osm>', "no road"),
            "far apart": (good.replace('lon="100.0', 'lon="10.0', 1), "km wide"),
            "an encoding nobody reads": (good.replace("UTF-8", "windows-874"), "unknown encoding"),
            "an element without end": (good.replace("</osm>", "<node id='" + 6000000 * "9"), "no element in 4 MB"),
            "entities": ('<!DOCTYPE osm [<!ENTITY a "b">]><osm/>', "entities"),
        }
        for name, (text, words) in cases.items():
            with self.subTest(name):
                self.write("bad.osm", text)
                error = self.soi("import", "osm", "bad.osm", "-o", "bad.yaml", code=2).stderr
                self.assertRegex(error, r"^bad\.osm:\d+:\d+: ")
                self.assertIn(words, error)
                self.assertFalse((self.folder / "bad.yaml").exists())
        (self.folder / "bad.osm").write_bytes(good.encode().replace(b"residential", b"resid\xff\xfe"))
        self.assertRegex(self.soi("import", "osm", "bad.osm", "-o", "bad.yaml", code=2).stderr, r"^bad\.osm:\d+:\d+: ")
        (self.folder / "bad.osm.gz").write_bytes(gzip.compress(good.encode())[:-40])
        self.assertRegex(self.soi("import", "osm", "bad.osm.gz", "-o", "bad.yaml", code=2).stderr, r"^bad\.osm\.gz:\d+:\d+: ")
        self.soi("import", "osm", "absent.osm", "-o", "bad.yaml", code=2)

    def test_too_much_for_a_small_machine_is_told(self):
        """A stream without end, read with 1 GB of address space; a build with sanitizers reserves far more and has no such bound."""
        node = "<node id='1' lat='13.7' lon='100.5'><tag k='a' v='%s'/></node>"
        self.write("endless.py", f'print("<osm>")\nwhile True: print("{node}" % ("x" * 1000000))\n')
        bound = "ulimit -v 1000000; "
        starts = subprocess.run(["bash", "-c", bound + 'exec "$0" --version', SOI], capture_output=True, check=False).returncode == 0
        script = (bound if starts else "") + "exec \"$0\" import osm <(python3 endless.py 2>/dev/null) -o bad.yaml"
        result = subprocess.run(["bash", "-c", script, SOI], cwd=self.folder, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertRegex(result.stderr, r":\d+:\d+: the extract takes more than 400 MB of memory; cut the place out of it with --bbox")

    @unittest.skipUnless(shutil.which("osmium"), "osmium, which makes .osm.pbf files, is absent")
    def test_a_pbf_file_gives_the_same_map(self):
        box = ("--bbox", "99.998,0.498,100.002,0.502")
        self.write("town.osm", divided_crossing().text())
        for source, target in (("town.osm", "town.osm.pbf"), ("town.osm.pbf", "same.osm")): # a .pbf keeps 7 digits of a degree
            subprocess.run(["osmium", "cat", source, "-o", target], cwd=self.folder, check=True, capture_output=True)
        first = self.town((self.folder / "same.osm").read_text(encoding="utf-8"), *box)
        result = self.soi("import", "osm", "town.osm.pbf", "-o", "pbf.yaml", *box, code=None)
        if "reads no .pbf" in result.stderr:
            self.skipTest("this build reads no .pbf files")
        self.assertEqual((self.folder / "pbf.yaml").read_text(encoding="utf-8"), first)
        (self.folder / "cut.osm.pbf").write_bytes((self.folder / "town.osm.pbf").read_bytes()[:-20])
        self.assertIn("cut.osm.pbf:1:1: ", self.soi("import", "osm", "cut.osm.pbf", "-o", "bad.yaml", code=2).stderr)

    def test_a_small_change_of_the_data_changes_little_of_the_map(self):
        town = crossroads()
        town.node(2, -100, 0.0)
        for number in range(20):
            town.node(100 + number, 500 + 60 * number, 300)
            town.node(200 + number, 500 + 60 * number, 400)
            town.way(300 + number, [100 + number, 200 + number], highway="residential")
        town.way(20, [3, *range(100, 120)], highway="tertiary")
        # The bounds keep the origin where it is.
        bounds = (-200, -200, 2000, 500)
        before = self.town(town.text(bounds)).splitlines()
        town.way(310, town.ways[310][0], highway="residential", maxspeed="20")
        town.node(5, 1, -100)
        after = self.town(town.text(bounds)).splitlines()
        changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
        self.assertGreater(len(changed), 0)
        self.assertLessEqual(len(changed), 8, changed)

    def test_odd_data_is_repaired_and_told(self):
        town = crossroads()
        for number, (x, y) in enumerate([(20, 20), (60, 60), (60, 20), (20, 60)], 201):
            town.node(number, x, y)
        bow = [201, 202, 203, 204, 201]
        town.way(15, [2, 777777777777, 3], highway="footway")         # a node that is not there
        town.way(16, [3, 4, 3, 4, 3], building="yes")                  # no area at all
        town.way(17, bow, building="yes", height="9")                  # crosses itself
        town.way(18, bow, highway="pedestrian", area="yes")
        town.way(9223372036854775807, [201, 203], highway="footway")   # the greatest id there is
        town.relations[31] = ([("way", 999999999999, "outer"), ("relation", 31, "outer")], {"type": "multipolygon", "building": "yes"})
        text = town.text().replace('<way id="11">', '<node id="1" lon="100" lat="0.5"/><node id="1e9" lon="9" lat="9"/>'
                                   '<way id="12"><nd ref="1"/></way><relation id="31"/><way id="11">')
        drawn = self.town(text)
        told = (self.folder / "town.json").read_text(encoding="utf-8")
        self.assertEqual(json.loads(told)["totals"]["repaired"], 7)
        for words in ('"node/1", ', '"way/12", ', '"relation/31", ', "1 of its nodes are not in the file", "1 elements have no proper id",
                      '"way/16", "at": [100.0000000, 0.5008983], "what": "its outline encloses nothing'):
            self.assertIn(words, told)
        self.assertEqual(told.count("its outline crosses itself"), 2)
        self.assertIn("f18: {kind: plaza, points: [[20.00, 19.87], [60.00, 19.87], [60.00, 59.60], [20.00, 59.60]]", drawn)
        # A repair keeps what is told of way 12, whichever of the two comes first.
        self.assertEqual(len([f for f in self.drawn() if f["properties"]["kind"] == "lane" and f["properties"]["id"] == "w12"]), 2)

    def round_trip(self, path, name="back"):
        """A map through OpenStreetMap data and back; returns its model hash before and after."""
        def model_hash(map_path, *arguments):
            return re.search("model hash ([0-9a-f]{16})", self.soi("map", map_path, *arguments).stdout).group(1)

        before = model_hash(path, "--osm", f"{name}.osm")
        said = self.soi("import", "osm", f"{name}.osm", "-o", f"{name}.yaml").stdout
        self.assertIn("0 guesses", said)
        return before, model_hash(f"{name}.yaml")

    def test_a_map_comes_back_from_openstreetmap_data_the_same(self):
        self.write("town.osm", divided_crossing().text())
        self.soi("import", "osm", "town.osm", "-o", "town.yaml")
        for path in (*sorted((ROOT / "maps").glob("*.yaml")), "town.yaml"):
            before, after = self.round_trip(path)
            self.assertEqual(before, after, path)

    def test_a_map_that_came_back_runs_to_the_same_hash(self):
        place = ROOT / "scenarios/wangchan/acceptance.yaml"
        self.round_trip(ROOT / "maps/wangchan.yaml")
        self.write("back-run.yaml", f"extends: {place}\nmap: back.yaml\n")
        runs = [self.soi("run", path, "--ticks", 500, "--hash-every", 500, "--quiet", code=None).stdout for path in (place, "back-run.yaml")]
        self.assertIn("500 ", runs[0])
        self.assertEqual(runs[0], runs[1])

    def test_what_is_moved_and_drawn_in_an_editor_shows(self):
        self.round_trip(ROOT / "maps/amata.yaml")
        text = (self.folder / "back.osm").read_text(encoding="utf-8")
        number, latitude = re.search(r'<node id="(-\d+)" lat="([0-9.]+)" lon="[0-9.]+">\n<tag k="soi:section" v="gates"/>', text).groups()
        moved = text.replace(f'<node id="{number}" lat="{latitude}"', f'<node id="{number}" lat="{float(latitude) + 1e-5:.11f}"')
        moved = re.sub(r'<tag k="maxspeed" v="\d+"/>', '<tag k="maxspeed" v="17"/>', moved, count=1)
        stray = '<node id="-900001" lat="13.4" lon="101"/><way id="-900001"><nd ref="-900001"/><tag k="building" v="yes"/></way></osm>'
        self.write("moved.osm", moved.replace("</osm>", stray))
        out = self.soi("import", "osm", "moved.osm", "-o", "moved.yaml", "--guesses", "moved.txt").stdout
        self.assertIn("1 guesses", out)
        self.assertIn("w-900001", (self.folder / "moved.txt").read_text(encoding="utf-8"))
        before, after = ((self.folder / f"{name}.yaml").read_text(encoding="utf-8").splitlines() for name in ("back", "moved"))
        changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
        self.assertEqual(len(changed), 4)
        self.assertTrue(any("17 km/h" in line for line in changed))

    def test_the_command_line_is_checked(self):
        for arguments in (("osm", "a.osm"), ("gpx", "a.osm", "-o", "b"), ("osm", "a.osm", "-o", "b", "--bbox", "1,2,3"),
                          ("osm", "a.osm", "-o", "b", "--drive-on", "top")):
            self.soi("import", *arguments, code=2)

    @unittest.skipUnless(EXTRACT.exists(), "the extract beside the project is absent")
    def test_a_real_city_builds(self):
        self.soi("import", "osm", EXTRACT, "-o", "city.yaml", "--guesses", "city.geojson")
        out = self.soi("map", "city.yaml", "--svg", "city.svg").stdout
        driven = float(re.search(r"([0-9.]+) % of [0-9.]+ lane km can be driven", out).group(1))
        walked = float(re.search(r"([0-9.]+) % of [0-9.]+ km on foot hang together", out).group(1))
        self.assertGreaterEqual(driven, 99.0)
        self.assertGreaterEqual(walked, 98.0)
        before, after = self.round_trip("city.yaml")
        self.assertEqual(before, after)

    @unittest.skipUnless(EXTRACT.exists(), "the extract beside the project is absent")
    def test_the_real_city_that_ships_is_what_its_command_makes(self):
        subprocess.run([ROOT / "tools/import/shipped/pathumwan.sh", EXTRACT, self.folder / "made.yaml"], check=True, env={**os.environ, "SOI": SOI})
        shipped = (ROOT / "maps/pathumwan.yaml").read_text("utf-8").splitlines()
        made = (self.folder / "made.yaml").read_text("utf-8").splitlines()
        self.assertEqual([], list(difflib.unified_diff(shipped, made, "maps/pathumwan.yaml", "made", lineterm=""))[:20])

    def test_the_real_city_that_ships_is_small_and_says_whose_it_is(self):
        text = (ROOT / "maps/pathumwan.yaml").read_bytes()
        self.assertLess(len(text), 400_000)
        self.assertIn("© OpenStreetMap contributors, Open Database Licence (ODbL) 1.0".encode(), text)


if __name__ == "__main__":
    main()
