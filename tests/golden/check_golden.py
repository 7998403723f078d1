"""Golden hashes: every build, with 1 and 2 threads, must come to the hashes that stand in golden.json.

A change of behaviour re-pins them with `python3 tests/golden/check_golden.py --update`, and the commit says why.
In the quick tier the unoptimised builds and those for this processor run the first part of each scenario only, --long runs all of it."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import minute  # noqa: E402

BUILDS = [  # name, compiler, flags, whole runs in the quick tier too
    ("gcc-O3", "gcc", "-O3", True),
    ("gcc-O3-native", "gcc", "-O3 -march=native", False),
    ("gcc-O0", "gcc", "-O0", False),
    ("clang-O3", "clang", "-O3", True),
    ("clang-O3-native", "clang", "-O3 -march=native", False),
    ("clang-O0", "clang", "-O0", False),
]
SMALL = {"scenarios/wangchan/acceptance.yaml"}  # fewer agents than make it worth while to share them among threads
EARLY = 6000  # ticks of the first part
GOLDEN = pathlib.Path(__file__).parent / "golden.json"


def build(source, work, name, compiler, flags):
    """Builds the command alone; returns its path."""
    folder = work / name
    generator = ["-G", "Ninja"] if shutil.which("ninja") else []
    subprocess.run(["cmake", "-S", source, "-B", folder, *generator, f"-DCMAKE_C_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=None",
                    f"-DCMAKE_C_FLAGS={flags}", "-DSOI_TESTS=OFF"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", folder, "--target", "soi_command", "-j", "2"], check=True, stdout=subprocess.DEVNULL)
    program = next(path for path in folder.rglob("soi") if path.is_file() and os.access(path, os.X_OK))
    code = subprocess.run(["objdump", "-d", "--no-show-raw-insn", program], capture_output=True, text=True, check=True).stdout
    fused = re.findall(r"\bvfn?m(?:add|sub)\w+", code)
    if fused:
        raise RuntimeError(f"{name}: {len(fused)} fused multiply-adds, such as {fused[0]}; they round once where others round twice")
    return program


def hashes(program, source, scenario, ticks, threads):
    """Runs a scenario; returns the hash after EARLY ticks and the one at the end, and the threads that processed agents."""
    limit = ["--ticks", str(ticks)] if ticks else []
    run = subprocess.run([program, "run", source / scenario, "--hash-every", str(EARLY), "--threads", str(threads), "--verbose",
                          "--no-progress", "--quiet", *limit], capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1, 5):
        raise RuntimeError(f"{scenario}: exit {run.returncode}\n{run.stderr}")
    found = re.findall(r"^(\d+) ([0-9a-f]{16})$", run.stdout, re.MULTILINE)
    rows = [int(n) for n in re.findall(r"thread \d+: (\d+) rows", run.stdout + run.stderr)]
    if threads > 1 and scenario not in SMALL and (len(rows) < threads or min(rows) == 0):
        raise RuntimeError(f"{scenario}: with {threads} threads they processed {rows} rows; all must have a share")
    by_tick = {int(tick): value for tick, value in found}
    return {"early": by_tick[EARLY], "end": by_tick[max(by_tick)]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, default=pathlib.Path(__file__).parents[2])
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("build/golden"))
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    scenarios = sorted(str(path.relative_to(args.source)) for path in (args.source / "scenarios").rglob("*.yaml")
                       if re.search(r"^map:", path.read_text(), re.MULTILINE) or re.search(r"^extends:", path.read_text(), re.MULTILINE))
    scenarios = [name for name in scenarios if "/common/" not in name]
    programs, jobs, builds = {}, [], BUILDS[:1] if args.update else BUILDS
    minute.tell(lambda: f"build {len(programs) + 1} of {len(builds)}" if len(programs) < len(builds) else
                f"its runs: {sum(job[-1].done() for job in jobs)} of {len(jobs)} done")
    for name, compiler, flags, _ in builds:
        programs[name] = build(args.source, args.work, name, compiler, flags)
    if args.update:
        golden = {name: hashes(programs["gcc-O3"], args.source, name, 0, 1) for name in scenarios}
        GOLDEN.write_text(json.dumps(golden, indent=2) + "\n")
        return print(f"pinned {len(golden)} scenarios") or 0

    golden = json.loads(GOLDEN.read_text())
    wrong = [f"{name}: no golden hash; pin one with --update" for name in scenarios if name not in golden]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, _, _, fast in BUILDS:
            whole = fast or args.long
            for scenario in scenarios:
                # two threads on whole runs of one build a compiler, one thread everywhere
                for threads in (1, 2) if whole and name.endswith("-O3") else (1,):
                    job = pool.submit(hashes, programs[name], args.source, scenario, 0 if whole else EARLY, threads)
                    jobs.append((name, scenario, threads, whole, job))
        for name, scenario, threads, whole, job in jobs:
            expected, found = golden.get(scenario, {}), job.result()
            for part in ("early", "end") if whole else ("early",):
                if found[part] != expected.get(part):
                    wrong.append(f"{name}, {scenario}, {threads} threads, {part}: {found[part]}, golden is {expected.get(part)}")
    print(*wrong, sep="\n")
    print(f"{len(jobs)} runs of {len(scenarios)} scenarios in {len(BUILDS)} builds, {len(wrong)} with another hash")
    return 1 if wrong else 0


sys.exit(main())
