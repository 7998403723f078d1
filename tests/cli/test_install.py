"""What is installed is enough for others: find_package(soi), pkg-config, the manual and the completions."""

import os
import pathlib
import subprocess

from command import Case, main

PROGRAM = '#include <stdio.h>\n#include <soi/soi.h>\n\nint main(void) { return puts(soi_version()) < 0; }\n'
PROJECT = """\
cmake_minimum_required(VERSION 3.25)
project(other C)
find_package(soi 0.1 REQUIRED)
foreach(kind soi static)
  add_executable(with_${kind} other.c)
  target_link_libraries(with_${kind} PRIVATE soi::${kind})
endforeach()
"""


class Install(Case):
    def setUp(self):
        super().setUp()
        self.build = os.environ.get("SOI_BUILD")
        if not self.build:
            self.skipTest("SOI_BUILD does not name a plain build folder")
        self.prefix = self.folder / "prefix"
        self.check("cmake", "--install", self.build, "--prefix", self.prefix)

    def check(self, *command, **options):
        result = subprocess.run([str(word) for word in command], cwd=self.folder, capture_output=True, text=True, check=False, **options)
        self.assertEqual(result.returncode, 0, f"{command}\n{result.stdout}\n{result.stderr}")
        return result.stdout

    def found(self, pattern):
        files = sorted(self.prefix.glob(pattern))
        self.assertTrue(files, f"{pattern} is not installed")
        return files[0]

    def test_files(self):
        version = self.check(self.found("bin/soi"), "--version")
        for pattern in ("share/man/man1/soi.1", "share/bash-completion/completions/soi", "share/zsh/site-functions/_soi",
                        "include/soi/soi.h", "share/soi/maps/*.yaml", "share/soi/scenarios/*/*.yaml"):
            self.assertGreater(self.found(pattern).stat().st_size, 0, pattern)
        self.assertIn(version.split()[1], self.found("share/man/man1/soi.1").read_text())

    def test_find_package(self):
        self.write("other.c", PROGRAM)
        self.write("CMakeLists.txt", PROJECT)
        self.check("cmake", "-S", ".", "-B", "build", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        self.check("cmake", "--build", "build")
        for kind in ("soi", "static"):
            self.assertRegex(self.check(self.folder / "build" / f"with_{kind}"), r"^\d+\.\d+\.\d+\n$")

    def test_pkg_config(self):
        self.write("other.c", PROGRAM)
        description = self.found("lib/**/soi.pc")
        # The file names the prefix that the build was configured with; the test has installed elsewhere.
        text = description.read_text(encoding="utf-8")
        prefix = text.split("\n")[0].removeprefix("prefix=")
        description.write_text(text.replace(prefix, str(self.prefix)), encoding="utf-8")
        environment = {**self.environment, "PKG_CONFIG_PATH": str(description.parent)}
        flags = self.check("pkg-config", "--cflags", "--libs", "soi", env=environment).split()
        self.check("cc", "other.c", "-o", "other", *flags)
        library = pathlib.Path(self.found("lib/**/libsoi.so")).parent
        self.check(self.folder / "other", env={**self.environment, "LD_LIBRARY_PATH": str(library)})


if __name__ == "__main__":
    main()
