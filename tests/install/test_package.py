"""The Debian package that cpack makes: installed into a root of its own, what is in it runs; taken out, it leaves nothing."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

from command import Case, main

PROJECT = pathlib.Path(__file__).resolve().parents[2]


@unittest.skipUnless(shutil.which("cpack") and shutil.which("dpkg") and shutil.which("dpkg-deb"), "cpack or dpkg is missing")
class Package(Case):
    def setUp(self):
        super().setUp()
        if not os.environ.get("SOI_BUILD"):
            self.skipTest("SOI_BUILD does not name a plain build folder")
        self.check("cpack", "--config", f"{os.environ['SOI_BUILD']}/CPackConfig.cmake", "-B", self.folder / "made")
        (self.package,) = (self.folder / "made").glob("*.deb")
        self.root = self.folder / "root"
        (self.root / "var/lib/dpkg/updates").mkdir(parents=True)
        (self.root / "var/lib/dpkg/info").mkdir()
        (self.root / "var/lib/dpkg/status").touch()

    def check(self, *command, **options):
        result = subprocess.run([str(word) for word in command], cwd=self.folder, capture_output=True, text=True, check=False, **options)
        self.assertEqual(result.returncode, 0, f"{command}\n{result.stdout}\n{result.stderr}")
        return result.stdout

    def dpkg(self, *words):
        """In the test's root, whoever runs it: what it depends on is on the machine itself, whose library cache stays as it is."""
        quiet = self.folder / "bin" / "ldconfig"
        quiet.parent.mkdir(exist_ok=True)
        quiet.write_text("#!/bin/sh\n", encoding="utf-8")
        quiet.chmod(0o755)
        return self.check("dpkg", "--root", self.root, "--force-not-root", "--force-depends", "--force-script-chrootless",
                          f"--log={self.folder}/log", *words, env={**self.environment, "PATH": f"{quiet.parent}:{os.environ['PATH']}:/usr/sbin:/sbin"})

    def test_it_installs_runs_and_goes(self):
        self.dpkg("--install", self.package)
        soi = self.root / "usr/bin/soi"
        version = self.check(soi, "--version").split()[1]
        fields = dict(re.findall(r"(?m)^([\w-]+): (.*)$", self.check("dpkg-deb", "--field", self.package)))
        self.assertEqual((fields["Package"], fields["Version"]), ("soi", version))
        self.assertIn("soi developers", fields["Maintainer"])
        if shutil.which("dpkg-shlibdeps"):
            for library in ("libc6", "libyaml-0-2", "libzstd1", "libexpat1"):
                self.assertIn(library, fields["Depends"])
        for name in ("share/man/man1/soi.1", "share/doc/soi/copyright", "share/doc/soi/CHANGELOG.md", "include/soi/soi.h"):
            self.assertTrue((self.root / "usr" / name).is_file(), name)
        share = self.root / "usr/share/soi/scenarios"
        report = self.check(soi, "run", "--no-progress", share / "minatomirai/shinko-loop.yaml", "--set", "expect=[collisions.cart <= 0]")
        self.assertIn("held: 4 of 4 expectations held", report)
        self.dpkg("--purge", "soi")
        self.assertFalse((self.root / "usr/bin/soi").exists())
        self.assertEqual([path for path in self.root.rglob("*soi*") if path.is_file()], [])

        # The version stands in one place, from where all others take it.
        head = (PROJECT / "include/soi/base.h").read_text(encoding="utf-8")
        self.assertEqual(version, ".".join(re.search(rf"SOI_VERSION_{part} (\d+)", head).group(1) for part in ("MAJOR", "MINOR", "PATCH")))
        self.assertIn(f"soi_{version}_", self.package.name)
        for name in ("CMakeLists.txt", "tools/CMakeLists.txt", "sim/CMakeLists.txt", "tools/cmake/package.cmake"):
            self.assertNotIn(f" {version}", (PROJECT / name).read_text(encoding="utf-8"), name)


if __name__ == "__main__":
    main()
