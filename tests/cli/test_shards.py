"""soi test on several machines and in limited time: shards, the budget."""

import re

from command import ENDLESS, SCENARIO, Case, main


class Shards(Case):
    def runs(self, name):
        """(scenario, seed) of each run in a report."""
        return [(scenario["scenario"], run["seed"]) for scenario in self.json(name)["scenarios"] for run in scenario["runs"]]

    def test_each_once(self):
        """N shards together run each scenario with each seed once, and come to the same as one test."""
        other = self.variant("other.yaml", ["collisions.cart <= 0"], "duration: 2 min\n")
        words = ("test", SCENARIO, other, "--set", "duration=2 min", "--seeds", "1..5", "-q")
        self.soi(*words, "--json", "all.json", code=None)
        whole = {(one["scenario"], run["seed"]): run["hash"] for one in self.json("all.json")["scenarios"] for run in one["runs"]}
        for count in (1, 3, 7):
            met = []
            for shard in range(1, count + 1):
                self.soi(*words, "--shard", f"{shard}/{count}", "--json", "part.json", "--junit", "part.xml", code=None)
                part = self.json("part.json")
                met += self.runs("part.json")
                for one in part["scenarios"]:
                    for run in one["runs"]:
                        self.assertEqual(run["hash"], whole[one["scenario"], run["seed"]])
                # Each has its share of each scenario, and JUnit has its own runs only.
                self.assertLessEqual(max(map(len, (one["runs"] for one in part["scenarios"]))), -(-5 // count))
                names = [name for name in self.junit("part.xml") if name.startswith("run with seed")]
                self.assertEqual(len(set(names)), len({seed for _, seed in self.runs("part.json")}))
            self.assertEqual(sorted(met), sorted(whole))

    def test_told(self):
        said = self.soi("test", SCENARIO, "--set", "duration=1 min", "--seeds", "1..3", "--shard", "2/3", code=None).stdout
        self.assertRegex(said, r"\(1 of 3 seeds, ")

    def test_wrong(self):
        for text in ("0/3", "4/3", "1", "1/", "/2", "a/b", "1/2/3", ""):
            self.assertIn("such as 2/4", self.soi("test", SCENARIO, "--shard", text, code=2).stderr, text)
        self.assertIn("nothing to run, there are 3 runs in all", self.soi("test", SCENARIO, "--seeds", "1..3", "--shard", "4/4", code=2).stderr)

    def test_budget(self):
        """What is not done by then is undecided, exit code 5: never held, and no fault."""
        said = self.soi("test", SCENARIO, *ENDLESS, "--seeds", "1..3", "--jobs", "1", "--budget", "1 s", "--json", "out.json", "--junit", "out.xml",
                        code=5)
        self.assertIn("3 of 3 runs did not end within the budget: undecided", said.stdout)
        self.assertIn("0 passed, 0 failed, 1 inconclusive", said.stdout)
        self.assertEqual({run["end"] for run in self.json("out.json")["scenarios"][0]["runs"]}, {"over budget"})
        self.assertTrue(all(case[0] == "failure" and "budget" in case[1] for case in self.junit("out.xml").values()))
        self.soi("test", SCENARIO, "--set", "duration=1 min", "--set", "expect=[collisions.cart <= 0]", "--budget", "10min")

    def test_budget_failed(self):
        """What is known to be wrong by then has failed."""
        bad = self.variant("bad.yaml", ["vehicles.created <= -1"], "duration: 1 min\n")
        long = self.variant("long.yaml", ["collisions.cart <= 0"], "duration: 48 h\n")
        said = self.soi("test", bad, long, "--jobs", "1", "--budget", "4 s", code=1).stdout
        self.assertTrue(re.search(r"failed .*bad.yaml", said) and re.search(r"inconclusive .*long.yaml", said), said)


if __name__ == "__main__":
    main()
