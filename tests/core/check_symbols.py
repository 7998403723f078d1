"""What the core calls from outside: memcpy and its kin, nothing else; above all no maths of libm. And what libsoi shows: soi_ names only."""
import pathlib
import re
import subprocess
import sys

ROOT, STATIC, SHARED = map(pathlib.Path, sys.argv[1:4])
MEMORY = {"memcpy", "memset", "memmove", "memcmp"}
MATHS = set("""acos asin atan atan2 cbrt ceil cos cosh erf exp exp2 expm1 fabs floor fma fmax fmin fmod frexp hypot ldexp lgamma log log10
log1p log2 lrint lround modf nearbyint pow remainder rint round scalbn sin sincos sinh sqrt tan tanh tgamma trunc""".split())
MATHS |= {name + suffix for name in MATHS for suffix in ("f", "l")}
LIBC_FOLDERS = ("load", "report", "record")
SANITIZER = re.compile(r"^(__asan|__ubsan|__lsan|__sanitizer|__stack_chk|_GLOBAL_OFFSET_TABLE_|__gcov|__llvm)")


def objects():
    """Undefined and defined symbols of each member of the static library."""
    text = subprocess.run(["nm", "-A", str(STATIC)], capture_output=True, text=True, check=True).stdout
    for line in text.splitlines():
        match = re.match(r"^[^:]+:([^:]+):\s*([0-9a-f]*)\s+(\w)\s+(\S+)$", line)
        if match:
            yield match.group(1), match.group(3), match.group(4)


def members_with_libc():
    return {path.name + ".o" for folder in LIBC_FOLDERS for path in (ROOT / "sim" / folder).rglob("*.c")}


def main():
    problems, symbols = [], list(objects())
    defined = {name for _, kind, name in symbols if kind in "TDBRVWC"}
    with_libc, core = members_with_libc(), set()
    for folder in sorted((ROOT / "sim").iterdir()):
        if folder.is_dir() and folder.name not in LIBC_FOLDERS:
            core |= {path.name + ".o" for path in folder.rglob("*.c")}
    for member, kind, name in symbols:
        if kind == "U" and name in MATHS:
            problems.append(f"{member} calls {name} of libm, whose last bit depends on the machine")
        hosted = member in with_libc and member not in core
        if kind == "U" and not hosted and member not in with_libc and name not in defined | MEMORY and not SANITIZER.match(name):
            problems.append(f"{member} calls {name}; the core has no libc beyond memcpy")
        if kind in "TDBRVWC" and not name.startswith("soi_") and not SANITIZER.match(name):
            problems.append(f"{member} defines {name}; external names begin with soi_")
    shown = subprocess.run(["nm", "-D", "--defined-only", str(SHARED)], capture_output=True, text=True, check=True).stdout
    for line in shown.splitlines():
        name = line.split()[-1]
        if not name.startswith("soi_") and not SANITIZER.match(name):
            problems.append(f"the shared library shows {name}")
    print(*problems, sep="\n")
    print(f"{len(problems)} symbols that should not be there, of {len(symbols)}")
    return 1 if problems or len(symbols) < 100 else 0


sys.exit(main())
