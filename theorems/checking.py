"""Asking the checker, in a process of its own, about certificates; and recognising the goal that one is for."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from certs.checker import parse, read_goal
from certs.language import Rejected, Terms

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-S", "-E", "-s", "-m", "certs", "check", "--json")
CHUNK = 100  # files a process: command lines have a limit


def check(paths: Iterable[str | Path], processes: int = 1) -> dict[str, dict[str, Any]]:
    """Have certificates replayed by ``python -m certs check``; returns path to what the checker said.

    An accepted one also gets ``bytes``, ``digest`` and ``definitions`` (see :func:`goal_digest`). A file about which
    the checker's process ended without a word counts as rejected, with the exit code as the reason.
    """
    names = [str(path) for path in paths]
    size = max(1, min(CHUNK, -(-len(names) // processes)))
    chunks = [names[i : i + size] for i in range(0, len(names), size)]
    said: dict[str, dict[str, Any]] = {}
    for i in range(0, len(chunks), processes):
        running = [(chunk, _start(chunk)) for chunk in chunks[i : i + processes]]
        for chunk, process in running:
            said |= _answers(chunk, process)
    for name in names:  # one certificate that ends the process must not speak for its neighbours
        if name not in said:
            said |= _answers([name], _start([name])) if len(names) > 1 else {}
            said.setdefault(name, {"file": name, "accepted": False, "reason": "the checker's process gave no answer"})
    return {name: _identified(said[name]) for name in names}


def _start(chunk: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, *chunk], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _answers(chunk: list[str], process: subprocess.Popen[bytes]) -> dict[str, dict[str, Any]]:
    out, err = process.communicate()
    said = {}
    for line in out.splitlines():
        try:
            answer = json.loads(line)
        except ValueError:  # the process died in the middle of a line
            continue
        said[answer["file"]] = answer
    if len(chunk) == 1 and chunk[0] not in said:
        last = (err.decode(errors="replace").strip().splitlines() or ["nothing on standard error"])[-1]
        reason = f"the checker's process ended with code {process.returncode}: {last:.200}"
        said[chunk[0]] = {"file": chunk[0], "accepted": False, "reason": reason}
    return said


def _identified(answer: dict[str, Any]) -> dict[str, Any]:
    """Add size and goal of an accepted certificate, read from the very bytes that the checker hashed."""
    if not answer["accepted"]:
        return answer
    if "claim" not in answer:
        return answer | {"accepted": False, "reason": f"it is about an object, not a claim: {answer['says']}"}
    try:
        data = Path(answer["file"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != answer["sha256"]:
            return answer | {"accepted": False, "reason": "the file changed while it was checked"}
        digest, definitions = goal_digest(parse(data)["goal"])
    except (OSError, Rejected) as error:
        return answer | {"accepted": False, "reason": f"cannot be read again: {error}"}
    return answer | {"bytes": len(data), "digest": digest, "definitions": definitions}


def goal_digest(goal: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """A goal's identity: SHA-256 of the formula and its definitions, up to the names of bound variables.

    Canonical bytes also spell those names, which mean nothing, and which equal terms share with whatever was loaded
    before. Also returns the digest of each definition.
    Raises Rejected for a goal that cannot be read.
    """
    terms = Terms()
    formula, _ = read_goal(terms, goal)
    digests: list[str] = []
    for index, node in enumerate(terms.nodes):
        children = terms.children(index)
        label = node[: len(node) - len(children)]
        digests.append(_digest((label, [digests[c] for c in children])))
    definitions = {
        name: _digest(([terms.nodes[p] for p in parameters], digests[body]))
        for name, (parameters, body) in terms.definitions.items()
    }
    return _digest((digests[formula], sorted(definitions.items()))), definitions


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


def workers() -> int:
    """How many processes to use by default: the cores that this process may run on."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
