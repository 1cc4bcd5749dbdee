"""Rigorous interval evaluation of comparisons over a closed box, with rational endpoints rounded outwards.

The premises state the box: ``num <= x`` and ``x <= num`` for each free variable. The data give the number of binary
digits kept and, for each variable in the order of the terms, interior cut points; the checker itself forms the
cells, so none can be missing. The comparison must hold on every closed cell.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from certs.checker import Replay, Rule, Sequent, need, union
from certs.language import Rejected, read_number, write_number
from certs.rules.interval import Arithmetic, Interval

MAX_CELLS = 20_000
MAX_PRECISION = 600


def enclose(k: Replay, a: Arithmetic, term: int, box: dict[int, Interval], memo: dict[int, Interval]) -> Interval:
    """An interval that contains every value of a term on a box; ``memo`` is for this box."""
    closed = not k.terms.free[term] and k.terms.nodes[term][0] != "num"
    if closed:
        memo = a.closed
    if term in memo:
        return memo[term]
    k.charge(2)
    op, *args = k.terms.nodes[term]

    def at(i: int) -> Interval:
        return enclose(k, a, args[i], box, memo)

    if op == "num":
        value = Fraction(args[0], args[1])
        result = Interval(value, value)
    elif op == "var":
        need(term in box, f"the variable {args[0]} has no bounds among the premises")
        result = box[term]
    elif op in ("+", "-"):
        x, y = at(0), at(1)
        result = a.out(x.low + y.low, x.high + y.high) if op == "+" else a.out(x.low - y.high, x.high - y.low)
    elif op == "neg":
        result = Interval(-at(0).high, -at(0).low)
    elif op in ("*", "/"):
        combine = a.mul if op == "*" else a.div
        result = a.power(at(0), 2) if op == "*" and args[0] == args[1] else combine(at(0), at(1))
    elif op == "^" and k.terms.nodes[args[1]][0] == "num":
        result = a.power(at(0), k.terms.nodes[args[1]][1])
    elif op == "abs":
        x = at(0)
        result = x if x.low >= 0 else Interval(max(Fraction(0), -x.high), max(-x.low, x.high))
    elif op in ("max", "min"):
        choose = max if op == "max" else min
        result = Interval(choose(at(0).low, at(1).low), choose(at(0).high, at(1).high))
    elif op == "pi":
        result = a.pi()
    elif op in ("exp", "log", "sqrt", "erf"):
        result = {"exp": a.exp, "log": a.log, "sqrt": a.sqrt, "erf": a.erf}[op](at(0))
    else:
        raise Rejected(f"{op} has no enclosure")
    if closed:
        k.terms.pay(room=5 + sum(x.numerator.bit_length() + x.denominator.bit_length() for x in result) // 500)
    memo[term] = result
    return result


def enclosure(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G1 |- lo1 <= x1, H1 |- x1 <= hi1, ... / all |- a < b (or a <= b), when interval evaluation shows it on each cell.

    Terms: the comparison, then the variables. Data: [binary digits, [cut points of x1], ...].
    """
    need(len(t) >= 1 and len(p) == 2 * (len(t) - 1), "needs two bounds for each variable")
    need(type(data) is list and len(data) == len(t) and type(data[0]) is int, "needs the precision and the cut points")
    need(8 <= data[0] <= MAX_PRECISION, f"the precision must be between 8 and {MAX_PRECISION}")
    op, *sides = k.terms.nodes[k.terms.unfold(t[0])]
    need(op in ("<", "<="), "needs a comparison < or <=")
    axes: list[list[Interval]] = []
    cells = 1
    for place, variable in enumerate(t[1:]):
        need(k.terms.nodes[variable][0] == "var", "needs variables after the comparison")
        low = k.terms.nodes[p[2 * place].conclusion]
        high = k.terms.nodes[p[2 * place + 1].conclusion]
        need(low[0] == high[0] == "<=" and low[2] == variable == high[1], "needs the bounds lo <= x and x <= hi")
        need(k.terms.nodes[low[1]][0] == k.terms.nodes[high[2]][0] == "num", "the bounds must be numbers")
        need(type(data[place + 1]) is list, "the cut points must be a list")
        points = [Fraction(*k.terms.nodes[low[1]][1:]), *map(read_number, data[place + 1]),
                  Fraction(*k.terms.nodes[high[2]][1:])]  # fmt: skip
        need(all(x <= y for x, y in itertools.pairwise(points)), "the cut points must increase from bound to bound")
        axes.append([Interval(x, y) for x, y in itertools.pairwise(points)])
        cells *= len(axes[-1])
        need(cells <= MAX_CELLS, f"more than {MAX_CELLS} cells")
    arithmetic = Arithmetic(k, data[0])
    for cell in itertools.product(*axes):
        memo: dict[int, Interval] = {}
        box = dict(zip(t[1:], cell, strict=True))
        left, right = (enclose(k, arithmetic, side, box, memo) for side in sides)
        if not (left.high < right.low or (op == "<=" and left.high <= right.low)):
            shown = ", ".join(f"[{write_number(c.low):.20}, {write_number(c.high):.20}]" for c in cell)
            raise Rejected(f"not shown on the cell {shown}: a longer precision or more cut points may help")
    return Sequent(union(p), t[0])


RULES: dict[str, Rule] = {"enclosure": enclosure}
