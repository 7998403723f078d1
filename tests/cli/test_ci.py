"""The workflow files in tools/ci.md: what they call exists; in the long tier their script lines run in a clean clone, in their order."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

try:
    import yaml
except ImportError:
    if sys.executable != "/usr/bin/python3" and subprocess.call(["/usr/bin/python3", "-c", "import yaml"], stderr=subprocess.DEVNULL) == 0:
        sys.exit(subprocess.run(["/usr/bin/python3", "-B", *sys.argv], check=False).returncode)
    sys.exit(print("PyYAML is missing (Debian: python3-yaml): not tested") or 0)

from command import LONG, Case, main

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = dict(re.findall(r"^```yaml (\S+)\n(.*?)^```$", (ROOT / "tools/ci.md").read_text(encoding="utf-8"), re.M | re.S))
GITHUB, GITLAB = (yaml.safe_load(FILES[name]) for name in (".github/workflows/soi.yml", ".gitlab-ci.yml"))
SHIPPED = sorted(str(path.relative_to(ROOT / "scenarios"))[:-5] for path in (ROOT / "scenarios").glob("*/*.yaml")
                 if re.search("^map:|^extends: w", path.read_text(encoding="utf-8"), re.M))


def github_steps(job):
    """Its scripts, each with the names that its environment sets."""
    return [(step["run"], step.get("env", {})) for step in GITHUB["jobs"][job]["steps"] if "run" in step]


def gitlab_script(job):
    return "\n".join(GITLAB["default"]["before_script"] + GITLAB[job]["script"])


class Workflows(Case):
    def scripts(self):
        return [script for job in GITHUB["jobs"] for script, _ in github_steps(job)] + [gitlab_script(job) for job in ("run", "compare", "night")]

    def test_what_they_call_is_there(self):
        known = set(re.findall(r"--[a-z-]+", self.soi("test", "--help").stdout))
        for script in self.scripts():
            self.assertEqual(subprocess.run(["sh", "-n", "-c", script], capture_output=True, text=True, check=False).stderr, "")
            for line in re.findall(r"^build/release/tools/soi/soi test .*$", script, re.M):
                self.assertLessEqual(set(re.findall(r"(?<= )--[a-z-]+", line)), known)
            for path in re.findall(r"^tools/\S+", script, re.M):
                self.assertTrue(os.access(ROOT / path, os.X_OK), path)
        options = set(re.findall(r"option=(--[a-z-]+)", "\n".join(self.scripts())))
        self.assertEqual(options, {"--save-baseline", "--baseline"})
        self.assertLessEqual(options, known)

    def test_the_night_judges_every_scenario(self):
        self.assertEqual(GITHUB["jobs"]["night"]["strategy"]["matrix"]["scenario"], SHIPPED)
        self.assertEqual(GITLAB["night"]["parallel"]["matrix"][0]["SCENARIO"], SHIPPED)
        for steps in [github_steps("night")[1][0], GITLAB["night"]["script"][0]]:
            self.assertIn("--seeds 1..40 ", steps)

    def clone(self, name):
        subprocess.run(["git", "clone", "--quiet", str(ROOT), name], cwd=self.folder, check=True)
        return self.folder / name

    def shell(self, script, folder, code=0, **environment):
        """As both run a step: a shell that ends at the first command that fails."""
        done = subprocess.run(["bash", "-e", "-c", script], cwd=folder, text=True, capture_output=True, check=False,
                              env=dict(self.environment, SCENARIOS="scenarios/minatomirai scenarios/wangchan", SEEDS="1..3", **environment))
        self.assertEqual(done.returncode, code, done.stdout[-3000:] + done.stderr[-3000:])
        return done.stdout

    @unittest.skipUnless(LONG and (ROOT / ".git").exists(), "builds in a clean clone: the long tier, in a git checkout")
    def test_github_lines_run_in_a_clean_clone(self):
        folder, page = self.clone("github"), self.folder / "page.md"
        values = {"${{ matrix.shard }}": "2/2", "${{ matrix.scenario }}": "wangchan/acceptance"}
        for job, reference in (("run", "branch"), ("compare", "main"), ("compare", "branch"), ("night", "main")):
            for script, names in github_steps(job):
                names = {name: values.get(value, value) for name, value in names.items() if name != "SEEDS"}
                self.shell(script, folder, GITHUB_ACTIONS="true", GITHUB_REF=f"refs/heads/{reference}", GITHUB_STEP_SUMMARY=str(page), **names)
        self.compared(folder, page.read_text(encoding="utf-8"))

    @unittest.skipUnless(LONG and (ROOT / ".git").exists(), "builds in a clean clone: the long tier, in a git checkout")
    def test_gitlab_lines_run_in_a_clean_clone(self):
        folder, pages = self.clone("gitlab"), ""
        for job, branch in (("run", "branch"), ("compare", "main"), ("compare", "branch"), ("night", "main")):
            self.shell(gitlab_script(job), folder, CI_COMMIT_BRANCH=branch, CI_DEFAULT_BRANCH="main", CI_NODE_INDEX="1", CI_NODE_TOTAL="2",
                       SCENARIO="wangchan/acceptance")
            self.assertTrue((folder / "build/verdict.xml").exists())
            pages += (folder / "build/summary.md").read_text(encoding="utf-8")
        self.compared(folder, pages)

    def compared(self, folder, page):
        """The second comparison found the first one's baseline, and nothing changed."""
        self.assertEqual(len(list((folder / "build/baseline").glob("*.json"))), 1)
        self.assertIn("unchanged", page)


if __name__ == "__main__":
    main()
