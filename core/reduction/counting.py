"""The distinct colors of a photo, or of all frames of an animation."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.accents import Areas
from core.clustering.histogram import Histogram
from core.kernels import with_alpha, z_order
from core.model import Animation, Mask, Photo
from core.parallel import at_once
from core.progress import Tick, silent
from core.reduction.areas import find_areas, no_areas, sample_areas
from core.reduction.mattering import Scale, weighed
from core.reduction.salience import find_salience
from core.settings import Settings

# Pixels of frames counted in one batch: 25 MB.
_PIXELS_PER_BATCH = 1 << 23
# At most this many frames are looked through for areas, and half as many at least.
_FRAMES_WITH_AREAS = 16


_Counted = tuple[NDArray[np.uint8], NDArray[np.int64]]


def count_colors(
    photo: Photo, tick: Tick = silent, *, salience: bool = True, areas: bool = True
) -> Histogram:
    """Count the distinct colors of the photo's visible pixels, with alpha as well if it has any.

    For an animation, those of all frames are counted, without alpha. Where a mask says what
    matters, they are weighed by it, in each frame.

    Parameters
    ----------
    photo : Photo
    tick : Tick
        Receives the fraction done, 0…1.
    salience : bool
        Whether to find out as well how much each color is noticed; not for animations.
    areas : bool
        Whether to find the vivid colors of areas as well; in some of the frames of an animation.

    Raises
    ------
    ReadError
        (an OSError) when the frames of an animation cannot be read any more.
    InputError
        (a ValueError) when the mask has another shape than the photo.
    """
    if photo.animation is not None:
        return _count_frames(photo.animation, tick, areas=areas, mask=photo.matters)
    if photo.matters is not None:
        plain = count_colors(
            replace(photo, matters=None), tick.part(0.0, 0.7), salience=salience, areas=areas
        )
        return weighed(plain, photo, photo.matters, tick.part(0.7, 1.0))
    visible, pixels = photo.visible, photo.pixels.reshape(-1, 3)
    seen = None if visible is None else visible.ravel()

    def look_around(_tick: Tick) -> tuple[NDArray[np.uint16] | None, Areas | None]:
        return find_salience(photo) if salience else None, find_areas(photo) if areas else None

    def count() -> tuple[_Counted, Histogram | None]:
        translucent, rest = None, tick
        if photo.alpha is not None and photo.translucent:
            found = with_alpha.count_colors(pixels, photo.alpha.ravel(), tick.part(0.0, 0.8))
            translucent, rest = Histogram(*found), tick.part(0.8, 1.0)
        return kernels.count_colors(pixels, seen, rest), translucent

    # Small photos are counted by one thread, and looked at by another meanwhile.
    both = at_once(count, look_around, tick) if salience or areas else (count(), (None, None))
    ((colors, counts), translucent), (salient, found_areas) = both
    hidden = len(pixels) - int(counts.sum())
    if translucent is not None:
        translucent = replace(translucent, areas=found_areas)
    return Histogram(colors, counts, hidden, translucent, salient, found_areas)


def count_colors_for(
    photo: Photo, settings: Settings, tick: Tick = silent, *, given: bool = False
) -> Histogram:
    """Count the distinct colors, and find out what else settings need to be known of them.

    For a given palette that is nothing: a color goes to the nearest, whether it is noticed or not.
    """
    return count_colors(
        photo,
        tick,
        salience=not given and settings.by_looks,
        areas=not given and settings.weight_of_accents > 0,
    )


def _count_frames(animation: Animation, tick: Tick, *, areas: bool, mask: Mask | None) -> Histogram:
    """Count the distinct colors of all frames, batch by batch."""
    # Imported here: reading takes Pillow, which a photo without frames may do without.
    from core.shaping.frames import shaped_frames

    together = np.empty((0, 3), np.uint8), np.empty(0, np.int64)
    batch: list[NDArray[np.uint8]] = []
    waiting, vivid = 0, no_areas()
    every = animation.frames // _FRAMES_WITH_AREAS + 1
    scale = None if mask is None or mask.uniform else Scale(mask)
    with closing(shaped_frames(animation)) as frames:
        for number, frame in enumerate(frames):
            seen = frame.pixels.reshape(-1, 3)
            batch.append(seen if frame.alpha is None else seen[frame.alpha.ravel() > 0])
            waiting += len(batch[-1])
            if scale is not None:
                scale.add(frame.pixels, frame.alpha)
            if areas and number % every == 0:
                vivid = vivid.plus(sample_areas(frame.pixels, frame.alpha))
            if waiting >= _PIXELS_PER_BATCH:
                together = _added(together, kernels.count_colors(np.concatenate(batch)))
                batch, waiting = [], 0
            tick((number + 1) / animation.frames)
    if batch:
        together = _added(together, kernels.count_colors(np.concatenate(batch)))
    counted = Histogram(*together, areas=vivid.areas() if areas else None)
    return counted if scale is None else counted.reweighed(scale.weights(counted)[0])


def _added(first: _Counted, second: _Counted) -> _Counted:
    """Add up the counts of colors that are each along the Z-order curve."""
    at = np.concatenate([z_order.places(first[0]), z_order.places(second[0])])
    # Both runs are in order already, and a stable sort merges them in one go.
    order = np.argsort(at, kind="stable")
    at = at[order]
    new = np.flatnonzero(np.append(True, at[1:] != at[:-1])[: len(at)])
    counts = (
        np.add.reduceat(np.concatenate([first[1], second[1]])[order], new)
        if len(new)
        else second[1]
    )
    return z_order.colors_at(at[new]), counts
