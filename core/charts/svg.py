"""A drawing as SVG: text that needs no other file, and follows light and dark by itself."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import Literal, get_args

from core.charts.drawing import (
    DARK,
    HALO,
    LIGHT,
    Circle,
    Drawing,
    Image,
    Item,
    Line,
    Paint,
    Rect,
    Role,
    Text,
)
from core.names import plain

SvgTheme = Literal["light", "dark", "both"]
"""The colors of a drawing; "both" follows the reader's system, and is light on paper."""

_FONTS = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"  # untranslated: names
# XML has no way to write these two.
_NO_CHARACTERS = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})


def to_svg(drawing: Drawing, theme: SvgTheme = "both") -> str:
    """Write a drawing as SVG 1.1, complete and with all names escaped.

    It may stand in a file of its own or within a page of HTML: its classes begin with "ft-", and
    several on one page agree about them, if all have the same theme.

    Parameters
    ----------
    drawing : Drawing
    theme : {"light", "dark", "both"}

    Returns
    -------
    str
        It has no line that a parser could refuse, whatever its words contain.
    """
    width, height = _number(drawing.width), _number(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{_words(drawing.title)}" '
        f'font-family="{_FONTS}">'
    )
    lines = [
        head,
        f"<title>{_words(drawing.title)}</title>",
        f"<desc>{_words(drawing.description)}</desc>",
        f"<style>{_style(theme)}</style>",
        *(_element(item) for item in drawing.items),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _style(theme: SvgTheme) -> str:
    if theme != "both":
        return _rules(DARK if theme == "dark" else LIGHT)
    rules = _rules(DARK)
    dark = f"@media screen and (prefers-color-scheme: dark) {{ {rules} }}"  # untranslated: CSS
    return f"{_rules(LIGHT)} {dark}"


def _rules(colors: dict[Role, str]) -> str:
    return " ".join(
        f".ft-f-{role} {{ fill: {color} }} "  # untranslated: CSS
        f".ft-s-{role} {{ stroke: {color} }}"
        for role, color in colors.items()
    )


def _element(item: Item) -> str:
    match item:
        case Line():
            points = " ".join(f"{_number(x)},{_number(y)}" for x, y in item.points)
            dashes = ",".join(map(_number, item.dashes))
            dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
            look = _painted(None, item.color, item.width)
            return f'<polyline points="{points}" stroke-linejoin="round"{dashed} {look}/>'
        case Circle():
            look = _painted(item.fill, item.edge, item.edge_width)
            x, y, radius = map(_number, (item.x, item.y, item.radius))
            return f'<circle cx="{x}" cy="{y}" r="{radius}" {look}/>'
        case Rect():
            look = _painted(item.fill, item.edge, item.edge_width)
            return f"<rect {_box(item)} {look}/>"
        case Text():
            weight = ' font-weight="bold"' if item.bold else ""
            halo = ' paint-order="stroke" stroke-linejoin="round"' if item.halo else ""
            edge: Paint | None = "ground" if item.halo else None
            return (
                f'<text x="{_number(item.x)}" y="{_number(item.y)}" '
                f'font-size="{_number(item.size)}" text-anchor="{item.anchor}"{weight}{halo} '
                f"{_painted(item.color, edge, HALO)}>{_words(item.text)}</text>"
            )
        case Image():
            data = b64encode(item.png).decode("ascii")
            return (
                f'<image {_box(item)} preserveAspectRatio="none" '
                f'href="data:image/png;base64,{data}"><title>{_words(item.title)}</title></image>'
            )


def _box(item: Rect | Image) -> str:
    x, y, width, height = map(_number, (item.x, item.y, item.width, item.height))
    return f'x="{x}" y="{y}" width="{width}" height="{height}"'


def _painted(fill: Paint | None, edge: Paint | None, width: float) -> str:
    """Return the attributes of what fills a shape and what its edge is drawn with."""
    classes = [f"ft-f-{fill}"] if fill in get_args(Role) else []
    classes += [f"ft-s-{edge}"] if edge in get_args(Role) else []
    looks = [f'class="{" ".join(classes)}"'] if classes else []
    looks += [f'fill="{_certain(fill)}"'] if not isinstance(fill, str) else []
    if edge is not None:
        looks += [f'stroke="{_certain(edge)}"'] if not isinstance(edge, str) else []
        looks += [f'stroke-width="{_number(width)}"']
    return " ".join(looks)


def _certain(color: tuple[int, int, int] | None) -> str:
    return "none" if color is None else "#{:02x}{:02x}{:02x}".format(*color)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _words(text: str) -> str:
    return escape(plain(text).translate(_NO_CHARACTERS))
