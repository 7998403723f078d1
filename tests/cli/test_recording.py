"""soi run --record and --from, replay, diff and why: a run is recorded once, and everything is asked of it."""

import collections
import csv
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from command import LONG, SCENARIO, SOI, Case, main

FOLDER = tempfile.TemporaryDirectory(prefix="soi-recording-")
RUN = str(pathlib.Path(FOLDER.name) / "run.mcap")


def setUpModule():
    subprocess.run([SOI, "run", "--quiet", SCENARIO, "--record", RUN, "--json", FOLDER.name + "/run.json"], check=True, timeout=300)


def tearDownModule():
    FOLDER.cleanup()


class Recorded(Case):
    def rows(self, table):
        with open(self.folder / "out" / f"{table}.csv", encoding="utf-8") as file:
            return list(csv.DictReader(file))


class Replay(Recorded):
    def test_a_recording_says_what_it_is(self):
        text = self.soi("replay", RUN).stdout
        self.assertIn("seed 1", text)
        self.assertIn("08:00:00.000 to 08:10:00.000, 6000 steps of 100 ms", text)
        self.assertIn("6001 frames", text)

    def test_the_counts_of_a_run_are_those_of_its_recording(self):
        """Each figure of the report against a count of its own, of what the recording holds."""
        self.soi("run", "--quiet", SCENARIO, "--set", "warmup=0 s", "--record", "all.mcap", "--json", "all.json")
        self.soi("replay", "all.mcap", "--csv", "out")
        told = re.search(r"in (\d+) chunks: (\d+) frames, (\d+) events, 0 commands", self.soi("replay", "all.mcap").stdout)
        report, events, steps = self.json("all.json"), self.rows("events"), {}
        kinds = collections.Counter(row["event"] for row in events)
        self.assertEqual((int(told[2]), int(told[3])), (report["ticks"] + 1, len(events)))
        self.assertEqual(report["event_counts"], kinds)
        self.assertEqual((report["overflow_vehicles"], report["overflow_people"]), (0, 0))
        metric = {name: figure["value"] for name, figure in report["metrics"].items()}
        self.assertEqual(metric["collisions"], kinds["collision"] + kinds["collision with a person"])
        for name, kind in (("passengers.created", "passenger created"), ("passengers.served", "passenger served"), ("boardings", "boarded"),
                           ("ride.count", "alighted"), ("headway.count", "headway"), ("loop.count", "round completed"), ("dwell.count", "cart departed"),
                           ("vehicles.arrived", "vehicle left"), ("hard_brakes", "hard brake"), ("deadlocks", "deadlock")):
            self.assertEqual(metric[name], kinds[kind], name)
        for row in self.rows("agents"):
            steps[row["time"]] = steps.get(row["time"], 0) + (row["kind"] != "person")
        self.assertEqual(metric["vehicles.peak"], max(steps.values()))
        self.assertAlmostEqual(metric["vehicles.mean"], sum(steps.values()) / report["ticks"], places=6)

    def test_what_was_recorded_comes_to_pass_again(self):
        self.assertRegex(self.soi("replay", RUN, "--verify").stdout, r"^identical: 6001 hashes, the last [0-9a-f]{16}\n$")

    def test_an_extract_does_not_disturb_the_proof(self):
        self.assertIn("identical: 6001 hashes", self.soi("replay", RUN, "--verify", "--csv", "out").stdout)
        self.assertTrue((self.folder / "out" / "carts.csv").exists())

    def test_the_scenario_may_be_gone(self):
        """All that a replay needs is in the file."""
        for name in ("block-morning.yaml", "block.yaml", "common.yaml"):
            shutil.copy(pathlib.Path(SCENARIO).parent / name, self.folder)
        self.soi("run", "-q", "block-morning.yaml", "--set", "seed=3", "--record", "run.mcap", "--ticks", 300, code=1)
        for path in self.folder.glob("*.yaml"):
            path.unlink()
        self.assertIn("identical: 301 hashes", self.soi("replay", "run.mcap", "--verify").stdout)
        self.assertIn("seed 3", self.soi("replay", "run.mcap").stdout)

    def test_a_state_that_differs_is_named(self):
        """A vehicle 5 cm back after tick 500: the hash finds the tick, the frame of it the field."""
        self.soi("run", "-q", SCENARIO, "--record", "other.mcap", "--inject-fault", "500:nudge")
        text = self.soi("replay", "other.mcap", "--verify", code=1).stdout
        self.assertRegex(text, r"^differs at 08:00:50\.100, tick 501: hash [0-9a-f]{16} recorded, [0-9a-f]{16} now\n")
        field = r"first field: cart-1 \(vehicle 1\), vehicle_s, written in phase motion: ([0-9.]+) m recorded, ([0-9.]+) m now"
        self.assertRegex(text, field)
        recorded, now = map(float, self.match(field, text))
        self.assertAlmostEqual(now - recorded, 0.05, delta=0.011)
        self.assertIn("as rounded in the frame of 08:00:50.100", text)

    def test_a_snapshot_of_that_tick_is_exact(self):
        self.soi("run", "-q", SCENARIO, "--record", "other.mcap", "--inject-fault", "299:nudge")
        text = self.soi("replay", "other.mcap", "--verify", code=1).stdout
        self.assertIn("exactly, in the snapshot of 08:00:30.000", text)
        recorded, now = map(float, self.match(r"vehicle_s, .*: ([0-9.]+) m recorded, ([0-9.]+) m now", text))
        self.assertAlmostEqual(now - recorded, 0.05, delta=1e-6)

    def test_extracts(self):
        self.soi("replay", RUN, "--from", "08:05", "--to", "08:06", "--csv", "out", "--json", "out.json")
        frames = self.json("out.json")["frames"]
        self.assertEqual((len(frames), frames[0]["time"], frames[-1]["time"]), (601, "08:05:00.000", "08:06:00.000"))
        with open(self.folder / "out" / "carts.csv", encoding="utf-8") as file:
            carts = list(csv.DictReader(file))
        self.assertEqual(len(carts), 601)
        first = next(v for v in frames[0]["vehicles"] if v.get("cart") == "cart-1")
        self.assertAlmostEqual(float(carts[0]["x"]), first["x"], delta=0.001)
        self.assertEqual(carts[0]["cause"], first["cause"])
        kinds = {row["kind"] for row in self.rows("agents")}
        self.assertEqual(kinds, {"cart", "vehicle", "person"})
        self.assertIn("cart arrived", {row["event"] for row in self.rows("events")})

    def test_extracts_are_thinned(self):
        """Frames as far apart as wanted, counted from the first; events are all there."""
        for every, count, last in (("1s", 61, "08:06:00.000"), ("7 s", 9, "08:05:56.000"), ("0.25 s", 241, "08:06:00.000"), ("1 h", 1, "08:05:00.000"),
                                   ("1 ms", 601, "08:06:00.000")):
            with self.subTest(every=every):
                self.soi("replay", RUN, "--from", "08:05", "--to", "08:06", "--every", every, "--csv", "out", "--json", "out.json")
                times = [frame["time"] for frame in self.json("out.json")["frames"]]
                self.assertEqual((len(times), times[0], times[-1]), (count, "08:05:00.000", last))
                self.assertEqual([row["time"] for row in self.rows("carts")], times)
                self.assertEqual(len(self.rows("events")), 16)
                self.assertEqual(len(self.json("out.json")["events"]), 16)
        self.assertIn("a time greater than 0", self.soi("replay", RUN, "--every", "0 s", "--csv", "out", code=2).stderr)

    def test_times_are_given_in_seconds_too(self):
        self.soi("replay", RUN, "--from", "08:05", "--to", "08:06", "--csv", "out", "--json", "out.json")
        report = self.json("out.json")
        self.assertEqual((report["from_seconds"], report["to_seconds"]), (29100, 29160))
        for row in [*self.rows("agents"), *self.rows("carts"), *self.rows("events"), *report["frames"], *report["events"]]:
            hours, minutes, seconds = row["time"].split(":")
            self.assertAlmostEqual(float(row["seconds"]), 3600 * int(hours) + 60 * int(minutes) + float(seconds), places=6)

    def test_a_column_has_one_meaning(self):
        """A heading is a direction and a speed a speed, of vehicles as of people; ids are of carts, types of vehicles."""
        self.soi("replay", RUN, "--csv", "out", "--every", "1 s")
        before = {}
        for row in self.rows("agents"):
            self.assertEqual(bool(row["id"]), row["kind"] == "cart")
            self.assertEqual(bool(row["type"]), row["kind"] != "person")
            if row["heading_x"] != "":
                self.assertAlmostEqual(float(row["heading_x"]) ** 2 + float(row["heading_y"]) ** 2, 1, delta=1e-3)
            else:
                self.assertEqual((row["kind"], float(row["speed"])), ("person", 0))
            # A second later the same one is as far as its speed takes it; who has ridden is elsewhere, later.
            who, here, now = (row["kind"], row["serial"]), complex(float(row["x"]), float(row["y"])), float(row["seconds"])
            there, then = before.get(who, (here, now))
            if now - then < 1.5:
                self.assertLess(abs(here - there), 20)
            before[who] = here, now

    def test_events_name_their_parties(self):
        """By id, or by the serial that the agents' table has; the JSON says the same."""
        self.soi("replay", RUN, "--csv", "out", "--json", "out.json")
        serials = {kind: {row["serial"] for row in self.rows("agents") if row["kind"] in kinds}
                   for kind, kinds in (("person", {"person"}), ("vehicle", {"vehicle", "cart"}))}
        events, report = self.rows("events"), self.json("out.json")["events"]
        self.assertEqual(len(events), len(report))
        fixed = {"time", "seconds", "event", "value", "x", "y"}
        for row, told in zip(events, report):
            known = {name: value for name, value in row.items() if value != "" and name not in fixed}
            self.assertEqual(known, {name: str(value) for name, value in told.items() if name not in fixed and value not in (None, "")})
            for kind, living in serials.items():
                if row[kind] and row["event"] not in ("alighted", "passenger created"):
                    self.assertIn(row[kind], living, row)
        parties = {row["event"]: {name for name in row if row[name] != "" and name not in fixed} for row in events}
        self.assertEqual(parties["boarded"], {"person", "cart", "quantity", "unit"})
        self.assertEqual(parties["vehicle left"], {"vehicle", "flow", "quantity", "unit"})
        boarded = next(row for row in events if row["event"] == "boarded")
        self.assertEqual((boarded["cart"], boarded["quantity"], boarded["unit"]), ("cart-1", "wait", "s"))
        # A vehicle enters and leaves under one serial, and in the flow it came with.
        entered = {row["vehicle"]: row["flow"] for row in events if row["event"] == "vehicle entered" and row["flow"]}
        left = {row["vehicle"]: row["flow"] for row in events if row["event"] == "vehicle left"}
        self.assertGreater(len(left), 10)
        self.assertEqual({serial: entered[serial] for serial in left}, left)

    def test_times_that_are_none(self):
        self.assertIn("is no time of day", self.soi("replay", RUN, "--from", "noon", "--csv", "out", code=2).stderr)
        self.assertIn("goes from 08:00:00.000 to 08:10:00.000", self.soi("replay", RUN, "--to", "09:00", "--csv", "out", code=2).stderr)

    def test_a_stretch_that_is_none(self):
        self.assertIn("--from 08:06 is later than --to 08:05", self.soi("replay", RUN, "--from", "08:06", "--to", "08:05", "--csv", "out", code=2).stderr)
        for words in (["--every", "1 s"], ["--from", "08:05"], ["--to", "08:05", "--verify"]):
            self.assertIn("--json or --csv is missing", self.soi("replay", RUN, *words, code=2).stderr)

    def test_what_is_no_recording(self):
        self.assertIn("no MCAP file", self.soi("replay", SCENARIO, code=2).stderr)
        self.assertIn("cannot be read", self.soi("why", "cart-1", "nothing.mcap", code=2).stderr)

    @staticmethod
    def match(pattern, text):
        return re.search(pattern, text).groups()


class Fork(Recorded):
    def test_without_a_change_the_end_is_the_same(self):
        """Also from a moment between two snapshots: the same hash, and the same report byte for byte."""
        for time in ("08:04", "08:07:13"):
            self.soi("run", "-q", "--from", f"{RUN}@{time}", "--json", "fork.json", "--csv", "fork")
            self.assertEqual((self.folder / "fork.json").read_bytes(), pathlib.Path(FOLDER.name, "run.json").read_bytes())

    def test_a_change_acts_from_there_on(self):
        self.soi("run", "-q", "--from", f"{RUN}@08:04", "--set", "passengers.scale=3", "--record", "fork.mcap", "--json", "fork.json")
        self.assertNotEqual(self.json("fork.json")["hash"], json.loads(pathlib.Path(FOLDER.name, "run.json").read_text())["hash"])
        about = self.soi("replay", "fork.mcap").stdout
        self.assertIn(f"goes on from {RUN}", about)
        self.assertIn("at           08:04:00.000", about)
        self.assertIn("identical: 3601 hashes", self.soi("replay", "fork.mcap", "--verify").stdout)
        text = self.soi("diff", RUN, "fork.mcap", code=1).stdout
        self.assertRegex(text, r"they part at 08:04:[0-9.]+, tick 2[45][0-9]{2}, after [0-9]+ equal hashes")
        self.assertRegex(text, r"first field: [a-z]")

    def test_for_so_long_with_figures_of_its_own(self):
        """All figures are those of a run whose warm-up ended at the moment, also from within the warm-up and between two steps."""
        for moment, warmup, sets in (("08:04", 240, []), ("08:07:13.05", 433.1, []), ("08:04", 240, ["--set", "passengers.scale=1"])):
            self.soi("run", "-q", "--from", f"{RUN}@{moment}", "--for", "2min", *sets, "--json", "fork.json", "--csv", "fork", code=None)
            self.soi("run", "-q", SCENARIO, "--set", f"warmup={warmup} s", "--for", f"{warmup + 120} s", "--json", "whole.json", code=None)
            fork, whole = self.json("fork.json"), self.json("whole.json")
            self.assertEqual((fork["simulated_seconds"], fork["ticks"]), (120, whole["ticks"]))
            self.assertGreater(sum(whole["event_counts"].values()), sum(fork["event_counts"].values()))
            for key in ("hash", "verdict", "expectations", "metrics", "stops", "carts", "hours"):
                self.assertEqual(fork[key], whole[key], key)
        with open(self.folder / "fork" / "trips.csv", newline="", encoding="utf-8") as file:
            self.assertTrue(all(float(row["finished_s"]) >= 28800 + 240 for row in csv.DictReader(file)))
        text = self.soi("run", "--from", f"{RUN}@08:04", "--for", "2min", "--no-progress").stdout
        self.assertIn("08:04:00 to 08:06:00, 1 carts, seed 1\nsimulated 120 s in", text)

    def test_a_later_warmup(self):
        """Without --for the figures go on; a later warm-up makes them begin anew, an earlier one cannot."""
        self.soi("run", "-q", "--from", f"{RUN}@08:04", "--set", "warmup=6 min", "--json", "fork.json")
        self.soi("run", "-q", SCENARIO, "--set", "warmup=6 min", "--json", "whole.json")
        self.assertEqual(self.json("fork.json")["metrics"], self.json("whole.json")["metrics"])
        for words in (["warmup=3 min"], ["warmup=0 s", "--for", "1 min"]):
            self.assertIn("the warmup ends before the moment", self.soi("run", "--from", f"{RUN}@08:04", "--set", *words, code=2).stderr)

    def test_a_fork_with_figures_of_its_own_is_recorded(self):
        self.soi("run", "-q", "--from", f"{RUN}@08:04", "--for", "2 min", "--record", "fork.mcap", "--json", "fork.json", code=None)
        self.assertIn("identical: 1201 hashes", self.soi("replay", "fork.mcap", "--verify").stdout)
        self.soi("run", "-q", "--from", "fork.mcap@08:05", "-n", "600", "--json", "again.json", code=None)
        self.assertEqual(self.json("again.json")["metrics"], self.json("fork.json")["metrics"])

    def test_more_than_there_is(self):
        for words, left in ((["--from", f"{RUN}@08:04", "--for", "7 min"], "7.00 min from 08:04:00 on is more than the scenario has, of which 6.00 min are left"),
                            (["--from", f"{RUN}@08:10", "--for", "1 s"], "of which 0.00 s are left"),
                            ([SCENARIO, "--for", "11 min"], "11.0 min from 08:00:00 on is more"),
                            ([SCENARIO, "--for", "1 min", "-n", "3"], "--for and --ticks both say when it ends")):
            self.assertIn(left, self.soi("run", *words, code=2).stderr)

    def test_rain_from_there_on(self):
        self.soi("run", "-q", "--from", f"{RUN}@08:04", "--set", "weather.rain=20 mm/h", "--record", "rain.mcap")
        text = self.soi("diff", RUN, "rain.mcap", code=1).stdout
        self.assertIn("first field: the world, rain, written in phase input: 0 mm/h against 20 mm/h", text)

    def test_what_a_fork_cannot_change_is_named(self):
        for change, message in (("capacity.people=700", "capacity.people is 700, but was 2000"),
                                ("fleet={cart-0: {type: cart, route: round, depot: yard}}", "fleet.cart-0 stands where fleet.cart-1 was"),
                                ("fleet.cart-1.type=car", "fleet.cart-1.type"),
                                ("vehicle_types.cart.length=4 m", "vehicle_types.cart.length is 4, but was 3.6"),
                                ("incidents.x={kind: breakdown, cart: cart-1, at: 08:03}",
                                 "--set incidents.x:1:1: incidents.x.at: it lies before the moment that is gone on from; expected 08:04:00.000 or later"),
                                ("traffic.flows.back={from: east, to: west, rate: 10 /h}", "the number of traffic.flows is 2, but was 1"),
                                ("step=50 ms", "step (in s) is 0.05, but was 0.1"),
                                ("map=other.yaml", "--set map:1:1: '"),
                                ("nonsense=3", "--set nonsense:1:1: unknown key 'nonsense'")):
            self.assertIn(message, self.soi("run", "--from", f"{RUN}@08:04", "--set", change, "--json", "no.json", code=2).stderr)
            self.assertEqual(self.json("no.json")["exit_code"], 2)

    def test_what_is_added_is_as_if_it_had_been_there(self):
        """State, report and tables are those of a run that had it from the start: an incident later on, room, a cart that starts then."""
        cart = "fleet.cart-2={type: cart, route: round, depot: yard}"
        single = ((["incidents.x={kind: breakdown, cart: cart-1, at: 08:05, duration: 90 s}"], []),
                  (["capacity.people=3000"], []), (["capacity.vehicles=1300"], []),
                  ([cart], ["fleet.cart-2.start=08:04"]), ([cart, "fleet.cart-2.start=08:05:10"], []))
        together = (["incidents.y={kind: parked_vehicle, road: top, from: 60 m, at: 08:04, type: car, duration: 2 min}",
                     "capacity.vehicles=1200", cart, "incidents.z={kind: breakdown, cart: cart-2, at: 08:06}"], ["fleet.cart-2.start=08:04"])
        for sets, before in (*(single if LONG else ()), together):
            changes = [word for one in sets for word in ("--set", one)]
            self.soi("run", "-q", "--from", f"{RUN}@08:04", *changes, "--json", "fork.json", "--csv", "fork", code=None)
            self.soi("run", "-q", SCENARIO, *changes, *[word for one in before for word in ("--set", one)], "--json", "whole.json",
                     "--csv", "whole", code=None)
            fork, whole = self.json("fork.json"), self.json("whole.json")
            fork.pop("set"), whole.pop("set")
            self.assertEqual(fork, whole, sets)
            for table in ("trips", "carts", "stops", "hours"):
                self.assertEqual(*[(self.folder / run / f"{table}.csv").read_bytes() for run in ("fork", "whole")])

    def test_a_cart_is_repaired(self):
        broken, repaired = "incidents.a={kind: breakdown, cart: cart-1, at: 08:02}", "incidents.b={kind: repair, cart: cart-1, at: 08:05}"
        self.soi("run", "-q", SCENARIO, "--set", broken, "--record", "broken.mcap", code=None)
        self.soi("run", "-q", "--from", "broken.mcap@08:04", "--set", repaired, "--record", "fork.mcap", "--json", "fork.json", code=None)
        self.soi("run", "-q", SCENARIO, "--set", broken, "--set", repaired, "--json", "whole.json", code=None)
        self.assertEqual(self.json("fork.json"), self.json("whole.json"))
        self.soi("replay", "fork.mcap", "--csv", "out")
        self.assertEqual([row["time"] for row in self.rows("events") if row["event"] == "repaired"], ["08:05:00.100"])
        self.assertAlmostEqual(self.json("fork.json")["metrics"]["lost.breakdown"]["value"], 180, delta=5)

    def test_where_a_fork_with_more_parts(self):
        """Every hash differs where one has more rows: what both have says where they part, and whether they do."""
        self.soi("run", "-q", "--from", f"{RUN}@08:04", "--set", "incidents.x={kind: breakdown, cart: cart-1, at: 08:05}", "--record", "x.mcap", code=None)
        text = self.soi("diff", RUN, "x.mcap", code=1).stdout
        self.assertIn("one has more than the other: the number of incidents is 1, but was 0", text)
        self.assertIn("of what both have, the first field at 08:05:00.100, tick 3001: cart-1", text)
        for change, said, code in (("incidents.x={kind: repair, cart: cart-1, at: 08:05}", "what both have is the same to 08:10:00.000", 1),
                                   ("capacity.people=3000", "they are the same where they overlap: 3601 equal hashes", 0)):
            self.soi("run", "-q", "--from", f"{RUN}@08:04", "--set", change, "--record", "x.mcap")
            self.assertIn(said, self.soi("diff", "x.mcap", RUN, code=code).stdout)

    def test_more_carts_of_a_group(self):
        """The new one starts at the moment, and what was recorded of the fork is proved."""
        path = self.write("group.yaml", f"extends: {SCENARIO}\nfleet: {{cart-1: null, shuttle: {{type: cart, route: round, depot: yard, count: 1}}}}\n")
        self.soi("run", "-q", path, "--record", "group.mcap", code=None)
        self.soi("run", "-q", "--from", "group.mcap@08:04", "--set", "fleet.shuttle.count=2", "--record", "more.mcap", code=None)
        self.assertIn("identical: 3601 hashes", self.soi("replay", "more.mcap", "--verify").stdout)
        self.soi("replay", "more.mcap", "--csv", "out")
        left = [row for row in self.rows("events") if row["event"] == "cart left the depot"]
        self.assertEqual([row["time"] for row in left], ["08:04:00.100"])

    def test_moments_that_are_none(self):
        self.assertIn("expected FILE@TIME", self.soi("run", "--from", RUN, code=2).stderr)
        # Steps count from the moment at which it begins.
        lines = self.soi("run", "-q", "--from", f"{RUN}@08:04", "-n", "100", "--hash-every", "1000000", code=None).stdout.split("\n")
        self.assertEqual(int(lines[1].split()[0]) - int(lines[0].split()[0]), 100)
        self.assertIn("which goes from", self.soi("run", "--from", f"{RUN}@09:00", code=2).stderr)
        self.assertIn("expected no SCENARIO", self.soi("run", SCENARIO, "--from", f"{RUN}@08:04", code=2).stderr)
        self.assertIn("SCENARIO is missing", self.soi("run", code=2).stderr)


class Seek(Case):
    def test_any_moment_is_the_recorded_one(self):
        """How long it takes is printed; that each state has the recorded hash decides the exit code."""
        text = self.soi("bench", RUN).stdout
        for what in ("exact", "frame"):
            self.assertRegex(text, what + r":\s+median of 300 moments [0-9.]+ ms, 95 % below [0-9.]+ ms, the worst [0-9.]+ ms, by the clock\n")
        self.soi("run", "-q", SCENARIO, "--ticks", 600, "--record", "other.mcap", "--inject-fault", "320:nudge", code=5)
        self.assertIn("does not come to the state that was recorded", self.soi("bench", "other.mcap", code=1).stderr)


class Questions(Case):
    def test_two_recordings_of_one_run_are_the_same(self):
        self.soi("run", "-q", SCENARIO, "--record", "again.mcap", "--hz", 2)
        self.assertIn("they are the same where they overlap: 6001 equal hashes", self.soi("diff", RUN, "again.mcap").stdout)

    def test_another_seed_parts(self):
        self.soi("run", "-q", SCENARIO, "--seed", 2, "--record", "seed.mcap")
        text = self.soi("diff", RUN, "seed.mcap", code=1).stdout
        self.assertRegex(text, r"they part at 08:0[0-9:.]+, tick [0-9]+")
        self.assertRegex(text, r"\n  wait\.mean +[0-9.]+ \w+ +[0-9.]+ \w+\n")

    def test_why_then(self):
        text = self.soi("why", "cart-1", "08:05", RUN).stdout
        self.assertRegex(text, r"^cart-1 at 08:05:00\.000: serving a stop: stop shop\n")
        self.assertRegex(text, r"from 08:04:56\.000 to 08:05:14\.500, 15\.7 s of them lost")

    def test_why_over_the_run_agrees_with_the_report(self):
        """The recorded causes sum up to what the report counts, as the block has no warm-up."""
        text = self.soi("why", "cart-1", RUN).stdout
        carts = json.loads(pathlib.Path(FOLDER.name, "run.json").read_text())["carts"]
        lost = carts[0]["lost_time"]
        self.assertRegex(text, rf"^cart-1, 08:00:00.000 to 08:10:00.000: lost {lost / 60:.2f} min of 10.0 min on the road\n")
        self.assertRegex(text, r"\n  serving a stop +[0-9.]+ s +[0-9.]+ %   most: ")

    def test_why_of_a_passenger(self):
        """By the number that trips.csv prints: the parts of the trip sum up to it, and name the stop and the cart."""
        self.soi("run", "-q", SCENARIO, "--csv", "tables")
        with open(self.folder / "tables/trips.csv", newline="") as file:
            trip = next(row for row in csv.DictReader(file) if row["outcome"] == "served")
        text = self.soi("why", trip["passenger"], RUN).stdout
        self.assertRegex(text, rf"^passenger {trip['passenger']}, {trip['created'][:7]}.* to {trip['finished'][:7]}.*: served\n")
        self.assertIn(f"waiting at stop {trip['board']}\n", text)
        self.assertIn(f"aboard {trip['cart']} to stop {trip['alight']}\n", text)
        self.assertRegex(text, rf"\n      {trip['cart']}, on the way, lost [0-9.]+ ")
        self.assertIn("waiting at stop", self.soi("why", trip["passenger"], trip["boarded"][:8], RUN).stdout)
        self.assertIn("there is no passenger 99999", self.soi("why", "99999", RUN, code=2).stderr)

    @unittest.skipUnless(LONG, "the long tier asks of 48 moments")
    def test_why_names_the_cause_behind(self):
        """cart-1 breaks down in the berth; cart-2 waits for it, behind it or in a junction."""
        stall = "incidents.stall={kind: breakdown, at: 08:04:57, duration: 4 min, cart: cart-1}"
        self.soi("run", "-q", SCENARIO, "--record", "stall.mcap", "--set", stall, "--set",
                 "fleet.cart-2={type: cart, route: round, depot: yard, start: 08:02}", code=None)
        moments = [self.soi("why", "cart-2", f"08:0{m}:{s:02}", "stall.mcap").stdout for m in range(5, 9) for s in range(0, 60, 5)]
        self.assertTrue(any(re.search(r": (waiting for a berth: cart-1 broke down in it|following a vehicle: .*cart-1 broke down)\n", m)
                            for m in moments), moments)
        self.assertFalse(any("on in a junction" in m for m in moments))
        self.assertTrue(any("km/h in a junction, " in m for m in moments))

    def test_an_unknown_cart(self):
        self.assertIn("did you mean 'cart-1'?", self.soi("why", "cart-9", RUN, code=2).stderr)


if __name__ == "__main__":
    main()
