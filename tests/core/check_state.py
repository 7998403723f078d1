"""No mutable file-scope state: two worlds in two threads just work, and so do two windows. By the sections of the objects.

usage: check_state.py BUILD"""
import re
import subprocess
import sys

import objects

FOLDERS = ("sim", "tools/view")


def main():
    made = [path for folder in FOLDERS for path in objects.of(sys.argv[1], folder)]
    text = subprocess.run(["size", "-A", *made], capture_output=True, text=True, check=True).stdout
    name, wrong = "", 0
    for line in text.splitlines():
        if line.rstrip().endswith(":"):
            name = re.sub(".*[.]dir/", "", line.split()[0])
        match = re.match(r"[.](data|bss|tdata|tbss)(?![.]rel[.]ro)\S*\s+(\d+)", line)
        if match and int(match.group(2)) > 0:
            wrong += 1
            print(f"{name}: {match.group(2)} bytes of state outside every world, in .{match.group(1)}")
    print(f"{len(made)} objects, {wrong} with state of their own")
    return 1 if wrong or not made else 0


sys.exit(main())
