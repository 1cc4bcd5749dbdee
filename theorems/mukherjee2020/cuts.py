"""Derivations about the cuts between the laps of a composition of sawtooths: they determine it."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.terms import (
    Term,
    between,
    conj,
    either,
    every,
    exists,
    false,
    floor,
    forall,
    implies,
    integer,
    lam,
    negation,
    term,
    var,
)
from theorems.mukherjee2020.pwl import Linear, Sawtooth, Simplex, lap
from theorems.mukherjee2020.sawtooths import lap_of_composition, nodes

_X, _T, _S, _I = var("x", "real"), var("t", "int->real"), var("s", "int->real"), integer("i")


def cut(F: Term, M: Term, n: Term, t: Term) -> Term:
    """t(0) = 0, ..., t(n) = M cut n laps of F, the first of which begins with F(0) = 0."""
    return conj(t(0) == 0, t(n) == M, F(0) == 0, every(_I, 0, n - 1, lap(F, M, t(_I), t(_I + 1))))


def agree(F: Term, G: Term, M: Term, N: Term) -> Term:
    """F = G on [0, min(M, N)]."""
    return forall(_X, implies(conj(_X >= 0, _X <= M, _X <= N), F(_X) == G(_X)))


def _discharged(pf: Proof, variables: list[Term], given: list[Fact], fact: Fact) -> Fact:
    """The fact for all values of the variables that satisfy what was given."""
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(*variables, fact)


def _variables(pf: Proof, sorts: str, names: str) -> list[Term]:
    return [pf.fresh(name, sort) for sort, group in zip(sorts.split(), names.split("|"), strict=True) for name in group]


def refined_cuts(pf: Proof) -> Fact:
    """The cuts of F = g o f, for a sawtooth g, remember those of f and the nodes of g. For all M, p, n, a, t, g, f, F:
    M > 0, p >= 1, n >= 1, Simplex(a, p, M), Sawtooth(g, a, p, M), F = g o f and cut(f, M, n, t) give some s with
    cut(F, M, n (p+1), s), s(m (p+1)) = t(m) for all m, and s(i) M = t(1) a(i) for 1 <= i <= p."""
    M, p, n, a, t, g, f, F = _variables(pf, "real int int->real real->real", "M|pn|at|gfF")
    premises = [M > 0, p >= 1, n >= 1, Simplex(a, p, M), Sawtooth(g, a, p, M), forall(_X, F(_X) == g(f(_X))),
                cut(f, M, n, t)]  # fmt: skip
    given = [pf.assume(premise) for premise in premises]
    positive, some, least, simplex, sawtooth, composed, cuts = given
    first, last, start, laps = cuts.split()
    saw, P = nodes(pf, g, a, p, M, simplex, sawtooth, positive, some), p + 1
    inverse = pf.lemma("inverse", M, using=[positive])

    def on_lap(m: Term, q: Term) -> Term:
        """q(0), ..., q(p+1) cut the laps of F on the lap of f from t(m); they are in proportion to a on the first."""
        return implies(between(0, m, n - 1), conj(
            q(P) == t(m + 1), every(_I, 0, p, lap(F, M, q(_I), q(_I + 1))),
            implies(m == 0, every(_I, 1, p, q(_I) * M == t(1) * a(_I)))))  # fmt: skip

    def within(m: Term) -> Fact:
        """exists q: q(0) = t(m), and on_lap(m, q)."""
        goal = exists(_S, conj(_S(0) == t(m), on_lap(m, _S)))

        def inside(place: Fact) -> Fact:
            lap_of_f = laps.apply(m, using=[place])

            def one_way(fact: Fact, up: bool) -> Fact:
                q, begins, finishes, every_lap = lap_of_composition(
                    pf, saw, f, F, composed, t(m), t(m + 1), lap_of_f, fact if up else None, None if up else fact
                )

                def at_start(zero: Fact) -> Fact:
                    if not up:
                        there = pf.congruent(lam(_I, f(t(_I))), zero)
                        origin = pf.congruent(f, first)
                        return pf.anything(every(_I, 1, p, q(_I) * M == t(1) * a(_I)), pf.arith(
                            false, fact, there, origin, start, positive))  # fmt: skip
                    ends = pf.congruent(t, zero), pf.congruent(lam(_I, t(_I + 1)), zero), first
                    return over(pf, 1, p, lambda i, b: pf.arith(
                        q(i) * M == t(1) * a(i), inverse, *ends,
                        multipliers=[(t(m + 1) - t(m)) * a(i), a(i), M]))  # fmt: skip

                found = pf.both(finishes, every_lap, under(pf, m == 0, at_start))
                return pf.witness(goal, q, pf.both(begins, pf.implication(place.formula, found)))

            return pf.by_cases(lap_of_f.right.right.right, lambda z: one_way(z, True), lambda h: one_way(h, False))

        def outside(no: Fact) -> Fact:
            q = lam(_I, t(m) + 0 * _I)
            wrong = pf.assume(between(0, m, n - 1))
            found = pf.anything(on_lap(m, q).args[1], pf.conflict(wrong, no))
            return pf.witness(goal, q, pf.both(pf.arith(q(0) == t(m)), pf.implication(wrong.formula, found)))

        return pf.decide(between(0, m, n - 1), inside, outside)

    m = pf.fresh("m", "int")
    Q, on_laps = pf.obtain(pf.choose(pf.general(m, within(m)), "Q"), "Q")
    s, joined = pf.obtain(concatenated(pf).apply(p, Q, using=[some]), "s")

    def cut_of_f(m: Term) -> Fact:
        """s(m P) = t(m)."""
        at = joined.apply(m, 0, using=[pf.arith(term(0) <= 0), pf.arith(term(0) <= p, some)])
        return pf.arith(s(m * P) == t(m), at, on_laps(m).left)

    def one(i: Term, bounds: Fact) -> Fact:
        """The lap of F from s(i), i = m P + r."""
        m, r, equal, low, high = divided(pf, i, P, pf.arith(P > 0, some))
        above = pf.arith(m >= 0, pf.arith((m + 1) * P > 0, bounds, equal, high), some)
        below = pf.arith(m <= n - 1, pf.arith(m * P < n * P, bounds, equal, low), some)
        place = pf.both(above, below)
        of_m = on_laps(m).right.apply(using=[place])
        inside = pf.both(low, pf.arith(r <= p, high))
        left = joined.apply(m, r, using=[inside])
        left = pf.arith(Q(m)(r) == s(i), left, pf.congruent(s, pf.arith(m * P + r == i, equal)))

        def same(yes: Fact) -> Fact:
            at = joined.apply(m, r + 1, using=[pf.arith(r + 1 >= 0, low), yes])
            return pf.arith(Q(m)(r + 1) == s(i + 1), at, pf.congruent(s, pf.arith(m * P + (r + 1) == i + 1, equal)))

        def following(no: Fact) -> Fact:
            full = pf.arith(r + 1 == P, no, high)
            at = cut_of_f(m + 1)
            index = pf.congruent(s, pf.arith((m + 1) * P == i + 1, equal, full))
            return pf.arith(Q(m)(r + 1) == s(i + 1), pf.congruent(Q(m), full), of_m.left, at, index)

        right = pf.decide(r + 1 <= p, same, following)
        return pf.rewrite(pf.rewrite(of_m.right.left.apply(r, using=[inside]), right), left)

    origin = pf.arith(s(0) == 0, cut_of_f(term(0)), first)
    end = pf.arith(s(n * P) == M, cut_of_f(n), last)
    flat = pf.open_definition(sawtooth).left
    zero = pf.arith(F(0) == 0, composed(0), pf.congruent(g, start), flat.apply(0))
    whole = pf.both(origin, end, zero, over(pf, 0, n * P - 1, one))
    memory = pf.general(m, cut_of_f(m))

    def node(i: Term, bounds: Fact) -> Fact:
        at = joined.apply(0, i, using=[pf.arith(i >= 0, bounds), pf.arith(i <= p, bounds)])
        place = pf.both(pf.arith(term(0) <= 0), pf.arith(term(0) <= n - 1, least))
        proportion = on_laps(term(0)).right.apply(using=[place]).right.right.apply(using=[pf.ring(0, 0)])
        return pf.arith(s(i) * M == t(1) * a(i), at, proportion.apply(i, using=[bounds]), multipliers=[M])

    goal = exists(_S, conj(cut(F, M, n * P, _S), forall(m, _S(m * P) == t(m)),
                           every(_I, 1, p, _S(_I) * M == t(1) * a(_I))))  # fmt: skip
    found = pf.close(pf.witness(goal, s, pf.both(whole, memory, over(pf, 1, p, node))))
    return _discharged(pf, [M, p, n, a, t, g, f, F], given, found)


def divided(pf: Proof, i: Term, P: Term, positive: Fact) -> tuple[Term, Term, Fact, Fact, Fact]:
    """Division with remainder by P > 0: m, r and the facts i = m P + r, 0 <= r, r < P, with m and r new variables."""
    m, r = floor(i / P), i - P * floor(i / P)
    inverse = pf.lemma("inverse", P, using=[positive])
    q = lam(_X, _X * P)
    rule = pf.lemma("floor", i / P)
    exact = pf.arith(q(i / P) == i, inverse, multipliers=[i])
    low = pf.arith(m * P <= i, pf.arith(m * P <= q(i / P), rule, positive), exact)
    high = pf.arith(i < (m + 1) * P, pf.arith(q(i / P) < (m + 1) * P, rule, positive), exact)
    names = integer("m"), integer("r")
    goal = exists(*names, conj(i == names[0] * P + names[1], names[1] >= 0, names[1] < P))
    found = pf.witness(goal, m, r, pf.both(pf.arith(i == m * P + r), pf.arith(r >= 0, low), pf.arith(r < P, high)))
    new_m, new_r, facts = pf.obtain(found, "m", "r")
    return (new_m, new_r, *facts.split())


def concatenated(pf: Proof) -> Fact:
    """For all p >= 1 and Q there is s with s(m (p+1) + r) = Q(m)(r) for all m and 0 <= r <= p."""
    p, m, r, e = (pf.fresh(name, "int") for name in "pmre")
    Q, P = pf.fresh("Q", "int->int->real"), p + 1
    some = pf.assume(p >= 1)
    s = lam(_I, Q(floor(_I / P))(_I - P * floor(_I / P)))
    inside = pf.assume(between(0, r, p))
    i, m_of_i = m * P + r, floor((m * P + r) / P)
    inverse = pf.lemma("inverse", P, using=[pf.arith(negation(P == 0), some)])
    rule = pf.lemma("floor", i / P)
    share = pf.fresh("share", "real")
    given = [pf.assume(i == share * P), pf.assume(e <= share), pf.assume(share < e + 1)]
    low = pf.arith(e * P <= i, given[0], given[1], some)
    high = pf.arith(i < (e + 1) * P, given[0], given[2], some)
    least = pf.arith(m <= e, pf.arith(m * P < (e + 1) * P, high, inside), some)
    most = pf.arith(e <= m, pf.arith(e * P < (m + 1) * P, low, inside), some)
    whole = _discharged(pf, [share, e], given, pf.arith(m == e, least, most)).apply(
        i / P, m_of_i, using=[pf.arith(i == i / P * P, inverse, multipliers=[i]), rule.left, rule.right])  # fmt: skip
    value = pf.congruent(lam(_I, Q(_I)(i - P * _I)), whole)
    value = pf.arith(s(i) == Q(m)(r), value, pf.congruent(Q(m), pf.ring(i - P * m, r)))
    located = pf.general(m, r, pf.implication(inside.formula, value))
    goal = exists(_S, forall(m, r, implies(between(0, r, p), _S(m * P + r) == Q(m)(r))))
    return _discharged(pf, [p, Q], [some], pf.witness(goal, s, located))


def inside(pf: Proof) -> Fact:
    """For all t and n: t(0) < t(1) < ... < t(n) lie between t(0) and t(n)."""
    t, n, i = pf.fresh("t", "int->real"), pf.fresh("n", "int"), pf.fresh("i", "int")
    rising = pf.assume(every(_I, 0, n - 1, t(_I) < t(_I + 1)))
    up = pf.induction(
        "i", 0, lambda i: implies(i <= n, t(0) <= t(i)),
        lambda: under(pf, term(0) <= n, lambda b: pf.arith(t(0) <= t(0))),
        lambda i, low, h: under(pf, i + 1 <= n, lambda b: pf.arith(
            t(0) <= t(i + 1), h.apply(using=[b]), rising.apply(i, using=[low, b]))))  # fmt: skip
    down = pf.induction(
        "d", 0, lambda d: implies(d <= n, t(n - d) <= t(n)),
        lambda: under(pf, term(0) <= n, lambda b: pf.arith(t(n - 0) <= t(n))),
        lambda d, low, h: under(pf, d + 1 <= n, lambda b: pf.arith(
            t(n - (d + 1)) <= t(n), h.apply(using=[b]), rising.apply(n - (d + 1), using=[low, b]))))  # fmt: skip
    place = pf.assume(between(0, i, n))
    both = pf.both(up.apply(i, using=[place]), pf.arith(t(i) <= t(n), down.apply(n - i, using=[place])))
    return _discharged(pf, [t, n], [rising], pf.general(i, pf.implication(place.formula, both)))


def cuts_inside(pf: Proof, n: Term, t: Term, cuts: Fact) -> Fact:
    """0 <= t(i) <= M for 0 <= i <= n, from cut(F, M, n, t)."""
    first, last, _, laps = cuts.split()
    rising = over(pf, 0, n - 1, lambda i, b: laps.apply(i, using=[b]).left)
    bounds = pf.once("inside", lambda: inside(pf)).apply(t, n, using=[rising])
    return pf.rewrite(pf.rewrite(bounds, first), last)


def first_lap(pf: Proof) -> Fact:
    """For all M, N, n, t, s, F, G: if M, N > 0, n >= 2, cut(F, M, n, t), cut(G, N, n, s) and F, G agree, then the first
    lap of G is no longer than that of F: s(1) <= t(1). Otherwise G still rises where F falls."""
    M, N, n, t, s, F, G = variables = _variables(pf, "real int int->real real->real", "MN|n|ts|FG")
    given = [pf.assume(f) for f in (M > 0, N > 0, n >= 2, cut(F, M, n, t), cut(G, N, n, s), agree(F, G, M, N))]
    positive, positive_n, many, cut_f, cut_g, equal = given
    in_f, in_g = cuts_inside(pf, n, t, cut_f), cuts_inside(pf, n, s, cut_g)
    places = [(term(i), pf.both(pf.arith(term(i) >= 0), pf.arith(term(i) <= n - 1, many))) for i in (0, 1)]
    one, two = (pf.both(pf.arith(term(i) >= 0), pf.arith(term(i) <= n, many)) for i in (1, 2))
    first, second = (cut_f.split()[3].apply(i, using=[b]) for i, b in places)
    other = cut_g.split()[3].apply(0, using=[places[0][1]])
    zero_f, zero_g = ((pf.congruent(f, c.split()[0]), c.split()[2], c.split()[0]) for f, c in ((F, cut_f), (G, cut_g)))
    t1, t2, s1 = t(1), t(2), s(1)
    top = pf.arith(F(t1) == M, first.right.right.left, *zero_f)
    bottom = pf.arith(F(t2) == 0, second.right.right.left, top)
    start, order = pf.arith(t1 > 0, first.left, zero_f[2]), pf.arith(t1 < t2, second.left)
    peak = pf.arith(G(s1) == N, other.right.right.left, *zero_g)
    line_g, line_f = pf.open_definition(other.right.left), pf.open_definition(second.right.left)
    in_t1, in_t2, in_s1 = in_f.apply(1, using=[one]), in_f.apply(2, using=[two]), in_g.apply(1, using=[one])

    def on_g(x: Term, low: Fact, high: Fact) -> Fact:
        """G(x) s(1) = N x on [0, s(1)]."""
        at = line_g.apply(x, using=[pf.arith(s(0) <= x, low, zero_g[2]), pf.arith(x <= s(term(0) + 1), high)])
        return pf.arith(G(x) * s1 == N * x, at, peak, *zero_g, multipliers=[G(x), x, s(0), s1 - x, N])

    def longer(less: Fact) -> Fact:
        at_t1 = equal.apply(t1, using=[start, in_t1, less, in_s1])
        ratio = pf.arith(M * s1 == N * t1, on_g(t1, start, less), at_t1, top, multipliers=[s1])

        def whole(yes: Fact) -> Fact:
            low = pf.arith(t2 >= 0, start, order)
            at_t2 = equal.apply(t2, using=[pf.both(low, in_t2.right, pf.arith(t2 <= N, yes, in_s1))])
            zero = pf.arith(N * t2 == 0, on_g(t2, low, yes), at_t2, bottom, multipliers=[s1])
            return pf.arith(false, zero, positive_n, pf.arith(t2 > 0, start, order))

        def part(no: Fact) -> Fact:
            at_s1 = equal.apply(s1, using=[pf.both(in_s1.left, pf.arith(s1 <= M, no, in_t2), in_s1.right)])
            between_cuts = pf.both(pf.arith(t1 <= s1, less), pf.arith(s1 <= t2, no))
            falling = line_f.apply(s1, using=[between_cuts])
            value = pf.arith(N * (t2 - t1) == M * (t2 - s1), falling, at_s1, peak, top, bottom,
                             multipliers=[t2 - t1, t2 - s1, s1 - t1])  # fmt: skip
            smaller = pf.arith(N < M, value, positive, less, order)
            chain = pf.arith(N * t1 < N * s1, positive_n, less), pf.arith(N * s1 < M * s1, smaller, less, start)
            return pf.arith(false, ratio, *chain)

        return pf.decide(t2 <= s1, whole, part)

    goal = s1 <= t1
    fact = pf.absurd(goal, lambda no: longer(pf.arith(t1 < s1, no)))
    return _discharged(pf, variables, given, fact)


def next_lap(pf: Proof) -> Fact:
    """For all M, n, i, t, s, F, G: if M > 0, cut(F, M, n, t), cut(G, M, n, s), F, G agree, 0 <= i <= n - 1 and
    t(i) = s(i), then s(i+1) <= t(i+1): a lap takes the value at its end nowhere else."""
    M, n, i, t, s, F, G = variables = _variables(pf, "real int int->real real->real", "M|ni|ts|FG")
    given = [pf.assume(f) for f in (M > 0, cut(F, M, n, t), cut(G, M, n, s), agree(F, G, M, M),
                                    between(0, i, n - 1), t(i) == s(i))]  # fmt: skip
    positive, cut_f, cut_g, equal, place, same = given
    in_f = cuts_inside(pf, n, t, cut_f)
    here, there = (in_f.apply(c, using=[pf.both(pf.arith(c >= 0, place), pf.arith(c <= n, place))]) for c in (i, i + 1))
    lap_f, lap_g = (c.split()[3].apply(i, using=[place]) for c in (cut_f, cut_g))
    u, x, v = s(i), t(i + 1), s(i + 1)
    start = pf.arith(F(t(i)) == G(u), equal.apply(t(i), using=[here]), pf.congruent(G, same))
    at_x = pf.arith(G(x) == M - G(u), equal.apply(x, using=[there]), lap_f.right.right.left, start)
    line = pf.open_definition(lap_g.right.left)

    def longer(no: Fact) -> Fact:
        less = pf.arith(x < v, no)
        on_g = line.apply(x, using=[pf.both(pf.arith(u <= x, same, lap_f.left), pf.arith(x <= v, less))])
        product = pf.arith((M - 2 * G(u)) * (v - x) == 0, on_g, at_x, lap_g.right.right.left,
                           multipliers=[v - u, x - u, v - x])  # fmt: skip
        return pf.by_cases(
            lap_g.right.right.right,
            lambda low: pf.arith(false, pf.arith(M * (v - x) == 0, product, low, multipliers=[v - x]), positive, less),
            lambda top: pf.arith(false, pf.arith(M * (v - x) == 0, product, top, multipliers=[v - x]), positive, less),
        )

    return _discharged(pf, variables, given, pf.absurd(v <= x, longer))


def same_cuts(pf: Proof) -> Fact:
    """Cuts are determined by the function. For all M, N, n, t, s, F, G: if M, N > 0, n >= 2, cut(F, M, n, t),
    cut(G, N, n, s) and F, G agree, then M = N and t(i) = s(i) for 0 <= i <= n."""
    M, N, n, t, s, F, G = variables = _variables(pf, "real int int->real real->real", "MN|n|ts|FG")
    given = [pf.assume(f) for f in (M > 0, N > 0, n >= 2, cut(F, M, n, t), cut(G, N, n, s), agree(F, G, M, N))]
    positive, positive_n, many, cut_f, cut_g, equal = given
    reversed_ = _reversed(pf, F, G, M, N, equal)
    rule = first_lap(pf)
    left = rule.apply(M, N, n, t, s, F, G, using=given)
    right = rule.apply(N, M, n, s, t, G, F, using=[positive_n, positive, many, cut_g, cut_f, reversed_])
    end = pf.arith(t(1) == s(1), left, right)
    place = pf.both(pf.arith(term(0) <= 0), pf.arith(term(0) <= n - 1, many))
    peaks = []
    for f, c in ((F, cut_f), (G, cut_g)):
        first, _, start, laps = c.split()
        peaks += [laps.apply(0, using=[place]).right.right.left, pf.congruent(f, first), start]
    one = pf.both(pf.arith(term(0) <= 1), pf.arith(term(1) <= n, many))
    in_f, in_g = (cuts_inside(pf, n, c, f).apply(1, using=[one]) for c, f in ((t, cut_f), (s, cut_g)))
    at_peak = equal.apply(t(1), using=[pf.both(in_f.left, in_f.right, pf.arith(t(1) <= N, in_g, end))])
    levels = pf.arith(M == N, *peaks, at_peak, pf.congruent(G, end))
    back = pf.symmetric(levels)
    cut_g, equal, reversed_ = (pf.rewrite(f, back) for f in (cut_g, equal, reversed_))
    rule = next_lap(pf)

    def step(i: Term, low: Fact, hypothesis: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            here = hypothesis.apply(using=[bound])
            place = pf.both(low, pf.arith(i <= n - 1, bound))
            left = rule.apply(M, n, i, t, s, F, G, using=[positive, cut_f, cut_g, equal, place, here])
            right = rule.apply(M, n, i, s, t, G, F, using=[positive, cut_g, cut_f, reversed_, place,
                                                           pf.symmetric(here)])  # fmt: skip
            return pf.arith(t(i + 1) == s(i + 1), left, right)

        return under(pf, i + 1 <= n, grow)

    start = pf.arith(t(0) == s(0), cut_f.split()[0], cut_g.split()[0])
    ladder = pf.induction("i", 0, lambda i: implies(i <= n, t(i) == s(i)), lambda: under(
        pf, term(0) <= n, lambda b: start), step)  # fmt: skip
    cuts = over(pf, 0, n, lambda i, b: ladder.apply(i, using=[b]))
    return _discharged(pf, variables, given, pf.both(levels, cuts))


def _reversed(pf: Proof, F: Term, G: Term, M: Term, N: Term, equal: Fact) -> Fact:
    """agree(G, F, N, M) from agree(F, G, M, N)."""
    x = pf.fresh("x", "real")
    place = pf.assume(conj(x >= 0, x <= N, x <= M))
    at = pf.symmetric(equal.apply(x, using=place.split()))
    return pf.general(x, pf.implication(place.formula, at))


def distinct(pf: Proof, p: Term, k: Term, some: Fact, least: Fact, left: tuple[Term, ...], right: tuple[Term, ...],
             facts: tuple[list[Fact], list[Fact]], equal: Fact) -> Fact:  # fmt: skip
    """M = N and a(j)(i) = b(j)(i) for 1 <= j <= k, 1 <= i <= p, for compositions (M, a, h, H) and (N, b, g, G) of k
    sawtooths that agree. The ``facts`` about each: M > 0, the factors, Composed. ``some`` is p >= 1, ``least`` k >= 1.

    By induction on j, H(j) and G(j) have cuts that, if they coincide, give the nodes of the first j factors.
    """
    (M, a, _, H), (N, b, _, G) = left, right
    n_name, j_name = integer("n"), integer("j")
    rule = refined_cuts(pf)

    def nodes_equal(j: Term) -> Term:
        return every(j_name, 1, j, every(_I, 1, p, a(j_name)(_I) == b(j_name)(_I)))

    def claim(j: Term) -> Term:
        return implies(j <= k, exists(n_name, _T, _S, conj(
            n_name >= j + 1, cut(H(j), M, n_name, _T), cut(G(j), N, n_name, _S),
            implies(conj(M == N, every(_I, 0, n_name, _T(_I) == _S(_I))), nodes_equal(j)))))  # fmt: skip

    def base() -> Fact:
        bound = pf.assume(term(0) <= k)
        t, s = lam(_I, _I * M), lam(_I, _I * N)
        cuts = [identity_cuts(pf, F(0), L, f[0], pf.open_definition(f[2]).left)
                for F, L, f in ((H, M, facts[0]), (G, N, facts[1]))]  # fmt: skip
        premise = conj(M == N, every(_I, 0, 1, t(_I) == s(_I)))
        none = pf.implication(premise, over(pf, 1, term(0), lambda j, b: pf.anything(
            every(_I, 1, p, a(j)(_I) == right[1](j)(_I)), pf.arith(false, b))))  # fmt: skip
        goal = claim(term(0)).args[1]
        return pf.implication(bound.formula, pf.witness(goal, 1, t, s, pf.both(
            pf.arith(term(1) >= term(0) + 1), *cuts, none)))  # fmt: skip

    def step(j: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(j + 1 <= k)
        mark = pf.opened
        n, t, s, known = pf.obtain(hypothesis.apply(using=[bound]), "n", "t", "s")
        count, cut_h, cut_g, before = known.left, known.right.left, known.right.right.left, known.right.right.right
        finer = []
        for (L, c, h, F), f, u, cuts in ((left, facts[0], t, cut_h), (right, facts[1], s, cut_g)):
            simplex, sawtooth = f[1].apply(j + 1, using=[low, bound]).split()
            composed = pf.open_definition(f[2]).right.apply(j, using=[low, bound])
            more = rule.apply(L, p, n, c(j + 1), u, h(j + 1), F(j), F(j + 1), using=[
                f[0], some, pf.arith(n >= 1, count, low), simplex, sawtooth, composed, cuts])  # fmt: skip
            finer.append(pf.obtain(more, "s"))
        (t_new, t_facts), (s_new, s_facts) = finer
        size = n * (p + 1)
        coincide = pf.assume(conj(M == N, every(_I, 0, size, t_new(_I) == s_new(_I))))

        def old(m: Term, place: Fact) -> Fact:
            low_m = pf.arith(m * (p + 1) >= 0, place, some)
            high_m = pf.arith(m * (p + 1) <= size, place, some)
            at = coincide.right.apply(m * (p + 1), using=[low_m, high_m])
            return pf.arith(t(m) == s(m), at, t_facts.right.left(m), s_facts.right.left(m))

        coarse = over(pf, 0, n, old)
        earlier = before.apply(using=[coincide.left, coarse])
        lap_h = cut_h.split()[3].apply(
            0, using=[pf.both(pf.arith(term(0) >= 0), pf.arith(term(0) <= n - 1, count, low))]
        )
        width = pf.arith(t(1) > 0, lap_h.left, cut_h.split()[0])
        widths = coarse.apply(1, using=[pf.both(pf.arith(term(1) >= 0), pf.arith(term(1) <= n, count, low))])

        def last(i: Term, place: Fact) -> Fact:
            first = t_facts.right.right.apply(i, using=[place])
            second = s_facts.right.right.apply(i, using=[place])
            inner = pf.both(pf.arith(i >= 0, place), pf.arith(i <= size, place, pf.arith(
                p + 1 <= n * (p + 1), some, pf.arith(n >= 1, count, low))))  # fmt: skip
            same = coincide.right.apply(i, using=[inner])
            product = pf.arith(t(1) * a(j + 1)(i) == t(1) * b(j + 1)(i), first, second, same, coincide.left, widths,
                               multipliers=[t_new(i), s_new(i), M, N, b(j + 1)(i)])  # fmt: skip
            return pf.arith(a(j + 1)(i) == b(j + 1)(i), product, width)

        newest = over(pf, 1, p, last)

        def all_nodes(l: Term, place: Fact) -> Fact:
            def at_new(no: Fact) -> Fact:
                q = integer("q")
                return pf.step("equality", [pf.arith(j + 1 == l, place, no), newest],
                               [lam(q, every(_I, 1, p, a(q)(_I) == b(q)(_I)))])  # fmt: skip

            return pf.decide(l <= j, lambda yes: earlier.apply(l, using=[place.left, yes]), at_new)

        found = pf.implication(coincide.formula, over(pf, 1, j + 1, all_nodes, "j"))
        many = pf.arith(size >= j + 1 + 1, count, pf.arith(n * p >= 1, some, pf.arith(n >= 1, count, low)))
        whole = pf.witness(claim(j + 1).args[1], size, t_new, s_new, pf.both(many, t_facts.left, s_facts.left, found))
        return pf.implication(bound.formula, pf.close(whole, mark))

    ladder = pf.induction("j", 0, claim, base, step).apply(k, using=[pf.arith(k >= 0, least), pf.arith(k <= k)])
    mark = pf.opened
    n, t, s, known = pf.obtain(ladder, "n", "t", "s")
    count, cut_h, cut_g, coincide = known.left, known.right.left, known.right.right.left, known.right.right.right
    same = same_cuts(pf).apply(M, N, n, t, s, H(k), G(k), using=[
        facts[0][0], facts[1][0], pf.arith(n >= 2, count, least), cut_h, cut_g, equal])  # fmt: skip
    return pf.close(pf.both(same.left, coincide.apply(using=[same])), mark)


def identity_cuts(pf: Proof, F: Term, M: Term, positive: Fact, identity: Fact) -> Fact:
    """cut(F, M, 1, t) for the identity F and t(i) = i M."""
    t, x = lam(_I, _I * M), pf.fresh("x", "real")

    def one(i: Term, bounds: Fact) -> Fact:
        zero, ends = pf.arith(i == 0, bounds), (identity(t(i)), identity(t(i + 1)))
        here = conj(t(i) <= x, x <= t(i + 1))
        line = F(x) * (t(i + 1) - t(i)) == F(t(i)) * (t(i + 1) - x) + F(t(i + 1)) * (x - t(i))
        line = pf.arith(line, identity(x), *ends, multipliers=[t(i + 1) - t(i), t(i + 1) - x, x - t(i)])
        linear = pf.restate(pf.general(x, pf.implication(here, line)), Linear(F, t(i), t(i + 1)))
        start = pf.arith(F(t(i)) == 0, ends[0], zero, multipliers=[M])
        turn = pf.arith(F(t(i + 1)) == M - F(t(i)), *ends, zero, multipliers=[M])
        return pf.both(pf.arith(t(i) < t(i + 1), positive), linear, turn, pf.or_intro(
            either(F(t(i)) == 0, F(t(i)) == M), start))  # fmt: skip

    return pf.both(pf.arith(t(0) == 0), pf.arith(t(1) == M), pf.arith(F(0) == 0, identity(0)),
                   over(pf, 0, term(1) - 1, one))  # fmt: skip
