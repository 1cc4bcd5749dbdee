"""Enclosures of erf, normal tails and exp(-t^2/2): the engine beside mpmath, and the checker beside both."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from work import Work

from certs.checker import Replay, canonical, check, parse
from certs.rules.interval import Arithmetic, Interval
from numerics import gaussian
from numerics.derive import Proof, certificate
from numerics.gaussian import Enclosures, bell_enclosures, erf_enclosures, tail_enclosures
from numerics.terms import conj, erf, exp, sqrt, term

BY_VALUES = Work(
    name="Rational enclosures to 30 digits of erf(x), Pr[|Z| > t] (relative) and exp(-t^2/2) (relative), t in [0, 6]",
    grows_with="values in a vector",
    best="linear in the values; for one value to p digits O(M(p) log^2 p) (Brent 1976)",
    limit="calls from Python into Arb: some ten a value; for erf in long vectors a polynomial of degree 24",
)  # fmt: skip
BY_DIGITS = Work(
    name="The same for 1,000 values, by digits",
    grows_with="digits",
    best="O(M(p) log^2 p) bit operations for each value (Brent 1976)",
    limit="calls from Python into Arb, then multiplications of long numbers",
)
CHECKER = Work(
    name="The checker's own exp, log, sqrt, erf to 100 binary digits, in pure Python",
    grows_with="values",
    best="linear in the values; p^(1/2) to p terms for each at p digits",
    limit="interpreter: tens of small steps on integers of 140 bits for each value",
)
DOCUMENT = Work(
    name="Checking a certificate of enclosures to 30 digits, both bounds of every value",
    grows_with="values in the certificate",
    best="linear in the values",
    limit="interpreter: reading terms and steps, then the checker's own exp and erf",
)
Peer = Callable[[Sequence[Fraction], int], list[tuple[int, int, int]]]


def by_mpmath(name: str) -> Peer:
    """The same with mpmath: ten guard digits, then the digits asked for and a unit on either side."""
    import mpmath

    def enclosures(ts: Sequence[Fraction], digits: int) -> list[tuple[int, int, int]]:
        bits, found = (2 * 10**digits).bit_length() + 3, []
        with mpmath.workdps(digits + 10):
            root = mpmath.sqrt(2)
            function = {"erf": mpmath.erf, "tail": lambda t: mpmath.erfc(t / root),
                        "bell": lambda t: mpmath.exp(-t * t / 2)}[name]  # fmt: skip
            for t in ts:
                mantissa, exponent = function(mpmath.mpf(t.numerator) / t.denominator).man_exp
                shift = max(0, mantissa.bit_length() - bits)
                found.append(((mantissa >> shift) - 1, (mantissa >> shift) + 2, exponent + shift))
        return found

    return enclosures


OURS = {"erf": erf_enclosures, "tail": tail_enclosures, "bell": bell_enclosures}
STATED = {"erf": lambda t: erf(t), "tail": lambda t: 1 - erf(t / sqrt(2)), "bell": lambda t: exp(-(t * t / 2))}


def arguments(count: int, seed: int = 1) -> list[Fraction]:
    rng = random.Random(seed)
    return [Fraction(rng.randrange(1, 6 * 10**6), 10**6) for _ in range(count)]


def meet(ours: Enclosures, theirs: list[tuple[int, int, int]]) -> bool:
    """Whether all enclosures of the same values have a point in common."""
    return all(
        max(low, Fraction(a) * Fraction(2) ** e) <= min(high, Fraction(b) * Fraction(2) ** e)
        for (low, high), (a, b, e) in zip(ours.fractions(), theirs, strict=True)
    )


def cold(work: Callable[[], Any]) -> float:
    """Seconds of a first call, which makes the expansions that later ones use."""
    gaussian._expansion.cache_clear()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.mark.parametrize("count", [10, 100, 1_000, 10_000])
@pytest.mark.parametrize("name", OURS)
def test_vectors_beside_mpmath(beside: Any, name: str, count: int) -> None:
    ts, ours = arguments(count), OURS[name]
    ours(ts[:1], 30)
    first = cold(lambda: ours(ts, 30))
    beside(BY_VALUES, f"{name}, {count} values", count, lambda: ours(ts, 30), peer=lambda: by_mpmath(name)(ts, 30),
           peer_name="mpmath with 10 guard digits", agree=meet, target=5.0,
           note=lambda *_: f"first call {1e6 * first / count:.1f} us a value")  # fmt: skip


@pytest.mark.parametrize("digits", [15, 30, 60, 120])
@pytest.mark.parametrize("name", OURS)
def test_digits_beside_mpmath(beside: Any, name: str, digits: int) -> None:
    ts = arguments(1_000)
    beside(BY_DIGITS, f"{name}, {digits} digits", digits, lambda: OURS[name](ts, digits),
           peer=lambda: by_mpmath(name)(ts, digits), peer_name="mpmath with 10 guard digits", agree=meet,
           target=5.0)  # fmt: skip


@pytest.mark.parametrize("digits", [480, 1_920])
def test_many_digits(beside: Any, digits: int) -> None:
    ts = arguments(200)
    beside(BY_DIGITS, f"erf, {digits} digits, 200 values", digits, lambda: erf_enclosures(ts, digits))


@pytest.mark.parametrize("name", ["exp", "log", "sqrt", "erf"])
@pytest.mark.parametrize("peer", ["Arb", "mpmath"])
def test_the_checkers_functions(beside: Any, name: str, peer: str) -> None:
    """One function at a time, 100 digits kept; Arb and mpmath get 100 digits too."""
    import mpmath
    from flint import arb, ctx, fmpq

    points = [Interval(t, t) for t in arguments(200)]

    def ours() -> list[Interval]:
        a = Arithmetic(Replay(), 100)
        return [getattr(a, name)(p) for p in points]

    def by_arb() -> list[Any]:
        with ctx.workprec(100):
            return [getattr(arb(fmpq(p.low.numerator, p.low.denominator)), name)() for p in points]

    def by_mp() -> list[Any]:
        with mpmath.workprec(100):
            return [getattr(mpmath, name)(mpmath.mpf(p.low.numerator) / p.low.denominator) for p in points]

    def agree(mine: list[Interval], theirs: list[Any]) -> bool:
        if peer == "Arb":
            with ctx.workprec(200):
                return all(
                    arb(fmpq(m.low.numerator, m.low.denominator)).union(arb(fmpq(m.high.numerator, m.high.denominator)))
                    .overlaps(v) for m, v in zip(mine, theirs, strict=True)
                )  # fmt: skip
        exact = [Fraction(*map(int, mpmath.libmp.to_rational(v._mpf_))) for v in theirs]
        slack = Fraction(1, 2**85)
        return all(m.low - slack <= v <= m.high + slack for m, v in zip(mine, exact, strict=True))

    beside(CHECKER, f"{name}, 200 values, beside {peer}", 200, ours, peer=by_arb if peer == "Arb" else by_mp,
           peer_name=peer, agree=agree)  # fmt: skip


def document(name: str, ts: list[Fraction]) -> bytes:
    """A certificate that every value lies between its bounds."""
    found = OURS[name](ts, 30)
    p, bounds = Proof(), []
    for t, (low, high), bits in zip(ts, found.fractions(), found.bits, strict=True):
        value = STATED[name](term(t))
        bounds += [p.step("enclosure", [], [claim], [bits]) for claim in (term(low) <= value, value <= term(high))]
    goal = conj(*(fact.formula for fact in bounds))
    return canonical(certificate(p, "gaussian.enclosures", name, goal, p.both(*bounds), defined=p.show_defined(goal)))


@pytest.mark.parametrize("peer", ["the engine", "mpmath"])
@pytest.mark.parametrize("count", [10, 50])
@pytest.mark.parametrize("name", OURS)
def test_a_certificate_of_bounds(beside: Any, name: str, count: int, peer: str) -> None:
    ts = arguments(count)
    ours, data, theirs = OURS[name](ts, 30), document(name, ts), by_mpmath(name)
    beside(DOCUMENT, f"{name}, {count} values, beside {peer}", count, lambda: check(parse(data)), peer_name=peer,
           peer=(lambda: OURS[name](ts, 30)) if peer == "the engine" else lambda: theirs(ts, 30),
           agree=lambda summary, values: summary["verdict"] == "holds"
           and (values == ours if peer == "the engine" else meet(ours, values)))  # fmt: skip
