"""Guesses of Algorithm 1 without regard to the order of the units, which does not matter: derivations."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import equal_sums, once
from numerics.terms import (
    Term,
    between,
    binomial,
    conj,
    define,
    every,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    negation,
    some,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.training import (
    InCell,
    Input,
    Loss,
    Optimal,
    Output,
    Partition,
    Signs,
    as_guess,
    equal_losses,
    signed_form,
)
from theorems.mukherjee2020.training_counts import Kinds, agree, least_value
from theorems.mukherjee2020.training_tuples import Increasing, tuples_listed

i, j, k, t = (integer(name) for name in "ijkt")


@define
def Rearranged(g: "int->int", w: "int") -> Term:
    """g(1), ..., g(w) are the numbers from 1 to w in some order: each of these, and all sums are the same."""
    h = function("h", "int->real")
    return conj(every(i, 1, w, between(1, g(i), w)), forall(h, total(i, 1, w, h(g(i))) == total(i, 1, w, h(i))))


@define
def UnorderedListing(s: "int->int->real", P: "int->int->int->bool", T: "int", w: "int", x: "int->int->real", n: "int",
                     D: "int") -> Term:  # fmt: skip
    """s(1), P(1) to s(T), P(T) are guesses for w units, and every guess is one of them but for the order of units."""
    r, R, g = function("r", "int->real"), function("R", "int->int->bool"), function("g", "int->int")

    def guess(s: Term, P: Term) -> Term:
        return conj(Signs(s, w), every(i, 1, w, Partition(P(i), x, n, D)))

    return conj(every(t, 1, T, guess(s(t), P(t))), forall(r, R, implies(guess(r, R), exists(g, conj(
        Rearranged(g, w), some(t, 1, T, every(i, 1, w, conj(s(t)(i) == r(g(i)), agree(
            P(t)(i), R(g(i)), D)))))))))  # fmt: skip


@once
def put_in_order(p: Proof) -> Fact:
    """forall w >= 0: forall f: for some Rearranged(g, w), f(g(1)) <= ... <= f(g(w)): the largest number goes last."""
    f0, g0 = function("f", "int->int"), function("g", "int->int")

    def sorted_by(f: Term, g: Term, w: Term) -> Term:
        return conj(Rearranged(g, w), every(i, 1, w - 1, f(g(i)) <= f(g(i + 1))))

    def claim(w: Term) -> Term:
        return forall(f0, exists(g0, sorted_by(f0, g0, w)))

    def start() -> Fact:
        zero, g, f, h = term(0), lam(i, i), p.fresh("f", "int->int"), p.fresh("h", "int->real")
        inside = over(p, 1, zero, lambda i, at: p.both(*(p.arith(goal, at) for goal in (1 <= g(i), g(i) <= zero))))
        sums = p.general(h, p.ring(total(i, 1, zero, h(g(i))), total(i, 1, zero, h(i))))
        order = over(p, 1, zero - 1, lambda i, at: p.arith(f(g(i)) <= f(g(i + 1)), at))
        fact = p.both(p.restate(p.both(inside, sums), Rearranged(g, zero)), order)
        return p.general(f, p.witness(exists(g0, sorted_by(f, g0, zero)), g, fact))

    def step(w: Term, above: Fact, here: Fact) -> Fact:
        top, f, h = w + 1, p.fresh("f", "int->int"), p.fresh("h", "int->real")
        mark = p.opened
        m, largest = p.obtain(least_value(p).apply(lam(k, -f(k)), top, using=[p.arith(top >= 1, above)]), "t")
        other = lam(i, where(i == m, top, i))  # the number w + 1 takes the place of m
        old, known = p.obtain(here(lam(i, f(other(i)))), "g")
        rearranged, order = known.split()
        inside, sums = p.open_definition(rearranged).split()
        g = lam(i, where(i <= w, other(old(i)), m))

        def at(q: Term, yes: Fact) -> Fact:
            """g(q) = other(old(q)), for q <= w."""
            return p.lemma("if_true", *g(q).args, using=[yes])

        last = p.lemma("if_false", *g(top).args, using=[p.arith(negation(top <= w))])

        def bounded(q: Term, within: Fact) -> Fact:
            """1 <= other(old(q)) <= w + 1."""
            value, goals = old(q), (1 <= other(old(q)), other(old(q)) <= top)
            known = inside.apply(q, using=[within])
            return p.decide(value == m, *[lambda side: p.both(*(p.arith(goal, known, above, p.lemma(
                "if_false" if side.formula.op == "not" else "if_true", *other(value).args, using=[side]))
                for goal in goals))] * 2)  # fmt: skip

        def entry(q: Term, within: Fact) -> Fact:
            goals = 1 <= g(q), g(q) <= top

            def early(yes: Fact) -> Fact:
                value = bounded(q, p.both(within.left, yes))
                return p.both(*(p.arith(goal, at(q, yes), value) for goal in goals))

            return p.decide(q <= w, early, lambda no: p.both(*(p.arith(goal, largest.left, p.lemma(
                "if_false", *g(q).args, using=[no])) for goal in goals)))  # fmt: skip

        def rise(q: Term, within: Fact) -> Fact:
            yes = p.arith(q <= w, within)
            here = p.congruent(f, at(q, yes))
            goal = f(g(q)) <= f(g(q + 1))

            def before(soon: Fact) -> Fact:
                following = p.congruent(f, at(q + 1, soon))
                return p.arith(goal, here, following, order.apply(q, using=[within.left, p.arith(q <= w - 1, soon)]))

            def at_end(no: Fact) -> Fact:
                most = largest.right.apply(other(old(q)), using=[bounded(q, p.both(within.left, yes))])
                following = p.congruent(f, p.lemma("if_false", *g(q + 1).args, using=[no]))
                return p.arith(goal, here, following, most)

            return p.decide(q + 1 <= w, before, at_end)

        def replaced() -> Fact:
            """forall r >= 0: the sum of h(other(i)) over 1..r is that of h(i), and h(w + 1) - h(m) if m <= r."""

            def moved(r: Term) -> Term:
                return total(i, 1, r, h(other(i))) == total(i, 1, r, h(i)) + where(m <= r, h(top) - h(m), 0)

            def gain(r: Term, side: Fact) -> Fact:
                rule = "if_false" if side.formula.op == "not" else "if_true"
                return p.lemma(rule, m <= r, h(top) - h(m), 0, using=[side])

            def longer(r: Term, above: Fact, here: Fact) -> Fact:
                sums = [p.lemma("sum_step", 1, r, e, using=[above]) for e in (lam(i, h(other(i))), lam(i, h(i)))]

                def now(equal: Fact) -> Fact:
                    new = p.congruent(h, p.lemma("if_true", *other(r + 1).args, using=[equal]))
                    gains = gain(r, p.arith(negation(m <= r), equal)), gain(r + 1, p.arith(m <= r + 1, equal))
                    return p.arith(moved(r + 1), here, *sums, new, *gains, p.congruent(h, equal))

                def elsewhere(no: Fact) -> Fact:
                    new = p.congruent(h, p.lemma("if_false", *other(r + 1).args, using=[no]))

                    def done(yes: Fact) -> Fact:
                        return p.arith(moved(r + 1), here, *sums, new, gain(r, yes), gain(r + 1, p.arith(
                            m <= r + 1, yes)))  # fmt: skip

                    def ahead(later: Fact) -> Fact:
                        beyond = p.refute(m <= r + 1, lambda bad: p.conflict(p.arith(r + 1 == m, bad, later), no))
                        return p.arith(moved(r + 1), here, *sums, new, gain(r, later), gain(r + 1, beyond))

                    return p.decide(m <= r, done, ahead)

                return p.decide(r + 1 == m, now, elsewhere)

            zero = term(0)
            none = [p.lemma("sum_empty", 1, 0, e) for e in (lam(i, h(other(i))), lam(i, h(i)))]
            off = gain(zero, p.arith(negation(m <= zero), largest.left))
            return p.induction("r", 0, moved, p.arith(moved(zero), *none, off), longer)

        first = equal_sums(p, term(1), w, lam(i, h(g(i))), lam(i, h(other(old(i)))), lambda q, _, high: p.congruent(
            h, at(q, high)))  # fmt: skip
        grown = [p.lemma("sum_step", 1, w, e, using=[above]) for e in (lam(i, h(g(i))), lam(i, h(i)))]
        exchange = replaced().apply(w, using=[above])
        shared = first, *grown, sums(lam(i, h(other(i)))), exchange, p.congruent(h, last)
        same = total(i, 1, top, h(g(i))) == total(i, 1, top, h(i))

        def lost(side: Fact) -> Fact:
            rule = "if_false" if side.formula.op == "not" else "if_true"
            value = p.lemma(rule, m <= w, h(top) - h(m), 0, using=[side])
            own = [] if rule == "if_true" else [p.congruent(h, p.arith(m == top, side, largest.left))]
            return p.arith(same, *shared, value, *own)

        equal = p.general(h, p.decide(m <= w, lost, lost))
        good = p.restate(p.both(over(p, 1, top, entry), equal), Rearranged(g, top))
        fact = p.both(good, over(p, 1, top - 1, rise))
        return p.general(f, p.close(p.witness(exists(g0, sorted_by(f, g0, top)), g, fact), mark))

    return p.induction("w", 0, claim, start, step)


def unordered_listed(p: Proof, Q: Term, K: Term, x: Term, n: Term, D: Term, w: Term, complete: Fact,
                     width: Fact) -> Fact:  # fmt: skip
    """K >= 1, and for some s and P: UnorderedListing(s, P, C(2 K + w - 1, w), w, x, n, D), from CompleteList;
    ``width`` is w >= 1."""
    kinds = Kinds(p, Q, K, x, n, D, w, complete)
    some_list = kinds.some()
    b = 2 * K
    T = binomial(b + w - 1, w)
    mark = p.opened
    low = p.arith(w >= 0, width)
    e, facts = p.obtain(tuples_listed(p).apply(w, using=[low]).apply(b, using=[p.arith(b >= 1, some_list)]), "e")
    _, inside, _, covers = p.open_definition(facts).split()
    s, P = lam(t, kinds.signs(e(t))), lam(t, kinds.sets(e(t)))
    guess = over(p, 1, T, lambda t, at: kinds.guess(e(t), p.open_definition(inside.apply(t, using=[at])).left), "t")

    r, R = p.fresh("r", "int->real"), p.fresh("R", "int->int->bool")
    premise = p.assume(conj(Signs(r, w), every(i, 1, w, Partition(R(i), x, n, D))))
    f, picked = kinds.chosen(r, R, premise)
    g, ordered = p.obtain(put_in_order(p).apply(w, using=[low])(f), "g")
    places = p.open_definition(ordered.left).left
    moved = lam(i, f(g(i)))
    entries = over(p, 1, w, lambda i, at: picked.apply(g(i), using=[places.apply(i, using=[at])]).left)
    increasing = p.restate(p.both(entries, ordered.right), Increasing(moved, w, b))
    u, hit = p.obtain(covers.apply(moved, using=[increasing]), "t")
    same = over(p, 1, w, lambda i, at: kinds.moved(p.symmetric(hit.right.apply(i, using=[at])), picked.apply(
        g(i), using=[places.apply(i, using=[at])]), r(g(i)), R(g(i))))  # fmt: skip
    g0 = function("g", "int->int")

    def found(g: Term) -> Term:
        return some(t, 1, T, every(i, 1, w, conj(s(t)(i) == r(g(i)), agree(P(t)(i), R(g(i)), D))))

    cover = p.witness(found(g), u, p.both(hit.left, same))
    cover = p.close(p.witness(exists(g0, conj(Rearranged(g0, w), found(g0))), g, p.both(ordered.left, cover)), mark + 1)
    cover = p.general(r, R, p.implication(premise.formula, cover))
    s0, P0 = function("s", "int->int->real"), function("P", "int->int->int->bool")
    listing = p.restate(p.both(guess, cover), UnorderedListing(s, P, T, w, x, n, D))
    return p.both(
        some_list, p.close(p.witness(exists(s0, P0, UnorderedListing(s0, P0, T, w, x, n, D)), s, P, listing), mark)
    )


def optimum_in_some_order(p: Proof, ell: Term, s: Term, P: Term, there: Fact, listing: Fact, w: Term, n: Term, T: Term,
                          x: Term, y: Term, D: Term, dimension: Fact) -> Fact:  # fmt: skip
    """Some t from 1 to T: some weights in the cell of t are Optimal with the signs s(t), from UnorderedListing and
    ``there``: some network is Optimal."""
    a_, b_ = function("a", "int->int->real"), function("b", "int->real")

    def solved(t: Term) -> Term:
        return exists(a_, b_, conj(InCell(P(t), a_, b_, w, n, x, D), Optimal(ell, s(t), a_, b_, w, n, x, y, D)))

    mark = p.opened
    v, a, b, best = p.obtain(there, "v", "a", "b")
    best = p.open_definition(best)
    (r, R, d, c), feasible, _ = as_guess(p, ell, v, a, b, w, n, x, y, D, dimension)
    signs, cuts, cell = p.open_definition(feasible).split()
    g, found = p.obtain(p.open_definition(listing).right.apply(r, R, using=[p.both(signs, cuts)]), "g")
    places, sums = p.open_definition(found.left).split()
    u, hit = p.obtain(found.right, "t")
    there, inside = (lam(i, d(g(i))), lam(i, c(g(i)))), p.open_definition(cell)

    def at(i: Term, at_i: Fact, j: Term, at_j: Fact) -> Fact:
        here = inside.apply(g(i), using=[places.apply(i, using=[at_i])]).apply(j, using=[at_j])
        same = hit.right.apply(i, using=[at_i]).right.apply(j, using=[at_j])
        value = Input(there[0](i), there[1](i), x(j), n)
        yes, no = p.assume(P(u)(i)(j)), p.assume(negation(P(u)(i)(j)))
        off = p.refute(R(g(i))(j), lambda on: p.conflict(p.modus_ponens(same.right, on), no))
        return p.both(
            p.implication(yes.formula, p.prove(value >= 0, p.modus_ponens(here.left, p.modus_ponens(same.left, yes)))),
            p.implication(no.formula, p.prove(value <= 0, p.modus_ponens(here.right, off))),
        )

    moved = over(p, 1, w, lambda i, at_i: over(p, 1, D, lambda j, at_j: at(i, at_i, j, at_j), "j"))
    moved = p.restate(moved, InCell(P(u), *there, w, n, x, D))
    z = p.fresh("x", "int->real")
    unit = lam(i, r(i) * maximum(0, Input(d(i), c(i), z, n)))
    here = lam(i, s(u)(i) * maximum(0, Input(there[0](i), there[1](i), z, n)))

    def summand(i: Term, low: Fact, high: Fact) -> Fact:
        sign = hit.right.apply(i, using=[low, high]).left
        return p.arith(here(i) == unit(g(i)), sign, multipliers=[maximum(0, Input(d(g(i)), c(g(i)), z, n))])

    outputs = Output(s(u), *there, w, n, z) == Output(r, d, c, w, n, z)
    equal = p.general(z, p.arith(outputs, equal_sums(p, term(1), w, here, lam(i, unit(g(i))), summand), sums(unit)))
    *_, same_outputs = signed_form(p, v, a, b, w, n, dimension)
    losses = (equal_losses(p, ell, (s(u), *there), (r, d, c), w, n, x, y, D, equal),
              equal_losses(p, ell, (v, a, b), (r, d, c), w, n, x, y, D, same_outputs))  # fmt: skip
    net = p.fresh("v", "int->real"), p.fresh("a", "int->int->real"), p.fresh("b", "int->real")
    better = p.arith(Loss(ell, s(u), *there, w, n, x, y, D) <= Loss(ell, *net, w, n, x, y, D), *losses, best(*net))
    optimal = p.restate(p.general(*net, better), Optimal(ell, s(u), *there, w, n, x, y, D))
    fact = p.witness(solved(u), *there, p.both(moved, optimal))
    return p.close(p.witness(some(t, 1, T, solved(t)), u, p.both(hit.left, fact)), mark)
