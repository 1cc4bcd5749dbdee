"""Section 2.2.1: a pattern may flip exactly for |x.w| < R, if v stays nearer than R; 2R/sqrt(2 pi) is a sharp bound."""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.sums import equal_sums, smaller_sum, sum_of_constants, sums_linear, sums_scaled
from numerics.terms import (
    TABLE,
    Term,
    absolute,
    conj,
    dot,
    erf,
    exists,
    exp,
    false,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    negation,
    pi,
    real,
    sqrt,
    term,
    total,
    vector,
)  # fmt: skip
from theorems.arora2020.chapter_1.lemma_1_1_7 import below_sharp
from theorems.arora2020.definitions import NormalWithin
from theorems.claim import Claim

# The event that a pattern may flip.

flip = Claim(
    "du2019", "claim", "", slug="pattern_flip_event", section="2.2.1", family="kernels_ntk",
    title="a pattern may flip exactly in a slab",
    statement=r"""Let $\|x\|_2 = 1$ and $R > 0$. Some $v$ with $\|v - w\|_2 < R$ has
    $1\{x^\top v \ge 0\} \ne 1\{x^\top w \ge 0\}$ if and only if $|x^\top w| < R$. (So it stands in the copy that was
    read, which shows $<$ for $\le$ in other places, too, so that the ball may be meant to be closed. Then $x^\top w =
    -R$ has to be added: see the sharper statement.)""",
)  # fmt: skip

R, r, d, i = real("R"), real("r"), integer("d"), integer("i")
x, w, v = vector("x"), vector("w"), vector("v")
xs, ws, vs = (function(name, "int->real") for name in ("x", "w", "v"))


def inner(a: Term, b: Term, d: Term = d) -> Term:
    """The inner product of R^d."""
    return total(i, 1, d, a(i) * b(i))


def same_pattern(before: Term, after: Term) -> Term:
    """Both numbers are non-negative or neither is."""
    return iff(before >= 0, after >= 0)


old, new, flipped = real("w"), real("v"), real("flipped")  # on the line, x = 1; flipped is 1 for another pattern, or 0
near, nearer = conj(absolute(new - old) <= R, flipped == 1), conj(absolute(new - old) < R, flipped == 1)
change = lam(i, vs(i) - ws(i))

flip_printed = flip.variant(
    "printed", forall(d, xs, ws, R, implies(conj(d >= 1, R > 0, inner(xs, xs) == 1), iff(
        exists(vs, conj(inner(change, change) < R * R, negation(same_pattern(inner(xs, ws), inner(xs, vs))))),
        absolute(inner(xs, ws)) < R))), expect="proved",
    why="x.v and x.w differ by less than R, and by as much as wanted below R along x. With the closed ball it fails, "
        "at x.w = -R alone, where w + R x has x.v = 0, which counts as active: d = 1, x = 1, w = -1, R = 1, v = 0. "
        "That has probability 0, so that the bounds drawn from the event stand for both readings.",
    observed=implies(nearer, absolute(old) < R),
)  # fmt: skip
flip_sharpened = flip.variant(
    "sharpened", forall(x, w, R, r, implies(conj(R > 0, r >= 0, dot(x, x) == r * r), iff(
        exists(v, conj(dot(v - w, v - w) <= R * R, negation(same_pattern(dot(x, w), dot(x, v))))),
        conj(-(R * r) <= dot(x, w), dot(x, w) < R * r)))), expect="proved",
    why="With the closed ball, and for |x| = r, a pattern may flip exactly when -R r <= x.w < R r, in every dimension: "
        "by Cauchy-Schwarz, and by a step of length R along x.",
    observed=implies(near, conj(old >= -R, old < R)),
)  # fmt: skip


def cauchy_schwarz(p: Proof) -> Fact:
    """<x, u>^2 <= r^2 <u, u> for all x, u, r with r >= 0 and <x, x> = r^2."""
    x, u, r = p.fresh("x", "V"), p.fresh("u", "V"), p.fresh("r", "real")
    positive, length = p.assume(r >= 0), p.assume(dot(x, x) == r * r)
    along, size = dot(x, u), dot(u, u)
    goal = along * along <= r * r * size

    def flat(small: Fact) -> Fact:
        """For r = 0 and <x, u> != 0 the vector u - t x, t = (|u|^2 + 1) / <x, u>, would have a negative square."""
        zero = p.arith(r == 0, positive, small)

        def longer(no: Fact) -> Fact:
            t = (size + 1) / along
            one = p.arith(t * along == size + 1, p.lemma("inverse", along, using=[no]), multipliers=[size + 1])
            point = p.arith(dot(x, x) == 0, length, zero, multipliers=[1, r])
            return p.arith(false, p.step("gram", [], [u - t * x]), one, point, p.step("gram", [], [u]),
                           multipliers=[1, t * t])  # fmt: skip

        return p.arith(goal, p.absurd(along == 0, longer), zero, multipliers=[along, r * size])

    def long(no: Fact) -> Fact:
        square = p.arith(r * r > 0, no)
        rest = p.step("gram", [], [r * r * u - along * x])
        return p.arith(goal, square, p.arith(r * r * (r * r * size - along * along) >= 0, rest, length,
                                             multipliers=[along * along]))  # fmt: skip

    shown = p.decide(r <= 0, flat, long)
    return p.general(x, u, r, p.implication(positive.formula, p.implication(length.formula, shown)))


def within_slab(p: Proof, before: Term, after: Term, up: Fact, down: Fact, differ: Fact) -> Fact:
    """-s <= before < s, from |after - before| <= s and different patterns; for strict bounds -s < before < s."""
    s, first, second = up.formula.args[1], before >= 0, after >= 0
    strict = up.formula.op == "<"
    low, wide = -s < before if strict else -s <= before, p.arith(s > 0 if strict else s >= 0, up, down)

    def active(yes: Fact) -> Fact:
        off = p.refute(second, lambda on: p.conflict(
            p.both(p.implication(first, on), p.implication(second, yes)), differ))  # fmt: skip
        return p.both(p.arith(low, yes, wide), p.arith(before < s, off, down))

    def inactive(no: Fact) -> Fact:
        def no_change(off: Fact) -> Fact:
            there = p.anything(second, p.conflict(no, p.assume(first)))
            back = p.anything(first, p.conflict(off, p.assume(second)))
            return p.conflict(p.both(p.implication(first, there), p.implication(second, back)), differ)

        return p.both(p.arith(low, p.absurd(second, no_change), up), p.arith(before < s, no, wide))

    return p.decide(first, active, inactive)


@flip.prove(flip_printed)
def by_a_shorter_step(p: Proof, goal: Term) -> Fact:
    (d, x, w, R), (some, wide, length), conclusion = p.intro(goal)
    event, slab = conclusion.args[0].args
    nonempty = p.arith(term(1) <= d + 1, some)
    before = inner(x, w, d)

    def combined(a: Term, s: Term, b: Term, t: Term) -> Fact:
        """The sum of s a(i) + t b(i) is s times that of a(i) and t times that of b(i)."""
        return sums_linear(p).apply(1, d, a, b, s, t, using=[nonempty])

    v, flips = p.obtain(p.assume(event), "v")
    u = lam(i, v(i) - w(i))
    after, along, size = inner(x, v, d), inner(x, u, d), inner(u, u, d)
    square, first, second = (lam(i, e) for e in (
        (u(i) - along * x(i)) * (u(i) - along * x(i)), u(i) * u(i), x(i) * u(i)))  # fmt: skip
    zeros, rest = lam(i, term(0)), lam(i, -2 * along * second(i) + along * along * (x(i) * x(i)))
    split = equal_sums(p, term(1), d, square, lam(i, 1 * first(i) + 1 * rest(i)), lambda i, *_: p.ring(
        square(i), 1 * first(i) + 1 * rest(i)))  # fmt: skip
    least = smaller_sum(p, term(1), d, zeros, square, nonempty, lambda i, *_: p.arith(
        zeros(i) <= square(i), squares=[u(i) - along * x(i)]))  # fmt: skip
    none = sum_of_constants(p).apply(1, d, 0, using=[nonempty])
    parts = combined(first, term(1), rest, term(1)), combined(second, -2 * along, lam(i, x(i) * x(i)), along * along)
    steep = p.arith(along * along <= size, least, none, split, *parts, length, multipliers=[1, along * along])
    up, down = (p.arith(s < R, steep, flips.left, wide) for s in (along, -along))
    moved = equal_sums(p, term(1), d, second, lam(i, 1 * (x(i) * v(i)) + (-1) * (x(i) * w(i))), lambda i, *_: p.ring(
        second(i), 1 * (x(i) * v(i)) + (-1) * (x(i) * w(i))))  # fmt: skip
    change = p.arith(along == after - before, moved, combined(
        lam(i, x(i) * v(i)), term(1), lam(i, x(i) * w(i)), term(-1)))  # fmt: skip
    bounds = p.arith(after - before < R, up, change), p.arith(before - after < R, down, change)
    both = within_slab(p, before, after, *bounds, flips.right)
    cases = p.lemma("abs", before)
    inside = p.close(p.by_cases(cases, *[lambda f: p.arith(slab, f, both)] * 2))

    short, step = p.assume(slab), (absolute(before) + R) / 2
    low, high, positive = (p.by_cases(cases, *[lambda f, g=g: p.arith(g, f, short, wide)] * 2) for g in (
        -step < before, before < step, step > 0))  # fmt: skip
    shorter = p.arith(step * step < R * R, p.arith(step < R, short), positive)

    def move(sign: int, contradiction: Callable[[Fact, Fact], Fact]) -> Fact:
        """The point w +- step x, nearer than R, where equal patterns would be a contradiction."""
        at, own = lam(i, w(i) + sign * step * x(i)), lam(i, x(i) * x(i))
        e = lam(i, at(i) - w(i))
        same = equal_sums(p, term(1), d, lam(i, e(i) * e(i)), lam(i, step * step * own(i)), lambda i, *_: p.ring(
            e(i) * e(i), step * step * own(i)))  # fmt: skip
        scaled = sums_scaled(p).apply(1, d, own, step * step, using=[nonempty])
        distance = p.arith(inner(e, e, d) < R * R, same, scaled, length, shorter, multipliers=[1, step * step])
        value = equal_sums(p, term(1), d, lam(i, x(i) * at(i)), lam(i, 1 * (x(i) * w(i)) + sign * step * own(i)), (
            lambda i, *_: p.ring(x(i) * at(i), 1 * (x(i) * w(i)) + sign * step * own(i))))  # fmt: skip
        there = combined(lam(i, x(i) * w(i)), term(1), own, sign * step)
        moved = p.arith(inner(x, at, d) == before + sign * step, value, there, length, multipliers=[1, step])
        changed = p.refute(same_pattern(before, inner(x, at, d)), lambda equal: contradiction(equal, moved))
        return p.witness(event, at, p.both(distance, changed))

    outside = p.decide(
        before >= 0,
        lambda yes: move(-1, lambda equal, moved: p.arith(false, p.modus_ponens(equal.left, yes), moved, high)),
        lambda no: move(1, lambda equal, moved: p.conflict(
            p.modus_ponens(equal.right, p.arith(moved.formula.args[0] >= 0, moved, low)), no)),
    )  # fmt: skip
    equivalent = p.both(p.implication(event, inside), p.implication(slab, outside))
    return p.conclude(goal, [d, x, w, R], equivalent)


@flip.satisfied(flip_printed)
def on_the_line(p: Proof, formula: Term) -> Fact:
    ones = lam(i, term(1))
    return p.exhibit(formula, [1, ones, ones, 1], p.compute(inner(ones, ones, term(1)) == 1))


@flip.prove(flip_sharpened)
def by_cauchy_schwarz(p: Proof, goal: Term) -> Fact:
    (x, w, R, r), (wide, positive, length), conclusion = p.intro(goal)
    event, slab = conclusion.args[0].args
    v, flips = p.obtain(p.assume(event), "v")
    along, size = dot(x, v - w), dot(v - w, v - w)
    steep = p.arith(along * along <= R * r * (R * r), cauchy_schwarz(p).apply(x, v - w, r, using=[positive, length]),
                    p.arith(r * r * size <= r * r * (R * R), p.arith(r * r >= 0, positive), flips.left))  # fmt: skip
    limit = p.arith(R * r >= 0, wide, positive)
    up, down = (p.arith(s, steep, limit) for s in (along <= R * r, -along <= R * r))
    inside = within_slab(p, dot(x, w), dot(x, v), p.arith(dot(x, v) - dot(x, w) <= R * r, up),
                         p.arith(dot(x, w) - dot(x, v) <= R * r, down), flips.right)  # fmt: skip
    low, high = p.assume(slab).split()
    inverse = p.lemma("inverse", r, using=[p.arith(negation(r == 0), low, high, multipliers=[R])])

    def move(sign: int, contradiction: Callable[[Fact, Fact], Fact]) -> Fact:
        """The point w +- (R/r) x, at distance R, where equal patterns would be a contradiction."""
        at = w + sign * (R / r) * x
        square = p.arith((1 / r) * (1 / r) * dot(x, x) == 1, length, inverse, multipliers=[(1 / r) * (1 / r), 1, r / r])
        distance = p.arith(dot(at - w, at - w) <= R * R, square, multipliers=[R * R])
        moved = p.arith(dot(x, at) == dot(x, w) + sign * (R * r), length, inverse, multipliers=[R / r, R * r])
        changed = p.refute(same_pattern(dot(x, w), dot(x, at)), lambda equal: contradiction(equal, moved))
        return p.witness(event, at, p.both(distance, changed))

    outside = p.decide(
        dot(x, w) >= 0,
        lambda yes: move(-1, lambda equal, moved: p.arith(false, p.modus_ponens(equal.left, yes), moved, high)),
        lambda no: move(1, lambda equal, moved: p.conflict(
            p.modus_ponens(equal.right, p.arith(moved.formula.args[0] >= 0, moved, low)), no)),
    )  # fmt: skip
    equivalent = p.both(p.implication(event, p.close(inside)), p.implication(slab, outside))
    return p.conclude(goal, [x, w, R, r], equivalent)


@flip.satisfied(flip_sharpened)
def by_the_zero_vector(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [0 * vector("x"), vector("w"), 1, 0])


@flip.instances
def points_near_the_edge(rng, n):
    """Points w and v of the line with |v - w| <= R up to both ends, some with w = -R or w = R."""
    radius = dyadic(rng, n, 0.25, 4)
    share = dyadic(rng, n, -1, 1)
    edge = rng.integers(0, 3, size=n) - 1.0
    at = np.where(rng.random(n) < 0.5, dyadic(rng, n, -5, 5), edge * radius)
    to = at + radius * np.where(rng.random(n) < 0.5, share, np.sign(share))
    return {"R": radius, "w": at, "v": to, "flipped": ((at >= 0) != (to >= 0)).astype(float)}


flip.mutant("the closed ball", flip_printed, implies(near, absolute(old) < R))
flip.mutant("a tenth narrower", flip_printed, implies(nearer, absolute(old) < term("9/10") * R))
flip.mutant("an open slab", flip_sharpened, implies(near, conj(old > -R, old < R)))
flip.mutant("a tenth narrower above", flip_sharpened, implies(near, conj(old >= -R, old < term("9/10") * R)))

# Anti-concentration.

small_ball = Claim(
    "du2019", "inequality", "", slug="gaussian_anticoncentration", section="2.2.1", family="gaussian_integrals",
    title="Gaussian small-ball probability",
    statement=r"""For $z \sim N(0, 1)$ and $R \ge 0$, $\Pr[|z| \le R] \le \frac{2R}{\sqrt{2\pi}}$.""",
)  # fmt: skip

constant = 2 / sqrt(2 * pi)
bound = 2 * R / sqrt(2 * pi)
within = NormalWithin(1, R)
cubic = bound * (1 - R * R / 6)

small_ball_printed = small_ball.variant(
    "printed", forall(R, implies(R >= 0, within <= bound)), expect="proved",
    why="The density is at most 1/sqrt(2 pi), on an interval of length 2R.",
    observed=implies(R >= 0, erf(R / sqrt(2)) <= bound),
)  # fmt: skip
small_ball_sharpened = small_ball.variant(
    "sharpened", forall(R, implies(R > 0, conj(cubic <= within, within < bound))), expect="proved",
    why="The bound is strict for R > 0 and off by a factor 1 - R^2/6 at most, so that no smaller constant serves.",
    observed=implies(R > 0, conj(cubic <= erf(R / sqrt(2)), erf(R / sqrt(2)) < bound)),
)  # fmt: skip


def one_constant(p: Proof) -> list[Fact]:
    """2/sqrt(2 pi) in its other spellings sqrt(2/pi) and (2/sqrt(pi)) (1/sqrt 2): all squares are 2/pi."""

    def reciprocal_square(x: Term) -> Fact:
        inverse, root = (p.lemma("inverse", y, using=[p.enclose(y > 0)]) for y in (x, sqrt(x)))
        square, other = p.lemma("sqrt", x, using=[p.enclose(x >= 0)]).right, 1 / sqrt(x)
        return p.arith(
            other * other == 1 / x,
            inverse,
            root,
            square,
            multipliers=[other * other, 1 / x, other * sqrt(x), 1, other * sqrt(x) / x, other * other / x],
        )

    whole, two, pi_ = (reciprocal_square(x) for x in (2 * pi, term(2), pi))
    inverses = [p.lemma("inverse", x, using=[p.enclose(x > 0)]) for x in (2 * pi, pi)]
    one = p.arith(1 / (2 * pi) == 1 / pi / 2, *inverses, multipliers=[1 / pi, 1 / (2 * pi)])
    sharp, product = sqrt(2 / pi), 2 / sqrt(pi) * (1 / sqrt(2))
    squares = [
        p.arith(sharp * sharp == 2 / pi, p.lemma("sqrt", 2 / pi, using=[p.enclose(2 / pi >= 0)]).right),
        p.arith(product * product == 2 / pi, two, pi_, multipliers=[1 / pi, (1 / sqrt(2)) * (1 / sqrt(2))]),
    ]
    here = p.arith(constant * constant == 2 / pi, whole, one)
    return [p.arith(constant == other, here, square, p.enclose(constant > 0), p.enclose(other > 0))
            for other, square in zip((sharp, product), squares, strict=True)]  # fmt: skip


def strictly_below(p: Proof, R: Term, positive: Fact) -> Fact:
    """Pr < 2R/sqrt(2 pi) for R > 0."""
    ratio = R / term(1)
    less = below_sharp(p, ratio, p.arith(ratio > 0, positive))
    return p.arith(erf(R / term(1) / sqrt(2)) < 2 * R / sqrt(2 * pi), less, one_constant(p)[0], multipliers=[R])


@small_ball.prove(small_ball_printed)
def by_the_greatest_density(p: Proof, goal: Term) -> Fact:
    (R,), (positive,), conclusion = p.intro(goal)
    claimed = lam(R, Term(TABLE.unfold(conclusion.index)))

    def at_zero(small: Fact) -> Fact:
        equal = p.symmetric(p.arith(R == 0, positive, small))
        return p.step("equality", [equal, p.arith(claimed(0), p.lemma("erf_zero"))], [claimed])

    shown = p.decide(R <= 0, at_zero, lambda no: p.arith(claimed(R), strictly_below(p, R, p.arith(R > 0, no))))
    return p.conclude(goal, [R], p.restate(shown, conclusion))


@small_ball.prove(small_ball_sharpened)
def by_the_tangent_of_exp(p: Proof, goal: Term) -> Fact:
    """The density at x is at least its value at 0 times 1 - x^2/2: compare the integrals by the mean value theorem."""
    (R,), (positive,), conclusion = p.intro(goal)
    s, root = real("s"), 1 / sqrt(2)
    height = 2 / sqrt(pi) * root
    exponent = lam(s, -(s * root * (s * root)))
    c, grown = p.mean_value(
        lam(s, erf(s * root) - height * (s - s * s * s * term("1/6"))),
        lam(s, height * exp(exponent(s)) - height * (1 - s * s / 2)), positive, lambda t: [])  # fmt: skip
    half = p.arith(root * root == term("1/2"), p.lemma("inverse", sqrt(2), using=[p.enclose(sqrt(2) > 0)]),
                   p.lemma("sqrt", 2).right, multipliers=[root * root, root, sqrt(2) * root])  # fmt: skip
    square = p.arith(exponent(c) == -(c * c / 2), half, multipliers=[c * c])
    above = p.arith(exp(exponent(c)) >= 1 - c * c / 2, p.lemma("exp_tangent", exponent(c)), square)
    steeper = p.arith(height * exp(exponent(c)) >= height * (1 - c * c / 2), above, p.enclose(height > 0))
    rise = p.arith((height * exp(exponent(c)) - height * (1 - c * c / 2)) * (R - 0) >= 0, steeper, positive)
    value = p.arith(height * (R - R * R * R / 6) <= erf(R * root), grown.right, rise, p.lemma("erf_zero"))
    low = p.arith(2 * R / sqrt(2 * pi) * (1 - R * R / 6) <= erf(R / term(1) / sqrt(2)), value, one_constant(p)[1],
                  multipliers=[R, R * R * R])  # fmt: skip
    shown = p.close(p.both(low, strictly_below(p, R, positive)))
    return p.conclude(goal, [R], p.restate(shown, conclusion))


@small_ball.satisfied(small_ball_printed, small_ball_sharpened)
def at_one(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1])


@small_ball.instances
def radii(rng, n):
    """R up to 4, some near 0 or equal to it."""
    return {"R": np.where(rng.random(n) < 0.5, dyadic(rng, n, 0, 4), dyadic(rng, n, 0, 0.25, bits=6))}


small_ball.mutant("0.99 of the constant", small_ball_printed, implies(
    R >= 0, erf(R / sqrt(2)) <= term("99/100") * bound))  # fmt: skip
small_ball.mutant("half of the constant", small_ball_printed, implies(R >= 0, erf(R / sqrt(2)) <= bound / 2))
small_ball.mutant("0.999 of the constant", small_ball_sharpened, implies(
    R > 0, erf(R / sqrt(2)) < term("999/1000") * bound))  # fmt: skip
small_ball.mutant("R^2/7 for R^2/6", small_ball_sharpened, implies(
    R > 0, bound * (1 - R * R / 7) <= erf(R / sqrt(2))))  # fmt: skip
