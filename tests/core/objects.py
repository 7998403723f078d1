"""The objects of a build: those its compile_commands.json makes, not what files that are gone left behind."""
import json
import pathlib
import re


def of(build, folder):
    """Returns the paths of the objects of a folder of the sources, sorted."""
    build = pathlib.Path(build).resolve()
    commands = json.loads((build / "compile_commands.json").read_text())
    made = {pathlib.Path(entry["directory"]) / re.search(r" -o (\S+)", entry["command"]).group(1) for entry in commands}
    return sorted(str(path) for path in made if path.is_relative_to(build / folder) and path.exists())
