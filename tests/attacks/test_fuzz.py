"""The parser and the checker on nonsense: they refuse, they do not crash, and they do not take long."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certs.checker import FORMAT, LOGIC, MAX_BYTES, Rejected, canonical, check, check_file, parse
from certs.language import ARITY, BINDERS, MAX_DIGITS
from certs.rules import RULES
from certs.rules.lemma import ENTRIES

STORE = Path(__file__).parents[2] / "certs" / "store"
SMALL = sorted(p for p in STORE.rglob("*") if p.is_file() and p.name != "SHA256SUMS" and p.stat().st_size < 20_000)
LIMIT = 1.0  # seconds of this process
FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)


def judged(document: Any) -> str:
    """Parse and check a document; anything but an answer or a refusal is an error, and so is a long wait."""
    start = time.process_time()
    try:
        check(parse(document if isinstance(document, bytes) else canonical(document)))
        reason = ""
    except Rejected as error:
        reason = str(error)
        reason.encode("utf-8")  # printable
    spent = time.process_time() - start
    assert spent < LIMIT, f"{spent:.1f} s: {document!r:.2000}"
    return reason


def through_a_file(data: bytes, path: Path) -> dict[str, Any]:
    """Check a file; internal errors are errors."""
    path.write_bytes(data)
    start = time.process_time()
    result = check_file(str(path))
    spent = time.process_time() - start
    assert spent < LIMIT, f"{spent:.1f} s: {data!r:.2000}"
    assert "internal error" not in result.get("reason", ""), f"{result['reason']}: {data!r:.2000}"
    json.dumps(result).encode("ascii")
    return result


NUMBERS = st.one_of(
    st.integers(-3, 30).map(str),
    st.integers().map(str),
    st.fractions().map(str),
    st.sampled_from(
        [
            "",
            "-",
            "/",
            "0/1",
            "1/0",
            "-0",
            "+1",
            "1.5",
            "1e9",
            "1_0",
            " 1",
            "0x10",
            "1/-2",
            "2/4",
            "٣",
            "9" * 4000,
            "9" * 4001,
            "9" * 100_000,
            "1/" + "7" * 3990,
            "-" * 50,
            "1/2/3",
            "Infinity",
            "nan",
        ]
    ),
)
NAMES = st.sampled_from(
    [
        "x",
        "y",
        "f",
        "F",
        "bound0",
        "",
        "1x",
        "a b",
        "x" * 41,
        "é",
        "\x00",
        "\ud800",
        "__class__",
        "int",
        "P",
        "Q",
        "lam",
    ]
)
SORTS = st.sampled_from(
    [
        "int",
        "real",
        "bool",
        "V",
        "V1",
        "V" + "9" * 70,
        "int->real",
        "real->real",
        "V->V",
        "int->int->real",
        "int->bool",
        "bool->int",
        "->",
        "int->",
        "",
        "nat",
        "int -> real",
        "int->" * 12 + "int",
        "V->real",
        "Vx",
    ]
)
ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 40),
    st.sampled_from([-(10**8), 10**8, 999_999_999]),
    NUMBERS,
    NAMES,
    SORTS,
    st.sampled_from([*ARITY, *BINDERS, *RULES, *ENTRIES, FORMAT, "num", "var", "bound", "def", "holds", "fails"]),
)
ANYTHING = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.dictionaries(st.text(max_size=6) | NAMES, inner, max_size=4)
    ),
    max_leaves=12,
)
PLACES = st.integers(-1, 25)


@st.composite
def entries(draw: Any, last: int) -> list[Any]:
    """An entry of a term table, mostly well-formed: children stand before it."""
    kind = draw(st.integers(0, 12))
    child = st.integers(0, max(0, last - 1))
    if kind == 0:
        return draw(st.lists(ANYTHING, max_size=4))
    if kind <= 2:
        return ["num", draw(NUMBERS)]
    if kind <= 4:
        return ["var", draw(NAMES), draw(SORTS)]
    if kind <= 6:
        return [draw(st.sampled_from(BINDERS)), draw(NAMES), draw(SORTS), draw(child)]
    if kind == 7:
        return ["def", draw(st.sampled_from(["P", "Q", "R"])), *draw(st.lists(child, max_size=3))]
    op = draw(st.sampled_from(list(ARITY)))
    return [op, *(draw(child) for _ in range(ARITY[op] if draw(st.integers(0, 9)) else draw(st.integers(0, 4))))]


GROUND = [
    ["num", "0"],
    ["num", "1"],
    ["num", "-1/2"],
    ["var", "x", "real"],
    ["var", "i", "int"],
    ["var", "u", "V"],
    ["var", "F", "int->real"],
    ["<=", 0, 3],
    ["+", 3, 1],
    ["*", 3, 3],
    ["true"],
    ["false"],
    ["=", 3, 8],
    ["lam", "x", "real", 9],
    ["lam", "i", "int", 4],
    ["forall", "x", "real", 7],
    ["exists", "x", "real", 12],
    ["not", 7],
    ["and", 7, 12],
    ["=>", 7, 12],
    ["or", 7, 17],
    ["lam", "x", "real", 7],
    ["dot", 5, 5],
    ["app", 6, 4],
    ["sum", 0, 1, 14],
    ["deriv", 13, 3, 8],
]

ASSUMED = [7, 12, 15, 16, 17, 18, 19, 20, 11]


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    """A document of the right form, with goals, tables and steps that are typed by chance."""
    simple = draw(st.sampled_from([True, True, True, True, True, False]))
    table = list(GROUND) if simple or draw(st.booleans()) else []
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 2] if simple else [0, 1, 2, 5]))):
        table.append(draw(entries(len(table))))
    count = len(table)
    places = st.integers(0, max(0, count - 1)) | PLACES
    data = st.one_of(
        st.none(),
        ANYTHING,
        st.integers(0, 1),
        st.sampled_from(sorted(ENTRIES)),
        st.just([16, []]),
        st.just([[[["1", [0], -1]], []]]),
        st.lists(
            st.tuples(st.lists(st.tuples(NUMBERS, st.lists(PLACES), PLACES)), st.lists(st.tuples(PLACES, PLACES))),
            max_size=2,
        ),
    )
    steps: list[Any] = [["assume", [], [t], None] for t in ASSUMED] if simple else []
    for place in range(len(steps), len(steps) + draw(st.integers(0, 6))):
        earlier = st.integers(0, max(0, place - 1))
        steps.append(
            [
                draw(st.sampled_from(["assume", *RULES])),
                draw(st.lists(earlier, max_size=min(place, 3))),
                draw(st.lists(places, max_size=3)),
                draw(data),
            ]
        )
    definition = st.lists(st.tuples(NAMES, st.lists(PLACES, max_size=2), PLACES, st.integers(0, count)), max_size=2)
    split = draw(st.sampled_from([12, 12, 16, count]))
    document: dict[str, Any] = {
        "claim": "fuzz",
        "definitions": draw(definition) if not simple and draw(st.booleans()) else [],
        "format": FORMAT,
        "goal": {
            "definitions": draw(definition) if not simple and draw(st.booleans()) else [],
            "formula": draw(st.sampled_from([11, 10] if simple else [15, *range(20)])),
            "terms": table[:split],
        },
        "proves": {"goal": draw(PLACES), "defined": draw(st.none() | PLACES), "satisfiable": draw(st.none() | PLACES)},
        "steps": steps,
        "terms": table[split:],
        "variant": "printed",
        "verdict": draw(st.sampled_from(["holds", "fails"])),
    }
    for _ in range(0 if simple else draw(st.sampled_from([0, 0, 1]))):
        key = draw(st.sampled_from(sorted(document)))
        document[key] = draw(ANYTHING)
    return document


def mutate(r: random.Random, document: Any) -> Any:
    """A real certificate with one value replaced, moved by one, deleted, doubled or wrapped."""
    place, key = document, r.choice(["steps", "steps", "terms", "goal", "proves", *document])
    while isinstance(place[key], (list, dict)) and place[key] and r.random() < 0.9:
        place = place[key]
        key = r.choice(list(place)) if isinstance(place, dict) else r.randrange(len(place))
    old = place[key]
    kind = r.randrange(8)
    if kind == 0 and isinstance(place, list):
        del place[key]
    elif kind == 1 and isinstance(place, list):
        place.insert(key, old)
    elif kind == 2 and isinstance(old, int):
        place[key] = old + r.choice([-1, 1, 10, -10])
    elif kind == 3:
        place[key] = [old]
    elif kind == 4 and isinstance(old, str):
        place[key] = r.choice([old + "1", "-" + old, old[:-1], old * 50, r.choice([*RULES, *ARITY, *ENTRIES])])
    elif kind == 5 and isinstance(place, list) and len(place) > 1:
        other = r.randrange(len(place))
        place[key], place[other] = place[other], place[key]
    else:
        place[key] = r.choice(
            [
                None,
                True,
                False,
                0,
                -1,
                1,
                10**8,
                "",
                "x",
                "1/0",
                "9" * MAX_DIGITS,
                [],
                {},
                [[]],
                [None],
                {"a": 1},
                "int",
                "lam",
                ["num", "1"],
                "\ud800",
            ]
        )
    return document


@settings(FUZZ, max_examples=200)
@given(
    data=st.binary(max_size=200)
    | st.text(alphabet='[]{}",:0123456789-+.eE \\ntrufalsNI\n', max_size=120).map(str.encode)
)
def test_bytes(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Bytes that are no document."""
    assert not through_a_file(data, tmp_path_factory.getbasetemp() / "fuzz")["accepted"]


@settings(FUZZ, max_examples=120)
@given(
    document=st.dictionaries(
        st.sampled_from(["claim", "definitions", "format", "goal", "proves", "steps", "terms", "variant", "verdict"]),
        ANYTHING,
    )
    | ANYTHING
)
def test_structures(document: Any) -> None:
    """JSON that is no certificate."""
    assert judged(document)


def test_documents() -> None:
    """Documents of the right form; a good part of them reaches the steps."""
    reasons: list[str] = []

    @settings(FUZZ, max_examples=250)
    @given(document=documents())
    def run(document: dict[str, Any]) -> None:
        reasons.append(judged(document))

    run()
    assert sum(r.startswith("step") or "proves" in r for r in reasons) > len(reasons) // 3


@pytest.mark.parametrize("turn", range(4))
def test_mutated_certificates(turn: int, tmp_path: Path) -> None:
    """Real certificates with a few values changed, and with a few bytes changed."""
    assert SMALL
    r = random.Random(turn)
    for _ in range(40):
        path = r.choice(SMALL)
        original = path.read_bytes()
        document = json.loads(original)
        for _ in range(r.choice([1, 1, 2, 4])):
            document = mutate(r, document)
        judged(document)
        raw = bytearray(original)
        for _ in range(r.randrange(1, 4)):
            at = r.randrange(len(raw))
            raw[at : at + r.randrange(3)] = bytes(
                r.choice([b"", b"0", b"1", b'"', b"[", b"]", b",", b"\\", b"\xff", b"\n"])
            )
        if bytes(raw) != original:
            through_a_file(bytes(raw), tmp_path / "mutated")


def deep(op: str, depth: int) -> dict[str, Any]:
    table: list[Any] = [["num", "1"], ["true"]]
    for i in range(depth):
        table.append([op, 0 if op == "neg" else 1] if i == 0 else [op, len(table) - 1])
    return {"definitions": [], "formula": 1, "terms": table}


def base(**changes: Any) -> dict[str, Any]:
    """A document that is accepted; changes make it something else."""
    return {
        "claim": "fuzz", "definitions": [], "format": FORMAT,
        "goal": {"definitions": [], "formula": 0, "terms": [["true"]]},
        "proves": {"defined": None, "goal": 0, "satisfiable": None}, "steps": [["truth", [], [], None]], "terms": [],
        "variant": "printed", "verdict": "holds",
    } | changes  # fmt: skip


def test_the_base_is_accepted() -> None:
    """Otherwise the cases below would say little."""
    assert judged(base()) == ""


NEST: Any = []
for _ in range(9):
    NEST = [NEST]
EXTREMES: dict[str, Any] = {
    "nested": b"[" * 100_000,
    "nested objects": b'{"a":' * 100_000,
    "quotes": b'"' * 1_000_001,
    "escapes": b'"' + b"\\" * 999_999,
    "long integer": b'{"a":' + b"9" * 100_000 + b"}",
    "float": b'{"a":1.5}\n',
    "exponent": b'{"a":1e400000000}\n',
    "nan": b'{"a":NaN}\n',
    "infinity": b'{"a":-Infinity}\n',
    "twice": b'{"a":1,"a":1}\n',
    "bom": b"\xef\xbb\xbf{}\n",
    "empty": b"",
    "zeros": b"\0" * 1000,
    "list": b"[]\n",
    "null": b"null\n",
    "surrogate": base(claim="\ud800"),
    "newlines": b"{}\n\n",
    "true for 1": base(proves={"defined": None, "goal": False, "satisfiable": None}),
    "deep not": base(goal=deep("not", 400)),
    "deep neg": base(goal=deep("neg", 249)),
    "step nested": base(steps=[["truth", [], [], NEST]]),
    "step a number": base(steps=[7]),
    "rule a list": base(steps=[[[], [], [], []]]),
    "rule long": base(steps=[["x" * 1_000_000, [], [], None]]),
    "definition nested": base(definitions=[[NEST, [], 0, 1]]),
    "definition of itself": base(definitions=[["P", [], 1, 1]], terms=[["def", "P"]]),
    "verdict a list": base(verdict=[]),
    "verdict an object": base(verdict={}),
    "format a list": base(format=[FORMAT]),
    "goal null": base(goal=None),
    "proves list": base(proves=[0]),
    "many steps": base(steps=[["truth", [], [], None]] * 20_000),
    "many premises": base(steps=[["truth", [], [], None], ["and_intro", [0] * 200_000, [], None]]),
    "many squarings": base(
        terms=[["num", "9" * 1000], *(["*", i, i] for i in range(1, 60)), ["=", 60, 60]],
        steps=[["compute", [], [61], None]],
    ),
    "many powers": base(
        terms=[["num", "3"], *(["^", i, 1] for i in range(1, 40)), ["=", 40, 40]], steps=[["compute", [], [41], None]]
    ),
    "a wide sum": base(
        terms=[
            ["num", "1"],
            ["num", "9" * 30],
            ["var", "i", "int"],
            ["lam", "i", "int", 3],
            ["sum", 1, 2, 4],
            ["=", 5, 5],
        ],
        steps=[["compute", [], [6], None]],
    ),
    "a large binomial": base(
        terms=[["num", "9" * 30], ["binomial", 1, 1], ["=", 2, 2]], steps=[["compute", [], [3], None]]
    ),
    "a large exponential": base(
        terms=[["num", "9" * 3000], ["exp", 1], ["<", 1, 2]], steps=[["enclosure", [], [3], [600]]]
    ),
    "a large polynomial": base(
        terms=[
            *(["var", v, "real"] for v in "abcdefgh"),
            ["+", 1, 2],
            *(["+", 8 + i, 2 + i] for i in range(1, 7)),
            ["num", "6"],
            ["^", 15, 16],
        ],
        steps=[["ring", [], [17, 17], None]],
    ),
    "a large generator": base(
        terms=[
            ["num", "2"],
            ["num", "3"],
            ["num", "9" * 4000],
            ["lam", "j", "int", 3],
            ["lam", "i", "int", 4],
            ["vertices", 1, 2, 5],
            ["=", 6, 6],
        ],
        steps=[["compute", [], [7], None]],
    ),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes(name: str, tmp_path: Path) -> None:
    """Nesting, sizes, spellings and types that trip parsers and checkers up."""
    case = EXTREMES[name]
    reason = judged(case)
    data = case if isinstance(case, bytes) else canonical(case)
    result = through_a_file(data, tmp_path / "case")
    assert result["accepted"] == (reason == "")


def test_too_large(tmp_path: Path) -> None:
    """A file over the limit is not read in full; a folder or a missing file is no certificate."""
    assert "larger" in through_a_file(b" " * (MAX_BYTES + 1), tmp_path / "large")["reason"]
    assert not check_file(str(tmp_path))["accepted"] and not check_file(str(tmp_path / "none"))["accepted"]


def test_every_rule_on_wrong_data() -> None:
    """Each rule, on each number of premises and terms up to three, with data of every type."""
    stuff = [
        None,
        True,
        0,
        -1,
        10**8,
        "",
        "0",
        "floor",
        [],
        {},
        [[]],
        [16],
        [16, []],
        [16, ["1"]],
        [[], []],
        [[[], []]],
        [[[["1", [0], -1]], []]],
        [[[["0", [9], 0]], [[0, 0]]]],
        [[[[1, 0, None]], [[]]]],
        NEST,
    ]
    r = random.Random(1)
    setup = [["assume", [], [t + 1], None] for t in ASSUMED]
    terms = [[e[0], *(c + 1 if type(c) is int else c for c in e[1:])] for e in GROUND]
    for rule in RULES:
        for data in stuff:
            for _ in range(2):
                premises = [r.randrange(len(setup)) for _ in range(r.randrange(4))]
                chosen = [r.randrange(1, len(terms) + 1) for _ in range(r.randrange(4))]
                judged(base(steps=[*setup, [rule, premises, chosen, data]], terms=terms))
    assert set(LOGIC) <= set(RULES)
