"""The include rule (sim/README.md): arrows between folders point one way, tools include <soi/...> only, the core has no libc headers."""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
ALLOWED = {
    "base": set(),
    "load": {"base"},
    "model": {"base"},
    "world": {"base", "model"},
    "road": {"base", "model", "world"},
    "traffic": {"base", "model", "world", "road"},
    "automation": {"base", "model", "world", "road"},
    "pedestrian": {"base", "model", "world"},
    "service": {"base", "model", "world"},
    "standstill": {"base", "model", "world"},
    "text": {"base", "model", "world"},
    "measure": {"base", "model", "world", "text"},
    "report": {"base", "model", "world", "text", "measure"},
    "record": {"base", "model", "world", "text", "measure"},
}
LIBC_ALLOWED = {"load", "report", "record"}
FREESTANDING = {"float.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h", "string.h"}  # string.h for memcpy and its kin
STEP = {"world", "road", "traffic", "automation", "pedestrian", "service", "standstill"}
DEFINITIONS = {"soi/definition.h", "soi/load.h", "soi/observe.h", "soi/soi.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(<([^>]+)>|"([^"]+)")')


def owner_of_headers():
    """Maps each private header's name to the folders that have one of that name."""
    owners = {}
    for folder in ALLOWED:
        for header in (ROOT / "sim" / folder).rglob("*.h"):
            owners.setdefault(header.name, set()).add(folder)
    return owners


def check_sim(owners):
    for folder, allowed in ALLOWED.items():
        for path in sorted((ROOT / "sim" / folder).rglob("*.[ch]")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                place = f"{path.relative_to(ROOT)}:{number}"
                system, local = match.group(2), match.group(3)
                if local:
                    homes = owners.get(local, set())
                    if folder not in homes and not homes & allowed:
                        yield f"{place}: includes {local} of {sorted(homes) or 'nowhere'}; {folder} may see {sorted(allowed)}"
                elif system in DEFINITIONS and folder in STEP:
                    yield f"{place}: includes <{system}>; the step reads the model, whose rows say all that a definition says"
                elif not system.startswith("soi/") and folder not in LIBC_ALLOWED and system not in FREESTANDING:
                    yield f"{place}: includes <{system}>; the core has no libc beyond memcpy"


# What a folder of tools may see besides its own headers.
TOOLS_ALLOWED = {
    "import/osm": ["import/base"],
    "import/place": ["import/base", "import/osm"],
    "import/gtfs": ["import/base"],
    "soi": ["host", "import/base", "import/osm", "import/place", "import/gtfs"],
    "view": ["view/scene", "view/draw", "view/capture", "view/play", "view/archive", "view/ui", "view/panels", "host"],
    "view/archive": ["view/play", "host"],
    "view/draw": ["view/scene", "view/ui"],
    "view/panels": ["view/ui", "view/play", "view/scene"],
}


def check_tools():
    for path in sorted((ROOT / "tools").rglob("*.[ch]")):
        allowed = TOOLS_ALLOWED.get(str(path.parent.relative_to(ROOT / "tools")), [])
        own = {header.name for folder in [path.parent, *(ROOT / "tools" / name for name in allowed)] for header in folder.glob("*.h")}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if match and match.group(3) and match.group(3) not in own:
                yield f"{path.relative_to(ROOT)}:{number}: includes {match.group(3)}; tools see <soi/...> and their own headers only"


def check_globals():
    """No mutable file-scope variable in sim/: anything static at the margin that is not const, a function or a type."""
    pattern = re.compile(r"^(static\s+)?(?!const\b)[A-Za-z_][\w\s\*]*\s+\*?\w+(\[[^\]]*\])*\s*(=[^=].*)?;\s*(/[/*].*)?$")
    for path in sorted((ROOT / "sim").rglob("*.c")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.match(line) and "const" not in line and not line.startswith(("typedef", "__extension__", "extern", "return", "struct", "enum")):
                yield f"{path.relative_to(ROOT)}:{number}: a variable that changes at file scope: {line.strip()}"


def main():
    owners = owner_of_headers()
    problems = [*check_sim(owners), *check_tools(), *check_globals()]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} broken arrows")
    return 1 if problems else 0


sys.exit(main())
