"""Certificates of objects: true ones are accepted, and a plain check by loops never disagrees with the packed one."""

from __future__ import annotations

import copy
import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from craft import run

from certs import objects
from certs.checker import OBJECT_FORMAT, Rejected, canonical, check_file, parse
from certs.objects.packed import pack

Document = dict[str, Any]


def accepted(document: Document) -> bool:
    try:
        objects.check(parse(canonical(document)))
    except Rejected:
        return False
    return True


def reason(document: Document) -> str:
    with pytest.raises(Rejected) as error:
        objects.check(parse(canonical(document)))
    return str(error.value)


def spelled(rows: list[list[int]]) -> list[str]:
    return [" ".join(map(str, row)) for row in rows]


# Zonotopes.


def zonotope(generators: list[list[int]], directions: list[list[int]]) -> Document:
    return {
        "format": OBJECT_FORMAT, "kind": "zonotope_vertices", "generators": spelled(generators),
        "directions": spelled(directions),
    }  # fmt: skip


def signs(generators: list[list[int]], direction: list[int]) -> tuple[int, ...]:
    products = [sum(x * y for x, y in zip(g, direction, strict=True)) for g in generators if any(g)]
    return tuple((p > 0) - (p < 0) for p in products)


def exposing(generators: list[list[int]], n: int, reach: int) -> list[list[int]]:
    """One direction for each sign vector without a zero that some direction of a grid has."""
    found: dict[tuple[int, ...], list[int]] = {}
    for direction in itertools.product(range(-reach, reach + 1), repeat=n):
        pattern = signs(generators, list(direction))
        if 0 not in pattern:
            found.setdefault(pattern, list(direction))
    return list(found.values())


SQUARE = [[1, 0], [0, 1]]
CASES = {
    "segment": ([[3]], 1, 2), "square": (SQUARE, 2, 4), "hexagon": ([[1, 0], [0, 1], [1, 1]], 2, 6),
    "parallel": ([[1, 0], [2, 0], [0, 1], [0, 0]], 2, 4), "flat": ([[1, 1, 0], [1, -1, 0]], 3, 4),
    "cube": ([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], 3, 14), "point": ([[0, 0]], 2, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_all_vertices_and_no_fewer(name: str) -> None:
    generators, n, vertices = CASES[name]
    directions = exposing(generators, n, 4)
    assert len(directions) == vertices
    said = objects.check(parse(canonical(zonotope(generators, directions))))
    assert f"exactly {vertices} vertices" in said["says"]
    if vertices > 1:
        assert f"the zonotope has {vertices} vertices" in reason(zonotope(generators, directions[1:]))
    again = [*directions, [3 * x for x in directions[0]]]
    assert "expose a vertex that another one exposes" in reason(zonotope(generators, again))


def test_no_generator_at_all() -> None:
    assert accepted(zonotope([], [[0, 0, 0]]))
    assert "another one exposes" in reason(zonotope([], [[0, 0], [1, 0]]))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"directions": []}, "there is no direction"),
        ({"directions": ["1 1", "1 -1", "-1 1", "0 -1"]}, "orthogonal to generator 1"),
        ({"directions": ["1 1 1"]}, "dimension"),
        ({"directions": ["1 1", "1 -1", "-1 1", "-1 -1 0"]}, "not of equal length"),
        ({"directions": ["1 1", "1 -1", "-1 1", "-1 -01"]}, "decimal integers"),
        ({"directions": ["1 1", "1 -1", "-1 1", "-1  -1"]}, "decimal integers"),
        ({"directions": ["1 1", "1 -1", "-1 1", "-1 --1"]}, "decimal integers"),
        ({"directions": ["1 1", "1 -1", "-1 1", "-1 -0"]}, "decimal integers"),
        ({"directions": ["1 1", "1 -1", "-1 1", "-1 " + "9" * 4001]}, "decimal integers"),
        ({"directions": [[1, 1]]}, "list of strings"),
        ({"directions": "1 1"}, "list of strings"),
        ({"generators": ["1" + "0" * 400 + " 0", "0 1"]}, "too large"),
        ({"kind": "polytope"}, "the kind must be one of"),
        ({"kind": ["zonotope_vertices"]}, "the kind must be one of"),
        ({"note": "x"}, "the fields must be"),
    ],
)
def test_zonotopes_rejected_with_a_reason(change: Document, says: str) -> None:
    assert says in reason(zonotope(SQUARE, exposing(SQUARE, 2, 1)) | change)


def test_slots_never_overflow() -> None:
    """Against plain loops, with entries of every size beside each other."""
    rng = random.Random(5)
    kept = 0
    for _ in range(400):
        n, m = rng.randrange(1, 4), rng.randrange(1, 5)
        size = [10 ** rng.randrange(0, 60), 10 ** rng.randrange(0, 60)]
        generators = [[rng.randint(-size[0], size[0]) for _ in range(n)] for _ in range(m)]
        directions = [[rng.randint(-size[1], size[1]) for _ in range(n)] for _ in range(40)]
        directions += [[-x for x in d] for d in directions]
        patterns: dict[tuple[int, ...], list[int]] = {}
        for d in directions:
            patterns.setdefault(signs(generators, d), d)
        if rng.random() < 0.8:
            patterns = {p: d for p, d in patterns.items() if 0 not in p}
        document = zonotope(generators, list(patterns.values()))
        if not patterns or any(0 in p for p in patterns):
            assert not accepted(document)
            continue
        try:
            assert f"exactly {len(patterns)} vertices" in objects.check(document)["says"]
            kept += 1
        except Rejected as error:
            assert f"{len(patterns)} directions, but the zonotope has" in str(error)
    assert kept > 150


# Ranks.


def hexadecimal(row: list[int]) -> str:
    bits = "".join("1" if x > 0 else "0" for x in row)
    return f"{int(bits, 2):0{-(-len(row) // 4)}x}"


def inverse(matrix: list[list[int]], q: int) -> list[list[int]] | None:
    """By elimination modulo a prime."""
    r = len(matrix)
    work = [[x % q for x in row] + [int(i == j) for j in range(r)] for i, row in enumerate(matrix)]
    for c in range(r):
        pivot = next((i for i in range(c, r) if work[i][c]), None)
        if pivot is None:
            return None
        work[c], work[pivot] = work[pivot], work[c]
        scale = pow(work[c][c], -1, q)
        work[c] = [x * scale % q for x in work[c]]
        for i in range(r):
            if i != c:
                work[i] = [(x - work[i][c] * y) % q for x, y in zip(work[i], work[c], strict=True)]
    return [row[r:] for row in work]


def rank_document(matrix: list[list[int]], rows: list[int], columns: list[int], q: int, x: list[list[int]],
                  factor: Document | None) -> Document:  # fmt: skip
    digits = len(f"{q - 1:x}")
    minor = {"rows": rows, "columns": columns, "modulus": q,
             "inverse": ["".join(f"{v:0{digits}x}" for v in row) for row in x]}  # fmt: skip
    return {
        "format": OBJECT_FORMAT, "kind": "sign_matrix_rank", "columns": len(matrix[0]),
        "matrix": [hexadecimal(row) for row in matrix], "minor": minor, "factor": factor,
    }  # fmt: skip


HADAMARD = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]
TWICE = [row + [-x for x in row] for row in HADAMARD]
MIRRORED = {"denominator": "1", "right": spelled([[-int(i == j) for j in range(4)] for i in range(4)])}


@pytest.mark.parametrize("q", [3, 5, 7, 9, 15, 17, 257, 65535])
def test_a_full_rank(q: int) -> None:
    x = [[v * pow(4, -1, q) % q for v in row] for row in HADAMARD]
    assert accepted(rank_document(HADAMARD, [0, 1, 2, 3], [0, 1, 2, 3], q, x, None))
    for i, j in itertools.product(range(4), repeat=2):
        wrong = [row[:] for row in x]
        wrong[i][j] = (wrong[i][j] + 1) % q
        assert "not that of the identity" in reason(rank_document(HADAMARD, [0, 1, 2, 3], [0, 1, 2, 3], q, wrong, None))


def three_of_eight() -> Document:
    x = [[v * pow(4, -1, 3) % 3 for v in row] for row in HADAMARD]
    return rank_document(TWICE, [0, 1, 2, 3], [0, 1, 2, 3], 3, x, copy.deepcopy(MIRRORED))


def test_both_sides() -> None:
    assert objects.check(three_of_eight())["says"] == "this 4 x 8 sign matrix has rank 4"


@pytest.mark.parametrize(
    ("path", "to", "says"),
    [
        (("columns",), 7, "too many bits"),
        (("columns",), 0, "columns must be"),
        (("columns",), True, "columns must be"),
        (("columns",), 12, "3 hexadecimal digits"),
        (("matrix", 0), "fX", "hexadecimal"),
        (("matrix", 0), "FF", "hexadecimal"),
        (("matrix",), [], "no rows"),
        (("matrix", 0), "0f", "not that of the identity"),
        (("minor", "rows"), [0, 1, 2, 2], "do not increase"),
        (("minor", "rows"), [0, 1, 3, 2], "do not increase"),
        (("minor", "rows"), [0, 1, 2, 4], "no such rows"),
        (("minor", "rows"), [0, 1, 2, True], "no such rows"),
        (("minor", "columns"), [-1, 1, 2, 3], "no such columns"),
        (("minor", "columns"), [0, 1, 2], "not square"),
        (("minor", "rows"), [], "not square"),
        (("minor", "modulus"), 1, "modulus"),
        (("minor", "modulus"), True, "modulus"),
        (("minor", "modulus"), 65536, "modulus"),
        (("minor", "modulus"), 5, "not that of the identity"),
        (("minor", "inverse", 0), "1113", "none above 2"),
        (("minor", "inverse", 0), "11111", "4 hexadecimal digits"),
        (("minor", "inverse"), ["1111"], "another number of rows"),
        (("factor", "denominator"), "0", "must be positive"),
        (("factor", "denominator"), "-1", "must be positive"),
        (("factor", "denominator"), "2", "does not give the matrix"),
        (("factor", "denominator"), 1, "list of strings"),
        (("factor", "right", 0), "-1 0 0 1", "does not give the matrix"),
        (("factor", "right", 0), "-1 0 0", "not of equal length"),
        (("factor", "right"), ["-1 0 0 0"], "must be 4 rows of 4"),
        (("factor", "right"), ["1 0 0 0 -1 0 0 0"] * 4, "must be 4 rows of 4"),
        (("factor", "right"), [], "must be 4 rows of 4"),
        (("factor",), {}, "other fields"),
        (("minor",), {}, "other fields"),
    ],
)
def test_ranks_rejected_with_a_reason(path: tuple[Any, ...], to: Any, says: str) -> None:
    document = three_of_eight()
    holder: Any = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = to
    assert says in reason(document)


def test_a_smaller_rank_needs_a_factorisation() -> None:
    document = rank_document([[1, 1], [1, 1]], [0], [0], 3, [[1]], None)
    assert "no factorisation is given" in reason(document)
    assert accepted(document | {"factor": {"denominator": "1", "right": ["1"]}})
    assert accepted(document | {"factor": {"denominator": "2", "right": ["2"]}})
    assert not accepted(document | {"factor": {"denominator": "2", "right": ["1"]}})
    assert "decimal integers" in reason(document | {"factor": {"denominator": "1/2", "right": ["1"]}})


def test_ranks_against_plain_loops() -> None:
    """Random documents, most of them false: the packed check says what loops say."""
    rng = random.Random(8)
    held = 0
    for _ in range(3_000):
        r, m, n, q = rng.randrange(1, 4), rng.randrange(3, 6), rng.randrange(4, 11), rng.choice([2, 3, 4, 5, 16, 23])
        basis = [[rng.choice((1, -1)) for _ in range(m)] for _ in range(r)]
        picks = [(rng.randrange(r), rng.choice((1, -1))) for _ in range(n)]
        columns, matrix = sorted(rng.sample(range(n), r)), [[s * basis[b][i] for b, s in picks] for i in range(m)]
        rows = sorted(rng.sample(range(m), r))
        minor = [[matrix[i][j] for j in columns] for i in rows]
        x = inverse(minor, q) if q in (3, 5, 23) else None
        if x is None or rng.random() < 0.2:
            x = [[rng.randrange(q) for _ in range(r)] for _ in range(r)]
        d = rng.choice((1, 2, 999_999_999))
        others = [j for j in range(n) if j not in columns]
        right = [[d * s * picks[c][1] * int(b == picks[c][0]) for b, s in (picks[j] for j in others)] for c in columns]
        if rng.random() < 0.3:
            right[rng.randrange(r)][rng.randrange(n - r)] += rng.choice((1, -1, d, -2 * d, 2**8, 2**16, -(2**40)))
        product = [[sum(a * b for a, b in zip(row, column, strict=True)) % q for column in zip(*x, strict=True)]
                   for row in minor]  # fmt: skip
        least = product == [[int(i == j) % q for j in range(r)] for i in range(r)]
        most = all(
            d * matrix[i][j] == sum(matrix[i][c] * right[k][l] for k, c in enumerate(columns))
            for i in range(m) for l, j in enumerate(others)
        )  # fmt: skip
        document = rank_document(matrix, rows, columns, q, x, {"denominator": str(d), "right": spelled(right)})
        assert accepted(document) is (least and most), document
        held += least and most
    assert 300 < held < 2_700


def test_packing() -> None:
    rng = random.Random(1)
    for _ in range(200):
        width = rng.choice((8, 16, 72))
        row = [rng.randint(-(2 ** (width - 1)) + 1, 2 ** (width - 1) - 1) for _ in range(rng.randrange(9))]
        assert pack(row, width) == sum(x << (width * j) for j, x in enumerate(row))


# The command.


def test_the_command_takes_both_kinds_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "square.json"
    path.write_bytes(canonical(zonotope(SQUARE, exposing(SQUARE, 2, 1))))
    assert run("check", str(path)) == (0, "1 accepted, 0 rejected\n")
    answer = json.loads(run("check", "--json", str(path))[1])
    assert answer["accepted"] and answer["kind"] == "zonotope_vertices" and "claim" not in answer
    path.write_bytes(canonical(zonotope(SQUARE, exposing(SQUARE, 2, 1)[1:])))
    assert "3 directions, but the zonotope has 4 vertices" in run("check", str(path))[1]


def test_an_object_is_not_a_claim(tmp_path: Path) -> None:
    """A certificate of an object in the place of a claim's counts for nothing."""
    from theorems.checking import check

    path = tmp_path / "claim.printed.json"
    path.write_bytes(canonical(zonotope(SQUARE, exposing(SQUARE, 2, 1))))
    said = check([path])[str(path)]
    assert not said["accepted"] and "about an object, not a claim" in said["reason"]


def test_hostile_sizes_are_refused_quickly(tmp_path: Path) -> None:
    many = zonotope([[1, 0]] * 40_000, [[1, 1]])
    wide = zonotope([[10**3_000]], [[10**3_000]])
    long = three_of_eight() | {"matrix": ["f"] * 1_000_000, "columns": 4}
    for name, document in {"many": many, "wide": wide, "long": long}.items():
        path = tmp_path / f"{name}.json"
        path.write_bytes(canonical(document))
        answer = check_file(str(path))
        assert not answer["accepted"] and "internal error" not in answer["reason"], answer
        assert answer["seconds"] < 20
