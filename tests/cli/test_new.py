"""soi new scenario: what it writes passes its own check and runs, on every map that ships and on an imported one."""

import pathlib
import shlex

from command import Case, main
from test_import import Town

ROOT = pathlib.Path(__file__).resolve().parents[2]
VEHICLES = ROOT / "scenarios/common/vehicles.yaml"

# A line for carts round the block.
PATCH = """\
gates:
  west: {at: [-4.5, 60]}
  east: {at: [124.5, 60]}
stops:
  out: {road: w11, at: 60 m}
  back: {road: w13, at: 60 m}
depots:
  yard: {road: w12, at: 40 m}
routes:
  line: {stops: [out, back]}
"""


def block():
    """Four streets round a block of 120 m, way 11 northwards in the west, 12, 13 and 14 clockwise; streets lead out of its corners."""
    town = Town()
    for number, (x, y) in enumerate([(0, 0), (0, 120), (120, 120), (120, 0), (-90, 0), (0, 210), (210, 120), (120, -90)], 1):
        town.node(number, x, y)
    for number, (a, b) in enumerate([(1, 2), (2, 3), (3, 4), (4, 1), (5, 1), (6, 2), (7, 3), (8, 4)], 11):
        town.way(number, [a, b], highway="residential", lanes="2", sidewalk="both")
    return town


class New(Case):
    def writes(self, map_path, code, name="new.yaml"):
        """Writes a scenario for a map, checks it and runs ten minutes of it; returns its text. They are its warm-up: 5."""
        self.assertIn("it builds and holds", self.soi("new", "scenario", "--map", map_path, "-o", name).stdout)
        self.soi("check", name)
        out = self.soi("run", "--no-progress", "--ticks", "6000", name, code=code).stdout
        self.assertIn("deadlocks is 0", out)
        return (self.folder / name).read_text(encoding="utf-8")

    def test_every_map_that_ships_has_a_starting_point_with_carts(self):
        maps = sorted((ROOT / "maps").glob("*.yaml"))
        self.assertGreater(len(maps), 0)
        for map_path in maps:
            with self.subTest(map_path.name):
                text = self.writes(map_path, 5)
                for section in ("fleet:", "passengers:", "traffic:", "pedestrians:", "expect:"):
                    self.assertIn(f"\n{section}", text)

    def test_paths_are_quoted_where_they_must_be(self):
        """In the file as YAML has it, in what is to be tried as a shell has it."""
        folder = self.folder / "a: b"
        folder.mkdir()
        (self.folder / "#1 town's.yaml").write_text((ROOT / "maps/wangchan.yaml").read_text("utf-8"), "utf-8")
        out = self.soi("new", "scenario", "--map", "#1 town's.yaml", "--extends", VEHICLES, "-o", "a: b/it's new.yaml").stdout
        self.assertIn("a: b/it's new.yaml: written", out)
        self.assertIn("\nmap: \"../#1 town's.yaml\"\n", (folder / "it's new.yaml").read_text("utf-8"))
        words = shlex.split(out.split("try: ")[1])
        self.assertEqual(words, ["soi", "run", "a: b/it's new.yaml"])
        self.soi("check", words[2])

    def test_it_states_the_headway_that_it_plans(self):
        self.soi("new", "scenario", "--map", ROOT / "maps/wangchan.yaml", "-o", "new.yaml")
        text = (self.folder / "new.yaml").read_text("utf-8")
        self.assertRegex(text, r"\nservice: \{hold_stop: [\w-]+, hold: even_headway, headway: [1-9][0-9]*0 s\}")
        self.soi("run", "-q", "new.yaml", "--json", "run.json")
        self.assertIsNotNone(self.json("run.json")["metrics"]["wait.excess"]["value"])

    def test_an_imported_map_has_one_and_with_a_patch_also_carts(self):
        self.write("town.osm", block().text())
        self.soi("import", "osm", "town.osm", "-o", "town.yaml")
        self.assertIn("# The map has no route yet.", self.writes("town.yaml", 5))
        self.write("patch.yaml", PATCH)
        self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--patch", "patch.yaml")
        text = self.writes("town.yaml", 5)  # over so small a block everybody walks
        self.assertNotIn("passengers:", text)
        self.assertNotIn("wait.p90", text)
        self.assertIn("  cart-1: {type: cart6, route: line, depot: yard, start: 08:00:00}", text)
        self.assertIn("map: town.yaml", text)

    def test_a_town_in_two_halves_has_one_and_says_what_it_left_out(self):
        """No way on foot joins the halves, and a one-way street leads nowhere else; where nobody waits is no limit on waits."""
        town = block()
        town.node(9, 0, 900)
        town.node(10, 200, 900)
        for i, (x, y) in enumerate([(60, -6), (60, 126), (60, 906), (140, 906)], 21):
            town.node(i, x, y, highway="bus_stop")
        town.way(31, [9, 10], highway="secondary", oneway="yes", lanes="2", sidewalk="both")
        self.write("town.osm", town.text())
        self.soi("import", "osm", "town.osm", "-o", "town.yaml")
        error = self.soi("new", "scenario", "--map", "town.yaml", "-o", "new.yaml").stderr
        text = (self.folder / "new.yaml").read_text(encoding="utf-8")
        self.assertIn("walk-1: ", text)
        self.assertNotIn("wait.p90", text)
        self.assertRegex(error, r"(?m)^soi new: left out drive-\d-\d: there is no way from node '\w+' to node '\w+'; ")
        self.soi("run", "--quiet", "--no-progress", "--ticks", "6000", "new.yaml", code=5)

    def test_a_fault_of_the_map_takes_no_flow_out(self):
        """Its line is that of another file: the map must be mended, and nothing is written."""
        self.write("vehicles.yaml", VEHICLES.read_text(encoding="utf-8") + "\n" * 3)
        self.write("map.yaml", (ROOT / "maps/bangsue.yaml").read_text(encoding="utf-8"))
        self.write("part.yaml", "extends: vehicles.yaml\n" + "\n" * 28 + "weather: {rain: lots}\n")
        error = self.soi("new", "scenario", "--map", "map.yaml", "--extends", "part.yaml", "-o", "new.yaml", code=2).stderr
        self.assertNotIn("left out", error)
        self.assertIn("part.yaml:30:", error)
        self.assertFalse((self.folder / "new.yaml").exists())

    def test_paths_are_written_from_where_the_scenario_lies(self):
        self.write("town.osm", block().text())
        for folder in ("maps", "scenarios/here", "common"):
            (self.folder / folder).mkdir(parents=True)
        (self.folder / "common/vehicles.yaml").write_bytes(VEHICLES.read_bytes())
        self.soi("import", "osm", "town.osm", "-o", "maps/town.yaml")
        self.soi("new", "scenario", "--map", "maps/town.yaml", "--extends", "common/vehicles.yaml", "-o", "scenarios/here/new.yaml")
        text = (self.folder / "scenarios/here/new.yaml").read_text(encoding="utf-8")
        self.assertIn("extends: ../../common/vehicles.yaml\n", text)
        self.assertIn("map: ../../maps/town.yaml\n", text)

    def test_the_command_line_is_checked(self):
        self.write("town.yaml", "name: nothing\n")
        for arguments in (("town",), ("scenario",), ("scenario", "--map", "town.yaml"), ("scenario", "--map", "absent.yaml", "-o", "a.yaml")):
            self.soi("new", *arguments, code=2)
        self.assertFalse((self.folder / "a.yaml").exists())


if __name__ == "__main__":
    main()
