"""The report in a terminal: tables by source, what is false, what is tight, and every surprise with its paragraph."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reports import model

# Up to this many claims each gets a row; more than that would push the summary off the screen.
ROWS = 30
# Up to this many variants whose bounds are attained are named.
NAMED = 5
# From this width on a claim's row has room for its title.
WIDE = 100
STYLES = {
    "proved": "green",
    "reduced": "green",
    "bounded": "blue",
    "solver": "magenta",
    "tested": "yellow",
    "refuted": "bold red",
    "open": "dim",
}
SHAPES = {"proved": "●", "reduced": "◉", "bounded": "◐", "solver": "◇", "tested": "△", "refuted": "✗", "open": "○"}


def show(report: dict[str, Any], console: Console | None = None) -> None:
    """Print the report. The default console writes to standard output and honours NO_COLOR and the width."""
    _Terminal(report, console or Console(highlight=False)).show()


class _Terminal:
    """One report on one console, in the characters that the console can write."""

    def __init__(self, report: dict[str, Any], console: Console) -> None:
        self.report, self.console = report, console
        self.ascii = console.options.ascii_only

    def show(self) -> None:
        self.console.print(self.text(model.sentence(self.report)))
        if not self.report["claims"]:
            return
        if model.formal(self.report):
            self.console.print(self.text(model.formal(self.report)))
        self.console.print(self.sources())
        if len(self.report["claims"]) <= ROWS:
            self.console.print(self.claims())
        self.section("False as printed", self.false())
        self.section("The tightest", self.tightest())
        self.section("The unexpected", self.unexpected())

    def section(self, title: str, lines: Iterable[Text]) -> None:
        self.console.print(Text(title, style="bold"))
        for line in lines:
            self.console.print(Padding.indent(line, 2))
        self.console.print()

    def sources(self) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in ("text", "verdicts as printed"):
            table.add_column(name, overflow="fold")
        for name in ("read", "mutants killed"):
            table.add_column(name, justify="right", overflow="fold", min_width=len(name))
        for source in self.report["sources"]:
            found = model.tally(self.report, source)
            if found.claims:
                shares = [Text(f"{n} ").append_text(self.verdict(v)) for v, n in found.counts.items() if n]
                table.add_row(
                    self.text(model.short_name(source)),
                    Text(", ").join(shares),
                    f"{found.read}/{found.results}",
                    _killed(found.killed, found.mutants),
                )
        return table

    def claims(self) -> Table:
        """A row a variant, in the words that select a claim: `marginalia verify -k lemma_2_3_5`."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("claim", overflow="fold")
        if wide := self.console.width >= WIDE:
            table.add_column("", overflow="fold")
        for name, width in (("verdict", 9), ("margin", 12), ("mutants", 7)):
            table.add_column(name, justify="left" if name == "verdict" else "right", overflow="fold", min_width=width)
        for source in self.report["sources"]:
            claims = model.in_order(self.report, source)
            if claims:
                table.add_section()
                table.add_row(Text(source["id"], style="italic"))
            for claim in claims:
                for name, variant in claim["variants"].items():
                    printed, trials = name == "printed", variant["falsification"]
                    table.add_row(
                        claim["id"].partition(".")[2] if printed else f"  {model.variant(name)}",
                        *([self.text(claim["title"] if printed else "")] if wide else []),
                        self.verdict(variant["verdict"]),
                        model.margin(trials["min_margin"]) if trials else "-",
                        _killed(trials["mutants_killed"], trials["mutants"]) if trials else "-",
                    )
        return table

    def false(self) -> Iterable[Text]:
        found = model.refuted(self.report)
        for claim in found:
            printed, repaired = claim["variants"]["printed"], model.repair(claim)
            said = [f"{claim['id']}: {printed['why']}"]
            if printed["counterexample"]:
                said.append(f"Counterexample: {printed['counterexample']}")
            said.append(f"Repaired: {repaired}." if repaired else "No repair.")
            yield self.text(" ".join(said))
        if not found:
            yield Text("None.")

    def tightest(self) -> Iterable[Text]:
        found = model.tightest(self.report)
        for claim, variant, margin in found:
            worst = model.assignment(claim["variants"][variant]["falsification"]["worst"])
            name = claim["id"] if variant == "printed" else f"{claim['id']} ({variant})"
            yield self.text(f"{model.margin(margin):<12}  {name}" + (f" at {worst}" if worst else ""))
        some, throughout = model.attained(self.report)
        reached = [c["id"] if v == "printed" else f"{c['id']} ({v})" for c, v in [s[:2] for s in some] + throughout]
        if reached:
            more = f" and {len(reached) - NAMED} more" if len(reached) > NAMED else ""
            yield self.text(f"{'0 (attained)':<12}  {', '.join(reached[:NAMED])}{more}")
        elif not found:
            yield Text("No margin was measured.")

    def unexpected(self) -> Iterable[Text]:
        for item in self.report["unexpected"]:
            place = self.text(f"{item['id']}, {item['variant']}: expected ")
            yield Text.assemble(place, self.verdict(item["expected"]), ", found ", self.verdict(item["found"]))
            yield self.text(item["explanation"])
        if not self.report["unexpected"]:
            yield Text("Nothing: every verdict is the one its file expects.")

    def verdict(self, verdict: str) -> Text:
        return Text(verdict if self.ascii else f"{SHAPES[verdict]} {verdict}", style=STYLES[verdict])

    def text(self, text: str) -> Text:
        """Text as it is: no markup, no control character that a terminal would obey, none that it cannot write."""
        kept = "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "?" for c in text)
        return Text(kept.encode(self.console.encoding, "replace").decode(self.console.encoding))


def _killed(killed: int, mutants: int) -> Text:
    return Text(f"{killed}/{mutants}", style="" if killed == mutants else "bold red")
