"""numpy → QImage, the only file that knows both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from core.model import Result

_SMALLEST_SIDE = 256
# Rows converted in one call: the interpreter lock is never held for long.
_ROWS_PER_BAND = 512


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture ready to be drawn at any scale.

    Parameters
    ----------
    levels : tuple of QImage
        The picture itself, then each half the size of the one before.
    """

    levels: tuple[QImage, ...]

    @property
    def width(self) -> int:
        """Pixels in a row of the picture itself."""
        return self.levels[0].width()

    @property
    def height(self) -> int:
        """Rows of the picture itself."""
        return self.levels[0].height()

    def level_for(self, scale: float) -> QImage:
        """Choose the smallest level that still has a pixel for each device pixel."""
        level = 0
        while level + 1 < len(self.levels) and scale * 2 ** (level + 1) <= 1:
            level += 1
        return self.levels[level]


def picture_of(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None) -> Picture:
    """Make a picture of (h, w, 3) uint8 pixels and (h, w) uint8 alpha.

    Takes about 100 ms for 24 megapixels: for a worker thread.
    """
    height, width = pixels.shape[:2]
    opaque = alpha is None
    image = QImage(width, height, _format(opaque))
    # A QImage of 32 bits has no padding, so that its bytes are an array of this shape.
    target = np.frombuffer(image.bits(), dtype=np.uint32).reshape(height, width)
    for top in range(0, height, _ROWS_PER_BAND):
        rows = slice(top, top + _ROWS_PER_BAND)
        band = pixels[rows].astype(np.uint32)
        packed = (band[..., 0] << 16) | (band[..., 1] << 8) | band[..., 2]
        packed |= np.uint32(0xFF000000) if alpha is None else alpha[rows].astype(np.uint32) << 24
        target[rows] = packed
    return _pyramid(image)


def picture_of_result(result: Result) -> Picture:
    """Make a picture of a result.

    Takes about 100 ms for 24 megapixels: for a worker thread.
    """
    height, width = result.indices.shape
    opaque = result.alpha is None
    image = QImage(width, height, _format(opaque))
    target = np.frombuffer(image.bits(), dtype=np.uint32).reshape(height, width)
    red, green, blue = result.palette.colors.astype(np.uint32).T
    table = np.zeros(256, dtype=np.uint32)
    table[: len(red)] = (red << 16) | (green << 8) | blue
    if opaque:
        table |= np.uint32(0xFF000000)
    for top in range(0, height, _ROWS_PER_BAND):
        rows = slice(top, top + _ROWS_PER_BAND)
        np.take(table, result.indices[rows], out=target[rows])
        if result.alpha is not None:
            target[rows] |= result.alpha[rows].astype(np.uint32) << 24
    return _pyramid(image)


def _format(opaque: bool) -> QImage.Format:
    return QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32


def _pyramid(image: QImage) -> Picture:
    levels = [image]
    while min(levels[-1].width(), levels[-1].height()) > _SMALLEST_SIDE:
        levels.append(_halved(levels[-1]))
    return Picture(tuple(levels))


def _halved(image: QImage) -> QImage:
    return image.scaled(
        (image.width() + 1) // 2,
        (image.height() + 1) // 2,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
