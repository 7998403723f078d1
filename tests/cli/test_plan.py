"""The service against its plan: excess wait, trips run of those planned, availability."""

import csv
import pathlib
import re
import unittest

from command import SCENARIO, Case, main

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
BREAKDOWN = "incidents={stops: {kind: breakdown, at: '08:05', duration: 1 h, cart: cart-1}}"


class Plan(Case):
    def metrics(self, *arguments):
        self.soi("run", "-q", SCENARIO, "--json", "r.json", "--csv", "tables", *arguments, code=None)
        return {name: one["value"] for name, one in self.json("r.json")["metrics"].items()}

    def test_an_even_service_off_its_plan_is_no_good_service(self):
        """Excess wait is counted against the plan, not against what happened."""
        slack = self.metrics("--set", "service.headway=5 min")
        tight = self.metrics("--set", "service.headway=1 min", "--set", "service.hold=none")
        self.assertAlmostEqual(tight["wait.excess"] - slack["wait.excess"], (300 - 60) / 2, delta=20)
        self.assertLess(tight["trips.share"], 0.7)
        self.assertEqual(tight["trips.planned"], 10)

    def test_a_breakdown_that_never_ends_is_seen(self):
        before = self.metrics("--set", "service.headway=2 min")
        down = self.metrics("--set", "service.headway=2 min", "--set", BREAKDOWN)
        self.assertGreater(down["wait.excess"], before["wait.excess"] + 40)
        self.assertLess(down["availability"], 0.55)
        self.assertLess(down["trips.run"], before["trips.run"])

    def test_without_a_plan_it_is_inconclusive(self):
        self.soi("run", self.variant("v.yaml", ["wait.excess <= 1 h"]), code=5)
        self.soi("run", self.variant("w.yaml", ["wait.excess <= 1 h"], "service: {headway: 2 min}\n"), code=0)

    def test_the_report_says_what_it_grades(self):
        out = self.soi("run", SCENARIO, "--set", "service.headway=1 min").stdout
        self.assertRegex(out, r"unevenness +cv [0-9.]+: level of service [A-F], of what happened\n")
        self.assertRegex(out, r"against the plan +60\.0 s: excess wait .*, \d+ of 10 trips run\n")
        self.assertIn("not known: the scenario states no service.headway", self.soi("run", SCENARIO).stdout)

    def test_hours_and_stops_have_their_own(self):
        self.metrics("--set", "service.headway=2 min", "--set", "start=07:55")
        with open(self.folder / "tables" / "hours.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["from"], row["to"]) for row in rows],
                         [("07:55:00.000", "08:00:00.000"), ("08:00:00.000", "08:05:00.000")])
        report = self.json("r.json")
        self.assertEqual([row["headways"] for row in report["hours"]], [int(row["headways"]) for row in rows])
        self.assertTrue(all(stop["excess_wait"] is not None for stop in report["stops"]))

    def test_every_shipped_scenario_states_its_plan(self):
        def states(path):
            text = path.read_text(encoding="utf-8")
            parent = re.search(r"^extends: (\S+)", text, re.M)
            service = re.search(r"^service:.*(\n  .*)*", text, re.M)
            return bool(service and "headway: " in service.group()) or bool(parent and states(path.parent / parent.group(1)))

        for path in SCENARIOS.rglob("*.yaml"):
            if re.search(r"^fleet:", path.read_text(encoding="utf-8"), re.M):
                self.assertTrue(states(path), path)


if __name__ == "__main__":
    main()
