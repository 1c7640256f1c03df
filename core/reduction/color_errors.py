"""How far the colors of a result are from the photo's, pixel by pixel: squares and CIEDE2000."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.color.difference import color_difference
from core.model import Photo, Result
from core.parallel import in_chunks, threads
from core.progress import Tick, silent
from core.reduction.pictures import Pictures

Keys = NDArray[Any]
"""(n,) uint32 or uint64: each holds two colors, so that equal pairs are equal numbers."""

_KeysOf = Callable[[Pictures, slice], Keys]

# Keys of a band are sorted in one call, some tens of milliseconds long.
_PIXELS_PER_BAND = 1 << 19


class ColorErrors(NamedTuple):
    """Differences of colors over all visible pixels.

    Parameters
    ----------
    squared : float
        Mean over pixels and channels of the squared difference in sRGB, 0…65025.
    mean : float
        Of the color difference CIEDE2000.
    percentile_95 : float
        The smallest such difference that at least 95 % of the pixels do not exceed.
    """

    squared: float
    mean: float
    percentile_95: float


def color_errors(photo: Photo, result: Result, tick: Tick = silent) -> ColorErrors:
    """Measure the color differences between the pixels of a photo and those of its result.

    Each pair of colors is measured once, however many pixels have it.

    Parameters
    ----------
    photo : Photo
    result : Result
        Made of that photo. What is transparent is looked at on black and on white, and each
        number is that of the ground on which it is larger; hidden pixels do not count.
    tick : Tick
        Receives the fraction done.

    Raises
    ------
    InputError
        (a ValueError) when the result has another size than the photo.
    """
    pictures = Pictures.of(photo, result)
    if pictures.opaque:
        keys, counts = _counted(pictures, _keys_of_opaque, tick.part(0, 0.7))
        return _errors(_bytes(keys, 3, 1), pictures.colors[keys & 255], counts, tick.part(0.7, 1))
    found = []
    for number in range(len(pictures.grounds)):
        begin, end = number / len(pictures.grounds), (number + 1) / len(pictures.grounds)
        part = tick.part(begin, end)
        keys, counts = _counted(pictures, partial(_keys_on, number), part.part(0, 0.7))
        found.append(_errors(_bytes(keys, 3, 3), _bytes(keys, 3, 0), counts, part.part(0.7, 1)))
    return ColorErrors(*map(max, zip(*found, strict=True)))


def _errors(
    colors: NDArray[np.uint8], shown: NDArray[np.uint8], counts: NDArray[np.int64], tick: Tick
) -> ColorErrors:
    pixels = int(counts.sum())
    if pixels == 0:
        return ColorErrors(0.0, 0.0, 0.0)
    apart = colors.astype(np.int32) - shown
    squared = int(np.einsum("ij,ij->i", apart, apart).astype(np.int64) @ counts)
    differences = color_difference(colors, shown, tick)
    order = np.argsort(differences)
    nearer = np.cumsum(counts[order])
    worst = int(np.searchsorted(nearer, 0.95 * pixels))
    return ColorErrors(
        squared / (3 * pixels),
        float(differences @ counts / pixels),
        float(differences[order[worst]]),
    )


def _counted(pictures: Pictures, keys_of: _KeysOf, tick: Tick) -> tuple[Keys, NDArray[np.int64]]:
    """Return the different keys of all visible pixels, rising, and how many pixels have each."""
    height, width = pictures.shown.shape
    rows = max(_PIXELS_PER_BAND // width, 1)
    bands = -(-height // rows)
    found: list[tuple[Keys, NDArray[np.int64]]] = [_NOTHING] * bands

    def count(begin: int, end: int) -> None:
        for band in range(begin, end):
            keys = keys_of(pictures, slice(band * rows, (band + 1) * rows))
            keys.sort()
            found[band] = _joined(keys, np.ones(len(keys), np.int64))

    in_chunks(count, bands, 1, threads(), tick.part(0, 0.8))
    keys = np.concatenate([keys for keys, _ in found])
    counts = np.concatenate([counts for _, counts in found])
    order = np.argsort(keys)
    tick(0.9)
    return _joined(keys[order], counts[order])


def _joined(keys: Keys, counts: NDArray[np.int64]) -> tuple[Keys, NDArray[np.int64]]:
    """Return the different ones of rising keys, with the sums of their counts."""
    if len(keys) == 0:
        return keys, counts
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return keys[first], np.add.reduceat(counts, first)


def _keys_of_opaque(pictures: Pictures, rows: slice) -> Keys:
    """Return (n,) uint32: the photo's color in three bytes, and the index of the one shown."""
    keys = _key(pictures.photo[rows].reshape(-1, 3), np.uint32)
    keys <<= np.uint32(8)
    keys |= pictures.shown[rows].ravel()
    return keys


def _keys_on(ground: int, pictures: Pictures, rows: slice) -> Keys:
    """Return (n,) uint64: the photo's color in three bytes, and that shown in three more.

    Both are as they look on the ground at that place among the grounds.
    """
    part = pictures.part(rows, slice(None))
    photo, shown = part.laid()[ground]
    visible = part.visible()
    if visible is not None:
        photo, shown = photo[visible], shown[visible]
    keys = _key(photo.reshape(-1, 3), np.uint64)
    keys <<= np.uint64(24)
    keys |= _key(shown.reshape(-1, 3), np.uint64)
    return keys


_NOTHING: tuple[Keys, NDArray[np.int64]] = (np.zeros(0, np.uint32), np.zeros(0, np.int64))


def _key(colors: NDArray[np.uint8], dtype: type[np.unsignedinteger[Any]]) -> Keys:
    """Return (n,) numbers whose lowest bytes are the channels of (n, 3) colors."""
    key = colors[:, 0].astype(dtype)
    for channel in (1, 2):
        key <<= dtype(8)
        key |= colors[:, channel]
    return key


def _bytes(keys: Keys, count: int, after: int) -> NDArray[np.uint8]:
    """Return (n, count) of the bytes of keys, the highest first, which so many follow."""
    shifts = [8 * (after + place) for place in reversed(range(count))]
    return np.stack([keys >> keys.dtype.type(shift) for shift in shifts], axis=1).astype(np.uint8)
