"""Near misses: for every rule, true steps and minimal perturbations of them that are false or do not follow.

A generator is a function ``(random, bench, near) -> Attempt``. With ``near`` false it returns a true instance of its
rule, which the rule must accept; otherwise a perturbed one. The docstring of a generator says why what it returns is
wrong. An attempt either must be refused by its rule (``claim`` is None), or names a sequent that does not follow: then
the rule may answer, but not with that sequent or one that is stronger.

Formulas for the logical rules are *independent atoms*: comparisons of a x + c with d y + e, a, d != 0, over reals of
their own, so the difference of the two sides takes every real value, and ``weak(A)`` never implies A.
Arithmetic has a second opinion: small syntax trees with an evaluator of their own (exact, or mpmath's 50 digits), in
which x/0, roots of negative numbers and negative powers have odd values, since no rule may know them.
"""

from __future__ import annotations

import itertools
import math
import random
import zlib
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import mpmath

from certs.checker import FORMAT, Rejected, Replay, Sequent, canonical, check
from certs.language import BINDERS, write_number
from certs.rules.lemma import ENTRIES, Build

mpmath.mp.dps = 50
Tree = tuple[Any, ...]
EMPTY: frozenset[int] = frozenset()


class Attempt(NamedTuple):
    """One step: what it rests on, and what it must not conclude (None: it must be refused)."""

    premises: list[int]
    terms: list[int]
    data: Any
    claim: Sequent | None
    why: str


class Bench:
    """A replay, the steps made on it, and shorthand to build terms."""

    def __init__(self) -> None:
        self.k = Replay()
        self.t = self.k.terms
        self.made: list[list[Any]] = []

    def __call__(self, op: str, *args: int) -> int:
        return self.t.make(op, *args)

    def step(self, rule: str, premises: list[int], terms: list[int], data: Any = None) -> int:
        """Make a step, and remember it for the document."""
        place = self.k.step(rule, premises, terms, data)
        self.made.append([rule, premises, terms, data])
        return place

    def given(self, *formulas: int) -> list[int]:
        """Assume formulas."""
        return [self.step("assume", [], [f]) for f in formulas]

    def n(self, value: Fraction | int) -> int:
        return self.t.num(Fraction(value))

    def var(self, name: str, sort: str = "real") -> int:
        return self.t.var(name, sort)

    def bind(self, op: str, variable: int, body: int) -> int:
        return self.t.bind(op, variable, body)

    def no(self, formula: int) -> int:
        return self.t.make("not", formula)

    def harmless(self, r: random.Random) -> list[int]:
        """A harmless formula."""
        return [self("<=", self.n(0), self.n(r.randrange(9)))]

    def no_literal(self) -> int:
        """A bound that is no literal."""
        return self("+", self.var("free"), self.n(1))

    def half_bound(self, variable: int, bound: Fraction) -> int:
        """A bound on half a variable."""
        return self("<=", self("*", self.n(Fraction(1, 2)), variable), self.n(bound))

    def build(self, e: Tree) -> int:
        """The term of a tree."""
        op, *args = e
        if op == "num":
            return self.n(args[0])
        if op == "var":
            return self.var(args[0], args[1])
        if op in ("sum", "prod"):
            name, low, high, body = args
            return self(
                op, self.build(low), self.build(high), self.bind("lam", self.var(name, "int"), self.build(body))
            )
        if op in ("forall", "exists"):
            name, low, high, body = args
            i = self.var(name, "int")
            within = self("and", self("<=", self.build(low), i), self("<=", i, self.build(high)))
            return self.bind(op, i, self("=>" if op == "forall" else "and", within, self.build(body)))
        return self(op, *map(self.build, args))


def pick(r: random.Random, near: bool, *options: Callable[[], Attempt]) -> Attempt:
    """The true instance (the first option), or one of the near misses."""
    return r.choice(options[1:])() if near else options[0]()


def attempted(b: Bench, rule: str, a: Attempt) -> tuple[str, Sequent | None]:
    """Try a step: 'accepted', 'refused', or 'untyped' where the language itself would not build a term."""
    try:
        return "accepted", b.k.steps[b.k.step(rule, a.premises, a.terms, a.data)]
    except Rejected as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        inside = trace is not None and trace.tb_frame.f_code.co_filename.endswith("language.py")
        return ("untyped" if inside else "refused"), None


def proves(found: Sequent | None, claim: Sequent | None) -> bool:
    """Whether what a rule answered is what must not follow."""
    if found is None or claim is None:
        return found is not None
    return found.conclusion == claim.conclusion and found.hypotheses <= claim.hypotheses


def document(b: Bench, rule: str, a: Attempt) -> dict[str, Any]:
    """The certificate of an attempt. With a claim, its goal is the closed form of that claim."""
    table: list[list[Any]] = []
    memo: dict[int, int] = {}

    def put(entry: list[Any]) -> int:
        table.append(entry)
        return len(table) - 1

    def dump(t: int, d: int = 0) -> int:
        if t not in memo:
            op, *args = b.t.nodes[t]
            if op == "num":
                memo[t] = put([op, write_number(Fraction(*args))])
            elif op == "var":
                memo[t] = put([op, *args])
            elif op in BINDERS:
                name = f"bound{d}"
                memo[t] = put([op, name, args[0], dump(b.t.open(args[1], b.t.var(name, args[0])), d + 1)])
            elif op == "def":
                memo[t] = put([op, args[0], *(dump(c, d) for c in args[1:])])
            else:
                memo[t] = put([op, *(dump(c, d) for c in args)])
        return memo[t]

    steps = [*b.made, [rule, a.premises, a.terms, a.data]]
    goal = b("false")
    if a.claim is not None and not b.t.definitions:
        goal = a.claim.conclusion
        for hypothesis in sorted(a.claim.hypotheses):
            goal = b("=>", hypothesis, goal)
            steps.append(["implies_intro", [len(steps) - 1], [hypothesis], None])
        for variable in sorted(b.t.free[goal]):
            goal = b.bind("forall", variable, goal)
            steps.append(["forall_intro", [len(steps) - 1], [variable], None])
    place = dump(goal)
    aim = {"definitions": [], "formula": place, "terms": table[:]}
    definitions = []
    for name, (parameters, body) in b.t.definitions.items():
        # The goal's table is read first: definitions stand after it.
        definitions.append([name, [dump(p) for p in parameters], dump(body)])
        definitions[-1].append(len(table))
        put(["true"])
    written = [[s[0], s[1], [dump(t) for t in s[2]], s[3]] for s in steps]
    return {
        "claim": "near.miss", "definitions": definitions, "format": FORMAT, "goal": aim,
        "proves": {"defined": None, "goal": len(written) - 1, "satisfiable": None}, "steps": written,
        "terms": table[len(aim["terms"]):], "variant": "printed", "verdict": "holds",
    }  # fmt: skip


def answer(b: Bench, rule: str, a: Attempt) -> str:
    """What the checker says to the document of an attempt ('' where it accepts)."""
    try:
        check(document(b, rule, a))
    except Rejected as error:
        return str(error)
    return ""


def shown(b: Bench, rule: str, a: Attempt) -> str:
    """The document, for the report of a failure."""
    return f"{rule}: {a.why}\n{canonical(document(b, rule, a)).decode()}"


# Formulas for the logical rules.


def side(r: random.Random, b: Bench, variable: int) -> int:
    scale, shift = r.choice([1, -1, 2, -3, Fraction(1, 2)]), r.choice([0, 1, -1, 2, Fraction(1, 3), 5])
    return b("+", b("*", b.n(scale), variable), b.n(shift))


def atom(r: random.Random, b: Bench, x: int, y: int) -> int:
    """An atom over two different variables: the difference of its sides takes every real value."""
    return b(r.choice(["<", "<=", "="]), side(r, b, x), side(r, b, y))


def weak(r: random.Random, b: Bench, formula: int) -> int:
    """An atom that holds somewhere where this one fails."""
    op, left, right = b.t.nodes[formula]
    more = b("+", right, b.n(1))
    return r.choice({
        "<": [b("<=", left, right), b("<", left, more), b("<", right, left)],
        "<=": [b("<=", left, more), b("<=", right, left), b("=", left, more)],
        "=": [b("<=", left, right), b("=", left, more), b("<=", right, left)],
    }[op])  # fmt: skip


def three(r: random.Random, b: Bench) -> list[int]:
    """Three independent atoms."""
    return [atom(r, b, b.var(f"x{i}"), b.var(f"y{i}")) for i in range(3)]


def seq(conclusion: int, *hypotheses: int) -> Sequent:
    return Sequent(frozenset(hypotheses), conclusion)


def assume(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A |- A. Without the hypothesis, or with a weaker one, A fails somewhere; a number is no formula."""
    A, B, _ = three(r, b)
    W, n = weak(r, b, A), b.n(r.randrange(9))
    return pick(
        r, near,
        lambda: Attempt([], [A], None, None, "A |- A"),
        lambda: Attempt([], [A], None, seq(A), "the hypothesis dropped"),
        lambda: Attempt([], [A], None, seq(A, W), "the hypothesis weakened"),
        lambda: Attempt([], [W], None, seq(A, W), "something else assumed"),
        lambda: Attempt([], [n], None, None, "a number assumed"),
        lambda: Attempt([], [A, B], None, None, "two formulas assumed"),
        lambda: Attempt(b.given(B), [A], None, None, "a premise that is not used"),
    )  # fmt: skip


def implies_intro(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A, B |- A and B. A' => A and B does not follow from B where A' is weaker than A."""
    A, B, _ = three(r, b)
    W, both = weak(r, b, A), b("and", A, B)

    def base() -> list[int]:
        return [b.step("and_intro", b.given(A, B), [])]

    return pick(
        r, near,
        lambda: Attempt(base(), [A], None, None, "A discharged"),
        lambda: Attempt(base(), [W], None, seq(b("=>", W, both), B), "another formula discharged"),
        lambda: Attempt(base(), [A], None, seq(b("=>", A, both)), "two hypotheses discharged at once"),
        lambda: Attempt(base(), [A], None, seq(b("=>", W, both), B), "the conclusion's premise weakened"),
        lambda: Attempt(base(), [b.no(A)], None, seq(b("=>", b.no(A), both), B), "the negation discharged"),
        lambda: Attempt(base(), [both], None, seq(b("=>", B, both), B), "the conclusion discharged"),
        lambda: Attempt(base(), [b.n(1)], None, None, "a number discharged"),
        lambda: Attempt(base(), [A, B], None, None, "two formulas discharged"),
        lambda: Attempt(base() + b.given(A), [A], None, None, "two premises"),
        lambda: Attempt([], [A], None, None, "no premise"),
    )  # fmt: skip


def implies_elim(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A => B with a weaker A', with B, or with another connective gives nothing; B needs both hypotheses."""
    A, B, C = three(r, b)
    W, rule = weak(r, b, A), b("=>", A, B)
    return pick(
        r, near,
        lambda: Attempt(b.given(rule, A), [], None, None, "modus ponens"),
        lambda: Attempt(b.given(rule, W), [], None, None, "the premise weakened"),
        lambda: Attempt(b.given(rule, B), [], None, None, "the converse"),
        lambda: Attempt(b.given(rule, b.no(A)), [], None, None, "the premise negated"),
        lambda: Attempt(b.given(rule, C), [], None, None, "an unrelated premise"),
        lambda: Attempt(b.given(A, rule), [], None, None, "premises swapped"),
        lambda: Attempt(b.given(b("or", A, B), A), [], None, None, "or instead of =>"),
        lambda: Attempt(b.given(b.no(rule), A), [], None, None, "the implication negated"),
        lambda: Attempt(b.given(b("=>", b("and", A, C), B), A), [], None, None, "half of the premise"),
        lambda: Attempt(b.given(b("=>", A, b("=>", C, B)), A), [], None, seq(B, b("=>", A, b("=>", C, B)), A),
                        "the inner premise skipped"),
        lambda: Attempt(b.given(rule), [], None, None, "the premise dropped"),
        lambda: Attempt(b.given(rule, A), [], None, seq(B, rule), "its hypothesis dropped"),
        lambda: Attempt(b.given(rule, A), [], None, seq(B, A), "the rule's hypothesis dropped"),
    )  # fmt: skip


def and_intro(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A and B needs both, in that strength."""
    A, B, _ = three(r, b)
    W, both = weak(r, b, A), b("and", A, B)
    return pick(
        r, near,
        lambda: Attempt(b.given(A, B), [], None, None, "A and B"),
        lambda: Attempt(b.given(A, B), [], None, seq(both, A), "a hypothesis dropped"),
        lambda: Attempt(b.given(A, B), [], None, seq(both, B), "a hypothesis dropped"),
        lambda: Attempt(b.given(W, B), [], None, seq(both, W, B), "a conjunct strengthened"),
        lambda: Attempt(b.given(A), [], None, None, "one premise"),
        lambda: Attempt(b.given(A, B, W), [], None, None, "three premises"),
        lambda: Attempt(b.given(A, B), [both], None, None, "the conclusion as a term"),
    )  # fmt: skip


def and_elim(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A conjunct of something that is no conjunction, or a conjunct that is not there."""
    A, B, _ = three(r, b)
    both = b("and", A, B)
    which = r.choice([2, -1, -2, True, False, "0", None, [0], {}, "left", 10**8])
    return pick(
        r, near,
        lambda: Attempt(b.given(both), [], r.randrange(2), None, "a conjunct"),
        lambda: Attempt(b.given(both), [], which, None, f"conjunct {which!r}"),
        lambda: Attempt(b.given(b(r.choice(["or", "=>"]), A, B)), [], r.randrange(2), None, "or, or =>"),
        lambda: Attempt(b.given(b.no(both)), [], 0, None, "negated"),
        lambda: Attempt(b.given(A), [], 1, None, "a side of a comparison"),
        lambda: Attempt(b.given(both), [], 0, seq(A), "the hypothesis dropped"),
        lambda: Attempt(b.given(both), [], 0, seq(B, A), "the hypothesis replaced by the other half"),
        lambda: Attempt([], [both], 0, None, "no premise"),
    )  # fmt: skip


def or_intro(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A or B from a weaker formula than A; A and B, A => not B and the like from A."""
    A, B, _ = three(r, b)
    W = weak(r, b, A)
    return pick(
        r, near,
        lambda: Attempt(b.given(r.choice([A, B])), [b("or", A, B)], None, None, "A or B"),
        lambda: Attempt(b.given(W), [b("or", A, B)], None, None, "from a weaker formula"),
        lambda: Attempt(b.given(A), [b("and", A, B)], None, None, "and instead of or"),
        lambda: Attempt(b.given(A), [b("=>", A, B)], None, None, "=> instead of or"),
        lambda: Attempt(b.given(A), [b.no(b("or", A, B))], None, None, "negated"),
        lambda: Attempt(b.given(b.no(A)), [b("or", A, B)], None, None, "from the negation"),
        lambda: Attempt(b.given(A), [b("or", b("and", A, B), b.no(A))], None, None, "a part of a disjunct"),
        lambda: Attempt(b.given(A), [b("or", A, B)], None, seq(b("or", A, B)), "the hypothesis dropped"),
        lambda: Attempt([], [b("or", A, B)], None, None, "no premise"),
    )  # fmt: skip


def cases(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A or B, A => C, B => C give C; not with a case missing, weakened, or discharged in the wrong branch."""
    A, B, C = three(r, b)
    W, either = weak(r, b, A), b("or", A, B)
    ac, bc, wc = b("=>", A, C), b("=>", B, C), b("=>", W, C)

    def branch(rule: int, case: int) -> int:
        return b.step("implies_elim", b.given(rule, case), [])

    return pick(
        r, near,
        lambda: Attempt([*b.given(either), branch(ac, A), branch(bc, B)], [], None, None, "both cases"),
        lambda: Attempt([*b.given(either), branch(bc, B), branch(ac, A)], [], None, seq(C, either, ac, bc),
                        "the cases in the other order keep their hypotheses"),
        lambda: Attempt([*b.given(either), branch(ac, A), branch(ac, A)], [], None, seq(C, either, ac), "one twice"),
        lambda: Attempt([*b.given(b("or", W, B)), branch(ac, A), branch(bc, B)], [], None,
                        seq(C, b("or", W, B), ac, bc), "a weaker case"),
        lambda: Attempt([*b.given(either), branch(wc, W), branch(bc, B)], [], None, seq(C, either, bc),
                        "a hypothesis of a branch dropped"),
        lambda: Attempt([*b.given(b("and", A, B)), branch(ac, A), branch(bc, B)], [], None, None, "and"),
        lambda: Attempt([*b.given(b("=>", A, B)), branch(ac, A), branch(bc, B)], [], None, None, "=>"),
        lambda: Attempt([*b.given(either), branch(ac, A), *b.given(B)], [], None, None, "two conclusions"),
        lambda: Attempt([*b.given(either), branch(ac, A)], [], None, None, "a case missing"),
        lambda: Attempt([branch(ac, A), *b.given(either), branch(bc, B)], [], None, None, "out of order"),
    )  # fmt: skip


def excluded_middle(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A or not A', for A' weaker than A, fails where A' holds and A does not."""
    A, B, _ = three(r, b)
    W = weak(r, b, A)
    return pick(
        r, near,
        lambda: Attempt([], [A], None, None, "A or not A"),
        lambda: Attempt([], [A], None, seq(b("or", A, b.no(W))), "another formula negated"),
        lambda: Attempt([], [A], None, seq(b("or", A, B)), "a disjunct replaced"),
        lambda: Attempt([], [A], None, seq(A), "one half"),
        lambda: Attempt([], [A], None, seq(b("and", A, b.no(A))), "and"),
        lambda: Attempt([], [A, W], None, None, "two formulas"),
        lambda: Attempt(b.given(A), [A], None, None, "a premise"),
        lambda: Attempt([], [b.n(0)], None, None, "a number"),
        lambda: Attempt([], [], None, None, "nothing"),
    )  # fmt: skip


def not_elim(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A' and not A are consistent for A' weaker than A, and so is A with not not A."""
    A, B, _ = three(r, b)
    W, false = weak(r, b, A), b("false")
    return pick(
        r, near,
        lambda: Attempt(b.given(A, b.no(A)), [], None, None, "A and not A"),
        lambda: Attempt(b.given(W, b.no(A)), [], None, None, "a weaker formula"),
        lambda: Attempt(b.given(A, b.no(b.no(A))), [], None, None, "negated twice"),
        lambda: Attempt(b.given(A, B), [], None, None, "no negation"),
        lambda: Attempt(b.given(A, A), [], None, None, "no negation"),
        lambda: Attempt(b.given(A, b.no(B)), [], None, None, "another negation"),
        lambda: Attempt(b.given(A, b.no(b("and", A, B))), [], None, None, "a conjunction negated"),
        lambda: Attempt(b.given(b.no(A)), [], None, None, "one premise"),
        lambda: Attempt(b.given(A, b.no(A)), [], None, seq(false, A), "a hypothesis dropped"),
        lambda: Attempt(b.given(A, b.no(A)), [], None, seq(false, b.no(A)), "a hypothesis dropped"),
    )  # fmt: skip


def absurd(b: Bench, A: int) -> int:
    """A, not A |- false."""
    return b.step("not_elim", b.given(A, b.no(A)), [])


def not_intro(r: random.Random, b: Bench, near: bool) -> Attempt:
    """not A' does not follow from not A for A' weaker than A."""
    A, B, _ = three(r, b)
    W = weak(r, b, A)
    return pick(
        r, near,
        lambda: Attempt([absurd(b, A)], [A], None, None, "not A"),
        lambda: Attempt([absurd(b, A)], [W], None, seq(b.no(W), b.no(A)), "a weaker formula discharged"),
        lambda: Attempt([absurd(b, A)], [B], None, seq(b.no(B), b.no(A)), "another formula discharged"),
        lambda: Attempt([absurd(b, A)], [A], None, seq(b.no(A)), "both hypotheses dropped"),
        lambda: Attempt([absurd(b, A)], [b.no(A)], None, seq(b.no(A), A), "the wrong one of the two"),
        lambda: Attempt(b.given(A), [A], None, None, "no contradiction"),
        lambda: Attempt(b.given(b.no(b("false"))), [A], None, None, "false negated"),
        lambda: Attempt(b.given(b("<", b.n(1), b.n(0))), [B], None, None, "a false formula that is not 'false'"),
        lambda: Attempt([absurd(b, A)], [b.n(3)], None, None, "a number"),
        lambda: Attempt([], [A], None, None, "no premise"),
    )  # fmt: skip


def contradiction(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A does not follow from what is consistent with not A; only not A itself may be discharged."""
    A, B, _ = three(r, b)
    W = weak(r, b, A)
    return pick(
        r, near,
        lambda: Attempt([absurd(b, A)], [r.choice([A, b.no(A)])], None, None, "by contradiction"),
        lambda: Attempt([absurd(b, A)], [A], None, seq(A), "both hypotheses dropped"),
        lambda: Attempt([absurd(b, A)], [A], None, seq(A, b.no(A)), "the wrong hypothesis dropped"),
        lambda: Attempt([absurd(b, A)], [B], None, seq(B, A), "not A discharged for another goal"),
        lambda: Attempt([absurd(b, A)], [B], None, seq(B, b.no(A)), "A discharged for another goal"),
        lambda: Attempt([absurd(b, A)], [W], None, seq(b.no(W), b.no(A)), "a negation discharged"),
        lambda: Attempt([absurd(b, A)], [b.no(A)], None, seq(b.no(A)), "as if not not A were A"),
        lambda: Attempt(b.given(b.no(A)), [A], None, None, "no contradiction"),
        lambda: Attempt(b.given(b("=", b.n(0), b.n(1))), [A], None, None, "a false formula that is not 'false'"),
        lambda: Attempt([absurd(b, A)], [b.n(3)], None, None, "a number"),
        lambda: Attempt([absurd(b, A), absurd(b, B)], [A], None, None, "two premises"),
    )  # fmt: skip


def truth(r: random.Random, b: Bench, near: bool) -> Attempt:
    """Only 'true' is true without reason."""
    A, _, _ = three(r, b)
    return pick(
        r, near,
        lambda: Attempt([], [], None, None, "true"),
        lambda: Attempt([], [A], None, None, "any formula"),
        lambda: Attempt([], [b("false")], None, None, "false"),
        lambda: Attempt(b.given(A), [], None, None, "a premise"),
        lambda: Attempt([], [], None, seq(b("false")), "false"),
        lambda: Attempt([], [], A, seq(A), "any formula as data"),
    )  # fmt: skip


def forall_intro(r: random.Random, b: Bench, near: bool) -> Attempt:
    """An atom A(x) in which x is free in a hypothesis holds for some x and not for all."""
    sort = r.choice(["real", "int"])
    x, y = b.var("x", sort), b.var("y")
    A, C = atom(r, b, x, y), atom(r, b, y, b.var("z"))
    every = b.bind("forall", x, A)
    other = b.var("x", "int" if sort == "real" else "real")

    def free() -> int:
        return b.step("forall_elim", b.given(every), [x])

    mixed = b("=>", C, A)
    return pick(
        r, near,
        lambda: Attempt([free()], [x], None, None, "x is arbitrary"),
        lambda: Attempt(b.given(A), [x], None, None, "x is free in the hypothesis"),
        lambda: Attempt([b.step("implies_elim", b.given(mixed, C), [])], [x], None, None, "x is free in a rule"),
        lambda: Attempt([b.step("and_intro", [free(), *b.given(atom(r, b, x, y))], [])], [x], None, None,
                        "x is free in one hypothesis of two"),
        lambda: Attempt([b.step("and_elim", b.given(b("and", A, every)), [], 0)], [x], None, None,
                        "x is free beside its binder"),
        lambda: Attempt(b.given(A), [other], None, seq(every, A), "a variable of the same name and another sort"),
        lambda: Attempt([free()], [b("+", x, b.n(0))], None, None, "a term that is no variable"),
        lambda: Attempt([free()], [b.n(0)], None, None, "a number"),
        lambda: Attempt([free()], [x, y], None, None, "two variables"),
        lambda: Attempt([free()], [y], None, None, "y is free in the hypothesis"),
        lambda: Attempt([free()], [x], None, seq(every), "the hypothesis dropped"),
    )  # fmt: skip


def forall_elim(r: random.Random, b: Bench, near: bool) -> Attempt:
    """exists, not forall, and an implication are no universal sentence; an integer is not every real."""
    x, y, i = b.var("x"), b.var("y"), b.var("i", "int")
    A = atom(r, b, x, y)
    every = b.bind("forall", x, A)
    at = b.n(Fraction(r.randrange(-9, 9), r.randrange(1, 9)))
    half = b.n(Fraction(2 * r.randrange(9) + 1, 2))
    inst = b.t.instantiate(every, at)
    swapped = b.bind("exists", y, every)
    return pick(
        r, near,
        lambda: Attempt(b.given(every), [at], None, None, "an instance"),
        lambda: Attempt(b.given(b.bind("exists", x, A)), [at], None, None, "exists"),
        lambda: Attempt(b.given(b.no(every)), [at], None, None, "negated"),
        lambda: Attempt(b.given(b("=>", A, every)), [at], None, None, "under a premise"),
        lambda: Attempt(b.given(b("or", A, every)), [at], None, None, "a disjunct"),
        lambda: Attempt(b.given(swapped), [at], None, None, "under another quantifier"),
        lambda: Attempt(b.given(every), [at], None, seq(inst), "the hypothesis dropped"),
        lambda: Attempt(b.given(every), [at], None, seq(b.t.instantiate(every, b.n(99)), A), "another instance"),
        lambda: Attempt(b.given(every), [at, y], None, None, "two terms"),
        lambda: Attempt([], [at], None, None, "no premise"),
        *[lambda: Attempt(b.given(b.bind("forall", i, b("not", b("=", i, half)))), [half], None, None,
                          "a real for an integer")] * (r.random() < 0.4),
    )  # fmt: skip


def exists_intro(r: random.Random, b: Bench, near: bool) -> Attempt:
    """The premise is an instance at another value, or of a weaker formula; 1/2 is no integer."""
    x, y = b.var("x"), b.var("y")
    A = atom(r, b, x, y)
    W = weak(r, b, A)
    some = b.bind("exists", x, A)
    at, other = b.n(Fraction(r.randrange(1, 9), 3)), b.n(r.randrange(-9, 0))
    half = b("=", b("*", b.n(2), b.n(Fraction(1, 2))), b.n(1))
    i = b.var("i", "int")
    int_some = b.bind("exists", i, b("=", b("*", b.n(2), i), b.n(1)))

    def inst(f: int, v: int) -> int:
        return b.t.substitute(f, {x: v})

    return pick(
        r, near,
        lambda: Attempt(b.given(inst(A, at)), [some, at], None, None, "a witness"),
        lambda: Attempt(b.given(inst(A, other)), [some, at], None, None, "another witness"),
        lambda: Attempt(b.given(inst(W, at)), [some, at], None, None, "a weaker formula"),
        lambda: Attempt(b.given(inst(A, at)), [b.bind("exists", y, A), at], None, None, "another variable"),
        lambda: Attempt(b.given(inst(A, at)), [b.bind("forall", x, A), at], None, None, "forall"),
        lambda: Attempt(b.given(inst(A, at)), [b.no(some), at], None, None, "negated"),
        lambda: Attempt(b.given(inst(A, at)), [b.bind("exists", x, b.bind("forall", y, A)), at], None, None,
                        "one more forall"),
        lambda: Attempt(b.given(half), [int_some, b.n(r.randrange(-3, 3))], None, None, "an integer for 1/2"),
        lambda: Attempt(b.given(inst(A, at)), [some, at], None, seq(some), "the hypothesis dropped"),
        lambda: Attempt(b.given(inst(A, at)), [some], None, None, "no witness"),
        *[lambda: Attempt(b.given(half), [int_some, b.n(Fraction(1, 2))], None, None, "1/2 for an integer")]
        * (r.random() < 0.4),
    )  # fmt: skip


def exists_elim(r: random.Random, b: Bench, near: bool) -> Attempt:
    """The witness must stay arbitrary: an atom about it, or about a hypothesis' x, does not follow."""
    x, y, z, i = b.var("x"), b.var("y"), b.var("z"), b.var("y", "int")
    A, C = atom(r, b, x, z), atom(r, b, z, b.var("w"))
    some = b.bind("exists", x, A)

    def at(v: int) -> int:
        return b.t.substitute(A, {x: v})

    def rule(f: int, c: int) -> int:
        return b.step("implies_elim", b.given(b("=>", f, c), f), [])

    closed = b.bind("forall", x, b("=>", A, C))

    def good(v: int) -> int:
        return b.step("implies_elim", [b.step("forall_elim", b.given(closed), [v]), *b.given(at(v))], [])

    other = atom(r, b, y, z)
    false_int = b.bind("exists", x, b("=", b("*", b.n(2), x), b.n(1)))
    twice = b("=", b("*", b.n(2), i), b.n(1))
    return pick(
        r, near,
        lambda: Attempt([*b.given(some), good(y)], [y], None, None, "an arbitrary witness"),
        lambda: Attempt([*b.given(some), *b.given(at(y))], [y], None, None, "the witness in the conclusion"),
        lambda: Attempt([*b.given(some), rule(at(y), C)], [y], None, None, "the witness in another hypothesis"),
        lambda: Attempt([*b.given(some), b.step("and_elim", [b.step("and_intro", [good(y), *b.given(other)], [])],
                                                [], 0)], [y], None, None, "the witness in one more hypothesis"),
        lambda: Attempt([*b.given(some), good(z)], [z], None, None, "the witness is free in the existence"),
        lambda: Attempt([*b.given(some), good(x)], [y], None, seq(C, some, closed), "another witness' hypothesis"),
        lambda: Attempt([*b.given(b.bind("forall", x, A)), *b.given(at(z))], [y], None,
                        seq(at(z), b.bind("forall", z, A)), "something else"),
        lambda: Attempt([*b.given(some), good(y)], [b("+", y, b.n(0))], None, None, "a term that is no variable"),
        lambda: Attempt([*b.given(some), b.step("forall_elim", b.given(closed), [b.n(0)])], [b.n(0)], None, None,
                        "a number"),
        lambda: Attempt([*b.given(false_int), rule(twice, C)], [i], None, None, "an integer witness for a real"),
        lambda: Attempt([*b.given(b.no(some)), good(y)], [y], None, None, "negated"),
        lambda: Attempt([*b.given(some), good(y)], [y], None, seq(C, closed), "the existence dropped"),
        lambda: Attempt([good(y), *b.given(some)], [y], None, None, "premises swapped"),
    )  # fmt: skip


def definition(r: random.Random, b: Bench, near: bool) -> Attempt:
    """P(x, y) is an atom, Q a weaker one: P(a, c), P(c, a), Q(a, c) and their bodies are four different formulas."""
    x, y, a, c = (b.var(v) for v in "xyac")
    body = atom(r, b, x, y)
    loose = weak(r, b, body)
    b.t.define("P", [x, y], body)
    b.t.define("Q", [x, y], loose)
    A, B = b.t.defined_term("P", a, c), b.t.defined_term("P", c, a)
    Q = b.t.defined_term("Q", a, c)
    pa, pb, qa = (b.t.unfold(f) for f in (A, B, Q))
    pairs = [(A, qa), (qa, A), (A, Q), (Q, A), (pa, Q), (A, b.no(A)), (A, b("and", pa, qa)), (A, b("or", A, B)),
             (b.bind("exists", a, A), b.bind("forall", a, pa)), (A, b.bind("forall", a, pa)), (A, a)]  # fmt: skip
    if pa != pb:
        pairs += [(A, B), (pa, B), (A, pb)]
    found, wanted = r.choice(pairs)
    return pick(
        r, near,
        lambda: Attempt(b.given(*[A]), [pa], None, None, "unfolded"),
        lambda: Attempt(b.given(found), [wanted], None, None, "another formula"),
        lambda: Attempt(b.given(A), [pa], None, seq(pa), "the hypothesis dropped"),
        lambda: Attempt([], [pa], None, None, "no premise"),
        lambda: Attempt(b.given(found), [wanted], None, None, "another formula"),
    )  # fmt: skip


def equality(r: random.Random, b: Bench, near: bool) -> Attempt:
    """a = c carries A(a) to A(c); not a <= c, not c = d, and not A'(a), A' weaker; A(c) alone says nothing of A(a)."""
    x, y, a, c, d = (b.var(v) for v in "xyacd")
    A = atom(r, b, x, y)
    W = weak(r, b, A)
    lam = b.bind("lam", x, A)
    at = {v: b.t.substitute(A, {x: v}) for v in (a, c, d)}
    eq = b("=", a, c)
    number = b.bind("lam", x, side(r, b, x))
    P = b.var("P", "real->bool")
    return pick(
        r, near,
        lambda: Attempt(b.given(eq, at[a]), [lam], None, None, "a replaced by c"),
        lambda: Attempt(b.given(b("<=", a, c), at[a]), [lam], None, None, "<= instead of ="),
        lambda: Attempt(b.given(b.no(eq), at[a]), [lam], None, None, "not equal"),
        lambda: Attempt(b.given(b("=", c, d), at[a]), [lam], None, None, "another equation"),
        lambda: Attempt(b.given(b("=", b("*", a, a), b("*", c, c)), at[a]), [lam], None, None, "equal squares"),
        lambda: Attempt(b.given(eq, b.t.substitute(W, {x: a})), [lam], None, None, "a weaker formula"),
        lambda: Attempt(b.given(eq, at[d]), [lam], None, None, "another instance"),
        lambda: Attempt(b.given(eq, A), [lam], None, None, "the variable itself"),
        lambda: Attempt(b.given(at[a], eq), [lam], None, seq(at[d], eq, at[a]), "premises swapped"),
        lambda: Attempt(b.given(eq, at[a]), [number], None, None, "no predicate"),
        lambda: Attempt(b.given(eq, at[a]), [b.bind("lam", y, A)], None, None, "the wrong variable"),
        lambda: Attempt(b.given(eq, b("app", P, a)), [P], None, None, "no visible predicate"),
        lambda: Attempt(b.given(eq, at[a]), [lam], None, seq(at[c], at[a]), "the equation dropped"),
        lambda: Attempt(b.given(eq, at[a]), [lam], None, seq(at[c], eq), "the instance dropped"),
        lambda: Attempt(b.given(eq), [lam], None, None, "one premise"),
    )  # fmt: skip


def induction(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A(n) is F(n) <= c for an arbitrary F: a base or a step that is shifted, or leaves a gap, leaves an A(n) open."""
    n, F, c, i = b.var("n", "int"), b.var("F", "int->real"), b.var("c"), r.randrange(-2, 3)
    start = b.n(i)
    one = b.n(1)

    def P(v: int) -> int:
        return b("<=", b("app", F, v), c)

    lam = b.bind("lam", n, P(n))

    def step(guard: int, here: int, following: int, quantifier: str = "forall") -> int:
        return b.bind(quantifier, n, b("=>", guard, b("=>", here, following)))

    def at(value: int) -> int:
        return b("<=", b.n(value), n)

    good = step(at(i), P(n), P(b("+", n, one)))
    free = b("=>", at(i), b("=>", P(n), P(b("+", n, one))))
    G, x = b.var("G", "real->real"), b.var("x")
    relam = b.bind("lam", x, b("<=", b("app", G, x), c))
    restep = b.bind("forall", x, b("=>", b("<=", start, x), b("=>", b("<=", b("app", G, x), c),
                                                           b("<=", b("app", G, b("+", x, one)), c))))  # fmt: skip

    def attempt(base: int, rule: int, first: int = start) -> Attempt:
        return Attempt(b.given(base, rule), [lam, first], None, None, "induction")

    bad = r.choice([
        (P(b.n(i)), step(at(i + 1), P(n), P(b("+", n, one))), "a gap after the base"),
        (P(b.n(i + 1)), good, "the base one late"),
        (P(b.n(i - 1)), good, "the base one early"),
        (P(b.n(i)), step(at(i), P(n), P(b("+", n, b.n(2)))), "steps of two"),
        (P(b.n(i)), step(at(i), P(n), P(b("-", n, one))), "downwards"),
        (P(b.n(i)), step(at(i), P(n), P(n)), "no progress"),
        (P(b.n(i)), step(at(i), P(b("+", n, one)), P(n)), "backwards"),
        (P(b.n(i)), step(b("<", start, n), P(n), P(b("+", n, one))), "a strict guard"),
        (P(b.n(i)), step(b("and", at(i), b("<=", n, b.n(50))), P(n), P(b("+", n, one))), "up to 50"),
        (P(b.n(i)), step(b("<=", n, start), P(n), P(b("+", n, one))), "the guard turned round"),
        (P(b.n(i)), b.bind("exists", n, free), "one step"),
        (P(b.n(i)), free, "n is free"),
        (b("<=", b("app", F, start), b("+", c, one)), good, "a weaker base"),
        (P(n), good, "the base at n"),
        (good, P(b.n(i)), "premises swapped"),
    ])  # fmt: skip
    return pick(
        r, near,
        lambda: attempt(P(b.n(i)), good),
        *[lambda: attempt(bad[0], bad[1])._replace(why=bad[2])] * 6,
        lambda: attempt(P(b.n(i)), good, b.n(i - 1))._replace(why="the claim starts one early"),
        lambda: Attempt(b.given(b("<=", b("app", G, start), c), restep), [relam, start], None, None, "over the reals"),
        lambda: attempt(P(b.n(i)), good, b.n(Fraction(2 * i + 1, 2)))._replace(why="a start of 1/2"),
        lambda: Attempt(b.given(P(start), good), [lam, start], None,
                        seq(b.bind("forall", n, b("=>", at(i), P(n))), P(start)), "the step dropped"),
        lambda: Attempt(b.given(P(start), good), [lam, start], None,
                        seq(b.bind("forall", n, P(n)), P(start), good), "without the guard"),
    )  # fmt: skip


def choice(r: random.Random, b: Bench, near: bool) -> Attempt:
    """f(i) depends on i, has the sort of x, and is new: no constant, no integer for a real, no f that A mentions."""
    i, x, y = b.var("i", "int"), b.var("x"), b.var("y")
    f = b.var("f", "int->real")
    A = atom(r, b, x, i)
    some = b.bind("forall", i, b.bind("exists", x, A))
    old = b.bind("forall", i, b.bind("exists", x, b("<", b("app", f, i), x)))
    constant = b.bind("exists", x, b.bind("forall", i, A))
    sort = r.choice(["real->real", "int->int", "real->int", "int->V", "int", "real", "int->int->real", "int->bool"])
    return pick(
        r, near,
        lambda: Attempt(b.given(some), [f], None, None, "a function"),
        lambda: Attempt(b.given(old), [f], None, None, "f occurs in the premise"),
        lambda: Attempt(b.given(b("and", some, old)), [f], None, None, "a conjunction"),
        lambda: Attempt(b.given(some), [b.var("f", sort)], None, None, f"a variable of sort {sort}"),
        lambda: Attempt(b.given(some), [b.bind("lam", i, y)], None, None, "no variable"),
        lambda: Attempt(b.given(b.bind("exists", i, b.bind("exists", x, A))), [f], None, None, "exists exists"),
        lambda: Attempt(b.given(b.bind("forall", i, b.bind("forall", x, A))), [f], None, None, "forall forall"),
        lambda: Attempt(b.given(b.bind("exists", x, b.bind("forall", i, A))), [f], None, None, "exists forall"),
        lambda: Attempt(b.given(b.bind("forall", i, b("=>", A, b.bind("exists", x, A)))), [f], None, None, "guarded"),
        lambda: Attempt(b.given(some), [f], None, seq(constant, some), "a constant"),
        lambda: Attempt(b.given(some), [f], None, seq(b.bind("exists", f, b.bind("forall", i, b(
            "<", b("app", f, i), b("app", f, b("+", i, b.n(1))))))), "another property"),
        lambda: Attempt([], [f], None, None, "no premise"),
    )  # fmt: skip


# Trees: arithmetic with an evaluator of its own.

X, Y, Z, I, N = (
    ("var", "x", "real"),
    ("var", "y", "real"),
    ("var", "z", "real"),
    ("var", "i", "int"),
    ("var", "n", "int"),
)


def num(value: Fraction | int) -> Tree:
    return ("num", Fraction(value))


def odd(op: str, *values: Fraction) -> Fraction:
    """A value that nobody can know: a function of the operation and its arguments, the same each time."""
    return Fraction(zlib.crc32(repr((op, values)).encode()) % 9973 + 1, 97)


def ev(e: Tree, env: dict[str, Any]) -> Any:
    """The exact value of a tree. Roots, exp and the like are arbitrary functions; so are x/0 and negative powers."""
    op, *args = e
    if op == "num":
        return args[0]
    if op == "var":
        return env[args[0]]
    if op in ("sum", "prod", "forall", "exists"):
        name, low, high, body = args
        values = [ev(body, env | {name: Fraction(i)}) for i in range(int(ev(low, env)), int(ev(high, env)) + 1)]
        return {"sum": lambda v: sum(v, Fraction(0)), "prod": math.prod, "forall": all, "exists": any}[op](values)
    if op == "if":
        return ev(args[1] if ev(args[0], env) else args[2], env)
    v = [ev(a, env) for a in args]
    if isinstance(v[0], tuple):  # vectors
        if op == "neg":
            return tuple(-p for p in v[0])
        if op == "dot":
            return sum((p * q for p, q in zip(v[0], v[1], strict=True)), Fraction(0))
        return v[0] == v[1] if op == "=" else tuple(p + q if op == "+" else p - q for p, q in zip(*v, strict=True))
    if op == "*" and isinstance(v[1], tuple):
        return tuple(v[0] * p for p in v[1])
    if op == "/":
        return v[0] / v[1] if v[1] else v[0] * odd("/")
    if op == "^":
        return v[0] ** int(v[1]) if v[1] >= 0 else odd("^", *v)
    if op == "binomial":
        return Fraction(math.comb(int(v[0]), int(v[1])) if v[1] >= 0 else 0) if v[0] >= 0 else odd(op, *v)
    simple: dict[str, Callable[..., Any]] = {
        "+": lambda p, q: p + q, "-": lambda p, q: p - q, "*": lambda p, q: p * q, "neg": lambda p: -p, "abs": abs,
        "floor": lambda p: Fraction(p.numerator // p.denominator), "max": max, "min": min, "=": lambda p, q: p == q,
        "<": lambda p, q: p < q, "<=": lambda p, q: p <= q, "not": lambda p: not p, "and": lambda p, q: p and q,
        "or": lambda p, q: p or q, "=>": lambda p, q: not p or q,
    }  # fmt: skip
    return simple[op](*v) if op in simple else odd(op, *v)


class Outside(Exception):
    """A point outside the domain of an expression."""


def real(e: Tree, env: dict[str, Any]) -> Any:
    """The value of an expression to 50 digits."""
    op, *args = e
    if op == "num":
        return mpmath.mpf(args[0].numerator) / args[0].denominator
    if op == "var":
        return env[args[0]]
    v = [real(a, env) for a in args]
    if (op == "/" and abs(v[1]) < 1e-9) or (op in ("log", "sqrt") and v[0] < 1e-9):
        raise Outside
    if any(abs(x) > 1e6 for x in v):
        raise Outside
    return {
        "+": lambda p, q: p + q, "-": lambda p, q: p - q, "*": lambda p, q: p * q, "/": lambda p, q: p / q,
        "neg": lambda p: -p, "^": lambda p, q: p ** int(q), "exp": mpmath.exp, "log": mpmath.log, "sqrt": mpmath.sqrt,
        "erf": mpmath.erf, "pi": lambda: +mpmath.pi, "abs": abs, "max": max, "min": min,
    }[op](*v)  # fmt: skip


def put(e: Tree, place: tuple[int, ...], new: Tree) -> Tree:
    """A tree with one part replaced."""
    if not place:
        return new
    return (*e[: place[0]], put(e[place[0]], place[1:], new), *e[place[0] + 1 :])


def places(e: Tree, at: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], Tree]]:
    """All parts of a tree."""
    found = [(at, e)]
    if e[0] not in ("num", "var"):
        for i, part in enumerate(e):
            if isinstance(part, tuple):
                found += places(part, (*at, i))
    return found


def nudge(r: random.Random, e: Tree) -> Tree:
    """A tree with one constant moved, one sign or operation changed, or one variable replaced."""
    place, part = r.choice(places(e))
    op = part[0]
    if op == "num":
        whole = part[1].denominator == 1
        return put(e, place, num(part[1] + r.choice([1, -1, 2] if whole else [1, Fraction(1, 7), -part[1] * 2])))
    if op == "var" and part[2] == "real":
        return put(e, place, r.choice([v for v in (X, Y, Z) if v != part]))
    if op == "var" and part[2] == "V":
        return put(e, place, ("var", r.choice([c for c in "uvw" if c != part[1]]), "V"))
    swap = {"+": "-", "-": "+", "max": "min", "min": "max", "exp": "log", "sum": "prod", "<": "<=", "<=": "<"}
    if op in swap:
        return put(e, place, (swap[op], *part[1:]))
    if op in ("-", "/", "<", "<="):
        return put(e, place, (op, part[2], part[1]))
    if op == "neg":
        return put(e, place, part[1])
    return e


def scalar(r: random.Random, depth: int, atoms: bool = True) -> Tree:
    """A real expression in x, y, z, with opaque parts."""
    if depth == 0 or r.random() < 0.1:
        return r.choice([X, Y, Z, X, num(r.choice([1, 2, 3, -1, Fraction(1, 2), Fraction(-2, 3), 5]))])
    kind = r.choice("++--***^n/" + ("efbi" if atoms else ""))

    def sub() -> Tree:
        return scalar(r, depth - 1, atoms)

    if kind in "+-*":
        return (kind, sub(), sub())
    if kind == "^":
        return ("^", sub(), num(r.choice([2, 2, 3, 1, 0])))
    if kind == "n":
        return ("neg", sub())
    if kind == "/":
        return ("/", sub(), r.choice([num(r.choice([2, -3, Fraction(5, 2)])), sub()]))
    if kind == "e":
        return (r.choice(["exp", "sqrt", "log", "erf", "abs"]), sub())
    if kind == "f":
        return (r.choice(["max", "min"]), sub(), sub())
    if kind == "b":
        return ("binomial", N, ("+", I, num(r.randrange(3))))
    return ("if", (r.choice(["<", "<="]), sub(), sub()), sub(), sub())


def vectorial(r: random.Random, depth: int) -> Tree:
    """A vector expression in u, v, w."""
    if depth == 0 or r.random() < 0.2:
        return ("var", r.choice("uvw"), "V")
    kind = r.choice("+-*n")
    if kind == "n":
        return ("neg", vectorial(r, depth - 1))
    if kind == "*":
        return ("*", scalar(r, 1, False), vectorial(r, depth - 1))
    return (kind, vectorial(r, depth - 1), vectorial(r, depth - 1))


def same(r: random.Random, e: Tree, depth: int = 4) -> Tree:
    """An expression equal to this one in every commutative ring (and inner-product space)."""
    op, *args = e
    if depth == 0 or op in ("num", "var"):
        return ("+", e, num(0)) if r.random() < 0.2 and (op == "num" or e[-1] == "real") else e
    a = [same(r, p, depth - 1) if isinstance(p, tuple) else p for p in args]
    if op == "+":
        return ("+", a[1], a[0]) if r.random() < 0.7 else ("-", a[0], ("neg", a[1]))
    if op == "-":
        return ("neg", ("-", a[1], a[0])) if r.random() < 0.6 else ("+", a[0], ("neg", a[1]))
    if op == "dot":
        return ("dot", a[1], a[0])
    if op == "*":
        _left, right = args
        if right[0] in "+-" and r.random() < 0.6:
            return (right[0], ("*", a[0], right[1]), ("*", a[0], right[2]))
        return (op, *a)
    if op == "^" and a[1] == num(2):
        return ("*", a[0], a[0])
    if op == "^" and a[1] == num(3):
        return ("*", a[0], ("^", a[0], num(2)))
    return (op, *a)


def point(r: random.Random, zero: bool = False) -> dict[str, Any]:
    """Values for the variables of a tree; zeros, negative numbers and equal values are frequent."""

    def value() -> Fraction:
        return Fraction(0) if zero and r.random() < 0.4 else Fraction(r.randrange(-30, 31), r.choice([1, 1, 2, 7]))

    env: dict[str, Any] = {v: value() for v in "xyz"} | {v: Fraction(r.randrange(-1, 5)) for v in "in"}
    return env | {v: tuple(value() for _ in range(3)) for v in "uvw"}


def differs(r: random.Random, left: Tree, right: Tree) -> bool:
    """Whether two expressions have different values somewhere."""
    return any(ev(left, p) != ev(right, p) for p in (point(r, t > 2) for t in range(6)))


TEMPTING: list[tuple[Tree, Tree]] = [
    (("/", X, X), num(1)), (("*", X, ("/", num(1), X)), num(1)), (("/", ("*", X, Y), X), Y), (("floor", X), X),
    (("*", ("sqrt", X), ("sqrt", X)), X), (("sqrt", ("*", X, X)), X), (("abs", X), X), (("max", X, Y), ("min", X, Y)),
    (("^", X, ("+", N, num(1))), ("*", ("^", X, N), X)), (("exp", ("log", X)), X), (("log", ("exp", X)), Y),
    (("^", X, num(65)), ("^", X, num(66))), (("^", X, num(-1)), ("/", num(1), X)), (("max", X, Y), X),
    (("binomial", ("+", N, num(1)), ("+", I, num(1))), ("+", ("binomial", N, I), ("binomial", N, I))),
    (("sum", "j", num(1), N, ("var", "j", "int")), ("/", ("*", N, ("+", N, num(1))), num(2))),
    (("if", ("<", X, Y), X, Y), ("if", ("<=", X, Y), Y, X)), (("/", num(1), ("/", num(1), X)), X),
    (("+", ("/", X, Z), ("/", Y, Z)), ("/", ("+", X, Y), ("+", Z, Z))), (("exp", ("neg", X)), ("neg", ("exp", X))),
]  # fmt: skip


def unequal(r: random.Random) -> tuple[Tree, Tree, Tree]:
    """An expression, one that is equal to it, and one that looks like it and is not."""
    while True:
        if r.random() < 0.15:
            left, right = r.choice(TEMPTING)
            return left, left, right
        kind = r.random()
        e = (
            scalar(r, 3)
            if kind < 0.5
            else vectorial(r, 3)
            if kind < 0.75
            else ("dot", vectorial(r, 2), vectorial(r, 2))
        )
        equal = same(r, e)
        false = nudge(r, equal)
        try:
            if differs(r, e, false):
                return e, equal, false
        except (OverflowError, TypeError):
            continue


def ring(r: random.Random, b: Bench, near: bool) -> Attempt:
    """Two expressions whose exact values differ at a point (x/0, exp, ... being arbitrary functions there)."""
    e, equal, false = unequal(r)
    left, right, wrong = b.build(e), b.build(equal), b.build(false)
    return pick(
        r,
        near,
        lambda: Attempt([], [left, right], None, None, f"{e} = {equal}"),
        *[lambda: Attempt([], [left, wrong], None, None, f"{e} = {false}")] * 8,
        lambda: Attempt([], [left, right], None, seq(b("=", left, wrong)), "another conclusion"),
        lambda: Attempt([], [wrong, right], None, None, f"{false} = {equal}"),
    )


def rewrite(r: random.Random, b: Bench, near: bool) -> Attempt:
    """There is a point at which the premise holds and the conclusion does not (found by evaluation)."""
    while True:
        kind = r.random()
        if kind < 0.75:
            left, right = scalar(r, 2), scalar(r, 1)
            op = r.choice(["<", "<=", "="])
        else:
            left, right, op = vectorial(r, 2), vectorial(r, 1), "="
        old: Tree = (op, left, right)
        equal: Tree = (op, same(r, left), same(r, right))
        if r.random() < 0.3:
            old, equal = ("not", old), ("not", equal)
        if not near:
            return Attempt(b.given(b.build(old)), [b.build(equal)], None, None, f"{old} to {equal}")
        false = r.choice(
            [
                lambda e=equal: nudge(r, e),
                lambda e=equal: e[1] if e[0] == "not" else ("not", e),
                lambda e=equal, o=op: (o, e[2], e[1]) if e[0] != "not" else ("not", (o, e[1][2], e[1][1])),
                lambda e=equal, o="V" if kind >= 0.75 else op: (
                    ({"<": "<=", "<=": "<", "=": "<"}[e[0]], *e[1:]) if e[0] != "not" and o != "V" else e
                ),
                lambda e=equal: ("=", *e[1:]) if e[0] != "not" else e,
            ]
        )()
        points = [point(r, t % 2 == 1) for t in range(8)]
        points += [p | {"y": p["x"]} for p in points[:4]] + [p | {"v": p["u"], "w": p["u"]} for p in points[:4]]
        try:
            if any(ev(old, p) and not ev(false, p) for p in points):
                return Attempt(b.given(b.build(old)), [b.build(false)], None, None, f"{old} to {false}")
        except (OverflowError, TypeError, Rejected):
            continue


def gram(r: random.Random, b: Bench, near: bool) -> Attempt:
    """<u, u> may be 0, is not bounded above, and <u, w> has any sign; a number has no inner product."""
    u, w = b.build(vectorial(r, 2)), b.var("new", "V")
    square, zero = b("dot", u, u), b.n(0)
    return pick(
        r,
        near,
        lambda: Attempt([], [u], None, None, "0 <= <u, u>"),
        lambda: Attempt([], [u], None, seq(b("<", zero, square)), "strict"),
        lambda: Attempt([], [u], None, seq(b("<=", zero, b("dot", u, w))), "two vectors"),
        lambda: Attempt([], [u], None, seq(b("<=", square, zero)), "turned round"),
        lambda: Attempt([], [u], None, seq(b("<=", b.n(1), square)), "moved"),
        lambda: Attempt([], [u, w], None, None, "two terms"),
        lambda: Attempt([], [], None, None, "no term"),
        lambda: Attempt(b.given(b("<=", zero, zero)), [u], None, None, "a premise"),
        *[lambda: Attempt([], [b.var("x")], None, None, "a number")] * (r.random() < 0.5),
    )


def definite(r: random.Random, b: Bench, near: bool) -> Attempt:
    """<u, u> = 0 makes u zero, not some other vector; <u, w> = 0, <u, u> = 1 and <= make nothing zero."""
    tree = vectorial(r, 2)
    u, w, zero = b.build(tree), b.var("new", "V"), b.n(0)
    null = b("-", u, u)
    eq = b("=", b("dot", u, u), zero)
    wrong = [
        b("=", b("dot", u, w), zero),
        b("=", b("dot", u, u), b.n(1)),
        b("<=", zero, b("dot", u, u)),
        b("=", b("dot", w, w), zero),
        b.no(eq),
        b("=", b("dot", u, b("+", u, w)), zero),
        b("<=", b("dot", u, u), b.n(1)),
        b("=", b("*", zero, b("dot", u, u)), zero),
    ]
    return pick(
        r,
        near,
        lambda: Attempt(b.given(eq), [u, null], None, None, "u = 0"),
        lambda: Attempt(b.given(r.choice(wrong)), [u, null], None, None, "another premise"),
        lambda: Attempt(b.given(eq), [u, w], None, None, "another vector"),
        lambda: Attempt(b.given(eq), [u, b("-", u, w)], None, None, "a difference of others"),
        lambda: Attempt(b.given(eq), [w, null], None, None, "another vector is zero"),
        lambda: Attempt(b.given(eq), [u, b("+", w, null)], None, None, "a vector plus zero"),
        lambda: Attempt(b.given(eq), [u, b("*", b.var("x"), w)], None, None, "a multiple"),
        lambda: Attempt(b.given(eq), [u, null], None, seq(b("=", u, null)), "the hypothesis dropped"),
        lambda: Attempt([], [u, null], None, None, "no premise"),
        lambda: Attempt(b.given(eq), [u], None, None, "one term"),
    )


def total(r: random.Random, facts: list[Tree], goal: Tree | None, terms: list[Tree], data: Any) -> bool:
    """Whether a certificate refutes: a reading of its own, by values at random points."""

    def read(f: Tree, negate: bool) -> list[tuple[str, Tree]]:
        if f[0] == "not":
            return read(f[1], not negate)
        p, q = ("-", f[2], f[1]), ("-", f[1], f[2])
        if f[0] == "=":
            return [(">", q), (">", p)] if negate else [("=", p)]
        if not negate:
            return [(">" if f[0] == "<" else ">=", p)]
        return [(">=" if f[0] == "<" else ">", q)]

    known = [read(f, False) for f in facts]
    flat = [
        ("!=", ("-", f[1][2], f[1][1])) if f[0] == "not" and f[1][0] == "=" else k[0]
        for f, k in zip(facts, known, strict=True)
    ]
    ways: list[Any] = [None] if goal is None else list(read(goal, True))
    if len(ways) != len(data):
        return False
    for way, (cone, ideal) in zip(ways, data, strict=True):
        usable = flat + ([way] if way else [])
        strict = False
        for c, factors, square in cone:
            if Fraction(c) <= 0 or any(f >= len(usable) or usable[f][0] not in (">", ">=") for f in factors):
                return False
            if square >= len(terms) + 1 or square == 0:
                return False
            strict |= square == -1 and all(usable[f][0] == ">" for f in factors)
        if any(f >= len(usable) or usable[f][0] != "=" or not 0 < m <= len(terms) for m, f in ideal):
            return False
        for _ in range(4):
            p = point(r)
            value = Fraction(0)
            for c, factors, square in cone:
                s = Fraction(1) if square == -1 else ev(terms[square - 1], p) ** 2
                value += Fraction(c) * s * math.prod(ev(usable[f][1], p) for f in factors)
            value += sum(ev(terms[m - 1], p) * ev(usable[f][1], p) for m, f in ideal)
            if value:
                return False
        if not strict:
            return False
    return True


def polynomial(r: random.Random, depth: int) -> Tree:
    if depth == 0:
        return r.choice([X, Y, Z, num(r.choice([1, 2, -1, Fraction(1, 2)]))])
    return (r.choice("+-*"), polynomial(r, depth - 1), polynomial(r, depth - 1))


def positivstellensatz(r: random.Random, b: Bench, near: bool) -> Attempt:
    """The witness does not add up to zero (exact values at random points), or none of its terms is strictly positive,
    or a coefficient is not positive, or an equation is a factor, or an inequality is multiplied freely."""
    for _ in range(200):
        facts: list[Tree] = []
        terms = [polynomial(r, 1) for _ in range(3)] + [num(-1)]
        for _ in range(r.randrange(1, 4)):
            op = r.choice(["<", "<=", "<=", "="])
            facts.append((op, polynomial(r, 1), polynomial(r, 1)))
            if op != "=" and r.random() < 0.3:
                facts[-1] = ("not", ({"<": "<=", "<=": "<"}[op], facts[-1][2], facts[-1][1]))
        signed = [i for i, f in enumerate(facts) if f[0] != "="]
        equal = [i for i, f in enumerate(facts) if f[0] == "="]

        def p(i: int, facts: list[Tree] = facts) -> Tree:
            f = facts[i]
            return ("-", f[1][1], f[1][2]) if f[0] == "not" else ("-", f[2], f[1])

        mode = r.choice(["ge", "gt", "ge", "gt", "false", "ne", "eq"])
        cone: list[Any] = []
        body: Tree = num(0)
        if mode != "eq":
            for _ in range(r.randrange(1, 3)):
                factors = r.sample(signed, min(len(signed), r.randrange(3)))
                square, c = (
                    r.choice([-1, 1, 2, 3]),
                    r.choice([Fraction(1), Fraction(2), Fraction(1, 3), Fraction(7, 2)]),
                )
                piece: Tree = num(c)
                for i in factors:
                    piece = ("*", piece, p(i))
                if square > 0:
                    piece = ("*", piece, ("^", terms[square - 1], num(2)))
                cone.append([str(c), factors, square])
                body = ("+", body, piece)
            if mode != "ge":
                cone.append(["1/2", [], -1])
                body = ("+", body, num(Fraction(1, 2)))
        ideal = []
        for i in equal[:2] if mode != "eq" else equal:
            m = r.randrange(1, 4)
            ideal.append([m, i])
            body = ("+", body, ("*", terms[m - 1], p(i)))
        if mode == "eq" and not equal:
            continue
        zero = num(0)
        shift = polynomial(r, 1)
        goal: Tree | None = ("<" if mode == "gt" else "<=", shift, ("+", body, shift))
        last = len(facts)
        if mode in ("ge", "gt"):
            data: Any = [[[["1", [last], -1], *cone], ideal]]
        elif mode == "false":
            facts.append(("<=", body, zero))
            goal, data = None, [[[["1", [last], -1], *cone], ideal]]
        elif mode == "ne":
            goal, data = ("not", ("=", zero, body)), [[cone, [*ideal, [4, last]]]]
        else:
            goal = ("=", zero, body)
            terms += [("neg", t) for t in terms[:3]]
            data = [[[["1", [last], -1]], [[m + 4, f] if w else [m, f] for m, f in ideal]] for w in (0, 1)]
        why = f"{facts} |- {goal} by {data}"
        if near:
            way = r.choice(data)
            kind = r.randrange(12)
            if kind == 0 and way[0]:
                item = r.choice(way[0])
                item[0] = str(Fraction(item[0]) + r.choice([1, Fraction(1, 1000)]))
            elif kind == 1 and way[0]:
                item = r.choice(way[0])
                item[0] = r.choice(["0", "-1", str(-Fraction(item[0]))])
            elif kind == 2 and len(way[0]) > 1:
                way[0].pop(r.randrange(len(way[0])))
            elif kind == 3 and way[1]:
                way[1].pop()
            elif kind == 4 and any(item[1] for item in way[0]):
                item = r.choice([i for i in way[0] if i[1]])
                item[1] = [*item[1][1:], r.randrange(last + 2)]
            elif kind == 5 and way[0]:
                r.choice(way[0])[2] = r.choice([-1, 1, 2, 3, 9])
            elif kind == 6 and way[1]:
                r.choice(way[1])[0] = r.randrange(1, 5)
            elif kind == 7 and goal is not None:
                goal = {
                    "<": lambda g: ("<=", g[1], ("-", g[2], num(1))),
                    "<=": lambda g: ("<", *g[1:]),
                    "=": lambda g: ("<", *g[1:]),
                    "not": lambda g: g[1],
                }[goal[0]](goal)
            elif kind == 8 and goal is not None:
                goal = nudge(r, goal) if goal[0] != "not" else ("not", nudge(r, goal[1]))
            elif kind == 9:
                i = r.randrange(len(facts))
                f = facts[i]
                facts[i] = nudge(r, f) if f[0] != "not" else ("not", nudge(r, f[1]))
            elif kind == 10 and equal:  # an equation in the cone, with the sign that would be needed
                way[0].append(["1", [equal[0]], -1])
                way[0].append(["1", [equal[0]], -1])
                way[1].append([4, equal[0]])
                way[1].append([4, equal[0]])
            elif kind == 11 and signed:  # an inequality multiplied freely
                i = signed[0]
                way[0].append(["1", [i], -1])
                way[1].append([4, i])
            else:
                continue
        if (goal is not None and goal[0] == "false") or total(r, facts, goal, terms, data) == near:
            continue
        premises = b.given(*map(b.build, facts))
        aim = b("false") if goal is None else b.build(goal)
        return Attempt(premises, [aim, *map(b.build, terms)], data, None, why + f"; now {facts} |- {goal} by {data}")
    raise AssertionError("no near miss found")


def closed(r: random.Random, depth: int, names: tuple[str, ...] = ()) -> Tree:
    """A closed rational expression; division only by constants."""
    leaves = [num(r.choice([0, 1, 2, 3, 5, -1, -2, Fraction(1, 2), Fraction(-7, 3)]))]
    if depth == 0:
        return r.choice(leaves + [("var", n, "int") for n in names] * 2)

    def sub() -> Tree:
        return closed(r, depth - 1, names)

    kind = r.choice(["+", "-", "*", "/", "^", "neg", "abs", "floor", "max", "min", "binomial", "if", "sum", "prod"])
    if kind == "/":
        return ("/", sub(), num(r.choice([2, -3, 7, Fraction(1, 5)])))
    if kind == "^":
        return ("^", sub(), num(r.randrange(4)))
    if kind in ("neg", "abs", "floor"):
        return (kind, sub())
    if kind == "binomial":
        return ("binomial", num(r.randrange(7)), num(r.randrange(-1, 8)))
    if kind == "if":
        return ("if", (r.choice(["<", "<=", "="]), sub(), sub()), sub(), sub())
    if kind in ("sum", "prod"):
        name, low = f"k{depth}", r.randrange(-2, 3)
        return (kind, name, num(low), num(low + r.randrange(-2, 4)), closed(r, depth - 1, (*names, name)))
    return (kind, sub(), sub())


def compute(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A closed formula whose value, by the evaluator here, is false; or one that asks for a value outside a domain,
    or ranges over infinitely many values (false, or beyond what an evaluation can know)."""
    e = closed(r, 3)
    v = ev(e, {})
    d = r.choice([Fraction(1), Fraction(-1), Fraction(1, 10**6), Fraction(1, 3 ** r.randrange(1, 60))])
    low = r.randrange(-3, 3)
    high = low + r.randrange(4)
    body = closed(r, 2, ("i",))
    values = [ev(body, {"i": Fraction(i)}) for i in range(low, high + 1)]
    top = max(values)
    wide: Tree = ("<=", ("-", ("*", I, I), num(0)), num(max(i * i for i in range(low, high + 1))))
    outside = max(abs(low), abs(high)) + 1
    i, x = b.var("i", "int"), b.var("x")
    inside = b("and", b("<=", b.n(0), x), b("<=", x, b.n(1)))
    zero = closed(r, 1)
    odd_forms = [
        b.bind("forall", x, b("=>", inside, b("or", b("=", x, b.n(0)), b("=", x, b.n(1))))),
        b.bind("forall", i, b("<", i, b.n(r.randrange(2, 99)))),
        b.bind("forall", i, b("=>", b("<=", b.n(0), i), b("<=", i, b.n(r.randrange(2, 99))))),
        b.bind("forall", i, b("=>", b("or", b("<=", b.n(0), i), b("<=", i, b.n(3))), b("<=", i, b.n(3)))),
        b.bind("forall", i, b("=>", b.no(b("and", b("<=", b.n(0), i), b("<=", i, b.n(3)))), b("<=", i, b.n(9)))),
        b.bind("forall", i, b("and", b("and", b("<=", b.n(0), i), b("<=", i, b.n(3))), b("<=", i, b.n(3)))),
        b.bind("forall", i, b("=>", b("<=", b.n(0), i), b("=>", b("<=", b.n(3), i), b("<=", i, b.n(9))))),
        b.bind("exists", i, b("and", b("and", b("<=", b.n(1), i), b("<=", i, b.n(4))), b("<", i, b.n(1)))),
        b.bind("exists", i, b("=", b("*", b.n(2), i), b.n(1))),
        b.build(("=", ("/", e, ("-", zero, zero)), num(0))),
        b.build(("=", ("^", num(0), num(-1)), num(0))),
        b.build(("=", ("*", num(0), ("/", num(1), num(0))), num(0))),
        b.build(("=", ("^", num(2), num(-1)), num(Fraction(1, 2)))),
        b.build(("=", ("binomial", num(-1), num(0)), num(1))),
        b.build(("<=", ("exp", num(0)), num(1))),
        b("=", b("+", x, b.n(0)), x),
        b.build(("=", ("sqrt", num(4)), num(2))),
        b("false"),
        b.no(b("true")),
        b("vertices", b.n(2), b.n(2), b.bind("lam", i, b.bind("lam", b.var("j", "int"), i))),
    ]
    forms: list[Callable[[], int]] = [
        lambda: b.build(("=", e, num(v + d))),
        lambda: b.build(("<", e, num(v))),
        lambda: b.build(("<", num(v), e)),
        lambda: b.build(("<=", e, num(v - abs(d)))),
        lambda: b.build(("<=", num(v + abs(d)), e)),
        lambda: b.build(("not", ("=", e, num(v)))),
        lambda: b.build(("not", ("<=", e, num(v)))),
        lambda: b.build(("and", ("=", e, num(v)), ("<", e, num(v)))),
        lambda: b.build(("=>", ("=", e, num(v)), ("=", e, num(v + d)))),
        lambda: b.build(("or", ("<", e, num(v)), ("=", e, num(v + d)))),
        lambda: b.build(("forall", "i", num(low), num(high), ("<=", body, num(top - abs(d))))),
        lambda: b.build(("forall", "i", num(low), num(high), ("<", body, num(top)))),
        lambda: b.build(("exists", "i", num(low), num(high), ("<", num(top), body))),
        lambda: b.build(("not", ("exists", "i", num(low), num(high), ("=", body, num(r.choice(values)))))),
        lambda: b.build(("forall", "i", num(-outside), num(outside), wide)),
        lambda: b.build(("exists", "i", num(high), num(low - 1), ("<=", I, I))) if low <= high else b("false"),
    ]
    return pick(
        r,
        near,
        lambda: Attempt([], [b.build(("=", e, num(v)))], None, None, f"{e} = {v}"),
        *[lambda: Attempt([], [r.choice(forms)()], None, None, f"about {e} = {v}, {body}")] * 5,
        lambda: Attempt([], [r.choice(odd_forms)], None, None, "outside a domain, or unbounded"),
    )


def vertices(r: random.Random, b: Bench, near: bool) -> Attempt:
    """The number of vertices, by Whitney's theorem the sum of (-1)^(|B| - rank B) over the subsets B of the nonzero
    generators, with another number claimed."""
    n, m = r.randrange(1, 5), r.randrange(5)
    rows = [[r.choice([0, 0, 1, -1, 2, 3, Fraction(1, 2)]) for _ in range(n)] for _ in range(m)]
    if m > 1 and r.random() < 0.4:
        rows[-1] = [r.choice([-2, 1]) * x for x in rows[0]]
    true = sum(
        (-1) ** (len(part) - _rank(part))
        for size in range(m + 1)
        for part in itertools.combinations([row for row in rows if any(row)], size)
    )
    i, j = b.var("i", "int"), b.var("j", "int")
    body = b.n(0)
    for p, row in enumerate(rows):
        for q, x in enumerate(row):
            if x:
                here = b("and", b("=", i, b.n(p + 1)), b("=", j, b.n(q + 1)))
                body = b("if", here, b.n(x), body)
    count = b("vertices", b.n(n), b.n(m), b.bind("lam", i, b.bind("lam", j, body)))
    wrong = b.n(true + r.choice([1, -1, 2, -2, true]))
    return pick(
        r,
        near,
        lambda: Attempt([], [b("=", count, b.n(true))], None, None, f"{rows}: {true}"),
        lambda: Attempt([], [b("=", count, wrong)], None, None, f"{rows}: {true}, not another"),
        lambda: Attempt([], [b("<", count, b.n(true))], None, None, f"{rows}: less than {true}"),
        lambda: Attempt([], [b("<=", b.n(true + 1), count)], None, None, f"{rows}: more than {true}"),
        lambda: Attempt([], [b.no(b("=", count, b.n(true)))], None, None, f"{rows}: not {true}"),
        lambda: Attempt(
            [],
            [b("=", b("vertices", b.n(0), b.n(m), b.bind("lam", i, b.bind("lam", j, body))), b.n(1))],
            None,
            None,
            "in R^0",
        ),
        lambda: Attempt(
            [],
            [b("=", b("vertices", b.n(n), b.n(-1), b.bind("lam", i, b.bind("lam", j, body))), b.n(1))],
            None,
            None,
            "of -1 generators",
        ),
    )


def _rank(rows: Any) -> int:
    rest = [[Fraction(x) for x in row] for row in rows]
    rank = 0
    for column in range(len(rest[0]) if rest else 0):
        pivot = next((k for k in range(rank, len(rest)) if rest[k][column]), None)
        if pivot is None:
            continue
        rest[rank], rest[pivot] = rest[pivot], rest[rank]
        for k in range(rank + 1, len(rest)):
            factor = rest[k][column] / rest[rank][column]
            rest[k] = [x - factor * y for x, y in zip(rest[k], rest[rank], strict=True)]
        rank += 1
    return rank


# The table of facts.


def functions(r: random.Random, b: Bench) -> list[int]:
    """Sequences: a variable, a polynomial, a vector-valued one."""
    i = b.var("i", "int")
    poly = b.bind("lam", i, b("+", b("*", b.n(r.randrange(1, 5)), b("*", i, i)), b.n(r.randrange(-3, 4))))
    return [b.var(r.choice("FG"), "int->real"), poly, b.var("H", "int->int")]


def looser(r: random.Random, b: Bench, premise: int) -> int | None:
    """A premise of an entry, weakened by one at an edge, or by a strictness, so that the fact is false without it."""
    op, *args = b.t.nodes[premise]
    if op in ("<", "<="):
        left, right = args
        options = [(op, left, b("+", right, b.n(1))), (op, b("-", left, b.n(1)), right), (op, right, left)]
        new, p, q = r.choice(options + ([("<=", left, right)] if op == "<" else []))
        return b(new, p, q)
    if op == "not":
        return args[0]
    if op == "forall":
        place = r.choice(["<=", "<", "1"])
        hits = 0

        def leaf(t: int, d: int) -> int | None:
            nonlocal hits
            node = b.t.nodes[t]
            if place == "1" and node == ("num", 1, 1):
                hits += 1
                return b.n(2)
            if place == node[0] and hits == 0 and place == "<=":
                hits += 1
                return b("<", node[1], node[2])
            if place == node[0] == "<":
                hits += 1
                return b("<", node[1], b("-", node[2], b.n(1)))
            return None

        changed = b.t.rebuild(premise, leaf)
        return changed if hits and changed != premise else None
    return None


def lemma_of(name: str) -> Callable[[random.Random, Bench, bool], Attempt]:
    sorts, entry = ENTRIES[name]

    def generate(r: random.Random, b: Bench, near: bool) -> Attempt:
        """The entry with a premise missing, weakened, moved by one or about other arguments; with a real for an
        integer; or with a conclusion that is moved by one, turned round, strict, or without a hypothesis."""

        def argument(sort: str, place: int) -> int:
            if sort == "bool":
                return atom(r, b, b.var("p"), b.var("q"))
            if sort == "any":
                return b.build(scalar(r, 1))
            if sort in ("int->any", "int->real"):
                return r.choice(functions(r, b)[: 2 if place < 9 else 3])
            if sort == "int->int":
                return b.var("H", "int->int")
            name = f"{'n' if sort == 'int' else 'x'}{place}"
            plain = b.var(name, sort)
            return r.choice([plain, b("+", plain, b.n(r.randrange(1, 4))), b("*", plain, b.n(2))])

        terms = [argument(s, i) for i, s in enumerate(sorts)]
        if name == "sum_same" and terms[2] == terms[3]:
            terms[3] = b.var("other", "int->real")
        if name in ("if_true", "if_false") and terms[1] == terms[2]:
            terms[2] = b("+", terms[2], b.n(1))
        wanted, conclusion = entry(Build(b.t), *terms)
        if not near:
            return Attempt(b.given(*wanted), terms, name, None, name)
        hypotheses = frozenset(wanted)
        options: list[Callable[[], Attempt | None]] = [
            lambda: Attempt(b.given(*wanted), terms, name, Sequent(hypotheses, stronger(r, b, conclusion)), "stronger"),
            lambda: Attempt(b.given(*wanted), [*terms, b.n(0)], name, None, "one more argument"),
            lambda: Attempt(b.given(*wanted, *b.harmless(r)), terms, name, None, "one more premise"),
            lambda: Attempt(
                b.given(*wanted),
                terms,
                r.choice([name + "_", name.upper(), None, 0, [name], {name: 1}]),
                None,
                "no such entry",
            ),
        ]
        if terms:
            options.append(lambda: Attempt(b.given(*wanted), terms[:-1], name, None, "one argument less"))

            def real_for_int() -> Attempt | None:
                which = [i for i, s in enumerate(sorts) if s in ("int", "int->int")]
                if not which:
                    return None
                new = list(terms)
                place = r.choice(which)
                new[place] = (
                    r.choice([b.var("n9"), b.n(Fraction(1, 2))]) if sorts[place] == "int" else b.var("r", "int->real")
                )
                return Attempt(b.given(*wanted), new, name, None, "a real for an integer")

            def other_sort() -> Attempt | None:
                which = [i for i, s in enumerate(sorts) if s != "any"]
                if not which:
                    return None
                new = list(terms)
                new[r.choice(which)] = b.var("K", r.choice(["V", "V->V", "real->real", "int->bool", "int->int->real"]))
                bad = any(
                    b.t.sorts[t] == "int->bool" and s == "int->any" for t, s in zip(new, sorts, strict=True)
                )  # the language itself refuses to sum them
                return None if bad else Attempt(b.given(*wanted), new, name, None, "another sort")

            options += [real_for_int, real_for_int, other_sort]
        if wanted:

            def moved() -> Attempt | None:
                place = r.randrange(len(wanted))
                other = looser(r, b, wanted[place])
                if other is None or other == wanted[place]:
                    return None
                new = [*wanted[:place], other, *wanted[place + 1 :]]
                return Attempt(b.given(*new), terms, name, None, "a premise weakened")

            def elsewhere() -> Attempt | None:
                new = list(terms)
                place = r.choice([i for i, s in enumerate(sorts) if s in ("int", "real", "bool")])
                new[place] = b.no(new[place]) if sorts[place] == "bool" else b("+", new[place], b.n(r.choice([1, -1])))
                other, _ = entry(Build(b.t), *new)
                return None if other == wanted else Attempt(b.given(*other), terms, name, None, "premises elsewhere")

            drop = r.randrange(len(wanted))
            fewer = wanted[:drop] + wanted[drop + 1 :]
            options += [
                lambda: Attempt(b.given(*fewer), terms, name, None, "a premise dropped"),
                lambda: Attempt(
                    b.given(*wanted),
                    terms,
                    name,
                    Sequent(hypotheses - {wanted[drop]}, conclusion),
                    "a hypothesis dropped",
                ),
                moved,
                moved,
                moved,
                elsewhere,
                elsewhere,
            ]
        while True:
            found = r.choice(options)()
            if found is not None:
                return found._replace(why=f"{name}: {found.why}")

    return generate


def stronger(r: random.Random, b: Bench, conclusion: int) -> int:
    """A conclusion that fails at some arguments: an equation moved by one or made strict, an inequality turned round or
    moved (all entries are sharp or two-sided there), the wrong or only one disjunct, an argument shifted."""
    op, *args = b.t.nodes[conclusion]
    one = b.n(1)
    if op == "=":
        left, right = args
        options = [
            b("=", left, b("+", right, one)),
            b("<", left, right),
            b.no(conclusion),
            b("=", left, b("-", right, one)),
            b("<", right, left),
        ]
        if b.t.nodes[right][0] == "+" and b.t.nodes[left][0] == "binomial":  # Pascal, an entry shifted
            p, q = b.t.nodes[right][1:]
            options += [b("=", left, b("+", p, p)), b("=", left, b("+", q, q)), b("=", left, b("-", p, q))]
        return r.choice(options)
    if op in ("<", "<="):
        return r.choice([b(op, args[1], args[0]), b(op, b("+", args[0], b.n(2)), args[1]), b.no(conclusion)])
    if op == "and":
        return r.choice([b("and", stronger(r, b, args[0]), args[1]), b("and", args[0], stronger(r, b, args[1]))])
    return r.choice([args[0], args[1], b("and", *args)])


# Calculus.


def smooth(r: random.Random, depth: int) -> Tree:
    """An elementary function of y."""
    if depth == 0 or r.random() < 0.1:
        return r.choice([Y, Y, Y, num(r.choice([1, 2, -3, Fraction(1, 2)]))])
    kind = r.choice(["+", "-", "*", "*", "/", "^", "neg", "exp", "log", "sqrt", "erf"])
    if kind in "+-*/":
        return (kind, smooth(r, depth - 1), smooth(r, depth - 1))
    if kind == "^":
        return ("^", smooth(r, depth - 1), num(r.randrange(1, 4)))
    return (kind, smooth(r, depth - 1))


def slope(e: Tree) -> Tree:
    """The derivative by y, as in a textbook."""
    op, *a = e
    if op == "num" or (e != Y and op == "var"):
        return num(0)
    if op == "var":
        return num(1)
    d = slope(a[0])
    if op in ("+", "-"):
        return (op, d, slope(a[1]))
    if op == "neg":
        return ("neg", d)
    if op == "*":
        return ("+", ("*", d, a[1]), ("*", a[0], slope(a[1])))
    if op == "/":
        return ("/", ("-", ("*", d, a[1]), ("*", a[0], slope(a[1]))), ("*", a[1], a[1]))
    if op == "^":
        return ("*", ("*", a[1], ("^", a[0], num(a[1][1] - 1))), d)
    if op == "exp":
        return ("*", e, d)
    if op == "log":
        return ("/", d, a[0])
    if op == "sqrt":
        return ("/", d, ("*", num(2), e))
    return ("*", ("/", ("*", num(2), ("exp", ("neg", ("*", a[0], a[0])))), ("sqrt", ("pi",))), d)


def conditions(e: Tree) -> list[Tree]:
    """What a derivative asks for at the point."""
    found: list[Tree] = []
    for _, part in places(e):
        if part[0] == "/":
            found.append(("not", ("=", part[2], num(0))))
        elif part[0] in ("log", "sqrt"):
            found.append(("<", num(0), part[1]))
    return list(dict.fromkeys(found))


POINTS = [mpmath.mpf(p) / 7 for p in (3, 5, 8, 12, 19, -4, -11)]


def numeric(e: Tree, x: Any) -> Any:
    """A derivative by a central difference of high order, with no rule of differentiation."""
    h = mpmath.mpf(10) ** -10
    d1 = (real(e, {"y": x + h}) - real(e, {"y": x - h})) / (2 * h)
    d2 = (real(e, {"y": x + 2 * h}) - real(e, {"y": x - 2 * h})) / (4 * h)
    return (4 * d1 - d2) / 3


def derivative(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A slope that differs from a numeric derivative at a point of the domain; a condition that is missing, weaker, or
    about another point; a corner (|y|, max, floor, if), where there is no derivative."""
    y, x = b.var("y"), b.var("x")
    while True:
        e = smooth(r, r.choice([1, 2, 2, 3]))
        if ("var", "y", "real") not in [p for _, p in places(e)]:
            continue
        d = slope(e)
        asked = conditions(e)
        good = []
        for p in POINTS[:: r.choice([1, -1])]:
            try:
                good.append((p, real(d, {"y": p})))
                if len(good) == 2:
                    break
            except (Outside, OverflowError, ZeroDivisionError):
                continue
        if good:
            break

    def point_of(tree: Tree) -> int:
        return b.t.substitute(b.build(tree), {y: x})

    f = b.bind("lam", y, b.build(e))
    facts = [point_of(c) for c in asked]
    if not near:
        return Attempt(b.given(*facts), [f, x, point_of(d)], None, None, f"{e}")
    kind = r.randrange(10)
    if kind < 6 or (kind < 8 and not asked):
        for _ in range(40):
            false = r.choice(
                [
                    lambda: nudge(r, d),
                    lambda: ("neg", d),
                    lambda: ("+", d, num(Fraction(1, 1000))),
                    lambda: ("*", d, num(r.choice([2, Fraction(1, 2)]))),
                    lambda: e,
                ]
            )()
            if any(p[0] == "var" and p != Y for _, p in places(false)):
                continue
            for p, value in good:
                try:
                    true = numeric(e, p)
                    assert abs(true - value) < 1e-6 * (1 + abs(true)), f"the textbook is wrong: {e} at {p}"
                    if abs(real(false, {"y": p}) - true) > 1e-4 * (1 + abs(true)):
                        return Attempt(b.given(*facts), [f, x, point_of(false)], None, None, f"{e} has {false}")
                except (Outside, OverflowError, ZeroDivisionError, TypeError):
                    continue
        false = ("+", d, num(1))
        return Attempt(b.given(*facts), [f, x, point_of(false)], None, None, f"{e} has {false}")
    if kind < 8:  # conditions: the parts that the rule needs are those that depend on y
        needed = [c for c in asked if any(p == Y for _, p in places(c))]
        if needed:
            c = r.choice(needed)
            kept = [point_of(a) for a in asked if a != c]
            instead = r.choice(
                [
                    [],
                    [b.t.substitute(b.build(c), {y: b.var("z")})],
                    [b.no(point_of(c))],
                    [b("<=", *b.t.nodes[point_of(c)][1:])] if c[0] == "<" else [b("<=", b.n(0), point_of(c[1][1]))],
                ]
            )
            return Attempt(b.given(*kept, *instead), [f, x, point_of(d)], None, None, f"{e} without {c}")
    corner = r.choice(
        [
            (("abs", e), d),
            (("max", e, num(0)), d),
            (("min", e, num(0)), d),
            (("floor", e), num(0)),
            (("if", ("<", Y, num(0)), e, ("neg", e)), d),
            (("^", Y, num(0)), num(0)),
            (("^", Y, num(-1)), num(0)),
        ]
    )
    shape, claimed = b.bind("lam", y, b.build(corner[0])), point_of(corner[1])
    F = b.var("F", "real->real")
    G = b.bind("lam", y, b("app", F, y))
    known = b("deriv", G, x, b.n(3))
    twice = b.bind("lam", y, b("*", b.n(2), b("app", F, y)))
    there = b("deriv", G, b.var("z"), b.n(3))
    return r.choice(
        [
            lambda: Attempt(b.given(*facts), [shape, x, claimed], None, None, f"a corner of {corner[0]}"),
            lambda: Attempt(b.given(*facts), [shape, x, claimed], None, None, f"a corner of {corner[0]}"),
            lambda: Attempt(
                b.given(known), [twice, x, b.n(r.choice([3, 5, -6, 0]))], None, None, "a part's slope unused"
            ),
            lambda: Attempt(b.given(there), [twice, x, b.n(6)], None, None, "a part's slope at another point"),
            lambda: Attempt(b.given(b.no(known)), [twice, x, b.n(6)], None, None, "a part's slope denied"),
            lambda: Attempt(
                b.given(b("=", b("app", F, x), b.n(3))), [twice, x, b.n(0)], None, None, "a value for a slope"
            ),
            lambda: Attempt(b.given(known), [F, x, b.n(3)], None, None, "no visible body"),
            lambda: Attempt(
                b.given(known),
                [b.bind("lam", y, b("app", F, b("+", y, b.n(1)))), x, b.n(3)],
                None,
                None,
                "a part's slope, shifted",
            ),
            lambda: Attempt([], [twice, x, b.n(0)], None, None, "a part as a constant"),
            lambda: Attempt(
                b.given(*facts),
                [f, x, point_of(d)],
                None,
                seq(b("deriv", f, x, b("+", point_of(d), b.n(1))), *facts),
                "another slope",
            ),
        ]
    )()


def mean_value(r: random.Random, b: Bench, near: bool) -> Attempt:
    """On an open interval F may jump at an end; without a < b the interval may be a point; with a slope elsewhere, or
    for integers only, nothing is said about F(b) - F(a)."""
    a, c, x, i = b.var("a"), b.var("b"), b.var("x"), b.var("i", "int")
    F, G, H = (b.var(v, "real->real") for v in "FGH")
    if r.random() < 0.3:
        F, G = b.bind("lam", x, b("exp", x)), b.bind("lam", x, b("exp", x))
    H = b.bind("lam", x, b("*", x, x)) if r.random() < 0.3 else H

    def deriv(g: int, v: int = x, f: int | None = None) -> int:
        return b("deriv", F if f is None else f, v, b("app", g, v))

    def every(left: int, right: int, what: int, v: int = x, q: str = "forall") -> int:
        return b.bind(q, v, b("=>", b("and", left, right), what))

    low, high = b("<=", a, x), b("<=", x, c)
    good, order = every(low, high, deriv(G)), b("<", a, c)
    one = b.n(1)
    bad = [
        (order, every(b("<", a, x), high, deriv(G)), "open below"),
        (order, every(low, b("<", x, c), deriv(G)), "open above"),
        (order, every(b("<", a, x), b("<", x, c), deriv(G)), "open"),
        (b("<=", a, c), good, "perhaps a point"),
        (b("<", c, a), good, "turned round"),
        (order, every(low, high, deriv(H)), "another slope"),
        (order, every(low, high, deriv(G, f=H)), "another function"),
        (b.no(b("<=", c, a)), good, "negated"),
        (b("<", a, b("+", c, one)), good, "a wider interval"),
        (order, every(low, b("<=", b("+", x, one), c), deriv(G)), "a gap"),
        (order, every(b("<=", b("+", a, one), x), high, deriv(G)), "a gap"),
        (order, every(b("<=", a, i), b("<=", i, c), deriv(G, i), i), "integers only"),
        (order, every(low, high, deriv(G), x, "exists"), "at one point"),
        (order, b("=>", b("and", low, high), deriv(G)), "x is free"),
        (good, order, "premises swapped"),
        (order, b("=>", order, good), "under a premise"),
        (b("=", a, c), good, "equal ends"),
        (order, b.bind("forall", x, b("or", b("and", low, high), deriv(G))), "outside the interval"),
    ]
    claim_c = b.var("c")
    between = b("and", b("<", a, claim_c), b("<", claim_c, c))
    rise = b("-", b("app", F, c), b("app", F, a))
    flat = b.bind("exists", claim_c, b("and", between, b("=", rise, b("app", G, claim_c))))
    pair = r.choice(bad)
    return pick(
        r,
        near,
        lambda: Attempt(b.given(order, good), [F, G], None, None, "the theorem"),
        *[lambda: Attempt(b.given(*pair[:2]), [F, G], None, None, pair[2])] * 6,
        lambda: Attempt(b.given(order, good), [F, H], None, None, "another slope"),
        lambda: Attempt(b.given(order, good), [H, G], None, None, "another function"),
        lambda: Attempt(b.given(order, good), [F, G], None, seq(flat, order, good), "without b - a"),
        lambda: Attempt(b.given(order), [F, G], None, None, "no slope"),
        lambda: Attempt(b.given(order, good), [F, b.var("G", "int->real")], None, None, "a slope at integers"),
    )


# Enclosures.


def rising(r: random.Random, v: Tree) -> Tree:
    """An increasing positive function of a positive variable."""
    c = num(Fraction(r.randrange(1, 20), r.randrange(1, 9)))
    return r.choice(
        [
            ("exp", v),
            ("*", v, ("exp", v)),
            ("+", ("log", v), num(10)),
            ("sqrt", v),
            ("erf", v),
            ("^", v, num(r.randrange(1, 4))),
            ("*", c, v),
            ("max", v, c),
            ("abs", v),
            ("-", num(9), ("/", num(1), v)),
            ("+", v, ("pi",)),
            ("exp", ("neg", ("/", c, v))),
            ("*", ("sqrt", v), ("erf", v)),
        ]
    )


def enclosure(r: random.Random, b: Bench, near: bool) -> Attempt:
    """A bound below the supremum (or above the infimum) by a relative 1e-6 or less, known to 50 digits because every
    function is increasing; a box that is not the one stated; a value outside a domain."""
    variables = r.choice([[], [X], [X], [X, Y]])
    lows = [Fraction(r.randrange(1, 30), 10) for _ in variables]
    highs = [low + Fraction(r.randrange(1, 20), 10) for low in lows]
    e: Tree = rising(r, num(Fraction(r.randrange(1, 50), 10)))
    for v in variables:
        e = (r.choice("+*"), e, rising(r, v))
    ends = []
    for corner in (lows, highs):
        ends.append(
            real(e, {v[1]: mpmath.mpf(c.numerator) / c.denominator for v, c in zip(variables, corner, strict=True)})
        )
    margin = mpmath.mpf(r.choice(["1e-6", "1e-6", "1e-9", "1e-3"]))

    def rational(value: Any) -> Tree:
        return num(Fraction(int(mpmath.floor(value * 10**150)), 10**150))

    up = r.random() < 0.5
    bound = ends[1] if up else ends[0]
    outward = abs(bound) * margin * (1 if up else -1)
    op = r.choice(["<", "<="])

    def claim(moved: Tree) -> Tree:
        return (op, e, moved) if up else (op, moved, e)

    terms = [b.build(v) for v in variables]
    box = [f for v, lo, hi in zip(terms, lows, highs, strict=True) for f in (b("<=", b.n(lo), v), b("<=", v, b.n(hi)))]
    cuts = [[write_number(lo + (hi - lo) / 3)] if r.random() < 0.2 else [] for lo, hi in zip(lows, highs, strict=True)]
    data: list[Any] = [r.choice([64, 80, 100, 150]), *cuts]
    true, false = b.build(claim(rational(bound + outward))), b.build(claim(rational(bound - outward)))
    if not near:
        return Attempt(b.given(*box), [true, *terms], data, None, f"{e} and {bound}")
    kind = r.randrange(16)
    if kind < 6 or (not variables and kind < 12):
        return Attempt(b.given(*box), [false, *terms], data, None, f"{e} is not on that side of {bound} by {margin}")
    if kind == 6:
        return Attempt(b.given(*box), [b.no(true), *terms], data, None, "negated")
    if kind == 7:
        return Attempt(b.given(*box), [b("=", *b.t.nodes[true][1:]), *terms], data, None, "=")
    if kind < 12:
        place = r.randrange(len(terms))
        v, lo, hi = terms[place], lows[place], highs[place]
        other = b.var("other")
        wider = write_number(hi + 1), write_number(lo - 1)
        outside = list(data)
        outside[place + 1] = r.choice(
            [[wider[0]], [wider[1]], [write_number(hi), write_number(lo)], ["1/0"], "1/2", [1]]
        )
        broken = r.choice(
            [
                (place * 2, b("<=", b.n(lo), other)),
                (place * 2 + 1, b("<=", other, b.n(hi))),
                (place * 2, b("<=", v, b.n(lo))),
                (place * 2 + 1, b("<=", b.n(hi), v)),
                (place * 2, b("<=", b.no_literal(), v)),
                (place * 2 + 1, b.half_bound(v, hi)),
                (place * 2, b.no(b("<", v, b.n(lo - 1)))),
            ]
        )
        new = list(box)
        new[broken[0]] = broken[1]
        swapped = list(box)
        swapped[2 * place], swapped[2 * place + 1] = swapped[2 * place + 1], swapped[2 * place]
        fewer = list(box)
        fewer.pop(2 * place)
        return r.choice(
            [
                lambda: Attempt(b.given(*new), [true, *terms], data, None, "another bound"),
                lambda: Attempt(b.given(*new), [true, *terms], data, None, "another bound"),
                lambda: Attempt(b.given(*box), [true, *terms], outside, None, "cut points outside"),
                lambda: Attempt(b.given(*swapped), [true, *terms], data, None, "bounds swapped"),
                lambda: Attempt(b.given(*fewer), [true, *terms], data, None, "a bound dropped"),
                lambda: Attempt(b.given(*box), [true, *terms[1:]], data, None, "a variable dropped"),
                lambda: Attempt(
                    b.given(*box[: 2 * len(terms) - 2]), [true, *terms[:-1]], data[:-1], None, "a variable free"
                ),
                lambda: Attempt(b.given(*box), [true, *terms], data, seq(true, *box[1:]), "a hypothesis dropped"),
            ]
        )()
    x = b.build(X)
    across = [b("<=", b.n(-lows[0] if lows else -1), x), b("<=", x, b.n(1))]
    partial = r.choice(
        [
            ("<=", num(0), ("sqrt", X)),
            ("<=", ("log", X), num(0)),
            ("<=", ("/", num(1), X), num(10**9)),
            ("<=", ("-", num(0), num(10**6)), ("log", ("*", X, X))),
            ("<", num(0), ("*", X, X)),
            ("<", num(0), ("abs", X)),
            ("<", ("^", X, num(2)), num(1)),
            ("<=", num(0), ("^", X, num(3))),
            ("<", num(0), ("max", X, num(0))),
            ("<=", ("/", X, X), num(1)),
            ("<", num(0), ("erf", X)),
            ("<=", num(1), ("exp", X)),
            ("<=", ("^", X, num(-1)), num(9)),
            ("<=", ("floor", X), num(0)),
            ("<=", ("exp", num(200_000)), num(1)),
            ("<", X, num(1)),
            ("<=", ("min", X, num(2)), num(0)),
        ]
    )
    return Attempt(
        b.given(*across), [b.build(partial), x], [64, r.choice([[], ["0"], ["1/2"]])], None, f"{partial} on [-, 1]"
    )


Generator = Callable[[random.Random, Bench, bool], Attempt]
LOGICAL: list[Generator] = [
    assume,
    implies_intro,
    implies_elim,
    and_intro,
    and_elim,
    or_intro,
    cases,
    excluded_middle,
    not_elim,
    not_intro,
    contradiction,
    truth,
    forall_intro,
    forall_elim,
    exists_intro,
    exists_elim,
    definition,
    equality,
    induction,
    choice,
]
OTHERS: list[Generator] = [
    ring,
    rewrite,
    gram,
    definite,
    positivstellensatz,
    compute,
    derivative,
    mean_value,
    enclosure,
]
# name: the rule, the generator.
GENERATORS: dict[str, tuple[str, Generator]] = (
    {g.__name__: (g.__name__, g) for g in LOGICAL + OTHERS}
    | {"vertices": ("compute", vertices)}
    | {f"lemma-{name}": ("lemma", lemma_of(name)) for name in ENTRIES}
)
