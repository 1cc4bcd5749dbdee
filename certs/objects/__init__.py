"""Certificates of objects: all vertices of a zonotope, the rank of a sign matrix.

An object's certificate is a document with the object itself and what shows that it is what it is called. Nothing is
proved in the language of goals: each module here checks one kind, by exact arithmetic on Python's integers, and its
docstring argues why that suffices. To be fast without any library, a whole row of numbers is packed into one integer,
a *slot* of bits for each, so that one addition adds the whole row; slots are wide enough that none overflows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from certs.checker import OBJECT_FORMAT, Replay, need
from certs.objects import rank, zonotope

KINDS: dict[str, tuple[set[str], Callable[[Replay, dict[str, Any]], str]]] = {
    "sign_matrix_rank": ({"columns", "factor", "matrix", "minor"}, rank.check),
    "zonotope_vertices": ({"directions", "generators"}, zonotope.check),
}


def check(document: dict[str, Any]) -> dict[str, Any]:
    """Check an object's certificate: a summary whose ``says`` is what was shown, or :class:`Rejected`."""
    need(document.get("format") == OBJECT_FORMAT, f"the format is not {OBJECT_FORMAT}")
    kind = document.get("kind")
    need(type(kind) is str and kind in KINDS, f"the kind must be one of {', '.join(sorted(KINDS))}")
    fields, function = KINDS[str(kind)]
    wanted = fields | {"format", "kind"}
    need(set(document) == wanted, f"the fields must be {', '.join(sorted(wanted))}")
    return {"kind": kind, "says": function(Replay(), document)}
