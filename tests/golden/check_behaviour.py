"""Behaviour hashes: what a run shows from outside (bodies, lights, riders, queues, events, and at the end all metrics), whatever the
layout of the state. Pinned for all scenarios, for those of tests/corpus/old as they were before the house was rebuilt, and for 50 drawn
towns; the recording there must still play as a tape.

A commit that changes behaviour re-pins them with --update and gives the reason; a change of layout alone must not.
The quick tier runs the first part of each scenario and ten towns, --long all of it, --towns those towns only."""
import argparse
import concurrent.futures
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import minute  # noqa: E402

EARLY = 6000  # ticks of the first part
TOWNS, FEW = 50, 10
PINS = pathlib.Path(__file__).parent / "behaviour.json"


def behaviour(soi, scenario, ticks):
    """Returns the two hashes of a run: of its behaviour and of its metrics."""
    run = subprocess.run([soi, "run", scenario, "--behaviour-hash", "--no-progress", "--quiet", *(["--ticks", str(ticks)] if ticks else [])],
                         capture_output=True, text=True, check=False)
    found = re.search(r"behaviour ([0-9a-f]{16}), metrics ([0-9a-f]{16})", run.stdout)
    if run.returncode not in (0, 1, 5) or not found:
        raise RuntimeError(f"{scenario}: exit {run.returncode}\n{run.stderr}")
    return " ".join(found.groups())


def town(soi, swarm, seed):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([swarm, "--seeds", f"{seed}..{seed}", "--write", folder], check=True)
        return behaviour(soi, pathlib.Path(folder) / "scenario.yaml", 0)


def tape(soi, recording):
    """Plays a recording, second by second; returns the hash of where its carts were."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([soi, "replay", recording, "--csv", folder, "--every", "1s"], check=True, stdout=subprocess.DEVNULL)
        carts = (pathlib.Path(folder) / "carts.csv").read_bytes()
    if carts.count(b"\n") < 100:
        raise RuntimeError(f"{recording}: {carts[:200]}")
    return hashlib.sha256(carts).hexdigest()[:16]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("soi")
    parser.add_argument("swarm")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--towns", action="store_true", help="drawn towns only")
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    source = pathlib.Path(__file__).resolve().parents[2]
    files = [path for folder in ("scenarios", "tests/corpus/old/scenarios") for path in sorted((source / folder).rglob("*.yaml"))
             if re.search(r"^(map|extends):", path.read_text(), re.MULTILINE) and path.parent.name != "common"]
    jobs = {}
    minute.tell(lambda: f"{sum(job.done() for job in jobs.values())} of {len(jobs)} runs done")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path in [] if args.towns else files:
            name = str(path.relative_to(source))
            jobs[f"{name}, first {EARLY} ticks"] = pool.submit(behaviour, args.soi, path, EARLY)
            if args.long or args.update:
                jobs[name] = pool.submit(behaviour, args.soi, path, 0)
        for seed in range(1, 1 + (TOWNS if args.long or args.update else FEW)):
            jobs[f"swarm {seed}"] = pool.submit(town, args.soi, args.swarm, seed)
        if not args.towns:
            jobs["tape"] = pool.submit(tape, args.soi, source / "tests/corpus/old/acceptance.mcap")
    found = {name: job.result() for name, job in jobs.items()}
    if args.update:
        PINS.write_text(json.dumps(found, indent=1) + "\n")
        return print(f"pinned {len(found)}") or 0
    pins = json.loads(PINS.read_text())
    wrong = [f"{name}: {hashes}, pinned is {pins.get(name)}" for name, hashes in found.items() if hashes != pins.get(name)]
    print(*wrong, sep="\n")
    print(f"{len(found)} runs, {len(wrong)} of another behaviour")
    return 1 if wrong else 0


sys.exit(main())
