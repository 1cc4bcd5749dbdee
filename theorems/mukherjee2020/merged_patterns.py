"""Circuits with given weights against a random function, when their gates share few directions: most gates are forced,
and what the forced ones add to the output is one more linear function (compare theorems.mukherjee2020.patterns)."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import power_of_exp, sum_appended
from numerics.sums import (
    equal_sums,
    everywhere,
    once,
    smaller_sum,
    sum_of_constants,
    sums_linear,
    sums_scaled,
)
from numerics.terms import (
    Term,
    conj,
    every,
    exp,
    forall,
    function,
    implies,
    integer,
    lam,
    log,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.boolean import agreements
from theorems.mukherjee2020.chapter_2.claim_1 import gaussian_moments
from theorems.mukherjee2020.choices import holds
from theorems.mukherjee2020.digits import powers_positive as natural_power
from theorems.mukherjee2020.patterns import (
    Families,
    Gates,
    Moments,
    Step,
    Values,
    affine,
    equal_exponents,
    fixed_positive,
    price_of,
    shown,
)

i, j, k, y, z, m = (integer(name) for name in "ijkyzm")


@once
def merged_moments(p: Proof) -> Fact:
    """As circuit_moments, for W >= 1 gates whose arguments combine h0(1), ..., h0(D), with W N (3N + 1) <= exp(kappa):
    at most (1 + 1/W)^w (3N + 1)^(d+1) times the moment of a fixed function, where h begins with h0 and w <= W."""
    t, kappa, N = p.fresh("t", "real"), p.fresh("kappa", "real"), p.fresh("N", "int")
    W, D = p.fresh("W", "int"), p.fresh("D", "int")
    positive, some_gates, some_rows = p.assume(N >= 1), p.assume(W >= 1), p.assume(D >= 0)
    costly = p.assume(W * (N * (3 * N + 1)) <= exp(kappa))
    families = Families(p, t, kappa, N, positive)
    M, gates, names = families.M, families.gates, families.names
    K, fixed = M.K, M.fixed
    h0, coef, c0 = p.fresh("h", "int->int->real"), p.fresh("c", "int->int->real"), p.fresh("c", "int->real")
    combined = p.assume(every(j, 1, W, every(y, 0, N - 1, gates.u(j)(y) == c0(j) + total(
        i, 1, D, coef(j)(i) * h0(i)(y)))))  # fmt: skip
    share = 1 / W
    over = p.lemma("inverse", W, using=[p.arith(negation(W == 0), some_gates)])
    rate = 1 + share
    above_one = p.arith(rate >= 1, p.arith(share > 0, over, some_gates))

    def begins(h: Term) -> Term:
        """The first functions of h are those of h0."""
        return every(i, 1, D, forall(y, h(i)(y) == h0(i)(y)))

    def claimed(w: Term) -> Term:
        bound = families.moment(*names, w) <= rate**w * K ** (names[0] + 1) * fixed
        return implies(w <= W, forall(*names, implies(names[0] >= D, begins(names[2]), bound)))

    def finish(w: Term, family: list[Term], premises: list[Fact], shown_: Fact) -> Fact:
        for premise in premises[::-1]:
            shown_ = p.implication(premise.formula, shown_)
        return p.implication(w <= W, p.general(*family, shown_))

    def base() -> Fact:
        family = families.opened()
        premises = [p.assume(family[0] >= D), p.assume(begins(family[2]))]
        bound = families.base(family, p.arith(family[0] >= 0, premises[0], some_rows))
        return finish(
            term(0),
            family,
            premises,
            p.arith(
                families.moment(*family, term(0)) <= rate ** term(0) * K ** (family[0] + 1) * fixed,
                bound,
                p.lemma("power_zero", rate),
                multipliers=[1, K ** (family[0] + 1) * fixed],
            ),
        )

    def step(w: Term, above: Fact, here: Fact) -> Fact:
        d, phi, h, beta, B = family = families.opened()
        within = p.assume(w + 1 <= W)
        premises = [p.assume(d >= D), p.assume(begins(h))]
        some_d = p.arith(d >= 0, premises[0], some_rows)
        before = p.modus_ponens(here, p.arith(w <= W, within))
        linear_gate = combined.apply(w + 1, using=[p.arith(w + 1 >= 1, above), within])
        g = gates.g(w + 1)
        lit_gate = lam(m, where(gates.on(m, w + 1), 1, 0))
        part_ = lam(i, where(i <= D, g * coef(w + 1)(i), 0))
        moved_beta = lam(m, i, beta(m)(i) + lit_gate(m) * part_(i))
        forced_family = (d, phi, h, moved_beta, lam(m, B(m) + lit_gate(m) * (g * (gates.b(m)(w + 1) + c0(w + 1)))), w)

        def combination(m: Term, y: Term) -> Fact:
            """The sum with the moved parameters, from that with the old ones."""
            e, rows = lam(i, part_(i) * h(i)(y)), lam(i, coef(w + 1)(i) * h0(i)(y))
            plain = lam(i, beta(m)(i) * h(i)(y))
            nonempty = p.arith(d + 1 >= 1, some_d)
            same = equal_sums(
                p,
                term(1),
                d,
                lam(i, moved_beta(m)(i) * h(i)(y)),
                lam(i, 1 * plain(i) + lit_gate(m) * e(i)),
                (lambda i, *_: p.ring(moved_beta(m)(i) * h(i)(y), 1 * plain(i) + lit_gate(m) * e(i))),
            )
            linear = sums_linear(p).apply(1, d, plain, e, 1, lit_gate(m), using=[nonempty])
            spare = p.arith(d - D >= 0, premises[0])
            split = sum_appended(p, D, d - D, e, some_rows, spare)
            first = equal_sums(p, term(1), D, e, lam(i, g * rows(i)), lambda i, low, high: p.arith(
                e(i) == g * rows(i), p.lemma("if_true", i <= D, g * coef(w + 1)(i), 0, using=[high]), premises[1].apply(
                    i, using=[low, high])(y), multipliers=[h(i)(y), g * coef(w + 1)(i)]))  # fmt: skip
            scaled_ = sums_scaled(p).apply(1, D, rows, g, using=[p.arith(D + 1 >= 1, some_rows)])
            rest = equal_sums(p, term(1), d - D, lam(i, e(D + i)), lam(i, term(0)), lambda i, low, _: p.arith(
                e(D + i) == 0, p.lemma("if_false", D + i <= D, g * coef(w + 1)(D + i), 0, using=[p.arith(
                    negation(D + i <= D), low)]), multipliers=[h(D + i)(y)]))  # fmt: skip
            none = sum_of_constants(p).apply(1, d - D, 0, using=[p.arith(d - D + 1 >= 1, spare)])
            z_ = p.fresh("z", "int")
            top = p.congruent(lam(z_, total(i, 1, z_, e(i))), p.ring(D + (d - D), d))
            whole_e = p.arith(
                total(i, 1, d, e(i)) == g * total(i, 1, D, rows(i)), top, split, first, scaled_, rest, none
            )
            return p.arith(total(i, 1, d, moved_beta(m)(i) * h(i)(y)) == total(i, 1, d, plain(i)) + lit_gate(m) * (
                g * total(i, 1, D, rows(i))), same, linear, whole_e, multipliers=[1, lit_gate(m)])  # fmt: skip

        def settle(m: Term, y: Term, known: Fact, bounds: list[Fact]) -> tuple[list[Fact], list[Term]]:
            rows = total(i, 1, D, coef(w + 1)(i) * h0(i)(y))
            facts = [holds(p, gates.on(m, w + 1), known), linear_gate.apply(y, using=bounds), combination(m, y)]
            return facts, [g * rows, g * (gates.b(m)(w + 1) + c0(w + 1))]

        more = Step(families, w, family, some_d, above, {True: forced_family, False: forced_family}, settle)
        bound = rate**w * K ** (d + 1) * fixed
        power = p.lemma("power_step", K, d + 1, using=[p.arith(d + 1 >= 0, some_d)])

        def part(column: Term) -> Fact:
            cut = more.cut(column - 1)

            def starts(i: Term, low: Fact, high: Fact) -> Fact:
                v = p.fresh("y", "int")
                value = cut[2](i)(v)
                return p.general(v, p.arith(value == h0(i)(v), p.lemma("if_true", *value.args, using=[p.arith(
                    i <= d, high, premises[0])]), premises[1].apply(i, using=[low, high])(v)))  # fmt: skip

            q = p.fresh("i", "int")
            begun = everywhere(p, term(1), D, forall(y, cut[2](q)(y) == h0(q)(y)), q, starts)
            known = before.apply(*cut[:-1], using=[p.arith(d + 1 >= D, premises[0]), begun])
            return p.arith(known.formula.args[0] <= bound * K, known, power, multipliers=[1, rate**w * fixed])

        sums = more.summed(
            [before.apply(*forced_family[:-1], using=premises)], bound * K, more.columns(part, bound * K)
        )
        size = p.arith(
            bound >= 0,
            p.arith(
                rate**w * K ** (d + 1) > 0,
                grown(p, rate, above_one).apply(w, using=[above]),
                (natural_power(p).apply(K, d + 1, using=[p.arith(K >= 1, positive), p.arith(d + 1 >= 0, some_d)])),
            ),
            (fixed_positive(p, M)),
        )
        cheap = p.arith(
            W * (N * K) * more.price <= 1,
            p.arith((exp(kappa) - W * (N * K)) * more.price >= 0, costly, p.lemma("exp_positive", -kappa)),
            price_of(p, kappa),
        )
        cheap = p.arith(
            N * K * more.price <= share,
            p.arith((1 - W * (N * K) * more.price) * share >= 0, cheap, p.arith(share > 0, over, some_gates)),
            over,
            multipliers=[N * K * more.price],
        )
        total_ = p.arith(N * (more.price * (bound * K)) <= share * bound, p.arith(
            (share - N * K * more.price) * bound >= 0, cheap, size))  # fmt: skip
        shown_ = p.arith(
            families.moment(*family, w + 1) <= rate ** (w + 1) * K ** (d + 1) * fixed,
            sums,
            total_,
            p.lemma("power_step", rate, w, using=[above]),
            multipliers=[1, K ** (d + 1) * fixed],
        )
        return finish(w + 1, family, premises, shown_)

    every_w = p.induction("w", 0, claimed, base, step)
    shown_ = p.general(gates.b, every_w)
    shown_ = p.general(h0, coef, c0, p.implication(combined.formula, shown_))
    shown_ = p.general(gates.g, gates.u, shown_)
    for premise in (costly, some_rows, some_gates, positive):
        shown_ = p.implication(premise.formula, shown_)
    return p.general(t, kappa, N, W, D, shown_)


def grown(p: Proof, base: Term, above_one: Fact) -> Fact:
    """base^n >= 1 for all n >= 0, from base >= 1."""

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        return p.arith(base ** (n + 1) >= 1, p.lemma("power_step", base, n, using=[low]), p.arith(
            (base**n - 1) * base >= 0, here, above_one), above_one)  # fmt: skip

    return p.induction("n", 0, lambda n: base**n >= 1, p.arith(base ** term(0) >= 1, p.lemma("power_zero", base)), step)


def merged_goal() -> Term:
    """What :func:`merged_mean` says, as one closed formula."""
    t, kappa, N, W, D = real("t"), real("kappa"), integer("N"), integer("W"), integer("D")
    g, B, phi, c0 = (function(name, "int->real") for name in ("g", "B", "phi", "c"))
    u, b, h0, coef = (function(name, "int->int->real") for name in ("u", "b", "h", "a"))
    gates = Gates(N, g, u, b)
    circuit = shown(lambda y: phi(y) + B(m) + gates.outputs(m, y, W) >= 0)
    exponents = total(m, 0, 2**N - 1, t * (2 * agreements(circuit, m, N) - N) - kappa * gates.survivors(m, W))
    combined = every(j, 1, W, every(y, 0, N - 1, u(j)(y) == c0(j) + total(i, 1, D, coef(j)(i) * h0(i)(y))))
    return forall(t, kappa, N, W, D, g, u, h0, coef, c0, b, phi, B, implies(
        conj(N >= 1, W >= 1, D >= 0, W * (N * (3 * N + 1)) <= exp(kappa), combined),
        exponents <= 2**N * (1 + (D + 1) * log(3 * N + 1) + N * (t * t / 2))))  # fmt: skip


@once
def merged_mean(p: Proof) -> Fact:
    """For all t, N >= 1, W >= 1 gates whose arguments combine h0(1), ..., h0(D), kappa with W N (3N + 1) <= exp(kappa),
    phi and B: the sum over m of t (2A - N) - kappa S is at most 2^N (1 + (D + 1) log(3N + 1) + N t^2/2)."""
    goal = merged_goal()
    names, facts, conclusion = p.intro(goal)
    t, kappa, N, W, D, g, u, h0, coef, c0, b, phi, B = names
    positive, some_gates, some_rows, costly, combined = facts
    M, gates = Moments(p, N, t, positive), Gates(N, g, u, b)
    last, K = M.last, M.K
    nothing = lam(i, y, term(0))
    q = p.fresh("i", "int")
    begins = everywhere(p, term(1), D, forall(y, h0(q)(y) == h0(q)(y)), q, lambda i, *_: same_functions(p, h0, i))
    moments = merged_moments(p).apply(
        t,
        kappa,
        N,
        W,
        D,
        g,
        u,
        h0,
        coef,
        c0,
        b,
        W,
        D,
        phi,
        h0,
        nothing,
        B,
        using=[
            positive,
            some_gates,
            some_rows,
            costly,
            combined,
            begins,
            p.arith(W >= 0, some_gates),
            p.arith(W <= W),
            p.arith(D >= D),
        ],
    )
    with_sum: Values = lambda m, y: affine(phi, h0, nothing, D)(m, y) + B(m) + gates.outputs(m, y, W) >= 0  # noqa: E731
    event: Values = lambda m, y: phi(y) + B(m) + gates.outputs(m, y, W) >= 0  # noqa: E731

    def exponent(m: Term) -> Term:
        return M.exponent(event, m) - kappa * gates.survivors(m, W)

    share = 1 / W
    over = p.lemma("inverse", W, using=[p.arith(negation(W == 0), some_gates)])
    above = p.arith(share > 0, over, some_gates)
    rate, top = 1 + share, exp(share)
    larger = p.arith(rate <= top, p.lemma("exp_tangent", share))

    def claimed(n: Term) -> Term:
        return conj(rate**n >= 1, rate**n <= top**n)

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        powers = [p.lemma("power_step", base, n, using=[low]) for base in (rate, top)]
        one, less = here.split()
        return p.both(
            p.arith(rate ** (n + 1) >= 1, powers[0], p.arith((rate**n - 1) * rate >= 0, one, above), above),
            p.arith(rate ** (n + 1) <= top ** (n + 1), *powers, p.arith((top**n - rate**n) * top >= 0, less, p.lemma(
                "exp_positive", share)), p.arith((top - rate) * rate**n >= 0, larger, one)))  # fmt: skip

    zeros = [p.lemma("power_zero", base) for base in (rate, top)]
    start = p.both(*(p.arith(part, *zeros) for part in claimed(term(0)).args))
    some_w = p.arith(W >= 0, some_gates)
    powers = p.induction("n", 0, claimed, start, step).apply(W, using=[some_w])
    e_ = p.arith(top**W == exp(term(1)), power_of_exp(p, top, p.reflexive(top), share, W, some_w), equal_exponents(
        p, W * share, term(1), over))  # fmt: skip
    rows = p.arith(D + 1 >= 0, some_rows)
    wide = power_of_exp(p, K, p.lemma("exp_log", K, using=[p.arith(K > 0, positive)]), log(K), D + 1, rows)
    c = 1 + (D + 1) * log(K) + N * (t * t / 2)
    gauss = gaussian_moments(p).apply(t, N, using=[M.points]).right
    mean = ((exp(t) + exp(-t)) / 2) ** N
    g_, k_ = exp(N * (t * t / 2)), exp((D + 1) * log(K))
    product = p.arith(
        exp(c) == exp(term(1)) * k_ * g_,
        p.lemma("exp_sum", 1 + (D + 1) * log(K), N * (t * t / 2)),
        p.lemma("exp_sum", 1, (D + 1) * log(K)),
        multipliers=[1, g_],
    )
    positive_k = p.lemma("exp_positive", (D + 1) * log(K))
    factors = p.arith(
        rate**W * k_ <= exp(term(1)) * k_, p.arith((exp(term(1)) - rate**W) * k_ >= 0, powers, e_, positive_k)
    )
    positive_f = p.arith(rate**W * k_ > 0, powers, positive_k)
    less = p.arith(
        rate**W * k_ * mean <= exp(c),
        product,
        p.arith((g_ - mean) * (rate**W * k_) >= 0, gauss, positive_f),
        (p.arith((exp(term(1)) * k_ - rate**W * k_) * g_ >= 0, factors, p.lemma("exp_positive", N * (t * t / 2)))),
    )
    most = p.arith(rate**W * K ** (D + 1) * (2**N * mean) <= 2**N * exp(c), wide, p.arith(
        (exp(c) - rate**W * k_ * mean) * 2**N >= 0, less, p.arith(2**N > 0, M.size)), multipliers=[
            rate**W * 2**N * mean])  # fmt: skip
    unit = p.arith(
        exp(-c) * exp(c) == 1, p.lemma("exp_sum", -c, c), p.lemma("exp_zero"), equal_exponents(p, -c + c, term(0))
    )
    small = p.lemma("exp_positive", -c)

    def pointwise(m: Term, low: Fact, high: Fact) -> Fact:
        def swap(goal: Values) -> Callable[[Term, Fact, Fact, Fact], Fact]:
            def moved(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                zero = equal_sums(
                    p,
                    term(1),
                    D,
                    lam(i, nothing(m)(i) * h0(i)(y)),
                    lam(i, term(0)),
                    lambda i, *_: p.ring(nothing(m)(i) * h0(i)(y), 0),
                )
                none = sum_of_constants(p).apply(1, D, 0, using=[p.arith(D + 1 >= 1, some_rows)])
                return p.arith(goal(m, y), known, zero, none)

            return moved

        same = M.same(event, with_sum, m, swap(with_sum), swap(event))
        wide_ = M.exponent(with_sum, m) - kappa * gates.survivors(m, W)
        tangent, split = p.lemma("exp_tangent", wide_ - c), p.lemma("exp_sum", wide_, -c)
        joined = equal_exponents(p, wide_ - c, wide_ + -c)
        return p.arith(exponent(m) <= exp(-c) * exp(wide_) + 1 * (c - 1), same, tangent, split, joined)

    weight = lam(m, exp(M.exponent(with_sum, m) - kappa * gates.survivors(m, W)))
    constant = lam(m, c - 1)
    ordered = smaller_sum(p, term(0), last, lam(m, exponent(m)), lam(m, exp(-c) * weight(m) + 1 * constant(m)),
                          M.nonempty, pointwise)  # fmt: skip
    linear = sums_linear(p).apply(0, last, weight, constant, exp(-c), 1, using=[M.nonempty])
    flat = sum_of_constants(p).apply(0, last, c - 1, using=[M.nonempty])
    bounded = p.arith(exp(-c) * total(m, 0, last, weight(m)) <= exp(-c) * (2**N * exp(c)), small, p.arith(
        total(m, 0, last, weight(m)) <= 2**N * exp(c), moments, most))  # fmt: skip
    result = p.arith(total(m, 0, last, exponent(m)) <= 2**N * c, ordered, linear, flat, bounded, unit, multipliers=[
        1, 2**N])  # fmt: skip
    return p.conclude(goal, names, p.restate(result, conclusion))


def same_functions(p: Proof, h: Term, i: Term) -> Fact:
    """h(i)(y) = h(i)(y), for all y."""
    v = p.fresh("y", "int")
    return p.general(v, p.reflexive(h(i)(v)))
