"""Falsification: look for counterexamples to a claim and to its mutants, and see how tight the claim is.

A campaign is cut into shards. A shard is a function of the claim's id, the variant, the seed, its number and its size
alone, so that one process, many, or a cluster meet the same instances, and adding a claim moves no other. Array
margins say where to look; what is reported (the least margin, a counterexample, what kills a mutant) is decided
exactly, and a violation counts only if the rules of the checker confirm it.

A sampler may declare ``sampler.free = {"s", ...}`` (or ``sampler.tighten = True`` for all its variables): variables
that may take any value the conditions of the observed formula allow, independently of the others. The search then
moves them towards smaller margins, and shrinks them in what it found. Values that engines computed from others, such
as a number of pieces, must not be declared so.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from certs.language import write_number
from numerics.backend import to_numpy
from numerics.margins import Margins, NotObservable, variables_of
from numerics.terms import TABLE, Term
from numerics.witness import Exact, Finding, Instance, Undefined, complexity, confirmed_false, shrink

SHARD = 8_192  # instances, unless a campaign says otherwise
BINS = 24  # values of a parameter in a report
FINE = 96  # values of a parameter that a shard passes on
MANY = 20_000  # instances, or values of a parameter, after which those of many shards are sifted
DISTINCT = 64  # a parameter with at most so many values is not binned
WORST, SIMPLEST, UNDECIDED, TIGHT = 16, 16, 48, 8  # instances of each kind that a shard passes on
KILLERS = 8
ROUNDS = 40  # of tightening
EXACT_INTEGERS = 2.0**53
KEYS = ("instances", "min_margin", "worst", "by_parameter", "mutants", "mutants_killed", "mutant_list")
Load = Callable[[Path], Sequence[Any]]
Shard = tuple[int, int]  # number, and how many instances


class FalsifyError(Exception):
    """A sampler and what is observed do not fit: names the claim, the cause and what to do."""


def run(claim: Any, variant: Any, *, instances: int = 20_000, seed: int = 7, budget_s: float | None = None,
        backend: str = "numpy", precision: str = "float64", size: int = SHARD, executor: Executor | None = None,
        load: Load | None = None) -> dict[str, Any]:  # fmt: skip
    """The "falsification" object of a report: margins of a variant over its instances, and what became of its mutants.

    ``claim`` is a :class:`theorems.claim.Claim`, ``variant`` one of its variants or its name. See :func:`search`.
    """
    found = search(claim, variant, instances=instances, seed=seed, budget_s=budget_s, backend=backend,
                   precision=precision, size=size, executor=executor, load=load)  # fmt: skip
    return {key: found[key] for key in KEYS}


def search(claim: Any, variant: Any, *, instances: int = 20_000, seed: int = 7, budget_s: float | None = None,
           backend: str = "numpy", precision: str = "float64", size: int = SHARD, executor: Executor | None = None,
           load: Load | None = None) -> dict[str, Any]:  # fmt: skip
    """What :func:`run` returns, and more: ``counterexample`` (the simplest confirmed violation, or None), ``undecided``
    (instances that rounding left open), ``outside`` (instances outside the conditions, which do not count), ``drawn``
    (all instances) and ``unconfirmed`` (exact failures that the checker's rules could not confirm, which do not count).

    ``instances`` are drawn in shards of ``size``, the last one smaller; the budget of seconds stops only between
    shards. An ``executor`` runs the shards wherever it likes: there the claim is found by ``load(file)``, a
    module-level function that returns the claims of a file. Raises FalsifyError for a sampler that does not supply
    what is observed, and NotObservable for an ``observed`` that has no margin.
    """
    if isinstance(variant, str):
        variant = claim.variants[variant]
    if executor is None:
        how = (seed, backend, precision, budget_s)
        return conclude(claim, variant, seed, run_shards(claim, variant, plan(instances, size), *how))
    if load is None:
        raise FalsifyError(
            f"{claim.id}: an executor needs load=, a module-level function from a file to its claims, such as "
            "theorems.registry.load"
        )
    where = (load, claim.file, claim.id, variant.name)
    jobs = [executor.submit(_shard_of_file, *where, shard, seed, backend, precision) for shard in plan(instances, size)]
    try:
        for _ in as_completed(jobs, budget_s):
            pass
    except TimeoutError:
        for job in jobs[1:]:
            job.cancel()
    found = [result for job in jobs if not job.cancelled() for result in job.result()]
    return conclude(claim, variant, seed, found)


def plan(instances: int, size: int = SHARD) -> list[Shard]:
    """The shards of so many instances: number and size, the last one smaller."""
    return [(k, min(size, instances - k * size)) for k in range(math.ceil(instances / size))]


def observed_of(variant: Any) -> Term | None:
    """What a variant observes: the formula it gives, or its goal without the outer quantifiers if that is a formula
    over numbers; None where there is no such formula."""
    if variant.observed is not None:
        return Term(variant.observed.index)
    t = TABLE.unfold(variant.statement.formula.index)
    while TABLE.nodes[t][0] == "forall":
        t = TABLE.instantiate(t, TABLE.var(TABLE.hints.get(t, "x"), TABLE.nodes[t][1]))
    try:
        Margins(Term(t))
    except NotObservable:
        return None
    return Term(t)


def generator(claim: str, variant: str, shard: int, seed: int) -> np.random.Generator:
    """The random stream of a shard, keyed by SHA-256 of what identifies it."""
    key = hashlib.sha256("\0".join([claim, variant, str(shard), str(seed)]).encode()).digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(int.from_bytes(key, "big"))))


def run_shards(claim: Any, variant: Any, shards: Iterable[Shard], seed: int, backend: str = "numpy",
               precision: str = "float64", seconds: float | None = None) -> Iterator[dict[str, Any]]:  # fmt: skip
    """The results of shards, in their order; none is begun after so many seconds, except the first. None at all for a
    variant of which nothing is observed."""
    end = math.inf if seconds is None else time.monotonic() + seconds
    measures = [Margins(formula, backend, precision) for formula in observables(claim, variant, seed)]
    for place, (number, n) in enumerate(shards if measures else ()):
        if place and time.monotonic() >= end:
            return
        yield run_shard(claim, variant, measures, number, seed, n)


def run_shard(claim: Any, variant: Any, measures: list[Margins], shard: int, seed: int, n: int) -> dict[str, Any]:
    """Draw the instances of a shard, at most n; pass on what matters as a JSON value, equal for equal arguments.

    ``measures`` are the margins of what the variant observes, then of its mutants; they may serve many shards.
    ``formulas`` holds, for each of them, the instances to be looked at exactly; ``points`` the least margins against
    each variable; ``columns`` least value, greatest value, and whether all are integers.
    """
    rng = generator(claim.id, variant.name, shard, seed)
    columns = _draw(claim, variant, [m.formula for m in measures], rng, n)
    names = sorted(columns)
    rows = np.stack([columns[name] for name in names], axis=1) if names else np.zeros((1, 0))
    hardness = complexity(rows).sum(axis=1)
    result: dict[str, Any] = {
        "shard": shard, "asked": n, "drawn": len(rows), "counted": 0, "undecided": 0, "names": names, "formulas": [],
        "points": {},
        "columns": {k: [float(c.min()), float(c.max()), bool((c == np.floor(c)).all())] for k, c in columns.items()},
    }  # fmt: skip
    for place, margins in enumerate(measures):
        outcome = margins({k: margins.xp.asarray(columns[k]) for k in margins.variables})
        margin, status = (np.broadcast_to(to_numpy(a), (len(rows),)) for a in outcome)
        result["formulas"].append(_pick(rows, margin, status, hardness, brief=place > 0))
        if place == 0:
            counts = np.isfinite(margin)
            result["counted"] = int(counts.sum())
            result["undecided"] = int(((status == 0) & ~np.isposinf(margin)).sum())
            shown = np.where(status < 0, margin, np.maximum(margin, 0.0) + 0.0)
            for name in margins.variables:
                column = names.index(name)
                result["points"][name] = _points(rows[counts], column, shown[counts], status[counts], hardness[counts])
    return result


def _formulas(variant: Any) -> list[Term]:
    """What the variant observes, then its mutants; empty where nothing is observed."""
    observed = observed_of(variant)
    return [] if observed is None else [observed, *(m.observed for m in variant.mutants)]


def _draw(claim: Any, variant: Any, formulas: list[Term], rng: np.random.Generator, n: int) -> dict[str, Any]:
    """The sampler's columns that the formulas use, checked; a sampler may return fewer than n instances."""
    name = getattr(claim.sampler, "__name__", "the sampler")
    where = f"{claim.id}.{variant.name}: {name}"
    given = claim.sampler(rng, n)
    columns: dict[str, Any] = {}
    for formula in formulas:
        for v, sort in variables_of(formula).items():
            if v not in given:
                raise FalsifyError(
                    f"{where} supplies {', '.join(sorted(given)) or 'nothing'}, and not {v}, which is observed: "
                    f"return an array called {v!r}, or observe another formula"
                )
            column = np.asarray(given[v])
            if column.dtype.kind in "iu" and column.size and int(np.abs(column).max()) > EXACT_INTEGERS:
                raise FalsifyError(f"{where} supplies {v} beyond 2^53, where float64 is not exact: draw smaller ones")
            column = column.astype("float64")
            length = next((len(c) for c in columns.values()), len(column) if column.ndim == 1 else 0)
            if column.shape != (length,) or not 0 < length <= n or not np.isfinite(column).all():
                raise FalsifyError(
                    f"{where} supplies {v} of shape {column.shape}, or not finite: return {n} numbers, or for every "
                    "variable equally many, one at least"
                )
            if sort == "int" and not (column == np.floor(column)).all():
                raise FalsifyError(f"{where} supplies fractions for the integer {v}: draw integers")
            columns[v] = column
    return columns


def _pick(rows: Any, margin: Any, status: Any, hardness: Any, brief: bool) -> dict[str, list[list[float]]]:
    """The instances to be looked at exactly: certain failures (worst and simplest), undecided ones, the tightest."""

    def first(where: Any, count: int, *keys: Any) -> list[list[float]]:
        at = np.flatnonzero(where)
        if len(at) > 4 * count:  # sort only what may come first; ties stay in
            level = np.partition(keys[0][at], count)[count]
            at = at[keys[0][at] <= level]
        order = np.lexsort(tuple(k[at] for k in reversed(keys)))[:count]
        return [[float(x) for x in row] for row in rows[at[order]]]

    finite = np.isfinite(margin)
    fails, undecided, holds = finite & (status < 0), (status == 0) & ~np.isposinf(margin), finite & (status > 0)
    known = np.where(np.isnan(margin), 0.0, margin)
    clipped = np.maximum(known, 0.0)
    share = 4 if brief else 1
    return {
        "worst": first(fails, WORST // share, known, hardness),
        "simplest": first(fails, SIMPLEST // share * 2, hardness, known),
        "undecided": first(undecided, UNDECIDED // share, known, hardness),
        "tight": first(holds, TIGHT, clipped, hardness),
    }


def _points(rows: Any, column: int, margin: Any, status: Any, hardness: Any) -> list[list[Any]]:
    """(value, least margin) for each value of a variable, or each of its quantiles, and the row if it is undecided."""
    values = rows[:, column]
    distinct = np.unique(values)
    order = np.lexsort((hardness, margin, values))
    if len(distinct) <= DISTINCT:
        at = order[np.searchsorted(values[order], distinct)]
    else:
        chunks = [c for c in np.array_split(order, FINE) if len(c)]
        at = np.array([c[np.lexsort((hardness[c], margin[c]))[0]] for c in chunks])
    return [
        [float(values[i]), float(margin[i])] + ([] if status[i] else [[float(x) for x in rows[i]]]) for i in at
    ]


def _shard_of_file(load: Load, file: Path, claim: str, variant: str, shard: Shard, seed: int, backend: str,
                   precision: str) -> list[dict[str, Any]]:  # fmt: skip
    """A shard in another process, to which only names and numbers travelled."""
    found = next(c for c in load(file) if c.id == claim)
    return list(run_shards(found, found.variants[variant], [shard], seed, backend, precision))


@dataclass
class _Case:
    """A formula under trial, and the instances gathered for it."""

    formula: Term
    names: list[str]
    gathered: dict[tuple[float, ...], None] = field(default_factory=dict)
    found: list[tuple[Finding, Instance]] = field(default_factory=list)

    def add(self, names: list[str], rows: Iterable[Sequence[float]]) -> None:
        """Keep the formula's own variables of some rows."""
        columns = [names.index(n) for n in self.names]
        for row in rows:
            self.gathered[tuple(row[c] for c in columns)] = None

    def instance(self, row: Sequence[float]) -> Instance:
        """A row as exact numbers; a float64 is a rational."""
        return dict(zip(self.names, map(Fraction, row), strict=True))

    def prune(self, brief: bool) -> None:
        """From all shards' instances, the ones that one shard would have passed on."""
        if len(self.gathered) > WORST + SIMPLEST + UNDECIDED + TIGHT:
            rows = np.array(list(self.gathered))
            outcome = Margins(self.formula)({n: rows[:, k] for k, n in enumerate(self.names)})
            kinds = _pick(rows, outcome.margin, outcome.status, complexity(rows).sum(axis=1), brief)
            self.gathered = {tuple(row): None for kind in kinds.values() for row in kind}

    def decide(self) -> None:
        """Evaluate exactly what was gathered; what is outside the conditions or undefined is dropped."""
        exact = Exact(self.formula)
        for row in self.gathered:
            instance = self.instance(row)
            try:
                finding = exact(instance)
            except (Undefined, RecursionError):
                continue
            if finding.counts:
                self.found.append((finding, instance))
        self.gathered.clear()

    def failures(self) -> list[tuple[Finding, Instance]]:
        """Exact failures, the simplest first."""
        failing = [f for f in self.found if f[0].holds is False]
        return sorted(failing, key=lambda f: _simplicity(f[1]))


def _simplicity(instance: Instance) -> tuple[int, list[Fraction]]:
    bits = sum(x.numerator.bit_length() + x.denominator.bit_length() for x in instance.values())
    return bits, [abs(x) for x in instance.values()]


def observables(claim: Any, variant: Any, seed: int) -> list[Term]:
    """What the variant observes, then its mutants; empty where the claim's sampler is about something else."""
    formulas = _formulas(variant) if claim.sampler is not None else []
    if formulas and variant.observed is None:
        supplied = set(claim.sampler(generator(claim.id, variant.name, 0, seed), 1))
        if not set(variables_of(formulas[0])) <= supplied:
            return []  # the goal's own variables are not what this sampler is about
    return formulas


def conclude(claim: Any, variant: Any, seed: int, shards: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Everything that is known after some shards, given in the order of their numbers; see :func:`search`."""
    return _Conclusion(claim, observables(claim, variant, seed), shards).report([m.name for m in variant.mutants])


class _Conclusion:
    """What many shards passed on, and the report on it."""

    def __init__(self, claim: Any, formulas: list[Term], shards: Iterable[dict[str, Any]]) -> None:
        self.sampler = claim.sampler
        self.cases = [_Case(f, list(variables_of(f))) for f in formulas]
        self.drawn = self.counted = self.undecided = 0
        self.names: list[str] = []
        self.low: dict[str, float] = {}
        self.high: dict[str, float] = {}
        self.whole: set[str] = set()  # the variables of which only integers were drawn
        self.points: dict[str, list[list[Any]]] = {}
        for shard in shards:
            self._add(shard)

    def _add(self, shard: dict[str, Any]) -> None:
        names = shard["names"]
        if not self.drawn:
            self.names, self.whole = names, set(names)
        for key in ("drawn", "counted", "undecided"):
            setattr(self, key, getattr(self, key) + shard[key])
        for name, (low, high, whole) in shard["columns"].items():
            self.low[name], self.high[name] = min(low, self.low.get(name, low)), max(high, self.high.get(name, high))
            self.whole -= set() if whole else {name}
        for name, points in shard["points"].items():
            known = self.points.setdefault(name, [])
            known += points
            if len(known) > MANY:
                known[:] = _binned(known, FINE)
        for place, (case, kinds) in enumerate(zip(self.cases, shard["formulas"], strict=True)):
            for rows in kinds.values():
                case.add(names, rows)
            if len(case.gathered) > MANY:
                case.prune(brief=place > 0)

    def report(self, mutants: list[str]) -> dict[str, Any]:
        result: dict[str, Any] = {
            "instances": self.counted, "min_margin": None, "worst": None, "by_parameter": {},
            "mutants": len(mutants), "mutants_killed": 0,
            "mutant_list": [{"name": name, "killed": False, "by": None} for name in mutants],
            "counterexample": None, "undecided": self.undecided, "outside": self.drawn - self.counted,
            "unconfirmed": 0, "drawn": self.drawn,
        }  # fmt: skip
        if not self.drawn:
            return result
        for place, case in enumerate(self.cases):
            self._decide(case, mutant=place > 0)
        self._margins(result)
        for case, entry in zip(self.cases[1:], result["mutant_list"], strict=True):
            killer = self._violation(case)
            if killer is not None:
                entry["killed"], entry["by"] = True, spelled_out(killer)
        result["mutants_killed"] = sum(entry["killed"] for entry in result["mutant_list"])
        return result

    def _decide(self, case: _Case, mutant: bool) -> None:
        """Exact findings at all that the shards passed on and at what tightening adds."""
        case.prune(brief=mutant)
        case.decide()
        free = self._free(case)
        if free and not (mutant and case.failures()):
            start = sorted(case.found, key=lambda f: (f[0].margin, _simplicity(f[1])))[:TIGHT]
            rows = np.array([[float(i[n]) for n in case.names] for _, i in start])
            if len(rows):
                case.add(case.names, tighten(Margins(case.formula), case.names, rows, self._steps(case, free)))
                case.decide()

    def _margins(self, result: dict[str, Any]) -> None:
        case = self.cases[0]
        counterexample = self._violation(case)
        if counterexample is not None:
            result["counterexample"] = spelled(counterexample)
            case.found.append((Exact(case.formula)(counterexample), counterexample))
        # A failure that the checker's rules do not confirm is not one; what is left open has no margin of its own.
        confirmed = [(f, i) for f, i in case.failures() if confirmed_false(case.formula, i)]
        result["unconfirmed"] = len(case.failures()) - len(confirmed)
        known = [*confirmed, *((f, i) for f, i in case.found if f.holds)]
        known = known or [(f._replace(margin=max(f.margin, 0.0)), i) for f, i in case.found if f.holds is None]
        if known:
            finding, instance = min(known, key=lambda f: (f[0].margin, _simplicity(f[1])))
            result["min_margin"], result["worst"] = finding.margin, spelled(instance)
        exact = Exact(case.formula)
        for name in case.names:
            points = _binned(self.points.get(name, []), BINS)
            result["by_parameter"][name] = [q for p in points if (q := self._settled(p, exact)) is not None]

    def _settled(self, point: list[Any], exact: Exact) -> list[float | int] | None:
        """[value, margin], the margin computed exactly where rounding left it open; None for no margin at all."""
        value, margin, *undecided = point
        for row in undecided:
            try:
                finding = exact(dict(zip(self.names, map(Fraction, row), strict=True)))
            except (Undefined, RecursionError):
                return None
            if not finding.counts:
                return None
            margin = finding.margin if finding.holds is not None else max(finding.margin, 0.0)
        return [int(value) if value == math.floor(value) else value, margin]

    def _free(self, case: _Case) -> list[str]:
        """The variables that may be moved; none unless the sampler says so."""
        if getattr(self.sampler, "tighten", False):
            return case.names
        return [n for n in case.names if n in getattr(self.sampler, "free", ())]

    def _steps(self, case: _Case, free: list[str]) -> dict[int, tuple[float, bool]]:
        """For each free column the first step, a power of two, and whether it stays an integer."""
        steps = {}
        for name in free:
            step = 2.0 ** math.floor(math.log2((self.high[name] - self.low[name]) / 8 or 1.0))
            steps[case.names.index(name)] = (step, name in self.whole)
        return steps

    def _violation(self, case: _Case) -> Instance | None:
        """The simplest failure that the checker's rules confirm, shrunk where the sampler leaves variables free."""
        free = self._free(case)
        for _, instance in case.failures()[:KILLERS]:
            if free:
                short = shrink(case.formula, instance, free, self.whole)
                if confirmed_false(case.formula, short):
                    return short
            if confirmed_false(case.formula, instance):
                return instance
        return self._solved(case) if set(case.names) <= set(free) else None

    def _solved(self, case: _Case) -> Instance | None:
        """A failure that sampling missed, found by the SMT solver where all variables are free; confirmed likewise."""
        from numerics.smt import Unsupported, ask

        try:
            answer = ask(case.formula)
        except Unsupported:
            return None
        if answer.kind == "counterexample" and confirmed_false(case.formula, answer.instance):
            return answer.instance
        return None


def _binned(points: list[list[Any]], bins: int) -> list[list[Any]]:
    """At most so many of some points, by value: the one of least margin for each value, or group of values."""
    least: dict[float, list[Any]] = {}
    for p in sorted(points, key=lambda p: (p[0], p[1])):
        least.setdefault(p[0], p)
    kept = list(least.values())
    if len(kept) <= bins:
        return kept
    edges = [len(kept) * k // bins for k in range(bins + 1)]
    return [min(kept[a:b], key=lambda p: p[1]) for a, b in itertools.pairwise(edges)]


def tighten(margins: Margins, names: Sequence[str], rows: Any, steps: dict[int, tuple[float, bool]]) -> Any:
    """Rows moved towards smaller margins along the free columns, one coordinate at a time, all rows at once.

    ``rows`` is float64 of shape (m, number of names), ``steps`` maps a column to its first step and whether it holds
    integers. A row never leaves the conditions of the formula. NumPy only; returns the same shape.
    """

    def measure(candidates: Any) -> Any:
        flat = candidates.reshape(-1, len(names))
        outcome = margins({n: flat[:, k] for k, n in enumerate(names)})
        value = np.where(np.isnan(outcome.margin), np.inf, outcome.margin)
        return value.reshape(candidates.shape[:-1])

    best, value = rows.copy(), measure(rows)
    moves = [(column, sign) for column in steps for sign in (1.0, -1.0)]
    scale = 1.0
    for _ in range(ROUNDS):
        trials = np.repeat(best[:, None, :], len(moves), axis=1)
        for k, (column, sign) in enumerate(moves):
            step, whole = steps[column]
            trials[:, k, column] += sign * (max(1.0, math.floor(step * scale)) if whole else step * scale)
        found = measure(trials)
        choice = found.argmin(axis=1)
        better = found[np.arange(len(best)), choice] < value
        best[better] = trials[better, choice[better]]
        value[better] = found[better, choice[better]]
        scale = scale if better.any() else scale / 2
    return best


def spelled(instance: Instance) -> dict[str, str]:
    """An instance with its numbers as text, such as ``-7/3``."""
    return {name: write_number(value) for name, value in instance.items()}


def spelled_out(instance: Instance) -> str:
    """An instance in one line: ``p = 1, k = 2``."""
    return ", ".join(f"{name} = {value}" for name, value in spelled(instance).items())
