"""Makes pictures of numpy arrays; the only module that knows both numpy and Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

import core
from core.charts.cloud import paint_cloud
from core.charts.drawing import DARK, LIGHT
from gui.picture.geometry import Region

if TYPE_CHECKING:
    from core.charts.cloud import Cloud
    from core.charts.cube_view import CubeView
    from core.model import Palette, Photo

_SMALLEST_SIDE = 256
# A band of this many rows stays in the cache while it is converted.
_ROWS_PER_BAND = 64
_OPAQUE = np.uint32(0xFF000000)
# Colors that are not lit up show through dark glass, or through milk glass if dark ones are lit.
_DARK_VEIL, _LIGHT_VEIL = np.uint32(0xD0101010), np.uint32(0xD0F8F8F8)
_DARK_SUM = 2 * 128 + 128


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture of a photo, or of a part of it, ready to be drawn at any scale.

    Parameters
    ----------
    levels : tuple of QImage
        The picture itself, then each half the size of the one before.
    width, height : int
        Size of the whole photo, in its pixels.
    place : Region
        The part of the photo that the levels show.
    memory : object
        The array that holds the first level's pixels, if the level does not own them.
    """

    levels: tuple[QImage, ...]
    width: int
    height: int
    place: Region = field(default=Region(0, 0, 0, 0))
    memory: object = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.place.width == 0:
            object.__setattr__(self, "place", Region(0, 0, self.width, self.height))

    def level_for(self, scale: float) -> QImage:
        """Choose the smallest level that still has a pixel for each device pixel."""
        wanted = self.place.width * scale
        level = 0
        while level + 1 < len(self.levels) and self.levels[level + 1].width() >= wanted:
            level += 1
        return self.levels[level]


def picture_of(
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None = None,
    size: tuple[int, int] | None = None,
) -> Picture:
    """Make a picture of (h, w, 3) uint8 pixels and (h, w) uint8 alpha.

    Takes some 50 to 150 ms for 24 megapixels: for a worker thread.

    Parameters
    ----------
    size : (int, int), optional
        Width and height of the photo, when these pixels are a smaller version of it.
    """
    height, width = pixels.shape[:2]
    if alpha is None:
        pixels = np.ascontiguousarray(pixels)
        whole = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        levels = whole, *_levels_below(pixels, _means_of_pixels)
        shown = size or (width, height)
        return Picture(levels, shown[0], shown[1], memory=pixels)
    image, target = _blank(width, height, QImage.Format.Format_ARGB32)
    for top in range(0, height, _ROWS_PER_BAND):
        rows = slice(top, top + _ROWS_PER_BAND)
        target[rows] = _packed(pixels[rows].astype(np.uint32))
        target[rows] |= alpha[rows].astype(np.uint32) << 24
    return Picture(_pyramid(image), *(size or (width, height)))


def picture_of_indices(
    indices: NDArray[np.uint8],
    palette: Palette,
    alpha: NDArray[np.uint8] | None = None,
    size: tuple[int, int] | None = None,
    place: Region | None = None,
) -> Picture:
    """Make a picture of (h, w) uint8 indices of a palette's colors.

    Takes some 50 to 150 ms for 24 megapixels: for a worker thread.

    Parameters
    ----------
    size : (int, int), optional
        Width and height of the photo, when these are only some of its pixels.
    place : Region, optional
        The part of the photo that these pixels show; given together with `size`.
    """
    return _looked_up(indices, palette.colors, alpha, size, place)


def image_of_indices(
    indices: NDArray[np.uint8], palette: Palette, alpha: NDArray[np.uint8] | None = None
) -> QImage:
    """Make an image that owns its pixels of (h, w) uint8 indices of a palette's colors."""
    if alpha is not None:
        return _looked_up(indices, palette.colors, alpha).levels[0]
    height, width = indices.shape
    image = QImage(indices.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([QColor(*rgb).rgb() for rgb in palette.colors.tolist()])
    return image.copy()


def picture_of_heat(levels: NDArray[np.uint8]) -> Picture:
    """Make a picture of (h, w) uint8 levels of difference."""
    return _looked_up(levels, core.HEAT_COLORS)


def heat_scale() -> list[QColor]:
    """List the colors of the heat map from no difference to the largest."""
    return [QColor(*rgb) for rgb in core.HEAT_COLORS.tolist()]


def veil_over_others(
    indices: NDArray[np.uint8],
    palette: Palette,
    lit: Collection[int],
    size: tuple[int, int],
    place: Region,
) -> Picture:
    """Make a veil to lay over a result, with holes where pixels show one of some colors."""
    chosen = list(lit)
    dark = palette.colors[chosen].sum(axis=1).mean() < _DARK_SUM
    table = np.full(256, _LIGHT_VEIL if dark else _DARK_VEIL, dtype=np.uint32)
    table[chosen] = 0
    height, width = indices.shape
    image, target = _blank(width, height, QImage.Format.Format_ARGB32)
    np.take(table, indices, out=target, mode="clip")
    return Picture((image,), *size, place)


def image_of_cloud(
    cloud: Cloud, view: CubeView, *, dark: bool, lit: NDArray[np.bool_] | None = None
) -> QImage:
    """Paint a cloud of colors as it is seen on the ground of a theme; some beads may be lit up."""
    ground = QColor((DARK if dark else LIGHT)["ground"])
    pixels = paint_cloud(cloud, view, (ground.red(), ground.green(), ground.blue()), lit)
    height, width = pixels.shape
    # Alpha is all or nothing, so that it makes no difference whether colors are times alpha.
    premultiplied = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, 4 * width, premultiplied).copy()


def image_of_tint(tint: NDArray[np.uint32]) -> QImage:
    """Make an image that owns its pixels of (h, w) uint32, premultiplied ARGB."""
    height, width = tint.shape
    premultiplied = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(tint.data, width, height, 4 * width, premultiplied).copy()


@lru_cache(maxsize=1)
def seen_part(photo: Photo, place: Region, step: int) -> Photo:
    """Make a photo of each `step`-th pixel of a part of a photo.

    The last one is kept: while a slider moves, the same part is asked for again and again.
    """
    part = _part(place, step)
    alpha = None if photo.alpha is None else photo.alpha[part]
    return core.Photo(photo.pixels[part], alpha, animation=photo.animation)


def seen_indices(indices: NDArray[np.uint8], place: Region, step: int) -> NDArray[np.uint8]:
    """Select each `step`-th index, across and down, of a part of a result."""
    return indices[_part(place, step)]


def _part(place: Region, step: int) -> tuple[slice, slice]:
    return (
        slice(place.top, place.top + place.height, step),
        slice(place.left, place.left + place.width, step),
    )


def _looked_up(
    indices: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None = None,
    size: tuple[int, int] | None = None,
    place: Region | None = None,
) -> Picture:
    height, width = indices.shape
    levels: tuple[QImage, ...]
    if alpha is None:
        whole = QImage(indices.data, width, height, width, QImage.Format.Format_Indexed8)
        whole.setColorTable([QColor(*rgb).rgb() for rgb in colors.tolist()])
        levels = whole, *_levels_below(indices, _means_of_indices(colors))
    else:
        table = np.zeros(256, dtype=np.uint32)
        table[: len(colors)] = _packed(colors.astype(np.uint32))
        image, target = _blank(width, height, QImage.Format.Format_ARGB32)
        for top in range(0, height, _ROWS_PER_BAND):
            rows = slice(top, top + _ROWS_PER_BAND)
            np.take(table, indices[rows], out=target[rows])
            target[rows] |= alpha[rows].astype(np.uint32) << 24
        levels = _pyramid(image)
    if size is None or place is None:
        return Picture(levels, width, height, memory=indices)
    return Picture(levels, *size, place, memory=indices)


_Halve = Callable[[NDArray[np.uint8], NDArray[np.uint32]], None]
"""Fills (h, w) uint32 with the means of each 2×2 of (2 h, 2 w, …) uint8."""


def _levels_below(whole: NDArray[np.uint8], halve: _Halve) -> tuple[QImage, ...]:
    """Make the levels from half the size on; none of the whole size in 32 bits is needed."""
    height, width = whole.shape[0] // 2, whole.shape[1] // 2
    if min(whole.shape[:2]) <= _SMALLEST_SIDE:
        return ()
    image, target = _blank(width, height, QImage.Format.Format_RGB32)
    for top in range(0, height, _ROWS_PER_BAND):
        bottom = min(top + _ROWS_PER_BAND, height)
        halve(whole[2 * top : 2 * bottom, : 2 * width], target[top:bottom])
        target[top:bottom] |= _OPAQUE
    return _pyramid(image)


def _means_of_pixels(pixels: NDArray[np.uint8], target: NDArray[np.uint32]) -> None:
    height, width = target.shape
    sums = pixels[::2].astype(np.uint16)
    sums += pixels[1::2]
    pairs = sums.reshape(height, width, 2, 3)
    means = pairs[:, :, 0] + pairs[:, :, 1]
    means += 2
    means >>= 2
    target[:] = _packed(means.astype(np.uint32))


def _means_of_indices(colors: NDArray[np.uint8]) -> _Halve:
    """Make a function that looks up a quarter of each of four colors and adds them.

    Each of the four tables rounds differently, so that four quarters of a color add up to it.
    """
    tables = [np.zeros(256, dtype=np.uint32) for _ in range(4)]
    for rounding, table in enumerate(tables):
        table[: len(colors)] = _packed((colors + np.uint32(rounding)) >> np.uint32(2))

    def halve(indices: NDArray[np.uint8], target: NDArray[np.uint32]) -> None:
        np.take(tables[0], indices[::2, ::2], out=target, mode="clip")
        quarter = np.empty_like(target)
        for table, (y, x) in zip(tables[1:], ((0, 1), (1, 0), (1, 1)), strict=True):
            # The mode "clip" spares a copy; no index is out of range.
            np.take(table, indices[y::2, x::2], out=quarter, mode="clip")
            target += quarter

    return halve


def _packed(colors: NDArray[np.uint32]) -> NDArray[np.uint32]:
    red, green, blue = (colors[..., channel] for channel in range(3))
    return (red << np.uint32(16)) | (green << np.uint32(8)) | blue


def _blank(
    width: int, height: int, image_format: QImage.Format
) -> tuple[QImage, NDArray[np.uint32]]:
    """Make an image of 32 bits, and the (h, w) array of its pixels, which the image keeps.

    numpy has huge pages for them: what Qt has for 24 megapixels takes the window 20 ms to let go.
    """
    pixels = np.empty((height, width), np.uint32)
    return QImage(pixels.data, width, height, 4 * width, image_format), pixels


def _pyramid(image: QImage) -> tuple[QImage, ...]:
    levels = [image]
    while min(levels[-1].width(), levels[-1].height()) > _SMALLEST_SIDE:
        levels.append(_halved(levels[-1]))
    return tuple(levels)


def _halved(image: QImage) -> QImage:
    return image.scaled(
        (image.width() + 1) // 2,
        (image.height() + 1) // 2,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
