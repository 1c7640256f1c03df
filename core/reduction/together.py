"""One palette for many photos: their colors counted together, and clustered once."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.accents import Areas
from core.clustering.histogram import SALIENCE_BITS, Histogram, require_visible
from core.clustering.rounding import by_share, unchanged
from core.kernels import z_order
from core.model import Edited, Palette, Photo, Result
from core.progress import Meter, ProgressCallback
from core.reduction.dither import mixed_as_it_looks
from core.reduction.edit import rearrange
from core.reduction.finding import clustered, search_of, stays_as_it_is
from core.reduction.spreading import spread
from core.reduction.transparency import flat_colors, scene_of
from core.settings import Settings, Weigh

# Each photo gets this weight where all count the same. Weights are whole numbers, so that sums do
# not depend on the order of the photos.
_EQUAL = 1 << 40
# Salience has 16 bits, and so many photos are added up that each may take 45 bits.
_LESS_FOR_SALIENCE = 16
_AREAS = 1 << 24
_AREA_BITS = 4
# Photos of 500 million pixels are clustered; this leaves room for weights by salience.
_MOST_WEIGHT = 400_000_000
# Of fewer distinct colors none is lost by rounding.
_FEW_COLORS = 1 << 16


class Counted(NamedTuple):
    """The distinct colors of a photo, as little as is needed to add them to those of others.

    Parameters
    ----------
    places : (m,) uint32
        The colors, along the Z-order curve.
    counts : (m,) int64
    salience : (8⁵,) uint16 or None
    areas : Areas or None
    """

    places: NDArray[np.uint32]
    counts: NDArray[np.int64]
    salience: NDArray[np.uint16] | None
    areas: Areas | None

    @classmethod
    def of(cls, histogram: Histogram, settings: Settings) -> Counted:
        """Take what counts of a photo's histogram: visible pixels, flattened if that is asked."""
        flat = flat_colors(histogram, settings)
        return cls(z_order.places(flat.colors), flat.counts, flat.salience, flat.areas)


class Together:
    """The colors of many photos, added up one photo after another.

    Parameters
    ----------
    weigh : {"equal", "pixels"}
        Whether each photo counts the same, or each pixel.
    """

    def __init__(self, weigh: Weigh) -> None:
        self._equal = weigh == "equal"
        self._table = np.zeros(z_order.TABLE_SIZE, np.int64)
        self._noticed, self._noticing = np.zeros((2, 8**SALIENCE_BITS), np.int64)
        self._everywhere = np.zeros(8**SALIENCE_BITS, np.int64)
        self._salient = 0
        self._areas = np.zeros((4, 8**_AREA_BITS), np.int64)
        self._area_weight = 0
        self.photos = 0

    def add(self, counted: Counted) -> None:
        """Add the colors of a photo; one without a visible pixel adds nothing."""
        pixels = int(counted.counts.sum())
        if pixels == 0:
            return
        self.photos += 1
        weights = counted.counts
        if self._equal:
            weights = np.rint(weights * (_EQUAL / pixels)).astype(np.int64)
        self._table[counted.places] += weights
        if counted.salience is not None:
            self._add_salience(counted.places, weights, counted.salience)
        self._add_areas(counted.areas, _AREAS if self._equal else pixels)

    def histogram(self) -> Histogram:
        """Return the colors of all photos, each with its weight in whole numbers.

        With "pixels" those are the numbers of pixels, up to 400 million together; larger weights
        are made smaller, and what rounding takes from a color goes to the next along the curve.
        """
        places = np.flatnonzero(self._table).astype(np.uint32)
        weights = self._table[places]
        total = int(weights.sum())
        if self._equal or total > _MOST_WEIGHT:
            reached = np.rint(np.cumsum(weights) * (_MOST_WEIGHT / total)).astype(np.int64)
            weights = np.diff(reached, prepend=0)
            if len(places) <= _FEW_COLORS:
                weights = np.maximum(weights, 1)
            places, weights = places[weights > 0], weights[weights > 0]
        return Histogram(
            z_order.colors_at(places), weights, salience=self._salience(), areas=self._found_areas()
        )

    def _add_salience(
        self, places: NDArray[np.uint32], weights: NDArray[np.int64], salience: NDArray[np.uint16]
    ) -> None:
        cells = places >> np.uint32(3 * (8 - SALIENCE_BITS))
        by_cell = np.bincount(cells, weights, 8**SALIENCE_BITS).astype(np.int64)
        if self._equal:
            by_cell >>= _LESS_FOR_SALIENCE
        self._noticed += by_cell * salience
        self._noticing += by_cell
        self._everywhere += salience
        self._salient += 1

    def _salience(self) -> NDArray[np.uint16] | None:
        """Return the mean salience of each cell, by the weights that photos have in it."""
        if self._salient == 0:
            return None
        there = self._noticing > 0
        mean = np.where(
            there,
            self._noticed / np.where(there, self._noticing, 1),
            self._everywhere / self._salient,
        )
        return np.rint(mean).clip(1).astype(np.uint16)

    def _add_areas(self, areas: Areas | None, weight: int) -> None:
        self._area_weight += weight
        if areas is None:
            return
        red, green, blue = areas.colors.astype(np.int64).T >> (8 - _AREA_BITS)
        cells = (red << 2 * _AREA_BITS) | (green << _AREA_BITS) | blue
        shares = np.rint(areas.shares * weight)
        sums = (*(areas.colors.T * shares), shares)
        for row, values in enumerate(sums):
            by_cell = np.bincount(cells, np.rint(values), 8**_AREA_BITS)
            self._areas[row] += by_cell.astype(np.int64)

    def _found_areas(self) -> Areas:
        there = np.flatnonzero(self._areas[3])
        shares = self._areas[3, there]
        return Areas((self._areas[:3, there] / shares).T, shares / max(self._area_weight, 1))


def palette_of(
    histogram: Histogram, settings: Settings, progress: ProgressCallback | None = None
) -> Palette:
    """Find the palette for a histogram, as `reduce` does for that of a photo.

    Parameters
    ----------
    histogram : Histogram
        Of opaque colors.
    settings : Settings
    progress : callable, optional
        Whatever it raises passes through.

    Returns
    -------
    Palette
        Ordered by share, with `settings.colors` colors, or all that there are if they are fewer.

    Raises
    ------
    InputError
        (a ValueError) when there are no colors, or fewer than the start needs.
    """
    scene = scene_of(histogram, settings)
    if stays_as_it_is(scene):
        mapping = unchanged(scene.histogram, scene.locked)
    else:
        search = search_of(scene, settings, Meter(progress))
        _run, mapping = clustered(scene, settings, search)
        if settings.dithered and mixed_as_it_looks(settings):
            points = scene.histogram.points(scene.space)
            colors = spread(mapping.palette, mapping.locked, points, mapping.labels)
            mapping = replace(mapping, palette=colors)
    mapping, _precedence = by_share(mapping)
    return scene.palette(mapping.palette, mapping.counts, mapping.locked)


def reduce_together(
    photo: Photo,
    histogram: Histogram,
    palette: Palette,
    settings: Settings,
    progress: ProgressCallback | None = None,
) -> Result:
    """Show a photo in a palette that was found for it and others.

    It is dithered as in a palette of its own. Transparency is kept beside the colors, or flattened.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent.
    """
    require_visible(flat_colors(histogram, settings))
    result = rearrange(photo, histogram, Edited.of(palette), settings, progress)
    return replace(result, stop_reason="shared palette")
