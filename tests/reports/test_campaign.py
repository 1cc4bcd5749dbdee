"""Campaigns that are stopped, killed and taken up again: the same instances, the same report, every shard once."""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reports.campaign import Plan, campaign
from reports.place import ROOT, folder
from reports.record import Record

LEMMA = "smith2027/chapter_3/lemma_3_2.py"


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def slow(paper: Path) -> Path:
    """A paper whose shards take a while, so that a campaign can be met in its middle."""
    edit(paper / LEMMA, "    return {", "    import time\n\n    time.sleep(0.05)\n    return {")
    return paper


def records(paper: Path) -> list[Path]:
    return sorted((paper / ".marginalia" / "campaigns").glob("*/shards"))


def shards(paper: Path) -> list[tuple[int, int]]:
    """Numbers and sizes of the shards in the only record, one for each whole line."""
    (record,) = records(paper)
    return [(int(line.split()[1]), int(line.split()[2])) for line in record.read_bytes().splitlines(True)
            if line.endswith(b"\n") and line.strip()]  # fmt: skip


@dataclass
class Done:
    """What came of a campaign."""

    found: list[dict[str, Any]]
    wrong: list[str]
    taken: int  # shards from the record

    @property
    def instances(self) -> int:
        return self.found[0]["falsification"]["instances"]


@pytest.fixture
def falsify(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """A campaign over a paper, in two processes unless told otherwise."""

    def run(paper: Path, instances: int = 400_000, workers: int = 2, **how: Any) -> Done:
        found, wrong = campaign([], folder(paper), Plan(instances, **how), workers)
        return Done(found, wrong, taken(capsys.readouterr().err))

    return run


def taken(said: str) -> int:
    match = re.fullmatch(r"(\d+) of \d+ shards taken from the record\n", said)
    assert match or not said, said
    return int(match[1]) if match else 0


def start(paper: Path) -> subprocess.Popen[str]:
    """A campaign in a process of its own."""
    words = ("falsify", str(paper), "--instances", "400k", "--workers", "2", "--json")
    return subprocess.Popen(
        [sys.executable, "-m", "reports", *words], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def wait_for(paper: Path, count: int, command: subprocess.Popen[str]) -> None:
    """Until the record has so many shards."""
    end = time.monotonic() + 120
    while not records(paper) or len(shards(paper)) < count:
        assert command.poll() is None and time.monotonic() < end, "the campaign ended before it could be met"
        time.sleep(0.02)


Falsify = Callable[..., Done]


def test_a_campaign_that_was_killed_goes_on(slow: Path, falsify: Falsify) -> None:
    for count in (1, 20):
        with start(slow) as command:
            wait_for(slow, count, command)
            command.kill()
    before = shards(slow)
    with start(slow) as command:
        said, noise = command.communicate(timeout=120)
    assert 20 <= taken(noise) == len(before) < 49
    every = [(k, 8_192) for k in range(48)] + [(48, 400_000 - 48 * 8_192)]
    assert Counter(shards(slow)) == Counter(every)
    undisturbed = falsify(slow, fresh=True)
    assert undisturbed.taken == 0 and json.dumps(undisturbed.found, indent=1) == said.strip()
    again = falsify(slow, workers=1)
    assert again.taken == 49 and again.found == undisturbed.found


def test_damaged_lines_are_done_again(paper: Path, falsify: Falsify) -> None:
    first = falsify(paper)
    (record,) = records(paper)
    lines = record.read_bytes().splitlines(True)
    lines[3] = lines[3][:40] + b"!" + lines[3][41:]
    record.write_bytes(b"".join(lines)[:-30])
    second = falsify(paper)
    assert second.found == first.found and second.taken == 47
    assert len(record.read_bytes().splitlines()) == 51  # the damaged ones are still there and count as none
    third = falsify(paper)
    assert third.found == first.found and third.taken == 49


def test_a_record_is_of_what_its_shards_depend_on(paper: Path, falsify: Falsify) -> None:
    first = falsify(paper, 100_000)  # 12 shards and a part
    assert first.taken == 0 and len(records(paper)) == 1
    longer = falsify(paper, 200_000)
    assert longer.taken == 12 and longer.instances == 200_000
    shorter = falsify(paper, 100_000)
    assert shorter.taken == 13 and shorter.found == first.found
    assert falsify(paper, 100_000, seed=8).taken == 0 and falsify(paper, 100_000, precision="float32").taken == 0
    assert falsify(paper, 100_000, fresh=True).taken == 0 and len(records(paper)) == 3
    text = (paper / LEMMA).read_text(encoding="utf-8")
    edit(paper / LEMMA, "dyadic(rng, n, -8, 8, bits=2)", "dyadic(rng, n, -9, 9, bits=2)")
    changed = falsify(paper, 100_000)
    assert changed.taken == 0 and changed.found != first.found
    (paper / LEMMA).write_text(text, encoding="utf-8")
    assert falsify(paper, 100_000).taken == 13


def test_a_budget_stops_between_shards_and_the_next_campaign_goes_on(slow: Path, falsify: Falsify) -> None:
    short = falsify(slow, budget_s=0.0)
    done = short.instances // 8_192
    assert 0 < done < 49 and short.instances == done * 8_192 and len(shards(slow)) == done
    rest = falsify(slow)
    assert rest.taken == done and rest.instances == 400_000


def test_a_sampler_that_is_not_deterministic_is_told_so(paper: Path, falsify: Falsify) -> None:
    edit(paper / LEMMA, "    return {", "    import numpy\n\n    rng = numpy.random.default_rng()\n    return {")
    assert falsify(paper, 20_000).wrong == []
    (wrong,) = falsify(paper, 60_000).wrong
    assert "smith2027.lemma_3_2, printed broke off: shard 0 came out twice and not the same" in wrong


def test_a_crash_loses_its_shards_and_no_others(paper: Path, falsify: Falsify) -> None:
    edit(paper / LEMMA, "    return {", "    import os\n\n    n == 6784 and os._exit(7)\n    return {")
    done = falsify(paper)  # the last shard alone is so short
    assert done.found == [] and "broke off: its process ended with code 7" in done.wrong[0]
    assert [k for k in range(49) if k not in dict(shards(paper))] == [48]


def test_what_cannot_be_tried_says_why_once(paper: Path, falsify: Falsify) -> None:
    edit(paper / LEMMA, '{"x": dyadic', '{"y": dyadic')
    edit(paper / LEMMA, 'why="A square.")', 'why="A square.", observed=x * x >= 0)')
    done = falsify(paper)
    assert done.found == [] and len(done.wrong) == 1 and "supplies y, and not x" in done.wrong[0]


def test_a_record_keeps_each_shard_once(tmp_path: Path) -> None:
    results = [{"shard": k, "asked": 10, "points": {"x": [[0.1, -1e-300, [k / 3]]]}} for k in range(4)]
    record = Record(tmp_path / "shards")
    record.add([results[2]])
    record.add([results[0], results[2]])
    assert (2, 10) in record and (1, 10) not in record and (2, 9) not in record
    other = Record(tmp_path / "shards")  # another campaign at the same time
    other.add(results[:2])
    record.add(results)
    again = Record(tmp_path / "shards")
    assert list(again.results([(k, 10) for k in (3, 1, 0, 2, 7)])) == results and again.conflict is None
    assert list(again.results([(1, 10)])) == [results[1]]
    again.add([results[1] | {"points": {}}])
    assert again.conflict is not None and "shard 1 came out twice" in again.conflict


def test_a_record_can_be_cut_anywhere(tmp_path: Path) -> None:
    results = [{"shard": k, "asked": 10, "points": {"x": [k / 3]}} for k in range(3)]
    Record(tmp_path / "whole").add(results)
    whole = (tmp_path / "whole").read_bytes()
    ends = [k + 1 for k, byte in enumerate(whole) if byte == ord("\n")]
    for cut in range(len(whole) + 1):
        path = tmp_path / "cut"
        path.write_bytes(whole[:cut])
        record = Record(path)
        left = [k for k in range(3) if (k, 10) in record]
        assert left == list(range(sum(end <= cut for end in ends)))
        record.add(results)
        assert list(Record(path).results([(k, 10) for k in range(3)])) == results
