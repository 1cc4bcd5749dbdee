"""LaTeX to MathML: what a browser sets without a script, rebuilt element by element from a list of what is allowed.

LaTeX that would not come out as it was meant is shown as it was written; nothing raises.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element
from markupsafe import Markup


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
        usual = _usual(latex)
        rows = _rows(usual) if block else []
        lines = [_joined(_breakable(line), block) for line in [row for _, row in rows] or _lines(usual)]
    except Exception:  # latex2mathml raises many kinds on malformed input; a report must survive all of them
        return Markup('<code class="tex">{}</code>').format(latex)
    body = Markup("<br>").join(lines)
    if rows:
        row = Markup('<span class="row" style="--in:{}">{}</span>')
        body = Markup("").join(row.format(indent, line) for (indent, _), line in zip(rows, lines, strict=True))
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
    latex = latex.replace(":=", r"\coloneqq ").replace(r":\Leftrightarrow", r"{:\Leftrightarrow}")
    return re.sub(r"\\not\s*\\in\b", r"\\notin", re.sub(r"\\not\s*=", r"\\neq", latex))


def _rows(latex: str) -> list[tuple[int, str]]:
    """The rows of a formula that is nothing but an ``aligned`` with indented rows, as goals are, with their indents.

    Such rows need not be a table, in which no line can be broken.
    """
    found = re.fullmatch(r"\\begin\{align\*\}(.*)\\end\{align\*\}", latex, re.DOTALL)
    row = re.compile(r"\s*&((?:\s*\\quad\b)*)\s*(.*?)\s*", re.DOTALL)
    rows = [row.fullmatch(line) for line in _lines(found[1])] if found else []
    split = [(found[1].count("quad"), found[2]) for found in rows if found]
    alone = all(token != "&" or depth[0] for _, line in split for _, _, token, depth in _tokens(line))
    return split if len(split) == len(rows) and alone else []


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
    elif new.tag == "mo" and text == "~":
        text = "∼"  # \sim: MathML knows the spaces around this one
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
    for before, node in pairwise(row):
        # MathML takes a sign for a binary one unless a row begins with it: here it also follows "{", "," or "=".
        if node.tag == "mo" and node.text in ("−", "-", "+", "±") and before.tag == "mo" and _opens(before):
            node.set("form", "prefix")
        if before.text == ":" and node.tag == "mo" and node.text in ("⇔", "⟺"):
            before.set("rspace", "0")
            node.set("lspace", "0")
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


def _opens(operator: ElementTree.Element) -> bool:
    """Whether an operand is still to come after an operator."""
    return operator.get("form") == "prefix" or (operator.text or "")[-1:] not in ")]}⟩|‖!⌋⌉"


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
