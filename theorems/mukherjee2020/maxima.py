"""Maxima of ReLU networks by a tournament: two of equal depth with three more gates, longer ones of padded networks."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import defined, over, power_of_exp, sum_appended, transport
from numerics.sums import once
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    false,
    floor,
    forall,
    function,
    implies,
    integer,
    lam,
    log,
    maximum,
    some,
    term,
    total,
    vector,
    where,
)  # fmt: skip
from theorems.mukherjee2020.boolean import power_positive, power_sum
from theorems.mukherjee2020.deep_nets import (
    FAMILY,
    AffineIn,
    Gate,
    Greatest,
    Layered,
    Least,
    Net,
    assembled,
    combined,
    composed,
    gate_of,
    joined,
    one_layer,
    pick,
    pointwise,
    projection,
    same_affine,
    single,
    stacked,
)  # fmt: skip
from theorems.mukherjee2020.logarithms import inverse_of_log_two, log2, weak_exp

i, j = integer("i"), integer("j")
p = vector("p")


def ceil_log2(m: Term) -> Term:
    """The least integer that is at least log2(m)."""
    return -floor(-log2(m))


@once
def same_outputs(pf: Proof) -> Fact:
    """A network for f is one for g if f = g pointwise (n outputs)."""
    x, f, g = (pf.fresh(name, FAMILY) for name in "xfg")
    d, k, n, s = (pf.fresh(name, "int") for name in "dkns")
    given = [pf.assume(q) for q in (Layered(f, n, x, d, k, s), every(i, 1, n, forall(p, g(i)(p) == f(i)(p))))]
    mark = pf.opened
    net = Net(pf, given[0])

    def output(t: Term, bounds: Fact) -> Fact:
        at = [bounds.left, bounds.right]
        return same_affine(pf, net.outputs.apply(t, using=at), g(t), lambda r: given[1].apply(t, using=at)(r))

    outputs = over(pf, 1, n, output)
    fact = pf.close(assembled(pf, Layered(g, n, x, d, k, s), net.z, net.w, net.layers, net.first, net.inputs,
                              net.widths, net.size, net.gates, outputs), mark)  # fmt: skip
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(x, d, k, f, n, s, g, fact)


def renamed(pf: Proof, net: Fact, g: Term, equal: Callable[[Term], Fact]) -> Fact:
    """Layered(single(g), 1, ...) from Layered(f, 1, ...), where ``equal(p)`` proves g(p) = f(1)(p)."""
    f, n, x, d, k, s = net.formula.args

    def each(t: Term, bounds: Fact) -> Fact:
        one = pf.arith(t == 1, bounds)
        return pointwise(pf, lambda r: pf.arith(g(r) == f(t)(r), equal(r), pf.congruent(lam(j, f(j)(r)), one)))

    return same_outputs(pf).apply(x, d, k, f, n, s, single(g), using=[net, over(pf, 1, 1, each)])


def layer_of(pf: Proof, x: Term, d: Term, inputs: Fact, gates: list[Fact], weights: list[int | Term], h: Term) -> Fact:
    """Layered(single(h), 1, x, d, 1, q) for h = sum of weights times max(0, .) of the q given functions, which are
    facts AffineIn(., x, d); ``inputs`` is d >= 0. h must show that sum in its normal form."""
    q = len(gates)
    acts = [lam(p, maximum(0, g.formula.args[0](p))) for g in gates]

    def nested(index: Term, point: Term, at: int = 1) -> Term:
        last = at == q
        return acts[at - 1](point) if last else where(index <= at, acts[at - 1](point), nested(index, point, at + 1))

    units = lam(i, p, nested(i, p))

    def gate(t: Term, bounds: Fact) -> Fact:
        def which(at: int, known: list[Fact]) -> Fact:
            def here(*facts: Fact) -> Fact:
                return gate_of(pf, gates[at - 1], units(t), lambda r: pick(pf, units(t)(r), bounds, *known, *facts))

            if at == q:
                return here()
            return pf.decide(t <= at, here, lambda no: which(at + 1, [*known, no]))

        return which(1, [])

    each = over(pf, 1, term(q), gate)
    width = pf.arith(term(q) >= 0)
    members = [
        same_affine(
            pf,
            projection(pf).apply(units, q, c, using=[pf.arith(1 <= term(c)), pf.arith(term(c) <= q)]),
            acts[c - 1],
            lambda r, c=c: pf.symmetric(pick(pf, units(term(c))(r))),
        )
        for c in range(1, q + 1)
    ]
    found = combined(pf, width, weights[0], members[0], 0, members[0])
    for c, member in zip(weights[1:], members[1:], strict=True):
        found = combined(pf, width, 1, found, c, member)
    outputs = over(pf, 1, term(1), lambda t, bounds: same_affine(pf, found, h, lambda r: pf.ring(
        h(r), found.formula.args[0](r))))  # fmt: skip
    return one_layer(pf).apply(x, d, units, q, single(h), 1, using=[inputs, pf.arith(term(q) >= 1), each, outputs])


@once
def padded(pf: Proof) -> Fact:
    """For t, d >= 0: a network with one output is one with t layers and 2 t gates more."""
    x, g = pf.fresh("x", FAMILY), pf.fresh("g", "V->real")
    d, k, s = (pf.fresh(name, "int") for name in "dks")
    given = [pf.assume(q) for q in (d >= 0, Layered(single(g), 1, x, d, k, s))]
    inputs = pf.arith(term(1) >= 0)
    unit = projection(pf).apply(single(g), 1, 1, using=[pf.arith(term(1) <= 1)])
    minus = combined(pf, inputs, -1, unit, 0, unit)
    h = lam(p, maximum(0, g(p)) - maximum(0, -1 * g(p) + 0 * g(p)))
    identity = layer_of(pf, single(g), term(1), inputs, [unit, minus], [1, -1], h)
    y = pf.fresh("p", "V")
    cases = [pf.lemma("max", 0, e) for e in (g(y), -1 * g(y) + 0 * g(y))]

    def both(first: Fact) -> Fact:
        return pf.by_cases(cases[1], *[lambda f: pf.arith(g(y) == h(y), first, f)] * 2)

    same = pf.general(y, pf.by_cases(cases[0], both, both))
    more = renamed(pf, identity, g, lambda r: same(r))

    def claim(t: Term) -> Term:
        return Layered(single(g), 1, x, d, k + t, s + 2 * t)

    def reread(fact: Fact, layers: Term, size: Term) -> Fact:
        old = fact.formula.args
        for place, new in ((4, layers), (5, size)):
            args = list(old)
            z = pf.fresh("q", "int")
            args[place] = z
            fact = pf.step("equality", [pf.ring(old[place], new), fact], [lam(z, Layered(*args))])
            old = fact.formula.args
        return fact

    def step(t: Term, low: Fact, here: Fact) -> Fact:
        longer = composed(pf).apply(x, d, k + t, single(g), 1, s + 2 * t, 1, single(g), 1, 2, using=[
            given[0], inputs, pf.arith(term(1) >= 1), here, more])  # fmt: skip
        return reread(longer, k + (t + 1), s + 2 * (t + 1))

    whole = pf.induction("t", 0, claim, lambda: reread(given[1], k + 0, s + 2 * term(0)), step)
    for premise in reversed(given):
        whole = pf.implication(premise.formula, whole)
    return pf.general(x, d, k, g, s, whole)


@once
def of_two(pf: Proof) -> Fact:
    """For d >= 0: the maximum h of f and g, networks of k layers and sizes s and t, is one of k + 1 layers and size
    s + t + 3: it is max(0, f - g) + max(0, g) - max(0, -g)."""
    x = pf.fresh("x", FAMILY)
    f, g, h = (pf.fresh(name, "V->real") for name in "fgh")
    d, k, s, t = (pf.fresh(name, "int") for name in "dkst")
    given = [pf.assume(q) for q in (d >= 0, Layered(single(f), 1, x, d, k, s), Layered(single(g), 1, x, d, k, t),
                                    forall(p, h(p) == maximum(f(p), g(p))))]  # fmt: skip
    pair, one, two = joined(single(f), term(1), single(g)), term(1), term(1) + 1
    positive = pf.arith(one >= 0)
    members = over(pf, 1, two, lambda q, bounds: projection(pf).apply(pair, two, q, using=[bounds.left, bounds.right]))
    both = stacked(pf).apply(x, d, k, single(f), 1, s, single(g), 1, t, pair, two, using=[
        given[0], positive, positive, given[1], given[2], members])  # fmt: skip
    inputs = pf.arith(two >= 0)
    parts = [
        same_affine(
            pf,
            projection(pf).apply(pair, two, c, using=[pf.arith(1 <= term(c)), pf.arith(term(c) <= two)]),
            e,
            lambda r, c=c: pf.symmetric(pick(pf, pair(term(c))(r))),
        )
        for c, e in ((1, f), (2, g))
    ]
    gates = [combined(pf, inputs, 1, parts[0], -1, parts[1]), parts[1], combined(pf, inputs, -1, parts[1], 0, parts[1])]
    value = lam(p, maximum(0, 1 * f(p) + -1 * g(p)) + maximum(0, g(p)) - maximum(0, -1 * g(p) + 0 * g(p)))
    top = layer_of(pf, pair, two, inputs, gates, [1, 1, -1], value)

    def equal(r: Term) -> Fact:
        at = pf.lemma("max", f(r), g(r))
        acts = [pf.lemma("max", 0, e) for e in (1 * f(r) + -1 * g(r), g(r), -1 * g(r) + 0 * g(r))]
        goal = h(r) == value(r)

        def split(left: list[Fact], known: list[Fact]) -> Fact:
            if not left:
                return pf.arith(goal, given[3](r), *known)
            return pf.by_cases(left[0], *[lambda q: split(left[1:], [*known, q])] * 2)

        return split([at, *acts], [])

    last = renamed(pf, top, h, equal)
    found = composed(pf).apply(x, d, k, pair, two, s + t, 1, single(h), 1, 3, using=[
        given[0], inputs, pf.arith(one >= 1), both, last])  # fmt: skip
    for premise in reversed(given):
        found = pf.implication(premise.formula, found)
    return pf.general(x, d, k, f, s, g, t, h, found)


@once
def greatest_exists(pf: Proof) -> Fact:
    """For m >= 1, f(1), ..., f(m) have a maximum."""
    f, g = pf.fresh("f", FAMILY), function("g", "V->real")

    def claim(m: Term) -> Term:
        return exists(g, Greatest(g, f, m))

    def greatest(h: Term, m: Term, above: Callable[[Term, Term, Fact], Fact], at: Callable[[Term, Term], Fact]) -> Fact:
        q = pf.fresh("p", "V")
        some_ = some(i, 1, m, h(q) == f(i)(q))
        fact = pf.general(q, pf.both(over(pf, 1, m, lambda t, b: above(q, t, b)), at(q, some_)))
        return pf.witness(claim(m), h, pf.restate(fact, Greatest(h, f, m)))

    def base() -> Fact:
        def above(q: Term, t: Term, bounds: Fact) -> Fact:
            return pf.arith(f(t)(q) <= f(1)(q), pf.congruent(lam(j, f(j)(q)), pf.arith(t == 1, bounds)))

        one = term(1)
        return greatest(f(1), one, above, lambda q, goal: pf.witness(goal, 1, pf.both(
            pf.both(pf.arith(one <= 1), pf.arith(one <= 1)), pf.ring(f(1)(q), f(1)(q)))))  # fmt: skip

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        old, known = pf.obtain(here, "g")
        known = pf.open_definition(known)
        h = lam(p, maximum(old(p), f(m + 1)(p)))

        def above(q: Term, t: Term, bounds: Fact) -> Fact:
            goal = f(t)(q) <= h(q)

            def earlier(yes: Fact) -> Fact:
                before = known(q).left.apply(t, using=[bounds.left, yes])
                return pf.by_cases(pf.lemma("max", *h(q).args), *[lambda c: pf.arith(goal, c, before)] * 2)

            def newest(no: Fact) -> Fact:
                same = pf.congruent(lam(j, f(j)(q)), pf.arith(t == m + 1, no, bounds))
                return pf.by_cases(pf.lemma("max", *h(q).args), *[lambda c: pf.arith(goal, c, same)] * 2)

            return pf.decide(t <= m, earlier, newest)

        def at(q: Term, goal: Term) -> Fact:
            def new(c: Fact) -> Fact:
                place = pf.both(pf.arith(1 <= m + 1, low), pf.arith(m + 1 <= m + 1))
                return pf.witness(goal, m + 1, pf.both(place, pf.arith(h(q) == f(m + 1)(q), c)))

            def stays(c: Fact) -> Fact:
                t, inside = pf.obtain(known(q).right, "i")
                place = pf.both(inside.left.left, pf.arith(t <= m + 1, inside.left.right))
                return pf.witness(goal, t, pf.both(place, pf.arith(h(q) == f(t)(q), c, inside.right)))

            return pf.by_cases(pf.lemma("max", *h(q).args), new, stays)

        return greatest(h, m + 1, above, at)

    return pf.general(f, pf.induction("m", 1, claim, base, step))


def tournament_size(m: Term, L: Term) -> Term:
    """What a tournament of m networks in L rounds adds to their sizes, at most."""
    return m + 2 * 2**L - 3


@once
def tournament(pf: Proof) -> Fact:
    """For d >= 0: the maximum g of f(1), ..., f(m), 1 <= m <= 2^L, networks of k layers and sizes s(i), is a network of
    k + L layers with at most m + 2 2^L - 3 gates more than they have together."""
    x, d = pf.fresh("x", FAMILY), pf.fresh("d", "int")
    inputs = pf.assume(d >= 0)
    f_, s_, k_, m_, g_, t_ = (function("f", FAMILY), function("s", "int->int"), integer("k"), integer("m"),
                              function("g", "V->real"), integer("t"))  # fmt: skip

    def bound(m: Term, s: Term, t: Term, L: Term) -> Term:
        return t <= total(i, 1, m, s(i)) + tournament_size(m, L)

    def conclusion(g: Term, k: Term, m: Term, s: Term, L: Term) -> Term:
        return exists(t_, conj(Layered(single(g), 1, x, d, k + L, t_), bound(m, s, t_, L)))

    def premises(f: Term, g: Term, k: Term, m: Term, s: Term, L: Term) -> list[Term]:
        return [1 <= m, m <= 2**L, every(i, 1, m, Layered(single(f(i)), 1, x, d, k, s(i))), Greatest(g, f, m)]

    def claim(L: Term) -> Term:
        return forall(f_, s_, k_, m_, g_, implies(*premises(f_, g_, k_, m_, s_, L), conclusion(g_, k_, m_, s_, L)))

    def opened(L: Term) -> tuple[list[Term], list[Fact]]:
        values = [
            pf.fresh(*q) for q in (("f", FAMILY), ("s", "int->int"), ("k", "int"), ("m", "int"), ("g", "V->real"))
        ]
        f, s, k, m, g = values
        return values, [pf.assume(q) for q in premises(f, g, k, m, s, L)]

    def closed(values: list[Term], given: list[Fact], fact: Fact) -> Fact:
        for premise in reversed(given):
            fact = pf.implication(premise.formula, fact)
        return pf.general(*values, fact)

    def only_one(values: list[Term], given: list[Fact], single_: Fact) -> tuple[Fact, Fact]:
        """g is f(1), a network of k layers and size s(1), and the sum of the sizes is s(1), from m = 1."""
        f, s, _, m, g = values
        net = given[2].apply(1, using=[pf.arith(term(1) <= m, single_), pf.arith(term(1) <= 1)])

        def equal(r: Term) -> Fact:
            at = pf.open_definition(given[3])(r)
            mark = pf.opened
            t, inside = pf.obtain(at.right, "i")
            same = pf.congruent(lam(j, f(j)(r)), pf.arith(t == 1, inside.left, single_))
            return pf.close(pf.arith(g(r) == f(1)(r), inside.right, same), mark)

        sizes = lam(i, s(i))
        first = pf.arith(total(i, 1, term(0) + 1, s(i)) == s(1), pf.lemma("sum_step", 1, 0, sizes),
                         pf.lemma("sum_empty", 1, 0, sizes))  # fmt: skip
        q = pf.fresh("q", "int")
        sum_ = pf.step("equality", [pf.arith(term(0) + 1 == m, single_), first], [lam(q, total(i, 1, q, s(i)) == s(1))])
        return renamed(pf, net, g, equal), sum_

    def base() -> Fact:
        values, given = opened(term(0))
        _, s, k, m, g = values
        one = pf.arith(m == 1, given[0], given[1], pf.lemma("power_zero", 2))
        net, sum_ = only_one(values, given, one)
        size = pf.arith(bound(m, s, s(1), term(0)), sum_, one, pf.lemma("power_zero", 2))
        q = pf.fresh("q", "int")
        net = pf.step("equality", [pf.ring(k, k + 0), net], [lam(q, Layered(single(g), 1, x, d, q, s(1)))])
        return closed(values, given, pf.witness(conclusion(g, k, m, s, term(0)), s(1), pf.both(net, size)))

    def at_least_one(L: Term, low: Fact) -> Fact:
        def more(n: Term, _: Fact, here: Fact) -> Fact:
            return pf.arith(term(2) ** (n + 1) >= 1, pf.lemma("power_step", 2, n, using=[_]), here)

        first = pf.arith(term(2) ** term(0) >= 1, pf.lemma("power_zero", 2))
        ladder = pf.induction("n", 0, lambda n: term(2) ** n >= 1, lambda: first, more)
        return ladder.apply(L, using=[low])

    def step(L: Term, low: Fact, here: Fact) -> Fact:
        values, given = opened(L + 1)
        f, s, k, m, g = values
        doubled = pf.lemma("power_step", 2, L, using=[low])
        positive = at_least_one(L, low)
        goal = conclusion(g, k, m, s, L + 1)

        def deeper(net: Fact, old: Term, new: Term) -> Fact:
            args = net.formula.args
            q = pf.fresh("q", "int")
            return pf.step("equality", [pf.ring(args[4], new), net], [lam(q, Layered(*args[:4], q, args[5]))])

        def alone(yes: Fact) -> Fact:
            one = pf.arith(m == 1, given[0], yes)
            small = pf.arith(m <= 2**L, one, positive)
            mark = pf.opened
            t, found = pf.obtain(here.apply(f, s, k, m, g, using=[given[0], small, given[2], given[3]]), "t")
            net = padded(pf).apply(x, d, k + L, g, t, using=[inputs, found.left]).apply(
                1, using=[pf.arith(term(0) <= 1)])  # fmt: skip
            net = deeper(net, k + L + 1, k + (L + 1))
            size = pf.arith(bound(m, s, t + 2 * term(1), L + 1), found.right, doubled, positive)
            return pf.close(pf.witness(goal, t + 2 * term(1), pf.both(net, size)), mark)

        def halved(no: Fact) -> Fact:
            h = floor(m / 2)
            half = pf.lemma("floor", m / 2)
            sizes = [pf.arith(1 <= h, half, no), pf.arith(h <= 2**L, half, given[1], doubled)]
            rest = [
                pf.arith(1 <= m - h, half, no),
                pf.arith(m - h <= 2**L, pf.arith(m <= 2 * h + 1, half), given[1], doubled),
            ]
            second = lam(i, f(h + i)), lam(i, s(h + i))
            mark = pf.opened
            g1, top1 = pf.obtain(greatest_exists(pf)(f).apply(h, using=[sizes[0]]), "g")
            g2, top2 = pf.obtain(greatest_exists(pf)(second[0]).apply(m - h, using=[rest[0]]), "g")
            inside = pf.arith(h <= m, half, given[0])
            nets1 = over(pf, 1, h, lambda t, b: given[2].apply(t, using=[b.left, pf.arith(t <= m, b, inside)]))
            nets2 = over(pf, 1, m - h, lambda t, b: given[2].apply(h + t, using=[
                pf.arith(1 <= h + t, b, sizes[0]), pf.arith(h + t <= m, b)]))  # fmt: skip
            s1, net1 = pf.obtain(here.apply(f, s, k, h, g1, using=[*sizes, nets1, top1]), "t")
            s2, net2 = pf.obtain(here.apply(*second, k, m - h, g2, using=[*rest, nets2, top2]), "t")
            first, other, whole = (pf.open_definition(q) for q in (top1, top2, given[3]))

            def equal(r: Term) -> Fact:
                goal_ = g(r) == maximum(g1(r), g2(r))
                a, at_a = pf.obtain(first(r).right, "i")
                b, at_b = pf.obtain(other(r).right, "i")
                c, at_c = pf.obtain(whole(r).right, "i")
                inside_b = [pf.arith(1 <= h + b, at_b.left, sizes[0]), pf.arith(h + b <= m, at_b.left)]
                inside_a = [at_a.left.left, pf.arith(a <= m, at_a.left, inside)]
                lows = [pf.arith(e(r) <= g(r), at.right, whole(r).left.apply(place, using=using))
                        for e, at, place, using in ((g1, at_a, a, inside_a), (g2, at_b, h + b, inside_b))]  # fmt: skip

                def from_first(yes: Fact) -> Fact:
                    top = pf.arith(g(r) <= g1(r), at_c.right, first(r).left.apply(c, using=[at_c.left.left, yes]))
                    return pf.by_cases(pf.lemma("max", g1(r), g2(r)), *[lambda q: pf.arith(goal_, q, top, *lows)] * 2)

                def from_second(no: Fact) -> Fact:
                    at = other(r).left.apply(
                        c - h, using=[pf.arith(1 <= c - h, no), pf.arith(c - h <= m - h, at_c.left)]
                    )
                    moved = pf.arith(f(h + (c - h))(r) == f(c)(r))
                    top = pf.arith(g(r) <= g2(r), at_c.right, at, moved)
                    return pf.by_cases(pf.lemma("max", g1(r), g2(r)), *[lambda q: pf.arith(goal_, q, top, *lows)] * 2)

                return pf.decide(c <= h, from_first, from_second)

            def closed_equal(r: Term) -> Fact:
                inner = pf.opened
                return pf.close(equal(r), inner)

            net = of_two(pf).apply(x, d, k + L, g1, s1, g2, s2, g, using=[
                inputs, net1.left, net2.left, pointwise(pf, closed_equal)])  # fmt: skip
            net = deeper(net, k + L + 1, k + (L + 1))
            split = sum_appended(pf, h, m - h, lam(i, s(i)), pf.arith(h >= 0, sizes[0]), pf.arith(m - h >= 0, rest[0]))
            sum_ = transport(pf, lam(j, total(i, 1, j, s(i)) == split.formula.args[1]), pf.ring(h + (m - h), m), split)
            size = pf.arith(bound(m, s, s1 + s2 + 3, L + 1), sum_, net1.right, net2.right, doubled)
            return pf.close(pf.witness(goal, s1 + s2 + 3, pf.both(net, size)), mark)

        return closed(values, given, pf.decide(m <= 1, alone, halved))

    ladder = pf.induction("L", 0, claim, base, step)
    return pf.general(x, d, pf.implication(inputs.formula, ladder))


@once
def rounds(pf: Proof) -> Fact:
    """For m >= 1, with L the logarithm of m in base 2, rounded up: L >= 0, m <= 2^L and 2^L <= 2 m - 1."""
    m = pf.fresh("m", "int")
    some_ = pf.assume(m >= 1)
    u, L = log2(m), ceil_log2(m)
    inverse, _ = inverse_of_log_two(pf)
    two, itself = pf.lemma("exp_log", 2, using=[pf.arith(term(0) < 2)]), pf.lemma(
        "exp_log", m, using=[pf.arith(term(0) < m, some_)])  # fmt: skip
    unit = pf.enclose(0 < log(2))
    below, above = pf.lemma("floor", -u).split()
    value = pf.arith(u * log(2) == log(m), inverse, multipliers=[log(m)])

    def negative(no: Fact) -> Fact:
        small = pf.lemma("exp_monotone", log(m), 0, using=[pf.arith(log(m) < 0, no)])
        return pf.arith(false, itself, some_, small, pf.lemma("exp_zero"))

    sign = pf.absurd(log(m) >= 0, negative)
    low = pf.arith(L >= 0, below, pf.arith(u >= 0, sign, inverse_of_log_two(pf)[1]))
    exponent = pf.arith(log(m) <= L * log(2), value, pf.arith((L - u) * log(2) >= 0, pf.arith(L - u >= 0, below), unit))
    grown = weak_exp(pf, log(m), L * log(2), exponent)
    enough = pf.arith(m <= 2**L, grown, itself, power_of_exp(pf, term(2), two, log(2), L, low))

    def later(yes: Fact) -> Fact:
        before = pf.arith(L - 1 >= 0, yes)
        less = pf.arith((L - 1) * log(2) < log(m), value, pf.arith((u - (L - 1)) * log(2) > 0, pf.arith(
            u - (L - 1) > 0, above), unit))  # fmt: skip
        small = pf.lemma("exp_monotone", (L - 1) * log(2), log(m), using=[less])
        half = pf.arith(2 ** (L - 1) < m, small, itself, power_of_exp(pf, term(2), two, log(2), L - 1, before))
        return pf.arith(2**L <= 2 * m - 1, half, pf.lemma("power_step", 2, L - 1, using=[before]))

    def none(no: Fact) -> Fact:
        zero = pf.arith(L == 0, low, no)
        power = pf.congruent(lam(j, term(2) ** j), zero)
        return pf.arith(2**L <= 2 * m - 1, power, pf.lemma("power_zero", 2), some_)

    fact = pf.both(low, enough, pf.decide(L >= 1, later, none))
    return pf.general(m, pf.implication(some_.formula, fact))


@once
def of_many(pf: Proof) -> Fact:
    """For d >= 0: the maximum g of f(1), ..., f(m), m >= 1, networks of k(i) <= K layers and sizes s(i), is a network
    of K + L layers with at most m + 2 2^L - 3 gates more than they and the padding, 2 (K - k(i)) gates for each, have
    together; L is the logarithm of m, rounded up."""
    x, d, m, K = pf.fresh("x", FAMILY), pf.fresh("d", "int"), pf.fresh("m", "int"), pf.fresh("K", "int")
    f, g = pf.fresh("f", FAMILY), pf.fresh("g", "V->real")
    k, s, t_ = pf.fresh("k", "int->int"), pf.fresh("s", "int->int"), integer("t")
    given = [pf.assume(q) for q in (
        d >= 0, m >= 1, every(i, 1, m, Layered(single(f(i)), 1, x, d, k(i), s(i))), every(i, 1, m, k(i) <= K),
        Greatest(g, f, m))]  # fmt: skip
    sizes = lam(i, s(i) + 2 * (K - k(i)))
    low, enough, _ = rounds(pf).apply(m, using=[given[1]]).split()

    def longer(q: Term, bounds: Fact) -> Fact:
        at = [bounds.left, bounds.right]
        net, less = given[2].apply(q, using=at), given[3].apply(q, using=at)
        net = padded(pf).apply(x, d, k(q), f(q), s(q), using=[given[0], net]).apply(
            K - k(q), using=[pf.arith(K - k(q) >= 0, less)])  # fmt: skip
        args, c = net.formula.args, pf.fresh("q", "int")
        return pf.step("equality", [pf.ring(args[4], K), net], [lam(c, Layered(*args[:4], c, args[5]))])

    nets = over(pf, 1, m, longer)
    mark = pf.opened
    fact = tournament(pf).apply(x, d, using=[given[0]]).apply(ceil_log2(m), using=[low]).apply(
        f, sizes, K, m, g, using=[given[1], enough, nets, given[4]])  # fmt: skip
    t, found = pf.obtain(fact, "t")
    wanted = exists(t_, conj(Layered(single(g), 1, x, d, K + ceil_log2(m), t_),
                             t_ <= total(i, 1, m, sizes(i)) + tournament_size(m, ceil_log2(m))))  # fmt: skip
    fact = pf.close(pf.witness(wanted, t, found), mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(x, d, m, K, f, g, k, s, fact)


@once
def negated(pf: Proof) -> Fact:
    """A network for f is one for -f, with other weights in its last layer."""
    x, f = pf.fresh("x", FAMILY), pf.fresh("f", "V->real")
    d, k, s = (pf.fresh(name, "int") for name in "dks")
    given = [pf.assume(q) for q in (d >= 0, Layered(single(f), 1, x, d, k, s))]
    mark = pf.opened
    net, h = Net(pf, given[1]), lam(p, -f(p))
    wide = net.wide(pf, k, net.layers, pf.arith(k <= k), given[0])

    def output(t: Term, bounds: Fact) -> Fact:
        old = net.outputs.apply(t, using=[bounds.left, bounds.right])
        return same_affine(pf, combined(pf, wide, -1, old, 0, old), h, lambda r: pf.ring(h(r), -1 * f(r) + 0 * f(r)))

    fact = assembled(pf, Layered(single(h), 1, x, d, k, s), net.z, net.w, net.layers, net.first, net.inputs, net.widths,
                     net.size, net.gates, over(pf, 1, term(1), output))  # fmt: skip
    fact = pf.close(fact, mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(x, d, k, f, s, fact)


@once
def least_is_greatest(pf: Proof) -> Fact:
    """If g is the least of f(1), ..., f(m), then -g is the greatest of -f(1), ..., -f(m)."""
    f, g, m = pf.fresh("f", FAMILY), pf.fresh("g", "V->real"), pf.fresh("m", "int")
    given = pf.assume(Least(g, f, m))
    known, minus, negative = pf.open_definition(given), lam(p, -g(p)), lam(i, p, -f(i)(p))
    q = pf.fresh("p", "V")
    above = over(pf, 1, m, lambda t, b: pf.arith(-f(t)(q) <= -g(q), known(q).left.apply(t, using=[b.left, b.right])))
    goal = some(i, 1, m, minus(q) == negative(i)(q))
    mark = pf.opened
    t, inside = pf.obtain(known(q).right, "i")
    at = pf.close(pf.witness(goal, t, pf.both(inside.left, pf.arith(-g(q) == -f(t)(q), inside.right))), mark)
    fact = pf.restate(pf.general(q, pf.both(above, at)), Greatest(minus, negative, m))
    return pf.general(f, g, m, pf.implication(given.formula, fact))


@once
def exponent_order(pf: Proof) -> Fact:
    """For a, b >= 0 with 2^a < 2^b: a < b."""
    a, b = pf.fresh("a", "int"), pf.fresh("b", "int")
    given = [pf.assume(q) for q in (a >= 0, b >= 0, 2**a < 2**b)]

    def not_less(no: Fact) -> Fact:
        over_ = pf.arith(a - b >= 0, no)
        product = power_sum(pf).apply(a - b, b, using=[over_, given[1]])
        same = pf.congruent(lam(j, term(2) ** j), pf.ring(a - b + b, a))
        factors = [power_positive(pf).apply(e, using=[q]) for e, q in ((a - b, over_), (b, given[1]))]
        return pf.arith(false, given[2], product, same, *factors)

    fact = pf.arith(a < b, pf.absurd(a < b, not_less))
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(a, b, fact)


@once
def no_layers(pf: Proof) -> Fact:
    """For d >= 0: affine functions f(1), ..., f(n) of the inputs are computed without hidden layers."""
    x, f, d, n = pf.fresh("x", FAMILY), pf.fresh("f", FAMILY), pf.fresh("d", "int"), pf.fresh("n", "int")
    given = pf.assume(every(i, 1, n, AffineIn(f(i), x, d)))
    l = integer("l")
    z, w, zero = lam(l, x), lam(l, d), term(0)
    inputs = over(pf, 1, d, lambda t, b: pointwise(pf, lambda r: pf.ring(x(t)(r), x(t)(r))))
    widths = over(pf, 1, zero, lambda t, b: pf.anything(w(t) >= 1, pf.arith(false, b)))
    size = pf.lemma("sum_empty", 1, 0, lam(l, w(l)))
    gates = over(pf, 0, zero - 1, lambda t, b: pf.anything(
        every(i, 1, w(t + 1), Gate(z(t + 1)(i), z(t), w(t))), pf.arith(false, b)))  # fmt: skip
    goal = Layered(f, n, x, d, zero, zero)
    fact = assembled(pf, goal, z, w, pf.arith(zero >= 0), pf.ring(d, d), inputs, widths, size, gates, given)
    return pf.general(x, d, f, n, pf.implication(given.formula, fact))


@once
def weighted_sum(pf: Proof) -> Fact:
    """For d >= 0: h = f + c g for networks f, g of k layers and sizes s and t is one of k layers and size s + t."""
    x, c = pf.fresh("x", FAMILY), pf.fresh("c", "real")
    f, g, h = (pf.fresh(name, "V->real") for name in "fgh")
    d, k, s, t = (pf.fresh(name, "int") for name in "dkst")
    given = [pf.assume(q) for q in (d >= 0, Layered(single(f), 1, x, d, k, s), Layered(single(g), 1, x, d, k, t),
                                    forall(p, h(p) == f(p) + c * g(p)))]  # fmt: skip
    pair, one, two = joined(single(f), term(1), single(g)), term(1), term(1) + 1
    low, inputs = pf.arith(one >= 0), pf.arith(two >= 0)
    units = [projection(pf).apply(pair, two, e, using=[pf.arith(1 <= e), pf.arith(e <= two)]) for e in (one, two)]
    both = combined(pf, inputs, 1, units[0], c, units[1])

    def equal(r: Term) -> Fact:
        parts = [pick(pf, pair(e)(r)) for e in (one, two)]
        return pf.arith(h(r) == 1 * pair(one)(r) + c * pair(two)(r), given[3](r), *parts, multipliers=[1, c])

    output = over(pf, 1, one, lambda q, b: same_affine(pf, both, h, equal))
    fact = stacked(pf).apply(x, d, k, single(f), 1, s, single(g), 1, t, single(h), 1, using=[
        given[0], low, low, given[1], given[2], output])  # fmt: skip
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(x, d, k, f, s, c, g, t, h, fact)


@once
def sum_of_maxima(pf: Proof) -> Fact:
    """For d >= 0 and P >= 1: a combination f of maxima M(j), 1 <= j <= P, of a(j) affine functions each, where
    1 <= a(j) <= m, is computed with L hidden layers, the logarithm of m, rounded up."""
    x, d, P, m = pf.fresh("x", FAMILY), pf.fresh("d", "int"), pf.fresh("P", "int"), pf.fresh("m", "int")
    line, M, f = pf.fresh("ell", "int->int->V->real"), pf.fresh("M", FAMILY), pf.fresh("f", "V->real")
    a, c, t_ = pf.fresh("a", "int->int"), pf.fresh("c", "int->real"), integer("t")
    L = ceil_log2(m)
    given = [pf.assume(q) for q in (
        d >= 0, P >= 1, m >= 1, every(j, 1, P, conj(1 <= a(j), a(j) <= m)),
        every(j, 1, P, every(i, 1, a(j), AffineIn(line(j)(i), x, d))), every(j, 1, P, Greatest(M(j), line(j), a(j))),
        forall(p, f(p) == total(j, 1, P, c(j) * M(j)(p))))]  # fmt: skip
    low, enough, _ = rounds(pf).apply(m, using=[given[2]]).split()
    zero = lam(i, term(0))

    def one(t: Term, bounds: Fact) -> tuple[Term, Fact]:
        """A network for M(t)."""
        at = [bounds.left, bounds.right]
        count = given[3].apply(t, using=at)
        affine = given[4].apply(t, using=at)

        def plain(e: Term, b: Fact) -> Fact:
            inside = affine.apply(e, using=[b.left, b.right])
            return no_layers(pf).apply(x, d, single(line(t)(e)), 1, using=[over(pf, 1, term(1), lambda q, _: inside)])

        nets = over(pf, 1, a(t), plain)
        fits = pf.arith(a(t) <= 2**L, count.right, enough)
        fact = tournament(pf).apply(x, d, using=[given[0]]).apply(L, using=[low]).apply(
            line(t), zero, 0, a(t), M(t), using=[count.left, fits, nets, given[5].apply(t, using=at)])  # fmt: skip
        size, found = pf.obtain(fact, "t")
        return size, found.left

    def partial(n: Term) -> Term:
        return lam(p, total(j, 1, n, c(j) * M(j)(p)))

    def claim(n: Term) -> Term:
        return implies(n <= P, exists(t_, Layered(single(partial(n)), 1, x, d, 0 + L, t_)))

    def base() -> Fact:
        bound = pf.assume(term(1) <= P)
        mark = pf.opened
        size, net = one(term(1), pf.both(pf.arith(term(1) <= 1), bound))
        summed = weighted_sum(pf).apply(x, d, 0 + L, M(1), size, c(1) - 1, M(1), size, lam(p, c(1) * M(1)(p)), using=[
            given[0], net, net, pointwise(pf, lambda r: pf.ring(
                c(1) * M(1)(r), M(1)(r) + (c(1) - 1) * M(1)(r)))])  # fmt: skip

        def equal(r: Term) -> Fact:
            summand = lam(j, c(j) * M(j)(r))
            return pf.arith(partial(term(1))(r) == c(1) * M(1)(r), pf.lemma("sum_step", 1, 0, summand), pf.lemma(
                "sum_empty", 1, 0, summand))  # fmt: skip

        net = renamed(pf, summed, partial(term(1)), equal)
        fact = pf.witness(claim(term(1)).args[1], size + size, net)
        return pf.implication(bound.formula, pf.close(fact, mark))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        bound = pf.assume(n + 1 <= P)
        mark = pf.opened
        old, before = pf.obtain(here.apply(using=[bound]), "t")
        size, net = one(n + 1, pf.both(pf.arith(1 <= n + 1, above), bound))

        def equal(r: Term) -> Fact:
            longer = pf.lemma("sum_step", 1, n, lam(j, c(j) * M(j)(r)), using=[pf.arith(term(1) <= n + 1, above)])
            return pf.arith(partial(n + 1)(r) == partial(n)(r) + c(n + 1) * M(n + 1)(r), longer)

        summed = weighted_sum(pf).apply(x, d, 0 + L, partial(n), old, c(n + 1), M(n + 1), size, partial(n + 1), using=[
            given[0], before, net, pointwise(pf, equal)])  # fmt: skip
        fact = pf.witness(claim(n + 1).args[1], old + size, summed)
        return pf.implication(bound.formula, pf.close(fact, mark))

    whole = pf.induction("n", 1, claim, base, step).apply(P, using=[given[1], pf.arith(P <= P)])
    mark = pf.opened
    size, net = pf.obtain(whole, "t")
    net = renamed(pf, net, f, lambda r: given[6](r))
    q = pf.fresh("q", "int")
    net = pf.step("equality", [pf.ring(0 + L, L), net], [lam(q, Layered(single(f), 1, x, d, q, size))])
    fact = pf.close(pf.witness(exists(t_, Layered(single(f), 1, x, d, L, t_)), size, net), mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(x, d, P, m, line, M, f, a, c, fact)


def logarithms_defined(pf: Proof, formula: Term) -> Fact:
    """A goal about ceil_log2(m), m >= 1, takes logarithms of positive numbers and no negative powers."""
    unit = pf.enclose(0 < log(2))

    def leaf(goal: Term, facts: list[Fact]) -> Fact | None:
        if goal.op == "not":  # log(2) is not 0
            return pf.arith(goal, unit)
        if goal.op == "<=":  # 0 <= ceil_log2(m), an exponent
            size = goal.args[1].args[0].args[0].args[0].args[0].args[0]
            return rounds(pf).apply(size, using=[pf.arith(size >= 1, *facts)]).left
        size = goal.args[1]
        known = [pf.lemma("floor", size.args[0].args[0])] if size.op == "neg" else []
        return pf.arith(goal, *facts, *known)

    return defined(pf, formula, leaf)
