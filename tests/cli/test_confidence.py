"""Expectations with a confidence: judged over seeds by looks at the mean, or by the bounds of a count."""

import json
import math
import statistics

from command import DATA, Case, main


class Confidence(Case):
    def scenario(self, *lines):
        text = f"extends: {DATA / 'block-morning.yaml'}\nmap: {DATA / 'block.yaml'}\nduration: 1 min\nexpect: [\n"
        return self.write("one.yaml", text + ", ".join(f"\"{line}\"" for line in lines) + "]\n")

    def judge(self, line, seeds="1..5", code=0):
        """The case of the line."""
        result = self.soi("test", self.scenario(line), "--seeds", seeds, "--json", "out.json", code=code)
        cases = json.loads((self.folder / "out.json").read_text(encoding="utf-8"))["scenarios"][0]["expectations"]
        return next(one for one in cases if one["expectation"] == line), result.stdout

    def values(self, metric, seeds):
        out = []
        for seed in seeds:
            self.soi("run", self.scenario(), "-q", "--seed", seed, "--json", "run.json")
            out.append(json.loads((self.folder / "run.json").read_text(encoding="utf-8"))["metrics"][metric]["value"])
        return out

    def test_looks(self):
        """Far away the first look decides; at the mean none does, which is exit code 5."""
        values = self.values("people.mean", range(1, 11))
        mean, error = statistics.mean(values), statistics.stdev(values) / math.sqrt(10)
        far, _ = self.judge(f"people.mean <= {mean + 10000} @ 95 %", "1..10")
        self.assertEqual((far["judgement"], far["seeds_used"], far["fragile"]), ("held", 5, False))
        self.assertAlmostEqual(far["mean"], statistics.mean(values[:5]))
        self.assertEqual(self.judge(f"people.mean >= {mean + 10000} @ 95 %", "1..10", 1)[0]["judgement"], "failed")
        near, text = self.judge(f"people.mean <= {mean + error / 10} @ 95 %", "1..10", 5)
        self.assertEqual((near["judgement"], near["seeds_used"], near["fragile"]), ("inconclusive", 10, True))
        self.assertGreater(near["seeds_needed"], 40)
        # Both t quantiles of 9 degrees of freedom: 95 % for the error, 90 % for the power.
        self.assertAlmostEqual(near["visible"] / error, 1.833113 + 1.383029, 4)
        self.assertRegex(text, r"is undecided at 95 %; a distance of \S+ from the limit is seen in nine cases of ten; about \d+ seeds, judged at once, will settle this one; the limit is fragile")

    def test_next_look(self):
        """What one look is too strict for, the next one decides, and it says so."""
        self.assertEqual(self.judge("people.mean <= 1000 @ 99 %", "1..5", 5)[0]["seeds_needed"], 10)
        self.assertEqual(self.judge("people.mean <= 1000 @ 99 %", "1..10")[0]["seeds_used"], 10)

    def test_few(self):
        """One run is judged as without; two to four are too few to look."""
        line = "people.mean <= 100000 @ 95 %"
        self.assertNotIn("confidence", self.judge(line, "1")[0])
        self.assertEqual(self.judge(line, "1..4", 5)[0]["judgement"], "inconclusive")
        self.soi("run", self.scenario(line), "-q")

    def test_beside_a_line_of_one_run(self):
        """Where a plain line limits the same from the same side, that one judges a single run and the other the mean."""
        value = self.values("people.mean", [1])[0]
        mean, one = f"people.mean <= {value - 5} @ 95 %", f"people.mean <= {value + 5}"
        run = self.soi("run", self.scenario(mean, one), "--json", "run.json", "--junit", "run.xml")
        self.assertRegex(run.stdout, r"\n       people.mean is \S+; expected <= \S+ @ 95 % of the mean over seeds\n")
        self.assertIn("held: 4 of 4 expectations held, 1 left to several seeds (exit code 0", run.stdout)
        self.assertEqual([row["judgement"] for row in self.json("run.json")["expectations"]], ["over seeds"] + 4 * ["held"])
        self.assertEqual(self.junit("run.xml")[mean][0], "skipped")
        out = self.soi("test", self.scenario(mean, one), "--verbose", "--json", "out.json", "--junit", "out.xml").stdout
        self.assertIn(f"over seeds: {mean}\n", out)
        self.assertNotIn(f"held: {mean}", out)
        self.assertEqual(self.json("out.json")["scenarios"][0]["expectations"][0]["judgement"], "over seeds")
        self.assertEqual(self.junit("out.xml")[mean][0], "skipped")
        # Several seeds judge both; a line of the other side or of another metric judges no single run.
        self.assertEqual(self.soi("test", self.scenario(mean, one), "--seeds", "1..5", code=None).returncode == 0, False)
        for other in (f"people.mean >= {value - 5}", f"people.peak <= {value + 1000}", f"people.mean <= {value + 5} @ 90 %"):
            self.soi("run", self.scenario(mean, other), "-q", code=1)
        self.soi("run", self.scenario(mean, f"people.mean <= {value - 1}"), "-q", code=1)
        # What holds alone never hides that there is no value.
        self.soi("run", self.scenario("wait.p90 <= 6 min @ 95 %", "wait.p90 <= 9 min"), "-q", code=5)

    def test_count(self):
        """None seen does not mean none: at most 3.0 in all, at 95 %."""
        case, text = self.judge("collisions.lawful <= 0 @ 95 %", code=5)
        self.assertIn("at most 0.60 a run", case["message"])
        self.assertIn("per 1,000 km", text)
        self.assertEqual(self.judge("collisions.lawful <= 1 @ 95 %")[0]["judgement"], "held")

    def test_sum_of_counts(self):
        """A sum of safety counts is one too, for which five runs without any are not enough; an event may be in it twice."""
        for line in ("collisions.lawful + deadlocks <= 0.1 @ 95 %", "deadlocks+collisions.lawful <= 1.1 @ 95 %"):
            self.assertIn(f"at most {2 * 2.995732 / 5:.2f} a run", self.judge(line, code=5)[0]["message"])
        self.assertEqual(self.judge("collisions.lawful + deadlocks <= 1.2 @ 95 %")[0]["judgement"], "held")

    def test_alike(self):
        """Of figures without spread it says what so many of them tell of the next."""
        case, _ = self.judge("passengers.gave_up <= 0.5 @ 95 %")
        self.assertIn(f"all alike, so that another is in at most {100 * (1 - 0.05 ** (1 / 5)):.3g} % of runs", case["remark"])

    def test_count_over(self):
        """Of events that each are or are not one of those seen: Clopper's and Pearson's bounds; over other counts: Garwood's."""
        over = sum(self.values("people.peak", range(1, 21)))
        _, text = self.judge("hard_brakes / people.peak <= 1000 % @ 95 %", "1..20")
        self.assertIn(f"; at most {100 * 2.995732 / over:.2f} %", text)
        self.assertIn(f"in at most {100 * (1 - 0.05 ** (1 / 20)):.3g} % of runs", text)
        self.assertIn("has no value in 5 of 5 runs", self.judge("collisions.cart / collisions <= 50 % @ 95 %", code=None)[1])
        crowded = ("--set", "traffic.scale=10", "--set", "capacity.allow_overflow=yes", "--set", "duration=20 min")
        line = "collisions.cart / collisions <= 100 % @ 95 %"
        path = DATA.parents[2] / "scenarios" / "wangchan" / "acceptance.yaml"
        self.soi("test", path, *crowded, "--set", f"expect=[\"{line}\"]", "--seeds", "2,3", "--json", "out.json", "-q", code=None)
        scenario = self.json("out.json")["scenarios"][0]
        seen, trials = (sum(run["metrics"][name]["value"] for run in scenario["runs"]) for name in ("collisions.cart", "collisions"))
        if seen == 0 and trials > 0:
            self.assertIn(f"at most {100 * (1 - 0.05 ** (1 / trials)):.1f} %", scenario["expectations"][0]["remark"])

    def test_many(self):
        """More seeds than the looks have are looked at once, at all."""
        values = self.values("people.mean", range(1, 46))
        limit = statistics.mean(values) + 1.70 * statistics.stdev(values) / math.sqrt(45)  # beyond the 95 % point of t, 1.680
        case, _ = self.judge(f"people.mean <= {limit} @ 95 %", "1..45")
        self.assertEqual((case["judgement"], case["seeds_used"]), ("held", 45))

    def test_forms(self):
        for share in ("80", "90", "95", "97.5", "99", "99.9"):
            self.soi("check", self.scenario(f"wait.p90 <= 6 min @ {share} % because it is so"))
            self.assertEqual(self.judge(f"people.mean <= 1000000000 @ {share} %")[0]["confidence"], float(f"{float(share) / 100:.12g}"))
        for text, words in (("<= 6 min @ 94 %", "confidence '94 %'; expected 80 %"), ("<= 6 min @", "confidence ''"), ("== 6 min @ 95 %", "never equal")):
            self.assertIn(words, self.soi("check", self.scenario(f"wait.p90 {text}"), code=2).stderr)


if __name__ == "__main__":
    main()
