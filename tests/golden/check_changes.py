#!/usr/bin/env python3
"""Whether a baseline tells changes from what is none: in a copy of the sources, ten changes of what a program does are caught, ten changes
of how it is written are proved to do nothing, and of twenty reshuffles (other draws, another order of flows), in which every run differs
and nothing is better or worse, no more raise an alarm than the stated error lets expect.

usage: check_changes.py --source ROOT --work FOLDER [--only change|refactor|salt|order] [--seeds 20]
"""
import argparse
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import minute  # noqa: E402

SCENARIO = "scenarios/wangchan/acceptance.yaml"
WATCHED = ["dwell.mean", "ride.mean", "headway.cv", "traffic.speed", "people.mean", "vehicles.created", "energy.per_km", "acceleration.rms"]
MOST_ALARMS = 3  # of twenty, each with a chance of at most 5 %: more come once in 63 times

# What is set, or a file and what is written in it in place of what.
CHANGES = {
    "dwell 10 % longer": ["service.dwell_minimum=5.5 s", "service.door_time=3.3 s", "service.boarding_time=2.75 s", "service.alighting_time=2.75 s"],
    "the car a sixth slower": ["vehicle_types.automated-car.top_speed=27 km/h"],
    "no holding": ["service.hold=none"],
    "10 % more traffic": ["traffic.scale=1.1"],
    "10 % more people": ["pedestrians.scale=1.1"],
    "a drive that takes 10 % more": ("sim/automation/energy.c", "return drive + type->auxiliary_power;", "return 1.1 * (drive + type->auxiliary_power);"),
    "drivers wish for 25 % less": ("sim/traffic/traits.c", "trait(world, row, 0, type->speed_factor,", "trait(world, row, 0, 0.75 * type->speed_factor,"),
    "people walk 10 % slower": ("sim/pedestrian/birth.c", "double wish = walking->speed +", "double wish = 0.9 * walking->speed +"),
    "doors a second slower to close": ("sim/service/boarding.c", "->door_time) - opening_ticks(world);", "->door_time + 1.0) - opening_ticks(world);"),
    "carts brake a third less": ["vehicle_types.automated-car.deceleration=1 m/s2"],
}
REFACTORS = {
    "a product in another form": ("sim/road/following.c", "return square * square;", "return (ratio * ratio) * (ratio * ratio);"),
    "a sum by a branch": ("sim/service/boarding.c", "called += called_by(world, person, cart);", "if (called_by(world, person, cart)) { called = called + 1; }"),
    "a field more": ("include/soi/world_fields.h", '  X(WORLD, uint32_t, birth_serial,', '  X(WORLD, uint32_t, spare, 1, "", motion, "of no use") \\\n  X(WORLD, uint32_t, birth_serial,'),
    "fields in another order": ("include/soi/world_fields.h", re.compile(r"(  X\(VEHICLE, double, vehicle_delay,.*\n)(  X\(VEHICLE, double, vehicle_distance,.*\n)"), r"\2\1"),
    "a longer table": ("include/soi/world.h", "#define SOI_COMMAND_CAPACITY 256", "#define SOI_COMMAND_CAPACITY 300"),
    "a line in two": ("sim/base/random.c", "const uint64_t name = scramble(scramble(seed + 0x9e3779b97f4a7c15ull) + use);",
                      "const uint64_t first = scramble(seed + 0x9e3779b97f4a7c15ull);\n  const uint64_t name = scramble(first + use);"),
    "factors swapped": ("sim/automation/energy.c", "PERSON_MASS * riders", "riders * PERSON_MASS"),
    "a comparison turned round": ("sim/standstill/wait.c", "return vx * vx + vy * vy > STILL * STILL;", "return STILL * STILL < vx * vx + vy * vy;"),
    "a loop of another kind": ("sim/service/headway.c", re.compile(r"  for \(; at != leg; (at = .*?)\) \{ (time \+= .*?;) \}\n"), r"  while (at != leg) {\n    \2\n    \1;\n  }\n"),
    "a name for a distance": ("sim/service/boarding.c", re.compile(r"  return (soi_hypot\(.*\)) <= DOOR_REACH;"), r"  const double apart = \1;\n  return !(apart > DOOR_REACH);"),
}
SALT = ("sim/base/random.c", "scramble(seed + 0x9e3779b97f4a7c15ull)", "scramble((seed ^ {}ull) + 0x9e3779b97f4a7c15ull)")


class Copy:
    """A copy of the sources with a build of its own."""

    def __init__(self, source, folder, seeds):
        self.folder, self.seeds, self.now = folder, seeds, "the copy"
        minute.tell(lambda: self.now)
        shutil.rmtree(folder / "source", ignore_errors=True)
        for name in subprocess.run(["git", "ls-files", "CMakeLists.txt", "include", "sim", "tools", "maps", "scenarios", "tests/CMakeLists.txt"], cwd=source,
                                   check=True, capture_output=True, text=True).stdout.split("\n"):
            if name:
                (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source / name, folder / "source" / name)
        launcher = ["-DCMAKE_C_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        self.command("cmake", "-S", folder / "source", "-B", folder / "build", "-DCMAKE_BUILD_TYPE=Release", "-DSOI_TESTS=OFF", *launcher)
        self.build()

    def command(self, *words, codes=(0,)):
        done = subprocess.run([str(word) for word in words], cwd=self.folder / "source", capture_output=True, text=True, check=False)
        if done.returncode not in codes:
            sys.exit(f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")

    def build(self):
        self.command("cmake", "--build", self.folder / "build", "--target", "soi_command", "--parallel", "2")

    def save(self, scenario=SCENARIO, name="base.json", seeds=None):
        self.command(self.folder / "build/tools/soi/soi", "test", scenario, "--seeds", seeds or self.seeds, "--save-baseline", self.folder / name, "-q",
                     codes=(0, 1, 5))
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def compare(self, scenario=SCENARIO, sets=(), base="base.json"):
        """(runs unchanged, alarms, where the runs part)"""
        words = [word for one in sets for word in ("--set", one)] + [word for name in WATCHED for word in ("--watch", name)]
        self.command(self.folder / "build/tools/soi/soi", "test", scenario, "--seeds", self.seeds, "--baseline", self.folder / base, "--json",
                     self.folder / "out.json", "-q", *words, codes=(0, 1, 5))
        found = json.loads((self.folder / "out.json").read_text(encoding="utf-8"))["scenarios"][0]
        alarms = [one["metric"] for one in found["expectations"] if one["expectation"].endswith(" as in the baseline") and one["judgement"] == "failed"]
        return found["baseline"]["unchanged"], alarms, found["baseline"]["where"]

    def edited(self, name, old, new):
        """The comparison with one place of one file changed."""
        path = self.folder / "source" / name
        was = path.read_text(encoding="utf-8")
        text, count = old.subn(new, was) if isinstance(old, re.Pattern) else (was.replace(old, new), was.count(old))
        if count != 1:
            sys.exit(f"{name}: {old!r} stands there {count} times; expected once: choose another place")
        path.write_text(text, encoding="utf-8")
        self.build()
        found = self.compare()
        path.write_text(was, encoding="utf-8")
        return found


def reorder(text, draw):
    """The scenario with the flows of each kind in another order."""
    def shuffled(match):
        lines = match.group(2).splitlines(keepends=True)
        draw.shuffle(lines)
        return match.group(1) + "".join(lines)
    text, count = re.subn(r"(  flows:\n)((?:    [\w-]+: \{.*\}\n)+)", shuffled, text)
    assert count == 3, count
    return text


def check_changes(copy):
    wrong = 0
    for name, change in CHANGES.items():
        copy.now = name
        same, alarms, where = copy.compare(sets=change) if isinstance(change, list) else copy.edited(*change)
        wrong += not alarms
        print(f"{'caught' if alarms else 'MISSED':10} {name}: {same} unchanged; {', '.join(alarms)}; {where}", flush=True)
    return wrong


def check_refactors(copy, count):
    wrong = 0
    for name, change in REFACTORS.items():
        copy.now = name
        same, alarms, where = copy.edited(*change)
        wrong += same != count
        print(f"{'unchanged' if same == count else 'DIFFERS':10} {name}: {same} of {count}; {alarms} {where or ''}", flush=True)
    return wrong


def check_reshuffles(copy, kinds):
    """All runs differ, and alarms are false ones."""
    raised = wrong = 0
    original = (copy.folder / "source" / SCENARIO).read_text(encoding="utf-8")
    for kind in kinds:
        for number in range(1, 11):
            copy.now = f"{kind} {number}"
            if kind == "salt":
                same, alarms, _ = copy.edited(SALT[0], SALT[1], SALT[2].format(number))
            else:
                other = SCENARIO.replace("acceptance", f"order-{number}")
                (copy.folder / "source" / other).write_text(reorder(original, random.Random(number)), encoding="utf-8")
                # Another order of flows is another source: the baseline is told that it is its own.
                base = json.loads((copy.folder / "base.json").read_text(encoding="utf-8"))
                base["baseline"][0]["source"] = copy.save(other, "other.json", "1")["baseline"][0]["source"]
                (copy.folder / "order.json").write_text(json.dumps(base), encoding="utf-8")
                same, alarms, _ = copy.compare(other, base="order.json")
            wrong += same > 0
            raised += bool(alarms)
            print(f"{'ALARM' if alarms else 'no alarm':10} {kind} {number}: {same} unchanged; {', '.join(alarms)}", flush=True)
    print(f"{raised} of {10 * len(kinds)} reshuffles raised an alarm; at most {MOST_ALARMS} are expected of 20")
    return wrong + (raised > MOST_ALARMS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--only", choices=["change", "refactor", "salt", "order"])
    parser.add_argument("--seeds", type=int, default=20)
    arguments = parser.parse_args()
    copy = Copy(arguments.source.resolve(), arguments.work.resolve(), f"1..{arguments.seeds}")
    copy.save()
    wrong = check_changes(copy) if arguments.only in (None, "change") else 0
    wrong += check_refactors(copy, arguments.seeds) if arguments.only in (None, "refactor") else 0
    kinds = [kind for kind in ("salt", "order") if arguments.only in (None, kind)]
    wrong += check_reshuffles(copy, kinds) if kinds else 0
    sys.exit(1 if wrong else 0)


main()
