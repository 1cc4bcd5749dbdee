"""Terms and formulas of certificates as Coq writes them, in the reading of ``theorems/formal/embedding.v``.

Numbers of both sorts are real numbers. That a term of sort int is an integer needs a proof in Coq, where our checker
sees it from the sort: such proofs are written here, too, along the term.
"""

from __future__ import annotations

from fractions import Fraction

from certs.language import BINDERS, Terms, is_vector
from reports.lemmas import NoCounterpart, wrapped

# How strongly an expression binds, from what reaches as far as it can to what needs no parentheses.
OPEN, OR, AND, NOT, COMPARISON, SUM, PRODUCT, MINUS, APPLICATION, ATOM = range(10)
INFIX = {"=>": ("->", OPEN), "or": ("\\/", OR), "and": ("/\\", AND), "=": ("=", COMPARISON), "<": ("<", COMPARISON),
         "<=": ("<=", COMPARISON), "+": ("+", SUM), "-": ("-", SUM), "*": ("*", PRODUCT),
         "/": ("/", PRODUCT)}  # fmt: skip
RIGHT = ("=>", "or", "and")  # associate to the right
NAMES = {"abs": "Rabs", "floor": "rfloor", "max": "Rmax", "min": "Rmin", "binomial": "rbinomial", "^": "rpow",
         "if": "ite", "dot": "inner", "sum": "sum_over", "prod": "product_over", "vertices": "vertices",
         "deriv": "derivable_pt_lim", "exp": "exp", "log": "ln", "sqrt": "sqrt", "erf": "erf", "pi": "PI",
         "true": "True", "false": "False"}  # fmt: skip
VECTORS = {"+": "add", "-": "sub", "*": "scale", "neg": "opp", "sum": "vector_sum"}
INTEGRAL = {"+": "int_plus", "-": "int_minus", "*": "int_mult", "neg": "int_opp", "abs": "int_abs", "max": "int_max",
            "min": "int_min", "^": "int_pow"}  # fmt: skip
LETTERS = {"int": "n", "real": "x", "bool": "P"}


class Embedding:
    """Writes the terms of one certificate.

    A free variable is its name with a prime, and a number when another sort has that name; a bound one is a letter
    with the number of binders around its own, since equal terms may differ in the names that their authors gave.
    """

    def __init__(self, terms: Terms) -> None:
        self.t = terms
        self._names: dict[int, str] = {}

    # Sorts.

    def kind(self, sort: str) -> str:
        """The type of a sort."""
        if "->" in sort:
            return " -> ".join(self.kind(s) for s in sort.split("->"))
        return {"bool": "Prop", "int": "R", "real": "R"}.get(sort, sort)

    def guard(self, sort: str, head: str, arguments: tuple[str, ...] = ()) -> str | None:
        """What a value of a sort has beyond its type, None for nothing: the integers among numbers."""
        if "->" not in sort:
            value = f"({' '.join([head, *arguments])})" if arguments else head
            return f"is_int {value}" if sort == "int" else None
        domain, _, values = sort.partition("->")
        name = f"a{len(arguments)}"
        inner = self.guard(values, head, (*arguments, name))
        if inner is None:
            return None
        own = self.guard(domain, name)
        return f"forall {name} : {self.kind(domain)}, {f'{own} -> ' if own else ''}{inner}"

    # Terms and formulas.

    def name(self, variable: int) -> str:
        """The name of a free variable."""
        if variable not in self._names:
            name = f"{self.t.nodes[variable][1]}'"
            taken = set(self._names.values())
            self._names[variable] = next(n for n in (name, *(f"{name}{k}" for k in range(2, 99))) if n not in taken)
        return self._names[variable]

    def bound(self, sort: str, depth: int) -> str:
        """The name of the variable of a binder with a number of binders around it."""
        return f"{LETTERS.get(sort, 'f' if '->' in sort else 'v')}{depth}"

    def term(self, term: int, level: int = OPEN, around: tuple[str, ...] = ()) -> str:
        """A term or formula, in parentheses when it binds less than ``level``; ``around`` are the names of the bound
        variables, the innermost last."""
        op, *rest = self.t.nodes[term]
        sort = self.t.sorts[term]
        if op == "num":
            return self._number(Fraction(*rest), level)
        if op == "var":
            return self.name(term)
        if op == "bound":
            return around[-1 - rest[0]]
        if op in BINDERS:
            return wrapped(self._binder(op, rest[0], rest[1], around), OPEN, level)
        vectors = is_vector(sort) and op in VECTORS
        if op in INFIX and not vectors:
            sign, own = INFIX[op]
            left, right = (own + 1, own) if op in RIGHT else (own, own + 1)
            if own == COMPARISON:
                left = right = SUM
            text = f"{self.term(rest[0], left, around)} {sign} {self.term(rest[1], right, around)}"
            return wrapped(text, own, level)
        if op == "not":
            return wrapped(f"~ {self.term(rest[0], NOT, around)}", NOT, level)
        if op == "neg" and not vectors:
            if self.t.nodes[rest[0]][0] == "num":  # Coq would read - 3 as one number
                return wrapped(f"Ropp {self.term(rest[0], ATOM, around)}", APPLICATION, level)
            return wrapped(f"- {self.term(rest[0], MINUS, around)}", MINUS, level)
        if op == "app":
            text = f"{self.term(rest[0], APPLICATION, around)} {self.term(rest[1], ATOM, around)}"
            return wrapped(text, APPLICATION, level)
        head, arguments = (f"d_{rest[0]}", rest[1:]) if op == "def" else ((VECTORS if vectors else NAMES)[op], rest)
        text = " ".join([head, *(self.term(a, ATOM, around) for a in arguments)])
        return wrapped(text, APPLICATION, level) if arguments else text

    formula = term

    def _number(self, value: Fraction, level: int) -> str:
        top = str(value.numerator) if value >= 0 else f"({value.numerator})"
        return top if value.denominator == 1 else wrapped(f"{top} / {value.denominator}", PRODUCT, level)

    def _binder(self, op: str, sort: str, body: int, around: tuple[str, ...]) -> str:
        name = self.bound(sort, len(around))
        kind, inner = self.kind(sort), (*around, name)
        if op == "lam":
            return f"fun {name} : {kind} => {self.term(body, OPEN, inner)}"
        guard = self.guard(sort, name)
        if guard is None:
            return f"{op} {name} : {kind}, {self.term(body, OPEN, inner)}"
        left = wrapped(guard, OPEN if "->" in sort else COMPARISON, AND)
        if op == "forall":
            return f"forall {name} : {kind}, {left} -> {self.term(body, OPEN, inner)}"
        return f"exists {name} : {kind}, {left} /\\ {self.term(body, AND, inner)}"

    def family(self, quantified: int) -> str:
        """What an ``exists`` says of a value, as a function of it."""
        text = self.term(quantified).removeprefix("exists ")
        return f"(fun {text.replace(', ', ' => ', 1)})"

    # Proofs that values of sort int are integers.

    def guarded(self, sort: str) -> bool:
        """Whether values of a sort have something beyond their type."""
        return self.guard(sort, "") is not None

    def proof(self, term: int, around: tuple[str, ...] = ()) -> str:
        """A proof of the guard of a term's sort; the guard of a variable is named after it."""
        op, *rest = self.t.nodes[term]
        if op == "num":
            return f"(int_num ({rest[0]}))"
        if op in ("var", "bound"):
            return f"g_{self.name(term) if op == 'var' else around[-1 - rest[0]]}"
        if op in INTEGRAL:
            places = rest[:1] if op == "^" else rest
            texts = [self.term(a, ATOM, around) for a in rest]
            return f"({INTEGRAL[op]} {' '.join([*texts, *(self.proof(a, around) for a in places)])})"
        if op == "lam":
            name = self.bound(rest[0], len(around))
            guard = f" (g_{name} : {self.guard(rest[0], name)})" if self.guarded(rest[0]) else ""
            body = self.proof(rest[1], (*around, name))
            return f"(fun ({name} : {self.kind(rest[0])}){guard} => {body})"
        if op == "if":
            texts = [self.term(a, ATOM, around) for a in rest]
            return f"(int_ite {' '.join([*texts, *(self.proof(a, around) for a in rest[1:])])})"
        if op in ("sum", "prod"):
            texts = [self.term(a, ATOM, around) for a in rest]
            return f"(int_{op} {' '.join(texts)} {self.proof(rest[2], around)})"
        if op in ("floor", "binomial", "vertices"):
            return f"(int_{op} {' '.join(self.term(a, ATOM, around) for a in rest)})"
        if op == "app":
            argument = self.witness(rest[1], self.t.sorts[rest[0]].partition("->")[0], around)
            return f"({self.proof(rest[0], around)} {argument})"
        if op == "def":
            parameters, _ = self.t.definitions[rest[0]]
            given = [self.witness(a, self.t.sorts[p], around) for a, p in zip(rest[1:], parameters, strict=True)]
            return f"({' '.join([f'int_d_{rest[0]}', *given])})"
        raise NoCounterpart(f"{op} is not seen to be an integer")

    def witness(self, term: int, sort: str, around: tuple[str, ...] = ()) -> str:
        """A term as an argument where a sort is wanted, followed by the proof of its guard."""
        text = self.term(term, ATOM, around)
        return f"{text} {self.proof(term, around)}" if self.guarded(sort) else text
