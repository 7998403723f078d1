"""Sets the limits in `expect` of the shipped scenarios: from seeds 1001 to 1200, never from those that judge (1 to 40).

    python3 tests/set_limits.py                   makes the runs that are missing, then rewrites the scenarios in place
    python3 tests/set_limits.py --check           says which limits would move, and how sure each is; exit code 1 when one would
    python3 tests/set_limits.py --read FOLDER     takes the runs from there (soi sweep, on any machine) and makes none

It owns the lines whose comment begins with one of these words, and rewrites their limit and what follows the word; all else stays:

    - wait.p90 <= 6 min           # one run: what no single run does by chance: 5 sd from the mean, 2 sd past the worst run of
                                  # all, or 10 % of the mean, whichever is farthest
    - wait.p90 <= 4 min @ 95 %    # mean: as near to the mean as lets 40 seeds hold in 99.8 % when nothing has changed (chance in
                                  # these runs counted in), and no nearer than 3 % of the mean
    - collisions <= 0.2 @ 95 %    # count: the same for events that are rare: the bound (Garwood) of what 40 seeds may see
"""

import argparse
import json
import math
import os
import pathlib
import re
import subprocess
import sys

import numpy
from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parents[1]
JUDGING = 40  # seeds at which it is to be decided
HELD = 0.998  # how often they hold when nothing has changed
LEAST = 0.03  # of the mean: nearer than that no limit of the mean lies
LOOKS = ((5, 5.42103), (10, 3.74958), (20, 2.53994), (40, 1.66216))  # seeds and bounds of soi test at 95 % (tools, statistics.c)
UNITS = {"": 1, "%": 0.01, "ms": 0.001, "s": 1, "min": 60, "h": 3600, "m": 1, "km": 1000, "km/h": 1 / 3.6, "m/s": 1, "kWh": 3.6e6,
         "kWh/km": 3600}
LINE = re.compile(r"^(\s*- )([a-z].*?) (<=|>=) (-?[\d.]+) ?([^\s#@]*)( @ 95 %)?( because .*?)?\s*# (one run|mean|count)\b(?::.*)?$")


def fail(message):
    sys.exit(print(f"set_limits: {message}", file=sys.stderr) or 2)


# --- the runs ------------------------------------------------------------------------------------------------------------------


def collect(folders, scenario, seeds):
    """The newest report of each seed."""
    found = {}
    paths = [path for folder in folders for path in pathlib.Path(folder).rglob("*.json")]
    for path in sorted(paths, key=lambda path: path.stat().st_mtime):
        report = json.loads(path.read_text(encoding="utf-8")).get("report", {})
        if report.get("seed") in seeds and pathlib.Path(report["scenario"]["path"]).parts[-2:] == scenario.parts[-2:]:
            found[report["seed"]] = report
    return found


def behaves_as(soi, scenario, report):
    """An equal state at the end of one run: then they are of today's behaviour."""
    command = [soi, "run", "-q", str(scenario), "--seed", str(report["seed"]), "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 5):
        fail(f"{scenario}: {done.stderr.strip()}")
    return json.loads(done.stdout)["hash"] == report["hash"]


def runs_of(scenario, options):
    folder = ROOT / "build/limits" / scenario.stem
    runs = collect(options.read or [folder], scenario, options.seeds)
    whole = len(runs) == len(options.seeds) and behaves_as(options.soi, scenario, runs[options.seeds[0]])
    if options.read and not whole:
        fail(f"{scenario}: {len(runs)} of {len(options.seeds)} runs are there" if len(runs) < len(options.seeds) else
             f"{scenario}: the runs are of another behaviour than {options.soi} has today")
    if not whole:
        folder.mkdir(parents=True, exist_ok=True)
        plan = folder.with_suffix(".yaml")
        plan.write_text(f"scenario: {scenario.resolve()}\nseeds: {options.seeds[0]}..{options.seeds[-1]}\n", encoding="utf-8")
        # Hours of work run at the lowest priority beside other work: ten minutes of real time a run would not do.
        sweep = [options.soi, "sweep", str(plan), "--runs", str(folder), "--jobs", str(options.jobs), "--time-limit", "3 h"]
        subprocess.run(sweep, check=True, stdout=sys.stderr)
        runs = collect([folder], scenario, options.seeds)
    return [runs[seed] for seed in sorted(runs)]


def values_of(runs, measure):
    """What is measured, a number a run; runs without samples are told."""
    def value(report):
        number = lambda match: repr(float("nan") if (found := report["metrics"][match[0]]["value"]) is None else found)
        return eval(re.sub(r"[a-z_]+(?:\.[a-z_0-9]+)*", number, measure), {"nan": math.nan})  # numbers and + - / ( )
    return numpy.array([value(report) for report in runs])


# --- the rules -----------------------------------------------------------------------------------------------------------------


def judged(draws, limit, sign):
    """How often soi test holds and fails the mean, a row of draws a test."""
    held, failed = numpy.zeros(len(draws), bool), numpy.zeros(len(draws), bool)
    for seeds, bound in (look for look in LOOKS if look[0] <= draws.shape[1]):
        part = draws[:, :seeds]
        error = part.std(axis=1, ddof=1) / math.sqrt(seeds)
        with numpy.errstate(divide="ignore", invalid="ignore"):
            t = numpy.nan_to_num(sign * (limit - part.mean(axis=1)) / error)
        critical, open_yet = stats.t.isf(stats.norm.sf(bound), seeds - 1), ~(held | failed)
        held |= open_yet & (t >= critical)
        failed |= open_yet & (t <= -critical)
    return held.mean(), failed.mean()


def mean_limit(values, sign):
    """The factor of sd grows from that of normal values until the rule, applied to runs drawn from these, holds as often as is asked."""
    random = numpy.random.default_rng(1)
    drawn = random.choice(values, (10000, len(values)))
    draws = random.choice(values, (10000, JUDGING))
    centre, spread = drawn.mean(axis=1), drawn.std(axis=1, ddof=1)
    away = lambda mean, sd: numpy.maximum(factor * sd, LEAST * numpy.abs(mean))
    factor = stats.t.ppf(0.95, JUDGING - 1) / math.sqrt(JUDGING) + stats.norm.ppf(HELD) * math.sqrt(1 / JUDGING + 1 / len(values))
    while (chance := judged(draws, centre + sign * away(centre, spread), sign)[0]) < HELD and factor < 10:
        factor *= 1.05
    return values.mean() + sign * float(away(values.mean(), values.std(ddof=1))), draws, chance


def one_run_limit(values, sign):
    mean, sd, worst = values.mean(), values.std(ddof=1), (sign * values).max() * sign
    rows = ((mean + sign * 5 * sd, "5 sd from the mean"), (worst + sign * 2 * sd, "2 sd from the worst"),
            (mean + sign * abs(mean) / 10, "10 % from the mean"))
    return max(rows, key=lambda row: sign * row[0])


def count_limit(seen, runs):
    """As many in 40 runs as are seen in all but two of a thousand, and the bound that soi test gives them; below 1, so that a single run
    with one of them fails."""
    most = stats.poisson.ppf(HELD, stats.gamma.ppf(0.95, seen + 1) / runs * JUDGING)
    return min(stats.gamma.ppf(0.95, most + 1) / JUDGING, 0.99)


# --- the lines -----------------------------------------------------------------------------------------------------------------


def number(value):
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def outwards(value, sign):
    """Three digits, away from what is measured."""
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 2) if value else 1
    return round(math.ceil(sign * value / step - 1e-9) * step * sign, 12)


def limit_of(runs, measure, sign, kind, size, unit):
    """The limit in units of the line, and why it stands there."""
    values = values_of(runs, measure)
    if numpy.isnan(values).any():
        fail(f"{measure} has no samples in {numpy.isnan(values).sum()} of {len(values)} runs")
    write = lambda value: f"{number(value / size)}{unit and ' ' + unit}"
    told = f"{write(values.mean())}, sd {write(values.std(ddof=1))}"
    if kind == "count":
        seen = int(values.sum())
        return outwards(count_limit(seen, len(values)), 1), f"{seen} in {len(values)} seeds; holds in {100 * HELD:.1f} %"
    if kind == "one run":
        limit, rule = one_run_limit(values, sign)
        return outwards(limit / size, sign), f"{told}, worst {write((sign * values).max() * sign)} of {len(values)} seeds; {rule}"
    limit, draws, chance = mean_limit(values, sign)
    limit = outwards(limit / size, sign)
    seen = lambda worse: 100 * (1 - judged(draws * (1 + sign * worse), limit * size, sign)[0])
    enough = "" if seen(0.1) >= 90 else f", {next((i for i in range(11, 100) if seen(i / 100) >= 90), 100)} % in 90 %"
    return limit, f"{told} of {len(values)} seeds; holds in {min(99.9, 100 * chance):.1f} %, shows 10 % worse in {seen(0.1):.0f} %{enough}"


def rewritten(line, runs):
    """The line with its limit of today, and how far that moved; any other line as it is."""
    match = LINE.match(line)
    if match is None:
        return line
    head, measure, sign, _, unit, confidence, because, kind = match.groups()
    if unit not in UNITS:
        fail(f"unknown unit {unit!r} in {line.strip()!r}; expected one of {', '.join(filter(None, UNITS))}")
    if (kind == "one run") == bool(confidence):
        fail(f"{line.strip()!r}: 'one run' is said without, 'mean' and 'count' with @ 95 %")
    limit, why = limit_of(runs, measure, 1 if sign == "<=" else -1, kind, UNITS[unit], unit)
    return f"{head}{measure} {sign} {number(limit)}{unit and ' ' + unit}{confidence or ''}{because or ''} # {kind}: {why}"


def shipped():
    return sorted(path for path in (ROOT / "scenarios").glob("*/*.yaml") if re.search("^expect:", path.read_text(encoding="utf-8"), re.M))


def seeds_of(text):
    low, high = map(int, text.split(".."))
    return range(low, high + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("scenarios", nargs="*", type=pathlib.Path, help="all that are shipped when none is named")
    parser.add_argument("--check", action="store_true", help="say which limits would move, and write nothing")
    parser.add_argument("--read", action="append", help="a folder with runs of a sweep; makes no run")
    parser.add_argument("--seeds", type=seeds_of, default="1001..1200")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--soi", default=os.environ.get("SOI", "soi"))
    options = parser.parse_args()
    if min(options.seeds) <= JUDGING:
        fail(f"seeds 1 to {JUDGING} judge; expected others")
    moved = 0
    for scenario in options.scenarios or shipped():
        before = scenario.read_text(encoding="utf-8").split("\n")
        runs = runs_of(scenario, options) if any(map(LINE.match, before)) else []
        after = [rewritten(line, runs) for line in before]
        for old, new in zip(before, after):
            if LINE.match(old):
                moves = old.split("#")[0] != new.split("#")[0]
                print(f"{scenario}: {new.strip()[2:]}" + (f"\n    was {old.split('#')[0].strip()[2:]}" if moves else ""))
                moved += moves
        if not options.check and after != before:
            scenario.write_text("\n".join(after), encoding="utf-8")
    print(f"{moved} limit{'s'[:moved != 1]} {'would move' if options.check else 'moved'}")
    return 1 if options.check and moved > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
