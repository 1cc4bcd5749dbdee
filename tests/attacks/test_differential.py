"""The checker against the evaluator, which shares no code with it, on random steps: what the one concludes, the other
must not refute; and where both can decide, they agree."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
from craft import Bench
from evaluator import Evaluator, Jet, Node, Truth, Unknown, regions

from certs.checker import Rejected, Sequent
from certs.language import Terms
from certs.rules.lemma import ENTRIES, Build

# The checker's terms as the evaluator's nodes.


def node_of(terms: Terms, formula: int) -> Node:
    """A closed formula of the checker's table as the evaluator's nested tuples, definitions inlined."""
    numbers = itertools.count()

    def build(t: int, bound: tuple[Node, ...]) -> Node:
        op, *rest = terms.nodes[t]
        if op == "num":
            return ("num", Fraction(rest[0], rest[1]))
        if op == "bound":
            return bound[rest[0]]
        if op in ("lam", "forall", "exists"):
            variable = ("var", next(numbers), f"x{len(bound)}", rest[0])
            return (op, variable, build(rest[1], (variable, *bound)))
        return (op, *(build(c, bound) for c in rest))

    return build(terms.unfold(formula), ())


def closed(terms: Terms, sequent: Sequent) -> int:
    """What a sequent says: for all values of its free variables, the hypotheses imply the conclusion."""
    result = sequent.conclusion
    for h in sorted(sequent.hypotheses, reverse=True):
        result = terms.make("=>", h, result)
    for variable in sorted(terms.free[result], reverse=True):
        result = terms.bind("forall", variable, result)
    return result


def falsified(terms: Terms, sequent: Sequent, seed: Any = 0, instances: int = 25) -> bool:
    """Whether the evaluator finds values for which all hypotheses hold and the conclusion does not."""
    truth: Truth = Evaluator(seed, samples=6, budget=4_000).decide(node_of(terms, closed(terms, sequent)), instances)[0]
    return truth is False


# Random material.


def number(rng: random.Random) -> str:
    return str(Fraction(rng.randrange(-6, 7), rng.choice([1, 1, 1, 2, 3])))


def closed_term(rng: random.Random, depth: int, bound: tuple[str, ...]) -> str:
    if depth == 0 or rng.random() < 0.2:
        return rng.choice([*bound, *bound, str(rng.randrange(-3, 6)), "1/2"])
    op = rng.choice(["+", "-", "*", "max", "min", "abs", "neg", "floor", "^", "binomial", "sum", "prod", "if", "/"])
    sub = [closed_term(rng, depth - 1, bound) for _ in range(2)]
    if op in ("abs", "neg", "floor"):
        return f"({op} {sub[0]})"
    if op == "^":
        return f"(^ {sub[0]} {rng.randrange(0, 4)})"
    if op == "binomial":
        return f"(binomial {rng.randrange(0, 6)} (floor {sub[0]}))"
    if op in ("sum", "prod"):
        k = f"k{len(bound)}"
        inner = closed_term(rng, depth - 1, (*bound, k))
        return f"({op} {rng.randrange(-1, 3)} {rng.randrange(-1, 5)} (lam {k} {inner}))"
    if op == "if":
        return f"(if (<= {sub[0]} {sub[1]}) {sub[1]} {closed_term(rng, depth - 1, bound)})"
    return f"({op} {sub[0]} {sub[1]})"


def closed_formula(rng: random.Random, depth: int, bound: tuple[str, ...] = ()) -> str:
    if depth == 0 or (bound and rng.random() < 0.3):
        op = rng.choice(["<", "<=", "="])
        return f"({op} {closed_term(rng, 2, bound)} {closed_term(rng, 2, bound)})"
    op = rng.choice(["and", "or", "=>", "not", "forall", "exists", "forall", "exists"])
    if op == "not":
        return f"(not {closed_formula(rng, depth - 1, bound)})"
    if op in ("forall", "exists"):
        i = f"i{len(bound)}"
        low, high = rng.choice([*bound, str(rng.randrange(-2, 2)), "1/2"]), rng.choice(["-1", "1", "3", "5/2", "4"])
        body = closed_formula(rng, depth - 1, (*bound, i))
        if rng.random() < 0.4:  # what decides is at the ends
            body = f"({rng.choice(['<', '<=', '='])} {rng.choice([i, f'(* 2 {i})'])} {rng.choice([low, high, '2'])})"
        below = rng.choice([f"(<= {low} {i})", f"(< {low} {i})"])
        above = rng.choice([f"(<= {i} {high})", f"(< {i} {high})", f"(<= (+ {i} 1) {high})", f"(< {high} {i})"])
        if op == "forall" and rng.random() < 0.5:
            return f"(forall {i} (=> {below} (=> {above} {body})))"
        return f"({op} {i} ({'=>' if op == 'forall' else 'and'} (and {below} {above}) {body}))"
    return f"({op} {closed_formula(rng, depth - 1, bound)} {closed_formula(rng, depth - 1, bound)})"


def test_compute_agrees() -> None:
    """A closed formula: what compute accepts the evaluator finds true, and what it finds false compute refuses."""
    decided = {True: 0, False: 0}
    for seed in range(1_500):
        rng = random.Random(seed)
        text = closed_formula(rng, rng.randrange(1, 4))
        b = Bench()
        try:
            formula = b.term(text)
        except Rejected:
            continue
        truth = Evaluator(seed).decide(node_of(b.replay.terms, formula))[0]
        for claim, wanted in ((formula, truth), (b.replay.terms.make("not", formula), not truth)):
            try:
                b.replay.step("compute", [], [claim])
            except Rejected as error:
                if truth is not None and wanted:  # it may decline, where it finds no bounds, but not find it false
                    assert "does not evaluate to true" not in str(error), text
                continue
            assert wanted or truth is None, text
            if truth is not None:
                decided[truth] += 1
    assert min(decided.values()) > 200, decided


def test_vertices_agree_with_whitney() -> None:
    """Deletion and restriction against the sum over all subsets."""
    for seed in range(150):
        rng = random.Random(seed)
        n, m = rng.randrange(1, 5), rng.randrange(0, 7)
        rows = [[Fraction(rng.randrange(-2, 3), rng.choice([1, 1, 2])) for _ in range(n)] for _ in range(m)]
        entry = "0"
        for i, row in enumerate(rows):
            for j, x in enumerate(row):
                entry = f"(if (and (= i {i + 1}) (= j {j + 1})) {x} {entry})"
        b = Bench()
        count = f"(vertices {n} {m} (lam i (lam j {entry})))"
        b.apply("compute", [], [f"(= {count} {regions(rows)})"])
        b.refuses("compute", [], [f"(= {count} {regions(rows) + rng.choice([-2, -1, 1, 2])})"])


# Sums that a slip in the rule would take for a refutation.


def polynomial(rng: random.Random, depth: int = 1) -> str:
    if depth == 0:
        return rng.choice(["x", "y", "z", number(rng)])
    return f"({rng.choice('+-*')} {polynomial(rng, depth - 1)} {polynomial(rng, depth - 1)})"


def sums(rng: random.Random) -> tuple[list[str], list[str], list[Any]]:
    """Facts, terms and data for a refutation that adds up to zero; most conclude what does not follow."""
    p, q, e, s, m = (polynomial(rng) for _ in range(5))
    c = str(Fraction(rng.randrange(1, 7), rng.choice([1, 2, 3])))
    facts = [rng.choice([f"(<= 0 {p})", f"(not (< {p} 0))"]), rng.choice([f"(< 0 {q})", f"(not (<= {q} 0))"]),
             rng.choice([f"(= 0 {e})", f"(not (= 0 {e}))"])]  # fmt: skip
    cone: list[Any] = [["1", [3], -1]]
    ideal: list[Any] = []
    strict = rng.choice(["<", "<="])
    kind = rng.randrange(8)
    if kind == 0:  # a sum that may be strict or not
        goal, cone = f"(+ (* {c} {p}) (* {s} {s}))", [*cone, [c, [0], -1], ["1", [], 1]]
    elif kind == 1:
        goal, cone = f"(* {p} {q})", [*cone, ["1", [0, 1], -1]]
    elif kind == 2:
        goal, cone = f"(+ {q} (* {c} (* {q} {q})))", [*cone, ["1", [1], -1], [c, [1, 1], -1]]
    elif kind == 3:  # an equation, or an inequality between numbers that differ, freely multiplied, or in the cone
        goal, ideal = f"(* {m} {e})", [[2, 2]]
    elif kind == 4:
        goal, cone = f"(* {q} {e})", [*cone, ["1", [2, 1], -1]]
    elif kind == 5:  # an inequality freely multiplied
        which = rng.randrange(2)
        goal, ideal = f"(* {m} {(p, q)[which]})", [[2, which]]
    elif kind == 6:  # a coefficient of the wrong sign
        goal, cone = f"(* -{c} {p})", [*cone, [f"-{c}", [0], -1]]
    else:  # one refutation for an equation, which needs two
        one = [[["1", [0], -1], ["1", [3], -1]], []]
        return facts, [f"(= {p} 0)", s, m], rng.choice([[one], [one, one], [one, [[["1", [3], -1]], [[2, 2]]]]])
    return facts, [f"({strict} 0 {goal})", s, m], [[cone, ideal]]


def test_refutations() -> None:
    """Every refutation that the rule accepts concludes what the evaluator does not refute."""
    counts = {"accepted": 0, "refused": 0}
    for seed in range(2_500):
        rng = random.Random(seed)
        facts, terms, data = sums(rng)
        b = Bench()
        premises = b.assume(*facts)
        try:
            b.apply("positivstellensatz", premises, terms, data)
        except Rejected:
            counts["refused"] += 1
            continue
        counts["accepted"] += 1
        assert not falsified(b.replay.terms, b.last(), seed), (facts, terms, data)
    assert min(counts.values()) > 500, counts


def term(rng: random.Random, depth: int) -> str:
    """A random numeric term with opaque parts."""
    if depth == 0:
        return rng.choice(["x", "y", "i", number(rng), "n", "(f x)", "(a n)", "(dot u v)", "(abs x)"])
    op = rng.choice(["+", "-", "*", "*", "+", "neg", "^", "/", "f", "exp", "dot", "if", "max", "sum", "floor"])
    s, t = term(rng, depth - 1), term(rng, depth - 1)
    if op in ("neg", "f", "exp", "floor"):
        return f"({op} {s})"
    if op == "^":
        return f"(^ {s} {rng.choice(['0', '1', '2', '3', '(+ 1 1)', '(- n n)'])})"
    if op == "dot":
        return f"(dot (+ u (* {s} v)) (- (* {t} u) v))"
    if op == "if":
        return f"(if (< {s} {t}) {s} {t})"
    if op == "sum":
        return f"(sum 1 3 (lam k (* k {s})))"
    return f"({op} {s} {t})"


def varied(text: str, rng: random.Random) -> str:
    """The same text with a commutation, a reassociation or, as often, a change that is none."""
    words = text.replace("(", " ( ").replace(")", " ) ").split()
    for _ in range(rng.randrange(1, 3)):
        k = rng.randrange(len(words))
        swaps = {"x": "y", "y": "x", "u": "v", "v": "u", "+": "-", "-": "+", "1": "2", "2": "3", "i": "n", "n": "i",
                 "max": "min", "<": "<=", "0": "1", "3": "(+ 1 2)", "a": "b", "*": "+"}  # fmt: skip
        words[k] = swaps.get(words[k], words[k])
    result = " ".join(words)
    if rng.random() < 0.5:
        shells = ["(+ 0 {})", "(* 1 {})", "(- {} 0)", "(neg (neg {}))", "(^ {} 1)", "(+ {} (- x x))"]
        result = rng.choice(shells).format(result)
    return result


def test_normal_forms() -> None:
    """Two terms with equal normal forms have equal values wherever the evaluator can tell."""
    equal = 0
    for seed in range(4_000):
        rng = random.Random(seed)
        left = term(rng, rng.randrange(1, 4))
        right = varied(left, rng)
        b = Bench()
        try:
            b.apply("ring", [], [left, right])
        except Rejected:
            continue
        equal += 1
        assert not falsified(b.replay.terms, b.last(), seed, 8), (left, right)
    assert equal > 1_000, equal


# Derivatives.


def smooth(rng: random.Random, depth: int) -> tuple[str, str, set[str]]:
    """A term in y, its derivative by the textbook, and what has to be known at the point; both in y."""
    if depth == 0:
        c = number(rng)
        return rng.choice([("y", "1", set()), (c, "0", set()), ("z", "0", set()), ("(* 2 y)", "2", set())])
    s, ds, known = smooth(rng, depth - 1)
    t, dt, more = smooth(rng, depth - 1)
    n = rng.randrange(1, 4)
    return rng.choice([
        (f"(+ {s} {t})", f"(+ {ds} {dt})", known | more),
        (f"(- {s} {t})", f"(- {ds} {dt})", known | more),
        (f"(* {s} {t})", f"(+ (* {ds} {t}) (* {s} {dt}))", known | more),
        (f"(/ {s} {t})", f"(/ (- (* {ds} {t}) (* {s} {dt})) (* {t} {t}))", known | more | {f"(not (= {t} 0))"}),
        (f"(neg {s})", f"(neg {ds})", known),
        (f"(^ {s} {n})", f"(* (* {n} (^ {s} {n - 1})) {ds})", known),
        (f"(exp {s})", f"(* (exp {s}) {ds})", known),
        (f"(log {s})", f"(/ {ds} {s})", known | {f"(< 0 {s})"}),
        (f"(sqrt {s})", f"(/ {ds} (* 2 (sqrt {s})))", known | {f"(< 0 {s})"}),
        (f"(erf {s})", f"(* (/ (* 2 (exp (neg (* {s} {s})))) (sqrt pi)) {ds})", known),
    ])  # fmt: skip


def test_derivatives() -> None:
    """What the rule concludes agrees with slopes carried along the evaluation; every fact it asks for is needed."""
    right = wrong = 0
    for seed in range(1_200):
        rng = random.Random(seed)
        body, slope, known = smooth(rng, rng.randrange(1, 4))
        claim = slope.replace("y", "x")
        if rng.random() < 0.5:
            claim = varied(claim, rng)
        b = Bench()
        try:
            premises = b.assume(*sorted(k.replace("y", "x") for k in known))
            b.apply("derivative", premises, [f"(lam y {body})", "x", claim])
        except Rejected as error:
            assert claim != slope.replace("y", "x") or "log" in body or "sqrt" in body or "/" in body, (body, error)
            wrong += 1
            continue
        right += 1
        assert not falsified(b.replay.terms, b.last(), seed, 10), (body, claim)
        for gone in range(len(premises)):
            if "y" not in sorted(known)[gone]:
                continue  # a constant part has slope 0 whatever it is
            b.refuses("derivative", premises[:gone] + premises[gone + 1 :], [f"(lam y {body})", "x", claim])
    assert right > 400 and wrong > 150, (right, wrong)


def test_derivatives_where_there_is_none() -> None:
    b = Bench()
    low, zero, top = b.assume("(< 0 x)", "(not (= x 0))", "(< x 1)")
    for body in ("(abs y)", "(floor y)", "(max y 0)", "(if (< y 0) 0 y)", "(f y)", "(sum 1 3 (lam i y))", "(^ y n)",
                 "(a (floor y))", "(min y z)", "(^ y -1)", "(binomial (floor y) 2)"):  # fmt: skip
        for slope in ("0", "1", "-1", "y"):
            b.refuses("derivative", [low, zero, top], [f"(lam y {body})", "x", slope])
    (fact,) = b.assume("(deriv (lam y (f y)) x z)")
    b.apply("derivative", [fact], ["(lam y (* (f y) (f y)))", "x", "(* 2 (* (f x) z))"])
    b.refuses("derivative", [fact], ["(lam y (f (* 2 y)))", "x", "(* 2 z)"])
    b.refuses("derivative", [fact], ["(lam y (f y))", "t", "z"])
    (other,) = b.assume("(deriv f x z)")
    b.refuses("derivative", [other], ["(lam y (g y))", "x", "z"])


def test_slopes() -> None:
    """The evaluator's own slopes, against difference quotients."""
    texts = ("(* y (exp y))", "(log y)", "(/ 1 y)", "(erf (* 2 y))", "(sqrt y)", "(^ y 3)")
    for text, x in itertools.product(texts, (1, 2)):
        b = Bench()
        node = node_of(b.replay.terms, b.term(f"(forall x (= (+ 0 ((lam y {text}) x)) x))"))
        body, variable = node[2][1][2], node[1]
        ev = Evaluator()
        found = ev.value(body, {variable[1]: Jet(Fraction(x), Fraction(1))}).slope
        h = Fraction(1, 10**12)
        near = [ev.value(body, {variable[1]: x + k * h}) for k in (-1, 1)]
        quotient = float((float(near[1].mid if hasattr(near[1], "mid") else near[1])
                          - float(near[0].mid if hasattr(near[0], "mid") else near[0])) / (2 * float(h)))  # fmt: skip
        assert abs(quotient - float(found.mid if hasattr(found, "mid") else found)) < 1e-2


# The table of facts.

ARGUMENTS = {
    "real": ["x", "y", "i", "-2", "0", "1/3", "(* x x)", "(- x y)"],
    "int": ["i", "n", "-1", "0", "2", "(+ n 1)"],
    "int->any": ["a", "N", "(lam i (* i i))", "(lam i (/ i 2))", "r", "(lam i (* i u))"],
    "int->real": ["a", "N", "(lam i (- i 1))", "(lam i (/ 1 2))"],
    "int->int": ["N", "(lam i (- 4 i))", "(lam i 1)", "(lam i i)"],
    "bool": ["(< x y)", "(= i n)", "true", "false"],
    "any": ["x", "y", "2", "i", "u", "v"],
}  # fmt: skip


@pytest.mark.parametrize("name", ENTRIES)
def test_facts_hold(name: str) -> None:
    """Every entry at arguments of every admitted sort: true wherever its premises are, and defined there."""
    sorts, entry = ENTRIES[name]
    tried = 0
    for seed in range(60 if sorts else 1):
        rng = random.Random(f"{name}{seed}")
        b = Bench()
        texts = [rng.choice(ARGUMENTS[s]) for s in sorts]
        try:
            arguments = [b.term(t) for t in texts]
            premises, conclusion = entry(Build(b.replay.terms), *arguments)
        except Rejected:
            continue
        tried += 1
        terms = b.replay.terms
        assert not falsified(terms, Sequent(frozenset(premises), conclusion), seed, 12), (name, texts)
        defined = Sequent(frozenset(premises), terms.defined(conclusion))
        assert not falsified(terms, defined, seed, 12), f"{name} at {texts} says something of what is not defined"
        for f in premises:
            b.replay.steps.append(Sequent(frozenset((f,)), f))
        step = b.replay.step("lemma", list(range(len(premises))), arguments, name)
        assert b.replay.steps[step] == Sequent(frozenset(premises), conclusion)
        for gone in range(len(premises)):
            rest = [k for k in range(len(premises)) if k != gone]
            b.refuses("lemma", rest, texts, name)
    assert tried


# What the checker asks for.


class Partial(Evaluator):
    """Notes whether a partial operation was evaluated outside its domain, from left to right as ``defined`` reads."""

    touched = False

    def value(self, node: Node, env: dict[int, Any]) -> Any:
        if node[0] in ("/", "log", "sqrt", "^", "binomial"):
            args = [self.value(a, env) for a in node[1:]]
            x = args[0] if node[0] == "binomial" else args[-1]
            if x == 0 if node[0] == "/" else x <= 0 if node[0] == "log" else x < 0:
                self.touched = True
                raise Unknown("outside the domain")
        return super().value(node, env)


def partial_formula(rng: random.Random, depth: int) -> str:
    """A formula without quantifiers over numbers x, y, i, with partial operations."""
    def t(d: int) -> str:
        if d == 0:
            return rng.choice(["x", "y", "i", str(rng.randrange(-2, 3))])
        return rng.choice([f"(/ {t(d - 1)} {t(d - 1)})", f"(log {t(d - 1)})", f"(sqrt {t(d - 1)})", f"(^ {t(d - 1)} i)",
                           f"(+ {t(d - 1)} {t(d - 1)})", f"(if (< {t(d - 1)} 0) {t(d - 1)} {t(d - 1)})",
                           f"(sum 0 2 (lam j (/ {t(d - 1)} (- j i))))", "(binomial i 1)"])  # fmt: skip

    if depth == 0:
        return f"({rng.choice(['<', '<=', '='])} {t(rng.randrange(0, 3))} {t(rng.randrange(0, 2))})"
    op = rng.choice(["and", "or", "=>", "not"])
    parts = [partial_formula(rng, depth - 1) for _ in range(1 if op == "not" else 2)]
    return f"({op} {' '.join(parts)})"


def test_defined_says_what_evaluation_meets() -> None:
    """The formula of definedness is false exactly where evaluating the goal leaves the domain of an operation."""
    met = {True: 0, False: 0}
    for seed in range(1_500):
        rng = random.Random(seed)
        b = Bench()
        try:
            formula = b.term(f"(forall x y i {partial_formula(rng, rng.randrange(0, 3))})")
        except Rejected:
            continue
        terms = b.replay.terms
        goal, asked = node_of(terms, formula), node_of(terms, terms.defined(formula))
        values = [Fraction(rng.choice(["-1", "0", "1", "2", "1/2"])) for _ in range(2)]
        values.append(Fraction(rng.randrange(-2, 3)))

        def at(node: Node, values: list[Fraction] = values) -> tuple[Node, dict[int, Any]]:
            env: dict[int, Any] = {}
            for v in values:
                if node[0] != "forall":  # trivial quantifiers are dropped
                    break
                env[node[1][1]], node = v, node[2]
            return node, env

        ev = Partial(seed)
        body, env = at(goal)
        truth = ev.truth(body, env)
        if asked[0] == "true":
            assert not ev.touched
            continue
        said = Evaluator(seed).truth(*at(asked))
        if said is None or (truth is None and not ev.touched):
            continue
        assert said is not ev.touched, (seed, values)
        met[ev.touched] += 1
    assert min(met.values()) > 100, met
