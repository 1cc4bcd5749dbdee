"""Two ReLU gates do not compute the maximum of two numbers."""

from numerics.derive import Fact, Proof, SearchFailed
from numerics.terms import Term, absolute, false, lam, maximum, term


class Pair:
    """Gates max(0, a s + b t + c), and max(s, t) = beta + the sum of v times a gate, for all s and t."""

    def __init__(
        self, pf: Proof, beta: Term, v: list[Term], a: list[Term], b: list[Term], c: list[Term], computes: Fact
    ) -> None:
        self.pf, self.beta, self.v, self.a, self.b, self.c, self.computes = pf, beta, v, a, b, c, computes

    def input(self, k: int, x: Term, y: Term) -> Term:
        return self.a[k] * x + self.b[k] * y + self.c[k]

    def slope(self, k: int) -> Term:
        return self.a[k] + self.b[k]

    def one_gate(self, v: Term, alpha: Term, c: Term, rest: Term, line: Fact) -> Fact:
        """false, from s = rest + v max(0, alpha s + c) for all s (``line``): a gate is constant somewhere."""
        pf = self.pf

        def flat(yes: Fact) -> Fact:
            one, zero = line(1), line(0)
            x = pf.fresh("x", "real")
            same = pf.congruent(lam(x, maximum(0, x)), pf.arith(alpha * 1 + c == alpha * 0 + c, yes))
            return pf.arith(false, one, zero, same, multipliers=[1, v])

        def steep(no: Fact) -> Fact:
            inverse = pf.lemma("inverse", alpha, using=[no])
            unit = 1 / alpha
            points = [-(c + k) * unit for k in (1, 2)]
            values = []
            for k, point in zip((1, 2), points, strict=True):
                low = pf.arith(alpha * point + c == -k, inverse, multipliers=[c + k])
                off = pf.by_cases(
                    pf.lemma("max", 0, alpha * point + c),
                    *[lambda f, e=alpha * point + c, low=low: pf.arith(maximum(0, e) == 0, f, low)] * 2,
                )
                values.append(pf.arith(point == rest, line(point), off, multipliers=[v]))
            gone = pf.arith(unit == 0, *values)
            return pf.arith(false, gone, inverse, multipliers=[alpha])

        return pf.decide(alpha == 0, flat, steep)


def no_two_gates(
    pf: Proof, beta: Term, v: list[Term], a: list[Term], b: list[Term], c: list[Term], computes: Fact
) -> Fact:
    """false, from computes: forall s t, max(s, t) = beta + v_1 max(0, a_1 s + b_1 t + c_1) + v_2 max(0, ...)."""
    pair = Pair(pf, beta, v, a, b, c, computes)
    alpha = [pair.slope(k) for k in (0, 1)]
    z, x = pf.fresh("s", "real"), pf.fresh("x", "real")

    def diagonal(point: Term) -> Fact:
        """s = beta + the sum of v max(0, alpha s + c)."""
        top = pf.by_cases(pf.lemma("max", point, point), *[lambda f: pf.arith(maximum(point, point) == point, f)] * 2)
        acts = [
            pf.congruent(lam(x, maximum(0, x)), pf.ring(pair.input(k, point, point), alpha[k] * point + c[k]))
            for k in (0, 1)
        ]
        total = beta + v[0] * maximum(0, alpha[0] * point + c[0]) + v[1] * maximum(0, alpha[1] * point + c[1])
        return pf.arith(point == total, computes(point, point), top, *acts, multipliers=[1, *v])

    along = pf.general(z, diagonal(z))

    def not_flat(k: int) -> Fact:
        """alpha(k) is not 0: else the other gate is alone."""
        o = 1 - k

        def argue(flat: Fact) -> Fact:
            rest = beta + v[k] * maximum(0, c[k])
            act = pf.congruent(lam(x, maximum(0, x)), pf.arith(alpha[k] * z + c[k] == c[k], flat, multipliers=[z]))
            line = pf.general(
                z, pf.arith(z == rest + v[o] * maximum(0, alpha[o] * z + c[o]), along(z), act, multipliers=[1, v[k]])
            )
            return pair.one_gate(v[o], alpha[o], c[o], rest, line)

        return pf.refute(alpha[k] == 0, argue)

    steep = [not_flat(k) for k in (0, 1)]
    inverse = [pf.lemma("inverse", alpha[k], using=[steep[k]]) for k in (0, 1)]

    def weight(zero: Fact) -> Fact:
        """false from v_1 = 0."""
        line = pf.general(
            z,
            pf.arith(
                z == beta + v[1] * maximum(0, alpha[1] * z + c[1]),
                along(z),
                zero,
                multipliers=[1, maximum(0, alpha[0] * z + c[0])],
            ),
        )
        return pair.one_gate(v[1], alpha[1], c[1], beta, line)

    heavy = pf.refute(v[0] == 0, weight)
    sigma, tau = pf.fresh("s", "real"), pf.fresh("t", "real")
    G = [pair.input(k, sigma, tau) for k in (0, 1)]

    def apart(no: Fact) -> Fact:
        """false from G_1 alpha_2 != G_2 alpha_1: beside the kink of the first gate the other one is straight."""
        s1 = -G[0] * (1 / alpha[0])
        E = G[1] + alpha[1] * s1
        ratio = E * (1 / alpha[1])
        h = absolute(ratio)
        not_zero = pf.refute(
            E == 0,
            lambda e: pf.conflict(
                pf.arith(G[0] * alpha[1] == G[1] * alpha[0], e, inverse[0], multipliers=[alpha[0], alpha[1] * G[0]]), no
            ),
        )
        points = [s1 - h, s1, s1 + h]
        tops, firsts, seconds = [], [], []
        for point in points:
            shifted = maximum(sigma + point, tau + point)
            tops.append(
                pf.by_cases(
                    pf.lemma("max", sigma + point, tau + point),
                    *[
                        lambda f, q=shifted, point=point: pf.by_cases(
                            pf.lemma("max", sigma, tau),
                            *[lambda g, q=q, point=point, f=f: pf.arith(q == maximum(sigma, tau) + point, f, g)] * 2,
                        )
                    ]
                    * 2,
                )
            )
            moved = pf.arith(
                pair.input(0, sigma + point, tau + point) == alpha[0] * (point - s1), inverse[0], multipliers=[G[0]]
            )
            firsts.append(pf.congruent(lam(x, maximum(0, x)), moved))
            seconds.append(
                pf.congruent(
                    lam(x, maximum(0, x)),
                    pf.ring(pair.input(1, sigma + point, tau + point), E + alpha[1] * (point - s1)),
                )
            )
        values = [computes(sigma + point, tau + point) for point in points]
        back, front = maximum(0, alpha[0] * (s1 - h - s1)), maximum(0, alpha[0] * (s1 + h - s1))
        middle = maximum(0, alpha[0] * (s1 - s1))
        straight = [maximum(0, E + alpha[1] * (point - s1)) for point in points]
        size = pf.arith(alpha[1] * ratio == E, inverse[1], multipliers=[E])
        y, d = pf.fresh("y", "real"), pf.fresh("d", "real")

        def bend() -> Fact:
            """max(0, y + d) + max(0, y - d) = 2 max(0, y) for d = y or d = -y."""
            goals = [pf.lemma("max", 0, e) for e in (y + d, y - d, y)]
            wanted = maximum(0, y + d) + maximum(0, y - d) == 2 * maximum(0, y)

            def given(formula: Term) -> Fact:
                side = pf.assume(formula)

                def split(left: list[Fact], facts: list[Fact]) -> Fact:
                    if not left:
                        return pf.arith(wanted, side, *facts)
                    return pf.by_cases(left[0], *[lambda f: split(left[1:], [*facts, f])] * 2)

                return pf.implication(formula, split(goals, []))

            return pf.general(y, d, pf.both(given(d == y), given(d == -y)))

        bends = bend()(E, alpha[1] * h)
        shape = maximum(0, E + alpha[1] * h) + maximum(0, E - alpha[1] * h) == 2 * maximum(0, E)
        unbent = pf.by_cases(
            pf.lemma("abs", ratio),
            lambda f: pf.modus_ponens(bends.left, pf.arith(alpha[1] * h == E, f, size, multipliers=[alpha[1]])),
            lambda f: pf.modus_ponens(bends.right, pf.arith(alpha[1] * h == -E, f, size, multipliers=[alpha[1]])),
        )
        assert unbent.formula.index == shape.index
        none = pf.by_cases(pf.lemma("max", 0, alpha[0] * (s1 - s1)), *[lambda f: pf.arith(middle == 0, f)] * 2)
        both = back + front
        kink = pf.by_cases(
            pf.lemma("max", *back.args),
            *[
                lambda f: pf.by_cases(
                    pf.lemma("max", *front.args),
                    *[
                        lambda g, f=f: pf.arith(
                            both == absolute(alpha[0] * h),
                            pf.by_cases(
                                pf.lemma("abs", alpha[0] * h),
                                *[lambda k, f=f, g=g: pf.arith(both == absolute(alpha[0] * h), f, g, k)] * 2,
                            ),
                        )
                    ]
                    * 2,
                )
            ]
            * 2,
        )
        rows = [
            pf.arith(
                maximum(sigma, tau) + point == beta + v[0] * first + v[1] * second,
                value,
                top,
                one,
                two,
                multipliers=[1, *v],
            )
            for point, first, second, value, top, one, two in zip(
                points, (back, middle, front), straight, values, tops, firsts, seconds, strict=True
            )
        ]
        flat = pf.arith(v[0] * absolute(alpha[0] * h) == 0, *rows, kink, none, unbent, multipliers=[1, *v])
        positive = pf.refute(
            absolute(alpha[0] * h) == 0,
            lambda e: pf.conflict(zero_height(pf, alpha, h, ratio, E, e, inverse, size), not_zero),
        )
        share = pf.lemma("inverse", absolute(alpha[0] * h), using=[positive])
        return pf.conflict(pf.arith(v[0] == 0, flat, share, multipliers=[1 / absolute(alpha[0] * h), v[0]]), heavy)

    same = pf.general(sigma, tau, pf.absurd(G[0] * alpha[1] == G[1] * alpha[0], apart))
    # Both kinks at the same place: there the changes of slope cancel.
    s1 = -c[0] * (1 / alpha[0])
    at_kink = []
    for step in (-1, 0, 1):
        point = s1 + step
        acts = []
        for k in (0, 1):
            equal = [pf.arith(alpha[0] * s1 + c[0] == 0, inverse[0], multipliers=[c[0]])]
            if k == 1:
                zero = pf.arith(
                    alpha[0] * (alpha[1] * s1 + c[1]) == 0,
                    equal[0],
                    same(0, 0),
                    inverse[0],
                    multipliers=[alpha[1], 1, c[0] * alpha[1]],
                )
                equal = [
                    pf.arith(
                        alpha[1] * s1 + c[1] == 0, zero, inverse[0], multipliers=[1 / alpha[0], alpha[1] * s1 + c[1]]
                    )
                ]
            value = pf.arith(alpha[k] * point + c[k] == step * alpha[k], *equal)
            acts.append(pf.congruent(lam(x, maximum(0, x)), value))
        at_kink.append(
            pf.arith(
                point == beta + v[0] * maximum(0, step * alpha[0]) + v[1] * maximum(0, step * alpha[1]),
                along(point),
                *acts,
                multipliers=[1, *v],
            )
        )
    sums = []
    for k in (0, 1):
        parts = [maximum(0, step * alpha[k]) for step in (-1, 0, 1)]
        middle = pf.by_cases(pf.lemma("max", *parts[1].args), *[lambda f, q=parts[1]: pf.arith(q == 0, f)] * 2)
        wanted = parts[0] + parts[2] - 2 * parts[1] == absolute(alpha[k])
        sums.append(
            pf.by_cases(
                pf.lemma("max", *parts[0].args),
                *[
                    lambda f, k=k, parts=parts, wanted=wanted, middle=middle: pf.by_cases(
                        pf.lemma("max", *parts[2].args),
                        *[
                            lambda g, f=f: pf.by_cases(
                                pf.lemma("abs", alpha[k]), *[lambda e, f=f, g=g: pf.arith(wanted, f, g, e, middle)] * 2
                            )
                        ]
                        * 2,
                    )
                ]
                * 2,
            )
        )
    balance = pf.arith(v[0] * absolute(alpha[0]) + v[1] * absolute(alpha[1]) == 0, *at_kink, *sums, multipliers=[1, *v])
    p, q, g, e = (pf.fresh(name, "real") for name in "pqge")

    def folded(opposite: bool) -> Fact:
        """forall p q g e: g q = e p gives |p| max(0, e) = |q| max(0, g) for p q > 0, and |q| max(0, -g) for p q < 0."""
        sign = p * q < 0 if opposite else p * q > 0
        given = [pf.assume(sign), pf.assume(g * q == e * p)]
        inner = maximum(0, -1 * g) if opposite else maximum(0, g)
        wanted = absolute(p) * maximum(0, e) == absolute(q) * inner
        cases = [pf.lemma("abs", p), pf.lemma("abs", q), pf.lemma("max", 0, e), pf.lemma("max", *inner.args)]

        def split(left: list[Fact], facts: list[Fact]) -> Fact:
            if left:
                return pf.by_cases(left[0], *[lambda f: split(left[1:], [*facts, f])] * 2)
            ap, aq, me, mg = facts
            try:
                return pf.anything(wanted, pf.arith(false, given[0], ap.left, aq.left))
            except SearchFailed:
                pass
            up = me.right.formula.args[1].op != "num"
            over_ = mg.right.formula.args[1].op != "num"
            left_value = pf.arith(
                wanted.args[0] == (ap.right.formula.args[1] * e if up else term(0)),
                ap.right,
                me.right,
                multipliers=[maximum(0, e), ap.right.formula.args[1]],
            )
            inside = inner.args[1]
            right_value = pf.arith(
                wanted.args[1] == (aq.right.formula.args[1] * inside if over_ else term(0)),
                aq.right,
                mg.right,
                multipliers=[inner, aq.right.formula.args[1]],
            )
            return pf.arith(wanted, left_value, right_value, given[1], ap.left, aq.left, me.left, mg.left)

        fact = split(cases, [])
        for premise in reversed(given):
            fact = pf.implication(premise.formula, fact)
        return pf.general(p, q, g, e, fact)

    def values(x_: int, y_: int) -> tuple[Fact, Term, Term]:
        top = pf.by_cases(pf.lemma("max", x_, y_), *[lambda f: pf.arith(maximum(x_, y_) == max(x_, y_), f)] * 2)
        first, second = pair.input(0, term(x_), term(y_)), pair.input(1, term(x_), term(y_))
        return (
            pf.arith(
                term(max(x_, y_)) == beta + v[0] * maximum(0, first) + v[1] * maximum(0, second), computes(x_, y_), top
            ),
            first,
            second,
        )

    def finish(opposite: bool, sign: Fact) -> Fact:
        law = folded(opposite)
        size = absolute(alpha[0])
        lines = []
        for x_, y_ in ((0, 0), (1, 1), (1, 0), (0, 1)):
            value, first, second = values(x_, y_)
            fold = law.apply(alpha[0], alpha[1], first, second, using=[sign, same(x_, y_)])
            inner = maximum(0, -1 * first) if opposite else maximum(0, first)
            total = size * v[0] * (maximum(0, first) - inner)
            known = pf.arith(
                size * max(x_, y_) == size * beta + total, value, fold, balance, multipliers=[size, v[1], inner]
            )
            if opposite:
                odd = pf.by_cases(
                    pf.lemma("max", 0, first),
                    *[
                        lambda f, first=first, inner=inner: pf.by_cases(
                            pf.lemma("max", *inner.args),
                            *[
                                lambda h, f=f, first=first, inner=inner: pf.arith(
                                    maximum(0, first) - inner == first, f, h
                                )
                            ]
                            * 2,
                        )
                    ]
                    * 2,
                )
                known = pf.arith(
                    size * max(x_, y_) == size * beta + size * v[0] * first, known, odd, multipliers=[1, size * v[0]]
                )
            lines.append(known)
        gone = pf.arith(size == 0, *lines)
        positive = pf.by_cases(pf.lemma("abs", alpha[0]), *[lambda f: pf.arith(alpha[0] == 0, f, gone)] * 2)
        return pf.conflict(positive, steep[0])

    product = alpha[0] * alpha[1]

    def neither(no: Fact) -> Fact:
        def zero(other: Fact) -> Fact:
            flat = pf.arith(product == 0, no, other)
            return pf.conflict(
                pf.arith(alpha[0] == 0, flat, inverse[1], multipliers=[1 / alpha[1], alpha[0]]), steep[0]
            )

        return pf.decide(product < 0, lambda yes: finish(True, yes), zero)

    return pf.decide(product > 0, lambda yes: finish(False, yes), neither)


def zero_height(
    pf: Proof, alpha: list[Term], h: Term, ratio: Term, E: Term, gone: Fact, inverse: list[Fact], size: Fact
) -> Fact:
    """E = 0, from |alpha_1 h| = 0."""
    flat = pf.by_cases(pf.lemma("abs", alpha[0] * h), *[lambda f: pf.arith(alpha[0] * h == 0, f, gone)] * 2)
    no_step = pf.arith(h == 0, flat, inverse[0], multipliers=[1 / alpha[0], h])
    no_ratio = pf.by_cases(pf.lemma("abs", ratio), *[lambda f: pf.arith(ratio == 0, f, no_step)] * 2)
    return pf.arith(E == 0, size, no_ratio, multipliers=[1, alpha[1]])
