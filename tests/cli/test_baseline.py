"""soi test --baseline: unchanged runs are proved so, the others compared seed by seed with what another program came to."""

import json
import math
import pathlib
import statistics

from command import DATA, SCENARIO, Case, main

SLOWER = ("--set", "service.dwell_minimum=20 s")


class Baseline(Case):
    def judge(self, *words, code=0, name="out.json"):
        """What soi test says of the block against base.json: its text, and the scenario in its report."""
        said = self.soi("test", SCENARIO, "--set", "duration=4 min", *words, "--json", name, "--no-progress", code=code)
        return said.stdout, self.json(name)["scenarios"][0]

    def save(self, seeds="1..5", *words):
        self.soi("test", SCENARIO, "--set", "duration=4 min", "--seeds", seeds, *words, "--save-baseline", "base.json", "-q", code=None)
        return self.json("base.json")

    def rewrite(self, change):
        """Changes the one entry of base.json."""
        whole = self.json("base.json")
        change(whole["baseline"][0])
        self.write("base.json", json.dumps(whole))

    def case(self, scenario, name):
        return next(one for one in scenario["expectations"] if one["expectation"] == f"{name} as in the baseline")

    def test_unchanged(self):
        """The same program: no statistics, nothing undecided; also of a part of the seeds."""
        self.save()
        for seeds, count in (("1..5", 5), ("2,4", 2), ("3", 1)):
            text, scenario = self.judge("--baseline", "base.json", "--seeds", seeds, "--watch", "dwell.mean", "--junit", "out.xml")
            self.assertIn(f"{count} of {count} runs unchanged", text)
            self.assertEqual((scenario["verdict"], scenario["baseline"]["unchanged"], scenario["baseline"]["where"]), ("held", count, None))
            self.assertIsNone(self.junit("out.xml")["unchanged from the baseline"])

    def test_figures(self):
        """A row holds the figures of single runs, paired; an alarm is exit code 1 and one case of JUnit."""
        self.save()
        text, scenario = self.judge("--baseline", "base.json", "--seeds", "1..5", *SLOWER, "--watch", "dwell.mean", "--junit", "out.xml", code=1)
        row = self.case(scenario, "dwell.mean")
        sides = []
        for sets in ((), SLOWER):
            sides.append([])
            for seed in range(1, 6):
                self.soi("run", SCENARIO, "-q", "--seed", seed, "--set", "duration=4 min", *sets, "--json", "run.json", code=None)
                sides[-1].append(self.json("run.json")["metrics"]["dwell.mean"]["value"])
        more = [b - a for a, b in zip(*sides)]
        self.assertAlmostEqual(row["a"], statistics.mean(sides[0]))
        self.assertAlmostEqual(row["b"], statistics.mean(sides[1]))
        self.assertAlmostEqual(row["difference"], statistics.mean(more))
        # Holm: among several figures it is wider than alone, and the least p bears all of them.
        alone = 2.776445105198 * statistics.stdev(more) / math.sqrt(5)
        self.assertGreaterEqual(row["high"] - row["difference"], alone * (1 - 1e-9))
        self.assertEqual((row["judgement"], self.junit("out.xml")["dwell.mean as in the baseline"][0]), ("failed", "failure"))
        self.assertRegex(text, r"dwell.mean: moved by .* \(\d+.* %\), .* against .* over 5 seeds; the difference is .* to .* at 95 %, correlation")
        self.assertEqual(self.judge("--baseline", "base.json", "--seeds", "1..5", *SLOWER, "--watch", "dwell.mean", "--worse", "1000 %", code=None)[1]
                         ["expectations"][-1]["judgement"], "held")

    def test_direction(self):
        """Better is told and no alarm; worse is one. The operator of the expectation says which is which."""
        for sign, change, judgement in (("<=", SLOWER, "failed"), (">=", SLOWER, "held")):
            limit = "100 s" if sign == "<=" else "0 s"
            words = ("--set", f"expect=[dwell.mean {sign} {limit}]")
            self.save("1..8", *words)
            text, scenario = self.judge("--baseline", "base.json", "--seeds", "1..8", *words, *change, code=None)
            self.assertEqual(self.case(scenario, "dwell.mean")["judgement"], judgement)
            self.assertIn("dwell.mean: better by" if judgement == "held" else "dwell.mean: worse by", text)

    def test_first_step(self):
        """The step, phase and field are the first: those of the hashes of both, step by step."""
        self.save("2,1")
        text, scenario = self.judge("--baseline", "base.json", "--seeds", "1,2", *SLOWER, code=None)
        hashes = [self.soi("run", SCENARIO, "-q", "--seed", 2, "--set", "duration=4 min", *sets, "--hash-every", 1, code=None).stdout.splitlines()
                  for sets in ((), SLOWER)]
        first = next(int(a.split()[0]) for a, b in zip(*hashes) if a != b)
        self.assertEqual((scenario["baseline"]["tick"], scenario["baseline"]["phase"]), (first, "service"))
        self.assertIn("cart_ready_tick", scenario["baseline"]["fields"])
        self.assertIn(f"seed 2 first differs at {scenario['baseline']['time']}, step {first}, in phase service: ", text)
        text, scenario = self.judge("--baseline", "base.json", "--seeds", "1,2", "--inject-fault", "700:nudge", code=None)
        self.assertEqual((scenario["baseline"]["tick"], scenario["baseline"]["phase"], scenario["baseline"]["time"]), (701, "motion", "08:01:10.100"))
        self.assertRegex(scenario["baseline"]["fields"], "vehicle_s")

    def test_where_else(self):
        """A seed whose steps are not kept, states that are measured otherwise, fields that came and went."""
        self.save("1..5")
        text, _ = self.judge("--baseline", "base.json", "--seeds", "2", *SLOWER, code=None)
        self.assertIn("no run of this test is the one whose steps the baseline keeps", text)
        def other_measure(entry):
            entry["figures"]["dwell.mean"] = [value * 1.5 for value in entry["figures"]["dwell.mean"]]
        self.rewrite(other_measure)
        text, scenario = self.judge("--baseline", "base.json", "--seeds", "1..5", "--watch", "dwell.mean", code=1)
        self.assertIn("seed 1 goes through the same states: they are measured otherwise", text)
        self.assertEqual(self.case(scenario, "dwell.mean")["judgement"], "failed")
        self.save("1..5")
        def other_field(entry):
            fields = entry["trail"]["fields"]
            fields[fields.index("cart_ready_tick")] = "cart_gone_field"
            entry["figures"]["gone.figure"] = [1.0] * 5
        self.rewrite(other_field)
        self.judge("--baseline", "base.json", "--seeds", "1..5")
        _, scenario = self.judge("--baseline", "base.json", "--seeds", "1..5", *SLOWER, code=None)
        self.assertNotIn("cart_ready_tick", scenario["baseline"]["fields"])

    def test_undecided(self):
        """Where an alarm can be neither raised nor ruled out: exit code 5, and how many seeds would tell. One seed tells nothing."""
        expect = ("--set", "expect=[people.mean <= 1000, wait.p90 <= 30 min]")
        self.save("1..6", *expect)
        change = ("--set", "pedestrians.flows.to-school.rate=610 /h")
        text, scenario = self.judge("--baseline", "base.json", "--seeds", "1..6", *expect, *change, "--worse", "1 %", code=5)
        rows = [self.case(scenario, name) for name in ("people.mean", "wait.p90")]
        self.assertIn("inconclusive", [row["judgement"] for row in rows])
        for row in rows:
            self.assertEqual(row["judgement"], "inconclusive" if row["difference"] > 0.01 * row["a"] else "held", row)
        self.assertRegex(text, r"undecided whether at most 1 % worse, about \d+ seeds would tell")
        text, _ = self.judge("--baseline", "base.json", "--seeds", "1", *expect, *change, code=5)
        self.assertIn("at one seed, which tells nothing of others", text)

    def test_same_difference(self):
        """Equal differences at few seeds are no proof: they fall alike by chance once in 2^(n-1)."""
        for seeds, judgement in (("1..3", "inconclusive"), ("1..8", "failed")):
            self.save(seeds)
            self.rewrite(lambda entry: entry["figures"].update({"dwell.mean": [value - 2 for value in entry["figures"]["dwell.mean"]]}))
            _, scenario = self.judge("--baseline", "base.json", "--seeds", seeds, "--watch", "dwell.mean", code=None)
            self.assertEqual(self.case(scenario, "dwell.mean")["judgement"], judgement, seeds)

    def test_stale(self):
        """Other sources or seeds: exit code 2 before anything is run, and what to do."""
        block = self.write("block.yaml", (DATA / "block.yaml").read_text(encoding="utf-8"))
        part = self.write("common.yaml", (DATA / "common.yaml").read_text(encoding="utf-8"))
        path = self.write("mine.yaml", pathlib.Path(SCENARIO).read_text(encoding="utf-8").replace("10 min\nseed", "1 min\nseed"))
        self.soi("test", path, "--seeds", "1..3", "--save-baseline", "base.json", "-q", code=None)
        moved = self.folder / "elsewhere"
        moved.mkdir()
        for name in ("block.yaml", "common.yaml", "mine.yaml"):
            (moved / name).write_bytes((self.folder / name).read_bytes())
        again = ("--baseline", "base.json", "--seeds", "1..3")
        self.assertIn("3 of 3 runs unchanged", self.soi("test", moved / "mine.yaml", *again, code=None).stdout)
        for name in (path, block, part):
            was = pathlib.Path(name).read_text(encoding="utf-8")
            self.write(name, was + "\n# touched\n")
            said = self.soi("test", path, *again, code=2)
            self.assertRegex(said.stderr, rf"base.json is stale: .*mine.yaml is not what it was \({name}\); save it anew")
            self.assertEqual(said.stdout, "")
            self.write(name, was)
        self.assertIn("has 3 seeds of", self.soi("test", path, "--baseline", "base.json", "--seeds", "2..9", code=2).stderr)
        self.assertIn("but not 4 and 5 more", self.soi("test", path, "--baseline", "base.json", "--seeds", "2..9", code=2).stderr)
        self.assertIn("leave it out, or save", self.soi("test", path, SCENARIO, *again, code=2).stderr)
        self.assertIn("expected --baseline FILE too", self.soi("test", path, "--watch", "dwell.mean", code=2).stderr)
        self.assertIn("expected no --shard", self.soi("test", path, "--shard", "1/2", "--save-baseline", "new.json", code=2).stderr)
        self.assertIn("expected another file", self.soi("test", path, *again, "--save-baseline", "base.json", code=2).stderr)
        self.assertIn("a share such as 5 %", self.soi("test", path, *again, "--worse", "5", code=2).stderr)

    def test_own_seed(self):
        self.soi("test", SCENARIO, "--set", "duration=1 min", "--save-baseline", "base.json", "-q", code=None)
        said = self.soi("test", SCENARIO, "--set", "duration=1 min", "--baseline", "base.json", code=None).stdout
        self.assertIn("1 of 1 runs unchanged", said)

    def test_mutants(self):
        """No baseline, or one that somebody has spoilt: exit code 2 and a message, never a fault."""
        self.save("1..2")
        good = (self.folder / "base.json").read_text(encoding="utf-8")
        entry = json.loads(good)["baseline"][0]
        spoilt = ["", "{}", "[]", "null", "{\"baseline\": 3}", "{\"baseline\": [7]}", good[:1000], "\0\1\2"]
        for key in ("seeds", "behaviour", "figures", "scenario", "source"):
            for value in (None, 7, "x", [], {}, [1, 2, 3], {"wait.mean": [1]}):
                spoilt.append(json.dumps({"baseline": [{**entry, key: value}]}))
        for text in spoilt:
            self.write("spoilt.json", text)
            said = self.soi("test", SCENARIO, "--seeds", "1", "--baseline", "spoilt.json", code=None)
            self.assertIn(said.returncode, (0, 1, 2, 5), (text[:80], said.stderr))
            if '"source": "' not in text or '"behaviour": [1' in text:
                self.assertEqual(said.returncode, 2, text[:80])
        for trail in (None, 7, {}, {"ticks": 2 ** 40, "fields": ["tick"], "marks": "AAAA"}, {**entry["trail"], "marks": entry["trail"]["marks"][:900]},
                      {**entry["trail"], "fields": ["tick", 3]}, {**entry["trail"], "ticks": 5}, {**entry["trail"], "marks": "*" * 40}):
            self.write("spoilt.json", json.dumps({"baseline": [{**entry, "trail": trail}]}))
            self.judge("--seeds", "1,2", "--baseline", "spoilt.json")
        self.assertIn("unable to open", self.soi("test", SCENARIO, "--baseline", "nowhere.json", code=2).stderr)

    def test_not_ended(self):
        """A baseline is of runs that came to their end."""
        said = self.soi("test", SCENARIO, "--set", "duration=1 min", "--inject-fault", "50", "--save-baseline", "base.json", code=3)
        self.assertIn("is not written", said.stderr)
        self.assertFalse((self.folder / "base.json").exists())
        self.soi("test", SCENARIO, "--set", "duration=1 min", "--save-baseline", "nowhere/base.json", code=3)

    def test_broken_off(self):
        """What a run shows that was broken off is not held against whole ones."""
        self.save("1..3")
        text, scenario = self.judge("--baseline", "base.json", "--seeds", "1..3", "--set", "duration=48 h", "--jobs", "1", "--budget", "1 s", "--watch",
                                    "dwell.mean", code=5)
        self.assertIn("3 of 3 runs did not end within the budget: undecided", text)
        self.assertTrue(all(row["judgement"] == "inconclusive" and row["seeds"] == 0 for row in scenario["expectations"] if "correlation" in row))

    def test_shards(self):
        """A shard compares its own runs, with its part of the error."""
        self.save("1..8")
        rows = []
        for shard in ((), ("--shard", "1/2"), ("--shard", "2/2")):
            _, scenario = self.judge("--baseline", "base.json", "--seeds", "1..8", "--watch", "dwell.mean", *SLOWER, *shard, code=None)
            rows.append(self.case(scenario, "dwell.mean"))
        self.assertEqual([row["seeds"] for row in rows], [8, 4, 4])
        self.assertAlmostEqual(rows[0]["difference"], (rows[1]["difference"] + rows[2]["difference"]) / 2)


if __name__ == "__main__":
    main()
