"""Mistakes on the command line: each gets a message that helps, all of them at once, and exit code 2."""

from command import MAP, SCENARIO, Case, main

MISTAKES = [
    # words, what the message must say
    ([], "a subcommand is missing"),
    (["rum", SCENARIO], "unknown subcommand 'rum'; did you mean 'run'?"),
    (["xyzzy"], "unknown subcommand 'xyzzy'; 'soi --help' lists them"),
    (["--verzion"], "unknown option '--verzion'; did you mean '--version'?"),
    (["run"], "SCENARIO is missing"),
    (["run", SCENARIO, MAP], "is one operand too many; expected SCENARIO"),
    (["run", "--sead", "3", SCENARIO], "unknown option '--sead'; did you mean '--seed'?"),
    (["run", "--jobs", "3", SCENARIO], "unknown option '--jobs'; it is an option of 'soi test'"),
    (["run", "--frobnicate", SCENARIO], "unknown option '--frobnicate'"),
    (["run", "-x", SCENARIO], "unknown option '-x'"),
    (["run", "--seed"], "--seed: its argument N is missing; expected a whole number"),
    (["run", "--seed", "-3", SCENARIO], "--seed: '-3' is wrong; expected a whole number"),
    (["run", "--seed", "1.5", SCENARIO], "--seed: '1.5' is wrong; expected a whole number"),
    (["run", "--seed=", SCENARIO], "--seed: '' is wrong; expected a whole number"),
    (["run", "--seed", "18446744073709551616", SCENARIO], "--seed: '18446744073709551616' is wrong"),
    (["run", "--quiet=yes", SCENARIO], "--quiet takes no argument, but got 'yes'"),
    (["run", "--hash-every", "0", SCENARIO], "--hash-every: '0' is wrong; expected a whole number from 1"),
    (["run", "--threads", "0", SCENARIO], "--threads: '0' is wrong; expected a whole number from 1"),
    (["run", "--threads", "257", SCENARIO], "--threads: '257' is wrong; expected at most 256"),
    (["run", "--time-limit", "5", SCENARIO], "--time-limit: '5' is wrong; expected a time greater than 0 with its unit"),
    (["run", "--time-limit", "5 km", SCENARIO], "--time-limit: '5 km' is wrong"),
    (["run", "--time-limit", "0 s", SCENARIO], "--time-limit: '0 s' is wrong"),
    (["run", "--set", "seed", SCENARIO], "--set: 'seed' is wrong; expected KEY=VALUE"),
    (["run", "--set", "=3", SCENARIO], "--set: '=3' is wrong; expected KEY=VALUE"),
    (["run", "--json", "", SCENARIO], "--json: '' is wrong; expected a text that is not empty"),
    (["test"], "PATH... is missing"),
    (["test", "--seeds", "5..1", SCENARIO], "--seeds: '5..1' is wrong; expected seeds such as 1..20 or 1,2,5"),
    (["test", "--seeds", "1,,2", SCENARIO], "--seeds: '1,,2' is wrong"),
    (["test", "--seeds", "1..900000000", SCENARIO], "--seeds: '1..900000000' is wrong"),
    (["test", "--jobs", "0", SCENARIO], "--jobs: '0' is wrong; expected a whole number from 1"),
    (["test", "no-such-folder"], "cannot read no-such-folder: No such file or directory"),
    (["check"], "FILE... is missing"),
    (["describe", "fleat"], "there is no key 'fleat'; did you mean 'fleet'?"),
    (["describe", "wait"], "'wait' is a metric, no key; 'soi metrics' says what it is"),
    (["describe", "wait.p90"], "'wait.p90' is a metric, no key; 'soi metrics' says what it is"),
    (["describe", "xyzzy"], "there is no key 'xyzzy'; 'soi describe' prints all"),
    (["describe", "fleet", "map"], "'map' is one operand too many; expected [KEY]"),
    (["schema"], "map|scenario is missing"),
    (["schema", "mapp"], "'mapp' is wrong; expected map or scenario"),
    (["metrics", "wait"], "'wait' is one operand too many; expected none"),
    (["bench", "--repeat", "many"], "--repeat: 'many' is wrong"),
    (["help", "xyzzy"], "unknown subcommand 'xyzzy'"),
    (["run", "--", "--seed"], "'--seed' cannot be read"),
]


class Line(Case):
    def test_mistakes(self):
        for words, message in MISTAKES:
            with self.subTest(words=words):
                result = self.soi(*words, code=2)
                self.assertIn(message, result.stderr)
                self.assertEqual(result.stdout, "")

    def test_all_mistakes_of_a_line_at_once(self):
        error = self.soi("run", "--sead", "--threads=x", "--time-limit=1 km", "--quiet=no", SCENARIO, code=2).stderr
        for word in ("--sead", "--threads", "--time-limit", "--quiet", "'soi run --help'"):
            self.assertIn(word, error)

    def test_forms_of_options(self):
        """--seed 3, --seed=3, -s 3 and -s3 are one; options may stand behind operands; flags may be bundled."""
        scenario = self.variant("free.yaml", [])
        wanted = self.soi("run", "--quiet", "--ticks", "50", "--hash-every", "50", "--seed", "3", scenario).stdout
        self.assertEqual(len(wanted.splitlines()), 2)
        for words in (["-qn50", "-s3"], ["-q", "-n", "50", "-s", "3"], ["--quiet", "--ticks=50", "--seed=3"]):
            self.assertEqual(self.soi("run", scenario, "--hash-every=50", *words).stdout, wanted)
        self.assertEqual(self.soi("run", "-qn50", "-s3", "--hash-every=50", "--", scenario).stdout, wanted)

    def test_a_later_option_wins(self):
        scenario = self.variant("free.yaml", [])
        wanted = self.soi("run", "-qn9", "--hash-every=9", "--seed", "4", scenario).stdout
        self.assertEqual(self.soi("run", "-qn9", "--hash-every=9", "--seed", "3", "--seed", "4", scenario).stdout, wanted)


if __name__ == "__main__":
    main()
