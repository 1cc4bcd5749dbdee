"""A chapter's graph: every result once, edges from used to user, nothing overlaps, the same on every run."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import graph, html
from reports.graph import HIGH, WIDE, Graph

LEMMA = "mukherjee2020.lemma_2_3_5"


def chapter(report: dict[str, Any], name: str = "2", source: int = 0) -> Graph:
    return graph.chapters(report, report["sources"][source])[name]


def grown(report: dict[str, Any], uses: dict[str, list[str]], section: str = "7.1") -> dict[str, Any]:
    """The report with copies of a claim of chapter 7, by their ids below the source, and what each uses."""
    for name, used in uses.items():
        place, _, slug = name.partition(".")
        number = place.partition("_")[2].replace("_", ".")
        new = {"id": f"mukherjee2020.{name}", "number": number, "slug": slug or None, "section": section}
        new |= {"uses": [f"mukherjee2020.{u}" for u in used], "pictures": [], "title": f"on {name}"}
        report["claims"].append(report["claims"][1] | new)
    return report


def boxes_are_apart(found: Graph) -> None:
    for a, b in combinations(found.nodes, 2):
        assert abs(a.x - b.x) >= WIDE or abs(a.y - b.y) >= HIGH, (a.id, b.id)
    for node in found.nodes:
        top, high = found.shelves[node.shelf]
        assert 0 <= node.x <= found.width - WIDE and top <= node.y <= top + high - HIGH + 0.1


def edges_go_from_used_to_user(found: Graph) -> None:
    """Each path starts in the middle of a side of the used result, ends at the user's, and passes between boxes."""
    places = {node.id: node for node in found.nodes}
    for edge in found.edges:
        used, user = places[edge.used], places[edge.user]
        x, y, points = 0.0, 0.0, []
        for command, arguments in re.findall(r"([MHC])([-\d. ]+)", edge.path):
            values = [float(v) for v in arguments.split()]
            x, y = (values[0], y) if command == "H" else (values[-2], values[-1])
            points.append((x, y))
        sides = (used.x, user.x + WIDE) if edge.back else (used.x + WIDE, user.x)
        assert points[0] == pytest.approx((sides[0], used.y + HIGH / 2), abs=0.11)
        assert points[-1] == pytest.approx((sides[1], user.y + HIGH / 2), abs=0.11)
        assert (points[0][0] < points[-1][0]) is not edge.back
        for (ax, ay), (bx, by) in pairwise(points):
            for node in found.nodes:
                level = ay == by and node.y < ay < node.y + HIGH
                assert not (level and min(ax, bx) < node.x + WIDE - 0.2 and node.x + 0.2 < max(ax, bx)), edge


def test_every_encoded_result_is_there_once(report: dict[str, Any]) -> None:
    found = chapter(report)
    shown = [node.id for node in found.nodes + found.alone]
    own = {graph.result_of(c["id"]) for c in report["claims"] if c["source"] == "mukherjee2020"}
    assert sorted(shown) == sorted([*own, "mukherjee2020.definition_9", "unal2021.lemma_1_2"])
    lemma = next(node for node in found.nodes if node.id == LEMMA)
    assert (lemma.parts, lemma.link, lemma.verdict) == (3, LEMMA, "proved")
    assert lemma.hint.startswith("Lemma 2.3.5: pieces of a composition of k sawtooths; proved as printed (3 parts")


def test_edges_are_the_uses_of_results(report: dict[str, Any]) -> None:
    report["claims"][2]["uses"] = [LEMMA, "mukherjee2020.definition_5", "mukherjee2020.theorem_2_3_7.a_step"]
    found = chapter(report)
    assert {(edge.used, edge.user) for edge in found.edges} == {
        ("mukherjee2020.definition_5", LEMMA),
        ("mukherjee2020.definition_9", LEMMA),
        ("mukherjee2020.theorem_2_3_7", LEMMA),
        ("unal2021.lemma_1_2", LEMMA),
    }
    edges_go_from_used_to_user(found)


def test_what_is_used_and_not_encoded_is_an_outlined_gap(report: dict[str, Any]) -> None:
    report["claims"][1]["uses"].append("mukherjee2020.nowhere_1")
    nodes = {node.id: node for node in chapter(report).nodes}
    gap, lost = nodes["mukherjee2020.definition_9"], nodes["mukherjee2020.nowhere_1"]
    assert (gap.verdict, gap.link, gap.elsewhere) == ("gap", gap.id, False)
    assert (lost.verdict, lost.link) == ("gap", None)
    other = nodes["unal2021.lemma_1_2"]
    assert (other.verdict, other.elsewhere) == ("refuted", True)
    assert other.title.startswith("Ünal et al. 2021: ")
    text = html.render(report)
    assert re.search(r'<a class="node n\d gap" href="#mukherjee2020.definition_9"', text)
    assert re.search(r'<g class="node n\d gap"', text)


def test_what_is_merged_is_drawn_as_what_covers_it(report: dict[str, Any]) -> None:
    rows = report["sources"][0]["contents"]
    rows[1]["note"] = "merged: see mukherjee2020.definition_5"
    found = chapter(report)
    assert "mukherjee2020.definition_9" not in {node.id for node in found.nodes}
    assert [(e.used, e.user) for e in found.edges].count(("mukherjee2020.definition_5", LEMMA)) == 1
    rows[1]["note"] = "merged: see mukherjee2020.definition_9"  # a circle, which the tests of the contents report
    assert "mukherjee2020.definition_9" in {node.id for node in chapter(report).nodes}
    rows[1]["note"] = "no claim: vague"
    assert any(node.hint.endswith("; no claim: vague") for node in chapter(report).nodes)


def test_parts_without_a_whole_are_what_the_weakest_is(report: dict[str, Any]) -> None:
    grown(report, {"lemma_7_1.a": [], "lemma_7_1.b": [], "lemma_7_2": ["lemma_7_1"]})
    weak = report["claims"][-2]
    weak["variants"] = weak["variants"] | {"printed": weak["variants"]["printed"] | {"verdict": "refuted"}}
    node = chapter(report, "7").nodes[0]
    assert (node.id, node.verdict, node.others) == ("mukherjee2020.lemma_7_1", "refuted", ("proved",))
    assert node.link == "mukherjee2020.lemma_7_1.b"


def test_parts_without_a_number_are_results(report: dict[str, Any]) -> None:
    assert graph.result_of("a2020.section_2_4.count") == "a2020.section_2_4.count"
    assert graph.result_of("a2020.lemma_2_4.count") == graph.result_of("a2020.lemma_2_4") == "a2020.lemma_2_4"


def test_unbound_results_are_named_in_a_line(report: dict[str, Any]) -> None:
    report["claims"][5]["uses"] = []
    found = chapter(report, "2", source=1)
    assert (found.nodes, [node.id for node in found.alone]) == ([], ["unal2021.theorem_2_1"])
    text = " ".join(html.render(report).split())
    assert '1 stands alone: no claim here uses another: <svg class="glyph' in text


def test_circles_are_broken_and_reported(report: dict[str, Any]) -> None:
    uses = {"lemma_7_1": ["lemma_7_3"], "lemma_7_2": ["lemma_7_1"], "lemma_7_3": ["lemma_7_2"], "lemma_7_4": []}
    found = chapter(grown(report, uses | {"lemma_7_5": ["lemma_7_4", "lemma_7_1"]}), "7")
    assert [[node.name for node in circle] for circle in found.circles] == [["Lemma 7.1", "Lemma 7.2", "Lemma 7.3"]]
    assert [(edge.used, edge.user) for edge in found.edges if edge.back] == [
        ("mukherjee2020.lemma_7_3", "mukherjee2020.lemma_7_1")
    ]
    edges_go_from_used_to_user(found)
    assert "In a circle, at least once the steps of proofs are put together:" in html.render(report)


def test_steps_that_go_to_and_fro_between_results_are_a_circle(report: dict[str, Any]) -> None:
    found = chapter(grown(report, {"lemma_7_1.a": [], "lemma_7_2": ["lemma_7_1.a"], "lemma_7_1": ["lemma_7_2"]}), "7")
    assert len(found.circles) == 1 and len(found.edges) == 2
    edges_go_from_used_to_user(found)


def test_a_known_graph_is_laid_out_without_a_crossing() -> None:
    """Crossed by its order of input alone: two paths of three, and an edge that passes a layer."""
    names, edges = list("abcdef"), [("a", "d"), ("b", "c"), ("d", "f"), ("c", "e"), ("a", "f")]
    placed = graph._place(names, edges)
    assert len({placed.places[name][0] for name in "ab"}) == len({placed.places[name][0] for name in "ef"}) == 1
    columns = [[("a",), ("b",)], [("c",), ("d",), ("a", "f", "1")], [("e",), ("f",)]]
    links = [(("a",), ("d",)), (("b",), ("c",)), (("d",), ("f",)), (("c",), ("e",))]
    links += [(("a",), ("a", "f", "1")), (("a", "f", "1"), ("f",))]
    _, right = graph._neighbours(links)
    assert graph.crossings(columns, right) == 2
    assert graph.crossings(graph._ordered(columns, links), right) == 0


def test_what_is_only_used_stands_beside_its_user() -> None:
    layer = graph._layers(list("abcde"), [("a", "b"), ("b", "c"), ("c", "d"), ("e", "d")])
    assert layer == {"a": 0, "b": 1, "c": 2, "d": 3, "e": 2}


def graphs(number: int) -> st.SearchStrategy[tuple[int, list[tuple[int, int]]]]:
    end = st.integers(0, number - 1)
    return st.tuples(st.just(number), st.lists(st.tuples(end, end), max_size=2 * number, unique=True))


@settings(max_examples=120, deadline=None)
@given(st.integers(2, 24).flatmap(graphs))
def test_any_graph_is_laid_out_in_order(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    number, pairs = drawn
    names = [f"n{i:02}" for i in range(number)]
    edges = [(names[a], names[b]) for a, b in pairs if a != b]
    placed = graph._place(names, edges)
    assert placed == graph._place(names, edges)
    assert list(placed.places) == [name for name in names if any(name in edge for edge in edges)]
    acyclic = all(a < b for a, b in edges)
    assert not (acyclic and (placed.back or placed.circles))
    assert bool(placed.back) is bool(placed.circles)
    nodes = [graph.Node(n, n, "", "proved", n, "", x=x, y=y, shelf=s) for n, (x, y, s) in placed.places.items()]
    found = Graph(nodes, [graph.Edge(*e, *placed.paths[e], back=e in placed.back) for e in edges],
                  width=placed.width, shelves=placed.shelves)  # fmt: skip
    boxes_are_apart(found)
    edges_go_from_used_to_user(found)


def test_a_large_chapter_is_drawn_quickly_enough_to_be_read(report: dict[str, Any]) -> None:
    """A hundred results that use one to three earlier ones: all there, apart, and the same twice."""
    uses = {f"lemma_7_{i}": [f"lemma_7_{i * k // 7}" for k in (2, 3, 5) if 0 < i * k // 7 < i] for i in range(1, 101)}
    found = chapter(grown(report, uses), "7")
    assert len(found.nodes) + len(found.alone) == 100
    assert found == chapter(report, "7")
    boxes_are_apart(found)
    edges_go_from_used_to_user(found)


def test_the_page_has_the_graph(report: dict[str, Any]) -> None:
    text = html.render(report)
    start = text.index('<details class="graph" id="graph.mukherjee2020.2"')
    drawing = text[start : text.index("</details>", start)]
    for node in chapter(report).nodes:
        link = rf'<a class="node n\d+ {node.verdict}[^"]*" href="#{re.escape(node.link or "")}"'
        assert len(re.findall(link, drawing)) == 1
    assert drawing.count('class="edge') == len(chapter(report).edges)
    assert '<use href="#v-refuted"/>' in drawing and "<script" not in drawing
    assert html.render(report) == text


def test_hostile_titles_are_escaped(report: dict[str, Any]) -> None:
    report["claims"][1]["title"] = '</title><script>window.hacked = 9</script>"><a href="https://e.org">$\\href{x}{y}$'
    text = html.render(report)
    start = text.index('<details class="graph"')
    drawing = text[start : text.index("</details>", start)]
    assert "<script" not in drawing and 'href="http' not in drawing
    assert "&lt;/title&gt;&lt;script&gt;" in drawing


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (r"$\delta$-nets", "δ-nets"),
        ("pieces of a composition of $k$ sawtooths", "pieces of a composition of k sawtooths"),
        ("2 binom(D,n) at most D^n, and $n^{2}$", "2 binom(D,n) at most Dⁿ, and n²"),
        (r"max{0, x} $\le \mathbb{R}$, k >= 2", "max{0, x} ≤ R, k ≥ 2"),
        (r"$\{0, 1\}$ costs $5 and $6", r"{0, 1} costs $5 and $6"),
        ("k^{n+1} stays", "k^{n+1} stays"),
    ],
)
def test_titles_lose_the_marks_of_latex(title: str, shown: str) -> None:
    assert graph._plain(title) == shown


def test_texts_are_cut_to_their_room() -> None:
    assert graph.fitted("short", 10, 100) == ["short"]
    assert graph.fitted("", 10, 100, 2) == [""]
    assert graph.fitted("two words", 10, 40, 2) == ["two", "words"]
    for text in ("a title of many words that goes on and on", "Donaudampfschifffahrtsgesellschaft", "平均" * 30):
        lines = graph.fitted(text, 10, 90, 2)
        assert len(lines) <= 2 and lines[-1].endswith("…")
        assert all(graph._width(line, 10) <= 90 for line in lines)
