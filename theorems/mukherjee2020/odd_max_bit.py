"""Derivations about ODD-MAX-BIT and the Chattopadhyay-Mande function: no two rows of its matrix are equal."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, sum_induction, transport, under
from numerics.sums import equal_sums, once
from numerics.terms import (
    Term,
    between,
    conj,
    either,
    every,
    exists,
    false,
    floor,
    implies,
    integer,
    lam,
    negation,
    same,
    some,
    term,
    total,
    var,
    where,
)  # fmt: skip
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.sign_rank import ChattopadhyayMande, OddMaxBit, bits, differ

i, j, t = integer("i"), integer("j"), integer("t")


@once
def alternating(p: Proof) -> Fact:
    """forall k, k >= 0 => (-1)^k = -1 or (-1)^k = 1."""

    def claim(k: Term) -> Term:
        return either(term(-1) ** k == -1, term(-1) ** k == 1)

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        power, goal = p.lemma("power_step", -1, k, using=[above]), claim(k + 1)
        return p.by_cases(here, lambda low: p.or_intro(goal, p.arith(term(-1) ** (k + 1) == 1, power, low)),
                          lambda high: p.or_intro(goal, p.arith(term(-1) ** (k + 1) == -1, power, high)))  # fmt: skip

    base = p.or_intro(claim(term(0)), p.lemma("power_zero", -1))
    return p.induction("k", 0, claim, lambda: base, step)


def weight(o: Term) -> Term:
    """The terms of the sum in ODD-MAX-BIT."""
    return lam(i, term(-1) ** (i + 1) * 2**i * (1 + o(i)))


def low_bits(p: Proof, o: Term, n: Term, k: Term, above: Fact, within: Fact, signs: Fact) -> Fact:
    """The sum over 1..k lies between -2 (2^(k+1) - 2) and 2 (2^(k+1) - 2), for 0 <= k <= n."""
    f = weight(o)

    def claim(k: Term) -> Term:
        return implies(k <= n, between(-(2 * (2 ** (k + 1) - 2)), total(i, 1, k, f(i)), 2 * (2 ** (k + 1) - 2)))

    def step(k: Term, low: Fact, here: Fact, sums: list[Fact]) -> Fact:
        def longer(inside: Fact) -> Fact:
            before = here.apply(using=[inside])
            double = p.lemma("power_step", 2, k + 1, using=[p.arith(k + 1 >= 0, low)])
            size = power_positive(p).apply(k + 1, using=[p.arith(k + 1 >= 0, low)])
            unit = alternating(p).apply(k + 1 + 1, using=[p.arith(k + 1 + 1 >= 0, low)])
            bit = signs.apply(k + 1, using=[low, inside])

            def bound(sign: Fact, value: Fact) -> Fact:
                exact = sign.formula.args[1] * 2 ** (k + 1) * (1 + value.formula.args[1])
                new = p.arith(f(k + 1) == exact, sign, value, multipliers=[2 ** (k + 1), 2 ** (k + 1) * (1 + o(k + 1))])
                return p.both(*(p.arith(part, *sums, before, new, double, size) for part in claim(k + 1).args[1].args))

            return p.by_cases(unit, *2 * [lambda sign: p.by_cases(bit, *2 * [lambda value: bound(sign, value)])])

        return under(p, k + 1 <= n, longer)

    power = p.lemma("power_step", 2, 0), p.lemma("power_zero", 2)
    return sum_induction(p, k, above, claim, [f], step, *power).apply(using=[within])


def top_bit(p: Proof, o: Term, n: Term, k: Term, above: Fact, within: Fact, beyond: Fact) -> Fact:
    """The sum over 1..n is that over 1..k, 0 <= k <= n, when o is -1 from k + 1 on: ``beyond``."""
    f = weight(o)

    def claim(n_: Term) -> Term:
        return implies(n_ <= n, total(i, 1, n_, f(i)) == total(i, 1, k, f(i)))

    def step(n_: Term, low: Fact, here: Fact) -> Fact:
        def longer(inside: Fact) -> Fact:
            positive = p.arith(n_ >= 0, low, above)
            gone = beyond.apply(n_ + 1, using=[low, inside])
            longer = p.lemma("sum_step", 1, n_, f, using=[positive])
            return p.arith(claim(n_ + 1).args[1], here.apply(using=[inside]), longer, gone,
                           multipliers=[term(-1) ** (n_ + 1 + 1) * 2 ** (n_ + 1)])  # fmt: skip

        return under(p, n_ + 1 <= n, longer)

    start = under(p, k <= n, lambda _: p.reflexive(total(i, 1, k, f(i))))
    return p.induction("n", k, claim, lambda: start, step).apply(n, using=[within, p.arith(n <= n)])


def is_bit(o: Term, n: Term) -> Term:
    """o(1), ..., o(n) are -1 or 1."""
    return every(i, 1, n, either(o(i) == -1, o(i) == 1))


@once
def odd_max_bit(p: Proof) -> Fact:
    """For all o, n, k: if o(1), ..., o(n) are -1 or 1, 1 <= k <= n, o(k) = 1 and o(i) = -1 for k < i <= n, then
    OddMaxBit(o, n) = -(-1)^(k+1)."""
    o, n, k = p.fresh("o", "int->int"), p.fresh("n", "int"), p.fresh("k", "int")
    f, goal = weight(o), OddMaxBit(o, n) == -(term(-1) ** (k + 1))
    premise = conj(is_bit(o, n), k >= 1, k <= n, o(k) == 1, every(i, k + 1, n, o(i) == -1))

    def argue(given: Fact) -> Fact:
        signs, above, within, top, beyond = given.split()
        whole = top_bit(p, o, n, k, p.arith(k >= 0, above), within, beyond)
        rest = low_bits(p, o, n, k - 1, p.arith(k - 1 >= 0, above), p.arith(k - 1 <= n, within), signs)
        last = p.lemma("sum_step", 1, k - 1, f, using=[p.arith(k - 1 >= 0, above)])
        unit = alternating(p).apply(k + 1, using=[p.arith(k + 1 >= 0, above)])
        fires = total(i, 1, n, f(i)) >= term("1/2")

        def value(sign: Fact) -> Fact:
            new = p.arith(f(k) == sign.formula.args[1] * 2**k * 2, sign, top, multipliers=[2**k, 2**k * (1 + o(k))])
            if same(sign.formula.args[1], term(1)):
                up = p.arith(fires, whole, rest, last, new)
                return p.arith(goal, p.lemma("if_true", fires, -1, 1, using=[up]), sign)
            down = p.arith(negation(fires), whole, rest, last, new)
            return p.arith(goal, p.lemma("if_false", fires, -1, 1, using=[down]), sign)

        return p.by_cases(unit, value, value)

    return p.general(o, n, k, under(p, premise, argue))


@once
def no_bit(p: Proof) -> Fact:
    """For all o, n: if n >= 0 and o(1), ..., o(n) are -1, then OddMaxBit(o, n) = 1."""
    o, n = p.fresh("o", "int->int"), p.fresh("n", "int")
    f = weight(o)

    def argue(given: Fact) -> Fact:
        whole = top_bit(p, o, n, term(0), p.arith(term(0) >= 0), given.left, given.right)
        fires = total(i, 1, n, f(i)) >= term("1/2")
        down = p.arith(negation(fires), whole, p.lemma("sum_empty", 1, 0, f))
        return p.arith(OddMaxBit(o, n) == 1, p.lemma("if_false", fires, -1, 1, using=[down]))

    return p.general(o, n, under(p, conj(n >= 0, every(i, term(0) + 1, n, o(i) == -1)), argue))


def largest(p: Proof, holds: Callable[[Term], Term], n: Term, above: Fact, found: Fact) -> Fact:
    """exists k, 1 <= k <= n, for which ``holds`` and for no greater one, from some(i, 1, n, holds(i))."""
    k = integer("k")

    def claim(N: Term) -> Term:
        last = exists(k, conj(between(1, k, N), holds(k), every(i, k + 1, N, negation(holds(i)))))
        return implies(some(i, 1, N, holds(i)), last)

    def nothing() -> Fact:
        def argue(any_: Fact) -> Fact:
            _, fact = p.obtain(any_, "i")
            return p.anything(claim(term(0)).args[1], p.arith(false, fact))

        return under(p, claim(term(0)).args[0], argue)

    def step(N: Term, low: Fact, here: Fact) -> Fact:
        goal = claim(N + 1).args[1]

        def argue(any_: Fact) -> Fact:
            def newest(yes: Fact) -> Fact:
                vacuous = over(
                    p, N + 1 + 1, N + 1, lambda i, bounds: p.anything(negation(holds(i)), p.arith(false, bounds))
                )
                bounds = p.both(p.arith(N + 1 >= 1, low), p.arith(N + 1 <= N + 1))
                return p.witness(goal, N + 1, p.both(bounds, yes, vacuous))

            def earlier(no: Fact) -> Fact:
                z, z_ = p.fresh("z", "int"), p.fresh("i", "int")
                at, fact = p.obtain(any_, "i")
                bounds, true_there = fact.left, fact.right

                def is_last(beyond: Fact) -> Fact:
                    moved = transport(p, lam(z, holds(z)), p.arith(at == N + 1, beyond, bounds), true_there)
                    return p.conflict(moved, no)

                inside = p.absurd(at <= N, is_last)
                shorter = p.witness(claim(N).args[0], at, p.both(p.both(bounds.left, inside), true_there))
                top, last = p.obtain(p.modus_ponens(here, shorter), "k")
                place, true_at_top, none_above = last.left, last.right.left, last.right.right

                def none(i: Term, bounds: Fact) -> Fact:
                    def newest_one(far: Fact) -> Fact:
                        at = p.symmetric(p.arith(i == N + 1, far, bounds))
                        return transport(p, lam(z_, negation(holds(z_))), at, no)

                    return p.decide(i <= N, lambda yes: none_above.apply(i, using=[bounds, yes]), newest_one)

                return p.witness(goal, top, p.both(p.both(place.left, p.arith(top <= N + 1, place)), true_at_top, over(
                    p, top + 1, N + 1, none)))  # fmt: skip

            return p.decide(holds(N + 1), newest, earlier)

        return under(p, claim(N + 1).args[0], argue)

    return p.induction("N", 0, claim, nothing, step).apply(n, using=[above, found])


def block_of(
    p: Proof, x: Term, u: Term, n: Term, l: Term, long: Fact, place: Fact, apart: Fact, signs: list[Fact]
) -> Fact:
    """Some block of x and u differs, from x(t) != u(t), 1 <= t <= n l: t lies in the block floor((t - 1) / l) + 1."""
    t = apart.formula.args[0].args[0].args[1]
    q, inverse, floors = floor((t - 1) / l), p.lemma("inverse", l, using=[long]), p.lemma("floor", (t - 1) / l)
    low = p.arith(q * l <= t - 1, floors, inverse, long, multipliers=[t - 1])
    high = p.arith(t - 1 < (q + 1) * l, floors, inverse, long, multipliers=[t - 1])
    some_q = p.arith(q >= 0, high, long, place)
    few = p.arith(q + 1 <= n, low, long, place)
    goal = some(i, 1, n, differ(x, u, i, l))
    entry = p.by_cases(signs[0].apply(t, using=[place]), *2 * [lambda of_x: p.by_cases(
        signs[1].apply(t, using=[place]), *2 * [lambda of_u: opposite(p, x, u, t, of_x, of_u, apart)])])  # fmt: skip
    inner = differ(x, u, q + 1, l)
    bounds = p.both(p.arith(t - q * l >= 1, low), p.arith(t - q * l <= l, high))
    product = p.arith(x((q + 1 - 1) * l + (t - q * l)) * u((q + 1 - 1) * l + (t - q * l)) == -1, entry)
    shown = p.witness(inner, t - q * l, p.both(bounds, product))
    return p.witness(goal, q + 1, p.both(p.both(p.arith(q + 1 >= 1, some_q), few), shown))


def opposite(p: Proof, x: Term, u: Term, t: Term, of_x: Fact, of_u: Fact, apart: Fact) -> Fact:
    """x(t) u(t) = -1, from the values of both, which are different."""
    goal = x(t) * u(t) == -1
    if same(of_x.formula.args[1], of_u.formula.args[1]):
        return p.anything(goal, p.conflict(p.arith(x(t) == u(t), of_x, of_u), apart))
    return p.arith(goal, of_x, of_u, multipliers=[x(t), u(t)])


def told_apart(x: Term, u: Term, n: Term, l: Term) -> Term:
    """Some y has different values of the Chattopadhyay-Mande function with x and with u."""
    y = var("y", "int->int")
    return exists(y, conj(bits(y, n * l), ChattopadhyayMande(x, y, n, l) != ChattopadhyayMande(u, y, n, l)))


@once
def distinct_rows(p: Proof) -> Fact:
    """For all n, l, x, u, t: if n, l >= 1, x and u have n l bits, and x(t) != u(t), the function tells x from u."""
    n, l, t = (p.fresh(name, "int") for name in "nlt")
    x, u = p.fresh("x", "int->int"), p.fresh("u", "int->int")
    premise = conj(n >= 1, l >= 1, bits(x, n * l), bits(u, n * l), between(1, t, n * l), x(t) != u(t))

    def argue(given: Fact) -> Fact:
        some_blocks, long, first, second, low, high, apart = given.split()
        return rows_differ(p, n, l, x, u, some_blocks, long, first, second, p.both(low, high), apart)

    return p.general(n, l, x, u, t, under(p, premise, argue))


def rows_differ(p: Proof, n: Term, l: Term, x: Term, u: Term, some_blocks: Fact, long: Fact, first: Fact, second: Fact,
                place: Fact, apart: Fact) -> Fact:  # fmt: skip
    """The y of :func:`distinct_rows`: in the largest block where x and u differ it is equal to x, below it to u, and
    beyond it opposite to both. The largest block equal to that of y is then this one for x, for u the one before."""
    found = block_of(p, x, u, n, l, long, place, apart, [first, second])
    k, fact = p.obtain(largest(p, lambda i: differ(x, u, i, l), n, p.arith(n >= 0, some_blocks), found), "k")
    (above, within), split, beyond = fact.left.split(), fact.right.left, fact.right.right
    y = lam(t, where(t <= (k - 1) * l, u(t), where(t <= k * l, x(t), -x(t))))
    row = {v.index: lam(i, where(differ(v, y, i, l), -1, 1)) for v in (x, u)}
    total_bits = n * l

    def before(s: Term, near: Fact) -> Fact:
        return p.lemma("if_true", s <= (k - 1) * l, u(s), where(s <= k * l, x(s), -x(s)), using=[near])

    def after(s: Term, far: Fact) -> Fact:
        return p.lemma("if_false", s <= (k - 1) * l, u(s), where(s <= k * l, x(s), -x(s)), using=[far])

    def inside(s: Term, far: Fact, near: Fact) -> Fact:
        """y(s) = x(s) in block k."""
        return p.arith(y(s) == x(s), after(s, far), p.lemma("if_true", s <= k * l, x(s), -x(s), using=[near]))

    def outside(s: Term, far: Fact, farther: Fact) -> Fact:
        """y(s) = -x(s) beyond block k."""
        return p.arith(y(s) == -x(s), after(s, far), p.lemma("if_false", s <= k * l, x(s), -x(s), using=[farther]))

    def sign(v: Term, s: Term, facts: Fact) -> Callable[[Callable[[Fact], Fact]], Fact]:
        """By cases on the bit v(s)."""
        rule = first if same(v, x) else second
        return lambda then: p.by_cases(rule.apply(s, using=[facts]), then, then)

    def bit(s: Term, bounds: Fact) -> Fact:
        goal = either(y(s) == -1, y(s) == 1)

        def equal_to(v: Term, negated: bool, value: Fact) -> Fact:
            def case(of_v: Fact) -> Fact:
                c = of_v.formula.args[1]
                is_one = same(c, term(1)) != negated
                return p.or_intro(goal, p.arith(y(s) == (1 if is_one else -1), value, of_v))

            return sign(v, s, bounds)(case)

        def later(far: Fact) -> Fact:
            return p.decide(s <= k * l, lambda near: equal_to(x, False, inside(s, far, near)),
                            lambda farther: equal_to(x, True, outside(s, far, farther)))  # fmt: skip

        return p.decide(s <= (k - 1) * l, lambda near: equal_to(u, False, before(s, near)), later)

    bits_of_y = over(p, 1, total_bits, bit, "t")

    def at(i: Term, j: Term) -> Term:
        return (i - 1) * l + j

    def in_range(i: Term, j: Term, of_i: Fact, of_j: Fact) -> Fact:
        return p.both(p.arith(at(i, j) >= 1, of_i, of_j, long), p.arith(at(i, j) <= total_bits, of_i, of_j, long))

    def flagged(v: Term, i: Term, j: Term, of_j: Fact, product: Fact) -> Fact:
        """The OR of block i is -1, because of bit j there."""
        yes = p.witness(differ(v, y, i, l), j, p.both(of_j, product))
        return p.lemma("if_true", differ(v, y, i, l), -1, 1, using=[yes])

    def clear(v: Term, i: Term, equal: Callable[[Term, Fact], Fact], of_i: Fact) -> Fact:
        """The OR of block i is 1, because y equals v there: ``equal(j, bounds)`` proves y = v at bit j."""

        def none(any_: Fact) -> Fact:
            j, fact = p.obtain(any_, "j")
            s, here = at(i, j), in_range(i, j, of_i, fact.left)
            return sign(v, s, here)(lambda of_v: p.arith(
                false, fact.right, equal(j, fact.left), of_v, multipliers=[v(s), 1]))  # fmt: skip

        return p.lemma("if_false", differ(v, y, i, l), -1, 1, using=[p.refute(differ(v, y, i, l), none)])

    one = p.both(p.arith(term(1) <= 1), p.arith(1 <= l, long))

    def far_block(v: Term, i: Term, bounds: Fact) -> Fact:
        """Beyond block k both x and u are opposite to y."""
        s, of_i = at(i, term(1)), p.both(p.arith(i >= 1, bounds, above), bounds.right)
        here = in_range(i, term(1), of_i, one)
        past = p.arith(i - 1 >= k, bounds)
        farther = p.arith(negation(s <= k * l), past, long)
        far = p.arith(negation(s <= (k - 1) * l), past, long)
        value = outside(s, far, farther)

        def of_x(value_x: Fact) -> Fact:
            if same(v, x):
                return p.arith(v(s) * y(s) == -1, value, value_x, multipliers=[x(s), y(s)])

            def of_u(value_u: Fact) -> Fact:
                goal = v(s) * y(s) == -1
                if same(value_x.formula.args[1], value_u.formula.args[1]):
                    return p.arith(goal, value, value_x, value_u, multipliers=[u(s), y(s), x(s)])
                clash = p.arith(x(s) * u(s) == -1, value_x, value_u, multipliers=[x(s), u(s)])
                differs = p.witness(differ(x, u, i, l), 1, p.both(one, clash))
                return p.anything(goal, p.conflict(differs, beyond.apply(i, using=[bounds])))

            return sign(u, s, here)(of_u)

        return flagged(v, i, term(1), one, sign(x, s, here)(of_x))

    def signs_of(v: Term) -> Fact:
        def entry(i: Term, _: Fact) -> Fact:
            goal, mixed = either(row[v.index](i) == -1, row[v.index](i) == 1), differ(v, y, i, l)
            return p.decide(
                mixed, lambda yes: p.or_intro(goal, p.lemma("if_true", mixed, -1, 1, using=[yes])),
                lambda no: p.or_intro(goal, p.lemma("if_false", mixed, -1, 1, using=[no])))  # fmt: skip

        return over(p, 1, n, entry)

    place_k = p.both(above, within)

    def in_block_k(j: Term, of_j: Fact) -> Fact:
        s = at(k, j)
        return inside(s, p.arith(negation(s <= (k - 1) * l), of_j), p.arith(s <= k * l, of_j))

    rule = odd_max_bit(p)
    far_from_x = over(p, k + 1, n, lambda i, bounds: far_block(x, i, bounds))
    of_x = rule.apply(row[x.index], n, k, using=[p.both(
        signs_of(x), above, within, clear(x, k, in_block_k, place_k), far_from_x)])  # fmt: skip

    def split_block() -> Fact:
        """In block k, u is somewhere opposite to y."""
        j, fact = p.obtain(split, "j")
        s = at(k, j)
        product = p.arith(u(s) * y(s) == -1, in_block_k(j, fact.left), fact.right, multipliers=[u(s)])
        return flagged(u, k, j, fact.left, product)

    own = split_block()
    z = p.fresh("z", "int")

    def from_k(i: Term, bounds: Fact) -> Fact:
        def at_k(near: Fact) -> Fact:
            return transport(p, lam(z, row[u.index](z) == -1), p.arith(k == i, near, bounds), own)

        return p.decide(i <= k, at_k, lambda far: far_block(u, i, p.both(p.arith(k + 1 <= i, far), bounds.right)))

    values = [ChattopadhyayMande(v, y, n, l) for v in (x, u)]
    of_x = p.restate(of_x, values[0] == -(term(-1) ** (k + 1)))
    unit = alternating(p).apply(k, using=[p.arith(k >= 0, above)])
    step = p.lemma("power_step", -1, k, using=[p.arith(k >= 0, above)])

    def several(more: Fact) -> Fact:
        below = p.both(p.arith(k - 1 >= 1, more), p.arith(k - 1 <= n, within))

        def equal(j: Term, of_j: Fact) -> Fact:
            return before(at(k - 1, j), p.arith(at(k - 1, j) <= (k - 1) * l, of_j))

        none_above = over(p, k - 1 + 1, n, lambda i, bounds: from_k(i, bounds))
        of_u = p.restate(rule.apply(row[u.index], n, k - 1, using=[p.both(
            signs_of(u), *below.split(), clear(u, k - 1, equal, below), none_above)]),
            values[1] == -(term(-1) ** (k - 1 + 1)))  # fmt: skip
        return p.refute(values[0] == values[1], lambda equal_: p.by_cases(unit, *2 * [lambda value: p.arith(
            false, equal_, of_x, of_u, step, value)]))  # fmt: skip

    def single(no: Fact) -> Fact:
        is_one = p.arith(k == 1, no, above)
        from_first = over(p, term(0) + 1, n, lambda i, bounds: from_k(i, p.both(
            p.arith(k - 1 + 1 <= i, bounds, is_one), bounds.right)))  # fmt: skip
        of_u = p.restate(no_bit(p).apply(row[u.index], n, using=[p.both(p.arith(n >= 0, some_blocks), from_first)]),
                         values[1] == 1)  # fmt: skip
        minus = p.lemma("power_step", -1, 0), p.lemma("power_zero", -1)
        exponent = p.congruent(lam(z, term(-1) ** z), is_one)
        return p.refute(values[0] == values[1], lambda equal_: p.arith(
            false, equal_, of_x, of_u, step, *minus, exponent))  # fmt: skip

    told = p.decide(k >= 2, several, single)
    return p.witness(told_apart(x, u, n, l), y, p.both(bits_of_y, told))


@once
def same_column(p: Proof) -> Fact:
    """For all n, l, x, y, v: if n, l >= 1 and y and v have the same n l bits, then the function has the same value with
    x and y as with x and v."""
    n, l = p.fresh("n", "int"), p.fresh("l", "int")
    x, y, v = (p.fresh(name, "int->int") for name in "xyv")

    def argue(given: Fact) -> Fact:
        _, long, equal = given.split()

        def other(a: Term, b: Term, i: Term, bounds: list[Fact], any_: Fact) -> Fact:
            """The blocks of x and b differ, if those of x and a do."""
            j, fact = p.obtain(any_, "j")
            s = (i - 1) * l + j
            inside = [p.arith(s >= 1, *bounds, fact.left, long), p.arith(s <= n * l, *bounds, fact.left, long)]
            return p.witness(differ(x, b, i, l), j, p.both(fact.left, p.arith(
                x(s) * b(s) == -1, fact.right, equal.apply(s, using=inside), multipliers=[x(s)])))  # fmt: skip

        f, g = (weight(lam(i, where(differ(x, e, i, l), -1, 1))) for e in (y, v))

        def entry(i: Term, low: Fact, high: Fact) -> Fact:
            mine, yours = differ(x, y, i, l), differ(x, v, i, l)
            factor = [term(-1) ** (i + 1) * 2**i]

            def yes(any_: Fact) -> Fact:
                too = p.close(other(y, v, i, [low, high], any_), mark)
                return p.arith(f(i) == g(i), p.lemma("if_true", mine, -1, 1, using=[any_]), p.lemma(
                    "if_true", yours, -1, 1, using=[too]), multipliers=factor)  # fmt: skip

            def no(none: Fact) -> Fact:
                neither = p.refute(yours, lambda any_: p.conflict(other(v, y, i, [low, high], any_), none))
                return p.arith(f(i) == g(i), p.lemma("if_false", mine, -1, 1, using=[none]), p.lemma(
                    "if_false", yours, -1, 1, using=[neither]), multipliers=factor)  # fmt: skip

            mark = p.opened
            return p.decide(mine, yes, no)

        sums = equal_sums(p, term(1), n, f, g, entry)
        z = p.fresh("z", "real")
        fact = p.congruent(lam(z, where(z >= term("1/2"), -1, 1)), sums)
        return p.restate(fact, ChattopadhyayMande(x, y, n, l) == ChattopadhyayMande(x, v, n, l))

    premise = conj(n >= 1, l >= 1, every(t, 1, n * l, y(t) == v(t)))
    return p.general(n, l, x, y, v, under(p, premise, argue))
