"""Theorems about finite sums that many proofs use, each derived from the kernel's rules where it is needed.

Every function takes a proof and returns a fact with quantified variables; instantiate the function variables with
lambda terms: ``sums_ordered(p).apply(1, n, f, g, using=[...])``. Sums are written ``total(i, lo, hi, f(i))``, which
is not the same term as a sum of the variable f itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from numerics.derive import Fact, Proof
from numerics.terms import Term, between, forall, implies, lam, term, total


def once(build: Callable[[Proof], Fact]) -> Callable[[Proof], Fact]:
    """A theorem (a fact without hypotheses) that a proof derives at most once."""

    @wraps(build)
    def derived(p: Proof) -> Fact:
        return p.once(f"{build.__module__}.{build.__qualname__}", lambda: build(p))

    return derived


def _variables(p: Proof) -> tuple[Term, ...]:
    f, g = (p.fresh(name, "int->real") for name in "fg")
    lo, hi, i = (p.fresh(name, "int") for name in ("lo", "hi", "i"))
    return f, g, lo, hi, i


def _over_ranges(p: Proof, lo: Term, claim: Callable[[Term], Term], base: Callable[[Term], Fact],
                 step: Callable[[Term, Fact, Fact], Fact]) -> Callable[[Term], Fact]:  # fmt: skip
    """lo <= hi + 1 => claim(hi), by induction from the empty range."""
    by_size = p.induction("hi", lo - 1, claim, base(lo - 1), step)

    def at(hi: Term) -> Fact:
        nonempty = p.assume(lo <= hi + 1)
        return p.implication(nonempty.formula, p.modus_ponens(by_size(hi), p.arith(lo - 1 <= hi, nonempty)))

    return at


def empty_sum(p: Proof, lo: Term, hi: Term, f: Term) -> Fact:
    """The sum of f over lo <= i <= hi is 0, for hi < lo by arithmetic."""
    i = p.fresh("i", "int")
    return p.lemma("sum_empty", lo, hi, lam(i, f(i)), using=[p.arith(hi < lo)])


def longer_sum(p: Proof, lo: Term, hi: Term, f: Term, *facts: Fact) -> Fact:
    """The sum of f over lo <= i <= hi + 1 is that up to hi plus f(hi + 1), for lo <= hi + 1 by the facts."""
    i = p.fresh("i", "int")
    return p.lemma("sum_step", lo, hi, lam(i, f(i)), using=[p.arith(lo <= hi + 1, *facts)])


def equal_sums(p: Proof, lo: Term, hi: Term, f: Term, g: Term, each: Callable[[Term, Fact, Fact], Fact]) -> Fact:
    """sum f = sum g over lo <= i <= hi; ``each(i, lo <= i, i <= hi)`` gives f(i) = g(i)."""
    i = p.fresh("i", "int")
    f, g = lam(i, f(i)), lam(i, g(i))
    return p.step("lemma", [everywhere(p, lo, hi, f(i) == g(i), i, each)], [lo, hi, f, g], "sum_same")


def smaller_sum(p: Proof, lo: Term, hi: Term, f: Term, g: Term, nonempty: Fact,
                each: Callable[[Term, Fact, Fact], Fact]) -> Fact:  # fmt: skip
    """sum f <= sum g over lo <= i <= hi, where lo <= hi + 1; ``each(i, lo <= i, i <= hi)`` gives f(i) <= g(i)."""
    i = p.fresh("i", "int")
    pointwise = everywhere(p, lo, hi, f(i) <= g(i), i, each)
    return sums_ordered(p).apply(lo, hi, f, g, using=[nonempty, pointwise])


def everywhere(p: Proof, lo: Term, hi: Term, claim: Term, i: Term, each: Callable[[Term, Fact, Fact], Fact]) -> Fact:
    """forall i. lo <= i and i <= hi => claim; ``each(i, lo <= i, i <= hi)`` gives the claim."""
    within, mark = p.assume(between(lo, i, hi)), p.opened
    return p.general(i, p.implication(within.formula, p.close(p.prove(claim, each(i, *within.split())), mark)))


@once
def sums_ordered(p: Proof) -> Fact:
    """For all lo, hi, f, g: if lo <= hi + 1 and f(i) <= g(i) for lo <= i <= hi, then sum f <= sum g."""
    f, g, lo, hi, i = _variables(p)

    def pointwise(hi: Term) -> Term:
        return forall(i, implies(between(lo, i, hi), f(i) <= g(i)))

    def claim(hi: Term) -> Term:
        return implies(pointwise(hi), total(i, lo, hi, f(i)) <= total(i, lo, hi, g(i)))

    def base(hi: Term) -> Fact:
        none = [empty_sum(p, lo, hi, h) for h in (f, g)]
        return p.implication(pointwise(hi), p.arith(claim(hi).args[1], *none))

    def step(hi: Term, above: Fact, here: Fact) -> Fact:
        every = p.assume(pointwise(hi + 1))
        fewer = everywhere(p, lo, hi, f(i) <= g(i), i, lambda i, low, high: every.apply(i, using=[low, high]))
        last = every.apply(hi + 1, using=[above])
        grown = [longer_sum(p, lo, hi, h, above) for h in (f, g)]
        return p.implication(every.formula, p.arith(
            claim(hi + 1).args[1], p.modus_ponens(here, fewer), last, *grown))  # fmt: skip

    return p.general(lo, hi, f, g, _over_ranges(p, lo, claim, base, step)(hi))


@once
def sums_linear(p: Proof) -> Fact:
    """For all lo, hi, f, g, a, b: if lo <= hi + 1, the sum of a f + b g is a sum f + b sum g."""
    f, g, lo, hi, i = _variables(p)
    a, b = p.fresh("a", "real"), p.fresh("b", "real")
    h = lam(i, a * f(i) + b * g(i))

    def claim(hi: Term) -> Term:
        return total(i, lo, hi, h(i)) == a * total(i, lo, hi, f(i)) + b * total(i, lo, hi, g(i))

    def base(hi: Term) -> Fact:
        return p.arith(claim(hi), *(empty_sum(p, lo, hi, k) for k in (f, g, h)), multipliers=[1, a, b])

    def step(hi: Term, above: Fact, here: Fact) -> Fact:
        sums = [longer_sum(p, lo, hi, k, above) for k in (f, g, h)]
        return p.arith(claim(hi + 1), here, *sums, multipliers=[1, a, b])

    return p.general(lo, hi, f, g, a, b, _over_ranges(p, lo, claim, base, step)(hi))


@once
def sum_of_constants(p: Proof) -> Fact:
    """For all lo, hi, c: if lo <= hi + 1, the sum of c over lo <= i <= hi is (hi - lo + 1) c."""
    _, _, lo, hi, i = _variables(p)
    c = p.fresh("c", "real")
    h = lam(i, c)

    def claim(hi: Term) -> Term:
        return total(i, lo, hi, c) == (hi - lo + 1) * c

    def step(hi: Term, above: Fact, here: Fact) -> Fact:
        return p.arith(claim(hi + 1), here, longer_sum(p, lo, hi, h, above))

    at = _over_ranges(p, lo, claim, lambda hi: p.arith(claim(hi), empty_sum(p, lo, hi, h)), step)
    return p.general(lo, hi, c, at(hi))


@once
def sum_split(p: Proof) -> Fact:
    """For all lo, middle, f, n: if 0 <= n and lo <= middle, the sum of f over lo <= i <= middle + n - 1 is that over
    lo <= i <= middle - 1 and the sum of f(middle + i) over 0 <= i <= n - 1."""
    f, _, lo, middle, i = _variables(p)
    shifted = lam(i, f(middle + i))
    n = p.fresh("n", "int")
    ordered = p.assume(lo <= middle)

    def claim(n: Term) -> Term:
        whole, first = total(i, lo, middle + n - 1, f(i)), total(i, lo, middle - 1, f(i))
        return whole == first + total(i, 0, n - 1, shifted(i))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        whole = longer_sum(p, lo, middle + n - 1, f, ordered, above)
        return p.arith(claim(n + 1), here, whole, longer_sum(p, term(0), n - 1, shifted, above))

    base = p.arith(claim(term(0)), empty_sum(p, term(0), term(-1), shifted))
    whole = p.induction("n", 0, claim, base, step)
    above = p.assume(n >= 0)
    shown = p.implication(above.formula, p.implication(ordered.formula, whole.apply(n, using=[above])))
    return p.general(lo, middle, f, n, shown)


@once
def sums_swapped(p: Proof) -> Fact:
    """For all a, b, c, d, F: if c <= d + 1 and a <= b + 1, then sum_i sum_j F(i, j) = sum_j sum_i F(i, j), where i runs
    from a to b and j from c to d."""
    F = p.fresh("F", "int->int->real")
    a, b, c, d, i, j = (p.fresh(name, "int") for name in "abcdij")
    columns = p.assume(c <= d + 1)
    inner = lam(i, total(j, c, d, F(i)(j)))

    def rows(b: Term) -> Term:
        return lam(j, total(i, a, b, F(i)(j)))

    def column(j: Term) -> Term:
        return lam(i, F(i)(j))

    def claim(b: Term) -> Term:
        return total(i, a, b, inner(i)) == total(j, c, d, rows(b)(j))

    def base(b: Term) -> Fact:
        none = equal_sums(p, c, d, rows(b), lam(j, term(0)), lambda j, low, high: empty_sum(p, a, b, column(j)))
        return p.arith(claim(b), empty_sum(p, a, b, inner), none, sum_of_constants(p).apply(c, d, 0, using=[columns]))

    def step(b: Term, above: Fact, here: Fact) -> Fact:
        more = lam(j, 1 * rows(b)(j) + 1 * F(b + 1)(j))
        same = equal_sums(p, c, d, rows(b + 1), more, lambda j, low, high: p.arith(
            rows(b + 1)(j) == more(j), longer_sum(p, a, b, column(j), above)))  # fmt: skip
        added = sums_linear(p).apply(c, d, rows(b), F(b + 1), 1, 1, using=[columns])
        return p.arith(claim(b + 1), here, same, added, longer_sum(p, a, b, inner, above))

    whole = _over_ranges(p, a, claim, base, step)(b)
    return p.general(a, b, c, d, F, p.implication(columns.formula, whole))


@once
def sums_scaled(p: Proof) -> Fact:
    """For all lo, hi, f, c: if lo <= hi + 1, the sum of c f is c sum f."""
    f, _, lo, hi, i = _variables(p)
    c = p.fresh("c", "real")
    h = lam(i, c * f(i))

    def claim(hi: Term) -> Term:
        return total(i, lo, hi, h(i)) == c * total(i, lo, hi, f(i))

    def base(hi: Term) -> Fact:
        return p.arith(claim(hi), empty_sum(p, lo, hi, f), empty_sum(p, lo, hi, h), multipliers=[1, c])

    def step(hi: Term, above: Fact, here: Fact) -> Fact:
        sums = [longer_sum(p, lo, hi, k, above) for k in (f, h)]
        return p.arith(claim(hi + 1), here, *sums, multipliers=[1, c])

    return p.general(lo, hi, f, c, _over_ranges(p, lo, claim, base, step)(hi))
