"""The report as one HTML file that opens with a double click: no server, no request, readable without scripts.

Everything from the JSON is escaped by Jinja, or rebuilt element by element from a list of what is allowed: LaTeX
becomes MathML, Markdown becomes a few HTML elements, pictures become clean inline SVG. LaTeX or a picture that
cannot be converted is shown as text; rendering never fails on it.
"""

from __future__ import annotations

import base64
import hashlib
import inspect
import json
import math
import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup, escape

from reports import model

TEMPLATES = Path(__file__).with_name("templates")


def render(report: dict[str, Any]) -> str:
    """The report as one self-contained HTML document. The same report gives the same bytes."""
    env = _environment()
    script = env.get_template("script.js").render(index=_index(report))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    claims = model.ordered_claims(report)
    sections = {s["id"]: model.outline(report, s) for s in report["sources"]}
    orders = [model.in_order(report, s) for s in report["sources"]]
    before = {b["id"]: a for order in orders for a, b in pairwise(order)}
    after = {a["id"]: b for order in orders for a, b in pairwise(order)}
    entries = [entry for groups in sections.values() for _, group in groups for entry in group]
    variants = [(claim, name, variant) for claim in claims for name, variant in claim["variants"].items()]
    page = env.get_template("report.html").render(
        report=report,
        model=model,
        script=Markup(script),
        script_digest=digest,
        style=Markup(TEMPLATES.joinpath("style.css").read_text(encoding="utf-8")),
        tallies=[model.tally(report, s) for s in report["sources"]],
        sections=sections,
        orders={s["id"]: order for s, order in zip(report["sources"], orders, strict=True)},
        names={s["id"]: model.short_name(s) for s in report["sources"]},
        by_id={c["id"]: c for c in claims},
        rows={row["id"]: row for s in report["sources"] for row in s["contents"]},
        parents={step["id"]: e for e in entries for step in e.steps},
        steps={e.row["id"]: e.steps for e in entries},
        before=before,
        after=after,
        families=sorted({c["family"] for c in claims}),
        unexpected={(u["id"], u["variant"]): u for u in report["unexpected"]},
        rules=sorted({rule for _, _, variant in variants for rule in variant["rules"]}),
        cited={
            fact["id"]: [c for c, _, v in variants if v["reduction"] and fact["id"] in v["reduction"]["facts"]]
            for fact in report["facts"]
        },
    )
    return page.encode("utf-8", "replace").decode()  # a lone surrogate from the JSON could not be written


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(prose=prose, inline=inline, goal=goal, picture=picture, margin=margin, label=model.label)
    env.globals["plot"] = plot
    return env


def _index(report: dict[str, Any]) -> Markup:
    """The search's array, safe inside a script: [id, label, title, source, family, verdict], gaps with verdict ""."""
    rows = []
    for source in report["sources"]:
        for _, group in model.outline(report, source):
            for entry in group:
                if entry.claim is None:
                    row = entry.row
                    rows.append([row["id"], model.label(row), row["title"], source["id"], "", ""])
                for claim in ([entry.claim] if entry.claim else []) + entry.steps:
                    verdict = claim["variants"]["printed"]["verdict"]
                    name = model.label(claim)
                    rows.append([claim["id"], name, claim["title"], source["id"], claim["family"], verdict])
    text = json.dumps(rows, separators=(",", ":")).replace("],[", "],\n[")
    return Markup(text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026"))


def margin(value: float | None) -> Markup:
    """A margin as a typesetter would set it: 3.2 × 10⁻⁷, with a true minus."""
    digits, _, power = model.margin(value).partition("e")
    if value is None or not power.lstrip("+-").isdigit():
        return escape(model.margin(value).replace("-", "−" if value is not None else "–"))
    exponent = str(int(power)).replace("-", "−")
    return Markup("{} × 10<sup>{}</sup>").format(digits.replace("-", "−"), exponent)


# --- text: a little Markdown with $LaTeX$ -----------------------------------------------------------------------

# Pandoc's reading of dollars: no space inside them and no digit after, so that "$5 and $6" stays money.
_MATH = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?!\s)(?P<inline>(?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)", re.DOTALL)
_INLINE = re.compile(r"(?<!\\)(?:" + _MATH.pattern + r"|`(?P<code>[^`]+)`)", re.DOTALL)


def inline(text: str) -> Markup:
    """One line of text: $LaTeX$ and `code`, nothing else, so that "2*3*4" in a counterexample stays as it is."""
    out, at = [], 0
    for found in _INLINE.finditer(text):
        out.append(escape(text[at : found.start()]))
        code = found["code"]
        out.append(Markup("<code>{}</code>").format(code) if code else tex(found["inline"] or found["display"]))
        at = found.end()
    return Markup("").join([*out, escape(text[at:])])


def prose(text: str) -> Markup:
    """Paragraphs of Markdown (emphasis, code, lists, links that a reader may follow) with $LaTeX$."""
    return Markup(_markdown().render(inspect.cleandoc(text)))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False})
    # An image would be a request; indented code and underlined headings are accidents of a docstring's layout.
    md.disable(["image", "html_inline", "html_block", "code", "heading", "lheading", "hr", "reference"])
    md.inline.ruler.before("escape", "math", _math_rule)
    md.add_render_rule("math", lambda self, tokens, i, options, env: str(tokens[i].meta["mathml"]))
    return md


def _math_rule(state: StateInline, silent: bool) -> bool:
    found = _MATH.match(state.src, state.pos) if state.src[state.pos] == "$" else None
    if found is None:
        return False
    if not silent:
        display = found["display"]
        state.push("math", "", 0).meta = {"mathml": tex(display, block=True) if display else tex(found["inline"])}
    state.pos = found.end()
    return True


# --- LaTeX to MathML -----------------------------------------------------------------------------------------


class _Unconvertible(Exception):
    """LaTeX that would not come out as it was meant: it is shown as written instead."""


_ARITY = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_TAGS = {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msqrt", "mtable", "mtr", "mtd", "mstyle", "mphantom"}
_KEPT = {"stretchy", "fence", "form", "minsize", "maxsize", "linethickness", "displaystyle", "scriptlevel", "width"}
_ENVIRONMENTS = {"align*", "cases", "array", "split", "matrix", "pmatrix", "bmatrix", "vmatrix"}
_LIMITS = {"max", "min", "sup", "inf", "lim", "limsup", "liminf", "argmax", "argmin", "esssup", "essinf"}
_ACCENTS = set("^~¯→˙¨ˇ―`´")
_ALPHABETS = {
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]+);")
_LONG = 40


def tex(latex: str, block: bool = False) -> Markup:
    """LaTeX as MathML, long formulas in pieces between which a browser may break the line.

    `block` sets a formula on lines of its own. What cannot be converted is returned as <code> with the LaTeX.
    """
    try:
        if len(latex) > 20_000:
            raise _Unconvertible
        lines = [_joined(_breakable(line), block) for line in _lines(_usual(latex))]
    except Exception:  # latex2mathml raises many kinds on malformed input; a report must survive all of them
        return Markup('<code class="tex">{}</code>').format(latex)
    body = Markup("<br>").join(lines)
    return Markup('<span class="display">{}</span>').format(body) if block else body


def goal(latex: str) -> Markup:
    """The LaTeX of a goal, on lines of its own."""
    return tex(latex, block=True)


def _joined(parts: list[str], block: bool) -> Markup:
    """Formulas side by side, a space after a comma; before a relation MathML sets its own."""
    spaces = [Markup(" ") if part[-1] in ",:;" else Markup("<wbr>") for part in parts]
    pairs = [(_mathml(part, block), space) for part, space in zip(parts, spaces, strict=True)]
    return Markup("").join(item for pair in pairs for item in pair).removesuffix("<wbr>")


def _usual(latex: str) -> str:
    """The same LaTeX in the commands that latex2mathml knows."""
    latex = re.sub(r"\\(begin|end)\{(aligned|align)\}", r"\\\1{align*}", latex.strip())
    latex = latex.replace(":=", r"\coloneqq ")
    return re.sub(r"\\not\s*\\in\b", r"\\notin", re.sub(r"\\not\s*=", r"\\neq", latex))


def _lines(latex: str) -> list[str]:
    """Split at top-level double backslashes."""
    cuts = [(start, end) for start, end, token, depth in _tokens(latex) if token == r"\\" and not depth[0]]
    return [line for line in _cut(latex, [p for cut in cuts for p in cut]) if line.strip(r"\ ")] or [latex]


def _breakable(latex: str) -> list[str]:
    """Cut a long formula after its commas and before its connectives, then, where still long, before relations."""
    parts = [latex]
    for pattern, inside in ((_CONNECTIVES, False), (_RELATIONS, False), (_CONNECTIVES, True), (_RELATIONS, True)):
        parts = [piece for part in parts for piece in (_pieces(part, pattern, inside) if len(part) > _LONG else [part])]
    return parts


_CONNECTIVES = re.compile(r"\\(Rightarrow|implies|iff|Leftrightarrow|land|wedge|lor|vee|Longrightarrow)\b|[,:;]$")
_RELATIONS = re.compile(r"\\(le|leq|ge|geq|ne|neq|to|mapsto|equiv|coloneqq|leqslant|geqslant)\b|[=<>]$")


def _pieces(latex: str, where: re.Pattern[str], inside: bool) -> list[str]:
    cuts = []
    for start, end, token, (braces, brackets) in _tokens(latex):
        if braces or (brackets and not inside) or not where.match(token):
            continue
        cuts.append(end if token in ",:;" else start)
    pieces = [re.sub(r"^(\\[,;: ]|\s)+|(\\[,;: ]|\s)+$", "", piece) for piece in _cut(latex, cuts)]
    return [piece for piece in pieces if piece]


def _cut(text: str, places: list[int]) -> list[str]:
    ends = [0, *places, len(text)]
    return [text[a:b] for a, b in pairwise(ends)]


_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)


def _tokens(latex: str) -> list[tuple[int, int, str, tuple[int, int]]]:
    """(start, end, token, (depth in groups, depth in brackets)) for each token of the LaTeX."""
    out, braces, brackets = [], 0, 0
    for found in _TOKEN.finditer(latex):
        token = found[0]
        if token in ("}", r"\end", r"\right"):
            braces -= 1
        elif token in (")", "]", r"\}", r"\rbrace", r"\rangle"):
            brackets = max(0, brackets - 1)
        out.append((found.start(), found.end(), token, (braces, brackets)))
        if token in ("{", r"\begin", r"\left"):
            braces += 1
        elif token in ("(", "[", r"\{", r"\lbrace", r"\langle"):
            brackets += 1
    return out


@lru_cache(maxsize=4096)
def _mathml(latex: str, block: bool) -> Markup:
    if not latex.strip() or not set(re.findall(r"\\begin\{([^}]*)\}", latex)) <= _ENVIRONMENTS:
        raise _Unconvertible
    root = _tidy(convert_to_element(latex, display="block" if block else "inline"), block)
    root.attrib = {"displaystyle": "true"} if block else {}
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _tidy(old: ElementTree.Element, display: bool) -> ElementTree.Element:
    """Rebuild what latex2mathml made as MathML Core, from allowed elements and attributes only."""
    tag = "mrow" if old.tag == "mo" and len(old) else old.tag  # \mathop{...} puts a row into an operator
    children = [_tidy(child, display and tag in ("math", "mrow", "mstyle", "mtable", "mtr", "mtd")) for child in old]
    if (tag not in _TAGS and tag not in _ARITY) or len(children) != _ARITY.get(tag, len(children)):
        raise _Unconvertible
    new = ElementTree.Element(tag, {k: v for k, v in old.attrib.items() if k in _KEPT})
    if old.get("width") == "negativethinmathspace":
        new.set("width", "-0.167em")
    if old.get("columnalign") in ("left", "right"):
        new.set("class", f"to-{old.get('columnalign')}")
    if tag in ("mi", "mn", "mo", "mtext"):
        _tidy_token(new, old)
    else:
        new.extend(_spaced(children) if tag in ("math", "mrow", "mtd", "mstyle") else children)
    if tag == "mover" and (children[1].text or "") in _ACCENTS:
        new.set("accent", "true")
    if display and tag in ("msub", "msubsup") and (children[0].text or "").replace("\u202f", "") in _LIMITS:
        new.tag = {"msub": "munder", "msubsup": "munderover"}[tag]
    return new


def _tidy_token(new: ElementTree.Element, old: ElementTree.Element) -> None:
    raw = old.text or ""
    text = _REFERENCE.sub(lambda found: chr(int(found[1], 16)), raw)
    if "\\" in raw or (new.tag == "mi" and raw in ("{", "}", "&")) or (new.tag == "mtext" and "$" in raw):
        raise _Unconvertible  # a command it does not know, an unbalanced brace, mathematics inside text
    text = text.replace("\u2006", "\u202f")
    style = old.get("mathvariant", "")
    if style in _ALPHABETS and new.tag != "mtext":
        text = "".join(_styled(letter, _ALPHABETS[style]) for letter in text)
    elif (
        new.tag == "mi"
        and len(text) == 1
        and (style == "normal" or (text.isascii() and text.isalpha() and raw != text) or "Α" <= text <= "Ω")
    ):
        # A lone <mi> is set italic, but not in \mathrm{d}, nor is a capital Greek letter.
        new.set("mathvariant", "normal")
    if new.tag == "mi" and len(text) == 1 and text not in "∞∂∇∅⊤⊥°′″‴…#%$&":
        if unicodedata.category(text)[0] in "SP":
            new.tag = "mo"
            if text in "⟨{":
                new.attrib.update(form="prefix", stretchy="false")
            elif text in "⟩}":
                new.attrib.update(form="postfix", stretchy="false")
            elif raw != text and text == ":":
                new.set("lspace", "0")  # \colon
    elif new.tag == "mo" and text in ("mod", "/"):
        space = "0" if text == "/" else "0.222em"
        new.attrib.update(lspace=space, rspace=space)
    elif new.tag == "mo" and (text in ("…", "⋯") or (len(text) > 1 and text.replace("\u202f", "").isalpha())):
        new.tag = "mi"
    new.text = text


def _styled(letter: str, style: str) -> str:
    case = "DIGIT" if letter.isdigit() else "CAPITAL" if letter.isupper() else "SMALL"
    kind = f"{case} {unicodedata.name(letter, '?').split()[-1]}"
    for name in (f"MATHEMATICAL {style} {kind}", f"{style.replace('FRAKTUR', 'BLACK-LETTER')} {kind}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return letter


def _spaced(row: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """A row with bars told apart (opening, closing) and the thin spaces that TeX sets around function names."""
    _pair_bars(row)
    out: list[ElementTree.Element] = []
    for node, following in zip(row, [*row[1:], None], strict=False):
        if out and _is_function(node) and out[-1].tag not in ("mo", "mspace"):
            out.append(ElementTree.Element("mspace", width="0.167em"))
        out.append(node)
        if following is None or not _is_function(node) or following.tag == "mspace":
            continue
        first = following[0] if following.tag == "mrow" and len(following) else following
        if first.tag != "mo" or (first.get("form") == "prefix" and first.text in ("|", "‖")):
            out.append(ElementTree.Element("mspace", width="0.167em"))
    return out


def _is_function(node: ElementTree.Element) -> bool:
    base = node[0] if node.tag in _ARITY and node.tag not in ("mfrac", "mroot", "mover") else node
    return base.tag == "mi" and len(base.text or "") > 1


def _pair_bars(row: list[ElementTree.Element]) -> None:
    """Mark | and ‖ as fences where they pair up between two brackets; a lone one (KL(p ‖ q)) stays an operator."""
    levels: list[dict[str, list[ElementTree.Element]]] = [{}]
    done = []
    for node in row:
        bar = node[0] if node.tag in ("msub", "msup", "msubsup") else node
        if bar.tag != "mo" or bar.get("form"):
            continue
        if bar.text in ("(", "["):
            levels.append({})
        elif bar.text in (")", "]") and len(levels) > 1:
            done.append(levels.pop())
        elif bar.text in ("|", "‖"):
            levels[-1].setdefault(bar.text, []).append(bar)
    for bars in (bars for level in done + levels for bars in level.values() if len(bars) % 2 == 0):
        for i, bar in enumerate(bars):
            bar.attrib.update(form="postfix" if i % 2 else "prefix", stretchy="false", fence="true")


# --- pictures ------------------------------------------------------------------------------------------------

_SVG_TAGS = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs"}
_SVG_TAGS |= {"use", "clipPath", "linearGradient", "radialGradient", "stop", "title", "desc", "marker", "pattern"}
_SVG_TAGS |= {"mask", "symbol", "style", "image"}
_SVG_CALLS = {"url", "rgb", "rgba", "hsl", "var", "matrix", "translate", "scale", "rotate", "skewx", "skewy"}
_DATA_IMAGE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*\Z")


def picture(svg: str, prefix: str) -> Markup:
    """An SVG string as clean inline SVG, its ids prefixed so that pictures do not mix; a note where it is not SVG.

    Scripts, handlers, links, foreign content and every reference outside the file are dropped.
    """
    start = svg.find("<svg")
    try:
        # Cutting the prolog off cuts off its entities too.
        root = _clean(ElementTree.fromstring(svg[start:] if start >= 0 else svg), prefix)
    except (ElementTree.ParseError, RecursionError, UnicodeError):
        root = None
    if root is None or root.tag != "svg":
        return Markup('<p class="quiet">This picture is not well-formed SVG and is left out.</p>')
    if "viewBox" in root.attrib:
        root.attrib.pop("height", None)  # kept, it would letterbox the picture on a narrow screen
    root.set("id", prefix)
    root.set("role", "img")
    paper = "" if "currentColor" in svg else " paper"
    drawing = Markup(ElementTree.tostring(root, encoding="unicode"))
    return Markup('<div class="drawing{}">{}</div>').format(paper, drawing)


def _clean(old: ElementTree.Element, prefix: str) -> ElementTree.Element | None:
    tag = old.tag.rpartition("}")[2]
    if tag not in _SVG_TAGS:
        return None
    new = ElementTree.Element(tag)
    for name, value in old.attrib.items():
        name = name.rpartition("}")[2]
        calls = set(re.findall(r"([\w-]+)\s*\(", value.lower()))
        if name.lower().startswith("on") or "\\" in value or not calls <= _SVG_CALLS:
            continue
        if re.search(r"url\(\s*['\"]?\s*[^#'\"\s]", value, re.IGNORECASE):
            continue
        if name == "href":
            if not (value.startswith("#") or (tag == "image" and _DATA_IMAGE.match(value))):
                continue
            value = f"#{prefix}-{value[1:]}" if value.startswith("#") else value
        if name == "id":
            value = f"{prefix}-{value}"
        new.set(name, re.sub(r"url\((['\"]?)#", rf"url(\1#{prefix}-", value))
    if tag == "style":
        text = "".join(old.itertext())
        if not re.fullmatch(r"[^<@\\()]*", text) or not re.fullmatch(r"([^{}]*\{[^{}]*\})*[^{}]*", text):
            return None
        new.text = f"#{prefix} {{ {text} }}"  # nested, so that a picture's rules stay in the picture
        return new
    new.text, new.tail = old.text, old.tail
    new.extend(child for child in (_clean(child, prefix) for child in old) if child is not None)
    return new


WIDTH, HEIGHT = 208, 64


def plot(points: list[tuple[Any, float | None]]) -> dict[str, Any] | None:
    """Where a margin plot's marks go, in a box of WIDTH by HEIGHT; None where fewer than two points can be drawn.

    Values of a parameter may be numbers or fractions as text; a range of more than two decades is drawn on a
    logarithmic axis. The margin's axis always contains zero.
    """
    found = sorted((x, float(y)) for raw, y in points if y is not None and (x := _coordinate(raw)) is not None)
    if len(found) < 2 or found[0][0] == found[-1][0]:
        return None
    xs, ys = [x for x, _ in found], [y for _, y in found]
    logarithmic = xs[0] > 0 and xs[-1] / xs[0] > 100
    places = [math.log(x) for x in xs] if logarithmic else xs
    low, high = min(0.0, *ys), max(0.0, *ys)
    wide, tall = places[-1] - places[0], (high - low) or 1.0
    dots = [
        (round((p - places[0]) / wide * WIDTH, 1), round((high - y) / tall * HEIGHT, 1), y < 0, f"{x:.6g}", f"{y:.3g}")
        for p, x, y in zip(places, xs, ys, strict=True)
    ]
    return {
        "dots": dots,
        "zero": round(high / tall * HEIGHT, 1),
        "from": f"{xs[0]:.6g}",
        "to": f"{xs[-1]:.6g}",
        "high": f"{high:.2g}",
        "low": f"{low:.2g}",
        "logarithmic": logarithmic,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _coordinate(value: Any) -> float | None:
    try:
        number = float(Fraction(value)) if isinstance(value, str) and "/" in value else float(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None
