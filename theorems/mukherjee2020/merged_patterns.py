"""Circuits with given weights against a random function, when their gates share few directions: most gates are forced,
and what the forced ones add to the output is one more linear function (compare theorems.mukherjee2020.patterns)."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import power_of_exp, sum_appended
from numerics.sums import (
    empty_sum,
    equal_sums,
    everywhere,
    longer_sum,
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
    maximum,
    negation,
    real,
    some,
    term,
    total,
    where,
)
from theorems.mukherjee2020.boolean import agreements, parts_of_sums
from theorems.mukherjee2020.chapter_2.claim_1 import gaussian_moments
from theorems.mukherjee2020.choices import holds
from theorems.mukherjee2020.digits import powers_positive as natural_power
from theorems.mukherjee2020.patterns import (
    Gates,
    Moments,
    Values,
    affine,
    affine_moments,
    equal_exponents,
    extended,
    fixed_positive,
    least,
    shown,
    signed,
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
    M = Moments(p, N, t, positive)
    K, fixed, last = M.K, M.fixed, M.last
    gates = Gates(N, p.fresh("g", "int->real"), p.fresh("u", "int->int->real"), p.fresh("b", "int->int->real"))
    h0, coef, c0 = p.fresh("h", "int->int->real"), p.fresh("c", "int->int->real"), p.fresh("c", "int->real")
    combined = p.assume(every(j, 1, W, every(y, 0, N - 1, gates.u(j)(y) == c0(j) + total(
        i, 1, D, coef(j)(i) * h0(i)(y)))))  # fmt: skip
    share = 1 / W
    over = p.lemma("inverse", W, using=[p.arith(negation(W == 0), some_gates)])
    rate = 1 + share
    above_one = p.arith(rate >= 1, p.arith(share > 0, over, some_gates))
    sorts = {"d": "int", "phi": "int->real", "h": "int->int->real", "beta": "int->int->real", "B": "int->real"}
    names = [function(name, sort) if name != "d" else integer("d") for name, sort in sorts.items()]

    def value(d: Term, phi: Term, h: Term, beta: Term, B: Term, w: Term) -> Values:
        return lambda m, y: affine(phi, h, beta, d)(m, y) + B(m) + gates.outputs(m, y, w)

    def event(*family: Term) -> Values:
        return lambda m, y: value(*family)(m, y) >= 0

    def weighed(*family: Term) -> Callable[[Term], Term]:
        return lambda m: exp(M.exponent(event(*family), m) - kappa * gates.survivors(m, family[-1]))

    def claimed(w: Term) -> Term:
        family = (*names, w)
        return implies(w <= W, forall(*names, implies(names[0] >= D, begins(names[2]), total(m, 0, last, weighed(
            *family)(m)) <= rate**w * K ** (names[0] + 1) * fixed)))  # fmt: skip

    def begins(h: Term) -> Term:
        """The first functions of h are those of h0."""
        return every(i, 1, D, forall(y, h(i)(y) == h0(i)(y)))

    def opened() -> list[Term]:
        return [p.fresh(name, sort) for name, sort in sorts.items()]

    def finish(w: Term, family: list[Term], premises: list[Fact], shown_: Fact) -> Fact:
        for premise in premises[::-1]:
            shown_ = p.implication(premise.formula, shown_)
        return p.implication(w <= W, p.general(*family, shown_))

    def longer(d: Term, phi: Term, h: Term, beta: Term, new: Term, add: Term, some_d: Fact, m: Term, y: Term) -> Fact:
        """The sum over 1..d+1 of the extended parameters is that over 1..d and the new one."""
        old = lam(i, beta(m)(i) * h(i)(y))
        both = lam(i, extended(d, beta(m), add)(i) * extended(d, lam(i, h(i)(y)), new)(i))
        sums = longer_sum(p, term(1), d, both, some_d)

        def each(i: Term, low: Fact, high: Fact) -> Fact:
            parts = [p.lemma("if_true", i <= d, f, g, using=[high]) for f, g in ((beta(m)(i), add), (h(i)(y), new))]
            return p.arith(both(i) == old(i), *parts, multipliers=[1, where(i <= d, h(i)(y), new), beta(m)(i)])

        beyond = p.arith(negation(d + 1 <= d))
        parts = [p.lemma("if_false", d + 1 <= d, f(d + 1), g, using=[beyond]) for f, g in (
            (beta(m), add), (lam(i, h(i)(y)), new))]  # fmt: skip
        same = equal_sums(p, term(1), d, both, old, each)
        return p.arith(
            total(i, 1, d + 1, both(i)) == total(i, 1, d, old(i)) + add * new,
            sums,
            same,
            *parts,
            multipliers=[1, where(d + 1 <= d, h(d + 1)(y), new), add],
        )

    def base() -> Fact:
        d, phi, h, beta, B = family = opened()
        premises = [p.assume(d >= D), p.assume(begins(h))]
        some_d = p.arith(d >= 0, premises[0], some_rows)
        always = lam(y, term(0) == 0)
        wide = lam(i, y, where(i <= d, h(i)(y), 1))
        chosen = lam(m, extended(d, beta(m), B(m)))
        signs: Values = lambda m, y: signed(affine(phi, wide, chosen, d + 1)(m, y), always(y))  # noqa: E731

        def each(m: Term, low: Fact, high: Fact) -> Fact:
            def equal(y: Term) -> Fact:
                none = empty_sum(p, term(1), term(0), lam(j, gates.g(j) * maximum(0, gates.argument(m, j, y))))
                sums = longer(d, phi, h, beta, term(1), B(m), some_d, m, y)
                return p.arith(value(*family, term(0))(m, y) == affine(phi, wide, chosen, d + 1)(m, y), none, sums)

            def there(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                same, goal = equal(y), signs(m, y)
                a = same.formula.args[1]
                return p.decide(a > 0, lambda yes: p.or_intro(goal, yes), lambda no: p.or_intro(goal, p.both(
                    p.arith(a == 0, no, known, same), p.ring(0, 0))))  # fmt: skip

            def back(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                same, goal = equal(y), event(*family, term(0))(m, y)
                return p.by_cases(known, lambda more: p.arith(goal, more, same), lambda zero: p.arith(
                    goal, zero.left, same))  # fmt: skip

            none = empty_sum(p, term(1), term(0), lam(j, gates.survives(m, j)))
            exponents = M.same(event(*family, term(0)), signs, m, there, back)
            x = p.fresh("x", "real")
            return p.congruent(lam(x, exp(x)), p.arith(
                M.exponent(event(*family, term(0)), m) - kappa * gates.survivors(m, term(0)) == M.exponent(signs, m),
                exponents, none, multipliers=[1, kappa]))  # fmt: skip

        same = equal_sums(
            p, term(0), last, lam(m, weighed(*family, term(0))(m)), lam(m, exp(M.exponent(signs, m))), each
        )
        bound = affine_moments(p).apply(t, N, d + 1, using=[positive, p.arith(d + 1 >= 0, some_d)])
        bound = bound(phi, always, wide, chosen)
        shown_ = p.arith(
            total(m, 0, last, weighed(*family, term(0))(m)) <= rate ** term(0) * K ** (d + 1) * fixed,
            same,
            bound,
            p.lemma("power_zero", rate),
            multipliers=[1, K ** (d + 1) * fixed],
        )
        return finish(term(0), family, premises, shown_)

    def step(w: Term, above: Fact, here: Fact) -> Fact:
        d, phi, h, beta, B = family = opened()
        within = p.assume(w + 1 <= W)
        premises = [p.assume(d >= D), p.assume(begins(h))]
        some_d = p.arith(d >= 0, premises[0], some_rows)
        before = p.modus_ponens(here, p.arith(w <= W, within))
        linear_gate = combined.apply(w + 1, using=[p.arith(w + 1 >= 1, above), within])
        g, new = gates.g(w + 1), lam(y, gates.u(w + 1)(y))
        whole = weighed(*family, w + 1)
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

        def cut(at: Term) -> tuple[Term, ...]:
            active = lam(y, where(new(at) <= new(y), g, 0))
            return (d + 1, lam(y, phi(y) + active(y) * new(y)), lam(i, y, where(i <= d, h(i)(y), active(y))),
                    lam(m, extended(d, beta(m), gates.b(m)(w + 1))), B, w)  # fmt: skip

        price = exp(-kappa)
        F = lam(k, m, price * weighed(*cut(k - 1))(m))
        bound = rate**w * K ** (d + 1) * fixed
        kappa_sum = p.arith(price * exp(kappa) == 1, p.lemma("exp_sum", -kappa, kappa), p.lemma("exp_zero"),
                            equal_exponents(p, -kappa + kappa, term(0)))  # fmt: skip
        cheap = p.arith(W * (N * K) * price <= 1, p.arith((exp(kappa) - W * (N * K)) * price >= 0, costly, p.lemma(
            "exp_positive", -kappa)), kappa_sum)  # fmt: skip
        cheap = p.arith(N * K * price <= share, p.arith((1 - W * (N * K) * price) * share >= 0, cheap, p.arith(
            share > 0, over, some_gates)), over, multipliers=[N * K * price])  # fmt: skip
        column = p.fresh("k", "int")
        wide_power = p.lemma("power_step", K, d + 1, using=[p.arith(d + 1 >= 0, some_d)])
        cut_h = cut(column - 1)[2]

        def starts(i: Term, low: Fact, high: Fact) -> Fact:
            v = p.fresh("y", "int")
            return p.general(v, p.arith(cut_h(i)(v) == h0(i)(v), p.lemma("if_true", i <= d, h(i)(v), where(
                new(column - 1) <= new(v), g, 0), using=[p.arith(i <= d, high, premises[0])]), premises[1].apply(
                    i, using=[low, high])(v)))  # fmt: skip

        q_ = p.fresh("i", "int")
        begun = everywhere(p, term(1), D, forall(y, cut_h(q_)(y) == h0(q_)(y)), q_, starts)
        part = before.apply(*cut(column - 1)[:-1], using=[p.arith(d + 1 >= D, premises[0]), begun])
        scaled = sums_scaled(p).apply(0, last, lam(m, weighed(*cut(column - 1))(m)), price, using=[M.nonempty])
        columns = p.general(column, p.arith(
            total(m, 0, last, F(column)(m)) <= price * (bound * K), scaled, p.arith(
                price * part.formula.args[0] <= price * part.formula.args[1], part, p.lemma("exp_positive", -kappa)),
            wide_power, multipliers=[1, price * rate**w * fixed]))  # fmt: skip

        def pointwise(m: Term, low: Fact, high: Fact) -> Fact:
            row, q = lam(k, F(k)(m)), p.fresh("k", "int")

            def not_negative(q: Term) -> Fact:
                return p.arith(row(q) >= 0, p.arith(row(q) > 0, p.lemma("exp_positive", -kappa), p.lemma(
                    "exp_positive", weighed(*cut(q - 1))(m).args[0])))  # fmt: skip

            sums = parts_of_sums(p).apply(row, N, using=[p.general(q, not_negative(q)), M.points])
            signs = [p.lemma("exp_positive", weighed(*forced_family)(m).args[0])]
            goal = whole(m) <= 1 * (1 * weighed(*forced_family)(m) + 1 * term(0)) + 1 * total(k, 1, N, F(k)(m))
            argument = lambda y: gates.argument(m, w + 1, y)  # noqa: E731
            count = longer_sum(p, term(1), w, lam(j, gates.survives(m, j)), above)
            forced = conj(negation(gates.on(m, w + 1)), negation(gates.off(m, w + 1)))

            def outputs(y: Term) -> Fact:
                return longer_sum(p, term(1), w, lam(j, gates.g(j) * maximum(0, gates.argument(m, j, y))), above)

            def exponents(
                target: tuple[Term, ...], equal: Callable[[Term, Fact, Fact], Fact], gone: Fact, extra: int
            ) -> Fact:
                """The exponent is that of the target, less kappa if ``extra``; ``equal(y, ...)``: the values are."""

                def there(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                    return p.arith(event(*target)(m, y), known, equal(y, first, second))

                def back(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                    return p.arith(event(*family, w + 1)(m, y), known, equal(y, first, second))

                same = M.same(event(*family, w + 1), event(*target), m, there, back)
                left, right = whole(m).args[0], weighed(*target)(m).args[0]
                return equal_exponents(p, left, -kappa + right if extra else right, same, count, gone, multipliers=[
                    1, kappa])  # fmt: skip

            def lit(yes: Fact) -> Fact:
                def equal(y: Term, first: Fact, second: Fact) -> Fact:
                    positive_ = yes.apply(y, using=[first, second])
                    value_ = p.by_cases(p.lemma("max", 0, argument(y)), *[lambda f: p.arith(
                        maximum(0, argument(y)) == argument(y), f, positive_)] * 2)  # fmt: skip
                    shine = holds(p, gates.on(m, w + 1), yes)
                    gate = linear_gate.apply(y, using=[first, second])
                    rows = total(i, 1, D, coef(w + 1)(i) * h0(i)(y))
                    return p.arith(
                        value(*family, w + 1)(m, y) == value(*forced_family)(m, y),
                        outputs(y),
                        value_,
                        shine,
                        gate,
                        (combination(m, y)),
                        multipliers=[1, g, g * rows, g * (gates.b(m)(w + 1) + c0(w + 1))],
                    )

                gone = p.lemma("if_false", forced, 1, 0, using=[p.refute(forced, lambda f: p.conflict(yes, f.left))])
                return p.arith(goal, exponents(forced_family, equal, gone, 0), sums.left, *signs)

            def dark(no: Fact) -> Fact:
                def off(yes: Fact) -> Fact:
                    def equal(y: Term, first: Fact, second: Fact) -> Fact:
                        negative = yes.apply(y, using=[first, second])
                        value_ = p.by_cases(p.lemma("max", 0, argument(y)), *[lambda f: p.arith(
                            maximum(0, argument(y)) == 0, f, negative)] * 2)  # fmt: skip
                        dim = holds(p, gates.on(m, w + 1), no)
                        rows = total(i, 1, D, coef(w + 1)(i) * h0(i)(y))
                        return p.arith(
                            value(*family, w + 1)(m, y) == value(*forced_family)(m, y),
                            outputs(y),
                            value_,
                            dim,
                            (combination(m, y)),
                            multipliers=[1, g, g * rows, g * (gates.b(m)(w + 1) + c0(w + 1))],
                        )

                    gone = p.lemma(
                        "if_false", forced, 1, 0, using=[p.refute(forced, lambda f: p.conflict(yes, f.right))]
                    )
                    return p.arith(goal, exponents(forced_family, equal, gone, 0), sums.left, *signs)

                def both(live: Fact) -> Fact:
                    active = lam(y, argument(y) >= 0)

                    def nowhere(none: Fact) -> Fact:
                        dead = everywhere(p, term(0), N - 1, argument(y) < 0, y, lambda y, first, second: p.absurd(
                            argument(y) < 0, lambda more: p.conflict(p.exhibit(some(y, 0, N - 1, active(y)), [
                                y], first, second, p.arith(argument(y) >= 0, more)), none)))  # fmt: skip
                        return p.conflict(dead, live)

                    found = p.absurd(some(y, 0, N - 1, active(y)), nowhere)
                    at, known = p.obtain(least(p).apply(new, active, N, using=[M.points, found]), "y")
                    start, end = known.left.split()
                    fires, lowest = known.right.left, known.right.right
                    target = cut(at)

                    def equal(y: Term, first: Fact, second: Fact) -> Fact:
                        condition = new(at) <= new(y)
                        more = longer(d, phi, h, beta, where(condition, g, 0), gates.b(m)(w + 1), some_d, m, y)
                        goal_ = value(*family, w + 1)(m, y) == value(*target)(m, y)

                        def inside(yes: Fact) -> Fact:
                            value_ = p.by_cases(p.lemma("max", 0, argument(y)), *[lambda f: p.arith(
                                maximum(0, argument(y)) == argument(y), f, yes, fires)] * 2)  # fmt: skip
                            return p.arith(goal_, outputs(y), value_, more, p.lemma("if_true", condition, g, 0, using=[
                                yes]), multipliers=[1, g, gates.b(m)(w + 1), new(y)])  # fmt: skip

                        def outside(no_: Fact) -> Fact:
                            negative = p.absurd(argument(y) < 0, lambda f: p.conflict(lowest.apply(
                                y, using=[first, second, p.arith(argument(y) >= 0, f)]), no_))  # fmt: skip
                            value_ = p.by_cases(p.lemma("max", 0, argument(y)), *[lambda f: p.arith(
                                maximum(0, argument(y)) == 0, f, negative)] * 2)  # fmt: skip
                            return p.arith(goal_, outputs(y), value_, more, p.lemma("if_false", condition, g, 0, using=[
                                no_]), multipliers=[1, g, gates.b(m)(w + 1), new(y)])  # fmt: skip

                        return p.decide(condition, inside, outside)

                    counted = p.lemma("if_true", forced, 1, 0, using=[p.both(no, live)])
                    same = exponents(target, equal, counted, 1)
                    product = p.lemma("exp_sum", -kappa, weighed(*target)(m).args[0])
                    place = at + 1
                    member = sums.right.apply(place, using=[p.arith(place >= 1, start), p.arith(place <= N, end)])
                    there = p.arith(whole(m) == price * weighed(*target)(m), same, product)
                    moved = p.step("equality", [p.ring(at, place - 1), there], [
                        lam(z, whole(m) == price * weighed(*cut(z))(m))])  # fmt: skip
                    return p.arith(goal, moved, member, *signs)

                return p.decide(gates.off(m, w + 1), off, both)

            return p.decide(gates.on(m, w + 1), lit, dark)

        parts = [before.apply(*forced_family[:-1], using=premises)]
        sums = M.spread(
            lam(m, whole(m)), [lam(m, weighed(*forced_family)(m))], F, price * (bound * K), parts, columns, (pointwise)
        )
        power = p.lemma("power_step", rate, w, using=[above])
        size = p.arith(
            bound >= 0,
            p.arith(
                rate**w * K ** (d + 1) > 0,
                grown(p, rate, above_one).apply(w, using=[above]),
                (natural_power(p).apply(K, d + 1, using=[p.arith(K >= 1, positive), p.arith(d + 1 >= 0, some_d)])),
            ),
            (fixed_positive(p, M)),
        )
        total_ = p.arith(
            N * (price * (bound * K)) <= share * bound, p.arith((share - N * K * price) * bound >= 0, cheap, size)
        )
        shown_ = p.arith(total(m, 0, last, whole(m)) <= rate ** (w + 1) * K ** (d + 1) * fixed, sums, total_, power,
                         multipliers=[1, K ** (d + 1) * fixed])  # fmt: skip
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
