"""The LaTeX of goals and definitions, generated from the terms themselves: what a reader sees is what was checked.

The printer is injective up to the names of bound variables: different formulas print differently. Parentheses are
few but never fewer than the structure needs (sums and products group to the left; ``and``, ``or`` and ``=>`` to the
right; a quantifier reaches as far to the right as it can). A literal fraction is a ``\\tfrac``, a division a
``\\frac``. Names derive from identifiers alone: ``eta`` is a Greek letter, ``x1`` has a subscript, ``pieces`` is set
as a word, and a name already taken in its scope gets an accent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from numerics.terms import TABLE, Term

WIDTH = 76  # characters, about, after which a formula is broken into lines
GREEK = frozenset({
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "ell", "Gamma", "Delta", "Theta", "Lambda", "Xi",
    "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
})  # fmt: skip
PREFERRED = {"epsilon": r"\varepsilon", "phi": r"\varphi"}

# How tightly a construct binds; an operand that binds less tightly than its place asks for gets parentheses.
ANY, IMPLIES, OR, AND, RELATION, SUM, TERM, LEFT, FACTOR, BASE = range(10)
RELATIONS = {"=": "=", "<": "<", "<=": r"\le"}
CONNECTIVES = {"=>": (IMPLIES, r"\Rightarrow"), "or": (OR, r"\lor"), "and": (AND, r"\land")}


def goal_latex(t: Term) -> str:
    """The LaTeX of a formula or term: one line if it is short, else an ``aligned`` environment."""
    printer = _Printer(t.index)
    return _typeset(printer.doc(t.index, ANY, (), True))


def definition_latex(name: str) -> str:
    """The LaTeX of a definition: its parameters with their domains, its name, and the formula or term it stands for.

    Raises KeyError for a name that is not defined.
    """
    parameters, body = TABLE.definitions[name]
    printer = _Printer(body, parameters)
    domains = _grouped([(printer.names[p], _domain(TABLE.sorts[p])) for p in parameters])
    left = f"{_operator(name)}({', '.join(printer.names[p] for p in parameters)})" if parameters else _operator(name)
    sign = r"\;:\Leftrightarrow" if TABLE.sorts[body] == "bool" else ":="
    inner: _Doc = _Prefix([f"{left} {sign}"], printer.doc(body, ANY, (), True))
    if domains:
        inner = _Prefix([rf"\forall {domains[0]}", *domains[1:]], inner, ":")
    return _typeset(inner)


def definitions_of(t: Term) -> list[str]:
    """The definitions that a term uses, directly or through others, each after those that it uses itself."""
    found: dict[str, None] = {}
    seen: set[int] = set()

    def visit(index: int) -> None:
        if index in seen:
            return
        seen.add(index)
        node = TABLE.nodes[index]
        for child in TABLE.children(index):
            visit(child)
        if node[0] == "def" and node[1] not in found:
            visit(TABLE.definitions[node[1]][1])
            found[node[1]] = None

    visit(t.index)
    return list(found)


# Documents: formulas as trees of what may stay on one line.


@dataclass
class _Join:
    """Formulas or terms with a sign between them."""

    items: list[_Doc]
    sign: str


@dataclass
class _Prefix:
    """A quantifier, or a definition's left side, before a body."""

    entries: list[str]
    body: _Doc
    end: str = ""


@dataclass
class _Group:
    """A formula in parentheses."""

    body: _Doc


_Doc = str | _Join | _Prefix | _Group
Lines = list[tuple[int, str]]


def _flat(doc: _Doc) -> str:
    if isinstance(doc, str):
        return doc
    if isinstance(doc, _Join):
        return f" {doc.sign} ".join(map(_flat, doc.items))
    if isinstance(doc, _Prefix):
        return r",\ ".join(doc.entries) + (rf"{doc.end}\ " if doc.end else " ") + _flat(doc.body)
    return f"({_flat(doc.body)})"


def _length(latex: str) -> int:
    """About how many characters wide a formula is when typeset."""
    latex = re.sub(r"\\(mathbb|mathcal|mathrm|mathit|operatorname|text)\{((\\_|[^}])*)\}", r"\2", latex)
    latex = re.sub(r"\\(left|right|quad|displaystyle)", "", latex)
    latex = re.sub(r"\\[A-Za-z]+|\\.", "x", latex)
    return len(re.sub(r"[{}^_&]|(?<=\w) (?=\w)", "", latex))


def _typeset(doc: _Doc) -> str:
    flat = _flat(doc)
    if _length(flat) <= WIDTH:
        return flat
    lines = _lay(doc, 0)
    if len(lines) == 1:
        return flat
    rows = ["& " + r"\quad " * indent + text for indent, text in lines]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def _lay(doc: _Doc, indent: int) -> Lines:
    """Break a formula into lines with their indentation."""
    flat = _flat(doc)
    if isinstance(doc, str) or _length(flat) <= WIDTH - 2 * indent:
        return [(indent, flat)]
    if isinstance(doc, _Prefix):
        entries = [e + "," for e in doc.entries[:-1]] + [doc.entries[-1] + doc.end]
        head = _fill([[(indent, e)] for e in entries], indent, r"\ ")
        return [*head, *_lay(doc.body, indent + 1)]
    if isinstance(doc, _Group):
        lines = _lay(doc.body, indent)
        lines[0] = (indent, "(" + lines[0][1])
        return [*lines[:-1], (lines[-1][0], lines[-1][1] + ")")]
    if doc.sign == CONNECTIVES["=>"][1]:
        premise, conclusion = doc.items
        first, *rest = _lay(conclusion, indent)
        return [*_lay(premise, indent + 1), (indent, f"{doc.sign} {first[1]}"), *rest]
    blocks = [_lay(doc.items[0], indent)]
    for item in doc.items[1:]:
        first, *rest = _lay(item, indent)
        blocks.append([(indent, f"{doc.sign} {first[1]}"), *rest])
    return _fill(blocks, indent, " ")


def _fill(blocks: list[Lines], indent: int, space: str) -> Lines:
    """Put blocks of one line side by side while they fit."""
    lines: Lines = []
    open_line = False
    for block in blocks:
        joined = lines[-1][1] + space + block[0][1] if open_line else ""
        if open_line and len(block) == 1 and _length(joined) <= WIDTH - 2 * indent:
            lines[-1] = (indent, joined)
        else:
            lines.extend(block)
        open_line = len(block) == 1
    return lines


# Names and sorts.


def _base(word: str) -> str:
    if len(word) == 1:
        return word
    return PREFERRED.get(word, "\\" + word) if word in GREEK else rf"\mathit{{{word}}}"


def _pretty(name: str) -> str:
    """An identifier as mathematicians write it; different identifiers come out different."""
    if found := re.fullmatch("([A-Za-z]+)([0-9]*)", name):
        return _base(found[1]) + (f"_{{{found[2]}}}" if found[2] else "")
    if found := re.fullmatch("([A-Za-z]+)_([A-Za-z0-9]+)", name):
        return rf"{_base(found[1])}_{{\mathrm{{{found[2]}}}}}"
    return rf"\mathit{{{_escape(name)}}}"


def _escape(name: str) -> str:
    return name.replace("_", r"\_")


def _operator(name: str) -> str:
    """A definition's name; one that is also the language's own is set in another type."""
    return rf"\mathbf{{{name}}}" if name in ("erf", "vertices") else rf"\operatorname{{{_escape(name)}}}"


def _domain(sort: str) -> str:
    """``\\in \\mathbb{R}``, or the colon and arrows of a function's sort."""
    spaces = {"int": r"\mathbb{Z}", "real": r"\mathbb{R}", "bool": r"\mathbb{B}", "V": r"\mathcal{V}"}
    parts = [spaces.get(part) or rf"\mathcal{{V}}_{{{part[1:]}}}" for part in sort.split("->")]
    return rf"\in {parts[0]}" if len(parts) == 1 else r"\colon " + r" \to ".join(parts)


def _grouped(entries: list[tuple[str, str]]) -> list[str]:
    """Names with domains, neighbours of one domain together: ``x, y \\in \\mathbb{R}``."""
    groups: list[tuple[list[str], str]] = []
    for name, domain in entries:
        if groups and groups[-1][1] == domain:
            groups[-1][0].append(name)
        else:
            groups.append(([name], domain))
    return [f"{', '.join(names)} {domain}" for names, domain in groups]


def _enclosed(left: str, text: str, right: str) -> str:
    """Delimiters around a term, as tall as it needs."""
    tall = re.search(r"\\(frac|sum|prod|binom|begin)", text)
    space = " " if len(left) > 1 else ""
    return rf"\left{left}{space}{text}{space}\right{right}" if tall else f"{left}{space}{text}{space}{right}"


@dataclass(frozen=True)
class _Name:
    """A variable in scope: its LaTeX and its sort."""

    latex: str
    sort: str

    def clashes(self, other: _Name) -> bool:
        """Whether the two look alike, or one looks like a member of the other, which is a sequence."""
        mine, theirs = (re.sub(r"\\mathrm\{(\w+)\}", r"\1", n.latex) for n in (self, other))
        return mine == theirs or self._member(mine, other, theirs) or self._member(theirs, self, mine)

    @staticmethod
    def _member(latex: str, sequence: _Name, name: str) -> bool:
        return sequence.sort.startswith("int->") and latex.startswith(name + "_")


Scope = tuple[_Name, ...]  # bound variables, innermost first
_Builder = Callable[[Scope, bool], _Doc]


class _Printer:
    """Prints the terms of one formula; free variables are named first, in the order of their names."""

    def __init__(self, root: int, parameters: tuple[int, ...] = ()) -> None:
        self.nodes = TABLE.nodes
        self.names: dict[int, str] = {}
        self._free: list[_Name] = []
        rest = sorted(TABLE.free[root] - set(parameters), key=lambda v: self.nodes[v][1:])
        for v in [*parameters, *rest]:
            self._free.append(self._name(self.nodes[v][1], TABLE.sorts[v], ()))
            self.names[v] = self._free[-1].latex

    def _name(self, name: str, sort: str, scope: Scope) -> _Name:
        """The LaTeX of a new variable, unlike every other in its scope."""
        for latex in self._candidates(name):
            found = _Name(latex, sort)
            if not any(found.clashes(other) for other in (*scope, *self._free)):
                return found
        raise AssertionError("candidates never end")

    @staticmethod
    def _candidates(name: str) -> Iterator[str]:
        pretty = _pretty(name)
        yield pretty
        for accent in ("tilde", "hat", "bar"):
            yield rf"\{accent}{{{pretty}}}"
        count = 2
        while True:
            yield rf"\mathit{{{_escape(name)}}}^{{({count})}}"
            count += 1

    # Formulas. Each method takes the level its place asks for, the scope, and whether a closing delimiter or the
    # formula's end follows (then a quantifier needs no parentheses).

    def doc(self, t: int, level: int, scope: Scope, end: bool) -> _Doc:
        """A formula as a document, in parentheses where its place needs them."""
        op, *args = self.nodes[t]
        if op in ("forall", "exists"):
            inner: _Doc = self._quantified(t, scope)
            return inner if end and level <= AND else _Group(inner)
        if op in CONNECTIVES:
            own, build = self._connective(t, op)
            return build(scope, end) if own >= level else _Group(build(scope, True))
        if op in RELATIONS or (op == "not" and self.nodes[args[0]][0] == "=") or op == "deriv":
            relation = self._relation(t, scope)
            return relation if level <= RELATION else _Group(relation)
        if op == "not":
            inner = self.doc(args[0], BASE, scope, False)
            text = rf"\lnot {_flat(inner)}"
            return text if level <= RELATION else _Group(text)
        return self.term(t, level, scope)

    def _connective(self, t: int, op: str) -> tuple[int, _Builder]:
        """The level of a connective, and how to build it."""
        left, right = self.nodes[t][1:]
        own, sign = CONNECTIVES[op]
        if op == "and" and self._is_chain(t):
            return RELATION, lambda scope, end: self._relation(t, scope)
        if op == "and" and self._is_iff(t):
            return IMPLIES, lambda scope, end: _Join(
                [self.doc(k, OR, scope, False) for k in self.nodes[left][1:]], r"\Leftrightarrow")  # fmt: skip
        if op == "=>":
            return own, lambda scope, end: _Join(
                [self.doc(left, OR, scope, False), self.doc(right, IMPLIES, scope, end)], sign)  # fmt: skip

        def build(scope: Scope, end: bool) -> _Doc:
            items, last = [left], right
            while self.nodes[last][0] == op and not self._special(last):
                items.append(self.nodes[last][1])
                last = self.nodes[last][2]
            docs = [self.doc(i, own + 1, scope, False) for i in items]
            return _Join([*docs, self.doc(last, own, scope, end)], sign)

        return own, build

    def _special(self, t: int) -> bool:
        return self._is_chain(t) or self._is_iff(t)

    def _is_chain(self, t: int) -> bool:
        """l <= m and m <= r (or <)."""
        op, *args = self.nodes[t]
        a, b = (self.nodes[k] for k in args) if op == "and" else ((), ())
        return bool(a and b and a[0] in ("<", "<=") and b[0] in ("<", "<=") and a[2] == b[1])

    def _is_iff(self, t: int) -> bool:
        """A => B and B => A."""
        op, *args = self.nodes[t]
        a, b = (self.nodes[k] for k in args) if op == "and" else ((), ())
        return bool(a and b and a[0] == b[0] == "=>" and a[1] == b[2] and a[2] == b[1])

    def _relation(self, t: int, scope: Scope) -> _Doc:
        op, *args = self.nodes[t]
        if op == "deriv":
            return _Join([self._slope(args[0], args[1], scope), self.term(args[2], SUM, scope)], "=")
        if op == "and":
            first, second = (self.nodes[k] for k in args)
            low, middle, high = (self.term(k, SUM, scope) for k in (*first[1:], second[2]))
            return f"{low} {RELATIONS[first[0]]} {middle} {RELATIONS[second[0]]} {high}"
        sign = r"\ne" if op == "not" else RELATIONS[op]
        sides = self.nodes[args[0]][1:] if op == "not" else args
        return _Join([self.term(k, SUM, scope) for k in sides], sign)

    def _slope(self, function: int, at: int, scope: Scope) -> str:
        """The derivative of a function at a point."""
        node = self.nodes[function]
        if node[0] != "lam":
            return self.term(function, BASE, scope) + "'" + _enclosed("(", self.term(at, ANY, scope), ")")
        name = self._name(TABLE.hints.get(function, "s"), node[1], scope)
        body = self.term(node[2], ANY, (name, *scope))
        where = self.term(at, ANY, scope)
        d = r"\mathrm{d}"
        inner = _enclosed("(", body, ")")
        return rf"\left.\frac{{{d}}}{{{d}{name.latex}}} {inner}\right|_{{{name.latex} = {where}}}"

    def _quantified(self, t: int, scope: Scope) -> _Prefix:
        """Neighbouring quantifiers of one kind together, with visible bounds as domains."""
        op = self.nodes[t][0]
        entries: list[tuple[str, str]] = []
        while self.nodes[t][0] == op:
            _, sort, body = self.nodes[t]
            name = self._name(TABLE.hints.get(t, DEFAULT_NAMES.get(sort, "f")), sort, scope)
            bounds = self._bounds(body, op, sort)
            scope_inside = (name, *scope)
            if bounds is None:
                domain, t = _domain(sort), body
            else:
                low, high = (self.term(k, ANY, scope_inside) for k in bounds[:2])
                domain = rf"\in \{{{low}, \dots, {high}\}}" if sort == "int" else rf"\in [{low}, {high}]"
                t = bounds[2]
            entries.append((name.latex, domain))
            scope = scope_inside
        first, *rest = _grouped(entries)
        return _Prefix([rf"\{op} {first}", *rest], self.doc(t, ANY, scope, True), ":")

    def _bounds(self, body: int, op: str, sort: str) -> tuple[int, int, int] | None:
        """low, high and the rest of ``low <= x and x <= high => rest`` (``and`` under ``exists``), where low and
        high do not mention x."""
        node = self.nodes[body]
        if sort not in ("int", "real") or node[0] != {"forall": "=>", "exists": "and"}[op]:
            return None
        guard, rest = node[1:]
        if not self._is_chain(guard):
            return None
        (left, low, x), (right, _, high) = (self.nodes[k] for k in self.nodes[guard][1:])
        if left != "<=" or right != "<=" or self.nodes[x][:2] != ("bound", 0):
            return None
        return None if self._mentions(low) or self._mentions(high) else (low, high, rest)

    def _mentions(self, t: int, depth: int = 0) -> bool:
        """Whether a term mentions the variable of the binder that it stands under."""
        if TABLE.loose[t] <= depth:
            return False
        node = self.nodes[t]
        if node[0] == "bound":
            return bool(node[1] == depth)
        return any(self._mentions(c, depth + (node[0] in ("lam", "forall", "exists"))) for c in TABLE.children(t))

    # Terms.

    def term(self, t: int, level: int, scope: Scope) -> str:
        """A term, in parentheses where its place needs them."""
        text, own = self._term(t, level, scope)
        if own >= level:
            return text
        return _enclosed("(", text, ")")

    def _term(self, t: int, level: int, scope: Scope) -> tuple[str, int]:
        op, *args = self.nodes[t]
        if op == "num":
            top, bottom = abs(args[0]), args[1]
            text = str(top) if bottom == 1 else rf"\tfrac{{{top}}}{{{bottom}}}"
            return ("-" + text, SUM) if args[0] < 0 else (text, BASE if bottom == 1 else FACTOR)
        if op == "var":
            return self.names[t], BASE
        if op == "bound":
            return scope[args[0]].latex, BASE
        if op == "lam":
            name = self._name(TABLE.hints.get(t, DEFAULT_NAMES.get(args[0], "x")), args[0], scope)
            return rf"({name.latex} \mapsto {self.term(args[1], ANY, (name, *scope))})", BASE
        if op in ("+", "-"):
            return f"{self.term(args[0], SUM, scope)} {op} {self.term(args[1], TERM, scope)}", SUM
        if op == "neg":
            number = self.nodes[self._factors(args[0])[0]][0] == "num"
            return f"-({self.term(args[0], ANY, scope)})" if number else f"-{self.term(args[0], TERM, scope)}", SUM
        if op == "*":
            return self._product(t, level, scope)
        if op in ("sum", "prod"):
            return self._big(op, args, scope), TERM
        if op == "if":
            yes, no = (self._plain(k, scope) for k in args[1:])
            condition = self._plain(args[0], scope)
            return rf"\begin{{cases}} {yes} & \text{{if }} {condition} \\ {no} & \text{{otherwise}} \end{{cases}}", SUM
        if op == "app":
            return self._applied(t, scope), BASE
        if TABLE.sorts[t] == "bool" and op not in ("def", "true", "false"):
            return _flat(self.doc(t, ANY, scope, True)), ANY
        return self._atom(op, args, scope)

    def _plain(self, t: int, scope: Scope) -> str:
        """A formula or term on one line, without outer parentheses."""
        return _flat(self.doc(t, ANY, scope, True))

    def _atom(self, op: str, args: list[int], scope: Scope) -> tuple[str, int]:
        if op == "def":
            values = args[1:]
            inside = ", ".join(self._plain(a, scope) for a in values)
            return _operator(str(args[0])) + (_enclosed("(", inside, ")") if values else ""), BASE
        if op == "dot" and args[0] == args[1]:
            return _enclosed(r"\lVert", self.term(args[0], ANY, scope), r"\rVert") + "^{2}", FACTOR
        if op == "sqrt" and self.nodes[args[0]][0] == "dot" and len(set(self.nodes[args[0]][1:])) == 1:
            return _enclosed(r"\lVert", self.term(self.nodes[args[0]][1], ANY, scope), r"\rVert"), FACTOR
        if op == "^":
            return rf"{self.term(args[0], BASE, scope)}^{{{self.term(args[1], ANY, scope)}}}", FACTOR
        inner = [self.term(a, ANY, scope) for a in args]
        if op == "/":
            return rf"\frac{{{inner[0]}}}{{{inner[1]}}}", FACTOR
        if op in ("sqrt", "binomial"):
            return (rf"\sqrt{{{inner[0]}}}" if op == "sqrt" else rf"\binom{{{inner[0]}}}{{{inner[1]}}}"), BASE
        word, left, right = _NOTATION[op]
        return word + (_enclosed(left, ", ".join(inner), right) if inner else ""), BASE

    def _factors(self, t: int) -> list[int]:
        """The factors of a product that is grouped to the left."""
        factors = []
        while self.nodes[t][0] == "*":
            factors.append(self.nodes[t][2])
            t = self.nodes[t][1]
        return [t, *reversed(factors)]

    def _product(self, t: int, level: int, scope: Scope) -> tuple[str, int]:
        first, *others = self._factors(t)
        negative = self.nodes[first][0] == "num" and self.nodes[first][1] < 0
        own = SUM if negative else LEFT
        # Nothing that multiplies can follow a product in such a place, so that a sum may end it.
        ends = level <= TERM or own < level
        text, left = self.term(first, SUM if negative else LEFT, scope), first
        for k, right in enumerate(others):
            big = self.nodes[right][0] in ("sum", "prod") and ends and k == len(others) - 1
            factor = self.term(right, TERM if big else FACTOR, scope)
            text += (r" \cdot " if self._needs_dot(left, text, right, factor) else " ") + factor
            left = right
        return text, own

    def _needs_dot(self, left: int, before: str, right: int, after: str) -> bool:
        """Whether two factors side by side could be misread: as one number, one name or an application."""
        number = self.nodes[left][0] == "num"
        if after.startswith(("(", r"\left(")):
            return not (number or self.nodes[left][0] in ("+", "-", "neg"))
        if number and after.startswith((r"\frac", r"\binom")):
            return True
        words = r"\mathit" in before.split(" ")[-1] or after.startswith(r"\mathit")
        return left == right or self.nodes[right][0] == "num" or after[0].isdigit() or words

    def _big(self, op: str, args: list[int], scope: Scope) -> str:
        sign = rf"\{op}"
        low, high = (self.term(k, ANY, scope) for k in args[:2])
        node = self.nodes[args[2]]
        if node[0] != "lam":
            return rf"{sign}_{{{low}}}^{{{high}}} {self.term(args[2], BASE, scope)}"
        name = self._name(TABLE.hints.get(args[2], "i"), "int", scope)
        body = self.term(node[2], TERM, (name, *scope))
        return rf"{sign}_{{{name.latex} = {low}}}^{{{high}}} {body}"

    def _applied(self, t: int, scope: Scope) -> str:
        """f(x), H(x)(d); integers as subscripts: a_{i}, a_{i, j}, h_{j}(x)."""
        arguments: list[tuple[str, bool]] = []
        while self.nodes[t][0] == "app":
            _, function, argument = self.nodes[t]
            indexed = TABLE.sorts[function].startswith("int->")
            arguments.append((self.term(argument, ANY, scope), indexed))
            t = function
        text = self.term(t, BASE, scope)
        arguments.reverse()
        if self.nodes[t][0] in ("var", "bound") and "_" not in text:
            count = next((k for k, (_, indexed) in enumerate(arguments) if not indexed), len(arguments))
            if count:
                text += f"_{{{', '.join(a for a, _ in arguments[:count])}}}"
            arguments = arguments[count:]
        return text + "".join(_enclosed("[", a, "]") if i else _enclosed("(", a, ")") for a, i in arguments)


DEFAULT_NAMES = {"int": "n", "real": "x", "V": "v"}
_NOTATION = {
    "true": (r"\top", "", ""), "false": (r"\bot", "", ""), "pi": (r"\pi", "", ""), "exp": (r"\exp", "(", ")"),
    "log": (r"\log", "(", ")"), "erf": (r"\operatorname{erf}", "(", ")"), "max": (r"\max", "(", ")"),
    "min": (r"\min", "(", ")"), "vertices": (r"\operatorname{vertices}", "(", ")"), "abs": ("", r"\lvert", r"\rvert"),
    "floor": ("", r"\lfloor", r"\rfloor"), "dot": ("", r"\langle", r"\rangle"),
}  # fmt: skip
