"""Help, version, manual page and completions: all of them come from one table, so they must agree."""

import re
import shutil
import subprocess

from command import SOI, Case, main

COMMANDS = "run test compare sweep fan replay diff why check describe schema metrics bench view import map new completion help".split()


class Help(Case):
    def options_of(self, command):
        return set(re.findall(r"--[a-z-]+", self.soi(command, "--help").stdout.split("Options:")[1]))

    def test_help_lists_every_subcommand(self):
        text = self.soi("--help").stdout
        for command in COMMANDS:
            self.assertRegex(text, rf"(?m)^  {command} ")
        for code in range(6):
            self.assertRegex(text, rf"(?m)^  {code}  ")
        self.assertEqual(self.soi("-h").stdout, text)
        self.assertEqual(self.soi("help").stdout, text)

    def test_each_subcommand_has_help(self):
        for command in COMMANDS:
            text = self.soi(command, "--help").stdout
            self.assertIn(f"Usage: soi {command}", text)
            self.assertEqual(self.soi("help", command).stdout, text)
            self.assertEqual(self.soi(command, "-h").stdout, text)

    def test_help_wins_over_missing_operands(self):
        self.soi("run", "--quiet", "--help")

    def test_hidden_option_is_not_shown(self):
        everything = "".join(self.soi(*words).stdout for words in (["run", "--help"], ["test", "--help"], ["help", "--man"],
                                                                  ["completion", "bash"], ["completion", "zsh"]))
        self.assertNotIn("inject", everything)

    def test_help_fits_the_terminal(self):
        self.environment["COLUMNS"] = "72"
        for command in COMMANDS:
            for line in self.soi(command, "--help").stdout.splitlines():
                self.assertLessEqual(len(line), 72, line)

    def test_version(self):
        self.assertRegex(self.soi("--version").stdout, r"^soi \d+\.\d+\.\d+\n$")
        self.assertEqual(self.soi("-V").stdout, self.soi("--version").stdout)

    def test_help_names_the_words_that_an_option_takes(self):
        for option, words in (("camera", "map oblique follow ride street"), ("theme", "light dark"), ("language", "en th ja"),
                              ("panels", "audience engineer none"), ("show", "paths queues lost")):
            told = re.search(rf"--{option} \w+\s(.*?)(?=\n  .{{3}} --|\Z)", self.soi("view", "--help").stdout, re.DOTALL).group(1)
            for word in words.split():
                self.assertIn(word, told.split("(default")[0], f"--{option}")

    def test_manual_has_every_option(self):
        manual = self.soi("help", "--man").stdout.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "")
        for command in COMMANDS:
            section = manual.split(f".SS soi {command}\n")[1].split(".SS ")[0].split(".SH ")[0]
            for option in self.options_of(command):
                self.assertIn(option, section, f"{option} of {command}")

    def test_manual_is_clean_roff(self):
        if shutil.which("man") is None:
            self.skipTest("man is not installed")
        manual = self.write("soi.1", self.soi("help", "--man").stdout)
        result = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", manual], env={**self.environment, "MANWIDTH": "80"},
                                capture_output=True, text=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("EXIT STATUS", result.stdout)

    def test_bash_completion_is_bash(self):
        script = self.soi("completion", "bash").stdout
        result = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def complete(self, *words):
        """What bash offers for the last of the words."""
        script = self.soi("completion", "bash").stdout
        line = " ".join(f"'{word}'" for word in words)
        # compopt works in a real completion only.
        tail = f"\ncompopt() {{ :; }}\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _soi; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
        result = subprocess.run(["bash"], input=script + tail, text=True, cwd=self.folder, capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return set(result.stdout.split())

    def test_bash_completes(self):
        self.write("scene.yaml", "")
        self.write("notes.txt", "")
        (self.folder / "inner").mkdir()
        self.assertEqual(self.complete("soi", ""), set(COMMANDS))
        self.assertEqual(self.complete("soi", "de"), {"describe"})
        self.assertEqual(self.complete("soi", "run", "--ju"), {"--junit"})
        self.assertEqual(self.complete("soi", "run", ""), {"scene.yaml", "inner"})
        self.assertEqual(self.complete("soi", "run", "--csv", ""), {"inner"})
        self.assertEqual(self.complete("soi", "run", "--json", ""), {"scene.yaml", "notes.txt", "inner"})
        self.assertEqual(self.complete("soi", "run", "--json", "=", "no"), {"notes.txt"})
        self.assertEqual(self.complete("soi", "schema", ""), {"map", "scenario"})
        self.assertEqual(self.complete("soi", "run", "--seed", ""), set())
        for command in COMMANDS:
            self.assertEqual(self.complete("soi", command, "--"), self.options_of(command))

    def test_zsh_completion_is_zsh(self):
        if shutil.which("zsh") is None:
            self.skipTest("zsh is not installed")
        script = self.soi("completion", "zsh").stdout
        for command in COMMANDS:
            for option in self.options_of(command):
                self.assertIn(option, script)
        result = subprocess.run(["zsh", "-n"], input=script, text=True, capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        # Loading it defines the completion of soi.
        path = self.write("_soi", script)
        check = f"autoload -Uz compinit && compinit -u -d {self.folder}/dump && source {path} && print $_comps[soi]"
        result = subprocess.run(["zsh", "-f", "-c", check], text=True, capture_output=True, check=False)
        self.assertEqual(result.stdout.strip(), "_soi", result.stderr)

    def test_completion_of_an_unknown_shell(self):
        self.assertIn("expected bash or zsh", self.soi("completion", "fish", code=2).stderr)

    def test_the_command_is_what_was_built(self):
        self.assertTrue(shutil.which(SOI), f"{SOI} is no program; set SOI to its path")


if __name__ == "__main__":
    main()
