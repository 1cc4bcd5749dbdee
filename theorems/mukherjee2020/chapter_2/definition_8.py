"""Definition 8, the extremal zonotope set: empty as printed for n = 2 and m = 3, since vertices come in pairs."""

from itertools import permutations

from numerics.derive import Fact, Proof
from numerics.terms import Term, conj, either, exists, forall, function, implies, integer, lam, term
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2.theorem_2_3_7 import independent, random_generators
from theorems.mukherjee2020.support_pieces import opposite_vertices
from theorems.mukherjee2020.vertex_counts import half_regions
from theorems.mukherjee2020.zonotope_geometry import Space, vertex_at
from theorems.mukherjee2020.zonotopes import VertexCount

claim = Claim(
    "mukherjee2020", "definition", "8", section="2.3.2", family="zonotopes", title="extremal zonotope set",
    uses=["theorem_2_3_7.part_1"],
    statement=r"""$S(n, m)$ is the set of all $(b^1, \dots, b^m) \in (\mathbb R^n)^m$ whose zonotope has
    $\sum_{i=0}^{n-1} \binom{m-1}i$ vertices. That its complement has measure $0$ is Theorem 2.3.7, part 1, again; here:
    it is not empty, for any $n, m \ge 1$, as the family of Theorem 2.3.10 needs.""",
)  # fmt: skip

n, m, b, vertices = integer("n"), integer("m"), function("b", "int->V"), integer("vertices")

inhabited = claim.variant(
    "printed", forall(n, m, implies(conj(n >= 1, m >= 1), exists(b, VertexCount(half_regions(m, n), m, b)))),
    expect="refuted",
    why="With each vertex v the point -v is one, so that only a single point has an odd number of vertices. For n = 1 "
        "the set holds (0, ..., 0) alone, and for n = 2 and odd m >= 3 nothing. With the missing factor 2 it is not "
        "empty (theorem_2_3_7.part_1, sharpened) and has full measure (theorem_2_3_7.part_1_null_set, repaired).",
    counterexample="n = 2, m = 3: no zonotope, in the plane or any other space, has C(2, 0) + C(2, 1) = 3 vertices.",
    observed=implies(independent == 1, vertices == half_regions(m, n)),
)  # fmt: skip


@claim.refute(inhabited)
def by_opposite_vertices(p: Proof, goal: Term) -> Fact:
    S, three = Space(), term(3)

    def wrong(claimed: Fact) -> Fact:
        mark = p.opened
        c, counted = p.obtain(claimed.apply(2, 3), "b")
        hole = integer("q")
        counted = p.step("equality", [p.compute(half_regions(three, term(2)) == 3), counted], [
            lam(hole, VertexCount(hole, 3, c))])  # fmt: skip
        v, facts = p.obtain(p.open_definition(counted).right, "v")
        corners, different, listed = facts.left, facts.right.left, facts.right.right
        opposites = opposite_vertices(p, three, p.arith(three >= 0), c)

        def corner(t: int) -> Fact:
            return corners.apply(t, using=[p.both(p.arith(term(1) <= t), p.arith(term(t) <= 3))])

        def turned(t: int) -> Fact:
            return opposites.apply(v(t), using=[corner(t)])

        def apart(s: int, t: int, same: Fact) -> Fact:
            """false, from v(s) = v(t) for s and t that differ."""
            low, high = min(s, t), max(s, t)
            equal = same if s < t else p.symmetric(same)
            return p.conflict(equal, different.apply(low, high, using=[p.arith(term(1) <= low), p.arith(
                term(low) < high), p.arith(term(high) <= 3)]))  # fmt: skip

        def places(t: int) -> Fact:
            """-v(t) is v(1), v(2) or v(3)."""
            inner = p.opened
            s, at = p.obtain(p.modus_ponens(listed(-v(t)), turned(t)), "t")
            place, equal = at.left, at.right
            wanted = either(*(-v(t) == v(u) for u in (1, 2, 3)))

            def here(u: int, number: Fact) -> Fact:
                return p.or_intro(wanted, S.equal(p, -v(t), v(u), [(1, equal), (1, p.congruent(v, number))]))

            found = p.decide(s <= 1, lambda f: here(1, p.arith(s == 1, f, place)), lambda f: p.decide(
                s <= 2, lambda g: here(2, p.arith(s == 2, f, g)), lambda g: here(3, p.arith(s == 3, g, place))))
            return p.close(found, inner)

        def impossible(found: list[Fact]) -> Fact:
            to = [next(u for u in (1, 2, 3) if repr(f.formula.args[1]) == repr(v(u))) for f in found]
            for t in (1, 2, 3):
                if to[t - 1] == t:  # v(t) = 0 lies midway between v(s) and -v(s)
                    s = 1 + t % 3
                    fact = found[t - 1]
                    members = [p.open_definition(f).left for f in (corner(s), turned(s))]
                    middle = S.equal(p, v(s) + -v(s), 2 * v(t), [(1, fact)])
                    flat = vertex_at(p, S, corner(t), v(s), -v(s), *members, middle)
                    return apart(s, t, S.equal(p, v(s), v(t), [("1/2", flat), ("1/2", fact)]))
            for t, r in permutations((1, 2, 3), 2):
                first, second = found[t - 1], found[r - 1]
                if to[t - 1] == to[r - 1]:
                    return apart(t, r, S.equal(p, v(t), v(r), [(-1, first), (1, second)]))
                q = to[r - 1]
                if to[t - 1] == r and q != t:
                    return apart(t, q, S.equal(p, v(t), v(q), [(-1, first), (1, second)]))
            raise AssertionError(to)

        def cases(rest: list[Fact], found: list[Fact]) -> Fact:
            return p.by_cases(rest[0], *[lambda f: cases(rest[1:], [*found, f])] * 3) if rest else impossible(found)

        return p.close(cases([places(t) for t in (1, 2, 3)], []), mark)

    return p.refute(goal, wrong)


claim.instances(random_generators)
claim.mutant("up to two more", inhabited, implies(independent == 1, vertices <= half_regions(m, n) + 2))
