"""soi test: many scenarios and seeds, each run in a process of its own, to one verdict."""

import os
import pathlib
import shutil
import signal
import time
import unittest
import xml.etree.ElementTree

from command import DATA, LONG, MAP, PART, SCENARIO, USUAL, Case, main


class Suite(Case):
    def last(self, result):
        return result.stdout.splitlines()[-1]

    def test_one_scenario(self):
        result = self.soi("test", SCENARIO)
        self.assertEqual(self.last(result), "1 passed, 0 failed, 0 inconclusive")
        self.assertRegex(result.stdout, r"(?m)^held +.*block-morning\.yaml \(\d+\.\d s\)$")

    def test_a_directory(self):
        """Maps are passed over, parts are named and passed over, hidden files are not seen."""
        shutil.copytree(DATA, self.folder / "all")
        (self.folder / "all" / "inner").mkdir()
        self.variant("all/inner/second.yml", [])
        self.write("all/.hidden.yaml", "not: [a scenario")
        self.write("all/scenario.schema.json", "{}")
        result = self.soi("test", "all")
        self.assertEqual(self.last(result), "2 passed, 0 failed, 0 inconclusive")
        self.assertIn("part          all/common.yaml", result.stdout)
        self.assertIn("all/inner/second.yml", result.stdout)
        self.assertNotIn("all/block.yaml", result.stdout)
        self.assertNotIn("hidden", result.stdout)

    def test_a_path_given_twice_is_one_test(self):
        (self.folder / "เช้า 朝").mkdir()
        self.variant("เช้า 朝/good.yaml", [])
        result = self.soi("test", "เช้า 朝", "เช้า 朝/good.yaml", "เช้า 朝", "--junit", "ผล.xml")
        self.assertEqual(self.last(result), "1 passed, 0 failed, 0 inconclusive")
        self.assertEqual(list(self.junit("ผล.xml")), ["run", *USUAL])

    def test_a_spoilt_file_does_not_vanish(self):
        (self.folder / "all").mkdir()
        self.write("all/spoilt.yaml", "name: [never closed\n")
        self.variant("all/good.yaml", [])
        result = self.soi("test", "all", code=2)
        self.assertEqual(self.last(result), "1 passed, 1 failed, 0 inconclusive")
        self.assertRegex(result.stdout, r"(?m)^wrong input +all/spoilt\.yaml")
        self.assertIn("all/spoilt.yaml:", result.stdout)

    def test_nothing_to_test(self):
        (self.folder / "empty").mkdir()
        self.assertIn("no scenario found", self.soi("test", "empty", code=2).stderr)
        shutil.copy(PART, self.folder / "empty")
        self.assertIn("no scenario found", self.soi("test", "empty", code=2).stderr)

    PARTS = {"vehicles": "traffic: {flows: {a: {from: x, to: y, rate: 12 /h}}}\n",
             "walkers": "pedestrians: {flows: {a: {from: x, to: y, rate: 12 /h}}}\n",
             "riders": "passengers: {flows: {a: {from: x, to: y, rate: 12 /h}}}\n",
             "trains": "timetables: {t: {times: [07:00]}}\npassengers: {flows: {a: {from: x, to: y, timetable: t, per_arrival: 5}}}\n",
             "carts": "fleet: {c: {type: cart6, route: loop, depot: yard}}\nservice: {hold: even_headway, hold_stop: s}\n",
             "trouble": "incidents: {i: {kind: closed_lane, road: r, at: 07:10}}\ntour: [{at: 07:00, stop: s, text: here}]\n"}

    def test_parts_are_good_and_no_tests(self):
        """What a part refers to is not known, and no model is made of it."""
        (self.folder / "all").mkdir()
        paths = [self.write(f"all/{name}.yaml", text) for name, text in self.PARTS.items()]
        for path in paths:
            self.assertIn("a good part of a scenario", self.soi("check", path).stdout)
            for command in ("run", "bench", "test"):
                result = self.soi(command, path, code=2)
                self.assertIn(":1:1: map is missing", result.stdout + result.stderr)
        self.variant("all/good.yaml", [])
        result = self.soi("test", "all", "--set", "fleet.cart-1.start=08:01", "--junit", "out.xml", "--json", "out.json")
        self.assertEqual(self.last(result), "1 passed, 0 failed, 0 inconclusive")
        self.assertEqual(list(self.junit("out.xml")), ["run", *USUAL])
        self.assertEqual(len(self.json("out.json")["scenarios"]), 1)

    def test_a_part_or_a_map_by_name_is_wrong(self):
        self.assertIn("map is missing", self.soi("test", PART, code=2).stdout)
        self.assertIn("expected a scenario", self.soi("test", MAP, code=2).stdout)

    def test_exit_codes(self):
        """The gravest of all: 3, then 2, 4, 1, 5 and 0."""
        held = self.variant("held.yaml", ["people.mean >= 1"])
        failed = self.variant("failed.yaml", ["people.mean >= 1000"])
        unknown = self.variant("unknown.yaml", ["trip.mean <= 1 h"], extra="duration: 5 s\n")
        wrong = self.write("wrong.yaml", "seed: many\n")
        self.soi("test", held)
        self.soi("test", held, unknown, code=5)
        self.soi("test", held, unknown, failed, code=1)
        self.soi("test", held, unknown, failed, wrong, code=2)
        result = self.soi("test", held, unknown, failed, wrong, "--inject-fault", "20", code=3)
        self.assertEqual(self.last(result), "0 passed, 4 failed, 0 inconclusive")
        result = self.soi("test", held, unknown, failed, wrong, "--json", "out.json", code=2)
        self.assertEqual(self.last(result), "1 passed, 2 failed, 1 inconclusive")
        report = self.json("out.json")
        self.assertEqual((report["passed"], report["failed"], report["inconclusive"], report["exit_code"]), (1, 2, 1, 2))

    def test_a_seed_counts_once(self):
        for seeds in ("1,1,1", "1..5,3", "3,1..5", "5..1", "1..", "..5", "1,,2", "", "1..200000", "-1", "0x1", "1..5..9"):
            self.assertIn("each once", self.soi("test", SCENARIO, "--seeds", seeds, code=2).stderr, seeds)

    def test_seeds(self):
        result = self.soi("test", SCENARIO, "--seeds", "1..3,7", "--json", "out.json", "--junit", "out.xml", "--jobs", "3")
        self.assertIn("(4 seeds, ", result.stdout)
        scenario = self.json("out.json")["scenarios"][0]
        self.assertEqual([run["seed"] for run in scenario["runs"]], [1, 2, 3, 7])
        self.assertEqual(len({run["hash"] for run in scenario["runs"]}), 4)
        values = sorted(run["metrics"]["people.mean"]["value"] for run in scenario["runs"])
        row = next(row for row in scenario["expectations"] if row["expectation"] == "people.mean >= 1")
        # The median by nearest rank is the second of four; the worst of "at least" is the least.
        self.assertEqual((row["median"], row["worst"]), (values[1], values[0]))
        cases = self.junit("out.xml")
        self.assertEqual(len(cases), 4 + 3 + len(USUAL))
        self.assertIn("run with seed 7", cases)

    def test_a_seed_gives_what_run_gives(self):
        self.soi("test", SCENARIO, "--seeds", "5", "--json", "test.json")
        self.soi("run", "-q", SCENARIO, "--seed", "5", "--json", "run.json")
        run = self.json("test.json")["scenarios"][0]["runs"][0]
        alone = self.json("run.json")
        self.assertEqual(run["hash"], alone["hash"])
        self.assertEqual(run["metrics"], alone["metrics"])
        self.assertEqual(run["metrics"]["wait.p90"]["unit"], "s")

    def test_what_was_set_is_recorded(self):
        sets = ["traffic.scale=0.5", "seed=3", "expect=[people.mean >= 1]"]
        options = [word for text in sets for word in ("--set", text)]
        self.soi("test", SCENARIO, *options, "--json", "test.json")
        self.soi("run", "-q", SCENARIO, *options, "--json", "run.json", "--record", "run.mcap")
        self.assertEqual(self.json("test.json")["set"], sets)
        self.assertEqual(self.json("run.json")["set"], sets)
        self.soi("run", "-q", "--from", "run.mcap@08:05", "--set", "traffic.scale=0.6", "--json", "fork.json")
        self.assertEqual(self.json("fork.json")["set"], [*sets, "traffic.scale=0.6"])
        self.assertEqual(self.json("fork.json")["seed"], 3)

    def test_a_seed_beyond_a_signed_number(self):
        seed = str(2**64 - 1)
        self.soi("test", SCENARIO, "--seeds", seed, "--json", "out.json", "--junit", "out.xml")
        scenario = self.json("out.json")["scenarios"][0]
        self.assertEqual((scenario["runs"][0]["seed"], scenario["expectations"][0]["worst_seed"]), (seed, seed))
        self.assertEqual(self.properties("out.xml")["seed"], seed)

    def properties(self, name, where="./testsuite"):
        root = xml.etree.ElementTree.parse(self.folder / name).getroot()
        return {row.get("name"): row.get("value") for row in root.find(where).findall("properties/property")}

    def test_junit_tells_of_the_run(self):
        """The run's time on each case; version, seed, hash and the values of what is expected, also by soi run."""
        version = self.soi("--version").stdout.split()[1]
        for words in (["test", SCENARIO, "--seeds", "5"], ["run", "-q", SCENARIO, "--seed", "5", "--json", "run.json"]):
            self.soi(*words, "--junit", "out.xml")
            for case in xml.etree.ElementTree.parse(self.folder / "out.xml").getroot().iter("testcase"):
                self.assertGreater(float(case.get("time")), 0, case.get("name"))
            found = self.properties("out.xml")
        report = self.json("run.json")
        usual = {"standing.share": "0", "gridlock": "0", "deadlocks": "0"}
        self.assertEqual(found, {"version": version, "seed": "5", "hash": report["hash"], "collisions.lawful": "0", **usual,
                                 "wait.p90": f"{report['metrics']['wait.p90']['value']} s",
                                 "people.mean": str(report["metrics"]["people.mean"]["value"])})
        # Of a ratio also what it is made of.
        ratio = "passengers.served / passengers.created"
        scenario = self.variant("ratio.yaml", [f"{ratio} >= 10 %"])
        for words in (["test", scenario], ["run", "-q", scenario]):
            self.soi(*words, "--junit", "out.xml")
            found = self.properties("out.xml")
            self.assertEqual(set(found) - {"version", "seed", "hash", *usual}, {ratio, "passengers.created", "passengers.served"})
            self.assertAlmostEqual(float(found[ratio]), float(found["passengers.served"]) / float(found["passengers.created"]))
        self.soi("test", SCENARIO, "--seeds", "4,5", "--junit", "out.xml")
        self.assertEqual(list(self.properties("out.xml")), ["version"])
        self.assertEqual(self.properties("out.xml", "./testsuite/testcase[@name='run with seed 5']")["hash"], report["hash"])

    def test_junit_types(self):
        """Inconclusive is a failure of its own type; fault, wrong input and time-out are errors."""
        unknown = self.variant("unknown.yaml", ["trip.mean <= 1 h"], extra="duration: 5 s\n")
        wrong = self.write("wrong.yaml", "seed: many\n")
        for words, code, expected in (
                ([unknown], 5, ("failure", "inconclusive")),
                ([self.variant("failed.yaml", ["people.mean >= 1000"])], 1, ("failure", "expectation")),
                ([wrong], 2, ("error", "wrong input")),
                ([SCENARIO, "--inject-fault", "30"], 3, ("error", "fault")),
                ([SCENARIO, "--set", "duration=48 h", "--time-limit", "300 ms"], 4, ("error", "out of time"))):
            for command in ("test", "run"):
                with self.subTest(command=command, expected=expected):
                    self.soi(command, "-q", *words, "--junit", "out.xml", code=code)
                    root = xml.etree.ElementTree.parse(self.folder / "out.xml").getroot()
                    found = {(element.tag, element.get("type")) for case in root.iter("testcase") for element in case if element.tag != "properties"}
                    self.assertIn(expected, found)
                    if code in (2, 3):
                        self.assertEqual(len(found), 1)

    def test_a_line_a_run(self):
        result = self.soi("test", SCENARIO, self.variant("bad.yaml", ["people.mean >= 1000"]), "--seeds", "1..3", code=1)
        lines = result.stderr.splitlines()
        self.assertEqual([line.split(":")[0] for line in lines], [f"run {i} of 6" for i in range(1, 7)])
        self.assertEqual(sum(": held (" in line for line in lines), 3)
        self.assertRegex(result.stderr, r"(?m)^run \d of 6: .*bad\.yaml, seed 2: failed \(\d+\.\d s\)$")
        for word in ("--quiet", "--no-progress"):
            self.assertEqual(self.soi("test", SCENARIO, word).stderr, "")

    @unittest.skipUnless(LONG, "takes more than a minute")
    def test_a_line_a_minute(self):
        result = self.soi("test", SCENARIO, "--inject-fault", "30:hang", "--time-limit", "50 s", code=4)
        self.assertRegex(result.stderr, r"(?m)^0 of 1 runs done; at work: .*block-morning\.yaml, for 5\d s$")

    def test_the_worst_value_is_judged(self):
        """A limit between median and worst: the median holds, the worst does not, and its seed is named."""
        seeds = "1..5"
        self.soi("test", SCENARIO, "--seeds", seeds, "--json", "out.json")
        runs = self.json("out.json")["scenarios"][0]["runs"]
        values = {run["metrics"]["people.mean"]["value"]: run["seed"] for run in runs}
        ordered = sorted(values)
        median, worst = ordered[2], ordered[4]
        self.assertLess(median, worst)
        scenario = self.variant("between.yaml", [f"people.mean <= {(ordered[3] + worst) / 2:.6f}"])
        result = self.soi("test", scenario, "--seeds", seeds, "--junit", "out.xml", code=1)
        (_, message), = (case for name, case in self.junit("out.xml").items() if name.startswith("people.mean"))
        self.assertRegex(message, rf"people\.mean over 5 seeds: the median \S+ holds, the worst \S+ \(seed {values[worst]}\) does not; "
                                  r"expected people\.mean <= ")
        self.assertIn(message, result.stdout)
        # Below the median both fail.
        scenario = self.variant("below.yaml", [f"people.mean <= {ordered[0] / 2:.6f}"])
        self.assertRegex(self.soi("test", scenario, "--seeds", seeds, code=1).stdout, r"the median \S+ does not, the worst \S+ \(seed \d\) does not")

    def test_jobs_change_nothing(self):
        one, three = (self.soi("test", SCENARIO, "--seeds", "1..6", "--jobs", jobs, "--json", f"{jobs}.json") for jobs in ("1", "3"))
        self.assertEqual(self.last(one), self.last(three))
        self.assertEqual((self.folder / "1.json").read_bytes(), (self.folder / "3.json").read_bytes())

    def test_a_crash_is_an_error_case(self):
        for kind, words in (("crash", "signal 11"), ("assert", "assertion failed")):
            with self.subTest(kind=kind):
                result = self.soi("test", SCENARIO, "--seeds", "1,2", "--inject-fault", f"30:{kind}", "--junit", "out.xml", code=3)
                self.assertEqual(self.last(result), "0 passed, 1 failed, 0 inconclusive")
                for seed in (1, 2):
                    element, message = self.junit("out.xml")[f"run with seed {seed}"]
                    self.assertEqual(element, "error")
                    self.assertIn(words, message)

    def test_a_hang_is_killed(self):
        began = time.monotonic()
        result = self.soi("test", SCENARIO, "--inject-fault", "30:hang", "--time-limit", "1 s", "--junit", "out.xml", code=4)
        self.assertLess(time.monotonic() - began, 60)
        self.assertIn("did not answer", result.stdout)
        self.assertEqual(self.junit("out.xml")["run"][0], "error")

    def test_time_limit(self):
        result = self.soi("test", SCENARIO, "--set", "duration=48 h", "--time-limit", "500 ms", "--junit", "out.xml", code=4)
        self.assertRegex(result.stdout, r"(?m)^out of time ")
        self.assertIn("stopped by time limit", self.junit("out.xml")["run"][1])

    def test_signals_end_all_children(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(signal=number):
                process = self.start("test", SCENARIO, "--set", "duration=48 h", "--seeds", "1..4", "--jobs", "2", "--junit", "out.xml",
                                     "--json", "out.json")
                time.sleep(1)
                process.send_signal(number)
                out, error = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 4, out + error)
                self.assertRegex(out, r"stopped by SIGTERM")
                self.assertEqual(out.count("not run"), 1)
                self.assertIn("\nnot run       2 runs: soi test was stopped before them\n0 passed, 0 failed, 0 inconclusive, 1 stopped\n", out)
                self.assertEqual([run["end"] for run in self.json("out.json")["scenarios"][0]["runs"]],
                                 ["stopped", "stopped", "not run", "not run"])
                self.assertEqual(len(self.junit("out.xml")), 4)

    def test_what_was_not_run_did_not_fail(self):
        """One line for all of it, and a count of its own; what failed before the signal stays failed."""
        (self.folder / "all").mkdir()
        self.variant("all/1.yaml", ["people.mean <= 0"])
        for number in range(2, 7):
            self.variant(f"all/{number}.yaml", [], "duration: 48 h\n")
        process = self.start("test", "all", "--jobs", "1", "--json", "out.json")
        self.assertIn("failed", process.stdout.readline())
        time.sleep(0.5)
        process.terminate()
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 4)
        self.assertEqual(out.count("not run"), 2)
        self.assertEqual(out.splitlines()[-2:], ["not run       4 runs: soi test was stopped before them",
                                                 "0 passed, 1 failed, 0 inconclusive, 1 stopped, 4 not run"])
        self.assertEqual([self.json("out.json")[name] for name in ("failed", "stopped", "not_run")], [1, 1, 4])

    def test_a_killed_parent_leaves_no_child_and_a_report(self):
        """After SIGKILL: the runs die too, and JUnit tells of those that had ended."""
        (self.folder / "all").mkdir()
        self.variant("all/1.yaml", ["people.mean <= 0"])
        self.variant("all/2.yaml", [], "duration: 48 h\n")
        process = self.start("test", "all", "--jobs", "2", "--junit", "out.xml")
        for _ in range(600):
            if (self.folder / "out.xml").exists() and "<failure" in (self.folder / "out.xml").read_text("utf-8"):
                break
            time.sleep(0.1)
        running = self.children(process)
        self.assertEqual(len(running), 1)
        process.kill()
        process.wait()
        self.assert_gone(running)
        cases = self.junit("out.xml")
        self.assertEqual(cases["people.mean <= 0"][0], "failure")
        self.assertIn("not run", cases["run"][1])

    def test_killed_before_a_run_ended_no_old_report_stands(self):
        self.variant("long.yaml", [], "duration: 48 h\n")
        self.write("out.xml", "<testsuites/>\n")
        process = self.start("test", "long.yaml", "--junit", "out.xml")
        for _ in range(100):
            if "testsuite " in (self.folder / "out.xml").read_text("utf-8"):
                break
            time.sleep(0.1)
        process.kill()
        process.wait()
        kind, message = self.junit("out.xml")["run"]
        self.assertEqual(kind, "skipped")
        self.assertIn("not run", message)

    def test_a_device_is_written_once(self):
        """JUnit into what is no plain file comes at the end, whole."""
        self.variant("long.yaml", [], "duration: 10 h\n")
        read, write = os.pipe()
        process = self.start("test", SCENARIO, "long.yaml", "--jobs", "1", "--quiet", "--junit", f"/dev/fd/{write}", pass_fds=[write])
        os.close(write)
        with open(read, encoding="utf-8") as stream:
            text = stream.read()
        self.assertEqual(process.wait(timeout=100), 0)
        self.assertEqual(text.count("<testsuites"), 1)

    def test_set_and_verbose(self):
        result = self.soi("test", SCENARIO, "--set", "pedestrians.scale=0", "--set", "passengers.scale=0", "-v", code=1)
        self.assertIn("held: collisions.lawful <= 0", result.stdout)
        self.assertIn("people.mean is 0; expected >= 1", result.stdout)
        self.assertIn("did you mean 'duration'?", self.soi("test", SCENARIO, "--set", "durration=1 s", code=2).stdout)

    def test_quiet(self):
        self.assertEqual(self.soi("test", "--quiet", SCENARIO).stdout, "")

    def test_reports_that_cannot_be_written(self):
        for option in ("--json", "--junit"):
            self.assertIn("No such file", self.soi("test", SCENARIO, option, "no/out", code=3).stderr)

    def test_links_that_go_round(self):
        (self.folder / "all").mkdir()
        os.symlink("..", self.folder / "all" / "round")
        self.variant("all/good.yaml", [])
        self.assertEqual(self.last(self.soi("test", "all")), "1 passed, 0 failed, 0 inconclusive")


if __name__ == "__main__":
    main()
