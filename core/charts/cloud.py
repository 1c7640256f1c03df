"""The colors of a photo as a cloud of beads in the color cube, painted by numpy.

A bead stands for the colors of one of 32³ boxes. Beads begin as single pixels that hold their rank
by depth; where the largest rank within reach of a pixel wins, they grow to discs, the nearest on
top (a dilation of gray values). That takes a few passes over the picture, however many beads there
are, and no graphics card.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import freeze
from core.charts.cube_view import CubeView, Places
from core.clustering.histogram import Histogram
from core.color.spaces import LAB, MEASURES, OKLAB, RGB, ColorSpace
from core.settings import Measure

CubeSpace = Literal["rgb", "oklab", "lab"]

_BITS = 5
_BOXES = 1 << _BITS
# Middle, and 1 / scale, of each space: its corners lie as far out as those of the cube in RGB.
# Right, up and towards the eye are its axes in this order.
_SHAPES: dict[CubeSpace, tuple[ColorSpace, tuple[float, ...], float, tuple[int, ...]]] = {
    "rgb": (RGB, (127.5, 127.5, 127.5), 127.5, (0, 1, 2)),
    "oklab": (OKLAB, (0.5, 0.0, 0.0), 0.5135 / math.sqrt(3), (1, 0, 2)),
    "lab": (LAB, (50.0, 0.0, 0.0), 135 / math.sqrt(3), (1, 0, 2)),
}
_STEPS_OF_EDGE = 24
# Beads of very few pixels are still seen.
_LEAST_BEAD = 0.3
_MOST_RADIUS = 16
# What is behind fades into the ground by up to this part.
_MOST_FADED = 0.55
_RIM = 0.8
# Beads beside those lit up fade by this part.
_UNLIT = 0.86


@dataclass(frozen=True, eq=False)
class Cloud:
    """A photo's colors, gathered in boxes.

    Parameters
    ----------
    space : {"rgb", "oklab", "lab"}
    colors : (n, 3) uint8
        Mean sRGB color of each box.
    places : (n, 3) float32
        Where they lie: within √3 of the middle.
    weights : (n,) float32
        Part of all pixels that each has, 0…1.
    """

    space: CubeSpace
    colors: NDArray[np.uint8]
    places: NDArray[np.float32]
    weights: NDArray[np.float32]

    def __post_init__(self) -> None:
        for name in ("colors", "places", "weights"):
            object.__setattr__(self, name, freeze(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.colors)


def cloud_of(histogram: Histogram, space: CubeSpace = "rgb") -> Cloud:
    """Gather the distinct colors of a photo into at most 32³ beads."""
    boxes = histogram.grid(_BITS)
    colors = boxes.positions
    weights = boxes.weights / max(float(boxes.weights.sum()), 1.0)
    whole = np.clip(np.rint(colors), 0, 255).astype(np.uint8)
    places = place_of(colors, space)
    return Cloud(space, whole, places.astype(np.float32), weights.astype(np.float32))


def place_of(colors: ArrayLike, space: CubeSpace) -> NDArray[np.float64]:
    """Find where (…, 3) sRGB colors, 0…255, lie in the cube of a space."""
    measure, middle, reach, axes = _SHAPES[space]
    return np.asarray((measure.from_srgb(colors) - np.array(middle))[..., axes] / reach)


def color_at(places: ArrayLike, space: CubeSpace) -> NDArray[np.float64]:
    """Find the sRGB colors at (…, 3) places, the nearest that pixels can have: 0…255."""
    measure, middle, reach, axes = _SHAPES[space]
    numbers = np.asarray(places, dtype=np.float64)[..., np.argsort(axes)] * reach
    return np.clip(measure.to_srgb(numbers + np.array(middle)), 0, 255)


@lru_cache(maxsize=len(_SHAPES))
def edges_of(space: CubeSpace) -> tuple[NDArray[np.float64], ...]:
    """Return the twelve edges of the RGB cube as (m, 3) places; in Oklab and Lab they are bent."""
    along = np.linspace(0, 255, 2 if space == "rgb" else _STEPS_OF_EDGE)
    edges = []
    for axis in range(3):
        for first in (0, 255):
            for second in (0, 255):
                colors = np.empty((len(along), 3))
                colors[:, axis] = along
                colors[:, (axis + 1) % 3], colors[:, (axis + 2) % 3] = first, second
                edges.append(place_of(colors, space))
    return tuple(edges)


def labels_of(cloud: Cloud, centroids: ArrayLike, measure: Measure) -> NDArray[np.intp]:
    """Find the nearest of (k, 3) sRGB centroids for each bead, in the space of a run: (n,)."""
    space = MEASURES[measure]
    beads, middles = (
        space.from_srgb(colors).astype(np.float32) for colors in (cloud.colors, centroids)
    )
    distances = (middles**2).sum(axis=1) - 2 * beads @ middles.T
    return np.asarray(distances.argmin(axis=1))


def paint_cloud(
    cloud: Cloud, view: CubeView, ground: tuple[int, int, int], lit: NDArray[np.bool_] | None = None
) -> NDArray[np.uint32]:
    """Paint the beads of a cloud, transparent where there is none.

    Parameters
    ----------
    cloud : Cloud
    view : CubeView
    ground : (int, int, int), 0…255
        What beads farther away fade into.
    lit : (n,) bool, optional
        Beads that are pointed out: the others fade away.

    Returns
    -------
    (height, width) uint32
        0xAARRGGBB; alpha is 255 or 0.
    """
    width, height = int(view.width), int(view.height)
    image = np.zeros((height, width), np.uint32)
    if len(cloud) == 0 or image.size == 0:
        return image
    seen = view.project(cloud.places)
    order = np.argsort(seen[:, 2] if lit is None else seen[:, 2] + 4 * lit, kind="stable")
    seen, radii = seen[order], _radii(cloud.weights, view)[order]
    inner, rim = _shades(cloud.colors, seen[:, 2], order, ground, lit)
    ranks = _grown(np.rint(seen[:, :2]).astype(np.intp), radii, width, height)
    at_rim = _at_rim(ranks)
    np.take(inner, ranks, out=image, mode="clip")
    image[at_rim] = rim[ranks[at_rim]]
    return image


def _grown(
    middles: NDArray[np.intp], radii: NDArray[np.intp], width: int, height: int
) -> NDArray[np.int32]:
    """Find which bead is seen in each pixel: (height, width) int32, from 1 on, and 0 for none.

    Parameters
    ----------
    middles : (n, 2) int
        x and y, the nearest bead last.
    radii : (n,) int
    """
    most = int(radii.max())
    across, down = width + 2 * most, height + 2 * most
    ranks, spare = np.zeros((2, across * down), np.int32)
    x, y = middles[:, 0] + most, middles[:, 1] + most
    inside = (x >= 0) & (x < across) & (y >= 0) & (y < down)
    places = y * across + x
    for radius in range(most, 0, -1):
        chosen = np.flatnonzero(inside & (radii == radius))
        # The ranks rise, so the nearest of several in a pixel is set last.
        here = places[chosen]
        ranks[here] = np.maximum(ranks[here], chosen + 1)
        _dilate(ranks, spare, across, square=radius % 2 == 0)
        ranks, spare = spare, ranks
    return ranks.reshape(down, across)[most : most + height, most : most + width]


def _dilate(ranks: NDArray[np.int32], to: NDArray[np.int32], across: int, *, square: bool) -> None:
    """Give each pixel the largest rank beside it; by turns with the corners, discs grow.

    Rows lie one after the other, so that what leaves one at its end enters the next: in a margin.
    """
    np.copyto(to, ranks)
    np.maximum(to[1:], ranks[:-1], out=to[1:])
    np.maximum(to[:-1], ranks[1:], out=to[:-1])
    source = ranks
    if square:
        np.copyto(ranks, to)
    np.maximum(to[across:], source[:-across], out=to[across:])
    np.maximum(to[:-across], source[across:], out=to[:-across])


def _at_rim(ranks: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Find the pixels whose right or lower neighbor shows what is behind."""
    at_rim = np.zeros(ranks.shape, np.bool_)
    at_rim[:, :-1] = ranks[:, :-1] > ranks[:, 1:]
    at_rim[:-1] |= ranks[:-1] > ranks[1:]
    return at_rim


def _radii(weights: NDArray[np.float32], view: CubeView) -> NDArray[np.intp]:
    """Return whole radii in pixels: volumes grow with the pixels, up to beads that touch."""
    largest = view.scale / _BOXES * 1.1
    usual = max(1 / max(len(weights), 1), 1e-9)
    sizes = np.clip(np.cbrt(weights / usual), _LEAST_BEAD, 1.5)
    radii: NDArray[np.intp] = np.clip(np.rint(largest * sizes), 1, _MOST_RADIUS).astype(np.intp)
    return radii


def _shades(
    colors: NDArray[np.uint8],
    depths: Places,
    order: NDArray[np.intp],
    ground: tuple[int, int, int],
    lit: NDArray[np.bool_] | None,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the colors of beads by rank, and those of their rims; rank 0 is transparent."""
    part = np.clip((math.sqrt(3) - depths) / (2 * math.sqrt(3)), 0, 1) * _MOST_FADED
    if lit is not None:
        part = np.where(lit[order], 0.0, _UNLIT)
    ordered = colors[order].astype(np.float32)
    faded = ordered + part[:, None].astype(np.float32) * (np.array(ground, np.float32) - ordered)
    nothing = np.zeros(1, np.uint32)
    return np.concatenate([nothing, _packed(faded)]), np.concatenate(
        [nothing, _packed(faded * _RIM)]
    )


def _packed(colors: NDArray[np.float32]) -> NDArray[np.uint32]:
    red, green, blue = np.rint(colors).astype(np.uint32).T
    packed: NDArray[np.uint32] = red << np.uint32(16) | green << np.uint32(8) | blue
    return packed | np.uint32(0xFF000000)
