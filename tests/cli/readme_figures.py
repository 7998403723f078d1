"""Every figure of the pages is printed by the command beside it: runs the commands and compares.

A block `console` holds commands after "$ " and what they print; a line "..." stands for lines left out. A block with a file's name
after its language ("yaml lunch.yaml") is that file: the project's own, or one that the commands use, of this page and of those after
it. Figures that depend on the machine (seconds, speed, memory) are shown but not compared. `python3 tests/cli/readme_figures.py
--update` prints all of them anew into the pages; SOI names the command when it is not build/release's."""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import minute  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
# In the order in which they are read: what one makes the next ones use.
PAGES = ["README.md", "scenarios/README.md", "maps/README.md", "tools/README.md", "tools/view/README.md", "include/soi/README.md", "sim/README.md"]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRESS = re.compile(r"^\d\d:\d\d:\d\d +\d+ %  .*x real time$|^run \d+ of \d+: ")
# What a machine's speed decides.
TIMING = re.compile(r"[\d.,]+(?= times real time| x real time| s of processor time| s by the clock| us a step| ns an agent| MB\b| ms\b)"
                    r"|(?<=simulated in )[\d.]+|(?<= s in )[\d.]+|[\d.]+(?= s\)$)")
OMITTED = "..."


def run(script, folder):
    """Runs commands one after the other in one shell; returns what each printed, as lines."""
    parts = "".join(f"{command}\n{{ code=$?; printf '\\0'; (exit $code); }}\n" for command in script)
    command = os.environ.get("SOI", str(ROOT / "build/release/tools/soi/soi"))
    environment = {**os.environ, "PATH": f"{pathlib.Path(command).resolve().parent}:{os.environ['PATH']}", "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    result = subprocess.run(["bash", "-c", parts], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, timeout=3600, check=False)
    outputs = result.stdout.split("\0")[:-1]
    return [[line.rstrip() for line in text.splitlines() if not PROGRESS.match(line)] for text in outputs]


def sessions(text):
    """The commands of a console block, each with the lines shown below it."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def stretches(shown):
    """The stretches of lines between those left out; each line is kept for comparing without what the machine's speed decides."""
    parts = [[]]
    for line in shown:
        if line.strip() == OMITTED:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def same(a, b):
    return TIMING.sub("#", a) == TIMING.sub("#", b)


def agrees(shown, printed):
    """Whether what is shown was printed: the stretches stand in their order, the first at the start and the last at the end."""
    parts, at = stretches(shown), 0
    for number, part in enumerate(parts):
        places = range(at, len(printed) - len(part) + 1)
        if number == 0:
            places = places[:1]
        if number == len(parts) - 1:
            places = places[-1:] if number > 0 else [0] if len(part) == len(printed) else []
        place = next((p for p in places if all(map(same, part, printed[p:p + len(part)]))), None)
        if place is None:
            return False
        at = place + len(part)
    return True


def differences(shown, printed):
    """What a reader must look at: lines shown that were not printed and, when nothing is left out, the other way round."""
    if len(stretches(shown)) == 1:
        return difflib.unified_diff(shown, printed, "shown", "printed", lineterm="", n=1)
    missing = [line for line in shown if line != OMITTED and not any(same(line, other) for other in printed)]
    return [f"not printed: {line}" for line in missing] or ["the lines are in another order or place"]


def likeness(part, lines):
    """How alike two stretches are when figures do not count."""
    plain = [re.sub(r"[\d.,#:-]+", "0", "\n".join(text)) for text in (part, lines)]
    return difflib.SequenceMatcher(None, *plain, autojunk=False).ratio()


def renewed(shown, printed):
    """What is shown, with the figures of today: each stretch is replaced by the most alike one."""
    parts, at, lines = stretches(shown), 0, []
    if len(parts) == 1:
        return printed
    for number, part in enumerate(parts):
        if number > 0:
            lines.append(OMITTED)
        places = range(at, max(at, len(printed) - len(part)) + 1)
        if number == 0:
            places = places[:1]
        elif number == len(parts) - 1:
            places = places[-1:]
        place = max(places, key=lambda p: (likeness(part, printed[p:p + len(part)]), -p))
        lines += printed[place:place + len(part)]
        at = place + len(part)
    return lines


def check_page(name, folder, update, told):
    """Runs the commands of a page, writes it anew if wished; returns how many there were and what was wrong."""
    wrong, count = [], 0

    def renew(match):
        nonlocal count
        language, file, body = match.groups()
        if file and (ROOT / file).exists():
            source = (ROOT / file).read_text(encoding="utf-8")
            if source != body:
                wrong.append(f"{name}: {file} is not what the project has")
            return f"```{language} {file}\n{source}```" if update else match[0]
        if file:
            (folder / file).write_text(body, encoding="utf-8")
        if language != "console":
            return match[0]
        commands = sessions(body)
        lines = []
        for (command, shown), printed in zip(commands, run([c for c, _ in commands], folder), strict=True):
            count += 1
            told[0] = f"what comes after command {count} of {name}"
            if not agrees(shown, printed):
                wrong.append("\n".join([f"{name}: $ {command}", *differences(shown, printed)]))
            lines += [f"$ {command}", *renewed(shown, printed)]
        return "```console\n" + "\n".join(lines) + "\n```" if update else match[0]

    text = BLOCK.sub(renew, (ROOT / name).read_text(encoding="utf-8"))
    if update:
        (ROOT / name).write_text(text, encoding="utf-8")
    return count, wrong


def main():
    update, told, count, wrong = sys.argv[1:] == ["--update"], ["the first command"], 0, []
    minute.tell(lambda: told[0])
    with tempfile.TemporaryDirectory(prefix="soi-readme-") as name:
        folder = pathlib.Path(name)
        for part in ("maps", "scenarios", "tests", "tools"):
            (folder / part).symlink_to(ROOT / part)
        (folder / "build").mkdir()
        for page in PAGES:
            found = check_page(page, folder, update, told)
            count += found[0]
            wrong += found[1]
    print(*wrong, sep="\n\n")
    print(f"{count} commands of {len(PAGES)} pages run, {len(wrong)} things {'renewed or to be mended' if update else 'wrong'}")
    return 1 if wrong and not update else 0


sys.exit(main())
