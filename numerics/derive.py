"""Building derivations: natural deduction in Python, each step judged by the checker's own rules as it is made.

A :class:`Proof` records the steps that become a certificate. A :class:`Fact` is a step already made: hypotheses and
conclusion. Facts combine as in a textbook: ``fact(t)`` instantiates, ``fact.apply(...)`` also discharges premises,
``proof.arith(goal, facts...)`` finds a Positivstellensatz certificate, ``proof.induction(...)`` and so on.
Nothing here is trusted: a certificate is replayed from its bytes by ``python -m certs check``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from certs.checker import Replay, canonical
from certs.language import BINDERS, Rejected, write_number
from certs.rules.polynomial import normal
from certs.rules.positivstellensatz import relation
from numerics.search_psatz import combine, refute
from numerics.terms import (
    TABLE,
    Term,
    body,
    conj,
    forall,
    implies,
    instance_of,
    lam,
    negation,
    same,
    show,
    term,
    true,
    var,
)


class SearchFailed(Exception):
    """No derivation was found; says of what, and from which facts."""


class Fact:
    """A step of a proof: a conclusion under hypotheses."""

    def __init__(self, proof: Proof, step: int) -> None:
        self.proof, self.step = proof, step

    @property
    def formula(self) -> Term:
        """The conclusion."""
        return Term(self.proof.replay.steps[self.step].conclusion)

    @property
    def hypotheses(self) -> list[Term]:
        """The hypotheses it rests on."""
        return [Term(h) for h in sorted(self.proof.replay.steps[self.step].hypotheses)]

    def __repr__(self) -> str:
        return f"{', '.join(map(show, self.hypotheses))} |- {show(self.formula)}"

    def __call__(self, *terms: Any) -> Fact:
        """Instantiate leading universal quantifiers."""
        fact = self
        for t in terms:
            fact = self.proof.step("forall_elim", [fact], [term(t)])
        return fact

    @property
    def left(self) -> Fact:
        """The first conjunct."""
        return self.proof.step("and_elim", [self], [], 0)

    @property
    def right(self) -> Fact:
        """The second conjunct."""
        return self.proof.step("and_elim", [self], [], 1)

    def split(self) -> list[Fact]:
        """All conjuncts, flattened."""
        if self.formula.op != "and":
            return [self]
        return self.left.split() + self.right.split()

    def apply(self, *terms: Any, using: Iterable[Fact] = ()) -> Fact:
        """Instantiate and discharge premises from the given facts (or by arithmetic from them), as they come, until
        all terms are used and no premise is left."""
        fact, facts = self, list(using)
        for t in terms:
            fact = self.proof.discharge(fact, facts)(t)
        return self.proof.discharge(fact, facts)


class Proof:
    """A derivation under construction, over the shared table of terms."""

    def __init__(self) -> None:
        self.replay = Replay()
        self.replay.terms = TABLE
        self.replay.work = 10**15
        self.recorded: list[tuple[str, list[int], list[int], Any]] = []
        self._seen: dict[Any, int] = {}
        self._fresh = 0
        self._opened: list[tuple[Fact, Term]] = []
        self._kept: dict[str, Fact] = {}
        self._representatives: dict[int, Term] = {}
        self._read = 0

    def step(self, rule: str, premises: list[Fact], terms: list[Term], data: Any = None) -> Fact:
        """Apply one rule of the checker."""
        key = (rule, tuple(p.step for p in premises), tuple(t.index for t in terms), repr(data))
        if key not in self._seen:
            p, t = [f.step for f in premises], [x.index for x in terms]
            try:
                self._seen[key] = self.replay.step(rule, p, t, data)
            except Rejected as error:
                shown = "; ".join(map(show, terms))
                facts = "\n  ".join(repr(f) for f in premises)
                raise SearchFailed(f"{rule}: {error}\n  terms: {shown}\n  {facts}") from None
            self.recorded.append((rule, p, t, data))
        return Fact(self, self._seen[key])

    def fresh(self, name: str, sort: str) -> Term:
        """A variable that the proof has not used."""
        self._fresh += 1
        return var(f"{name.rstrip('0123456789_')}_{self._fresh}", sort)

    # Logic.

    def assume(self, formula: Term) -> Fact:
        """A |- A."""
        return self.step("assume", [], [formula])

    def given(self, formula: Term) -> list[Fact]:
        """Assume a conjunction; its conjuncts, flattened."""
        return self.assume(formula).split()

    def truth(self) -> Fact:
        """|- true."""
        return self.step("truth", [], [])

    def implication(self, premise: Term, fact: Fact) -> Fact:
        """Discharge a hypothesis."""
        return self.step("implies_intro", [fact], [premise])

    def modus_ponens(self, implication: Fact, premise: Fact) -> Fact:
        """From A => B and A, B."""
        return self.step("implies_elim", [implication, premise], [])

    def both(self, *facts: Fact) -> Fact:
        """Conjunction, grouped to the right."""
        result = facts[-1]
        for f in reversed(facts[:-1]):
            result = self.step("and_intro", [f, result], [])
        return result

    def general(self, *args: Any) -> Fact:
        """general(x, y, ..., fact): forall x y ... ."""
        *variables, fact = args
        for v in reversed(variables):
            fact = self.step("forall_intro", [fact], [v])
        return fact  # type: ignore[no-any-return]

    def witness(self, formula: Term, *witnesses_and_fact: Any) -> Fact:
        """witness(exists x y. A, t, u, fact of A[t, u])."""
        *witnesses, fact = witnesses_and_fact
        if not witnesses:
            return fact  # type: ignore[no-any-return]
        first = term(witnesses[0])
        inner = instance_of(formula, first)
        return self.step("exists_intro", [self.witness(inner, *witnesses[1:], fact)], [formula, first])

    def exhibit(self, formula: Term, witnesses: Iterable[Any], *facts: Fact) -> Fact:
        """A formula built from ``exists`` and ``and``: witnesses in order, the rest from facts or by arithmetic."""
        left = list(witnesses)

        def go(f: Term) -> Fact:
            if f.op == "exists":
                value = term(left.pop(0))
                return self.step("exists_intro", [go(instance_of(f, value))], [f, value])
            if f.op == "and":
                first = go(f.args[0])
                return self.both(first, go(f.args[1]))
            return self.find(f, list(facts))

        return go(formula)

    def obtain(self, fact: Fact, *names: str) -> Any:
        """From exists x. A, a new variable and A for it; :meth:`close` discharges it later. With several names,
        several nested existentials. Returns the variables, then the fact."""
        variables = []
        for name in names:
            sort = TABLE.nodes[fact.formula.index][1]
            y = self.fresh(name, sort)
            instance = self.assume(instance_of(fact.formula, y))
            self._opened.append((fact, y))
            variables.append(y)
            fact = instance
        return (*variables, fact)

    def close(self, fact: Fact, since: int = 0) -> Fact:
        """Discharge what was obtained after position ``since`` (see :attr:`opened`), as far as the fact rests on it."""
        for existential, y in reversed(self._opened[since:]):
            instance = TABLE.instantiate(existential.formula.index, y.index)
            if instance in self.replay.steps[fact.step].hypotheses:
                fact = self.step("exists_elim", [existential, fact], [y])
        del self._opened[since:]
        return fact

    @property
    def opened(self) -> int:
        """How many existentials are open; pass it to :meth:`close`."""
        return len(self._opened)

    def by_cases(self, disjunction: Fact, *branches: Callable[[Fact], Fact]) -> Fact:
        """Reason by cases; each branch gets its disjunct as a fact. Disjunctions group to the right."""
        left, right = disjunction.formula.args
        first = self._branch(branches[0], self.assume(left))
        if len(branches) == 2:
            second = self._branch(branches[1], self.assume(right))
        else:
            second = self.by_cases(self.assume(right), *branches[1:])
        return self.step("cases", [disjunction, first, second], [])

    def _branch(self, branch: Callable[[Fact], Fact], fact: Fact) -> Fact:
        mark = self.opened
        return self.close(branch(fact), mark)

    def decide(self, formula: Term, yes: Callable[[Fact], Fact], no: Callable[[Fact], Fact]) -> Fact:
        """Reason by whether a formula holds; for comparisons ``no`` gets ``not A``."""
        return self.by_cases(self.step("excluded_middle", [], [formula]), yes, no)

    def absurd(self, goal: Term, argue: Callable[[Fact], Fact]) -> Fact:
        """Prove a goal by refuting its negation; ``argue`` turns ``not goal`` into false."""
        return self.step("contradiction", [self._branch(argue, self.assume(negation(goal)))], [goal])

    def refute(self, formula: Term, argue: Callable[[Fact], Fact]) -> Fact:
        """not A, from an argument that turns A into false."""
        return self.step("not_intro", [self._branch(argue, self.assume(formula))], [formula])

    def conflict(self, a: Fact, b: Fact) -> Fact:
        """false, from A and not A in either order."""
        if b.formula.op == "not" and same(b.formula.args[0], a.formula):
            return self.step("not_elim", [a, b], [])
        return self.step("not_elim", [b, a], [])

    def anything(self, goal: Term, false_fact: Fact) -> Fact:
        """Any formula from false."""
        return self.step("contradiction", [false_fact], [goal])

    def or_intro(self, disjunction: Term, fact: Fact) -> Fact:
        """A disjunction (nested to the right) from one of its disjuncts."""
        left, right = disjunction.args
        if not same(left, fact.formula) and not same(right, fact.formula):
            fact = self.or_intro(right, fact)
        return self.step("or_intro", [fact], [disjunction])

    def restate(self, fact: Fact, formula: Term) -> Fact:
        """The same fact with definitions folded or unfolded."""
        return fact if same(fact.formula, formula) else self.step("definition", [fact], [formula])

    def unfold(self, fact: Fact) -> Fact:
        """The same fact with all definitions unfolded."""
        return self.restate(fact, Term(TABLE.unfold(fact.formula.index)))

    def open_definition(self, fact: Fact) -> Fact:
        """The same fact with the outermost definition replaced by its body."""
        return self.restate(fact, body(fact.formula))

    def induction(
        self,
        name: str,
        start: Any,
        claim: Callable[[Term], Term],
        base: Callable[[], Fact] | Fact,
        step: Callable[[Term, Fact, Fact], Fact],
    ) -> Fact:
        """forall n >= start: claim(n). ``step(n, start <= n, claim(n))`` gives claim(n + 1)."""
        n = self.fresh(name, "int")
        predicate, start = lam(n, claim(n)), term(start)
        mark = self.opened
        at = Term(TABLE.make("app", predicate.index, start.index))
        first = self.prove(at, base) if isinstance(base, Fact) else self.prove(at, self.close(base(), mark))
        above, here = self.assume(start <= n), self.assume(claim(n))
        following = Term(TABLE.make("app", predicate.index, (n + 1).index))
        then = self.prove(following, self.close(step(n, above, here), mark))
        inductive = self.general(n, self.implication(above.formula, self.implication(here.formula, then)))
        return self.step("induction", [first, inductive], [predicate, start])

    def choose(self, fact: Fact, name: str) -> Fact:
        """forall i. exists x. A(i, x) gives exists f. forall i. A(i, f(i))."""
        node = TABLE.nodes[fact.formula.index]
        value = TABLE.nodes[node[2]][1]
        return self.step("choice", [fact], [self.fresh(name, f"{node[1]}->{value}")])

    def once(self, name: str, prove: Callable[[], Fact]) -> Fact:
        """A fact proved at most once in this proof, kept by name."""
        if name not in self._kept:
            self._kept[name] = prove()
        return self._kept[name]

    # Equality.

    def reflexive(self, t: Any) -> Fact:
        """t = t."""
        return self.ring(t, t)

    def rewrite(self, fact: Fact, equation: Fact) -> Fact:
        """Replace the left side of an equation by its right side wherever it occurs in a fact's conclusion."""
        left, right = equation.formula.args
        z = self.fresh("z", left.sort if left.sort != "int" or right.sort == "int" else right.sort)

        def leaf(t: int, depth: int) -> int | None:
            return z.index if t == left.index else None

        pattern = Term(TABLE.rebuild(fact.formula.index, leaf))
        return self.step("equality", [equation, fact], [lam(z, pattern)])

    def congruent(self, f: Term, equation: Fact) -> Fact:
        """f(a) = f(b) from a = b."""
        left, right = equation.formula.args
        z = self.fresh("z", left.sort if left.sort != "int" or right.sort == "int" else right.sort)
        return self.step("equality", [equation, self.reflexive(f(left))], [lam(z, f(left) == f(z))])

    def symmetric(self, equation: Fact) -> Fact:
        """b = a from a = b."""
        left, right = equation.formula.args
        z = self.fresh("z", left.sort if left.sort == right.sort or left.sort != "int" else right.sort)
        return self.step("equality", [equation, self.reflexive(left)], [lam(z, z == left)])

    def ring(self, a: Any, b: Any) -> Fact:
        """a = b by ring (or inner-product) normal form."""
        return self.step("ring", [], [term(a), term(b)])

    def prove(self, formula: Term, fact: Fact) -> Fact:
        """The fact itself, restated as the formula: up to definitions, ring normal form, or arithmetic."""
        if same(fact.formula, formula):
            return fact
        if TABLE.unfold(fact.formula.index) == TABLE.unfold(formula.index):
            return self.restate(fact, formula)
        return self.arith(formula, fact)

    # Rules with premises found automatically.

    def lemma(self, name: str, *args: Any, using: Iterable[Fact] = ()) -> Fact:
        """An entry of the table of facts; its premises come from the given facts or by arithmetic."""
        from certs.rules.lemma import ENTRIES, Build

        terms = [term(a) for a in args]
        wanted, _ = ENTRIES[name][1](Build(TABLE), *(t.index for t in terms))
        premises = [self.find(Term(w), list(using)) for w in wanted]
        return self.step("lemma", premises, terms, name)

    def compute(self, formula: Term) -> Fact:
        """A closed formula by exact evaluation."""
        return self.step("compute", [], [formula])

    def find(self, formula: Term, facts: list[Fact]) -> Fact:
        """A formula from facts: one of them, a conjunction of what can be found, or by arithmetic."""
        for f in facts:
            if same(f.formula, formula):
                return f
        if formula.op == "and":
            return self.both(*(self.find(part, facts) for part in formula.args))
        for f in facts:
            if TABLE.unfold(f.formula.index) == TABLE.unfold(formula.index):
                return self.restate(f, formula)
        if same(formula, true):
            return self.truth()
        return self.arith(formula, *facts)

    def discharge(self, fact: Fact, facts: list[Fact]) -> Fact:
        """Remove the premises of an implication, as far as they can be found."""
        while fact.formula.op == "=>":
            fact = self.modus_ponens(fact, self.find(fact.formula.args[0], facts))
        return fact

    def arith(
        self,
        goal: Term,
        *facts: Fact,
        degree: int = 2,
        squares: Iterable[Any] = (),
        multipliers: Iterable[Any] | None = None,
    ) -> Fact:
        """A comparison (or ``false``) from comparisons, by a Positivstellensatz certificate found by search.

        Facts that are not comparisons are skipped, conjunctions split; ``degree`` bounds products of facts,
        ``squares`` offers polynomials whose squares may be used, ``multipliers`` polynomials for the equations.
        """
        known = [self._integral(g) for f in facts for g in f.split() if self._comparison(g.formula)]
        squared = [term(s) for s in squares]
        extra = None if multipliers is None else [term(m) for m in multipliers]
        unique = list({f.formula.index: f for f in known}.values())
        for d in range(1, degree + 1):
            found = self._refutations(goal, unique, d, squared, extra)
            if found is not None:
                return found
        op = goal.args[0].op if goal.op == "not" else goal.op
        sides = goal.args[0].args if goal.op == "not" else goal.args
        if op in ("<=", "<", "=") and all(s.sort == "int" for s in sides):
            if op == "=" and goal.op != "not":  # integers: both inequalities, each by contradiction
                a, b = sides
                return self.arith(goal, self.arith(a <= b, *unique, degree=degree),
                                  self.arith(b <= a, *unique, degree=degree))  # fmt: skip
            if op != "=":
                opposite = goal.args[0] if goal.op == "not" else negation(goal)
                hypothesis = self._integral(self.assume(opposite))
                for d in range(1, degree + 1):
                    found = self._refutations(Term(TABLE.make("false")), [*unique, hypothesis], d, squared, extra)
                    if found is not None:
                        rule = "not_intro" if goal.op == "not" else "contradiction"
                        return self.step(rule, [found], [goal.args[0] if goal.op == "not" else goal])
        facts_shown = "\n  ".join(show(f.formula) for f in unique)
        raise SearchFailed(f"no certificate of degree {degree} for\n  {show(goal)}\nfrom\n  {facts_shown}")

    @staticmethod
    def _comparison(formula: Term) -> bool:
        inner = formula.args[0] if formula.op == "not" else formula
        return inner.op in ("<", "<=", "=") and inner.args[0].sort in ("int", "real")

    def _integral(self, fact: Fact) -> Fact:
        """Strengthen a strict comparison of integers a < b to a + 1 <= b."""
        f = fact.formula
        if f.op == "not" and f.args[0].op == "<=" and all(s.sort == "int" for s in f.args[0].args):
            a, b = f.args[0].args
            fact = self._refutations(b < a, [fact], 1, [], None) or fact
            f = fact.formula
        if f.op == "<" and all(s.sort == "int" for s in f.args):
            return self.step("lemma", [fact], f.args, "int_less")
        return fact

    def _refutations(
        self, goal: Term, facts: list[Fact], degree: int, squares: list[Term], multipliers: list[Term] | None
    ) -> Fact | None:
        k = self.replay
        polys = [relation(k, f.formula.index) for f in facts]
        if goal.op == "false":
            ways: list[Any] = [None]
        else:
            kind, poly = relation(k, goal.index)
            minus = {m: -c for m, c in poly.items()}
            ways = {">": [(">=", minus)], ">=": [(">", minus)], "=": [(">", minus), (">", poly)],
                    "!=": [("=", poly)]}[kind]  # fmt: skip
        terms, data = [goal], []
        for s in squares:
            terms.append(s)
        offered = None if multipliers is None else [normal(k, m.index) for m in multipliers]
        if goal.op == "=":
            found = self._from_equations(goal, facts, polys, ways, offered or [])
            if found is not None:
                return found
        for way in ways:
            answer = refute(polys + ([way] if way else []), degree, [normal(k, s.index) for s in squares], offered)
            if answer is None:
                return None
            cone, ideal = answer
            ideal_data = []
            for poly, i in ideal:
                terms.append(self._term_of(poly))
                ideal_data.append([len(terms) - 1, i])
            data.append([[[write_number(c), list(fs), s + 1 if s >= 0 else -1] for c, fs, s in cone], ideal_data])
        # Facts that the witness does not use are left out.
        used = sorted({i for cone, ideal in data for i in [j for _, fs, _ in cone for j in fs] + [j for _, j in ideal]})
        kept = [i for i in used if i < len(facts)]
        place = {i: n for n, i in enumerate(kept)} | {len(facts): len(kept)}
        data = [[[[c, [place[j] for j in fs], s] for c, fs, s in cone], [[m, place[j]] for m, j in ideal]]
                for cone, ideal in data]  # fmt: skip
        return self.step("positivstellensatz", [facts[i] for i in kept], terms, data)

    def _from_equations(self, goal: Term, facts: list[Fact], polys: list[Any], ways: list[Any],
                        multipliers: list[Any]) -> Fact | None:  # fmt: skip
        """An equation as a combination of multiples of equations, by exact elimination: both refutations at once."""
        equations = [i for i, (kind, _) in enumerate(polys) if kind == "="]
        answer = combine(ways[1][1], [polys[i][1] for i in equations], multipliers)
        if answer is None:
            return None
        used = [i for i, poly in zip(equations, answer, strict=True) if poly]
        terms = [goal, *(self._term_of(poly) for poly in answer if poly)]
        negated = [-self_ for self_ in terms[1:]]
        n = len(used)
        # The goal's polynomial is the combination: p - combination = 0, with p or -p > 0 as the strict term.
        data = [[[["1", [n], -1]], [[1 + i, i] for i in range(n)]],
                [[["1", [n], -1]], [[1 + n + i, i] for i in range(n)]]]  # fmt: skip
        return self.step("positivstellensatz", [facts[i] for i in used], [*terms, *negated], data)

    def _term_of(self, poly: dict[Any, Fraction]) -> Term:
        """A term with a given normal form; atoms are represented by the first term seen with that normal form."""
        atoms = self._atoms()
        result: Term | None = None
        for monomial, c in poly.items():
            piece: Term | None = None
            for atom, e in monomial:
                factor = atoms[atom] if e == 1 else atoms[atom] ** e
                piece = factor if piece is None else piece * factor
            piece = term(c) if piece is None else piece if c == 1 else term(c) * piece
            result = piece if result is None else result + piece
        return term(0) if result is None else result

    def _atoms(self) -> dict[int, Term]:
        """For each atom, the first term seen whose normal form it is."""
        polynomials = self.replay.cache.get("polynomials", {})
        for index, poly in itertools.islice(polynomials.items(), self._read, None):
            if len(poly) == 1:
                ((monomial, c),) = poly.items()
                if c == 1 and len(monomial) == 1 and monomial[0][1] == 1:
                    self._representatives.setdefault(monomial[0][0], Term(index))
        self._read = len(polynomials)
        return self._representatives

    def mean_value(self, function: Term, slope: Term, ordered: Fact, at: Callable[[Term], Fact | list[Fact]]) -> Any:
        """The mean value theorem on [a, b], where ``ordered`` is a < b: a point c and the fact
        (a < c and c < b) and F(b) - F(a) = G(c) (b - a). ``at(t)`` gives what differentiation needs at t in [a, b]."""
        a, b = ordered.formula.args
        t = self.fresh("t", "real")
        within = conj(a <= t, t <= b)
        known = at(t)
        fact = self.step("derivative", known if isinstance(known, list) else [known], [function, t, slope(t)])
        everywhere = self.general(t, self.implication(within, fact))
        return self.obtain(self.step("mean_value", [ordered, everywhere], [function, slope]), "c")

    # Goals and certificates.

    def intro(self, goal: Term, premises: int = 1_000) -> tuple[list[Term], list[Fact], Term]:
        """Strip universal quantifiers and premises of a goal: variables, facts (conjunctions flattened), conclusion.
        Stops after ``premises`` premises."""
        variables: list[Term] = []
        facts: list[Fact] = []
        while premises and goal.op in ("forall", "=>"):
            if goal.op == "forall":
                v = self.fresh(TABLE.hints.get(goal.index, "x"), TABLE.nodes[goal.index][1])
                variables.append(v)
                goal = instance_of(goal, v)
            else:
                premises -= 1
                facts += self.given(goal.args[0])
                goal = goal.args[1]
        return variables, facts, goal

    def conclude(self, goal: Term, variables: list[Term], fact: Fact) -> Fact:
        """Undo :meth:`intro`: the goal, from its conclusion for the given variables."""
        spine: list[tuple[str, Term]] = []
        rest, names = goal, list(variables)
        while rest.op in ("forall", "=>") and not same(rest, fact.formula):
            if rest.op == "forall":
                v = names.pop(0)
                spine.append(("forall", v))
                rest = instance_of(rest, v)
            else:
                spine.append(("=>", rest.args[0]))
                rest = rest.args[1]
        fact = self.prove(rest, self.close(fact))
        for kind, t in reversed(spine):
            fact = self.general(t, fact) if kind == "forall" else self.implication(t, fact)
        return fact

    def show_defined(self, formula: Term, using: Iterable[Fact] = ()) -> Fact | None:
        """A proof that a goal evaluates nothing outside its domain, by arithmetic; None where it is trivial."""
        wanted = Term(TABLE.defined(formula.index))
        return None if same(wanted, true) else self.tautology(wanted, list(using))

    def tautology(self, goal: Term, facts: list[Fact]) -> Fact:
        """Prove quantified implications between comparisons by introduction and arithmetic."""
        if goal.op == "forall":
            v = self.fresh(TABLE.hints.get(goal.index, "x"), TABLE.nodes[goal.index][1])
            return self.general(v, self.tautology(instance_of(goal, v), facts))
        if goal.op == "=>":
            premise = self.assume(goal.args[0])
            return self.implication(goal.args[0], self.tautology(goal.args[1], facts + premise.split()))
        if goal.op == "and":
            return self.both(*(self.tautology(part, facts) for part in goal.args))
        if goal.op in ("<", "<=") and not TABLE.free[goal.index] and "real" in (a.sort for a in goal.args):
            return self.enclose(goal)
        return self.find(goal, [*facts, *self._positive_roots(goal)])

    def enclose(self, goal: Term, *bounds: Fact, digits: int = 96, cells: int = 4_000) -> Fact:
        """A comparison over a box by interval arithmetic; ``bounds`` are lo <= x and x <= hi for each variable in
        turn. Cells are halved, along the widest side, where the comparison does not yet show. One or no variable is
        subdivided adaptively; with more, every axis is cut evenly."""
        variables = [low.formula.args[1] for low in bounds[::2]]
        ends = [
            (Fraction(*TABLE.nodes[lo.formula.args[0].index][1:]), Fraction(*TABLE.nodes[hi.formula.args[1].index][1:]))
            for lo, hi in zip(bounds[::2], bounds[1::2], strict=True)
        ]

        def attempt(box: list[tuple[Fraction, Fraction]]) -> bool:
            from certs.rules.enclosure import enclose
            from certs.rules.interval import Arithmetic, Interval

            op, *sides = TABLE.nodes[TABLE.unfold(goal.index)]
            where = {v.index: Interval(*b) for v, b in zip(variables, box, strict=True)}
            memo: dict[int, Interval] = {}
            try:
                a = Arithmetic(self.replay, digits)
                left, right = (enclose(self.replay, a, s, where, memo) for s in sides)
            except Rejected:
                return False
            return left.high < right.low or (op == "<=" and left.high <= right.low)

        cuts: list[list[str]] = [[] for _ in variables]
        if len(variables) == 1:
            pending, done = [ends[0]], []
            while pending:
                low, high = pending.pop()
                if attempt([(low, high)]):
                    done.append(high)
                elif len(pending) + len(done) > cells or high - low < Fraction(1, 2**60):
                    raise SearchFailed(f"no enclosure shows {show(goal)} on [{float(low)}, {float(high)}]")
                else:
                    middle = (low + high) / 2
                    pending += [(middle, high), (low, middle)]
            cuts = [[write_number(x) for x in sorted(done)[:-1]]]
        elif variables:
            n = 1
            while True:
                grid = [[lo + (hi - lo) * i / n for i in range(n + 1)] for lo, hi in ends]
                boxes = itertools.product(*(list(itertools.pairwise(axis)) for axis in grid))
                if all(attempt(list(box)) for box in boxes):
                    break
                n *= 2
                if n ** len(variables) > cells:
                    raise SearchFailed(f"no enclosure with {cells} cells shows {show(goal)}")
            cuts = [[write_number(x) for x in axis[1:-1]] for axis in grid]
        return self.step("enclosure", list(bounds), [goal, *variables], [digits, *cuts])

    def _positive_roots(self, goal: Term) -> list[Fact]:
        """What is known of the sign of each exp, sqrt of a positive number, and pi in a formula."""
        found: list[Fact] = []
        seen: set[int] = set()
        stack = [TABLE.unfold(goal.index)]
        while stack:
            t = stack.pop()
            if t in seen or TABLE.loose[t]:
                continue
            seen.add(t)
            node = TABLE.nodes[t]
            if node[0] == "exp":
                found.append(self.lemma("exp_positive", Term(node[1])))
            if node[0] == "pi" or (node[0] == "sqrt" and not TABLE.free[t]):
                found.append(self.step("enclosure", [], [term(0) < Term(t)], [64]))
            stack += TABLE.children(t)
        return found


def goal_document(goal: Term) -> tuple[dict[str, Any], dict[int, int]]:
    """A goal as the JSON value that certificates carry, and the place of each term in its table."""
    emitter = _Emitter()
    formula = emitter.emit(goal.index)
    return {"definitions": emitter.definitions, "formula": formula, "terms": emitter.entries}, emitter.place


def goal_bytes(goal: Term) -> bytes:
    """The canonical bytes of a goal; a certificate counts for a claim only if its goal has the same bytes."""
    return canonical(goal_document(goal)[0])


class _Emitter:
    """Writes terms into a table, binders by name, choosing names that nothing can capture."""

    def __init__(self) -> None:
        self.entries: list[list[Any]] = []
        self.place: dict[int, int] = {}
        self.definitions: list[list[Any]] = []
        self._defined: set[str] = set()
        self._rows: dict[str, int] = {}

    def _row(self, entry: list[Any]) -> int:
        key = repr(entry)
        if key not in self._rows:
            self._rows[key] = len(self.entries)
            self.entries.append(entry)
        return self._rows[key]

    def emit(self, t: int) -> int:
        if t in self.place:
            return self.place[t]
        node = TABLE.nodes[t]
        op = node[0]
        if op == "num":
            entry: list[Any] = ["num", write_number(Fraction(node[1], node[2]))]
        elif op == "var":
            entry = ["var", node[1], node[2]]
        elif op in BINDERS:
            name, taken = TABLE.hints.get(t, "x"), {TABLE.nodes[v][1] for v in TABLE.free[t]}
            while name in taken:
                name += "_"
            variable = TABLE.var(name, node[1])
            entry = [op, name, node[1], self.emit(TABLE.open(node[2], variable))]
        elif op == "def":
            self.definition(node[1])
            entry = ["def", node[1], *(self.emit(c) for c in node[2:])]
        else:
            entry = [op, *(self.emit(c) for c in node[1:])]
        self.place[t] = self._row(entry)
        return self.place[t]

    def definition(self, name: str) -> None:
        if name not in self._defined:
            self._defined.add(name)
            parameters, inside = TABLE.definitions[name]
            places = [self.emit(p) for p in parameters]
            b = self.emit(inside)
            self.definitions.append([name, places, b, len(self.entries)])


def certificate(
    proof: Proof,
    claim: str,
    variant: str,
    goal: Term,
    fact: Fact,
    *,
    verdict: str = "holds",
    defined: Fact | None = None,
    satisfiable: Fact | None = None,
) -> dict[str, Any]:
    """The certificate of a finished proof: only the steps that the three conclusions rest on, renumbered."""
    document, _ = goal_document(goal)
    emitter = _Emitter()
    if emitter.emit(goal.index) != document["formula"]:
        raise AssertionError("emission must be deterministic")
    count = len(emitter.entries)
    ends = {"goal": fact, "defined": defined, "satisfiable": satisfiable}
    needed: set[int] = set()
    stack = [f.step for f in ends.values() if f is not None]
    while stack:
        s = stack.pop()
        if s not in needed:
            needed.add(s)
            stack += proof.recorded[s][1]
    number = {s: n for n, s in enumerate(sorted(needed))}
    steps = []
    for s in sorted(needed):
        rule, premises, terms, data = proof.recorded[s]
        steps.append([rule, [number[p] for p in premises], [emitter.emit(t) for t in terms], data])
    known = len(document["definitions"])
    return {
        "format": "marginalia/1", "claim": claim, "variant": variant, "verdict": verdict, "goal": document,
        "terms": emitter.entries[count:], "definitions": emitter.definitions[known:], "steps": steps,
        "proves": {k: None if f is None else number[f.step] for k, f in ends.items()},
    }  # fmt: skip


__all__ = ["Fact", "Proof", "SearchFailed", "certificate", "conj", "forall", "goal_bytes", "goal_document", "implies"]
