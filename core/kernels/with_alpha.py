"""Pixels of color and alpha: count the distinct ones, and label each pixel by its own.

All is done in numpy, by sorting: a table of all colors with alpha would not fit memory. Places on
the Z-order curve are sorted band by band, so that a run is one distinct color, and runs that differ
in their last bits only are next to each other.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import joined
from core.kernels.z_order import WITH_ALPHA, colors_with_alpha_at, places, places_with_alpha
from core.parallel import in_chunks, threads
from core.progress import Tick, silent

# A band is a few milliseconds of work in one thread.
_PIXELS_PER_BAND = 1 << 17
# About this many colors are merged in one step.
_COLORS_PER_MERGER = 1 << 18


def count_colors(
    pixels: NDArray[np.uint8], alpha: NDArray[np.uint8], tick: Tick = silent
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Find the distinct colors with alpha and how often each occurs, fully transparent ones aside.

    Parameters
    ----------
    pixels : (n, 3) uint8
    alpha : (n,) uint8
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    colors : (m, 4) uint8, along the Z-order curve
    counts : (m,) int64
    """
    parts: list[NDArray[np.uint64]] = []
    lock = threading.Lock()

    def count(begin: int, end: int) -> None:
        visible = alpha[begin:end] > 0
        at = places_with_alpha(pixels[begin:end][visible], alpha[begin:end][visible])
        at.sort()
        first = _begins(at)
        counts = np.diff(np.append(first, len(at)))
        counted = at[first].astype(np.uint64) << np.uint64(32) | counts.astype(np.uint64)
        with lock:
            parts.append(counted)

    in_chunks(count, len(pixels), _PIXELS_PER_BAND, threads(), tick.part(0.0, 0.7))
    return _merged(parts, tick.part(0.7, 1.0))


def label_pixels(
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    tick: Tick = silent,
) -> NDArray[np.uint8]:
    """Return for every pixel the label of its color with alpha.

    Parameters
    ----------
    pixels : (n, 3) uint8
    alpha : (n,) uint8
    colors : (m, 4) uint8, m at least 1
        In the order of `count_colors`; a pixel of any other color gets some label.
    labels : (m,) uint8
        The label of each color.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (n,) uint8
    """
    known = np.empty(len(colors), np.uint32)
    for begin in range(0, len(colors), _COLORS_PER_MERGER):
        here = slice(begin, begin + _COLORS_PER_MERGER)
        known[here] = places(colors[here])
        tick(0.1 * begin / len(colors))
    found = np.empty(len(pixels), np.uint8)

    def label(begin: int, end: int) -> None:
        runs = Runs.of(pixels[begin:end], alpha[begin:end])
        # Both are sorted, so each search continues where the last one ended.
        at = np.searchsorted(known, runs.places)
        found[begin:end] = runs.spread(labels.take(at, mode="clip"))

    in_chunks(label, len(pixels), _PIXELS_PER_BAND, threads(), tick.part(0.1, 1.0))
    return found


@dataclass(frozen=True, eq=False)
class Runs:
    """Pixels gathered by color with alpha.

    Parameters
    ----------
    places : (r,) uint32
        Place on the Z-order curve of the first color of each run, ascending.
    lengths : (r,) int64
    order : (n,) intp
        The pixels, run by run.
    """

    places: NDArray[np.uint32]
    lengths: NDArray[np.int64]
    order: NDArray[np.intp]

    @classmethod
    def of(
        cls, pixels: NDArray[np.uint8], alpha: NDArray[np.uint8], most: int | None = None
    ) -> Runs:
        """Gather (n, 3) uint8 pixels with (n,) uint8 alpha.

        Parameters
        ----------
        most : int, optional
            If there are more runs, those that differ in their last bits only are joined; the
            color of such a run is that of its first pixel.
        """
        keys = places_with_alpha(pixels, alpha).astype(np.uint64) << np.uint64(32)
        keys |= np.arange(len(keys), dtype=np.uint64)
        keys.sort()
        at = (keys >> np.uint64(32)).astype(np.uint32)
        first = _begins(at)
        for bits in range(1, 5):
            if most is None or len(first) <= most:
                break
            first = _begins(at >> np.uint32(WITH_ALPHA * bits))
        lengths = np.diff(np.append(first, len(at)))
        return cls(at[first], lengths, (keys & np.uint64(0xFFFFFFFF)).astype(np.intp))

    @property
    def colors(self) -> NDArray[np.uint8]:
        """Color of each run: (r, 4) uint8."""
        return colors_with_alpha_at(self.places)

    def spread(self, labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return for each pixel the label of its run, one of (r,) labels: (n,) uint8."""
        spread = np.empty(len(self.order), np.uint8)
        spread[self.order] = np.repeat(labels, self.lengths)
        return spread


def _begins(places: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Find where runs of the same place begin."""
    return np.flatnonzero(np.append(True, places[1:] != places[:-1])[: len(places)])


def _merged(
    parts: list[NDArray[np.uint64]], tick: Tick
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Add up the counts of each place: (m, 4) uint8 colors there, and (m,) int64 counts.

    Parameters
    ----------
    parts : list of (n,) uint64
        Places in the upper 32 bits, ascending, and counts in the lower.
    """
    size = sum(map(len, parts))
    # A sample shows where to part them, so that each merger gets about as many.
    mergers = size // _COLORS_PER_MERGER + 1
    sample = np.sort(np.concatenate([part[:: 16 * mergers] for part in parts]))
    limits = sample[np.arange(1, mergers) * len(sample) // mergers] >> np.uint64(32)
    ends = [
        np.concatenate([[0], np.searchsorted(part, limits << np.uint64(32)), [len(part)]])
        for part in parts
    ]
    colors, counts = [], []
    for number in range(mergers):
        some = [part[end[number] : end[number + 1]] for part, end in zip(parts, ends, strict=True)]
        together = np.concatenate(some)
        together.sort()
        at = (together >> np.uint64(32)).astype(np.uint32)
        first = _begins(at)
        each = (together & np.uint64(0xFFFFFFFF)).astype(np.int64)
        colors.append(colors_with_alpha_at(at[first]))
        counts.append(np.add.reduceat(each, first) if len(first) else each)
        tick((number + 1) / mergers)
    return joined(colors, tick), joined(counts, tick)
