"""Maps and scenarios that somebody spoilt: no crash, no exit code that is not documented, and a place in every message.

A seed draws a file of the project and some changes to it. SOI_MUTANTS=17..17 repeats a seed, and SOI_MUTANTS_KEEP=folder keeps the files."""

import os
import pathlib
import random
import re
import subprocess
import unittest

from command import LONG, SOI, Case, main

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "data" / "cases"  # beside the project; absent where it stands alone
SMALL = 40000  # bytes; larger files are for the long tier
PLACE = re.compile(r"^.+?:\d+:\d+: \S")
CLOSING = re.compile(r"^soi check: \d+ of \d+ files are wrong$|^\.\.\. and \d+ more are left out")
VALUES = ("", "~", "null", "[]", "{}", "0", "-1", "1e400", "-1e308", "nan", ".nan", ".inf", "-.inf", "99999999999999999999", "0x10", "yes",
          "a", "0 m", "-5 m", "1e300 m", "1e9 km/h", "48:00", "00:00", "07:99", "24:10", "1e300 s", "0 s", "100001 /h", "101 %", "[1, 2",
          "[[0, 0], [0, 0]]", "[0, 0]", "[1e300, -1e300]", "[nan, 0]", "{a: b}", "{<<: *x}", "*nobody", "&x [*x]", "!!binary aa", '"', "'",
          "\u0e0b\u0e2d\u0e22", "\U0001f68c", "\u202e", "\x00", "\x1b[31m", "\t", "- a", "? a", ": a", "|", "9" * 400, "a" * 5000)


def texts():
    """The files by name; what they refer to is made absolute, so that a copy elsewhere still finds it."""
    found = {}
    for folder in (ROOT / "maps", ROOT / "scenarios", ROOT / "tests" / "places", ROOT / "tests" / "cli" / "data", ROOT / "tests" / "corpus" / "base", CASES):
        for path in sorted(folder.rglob("*.yaml")) if folder.is_dir() else ():
            text = path.read_text(encoding="utf-8")
            if LONG or len(text) < SMALL:
                found[path] = re.sub(r"(?m)^(extends|map): ([^#\n]*[^#\s])", lambda m, at=path: f"{m[1]}: {(at.parent / m[2].strip()).resolve()}", text)
    return found


def block(rng, lines):
    """First and last + 1 of a line with all that stands deeper below it."""
    first = rng.randrange(len(lines))
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) > depth):
        last += 1
    return first, last


def values(text):
    """Where values stand: after a colon, in a list, in braces."""
    return [m.span(1) for m in re.finditer(r"(?<=[:\[,] )([^\s,\]}{\[#][^,\]}#\n]*)|(?<=: )(\[[^\]\n]*\]|\{[^}\n]*\})", text) if m[1]]


def delete(rng, text, _):
    lines = text.split("\n")
    first, last = block(rng, lines)
    return "\n".join(lines[:first] + lines[last:])


def move(rng, text, _):
    lines = text.split("\n")
    first, last = block(rng, lines)
    taken, rest = lines[first:last], lines[:first] + lines[last:]
    at = rng.randrange(len(rest) + 1)
    return "\n".join(rest[:at] + taken + rest[at:])


def double(rng, text, _):
    lines = text.split("\n")
    first, last = block(rng, lines)
    return "\n".join(lines[:last] + lines[first:last] + lines[last:])


def splice(rng, text, others):
    other = others[rng.randrange(len(others))].split("\n")
    first, last = block(rng, other)
    lines = text.split("\n")
    at = rng.randrange(len(lines) + 1)
    return "\n".join(lines[:at] + other[first:last] + lines[at:])


def retype(rng, text, _):
    spans = values(text)
    if not spans:
        return text
    a, b = rng.choice(spans)
    return text[:a] + rng.choice(VALUES) + text[b:]


def number(rng, text, _):
    spans = [m.span() for m in re.finditer(r"(?<![\w.])-?\d+(\.\d+)?", text)]
    if not spans:
        return text
    a, b = rng.choice(spans)
    old = float(text[a:b])
    return text[:a] + rng.choice([f"{-old:g}", f"{old * 1e6:g}", f"{old * 1e-9:g}", "0", "1e308", f"{old + 0.5:g}", str(rng.randrange(10**6))]) + text[b:]


def swap(rng, text, _):
    spans = values(text)
    if len(spans) < 2:
        return text
    (a, b), (c, d) = sorted(rng.sample(spans, 2))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def alias(rng, text, _):
    spans = values(text)
    if len(spans) < 2:
        return text
    (a, _), (c, d) = sorted(rng.sample(spans, 2))
    return text[:a] + "&here " + text[a:c] + "*here" + text[d:]


def empty(rng, text, _):
    spans = [m.span() for m in re.finditer(r"(?s)\[[^\[\]]*\]|\{[^{}]*\}", text)]
    if not spans:
        return text
    a, b = rng.choice(spans)
    return text[:a] + rng.choice(["[]", "{}", "", "[[]]", "[~]", "null"]) + text[b:]


def cut(rng, text, _):
    return text[:rng.randrange(len(text) + 1)]


def flip(rng, text, _):
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(["\t", "\x01", '"', "'", "{", "}", "[", "]", ":", "-", "&", "*", "\u00e9", "\n", "  ", "#"]) + text[at + rng.randrange(2):]


def rename(rng, text, _):
    keys = [m.span(1) for m in re.finditer(r"(?m)(?:^|[{,])\s*([A-Za-z_][\w-]*):", text)]
    if not keys:
        return text
    (a, b), (c, d) = rng.choice(keys), rng.choice(keys)
    return text[:a] + rng.choice([text[c:d], text[a:b] + "x", text[a:b][::-1], "extends", "map", "nodes", "expect"]) + text[b:]


def part(rng, text, _):
    return re.sub(r"(?m)^map: .*\n", "", text) if rng.random() < 0.7 else re.sub(r"(?m)^extends: .*\n", "", text)


def chain(rng, text, _):
    other = rng.choice(sorted(TEXTS))
    return f"extends: {rng.choice([other, 'mutant.yaml', '.', 'nothing.yaml'])}\n" + re.sub(r"(?m)^extends: .*\n", "", text)


CHANGES = (delete, delete, move, double, splice, retype, retype, retype, number, number, swap, alias, empty, cut, flip, rename, part, chain)
TEXTS = texts()


def mutant(seed):
    rng = random.Random(seed)
    path = rng.choice(sorted(TEXTS))
    text = TEXTS[path]
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 6])):
        text = rng.choice(CHANGES)(rng, text, list(TEXTS.values()))
        if not text:
            break
    return path, text


class Mutants(Case):
    @staticmethod
    def seeds(count):
        asked = os.environ.get("SOI_MUTANTS")
        first, last = map(int, asked.split("..")) if asked else (1, count)
        return range(first, last + 1)

    def try_out(self, seed, *command):
        path, text = mutant(seed)
        file = self.folder / "mutant.yaml"
        file.write_bytes(text.encode("utf-8"))
        if os.environ.get("SOI_MUTANTS_KEEP"):
            (pathlib.Path(os.environ["SOI_MUTANTS_KEEP"]) / f"{seed}.yaml").write_bytes(text.encode("utf-8"))
        try:
            result = subprocess.run([SOI, *command, "mutant.yaml"], cwd=self.folder, capture_output=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            self.wrong.append(f"seed {seed} ({path.name}), {command[0]}: no end within 300 s")
            return
        said = result.stderr.decode("utf-8", "replace").splitlines()
        if result.returncode not in (0, 1, 2, 5) or (command[0] == "check" and result.returncode not in (0, 2)):
            self.wrong.append(f"seed {seed} ({path.name}), {command[0]}: exit code {result.returncode}: {said[-1:]}")
        elif result.returncode == 2:
            lost = [line for line in said if not PLACE.match(line) and not CLOSING.match(line)]
            if lost or not any(PLACE.match(line) for line in said):
                self.wrong.append(f"seed {seed} ({path.name}), {command[0]}: no place in {lost[:1] or said[:1]}")

    def all_seeds(self, count, *command):
        self.wrong = []
        for seed in self.seeds(count):
            self.try_out(seed, *command)
        told = "\n".join(self.wrong[:40])
        self.assertFalse(self.wrong, f"{len(self.wrong)} of {len(self.seeds(count))}; SOI_MUTANTS=N..N repeats one\n{told}")

    def test_check(self):
        self.all_seeds(5000 if LONG else 100, "check")

    def test_run(self):
        self.all_seeds(500 if LONG else 25, "run", "--ticks", "50", "--quiet")


if __name__ == "__main__":
    main()
