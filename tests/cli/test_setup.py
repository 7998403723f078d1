"""tools/setup.sh, demo.sh and test.sh: what they do with and without the right to install, in a world where every tool they call
is made up."""

import os
import pathlib
import shutil
import subprocess
import sys

from command import Case, main

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"
SCRIPTS = ("setup.sh", "demo.sh", "test.sh")


class Setup(Case):
    def setUp(self):
        super().setUp()
        self.project = self.folder / "project"
        (self.project / "tools").mkdir(parents=True)
        for name in SCRIPTS:
            shutil.copy(TOOLS / name, self.project / "tools")
        self.tools = self.folder / "bin"
        self.tools.mkdir()
        for name in ("sh", "mkdir", "tail", "dirname", "grep", "sed", "sort", "head", "rm", "cat", "nproc", "tee", "awk"):
            os.symlink(shutil.which(name), self.tools / name)

    def tool(self, name, body):
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def machine(self, installed, user=1000):
        """A machine with these packages, as this user."""
        cases = "".join(f"{name}) printf 'ii ' ;;\n" for name in installed)
        self.tool("dpkg-query", f'for last; do :; done\ncase "$last" in\n{cases}*) exit 1 ;;\nesac')
        self.tool("id", f"echo {user}")

    def script(self, name, *arguments, code=0):
        result = subprocess.run([str(self.project / "tools" / name), *arguments], env={"PATH": str(self.tools)}, capture_output=True,
                                text=True, check=False, stdin=subprocess.DEVNULL)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result

    def setup(self, *arguments, code=0):
        return self.script("setup.sh", *arguments, code=code)

    def log(self):
        path = self.folder / "log"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def everything(self):
        """The packages it asks for on a machine that has none."""
        self.machine([])
        return self.setup("test", code=2).stderr.split("--no-install-recommends")[1].splitlines()[0].split()

    def test_without_root_it_lists_the_packages(self):
        self.assertIn("libyaml-dev", self.everything())
        have = [name for name in self.everything() if name not in ("cmake", "libcmocka-dev")]
        self.machine(have)
        error = self.setup("test", code=2).stderr
        self.assertTrue(error.endswith("apt-get install --no-install-recommends cmake libcmocka-dev\nthen run this again\n"), error)
        # What only tests need is not asked for by a build.
        self.assertIn("--no-install-recommends cmake\n", self.setup("build", code=2).stderr)

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
        self.tool("apt-get", "echo E: no such mirror\nexit 100")
        self.machine([], user=0)
        self.assertIn("E: no such mirror", self.setup("build", code=100).stderr)

    def test_what_apt_says_goes_to_a_log(self):
        self.tool("apt-get", 'echo "Setting up $1"; echo "debconf: unable" >&2')
        self.machine([], user=0)
        result = self.setup("build")
        self.assertEqual(len(result.stdout.splitlines()), 1)
        self.assertEqual(result.stderr, "")
        self.assertEqual((self.project / "build" / "setup.log").read_text(encoding="utf-8").splitlines(),
                         ["Setting up update", "debconf: unable", "Setting up install", "debconf: unable"])

    def demo(self, *arguments, code=0):
        """The demo, with a build that makes a soi which prints its arguments."""
        self.tool("cmake", f'echo "cmake $@" >>{self.folder}/log\n[ "$1" = --build ] || exit 0\nmkdir -p build/release/tools/soi\n'
                           'printf "#!/bin/sh\\necho soi \\$@\\n" >build/release/tools/soi/soi\nchmod +x build/release/tools/soi/soi')
        os.symlink(shutil.which("chmod"), self.tools / "chmod")
        return self.script("demo.sh", *arguments, code=code)

    def test_the_demo_takes_the_command_alone(self):
        """No package of the window stands before the first figure, and nothing but the command is built."""
        self.machine(["gcc", "libc6-dev", "make", "cmake", "pkg-config", "libyaml-dev", "libexpat1-dev", "libzstd-dev", "zlib1g-dev",
                      "libzip-dev", "libreadosm-dev", "libjansson-dev"])
        result = self.demo("--seed", "7")
        self.assertIn("soi run scenarios/bangsue/weekday-morning.yaml --seed 7\n", result.stdout)
        self.assertIn("--target soi_command", self.log()[-1])

    def test_the_demo_with_the_window(self):
        self.machine(self.everything())
        self.assertIn("soi view scenarios/bangsue/weekday-morning.yaml --tour --speed 8\n", self.demo("view", "--speed", "8").stdout)
        self.assertIn("--target all", self.log()[-1])

    def test_the_demo_without_root(self):
        """All that is missing in one list, with the window's when it is wanted."""
        self.machine([])
        for words, more in (([], False), (["view"], True)):
            error = self.script("demo.sh", *words, code=2).stderr
            self.assertEqual("libsdl2-dev" in error, more)
            self.assertIn(" libyaml-dev ", error)
            self.assertTrue(error.endswith("then run this again\n"), error)

    def test_each_minute_it_says_what_is_at_work(self):
        """With minutes of a tenth of a second."""
        self.machine(self.everything())
        os.symlink(shutil.which("sleep"), self.tools / "really-sleep")
        self.tool("sleep", "exec really-sleep 0.1")
        self.tool("cmake", '[ "$1" = --build ] || exit 0\necho "[  7%] Building C object a.c.o"\nreally-sleep 0.5')
        self.tool("ctest", """cat <<'END'
      Start  1: unit.quick
      Start 70: golden.builds
1/97 Test  #1: unit.quick ...................   Passed    0.01 sec
END
really-sleep 0.5""")
        lines = self.script("test.sh", code=1).stdout.splitlines()
        self.assertIn("still building [  7%]", lines)
        self.assertIn("still at work: golden.builds", lines)
        self.assertEqual(lines[-1], "0 passed, 2 failed")

    def test_the_slowest_tests_stand_before_the_sum(self):
        self.machine(self.everything())
        self.tool("cmake", "exit 0")
        cases = "".join(f'<testcase name="unit.t{i}" classname="c" time="{i}.5" status="run">\n</testcase>\n' for i in range(14))
        self.tool("ctest", f"""for word; do last=$word; done
while [ "$1" != --output-junit ]; do shift; done
cat >"$2" <<'END'
<testsuite name="x"
  tests="14"
  failures="1"
  >
{cases}</testsuite>
END""")
        lines = self.script("test.sh", code=1).stdout.splitlines()
        self.assertEqual(lines[-1], "26 passed, 2 failed")
        slow = [f"{i}.5  unit.t{i}".rjust(len("unit.t10") + 2 + 9) for i in range(13, 3, -1)]
        self.assertEqual([line.split() for line in lines[-11:-1]], [line.split() for line in slow])
        self.assertEqual(sum(line.startswith("the slowest tests of ") for line in lines), 2)

    def test_a_long_test_says_what_it_is_at(self):
        """Each minute, here of a twentieth of a second."""
        script = "import minute, time; minute.EVERY = 0.05; minute.tell(lambda: 'seed 7'); time.sleep(0.5)"
        result = subprocess.run([sys.executable, "-c", script], cwd=TOOLS.parent / "tests" / "shared", capture_output=True, text=True, check=True,
                                env={"PYTHONDONTWRITEBYTECODE": "1"})
        self.assertEqual(result.stderr.splitlines()[0], "still at seed 7")

    def test_elsewhere(self):
        self.assertIn("no Debian", self.setup("build").stderr)

    def test_wrong_word(self):
        self.assertIn("usage", self.setup("everything", code=2).stderr)

    def test_scripts_are_executable(self):
        for name in SCRIPTS:
            self.assertTrue(os.access(TOOLS / name, os.X_OK), name)


if __name__ == "__main__":
    main()
