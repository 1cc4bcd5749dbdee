"""The summary for CI: what it says, and that hostile text stays text."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt

from reports import markdown, model


def test_it_says_what_matters(report: dict[str, Any]) -> None:
    text = markdown.render(report)
    assert model.sentence(report) in text
    assert "| Mukherjee 2020 | 2 |  | 1 |  | 1 |  |  | 2 of 4 | 6 of 7 |" in text
    assert "**Lemma 1.2** (Ünal et al. 2021). False for every even $p$: the left side is $p/2$." in text
    assert r"Counterexample: p = 2: the left side is 1, the right side is 1/2, and 2\*1\*1 \> 1\*1." in text
    assert "Repaired: **proved**." in text
    assert "| 3.2e-07 | x = 1/3" in text
    assert "expected **proved**, found **tested**" in text
    assert "the multiplier of $h_a(x)$ is negative" in text


def test_hostile_text_stays_text(report: dict[str, Any]) -> None:
    printed = report["claims"][4]["variants"]["printed"]
    printed["why"] = "a | b <script>1</script> [x](javascript:1) ![y](z) `<b>|` $|x| < y$ **b**\n\n# h\n- @someone"
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(markdown.render(report))
    assert "<script>" not in rendered
    assert "<img" not in rendered
    assert "href" not in rendered
    assert "&lt;script&gt;1&lt;/script&gt; [x](javascript:1) ![y](z)" in rendered
    assert r"$\vert x\vert  \lt  y$" in rendered
    assert rendered.count("<h1>") == 1


def test_tables_keep_their_columns(report: dict[str, Any]) -> None:
    report["claims"][3]["title"] = "a | b $|x|$ `c|d`"
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(markdown.render(report))
    rows = rendered.split("<h2>The tightest</h2>")[1].split("<tr>")[1:]
    assert {row.count("<td") + row.count("<th") - row.count("<thead") for row in rows} == {4}
    assert r"a | b $\vert x\vert $ <code>c|d</code>" in rendered


def test_nothing_to_say(empty: dict[str, Any]) -> None:
    text = markdown.render(empty)
    assert "No claim was selected." in text
    assert "None." in text
    assert "Nothing: every verdict is the one its file expects." in text
