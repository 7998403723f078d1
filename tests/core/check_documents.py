#!/usr/bin/env python3
"""What is read stands on what is there: links and headings of all pages, files and folders that pages name, no comment that sends
to a document outside the project, and a first page that stays short.

usage: check_documents.py ROOT
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])
MOST_LINES = 200  # of README.md
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^):#]*)(?:#([^)]+))?\)")
NAME = re.compile(r"`((?:include|sim|maps|scenarios|tools|tests)/[\w./-]*)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ELSEWHERE = re.compile(r"\b(?:design (?:section|document)|(?:issue|section) \d+)\b", re.IGNORECASE)
PAGE = re.compile(r"\b[\w/.-]*\w\.md\b")


def files(*patterns):
    return subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()


def anchors(text):
    """Headings as a link names them."""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(BLOCK.sub("", text))}


def check_page(name):
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    prose = BLOCK.sub("", text)
    for target, anchor in LINK.findall(prose):
        other = page.parent / target if target else page
        if not other.exists():
            yield f"{name}: there is no {target}"
        elif anchor and anchor not in anchors(other.read_text(encoding="utf-8")):
            yield f"{name}: {target or name} has no heading #{anchor}"
    for named in NAME.findall(prose):
        if not (ROOT / named).exists():
            yield f"{name}: there is no {named}"


def check_comments(name, pages):
    for number, line in enumerate((ROOT / name).read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if ELSEWHERE.search(line):
            yield f"{name}:{number}: sends to a document that is not here: {line.strip()}"
        for page in PAGE.findall(line) if not name.endswith(".py") else ():  # whose strings name pages that tests make
            if pathlib.Path(page).name not in pages:
                yield f"{name}:{number}: there is no {page}"


def main():
    pages = files("*.md")
    wrong = [what for name in pages for what in check_page(name)]
    sources = files("*.c", "*.h", "*.txt", "*.cmake", "*.py", "*.sh", ":!tests/core/check_documents.py")
    wrong += [what for name in sources for what in check_comments(name, {pathlib.Path(page).name for page in pages})]
    lines = len((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    if lines > MOST_LINES:
        wrong.append(f"README.md has {lines} lines, more than {MOST_LINES}: the first page is what a stranger needs first")
    print("\n".join(wrong))
    print(f"{len(pages)} pages, {len(sources)} sources, {len(wrong)} things wrong")
    sys.exit(1 if wrong else 0)


main()
