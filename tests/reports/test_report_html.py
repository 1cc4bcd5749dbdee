"""The HTML report as a document: complete, self-contained, and deaf to hostile text. Behaviour: test_browser.py."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import html, mathml, model, prose, svg

VOID = {"meta", "input", "br", "wbr", "hr", "img", "link"}


class Page(HTMLParser):
    """Elements, ids, links and visible text of a document, and whether its tags balance."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.stack: list[str] = []
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.stack and self.stack[-1] == tag, f"</{tag}> closes {self.stack[-3:]}"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.stack):
            self.text.append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


@pytest.fixture
def page(report: dict[str, Any]) -> Page:
    return Page(html.render(report))


def words(text: list[str]) -> str:
    return " ".join("".join(text).split())


def test_addresses_are_unique_and_every_link_arrives(page: Page, report: dict[str, Any]) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    for claim in report["claims"]:
        assert claim["id"] in ids
        for variant in claim["variants"]:
            assert f"{claim['id']}.{variant}" in ids
    inside = [value[1:] for value in page.values("href") if value.startswith("#") and not value.startswith("#?")]
    assert set(inside) <= {*ids, "all"}


def test_one_file_that_asks_for_nothing(page: Page) -> None:
    assert not {"link", "img", "iframe", "object", "embed", "base", "foreignobject", "video", "audio"} & set(page.tags)
    assert page.tags.count("script") == 1
    assert page.values("src") == []
    assert [v for v in page.values("href") if not v.startswith("#")] == [
        "https://example.org/mukherjee2020",
        "https://example.org/p.png",
        "https://example.org/p.png",
    ]
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert not [v for v in page.values("style") if "url" in v]


def test_only_the_script_of_the_page_may_run(report: dict[str, Any]) -> None:
    text = html.render(report)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'" in text
    assert "</" not in script[1]


def test_hostile_text_is_shown_as_text(page: Page) -> None:
    text = words(page.text)
    assert "<script>window.hacked = 3</script>." in text
    assert "</script><script>window.hacked = 5</script>." in text
    assert '<img src=x onerror="window.hacked=4">' in text
    assert "[a link](javascript:alert(1))" in text
    assert "Notes <em>on</em> means & medians" in text
    assert "平均" in text
    assert "window.hacked" not in "".join(page.values("d") + page.values("class"))


def test_the_front(page: Page, report: dict[str, Any]) -> None:
    text = words(page.text)
    front = text[: text.index("What is trusted A verdict")]
    assert model.sentence(report) in front
    assert "1 false as printed. 2 of 2 stated results read; 4 of 4 mutants killed." in front
    assert "p = 2: the left side is 1, the right side is 1/2, and 2*1*1 > 1*1." in front
    assert "3.2 × 10−7" in front
    assert "expected proved, found tested" in front


def test_a_claim_answers_the_four_questions(report: dict[str, Any]) -> None:
    text = html.render(report)
    start = text.index('<article class="page claim" id="mukherjee2020.lemma_2_3_5">')
    article = words(Page(text[start : text.index("</article>", start) + len("</article>")]).text)
    assert "By induction on k: each piece of" in article
    for question in ("Stated", "Checked", "How do we know?", "How tight is it?", "Could the check have failed?"):
        assert question in article
    assert "python -m certs check certs/store/mukherjee2020/lemma_2_3_5.printed.json" in article
    assert "145 steps, 30,112 bytes" in article
    assert report["claims"][1]["variants"]["printed"]["certificates"][0]["sha256"] in article
    assert "Smallest margin 0 (attained) at p = 1, k = 2, over 1,000,000 instances." in article
    assert "2 of 3 mutants killed." in article
    assert "survived k≥0" in article
    assert "Definition 9" in article
    assert "Lemma 2.3.5, total count →" in article


def test_definitions_are_given_once_and_in_words(report: dict[str, Any]) -> None:
    variants = report["claims"][1]["variants"]
    new = {"name": "Laps", "latex": "x", "text": "Laps of f."}
    variants["sharpened"]["definitions"] = [*variants["printed"]["definitions"], new]
    text = html.render(report)
    start = text.index('<article class="page claim" id="mukherjee2020.lemma_2_3_5">')
    article = text[start : text.index("</article>", start)]
    assert article.count("<dt>Pieces</dt>") == article.count("<dt>Laps</dt>") == 1
    assert 'and <a href="#mukherjee2020.lemma_2_3_5.where.Pieces">Pieces</a>' in " ".join(article.split())
    assert "The number of pieces of <i>f</i>" in article


def test_gaps_are_visible(report: dict[str, Any]) -> None:
    text = html.render(report)
    assert '<div class="entry gap" id="mukherjee2020.definition_9">' in text
    assert "no claim yet" in text


def test_a_row_says_why_it_has_no_claim(report: dict[str, Any]) -> None:
    rows = report["sources"][0]["contents"]
    rows[0]["note"], rows[1]["note"] = "ours", "quoted; merged: see mukherjee2020.lemma_2_3_5"
    rows.append(rows[1] | {"id": "mukherjee2020.figure_1", "note": "no claim: <b>a sketch</b>; nothing is said"})
    rows.append(rows[1] | {"id": "mukherjee2020.figure_2", "note": "merged: see <nowhere>"})
    page = html.render(report)
    text = words(Page(page).text)
    assert "merged: see Lemma 2.3.5 quoted from elsewhere" in text
    assert "no claim: <b>a sketch</b>; nothing is said" in text
    assert "no claim yet merged: see <nowhere>" in text
    assert "not in the text" in text
    assert "2 of 6 stated results read, 2 set aside with a reason" in text
    assert "None false as printed. 2 of 6 stated results read, 2 set aside with a reason; " in text


def test_same_report_same_bytes(report: dict[str, Any]) -> None:
    assert html.render(report) == html.render(report)


def test_reports_of_nothing_render(empty: dict[str, Any], report: dict[str, Any]) -> None:
    assert "No claim was selected." in html.render(empty)
    report["claims"], report["unexpected"] = [], []
    assert "no claim yet" in html.render(report)


def test_absent_evidence_renders(report: dict[str, Any]) -> None:
    for claim in report["claims"]:
        for variant in claim["variants"].values():
            variant.update(falsification=None, certificates=[], rules=[], definitions=[], reduction=None, why="")
    text = html.render(report)
    assert "No margin was measured." in text
    assert "There is no certificate." in text


def test_a_lone_surrogate_can_be_written(report: dict[str, Any]) -> None:
    report["claims"][0]["statement"] = "\ud800"
    assert html.render(report).encode("utf-8")


# --- LaTeX ---


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        (r"\mathbb{R}^{n \times m}", "<mi>ℝ</mi>"),
        (r"\mathbb{1}", "𝟙"),
        (r"\mathscr{L}", "ℒ"),
        (r"\boldsymbol{\alpha}", "𝜶"),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi><mi>x</mi>'),
        (r"\Delta", '<mi mathvariant="normal">Δ</mi>'),
        (r"\operatorname{rank}(A)", "<mi>rank</mi><mo"),
        (r"\operatorname{rank} A", '<mi>rank</mi><mspace width="0.167em"'),
        (r"|x|", 'form="prefix"'),
        (r"\lVert x \rVert_2", 'form="postfix"'),
        (r"a := b", "<mo>≔</mo>"),
        (r"a \implies b", "<mo>⟹</mo>"),
        (r"\begin{cases} a & x < 0 \\ b & \text{else} \end{cases}", 'class="to-left"'),
        (r"\begin{aligned} a &= b \\ &\le c \end{aligned}", "<mtable"),
        (r"\lfloor x \rfloor \bmod 2", 'lspace="0.222em"'),
        (r"a \not= b", "<mo>≠</mo>"),
        (r"\text{a < b \& c}", None),
        (r"\text{a <b> c}", "a\u00a0&lt;b&gt;\u00a0c"),
    ],
)
def test_latex_becomes_mathml(latex: str, part: str | None) -> None:
    made = mathml.tex(latex)
    assert (part in made) if part else made.startswith("<code")
    Page(made)


@pytest.mark.parametrize(
    "latex",
    [
        "",
        " ",
        "{",
        "}",
        "x^",
        "x^2^3",
        r"\frac{a}",
        r"\left( x",
        r"\foo{x}",
        r"\begin{tikzpicture}x\end{tikzpicture}",
        "a & b",
        r"\text{if $x$}",
        r"\unicode{99999999}",
        "{" * 5000 + "}" * 5000,
        "x" * 30_000,
    ],
)
def test_latex_that_cannot_be_converted_is_shown_as_written(latex: str) -> None:
    made = mathml.tex(latex)
    assert made.startswith('<code class="tex">')
    assert words(Page(made).text) == " ".join(latex.split())


@pytest.mark.parametrize("latex", [r"\href{javascript:alert(1)}{x}", r"\style{background:url(http://a)}{y}"])
def test_latex_brings_no_link_and_no_style(latex: str) -> None:
    made = mathml.tex(latex)
    assert "javascript" not in made and "url" not in made


def test_long_formulas_may_break_and_lose_nothing() -> None:
    latex = r"\forall M > 0,\ \forall p, k \ge 1:\ f(x, y) \le g(x) \land \max_{x, y \in [0, M]} H(x, y) = M"
    latex += r" \\ \text{or, else}"
    made = mathml.goal(latex)
    assert made.count("<math") > 4
    assert made.count("<br>") == 1
    assert "<munder>" in made
    assert "".join("".join(Page(made).text).split()) == "∀M>0,∀p,k≥1:f(x,y)≤g(x)∧maxx,y∈[0,M]H(x,y)=Mor,else"


def test_a_goals_rows_may_break() -> None:
    latex = r"""\begin{aligned}
    & \forall x: \\
    & \quad \quad \begin{cases} 1 & x \le -1 \\ 0 & \text{otherwise} \end{cases} \\
    & \quad \Rightarrow F(x) \;:\Leftrightarrow x = -1
    \end{aligned}"""
    made = mathml.goal(latex)
    assert re.findall(r'class="row" style="--in:(\d)"', made) == ["0", "2", "1"]
    assert made.count("<mtable") == 1
    assert made.count('<mo form="prefix">−</mo>') == 2
    assert '<mo rspace="0">:</mo><mo lspace="0">⇔</mo>' in made
    assert 'class="row"' not in mathml.goal(r"\begin{aligned} a &= b \\ &\le c \end{aligned}")


# --- text and pictures ---


def test_dollars() -> None:
    assert prose.inline("from $5 to $6, or 2*3*4") == "from $5 to $6, or 2*3*4"
    assert prose.inline("$x$ and `a<b`") == "<math><mrow><mi>x</mi></mrow></math> and <code>a&lt;b</code>"
    assert prose.prose("a $x_1 * y_2 * z$ *b*").count("<em>") == 1
    assert "display" in prose.prose("so\n\n$$x = 1$$\n\nholds")


def test_punctuation_stays_with_its_formula() -> None:
    for made in (prose.inline("so $x = 1$, and"), prose.prose("so $x = 1$, and")):
        assert re.search(r'<span class="close"><math>.*</math>,</span> and', made)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("for p odd and k >= 2.", "for <i>p</i> odd and <i>k</i>~≥~2."),
        ("(-oo, 0] and [1/2, oo)", "(−∞, 0] and [1/2, ∞)"),
        ("sqrt(2/pi) = 0.8, sqrt 2, sqrt(n)", "√(2/<i>π</i>)~=~0.8, √2, √<i>n</i>"),
        ("eta (1 - eta L/2) |grad f|^2", "<i>η</i> (1 − <i>η</i> <i>L</i>/2) |∇<i>f</i>|<sup>2</sup>"),
        ("2^(k-1) w_1 ... w_k", "2<sup><i>k</i>−1</sup> <i>w</i><sub>1</sub> … <i>w</i><sub><i>k</i></sub>"),
        ("lambda_i serves <r, b^i>", "<i>λ</i><sub><i>i</i></sub> serves ⟨<i>r</i>, <i>b</i><sup><i>i</i></sup>⟩"),
        ("a tent, h_a, a = 1/2", "a tent, <i>h</i><sub><i>a</i></sub>, <i>a</i>~=~1/2"),
        ("max(0, a x + c) at a point", "max(0, <i>a</i> <i>x</i> + <i>c</i>) at a point"),
        ("pieces_inside = 2, t1 = -1", "<i>pieces inside</i>~=~2, <i>t</i><sub>1</sub>~=~−1"),
        ("{0, 1}^n, log2(n)", "{0, 1}<sup><i>n</i></sup>, log<sub>2</sub>(<i>n</i>)"),
        ("f: R -> R, x != 0", "<i>f</i>: <i>R</i>~→~<i>R</i>, <i>x</i>~≠~0"),
        # Words, names and code stay as they are.
        ("e.g. Lemma 2.A.6, well-known; I say don't", "e.g. Lemma 2.A.6, well-known; I say don&#39;t"),
        ("see lemma_2_3_5, --rebuild, pint, `k >= 2`", "see lemma_2_3_5, --rebuild, pint, <code>k &gt;= 2</code>"),
        ("2*3*4 <script>", "2*3*4 &lt;script&gt;"),
    ],
)
def test_mathematics_in_ascii(text: str, made: str) -> None:
    assert prose.typeset(text) == made.replace("~", "\N{NO-BREAK SPACE}")


def test_an_argument_is_markdown_with_mathematics_in_ascii() -> None:
    made = prose.argument("Since |x_i| = 1, *each* `x_i` has $x$, and -R <= w_r . x_i:\n\n- S_i^perp, lemma_2_5")
    assert "|<i>x</i><sub><i>i</i></sub>|\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1, <em>each</em> <code>x_i</code>" in made
    assert "<li><i>S</i><sub><i>i</i></sub><sup>⊥</sup>, lemma_2_5</li>" in made
    assert prose.argument("<br> & x^2") == "<p>&lt;br&gt; &amp; <i>x</i><sup>2</sup></p>\n"


def test_an_instance_is_set() -> None:
    made = prose.assignment({"w_1": "-1/2", "pieces_inside": "3", "lambda": "1", "no": "2"})
    pairs = ["<i>w</i><sub>1</sub>~=~−1/2", "<i>pieces inside</i>~=~3", "<i>λ</i>~=~1", "<i>no</i>~=~2"]
    assert made == ", ".join(pairs).replace("~", "\N{NO-BREAK SPACE}")
    assert prose.assignment(None) == ""


def test_pictures_are_cleaned() -> None:
    made = svg.picture(
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x "y">]><svg viewBox="0 0 9 9" height="9" onload="a()">'
        '<style>*{fill: red}</style><style>@import "x";</style><script>a()</script><a href="https://e.org"><g/></a>'
        '<g id="c" style="fill: url(#d)" clip-path="url(https://e.org)"/><use href="#c"/><use href="https://e.org/#c"/>'
        '<image href="data:image/png;base64,AA=="/><image href="https://e.org/x.png"/>'
        '<rect style="fill: image-set(&quot;https://e.org&quot;)"/></svg>',
        "pic",
    )
    assert "e.org" not in made and "a()" not in made and "@import" not in made and "onload" not in made
    assert '<g id="pic-c" style="fill: url(#pic-d)"' in made
    assert '<use href="#pic-c"' in made
    assert "#pic { *{fill: red} }" in made
    assert "data:image/png" in made


@pytest.mark.parametrize("drawing", ["", "<svg", "<p>x</p>", "<svg><g></svg>", "<svg>" + "<g>" * 100_000, "&x;"])
def test_what_is_no_picture_is_left_out(drawing: str) -> None:
    assert "left out" in svg.picture(drawing, "pic")


def test_plots() -> None:
    assert svg.plot([]) is None
    assert svg.plot([(1, 0.5)]) is None
    assert svg.plot([(1, 0.5), (1, 0.25), ("x", 1.0), ("1/0", 1.0), (2, None)]) is None
    found = svg.plot([("1/2", 0.5), ("2", -0.5), (1, 0.0)])
    assert found is not None
    assert [dot[:3] for dot in found["dots"]] == [(0.0, 0.0, False), (69.3, 32.0, False), (208.0, 64.0, True)]
    assert svg.plot([(1, 0.0), (1000, 0.0)])["logarithmic"]  # type: ignore[index]


HOSTILE = st.text(alphabet=st.sampled_from("$`*_\\{}[]()<>&\"'|#!~^ \nax1é") | st.characters(), max_size=60)


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_no_text_breaks_the_page(text: str) -> None:
    allowed = {"p", "em", "strong", "code", "pre", "ul", "ol", "li", "a", "br", "wbr", "blockquote", "span", "math"}
    allowed |= {"i", "sub", "sup"} | mathml._TAGS | set(mathml._ARITY)
    makers = (prose.prose, prose.argument, prose.inline, prose.typeset, prose.symbol, mathml.tex, mathml.goal)
    for made in (*(make(text) for make in makers), svg.picture(text, "pic")):
        page = Page(str(made).encode("utf-8", "replace").decode())
        assert set(page.tags) <= allowed
        assert all(v.startswith(("http:", "https:", "mailto:", "/", "#")) or ":" not in v for v in page.values("href"))
