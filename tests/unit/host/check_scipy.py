"""Holds the statistics of the command to scipy's: the table of the looks, tails, quantiles, bounds. The program prints its own."""
import subprocess
import sys

try:
    import numpy as np
    from scipy import optimize, stats
except ImportError:
    # The system's Python has Debian's packages, whichever Python runs the tests.
    if sys.executable != "/usr/bin/python3" and subprocess.run(["/usr/bin/python3", "-c", "import scipy"], check=False, capture_output=True).returncode == 0:
        sys.exit(subprocess.run(["/usr/bin/python3", "-B", *sys.argv], check=False).returncode)
    print("scipy is missing (Debian: python3-scipy): not compared")
    sys.exit(0)

TIMES = np.array([5, 10, 20, 40]) / 40


def bounds(alpha, points=2001):
    """Lan and DeMets' bounds for spending 2 - 2 Phi(z(alpha / 2) / sqrt t): the density of the sum, from look to look by Simpson."""
    spent = 2 * stats.norm.sf(stats.norm.isf(alpha / 2) / np.sqrt(TIMES))
    portions, found = np.diff(np.concatenate([[0], spent])), []
    for i, time in enumerate(TIMES):
        if i == 0:
            bound = stats.norm.isf(portions[0]) * np.sqrt(time)
            x = np.linspace(-9 * np.sqrt(time), bound, points)
            density = stats.norm.pdf(x, 0, np.sqrt(time))
        else:
            step = np.sqrt(time - TIMES[i - 1])
            weight = np.ones(points) * (x[1] - x[0]) / 3
            weight[1:-1:2] *= 4
            weight[2:-1:2] *= 2
            mass = density * weight
            bound = optimize.brentq(lambda c: np.sum(mass * stats.norm.sf((c - x) / step)) - portions[i], -2, 9)
            y = np.linspace(-9 * np.sqrt(time), bound, points)
            density = np.array([np.sum(mass * stats.norm.pdf(value, x, step)) for value in y])
            x = y
        found.append(bound / np.sqrt(time))
    return found


def expected(name, a, b, c):
    """What scipy says of a line of the program: a function and its arguments."""
    return {
        "tail": lambda: stats.t.sf(a, b),
        "quantile": lambda: stats.t.isf(a, b),
        "share_upper": lambda: stats.beta.ppf(c, a + 1, b - a) if a < b else 1.0,
        "share_lower": lambda: stats.beta.ppf(1 - c, a, b - a + 1) if a > 0 else 0.0,
        "count_upper": lambda: stats.chi2.isf(1 - c, 2 * (a + 1)) / 2,
        "count_lower": lambda: stats.chi2.ppf(1 - c, 2 * a) / 2 if a > 0 else 0.0,
    }[name]()


wrong = checked = 0
table = {}
for line in subprocess.run([sys.argv[1], "print"], check=True, capture_output=True, text=True).stdout.splitlines():
    name, *numbers = line.split()
    a, b, c, value = map(float, numbers)
    if name == "look":
        table.setdefault(c, []).append((value, stats.norm.sf))
        right = value
    else:
        right = expected(name, a, b, c)
    checked += 1
    if abs(value - right) > 1e-7 * abs(right) + 1e-7 * (name == "quantile"):
        wrong += 1
        print(f"{line}: scipy says {right!r}")
for confidence, errors in table.items():
    for (error, tail), bound in zip(errors, bounds(1 - confidence)):
        checked += 1
        if abs(error - tail(bound)) > 2e-4 * tail(bound):
            wrong += 1
            print(f"confidence {confidence}: a look's error is {error}, scipy says {tail(bound)}")
print(f"{checked} numbers compared with scipy, {wrong} differ")
sys.exit(1 if wrong or checked < 100 else 0)
