"""The checker beside the searches that make its certificates: a rule must not be slower than what feeds it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from work import Work

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = Work(
    "replaying a certificate",
    "steps of the certificate",
    "linear in the steps and the terms that they build (replay as in LCF: Gordon, Milner and Wadsworth 1979)",
    "the interpreter: interning terms, and fractions in polynomial identities",
)
# One or two for every rule: logic and lemmas everywhere, then what the comment says.
CERTIFICATES = [
    ("arora2020/chapter_1/lemma_1_1_7.py", "lemma_1_1_7", "printed"),  # enclosure
    ("arora2020/chapter_2/lemma_2_1_4.py", "lemma_2_1_4", "printed"),  # calculus, inner products
    ("mukherjee2020/chapter_2/definition_5.py", "definition_5", "printed"),  # positivstellensatz
    ("mukherjee2020/chapter_2/lemma_2_3_8.py", "lemma_2_3_8", "printed"),
    ("mukherjee2020/chapter_2/claim_5.py", "claim_5", "printed"),
    ("mukherjee2020/chapter_2/lemma_2_3_5.py", "lemma_2_3_5", "printed"),  # compute
    ("mukherjee2020/chapter_2/section_2_6.py", "section_2_6.eta", "printed"),  # the longest replay
]


@pytest.mark.parametrize(("file", "claim", "variant"), CERTIFICATES, ids=lambda word: word.rpartition("/")[2])
def test_replay_beside_search(beside: Callable[..., Any], file: str, claim: str, variant: str) -> None:
    from certs.checker import check, parse
    from theorems.claim import build_certificate
    from theorems.registry import load

    sys.setrecursionlimit(20_000)  # as the checker's own process does
    source = file.partition("/")[0]
    stated = next(c for c in load(ROOT / "theorems" / file) if c.id == f"{source}.{claim}").variants[variant]
    data = (ROOT / "certs" / "store" / stated.store_path(stated.statement)).read_bytes()
    steps = len(json.loads(data)["steps"])

    def agree(said: dict[str, Any], built: dict[str, Any]) -> bool:
        return bool(said["verdict"] == built["verdict"])

    beside(
        WORK, f"{claim}, {variant}: {steps} steps", steps, lambda: check(parse(data)), agree=agree, target=0.1,
        peer=lambda: build_certificate(stated, stated.statement), peer_name="the search for it",
    )  # fmt: skip
