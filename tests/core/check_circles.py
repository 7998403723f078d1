"""No circle of files: by the symbols of the objects, a file of sim/ or tools/ never needs one that needs it.

usage: check_circles.py BUILD     BUILD: where the objects lie, as its compile_commands.json says"""
import pathlib
import re
import subprocess
import sys

import objects


def symbols(paths):
    """Returns for each object what it defines and what it needs."""
    text = subprocess.run(["nm", "-A", *paths], capture_output=True, text=True, check=True).stdout
    defined, needed = {}, {}
    for line in text.splitlines():
        match = re.match(r"(.*?\.o):\s*[0-9a-f]*\s+(\w) (\S+)$", line)
        if match and match.group(2) in "TDBRVWC":
            defined[match.group(3)] = match.group(1)
        elif match and match.group(2) == "U":
            needed.setdefault(match.group(1), set()).add(match.group(3))
    return defined, needed


def circles(arrows):
    """Strongly connected components of two and more, by Tarjan's method without recursion."""
    index, low, stack, on, found, count = {}, {}, [], set(), [], 0
    for root in arrows:
        if root in index:
            continue
        work = [(root, iter(sorted(arrows[root])))]
        index[root] = low[root] = count = count + 1
        stack.append(root), on.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = count = count + 1
                    stack.append(other), on.add(other)
                    work.append((other, iter(sorted(arrows[other]))))
                    break
                if other in on:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = stack[stack.index(node):]
                    del stack[stack.index(node):]
                    on.difference_update(group)
                    if len(group) > 1:
                        found.append(sorted(group))
    return found


def main():
    total, wrong = 0, 0
    for part in ("sim", "tools"):
        made = objects.of(sys.argv[1], part)
        total += len(made)
        defined, needed = symbols(made)
        arrows = {name: {defined[symbol] for symbol in needed.get(name, ()) if symbol in defined} - {name} for name in made}
        for group in circles(arrows):
            wrong += 1
            print(f"a circle of {len(group)} files of {part}:")
            for name in group:
                why = [f"{pathlib.Path(to).name[:-4]} ({', '.join(sorted(s for s in needed[name] if defined.get(s) == to))})"
                       for to in sorted(arrows[name]) if to in group]
                print(f"  {re.sub('.*[.]dir/', '', name)[:-2]} needs {'; '.join(why)}")
    print(f"{total} files, {wrong} circles")
    return 1 if wrong or total == 0 else 0


sys.exit(main())
