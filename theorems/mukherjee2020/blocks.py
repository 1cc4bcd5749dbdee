"""Derivations about matrices that are constant on blocks, shared by Claim 5, Lemma 2.E.1 and Theorem 2.5.5."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport, under
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    exists,
    false,
    function,
    implies,
    integer,
    lam,
    negation,
    term,
    where,
)  # fmt: skip
from theorems.mukherjee2020.sign_rank import BlockConstant, ConstantOnBlocks, Undivided

Place = Callable[[Term, Fact], tuple[Term, list[Fact], Fact]]


def constant_on_blocks(p: Proof, A: Term, M: Term, r: Term, c: Term, D: Term,
                       argue: Callable[[list[Term], list[Fact], Fact, Fact], Fact]) -> Fact:  # fmt: skip
    """ConstantOnBlocks(A, M, r, c, D): ``argue([x, u, y, v], inside, rows, columns)`` proves A(x)(y) = A(u)(v) from the
    bounds on the four positions and from x and u, y and v being undivided."""
    places = [p.fresh(name, "int") for name in ("x", "u", "y", "v")]
    x, u, y, v = places
    inside = conj(between(1, x, M), between(1, u, M), between(1, y, M), between(1, v, M))
    equal = under(p, inside, lambda where: under(p, Undivided(r, D, x, u), lambda rows: under(
        p, Undivided(c, D, y, v), lambda columns: argue(places, where.split(), rows, columns))))  # fmt: skip
    return p.restate(p.general(*places, equal), ConstantOnBlocks(A, M, r, c, D))


def finer(p: Proof, fine: Term, E: Term, coarse: Term, D: Term, place: Place) -> Callable[[Fact], Fact]:
    """Undivided by the fine cuts, so by the coarse ones, because every coarse cut is a fine one: ``place(i, bounds)``
    gives an index n, facts that show 1 <= n <= E - 1, and fine(n) = coarse(i)."""

    def argue(undivided: Fact) -> Fact:
        cuts = p.open_definition(undivided)

        def cut(i: Term, bounds: Fact) -> Fact:
            n, inside, equal = place(i, bounds)
            return p.rewrite(cuts.apply(n, using=inside), equal)

        return p.restate(over(p, 1, D - 1, cut), Undivided(coarse, D, *undivided.formula.args[2:]))

    return argue


def together(w: Term, M: Term, D: Term, A: Term) -> Term:
    """One partition into at most w (D - 1) + 1 groups serves all of A(1), ..., A(w)."""
    r, c, i = function("r", "int->int"), function("c", "int->int"), integer("i")
    return exists(r, c, every(i, 1, w, ConstantOnBlocks(A(i), M, r, c, w * (D - 1) + 1)))


def common_partition(p: Proof, A: Term, w: Term, M: Term, D: Term, count: Fact, some: Fact, each: Fact) -> Fact:
    """One partition for A(1), ..., A(w): their cut sequences one after the other. ``count`` is 0 <= w, ``some`` is
    1 <= D, ``each`` says that every A(i) is block constant with D groups."""
    n = integer("n")

    def claim(k: Term) -> Term:
        return implies(k <= w, together(k, M, D, A))

    def nothing() -> Fact:
        def vacuous(i: Term, bounds: Fact) -> Fact:
            return p.anything(ConstantOnBlocks(A(i), M, lam(n, n), lam(n, n), 0 * (D - 1) + 1), p.arith(false, bounds))

        goal = together(term(0), M, D, A)
        return under(p, term(0) <= w, lambda _: p.witness(goal, lam(n, n), lam(n, n), over(p, 1, 0, vacuous)))

    def one_more(k: Term, above: Fact, here: Fact) -> Fact:
        def extend(within: Fact) -> Fact:
            r, c, earlier = p.obtain(here.apply(using=[within]), "r", "c")
            s, d, last = p.obtain(p.open_definition(each.apply(k + 1, using=[above, within])), "r", "c")
            done, E = k * (D - 1), (k + 1) * (D - 1) + 1

            def joined(first: Term, second: Term) -> Term:
                return lam(n, where(n <= done, first(n), second(n - done)))

            def head(first: Term, second: Term) -> Callable[[Fact], Fact]:
                def place(i: Term, bounds: Fact) -> tuple[Term, list[Fact], Fact]:
                    low = p.arith(i <= done, bounds)
                    return i, [bounds, some], p.lemma("if_true", low.formula, first(i), second(i - done), using=[low])

                return finer(p, joined(first, second), E, first, done + 1, place)

            def tail(first: Term, second: Term) -> Callable[[Fact], Fact]:
                def place(i: Term, bounds: Fact) -> tuple[Term, list[Fact], Fact]:
                    at, size = done + i, p.arith(done >= 0, some, above)
                    beyond = p.arith(negation(at <= done), bounds)
                    moved = p.lemma("if_false", at <= done, first(at), second(at - done), using=[beyond])
                    return at, [bounds, size], p.arith(moved.formula.args[0] == second(i), moved)

                return finer(p, joined(first, second), E, second, D, place)

            def constant(i: Term, bounds: Fact) -> Fact:
                def old(yes: Fact) -> Fact:
                    fact, rows, columns = earlier.apply(i, using=[bounds, yes]), head(r, s), head(c, d)
                    return refine(fact, rows, columns)

                def new(no: Fact) -> Fact:
                    fact, rows, columns = last, tail(r, s), tail(c, d)
                    is_last = p.arith(k + 1 == i, no, bounds)
                    z = integer("z")
                    pattern = lam(z, ConstantOnBlocks(A(z), M, joined(r, s), joined(c, d), E))
                    return transport(p, pattern, is_last, refine(fact, rows, columns))

                def refine(fact: Fact, rows: Callable[[Fact], Fact], columns: Callable[[Fact], Fact]) -> Fact:
                    return constant_on_blocks(
                        p, fact.formula.args[0], M, joined(r, s), joined(c, d), E,
                        lambda places, inside, row, column: p.open_definition(fact).apply(
                            *places, using=[*inside, rows(row), columns(column)]))  # fmt: skip

                return p.decide(i <= k, old, new)

            goal = together(k + 1, M, D, A)
            return p.witness(goal, joined(r, s), joined(c, d), over(p, 1, k + 1, constant))

        return under(p, k + 1 <= w, extend)

    return p.induction("k", 0, claim, nothing, one_more).apply(w, using=[count, p.arith(w <= w)])


def singletons(p: Proof, A: Term, M: Term) -> Fact:
    """Every M x M matrix is block constant with M groups."""
    n = integer("n")
    every_cut = lam(n, n)

    def equal(undivided: Fact, inside: list[Fact]) -> Fact:
        """x = u, because the cut after the smaller one would separate them."""
        x, u = undivided.formula.args[2:]
        cuts = p.open_definition(undivided)

        def above(a: Term, b: Term, use: Callable[[Fact], Fact]) -> Fact:
            """a < b is impossible."""

            def apart(less: Fact) -> Fact:
                cut = use(cuts.apply(a, using=[less, *inside]))
                return p.arith(false, p.modus_ponens(cut, p.arith(a <= a)), less)

            return p.refute(a < b, apart)

        return p.arith(x == u, above(x, u, lambda cut: cut.left), above(u, x, lambda cut: cut.right))

    def same_entry(places: list[Term], inside: list[Fact], rows: Fact, columns: Fact) -> Fact:
        x, u, y, v = places
        z = integer("z")
        across = p.congruent(lam(z, A(z)(y)), equal(rows, inside))
        return p.arith(A(x)(y) == A(u)(v), across, p.congruent(A(u), equal(columns, inside)))

    goal = p.open_definition(p.assume(BlockConstant(A, M, M))).formula
    fact = p.witness(goal, every_cut, every_cut, constant_on_blocks(p, A, M, every_cut, every_cut, M, same_entry))
    return p.restate(fact, BlockConstant(A, M, M))


def rising(f: Term, R: Term) -> Term:
    """f(1) <= ... <= f(R)."""
    n = integer("n")
    return every(n, 1, R - 1, f(n) <= f(n + 1))


def ordered(p: Proof, f: Term, R: Term, steps: Fact) -> Fact:
    """forall x, x >= 1 => forall y, y >= x => (y <= R => f(x) <= f(y)), from f(1) <= ... <= f(R)."""
    x = p.fresh("x", "int")

    def from_x(positive: Fact) -> Fact:
        def further(y: Term, above: Fact, here: Fact) -> Fact:
            return under(
                p,
                y + 1 <= R,
                lambda within: p.arith(
                    f(x) <= f(y + 1), here.apply(using=[within]), steps.apply(y, using=[positive, above, within])
                ),
            )

        start = under(p, x <= R, lambda _: p.arith(f(x) <= f(x)))
        return p.induction("y", x, lambda y: implies(y <= R, f(x) <= f(y)), lambda: start, further)

    return p.general(x, under(p, x >= 1, from_x))


def cuts_needed(p: Proof, c: Term, D: Term, N: Term, x: Term, some: Fact, up: Fact, divided: Fact) -> Fact:
    """N <= D - 1 when each of the positions x(1) <= ... <= x(N) is divided from the next one, up to x(N+1), by the cuts
    c(1), ..., c(D-1): by the pigeonhole principle. ``some`` is 1 <= D, ``up`` says that x(n) <= x(n+1) and ``divided``
    that not Undivided(c, D, x(n), x(n+1)), for 1 <= n <= N."""
    n, i, mark = p.fresh("n", "int"), integer("i"), p.opened
    monotone = ordered(p, x, N + 1, over(p, 1, N + 1 - 1, lambda k, bounds: up.apply(k, using=[bounds])))

    def cut_here(i: Term) -> Term:
        return conj(between(1, i, D - 1), x(n) <= c(i), c(i) < x(n + 1))

    goal = exists(i, implies(between(1, n, N), cut_here(i)))

    def found(yes: Fact) -> Fact:
        k, fact = p.obtain(yes, "i")
        return p.witness(goal, k, under(p, between(1, n, N), lambda _: fact))

    def missing(no: Fact) -> Fact:
        def undivided(bounds: Fact) -> Fact:
            step = up.apply(n, using=[bounds])

            def uncut(i: Term, inside: Fact) -> Fact:
                def onward(at: Fact) -> Fact:
                    return p.absurd(x(n + 1) <= c(i), lambda less: p.conflict(p.witness(no.formula.args[0], i, p.both(
                        inside, at, p.arith(c(i) < x(n + 1), less))), no))  # fmt: skip

                return p.both(under(p, x(n) <= c(i), onward), under(p, x(n + 1) <= c(i), lambda more: p.arith(
                    x(n) <= c(i), more, step)))  # fmt: skip

            together = p.restate(over(p, 1, D - 1, uncut), Undivided(c, D, x(n), x(n + 1)))
            return p.anything(cut_here(term(1)), p.conflict(together, divided.apply(n, using=[bounds])))

        return p.witness(goal, 1, under(p, between(1, n, N), undivided))

    chosen = p.choose(p.general(n, p.decide(exists(i, cut_here(i)), found, missing)), "f")
    f, at = p.obtain(chosen, "f")
    inside = over(p, 1, N, lambda k, bounds: at(k).apply(using=[bounds]).left, "k")
    a, b = p.fresh("i", "int"), p.fresh("j", "int")

    def different(bounds: Fact) -> Fact:
        def clash(equal: Fact) -> Fact:
            first, second = (at(k).apply(using=[bounds]).right for k in (a, b))
            far = monotone.apply(a + 1, b, using=[bounds])
            return p.arith(false, p.congruent(c, equal), first, second, far)

        return p.refute(f(a) == f(b), clash)

    injective = p.general(a, b, under(p, conj(1 <= a, a < b, b <= N), different))
    return p.close(p.lemma("pigeonhole", f, N, D - 1, using=[some, inside, injective]), mark)


def unmoved(p: Proof, c: Term, D: Term, x: Term) -> Fact:
    """Undivided(c, D, x, x)."""
    return p.restate(over(p, 1, D - 1, lambda i, bounds: p.both(*(
        under(p, x <= c(i), lambda here: here) for _ in range(2)))), Undivided(c, D, x, x))  # fmt: skip


def groups_needed(p: Proof, constant: Fact, N: Term, some: Fact, fits: Fact,
                  differ: Callable[[Term, Fact], tuple[Term, list[Fact], Fact]]) -> Fact:  # fmt: skip
    """N <= D - 1 when a matrix is constant on the blocks of a partition into D groups, although each row n <= N differs
    from the next one: ``differ(n, bounds)`` gives a column y, facts that show 1 <= y <= M, and not A(n)(y) = A(n+1)(y).
    ``some`` is 1 <= D, ``fits`` is N + 1 <= M."""
    _, _, r, c, D = constant.formula.args

    def divided(n: Term, bounds: Fact) -> Fact:
        y, inside, other = differ(n, bounds)
        return p.refute(Undivided(r, D, n, n + 1), lambda together: p.conflict(p.open_definition(constant).apply(
            n, n + 1, y, y, using=[bounds, fits, *inside, together, unmoved(p, c, D, y)]), other))  # fmt: skip

    n = integer("n")
    up = over(p, 1, N, lambda k, _: p.arith(k <= k + 1), "n")
    return cuts_needed(p, r, D, N, lam(n, n), some, up, over(p, 1, N, divided, "n"))


def equal_rows(p: Proof, constant: Fact) -> Fact:
    """Rows that the row cuts of a partition do not divide are equal, in a matrix that is constant on its blocks."""
    _, M, r, c, D = constant.formula.args
    x, u = p.fresh("x", "int"), p.fresh("u", "int")
    rule = p.open_definition(constant)

    def row(here: Fact, there: Fact, together: Fact) -> Fact:
        return over(p, 1, M, lambda y, within: rule.apply(
            x, u, y, y, using=[here, there, within, together, unmoved(p, c, D, y)]), "y")  # fmt: skip

    return p.general(x, u, under(p, between(1, x, M), lambda here: under(p, between(1, u, M), lambda there: under(
        p, Undivided(r, D, x, u), lambda together: row(here, there, together)))))  # fmt: skip
