"""One palette for many photos: their colors counted together, and clustered once."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.histogram import SALIENCE_BITS, Histogram, require_visible
from core.clustering.rounding import by_share, unchanged
from core.clustering.weights import MOST_WEIGHT, shared_out
from core.kernels import z_order
from core.model import Edited, Palette, Photo, Result
from core.progress import Meter, ProgressCallback, Tick, silent
from core.reduction.areas import AreaSamples, no_areas, sample_areas
from core.reduction.counting import count_colors
from core.reduction.dither import spreads
from core.reduction.edit import rearrange
from core.reduction.finding import clustered, search_of, stays_as_it_is
from core.reduction.salience import Noticed, look_around
from core.reduction.sampling import Stack
from core.reduction.spreading import spread
from core.reduction.transparency import as_seen, flat_colors, scene_of
from core.settings import Settings, Weigh

# Each photo gets this weight where all count the same. Weights are whole numbers, so that sums do
# not depend on the order of the photos.
_EQUAL = 1 << 40
# Where all count the same, samples do so as if each photo had as many.
_SAMPLES = 1 << 14
_AREA_SAMPLES = 1 << 16
# Sums of what is noticed are whole multiples of the inverse of this.
_FINE = 1 << 32
# Of fewer distinct colors none is lost by rounding.
_FEW_COLORS = 1 << 16


class Counted(NamedTuple):
    """The distinct colors of a photo, as little as is needed to add them to those of others.

    Parameters
    ----------
    places : (m,) uint32
        The colors, along the Z-order curve.
    counts : (m,) int64
        Pixels of each; where a mask says what matters, as many together, shared out by it.
    noticed : Noticed or None
        Where errors are noticed; None if it takes no part, as in animations.
    areas : AreaSamples or None
        Vivid areas; None if they take no part.
    """

    places: NDArray[np.uint32]
    counts: NDArray[np.int64]
    noticed: Noticed | None = None
    areas: AreaSamples | None = None

    @classmethod
    def of(
        cls, photo: Photo, settings: Settings, stack: Stack | None = None, tick: Tick = silent
    ) -> Counted:
        """Count the visible pixels of a photo, flattened if that is asked.

        Parameters
        ----------
        photo : Photo
        settings : Settings
        stack : Stack, optional
            Where the photo is among those that are looked at as one.
        tick : Tick

        Raises
        ------
        ReadError
            (an OSError) when the frames of an animation cannot be read any more.
        """
        accents, moving = settings.weight_of_accents > 0, photo.animation is not None
        histogram = count_colors(photo, tick, salience=False, areas=accents and moving)
        flat, noticed, areas = flat_colors(histogram, settings), None, None
        if settings.by_looks and not moving:
            noticed = look_around(as_seen(photo, settings), stack)
        if accents and not moving:
            flattened = settings.transparency == "flatten"
            areas = sample_areas(photo.pixels, photo.alpha, stack, flattened=flattened)
        elif flat.areas is not None:
            # Areas were found in some of the frames, but all their pixels count.
            part = 1.0 if stack is None else flat.pixels / stack.pixels
            areas = AreaSamples.of(flat.areas, round(_AREA_SAMPLES * part))
        counts = flat.counts
        if flat.weights is not None:
            # A photo counts no more for what matters in it.
            counts = np.maximum(shared_out(flat.weights, int(counts.sum())), 1)
        return cls(z_order.places(flat.colors), counts, noticed, areas)


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
        self._noticed = np.zeros((2, 8**SALIENCE_BITS), np.int64)
        self._areas = no_areas()
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
        if counted.noticed is not None:
            self._notice(counted.noticed)
        if counted.areas is not None:
            visible = max(counted.areas.visible, 1)
            self._areas = self._areas.plus(
                counted.areas, _AREA_SAMPLES / visible if self._equal else 1
            )

    def histogram(self) -> Histogram:
        """Return the colors of all photos, each with its weight in whole numbers.

        With "pixels" those are the numbers of pixels, up to 400 million together; larger weights
        are made smaller, and what rounding takes from a color goes to the next along the curve.
        """
        places = np.flatnonzero(self._table).astype(np.uint32)
        weights = self._table[places]
        total = int(weights.sum())
        if self._equal or total > MOST_WEIGHT:
            weights = shared_out(weights, MOST_WEIGHT)
            if len(places) <= _FEW_COLORS:
                weights = np.maximum(weights, 1)
            places, weights = places[weights > 0], weights[weights > 0]
        return Histogram(
            z_order.colors_at(places),
            weights,
            salience=self._salience(),
            areas=self._areas.areas() if self._areas.visible else None,
        )

    def _notice(self, noticed: Noticed) -> None:
        samples = int(noticed.numbers.sum())
        if samples:
            weight = _SAMPLES / samples if self._equal else 1
            self._noticed += np.rint(np.stack(noticed) * (weight * _FINE)).astype(np.int64)

    def _salience(self) -> NDArray[np.uint16] | None:
        if not self._noticed.any():
            return None
        return Noticed(*(self._noticed / _FINE)).salience()


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
        if spreads(settings):
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
    return replace(result, stop_reason="shared palette")  # untranslated: a value
