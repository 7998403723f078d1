"""What the command writes: where it may go, and that nothing of what it reads, or writes elsewhere, is lost by it."""

import csv
import json
import os
import shutil
import signal
import stat
import subprocess
import threading

from command import DATA, Case, main

NOBODY = 65534


class Outputs(Case):
    def setUp(self):
        super().setUp()
        for name in ("block-morning.yaml", "block.yaml", "common.yaml"):
            shutil.copy(DATA / name, self.folder)
        self.before = {path.name: path.read_bytes() for path in self.folder.iterdir()}

    def kept(self):
        """The inputs are as they were."""
        self.assertEqual({name: (self.folder / name).read_bytes() for name in self.before}, self.before)

    def refused(self, *words, code=2):
        result = self.soi(*words, code=code)
        self.assertRegex(result.stderr, "expected another file")
        self.kept()
        return result

    def as_nobody(self, *words):
        return self.soi(*words, code=None, user=NOBODY, group=NOBODY, extra_groups=[])


class Inputs(Outputs):
    def test_of_a_run(self):
        for option in ("--json", "--junit", "--record"):
            for name in self.before:
                with self.subTest(option=option, name=name):
                    self.refused("run", "-q", "block-morning.yaml", "--ticks", 5, option, name)

    def test_by_other_names(self):
        os.symlink("block.yaml", self.folder / "link")
        os.link(self.folder / "common.yaml", self.folder / "second")
        (self.folder / "inner").mkdir()
        for name in ("link", "second", "inner/../block-morning.yaml", self.folder / "block.yaml"):
            with self.subTest(name=name):
                self.refused("run", "-q", "block-morning.yaml", "--ticks", 5, "--json", name)
        self.assertTrue((self.folder / "link").is_symlink())

    def test_tables(self):
        (self.folder / "trips.csv").write_bytes((self.folder / "block-morning.yaml").read_bytes())
        self.before["trips.csv"] = (self.folder / "trips.csv").read_bytes()
        self.refused("run", "-q", "trips.csv", "--ticks", 5, "--csv", ".")

    def test_of_a_test(self):
        """Also what others extend, in folders, and where a report stood before."""
        for name in self.before:
            self.refused("test", "block-morning.yaml", "--junit", name)
            self.refused("test", ".", "--json", name)
        for _ in range(2):
            self.soi("test", "block-morning.yaml", "--junit", "out.xml", "--json", "out.json")
        self.kept()

    def test_of_the_other_commands(self):
        self.soi("map", "block.yaml", "--osm", "block.osm")
        self.before["block.osm"] = (self.folder / "block.osm").read_bytes()
        self.refused("import", "osm", "block.osm", "-o", "block.osm")
        self.refused("import", "osm", "block.osm", "-o", "new.yaml", "--guesses", "block.osm")
        self.refused("import", "osm", "block.osm", "-o", "block.yaml", "--patch", "block.yaml")
        for option in ("--svg", "--geojson", "--osm"):
            self.refused("map", "block.yaml", option, "block.yaml")
        self.refused("new", "scenario", "--map", "block.yaml", "-o", "block.yaml")
        self.refused("new", "scenario", "--map", "block.yaml", "--extends", "common.yaml", "-o", "common.yaml")
        self.soi("run", "-q", "block-morning.yaml", "--ticks", 50, "--record", "run.mcap", code=None)
        self.before["run.mcap"] = (self.folder / "run.mcap").read_bytes()
        os.symlink("run.mcap", self.folder / "link.mcap")
        self.refused("replay", "run.mcap", "--json", "run.mcap")
        for name in ("run.mcap", "link.mcap"):
            self.refused("run", "-q", "--from", "run.mcap@08:00:02", "--record", name)

    def test_of_a_sweep(self):
        plan = "scenario: ../block-morning.yaml\nseeds: 1..2\nset: {duration: 1 min, warmup: 0 s, expect: [], incidents: null}\nmetrics: [wait.mean]\n"
        (self.folder / "report").mkdir()
        self.write("report/points.csv", plan)
        self.before["report/points.csv"] = plan.encode()
        self.refused("sweep", "report/points.csv", "--report", "report")
        self.write("plan.yaml", plan.replace("../", ""))
        os.symlink("../block-morning.yaml", self.folder / "report/runs.csv")
        self.refused("sweep", "plan.yaml", "--report", "report")

    def test_of_a_feed(self):
        (self.folder / "feed").mkdir()
        self.write("feed/stops.txt", "stop_id\n")
        self.refused("import", "gtfs", "feed", "--near", "block.yaml", "-o", "feed/stops.txt")
        self.assertEqual((self.folder / "feed/stops.txt").read_text("utf-8"), "stop_id\n")


class Targets(Outputs):
    def test_two_into_one(self):
        os.symlink("out", self.folder / "link")
        for name in ("out", "./out", "link"):
            self.refused("run", "-q", "block-morning.yaml", "--json", "out", "--junit", name)
        self.write("out", "there\n")
        self.refused("run", "-q", "block-morning.yaml", "--json", "link", "--junit", "out")
        (self.folder / "tables").mkdir()
        self.refused("run", "-q", "block-morning.yaml", "--json", "tables/trips.csv", "--csv", "tables")
        self.refused("run", "-q", "block-morning.yaml", "--json", "a.mcap.part", "--record", "a.mcap")
        self.refused("run", "-q", "block-morning.yaml", "--json", "x", "--csv", "x")
        self.refused("test", "block-morning.yaml", "--json", "-", "--junit", "-")
        self.refused("map", "block.yaml", "--svg", "x", "--osm", "x")

    def test_devices_may_take_many(self):
        self.soi("run", "-q", "block-morning.yaml", "--json", "/dev/null", "--junit", "/dev/null", "--record", "/dev/null")
        self.soi("test", "-q", "block-morning.yaml", "--json", "/dev/null", "--junit", "/dev/null")

    def test_standard_output(self):
        """What is printed beside goes to stderr, so that the report can be read by the next program."""
        for words in (["run", "--ticks", "900"], ["test"]):
            result = self.soi(*words, "block-morning.yaml", "--json", "-", code=None)
            self.assertIn(json.loads(result.stdout)["verdict"], ("held", "inconclusive", "failed"))
            self.assertIn("held", result.stderr)
        self.assertTrue(self.soi("map", "block.yaml", "--svg", "-").stdout.startswith("<"))
        self.assertFalse((self.folder / "-").exists())
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = self.start("run", "-q", "block-morning.yaml", "--json", "-", stdout=full)
            _, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3)
        self.assertIn("cannot write to standard output: No space left on device", error)
        self.assertIn("cannot go to standard output", self.soi("run", "block-morning.yaml", "--csv", "-", code=2).stderr)

    def test_a_pipe(self):
        os.mkfifo(self.folder / "pipe")
        result = self.soi("run", "block-morning.yaml", "--set", "duration=48 h", "--json", "pipe", code=3)
        self.assertIn("cannot write pipe: nobody reads it", result.stderr)
        self.assertNotIn("simulated", result.stdout)
        read = []
        reader = threading.Thread(target=lambda: read.append((self.folder / "pipe").read_text("utf-8")))
        reader.start()
        self.soi("run", "-q", "block-morning.yaml", "--json", "pipe")
        reader.join(timeout=60)
        self.assertEqual(json.loads(read[0])["verdict"], "held")
        self.assertTrue(stat.S_ISFIFO((self.folder / "pipe").stat().st_mode))

    def test_links_modes_and_long_names(self):
        os.symlink("nowhere.json", self.folder / "link.json")
        longest = "n" * 250 + ".json"
        self.write("kept.json", "old")
        (self.folder / "kept.json").chmod(0o640)
        for name in ("link.json", longest, longest, "kept.json"):
            self.soi("run", "-q", "block-morning.yaml", "--json", name)
            self.assertEqual(self.json(name)["verdict"], "held")
        self.assertEqual(os.readlink(self.folder / "link.json"), "nowhere.json")
        self.assertEqual(stat.S_IMODE((self.folder / "kept.json").stat().st_mode), 0o640)
        self.assertEqual(self.leftovers(), [])

    def test_a_folder_that_is_read_only(self):
        """Its files are written if they may be; no new ones are made, and the message says why."""
        if os.geteuid() != 0:
            self.skipTest("only root can be somebody else")
        self.folder.chmod(0o755)
        for path in self.folder.iterdir():
            path.chmod(0o644)
        (self.folder / "mine.json").write_text("a long text that was here before " * 1000, encoding="utf-8")
        (self.folder / "mine.json").chmod(0o666)
        self.write("theirs.json", "old")
        self.assertEqual(self.as_nobody("run", "-q", "block-morning.yaml", "--json", "mine.json").returncode, 0)
        self.assertEqual(self.json("mine.json")["verdict"], "held")
        self.assertEqual(stat.S_IMODE((self.folder / "mine.json").stat().st_mode), 0o666)
        for name, words in (("new.json", ["run", "block-morning.yaml", "--json"]), ("theirs.json", ["run", "block-morning.yaml", "--json"]),
                            ("new.svg", ["map", "block.yaml", "--svg"]), ("new.osm", ["map", "block.yaml", "--osm"])):
            result = self.as_nobody(*words, name)
            self.assertEqual(result.returncode, 3, name)
            self.assertIn(f"cannot write {name}: Permission denied", result.stderr)
        self.assertEqual((self.folder / "theirs.json").read_text("utf-8"), "old")
        self.soi("run", "-q", "block-morning.yaml", "--ticks", 50, "--record", "mine.mcap", code=None)
        (self.folder / "mine.mcap").chmod(0o666)
        before = (self.folder / "mine.mcap").read_bytes()
        result = self.as_nobody("run", "-q", "block-morning.yaml", "--record", "mine.mcap")
        self.assertEqual(result.returncode, 3)
        self.assertIn("cannot write mine.mcap.part: Permission denied; until it is whole a new recording grows beside ", result.stderr)
        self.assertEqual((self.folder / "mine.mcap").read_bytes(), before)
        self.assertEqual(self.leftovers(), [])


class Words(Outputs):
    def test_escapes_stay_off_the_terminal(self):
        """In names, options and in what a recording says of itself: they are shown as what they are."""
        bad = "e\033[31mx\233y"
        name = os.fsencode(bad.encode("latin-1").decode("utf-8", "surrogateescape"))
        shutil.copy(self.folder / "block-morning.yaml", os.fsencode(self.folder) + b"/" + name)
        self.write("odd.yaml", "map: block.yaml\nnonsense: 3\n")
        shutil.copy(self.folder / "odd.yaml", os.fsencode(self.folder) + b"/odd" + name)
        record = b"run" + name + b".mcap"
        lines = [[b"check", name], [b"check", b"odd" + name], [b"check", b"none" + name], [b"run", b"--ticks", b"5", name, b"--record", record],
                 [b"replay", record], [b"bench", record], [b"test", name], [b"test", b"odd" + name], [b"run", b"--" + name], [name], [b"help", name],
                 [b"run", b"--seed", name], [b"why", name, record], [b"run", b"--set", name + b"=3", b"block-morning.yaml"], [b"describe", name],
                 [b"map", b"block.yaml", b"--osm", b"x/" + name], [b"new", name], [b"import", name, name], [b"import", b"osm", name, b"-o", b"x"],
                 [b"import", b"gtfs", name, b"-o", b"x", b"--near", b"block.yaml"], [b"diff", name, record], [b"completion", name],
                 [b"schema", name], [b"run", b"--from", record + b"@" + name]]
        for words in lines:
            with self.subTest(words=words):
                result = subprocess.run([os.fsencode(os.environ["SOI"]), *words], cwd=self.folder, capture_output=True, timeout=100, check=False)
                self.assertNotRegex(result.stdout + result.stderr, rb"[\x00-\x08\x0b-\x1f\x7f-\xff]")
                self.assertIn(b"\\x1b[31m", result.stdout + result.stderr)

    def test_a_name_of_two_lines_makes_no_line_of_its_own(self):
        two = "one\ntwo\t.yaml"
        shutil.copy(self.folder / "block-morning.yaml", self.folder / two)
        self.write("one\nplan.yaml", "scenario: \"\\e[31mx\"\nseeds: \"\\e[31m\"\n")
        for words in (["check", two], ["test", two, "--set", "duration=10 s", "--set", "expect=[]"], ["run", "-q", two, "--ticks", "5", "--record", two + ".mcap"],
                      ["replay", two + ".mcap"], ["why", "cart-1", two + ".none"], ["map", two], ["sweep", "one\nplan.yaml"]):
            with self.subTest(words=words):
                result = self.soi(*words, code=None)
                self.assertNotRegex(result.stdout + result.stderr, "(?m)^(two|plan)|\t|\033")

    def test_a_signal_ends_a_command_that_only_prints(self):
        """At once, with the exit code of what was stopped, though nobody reads on."""
        process = self.start("check", *["block.yaml"] * 9000)
        self.assertIn("a good map", process.stdout.readline())
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), 4)
        self.assertEqual(process.stderr.read(), "soi: stopped by SIGINT\n")

    def test_a_table_holds_no_formula(self):
        names = {"=1+2": "'=1+2", "+1": "'+1", "-1, and": "'-1, and", "@sum": "'@sum", "a=b": "a=b"}
        for name, cell in names.items():
            text = (self.folder / "block.yaml").read_text("utf-8")
            self.write("named.yaml", text.replace("  shop: {road:", f"  shop: {{name: \"{name}\", road:", 1))
            self.soi("run", "-q", "block-morning.yaml", "--set", "map=named.yaml", "--ticks", 20, "--csv", "out", code=None)
            with open(self.folder / "out" / "stops.csv", encoding="utf-8", newline="") as file:
                self.assertIn(cell, [row["name"] for row in csv.DictReader(file)], name)


if __name__ == "__main__":
    main()
