"""Threshold gates under random block restrictions (Lemma 2.6.1): definitions by formula.

Positions, parts, places in a part and choices are numbered from 0. A restriction is drawn in two steps: the choice c,
one of s^m, leaves free the place Digit(c, s, j) of each part j, and the other positions get the bits of a random x.
"""

from numerics.derive import Fact, Proof
from numerics.terms import (
    Term,
    between,
    conj,
    define,
    either,
    every,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    some,
    sqrt,
    total,
    where,
)
from theorems.mukherjee2020.boolean import Bit, Chance
from theorems.mukherjee2020.digits import Digit, powers_defined

c, i, j, k, u, v, x = (integer(name) for name in "cijkuvx")
y, z = function("y", "int->int"), function("z", "int->int")


@define
def EqualParts(part: "int->int->int", n: "int", m: "int", s: "int") -> Term:
    """The n positions 0, ..., n - 1 fall into m parts of s positions each: part(j)(k), for 0 <= j < m and 0 <= k < s,
    are n = m s different positions."""
    return conj(
        m >= 1, s >= 1, n == m * s,
        every(j, 0, m - 1, every(k, 0, s - 1, between(0, part(j)(k), n - 1))),
        every(j, 0, m - 1, every(k, 0, s - 1, every(u, 0, m - 1, every(v, 0, s - 1, implies(
            part(j)(k) == part(u)(v), conj(j == u, k == v)))))))  # fmt: skip


@define
def Free(part: "int->int->int", m: "int", s: "int", c: "int", i: "int") -> Term:
    """The choice c leaves position i free: i is the place in some part j that the digit number j of c names."""
    return some(j, 0, m - 1, part(j)(Digit(c, s, j)) == i)


@define
def Completes(y: "int->int", part: "int->int->int", n: "int", m: "int", s: "int", c: "int", x: "int") -> Term:
    """y is a point of {0, 1}^n with the bits of x at all positions that the choice c does not leave free."""
    return every(i, 0, n - 1, conj(either(y(i) == 0, y(i) == 1), either(Free(part, m, s, c, i), y(i) == Bit(x, i))))


@define
def Fires(w: "int->real", theta: "real", n: "int", y: "int->int") -> Term:
    """The threshold gate with weights w and threshold theta has the value 1 at the point y."""
    return theta <= total(i, 0, n - 1, w(i) * y(i))


@define
def Forced(w: "int->real", theta: "real", part: "int->int->int", n: "int", m: "int", s: "int", c: "int",
           x: "int") -> Term:  # fmt: skip
    """The restriction (c, x) forces the gate to a constant: it has one value at all points that complete it."""
    points = conj(Completes(y, part, n, m, s, c, x), Completes(z, part, n, m, s, c, x))
    return forall(y, z, implies(points, implies(Fires(w, theta, n, y), Fires(w, theta, n, z))))


@define
def Unforced(w: "int->real", theta: "real", part: "int->int->int", n: "int", m: "int", s: "int") -> Term:
    """The probability that a random restriction, with uniform c and x, does not force the gate to a constant."""
    return total(c, 0, s**m - 1, Chance(lam(x, negation(Forced(w, theta, part, n, m, s, c, x))), 2**n)) / s**m


def freedom(part: Term, m: Term, s: Term, c: Term) -> Term:
    """1 at the positions that the choice c leaves free, 0 at the others."""
    return lam(i, where(Free(part, m, s, c, i), 1, 0))


def chances_defined(p: Proof, formula: Term) -> Fact:
    """A goal about ``Unforced`` evaluates nothing outside its domain: sizes of cubes, numbers of choices and n are
    positive."""
    if formula.op == "and":
        return p.both(*(chances_defined(p, part) for part in formula.args))
    variables, facts, conclusion = p.intro(formula)
    size = next(f for f in facts if f.formula.op == "=")
    n, (m, s) = size.formula.args[0], size.formula.args[1].args
    some_part, some_place = (p.find(number >= 1, facts) for number in (m, s))
    positions = p.arith(n >= 1, size, p.arith(m * s >= 1, some_part, some_place))
    root = p.lemma("sqrt", n, using=[p.arith(n >= 0, positions)])
    known = [some_part, some_place, positions, p.arith(sqrt(n) > 0, root.left, root.right, positions)]
    return p.conclude(formula, variables, powers_defined(p, conclusion, *known))
