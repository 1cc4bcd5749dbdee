"""The lemmas of steps of ``ring``, ``rewrite``, ``gram``, ``definite`` and ``positivstellensatz``, for Coq.

They are about real numbers and inner products. What is not polynomial is a variable of the lemma. Where the rule tells
two different terms equal, because the arguments of a function are equal polynomials, the lemma has the function, a
variable too, at both, and its proof shows that first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from certs.checker import Replay
from certs.language import BINDERS, is_vector
from certs.rules.polynomial import MAX_POWER, comparison, normal, vector
from reports.lemmas import Lemma, constant, rational, shown


class Polynomials:
    """Writes one lemma about real numbers and inner products.

    ``names`` are the variables of the lemma, by what they stand for: a term, a function's term, or an operation.
    With ``natural`` an exponent that is a number is written as a natural number, otherwise as a real one.
    """

    def __init__(self, replay: Replay, natural: bool = True) -> None:
        self.k, self.t = replay, replay.terms
        self.natural = natural
        self.names: dict[Any, tuple[str, str]] = {}  # to name and type
        self.aligned = True  # equal atoms are equal argument by argument
        self.closed = False  # no more variables: the statement is written
        self.atoms: dict[int, None] = {}  # numbers and vectors that are not sums or products
        self.bottoms: dict[int, None] = {}  # denominators with variables
        self.dots: dict[int, None] = {}
        self.powers: dict[int, None] = {}  # whose exponent is a number once it is normalised
        self.outer: list[int] = []  # the atoms that are not arguments of others
        self.split: set[int] = set()  # atoms that the rule tells equal to others: written with their arguments
        self.inner = False  # inner products are written with their arguments

    # What is there.

    def survey(self, formulas: Iterable[int]) -> None:
        """Find the atoms of some formulas and terms, and which of them the lemma cannot take as variables."""
        for formula in formulas:
            self._visit(formula)
        self.outer = list(self.atoms)
        changed = True
        while changed:
            changed = False
            groups: dict[Any, list[int]] = {}
            for atom in (*self.atoms, *(() if self.inner else self.dots)):
                groups.setdefault(self._key(atom), []).append(atom)
            for group in groups.values():
                for atom in group if len(group) > 1 else ():
                    if atom not in self.split:
                        self.split.add(atom)
                        self.aligned = self.aligned and self._congruent(atom, group[0])
                        changed = True
                        if self.t.nodes[atom][0] == "dot":
                            self.inner = True
                        for part in self._arguments(atom):
                            self._visit(part)

    def _visit(self, term: int) -> None:
        op, *rest = self.t.nodes[term]
        sort = self.t.sorts[term]
        if sort == "bool":
            if op in ("=", "<", "<=", "not", "and", "or", "=>"):
                for part in rest:
                    self._visit(part)
        elif op == "num" or "->" in sort:
            pass
        elif op in ("+", "-", "*", "neg"):
            for part in rest:
                self._visit(part)
        elif op == "/":
            if constant(self.t, rest[1]) in (None, 0):
                self.bottoms[rest[1]] = None
            for part in rest:
                self._visit(part)
        elif self._is_plain(term):
            self._visit(rest[0])
        elif op == "^" and set(self._key(rest[1])) <= {((), n) for n in map(Fraction, range(MAX_POWER + 1))}:
            self.powers[term] = None
            for part in rest:
                self._visit(part)
        elif op == "dot":
            self.dots[term] = None
            self.inner = self.inner or any(self.t.nodes[part][0] in ("+", "-", "*", "neg") for part in rest)
            for part in rest:
                self._visit(part)
        else:
            self.atoms[term] = None

    def _is_power(self, term: int) -> bool:
        op, *rest = self.t.nodes[term]
        n = constant(self.t, rest[1]) if op == "^" else None
        return n is not None and 0 <= n <= MAX_POWER

    def _is_plain(self, term: int) -> bool:
        """Whether a term is a power that Coq needs no help to read: the exponent is natural, or a numeral."""
        return self._is_power(term) and (self.natural or self.t.nodes[self.t.nodes[term][2]][0] == "num")

    def _key(self, term: int) -> Any:
        """What the rule identifies a term by."""
        if is_vector(self.t.sorts[term]):
            return frozenset((a, frozenset(p.items())) for a, p in vector(self.k, term).items())
        return frozenset(normal(self.k, term).items())

    def _arguments(self, atom: int) -> tuple[int, ...]:
        """What is applied to what in an atom: a function's arguments, or those of an operation."""
        op, *rest = self.t.nodes[atom]
        if op != "app":
            return () if op in ("var", "bound", *BINDERS) else tuple(rest)
        arguments: list[int] = []
        while self.t.nodes[atom][0] == "app":
            atom, argument = self.t.nodes[atom][1:]
            arguments.insert(0, argument)
        return tuple(arguments)

    # Writing.

    def _name(self, key: Any, letter: str, kind: str) -> str:
        if key not in self.names:
            if self.closed:
                raise KeyError(key)
            count = sum(name.startswith(letter) for name, _ in self.names.values())
            self.names[key] = (f"{letter}{count + 1}", kind)
        return self.names[key][0]

    def _type(self, sort: str) -> str:
        if "->" in sort:
            return f"({' -> '.join(self._type(s) for s in sort.split('->'))})"
        if is_vector(sort):
            return self._name(("space", sort), "V", "space")
        return "Prop" if sort == "bool" else "R"

    def number(self, term: int, level: int = 0) -> str:
        """A number as Coq writes it; in parentheses when it binds less than ``level`` asks: 1 a term of a sum, 2 a
        factor, 3 the base of a power or an argument."""
        op, *rest = self.t.nodes[term]
        if op == "num":
            return rational(Fraction(*rest))
        if op in ("+", "-"):
            text, own = f"{self.number(rest[0])} {op} {self.number(rest[1], 1)}", 0
        elif op in ("*", "/"):
            text, own = f"{self.number(rest[0], 1)} {op} {self.number(rest[1], 2)}", 1
        elif op == "neg":
            text, own = f"- {self.number(rest[0], 2)}", 0
        elif self.natural and self._is_power(term):
            text, own = f"{self.number(rest[0], 3)} ^ {constant(self.t, rest[1])}", 2
        elif self._is_plain(term) or term in self.powers:
            text, own = f"rpower {self.number(rest[0], 3)} {self.number(rest[1], 3)}", 2
        elif op == "dot" and self.inner:
            text, own = f"inner {self.vector(rest[0], 3)} {self.vector(rest[1], 3)}", 2
        else:
            return self._atom(term, level)
        return text if own >= level else f"({text})"

    def vector(self, term: int, level: int = 0) -> str:
        """A vector as Coq writes it."""
        op, *rest = self.t.nodes[term]
        if op in ("+", "-"):
            text = f"{'add' if op == '+' else 'sub'} {self.vector(rest[0], 3)} {self.vector(rest[1], 3)}"
        elif op == "neg":
            text = f"opp {self.vector(rest[0], 3)}"
        elif op == "*":
            text = f"scale {self.number(rest[0], 3)} {self.vector(rest[1], 3)}"
        else:
            return self._atom(term, level)
        return text if level < 3 else f"({text})"

    def _atom(self, atom: int, level: int) -> str:
        sort = self.t.sorts[atom]
        if atom not in self.split or not self._arguments(atom):
            known = {"bool": "P"}.get(sort, "v" if is_vector(sort) else "x")
            try:
                return self._name(atom, known, self._type(sort))
            except KeyError:  # only the witness has it, so it cancels
                return "0"
        before = dict(self.names)
        try:
            text = " ".join([self._head(atom), *(self._argument(a) for a in self._arguments(atom))])
        except KeyError:
            self.names = before
            return "0"
        return f"({text})" if level else text

    def _head(self, atom: int) -> str:
        if self.t.nodes[atom][0] == "app":
            while self.t.nodes[atom][0] == "app":
                atom = self.t.nodes[atom][1]
            return self._name(atom, "f", self._type(self.t.sorts[atom]))
        op, *rest = self.t.nodes[atom]
        kind = " -> ".join(self._type(self.t.sorts[c]) for c in (*rest, atom))
        return self._name((op, kind), "f", kind)

    def _argument(self, term: int) -> str:
        sort = self.t.sorts[term]
        if "->" in sort:
            return self._name(term, "f", self._type(sort))
        if sort == "bool":
            return self.formula(term, 3)
        return self.vector(term, 3) if is_vector(sort) else self.number(term, 3)

    def formula(self, formula: int, level: int = 0) -> str:
        """A formula as Coq writes it."""
        op, *rest = self.t.nodes[formula]
        if op in ("true", "false"):
            return op.title()
        if op in ("=", "<", "<="):
            write = self.vector if is_vector(self.t.sorts[rest[0]]) else self.number
            text, own = f"{write(rest[0])} {op} {write(rest[1])}", 1
        elif op == "not":
            text, own = f"~ {self.formula(rest[0], 2)}", 1
        elif op in ("and", "or", "=>"):
            sign = {"and": "/\\", "or": "\\/", "=>": "->"}[op]
            text, own = f"{self.formula(rest[0], 1)} {sign} {self.formula(rest[1], 1)}", 0
        else:
            return self._atom(formula, level)
        return text if own >= level else f"({text})"

    def legend(self) -> tuple[tuple[str, str], ...]:
        """The variables that stand for more than a variable, with what they stand for."""
        return tuple((name, shown(self.t, key)) for key, (name, _) in self.names.items() if type(key) is int)

    # Lemmas.

    def binders(self) -> list[tuple[Any, str, str]]:
        """The variables of the lemma in order: what each stands for, its name and its type."""
        return sorted(((key, *said) for key, said in self.names.items()), key=lambda b: b[2] != "space")

    def _statement(self, premises: Sequence[str], conclusion: str) -> str:
        bound = "".join(f" ({name} : {kind})" for _, name, kind in self.binders())
        return (f"forall{bound}, " if bound else "") + " -> ".join([*premises, conclusion])

    def _closing(self) -> tuple[list[str], str]:
        """Tactics that show what the rule tells equal, and the tactic that closes an identity."""
        equal: list[str] = []
        inner = ["expand"] if self.inner else []
        for term in self.powers:
            base = self._known(self.t.nodes[term][1])
            n = normal(self.k, self.t.nodes[term][2]).get((), Fraction(0))
            equal.append(f"assert (P{len(equal)} : {self._known(term)} = {base} ^ {n}) by "
                         f"(apply rpower_nat; cbn [INR]; identity)")  # fmt: skip
        powers = [f"P{n}" for n in range(len(equal))]
        below, outer = self._pairs(self.bottoms, "/ "), self._pairs(self.outer)
        inside = [] if self.aligned else self._pairs(self.atoms)[::-1]
        for n, (b, a) in enumerate(inside):
            before = "".join(f"try rewrite {e}; " for e in (*powers, *(f"F{m}" for m in range(n))))
            equal.append(f"assert (F{n} : {b} = {a}) by ({before}same)")
            equal += [f"try rewrite F{m} in F{n}" for m in range(n)]
        before = "".join(f"try rewrite {e}; " for e in (*powers, *(f"F{n}" for n in range(len(inside)))))
        unfolded = ["unfold Rdiv"] if below else []
        for n, (b, a) in enumerate(below + outer):
            equal.append(f"assert (E{n} : {b} = {a}) by ({before}same)")
            equal += [f"{u} in E{n}" for u in unfolded]
            equal += [f"try rewrite E{m} in E{n}" for m in range(len(below)) if n >= len(below)]
        names = [*(f"E{n}" for n in range(len(below + outer))), *powers]
        return equal, "; ".join([*unfolded, *(f"try rewrite {e}" for e in names), *inner, "identity"])

    def _congruent(self, a: int, b: int) -> bool:
        """Whether two terms are equal, as can be seen argument by argument."""
        if a == b:
            return True
        sorts = [self.t.sorts[a], self.t.sorts[b]]
        if all(s in ("int", "real") or is_vector(s) for s in sorts) and self._key(a) != self._key(b):
            return False
        ops = (self.t.nodes[a][0], self.t.nodes[b][0])
        first, second = self.t.children(a), self.t.children(b)
        alike = ops[0] == ops[1] and ops[0] not in BINDERS and len(first) == len(second) > 0
        if alike and all(map(self._congruent, first, second)):
            return True
        parts: dict[int, None] = {}
        for term in (a, b):
            self._leaves(term, parts)
        return a not in parts and len({self._key(p) for p in parts}) == len(parts)

    def _leaves(self, term: int, found: dict[int, None]) -> None:
        """The atoms of a polynomial, of a combination of vectors, or of the sides of a comparison."""
        op, *rest = self.t.nodes[term]
        if op in ("+", "-", "*", "/", "neg", "dot", "=", "<", "<=") or self._is_power(term):
            for part in rest[:1] if op == "^" else rest:
                self._leaves(part, found)
        elif op != "num" and self.t.sorts[term] != "bool" and "->" not in self.t.sorts[term]:
            found[term] = None

    def _pairs(self, terms: Iterable[int], before: str = "") -> list[tuple[str, str]]:
        """Terms and the ones that the rule tells equal to them: what contains others first, lest these change it."""
        groups: dict[Any, list[int]] = {}
        for term in terms:
            groups.setdefault(self._key(term), []).append(term)
        found = []
        for group in groups.values():
            first, *others = sorted(group)
            value = normal(self.k, first) if before else {}
            if set(value) == {()}:  # a denominator that is a number, once it is normalised
                found += [(self.t.depth[b], self._known(b), rational(value[()])) for b in group]
            else:
                found += [(self.t.depth[b], self._known(b), self._known(first)) for b in others]
        found.sort(reverse=True)
        return [(before + b, before + a) for _, b, a in found if a != b and b != "0"]

    def _known(self, term: int) -> str:
        return self.vector(term, 3) if is_vector(self.t.sorts[term]) else self.number(term, 3)

    def _moved(self, premises: Sequence[str], negated: bool, op: str, sides: Sequence[int]) -> str | None:
        """The lemma with its conclusion, a comparison, moved by 1: false wherever the premises hold."""
        if is_vector(self.t.sorts[sides[0]]):
            return None
        left, right = map(self.number, sides)
        if negated:
            false = f"{left} = {right}" if op == "=" else f"~ {right} {op} {left} + 1"
        else:
            false = f"{left} = {right} + 1" if op == "=" else f"{right} + 1 {op} {left}"
        return self._statement(premises, false)

    def algebra(self, rule: str, given: list[int], goal: int) -> Lemma:
        """The lemma of a step of ``ring``, ``rewrite``, ``gram`` or ``definite``, proved by identities."""
        negated, op, sides = comparison(self.k, goal)
        abstract = is_vector(self.t.sorts[sides[0]])
        self.inner = abstract or rule == "gram"
        self.survey([*given, goal])
        premises = [self.formula(g) for g in given]
        statement = self._statement(premises, self.formula(goal))
        false = self._moved(premises, negated, op, sides)
        self.closed = True
        equal, closing = self._closing()
        sides_agree = [*(["apply inner_ext; intro"] if abstract else []), closing]
        proof = {
            "ring": sides_agree,
            "rewrite": ["refine (eq_ind _ (fun P : Prop => P) H _ _)", *["f_equal"] * (1 + negated), *sides_agree],
            "gram": ["apply inner_pos"],
            "definite": ["refine (inner_same _ _ (eq_trans _ H))", closing],  # <u - v, u - v> = <u, u> for the zero v
        }[rule]
        absurd = self._statement(premises, "False") if premises else None
        return Lemma(rule, "steps", statement, "; ".join(["intros", *equal, *proof]), false, absurd)

    def refutation(self, given: list[int], goal: int, terms: list[int], data: Any) -> Lemma:
        """The lemma of a step of ``positivstellensatz``, proved by its witness."""
        self.survey([*given, goal, *terms[1:]])
        premises = [self.formula(g) for g in given]
        conclusion = self.formula(goal)
        op, *rest = self.t.nodes[goal]
        negated = op == "not"
        if negated:
            op, *rest = self.t.nodes[rest[0]]
        false = self._moved(premises, negated, op, rest) if rest else None
        statement = self._statement(premises, conclusion)
        self.closed = True
        names = [name for _, name, _ in self.binders()]
        equal, closing = self._closing()
        facts = [self._fact(f"H{n + 1}", g) for n, g in enumerate(given)]
        script = ["intros " + " ".join([*names, *(f"H{n + 1}" for n in range(len(given)))])] * bool(names or given)
        script += equal
        negation: list[tuple[str, str]] = []
        if negated:
            script.append("intro N")
            negation = [self._fact("N", self.t.nodes[goal][1])]
        elif op == "=":
            script.append("apply Rle_antisym; apply Rnot_lt_le; intro N")
            negation = [("less", "N")]
        elif rest:
            script.append(f"apply Rnot_{'lt_le' if op == '<=' else 'le_lt'}; intro N")
            negation = [("less" if op == "<=" else "at_most", "N")]
        ends = [f"refine (clash _ {self._positive(facts + negation, terms, part)} _); {closing}" for part in data]
        script.append(ends[0] if len(ends) == 1 else f"[{' | '.join(ends)}]")
        absurd = self._statement(premises, "False") if premises else None
        return Lemma("positivstellensatz", "steps", statement, "; ".join(script), false, absurd)

    def _fact(self, name: str, formula: int) -> tuple[str, str]:
        """The lemma that reads a hypothesis as p > 0, p >= 0 or p = 0, and its name."""
        op, *rest = self.t.nodes[formula]
        kinds = {"<": "less", "<=": "at_most", "=": "equal"}
        if op == "not":
            return {"<": "not_less", "<=": "not_at_most"}.get(self.t.nodes[rest[0]][0], "different"), name
        return kinds.get(op, "different"), name

    def _positive(self, facts: list[tuple[str, str]], terms: list[int], part: Any) -> str:
        """A proof that the sum of a refutation is positive."""
        strict: list[str] = []
        weak: list[str] = []
        for scale, indices, square in part[0]:
            value = Fraction(scale)
            text = f"(ratio {value.numerator} {value.denominator})"
            positive = square == -1 and all(facts[n][0] in ("less", "not_at_most") for n in indices)
            if not positive:
                text = f"(weak _ {text})"
            for n in indices:
                kind, name = facts[n]
                fact = f"({kind} _ _ {name})"
                if not positive and kind in ("less", "not_at_most"):
                    fact = f"(weak _ {fact})"
                text = f"({'strictly' if positive else 'weakly'} _ _ {text} {fact})"
            if square != -1:
                text = f"(weakly _ _ {text} (square {self.number(terms[square], 3)}))"
            (strict if positive else weak).append(text)
        text = (strict or ["(ratio 1 1)"])[0]  # without one the sum is not zero: Coq refuses
        for other in [*(f"(weak _ {s})" for s in strict[1:]), *weak]:
            text = f"(plus _ _ {text} {other})"
        for multiplier, n in part[1]:
            kind, name = facts[n]
            text = f"(multiple _ {self.number(terms[multiplier], 3)} _ {text} ({kind} _ _ {name}))"
        return text
