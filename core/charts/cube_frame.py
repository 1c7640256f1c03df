"""The edges of the color cube, with the names of its corners."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.charts.cloud import CubeSpace, edges_of, place_of
from core.charts.cube_view import CubeView, Places
from core.charts.drawing import Item, Line, Text
from core.language import NP_, translated

_WORDS = 11.0
_CORNERS = {
    NP_("corner of the color cube", "black"): (0, 0, 0),
    NP_("corner of the color cube", "white"): (255, 255, 255),
    NP_("corner of the color cube", "red"): (255, 0, 0),
    NP_("corner of the color cube", "green"): (0, 255, 0),
    NP_("corner of the color cube", "blue"): (0, 0, 255),
}
# Words stand this much farther out than their corner.
_OUT = 1.09


def draw_edges(space: CubeSpace, view: CubeView) -> tuple[list[Item], list[Item]]:
    """Draw the edges of the RGB cube in a space: those behind its colors, and all before them."""
    back: list[Item] = []
    front: list[Item] = []
    for edge in edges_of(space):
        seen = view.project(edge)
        behind = float(seen[:, 2].mean()) < 0
        points = tuple((x, y) for x, y in seen[:, :2].tolist())
        (back if behind else front).append(Line(points, "faint" if behind else "hairline", 1.0))
    places = view.project(_corners(space) * _OUT)
    # Names of corners behind the colors have to be read as well.
    front += [
        Text(x, y + _WORDS / 3, translated(name), _WORDS, "faint", "middle", halo=True)
        for name, (x, y, _depth) in zip(_CORNERS, places.tolist(), strict=True)
    ]
    return back, front


@lru_cache(maxsize=3)
def _corners(space: CubeSpace) -> Places:
    return place_of(np.array(list(_CORNERS.values())), space)
