"""A mask's say in which colors are found: counts are multiplied by how much pixels matter.

Only clustering goes by these weights; shares, errors and numbers of pixels stay what they are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.clustering.histogram import Histogram
from core.clustering.weights import MOST_WEIGHT, within_bounds
from core.kernels import z_order
from core.model import Mask, Photo
from core.model.mask import times_of_levels
from core.progress import Tick, silent

# Weights are whole numbers: a pixel that matters as without a mask has this one.
_ONCE = 100
_TIMES = np.rint(times_of_levels() * _ONCE).astype(np.int64)
_PIXELS_PER_BLOCK = 1 << 18
# A draft looks at cells of five bits a channel.
_BITS_OF_DRAFT = 5
_WITHIN_CELLS = np.uint32(3 * (8 - _BITS_OF_DRAFT))
_CELLS = 8**_BITS_OF_DRAFT
# So many pixels say enough for a draft.
_MOST_OF_DRAFT = 1 << 18


def weighed(
    histogram: Histogram, photo: Photo, mask: Mask | None, tick: Tick = silent
) -> Histogram:
    """Weigh the distinct colors of a photo by how much their pixels matter.

    Parameters
    ----------
    histogram : Histogram
        The photo's, of its only picture.
    photo : Photo
    mask : Mask or None
        One in which all matters alike, or none, leaves the histogram as it is.
    tick : Tick
        Receives the fraction done.

    Raises
    ------
    InputError
        (a ValueError) when the mask has another shape than the photo.
    """
    if not _is_of_use(mask, photo):
        return _unweighed(histogram)
    assert mask is not None
    scale = Scale(mask)
    scale.add(photo.pixels, photo.alpha, tick)
    weights, hidden = scale.weights(histogram, histogram.hidden)
    translucent = histogram.translucent
    if translucent is not None and photo.alpha is not None:
        soft = Scale(mask, with_alpha=translucent)
        soft.add(photo.pixels, photo.alpha, tick.still())
        weights_of_soft, hidden = soft.weights(translucent, histogram.hidden)
        translucent = translucent.reweighed(weights_of_soft)
    return histogram.reweighed(weights, hidden, translucent)


def weighed_roughly(histogram: Histogram, photo: Photo, mask: Mask | None) -> Histogram:
    """Weigh colors nearly as `weighed` does, in milliseconds.

    Only some rows and columns of the photo are looked at, and colors of a cell are weighed alike.
    """
    if not _is_of_use(mask, photo):
        return _unweighed(histogram)
    assert mask is not None
    step = max(round((photo.width * photo.height / _MOST_OF_DRAFT) ** 0.5), 1)
    rows = np.arange(min(step // 2, photo.height - 1), photo.height, step)
    columns = np.arange(min(step // 2, photo.width - 1), photo.width, step)
    at = rows[:, None], columns
    levels = mask.levels[mask.rows_for(at[0], photo.height), mask.columns_for(columns, photo.width)]
    cells = z_order.places(photo.pixels[at].reshape(-1, 3)) >> _WITHIN_CELLS
    of_pixels = _TIMES[levels.ravel()]
    mean = float(of_pixels.mean())
    if photo.alpha is not None:
        # Hidden pixels have colors too, which nobody sees.
        seen = photo.alpha[at].ravel() > 0
        cells, of_pixels = cells[seen], of_pixels[seen]
    every = np.bincount(cells, minlength=_CELLS)
    sums = np.bincount(cells, of_pixels, _CELLS)
    times = np.where(every > 0, sums / np.maximum(every, 1), mean)

    total = histogram.hidden * mean
    if len(histogram):
        in_cells, firsts = histogram.runs(_BITS_OF_DRAFT)
        total += float(np.add.reduceat(histogram.counts, firsts) @ times[in_cells])
    smaller = min(MOST_WEIGHT / total, 1.0)
    times, mean = times * smaller, mean * smaller

    def weights_of(source: Histogram) -> NDArray[np.int64]:
        cells, firsts = source.runs(_BITS_OF_DRAFT)
        weights = source.counts * np.repeat(times[cells], np.diff(firsts, append=len(source)))
        return np.maximum((weights + 0.5).astype(np.int64), 1)

    soft = histogram.translucent
    soft = soft and soft.reweighed(weights_of(soft))
    return histogram.reweighed(weights_of(histogram), round(histogram.hidden * mean), soft)


def _is_of_use(mask: Mask | None, photo: Photo) -> bool:
    """Return whether a mask says anything; raise InputError for one of another shape."""
    if mask is not None:
        mask.require_shape((photo.width, photo.height))
    return mask is not None and not mask.uniform


def _unweighed(histogram: Histogram) -> Histogram:
    soft = histogram.translucent
    if histogram.weights is None:
        return histogram
    return histogram.reweighed(None, None, soft and soft.reweighed(None))


class Scale:
    """Sums of how much more, or less, the pixels of each color matter than those of the most.

    Only pixels at other levels of the mask than the most frequent one are looked at.

    Parameters
    ----------
    mask : Mask
    with_alpha : Histogram, optional
        Colors with alpha to find the sums for; otherwise they are found for all colors without.
    """

    def __init__(self, mask: Mask, *, with_alpha: Histogram | None = None) -> None:
        self._mask = mask
        self._usual = int(_TIMES[np.bincount(mask.levels.ravel(), minlength=256).argmax()])
        self._more = _TIMES - self._usual
        # Pages of it that no color needs take no memory.
        self._sums = np.zeros(z_order.TABLE_SIZE if with_alpha is None else len(with_alpha), "i8")
        self._places = None if with_alpha is None else z_order.places(with_alpha.colors)
        self._hidden = 0

    def add(
        self, pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, tick: Tick = silent
    ) -> None:
        """Add the pixels of a picture."""
        height, width = pixels.shape[:2]
        columns = self._mask.columns_for(np.arange(width), width)
        block = max(_PIXELS_PER_BLOCK // width, 1)
        for begin in range(0, height, block):
            end = min(begin + block, height)
            rows = self._mask.rows_for(np.arange(begin, end), height)
            more = self._more[self._mask.levels[rows[:, None], columns]].ravel()
            colors = pixels[begin:end].reshape(-1, 3)
            opacity = None if alpha is None else alpha[begin:end].ravel()
            at = np.flatnonzero(more)
            # Where most of them are to be added, to pick them out takes longer than to add all.
            if len(at) < len(more) // 2:
                more, colors = more[at], colors[at]
                opacity = None if opacity is None else opacity[at]
            self._add(colors, opacity, more)
            tick(end / height)

    def weights(self, histogram: Histogram, hidden: int = 0) -> tuple[NDArray[np.int64], int]:
        """Return the weights of colors whose pixels were all added, and that of hidden pixels.

        (m,) int64, at least 1, and together with the hidden ones within bounds.
        """
        usual, sums = self._usual, self._sums
        if self._places is None:
            sums = sums[z_order.places(histogram.colors)]
        weights = np.maximum(histogram.counts * usual + sums, 1)
        unseen = max(hidden * usual + self._hidden, 0)
        every = within_bounds(np.append(weights, unseen))
        return every[:-1], int(every[-1]) if unseen else 0

    def _add(
        self, colors: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, more: NDArray[np.int64]
    ) -> None:
        if alpha is not None:
            seen = alpha > 0
            self._hidden += int(more[~seen].sum())
            colors, alpha, more = colors[seen], alpha[seen], more[seen]
        if self._places is None:
            np.add.at(self._sums, z_order.places(colors), more)
        else:
            assert alpha is not None
            found = z_order.places_with_alpha(colors, alpha)
            np.add.at(self._sums, np.searchsorted(self._places, found), more)
