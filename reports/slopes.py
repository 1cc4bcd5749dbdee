"""Derivatives in certificates, for Coq: the rule ``derivative`` as a composition of ``derivative_facts.v``."""

from __future__ import annotations

from reports.embedding import ATOM, Embedding


class Slopes:
    """Differentiates as the rule ``derivative`` does, and writes what Coq differentiates by the same rules."""

    def __init__(self, embedding: Embedding, facts: dict[int, str], x: int) -> None:
        self.e, self.t, self.x = embedding, embedding.t, x
        self.facts = facts  # the premises of the step, with their proofs
        self.point = self.e.term(x, ATOM)
        self.known: dict[int, tuple[int, str]] = {}
        for fact, proof in facts.items():
            op, *rest = self.t.nodes[fact]
            if op == "deriv" and rest[1] == x:
                self.known[rest[0]] = rest[2], proof

    def at(self, body: int) -> int:
        """A part of the body at the point."""
        return self.t.open(body, self.x)

    def rule(self, name: str, parts: list[int], slopes: list[tuple[int, str]], *more: str) -> str:
        """A rule of ``derivative_facts.v``: functions, the point, slopes, their proofs, and what else it asks for."""
        curves = [self._curve(p) for p in parts]
        numbers = [self.e.term(s, ATOM) for s, _ in slopes]
        return f"({' '.join([name, *curves, self.point, *numbers, *(p for _, p in slopes), *more])})"

    def _curve(self, part: int) -> str:
        return self.e.term(self.t.binder("lam", "real", part), ATOM)

    def number(self, body: int) -> tuple[int, str]:
        """The slope of a number, and a proof of it."""
        make, zero = self.t.make, self.t.num(0)
        op, *args = self.t.nodes[body]
        facts = "derivative_facts.derivative_"
        if self.t.loose[body] == 0:
            return zero, f"({facts}constant {self.e.term(body, ATOM)} {self.point})"
        if op == "bound":
            return self.t.num(1), f"({facts}variable {self.point})"
        curve = self.t.binder("lam", "real", body)
        if curve in self.known:
            return self.known[curve]
        if op == "dot":
            return self._dot(*args)
        parts = args[:1] if op == "^" else args
        slopes = [self.number(p) for p in parts]
        du, values = slopes[0][0], [self.at(p) for p in parts]
        u = values[0]
        if op in ("+", "-"):
            found, name, more = make(op, du, slopes[1][0]), "sum" if op == "+" else "difference", []
        elif op == "neg":
            found, name, more = make("neg", du), "opposite", []
        elif op == "*":
            found, name, more = make("+", make("*", du, values[1]), make("*", u, slopes[1][0])), "product", []
        elif op == "/":
            v, dv = values[1], slopes[1][0]
            found = make("/", make("-", make("*", du, v), make("*", u, dv)), make("*", v, v))
            name, more = "quotient", [self.facts[make("not", make("=", v, zero))]]
        elif op == "^":
            return self._power(args, u, slopes[0])
        elif op == "exp":
            found, name, more = make("*", make("exp", u), du), "exp", []
        elif op == "log":
            found, name, more = make("/", du, u), "log", [self.facts[make("<", zero, u)]]
        elif op == "sqrt":
            found = make("/", du, make("*", self.t.num(2), make("sqrt", u)))
            name, more = "sqrt", [self.facts[make("<", zero, u)]]
        else:
            density = make("/", make("*", self.t.num(2), make("exp", make("neg", make("*", u, u)))),
                           make("sqrt", make("pi")))  # fmt: skip
            found, name, more = make("*", density, du), "erf", []
        return found, self.rule(facts + name, parts, slopes, *more)

    def _power(self, args: list[int], u: int, slope: tuple[int, str]) -> tuple[int, str]:
        n = self.t.nodes[args[1]][1]
        lower = self.t.make("^", u, self.t.num(n - 1))
        found = self.t.make("*", self.t.make("*", self.t.num(n), lower), slope[0])
        du = self.e.term(slope[0], ATOM)
        return found, f"(derivative_rpow {self._curve(args[0])} {self.point} {du} {n} {slope[1]} ltac:(lia))"

    def _dot(self, a: int, b: int) -> tuple[int, str]:
        (du, first), (dv, second) = self.vector(a), self.vector(b)
        make, space = self.t.make, self.t.sorts[a]
        found = make("+", make("dot", du, self.at(b)), make("dot", self.at(a), dv))
        ends = f"{self._curve(a)} {self._curve(b)} {self.e.term(du, ATOM)} {self.e.term(dv, ATOM)}"
        return found, f"(derivative_facts.derivative_dot {space} {self.point} {ends} {first} {second})"

    def vector(self, body: int) -> tuple[int, str]:
        """The slope of a vector, and a proof of it."""
        make = self.t.make
        op, *args = self.t.nodes[body]
        if self.t.loose[body] == 0:
            slope = make("*", self.t.num(0), body)
            return slope, f"(derivative_facts.constant {self.point} {self.e.term(body, ATOM)})"
        if op == "*":
            (dr, first), (du, second) = self.number(args[0]), self.vector(args[1])
            found = make("+", make("*", dr, self.at(args[1])), make("*", self.at(args[0]), du))
            ends = [self._curve(args[0]), self.e.term(dr, ATOM), self._curve(args[1]), self.e.term(du, ATOM)]
            return found, f"({' '.join(['derivative_facts.multiple', self.point, *ends, first, second])})"
        name = {"+": "sum", "-": "difference", "neg": "opposite"}[op]
        slopes = [self.vector(a) for a in args]
        ends = [*map(self._curve, args), *(self.e.term(s, ATOM) for s, _ in slopes)]
        found = make(op, *(s for s, _ in slopes))
        return found, f"({' '.join([f'derivative_facts.{name}', self.point, *ends, *(p for _, p in slopes)])})"
