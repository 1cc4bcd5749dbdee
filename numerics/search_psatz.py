"""Search for Positivstellensatz certificates: linear programming over products of facts, rounded to exact rationals.

The columns of the program are products of facts (the cone) and monomial multiples of equations (the ideal); a
solution whose support is solved again in exact arithmetic is a certificate, and the checker judges it.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

Monomial = tuple[tuple[int, int], ...]
Poly = dict[Monomial, Fraction]


def _times(a: Poly, b: Poly) -> Poly:
    result: Poly = {}
    for m, c in a.items():
        for n, d in b.items():
            powers = dict(m)
            for atom, e in n:
                powers[atom] = powers.get(atom, 0) + e
            key = tuple(sorted(powers.items()))
            result[key] = result.get(key, Fraction(0)) + c * d
    return {m: c for m, c in result.items() if c}


def _exact(columns: list[Poly], strict: list[bool], support: list[int]) -> list[Fraction] | None:
    """Solve sum x_j column_j = 0, sum of strict x_j = 1 on a support, exactly; free unknowns are 0."""
    rows = sorted({m for j in support for m in columns[j]})
    matrix = [[columns[j].get(m, Fraction(0)) for j in support] + [Fraction(0)] for m in rows]
    matrix.append([Fraction(1 if strict[j] else 0) for j in support] + [Fraction(1)])
    pivots: list[tuple[int, int]] = []
    row = 0
    for column in range(len(support)):
        pivot = next((r for r in range(row, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[row], matrix[pivot] = matrix[pivot], matrix[row]
        inverse = 1 / matrix[row][column]
        matrix[row] = [x * inverse for x in matrix[row]]
        for r in range(len(matrix)):
            if r != row and matrix[r][column]:
                factor = matrix[r][column]
                matrix[r] = [x - factor * y for x, y in zip(matrix[r], matrix[row], strict=True)]
        pivots.append((row, column))
        row += 1
    if any(matrix[r][-1] for r in range(row, len(matrix))):
        return None
    solution = [Fraction(0)] * len(support)
    for r, c in pivots:
        solution[c] = matrix[r][-1]
    return solution


def combine(target: Poly, equations: list[Poly], multipliers: list[Poly]) -> list[Poly] | None:
    """Multipliers m_i, combinations of 1 and the offered ones, with target = sum m_i equations_i; None if there are
    none. Exact sparse elimination; the pivots of earlier columns are kept, so that plain equations are used first."""
    pool: list[Poly] = [{(): Fraction(1)}, *multipliers]
    labels = [(i, m) for m in range(len(pool)) for i in range(len(equations))]
    rows: list[tuple[Monomial, Poly, dict[int, Fraction]]] = []  # pivot, reduced column, in terms of columns

    def reduce(column: Poly, made: dict[int, Fraction]) -> None:
        for pivot, row, parts in rows:
            factor = column.get(pivot)
            if factor:
                _subtract(column, row, factor)
                _subtract(made, parts, factor)

    for index, (i, m) in enumerate(labels):
        column = _times(equations[i], pool[m]) if m else dict(equations[i])
        made = {index: Fraction(1)}
        reduce(column, made)
        if column:
            pivot = min(column)
            scale = 1 / column[pivot]
            rows.append((pivot, {k: v * scale for k, v in column.items()}, {k: v * scale for k, v in made.items()}))
    rest, made = dict(target), {}
    reduce(rest, made)
    if rest:
        return None
    result: list[Poly] = [{} for _ in equations]
    for index, value in made.items():
        i, m = labels[index]
        _subtract(result[i], pool[m], value)
    return result


def _subtract(into: dict[Any, Fraction], row: dict[Any, Fraction], factor: Fraction) -> None:
    """into -= factor * row, zeros removed."""
    for key, value in row.items():
        new = into.get(key, Fraction(0)) - factor * value
        if new:
            into[key] = new
        else:
            into.pop(key, None)


def solve(columns: list[Poly], cone: list[bool], strict: list[bool]) -> dict[int, Fraction] | None:
    """Exact x with x_j >= 0 on the cone columns, sum x_j column_j = 0 and the strict ones adding up to 1, or None."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    rows = {m: r for r, m in enumerate(sorted({m for c in columns for m in c}))}
    entries = [(rows[m], j, float(v)) for j, c in enumerate(columns) for m, v in c.items()]
    entries += [(len(rows), j, 1.0) for j, s in enumerate(strict) if s]
    if not any(strict):
        return None
    r, c, v = zip(*entries, strict=True)
    matrix = csr_matrix((v, (r, c)), shape=(len(rows) + 1, len(columns)))
    right = np.zeros(len(rows) + 1)
    right[-1] = 1.0
    free = [j for j in range(len(columns)) if not cone[j]]
    # A small cost keeps the support small; free columns are split into their two signs.
    cost = np.concatenate([np.ones(len(columns)), np.ones(len(free))])
    split = csr_matrix(matrix[:, free] * -1.0) if free else None
    from scipy.sparse import hstack

    full = hstack([matrix, split]) if free else matrix
    answer = linprog(cost, A_eq=full, b_eq=right, bounds=(0, None), method="highs-ds")
    if answer.status != 0:
        return None
    x = answer.x[: len(columns)].copy()
    x[free] -= answer.x[len(columns) :]
    for cut in (1e-9, 1e-7, 1e-11):
        support = [j for j in range(len(columns)) if abs(x[j]) > cut]
        exact = _exact(columns, strict, support)
        if exact is not None and all(value >= 0 or not cone[j] for j, value in zip(support, exact, strict=True)):
            return {j: value for j, value in zip(support, exact, strict=True) if value}
    return None


def refute(
    facts: list[tuple[str, Poly]], degree: int, squares: list[Poly], multipliers: list[Poly] | None = None
) -> tuple[list[Any], list[Any]] | None:
    """A refutation of facts p > 0, p >= 0, p = 0: cone terms (c, fact numbers, square number or -1) and ideal terms
    (multiplier polynomial, fact number); None if none is found at this degree."""
    inequalities = [i for i, (kind, _) in enumerate(facts) if kind in (">", ">=")]
    equations = [i for i, (kind, _) in enumerate(facts) if kind == "="]
    columns: list[Poly] = []
    labels: list[Any] = []
    strict: list[bool] = []
    for size in range(degree + 1):
        for combination in itertools.combinations_with_replacement(inequalities, size):
            poly: Poly = {(): Fraction(1)}
            for i in combination:
                poly = _times(poly, facts[i][1])
            columns.append(poly)
            labels.append(("cone", combination, -1))
            strict.append(all(facts[i][0] == ">" for i in combination))
    for s, square in enumerate(squares):
        for combination in [(), *[(i,) for i in inequalities]]:
            poly = _times(square, square)
            for i in combination:
                poly = _times(poly, facts[i][1])
            columns.append(poly)
            labels.append(("cone", combination, s))
            strict.append(False)
    cone = [True] * len(columns)
    if multipliers is None:
        wanted: set[Monomial] = {()}
        if degree > 1:
            wanted |= {((atom, 1),) for _, p in facts for m in p for atom, _ in m}
        if degree > 1 and equations:
            present = {m for c in columns for m in c}
            atoms_of = {m: dict(m) for m in present}
            for i in equations:
                for lead in facts[i][1]:
                    for powers in atoms_of.values():
                        if len(wanted) < 400 and all(powers.get(a, 0) >= e for a, e in lead):
                            rest = {a: e - dict(lead).get(a, 0) for a, e in powers.items()}
                            wanted.add(tuple(sorted((a, e) for a, e in rest.items() if e)))
        pool: list[Poly] = [{m: Fraction(1)} for m in sorted(wanted)]
    else:
        pool = [{(): Fraction(1)}, *multipliers]
    for i in equations:
        for multiplier in pool:
            columns.append(_times(multiplier, facts[i][1]))
            labels.append(("ideal", multiplier, i))
            strict.append(False)
            cone.append(False)
    if len(columns) > 20_000:
        return None
    solution = solve(columns, cone, strict)
    if solution is None:
        return None
    cone_part = [[value, list(labels[j][1]), labels[j][2]] for j, value in solution.items() if labels[j][0] == "cone"]
    by_fact: dict[int, Poly] = {}
    for j, value in solution.items():
        if labels[j][0] == "ideal":
            into = by_fact.setdefault(labels[j][2], {})
            for m, c in labels[j][1].items():
                into[m] = into.get(m, Fraction(0)) + value * c
    return cone_part, [[poly, i] for i, poly in by_fact.items()]
