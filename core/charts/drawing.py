"""A drawing: shapes with places in pixels, and colors by their role.

Whoever draws it knows the theme; the drawing knows none, so one serves light, dark and print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from core.settings import Color

Role = Literal[
    "ground",
    "ink",
    "faint",
    "hairline",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "accent7",
    "accent8",
]
"""What a color is for: the paper, words, lesser words, lines of a grid, and eight of data."""

Paint = Role | Color
"""A color by its role, or a certain one, which is the same in every theme."""

Point = tuple[float, float]

ACCENTS: tuple[Role, ...] = get_args(Role)[4:]

# Accents are told apart by those who see few hues as well, and stand out from the paper
# (WCAG 2, 1.4.11: 3 to 1); ink and faint can be read on it (4.5 to 1).
LIGHT: dict[Role, str] = {
    "ground": "#ffffff",
    "ink": "#1c1c1c",
    "faint": "#5e5e5e",
    "hairline": "#d9d9d9",
    "accent1": "#1a66c2",
    "accent2": "#b55008",
    "accent3": "#0b8562",
    "accent4": "#b23a93",
    "accent5": "#7d6200",
    "accent6": "#6a45d1",
    "accent7": "#b81f3a",
    "accent8": "#39717f",
}
DARK: dict[Role, str] = {
    "ground": "#232323",
    "ink": "#ececec",
    "faint": "#a8a8a8",
    "hairline": "#474747",
    "accent1": "#6fb0ff",
    "accent2": "#ff9f5a",
    "accent3": "#45cf9f",
    "accent4": "#ee8fd6",
    "accent5": "#dfc04e",
    "accent6": "#b3a1ff",
    "accent7": "#ff7f8c",
    "accent8": "#93c7d4",
}


HALO = 3.0
"""Width of the line around letters that have a halo, of which half is seen."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points.

    Parameters
    ----------
    points : tuple of (float, float)
    color : Paint
    width : float
    dashes : tuple of float
        Lengths drawn and left out by turns; empty for a whole line.
    """

    points: tuple[Point, ...]
    color: Paint = "ink"
    width: float = 1.0
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around a center, filled or with an edge or both."""

    x: float
    y: float
    radius: float
    fill: Paint | None = None
    edge: Paint | None = None
    edge_width: float = 1.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its upper left corner, filled or with an edge or both."""

    x: float
    y: float
    width: float
    height: float
    fill: Paint | None = None
    edge: Paint | None = None
    edge_width: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words.

    Parameters
    ----------
    x, y : float
        Where the baseline begins, has its middle, or ends: see `anchor`.
    text : str
        Plain, whatever it holds.
    size : float
        Height of the font in pixels.
    halo : bool
        Whether the ground is seen around the letters, to be read on whatever lies below.
    """

    x: float
    y: float
    text: str
    size: float = 12.0
    color: Paint = "ink"
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    halo: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, stretched to a rectangle.

    Parameters
    ----------
    png : bytes
        The file of it.
    title : str
        What it shows, for those who do not see it.
    """

    x: float
    y: float
    width: float
    height: float
    png: bytes
    title: str = ""


Item = Line | Circle | Rect | Text | Image


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet, the later ones on top.

    Parameters
    ----------
    width, height : float
    items : tuple of Item
    title : str
        What it shows, in a few words.
    description : str
        What can be learned from it, in a sentence for those who do not see it.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str = ""
    description: str = ""


def width_of(text: str, size: float) -> float:
    """Estimate how wide a line of words is: fonts differ, so rather too much."""
    return 0.6 * size * len(text)


def shortened(text: str, size: float, room: float) -> str:
    """Return as much of a line of words as fits in a width, with a mark where some is missing."""
    if width_of(text, size) <= room:
        return text
    most = int(room / width_of("n", size)) - 1
    return f"{text[:most].rstrip()}…" if most > 0 else ""
