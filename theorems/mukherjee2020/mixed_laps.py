"""Laps of compositions of sawtooths with different numbers of nodes, and what laps say of levels and areas."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.terms import (
    Term,
    between,
    body,
    conj,
    either,
    every,
    exists,
    false,
    forall,
    implies,
    integer,
    lam,
    product,
    term,
    total,
    var,
)
from theorems.mukherjee2020.pwl import Laps, Linear
from theorems.mukherjee2020.sawtooths import Nodes, compose, laps_to, nodes
from theorems.mukherjee2020.triangles import Area

i, j = integer("i"), integer("j")
_X = var("x", "real")


def laps_of_identity(pf: Proof, F: Term, M: Term, positive: Fact, identity: Fact) -> Fact:
    """Laps(F, M, 1), from F(x) = x for all x."""
    x = pf.fresh("x", "real")
    t = lam(i, i * M)

    def one(n: Term, bounds: Fact) -> Fact:
        ends = identity(t(n)), identity(t(n + 1))
        zero = pf.arith(n == 0, bounds)
        line = pf.arith(
            F(x) * (t(n + 1) - t(n)) == F(t(n)) * (t(n + 1) - x) + F(t(n + 1)) * (x - t(n)),
            identity(x),
            *ends,
            multipliers=[t(n + 1) - t(n), t(n + 1) - x, x - t(n)],
        )
        linear = pf.general(x, under(pf, between(t(n), x, t(n + 1)), lambda _: line))
        start = pf.arith(F(t(n)) == 0, ends[0], zero, multipliers=[M])
        turn = pf.arith(F(t(n + 1)) == M - F(t(n)), *ends, zero, multipliers=[M])
        return pf.both(
            pf.arith(t(n) < t(n + 1), positive),
            pf.restate(linear, Linear(F, t(n), t(n + 1))),
            turn,
            pf.or_intro(either(F(t(n)) == 0, F(t(n)) == M), start),
        )

    facts = pf.both(pf.arith(t(term(0)) == 0), pf.ring(t(term(1)), M), over(pf, 0, term(1) - 1, one))
    return pf.restate(pf.witness(laps_to(F, M, M, term(1)), t, facts), Laps(F, M, 1))


def nodes_of(pf: Proof, h: Term, a: Term, p: Term, M: Term, positive: Fact, some: Fact, both: Fact) -> Nodes:
    """The nodes of a sawtooth, from Simplex and Sawtooth."""
    simplex, sawtooth = both.split()
    return nodes(pf, h, a, p, M, simplex, sawtooth, positive, some)


def mixed_laps(pf: Proof, M: Term, p: Term, k: Term, a: Term, h: Term, H: Term, positive: Fact, factors: Fact,
               composed: Fact) -> Fact:  # fmt: skip
    """For 0 <= n <= k: H(n) has as many laps as the product of the p(j) + 1 for j <= n. ``factors``: for 1 <= j <= k,
    p(j) >= 1, Simplex(a(j), p(j), M) and Sawtooth(h(j), a(j), p(j), M)."""
    identity, following = pf.open_definition(composed).split()
    factor = lam(j, p(j) + 1)

    def size(n: Term) -> Term:
        return product(j, 1, n, p(j) + 1)

    def claim(n: Term) -> Term:
        return implies(n <= k, conj(size(n) >= 1, Laps(H(n), M, size(n))))

    def base() -> Fact:
        empty = pf.lemma("prod_empty", 1, 0, factor)
        laps = pf.rewrite(laps_of_identity(pf, H(term(0)), M, positive, identity), pf.symmetric(empty))
        return under(pf, term(0) <= k, lambda _: pf.both(pf.arith(size(term(0)) >= 1, empty), laps))

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before = here.apply(using=[bound])
            some, *both = factors.apply(n + 1, using=[low, bound]).split()
            saw = nodes_of(pf, h(n + 1), a(n + 1), p(n + 1), M, positive, some, pf.both(*both))
            more = pf.lemma("prod_step", 1, n, factor, using=[low])
            grown = compose(
                pf, saw, H(n), H(n + 1), following.apply(n, using=[low, bound]), size(n),
                pf.arith(size(n) >= 0, before.left), before.right, some)  # fmt: skip
            positive_ = pf.arith(size(n + 1) >= 1, more, pf.arith((size(n) - 1) * p(n + 1) >= 0, before.left, some),
                                 before.left, some)  # fmt: skip
            return pf.both(positive_, pf.rewrite(grown, pf.symmetric(more)))

        return under(pf, n + 1 <= k, grow)

    return pf.induction("n", 0, claim, base, step)


def area_of_laps(pf: Proof, H: Term, M: Term, N: Term, count: Fact, laps: Fact) -> Fact:
    """Area(H, 0, M, M^2/2) from N >= 1 laps: the trapezoids are triangles of height M."""
    mark = pf.opened
    t, facts = pf.obtain(pf.open_definition(laps), "t")
    first, last, each = facts.split()
    trapezoid = lam(i, (t(i + 1) - t(i)) * (H(t(i)) + H(t(i + 1))) / 2)

    def claim(n: Term) -> Term:
        return implies(n <= N, total(i, 0, n - 1, trapezoid(i)) == M * t(n) / 2)

    def base() -> Fact:
        empty = pf.lemma("sum_empty", 0, term(0) - 1, trapezoid)
        return under(
            pf,
            term(0) <= N,
            lambda _: pf.arith(
                total(i, 0, term(0) - 1, trapezoid(i)) == M * t(term(0)) / 2, empty, first, multipliers=[M, 1]
            ),
        )

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            lap = each.apply(n, using=[pf.both(low, pf.arith(n <= N - 1, bound))])
            more = pf.lemma("sum_step", 0, n - 1, trapezoid, using=[pf.arith(0 <= n - 1 + 1, low)])
            moved = pf.congruent(lam(j, total(i, 0, j, trapezoid(i))), pf.ring(n - 1 + 1, n + 1 - 1))
            at = pf.congruent(trapezoid, pf.ring(n - 1 + 1, n))
            value = pf.arith(trapezoid(n) == M * (t(n + 1) - t(n)) / 2, lap.right.right.left, multipliers=[
                t(n + 1) - t(n), 1])  # fmt: skip
            return pf.arith(total(i, 0, n + 1 - 1, trapezoid(i)) == M * t(n + 1) / 2, here.apply(using=[bound]), more,
                            moved, at, value)  # fmt: skip

        return under(pf, n + 1 <= N, grow)

    whole = pf.induction("n", 0, claim, base, step).apply(N, using=[pf.arith(N >= 0, count), pf.arith(N <= N)])
    cells = over(pf, 0, N - 1, lambda n, b: pf.both(*each.apply(n, using=[b]).split()[:2]))
    goal = Area(H, 0, M, M * M / 2)
    summed = pf.arith(M * M / 2 == total(i, 0, N - 1, trapezoid(i)), whole, last, multipliers=[M, 1])
    return pf.close(pf.restate(pf.witness(body(goal), N, t, pf.both(count, first, last, cells, summed)), goal), mark)


def crossings(H: Term, M: Term, N: Term, y: Term) -> Term:
    """H takes the value y at exactly N points of [0, M]: at s(0) < ... < s(N - 1), and nowhere else."""
    s, x = var("s", "int->real"), var("x", "real")
    at = conj(0 <= s(i), s(i) <= M, H(s(i)) == y)
    return exists(s, conj(
        every(i, 0, N - 1, at), every(i, 0, N - 2, s(i) < s(i + 1)),
        forall(x, implies(between(0, x, M), H(x) == y, exists(i, conj(between(0, i, N - 1), x == s(i)))))))  # fmt: skip


def levels_of_laps(pf: Proof, H: Term, M: Term, N: Term, positive: Fact, count: Fact, laps: Fact, y: Term, low: Fact,
                   high: Fact) -> Fact:  # fmt: skip
    """:func:`crossings` for 0 < y < M from N >= 1 laps: every lap crosses the level once, inside."""
    mark = pf.opened
    t, facts = pf.obtain(pf.open_definition(laps), "t")
    first, last, each = facts.split()
    inverse = pf.lemma("inverse", M, using=[positive])
    theta = lam(i, (y + H(t(i)) - 2 * y * H(t(i)) * (1 / M)) * (1 / M))
    s = lam(i, t(i) + (t(i + 1) - t(i)) * theta(i))

    def share(n: Term, level: Fact, value: Term) -> Fact:
        """M theta = y where H(t(n)) = 0, and M theta = M - y where H(t(n)) = M."""
        return pf.arith(M * theta(n) == value, level, inverse, multipliers=[
            1, y, M, 1 / M, y * (1 / M), M * (1 / M), y * H(t(n)) * (1 / M), H(t(n))])  # fmt: skip

    def at(n: Term, bounds: Fact) -> Fact:
        """t(n) < s(n) < t(n + 1)."""
        lap = each.apply(n, using=[bounds])

        def part(level: Fact, value: Term) -> Fact:
            exact = share(n, level, value)
            more = pf.arith(theta(n) > 0, exact, low, high, positive)
            less = pf.arith(theta(n) < 1, pf.arith(M * (1 - theta(n)) > 0, exact, low, high), positive)
            return pf.both(more, less)

        inside = pf.by_cases(lap.right.right.right, lambda z: part(z, y), lambda m: part(m, M - y))
        return pf.both(
            pf.arith(t(n) < s(n), pf.arith((t(n + 1) - t(n)) * theta(n) > 0, lap.left, inside.left)),
            pf.arith(s(n) < t(n + 1), pf.arith((t(n + 1) - t(n)) * (1 - theta(n)) > 0, lap.left, inside.right)),
        )

    def related(n: Term, x: Term, bounds: Fact, inside: Fact, finish: Callable[[Fact, Fact], Fact]) -> Fact:
        """On the lap, (H(x) - y) (t(n+1) - t(n)) = M (x - s(n)), or the same with -M; ``finish`` uses either."""
        lap = each.apply(n, using=[bounds])
        chord, turn = pf.open_definition(lap.right.left).apply(x, using=[inside]), lap.right.right.left

        def case(sign: int, level: Fact) -> Fact:
            value = y if sign == 1 else M - y
            exact = share(n, level, value)
            line = pf.arith(
                (H(x) - y) * (t(n + 1) - t(n)) == sign * M * (x - s(n)),
                chord,
                turn,
                level,
                exact,
                multipliers=[t(n + 1) - t(n), t(n + 1) - x, x - t(n), 1],
            )
            return finish(line, lap.left)

        return pf.by_cases(lap.right.right.right, lambda z: case(1, z), lambda m: case(-1, m))

    def value(n: Term, bounds: Fact) -> Fact:
        inside = at(n, bounds)
        place = pf.both(pf.arith(t(n) <= s(n), inside), pf.arith(s(n) <= t(n + 1), inside))
        goal = H(s(n)) == y

        def finish(line: Fact, order: Fact) -> Fact:
            return pf.arith(goal, pf.arith((H(s(n)) - y) * (t(n + 1) - t(n)) == 0, line), order)

        return related(n, s(n), bounds, place, finish)

    up = pf.induction("n", 0, lambda n: implies(n <= N, 0 <= t(n)), lambda: under(
        pf, term(0) <= N, lambda _: pf.arith(0 <= t(term(0)), first)), lambda n, above, here: under(
        pf, n + 1 <= N, lambda bound: pf.arith(0 <= t(n + 1), here.apply(using=[bound]), each.apply(
            n, using=[pf.both(above, pf.arith(n <= N - 1, bound))]).left)))  # fmt: skip
    down = pf.induction("d", 0, lambda d: implies(d <= N, t(N - d) <= M), lambda: under(
        pf, term(0) <= N, lambda _: pf.arith(t(N - 0) <= M, last, pf.congruent(t, pf.ring(N - 0, N)))),
        lambda d, above, here: under(pf, d + 1 <= N, lambda bound: pf.arith(
            t(N - (d + 1)) <= M, here.apply(using=[bound]), each.apply(N - (d + 1), using=[pf.both(pf.arith(
                0 <= N - (d + 1), bound), pf.arith(N - (d + 1) <= N - 1, above))]).left, pf.congruent(
                    t, pf.ring(N - (d + 1) + 1, N - d)))))  # fmt: skip

    def inside_range(n: Term, bounds: Fact) -> Fact:
        around = at(n, bounds)
        below = up.apply(n, using=[bounds])
        above = down.apply(N - (n + 1), using=[pf.arith(N - (n + 1) >= 0, bounds), pf.arith(N - (n + 1) <= N, bounds)])
        above = pf.arith(t(n + 1) <= M, above, pf.congruent(t, pf.ring(N - (N - (n + 1)), n + 1)))
        return pf.both(pf.arith(0 <= s(n), around, below), pf.arith(s(n) <= M, around, above), value(n, bounds))

    def rising(n: Term, bounds: Fact) -> Fact:
        here = at(n, pf.both(pf.arith(0 <= n, bounds), pf.arith(n <= N - 1, bounds)))
        there = at(n + 1, pf.both(pf.arith(0 <= n + 1, bounds), pf.arith(n + 1 <= N - 1, bounds)))
        return pf.arith(s(n) < s(n + 1), here, there)

    x = pf.fresh("x", "real")
    found = lambda n: exists(i, conj(between(0, i, n - 1), x == s(i)))  # noqa: E731

    def only(inside: Fact) -> Fact:
        def there(hit: Fact) -> Fact:
            def claim(n: Term) -> Term:
                return implies(n <= N, x <= t(n), either(n == 0, found(N)))

            def base() -> Fact:
                return under(pf, term(0) <= N, lambda _: under(pf, x <= t(term(0)), lambda _: pf.or_intro(either(
                    term(0) == 0, found(N)), pf.ring(term(0), 0))))  # fmt: skip

            def step(n: Term, above: Fact, here: Fact) -> Fact:
                def grow(bound: Fact) -> Fact:
                    def reach(upto: Fact) -> Fact:
                        place = pf.both(above, pf.arith(n <= N - 1, bound))

                        def in_lap(yes: Fact) -> Fact:
                            equal = related(n, x, place, pf.both(yes, upto), lambda line, _: pf.arith(
                                x == s(n), pf.arith(M * (x - s(n)) == 0, line, hit, multipliers=[
                                    t(n + 1) - t(n), 1]), positive))  # fmt: skip
                            return pf.or_intro(either(n + 1 == 0, found(N)), pf.witness(found(N), n, pf.both(
                                place, equal)))  # fmt: skip

                        def before(no: Fact) -> Fact:
                            old = here.apply(using=[pf.arith(n <= N, bound), pf.arith(x <= t(n), no)])

                            def start(zero: Fact) -> Fact:
                                low_ = pf.arith(t(n) == 0, first, pf.congruent(t, zero))
                                return pf.anything(either(n + 1 == 0, found(N)), pf.arith(false, low_, no, inside))

                            return pf.by_cases(old, start, lambda f: pf.or_intro(either(n + 1 == 0, found(N)), f))

                        return pf.decide(t(n) <= x, in_lap, before)

                    return under(pf, x <= t(n + 1), reach)

                return under(pf, n + 1 <= N, grow)

            whole = pf.induction("n", 0, claim, base, step).apply(N, using=[
                pf.arith(N >= 0, count), pf.arith(N <= N), pf.arith(x <= t(N), inside, last)])  # fmt: skip
            return pf.by_cases(whole, lambda zero: pf.anything(found(N), pf.arith(false, zero, count)), lambda f: f)

        return under(pf, H(x) == y, there)

    unique = pf.general(x, under(pf, between(0, x, M), only))
    facts = pf.both(over(pf, 0, N - 1, inside_range), over(pf, 0, N - 2, rising), unique)
    return pf.close(pf.witness(crossings(H, M, N, y), s, facts), mark)
