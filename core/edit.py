"""A palette edited by hand: lock, recolor, merge, remove, add; and what the pixels then show.

A run leaves each pixel with the palette color nearest to it. To recolor must not change who
belongs together, so what pixels are compared with — the anchors — is kept apart from what is
shown for them: a recolored anchor keeps its pixels, merged colors pool their anchors, a removed
one leaves its pixels to the nearest anchors that stay, an added one takes what is nearest to it.
So a few numbers say everything about the picture, and a step of an undo history holds no pixels.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.color import SPACES
from core.dither import dither, shown
from core.errors import PaletteError
from core.histogram import Histogram
from core.mapping import pixel_indices
from core.model import MAX_COLORS, Draft, Palette, Photo, ProgressCallback, Result
from core.progress import Meter, Tick, silent
from core.settings import Settings, Space
from core.targets import Targets

Rgb = tuple[int, int, int]

_PLAIN = Settings()


@dataclass(frozen=True, eq=False)
class Edited:
    """A palette, and which pixels its colors are shown for.

    Parameters
    ----------
    palette : Palette
        What is shown. Its counts are those of the result it was last part of.
    anchors : (n, 3) uint8
        A pixel belongs to the nearest, ties to the lower index.
    owners : (n,) uint8
        The palette color each anchor's pixels show.
    """

    palette: Palette
    anchors: NDArray[np.uint8]
    owners: NDArray[np.uint8]

    @classmethod
    def of(cls, palette: Palette) -> Edited:
        """Take a palette as it is: each pixel shows its nearest color."""
        return cls(palette, palette.colors, np.arange(len(palette), dtype=np.uint8))

    @classmethod
    def of_result(cls, result: Result) -> Edited:
        """Take the palette of `reduce`: each pixel shows the color it has there."""
        if result.precedence is None:
            return cls.of(result.palette)
        return cls(result.palette, result.palette.colors[result.precedence], result.precedence)

    def __len__(self) -> int:
        return len(self.palette)

    def counted(self, counts: NDArray[np.int64]) -> Edited:
        """Take over (k,) counts of pixels."""
        return replace(self, palette=replace(self.palette, counts=counts))

    def same_pixels(self, other: Edited) -> bool:
        """Tell whether each pixel shows the same palette color, whatever that looks like."""
        return np.array_equal(self.anchors, other.anchors) and np.array_equal(
            self.owners, other.owners
        )

    def same_picture(self, other: Edited) -> bool:
        """Tell whether the picture is the same."""
        return self.same_pixels(other) and np.array_equal(self.palette.colors, other.palette.colors)


def lock(edited: Edited, chosen: Collection[int], *, locked: bool = True) -> Edited:
    """Lock or unlock colors: what is locked no further run moves."""
    locks = edited.palette.locked.copy()
    locks[list(chosen)] = locked
    return replace(edited, palette=replace(edited.palette, locked=locks))


def recolor(edited: Edited, index: int, color: Rgb) -> Edited:
    """Show another color for the same pixels; a lock stays, on the new color.

    Raises
    ------
    PaletteError
        (a ValueError) when the palette has this color already.
    """
    palette = edited.palette
    if tuple(palette.colors[index].tolist()) == tuple(color):
        return edited
    _require_new(palette, color)
    colors, names = palette.colors.copy(), list(palette.names)
    colors[index], names[index] = color, ""
    return replace(edited, palette=replace(palette, colors=colors, names=names))


def merge(edited: Edited, chosen: Collection[int]) -> Edited:
    """Make several colors one, at the place of the first: their weighted mean, or the locked one.

    Raises
    ------
    PaletteError
        (a ValueError) for fewer than two colors, or when two of them are locked.
    """
    palette, indices = edited.palette, sorted(set(chosen))
    if len(indices) < 2:
        raise PaletteError("to merge takes two colors or more")
    locked = [index for index in indices if palette.locked[index]]
    if len(locked) > 1:
        first, second = (palette.hex[index] for index in locked[:2])
        raise PaletteError(f"{first} and {second} are both locked; unlock one to merge them")
    kept, gone = indices[0], indices[1:]
    colors, names, locks = palette.colors.copy(), list(palette.names), palette.locked.copy()
    if locked:
        colors[kept], names[kept], locks[kept] = colors[locked[0]], names[locked[0]], True
    else:
        others = np.delete(colors, indices, axis=0)
        mean = _weighted_mean(colors[indices], palette.counts[indices])
        colors[kept], names[kept] = _nearest_free(mean, others), ""
    counts = palette.counts.copy()
    counts[kept] = counts[indices].sum()
    merged = Palette(colors, counts, names, locks)
    owners = edited.owners.copy()
    owners[np.isin(owners, gone)] = kept
    return _without(Edited(merged, edited.anchors, owners), gone)


def remove(edited: Edited, chosen: Collection[int]) -> Edited:
    """Take colors out; each of their pixels goes to the nearest of those that stay.

    Raises
    ------
    PaletteError
        (a ValueError) when a color is locked, or none would be left.
    """
    palette, gone = edited.palette, sorted(set(chosen))
    for index in gone:
        if palette.locked[index]:
            raise PaletteError(f"{palette.hex[index]} is locked; unlock it to remove it")
    if len(gone) >= len(palette):
        raise PaletteError("a palette keeps at least one color")
    stays = ~np.isin(edited.owners, gone)
    return _without(Edited(palette, edited.anchors[stays], edited.owners[stays]), gone)


def add(edited: Edited, color: Rgb, *, locked: bool = False) -> Edited:
    """Put a color at the end; it takes the pixels that are nearest to it.

    Raises
    ------
    PaletteError
        (a ValueError) when the palette has this color already, or is full.
    """
    palette = edited.palette
    _require_new(palette, color)
    if len(palette) == MAX_COLORS:
        raise PaletteError(f"a palette has at most {MAX_COLORS} colors; remove one first")
    rgb = np.array([color], dtype=np.uint8)
    more = Palette(
        np.concatenate([palette.colors, rgb]),
        np.append(palette.counts, 0),
        [*palette.names, ""],
        np.append(palette.locked, locked),
    )
    anchors, owners = (
        np.concatenate([edited.anchors, rgb]),
        np.append(edited.owners, np.uint8(len(palette))),
    )
    if (edited.anchors == rgb).all(axis=1).any():
        # What a recolored color was before: first, so that it gets those pixels.
        anchors, owners = np.roll(anchors, 1, axis=0), np.roll(owners, 1)
    return Edited(more, anchors, owners)


def rearrange(
    photo: Photo,
    histogram: Histogram,
    edited: Edited,
    settings: Settings = _PLAIN,
    progress: ProgressCallback | None = None,
) -> Result:
    """Show a photo in an edited palette, or in any given one: nothing is clustered.

    Parameters
    ----------
    photo : Photo
    histogram : Histogram
        Its distinct colors.
    edited : Edited
    settings : Settings
        Its space is where anchors are nearest, and its dithering is done; the rest is not looked
        at.
    progress : callable, optional
        Whatever it raises passes through.

    Returns
    -------
    Result
        Its palette is in the order of the edited one; colors may be unused.
    """
    begin = time.perf_counter()
    meter = Meter(progress)
    colors = edited.palette.colors
    if settings.dithered:
        tick = meter.part(0.9, "dithering")
        indices = dither(photo, histogram, _targets(edited, settings), settings, tick)
        counts, error = shown(photo, indices, colors, meter.part(1.0, "counting pixels"))
    else:
        labels = _labels(histogram, edited, settings.space, meter.part(0.5, "assigning colors"))
        indices = pixel_indices(photo, histogram, labels, meter.part(1.0, "mapping pixels"))
        counts = np.bincount(labels, histogram.counts, len(edited)).astype(np.int64)
        difference = histogram.colors.astype(np.int32) - colors[labels]
        error = float((difference**2).sum(axis=1) @ histogram.counts)
    return Result(
        palette=replace(edited.palette, counts=counts),
        indices=indices,
        centroids=colors.astype(np.float32),
        error=error,
        iterations=0,
        stop_reason="edited",
        seconds=time.perf_counter() - begin,
        alpha=photo.alpha,
        metadata=photo.metadata,
        notes=photo.notes,
    )


def rearranged_draft(
    histogram: Histogram, edited: Edited, seen: Photo, settings: Settings = _PLAIN
) -> Draft:
    """Show what is seen of a photo in an edited palette; as `rearrange`, in milliseconds."""
    if settings.dithered:
        indices = dither(seen, histogram, _targets(edited, settings), settings)
    else:
        indices = pixel_indices(seen, histogram, _labels(histogram, edited, settings.space))
    return Draft(edited.palette, indices)


def shown_colors(histogram: Histogram, edited: Edited, space: Space = "rgb") -> NDArray[np.uint8]:
    """(m, 3) uint8: for each distinct color the one that is shown for it, without dithering."""
    return edited.palette.colors[_labels(histogram, edited, space)]


def _targets(edited: Edited, settings: Settings) -> Targets:
    return Targets(edited.anchors, edited.owners, SPACES[settings.space])


def _labels(
    histogram: Histogram, edited: Edited, space: Space, tick: Tick = silent
) -> NDArray[np.uint8]:
    points = histogram.points(SPACES[space])
    nearest = points.assign(points.places_of(edited.anchors), tick).labels
    return edited.owners[nearest]


def _without(edited: Edited, gone: Collection[int]) -> Edited:
    """Take colors that own nothing out of the palette, and count anew."""
    palette = edited.palette
    stays = np.ones(len(palette), dtype=bool)
    stays[list(gone)] = False
    fewer = Palette(
        palette.colors[stays],
        palette.counts[stays],
        [name for name, kept in zip(palette.names, stays, strict=True) if kept],
        palette.locked[stays],
    )
    number = (np.cumsum(stays) - 1).astype(np.uint8)
    return Edited(fewer, edited.anchors, number[edited.owners])


def _require_new(palette: Palette, color: Rgb) -> None:
    if (palette.colors == np.array(color)).all(axis=1).any():
        raise PaletteError(f"#{bytes(color).hex()} is in the palette already")


def _weighted_mean(colors: NDArray[np.uint8], counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    weights = counts if counts.any() else np.ones_like(counts)
    mean: NDArray[np.uint8] = np.rint(np.average(colors, axis=0, weights=weights)).astype(np.uint8)
    return mean


def _nearest_free(color: NDArray[np.uint8], taken: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Find the color nearest to one that is not taken: a palette has each color once."""
    if not (taken == color).all(axis=1).any():
        return color
    around = np.stack(np.meshgrid(*[np.arange(-4, 5)] * 3), axis=-1).reshape(-1, 3)
    candidates = color + around[np.argsort((around**2).sum(axis=1), kind="stable")]
    for candidate in candidates[((candidates >= 0) & (candidates <= 255)).all(axis=1)]:
        if not (taken == candidate).all(axis=1).any():
            free: NDArray[np.uint8] = candidate.astype(np.uint8)
            return free
    return color
