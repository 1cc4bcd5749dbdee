"""Section 2.1.2: gradient descent finds a gradient of square at most 2 (f(w_0) - inf f) / (eta T) within T steps."""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic, integers
from numerics.sums import empty_sum, longer_sum, once
from numerics.terms import (
    Term,
    conj,
    exists,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    real,
    some,
    term,
    total,
    vector,
)
from theorems.arora2020.chapter_2.lemma_2_1_4 import after, exact_decrease, smooth, square
from theorems.arora2020.chapter_2.problem_2_1_3 import quadratic
from theorems.arora2020.definitions import Smooth
from theorems.claim import Claim

claim = Claim(
    "arora2020", "inequality", "", slug="rate", section="2.1.2", family="smooth_optimization",
    title="gradients along gradient descent", uses=["lemma_2_1_4"],
    statement=r"""The descent lemma, summed over steps: let $f$ be $L$-smooth, $0 < \eta < 1/L$ and
    $w_{t+1} = w_t - \eta \nabla f(w_t)$. For every $T \ge 0$,
    $\sum_{t<T} \|\nabla f(w_t)\|_2^2 \le \frac2\eta (f(w_0) - f(w_T))$. If $f \ge f_*$ everywhere and $T \ge 1$, then
    $\min_{t<T} \|\nabla f(w_t)\|_2^2 \le \frac{2 (f(w_0) - f_*)}{\eta T}$.""",
)  # fmt: skip

f, g, H = function("f", "V->real"), function("g", "V->V"), function("H", "V->V->V")
w, x, t, T = function("w", "int->V"), vector("x"), integer("t"), integer("T")
L, eta, least = real("L"), real("eta"), real("f_inf")

path = forall(t, implies(t >= 0, w(t + 1) == after(w(t), g, eta)))


def gradients(T: Term) -> Term:
    """The sum of |grad f(w_t)|^2 over t < T."""
    return total(t, 0, T - 1, square(g(w(t))))


def rates(sum_bound: Callable[[Term], Term], least_bound: Callable[[Term, Term], Term]) -> Term:
    """A bound for the sum, for all T >= 0, and one for some |grad f(w_t)|^2, t < T, for all T >= 1 and f_inf <= f."""
    return conj(forall(T, implies(T >= 0, sum_bound(T))), forall(least, T, implies(
        conj(forall(x, f(x) >= least), T >= 1), some(t, 0, T - 1, least_bound(square(g(w(t))), T)))))  # fmt: skip


exact_rate = eta * (1 - eta * L / 2)
attained = forall(L, eta, x, implies(L > 0, exists(f, g, H, w, conj(
    Smooth(f, g, H, L), path, w(0) == x,
    forall(T, implies(T >= 0, exact_rate * gradients(T) == f(w(0)) - f(w(T))))))))  # fmt: skip

# Gradient descent on lambda/2 w^2 from w, on the line: w_t = q^t w with q = 1 - eta lambda.
slope, start, q, count = real("lambda"), real("w"), real("q"), integer("T")
on_the_line = conj(L > 0, slope >= -L, slope <= L, eta > 0, q == 1 - eta * slope)
spent = total(t, 0, count - 1, slope**2 * q ** (2 * t) * start**2)
fallen = slope / 2 * start**2 * (1 - q ** (2 * count))

printed = claim.variant(
    "printed", smooth(forall(eta, w, implies(conj(eta > 0, eta < 1 / L, path), rates(
        lambda T: gradients(T) <= 2 / eta * (f(w(0)) - f(w(T))),
        lambda length, T: length <= 2 * (f(w(0)) - least) / (eta * T))))), expect="proved",
    why="Each step decreases f by eta/2 |grad f|^2 at least, and the decreases telescope.",
    observed=implies(conj(on_the_line, eta * L < 1), eta / 2 * spent <= fallen),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", conj(
        smooth(forall(eta, w, implies(conj(eta > 0, eta < 2 / L, path), rates(
            lambda T: exact_rate * gradients(T) <= f(w(0)) - f(w(T)),
            lambda length, T: exact_rate * T * length <= f(w(0)) - least)))), attained),
    expect="proved",
    why="For every step below 2/L, with eta (1 - eta L/2) for eta/2; on L/2 |w|^2 the bound for the sum is an equality "
        "for every T, eta and w_0.",
    observed=implies(conj(on_the_line, eta * L < 2), exact_rate * spent <= fallen),
)  # fmt: skip


def telescoped(p: Proof, factor: Term, f: Term, g: Term, w: Term, each: Callable[[Term, Fact], Fact]) -> Fact:
    """forall T >= 0: factor sum_{t<T} |grad f(w_t)|^2 <= f(w_0) - f(w_T); ``each(t, 0 <= t)`` is one step of it."""
    lengths = lam(t, square(g(w(t))))

    def claimed(T: Term) -> Term:
        return factor * total(t, 0, T - 1, lengths(t)) <= f(w(0)) - f(w(T))

    def step(T: Term, above: Fact, here: Fact) -> Fact:
        longer = longer_sum(p, term(0), T - 1, lengths, above)
        return p.arith(claimed(T + 1), here, each(T, above), longer, multipliers=[factor])

    base = p.arith(claimed(term(0)), empty_sum(p, term(0), term(-1), lengths), multipliers=[factor])
    return p.induction("T", 0, claimed, base, step)


@once
def some_below_average(p: Proof) -> Fact:
    """For all h and T >= 1 there is t < T with T h(t) <= sum_{t<T} h(t)."""
    h = p.fresh("h", "int->real")

    def claimed(T: Term) -> Term:
        return some(t, 0, T - 1, T * h(t) <= total(t, 0, T - 1, h(t)))

    def shown(T: Term, at: Term, low: Fact, high: Fact, value: Fact) -> Fact:
        return p.exhibit(claimed(T), [at], low, high, value)

    def step(T: Term, above: Fact, here: Fact) -> Fact:
        longer = longer_sum(p, term(0), T - 1, h, above)
        at, known = p.obtain(here, "t")
        (low, high), value = known.left.split(), known.right
        whole = total(t, 0, T + 1 - 1, h(t))
        return p.close(p.decide(
            h(T) <= h(at),
            lambda yes: shown(T + 1, T, p.arith(T >= 0, above), p.arith(T <= T + 1 - 1), p.arith(
                (T + 1) * h(T) <= whole, p.arith(T * h(T) <= T * h(at), yes, above), value, longer)),
            lambda no: shown(T + 1, at, low, p.arith(at <= T + 1 - 1, high), p.arith(
                (T + 1) * h(at) <= whole, no, value, longer))))  # fmt: skip

    empty = empty_sum(p, term(0), term(-1), h)
    first = shown(term(1), term(0), p.arith(term(0) <= 0), p.arith(term(0) <= term(1) - 1), p.arith(
        1 * h(0) <= total(t, 0, term(1) - 1, h(t)), longer_sum(p, term(0), term(-1), h), empty))  # fmt: skip
    return p.general(h, p.induction("T", 1, claimed, first, step))


class Descent:
    """Gradient descent under the hypotheses of either variant: factor |grad f(w_t)|^2 is a decrease, factor > 0."""

    def __init__(self, p: Proof, goal: Term, sharp: bool) -> None:
        self.p = p
        self.variables, facts, self.conclusion = p.intro(goal)
        self.f, self.g, H, L, eta, self.w = self.variables
        positive, is_smooth, self.step, short, path = facts
        fallen = exact_decrease(p).apply(self.f, self.g, H, L, using=[p.both(positive, is_smooth)])
        inverse = p.lemma("inverse", L, using=[p.arith(negation(L == 0), positive)])
        exact, self.factor = eta * (1 - eta * L / 2), eta / 2
        if sharp:
            self.factor, below = exact, p.arith(eta * L < 2, positive, short, inverse)
            self.wide = p.arith(exact > 0, self.step, p.arith(eta * (2 - eta * L) > 0, self.step, below))
            slack = p.arith(exact <= exact)
        else:
            below = p.arith(eta * L <= 1, positive, short, inverse)
            self.wide = p.arith(eta / 2 > 0, self.step)
            slack = p.arith(eta / 2 <= exact, p.arith(eta * (1 - eta * L) >= 0, self.step, below))

        def each(t: Term, above: Fact) -> Fact:
            length = square(self.g(self.w(t)))
            here = p.arith(self.factor * length <= exact * length, slack, p.step("gram", [], [self.g(self.w(t))]))
            moved = p.congruent(self.f, path.apply(t, using=[above]))
            decrease = self.factor * length <= self.f(self.w(t)) - self.f(self.w(t + 1))
            return p.arith(decrease, fallen(eta, self.w(t)), here, moved)

        self.sums = telescoped(p, self.factor, self.f, self.g, self.w, each)

    def conclude(self, goal: Term, convert: Callable[[Term, Fact, Term, Fact], Fact]) -> Fact:
        """The goal; ``convert(wanted, bound, T, 1 <= T)`` restates factor T length <= fall, where T = 1 for the sum."""
        p, first, second = self.p, *self.conclusion.args
        (T,), (above,), wanted = p.intro(first)
        shown = p.conclude(
            first, [T], convert(wanted, self.sums.apply(T, using=[above]), term(1), p.arith(term(1) >= 1))
        )
        (least, T), (bounded, several), wanted = p.intro(second)
        fallen = self.sums.apply(T, using=[p.arith(T >= 0, several)])
        lengths = lam(t, square(self.g(self.w(t))))
        at, known = p.obtain(some_below_average(p).apply(lengths, T, using=[several]), "t")
        average = p.arith(self.factor * (T * lengths(at)) <= fallen.formula.args[0], known.right, self.wide)
        scaled = p.arith(
            self.factor * T * lengths(at) <= self.f(self.w(0)) - least, fallen, average, bounded(self.w(T))
        )
        instance = instance_of(wanted, at).args[1]
        found = p.exhibit(wanted, [at], *known.left.split(), convert(instance, scaled, T, several))
        return p.conclude(goal, self.variables, p.both(shown, p.conclude(second, [least, T], p.close(found))))


@claim.prove(printed)
def by_the_descent_lemma(p: Proof, goal: Term) -> Fact:
    descent = Descent(p, goal, sharp=False)
    eta = descent.variables[4]

    def divided(wanted: Term, bound: Fact, T: Term, several: Fact) -> Fact:
        """Divide by eta T."""
        length, (_, fall), size = wanted.args[0], bound.formula.args, eta * T
        wide = p.arith(size > 0, descent.step, several)
        inverse = p.lemma("inverse", size, using=[p.arith(negation(size == 0), wide)])
        whole, small = p.arith(size * length <= 2 * fall, bound), p.arith(1 / size > 0, inverse, wide)
        share = p.arith(size * length * (1 / size) <= 2 * fall * (1 / size), whole, small)
        return p.arith(wanted, share, inverse, multipliers=[length])

    return descent.conclude(goal, divided)


@claim.prove(sharpened)
def by_the_exact_decrease(p: Proof, goal: Term) -> Fact:
    first = Descent(p, goal.args[0], sharp=True).conclude(
        goal.args[0], lambda wanted, bound, T, several: p.prove(wanted, bound)
    )
    (L, eta, x), (positive,), witnessed = p.intro(attained)
    (f, g, H), is_smooth = quadratic(p, L, p.arith(L >= 0, positive))
    ratio = 1 - eta * L
    w, factor = lam(t, ratio**t * x), eta * (1 - eta * L / 2)

    def moved(t: Term, above: Fact) -> Fact:
        """w(t + 1) = w(t) - eta L w(t)."""
        power, z = p.lemma("power_step", ratio, t, using=[above]), p.fresh("z", "real")
        there = p.ring(ratio**t * ratio * x, after(w(t), g, eta))
        return p.step("equality", [p.symmetric(power), there], [lam(z, z * x == after(w(t), g, eta))])

    above = p.assume(t >= 0)
    steps = p.general(t, p.implication(above.formula, moved(t, above)))
    lengths = lam(t, square(g(w(t))))

    def claimed(T: Term) -> Term:
        return factor * total(t, 0, T - 1, lengths(t)) == f(w(0)) - f(w(T))

    def step(T: Term, above: Fact, here: Fact) -> Fact:
        longer = longer_sum(p, term(0), T - 1, lengths, above)
        value = p.congruent(f, moved(T, above))
        return p.arith(claimed(T + 1), here, longer, value, multipliers=[1, factor])

    empty = empty_sum(p, term(0), term(-1), lengths)
    sums = p.induction("T", 0, claimed, p.arith(claimed(term(0)), empty, multipliers=[factor]), step)
    one, z = p.lemma("power_zero", ratio), p.fresh("z", "real")
    first_point = p.step("equality", [p.symmetric(one), p.ring(1 * x, x)], [lam(z, z * x == x)])
    reached = p.witness(witnessed, f, g, H, w, p.both(is_smooth, steps, first_point, sums))
    return p.both(first, p.conclude(attained, [L, eta, x], reached))


@claim.satisfied(printed)
def at_rest(p: Proof, formula: Term) -> Fact:
    """Half the square, from its minimum."""
    (f, g, H), is_smooth = quadratic(p, term(1), p.arith(term(0) <= 1))
    zero, half = 0 * vector("x"), term("1/2")
    above = p.assume(t >= 0)
    steps = p.general(t, p.implication(above.formula, p.ring(zero, after(zero, g, half))))
    return p.exhibit(formula, [f, g, H, 1, half, lam(t, zero)], is_smooth, steps)


@claim.instances
def quadratics(rng, n):
    """Functions lambda/2 w^2 with |lambda| <= L, often lambda = L, and up to six steps of size up to 2/L."""
    L = 2.0 ** rng.integers(-2, 3, size=n)
    slope = L * np.where(rng.random(n) < 0.5, 1.0, dyadic(rng, n, -1, 1, bits=4))
    eta = dyadic(rng, n, 0, 2, bits=6) / L
    return {"L": L, "lambda": slope, "eta": eta, "q": 1 - eta * slope, "w": dyadic(rng, n, -4, 4, bits=3),
            "T": integers(rng, n, 0, 6)}  # fmt: skip


claim.mutant("0.51 eta for eta/2", printed, implies(
    conj(on_the_line, eta * L < 1), term("51/100") * eta * spent <= fallen))  # fmt: skip
claim.mutant(
    "steps up to 1.1/L", printed, implies(conj(on_the_line, eta * L < term("11/10")), eta / 2 * spent <= fallen)
)
claim.mutant("0.49 L for L/2", sharpened, implies(
    conj(on_the_line, eta * L < 2), eta * (1 - term("49/100") * eta * L) * spent <= fallen))  # fmt: skip
claim.mutant("one step more", sharpened, implies(
    conj(on_the_line, eta * L < 2), exact_rate * (spent + (slope * q**count * start) ** 2) <= fallen))  # fmt: skip
