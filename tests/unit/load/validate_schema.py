#!/usr/bin/env python3
"""Checks every YAML file of maps/ and scenarios/ against the JSON Schema that stands there, without soi.

usage: validate_schema.py ROOT
Ends with 0 when all hold, 1 when one does not, 77 when python3-jsonschema or python3-yaml is missing.
"""
import json
import pathlib
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


class Loader(yaml.SafeLoader):
    """Scalars as YAML 1.2 has them: 12:04 is a text, not 724."""

    yaml_implicit_resolvers = {}


Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$"), list("-+0123456789"))
Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def problems(folder, schema_name):
    """The problems of all YAML files below a folder, and how many files there are."""
    schema = json.loads((folder / schema_name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted(folder.rglob("*.yaml"))
    found = []
    for path in files:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
        for error in validator.iter_errors(document):
            found.append(f"{path}: {'.'.join(str(part) for part in error.absolute_path)}: {error.message}")
    return found, len(files)


def main():
    root = pathlib.Path(sys.argv[1])
    found, count = problems(root / "maps", "map.schema.json")
    more, more_count = problems(root / "scenarios", "scenario.schema.json")
    for line in found + more:
        print(line)
    print(f"{count} maps and {more_count} scenarios checked, {len(found) + len(more)} problems")
    return 1 if found or more else 0


sys.exit(main())
