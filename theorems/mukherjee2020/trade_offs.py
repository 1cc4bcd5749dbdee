"""How large a shallow ReLU network must be that computes a composition of sawtooths."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over, power_of_exp, under
from numerics.sums import once
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    exists,
    exp,
    false,
    implies,
    integer,
    lam,
    log,
    negation,
    real,
    same,
    term,
    where,
)
from theorems.mukherjee2020.budgets import network_of, units, weakly
from theorems.mukherjee2020.networks import layer_sizes
from theorems.mukherjee2020.pwl import Affine, AtMostPieces
from theorems.mukherjee2020.sawtooths import Composition, laps_of_composition, left_tail, power_positive
from theorems.mukherjee2020.uniform import hinge_network, sawtooth_as_hinges, slope_weight, widths_of

i, j, l, x, m = integer("i"), integer("j"), integer("l"), real("x"), integer("m")


@once
def bent_cells(pf: Proof) -> Fact:
    """For all H, T, N, n: if H has at most n pieces and is affine on none of the intervals [T(i-1), T(i)], 1 <= i <= N,
    which follow each other, then N <= n - 1: a breakpoint is inside each of them."""
    H, T = pf.fresh("H", "real->real"), pf.fresh("T", "int->real")
    N, n = pf.fresh("N", "int"), pf.fresh("n", "int")
    premises = [
        pf.assume(f)
        for f in (
            n >= 1,
            AtMostPieces(H, n),
            every(i, 1, N, T(i - 1) < T(i)),
            every(i, 1, N, negation(Affine(H, T(i - 1), T(i)))),
        )
    ]
    some, few, rising, bent = premises
    mark = pf.opened
    c, lines = pf.obtain(pf.open_definition(few), "c")
    hit = lambda i, m: implies(  # noqa: E731
        between(1, i, N), conj(between(1, m, n - 1), T(i - 1) < c(m), c(m) < T(i)))  # fmt: skip

    def found(i: Term) -> Fact:
        goal = exists(m, hit(i, m))
        here = exists(m, conj(between(1, m, n - 1), T(i - 1) < c(m), c(m) < T(i)))

        def direct(yes: Fact) -> Fact:
            inner = pf.opened
            k, at = pf.obtain(yes, "m")
            return pf.close(pf.witness(goal, k, pf.implication(between(1, i, N), at)), inner)

        def impossible(no: Fact) -> Fact:
            inside = pf.assume(between(1, i, N))
            free = over(
                pf,
                1,
                n - 1,
                lambda k, b: pf.refute(
                    conj(T(i - 1) < c(k), c(k) < T(i)),
                    lambda bad: pf.conflict(pf.witness(here, k, pf.both(b, bad.left, bad.right)), no),
                ),
            )
            line = lines.apply(T(i - 1), T(i), using=[rising.apply(i, using=[inside]), free])
            clash = pf.conflict(line, bent.apply(i, using=[inside]))
            one = term(1)
            return pf.witness(goal, one, pf.implication(inside.formula, pf.anything(hit(i, one).args[1], clash)))

        return pf.decide(here, direct, impossible)

    k = pf.fresh("i", "int")
    phi, chosen = pf.obtain(pf.choose(pf.general(k, found(k)), "phi"), "phi")

    def ordered(j: Term) -> Term:
        return implies(j <= N, every(i, 1, j - 1, T(i) <= T(j - 1)))

    def base() -> Fact:
        return under(
            pf,
            term(1) <= N,
            lambda _: over(pf, 1, term(1) - 1, lambda i, b: pf.anything(T(i) <= T(term(1) - 1), pf.arith(false, b))),
        )

    def step(j: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before = here.apply(using=[bound])
            last = rising.apply(j, using=[low, bound])
            spelled = pf.congruent(T, pf.ring(j + 1 - 1, j))

            def one(i: Term, bounds: Fact) -> Fact:
                goal = T(i) <= T(j + 1 - 1)
                return pf.decide(
                    i <= j - 1,
                    lambda yes: pf.arith(goal, before.apply(i, using=[bounds, yes]), last, spelled),
                    lambda no: pf.arith(goal, spelled, pf.congruent(T, pf.arith(i == j, bounds, no))),
                )

            return over(pf, 1, j + 1 - 1, one)

        return under(pf, j + 1 <= N, grow)

    monotone = pf.induction("j", 1, ordered, base, step)
    inside = over(pf, 1, N, lambda i, b: chosen(i).apply(using=[b]).left)
    k, j = pf.fresh("i", "int"), pf.fresh("j", "int")
    pair = pf.assume(conj(k >= 1, k < j, j <= N))
    less = monotone.apply(j, k, using=[pair])
    at_k, at_j = (chosen(t).apply(using=[pair]).right for t in (k, j))
    injective = pf.refute(phi(k) == phi(j), lambda eq: pf.arith(false, pf.congruent(c, eq), at_k, at_j, less))
    injective = pf.general(k, j, pf.implication(pair.formula, injective))
    counted = pf.lemma("pigeonhole", phi, N, n - 1, using=[pf.arith(n - 1 >= 0, some), inside, injective])
    fact = pf.close(counted, mark)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(H, T, N, n, fact)


def pieces_needed(pf: Proof, c: Composition, least: Fact, n: Term, some: Fact, few: Fact) -> Fact:
    """(p + 1)^k <= n - 1 where H(k) has at most n pieces: it turns at 0 and between any two of its laps. ``least`` is
    k >= 1 and ``some`` n >= 1."""
    H, M, N = c.H(c.k), c.M, (c.p + 1) ** c.k
    laps = laps_of_composition(pf, c).apply(c.k, using=[pf.arith(c.k >= 0, least), pf.arith(c.k <= c.k)])
    left = left_tail(pf, c).apply(c.k, using=[least, pf.arith(c.k <= c.k)])
    mark = pf.opened
    t, facts = pf.obtain(pf.open_definition(laps), "t")
    first, _, each = facts.split()
    T = lam(i, where(i <= 0, -1, (t(i - 1) + t(i)) / 2))

    def middle(k: Term, above: Fact) -> Fact:
        return pf.lemma("if_false", *T(k).args, using=[pf.arith(negation(k <= 0), above)])

    def lap(k: Term, bounds: Fact) -> tuple[Fact, Fact, Fact, Fact]:
        """On the lap [t(k-1), t(k)]: its order, H = M/2 in its middle, H(t(k)) = M - H(t(k-1)), and H(t(k-1)) is 0 or
        M."""
        whole = each.apply(k - 1, using=[bounds])
        order, linear, turn, low = whole.left, whole.right.left, whole.right.right.left, whole.right.right.right
        a, b = t(k - 1), t(k)
        order, turn = pf.arith(a < b, order), pf.arith(H(b) == M - H(a), turn)
        half = (a + b) / 2
        line = pf.open_definition(linear)
        line = line.apply(half, using=[pf.both(pf.arith(a <= half, order), pf.arith(half <= t(k - 1 + 1), order))])
        product = pf.arith((2 * H(half) - M) * (b - a) == 0, line, turn, multipliers=[b - half, half - a, b - a, 1])
        return order, pf.arith(2 * H(half) == M, product, order), turn, low

    def begins(k: Term, is_one: Fact, bounds: Fact) -> Fact:
        """T(0) = -1 is left of the first lap."""
        return pf.arith(T(k - 1) == -1, pf.lemma("if_true", *T(k - 1).args, using=[pf.arith(k - 1 <= 0, is_one)]))

    def rising(k: Term, bounds: Fact) -> Fact:
        order, *_ = lap(k, bounds)

        def start(yes: Fact) -> Fact:
            zero = pf.arith(t(k - 1) == 0, first, pf.congruent(t, pf.arith(k - 1 == 0, yes, bounds)))
            return pf.arith(T(k - 1) < T(k), begins(k, yes, bounds), middle(k, bounds), order, zero)

        def later(no: Fact) -> Fact:
            before, *_ = lap(k - 1, pf.both(pf.arith(k - 1 >= 1, no), pf.arith(k - 1 <= N, bounds)))
            return pf.arith(T(k - 1) < T(k), middle(k - 1, pf.arith(k - 1 >= 1, no)), middle(k, bounds), order, before)

        return pf.decide(k <= 1, start, later)

    def bent(k: Term, bounds: Fact) -> Fact:
        order, half, _, low = lap(k, bounds)
        up = rising(k, bounds)
        at_end = pf.congruent(H, middle(k, bounds))
        zero_or_top = lambda argue: pf.by_cases(low, argue, argue)  # noqa: E731

        def straight(claimed: Fact) -> Fact:
            inner = pf.opened
            alpha, beta, line = pf.obtain(pf.open_definition(claimed), "alpha", "beta")
            ends = [
                line.apply(y, using=[pf.both(pf.arith(T(k - 1) <= y, up), pf.arith(y <= T(k), up))])
                for y in (T(k - 1), T(k))
            ]

            def start(yes: Fact) -> Fact:
                here = begins(k, yes, bounds)
                zero = pf.arith(t(k - 1) == 0, first, pf.congruent(t, pf.arith(k - 1 == 0, yes, bounds)))
                end = middle(k, bounds)
                origin = line.apply(
                    0, using=[pf.both(pf.arith(T(k - 1) <= 0, here), pf.arith(0 <= T(k), end, zero, order))]
                )
                flat = left.apply(T(k - 1), using=[pf.arith(T(k - 1) <= 0, here)]), left.apply(0, using=[])
                level = pf.arith(beta == 0, origin, flat[1])
                slope = pf.arith(alpha == 0, ends[0], here, flat[0], level, multipliers=[alpha, 1])
                top = pf.arith(H(T(k)) == 0, ends[1], slope, level, multipliers=[T(k), 1])
                return pf.arith(false, top, at_end, half, c.positive)

            def later(no: Fact) -> Fact:
                place = pf.both(pf.arith(k - 1 >= 1, no), pf.arith(k - 1 <= N, bounds))
                before, half_before, *_ = lap(k - 1, place)
                mid, end = middle(k - 1, pf.arith(k - 1 >= 1, no)), middle(k, bounds)
                at_start = pf.congruent(H, mid)
                apex = line.apply(
                    t(k - 1),
                    using=[
                        pf.both(pf.arith(T(k - 1) <= t(k - 1), mid, before), pf.arith(t(k - 1) <= T(k), end, order))
                    ],
                )
                levels = [
                    pf.arith(2 * (alpha * y + beta) == M, e, at, h)
                    for y, e, at, h in ((T(k - 1), ends[0], at_start, half_before), (T(k), ends[1], at_end, half))
                ]
                slope = pf.arith(alpha == 0, pf.arith(alpha * (T(k) - T(k - 1)) == 0, *levels), up)
                level = pf.arith(2 * H(t(k - 1)) == M, apex, levels[1], slope, multipliers=[t(k - 1), T(k), 1])
                return zero_or_top(lambda v: pf.arith(false, v, level, c.positive))

            return pf.close(pf.decide(k <= 1, start, later), inner)

        return pf.refute(Affine(H, T(k - 1), T(k)), straight)

    counted = bent_cells(pf).apply(H, T, N, n, using=[some, few, over(pf, 1, N, rising), over(pf, 1, N, bent)])
    return pf.close(counted, mark)


@once
def mean_of_widths(pf: Proof) -> Fact:
    """For all w, k, A: if the w(j) are at least 0 for 1 <= j <= k, k >= 0 and A > 0, then the product of w(j) + 1 is at
    most A^k exp((S + k)/A - k), with S the sum: every factor y = (w(j) + 1)/A is at most exp(y - 1)."""
    w, k, A = pf.fresh("w", "int->int"), pf.fresh("k", "int"), pf.fresh("A", "real")
    premises = [pf.assume(f) for f in (k >= 0, A > 0, every(j, 1, k, w(j) >= 0))]
    deep, positive, widths = premises
    inverse = pf.lemma("inverse", A, using=[positive])
    unit = 1 / A

    def exponent(n: Term) -> Term:
        return (units(w, n) + n) * unit - n

    def claim(n: Term) -> Term:
        return implies(n <= k, conj(layer_sizes(w, n) <= A**n * exp(exponent(n)), layer_sizes(w, n) >= 0))

    def base() -> Fact:
        none, empty = pf.lemma("prod_empty", 1, 0, lam(j, w(j) + 1)), pf.lemma("sum_empty", 1, 0, lam(j, w(j)))
        zero = pf.congruent(lam(x, exp(x)), pf.arith(exponent(term(0)) == 0, empty, multipliers=[unit]))
        one = pf.arith(
            A ** term(0) * exp(exponent(term(0))) == 1,
            zero,
            pf.lemma("exp_zero"),
            pf.lemma("power_zero", A),
            multipliers=[1, exp(exponent(term(0)))],
        )
        return under(
            pf,
            term(0) <= k,
            lambda _: pf.both(
                pf.arith(layer_sizes(w, term(0)) <= A ** term(0) * exp(exponent(term(0))), none, one),
                pf.arith(layer_sizes(w, term(0)) >= 0, none),
            ),
        )

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before = here.apply(using=[bound])
            more = pf.lemma("prod_step", 1, n, lam(j, w(j) + 1), using=[low])
            longer = pf.lemma("sum_step", 1, n, lam(j, w(j)), using=[low])
            power = pf.lemma("power_step", A, n, using=[low])
            width = widths.apply(n + 1, using=[low, bound])
            y = (w(n + 1) + 1) * unit
            tangent = pf.lemma("exp_tangent", y - 1)
            parts = pf.rewrite(
                pf.lemma("exp_sum", exponent(n), y - 1),
                pf.arith(exponent(n) + (y - 1) == exponent(n + 1), longer, multipliers=[unit]),
            )
            factor = pf.arith(
                w(n + 1) + 1 <= A * exp(y - 1),
                pf.arith(A * y <= A * exp(y - 1), tangent, positive),
                pf.arith(A * y == w(n + 1) + 1, inverse, multipliers=[w(n + 1) + 1]),
            )
            q, r, g, h = (pf.fresh(name, "real") for name in "qrgh")
            given = [pf.assume(fact) for fact in (q <= r, q >= 0, g <= h, g >= 0)]
            mixed = pf.arith(q * g <= r * h, pf.arith(q * g <= r * g, *given), pf.arith(r * g <= r * h, *given))
            for fact in reversed(given):
                mixed = pf.implication(fact.formula, mixed)
            mixed = pf.general(q, r, g, h, mixed).apply(
                layer_sizes(w, n),
                A**n * exp(exponent(n)),
                w(n + 1) + 1,
                A * exp(y - 1),
                using=[before.left, before.right, factor, pf.arith(w(n + 1) + 1 >= 0, width)],
            )
            equal = pf.arith(
                A ** (n + 1) * exp(exponent(n + 1)) == A**n * exp(exponent(n)) * (A * exp(y - 1)),
                power,
                parts,
                multipliers=[exp(exponent(n + 1)), A**n * A],
            )
            return pf.both(
                pf.arith(layer_sizes(w, n + 1) <= A ** (n + 1) * exp(exponent(n + 1)), more, mixed, equal),
                pf.arith(layer_sizes(w, n + 1) >= 0, more, before.right, width),
            )

        return under(pf, n + 1 <= k, grow)

    fact = pf.induction("n", 0, claim, base, step).apply(k, using=[deep, pf.arith(k <= k)]).left
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(w, k, A, fact)


def root(P: Term, k: Term) -> Term:
    """P^(1/k)."""
    return exp(log(P) / k)


def size_needed(pf: Proof, v: Term, k: Term, deep: Fact, widths: Fact, P: Term, some: Fact, enough: Fact) -> Fact:
    """S >= k (P^(1/k) - 1) from P <= prod (v_j + 1) (``enough``), P >= 1 and k >= 1."""
    r, S = root(P, k), units(v, k)
    positive = pf.lemma("exp_positive", log(P) / k)
    inverse_k = pf.lemma("inverse", k, using=[pf.arith(k > 0, deep)])
    whole = pf.arith(k * (log(P) / k) == log(P), inverse_k, multipliers=[log(P)])
    power = pf.arith(
        r**k == P,
        power_of_exp(pf, r, pf.ring(r, r), log(P) / k, k, pf.arith(k >= 0, deep)),
        pf.congruent(lam(x, exp(x)), whole),
        pf.lemma("exp_log", P, using=[pf.arith(P > 0, some)]),
    )

    def too_small(no: Fact) -> Fact:
        less = pf.arith(S + k < k * r, no)
        inverse = pf.lemma("inverse", r, using=[positive])
        unit = pf.arith(1 / r > 0, inverse, positive)
        e = (S + k) * (1 / r) - k
        below = pf.arith(e < 0, pf.arith((S + k) * (1 / r) < k * r * (1 / r), less, unit), inverse, multipliers=[k])
        top = pf.arith(exp(e) < 1, pf.lemma("exp_monotone", e, 0, using=[below]), pf.lemma("exp_zero"))
        nonnegative = over(pf, 1, k, lambda j, b: pf.arith(v(j) >= 0, widths.apply(j, using=[b])), "j")
        bound = mean_of_widths(pf).apply(v, k, r, using=[pf.arith(k >= 0, deep), positive, nonnegative])
        return pf.arith(
            false,
            bound,
            enough,
            pf.arith(r**k * exp(e) < P, pf.arith(P * exp(e) < P, top, some), power, multipliers=[exp(e)]),
        )

    return pf.absurd(S >= k * (r - 1), too_small)


def size_below(pf: Proof, v: Term, k: Term, deep: Fact, widths: Fact, P: Term, some: Fact, enough: Fact) -> Fact:
    """S >= k P^(1/k) / 2 from P <= prod (v_j + 1), P >= 1, k >= 1 and all v_j >= 1."""
    r, S = root(P, k), units(v, k)
    sharp = size_needed(pf, v, k, deep, widths, P, some, enough)

    def claim(n: Term) -> Term:
        return implies(n <= k, units(v, n) >= n)

    def base() -> Fact:
        empty = pf.lemma("sum_empty", 1, 0, lam(j, v(j)))
        return under(pf, term(0) <= k, lambda _: pf.arith(units(v, term(0)) >= 0, empty))

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        return under(
            pf,
            n + 1 <= k,
            lambda bound: pf.arith(
                units(v, n + 1) >= n + 1,
                pf.lemma("sum_step", 1, n, lam(j, v(j)), using=[low]),
                here.apply(using=[bound]),
                widths.apply(n + 1, using=[low, bound]),
            ),
        )

    each = pf.induction("n", 0, claim, base, step).apply(k, using=[pf.arith(k >= 0, deep), pf.arith(k <= k)])
    goal = S >= k * r / 2
    return pf.decide(
        r >= 2,
        lambda yes: pf.arith(goal, sharp, pf.arith(k * (r - 2) >= 0, yes, deep)),
        lambda no: pf.arith(goal, each, pf.arith(k * (2 - r) >= 0, no, deep)),
    )


def root_of_laps(pf: Proof, w: Term, k: Term, k1: Term, wide: Fact, deep: Fact, some: Fact) -> Fact:
    """w^(k/k') < (w^k + 1)^(1/k'), from w >= 1, k >= 0 and k' >= 1."""
    P = w**k + 1
    laps = power_positive(pf, w, wide).apply(k, using=[deep])
    inverse = pf.lemma("inverse", k1, using=[pf.arith(k1 > 0, some)])
    unit = pf.arith(1 / k1 > 0, inverse, some)
    whole = power_of_exp(pf, w, pf.lemma("exp_log", w, using=[pf.arith(w > 0, wide)]), log(w), k, deep)
    more = pf.lemma("exp_log", P, using=[pf.arith(P > 0, laps)])
    less = pf.absurd(
        k * log(w) < log(P),
        lambda no: pf.arith(false, more, whole, weakly(pf, log(P), k * log(w), pf.arith(log(P) <= k * log(w), no))),
    )
    exponent = pf.arith(k / k1 * log(w) < log(P) / k1, pf.arith(1 / k1 * (log(P) - k * log(w)) > 0, less, unit))
    return pf.lemma("exp_monotone", k / k1 * log(w), log(P) / k1, using=[exponent])


def represented(pf: Proof, w: Term, p: Term, k: Term, M: Term, a: Term, h: Term, H: Term, some: Fact, deep: Fact,
                factors: Fact, composed: Fact) -> Fact:  # fmt: skip
    """Computes(widths_of(w), k, H(k)) for k sawtooths with p = w - 1 nodes each (Theorem 2.3.2). ``factors``: for 1 <=
    j <= k, Simplex(a(j), p, M) and Sawtooth(h(j), a(j), p, M)."""
    c, t = lam(l, slope_weight(h(l), a(l))), lam(l, i, a(l)(i - 1))
    y = pf.fresh("x", "real")

    def one(m: Term, place: Fact) -> Fact:
        simplex, sawtooth = factors.apply(m, using=[place]).split()
        hinged = sawtooth_as_hinges(pf, h(m), a(m), p, M, some, simplex, sawtooth)
        return hinged if same(w, p + 1) else pf.rewrite(hinged, pf.arith(p + 1 == w))

    plain = pf.general(y, pf.ring(H(k)(y), 1 * H(k)(y)))
    return hinge_network(pf).apply(w, k, h, H, c, t, 1, H(k), using=[
        pf.arith(w >= 1, pf.arith(w == p + 1), some), deep, composed, over(pf, 1, k, one, "l"), plain])  # fmt: skip


def uniform_units(pf: Proof, w: Term, k: Term, deep: Fact) -> Fact:
    """k layers of w units have w k units; ``deep`` is k >= 0."""
    widths = widths_of(w)

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        more = pf.lemma("sum_step", 1, n, lam(j, widths(j)), using=[low])
        layer = pf.lemma("if_false", *widths(n + 1).args, using=[pf.arith(negation(n + 1 <= 0), low)])
        return pf.arith(units(widths, n + 1) == w * (n + 1), more, here, layer)

    base = pf.arith(units(widths, term(0)) == w * 0, pf.lemma("sum_empty", 1, 0, lam(j, widths(j))))
    return pf.induction("n", 0, lambda n: units(widths, n) == w * n, base, step).apply(k, using=[deep])


def many_pieces(
    pf: Proof, c: Composition, least: Fact, v: Term, k1: Term, deep: Fact, computes: Fact
) -> tuple[Fact, Fact]:
    """w^k + 1 <= prod (v_j + 1), and that the widths are at least 1, for a network that computes H(k)."""
    few, positive, widths = network_of(pf, v, k1, c.H(c.k), deep, computes)
    P = layer_sizes(v, k1)
    return pf.arith((c.p + 1) ** c.k + 1 <= P, pieces_needed(pf, c, least, P, positive, few)), widths


def lower_bound(
    pf: Proof, c: Composition, least: Fact, v: Term, k1: Term, deep: Fact, computes: Fact, exact: bool
) -> list[Fact]:
    """S >= k1 (r - 1), or S >= k1 r / 2, for r = (w^k + 1)^(1/k1); and w^(k/k1) < r."""
    w = c.p + 1
    enough, widths = many_pieces(pf, c, least, v, k1, deep, computes)
    laps = power_positive(pf, w, c.some).apply(c.k, using=[least])
    count = size_needed if exact else size_below
    size = count(pf, v, k1, deep, widths, w**c.k + 1, pf.arith(w**c.k + 1 >= 1, laps), enough)
    return [size, root_of_laps(pf, w, c.k, k1, pf.arith(w >= 2, c.some), pf.arith(c.k >= 0, least), deep)]


def composition_of(pf: Proof, M: Term, p: Term, k: Term, a: Term, h: Term, H: Term, positive: Fact, some: Fact,
                   factors: Fact, composed: Fact) -> Composition:  # fmt: skip
    """What is known of a composition, from what defines it."""
    identity, following = pf.open_definition(composed).split()
    return Composition(M, p, k, a, h, H, positive, some, factors, identity, following)
