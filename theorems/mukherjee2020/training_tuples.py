"""Weakly increasing tuples, such as the places of breakpoints in Section 2.4, listed and counted: derivations."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import once
from numerics.terms import (
    Term,
    between,
    binomial,
    conj,
    define,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    some,
    term,
    where,
)  # fmt: skip
from theorems.mukherjee2020.digits import power_of_one, powers_positive
from theorems.mukherjee2020.training_counts import powers_ordered
from theorems.mukherjee2020.training_pieces import in_order
from theorems.mukherjee2020.zonotope_geometry import for_all

i, s, t = (integer(name) for name in "ist")


@define
def Increasing(f: "int->int", r: "int", D: "int") -> Term:
    """1 <= f(1) <= ... <= f(r) <= D."""
    return conj(every(i, 1, r, between(1, f(i), D)), every(i, 1, r - 1, f(i) <= f(i + 1)))


@define
def AllIncreasing(e: "int->int->int", N: "int", r: "int", D: "int") -> Term:
    """e(1), ..., e(N) are all weakly increasing r-tuples of numbers from 1 to D, each once."""
    f = function("f", "int->int")
    return conj(
        N >= 0, every(t, 1, N, Increasing(e(t), r, D)),
        every(s, 1, N, every(t, s + 1, N, some(i, 1, r, negation(e(s)(i) == e(t)(i))))),
        forall(f, implies(Increasing(f, r, D), some(t, 1, N, every(i, 1, r, e(t)(i) == f(i))))))  # fmt: skip


@once
def all_of_all(p: Proof) -> Fact:
    """forall n >= 0: C(n, n) = 1."""

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        rule, none = p.lemma("pascal", n, n, using=[above]), p.lemma("binomial_above", n, n + 1, using=[
            above, p.arith(n < n + 1)])  # fmt: skip
        return p.arith(binomial(n + 1, n + 1) == 1, rule, none, here)

    return p.induction("n", 0, lambda n: binomial(n, n) == 1, p.lemma("binomial_zero", 0), step)


@once
def tuples_listed(p: Proof) -> Fact:
    """forall r >= 0: forall D >= 1: some e has AllIncreasing(e, C(D + r - 1, r), r, D): by the last number."""
    D0, e0 = integer("D"), function("e", "int->int->int")

    def listed(r: Term, D: Term) -> Term:
        return exists(e0, AllIncreasing(e0, binomial(D + r - 1, r), r, D))

    def claim(r: Term) -> Term:
        return forall(D0, implies(D0 >= 1, listed(r, D0)))

    def single(r: Term, D: Term, count: Fact, inside: Fact, only: Callable[[Term, Fact, Term, Fact], Fact]) -> Fact:
        """listed(r, D) by the tuple of ones alone; ``count`` says that the number is 1, ``inside`` is Increasing."""
        e, N = lam(t, i, term(1)), binomial(D + r - 1, r)
        apart = over(p, 1, N, lambda s, at: over(p, s + 1, N, lambda t, later: p.anything(some(i, 1, r, negation(
            e(s)(i) == e(t)(i))), p.arith(false, at, later, count)), "t"), "s")  # fmt: skip
        f = p.fresh("f", "int->int")
        premise = p.assume(Increasing(f, r, D))
        known = p.open_definition(premise)
        hit = some(t, 1, N, every(i, 1, r, e(t)(i) == f(i)))
        same = over(p, 1, r, lambda i, at: only(i, at, f, known))
        cover = p.witness(hit, 1, p.both(p.both(p.arith(term(1) <= 1), p.arith(1 <= N, count)), same))
        cover = p.general(f, p.implication(premise.formula, cover))
        fact = p.both(p.arith(N >= 0, count), over(p, 1, N, lambda t, _: inside, "t"), apart, cover)
        return p.witness(listed(r, D), e, p.restate(fact, AllIncreasing(e, N, r, D)))

    def ones(r: Term, D: Term, least: Fact) -> Fact:
        e = lam(i, term(1))
        return p.restate(p.both(
            over(p, 1, r, lambda i, _: p.both(p.arith(1 <= e(i)), p.arith(e(i) <= D, least))),
            over(p, 1, r - 1, lambda i, _: p.arith(e(i) <= e(i + 1)))), Increasing(e, r, D))  # fmt: skip

    def start() -> Fact:
        zero = term(0)

        def prove(given: list[Fact]) -> Fact:
            count = p.lemma("binomial_zero", D + zero - 1, using=[p.arith(0 <= D + zero - 1, given[0])])
            return single(zero, D, count, ones(zero, D, given[0]), lambda i, at, f, _: p.anything(
                term(1) == f(i), p.arith(false, at)))  # fmt: skip

        D = p.fresh("D", "int")
        return for_all(p, [D], D >= 1, prove)

    def step(r: Term, above: Fact, here: Fact) -> Fact:
        longer = r + 1
        one = term(1)
        count = p.arith(binomial(one + longer - 1, longer) == 1, all_of_all(p).apply(longer, using=[
            p.arith(0 <= longer, above)]))  # fmt: skip

        def lowest(i: Term, at: Fact, f: Term, known: Fact) -> Fact:
            return p.arith(term(1) == f(i), known.left.apply(i, using=[at]))

        first = single(longer, one, count, ones(longer, one, p.arith(one >= 1)), lowest)
        return p.induction("D", 1, lambda D: listed(longer, D), first, lambda D, least, old: larger(
            r, above, here, D, least, old))  # fmt: skip

    def larger(r: Term, above: Fact, here: Fact, D: Term, least: Fact, old: Fact) -> Fact:
        """Tuples of numbers from 1 to D + 1: those up to D (``old``), and those of length r (``here``) with D + 1."""
        longer, top = r + 1, D + 1
        mark = p.opened
        low, lower = p.obtain(old, "e")
        high, upper = p.obtain(here.apply(top, using=[p.arith(top >= 1, least)]), "e")
        A, B = binomial(D + longer - 1, longer), binomial(top + r - 1, r)
        N = binomial(top + longer - 1, longer)
        rule = p.lemma("pascal", D + r, r, using=[p.arith(0 <= D + r, least, above)])
        count = p.arith(N == A + B, rule)
        (a_count, a_in, a_apart, a_all), (b_count, b_in, b_apart, b_all) = (
            p.open_definition(fact).split() for fact in (lower, upper))  # fmt: skip
        appended = lam(t, i, where(i <= r, high(t)(i), top))
        e = lam(t, i, where(t <= A, low(t)(i), appended(t - A)(i)))

        def value(t: Term, i: Term, side: Fact) -> Fact:
            return p.lemma("if_false" if side.formula.op == "not" else "if_true", *e(t)(i).args, using=[side])

        def end(t: Term, i: Term, side: Fact) -> Fact:
            return p.lemma("if_false" if side.formula.op == "not" else "if_true", *appended(t)(i).args, using=[side])

        def from_low(t: Term, at: Fact, yes: Fact) -> Fact:
            inside = p.open_definition(a_in.apply(t, using=[at.left, yes]))
            entries = over(p, 1, longer, lambda i, at_i: p.both(*(p.arith(goal, value(t, i, yes), inside.left.apply(
                i, using=[at_i])) for goal in (1 <= e(t)(i), e(t)(i) <= top))))  # fmt: skip
            rises = over(p, 1, longer - 1, lambda i, at_i: p.arith(e(t)(i) <= e(t)(i + 1), value(t, i, yes), value(
                t, i + 1, yes), inside.right.apply(i, using=[at_i])))  # fmt: skip
            return p.restate(p.both(entries, rises), Increasing(e(t), longer, top))

        def from_high(t: Term, at: Fact, no: Fact) -> Fact:
            q = t - A
            within = p.both(p.arith(1 <= q, no), p.arith(q <= B, at, count))
            inside = p.open_definition(b_in.apply(q, using=[within]))

            def entry(i: Term, at_i: Fact) -> Fact:
                def bounded(side: Fact, *known: Fact) -> Fact:
                    parts = value(t, i, no), end(q, i, side), *known
                    return p.both(p.arith(1 <= e(t)(i), *parts), p.arith(e(t)(i) <= top, *parts))

                return p.decide(i <= r, lambda yes: bounded(yes, inside.left.apply(i, using=[at_i.left, yes])),
                                lambda off: bounded(off, least))  # fmt: skip

            def rise(i: Term, at_i: Fact) -> Fact:
                early = p.arith(i <= r, at_i)
                here_ = [value(t, i, no), value(t, i + 1, no), end(q, i, early)]
                goal = e(t)(i) <= e(t)(i + 1)
                return p.decide(
                    i + 1 <= r,
                    lambda yes: p.arith(goal, *here_, end(q, i + 1, yes), inside.right.apply(i, using=[
                        at_i.left, p.arith(i <= r - 1, yes)])),
                    lambda off: p.arith(goal, *here_, end(q, i + 1, off), inside.left.apply(i, using=[
                        at_i.left, early])))  # fmt: skip

            return p.restate(p.both(over(p, 1, longer, entry), over(p, 1, longer - 1, rise)), Increasing(
                e(t), longer, top))  # fmt: skip

        every_one = over(p, 1, N, lambda t, at: p.decide(t <= A, lambda yes: from_low(t, at, yes), lambda no: from_high(
            t, at, no)), "t")  # fmt: skip

        def differ(s: Term, at_s: Fact, t: Term, at_t: Fact) -> Fact:
            goal = some(i, 1, longer, negation(e(s)(i) == e(t)(i)))

            def both_low(yes: Fact) -> Fact:
                before = p.arith(s <= A, yes, at_t)
                inner = p.opened
                k, facts = p.obtain(a_apart.apply(s, using=[at_s.left, before]).apply(t, using=[at_t.left, yes]), "i")
                clash = p.refute(e(s)(k) == e(t)(k), lambda equal: p.conflict(p.arith(
                    low(s)(k) == low(t)(k), equal, value(s, k, before), value(t, k, yes)), facts.right))  # fmt: skip
                return p.close(p.witness(goal, k, p.both(facts.left, clash)), inner)

            def apart(no: Fact) -> Fact:
                last = p.arith(negation(longer <= r))
                here_ = value(t, longer, no), end(t - A, longer, last)

                def from_both(yes: Fact) -> Fact:
                    small = p.open_definition(a_in.apply(s, using=[at_s.left, yes])).left.apply(longer, using=[
                        p.arith(1 <= longer, above), p.arith(longer <= longer)])  # fmt: skip
                    clash = p.refute(e(s)(longer) == e(t)(longer), lambda equal: p.arith(
                        false, equal, value(s, longer, yes), *here_, small))  # fmt: skip
                    within = p.both(p.arith(1 <= longer, above), p.arith(longer <= longer))
                    return p.witness(goal, longer, p.both(within, clash))

                def both_high(off: Fact) -> Fact:
                    inner = p.opened
                    k, facts = p.obtain(b_apart.apply(s - A, using=[p.arith(1 <= s - A, off), p.arith(
                        s - A <= B, at_s, count)]).apply(t - A, using=[p.arith(s - A + 1 <= t - A, at_t), p.arith(
                            t - A <= B, at_t, count)]), "i")  # fmt: skip
                    early = facts.left.right
                    clash = p.refute(e(s)(k) == e(t)(k), lambda equal: p.conflict(p.arith(
                        high(s - A)(k) == high(t - A)(k), equal, value(s, k, off), value(t, k, no), end(
                            s - A, k, early), end(t - A, k, early)), facts.right))  # fmt: skip
                    within = p.both(facts.left.left, p.arith(k <= longer, facts.left))
                    return p.close(p.witness(goal, k, p.both(within, clash)), inner)

                return p.decide(s <= A, from_both, both_high)

            return p.decide(t <= A, both_low, apart)

        different = over(p, 1, N, lambda s, at_s: over(p, s + 1, N, lambda t, at_t: differ(s, at_s, t, at_t), "t"), "s")

        f = p.fresh("f", "int->int")
        premise = p.assume(Increasing(f, longer, top))
        known = p.open_definition(premise)
        goal = some(t, 1, N, every(i, 1, longer, e(t)(i) == f(i)))

        def small(yes: Fact) -> Fact:
            def bounded(i: Term, at: Fact) -> Fact:
                order = over(p, i, longer - 1, lambda k, inside: known.right.apply(k, using=[
                    p.arith(1 <= k, inside, at), inside.right]))  # fmt: skip
                rise = in_order(p, f, i, longer - 1, order).apply(longer, using=[at.right, p.arith(
                    longer <= longer - 1 + 1)])  # fmt: skip
                entry = known.left.apply(i, using=[at])
                return p.both(entry.left, p.arith(f(i) <= D, rise, yes))

            fits = p.restate(p.both(over(p, 1, longer, bounded), known.right), Increasing(f, longer, D))
            inner = p.opened
            u, found = p.obtain(a_all.apply(f, using=[fits]), "t")
            early = found.left.right
            same = over(p, 1, longer, lambda i, at: p.arith(e(u)(i) == f(i), value(u, i, early), found.right.apply(
                i, using=[at])))  # fmt: skip
            return p.close(p.witness(goal, u, p.both(p.both(found.left.left, p.arith(
                u <= N, found.left, count, b_count)), same)), inner)  # fmt: skip

        def large(no: Fact) -> Fact:
            last = known.left.apply(longer, using=[p.arith(1 <= longer, above), p.arith(longer <= longer)])
            equal = p.arith(f(longer) == top, last, no)
            shorter = p.restate(p.both(
                over(p, 1, r, lambda i, at: known.left.apply(i, using=[at.left, p.arith(i <= longer, at)])),
                over(p, 1, r - 1, lambda i, at: known.right.apply(i, using=[at.left, p.arith(
                    i <= longer - 1, at)]))), Increasing(f, r, top))  # fmt: skip
            inner = p.opened
            u, found = p.obtain(b_all.apply(f, using=[shorter]), "t")
            at_u = u + A
            off = p.arith(negation(at_u <= A), found.left)

            def entry(i: Term, at: Fact) -> Fact:
                goal_i = e(at_u)(i) == f(i)
                z = integer("z")
                moved = p.congruent(lam(z, appended(z)(i)), p.arith(at_u - A == u))

                def early(yes: Fact) -> Fact:
                    return p.arith(goal_i, value(at_u, i, off), moved, end(u, i, yes), found.right.apply(
                        i, using=[at.left, yes]))  # fmt: skip

                def latest(beyond: Fact) -> Fact:
                    return p.arith(goal_i, value(at_u, i, off), moved, end(u, i, beyond), equal, p.congruent(
                        f, p.arith(i == longer, beyond, at)))  # fmt: skip

                return p.decide(i <= r, early, latest)

            within = p.both(p.arith(1 <= at_u, found.left, a_count), p.arith(at_u <= N, found.left, count))
            return p.close(p.witness(goal, at_u, p.both(within, over(p, 1, longer, entry))), inner)

        cover = p.general(f, p.implication(premise.formula, p.decide(f(longer) <= D, small, large)))
        fact = p.both(p.arith(N >= 0, count, a_count, b_count), every_one, different, cover)
        result = p.restate(fact, AllIncreasing(e, N, longer, top))
        return p.close(p.witness(listed(longer, top), e, result), mark)

    return p.induction("r", 0, claim, start, step)


@once
def tuples_below_power(p: Proof) -> Fact:
    """forall r >= 0: forall D >= 1: 0 <= C(D + r - 1, r) and C(D + r - 1, r) <= D^r."""
    D0 = integer("D")

    def bounds(r: Term, D: Term) -> Term:
        return conj(binomial(D + r - 1, r) >= 0, binomial(D + r - 1, r) <= D**r)

    def claim(r: Term) -> Term:
        return forall(D0, implies(D0 >= 1, bounds(r, D0)))

    def start() -> Fact:
        zero, D = term(0), p.fresh("D", "int")
        return for_all(p, [D], D >= 1, lambda given: p.both(*(p.arith(part, p.lemma("power_zero", D), p.lemma(
            "binomial_zero", D + zero - 1, using=[p.arith(0 <= D + zero - 1, given[0])])) for part in bounds(
                zero, D).args)))  # fmt: skip

    def step(r: Term, above: Fact, here: Fact) -> Fact:
        longer, one = r + 1, term(1)
        count = p.arith(binomial(one + longer - 1, longer) == 1, all_of_all(p).apply(longer, using=[
            p.arith(0 <= longer, above)]))  # fmt: skip
        power = power_of_one(p).apply(longer, using=[p.arith(0 <= longer, above)])
        first = p.both(*(p.arith(part, count, power) for part in bounds(longer, one).args))

        def grown(D: Term, least: Fact, old: Fact) -> Fact:
            top = D + 1
            rule = p.lemma("pascal", D + r, r, using=[p.arith(0 <= D + r, least, above)])
            count = p.arith(binomial(top + longer - 1, longer) == binomial(D + longer - 1, longer) + binomial(
                top + r - 1, r), rule)  # fmt: skip
            shorter = here.apply(top, using=[p.arith(top >= 1, least)])
            steps = [p.lemma("power_step", base, r, using=[above]) for base in (D, top)]
            larger = powers_ordered(p).apply(D, r, using=[p.arith(0 <= D, least), above])
            product_of = p.arith((top**r - D**r) * D >= 0, larger.right, least)
            return p.both(p.arith(bounds(longer, top).args[0], count, old, shorter), p.arith(
                bounds(longer, top).args[1], count, old, shorter, *steps, product_of))  # fmt: skip

        return p.induction("D", 1, lambda D: bounds(longer, D), first, grown)

    return p.induction("r", 0, claim, start, step)


@once
def absorption(p: Proof) -> Fact:
    """forall n >= 0: forall k >= 0: (k + 1) C(n + 1, k + 1) = (n + 1) C(n, k)."""
    k0 = integer("k")

    def rule(n: Term, k: Term) -> Term:
        return (k + 1) * binomial(n + 1, k + 1) == (n + 1) * binomial(n, k)

    def claim(n: Term) -> Term:
        return forall(k0, implies(k0 >= 0, rule(n, k0)))

    def start() -> Fact:
        zero, k = term(0), p.fresh("k", "int")

        def prove(given: list[Fact]) -> Fact:
            pascal = p.lemma("pascal", 0, k, using=[p.arith(term(0) <= 0)])
            beyond = p.lemma("binomial_above", 0, k + 1, using=[p.arith(term(0) <= 0), p.arith(0 < k + 1, given[0])])

            def some_left(yes: Fact) -> Fact:
                none = p.lemma("binomial_above", 0, k, using=[p.arith(term(0) <= 0), p.arith(0 < k, yes)])
                return p.arith(rule(zero, k), pascal, beyond, none, multipliers=[1, k + 1, k])

            def at_zero(no: Fact) -> Fact:
                equal = p.arith(term(0) == k, no, given[0])
                z = integer("z")
                return p.step("equality", [equal, p.compute(rule(zero, zero))], [lam(z, rule(zero, z))])

            return p.decide(k >= 1, some_left, at_zero)

        return for_all(p, [k], k >= 0, prove)

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        k, n_next = p.fresh("k", "int"), p.arith(0 <= n + 1, above)

        def prove(given: list[Fact]) -> Fact:
            up = p.lemma("pascal", n + 1, k, using=[n_next])
            now = here.apply(k, using=given)
            multipliers = [1, k + 1, n + 1, k, n]

            def positive(yes: Fact) -> Fact:
                m = k - 1
                before = here.apply(m, using=[p.arith(m >= 0, yes)])
                down = p.lemma("pascal", n, m, using=[above])
                return p.arith(rule(n + 1, k), up, now, before, down, multipliers=multipliers)

            def at_zero(no: Fact) -> Fact:
                equal = p.arith(term(0) == k, no, given[0])
                ones = [p.lemma("binomial_zero", e, using=[fact]) for e, fact in ((n, above), (n + 1, n_next))]
                first = here.apply(0, using=[p.arith(term(0) >= 0)])
                lowest = p.lemma("pascal", n + 1, 0, using=[n_next])
                z = integer("z")
                fact = p.arith(rule(n + 1, term(0)), first, lowest, *ones, multipliers=[1, n, n + 1])
                return p.step("equality", [equal, fact], [lam(z, rule(n + 1, z))])

            return p.decide(k >= 1, positive, at_zero)

        return for_all(p, [k], k >= 0, prove)

    return p.induction("n", 0, claim, start, step)


@once
def unordered_units(p: Proof) -> Fact:
    """forall D >= 1: forall w >= 1: 2 C(4 D + w - 1, w) <= 5 (2 D)^w."""
    D = p.fresh("D", "int")
    some_points = p.assume(D >= 1)

    def claim(w: Term) -> Term:
        return 2 * binomial(4 * D + w - 1, w) <= 5 * (2 * D) ** w

    def ratio(w: Term, low: Fact) -> Fact:
        """(w + 1) C(4 D + w, w + 1) = (4 D + w) C(4 D + w - 1, w)."""
        n = 4 * D + w - 1
        rule = absorption(p).apply(n, w, using=[p.arith(n >= 0, some_points, low), low])
        return p.arith((w + 1) * binomial(4 * D + (w + 1) - 1, w + 1) == (4 * D + w) * binomial(n, w), rule)

    def first() -> Fact:
        one, zero = term(1), term(0)
        none = p.lemma("binomial_zero", 4 * D + zero - 1, using=[p.arith(0 <= 4 * D + zero - 1, some_points)])
        moved = p.congruent(lam(i, binomial(4 * D + i - 1, i)), p.ring(zero + 1, 1))
        single = p.arith(binomial(4 * D + one - 1, one) == 4 * D, ratio(zero, p.arith(zero >= 0)), none, moved,
                         multipliers=[1, 4 * D])  # fmt: skip
        powers = p.lemma("power_step", 2 * D, 0, using=[p.arith(zero >= 0)]), p.lemma("power_zero", 2 * D)
        return p.both(single, p.arith((2 * D) ** one == 2 * D, *powers, multipliers=[1, 2 * D]))

    base = first()
    start = p.arith(claim(term(1)), base, some_points)

    def step(w: Term, above: Fact, here: Fact) -> Fact:
        low = p.arith(w >= 0, above)
        grown, power = ratio(w, low), p.lemma("power_step", 2 * D, w, using=[low])
        c, c_next, Y = binomial(4 * D + w - 1, w), binomial(4 * D + (w + 1) - 1, w + 1), 5 * (2 * D) ** w

        def many(yes: Fact) -> Fact:
            wide = p.arith(
                4 * D + w <= 2 * D * (w + 1), p.arith((D - 1) * (w - 2) >= 0, yes, some_points), yes, some_points
            )
            bound = p.arith((4 * D + w) * (2 * c) <= (4 * D + w) * Y, here, p.arith(4 * D + w >= 0, some_points, low))
            positive = powers_positive(p).apply(2 * D, w, using=[p.arith(2 * D >= 1, some_points), low])
            larger = p.arith((4 * D + w) * Y <= 2 * D * (w + 1) * Y, wide, p.arith(Y >= 0, positive))
            whole = p.arith((w + 1) * (2 * c_next) <= (w + 1) * (2 * D * Y), grown, bound, larger)

            def too_many(no: Fact) -> Fact:
                excess = p.arith(2 * c_next - 2 * D * Y > 0, no, power)
                return p.arith(
                    false, whole, p.arith((w + 1) * (2 * c_next - 2 * D * Y) > 0, excess, p.arith(w + 1 > 0, low))
                )

            return p.absurd(claim(w + 1), too_many)

        def second(no: Fact) -> Fact:
            equal = p.arith(term(1) == w, no, above)
            z = integer("z")
            double, squared = ratio(term(1), p.arith(term(1) >= 0)), p.lemma("power_step", 2 * D, 1, using=[
                p.arith(term(1) >= 0)])  # fmt: skip
            fact = p.arith(claim(term(1) + 1), double, squared, base, p.arith(D * D >= D, some_points), multipliers=[
                1, 2 * D, 4 * D + 1])  # fmt: skip
            return p.step("equality", [equal, fact], [lam(z, claim(z + 1))])

        return p.decide(w >= 2, many, second)

    return p.general(D, p.implication(some_points.formula, p.induction("w", 1, claim, start, step)))
