"""Text of the report as HTML: Markdown and $LaTeX$ where a text has them, plain mathematics set as a reader expects it.

Everything else is escaped.
"""

from __future__ import annotations

import inspect
import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup, escape

from reports import model
from reports.mathml import tex

# Pandoc's reading of dollars: no space inside them and no digit after, so that "$5 and $6" stays money.
_MATH = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?!\s)(?P<inline>(?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)", re.DOTALL)
_INLINE = re.compile(r"(?<!\\)(?:" + _MATH.pattern + r"|`(?P<code>[^`]+)`)", re.DOTALL)
_CLOSING = re.compile(r"[,.;:!?)\]]+")


def inline(text: str) -> Markup:
    """One line of text: $LaTeX$ and `code`, nothing else, so that "2*3*4" in a counterexample stays as it is."""
    return _line(text, plain=False)


def typeset(text: str) -> Markup:
    """One line of text as authors of claims type it: also mathematics in ASCII (k >= 2, sqrt(2/pi), w_1, -oo)."""
    return _line(text, plain=True)


def _line(text: str, plain: bool) -> Markup:
    out, at = [], 0
    for found in _INLINE.finditer(text):
        out.append(_plain(text[at : found.start()]) if plain else escape(text[at : found.start()]))
        at = found.end()
        if found["code"]:
            out.append(Markup("<code>{}</code>").format(found["code"]))
        else:
            closing = _CLOSING.match(text, at)
            out.append(_closed(tex(found["inline"] or found["display"]), closing[0] if closing else ""))
            at = closing.end() if closing else at
    return Markup("").join([*out, _plain(text[at:]) if plain else escape(text[at:])])


def _closed(mathml: Markup, closing: str) -> Markup:
    """A formula and the punctuation after it, which a browser would otherwise put on the next line."""
    at = mathml.rfind("<math")
    if not closing or at < 0:
        return mathml + closing
    return mathml[:at] + Markup('<span class="close">{}{}</span>').format(mathml[at:], closing)


def prose(text: str) -> Markup:
    """Paragraphs of Markdown (emphasis, code, lists, links that a reader may follow) with $LaTeX$."""
    return Markup(_markdown().render(inspect.cleandoc(text)))


def argument(text: str) -> Markup:
    """The same, as authors of claims type it: also mathematics in ASCII."""
    return Markup(_markdown(plain=True).render(inspect.cleandoc(text)))


@lru_cache(maxsize=2)
def _markdown(plain: bool = False) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False})
    # An image would be a request; indented code and underlined headings are accidents of a docstring's layout.
    md.disable(["image", "html_inline", "html_block", "code", "heading", "lheading", "hr", "reference"])
    md.inline.ruler.before("escape", "math", _math_rule)
    md.add_render_rule("math", lambda self, tokens, i, options, env: str(tokens[i].meta["mathml"]))
    if plain:
        md.add_render_rule("text", lambda self, tokens, i, options, env: str(_plain(tokens[i].content)))
    return md


def _math_rule(state: StateInline, silent: bool) -> bool:
    found = _MATH.match(state.src, state.pos) if state.src[state.pos] == "$" else None
    if found is None:
        return False
    state.pos = found.end()
    closing = None if found["display"] else _CLOSING.match(state.src, state.pos)
    if closing and "]" not in closing[0]:  # a bracket may end a link's text
        state.pos = closing.end()
    else:
        closing = None
    if not silent:
        display = found["display"]
        mathml = tex(display, block=True) if display else _closed(tex(found["inline"]), closing[0] if closing else "")
        state.push("math", "", 0).meta = {"mathml": mathml}
    return True


# --- mathematics in ASCII ------------------------------------------------------------------------------------------

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eps": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_SIGNS = {
    "<=>": "⇔", "=>": "⇒", "->": "→", "<=": "≤", ">=": "≥", "!=": "≠", ":=": "≔", "==": "=", "...": "…",
}  # fmt: skip
_NAME = rf"(?:{'|'.join(_GREEK)}|[A-Za-z])"
_TERM = rf"(?:\d|[(|√∞]|oo\b|sqrt\b|{_NAME}(?![A-Za-z]))"
_PLAIN = re.compile(
    "|".join((
        r"(?P<said>\b(?:e\.g|i\.e|a\.e|a\.s|w\.r\.t)\.)",
        r"\bsqrt(?:\((?P<root>(?:[^()]|\([^()]*\))*)\)| (?P<short>\d+|[A-Za-z])\b)",
        r"(?<=\S) (?P<relation><=|>=|!=|->|[=<>]) (?=\S)",
        r"(?P<sign><=>|=>|->|<=|>=|!=|:=|==|\.\.\.)",
        r"(?<![\w.])(?P<infinity>oo)\b",
        r"\b(?P<gradient>grad )(?=[A-Za-z]\b)",
        r"<(?P<inner>[A-Za-z][^<>,]{0,12}, [^<>,]{1,12})>",
        rf"(?P<minus>(?:(?<=[\s(\[=<>,/|^])|^)-(?={_TERM})"
        rf"|(?<=[A-Za-z0-9)|] )-(?= {_TERM})|(?<![A-Za-z][A-Za-z])(?<=[A-Za-z)])-(?=\d))",
        r"(?P<words>(?<![\w.])[a-z]{2,}(?:_[a-z]{2,})+(?= = ))",
        r"(?<![\w.])(?P<numbered>[a-z]\d)(?= = )",
        r"(?<![\w.])(?P<multiple>\d+[A-Za-z])(?![\w'’])",
        rf"(?<![\w'’\\&])(?<!\d\.)(?P<name>{_NAME})(?![A-Za-z0-9'’]|\.\d)",
        r"(?<![\w'’])(?P<product>[a-z][A-Z])(?!\w)",
        r"(?<=[\w)|\]}])(?P<shift>[_^])"
        r"(?:\{(?P<braces>[^{}]*)\}|\((?P<round>[^()]*)\)|(?P<bare>perp\b|\w{1,2}(?!\w)|-?\d+))",
        r"\b(?P<binary>log2)(?=\W)",
    )),
)  # fmt: skip
# What an index or an exponent may hang on: a letter, perhaps with one of them already, a bracket, a number.
_BASE = re.compile(rf"(?:(?<!\w){_NAME}(?:[_^](?:\w{{1,2}}|\{{[^{{}}]*\}}))?|[)|\]}}]|(?<![\w.])\d+)$")


def _plain(text: str, formula: bool = False) -> Markup:
    """Mathematics in a text without marks: signs, Greek letters, indices, italic letters; words stay as they are.

    In a ``formula`` the letters a, A and I are no words.
    """
    out, at = [], 0
    for found in _PLAIN.finditer(text):
        out.append(escape(text[at : found.start()]))
        out.append(_set(found, text, formula))
        at = found.end()
    return Markup("").join([*out, escape(text[at:])])


def _set(found: re.Match[str], text: str, formula: bool) -> Markup:
    kind = found.lastgroup
    what = found[0]
    match kind:
        case "root" | "short":
            inside = found[kind]
            return Markup("√{}" if re.fullmatch(r"\w+", inside) else "√({})").format(_plain(inside, True))
        case "relation":  # the sides stay on one line
            return escape(f"\N{NO-BREAK SPACE}{_SIGNS.get(found['relation'], found['relation'])}\N{NO-BREAK SPACE}")
        case "sign":
            return Markup(_SIGNS[what])
        case "infinity":
            return Markup("∞")
        case "gradient":
            return Markup("∇")
        case "binary":
            return Markup("log<sub>2</sub>")
        case "inner":
            return Markup("⟨{}⟩").format(_plain(found["inner"], True))
        case "minus":
            return Markup("−")
        case "words":
            return Markup("<i>{}</i>").format(what.replace("_", " "))
        case "numbered":
            return Markup("<i>{}</i><sub>{}</sub>").format(what[0], what[1])
        case "multiple":
            return Markup("{}<i>{}</i>").format(what[:-1], what[-1])
        case "product":
            return Markup("<i>{}</i>").format(what)
        case "braces" | "round" | "bare" if not _BASE.search(text, 0, found.start()):
            return escape(what)
        case "braces" | "round" | "bare":
            shifted = Markup("<sub>{}</sub>" if found["shift"] == "_" else "<sup>{}</sup>")
            return shifted.format("⊥" if found[kind] == "perp" else _plain(found[kind], True))
        case "name" if what in _GREEK:
            return Markup("<i>{}</i>").format(_GREEK[what]) if what.islower() else Markup(_GREEK[what])
        case "name" if formula or what not in ("A", "I", "a") or _in_formula(found, text):
            return Markup("<i>{}</i>").format(what)
    return escape(what)


_AFTER = re.compile(r"[_^(\])/]|\s?[=<>+]|\s[b-zB-Z](?![\w'’-])")


def _in_formula(found: re.Match[str], text: str) -> bool:
    """Whether "a" or "A" is a letter and not the word, from what stands beside it."""
    if found[0] == "I":
        return False
    before, after = text[: found.start()], text[found.end() :]
    enclosed = before[-1:] in ("(", ",", "|") and after[:1] in (")", ",", "|")
    return bool(enclosed or before.rstrip()[-1:] in ("=", "+", "/", "<", ">") or _AFTER.match(after))


def assignment(values: dict[str, str] | None) -> Markup:
    """An instance in one line: p = 1, w₁ = 2, as a typesetter would set it."""
    pair = Markup("{}\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{}")
    pairs = [pair.format(symbol(name), value.replace("-", "−")) for name, value in (values or {}).items()]
    return Markup(", ").join(pairs)


def symbol(name: str) -> Markup:
    """A parameter's name: a letter with its index, or words."""
    found = re.fullmatch(rf"({_NAME})(?:_(?=\w))?((?<=_)\w{{1,2}}|\d{{1,2}})?", name)
    if not found:
        return Markup("<i>{}</i>").format(name.replace("_", " "))
    return _plain(found[1], True) + (Markup("<sub>{}</sub>").format(_plain(found[2], True)) if found[2] else "")


def margin(value: float | None) -> Markup:
    """A margin as a typesetter would set it: 3.2 × 10⁻⁷, with a true minus."""
    digits, _, power = model.margin(value).partition("e")
    if value is None or not power.lstrip("+-").isdigit():
        return escape(model.margin(value).replace("-", "−" if value is not None else "–"))
    exponent = str(int(power)).replace("-", "−")
    return Markup("{} × 10<sup>{}</sup>").format(digits.replace("-", "−"), exponent)
