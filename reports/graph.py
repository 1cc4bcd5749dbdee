"""What rests on what in a chapter: its results as a graph from used to user, and where everything goes on the page.

The drawing follows Sugiyama, Tagawa and Toda (1981): layers by longest path, an order in each layer by barycentres,
then places. It is made of additions and comparisons in one fixed order, so that the same report gives the same picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from reports import model, prose

# Pixels. A layer is a column of boxes; an edge that passes a layer gets a lane through its column.
WIDE, HIGH, BETWEEN, ROW, LANE, APART = 160, 52, 58, 12, 6, 30
FULL = 1100
SWEEPS, PASSES = 24, 16
# A result of several parts is what its weakest part is.
WEAKEST = ("refuted", "open", "tested", "solver", "bounded", "reduced", "proved")


@dataclass
class Node:
    """A result: an encoded one with all its parts and proof steps, or (verdict "gap") one that is only used."""

    id: str
    name: str
    title: str
    verdict: str
    link: str | None
    hint: str
    parts: int = 1
    others: tuple[str, ...] = ()
    elsewhere: bool = False
    x: float = 0
    y: float = 0
    shelf: int = 0


@dataclass(frozen=True)
class Edge:
    """From a result to one that uses it; ``back`` where it closes a circle, so that it leads from right to left."""

    used: str
    user: str
    path: str
    head: str
    shelf: int
    back: bool


@dataclass
class Graph:
    """A chapter: ``nodes`` with a place and the ``edges`` between them, and those that nothing binds (``alone``).

    ``circles`` are the results, in printed order, that rest on each other once their proof steps are folded.
    ``shelves`` are (top, height) of strips that no edge leaves, so that a printer may turn the page between them.
    """

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    alone: list[Node] = field(default_factory=list)
    circles: list[list[Node]] = field(default_factory=list)
    width: float = 0
    shelves: list[tuple[float, float]] = field(default_factory=list)

    def verdicts(self) -> list[str]:
        """What a legend has to explain, best first."""
        found = {node.verdict for node in self.nodes} | {v for node in self.nodes for v in node.others}
        return [verdict for verdict in (*model.VERDICTS, "gap") if verdict in found]


def result_of(claim: str) -> str:
    """The id of the result that a claim's id belongs to: its parts and proof steps add a slug to a number's id."""
    source, _, rest = claim.partition(".")
    place, _, slug = rest.partition(".")
    return claim if not slug or place.startswith("section_") else f"{source}.{place}"


def chapters(report: dict[str, Any], source: dict[str, Any]) -> dict[str, Graph]:
    """The graph of each chapter of a source that has a claim; a chapter is what a section's number begins with."""
    found: dict[str, list[dict[str, Any]]] = {}
    for claim in model.in_order(report, source):
        found.setdefault(model.chapter(claim["section"]), []).append(claim)
    return {name: _chapter(report, claims) for name, claims in found.items()}


def _chapter(report: dict[str, Any], claims: Sequence[dict[str, Any]]) -> Graph:
    own: dict[str, list[dict[str, Any]]] = {}
    for claim in claims:
        own.setdefault(result_of(claim["id"]), []).append(claim)
    merged = {row["id"]: model.note(row).merged for source in report["sources"] for row in source["contents"]}

    def covering(used: str) -> str:
        """The result that a used id belongs to, by the notes of rows that are merged with others."""
        passed = {used}
        while (into := merged.get(used)) is not None and into not in passed:
            passed.add(used := into)
        return result_of(used)

    pairs = [(covering(used), result) for result, parts in own.items() for part in parts for used in part["uses"]]
    uses = dict.fromkeys(pair for pair in pairs if pair[0] != pair[1])
    outside = _outside(report, claims[0]["source"], [used for used, _ in uses if used not in own])
    nodes = {result: _node(result, parts) for result, parts in own.items()} | outside
    placed = _place(list(nodes), list(uses))
    for name, place in placed.places.items():
        nodes[name].x, nodes[name].y, nodes[name].shelf = place
    paths = [(edge, placed.paths[edge]) for edge in uses]
    edges = [Edge(*edge, path, head, shelf, edge in placed.back) for edge, (path, head, shelf) in paths]
    return Graph(
        nodes=[nodes[name] for name in placed.places],
        edges=edges,
        alone=[node for name, node in nodes.items() if name not in placed.places],
        circles=[[nodes[name] for name in names] for names in placed.circles],
        width=placed.width,
        shelves=placed.shelves,
    )


def _node(result: str, parts: Sequence[dict[str, Any]]) -> Node:
    """The node of an encoded result. Its verdict is that of the claim with its id, else of its weakest part."""
    whole = next((claim for claim in parts if claim["id"] == result), None)
    verdicts = Counter(claim["variants"]["printed"]["verdict"] for claim in parts)
    verdict = whole["variants"]["printed"]["verdict"] if whole else next(v for v in WEAKEST if verdicts[v])
    shown = whole or next(claim for claim in parts if claim["variants"]["printed"]["verdict"] == verdict)
    name, title = _name(shown), _plain(shown["title"])
    hint = f"{name}: {title}; {verdict} as printed"
    if len(parts) > 1:
        said = [f"{number} {v}" for v in model.VERDICTS if (number := verdicts[v])]
        hint += f" ({len(parts)} parts and proof steps: {', '.join(said)})"
    others = tuple(v for v in model.VERDICTS if verdicts[v] and v != verdict)
    return Node(result, name, title, verdict, shown["id"], hint, len(parts), others)


def results(report: dict[str, Any]) -> dict[str, Node]:
    """The node of every encoded result of a report, by the result's id."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for claim in model.ordered_claims(report):
        parts.setdefault(result_of(claim["id"]), []).append(claim)
    return {result: _node(result, claims) for result, claims in parts.items()}


def _outside(report: dict[str, Any], home: str, wanted: Collection[str]) -> dict[str, Node]:
    """The nodes of results that a chapter uses and does not encode: of other chapters, gaps, or not even listed.

    Those of another source than ``home`` say which.
    """
    if not wanted:
        return {}
    encoded = results(report)
    sources = {source["id"]: model.short_name(source) for source in report["sources"]}
    rows: dict[str, dict[str, Any]] = {}
    for row in (row for source in report["sources"] for row in source["contents"]):
        rows.setdefault(result_of(row["id"]), row)
    found = {}
    for result in wanted:
        if result in encoded:
            node = replace(encoded[result], elsewhere=True)
        elif result in rows:
            name, title = _name(rows[result]), _plain(rows[result]["title"])
            reason = model.note(rows[result]).reason
            hint = f"{name}: {title}; {f'no claim: {reason}' if reason else 'not encoded'}"
            node = Node(result, name, title, "gap", rows[result]["id"], hint)
        else:
            node = Node(result, result, "", "gap", None, f"{result}: not in the contents")
        other = sources.get(result.partition(".")[0])
        if node.link and other and not result.startswith(f"{home}."):
            node = replace(node, title=f"{other}: {node.title}", hint=f"{other}, {node.hint}")
        found[result] = node
    return found


def _name(item: dict[str, Any]) -> str:
    """A claim or row by its number, without its slug; by its section where it has no number."""
    name = model.label({**item, "slug": None})
    return name if item["number"] else f"{name}, § {item['section']}"


_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "->": "→", "le": "≤", "ge": "≥", "to": "→", "infty": "∞"} | prose._GREEK
_FACES = {"mathbb", "mathbf", "mathcal", "mathrm", "operatorname", "text", "left", "right"}
_RAISED = str.maketrans("0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ")


def _sign(mark: str) -> str:
    """What stands for a relation in ASCII, or for a LaTeX command with the space that ends it."""
    name = mark.strip("\\ ")
    return "" if name in _FACES else _SIGNS.get(name, name) + (" " if mark.endswith(" ") else "")


def _plain(title: str) -> str:
    """A title without LaTeX's marks, since the text of an SVG has no formulas."""

    def signs(text: str) -> str:
        return re.sub(r"\\[A-Za-z]+ ?|[<>!]=|->", lambda found: _sign(found[0]), text)

    def formula(found: re.Match[str]) -> str:
        return re.sub(r"(?<!\\)[{}]", "", signs(found["inline"] or found["display"]))

    title = signs(prose._MATH.sub(formula, title))
    title = re.sub(r"\^\(?([0-9n]+)\)?(?![\w+-])", lambda found: found[1].translate(_RAISED), title)
    return " ".join(re.sub(r"[`\\]", "", title).split())


_WIDTHS = {c: 0.37 for c in " .,:;'|!()[]/-fijltI"} | {c: 1.0 for c in "mMW@%…"} | {c: 0.64 for c in "0123456789"}
_LETTER, _CAPITAL, _BROAD = 0.61, 0.85, 1.05


def _width(text: str, size: float) -> float:
    """About how wide a text is in DejaVu Serif, the widest of the page's faces: no font is at hand here."""
    kinds = (_CAPITAL if c.isupper() or c in "wLT≤≥→∞+=<>" else _BROAD if ord(c) > 0x2E80 else _LETTER for c in text)
    return size * sum(_WIDTHS.get(c, other) for c, other in zip(text, kinds, strict=True))


def fitted(text: str, size: float, room: float, lines: int = 1) -> list[str]:
    """A text of letters of ``size`` pixels in at most ``lines`` lines of ``room`` pixels, "…" where it is cut."""
    out, words = [""], text.split()
    for i, word in enumerate(words):
        longer = f"{out[-1]} {word}".strip()
        if _width(longer, size) <= room:
            out[-1] = longer
        elif out[-1] and len(out) < lines and _width(word, size) <= room:
            out.append(word)
        else:
            rest = " ".join([out[-1], *words[i:]]).strip()
            while rest and _width(rest + "…", size) > room:
                rest = rest[:-1]
            out[-1] = rest.rstrip(" ,;:-(") + "…"
            break
    return out


# --- layout --------------------------------------------------------------------------------------------------------

Pair = tuple[str, str]


@dataclass
class Placed:
    """Left, top and shelf of the bound nodes in printed order; path, arrow's head and shelf of each edge."""

    places: dict[str, tuple[float, float, int]]
    paths: dict[Pair, tuple[str, str, int]]
    back: set[Pair]
    circles: list[list[str]]
    width: float = 0
    shelves: list[tuple[float, float]] = field(default_factory=list)


def _place(names: Sequence[str], edges: Sequence[Pair]) -> Placed:
    """Lay out a graph. ``edges`` go from used to user, are distinct and no loops; unbound nodes get no place.

    What hangs together is laid out by itself; these pieces are put on shelves, the wide ones first.
    """
    back = _closing(names, edges)
    placed = Placed({}, {}, back, _circles(names, edges))
    pieces = [_piece(group, [e for e in edges if e[0] in group], back) for group in _bound(names, edges)]
    full = max([FULL, *(piece.width for piece in pieces)])
    x = full
    for piece in sorted(pieces, key=lambda p: -p.width):
        if x + piece.width > full:
            x = 0.0
            placed.shelves.append((sum(placed.shelves[-1]) + APART if placed.shelves else 0.0, 0.0))
        shelf = len(placed.shelves) - 1
        y, high = placed.shelves[shelf]
        placed.shelves[shelf] = (y, max(high, round(piece.height, 1)))
        for name, (px, py) in piece.places.items():
            placed.places[name] = (round(x + px, 1), round(y + py, 1), shelf)
        for edge, points in piece.routes.items():
            moved = [(x + px, y + py) for px, py in points]
            placed.paths[edge] = (_curve(moved), _head(*moved[-1], back=edge in back), shelf)
        placed.width = max(placed.width, round(x + piece.width, 1))
        x += piece.width + BETWEEN
    placed.places = {name: placed.places[name] for name in names if name in placed.places}
    return placed


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """An SVG path through points that come in pairs: level between the two of a pair, a wave to the next."""
    (x, y), *rest = points
    said = [f"M{x:.1f} {y:.1f}"]
    for px, py in rest:
        middle = (x + px) / 2
        flat = abs(y - py) < 0.05
        said.append(f"H{px:.1f}" if flat else f"C{middle:.1f} {y:.1f} {middle:.1f} {py:.1f} {px:.1f} {py:.1f}")
        x, y = px, py
    return "".join(said)


def _head(x: float, y: float, back: bool) -> str:
    """The head of an arrow that ends at a point."""
    long = 6 if back else -6
    return f"M{x + long:.1f} {y - 3:.1f}L{x:.1f} {y:.1f}L{x + long:.1f} {y + 3:.1f}z"


def _bound(names: Sequence[str], edges: Sequence[Pair]) -> list[list[str]]:
    """The connected pieces of more than one node, each in the order of ``names``."""
    near: dict[str, list[str]] = {}
    for used, user in edges:
        near.setdefault(used, []).append(user)
        near.setdefault(user, []).append(used)
    piece: dict[str, str] = {}
    for first in names:
        todo = [first] if first in near and first not in piece else []
        while todo:
            name = todo.pop()
            if name not in piece:
                piece[name] = first
                todo += near[name]
    return [[name for name in names if piece.get(name) == first] for first in dict.fromkeys(piece.values())]


def _reach(first: str, after: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    todo = [*after.get(first, ())]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += after.get(name, ())
    return found


def _after(edges: Iterable[Pair]) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {}
    for used, user in edges:
        after.setdefault(used, []).append(user)
    return after


def _circles(names: Sequence[str], edges: Sequence[Pair]) -> list[list[str]]:
    """The groups of nodes that lead to each other."""
    after = _after(edges)
    reach = {name: _reach(name, after) for name in names if name in after}
    groups = {}
    for name in names:
        if name in reach.get(name, ()):
            group = [other for other in names if other in reach[name] and name in reach.get(other, ())]
            groups[group[0]] = group
    return list(groups.values())


def _closing(names: Sequence[str], edges: Sequence[Pair]) -> set[Pair]:
    """The edges that close a circle on a walk in the order of ``names``; without them there is none."""
    after, done, back = _after(edges), set(), set()
    for first in names:
        path = [first] if first not in done else []
        onward = [iter(after.get(first, ()))]
        while path:
            user = next(onward[-1], None)
            if user is None:
                done.add(path.pop())
                onward.pop()
            elif user in path:
                back.add((path[-1], user))
            elif user not in done:
                path.append(user)
                onward.append(iter(after.get(user, ())))
    return back


def _layers(names: Sequence[str], edges: Sequence[Pair]) -> dict[str, int]:
    """Longest paths from the left; then what has more users than it uses moves right, up to its first user."""
    before: dict[str, list[str]] = {name: [] for name in names}
    after: dict[str, list[str]] = {name: [] for name in names}
    for used, user in edges:
        after[used].append(user)
        before[user].append(used)
    layer: dict[str, int] = {}
    waiting, order = {name: len(before[name]) for name in names}, [name for name in names if not before[name]]
    for name in order:  # grows while it is walked
        layer[name] = 1 + max((layer[used] for used in before[name]), default=-1)
        for user in after[name]:
            waiting[user] -= 1
            if not waiting[user]:
                order.append(user)
    for name in reversed(order):
        if len(after[name]) > len(before[name]):
            layer[name] = min(layer[user] for user in after[name]) - 1
    return layer


@dataclass
class _Piece:
    places: dict[str, tuple[float, float]]
    routes: dict[Pair, list[tuple[float, float]]]
    width: float
    height: float


Slot = tuple[str, ...]  # (node,), or (used, user, layer) for the lane of an edge that passes a layer


def _piece(names: Sequence[str], edges: Sequence[Pair], back: Collection[Pair]) -> _Piece:
    """A connected graph, from its upper left corner at (0, 0)."""
    rightward = {(edge[::-1] if edge in back else edge): None for edge in edges}
    layer = _layers(names, list(rightward))
    first = min(layer.values())
    columns: list[list[Slot]] = [[] for _ in range(1 + max(layer.values()) - first)]
    for name in names:
        columns[layer[name] - first].append((name,))
    chains: dict[Pair, list[Slot]] = {}
    for used, user in rightward:
        lanes: list[Slot] = [(used, user, str(at)) for at in range(layer[used] + 1, layer[user])]
        for at, lane in enumerate(lanes, layer[used] + 1 - first):
            columns[at].append(lane)
        chains[used, user] = [(used,), *lanes, (user,)]
    links = [link for chain in chains.values() for link in pairwise(chain)]
    columns = _ordered(columns, links)
    level = _levels(columns, links)
    top = min(level[s] - _high(s) / 2 for column in columns for s in column)
    bottom = max(level[s] + _high(s) / 2 for column in columns for s in column)
    left = {slot: at * (WIDE + BETWEEN) for at, column in enumerate(columns) for slot in column}
    routes = {}
    for edge in edges:
        chain = chains[edge[::-1] if edge in back else edge]
        points = [(left[slot] + side, level[slot] - top) for slot in chain for side in (0.0, WIDE)][1:-1]
        routes[edge] = points[::-1] if edge in back else points
    return _Piece(
        places={name: (left[(name,)], level[(name,)] - top - HIGH / 2) for name in names},
        routes=routes,
        width=len(columns) * (WIDE + BETWEEN) - BETWEEN,
        height=bottom - top,
    )


def _high(slot: Slot) -> float:
    return HIGH if len(slot) == 1 else LANE


def _neighbours(links: Iterable[tuple[Slot, Slot]]) -> tuple[dict[Slot, list[Slot]], dict[Slot, list[Slot]]]:
    """What each slot is linked to in the column on its left, and in that on its right."""
    left: dict[Slot, list[Slot]] = {}
    right: dict[Slot, list[Slot]] = {}
    for a, b in links:
        right.setdefault(a, []).append(b)
        left.setdefault(b, []).append(a)
    return left, right


def _ordered(columns: list[list[Slot]], links: Sequence[tuple[Slot, Slot]]) -> list[list[Slot]]:
    """Each column by the barycentres of its neighbours, to and fro; the order of a sweep with the fewest crossings.

    What has the same barycentre is turned round in every other pair of sweeps, or one order of ties would last.
    """
    left, right = _neighbours(links)
    best, fewest = columns, crossings(columns, right)
    for sweep in range(SWEEPS):
        columns = [list(column) for column in columns]
        forth = sweep % 2 == 0
        near, steps = (left, range(1, len(columns))) if forth else (right, range(len(columns) - 2, -1, -1))
        for at in steps:
            beside = {slot: i for i, slot in enumerate(columns[at - 1 if forth else at + 1])}
            wish = {
                slot: sum(beside[n] for n in near[slot]) / len(near[slot]) if slot in near else float(i)
                for i, slot in enumerate(columns[at])
            }
            columns[at].sort(key=wish.__getitem__, reverse=sweep % 4 >= 2)
            if sweep % 4 >= 2:
                columns[at].reverse()
        while _swap(columns, left, right):
            pass
        number = crossings(columns, right)
        if number < fewest:
            best, fewest = columns, number
    return best


def _swap(columns: list[list[Slot]], left: dict[Slot, list[Slot]], right: dict[Slot, list[Slot]]) -> bool:
    """Exchange neighbours in a column wherever that alone saves a crossing; whether it did anywhere."""
    swapped = False
    for at, column in enumerate(columns):
        sides = [
            (near, {slot: i for i, slot in enumerate(columns[beside])})
            for near, beside in ((left, at - 1), (right, at + 1))
            if 0 <= beside < len(columns)
        ]
        for i in range(len(column) - 1):
            a, b = column[i], column[i + 1]
            gain = 0
            for near, order in sides:
                for u in near.get(a, ()):
                    for v in near.get(b, ()):
                        gain += (order[u] > order[v]) - (order[u] < order[v])
            if gain > 0:
                column[i], column[i + 1] = b, a
                swapped = True
    return swapped


def crossings(columns: Sequence[Sequence[Slot]], right: Mapping[Slot, Sequence[Slot]]) -> int:
    """How many pairs of links between neighbouring columns cross."""
    count = 0
    for column, beyond in pairwise(columns):
        order = {slot: i for i, slot in enumerate(beyond)}
        ends = [end for slot in column for end in sorted(order[n] for n in right.get(slot, ()))]
        count += sum(a > b for i, a in enumerate(ends) for b in ends[i + 1 :])
    return count


def _levels(columns: Sequence[Sequence[Slot]], links: Sequence[tuple[Slot, Slot]]) -> dict[Slot, float]:
    """The height of each slot's middle: as near to its neighbours as the order and the distances allow."""
    left, right = _neighbours(links)
    level: dict[Slot, float] = {}
    for column in columns:
        at = 0.0
        for slot in column:
            level[slot] = at + _high(slot) / 2
            at += _high(slot) + ROW
    for turn in range(PASSES):
        sides = ((left,), (right,), (left, right))[2 if turn >= PASSES - 4 else turn % 2]
        for column in columns if turn % 2 == 0 else reversed(columns):
            wishes = []
            for slot in column:
                # The more of its neighbours are lanes, the more a lane wants to be straight.
                near = [(level[n], 4.0 if len(slot) == len(n) == 3 else 1.0) for s in sides for n in s.get(slot, ())]
                weight = sum(w for _, w in near)
                wishes.append((sum(x * w for x, w in near) / weight, weight) if near else (level[slot], 0.1))
            level.update(zip(column, _spaced(column, wishes), strict=True))
    return level


def _spaced(column: Sequence[Slot], wishes: Sequence[tuple[float, float]]) -> list[float]:
    """The places nearest to wishes (place, weight), by least squares, at which slots in a given order do not overlap.

    Less the distances that they need, the places must not decrease: pool adjacent violators.
    """
    needed, at = [], 0.0
    for i, slot in enumerate(column):
        at += (_high(column[i - 1]) + _high(slot)) / 2 + ROW if i else 0.0
        needed.append(at)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for (wish, weight), offset in zip(wishes, needed, strict=True):
        pool = (wish - offset, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, heavy, number = pools.pop()
            total = heavy + pool[1]
            pool = ((mean * heavy + pool[0] * pool[1]) / total, total, number + pool[2])
        pools.append(pool)
    means = [mean for mean, _, number in pools for _ in range(number)]
    return [mean + offset for mean, offset in zip(means, needed, strict=True)]
