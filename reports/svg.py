"""Pictures made safe for the page, and where the marks of a margin plot go."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

_SVG_TAGS = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs"}
_SVG_TAGS |= {"use", "clipPath", "linearGradient", "radialGradient", "stop", "title", "desc", "marker", "pattern"}
_SVG_TAGS |= {"mask", "symbol", "style", "image"}
_SVG_CALLS = {"url", "rgb", "rgba", "hsl", "var", "matrix", "translate", "scale", "rotate", "skewx", "skewy"}
_DATA_IMAGE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*\Z")


def picture(svg: str, prefix: str) -> Markup:
    """An SVG string as clean inline SVG, its ids prefixed so that pictures do not mix; a note where it is not SVG.

    It is named by the element with the id ``<prefix>-title``.

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
    root.set("aria-labelledby", f"{prefix}-title")
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


WIDTH, HEIGHT, LABEL = 208, 64, 11


def plot(points: list[tuple[Any, float | None]]) -> dict[str, Any] | None:
    """Where a margin plot's marks go, in a box of WIDTH by HEIGHT; None where fewer than two points can be drawn.

    Values of a parameter may be numbers or fractions as text; a range of more than two decades is drawn on a
    logarithmic axis, if half of the values lie in its lowest tenth. The margin's axis always contains zero.
    """
    found = sorted((x, float(y)) for raw, y in points if y is not None and (x := _coordinate(raw)) is not None)
    if len(found) < 2 or found[0][0] == found[-1][0]:
        return None
    xs, ys = [x for x, _ in found], [y for _, y in found]
    logarithmic = 0 < 100 * xs[0] < xs[-1] and 10 * xs[(len(xs) - 1) // 2] <= xs[-1]
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
        "from": f"{xs[0]:.4g}",
        "to": f"{xs[-1]:.4g}",
        # A label that would stand on the zero is left out.
        "high": f"{high:.2g}" if high / tall > LABEL / HEIGHT else "",
        "low": f"{low:.2g}" if -low / tall > LABEL / HEIGHT else "",
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
