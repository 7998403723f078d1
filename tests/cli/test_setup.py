"""tools/setup.sh: what it does with and without the right to install, in a world where every tool it calls is made up."""

import os
import pathlib
import subprocess

from command import Case, main

SETUP = pathlib.Path(__file__).resolve().parents[2] / "tools" / "setup.sh"


class Setup(Case):
    def setUp(self):
        super().setUp()
        self.tools = self.folder / "tools"
        self.tools.mkdir()

    def tool(self, name, body):
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def machine(self, installed, user=1000):
        """A machine with these packages, as this user."""
        cases = "".join(f"{name}) printf 'ii ' ;;\n" for name in installed)
        self.tool("dpkg-query", f'for last; do :; done\ncase "$last" in\n{cases}*) exit 1 ;;\nesac')
        self.tool("id", f"echo {user}")

    def setup(self, *arguments, code=0):
        result = subprocess.run([str(SETUP), *arguments], env={"PATH": str(self.tools)}, capture_output=True, text=True, check=False,
                                stdin=subprocess.DEVNULL)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result

    def log(self):
        path = self.folder / "log"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def everything(self):
        """The packages it asks for on a machine that has none."""
        self.machine([])
        return self.setup("test", code=2).stderr.split("--no-install-recommends")[1].split()

    def test_without_root_it_lists_the_packages(self):
        self.assertIn("libyaml-dev", self.everything())
        have = [name for name in self.everything() if name not in ("cmake", "libcmocka-dev")]
        self.machine(have)
        error = self.setup("test", code=2).stderr
        self.assertTrue(error.rstrip().endswith("apt-get install --no-install-recommends cmake libcmocka-dev"), error)
        # What only tests need is not asked for by a build.
        self.assertTrue(self.setup("build", code=2).stderr.rstrip().endswith("--no-install-recommends cmake"))

    def test_with_everything_there_it_says_nothing(self):
        self.machine(self.everything())
        for kind in ([], ["build"], ["test"]):
            result = self.setup(*kind)
            self.assertEqual((result.stdout, result.stderr), ("", ""))

    def test_root_installs_what_is_missing(self):
        everything = self.everything()
        self.tool("apt-get", f'echo "$@" >>{self.folder}/log')
        self.machine([name for name in everything if name != "cmake"], user=0)
        self.setup("test")
        self.assertEqual([line.split()[0] for line in self.log()], ["update", "install"])
        self.assertTrue(self.log()[1].endswith(" cmake"), self.log())

    def test_sudo_installs_too(self):
        self.tool("apt-get", f'echo "$@" >>{self.folder}/log')
        self.tool("sudo", f'[ "$1" = -n ] && exit 0\necho sudo >>{self.folder}/log\n"$@"')
        self.machine([])
        self.setup("build")
        self.assertEqual([line.split()[0] for line in self.log()], ["sudo", "update", "sudo", "install"])

    def test_sudo_that_wants_a_password_nobody_can_give(self):
        self.tool("sudo", "exit 1")
        self.machine([])
        self.assertIn("apt-get install", self.setup("build", code=2).stderr)

    def test_an_install_that_fails_fails(self):
        self.tool("apt-get", "exit 100")
        self.machine([], user=0)
        self.setup("build", code=100)

    def test_elsewhere(self):
        self.assertIn("no Debian", self.setup("build").stderr)

    def test_wrong_word(self):
        self.assertIn("usage", self.setup("everything", code=2).stderr)

    def test_scripts_are_executable(self):
        for name in ("setup.sh", "demo.sh", "test.sh"):
            self.assertTrue(os.access(SETUP.with_name(name), os.X_OK), name)


if __name__ == "__main__":
    main()
