"""soi compare: two sides with the same seeds, paired, and the waits of the same passengers."""

import csv
import json
import math
import re
import statistics

from command import SCENARIO, Case, main

SLOWER = "vehicle_types.cart.body.top_speed=8 km/h"
T_975_4 = 2.776445105198  # Student's t, 4 degrees of freedom


class Compare(Case):
    def compare(self, *words, seeds="1..5"):
        self.soi("compare", *words, "--seeds", seeds, "--json", "out.json", "--csv", "out.csv", "-q")
        return json.loads((self.folder / "out.json").read_text(encoding="utf-8"))

    def run_one(self, seed, *sets):
        words = [word for one in sets for word in ("--set", one)]
        self.soi("run", SCENARIO, "-q", "--seed", seed, *words, "--json", "run.json", "--csv", "tables", code=None)
        with open(self.folder / "tables" / "trips.csv", newline="", encoding="utf-8") as file:
            return json.loads((self.folder / "run.json").read_text(encoding="utf-8")), list(csv.DictReader(file))

    def test_figures(self):
        """Means, paired differences and the interval of a row are those of the single runs."""
        change = "passengers.flows.to-park.rate=120 /h"
        out = self.compare(SCENARIO, "--set", change, "--watch", "boardings")
        row = next(one for one in out["metrics"] if one["name"] == "boardings")
        a, b = ([self.run_one(seed, *sets)[0]["metrics"]["boardings"]["value"] for seed in range(1, 6)] for sets in ((), (change,)))
        more = [y - x for x, y in zip(a, b)]
        self.assertAlmostEqual(row["a"], statistics.mean(a))
        self.assertAlmostEqual(row["b"], statistics.mean(b))
        self.assertAlmostEqual(row["difference"], statistics.mean(more))
        # Corrected for several rows it is wider than that of one alone, and has its middle there.
        alone = T_975_4 * statistics.stdev(more) / math.sqrt(5)
        self.assertGreaterEqual(row["high"] - row["difference"], alone * (1 - 1e-9))
        self.assertAlmostEqual(row["high"] + row["low"], 2 * row["difference"])
        self.assertEqual(row["differs"], row["low"] > 0 or row["high"] < 0)
        with open(self.folder / "out.csv", newline="", encoding="utf-8") as file:
            line = next(one for one in csv.DictReader(file) if one["name"] == "boardings")
        self.assertEqual((float(line["difference"]), line["kind"]), (row["difference"], "metric"))

    def test_equal(self):
        out = self.soi("compare", SCENARIO, SCENARIO, "--seeds", "1,2").stdout
        self.assertIn("2 of 2 seeds come to the same state", out)
        both = self.compare(SCENARIO, SCENARIO)
        self.assertEqual((both["equal_states"], both["waits"][0]["gained"], both["waits"][0]["lost"]), (5, 0, 0))
        self.assertTrue(all(not row["differs"] and row["difference"] == 0 for row in both["metrics"] if row["seeds"] > 0))

    def test_waits(self):
        """Passengers are matched by flow and moment: those of trips.csv, gained and lost."""
        change = SLOWER
        out = self.compare(SCENARIO, "--set", change, seeds="3")
        sides = [{}, {}]
        for side, sets in enumerate(((), (change,))):
            for trip in self.run_one(3, *sets)[1]:
                sides[side].setdefault((trip["from"], trip["to"], trip["created_s"]), []).append(float(trip["wait_s"]))
        both = [(x, y) for key, a in sides[0].items() for x, y in zip(a, sides[1].get(key, []))]
        self.assertGreater(len(both), 0)
        everyone = out["waits"][0]
        self.assertEqual(everyone["name"], "")
        self.assertGreaterEqual(everyone["gained"] + everyone["lost"] + everyone["same"], len(both))
        self.assertGreaterEqual(everyone["gained"], sum(y < x for x, y in both))
        self.assertGreaterEqual(everyone["lost"], sum(y > x for x, y in both))
        self.assertGreater(everyone["gained"] + everyone["lost"], 0)
        for key in ("gained", "lost", "same", "came_in_a_only"):
            self.assertEqual(everyone[key], sum(flow[key] for flow in out["waits"][1:]), key)
        self.assertIsNone(everyone["low"])
        text = self.soi("compare", SCENARIO, "--set", change, "--seeds", "3").stdout
        self.assertIn("no interval of a single one", text)
        self.assertRegex(text, rf"{everyone['gained']} gained .*, {everyone['lost']} lost ")

    def test_jobs(self):
        """However many run at a time, the reports are the same bytes."""
        for jobs in ("1", "3"):
            self.soi("compare", SCENARIO, "--set", SLOWER, "--seeds", "1..3", "--jobs", jobs, "--json", f"{jobs}.json", "--csv", f"{jobs}.csv", "-q")
        for kind in ("json", "csv"):
            self.assertEqual(*((self.folder / f"{jobs}.{kind}").read_bytes() for jobs in ("1", "3")))

    def test_wrong(self):
        self.assertIn("expected a second scenario, or --set", self.soi("compare", SCENARIO, code=2).stderr)
        self.assertIn("a metric such as", self.soi("compare", SCENARIO, SCENARIO, "--watch", "wait.p91", code=2).stderr)
        self.assertEqual(len(re.findall("did you mean", self.soi("compare", SCENARIO, "--set", "vehicle_types.cart.top_sped=3 km/h", code=2).stderr)), 1)
        self.soi("compare", SCENARIO, "nowhere.yaml", code=2)
        self.soi("compare", SCENARIO, SCENARIO, "--seeds", "1", "--csv", "nowhere/out.csv", code=3)
        self.assertIn("stopped by time limit", self.soi("compare", SCENARIO, SCENARIO, "--seeds", "1", "--set", "duration=48 h", "-t", "0.2 s", code=4).stderr)


if __name__ == "__main__":
    main()
