"""Lemma 1.1.7, anti-concentration of a Gaussian: false as printed for large t; true for 0 < t <= sigma."""

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.terms import Term, conj, erf, exists, exp, false, forall, implies, lam, pi, real, sqrt, term
from theorems.arora2020 import pictures
from theorems.arora2020.definitions import NormalWithin
from theorems.claim import Claim

claim = Claim(
    "arora2020", "lemma", "1.1.7", section="1.1.1", family="gaussian_integrals",
    title="anti-concentration of a Gaussian",
    statement=r"""Let $X \sim N(0, \sigma^2)$. Then $\Pr[|X| \le t]$ lies strictly between
    $\frac23 \frac t\sigma$ and $\frac45 \frac t\sigma$ (for every $t > 0$: no range is printed).""",
)  # fmt: skip

sigma, t, s, c = real("sigma"), real("t"), real("s"), real("c")


def within(probability: Term, low: Term | str, high: Term | str) -> Term:
    """low t/sigma < Pr < high t/sigma."""
    ratio = t / sigma
    return conj(term(low) * ratio < probability, probability < term(high) * ratio)


def for_widths(condition: Term | None, conclusion: Term) -> Term:
    """For all sigma > 0 and t > 0 under a condition."""
    positive = conj(sigma > 0, t > 0)
    return forall(sigma, t, implies(positive, *([] if condition is None else [condition]), conclusion))


probability = NormalWithin(sigma, t)
u = t / sigma
observed_probability = erf(s / sqrt(2))  # s = t / sigma
sharp = sqrt(2 / pi)

printed = claim.variant(
    "printed", for_widths(None, within(probability, "2/3", "4/5")), expect="refuted",
    why="No range of t is printed, and (2/3) t/sigma exceeds 1 as soon as t > 3 sigma/2: the lower bound needs t of "
        "the order of sigma.",
    counterexample="sigma = 1, t = 2: the lower bound is 4/3, more than any probability.",
    observed=implies(s > 0, conj(term("2/3") * s < observed_probability, observed_probability < term("4/5") * s)),
)  # fmt: skip
repaired = claim.variant(
    "repaired", for_widths(t <= sigma, within(probability, "2/3", "4/5")), expect="proved",
    why="For 0 < t <= sigma both bounds hold; the upper one needs no range.",
    observed=implies(conj(0 < s, s <= 1), term("2/3") * s < observed_probability),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", conj(
        for_widths(t <= term("107/100") * sigma, term("2/3") * u < probability),
        for_widths(None, probability < sharp * u),
        forall(c, implies(c < sharp, exists(sigma, t, conj(sigma > 0, t > 0, c * (t / sigma) < probability))))),
    expect="proved",
    why="The lower bound holds up to t = 1.07 sigma; sqrt(2/pi) = 0.798 replaces 4/5 for every t, and is least "
        "possible as t goes to 0.",
    observed=implies(0 < s, observed_probability < sharp * s),
)  # fmt: skip


def density_gap(p: Proof, s: Term, positive: Fact) -> tuple[Term, Fact, Fact]:
    """A point c in (0, s) with erf(s/sqrt 2) = k exp(-c^2/2) s, for k = 2/(sqrt(pi) sqrt(2)), and k = sqrt(2/pi)."""
    x, root = real("x"), 1 / sqrt(2)
    nonzero = [p.enclose(0 < sqrt(2)), p.enclose(0 < sqrt(pi)), p.enclose(0 < pi), p.enclose(0 < sharp)]
    k = 2 / sqrt(pi) * root
    slope = lam(x, k * exp(-(x * root * (x * root))))
    c, middle = p.mean_value(lam(x, erf(x * root)), slope, positive, lambda t: [])
    inverses = [p.lemma("inverse", y, using=nonzero) for y in (sqrt(2), sqrt(pi), pi)]
    squares = [p.lemma("sqrt", y, using=nonzero).right for y in (term(2), pi)]
    sharp_square = p.lemma("sqrt", 2 / pi, using=[p.enclose(0 <= 2 / pi)]).right
    half = p.arith(root * root == term("1/2"), inverses[0], squares[0], multipliers=[root * root, root, sqrt(2) * root])
    other = 1 / sqrt(pi)
    density = p.arith(
        other * other == 1 / pi,
        *inverses,
        squares[1],
        multipliers=[other * other, 1 / pi, other * sqrt(pi), other * other / pi, other * sqrt(pi) / pi],
    )
    equal = p.arith(k * k == sharp * sharp, half, density, sharp_square, multipliers=[other * other, root * root])
    positive_k = p.enclose(0 < k)
    constant = p.arith(k == sharp, equal, positive_k, nonzero[3])
    value = p.arith(erf(s / sqrt(2)) == k * exp(-(c * root * (c * root))) * s, middle, p.lemma("erf_zero"))
    exponent = p.arith(-(c * root * (c * root)) == -(c * c / 2), half, multipliers=[c * c])
    return c, p.rewrite(p.rewrite(value, exponent), constant), middle


def below_sharp(p: Proof, s: Term, positive: Fact) -> Fact:
    """erf(s/sqrt 2) < sqrt(2/pi) s for s > 0: the density falls from its value at 0."""
    c, value, middle = density_gap(p, s, positive)
    falling = p.lemma("exp_monotone", -(c * c / 2), 0, using=[p.arith(-(c * c / 2) < 0, middle)])
    factor = p.arith(exp(-(c * c / 2)) < 1, falling, p.lemma("exp_zero"))
    less = p.arith(sharp * exp(-(c * c / 2)) < sharp, factor, p.enclose(0 < sharp))
    return p.arith(erf(s / sqrt(2)) < sharp * s, value, less, positive)


def above_two_thirds(p: Proof, s: Term, positive: Fact, short: Fact) -> Fact:
    """2/3 s < erf(s/sqrt 2) for 0 < s <= 1.07: up to 1/2 by the density there, then by enclosure."""
    v = p.fresh("v", "real")
    given = [p.assume(0 < v), p.assume(v <= term("107/100"))]
    everywhere = p.conclude(forall(v, implies(given[0].formula, given[1].formula, term("2/3") * v < erf(v / sqrt(2)))),
                            [v], _above_two_thirds(p, v, *given))  # fmt: skip
    return everywhere.apply(s, using=[positive, short])


def _above_two_thirds(p: Proof, s: Term, positive: Fact, short: Fact) -> Fact:
    goal = term("2/3") * s < erf(s / sqrt(2))

    def small(near: Fact) -> Fact:
        c, value, middle = density_gap(p, s, positive)
        bounds = p.arith(0 <= c, middle), p.arith(c <= term("1/2"), middle, near)
        return p.arith(goal, value, p.enclose(term("2/3") < sharp * exp(-(c * c / 2)), *bounds), positive)

    def large(far: Fact) -> Fact:
        return p.enclose(goal, p.arith(term("1/2") <= s, far), p.arith(s <= term("107/100"), short))

    return p.decide(s <= term("1/2"), small, large)


def scaled(p: Proof, sigma: Term, t: Term, wide: Fact, positive: Fact) -> tuple[Fact, Fact]:
    """1/sigma > 0 and t/sigma > 0."""
    inverse = p.lemma("inverse", sigma, using=[wide])
    reciprocal = p.arith(1 / sigma > 0, inverse, wide)
    return reciprocal, p.arith(t / sigma > 0, reciprocal, positive)


def lower_bound(p: Proof, sigma: Term, t: Term, wide: Fact, positive: Fact, short: Fact) -> Fact:
    """2/3 t/sigma < Pr for 0 < t <= 1.07 sigma."""
    reciprocal, ratio = scaled(p, sigma, t, wide, positive)
    inverse = p.lemma("inverse", sigma, using=[wide])
    limit = p.arith(t / sigma <= term("107/100"), reciprocal, short, inverse)
    return above_two_thirds(p, t / sigma, ratio, limit)


def upper_bound(p: Proof, sigma: Term, t: Term, wide: Fact, positive: Fact) -> Fact:
    """Pr < sqrt(2/pi) t/sigma for t > 0."""
    return below_sharp(p, t / sigma, scaled(p, sigma, t, wide, positive)[1])


@claim.refute(printed)
def at_two_sigma(p: Proof, goal: Term) -> Fact:
    def too_small(claimed: Fact) -> Fact:
        at = p.unfold(claimed.apply(1, 2).left)
        return p.arith(false, at, p.lemma("erf_bound", term(2) / 1 / sqrt(2)))

    return p.refute(goal, too_small)


@claim.prove(repaired)
def by_density_and_enclosure(p: Proof, goal: Term) -> Fact:
    (sigma, t), (wide, positive, short), conclusion = p.intro(goal)
    low = lower_bound(p, sigma, t, wide, positive, p.arith(t <= term("107/100") * sigma, short, wide))
    _, ratio = scaled(p, sigma, t, wide, positive)
    high = p.arith(erf(t / sigma / sqrt(2)) < term("4/5") * (t / sigma), upper_bound(p, sigma, t, wide, positive),
                   p.enclose(sharp < term("4/5")), ratio)  # fmt: skip
    return p.conclude(goal, [sigma, t], p.restate(p.both(low, high), conclusion))


@claim.prove(sharpened)
def by_the_mean_value_theorem(p: Proof, goal: Term) -> Fact:
    lower, upper, least = (part for part in (goal.args[0], *goal.args[1].args))
    (sigma, t), (wide, positive, short), conclusion = p.intro(lower)
    first = p.conclude(lower, [sigma, t], p.restate(lower_bound(p, sigma, t, wide, positive, short), conclusion))
    (sigma, t), (wide, positive), conclusion = p.intro(upper)
    second = p.conclude(upper, [sigma, t], p.restate(upper_bound(p, sigma, t, wide, positive), conclusion))
    (c,), (below,), witnessed = p.intro(least)

    def near_zero(positive: Fact) -> Fact:
        """At t = sqrt(2/pi) - c the density, which is at least sqrt(2/pi) (1 - t^2/2), is still above c."""
        t = sharp - c
        width = p.arith(t > 0, below)
        e, value, middle = density_gap(p, t, width)
        tangent = p.lemma("exp_tangent", -(e * e / 2))
        less = p.arith(e * e <= t * t, middle)
        unit = p.enclose(sharp < 1)
        curve = p.arith(t * t < t, positive, below, unit)
        density = p.arith(sharp * exp(-(e * e / 2)) > c, tangent, less, curve, p.enclose(0 < sharp), unit, width)
        claimed = p.arith(c * (t / term(1)) < erf(t / 1 / sqrt(2)), value, density, width)
        return p.exhibit(witnessed, [1, t], width, claimed)

    def not_positive(no: Fact) -> Fact:
        return p.exhibit(witnessed, [1, 1], p.arith(
            c * (term(1) / 1) < erf(term(1) / 1 / sqrt(2)), p.enclose(0 < erf(1 / sqrt(2))), no))  # fmt: skip

    third = p.conclude(least, [c], p.decide(0 < c, near_zero, not_positive))
    return p.both(first, second, third)


@claim.satisfied(repaired)
def at_one(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 1])


@claim.instances
def widths(rng, n):
    """s = t/sigma, down to 2^-20 and up to 4."""
    return {"s": dyadic(rng, n, 0, 4, bits=20)}


widths.free = {"s"}
claim.mutant("lower bound up to 1.09 sigma", repaired, implies(
    conj(0 < s, s <= term("109/100")), term("2/3") * s < observed_probability))  # fmt: skip
claim.mutant("0.69 for 2/3", repaired, implies(
    conj(0 < s, s <= 1), term("69/100") * s < observed_probability))  # fmt: skip
claim.mutant("0.797 for sqrt(2/pi)", sharpened, implies(0 < s, observed_probability < term("797/1000") * s))

claim.picture(pictures.anti_concentration)
