"""What pytest says of claims at its end: verdicts and mutants by source, the tightest, the unexpected."""

from __future__ import annotations

from collections import Counter
from typing import Any

VERDICTS = ("proved", "reduced", "bounded", "solver", "tested", "refuted", "open")  # best first
TIGHTEST = 5


def summarize(terminal: Any, rows: int) -> None:
    """Write the summary to pytest's terminal reporter; a row a variant when at most ``rows`` claims ran."""
    ran = [(r, dict(r.user_properties)) for kind in ("passed", "failed") for r in terminal.stats.get(kind, [])]
    variants = {_place(r): said for r, said in ran if "verdict" in said}
    mutants = [(_place(r)[0], r.user_properties) for r, said in ran if "mutants" in said]
    if not any(said.keys() & {"verdict", "mutants", "formal"} for _, said in ran):
        return
    terminal.section("claims")
    _by_source(terminal, variants, mutants)
    if len({claim for claim, _ in variants}) <= rows:
        width = max((len(f"{claim}, {name}") for claim, name in variants), default=0)
        for (claim, name), said in sorted(variants.items()):
            odd = "" if said["verdict"] == said["expected"] else f"  expected {said['expected']}"
            terminal.write_line(f"{f'{claim}, {name}':<{width}}  {said['verdict']}{odd}")
    margins = [
        (float(value), f"{claim}, {name.partition('_')[2]}")
        for claim, properties in mutants for name, value in properties
        if name.startswith("margin_") and value != "" and float(value) >= 0
    ]  # fmt: skip
    for margin, where in sorted(margins)[:TIGHTEST]:
        terminal.write_line(f"tight: {where}: {'attained' if margin == 0 else f'{margin:.3g}'}")
    formal = Counter(said["formal"] for _, said in ran if "formal" in said)
    if formal["rechecked"]:
        terminal.write_line(f"formal proofs: {formal['rechecked']} checked again by Coq")
    if formal["recorded"]:
        terminal.write_line(f"formal proofs: {formal['recorded']} recorded, not checked again: Coq is not installed")
    unexpected = [r for r, said in ran if r.failed and said.keys() & {"verdict", "mutants", "formal"}]
    for report in unexpected:
        terminal.write_line(report.longreprtext, red=True)
    if not unexpected:
        terminal.write_line("Every verdict is the one its file expects.")


def _place(report: Any) -> tuple[str, str]:
    """Claim id and item, from the address."""
    _, claim, name = report.nodeid.rsplit("::", 2)
    return claim, name


def _by_source(terminal: Any, variants: dict[tuple[str, str], Any], mutants: list[tuple[str, Any]]) -> None:
    counts: dict[str, Counter[str]] = {}
    for (claim, name), said in variants.items():
        if name == "printed":
            counts.setdefault(claim.split(".")[0], Counter())[said["verdict"]] += 1
    killed: dict[str, Counter[str]] = {}
    for claim, properties in mutants:
        for name, value in properties:
            if name in ("mutants", "mutants_killed"):
                killed.setdefault(claim.split(".")[0], Counter())[name] += int(value)
    for source in sorted(counts.keys() | killed.keys()):
        verdicts = counts.get(source, Counter())
        said = [f"{verdicts[v]} {v}" for v in VERDICTS if verdicts[v]]
        dead = killed.get(source, Counter())
        said += [f"mutants killed {dead['mutants_killed']}/{dead['mutants']}"] if dead else []
        terminal.write_line(f"{source}: {', '.join(said)}")
