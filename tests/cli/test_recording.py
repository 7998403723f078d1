"""soi run --record and --from, replay, diff and why: a run is recorded once, and everything is asked of it."""

import csv
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

from command import SCENARIO, SOI, Case, main

FOLDER = tempfile.TemporaryDirectory(prefix="soi-recording-")
RUN = str(pathlib.Path(FOLDER.name) / "run.mcap")


def setUpModule():
    subprocess.run([SOI, "run", "--quiet", SCENARIO, "--record", RUN, "--json", FOLDER.name + "/run.json"], check=True, timeout=300)


def tearDownModule():
    FOLDER.cleanup()


class Replay(Case):
    def test_a_recording_says_what_it_is(self):
        text = self.soi("replay", RUN).stdout
        self.assertIn("seed 1", text)
        self.assertIn("08:00:00.000 to 08:10:00.000, 6000 steps of 100 ms", text)
        self.assertIn("6001 frames", text)

    def test_what_was_recorded_comes_to_pass_again(self):
        self.assertRegex(self.soi("replay", RUN, "--verify").stdout, r"^identical: 6001 hashes, the last [0-9a-f]{16}\n$")

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
        with open(self.folder / "out" / "agents.csv", encoding="utf-8") as file:
            kinds = {row["kind"] for row in csv.DictReader(file)}
        self.assertEqual(kinds, {"cart", "vehicle", "person"})
        with open(self.folder / "out" / "events.csv", encoding="utf-8") as file:
            self.assertIn("cart arrived", {row["event"] for row in csv.DictReader(file)})

    def test_times_that_are_none(self):
        self.assertIn("is no time of day", self.soi("replay", RUN, "--from", "noon", "--csv", "out", code=2).stderr)
        self.assertIn("goes from 08:00:00.000 to 08:10:00.000", self.soi("replay", RUN, "--to", "09:00", "--csv", "out", code=2).stderr)

    def test_what_is_no_recording(self):
        self.assertIn("no MCAP file", self.soi("replay", SCENARIO, code=2).stderr)
        self.assertIn("cannot be read", self.soi("why", "cart-1", "nothing.mcap", code=2).stderr)

    @staticmethod
    def match(pattern, text):
        return re.search(pattern, text).groups()


class Fork(Case):
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

    def test_rain_from_there_on(self):
        self.soi("run", "-q", "--from", f"{RUN}@08:04", "--set", "weather.rain=20 mm/h", "--record", "rain.mcap")
        text = self.soi("diff", RUN, "rain.mcap", code=1).stdout
        self.assertIn("first field: the world, rain, written in phase input: 0 mm/h against 20 mm/h", text)

    def test_what_a_fork_cannot_change_is_named(self):
        for change, message in (("capacity.people=700", "capacity.people is 700, but 2000"),
                                ("fleet.cart-2={type: cart, route: round, depot: yard}", "the number of carts in fleet is 2, but 1"),
                                ("step=50 ms", "step (in s) is 0.05, but 0.1"),
                                ("map=other.yaml", "--set map:1:1: '"),
                                ("nonsense=3", "--set nonsense:1:1: unknown key 'nonsense'")):
            self.assertIn(message, self.soi("run", "--from", f"{RUN}@08:04", "--set", change, "--json", "no.json", code=2).stderr)
            self.assertEqual(self.json("no.json")["exit_code"], 2)

    def test_moments_that_are_none(self):
        self.assertIn("expected FILE@TIME", self.soi("run", "--from", RUN, code=2).stderr)
        self.assertIn("which goes from", self.soi("run", "--from", f"{RUN}@09:00", code=2).stderr)
        self.assertIn("expected no SCENARIO", self.soi("run", SCENARIO, "--from", f"{RUN}@08:04", code=2).stderr)
        self.assertIn("SCENARIO is missing", self.soi("run", code=2).stderr)


class Seek(Case):
    def test_any_moment_is_the_recorded_one(self):
        """How long it takes is printed; that each state has the recorded hash decides the exit code."""
        text = self.soi("bench", RUN).stdout
        for what in ("exact", "frame"):
            self.assertRegex(text, what + r":\s+median of 300 moments [0-9.]+ ms, 95 % below [0-9.]+ ms, the worst [0-9.]+ ms\n")
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

    def test_an_unknown_cart(self):
        self.assertIn("did you mean 'cart-1'?", self.soi("why", "cart-9", RUN, code=2).stderr)


if __name__ == "__main__":
    main()
