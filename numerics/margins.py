"""Margins: a comparison over scalar variables, compiled to a function of whole arrays of instances.

The margin of ``l <= r`` and ``l < r`` is (r - l)/(|l| + |r|), and 0 for 0/0; that of ``l = r`` is
-|l - r|/(|l| + |r|). A conjunction has the least margin of its parts, a disjunction the greatest; an implication has
that of its conclusion where its premise holds, and says nothing (margin infinite) elsewhere.

Two stages. ``numerics.filters`` evaluates all instances with one bound on each rounding error for the whole batch,
at little more than the price of the values; what it leaves open, and every batch that is small or beyond it, goes to
``numerics.balls``, which measures errors instance by instance. What that leaves open is *undecided*, and is for exact
arithmetic to settle. Both stages report the same margins: the second decides more signs, the first decides faster.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from numerics.backend import backend, library, special, to_numpy
from numerics.balls import FORMULAS, NUMBERS, Array, Evaluation, NotObservable, Outcome
from numerics.filters import PRECISIONS, Compiler, Fact, Program, Unfit, fact, grain_of, range_of, slices
from numerics.terms import TABLE, Term, show

FEWEST = 256  # instances that are worth a program
MANY = 64  # one instance of so many left open: the grains of the columns are asked for
PROGRAMS = 32  # programs that are kept, one for each kind of batch
__all__ = ["Margins", "NotObservable", "Outcome", "variables_of"]


class Margins:
    """A formula over free variables of sorts int and real, as a function of arrays.

    ``array_backend`` is a name that ``numerics.backend`` knows. With ``dtype`` "float32" a stage in single precision
    comes first: where it decides, margins are good to some 1e-6 only; the status is that of the instance given, because
    its bounds count the conversion of the columns as a rounding, and what they leave open is evaluated in float64.

    Raises NotObservable for quantifiers, vectors, function variables, derivatives and vertex counts, and ValueError
    for another dtype.
    """

    def __init__(self, formula: Term, array_backend: str = "numpy", dtype: str = "float64") -> None:
        if dtype not in PRECISIONS:
            raise ValueError(f"margins are computed in {' or '.join(sorted(PRECISIONS))}, not in {dtype!r}")
        self.formula = formula
        self.root = TABLE.unfold(formula.index)
        if TABLE.sorts[self.root] != "bool":
            raise NotObservable(f"only formulas have margins: {show(formula, 40)}")
        self.variables = variables_of(formula)
        self.xp, self.special = backend(array_backend), special(array_backend)
        self.block = library(array_backend).block
        self.dtype = dtype
        self.finer = Margins(formula, array_backend) if dtype == "float32" else None
        self.programs: dict[tuple[Fact, ...], Program | None] = {}
        self.tables: dict[Any, Any] = {}
        self._check(self.root, set())
        single = dtype == "float32"  # whose conversion is exact or not
        self.grained = set(self.variables) if single else {n for n in self.variables if self._calculated(n)}

    def __call__(self, columns: dict[str, Array]) -> Outcome:
        """Margins and status, arrays of the backend of shape (n,), from one array of n finite numbers of type float64
        for each variable, integers for those of sort int: of the backend, or of NumPy, which are then copied to its
        device. What is not finite is left open."""
        with np.errstate(all="ignore"):
            given = {name: self.xp.asarray(columns[name], dtype=self.xp.float64) for name in self.variables}
            n = next((int(c.shape[0]) for c in (given or columns).values()), 1)
            try:
                ranges = {name: range_of(self.xp, c, self.block) for name, c in given.items()} if n >= FEWEST else None
            except Unfit:
                ranges = None
            found = None if ranges is None else self._filtered(given, n, ranges)
            return found or self._settled(given, n)

    def _filtered(self, columns: dict[str, Array], n: int, ranges: dict[str, tuple[float, float]]) -> Outcome | None:
        """The first stage, and the next ones for what it leaves open; None if there is no program for such a batch.

        Integers are multiples of 1. Of which power of two reals are multiples is asked only where it may help: if two
        sides may be equal that are not known to be exact, or if much of the first block stays open.
        """
        xp = self.xp
        grains = {name: 0 if self.variables[name] == "int" else None for name in columns}
        unknown = [name for name in self.grained if grains[name] is None and max(map(abs, ranges[name])) < 2.0**900]

        def compiled() -> Program | None:
            return self._compiled({name: fact(*ranges[name], grains[name]) for name in columns})

        def grained() -> Program | None:
            grains.update({name: grain_of(xp, columns[name], self.block) for name in unknown})
            unknown.clear()
            return compiled()

        margin, status = xp.empty(n, dtype=xp.float64), xp.empty(n, dtype=xp.int8)
        left_open, count = xp.empty(n, dtype=xp.bool), 0
        program = compiled()
        if unknown and (program is None or program.blind):
            program = grained() or program
        if program is None:
            return None
        for here in slices(n, self.block):
            part = {name: c[here] for name, c in columns.items()}
            margin[here], status[here], left_open[here] = program(part)
            count += _count(xp, left_open[here])
            if here.start == 0 and unknown and count * MANY > here.stop:
                program = grained() or program
                margin[here], status[here], left_open[here] = program(part)
                count = _count(xp, left_open[here])
        if count:
            settled = self._settled({name: c[left_open] for name, c in columns.items()}, count)
            margin[left_open], status[left_open] = settled
        return Outcome(margin, status)

    def _compiled(self, facts: dict[str, Fact]) -> Program | None:
        """The program for some facts; None where there is none."""
        key = tuple(facts.values())
        if key not in self.programs:
            if len(self.programs) >= PROGRAMS:
                self.programs.clear()
            compiler = Compiler(self.xp, self.special, self.dtype, facts, self.tables)
            try:
                self.programs[key] = compiler.program(self.root)
            except Unfit:
                self.programs[key] = None
        return self.programs[key]

    def _settled(self, columns: dict[str, Array], n: int) -> Outcome:
        """The next stage."""
        if self.finer is not None:
            return self.finer(columns)
        xp, parts = self.xp, []
        for here in slices(n, self.block):
            part = {name: c[here] for name, c in columns.items()}
            outcome = Evaluation(xp, self.special, part).formula(self.root, True, ())
            parts.append([xp.broadcast_to(a, (here.stop - here.start,)) for a in outcome])
        return Outcome(*(xp.concat(p) for p in zip(*parts, strict=True)))

    def _calculated(self, name: str) -> bool:
        """Whether a variable stands anywhere but at a side of a comparison, so that its grain may matter."""
        stack, seen = [self.root], {self.root}
        while stack:
            t = stack.pop()
            for child in TABLE.children(t):
                node = TABLE.nodes[child]
                if node[0] == "var" and node[1] == name and TABLE.nodes[t][0] not in ("=", "<", "<="):
                    return True
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return False

    def _check(self, t: int, seen: set[int]) -> None:
        if t in seen:
            return
        seen.add(t)
        node = TABLE.nodes[t]
        is_lam = node[0] == "lam"
        if node[0] in ("sum", "prod") and TABLE.nodes[node[3]][0] != "lam":
            raise NotObservable(f"a {node[0]} of a function variable has no margin")
        if node[0] not in NUMBERS and node[0] not in FORMULAS and not is_lam:
            raise NotObservable(
                f"{node[0]} cannot be evaluated over arrays of instances: state what is observed over numbers, with "
                f"exact engines supplying them: {show(self.formula, 40)}"
            )
        for child in TABLE.children(t):
            self._check(child, seen)


def _count(xp: ModuleType, marks: Array) -> int:
    return int(to_numpy(xp.count_nonzero(marks)).item())


def variables_of(formula: Term) -> dict[str, str]:
    """The free variables of a formula and their sorts, by name. Raises NotObservable unless they are numbers."""
    found: dict[str, str] = {}
    for v in sorted(TABLE.free[TABLE.unfold(formula.index)], key=lambda v: TABLE.nodes[v][1:]):
        _, name, sort = TABLE.nodes[v]
        if sort not in ("int", "real"):
            raise NotObservable(f"the variable {name} is of sort {sort}: instances supply numbers only")
        if name in found:
            raise NotObservable(f"two variables are called {name}, one of sort {found[name]} and one of sort {sort}")
        found[name] = sort
    return found

