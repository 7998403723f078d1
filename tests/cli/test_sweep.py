"""soi sweep: plans, keys, runs that can be killed at any time, reports; in the long tier also under Snakemake and on Slurm."""

import csv
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from command import LONG, SCENARIO, SOI, Case, main

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ("runs", "stops", "hours", "points")
PLAN = """scenario: {scenario}
seeds: 1..{seeds}
set: {{duration: {duration}, expect: []}}
factors:
  service.headway: {{from: 1 min, to: 5 min, steps: {steps}}}
  passengers.flows.to-park.rate: [30 /h, 60 /h]
metrics: [wait.mean, trips.share]
"""


class Sweep(Case):
    def plan(self, seeds=2, steps=3, duration="2 min", name="plan.yaml", text=PLAN):
        return self.write(name, text.format(scenario=SCENARIO, seeds=seeds, steps=steps, duration=duration))

    def tables(self, folder):
        return {name: (self.folder / folder / f"{name}.csv").read_bytes() for name in TABLES}

    def rows(self, folder, table):
        with open(self.folder / folder / f"{table}.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def kill_and_resume(self, plan, runs, times):
        """Starts the sweep again and again, each time killed once some more runs are there; then lets it end."""
        folder = self.folder / runs
        for _ in range(times):
            before = len(list(folder.glob("*.json"))) if folder.exists() else 0
            process = self.start("sweep", plan, "--runs", runs, "--jobs", "2", "-q")
            while process.poll() is None and (len(list(folder.glob("*.json"))) if folder.exists() else 0) < before + 2:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()
        return self.soi("sweep", plan, "--runs", runs, "--jobs", "2").stdout

    def test_killed_and_resumed_it_is_the_same(self):
        plan = self.plan(*((20, 5, "5 min") if LONG else (3, 3, "2 min")))
        count = 200 if LONG else 18
        self.assertIn(f"{count} runs in whole: 0 were there, {count} made, 0 failed", self.soi("sweep", plan, "--runs", "whole", "--jobs", "1").stdout)
        self.soi("sweep", plan, "--runs", "whole", "--report", "a")
        out = self.kill_and_resume(plan, "parts", 5)
        self.assertNotIn(": 0 were there", out)
        self.soi("sweep", plan, "--runs", "parts", "--report", "b")
        self.assertEqual(self.tables("a"), self.tables("b"))
        self.assertEqual(len(self.rows("a", "runs")), count)
        self.assertIn(f"{count} were there, 0 made", self.soi("sweep", plan, "--runs", "parts").stdout)

    def test_keys_are_listed_and_made_one_by_one(self):
        plan = self.plan(steps=2)
        keys = self.soi("sweep", plan, "--list").stdout.split()
        self.assertEqual(len(set(keys)), 8)
        self.soi("sweep", plan, "--one", keys[3])
        path = self.folder / "plan-runs" / f"{keys[3]}.json"
        made = path.stat().st_mtime_ns
        self.assertEqual(json.loads(path.read_text())["key"], keys[3])
        self.soi("sweep", plan, "--one", keys[3])
        self.assertEqual(path.stat().st_mtime_ns, made)
        self.assertIn("no run of", self.soi("sweep", plan, "--one", "nothing", code=2).stderr)
        out = self.soi("sweep", plan, "--report", "r", code=5).stdout
        self.assertIn("7 of 8 runs are missing", out)
        # Keys follow what was set, the seed and the sources; not the place of the files.
        self.assertNotEqual(self.soi("sweep", plan, "--list", "--set", "duration=3 min").stdout.split()[0], keys[0])
        self.assertEqual(self.soi("sweep", plan, "--list", "--seeds", "2").stdout.split()[0], keys[1])

    def test_a_value_more_leaves_the_other_runs_where_they_are(self):
        """Keys hold the sources and what is set in that run; that another value stands first changes no other run."""
        keys = [set(self.soi("sweep", self.plan(text=PLAN.replace("[30 /h", rates)), "--list").stdout.split()) for rates in ("[30 /h", "[20 /h, 30 /h")]
        self.assertEqual((len(keys[0]), len(keys[1]), keys[0] <= keys[1]), (12, 18, True))

    def test_the_same_run_has_the_same_state_everywhere(self):
        plan = self.plan(seeds=1, steps=2)
        self.soi("sweep", plan, "-q")
        shutil.copytree(self.folder / "plan-runs", self.folder / "theirs")
        self.soi("sweep", plan, "theirs", "--report", "r")
        path = next((self.folder / "theirs").glob("*.json"))
        text = path.read_text()
        machine = json.loads(text)["machine"]
        path.write_text(text.replace(f'"machine":"{machine}"', '"machine":"elsewhere"').replace('"hash":"', '"hash":"f', 1))
        errors = self.soi("sweep", plan, "theirs", "--report", "r", code=3).stderr
        self.assertIn(machine, errors)
        self.assertIn("elsewhere", errors)
        self.assertIn(path.name, errors)

    def test_a_run_made_elsewhere_meanwhile_is_compared(self):
        plan = self.plan(seeds=1, steps=2, duration="12 h")
        key = self.soi("sweep", plan, "--list").stdout.split()[0]
        process = self.start("sweep", plan, "--one", key)
        # Once it has computed for a while it is simulating; then the other's file comes.
        while process.poll() is None and int(pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11]) < 50:
            time.sleep(0.02)
        (self.folder / "plan-runs" / f"{key}.json").write_text('{"hash": "0123", "machine": "elsewhere"}')
        errors = process.communicate()[1]
        self.assertEqual(process.returncode, 3, errors)
        self.assertIn("elsewhere came to the state 0123", errors)

    def test_what_is_not_whole_is_told(self):
        plan = self.plan(seeds=1, steps=2)
        self.soi("sweep", plan, "-q")
        path = next((self.folder / "plan-runs").glob("*.json"))
        path.write_text(path.read_text()[:100])
        self.assertIn(path.name, self.soi("sweep", plan, "--report", "r", code=3).stderr)

    def test_a_hypercube_has_a_value_of_each_part(self):
        plan = self.write("latin.yaml", f"scenario: {SCENARIO}\nseeds: 1\nsamples: 8\nset: {{duration: 1 min}}\nfactors:\n"
                          "  service.headway: {from: 0 s, to: 80 s}\n  passengers.flows.to-park.rate: {from: 0 /h, to: 160 /h}\n"
                          "  service.hold: [none]\n")
        self.soi("sweep", plan, "-q")
        self.soi("sweep", plan, "--report", "r")
        rows = self.rows("r", "runs")
        headways = [float(row["service.headway"].split()[0]) for row in rows]
        rates = [float(row["passengers.flows.to-park.rate"].split()[0]) for row in rows]
        self.assertEqual(sorted(headways), [5, 15, 25, 35, 45, 55, 65, 75])
        self.assertEqual(sorted(rates), [10 + 20 * i for i in range(8)])
        self.assertNotEqual([rate / 2 for rate in rates], headways)

    def test_reports_agree_with_the_runs(self):
        plan = self.plan(seeds=4, steps=2)
        self.soi("sweep", plan, "-q")
        out = self.soi("sweep", plan, "--report", "r").stdout
        self.assertRegex(out, r"service.headway = 1 min, passengers.flows.to-park.rate = 30 /h\n  wait.mean .*\n  trips.share .* to .*, 4 seeds\n")
        rows = [row for row in self.rows("r", "runs") if row["service.headway"] == "1 min" and row["passengers.flows.to-park.rate"] == "30 /h"]
        point = next(row for row in self.rows("r", "points") if row["metric"] == "people.mean")
        values = [float(row["people.mean"]) for row in rows]
        mean = sum(values) / 4
        deviation = (sum((value - mean) ** 2 for value in values) / 3) ** 0.5
        self.assertAlmostEqual(float(point["mean"]), mean, places=6)
        self.assertAlmostEqual(float(point["high"]) - mean, 3.182446 * deviation / 2, delta=1e-4 * mean)
        # What a run alone says, the table says.
        self.soi("run", "-q", SCENARIO, "--set", "duration=2 min", "--set", "expect=[]", "--set", "service.headway=1 min",
                 "--set", "passengers.flows.to-park.rate=30 /h", "--seed", "3", "--json", "one.json")
        self.assertAlmostEqual(float(rows[2]["people.mean"]), self.json("one.json")["metrics"]["people.mean"]["value"], places=9)
        self.assertEqual(rows[2]["hash"], self.json("one.json")["hash"])
        if shutil.which("sqlite3"):
            with sqlite3.connect(self.folder / "r" / "sweep.sqlite") as base:
                found = base.execute('select count(*), avg("people.mean") from runs where "service.headway" = ? and '
                                     '"passengers.flows.to-park.rate" = ?', ("1 min", "30 /h")).fetchone()
                self.assertEqual(found[0], 4)
                self.assertAlmostEqual(found[1], mean, places=9)
                self.assertEqual(base.execute("select count(*) from stops").fetchone()[0], len(self.rows("r", "stops")))

    def test_mistakes_have_their_place(self):
        for text, place, words in [
            ("scenari: x\n", "1:1", "did you mean 'scenario'?"),
            ("factors: {}\n", "1:1", "scenario is missing"),
            (f"scenario: {SCENARIO}\nseeds: many\n", "2:8", "expected 1..20"),
            (f"scenario: {SCENARIO}\nfactors: {{service.headway: 3 min}}\n", "2:28", "a list of values or a range"),
            (f"scenario: {SCENARIO}\nfactors: {{service.headway: []}}\n", "2:28", "the list is empty"),
            (f"scenario: {SCENARIO}\nfactors: {{service.headway: {{from: 1 min, to: 3 s, steps: 2}}}}\n", "2:28", "the same unit"),
            (f"scenario: {SCENARIO}\nfactors: {{service.headway: {{from: 1 min, to: 3 min, steps: 1}}}}\n", "2:60", "from 2 to 1000"),
            (f"scenario: {SCENARIO}\nfactors: {{service.headway: {{from: 1 min, to: 3 min}}}}\n", "2:28", "samples"),
            (f"scenario: {SCENARIO}\nmetrics: [wait.men]\n", "2:10", "did you mean wait.mean"),
            ("scenario: [\n", "2:1", ""),
        ]:
            with self.subTest(text=text):
                path = self.write("bad.yaml", text)
                errors = self.soi("sweep", path, "--list", code=2).stderr
                self.assertIn(f"{path}:{place}: ", errors)
                self.assertIn(words, errors)
        plan = self.write("key.yaml", f"scenario: {SCENARIO}\nseeds: 1\nfactors: {{service.headwy: [1 min]}}\n")
        self.assertIn("did you mean 'headway'", self.soi("sweep", plan, code=2).stderr)
        self.soi("sweep", "nowhere.yaml", code=2)

    def test_a_signal_ends_it_in_order(self):
        plan = self.plan(seeds=50, steps=2, duration="10 min")
        process = self.start("sweep", plan, "--jobs", "2")
        folder = self.folder / "plan-runs"
        while process.poll() is None and len(list(folder.glob("*.json"))) < 1:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 4)
        self.assertEqual(self.leftovers(), [])
        for path in folder.glob("*.json"):
            json.loads(path.read_text())

    @unittest.skipUnless(LONG and shutil.which("snakemake"), "Snakemake in the long tier, where it is (tools/setup.sh sweep)")
    def test_snakemake_comes_to_the_same(self):
        self.under_snakemake(["snakemake", "--cores", "2"])

    @unittest.skipUnless(LONG and shutil.which("snakemake") and shutil.which("sbatch"), "Slurm in the long tier, where it is (tools/setup.sh sweep)")
    def test_slurm_comes_to_the_same(self):
        self.under_snakemake([str(ROOT / "tests/sweep/slurm.sh"), str(self.folder / "slurm"), "snakemake", "--profile", str(ROOT / "tools/sweep/slurm")])

    def under_snakemake(self, command):
        plan = self.plan(20, 5, "5 min")
        self.soi("sweep", plan, "--runs", "whole", "-q", "--jobs", "2")
        self.soi("sweep", plan, "--runs", "whole", "--report", "a")
        done = subprocess.run([*command, "-s", str(ROOT / "tools/sweep/Snakefile"), "--config", f"plan={plan}", f"soi={pathlib.Path(SOI).resolve()}",
                               f"runs={self.folder / 'snake'}", f"report={self.folder / 'b'}"],
                              cwd=self.folder, env=dict(self.environment, HOME=str(self.folder)), text=True, capture_output=True, timeout=1500, check=False)
        if done.returncode == 77:
            self.skipTest(done.stdout)
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        self.assertEqual(self.tables("a"), self.tables("b"))

    @unittest.skipUnless(shutil.which("gnuplot"), "plots where gnuplot is (tools/setup.sh sweep)")
    def test_plots(self):
        plan = self.plan(seeds=3, steps=2)
        self.soi("sweep", plan, "-q")
        self.soi("sweep", plan, "--report", "r")
        rate = "passengers.flows.to-park.rate"
        for words in (["response", "people.mean", "service.headway"], ["boxes", "people.mean", rate],
                      ["heat", "people.mean", "service.headway", rate], ["trade", "people.mean", "vehicles.mean"]):
            done = subprocess.run([str(ROOT / "tools/sweep/plot.sh"), str(self.folder / "r"), *words], text=True, capture_output=True, timeout=120, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
            svg, png = done.stdout.split()
            self.assertIn("</svg>", pathlib.Path(svg).read_text(encoding="utf-8"))
            self.assertEqual(pathlib.Path(png).read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
        done = subprocess.run([str(ROOT / "tools/sweep/plot.sh"), str(self.folder / "r"), "response", "no.metric", "service.headway"],
                              text=True, capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 2)

    @unittest.skipUnless(shutil.which("gnuplot"), "plots where gnuplot is (tools/setup.sh sweep)")
    def test_plots_say_what_they_show(self):
        """Values in the order of their size, units, a curve for each value of another factor, texts side by side."""
        (self.folder / "r").mkdir()
        points = [(rate, hold, wait + 10 * rate) for rate in (100, 20) for hold, wait in (("none", 900), ("even, more", 600))]
        self.write("r/points.csv", "rate,hold,metric,n,mean,deviation,low,high,unit\n" + "".join(
            f'{rate} /h,"{hold}",wait.p90,3,{mean},1,{mean - 60},{mean + 60},s\n' for rate, hold, mean in points))
        self.write("r/runs.csv", "key,rate,hold,seed,verdict,hash,wait.p90\n" + "".join(
            f'k,{rate} /h,"{hold}",{seed},held,0,{mean + seed}\n' for rate, hold, mean in points for seed in range(3)))

        def texts(*words):
            done = subprocess.run([str(ROOT / "tools/sweep/plot.sh"), "r", *words], cwd=self.folder, text=True, capture_output=True, timeout=120, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
            svg = (self.folder / done.stdout.split()[0]).read_text(encoding="utf-8")
            return [re.sub("<[^>]*>", "", text).strip() for text in re.findall(r"<text.*?</text>", svg, re.S)]

        found = texts("boxes", "wait.p90", "rate", "20")
        self.assertLess(found.index("20 /h"), found.index("100 /h"))
        self.assertIn("wait.p90 in min", found)
        self.assertIn("limit 20 min", found)
        self.assertIn("wait.p90: all runs, half of them in the box, over all values of the other factors", found)
        self.assertLessEqual({"none", "even, more", "rate in /h", "wait.p90: mean over 3 seeds, with its 95 % band"}, set(texts("response", "wait.p90", "rate")))
        self.assertLessEqual({"none", "even, more", "hold", "100 /h"}, set(texts("response", "wait.p90", "hold")))
        found = texts("heat", "wait.p90", "rate", "hold")
        self.assertLessEqual({"13.3", "18.3", "26.7", "31.7", "none", "even, more"}, set(found))
        self.assertLessEqual({"20 /h", "100 /h", "rate"}, set(texts("trade", "wait.p90", "wait.p90")))


if __name__ == "__main__":
    main()
