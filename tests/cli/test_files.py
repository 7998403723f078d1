"""soi check, describe, schema and metrics: what is said about files without running them."""

import json
import re

from command import DATA, MAP, PART, SCENARIO, Case, main

# Each line has one mistake: the place and the words its message must have.
TWENTY = """\
extends: {common}
nam: Twenty mistakes
map: {map}
start: 7 am
duration: 10
seed: -1
step: 3 km
wether: {{rain: 1 mm/h}}
capacity: {{vehicles: 0, peeple: 5}}
fleet:
  cart-1: {{type: cart, route: rond, depot: yard}}
  cart-2: {{type: lorry, route: round, depot: yard, charge: 120 %}}
  cart-3: {{type: cart, route: round, depott: yard}}
service:
  hold: evn_headway
  door_time: 4
pedestrians:
  flows:
    a: {{from: shopp, to: school, rate: 5 km/h}}
traffic:
  scale: lots
  flows:
    b: {{from: west, to: est, rate: 200 /h, type: car}}
incidents:
  c: {{kind: breakdwn, at: 08:01}}
expect:
  - wait.p9 <= 9 min
"""
WORDS = [
    (2, 1, "'nam'", "'name'"), (4, 8, "'7 am'"), (5, 11, "10"), (6, 7, "-1"), (7, 7, "3 km"), (8, 1, "'wether'", "'weather'"),
    (9, 22, "0"), (9, 25, "'peeple'", "'people'"), (11, 31, "'rond'", "'round'"), (12, 18, "'lorry'"), (12, 60, "120 %"),
    (13, 3, "'depot' is missing"), (13, 38, "'depott'", "'depot'"), (15, 9, "'evn_headway'", "'even_headway'"), (16, 14, "4"),
    (19, 15, "'shopp'", "'shop'"), (19, 40, "5 km/h"), (21, 10, "'lots'"), (23, 25, "'est'", "'west'"), (25, 13, "'breakdwn'", "'breakdown'"),
    (27, 5, "'wait.p9'", "'wait.p90'"),
]


class Files(Case):
    def test_good_files(self):
        out = self.soi("check", MAP, SCENARIO, PART).stdout.splitlines()
        self.assertEqual(out, [f"{MAP}: a good map", f"{SCENARIO}: a good scenario", f"{PART}: a good part of a scenario"])
        self.assertEqual(self.soi("check", "--quiet", MAP).stdout, "")

    def test_twenty_mistakes_get_twenty_messages(self):
        """Each with its place, and the nearest right word where there is one."""
        path = self.write("twenty.yaml", TWENTY.format(common=PART, map=MAP))
        errors = self.soi("check", "--quiet", path, code=2).stderr.splitlines()
        self.assertGreaterEqual(len(WORDS), 20)
        for line, column, *words in WORDS:
            with self.subTest(line=line, column=column):
                at_place = [error for error in errors if error.startswith(f"{path}:{line}:{column}: ")]
                self.assertEqual(len(at_place), 1, "\n".join(errors))
                for word in words:
                    self.assertIn(word, at_place[0])
        self.assertEqual(len(errors), len(WORDS), "\n".join(errors))
        # run says the same, in the same words.
        self.assertEqual(self.soi("run", path, code=2).stderr.splitlines(), errors)

    def test_files_are_judged_one_by_one(self):
        bad = self.write("bad.yaml", "drive_on: middle\nnodes: {}\n")
        result = self.soi("check", bad, MAP, "nothing.yaml", code=2)
        self.assertIn(f"{bad}:1:11: ", result.stderr)
        self.assertIn("no such file", result.stderr)
        self.assertIn("2 of 3 files are wrong", result.stderr)
        self.assertEqual(result.stdout, f"{MAP}: a good map\n")

    def test_the_model_is_built(self):
        """What only the model can know: a stop that no way leads to."""
        text = (DATA / "block.yaml").read_text(encoding="utf-8")
        bad = self.write("far.yaml", text.replace("at: [80, 124.5]", "at: [80, 300]"))
        self.assertIn("'school'", self.soi("check", bad, code=2).stderr)

    def test_overrides(self):
        self.assertIn("'durration'", self.soi("check", SCENARIO, "--set", "durration=3 min", code=2).stderr)


class References(Case):
    def test_describe(self):
        self.assertIn("charge: a share in %", self.soi("describe", "fleet").stdout)
        self.assertIn("of its battery", self.soi("describe", "fleet.charge").stdout)
        everything = self.soi("describe").stdout
        for key in ("fleet", "map.roads", "expect"):
            self.assertIn(key, everything)
        self.assertIn("|", self.soi("describe", "fleet", "--markdown").stdout)
        for word, meant in (("charger", "chargers"), ("stop", "stops"), ("servise.hold", "service.hold")):
            self.assertIn(f"did you mean '{meant}'?", self.soi("describe", word, code=2).stderr)

    def test_schema(self):
        for kind in ("map", "scenario"):
            self.assertEqual(json.loads(self.soi("schema", kind).stdout)["$schema"], "https://json-schema.org/draft/2020-12/schema")

    def test_metrics(self):
        lines = self.soi("metrics").stdout.splitlines()
        names = [line.split()[0] for line in lines]
        self.assertEqual(len(names), len(set(names)))
        for name in ("wait", "headway.cv", "collisions.lawful", "energy.per_km", "lost", "lost.signal"):
            self.assertIn(name, names)
        table = self.soi("metrics", "--markdown").stdout.splitlines()
        self.assertEqual(len(table), len(lines) + 2)
        for row in table:
            self.assertRegex(row, r"^\|.*\|$")

    def test_every_metric_can_be_expected(self):
        """Every name that the table lists, with its unit, is good in an expectation."""
        lines = []
        for line in self.soi("metrics").stdout.splitlines():
            name, unit, shape = re.match(r"(\S+) +(\S+) +(\S+)", line).groups()
            figures = [f"{name}.{figure}" for figure in ("mean", "p50", "p90", "p95", "p99", "max", "min")] if shape == "distribution" else [name]
            lines += [f"{figure} >= 0{'' if unit == '1' else ' ' + unit}" for figure in figures]
        self.assertGreater(len(lines), 60)
        self.soi("check", self.variant("all.yaml", lines))


class Bench(Case):
    def test_bench(self):
        out = self.soi("bench", self.variant("free.yaml", []), "--repeat", "3", "--warmup", "2 min", "--stretch", "1 min").stdout
        self.assertRegex(out, r"whole: 0:10:00 simulated in \d+\.\d\d s of processor time, \d+ x real time; \d+\.\d\d s by the clock; "
                              r"peak memory of the process \d+ MB")
        spent, speed = map(float, re.search(r"in ([\d.]+) s of processor time, (\d+) x real time", out).groups())
        self.assertAlmostEqual(speed * spent, 600, delta=0.005 * speed + 0.5 * spent + 1)
        self.assertRegex(out, r"vehicles [\d.]+ mean, \d+ peak; people [\d.]+ mean, \d+ peak; 6000 steps of 100 ms")
        self.assertRegex(out, r"processor time, median of 3: \d+ x real time, [\d.]+ us a step, \d+ ns an agent and step \(60 s simulated")

    def test_bench_of_what_is_wrong(self):
        self.assertIn("no such file", self.soi("bench", "nothing.yaml", code=2).stderr)


if __name__ == "__main__":
    main()
