"""``marginalia``: verify, show, list, falsify, report, recheck, new, doctor.

Exit codes: 0 as expected, 1 not as expected, 2 wrong usage. What a command needs is imported when it runs, so that a
look at what is known takes no longer than it must.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from reports.place import Place
    from reports.verify import Run

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)
SELECT = "An id, a number (2.3.5), a source, a family, a file, a glob; or a folder of claim files of your own."
Words = Annotated[list[str] | None, typer.Argument(metavar="SELECT", help=SELECT)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Workers = Annotated[int | None, typer.Option(min=1, help="How many processes; by default one a core.")]
Dask = Annotated[
    str | None, typer.Option("--dask", metavar="ADDRESS", help="Work on a Dask cluster, such as tcp://10.0.0.1:8786.")
]
Open = Annotated[bool, typer.Option("--open", help="Open the report in a browser.")]


def main() -> None:
    """The entry point."""
    app()


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Reads texts on the mathematics of deep learning the way a referee would: verdicts, certificates, margins."""
    if version:
        from reports.build import marginalia_version

        print(f"marginalia {marginalia_version()}")
        raise typer.Exit


@contextmanager
def _usage() -> Iterator[None]:
    """Wrong usage, and sources that cannot be read, end with one line and exit code 2; an interrupt with 130."""
    from reports.build import SourceError
    from reports.scaffold import ScaffoldError
    from reports.select import SelectError

    try:
        yield
    except (SelectError, SourceError, ScaffoldError, typer.BadParameter) as error:
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        print("interrupted; what was done is kept, the next run goes on from there", file=sys.stderr)
        raise typer.Exit(130) from None


def _where(words: list[str] | None) -> tuple[Place, list[str]]:
    """The place that words are about, the suite or one folder outside it, and the words that select there."""
    from reports.place import folder, suite
    from theorems.registry import claim_files

    own, rest = [], []
    for word in words or []:
        path = Path(word)
        outside = path.is_dir() and not path.resolve().is_relative_to(suite().claims)
        (own if outside else rest).append(word)
    if not own:
        return suite(), rest
    if len(own) > 1:
        raise typer.BadParameter(f"one folder at a time, not {', '.join(own)}")
    place = folder(Path(own[0]))
    if not claim_files(place.claims):
        raise typer.BadParameter(f"{own[0]}: no claim files (such as lemma_3_2.py) below this folder")
    return place, rest


@contextmanager
def _cluster(address: str | None) -> Iterator[Executor | None]:
    """The executor of a cluster, None without an address. Raises BadParameter when there is none."""
    if address is None:
        yield None
        return
    from reports.cluster import Cluster, ClusterError

    try:
        with Cluster(address) as cluster:
            yield cluster
    except ClusterError as error:
        raise typer.BadParameter(str(error)) from None


def _run(words: list[str] | None, *, rebuild: bool = False, formal: bool = False, workers: int | None = None,
         dask: str | None = None, quiet: bool = False) -> tuple[Run, Place, bool]:  # fmt: skip
    """Verify; returns what was found, where, and whether nothing was left out."""
    from reports.progress import Bar
    from reports.verify import verify as verify_

    place, rest = _where(words)
    with _cluster(dask) as executor, Bar("verifying", quiet) as bar:
        run = verify_(rest, place=place, rebuild=rebuild, formal=formal, workers=workers, executor=executor, bar=bar)
    return run, place, not rest


def _say(run: Run) -> None:
    for text in run.problems:
        print(f"not as expected: {text}", file=sys.stderr)
    for text in run.notes:
        print(f"note: {text}", file=sys.stderr)


def _open(index: Path) -> None:
    import webbrowser

    if not webbrowser.open(index.as_uri()):
        print(f"no browser could be started; open {index}", file=sys.stderr)


@app.command()
def verify(select: Words = None,
           rebuild: Annotated[bool, typer.Option("--rebuild", help="Search for every proof again.")] = False,
           formal: Annotated[bool, typer.Option("--formal", help="Have Coq check the formal proofs again.")] = False,
           open_: Open = False, json_: Json = False, workers: Workers = None, dask: Dask = None) -> None:  # fmt: skip
    """Compute the verdicts of a selection, or all of them; then also write the report."""
    from reports import build

    with _usage():
        run, place, whole = _run(select, rebuild=rebuild, formal=formal, workers=workers, dask=dask)
        index = None
        if whole or open_:
            index = build.write(place, run.report, place.out if whole else place.out / "selection")
    if json_:
        print(json.dumps(run.report, indent=1))
    else:
        from reports import terminal

        terminal.show(run.report)
        if index:
            print(f"Report: {index}")
    _say(run)
    if open_ and index:
        _open(index)
    raise typer.Exit(0 if run.as_expected else 1)


@app.command()
def report(open_: Open = False, workers: Workers = None,
           readme: Annotated[bool, typer.Option("--readme", help="Also rewrite the README's verdicts.")] = False,
           ) -> None:  # fmt: skip
    """Write reports/out: report.json, report.md and index.html."""
    from reports import build

    with _usage():
        run, place, _ = _run(None, workers=workers)
        index = build.write(place, run.report, place.out)
        if readme:
            from reports.cache import write_atomic

            path = place.base / "README.md"
            text = build.readme_with(path.read_text(encoding="utf-8"), build.verdict_table(run.report))
            write_atomic(place, path, text.encode())
    print(index)
    _say(run)
    if open_:
        _open(index)
    raise typer.Exit(0 if run.as_expected else 1)


@app.command()
def show(select: Annotated[list[str], typer.Argument(metavar="SELECT", help=SELECT)]) -> None:
    """Everything about a few claims: statement, goals, verdicts, certificates, margins, mutants."""
    from reports.details import show as details

    with _usage():
        run, _, _ = _run(select)
    details(run.report)
    _say(run)
    raise typer.Exit(0 if run.as_expected else 1)


@app.command("list")
def list_(select: Words = None, json_: Json = False) -> None:
    """A line for each variant of each claim, or everything about them as JSON."""
    from reports.details import listing, summary

    with _usage():
        run, _, _ = _run(select)
    if json_:
        print(json.dumps([summary(claim) for claim in run.report["claims"]], indent=1))
    else:
        listing(run.report)
    _say(run)
    raise typer.Exit(0 if run.as_expected else 1)


@app.command()
def falsify(select: Annotated[list[str], typer.Argument(metavar="SELECT", help=SELECT)],
            instances: Annotated[str, typer.Option(help="How many, such as 20000, 50k, 10M.")] = "1M",
            budget: Annotated[str | None, typer.Option(help="Time for each variant: 90s, 10m, 2h.")] = None,
            seed: Annotated[int, typer.Option(min=0, help="Another seed, other instances.")] = 7,
            backend: Annotated[str, typer.Option(help="numpy or cupy.")] = "numpy",
            precision: Annotated[str, typer.Option(help="float64 or float32, of the search alone.")] = "float64",
            fresh: Annotated[bool, typer.Option("--fresh", help="Leave out what was done before.")] = False,
            workers: Workers = None, dask: Dask = None, json_: Json = False) -> None:  # fmt: skip
    """Search for counterexamples to claims and to their mutants; goes on where the same command was stopped."""
    from reports.campaign import Plan, campaign
    from reports.details import campaigns

    for given, one, other, option in (
        (backend, "numpy", "cupy", "--backend"), (precision, "float64", "float32", "--precision"),
    ):  # fmt: skip
        if given not in (one, other):
            raise typer.BadParameter(f"{given!r} is neither {one} nor {other}", param_hint=option)
    with _usage():
        place, rest = _where(select)
        plan = Plan(amount(instances), seed, seconds(budget), backend, precision, fresh)
        with _cluster(dask) as executor:
            found, wrong = campaign(rest, place, plan, workers, executor)
    if json_:
        print(json.dumps(found, indent=1))
    else:
        campaigns(found)
    for text in wrong:
        print(f"not as expected: {text}", file=sys.stderr)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def recheck(certificates: Annotated[list[Path] | None, typer.Argument(
                metavar="CERTIFICATE", help="Files or folders; by default the whole store.")] = None,
            share: Annotated[int, typer.Option(min=1, help="Only every so many-th lemma, or certificate.")] = 1,
            whole: Annotated[bool, typer.Option("--whole", help="Each certificate in one piece, to its goal.")] = False,
            workers: Workers = None) -> None:  # fmt: skip
    """Have Coq check the steps of certificates: those that are neither logic nor instances of facts proved there."""
    from certs.language import Rejected
    from reports import whole as certificates_
    from reports.coq import recheck as recheck_
    from reports.place import suite
    from theorems.assistant import INSTALL, coq
    from theorems.checking import workers as default_workers

    given = certificates or [suite().store]
    paths = [path for g in given for path in (sorted(g.rglob("*.json")) if g.is_dir() else [g])]
    missing = [str(path) for path in paths if not path.is_file()]
    if coq() is None or missing or not paths:
        lost = f"no certificate: {', '.join(missing or map(str, given))}"
        print(f"error: {lost if coq() else f'Coq is not installed: {INSTALL}'}", file=sys.stderr)
        raise typer.Exit(2)
    try:
        if whole:
            answers = certificates_.recheck(paths[::share], workers or default_workers())
            said, wrong = certificates_.table(answers), certificates_.complaints(answers)
        else:
            summary = recheck_(paths, workers or default_workers(), share)
            said, wrong = summary.table(), summary.complaints()
    except (Rejected, RuntimeError) as error:
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    print(said)
    for line in wrong:
        print(line, file=sys.stderr)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def new(source: str, kind: str, number: str,
        title: Annotated[str, typer.Option(help="In a few words of your own.")] = "",
        into: Annotated[Path | None, typer.Option(help="A folder of your own instead of the suite.")] = None,
        ) -> None:  # fmt: skip
    """Write the skeleton of a claim's file and, for a new source, what describes it."""
    from reports.scaffold import scaffold

    with _usage():
        written = scaffold(source, kind, number, title, into)
    for path in written:
        print(path)


@app.command()
def doctor() -> None:
    """Versions, what is there and what is not, the health of the store, and what to install."""
    from reports.doctor import examine

    raise typer.Exit(0 if examine() else 1)


def amount(text: str) -> int:
    """10M, 50k, 20000 as a number. Raises BadParameter."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kMG]?)", text.replace("_", ""))
    if match is None or float(match[1]) == 0:
        raise typer.BadParameter(f"{text!r} is not a number of instances such as 20000, 50k or 10M")
    return int(float(match[1]) * {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}[match[2]])


def seconds(text: str | None) -> float | None:
    """90s, 10m, 2h in seconds. Raises BadParameter."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smh]?)", text)
    if match is None:
        raise typer.BadParameter(f"{text!r} is not a time such as 90s, 10m or 2h")
    return float(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[match[2]]
