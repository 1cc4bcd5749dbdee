"""The command line of the checker."""

from __future__ import annotations

import json
import os
import sys

from certs.checker import check_file

USAGE = """usage: python -m certs check [--json] PATH...

Replay the certificates at the given files, or below the given folders, with nothing but Python's standard library.
Exit codes: 0 all accepted, 1 some rejected, 2 wrong usage."""


def files_below(path: str) -> list[str]:
    """A file itself, or every ``.json`` file below a folder, sorted."""
    if not os.path.isdir(path):
        return [path]
    found = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    return sorted(name for name in found if name.endswith(".json"))


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit code."""
    sys.setrecursionlimit(20_000)
    as_json = "--json" in arguments
    words = [a for a in arguments if a != "--json"]
    if len(words) < 2 or words[0] != "check" or any(w.startswith("-") for w in words):
        print(USAGE, file=sys.stderr)
        return 2
    rejected = total = 0
    for path in words[1:]:
        names = files_below(path)
        if not names:
            print(f"{path!a}: no certificates below this folder", file=sys.stderr)
            return 2
        for name in names:
            result = check_file(name)
            total += 1
            rejected += not result["accepted"]
            if as_json:
                print(json.dumps(result, sort_keys=True))
            elif not result["accepted"]:
                print(f"{name if name.isascii() and name.isprintable() else ascii(name)}: REJECTED: {result['reason']}")
    if not as_json:
        print(f"{total - rejected} accepted, {rejected} rejected")
    return 1 if rejected else 0
