"""The pytest plugin: a claim's file gives an item for each variant, one for the mutants of each claim, and one for each
formal proof beside it, which Coq checks again where it is installed.

An item passes when the checker, in a process of its own, accepts the store's certificates for the claim's present
goals and the verdict is the expected one. Nothing is searched for here, and no cache is trusted but the store.

``-k theorem_2_3_5`` selects the numbered statement 2.3.5 whatever its kind, with its parts and the steps of its proof;
``-k theorem_2_3`` all that is numbered 2.3.*. pytest matches substrings, so that numbers in ``-k`` get a final dot, as
the items' keywords have, and 2.3.5 never selects 2.3.50.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from theorems.assistant import Build, Theorem
    from theorems.claim import Claim, Variant

ROOT = Path(__file__).resolve().parent.parent
NUMBERED = ("algorithm", "assumption", "claim", "condition", "corollary", "definition", "example", "exercise", "figure",
            "footnote", "lemma", "problem", "proposition", "remark", "table", "theorem")  # fmt: skip
WORDS = "|".join((*NUMBERED, "equation", "section"))
NUMBER = re.compile(rf"(?<!\w)({WORDS})_(\d+(?:_(?:\d+|[a-z](?![a-z0-9])))*)(?![\w.])", re.IGNORECASE)
ROWS = 30
LARGE = 150_000  # bytes of certificates from which checking an item takes seconds


class Unexpected(Exception):
    """A verdict, or the fate of a mutant, that the file does not expect; the message is for readers."""


def ended(expression: str) -> str:
    """A ``-k`` expression whose numbers end in a dot."""
    return NUMBER.sub(r"\1_\2.", expression)


def keywords(claim: Claim) -> set[str]:
    """What ``-k`` may find a claim by, besides names: each ends in a dot."""
    section = _prefixes(claim.section)
    found = {f"{claim.id}."} | {f"section_{prefix}." for prefix in section}
    if claim.number:
        kinds = ("equation",) if claim.kind == "equation" else NUMBERED
        found |= {f"{kind}_{prefix}." for kind in kinds for prefix in _prefixes(claim.number)}
    return found


def _prefixes(number: str) -> list[str]:
    """2.3.5 as 2, 2_3, 2_3_5."""
    parts = re.split(r"[.-]", number.lower())
    return ["_".join(parts[:n]) for n in range(1, len(parts) + 1)]


def is_claim_file(path: Path) -> bool:
    """Whether a file states claims."""
    if path.suffix != ".py" or path.name.startswith(("test_", "conftest", "__init__")):
        return False
    try:
        if b"theorems.claim" not in path.read_bytes():
            return False
    except OSError:
        return False
    from theorems.registry import KINDS

    return path.name.split("_")[0] in KINDS


# --- collection ----------------------------------------------------------------------------------------------


class ClaimFile(pytest.File):
    """A file of claims. One that cannot be loaded gives a single item that fails and says so."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        from theorems.claim import ClaimError
        from theorems.registry import load

        if not self.path.is_relative_to(ROOT):
            above = [p.parent for p in self.path.parents if (p / "contents.csv").is_file()]
            sys.path += [str(p) for p in above if str(p) not in sys.path]
        try:
            claims = load(self.path)
        except ClaimError as error:
            yield Unloadable.from_parent(self, name="loads", error=str(error))
            return
        for claim in claims:
            yield ClaimCollector.from_parent(self, name=claim.id, claim=claim)
        unknown = unclaimed(self.path, claims)
        if unknown:
            yield Unloadable.from_parent(self, name="formal", error=unknown)


class ClaimCollector(pytest.Collector):
    """A claim: its variants, then its mutants."""

    def __init__(self, *, claim: Claim, **rest: Any) -> None:
        super().__init__(**rest)
        self.claim = claim
        self.extra_keyword_matches.update(keywords(claim))

    def collect(self) -> Iterator[pytest.Item]:
        for variant in self.claim.variants.values():
            yield VariantItem.from_parent(self, name=variant.name, variant=variant)
        for variant in self.claim.variants.values():
            if theorem := theorem_about(variant):
                yield FormalItem.from_parent(self, name=f"{variant.name}_formal", variant=variant, theorem=theorem)
        if self.claim.sampler and any(v.mutants for v in self.claim.variants.values()):
            yield MutantsItem.from_parent(self, name="mutants", claim=self.claim)


class _Item(pytest.Item):
    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, ", ".join(self.nodeid.split("::")[1:])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from theorems.verdict import TrialError

        if isinstance(excinfo.value, Unexpected | TrialError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class Unloadable(_Item):
    """A file of claims that cannot be loaded."""

    def __init__(self, *, error: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.error = error

    def runtest(self) -> None:
        raise Unexpected(self.error)


class VariantItem(_Item):
    """A variant of a claim: its certificates are accepted, its verdict is the expected one."""

    def __init__(self, *, variant: Variant, **rest: Any) -> None:
        super().__init__(**rest)
        from theorems.verdict import goals_of

        self.variant = variant
        self.store = store_of(self.path, variant.claim.source)
        self.goals = goals_of(variant)
        self.paths = [path for goal in self.goals if (path := self.store / goal["path"]).is_file()]
        if sum(path.stat().st_size for path in self.paths) > LARGE:
            self.add_marker(pytest.mark.slow)

    def runtest(self) -> None:
        from theorems.verdict import explain, judge, outcome

        variant, said = self.variant, self.config.stash[CHECKED].of(self)
        outcomes = [outcome(goal, said.get(self.store / goal["path"])) for goal in self.goals]
        trials = None
        found = judge(outcomes, variant.prose, None)
        if found == "open":
            trials = tried(variant)
            found = judge(outcomes, variant.prose, trials)
        rules = {rule for o in outcomes if o["state"] == "accepted" for rule in o["certificate"]["rules"]}
        self.user_properties += [
            ("verdict", found), ("expected", variant.expect), ("rules", ", ".join(sorted(rules))),
        ]  # fmt: skip
        if found != variant.expect:
            file = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
            variants = {v.name: {"expected": v.expect} for v in variant.claim.variants.values()}
            claim = {"id": variant.claim.id, "file": file.as_posix(), "variants": variants}
            store = self.store.relative_to(ROOT) if self.store.is_relative_to(ROOT) else self.store
            raise Unexpected(explain(claim, variant.name, found, outcomes, trials, store=store.as_posix()))


class MutantsItem(_Item):
    """The mutants of a claim: the search that comes with a verdict refutes each."""

    def __init__(self, *, claim: Claim, **rest: Any) -> None:
        super().__init__(**rest)
        self.claim = claim

    def runtest(self) -> None:
        from theorems.verdict import contradictions

        wrong: list[str] = []
        for variant in self.claim.variants.values():
            trials = tried(variant)
            if trials is None:
                continue
            self.user_properties += [
                ("mutants", trials["mutants"]), ("mutants_killed", trials["mutants_killed"]),
                (f"margin_{variant.name}", "" if trials["min_margin"] is None else trials["min_margin"]),
            ]  # fmt: skip
            wrong += contradictions(self.claim.id, variant.name, variant.expect, trials)
        if wrong:
            raise Unexpected("\n".join(wrong))


class FormalItem(_Item):
    """A formal proof of a variant: its record is of the present files, and Coq, where it is installed, agrees."""

    def __init__(self, *, variant: Variant, theorem: Theorem, **rest: Any) -> None:
        super().__init__(**rest)
        from theorems.assistant import LIBRARY

        self.variant, self.theorem = variant, theorem
        self.records = store_of(self.path, variant.claim.source).parent / "formal"
        self.claims = LIBRARY if self.path.is_relative_to(LIBRARY) else self.records.parent
        self.add_marker(pytest.mark.slow)

    def runtest(self) -> None:
        from theorems import assistant
        from theorems.verdict import statement_digest

        claim, name, theorem = self.variant.claim, self.variant.name, self.theorem
        self.user_properties.append(("formal", "recorded" if assistant.coq() is None else "rechecked"))
        try:
            record = assistant.read_record(self.records / assistant.record_path(claim.id, name))
            if record is None:
                raise Unexpected(f"{theorem.name}: it has no record: type `marginalia verify --formal`")
            wrong = assistant.troubles(record, theorem, claim.id, name, statement_digest(self.variant))
            wrong += [text for text in [assistant.disagreement(record, self.variant.expect)] if text]
            if not wrong and assistant.coq() is not None:
                wrong = self.config.stash[CHECKED].built(self).compare(theorem, record)
        except assistant.FormalError as error:
            raise Unexpected(str(error)) from None
        if wrong:
            raise Unexpected(f"{theorem.name} of {theorem.file.name}: " + "\n".join(wrong))


def theorem_about(variant: Variant) -> Theorem | None:
    """The theorem about a variant in the Coq file beside its claim's, None where there is none."""
    from theorems.assistant import FormalError, theorem_name, theorems_of

    try:
        return theorems_of(variant.claim.file).get(theorem_name(variant.claim.id, variant.name))
    except FormalError:  # which unclaimed() tells
        return None


def unclaimed(path: Path, claims: list[Claim]) -> str:
    """What is wrong with the names of the theorems in the Coq file beside a claim's file, "" where nothing is."""
    from theorems.assistant import FormalError, stray, theorem_name, theorems_of

    try:
        found = theorems_of(path)
    except FormalError as error:
        return str(error)
    known = {theorem_name(claim.id, name) for claim in claims for name in claim.variants}
    return stray(theorem for about, theorem in found.items() if about not in known)


_TRIED: dict[str, dict[str, Any] | None] = {}


def tried(variant: Variant) -> dict[str, Any] | None:
    """The falsification that comes with a verdict, done once; None where there is nothing to try."""
    from theorems.verdict import INSTANCES, SEED, trials_of

    if variant.id not in _TRIED:
        _TRIED[variant.id] = trials_of(variant, INSTANCES, SEED)
    return _TRIED[variant.id]


def store_of(path: Path, source: str) -> Path:
    """The store of a claim's file: the suite's, or for a file outside it the nearest folder ``store`` above."""
    if path.is_relative_to(ROOT / "theorems"):
        return ROOT / "certs" / "store"
    stores = [p / "store" for p in path.parents]
    return next((s for s in stores if (s / source).is_dir()), stores[0])


class Checked:
    """What the checker said of certificates, each asked about once a process."""

    def __init__(self, config: pytest.Config) -> None:
        self.alone = not hasattr(config, "workerinput")  # else pytest-xdist's worker, which runs a part of the items
        self.said: dict[Path, dict[str, Any]] = {}
        self.builds: dict[Path, Build] = {}
        self.cleanup = config.add_cleanup

    def built(self, item: FormalItem) -> Build:
        """Where Coq has compiled the file of an item."""
        self.compile([item])
        return self.builds[item.claims]

    def compile(self, items: list[FormalItem]) -> None:
        """Have Coq, where it is installed, compile the files of some items, each once."""
        import tempfile

        from theorems.assistant import Build, coq
        from theorems.checking import workers

        for claims in {item.claims for item in items if coq() is not None}:
            if claims not in self.builds:
                folder = tempfile.TemporaryDirectory(prefix="marginalia-formal-")
                self.cleanup(folder.cleanup)
                self.builds[claims] = Build(claims, Path(folder.name))
            files = [item.theorem.file for item in items if item.claims == claims]
            self.builds[claims].compile(files, workers() if self.alone else 1)

    def of(self, item: VariantItem) -> dict[Path, dict[str, Any]]:
        """The answers about an item's certificates."""
        self.ask([item])
        return self.said

    def ask(self, items: list[VariantItem]) -> None:
        """Have the certificates of some items checked, those about which nobody has asked yet."""
        from theorems.checking import check, workers

        paths = list(dict.fromkeys(p for item in items for p in item.paths if p not in self.said))
        if paths:
            answers = check(paths, workers() if self.alone else 1)
            self.said |= {path: answers[str(path)] for path in paths}


CHECKED = pytest.StashKey[Checked]()


# --- hooks ---------------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CHECKED] = Checked(config)
    config.option.keyword = ended(config.option.keyword or "")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    # a file named on the command line reaches pytest_pycollect_makemodule below
    if parent.session.isinitpath(file_path) or not is_claim_file(file_path):
        return None
    return ClaimFile.from_parent(parent, path=file_path)


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> Any:
    return ClaimFile.from_parent(parent, path=module_path) if is_claim_file(module_path) else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    checked = session.config.stash[CHECKED]
    if checked.alone and not session.config.option.collectonly and not session.testsfailed:
        items = getattr(session, "items", [])
        checked.ask([item for item in items if isinstance(item, VariantItem)])
        checked.compile([item for item in items if isinstance(item, FormalItem)])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    from theorems.pytest_summary import summarize

    summarize(terminalreporter, ROWS)
