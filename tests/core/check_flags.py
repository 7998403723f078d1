"""Every file of the build is compiled without contraction of a*b+c, and none with -ffast-math."""
import json
import pathlib
import sys

commands = json.loads((pathlib.Path(sys.argv[1]) / "compile_commands.json").read_text())
ours = [entry for entry in commands if "/sim/" in entry["file"]]
wrong = [entry["file"] for entry in ours if "-ffp-contract=off" not in entry["command"] or "-ffast-math" in entry["command"]]
print(*(f"{name}: compiled without -ffp-contract=off, or with -ffast-math" for name in wrong), sep="\n")
print(f"{len(wrong)} of {len(ours)} files with the wrong flags")
sys.exit(1 if wrong or not ours else 0)
