"""soi fan: futures from one moment of a recording, each with another seed's draws, and how far their figures spread."""

import csv
import io
import json
import math
import pathlib
import signal
import statistics
import subprocess
import tempfile
import time

from command import SCENARIO, SOI, Case, main

FOLDER = tempfile.TemporaryDirectory(prefix="soi-fan-")
RUN = str(pathlib.Path(FOLDER.name) / "run.mcap")
ENDLESS = str(pathlib.Path(FOLDER.name) / "endless.mcap")
T_975_4 = 2.776445105198  # Student's t, 4 degrees of freedom
FIGURES = ["wait.mean", "vehicles.mean", "traffic.speed"]
ASKED = [word for name in FIGURES for word in ("--metric", name)]


def setUpModule():
    for words in ([SCENARIO, "--record", RUN, "--json", FOLDER.name + "/run.json"],
                  [SCENARIO, "--set", "duration=48 h", "-n", "300", "--record", ENDLESS]):
        subprocess.run([SOI, "run", "--quiet", *words], check=False, timeout=300)


def tearDownModule():
    FOLDER.cleanup()


class Fan(Case):
    def fan(self, *words, code=0):
        """The report and the rows of its CSV."""
        self.soi("fan", *words, "--json", "out.json", "--csv", "out.csv", "-q", code=code)
        with open(self.folder / "out.csv", newline="", encoding="utf-8") as file:
            return self.json("out.json"), list(csv.DictReader(file))

    def test_the_recordings_own_seed_comes_to_what_was_recorded(self):
        recorded = json.loads(pathlib.Path(FOLDER.name, "run.json").read_text("utf-8"))
        for moment in ("08:00", "08:04", "08:07:13.1"):
            report, rows = self.fan(f"{RUN}@{moment}", "--seeds", 1)
            self.assertEqual((rows[0]["hash"], report["to"]), (recorded["hash"], "08:10:00.000"))

    def test_each_future_is_that_run(self):
        """State, verdict and figures are those of soi run --from --for with that seed; the moment is the recorded one."""
        report, rows = self.fan(f"{RUN}@08:04", "--for", "3min", "--futures", 4, *ASKED, "--set", "passengers.scale=2")
        self.assertEqual([row["seed"] for row in rows], ["2", "3", "4", "5"])
        for row in rows:
            self.soi("run", "-q", "--from", f"{RUN}@08:04", "--for", "3min", "--seed", row["seed"], "--set", "passengers.scale=2",
                     "--json", "one.json", code=None)
            one = self.json("one.json")
            self.assertEqual((row["hash"], row["verdict"]), (one["hash"], one["verdict"]))
            for name in FIGURES:
                self.assertAlmostEqual(float(row[name]), one["metrics"][name]["value"])
        lines = self.soi("run", "-q", "--from", f"{RUN}@08:04", "-n", 1, "--hash-every", 1000000, code=None).stdout.split()
        self.assertEqual((report["hash"], report["set"]), (lines[1], ["passengers.scale=2"]))
        self.assertEqual(len({row["hash"] for row in rows}), 4)

    def test_figures(self):
        report, rows = self.fan(f"{RUN}@08:04", "--for", "3min", "--seeds", "11..15", *ASKED)
        self.assertEqual([(one["seed"], one["hash"]) for one in report["runs"]], [(int(row["seed"]), row["hash"]) for row in rows])
        for row in report["metrics"]:
            values = sorted(float(one[row["name"]]) for one in rows)
            self.assertAlmostEqual(row["mean"], statistics.mean(values))
            self.assertAlmostEqual(row["deviation"], statistics.stdev(values))
            self.assertAlmostEqual(row["high"] - row["mean"], T_975_4 * statistics.stdev(values) / math.sqrt(5))
            self.assertAlmostEqual(row["high"] + row["low"], 2 * row["mean"])
            for name, at in (("p10", 0), ("p50", 2), ("p90", 4)):
                self.assertAlmostEqual(row[name], values[at])
        self.assertEqual(sum(report["verdicts"].values()), 5)

    def test_the_expectations_figures_when_none_are_asked_for(self):
        text = self.soi("fan", f"{RUN}@08:04", "--for", "1min", "--futures", 3, "--no-progress").stdout
        self.assertIn("08:04:00.000 to 08:05:00.000: 3 futures", text)
        for name in ("collisions.lawful", "wait.p90", "people.mean", "gridlock"):
            self.assertRegex(text, rf"(?m)^{name} ")
        self.assertRegex(text, r"\nexpectations: held in \d, failed in \d, inconclusive in \d of 3 futures\n$")

    def test_a_figure_without_a_value(self):
        """In ten seconds nobody ends a trip: no value, and not 0."""
        report, rows = self.fan(f"{RUN}@08:04", "--for", "10 s", "--futures", 3, "--metric", "loop.mean")
        self.assertEqual((report["metrics"][0]["futures"], report["metrics"][0]["mean"], rows[0]["loop.mean"]), (0, None, ""))
        text = self.soi("fan", f"{RUN}@08:04", "--for", "10 s", "--futures", 3, "--metric", "loop.mean").stdout
        self.assertRegex(text, r"loop.mean +in no future is there a value")

    def test_the_same_whatever_the_jobs(self):
        words = ["fan", f"{RUN}@08:06:30", "--for", "1min", "--futures", 9, *ASKED, "--no-progress", "--csv", "out.csv", "--json", "out.json"]
        told = set()
        for jobs in (1, 2, 5):
            out = self.soi(*words, "--jobs", jobs).stdout
            told.add((out, (self.folder / "out.csv").read_bytes(), (self.folder / "out.json").read_bytes()))
        self.assertEqual(len(told), 1)

    def test_a_csv_goes_to_standard_output(self):
        out = self.soi("fan", f"{RUN}@08:09", "--futures", 2, "--csv", "-", "--metric", "wait.mean").stdout
        self.assertEqual([row["seed"] for row in csv.DictReader(io.StringIO(out))], ["2", "3"])


class Wrong(Case):
    def test_input(self):
        for words, message in (([RUN], "expected FILE@TIME"),
                               ([f"{RUN}@09:00"], "which goes from 08:00:00.000 to 08:10:00.000"),
                               ([f"{RUN}@noon"], "is no time of day"),
                               (["none.mcap@08:00"], "none.mcap cannot be read"),
                               ([f"{SCENARIO}@08:00"], "cannot be read"),
                               ([f"{RUN}@08:04", "--for", "1 h"], "60.0 min from 08:04:00 on is more than the scenario has"),
                               ([f"{RUN}@08:10"], "anything from 08:10:00 on is more than the scenario has"),
                               ([f"{RUN}@08:04", "--futures", "0"], "--futures: '0' is wrong"),
                               ([f"{RUN}@08:04", "--futures", "100001"], "expected at most 100000"),
                               ([f"{RUN}@08:04", "--futures", "3", "--seeds", "1"], "both say how many"),
                               ([f"{RUN}@08:04", "--seeds", "1,1"], "each once"),
                               ([f"{RUN}@08:04", "--metric", "wait.p91"], "expected a metric"),
                               ([f"{RUN}@08:04", "--set", "nonsense=3"], "--set nonsense:1:1: unknown key 'nonsense'"),
                               ([f"{RUN}@08:04", "--set", "capacity.people=700"], "capacity.people is 700, but was 2000"),
                               ([f"{RUN}@08:04", "--csv", RUN], "is read by this very command")):
            self.assertIn(message, self.soi("fan", *words, code=2).stderr)
        self.assertIn("cannot", self.soi("fan", f"{RUN}@08:04", "--csv", "no/such.csv", code=3).stderr)

    def test_a_run_within_the_warm_up_judges_nothing(self):
        words = ["run", "-q", SCENARIO, "--set", "warmup=1min", "--for"]
        self.assertIn("--for: the warm-up takes as long", self.soi(*words, "1min", code=2).stderr)
        self.assertNotEqual(self.soi(*words, "61 s", code=None).returncode, 2)

    def test_a_fault_in_a_future_is_told_and_the_others_count(self):
        result = self.soi("fan", f"{RUN}@08:04", "--futures", 2, "--inject-fault", "2500:assert", "--csv", "out.csv", code=3)
        self.assertRegex(result.stderr, r"soi fan: seed 3: .*assert")
        self.assertEqual((self.folder / "out.csv").read_text("utf-8").count("\n"), 1)


class Stopped(Case):
    def test_a_signal_leaves_what_is_there(self):
        process = self.start("fan", f"{RUN}@08:00", "--futures", 100000, "--jobs", 2, "--csv", "out.csv", "--json", "out.json")
        for _ in range(3):
            self.assertIn("of 100000", process.stderr.readline())
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 4, out + error)
        self.assertRegex(error, r"stopped by SIGINT: \d+ of 100000 futures came to their end")
        with open(self.folder / "out.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertGreaterEqual(len(rows), 3)
        self.assertEqual(self.json("out.json")["futures"], len(rows))
        self.assertIn(f": {len(rows)} futures", out)

    def test_a_time_limit(self):
        result = self.soi("fan", f"{ENDLESS}@08:00:20", "--futures", 2, "--time-limit", "1 s", code=4)
        self.assertIn("soi fan: seed 3: stopped by time limit", result.stderr)

    def test_a_killed_parent_leaves_no_child(self):
        process = self.start("fan", f"{ENDLESS}@08:00:20", "--jobs", 2)
        for _ in range(100):
            if len(self.children(process)) == 2:
                break
            time.sleep(0.1)
        running = self.children(process)
        self.assertEqual(len(running), 2)
        process.kill()
        process.wait()
        self.assert_gone(running)


if __name__ == "__main__":
    main()
