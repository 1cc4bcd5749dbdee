"""Maxima of affine functions by a narrow network: each layer takes one more function in, and hands the inputs on."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import once
from numerics.terms import (
    Term,
    conj,
    define,
    either,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    negation,
    real,
    some,
    term,
    vector,
    where,
)  # fmt: skip
from theorems.mukherjee2020.deep_nets import (
    FAMILY,
    AffineIn,
    Layered,
    Net,
    assembled,
    combined,
    composed,
    gate_of,
    one_layer,
    pick,
    projection,
    same_affine,
    single,
    through,
)  # fmt: skip
from theorems.mukherjee2020.maxima import no_layers

i, k, s = integer("i"), integer("k"), integer("s")
p, z = vector("p"), real("z")
g_ = function("g", "V->real")


@define
def GreatestAbove0(g: "V->real", f: "int->V->real", k: "int") -> Term:
    """g is the pointwise maximum of 0 and f(1), ..., f(k)."""
    return forall(p, conj(g(p) >= 0, every(i, 1, k, f(i)(p) <= g(p)), either(
        g(p) == 0, some(i, 1, k, g(p) == f(i)(p)))))  # fmt: skip


def extended(x: Term, n: Term, g: Term) -> Term:
    """x(1), ..., x(n), g."""
    return lam(i, p, where(i <= n, x(i)(p), g(p)))


@once
def running_maxima(pf: Proof) -> Fact:
    """For all n >= 1, x, f, m: if f(1), ..., f(m) are affine in x(1), ..., x(n), then for 0 <= k <= m some network of k
    layers has the outputs x(1), ..., x(n) and the maximum of 0 and f(1), ..., f(k)."""
    x, f, n, m = pf.fresh("x", FAMILY), pf.fresh("f", FAMILY), pf.fresh("n", "int"), pf.fresh("m", "int")
    some_inputs, lines = pf.assume(n >= 1), pf.assume(every(i, 1, m, AffineIn(f(i), x, n)))
    v, count = pf.fresh("p", "V"), pf.arith(n >= 0, some_inputs)

    def found(k: Term) -> Term:
        return exists(g_, s, conj(GreatestAbove0(g_, f, k), Layered(extended(x, n, g_), n + 1, x, n, k, s)))

    def base() -> Fact:
        flat = lam(p, term(0))
        outer, none = extended(x, n, flat), term(0)
        first = projection(pf).apply(x, n, 1, using=[pf.arith(term(1) <= n, some_inputs)])

        def output(t: Term, place: Fact) -> Fact:
            def kept(yes: Fact) -> Fact:
                unit = projection(pf).apply(x, n, t, using=[pf.arith(1 <= t, place), yes])
                return same_affine(pf, unit, outer(t), lambda r: pick(pf, outer(t)(r), yes))

            def last(no: Fact) -> Fact:
                zero = combined(pf, count, 0, first, 0, first)
                return same_affine(pf, zero, outer(t), lambda r: pf.arith(
                    outer(t)(r) == 0 * x(1)(r) + 0 * x(1)(r), pick(pf, outer(t)(r), no)))  # fmt: skip

            return pf.decide(t <= n, kept, last)

        net = no_layers(pf).apply(x, n, outer, n + 1, using=[over(pf, 1, n + 1, output)])
        nothing = over(pf, 1, none, lambda t, b: pf.anything(f(t)(v) <= flat(v), pf.arith(false, b)))
        ways = either(flat(v) == 0, some(i, 1, none, flat(v) == f(i)(v)))
        top = pf.both(pf.arith(flat(v) >= 0), nothing, pf.or_intro(ways, pf.ring(flat(v), 0)))
        top = pf.restate(pf.general(v, top), GreatestAbove0(flat, f, none))
        return under(pf, none <= m, lambda _: pf.witness(found(none), flat, 0, pf.both(top, net)))

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        line = f(k + 1)

        def grow(bound: Fact) -> Fact:
            mark = pf.opened
            g, s, facts = pf.obtain(here.apply(using=[bound]), "g", "s")
            new = lam(p, maximum(g(p), line(p)))
            top = greater(pf, f, k, low, g, new, facts.left)
            affine = lines.apply(k + 1, using=[low, bound])
            layer, size = next_layer(pf, x, n, g, new, line, affine, some_inputs)
            net = composed(pf).apply(x, n, k, extended(x, n, g), n + 1, s, 1, extended(x, n, new), n + 1, size, using=[
                count, pf.arith(n + 1 >= 0, count), pf.arith(term(1) >= 1), facts.right, layer])  # fmt: skip
            return pf.close(pf.witness(found(k + 1), new, s + size, pf.both(top, net)), mark)

        return under(pf, k + 1 <= m, grow)

    fact = pf.induction("k", 0, lambda k: implies(k <= m, found(k)), base, step)
    return pf.general(n, x, f, m, pf.implication(some_inputs.formula, pf.implication(lines.formula, fact)))


def greater(pf: Proof, f: Term, k: Term, low: Fact, g: Term, new: Term, top: Fact) -> Fact:
    """GreatestAbove0(max(g, f(k + 1)), f, k + 1), from that of g and f(1), ..., f(k)."""
    v = pf.fresh("p", "V")
    sign, below, attained = pf.open_definition(top)(v).split()
    line = f(k + 1)
    ways = either(new(v) == 0, some(i, 1, k + 1, new(v) == f(i)(v)))

    def at(t: Term, place: Fact, equal: Fact) -> Fact:
        return pf.or_intro(ways, pf.witness(ways.args[1], t, pf.both(place, equal)))

    def cases(first: Fact, second: Fact, reached: Fact) -> Fact:
        """The parts, where max(g, f(k + 1)) is at least both."""

        def one(t: Term, place: Fact) -> Fact:
            goal = f(t)(v) <= new(v)
            return pf.decide(
                t <= k,
                lambda yes: pf.arith(goal, below.apply(t, using=[place, yes]), first),
                (lambda no: pf.arith(goal, pf.congruent(lam(i, f(i)(v)), pf.arith(t == k + 1, no, place)), second)),
            )

        return pf.both(pf.arith(new(v) >= 0, sign, first), over(pf, 1, k + 1, one), reached)

    def old(fact: Fact) -> Fact:
        """Where g is the larger one."""
        equal = pf.arith(new(v) == g(v), fact)

        def there(inside: Fact) -> Fact:
            mark = pf.opened
            t, facts = pf.obtain(inside, "i")
            place = pf.both(pf.arith(1 <= t, facts), pf.arith(t <= k + 1, facts))
            return pf.close(at(t, place, pf.arith(new(v) == f(t)(v), equal, facts.right)), mark)

        reached = pf.by_cases(attained, lambda zero: pf.or_intro(ways, pf.arith(new(v) == 0, equal, zero)), there)
        return cases(pf.arith(g(v) <= new(v), equal), pf.arith(line(v) <= new(v), fact), reached)

    def last(fact: Fact) -> Fact:
        """Where f(k + 1) is."""
        equal = pf.arith(new(v) == line(v), fact)
        place = pf.both(pf.arith(1 <= k + 1, low), pf.arith(k + 1 <= k + 1))
        return cases(pf.arith(g(v) <= new(v), fact), pf.arith(line(v) <= new(v), equal), at(k + 1, place, equal))

    larger = pf.lemma("max", g(v), line(v))

    def upper(no: Fact) -> Fact:
        equal = pf.by_cases(larger, *[lambda fact: pf.arith(new(v) == line(v), fact, no)] * 2)
        return last(pf.both(pf.arith(g(v) <= line(v), no), equal))

    whole = pf.decide(line(v) <= g(v), lambda yes: old(pf.both(yes, pf.by_cases(larger, *[
        lambda fact: pf.arith(new(v) == g(v), fact, yes)] * 2))), upper)  # fmt: skip
    return pf.restate(pf.general(v, whole), GreatestAbove0(new, f, k + 1))


def next_layer(pf: Proof, x: Term, n: Term, g: Term, new: Term, line: Term, affine: Fact,
               some_inputs: Fact) -> tuple[Fact, Term]:  # fmt: skip
    """One layer with the inputs x(1), ..., x(n), g and the outputs x(1), ..., x(n), max(g, line) = ``new``, and its
    size, 2 n + 1: the gates are max(0, x(i)), max(0, -x(i)), max(0, g - line). ``affine``: the line is affine in the
    x(i)."""
    inputs, outputs = extended(x, n, g), extended(x, n, new)
    q, wide, count = n + n + 1, pf.arith(n + 1 >= 0, some_inputs), pf.arith(n >= 0, some_inputs)
    units = lam(i, p, where(i <= n, maximum(0, x(i)(p)), where(
        i <= n + n, maximum(0, -x(i - n)(p)), maximum(0, g(p) - line(p)))))  # fmt: skip
    act = lam(z, maximum(0, z))

    def given(t: Term, low: Fact, high: Fact) -> Fact:
        """x(t) is affine in the inputs."""
        unit = projection(pf).apply(inputs, n + 1, t, using=[low, pf.arith(t <= n + 1, high)])
        return same_affine(pf, unit, x(t), lambda r: pf.symmetric(pick(pf, inputs(t)(r), high)))

    def gate(t: Term, place: Fact) -> Fact:
        low = pf.arith(1 <= t, place)

        def first(yes: Fact) -> Fact:
            return gate_of(pf, given(t, low, yes), units(t), lambda r: pick(pf, units(t)(r), yes))

        def second(no: Fact) -> Fact:
            def negative(yes: Fact) -> Fact:
                old = given(t - n, pf.arith(1 <= t - n, no), pf.arith(t - n <= n, yes))
                minus = lam(p, -1 * x(t - n)(p) + 0 * x(t - n)(p))
                return gate_of(pf, combined(pf, wide, -1, old, 0, old), units(t), lambda r: pf.arith(
                    units(t)(r) == act(minus(r)), pick(pf, units(t)(r), no, yes), pf.congruent(
                        act, pf.ring(minus(r), -x(t - n)(r)))))  # fmt: skip

            def difference(also: Fact) -> Fact:
                top = projection(pf).apply(inputs, n + 1, n + 1, using=[pf.arith(1 <= n + 1, count), pf.arith(
                    n + 1 <= n + 1)])  # fmt: skip
                past = pf.arith(negation(n + 1 <= n))
                top = same_affine(pf, top, g, lambda r: pf.symmetric(pick(pf, inputs(n + 1)(r), past)))
                lower = through(pf).apply(line, x, n, inputs, n + 1, using=[count, wide, affine, over(
                    pf, 1, n, lambda h, b: given(h, b.left, b.right))])  # fmt: skip
                return gate_of(pf, combined(pf, wide, 1, top, -1, lower), units(t), lambda r: pf.arith(
                    units(t)(r) == act(1 * g(r) + -1 * line(r)), pick(pf, units(t)(r), no, also), pf.congruent(
                        act, pf.ring(1 * g(r) + -1 * line(r), g(r) - line(r)))))  # fmt: skip

            return pf.decide(t <= n + n, negative, difference)

        return pf.decide(t <= n, first, second)

    some_units = pf.arith(q >= 0, count)

    def kept(t: Term, low: Fact, high: Fact) -> Fact:
        """x(t) = max(0, x(t)) - max(0, -x(t)) is affine in the gates."""
        positive = projection(pf).apply(units, q, t, using=[low, pf.arith(t <= q, high, count)])
        negative = projection(pf).apply(units, q, t + n, using=[pf.arith(1 <= t + n, low, count), pf.arith(
            t + n <= q, high)])  # fmt: skip

        def value(r: Term) -> Fact:
            moved = pf.congruent(lam(i, maximum(0, -x(i)(r))), pf.ring(t + n - n, t))
            past, inside = pf.arith(negation(t + n <= n), low), pf.arith(t + n <= n + n, high)
            parts = pick(pf, units(t)(r), high), pick(pf, units(t + n)(r), past, inside)
            goal, other = x(t)(r) == 1 * units(t)(r) + -1 * units(t + n)(r), pf.lemma("max", 0, -x(t)(r))
            return pf.by_cases(pf.lemma("max", 0, x(t)(r)), *[lambda one: pf.by_cases(other, *[
                lambda two: pf.arith(goal, one, two, moved, *parts)] * 2)] * 2)  # fmt: skip

        return same_affine(pf, combined(pf, some_units, 1, positive, -1, negative), x(t), value)

    def output(t: Term, place: Fact) -> Fact:
        def first(yes: Fact) -> Fact:
            return same_affine(pf, kept(t, pf.arith(1 <= t, place), yes), outputs(t), lambda r: pick(
                pf, outputs(t)(r), yes))  # fmt: skip

        def last(no: Fact) -> Fact:
            lower = through(pf).apply(line, x, n, units, q, using=[count, some_units, affine, over(
                pf, 1, n, lambda h, b: kept(h, b.left, b.right))])  # fmt: skip
            rest = projection(pf).apply(units, q, q, using=[pf.arith(1 <= q, count), pf.arith(q <= q)])

            def value(r: Term) -> Fact:
                unit = pick(pf, units(q)(r), pf.arith(negation(q <= n), count), pf.arith(negation(q <= n + n)))
                chosen = pick(pf, outputs(t)(r), no)
                goal, act_ = outputs(t)(r) == 1 * line(r) + 1 * units(q)(r), pf.lemma("max", 0, g(r) - line(r))
                return pf.by_cases(pf.lemma("max", g(r), line(r)), *[lambda one: pf.by_cases(act_, *[
                    lambda two: pf.arith(goal, one, two, unit, chosen)] * 2)] * 2)  # fmt: skip

            return same_affine(pf, combined(pf, some_units, 1, lower, 1, rest), outputs(t), value)

        return pf.decide(t <= n, first, last)

    layer = one_layer(pf).apply(inputs, n + 1, units, q, outputs, n + 1, using=[
        wide, pf.arith(q >= 1, count), over(pf, 1, q, gate), over(pf, 1, n + 1, output)])  # fmt: skip
    return layer, q


def last_output(pf: Proof, fact: Fact, g: Term, n: Term, some_inputs: Fact) -> Fact:
    """A network with the output g, from one with the outputs x(1), ..., x(n), g."""
    mark = pf.opened
    net = Net(pf, fact)
    last = net.outputs.apply(n + 1, using=[pf.arith(1 <= n + 1, some_inputs), pf.arith(n + 1 <= n + 1)])
    past = pf.arith(negation(n + 1 <= n))
    line = same_affine(pf, last, g, lambda r: pf.symmetric(pick(pf, net.f(n + 1)(r), past)))
    goal = Layered(single(g), 1, net.x, net.d, net.k, net.s)
    parts = [net.first, net.inputs, net.widths, net.size, net.gates, over(pf, 1, term(1), lambda *_: line)]
    return pf.close(assembled(pf, goal, net.z, net.w, net.layers, *parts), mark)
