"""One number for how different a result looks from its photo, and words for it.

Eyes blur: a fine mixture of two colors is seen as one between them. They notice lightness more than
hue, and a step in the sky more than the same one in a thicket. So pixels are averaged in linear
light over 2 × 2, 4 × 4 and 8 × 8, as from nearer and farther away, and compared in the space of
looks; a difference counts less the busier its surroundings are.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.color.spaces import LAB, srgb_to_linear
from core.language import N_, NP_
from core.model import Photo, Result
from core.parallel import in_chunks, threads
from core.progress import Tick, silent
from core.reduction.pictures import Pictures

Visibility = Literal["hardly visible", "slight", "clear", "poster"]
"""How different a result looks, in words; like a poster, it has hard edges or coarse grain."""

VISIBILITIES: dict[Visibility, str] = {
    "hardly visible": N_("hardly visible"),  # untranslated: a value
    "slight": NP_("a difference", "slight"),
    "clear": NP_("a difference", "clear"),
    "poster": NP_("a difference", "poster"),
}
"""The same for `translated`."""

Planes = NDArray[np.float32]

_LIMITS: tuple[tuple[float, Visibility], ...] = (
    (0.5, "hardly visible"),  # untranslated: a value
    (1.0, "slight"),
    (2.0, "clear"),
)
_TILE = 64
# This many tiles, evenly all over a larger photo, tell nearly the same as all in 150 ms.
_MOST_TILES = 480
_TILES_PER_CHUNK = 8
_SCALES = 3
# Surroundings that deviate by this many steps of lightness hide half of a squared difference.
_BUSY = 6.0


def visible_difference(photo: Photo, result: Result, tick: Tick = silent) -> float:
    """Measure how different a result looks from its photo, dithered or not.

    Orders results as the judges DSSIM and SSIMULACRA2 do, in a small part of their time: see
    docs/decisions/0021-visible-difference.md. Depends on no threads.

    Parameters
    ----------
    photo : Photo
    result : Result
        Made of that photo. Where it is flattened by its settings, so is the photo; otherwise what
        is transparent is looked at on black and on white, and fully transparent pixels of the
        photo do not count.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    float
        0 where nothing differs; a root mean square in steps of the lightness of CIELAB, which goes
        from 0 to 100. `describe_difference` puts it in words.

    Raises
    ------
    InputError
        (a ValueError) when the result has another size than the photo.
    """
    pictures = Pictures.of(photo, result)
    corners = _corners(pictures)
    energy, visible = np.zeros(len(corners)), np.ones(len(corners))

    def measure(begin: int, end: int) -> None:
        tiles = _tiles(pictures, corners[begin:end])
        energy[begin:end] = _most_energy(tiles)
        visible[begin:end] = _share_visible(tiles)

    in_chunks(measure, len(corners), _TILES_PER_CHUNK, threads(), tick)
    return math.sqrt(energy.sum() / max(visible.sum(), 1e-9))


def describe_difference(difference: float) -> Visibility:
    """Return the words for a visible difference."""
    return next((words for limit, words in _LIMITS if difference < limit), "poster")


def _tiles(pictures: Pictures, corners: list[tuple[int, int]]) -> Pictures:
    """Cut tiles out by their upper left corners; a small picture is mirrored to fill one."""

    def tiles(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.stack([_filled(array[y : y + _TILE, x : x + _TILE]) for y, x in corners])

    alpha, shown_alpha = (
        None if array is None else tiles(array) for array in (pictures.alpha, pictures.shown_alpha)
    )
    return pictures._replace(
        photo=tiles(pictures.photo),
        shown=pictures.colors[tiles(pictures.shown)],
        alpha=alpha,
        shown_alpha=shown_alpha,
    )


def _share_visible(tiles: Pictures) -> NDArray[np.float64] | float:
    """Return the share of each tile's pixels that are not hidden."""
    visible = tiles.visible()
    return 1.0 if visible is None else np.asarray(visible.mean(axis=(1, 2)))


def _most_energy(tiles: Pictures) -> NDArray[np.float64]:
    """Return the mean of squared differences in each tile, on the ground that shows more."""
    energies = [_energy(photo, shown) for photo, shown in tiles.laid()]
    return np.asarray(np.max(energies, axis=0))


def _filled(part: NDArray[np.uint8]) -> NDArray[np.uint8]:
    missing = [(0, _TILE - side) for side in part.shape[:2]]
    if not any(after for _, after in missing):
        return part
    return np.pad(part, missing + [(0, 0)] * (part.ndim - 2), "symmetric")


def _corners(pictures: Pictures) -> list[tuple[int, int]]:
    """Return the upper left corners of tiles over all that is visible, or evenly spread in it."""
    rows, columns = (
        np.linspace(0, max(side - _TILE, 0), -(-side // _TILE)).astype(int).tolist()
        for side in pictures.shown.shape
    )
    corners = list(itertools.product(rows, columns))
    alpha = None if pictures.flat else pictures.alpha
    if alpha is not None:
        # From one corner to the next is no farther than a tile reaches.
        bands = itertools.pairwise([*rows, len(alpha)])
        opacity = np.stack([alpha[begin:end].max(axis=0) for begin, end in bands])
        opacity = np.maximum.reduceat(opacity, columns, axis=1)
        corners = list(itertools.compress(corners, opacity.ravel().tolist()))
    # With alpha, each is looked at on two grounds.
    most = _MOST_TILES if alpha is None else _MOST_TILES // 2
    if len(corners) <= most:
        return corners
    chosen = np.linspace(0, len(corners) - 1, most).astype(int)
    return [corners[place] for place in chosen]


def _energy(photo: NDArray[np.uint8], shown: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the (n,) means of squared differences between (n, h, w, 3) tiles, in `_SCALES`."""
    light, shown_light = (_LINEAR.take(np.moveaxis(each, -1, 0)) for each in (photo, shown))
    total = np.zeros(len(photo))
    for _ in range(_SCALES):
        light, shown_light = _halved(light), _halved(shown_light)
        looks, shown_looks = _looks(light), _looks(shown_light)
        apart = _in_blocks(_squared(looks - shown_looks))
        busy = _deviation(looks) + _deviation(shown_looks)
        busy *= np.float32(1 / (2 * _BUSY**2))
        busy += 1
        apart /= busy
        total += apart.mean(axis=(1, 2), dtype=np.float64)
    return total / _SCALES


def _deviation(looks: Planes) -> Planes:
    """Return the variance in blocks of 4 × 4, summed over the three planes."""
    return _in_blocks(_squared(looks)) - _squared(_in_blocks(looks))


def _squared(planes: Planes) -> Planes:
    squares = planes * planes
    return np.asarray(squares[0] + squares[1] + squares[2])


def _in_blocks(planes: Planes) -> Planes:
    return _halved(_halved(planes))


def _halved(planes: Planes) -> Planes:
    """Return the means of 2 × 2."""
    rows = planes[..., ::2, :] + planes[..., 1::2, :]
    halved = rows[..., ::2] + rows[..., 1::2]
    halved *= np.float32(0.25)
    return np.asarray(halved)


def _looks(light: Planes) -> Planes:
    """Convert three planes of linear light to the space of looks, in steps of lightness."""
    curved = [
        _CURVE.take((_mixed(light, row) + np.float32(0.5)).astype(np.uint16)) for row in _MATRIX
    ]
    return np.stack([_mixed(curved, row) for row in _AXES])


def _mixed(planes: Sequence[Planes] | Planes, row: Planes) -> Planes:
    """Return the sum of three planes, each times its number: far faster than a thin product."""
    mixed: Planes = planes[0] * row[0]
    mixed += planes[1] * row[1]
    mixed += planes[2] * row[2]
    return mixed


def _table_of(bend: float, slope: float, height: float) -> Planes:
    """Tabulate the curve of the space for `_LIGHTS` lights from 0 to 1."""
    light = np.linspace(0, 1, _LIGHTS)
    curve = np.where(light > bend, np.cbrt(light), light * slope + height)
    return curve.astype(np.float32)


_STEPS = LAB.steps
assert _STEPS is not None
# Tables and single precision: an error of a hundredth of a step cannot be seen.
_LIGHTS = 1 << 16
_LINEAR: Planes = srgb_to_linear(np.arange(256, dtype=np.uint8)).astype(np.float32)
_CURVE = _table_of(*_STEPS.curve)
_MATRIX: Planes = (_STEPS.matrix * (_LIGHTS - 1)).astype(np.float32)
# Lightness counts four times as much as in CIELAB, and keeps its units.
_AXES: Planes = (_STEPS.axes * [[1], [0.25], [0.25]]).astype(np.float32)
