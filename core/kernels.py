"""The hot loops: count colors, assign colors to centroids, map pixels.

Each works in blocks that stay in the processor's cache, and calls `tick` after each block.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.progress import Tick, silent

# Large enough that numpy's overhead per call vanishes, small enough for a few milliseconds a block.
_PIXELS_PER_BLOCK = 1 << 18
_DISTANCES_PER_BLOCK = 1 << 18
_TABLE_SIZE = 1 << 24
# Added to squared distances, which are below 2¹⁸, it rounds them to multiples of 2⁻²⁴: distances
# that are equal but for rounding become equal, and the tie goes to the lower index.
_ROUND_TO_TIES = 1.5 * 2.0**28

Label = TypeVar("Label", bound=np.generic)


def pack(rgb: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """(n, 3) uint8 colors to (n,) uint32 keys 0xRRGGBB; keys sort as the colors do."""
    keys = rgb[:, 0].astype(np.uint32)
    for channel in (1, 2):
        keys <<= 8
        keys |= rgb[:, channel]
    return keys


def unpack(keys: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """(n,) uint32 keys 0xRRGGBB to (n, 3) uint8 colors."""
    return np.stack([keys >> 16, keys >> 8, keys], axis=1).astype(np.uint8)


def count_colors(
    pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None = None, tick: Tick = silent
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Find the distinct colors and how often each occurs.

    Sorts block by block and adds each block's counts to a table of all 2²⁴ colors: it takes
    64 MB whatever the photo's size, and a photo of one block needs no table.

    Parameters
    ----------
    pixels : (n, 3) uint8
    visible : (n,) bool, optional
        Pixels to count; all when None.
    tick : callable
        Receives the fraction done.

    Returns
    -------
    colors : (m, 3) uint8, in lexicographic order
    counts : (m,) int64
    """
    if len(pixels) <= _PIXELS_PER_BLOCK:
        keys, counts = _count_keys(_visible_keys(pixels, visible, 0, len(pixels)))
        tick(1.0)
        return unpack(keys), counts
    table = np.zeros(_TABLE_SIZE, dtype=np.uint32)
    for begin in range(0, len(pixels), _PIXELS_PER_BLOCK):
        end = begin + _PIXELS_PER_BLOCK
        keys, counts = _count_keys(_visible_keys(pixels, visible, begin, end))
        table[keys] += counts.astype(np.uint32)
        tick(end / len(pixels))
    keys = np.flatnonzero(table).astype(np.uint32)
    tick(1.0)
    return unpack(keys), table[keys].astype(np.int64)


def assign(
    colors: NDArray[np.float64], centroids: NDArray[np.float64], tick: Tick = silent
) -> NDArray[np.intp]:
    """Find the nearest centroid of every color by Euclidean distance, ties to the lower index.

    The distances |c|² - 2 x·c, one matrix product a block, are float64 throughout: that costs
    little more than float32 here, and needs no second look at the colors that are nearly
    between two centroids. Squared distances closer than 6e-8 count as equal.

    Parameters
    ----------
    colors : (m, 3) float64, 0…255
    centroids : (k, 3) float64, 0…255

    Returns
    -------
    labels : (m,) intp
    """
    labels = np.empty(len(colors), dtype=np.intp)
    minus_twice = -2.0 * centroids.T
    squares = np.einsum("ij,ij->i", centroids, centroids) + _ROUND_TO_TIES
    block = max(_DISTANCES_PER_BLOCK // len(centroids), 1)
    for begin in range(0, len(colors), block):
        distances = colors[begin : begin + block] @ minus_twice
        distances += squares
        np.argmin(distances, axis=1, out=labels[begin : begin + block])
        tick((begin + block) / len(colors))
    return labels


def map_pixels(
    pixels: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    labels: NDArray[Label],
    tick: Tick = silent,
) -> NDArray[Label]:
    """Give every pixel the label of its color.

    Parameters
    ----------
    pixels : (n, 3) uint8
    colors : (m, 3) uint8
        Distinct colors; pixels of a color that is not among them get label 0.
    labels : (m,) of any dtype

    Returns
    -------
    (n,) of the dtype of `labels`
    """
    table = np.zeros(_TABLE_SIZE, dtype=labels.dtype)
    table[pack(colors)] = labels
    mapped = np.empty(len(pixels), dtype=labels.dtype)
    for begin in range(0, len(pixels), _PIXELS_PER_BLOCK):
        end = begin + _PIXELS_PER_BLOCK
        mapped[begin:end] = table[pack(pixels[begin:end])]
        tick(end / len(pixels))
    return mapped


def _visible_keys(
    pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None, begin: int, end: int
) -> NDArray[np.uint32]:
    block = pixels[begin:end]
    return pack(block if visible is None else block[visible[begin:end]])


def _count_keys(keys: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    if len(keys) == 0:
        return keys, np.zeros(0, dtype=np.int64)
    keys.sort()
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[first], np.diff(np.append(first, len(keys)))
