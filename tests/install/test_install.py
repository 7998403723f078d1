"""What is installed is enough for others: the example builds with find_package(soi) and with pkg-config, and says what the command
says; the manual and the completions are there."""

import os
import pathlib
import re
import shutil
import subprocess

from command import SCENARIO, Case, main

EXAMPLE = pathlib.Path(__file__).resolve().parent / "example"


class Install(Case):
    def setUp(self):
        super().setUp()
        self.build = os.environ.get("SOI_BUILD")
        if not self.build:
            self.skipTest("SOI_BUILD does not name a plain build folder")
        self.prefix = self.folder / "prefix"
        self.check("cmake", "--install", self.build, "--prefix", self.prefix)
        shutil.copytree(EXAMPLE, self.folder / "example")

    def check(self, *command, **options):
        """Runs a command in the test's folder; returns what it printed."""
        result = subprocess.run([str(word) for word in command], cwd=self.folder, capture_output=True, text=True, check=False, **options)
        self.assertEqual(result.returncode, 0, f"{command}\n{result.stdout}\n{result.stderr}")
        return result.stdout

    def found(self, pattern):
        files = sorted(self.prefix.glob(pattern))
        self.assertTrue(files, f"{pattern} is not installed")
        return files[0]

    def check_program(self, *program, **options):
        """The example comes to the installed command's verdict and hash, and tells of people who board."""
        report = self.soi("run", "--no-progress", SCENARIO).stdout
        seen = self.check(*program, SCENARIO, **options)
        self.assertEqual(re.findall(r"hash [0-9a-f]{16}", seen), re.findall(r"hash [0-9a-f]{16}", report))
        self.assertRegex(seen, r"(?m)^ +\d+\.\d s  boarded after \d+\.\d s$")
        self.assertRegex(seen, r"(?m)^wait\.p90 is \d+\.\d s$")

    def test_files(self):
        version = self.check(self.found("bin/soi"), "--version")
        for pattern in ("share/man/man1/soi.1", "share/bash-completion/completions/soi", "share/zsh/site-functions/_soi",
                        "include/soi/soi.h", "share/soi/maps/*.yaml", "share/soi/scenarios/*/*.yaml"):
            self.assertGreater(self.found(pattern).stat().st_size, 0, pattern)
        self.assertIn(version.split()[1], self.found("share/man/man1/soi.1").read_text())

    def test_parts_are_found_in_any_folder(self):
        """A scenario written far from the parts it extends finds the installed ones, and what shipped scenarios name lies beside them."""
        soi, part = self.found("bin/soi"), self.found("share/soi/scenarios/common/vehicles.yaml")
        self.check(soi, "new", "scenario", "--map", self.found("share/soi/maps/bangsue.yaml"), "-o", "here.yaml")
        self.assertIn("\nextends: scenarios/common/vehicles.yaml\n", (self.folder / "here.yaml").read_text(encoding="utf-8"))
        self.check(soi, "check", "here.yaml")
        part.write_text("nmae: broken\n", encoding="utf-8")
        result = subprocess.run([soi, "check", "here.yaml"], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertIn("share/soi/scenarios/common/vehicles.yaml:1:1: unknown key 'nmae'", result.stderr)

    def test_find_package(self):
        self.check("cmake", "-S", "example", "-B", "build", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        self.check("cmake", "--build", "build")
        for program in ("waits", "waits_static"):
            self.check_program(self.folder / "build" / program)
        # Like the command, the example names the place of every mistake.
        self.write("bad.yaml", f"extends: {SCENARIO}\nduraton: 30 min\nseed: many\n")
        result = subprocess.run([self.folder / "build" / "waits", "bad.yaml"], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stderr, r"(?s)^bad\.yaml:2:1: .*\nbad\.yaml:3:7: ")

    def test_pkg_config(self):
        description = self.found("lib/**/soi.pc")
        environment = {**self.environment, "PKG_CONFIG_PATH": str(description.parent)}
        flags = self.check("pkg-config", "--cflags", "--libs", "soi", env=environment).split()
        self.check("cc", "example/waits.c", "-o", "waits", *flags)
        library = self.found("lib/**/libsoi.so").parent
        self.check_program(self.folder / "waits", env={**self.environment, "LD_LIBRARY_PATH": str(library)})


if __name__ == "__main__":
    main()
