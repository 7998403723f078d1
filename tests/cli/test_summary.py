"""soi test for people who read a pipeline's page: Markdown and annotations."""

import json
import re
import urllib.parse

from command import SCENARIO, Case, main

SHORT = ("--set", "duration=1 min", "--no-progress")


class Summary(Case):
    def annotations(self, *words, code=None, **environment):
        """(level, properties, message) of each workflow command, unescaped."""
        self.environment.update(environment)
        out = []
        for line in self.soi("test", *words, *SHORT, code=code).stdout.splitlines():
            found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
            if found:
                level, properties, message = found.groups()
                pairs = dict(pair.split("=", 1) for pair in properties.split(","))
                out.append((level, {key: urllib.parse.unquote(value) for key, value in pairs.items()}, urllib.parse.unquote(message)))
        return out

    def test_place(self):
        """An error points at the expectation that failed, a warning at one that is undecided, wherever they are written."""
        base = self.write("base.yaml", f"extends: {SCENARIO}\nexpect:\n  - people.mean >= 1000\n  - wait.p90 <= 1 s @ 95 %\n")
        mine = self.write("mine.yaml", "extends: base.yaml\nname: Mine\n")
        for words, environment in ((("--annotations",), {}), ((), {"GITHUB_ACTIONS": "true"})):
            out = self.annotations(mine, "--seeds", "1..2", *words, code=1, **environment)
            self.assertEqual([(level, properties["file"], properties["line"]) for level, properties, _ in out], [("error", base, "3"), ("warning", base, "4")])
            self.assertIn("people.mean over 2 seeds: the median", out[0][2])
        self.assertEqual(self.annotations(mine, code=1, GITHUB_WORKSPACE=str(self.folder))[0][1]["file"], "base.yaml")
        self.environment["GITHUB_ACTIONS"] = "false"
        self.assertEqual(self.annotations(mine, code=1), [])

    def test_escaped(self):
        """Percent signs, line ends, colons and commas arrive as they left."""
        name = "100%, a:b.yaml"
        self.write(name, f"extends: {SCENARIO}\nexpect: [passengers.served / passengers.created >= 100.1 %]\n")
        (level, properties, message), = self.annotations(name, "--annotations", code=5)
        self.assertEqual((level, properties["file"], properties["title"]), ("warning", name, "soi test"))
        self.assertTrue(message.endswith("100.1 %"), message)

    def test_input(self):
        """Wrong input is shown at its place; a fault and what was set at the scenario; once, though all seeds say the same."""
        bad = self.write("bad.yaml", f"extends: {SCENARIO}\nname: Bad\nnmae: 3\n")
        (level, properties, message), = self.annotations(bad, "--seeds", "1..3", "--annotations", code=2)
        self.assertEqual((level, properties["file"], properties["line"]), ("error", bad, "3"))
        self.assertIn("unknown key 'nmae'", message)
        (_, properties, message), = self.annotations(SCENARIO, "--inject-fault", "10", "--annotations", code=3)
        self.assertEqual(("line" in properties, properties["file"]), (False, SCENARIO))
        self.assertIn("assertion failed", message)
        (_, properties, _), = self.annotations(SCENARIO, "--set", "expect=[people.mean >= 1000]", "--annotations", code=1)
        self.assertEqual(("line" in properties, properties["file"]), (False, SCENARIO))

    def test_stdout(self):
        """A report on standard output stays one."""
        said = self.soi("test", SCENARIO, *SHORT, "--set", "expect=[people.mean >= 1000]", "--annotations", "--json", "-", code=1)
        self.assertEqual((json.loads(said.stdout)["verdict"], said.stderr.count("::error")), ("failed", 1))

    def test_markdown(self):
        held = self.variant("held|1.yaml", ["collisions.cart <= 0"])
        failed = self.variant("failed.yaml", ["people.mean >= 1000"])
        self.soi("test", held, failed, "--seeds", "1..2", *SHORT, "--markdown", "out.md", code=1)
        text = (self.folder / "out.md").read_text(encoding="utf-8")
        self.assertTrue(text.startswith("## soi test: 1 passed, 1 failed, 0 inconclusive\n"))
        self.assertRegex(text, r"\| held \| .*held\\\|1\.yaml \| 2 \|")
        self.assertRegex(text, r"\| \*\*failed\*\* \| .*failed\.yaml \| 2 \|")
        self.assertRegex(text, r"- people\.mean over 2 seeds: .* expected people\.mean \\>= 1000")
        # Each table is whole: as many cells in each row as in its head.
        rows = [line for line in text.splitlines() if line.startswith("|")]
        self.assertEqual({len(re.findall(r"(?<!\\)\|", row)) for row in rows}, {6})

    def test_markdown_baseline(self):
        words = ("test", SCENARIO, *SHORT, "--set", "duration=4 min", "--seeds", "1..5")
        self.soi(*words, "--save-baseline", "base.json", code=None)
        self.soi(*words, "--baseline", "base.json", "--set", "service.dwell_minimum=20 s", "--watch", "dwell.mean", "--markdown", "out.md", code=1)
        text = (self.folder / "out.md").read_text(encoding="utf-8")
        self.assertRegex(text, r"\| dwell\.mean \| .* \| .* \| .* to .* \| .* \| \*\*worse\*\* \|")
        self.assertIn("in phase service: cart\\_ready\\_tick", text)
        self.soi(*words, "--baseline", "base.json", "--markdown", "out.md", code=None)
        self.assertRegex((self.folder / "out.md").read_text(encoding="utf-8"), r"\| 5 \| 5 \|")
        self.soi(*words, "--markdown", "nowhere/out.md", code=3)


if __name__ == "__main__":
    main()
