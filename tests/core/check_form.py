#!/usr/bin/env python3
"""One hand throughout: clang-format-16 (pinned: other versions set other breaks) leaves every C file as it stands, and what it
cannot do is looked for here: ++i where the value is not used, constants of a file in capitals, no tab, no blank at a line's end.

usage: check_form.py ROOT     77: clang-format-16 is absent, the rest was checked
"""
import re
import shutil
import subprocess
import sys

RULES = [
    (re.compile(r"(?:[;{] |^ *)[a-zA-Z_][\w.>\[\]-]*(?:\+\+|--)(?:\)|;)"), "write ++ and -- before what they step where the value is not used"),
    (re.compile(r"^(?:static )?const (?:float|double|bool|char|size_t|u?int\d*(?:_t)?) (?:[^;]*, )?(?!\w+_count\b)\w*[a-z]\w* = "), "a constant of a file stands in capitals"),
    (re.compile(r"\t|[ \r]$"), "a tab or a blank at the line's end"),
]


def main():
    root = sys.argv[1]
    files = subprocess.run(["git", "ls-files", "*.c", "*.h"], cwd=root, check=True, capture_output=True, text=True).stdout.split()
    wrong = []
    for name in files:
        with open(f"{root}/{name}", encoding="utf-8") as file:
            for number, line in enumerate(file.read().split("\n"), 1):
                wrong += [f"{name}:{number}: {what}" for rule, what in RULES if rule.search(line)]
    if shutil.which("clang-format-16"):
        said = subprocess.run(["clang-format-16", "--dry-run", *files], cwd=root, check=True, capture_output=True, text=True).stderr
        wrong += [line.replace("[-Wclang-format-violations]", "") + "(run clang-format-16 -i)" for line in said.split("\n") if "warning:" in line]
    print("\n".join(wrong[:40]))
    print(f"{len(files)} files, {len(wrong)} lines of another hand")
    sys.exit(1 if wrong else 0 if shutil.which("clang-format-16") else 77)


main()
