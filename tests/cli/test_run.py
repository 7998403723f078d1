"""soi run: verdicts and their exit codes, the reports, and what happens when a run is stopped or cannot write."""

import csv
import os
import pty
import re
import resource
import signal
import stat
import time

from command import DATA, ENDLESS, MAP, PART, SCENARIO, USUAL, Case, main


class Verdicts(Case):
    def test_all_held_is_0(self):
        result = self.soi("run", SCENARIO, "--junit", "out.xml", "--json", "out.json")
        self.assertIn("6 of 6 expectations held", result.stdout)
        self.assertEqual(self.junit("out.xml"), {"run": None, "collisions.lawful <= 0": None, "wait.p90 <= 10 min": None,
                                                 "people.mean >= 1": None, **dict.fromkeys(USUAL)})
        self.assertEqual((self.json("out.json")["verdict"], self.json("out.json")["exit_code"]), ("held", 0))

    def test_a_limit_that_fails_is_1(self):
        """The JUnit names the metric, the limit and the value."""
        scenario = self.variant("strict.yaml", ["people.mean >= 1", "people.mean <= 0.5", "wait.p90 <= 1 s"])
        result = self.soi("run", scenario, "--junit", "out.xml", "--json", "out.json", code=1)
        cases = self.junit("out.xml")
        self.assertIsNone(cases["people.mean >= 1"])
        for name, metric, limit in (("people.mean <= 0.5", "people.mean", "<= 0.5"), ("wait.p90 <= 1 s", "wait.p90", "<= 1 s")):
            kind, message = cases[name]
            self.assertEqual(kind, "failure")
            self.assertRegex(message, rf"^{metric} is [0-9.]+( s| min)?; expected {limit}$")
            self.assertIn(message, result.stdout)
        report = self.json("out.json")
        self.assertEqual(report["verdict"], "failed")
        failed = {row["metric"]: row for row in report["expectations"] if row["judgement"] == "failed"}
        self.assertEqual(failed["wait.p90"]["limit"], 1)
        self.assertGreater(failed["wait.p90"]["value"], 1)

    def test_wrong_input_is_2(self):
        bad = self.write("bad.yaml", f"extends: {SCENARIO}\ndurration: 5 min\nseed: many\n")
        result = self.soi("run", bad, "--junit", "out.xml", "--json", "out.json", code=2)
        self.assertEqual(result.stdout, "")
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertRegex(lines[0], r"bad\.yaml:2:1: unknown key 'durration'.*did you mean 'duration'\?")
        self.assertRegex(lines[1], r"bad\.yaml:3:7: ")
        self.assertEqual(self.json("out.json")["errors"], lines)
        self.assertEqual(self.json("out.json")["exit_code"], 2)
        self.assertIn("<error", (self.folder / "out.xml").read_text())
        self.junit("out.xml")

    def test_a_map_or_a_part_is_no_scenario(self):
        self.assertIn("the file is a map; expected a scenario", self.soi("run", MAP, code=2).stderr)
        self.assertRegex(self.soi("run", PART, code=2).stderr, r"common\.yaml:\d+:1: map is missing")

    LATE = ("duration: 1 h\nfleet: {cart-1: {start: 08:05}}\nincidents: {a: {kind: rain, rain: 5 mm/h, at: 08:20}}\n"
            "timetables: {t: {times: [08:30]}}\npedestrians: {flows: {t: {from: school, to: park, timetable: t, per_arrival: 1}}}\ncaptions: [{at: 08:00, text: x}, {at: 08:40, text: y}]\n"
            "tour: [{at: 08:01, whole: yes, text: x}, {at: 08:16, whole: yes, text: y}]\n")

    def test_a_shorter_run_leaves_out_what_comes_later_and_tells(self):
        late = self.variant("late.yaml", [], extra=self.LATE)
        self.assertEqual(self.soi("check", late).stderr, "")
        told = self.soi("check", late, "--set", "duration=16 min").stderr
        for key in ("incidents.a.at", "timetables.t.times", "captions.at", "tour.at"):
            self.assertRegex(told, rf"late\.yaml:\d+:\d+: {key}: .*left out")
        self.assertEqual(len(told.splitlines()), 4)
        self.soi("run", late, "--set", "duration=16 min", "--json", "out.json")
        self.assertEqual(self.json("out.json")["left_out"], told.splitlines())
        self.assertIn("incidents.a.at: 08:20 is not before", self.soi("test", late, "--set", "duration=16 min", "--seeds", "1,2").stdout)
        self.assertIn("timetables.t.times: nothing arrives during", self.soi("check", late, "--set", "start=07:30", "--set", "warmup=0 s", code=2).stderr)

    PUT_OFF = ("duration: 6 min\nincidents:\n  first: {kind: parked_vehicle, at: 08:01, duration: 2 min, road: single, from: 800 m}\n"
               "  van: {kind: parked_vehicle, at: 08:02, duration: 1 h, road: single, from: 798 m}\n"
               "  never: {kind: parked_vehicle, at: 08:04, road: single, from: 797 m}\n")

    def test_an_incident_that_was_put_off_is_told(self):
        """What, from when to when, why: in all reports, in those of a run that went on from a recording, and in its events."""
        place = DATA.parents[1] / "places" / "straight-traffic.yaml"
        scenario = self.write("vans.yaml", f"extends: {place}\n{self.PUT_OFF}")
        why = ": a vehicle was there"
        van = "incident van (parked_vehicle) put off from 08:02:00 to 08:03:02.700" + why
        never = "incident never (parked_vehicle) put off from 08:04:00, and had not taken place by 08:06:00" + why
        text = self.soi("run", scenario, "--json", "out.json", "--junit", "out.xml", "--record", "run.mcap").stdout
        self.assertIn(f"\nPut off\n  {van}\n  {never}\n", text)
        told = self.json("out.json")["put_off"]
        self.assertEqual([row["message"] for row in told], [van, never])
        self.assertEqual(told[0], {"incident": "van", "cart": None, "kind": "parked_vehicle", "from": "08:02:00.000", "to": "08:03:02.700",
                                   "seconds": 62.7, "why": {"vehicle": 62.7}, "message": van})
        self.assertIsNone(told[1]["to"])
        for message in (van, never):
            self.assertIn(f'<property name="put_off" value="{message}"/>', (self.folder / "out.xml").read_text())
        self.soi("run", "--from", "run.mcap@08:02:30", "--json", "on.json")
        self.assertEqual(self.json("on.json")["put_off"], told)
        self.soi("replay", "run.mcap", "--csv", "out")
        with open(self.folder / "out" / "events.csv", newline="", encoding="utf-8") as table:
            rows = [(row["event"], row["incident"], row["reason"], row["value"]) for row in csv.DictReader(table) if row["incident"]]
        self.assertEqual(rows, [("put off", "van", "a vehicle was there", ""), ("took place late", "van", "", "62.7"),
                                ("put off", "never", "a vehicle was there", "")])
        text = self.soi("test", scenario, "--seeds", "1,2", "--verbose", "--junit", "test.xml", "--json", "test.json").stdout
        self.assertIn(f"seed 2: {van}\n", text)
        self.assertEqual((self.folder / "test.xml").read_text().count('name="put_off"'), 4)
        self.assertEqual(self.json("test.json")["scenarios"][0]["runs"][1]["put_off"], [van, never])
        self.assertNotIn("Put off", self.soi("run", SCENARIO).stdout)

    def test_passengers_without_room_are_counted(self):
        """Who came and has not got in by the end, for want of a row in the table or of floor at the gate."""
        full = ["--set", "capacity.people=2", "--set", "capacity.allow_overflow=yes", "--set", "passengers.flows.to-park.rate=600 /h", "--set", "expect=[]"]
        figures = []
        for more in ([], full):
            self.soi("run", "-q", SCENARIO, *more, "--json", "run.json", code=None)
            metrics = self.json("run.json")["metrics"]
            figures.append({name: metrics[f"passengers.{name}"]["value"] for name in ("created", "served", "gave_up", "refused")})
        self.assertEqual(figures[0]["refused"], 0)
        done = figures[1]["served"] + figures[1]["gave_up"]
        self.assertTrue(figures[1]["created"] - done - 2 <= figures[1]["refused"] <= figures[1]["created"] - done, figures[1])
        self.assertGreater(figures[1]["refused"], 50)

    def test_a_vehicle_that_could_not_be_parked_is_wrong_input(self):
        place = DATA.parents[1] / "places" / "straight-traffic.yaml"
        van = "incidents.a={kind: parked_vehicle, at: 08:02, road: single, from: 100 m, offset: %s}"
        self.assertRegex(self.soi("check", place, "--set", van % "-5 m", code=2).stderr, "'a' would stand 5.0 m from the middle of a lane 3.4 m wide")
        self.soi("check", place, "--set", van % "3 m")
        quiet = ["--set", "traffic.flows={}", "--set", van % "0 m"]
        self.assertIn("without traffic no end of the map is in use; a flow in traffic.flows, of 0 /h if need be, expected",
                      self.soi("check", place, *quiet, code=2).stderr)
        self.soi("check", SCENARIO, "--set", "traffic.flows.eastward.rate=0 /h",
                 "--set", "incidents.a={kind: parked_vehicle, at: 08:02, road: left, from: 20 m}")

    def test_null_takes_out_what_another_scenario_says(self):
        base = self.variant("base.yaml", [], extra="incidents: {a: {kind: rain, rain: 5 mm/h, at: 08:02}, b: {kind: rain, rain: 9 mm/h, at: 08:04}}\n"
                            "captions: [{at: 08:00, text: x}, {at: 08:01, text: y}]\n")
        for null in ("null", "~"):
            less = self.write("less.yaml", f"extends: {base}\nincidents: {{a: {null}}}\npedestrians: {null}\n")
            self.assertIn("there is no incident 'a'; expected one of b", self.soi("check", less, "--set", "incidents.a.rain=1 mm/h", code=2).stderr)
            self.assertIn("there is no pedestrian flow", self.soi("check", less, "--set", "pedestrians.flows.to-school.rate=1 /h", code=2).stderr)
        self.soi("check", base, "--set", "captions.1=null", "--set", "captions.1.at=08:03", "--set", "fleet.cart-1=null")
        self.assertIn("incidents.c", self.soi("check", base, "--set", "incidents.c=null", code=2).stderr)
        self.assertIn("nothing; expected", self.soi("check", self.write("blank.yaml", f"extends: {base}\nfleet:\n"), code=2).stderr)

    def test_a_time_before_the_start_is_wrong(self):
        night = "start: 23:00\nduration: 2 h\n"
        for extra, key in (("fleet: {cart-1: {start: 00:30}}", "fleet.cart-1.start: 00:30.*'24:30'"),
                           ("incidents: {a: {kind: rain, rain: 5 mm/h, at: 00:10}}", "incidents.a.at: 00:10.*'24:10'"),
                           ("timetables: {t: {times: [00:05]}}\npedestrians: {flows: {t: {from: school, to: park, timetable: t, per_arrival: 1}}}", "timetables.t.times: nothing arrives.*'24:05'")):
            scenario = self.variant("night.yaml", [], extra=night + extra + "\n")
            self.assertRegex(self.soi("check", scenario, code=2).stderr, rf"night\.yaml:4:\d+: {key}")
        self.soi("check", self.variant("unused.yaml", [], extra=night + "timetables: {t: {times: [00:05]}}\n"))  # brings nobody anyway
        day = ", ".join(f"{hour:02}:30" for hour in range(25))
        self.soi("check", self.variant("day.yaml", [], extra=night + f"timetables: {{t: {{times: [{day}]}}}}\n"))

    def test_what_is_no_file(self):
        self.assertIn("no such file", self.soi("run", "nothing.yaml", code=2).stderr)
        self.assertIn("it is a directory", self.soi("run", ".", code=2).stderr)

    def test_no_samples_is_5(self):
        scenario = self.variant("short.yaml", ["trip.p90 <= 9 min"], extra="duration: 5 s\n")
        self.soi("run", scenario, "--junit", "out.xml", code=5)
        self.assertEqual(self.junit("out.xml")["trip.p90 <= 9 min"][0], "failure")

    def test_a_full_table_is_5(self):
        scenario = self.variant("full.yaml", [], extra="capacity: {people: 2}\n")
        self.soi("run", scenario, "--junit", "out.xml", code=5)
        full = "no room was left in the table of people (capacity.people is 2)"
        self.assertEqual(self.junit("out.xml")["run"][1], full)
        self.assertIn(full, self.soi("test", scenario, "--junit", "out.xml", code=5).stdout)
        self.assertEqual(self.junit("out.xml")["run"][1], full)
        result = self.soi("test", scenario, "--set", "capacity.vehicles=2", code=5)
        self.assertIn("no room was left in the table of vehicles (capacity.vehicles is 2) and in the table of people (capacity.people is 2)", result.stdout)
        self.soi("run", scenario, "--set", "capacity.allow_overflow=yes")

    def test_a_failed_assertion_is_3(self):
        result = self.soi("run", SCENARIO, "--inject-fault", "20", "--junit", "out.xml", "--json", "out.json", code=3)
        self.assertIn("assertion failed", result.stderr)
        self.assertIn("report it", result.stderr)
        kind, message = self.junit("out.xml")["run"]
        self.assertEqual(kind, "error")
        self.assertIn("assertion failed", message)
        self.assertEqual((self.json("out.json")["verdict"], self.json("out.json")["exit_code"]), ("fault", 3))

    def test_a_failed_assertion_with_threads_is_3(self):
        result = self.soi("run", SCENARIO, "--threads", "2", "--inject-fault", "20", "--junit", "out.xml", code=3)
        self.assertEqual(result.stderr.count("assertion failed"), 1)
        self.assertEqual(self.junit("out.xml")["run"][0], "error")


class Options(Case):
    def hashes(self, *words):
        lines = self.soi("run", "--quiet", self.variant("free.yaml", []), *words).stdout.splitlines()
        return [tuple(line.split()) for line in lines]

    def test_hash_every(self):
        rows = self.hashes("--hash-every", "40", "--ticks", "100")
        self.assertEqual([row[0] for row in rows], ["0", "40", "80", "100"])
        for _, text in rows:
            self.assertRegex(text, r"^[0-9a-f]{16}$")
        self.assertEqual(rows, self.hashes("--hash-every", "40", "--ticks", "100"))

    def test_seed(self):
        one, two = (self.hashes("--hash-every", "300", "--ticks", "300", "--seed", seed)[-1] for seed in ("1", "2"))
        self.assertNotEqual(one, two)
        self.assertEqual(one, self.hashes("--hash-every", "300", "--ticks", "300", "--set", "seed=1")[-1])

    def test_threads_change_nothing(self):
        crowd = ["--set", "pedestrians.scale=20", "--hash-every", "300", "--ticks", "900"]
        self.assertEqual(self.hashes(*crowd), self.hashes(*crowd, "--threads", "2"))

    def test_threads_share_the_work(self):
        """A crowd, so that the rows are worth sharing: both threads have processed some."""
        result = self.soi("run", self.variant("free.yaml", []), "--set", "pedestrians.scale=20", "--threads", "2", "--verbose",
                          "--ticks", "900")
        rows = [int(n) for n in re.findall(r"thread \d+: (\d+) rows", result.stdout)]
        self.assertEqual(len(rows), 2)
        for count in rows:
            self.assertGreater(count, 1000)

    def test_set(self):
        self.soi("run", SCENARIO, "--set", "duration=2 min", "--set", "traffic.flows.eastward.rate=100 /h", "--json", "out.json", "-q",
                 "--set", "passengers.scale=50")
        self.assertEqual(self.json("out.json")["scenario"]["duration"], 120)

    def test_set_is_checked(self):
        for override, message in (("durration=5 min", "did you mean 'duration'?"), ("duration=5", "unit"),
                                  ("duration=5 km", "km"), ("traffic.flows.westward.rate=3 /h", "westward"),
                                  ("traffic.scale=1000", "100")):
            with self.subTest(override=override):
                self.assertIn(message, self.soi("run", SCENARIO, "--set", override, code=2).stderr)

    def test_all_bad_overrides_at_once(self):
        error = self.soi("run", SCENARIO, "--set", "durration=5 min", "--set", "traffic.scale=x", code=2).stderr
        self.assertIn("durration", error)
        self.assertIn("traffic.scale", error)

    def test_ticks(self):
        self.soi("run", self.variant("free.yaml", []), "--ticks", "123", "--json", "out.json")
        self.assertEqual(self.json("out.json")["ticks"], 123)

    def test_no_ticks_at_all(self):
        self.soi("run", self.variant("free.yaml", []), "--ticks", "0", "--json", "out.json", code=5)  # nothing was to be seen
        self.assertEqual(self.json("out.json")["ticks"], 0)

    def test_quiet_prints_nothing(self):
        result = self.soi("run", "--quiet", SCENARIO)
        self.assertEqual((result.stdout, result.stderr), ("", ""))

    def test_progress_lines(self):
        """One line every simulated quarter of an hour where stderr is no terminal."""
        result = self.soi("run", self.variant("long.yaml", []), "--set", "duration=50 min")
        self.assertEqual([line.split()[0] for line in result.stderr.splitlines()], ["08:15:00", "08:30:00", "08:45:00"])
        self.assertIn("x real time", result.stderr)
        self.assertEqual(self.soi("run", self.variant("long.yaml", []), "--set", "duration=50 min", "--no-progress").stderr, "")

    def test_csv(self):
        self.soi("run", "-q", SCENARIO, "--csv", "tables")
        self.assertEqual(sorted(os.listdir(self.folder / "tables")), ["carts.csv", "hours.csv", "stops.csv", "trips.csv"])
        for name in ("carts", "stops", "trips"):
            with open(self.folder / "tables" / f"{name}.csv", encoding="utf-8", newline="") as stream:
                rows = list(csv.reader(stream))
            self.assertEqual(len({len(row) for row in rows}), 1, name)
        self.soi("run", "-q", SCENARIO, "--csv", "tables")

    def test_reports_of_equal_runs_are_equal(self):
        for name in ("a.json", "b.json"):
            self.soi("run", "-q", SCENARIO, "--json", name)
        self.assertEqual((self.folder / "a.json").read_bytes(), (self.folder / "b.json").read_bytes())


class Stops(Case):
    """However a run ends, JSON and JUnit say how."""

    def check_stopped(self, process, reason):
        out, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 4, error)
        self.assertIn(reason, out)
        report = self.json("out.json")
        self.assertEqual((report["exit_code"], report["stopped"]), (4, reason))
        self.assertGreater(report["ticks"], 0)
        cases = self.junit("out.xml")
        kind, message = cases["run"]
        self.assertEqual(kind, "error")
        self.assertRegex(message, rf"^stopped by {reason} at \d\d:\d\d:\d\d$")
        self.assertEqual(cases["people.mean >= 1"][0], "failure")
        self.assertEqual(self.leftovers(), [])

    def start_endless(self):
        process = self.start("run", *ENDLESS, "--json", "out.json", "--junit", "out.xml")
        # The first line of progress says that it steps.
        self.assertIn("x real time", process.stderr.readline())
        return process

    def test_interrupt(self):
        process = self.start_endless()
        process.send_signal(signal.SIGINT)
        self.check_stopped(process, "SIGINT")

    def test_terminate(self):
        process = self.start_endless()
        process.send_signal(signal.SIGTERM)
        self.check_stopped(process, "SIGTERM")

    def test_hang_up_and_quit(self):
        for number, name in ((signal.SIGHUP, "SIGHUP"), (signal.SIGQUIT, "SIGQUIT")):
            process = self.start_endless()
            process.send_signal(number)
            self.check_stopped(process, name)

    def test_a_second_terminate_is_no_other_end(self):
        """Many of them, also amid the reports: they are written."""
        process = self.start_endless()
        for _ in range(50):
            process.terminate()
            time.sleep(0.001)
        self.check_stopped(process, "SIGTERM")

    def test_an_ignored_hang_up_stays_ignored(self):
        """As with nohup."""
        process = self.start("run", SCENARIO, "--set", "duration=3 h", "--no-progress", "--json", "out.json",
                             preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        for _ in range(20):
            time.sleep(0.02)
            process.send_signal(signal.SIGHUP)
        process.communicate(timeout=100)
        self.assertIsNone(self.json("out.json").get("stopped"))
        self.assertIn(process.returncode, (0, 1))

    def test_a_limit_of_the_file_size_is_a_full_disk(self):
        """SIGXFSZ does not kill it."""
        result = self.soi("run", "-q", SCENARIO, "--json", "out.json", code=3,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
        self.assertIn("cannot write out.json: File too large", result.stderr)
        self.assertEqual(self.leftovers(), [])

    def test_time_limit(self):
        began = time.monotonic()
        process = self.start("run", *ENDLESS, "--json", "out.json", "--junit", "out.xml", "--time-limit", "500 ms")
        self.check_stopped(process, "time limit")
        self.assertLess(time.monotonic() - began, 30)

    def test_a_second_signal_ends_a_run_that_hangs(self):
        process = self.start("run", SCENARIO, "--inject-fault", "5:hang")
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=30), -signal.SIGINT)

    def test_time_enough(self):
        self.soi("run", "-q", SCENARIO, "--time-limit", "5 min")


class Outputs(Case):
    def test_full_disk_for_the_report(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = self.start("run", SCENARIO, stdout=full)
            _, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3)
        self.assertIn("cannot write to standard output: No space left on device", error)

    def test_full_disk_for_files(self):
        for option in ("--json", "--junit"):
            with self.subTest(option=option):
                result = self.soi("run", "-q", SCENARIO, option, "/dev/full", code=3)
                self.assertIn("cannot write /dev/full: No space left on device", result.stderr)
                self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))

    def test_full_disk_for_help(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = self.start("--help", stdout=full)
            _, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3)
        self.assertIn("cannot write", error)

    def test_closed_pipe(self):
        """As in soi run | head -1: a message and exit code 3, at once."""
        process = self.start("run", *ENDLESS, "--hash-every", "1", "--no-progress")
        self.assertRegex(process.stdout.readline(), "^0 [0-9a-f]{16}$")
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), 3)
        self.assertEqual(process.stderr.read(), "soi: cannot write to standard output: Broken pipe\n")

    def test_a_reader_that_has_seen_enough(self):
        """As in soi metrics | head: who only prints ends quietly, with more or less than a pipe holds."""
        self.write("wrong.yaml", "seed: many\n")
        self.soi("run", "-q", SCENARIO, "--record", "run.mcap")
        for words, code in ((["metrics"], 0), (["metrics", "--markdown"], 0), (["describe"], 0), (["schema", "scenario"], 0), (["--help"], 0),
                            (["--version"], 0), (["help", "--man"], 0), (["completion", "bash"], 0), (["run", "--help"], 0),
                            (["test", "--help"], 0), (["map", MAP], 0), (["check", SCENARIO], 0), (["check", "wrong.yaml"], 2),
                            (["replay", "run.mcap"], 0), (["replay", "run.mcap", "--verify"], 0), (["why", "cart-1", "run.mcap"], 0),
                            (["diff", "run.mcap", "run.mcap"], 0), (["map", MAP, "--svg", "-"], 0),
                            (["replay", "run.mcap", "--json", "-"], 0)):
            with self.subTest(words=words):
                read, write = os.pipe()
                os.close(read)
                process = self.start(*words, stdout=write)
                os.close(write)
                _, error = process.communicate(timeout=60)
                self.assertEqual(process.returncode, code, error)
                self.assertNotIn("standard output", error)
        # Somebody waits for what these say.
        for words in (["run", SCENARIO], ["test", SCENARIO]):
            read, write = os.pipe()
            os.close(read)
            process = self.start(*words, "--no-progress", stdout=write)
            os.close(write)
            self.assertEqual(process.wait(timeout=60), 3)

    def test_places_that_do_not_exist(self):
        for words in (["--json", "no/out.json"], ["--junit", "no/out.xml"], ["--csv", "no/inner"]):
            with self.subTest(words=words):
                self.assertIn("No such file or directory", self.soi("run", "-q", SCENARIO, *words, code=3).stderr)

    def test_places_are_tried_before_the_run(self):
        for words in (["--json", "no/out.json"], ["--junit", "no/out.xml"], ["--csv", "no/inner"], ["--json", "."]):
            with self.subTest(words=words):
                self.assertIn("cannot", self.soi("run", *ENDLESS, *words, code=3).stderr)
        self.assertIn("cannot write no/out.json", self.soi("test", SCENARIO, "--json", "no/out.json", code=3).stderr)
        self.assertEqual(self.leftovers(), [])

    def test_measured_times_are_free_of_dust(self):
        self.soi("run", "-q", SCENARIO, "--json", "out.json", "--csv", "tables")
        for path in (self.folder / "out.json", *(self.folder / "tables").iterdir()):
            self.assertEqual(re.findall(r"\d\.\d*[09]{9}\d+", path.read_text("utf-8")), [], path)

    def test_a_directory_is_no_file(self):
        self.assertIn("cannot write .: Is a directory", self.soi("run", "-q", SCENARIO, "--json", ".", code=3).stderr)

    def test_nothing_is_half_written(self):
        self.write("out.json", "as before")
        bad = self.write("bad.yaml", "seed: many\n")
        self.soi("run", bad, "--json", "out.json", code=2)
        self.assertEqual(self.json("out.json")["exit_code"], 2)
        self.assertEqual(self.leftovers(), [])

    def on_terminal(self, *words):
        """Everything soi prints when both its outputs are a terminal."""
        try:
            master, slave = pty.openpty()
        except OSError as reason:
            self.skipTest(f"there is no terminal to be had: {reason}")
        process = self.start(*words, stdout=slave, stderr=slave)
        os.close(slave)
        text = b""
        while True:
            try:
                more = os.read(master, 65536)
            except OSError:
                break
            if not more:
                break
            text += more
        os.close(master)
        process.wait(timeout=60)
        return text.decode()

    def test_terminal(self):
        words = ["run", self.variant("long.yaml", []), "--set", "duration=3 h"]
        shown = self.on_terminal(*words)
        self.assertRegex(shown, r"\r\d\d:\d\d:\d\d \[.*\] +\d+ %.* x real time, \d:\d\d:\d\d left")
        self.assertIn("\033[3", shown)
        self.environment["NO_COLOR"] = "1"
        plain = self.on_terminal(*words)
        self.assertRegex(plain, r"\r\d\d:\d\d:\d\d \[=* *\]")
        self.assertNotRegex(plain, r"\033\[\d+m")
        self.environment["TERM"] = "dumb"
        self.assertNotIn("\033", self.on_terminal(*words))


if __name__ == "__main__":
    main()
