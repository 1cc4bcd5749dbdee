"""The language of goals with Python's operators: one shared table of terms, so that equal terms are equal objects.

``x = real("x")``; ``forall(x, implies(x > 0, exp(x) > 1))``; ``@define`` turns a function into a definition by
formula. Everything here is notation: what a term means, and whether it is well sorted, is ``certs.language``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from certs.language import Terms

TABLE = Terms()
Number = "Term | int | Fraction"


class Term:
    """A term or formula of the shared table; comparisons build formulas, so use :func:`same` to compare terms."""

    __slots__ = ("index",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, index: int) -> None:
        self.index = index

    @property
    def sort(self) -> str:
        """The sort, such as ``"real"`` or ``"int->real"``."""
        return TABLE.sorts[self.index]

    @property
    def op(self) -> str:
        """The main operation."""
        return str(TABLE.nodes[self.index][0])

    @property
    def args(self) -> list[Term]:
        """The immediate subterms."""
        return [Term(c) for c in TABLE.children(self.index)]

    def __repr__(self) -> str:
        return show(self)

    def __call__(self, *args: Any) -> Term:
        result = self
        for a in args:
            result = _make("app", result, a)
        return result

    def __add__(self, other: Any) -> Term:
        return _make("+", self, other)

    def __radd__(self, other: Any) -> Term:
        return _make("+", other, self)

    def __sub__(self, other: Any) -> Term:
        return _make("-", self, other)

    def __rsub__(self, other: Any) -> Term:
        return _make("-", other, self)

    def __mul__(self, other: Any) -> Term:
        return _make("*", self, other)

    def __rmul__(self, other: Any) -> Term:
        return _make("*", other, self)

    def __truediv__(self, other: Any) -> Term:
        return _make("/", self, other)

    def __rtruediv__(self, other: Any) -> Term:
        return _make("/", other, self)

    def __pow__(self, other: Any) -> Term:
        return _make("^", self, other)

    def __rpow__(self, other: Any) -> Term:
        return _make("^", other, self)

    def __neg__(self) -> Term:
        return _make("neg", self)

    def __lt__(self, other: Any) -> Term:
        return _make("<", self, other)

    def __le__(self, other: Any) -> Term:
        return _make("<=", self, other)

    def __gt__(self, other: Any) -> Term:
        return _make("<", other, self)

    def __ge__(self, other: Any) -> Term:
        return _make("<=", other, self)

    def __eq__(self, other: Any) -> Term:  # type: ignore[override]
        return _make("=", self, other)

    def __ne__(self, other: Any) -> Term:  # type: ignore[override]
        return negation(_make("=", self, other))

    def __bool__(self) -> bool:
        raise TypeError("a formula has no truth value in Python: use same(a, b), conj, either, negation or implies")


def term(value: Any) -> Term:
    """A term as it is; a Python int, a Fraction, or a fraction spelled as a string, as a literal."""
    if isinstance(value, Term):
        return value
    if isinstance(value, str):
        return Term(TABLE.num(Fraction(value)))
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Term(TABLE.num(value))
    raise TypeError(f"{value!r} is neither a term nor an exact number")


def _make(op: str, *args: Any) -> Term:
    return Term(TABLE.make(op, *(term(a).index for a in args)))


def same(a: Term, b: Term) -> bool:
    """Whether two terms are equal up to names of bound variables."""
    return a.index == b.index


def var(name: str, sort: str) -> Term:
    """A variable of any sort."""
    return Term(TABLE.var(name, sort))


def real(name: str) -> Term:
    """A real variable."""
    return var(name, "real")


def integer(name: str) -> Term:
    """An integer variable."""
    return var(name, "int")


def vector(name: str, space: str = "V") -> Term:
    """A vector of an abstract real inner-product space."""
    return var(name, space)


def function(name: str, sort: str) -> Term:
    """A function variable, such as ``function("a", "int->real")``."""
    return var(name, sort)


def _bind(op: str, args: tuple[Any, ...]) -> Term:
    *variables, body = args
    index = term(body).index
    for v in reversed(variables):
        index = TABLE.bind(op, v.index, index)
    return Term(index)


def forall(*args: Any) -> Term:
    """forall(x, y, ..., formula)."""
    return _bind("forall", args)


def exists(*args: Any) -> Term:
    """exists(x, y, ..., formula)."""
    return _bind("exists", args)


def lam(*args: Any) -> Term:
    """lam(x, y, ..., term): the curried function."""
    return _bind("lam", args)


def conj(*formulas: Term) -> Term:
    """Conjunction, grouped to the right."""
    result = formulas[-1]
    for f in reversed(formulas[:-1]):
        result = _make("and", f, result)
    return result


def either(*formulas: Term) -> Term:
    """Disjunction, grouped to the right."""
    result = formulas[-1]
    for f in reversed(formulas[:-1]):
        result = _make("or", f, result)
    return result


def implies(*formulas: Term) -> Term:
    """implies(A, B, C) is A => (B => C)."""
    result = formulas[-1]
    for f in reversed(formulas[:-1]):
        result = _make("=>", f, result)
    return result


def negation(formula: Term) -> Term:
    """not A."""
    return _make("not", formula)


def iff(a: Term, b: Term) -> Term:
    """A => B and B => A."""
    return conj(implies(a, b), implies(b, a))


def between(low: Any, x: Term, high: Any) -> Term:
    """low <= x and x <= high."""
    return conj(term(low) <= x, x <= high)


def every(i: Term, low: Any, high: Any, body: Term) -> Term:
    """forall i, low <= i <= high => body."""
    return forall(i, implies(between(low, i, high), body))


def some(i: Term, low: Any, high: Any, body: Term) -> Term:
    """exists i, (low <= i <= high) and body."""
    return exists(i, conj(between(low, i, high), body))


def total(i: Term, low: Any, high: Any, body: Any) -> Term:
    """The sum of body over low <= i <= high."""
    return _make("sum", low, high, lam(i, term(body)))


def product(i: Term, low: Any, high: Any, body: Any) -> Term:
    """The product of body over low <= i <= high."""
    return _make("prod", low, high, lam(i, term(body)))


def _function(op: str) -> Callable[..., Term]:
    def build(*args: Any) -> Term:
        return _make(op, *args)

    build.__doc__ = f"The operation {op} of the language."
    return build


exp, log, sqrt, erf = (_function(op) for op in ("exp", "log", "sqrt", "erf"))
absolute, floor, maximum, minimum = (_function(op) for op in ("abs", "floor", "max", "min"))
binomial, dot, where, derivative, vertices = (_function(op) for op in ("binomial", "dot", "if", "deriv", "vertices"))
pi, true, false = (_make(op) for op in ("pi", "true", "false"))


def define(build: Callable[..., Term]) -> Callable[..., Term]:
    """A definition by formula: the function's parameters, annotated with sorts, become those of the definition.

    ``@define`` / ``def Lipschitz(f: "real->real", L: "real") -> Term: ...``. The docstring is shown in reports.
    """
    parameters = {name: p.annotation for name, p in inspect.signature(build).parameters.items()}
    variables = [var(name, sort) for name, sort in parameters.items()]
    name, meaning = build.__name__, term(build(*variables))
    TABLE.define(name, [v.index for v in variables], meaning.index)
    _NAMED[name] = names_of(meaning)

    def instance(*args: Any) -> Term:
        return Term(TABLE.defined_term(name, *(term(a).index for a in args)))

    instance.__name__, instance.__doc__, instance.__module__ = name, build.__doc__, build.__module__
    DOCUMENTED[name] = inspect.cleandoc(build.__doc__ or "")
    return instance


_NAMED: dict[str, dict[int, str]] = {}  # for each definition, the names of the variables that its body binds


def names_of(t: Term) -> dict[int, str]:
    """The names that the bound variables of a term, and of the definitions it uses, have now. Terms that differ only
    in such names are one term, so that names must be kept where a term is written."""
    found: dict[int, str] = {}
    seen: set[int] = set()
    stack, used = [t.index], set()
    while stack:
        index = stack.pop()
        if index not in seen:
            seen.add(index)
            stack += TABLE.children(index)
            if index in TABLE.hints:
                found[index] = TABLE.hints[index]
            if TABLE.nodes[index][0] == "def":
                used.add(TABLE.nodes[index][1])
    result: dict[int, str] = {}
    for name in sorted(used):
        result = {**_NAMED[name], **result}
    return {**result, **found}


class _Kept(dict[int, str]):
    """Names of which the first one given to a variable stays."""

    def __setitem__(self, key: int, value: str) -> None:
        self.setdefault(key, value)


@contextmanager
def naming(names: dict[int, str]) -> Iterator[None]:
    """Within it, bound variables have the given names, whatever else was built before: what is printed, proved and
    written depends on one goal alone."""
    before, TABLE.hints = TABLE.hints, _Kept(names)
    try:
        yield
    finally:
        TABLE.hints = before


def names_of_definition(name: str) -> dict[int, str]:
    """The names of the variables bound in a definition's body, as written."""
    return _NAMED[name]


def instance_of(formula: Term, *values: Any) -> Term:
    """The body of the leading quantifiers of a formula, at these values."""
    for value in values:
        formula = Term(TABLE.instantiate(formula.index, term(value).index))
    return formula


def body(instance: Term) -> Term:
    """What an instance of a definition stands for, its outermost definition replaced by its body."""
    _, name, *args = TABLE.nodes[instance.index]
    parameters, inner = TABLE.definitions[name]
    return Term(TABLE.substitute(inner, dict(zip(parameters, args, strict=True))))


DOCUMENTED: dict[str, str] = {}


def show(t: Term, limit: int = 2_000) -> str:
    """A term in plain text, for messages; long terms are cut."""
    counter = [0]

    def go(index: int, names: tuple[str, ...], outer: int) -> str:
        op, *args = TABLE.nodes[index]
        counter[0] += 1
        if counter[0] > limit:
            return "..."
        if op == "num":
            return str(Fraction(args[0], args[1]))
        if op == "var":
            return str(args[0])
        if op == "bound":
            return names[args[0]] if args[0] < len(names) else f"_{args[0]}"
        if op in ("lam", "forall", "exists"):
            hint = TABLE.hints.get(index, "x")
            while hint in names:
                hint += "'"
            text = f"{op} {hint}:{args[0]}. {go(args[1], (hint, *names), 0)}"
            return f"({text})" if outer else text
        if op == "def":
            return f"{args[0]}({', '.join(go(a, names, 0) for a in args[1:])})"
        if op == "app":
            return f"{go(args[0], names, 9)}({go(args[1], names, 0)})"
        infix = {"=>": 1, "or": 2, "and": 3, "=": 4, "<": 4, "<=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "^": 7}
        if op in infix:
            level = infix[op]
            right = level if op in ("=>", "or", "and", "+", "*") else level + 1
            text = f"{go(args[0], names, level + 1 - (op in '+-*/'))} {op} {go(args[1], names, right)}"
            return f"({text})" if level < outer else text
        return f"{op}({', '.join(go(a, names, 0) for a in args)})" if args else op

    return go(t.index, (), 0)
