"""The compiler tells ids apart: one of a table passed, assigned or compared for one of another does not compile, and the right one does."""
import json
import pathlib
import re
import shlex
import subprocess
import sys

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
WRONG = {
    "passed": "void f{n}(soi_{b}_id row); void f{n}(soi_{b}_id row) {{ void take{n}(soi_{a}_id); take{n}(row); }}",
    "assigned": "void f{n}(soi_{b}_id row, soi_{a}_id *to); void f{n}(soi_{b}_id row, soi_{a}_id *to) {{ *to = row; }}",
    "compared": "bool f{n}(soi_{b}_id row, soi_{a}_id other); bool f{n}(soi_{b}_id row, soi_{a}_id other) {{ return row == other; }}",
}
# What the house's own signatures and columns must refuse, and an id of the right table that they take.
HOUSE = {
    "soi_lane_at(model, {}, 0.0, 0.0, NULL)": ("world->cart_stop[1]", "world->vehicle_lane[1]"),
    "soi_gate_near(model, {}, (soi_point){{0.0, 0.0}})": ("world->person_stop[1]", "world->person_link[1]"),
    "world->vehicle_lane[1] = {}": ("world->vehicle_way[1]", "world->vehicle_next[1]"),
    "soi_connector_light(world, {})": ("world->vehicle_waived[1]", "world->vehicle_grant[1]"),
}
USE = "void f{n}(const soi_model *model, soi_world *world); void f{n}(const soi_model *model, soi_world *world) {{ (void)model, (void)world, (void)({use}); }}"


def mistaken(lines):
    """The numbers of the lines, from 0, of which the compiler complains under the project's own flags."""
    entry = next(e for e in json.loads((BUILD / "compile_commands.json").read_text()) if e["file"].endswith("sim/step.c"))
    words = [w for w in shlex.split(entry["command"]) if w not in ("-c", "-o", "-Werror") and not w.endswith((".c", ".o"))]
    text = "#include <soi/world.h>\n" + "\n".join(lines) + "\n"
    said = subprocess.run(words + ["-fsyntax-only", "-x", "c", "-"], input=text, text=True, capture_output=True).stderr
    return {int(n) - 2 for n in re.findall(r"<stdin>:(\d+):\d+: (?:warning|error)", said)}


ids = re.findall(r"I\(soi_(\w+)_id,", (SOURCE / "include/soi/model_fields.h").read_text())
cases = []  # line, whether it is wrong
for a, b in zip(ids, ids[1:] + ids[:1]):
    cases += [(text.format(a=a, b=other, n=len(cases) + i), other != a) for i, (text, other) in enumerate((t, o) for t in WRONG.values() for o in (a, b))]
for use, (wrong, right) in HOUSE.items():
    cases += [(USE.format(n=len(cases) + i, use=use.format(row)), row == wrong) for i, row in enumerate((wrong, right))]
told = mistaken([line for line, _ in cases])
faults = [("compiles: " if wrong else "is refused: ") + line for n, (line, wrong) in enumerate(cases) if (n in told) != wrong]
print(*faults, sep="\n")
print(f"{len(faults)} of {len(cases)} uses of {len(ids)} kinds of ids mistaken")
sys.exit(1 if faults or len(ids) < 20 else 0)
