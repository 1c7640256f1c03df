"""A palette edited by hand: lock, recolor, merge, remove, add; and what the pixels then show.

After a run each pixel shows the palette color nearest to it. To recolor must not change which
pixels belong together, so the colors that pixels are compared with — the anchors — are kept apart
from those that are shown for them: a recolored anchor keeps its pixels, merged colors pool their
anchors, a removed one leaves its pixels to the nearest anchors that stay, and an added one gets the
pixels that are nearest to it. So a few numbers describe the whole picture, and a step of an undo
history holds no pixels.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.clustering.histogram import Histogram
from core.clustering.rounding import pixel_error
from core.color.spaces import MEASURES, TRANSLUCENT_SPACES
from core.errors import PaletteError
from core.kernels.targets import Targets
from core.language import _, ngettext
from core.model import MAX_COLORS, Draft, Edited, Palette, Photo, Result
from core.progress import Meter, ProgressCallback, Tick, silent
from core.reduction.dither import dither, shown, targets_of
from core.reduction.pixels import hide, nearest_roughly, pixel_indices
from core.reduction.transparency import alpha_of, as_seen, flat_colors, not_flattened
from core.settings import Color, Measure, Settings

_PLAIN = Settings()


def lock(edited: Edited, chosen: Collection[int], *, locked: bool = True) -> Edited:
    """Lock or unlock colors: no further run moves those that are locked.

    Raises
    ------
    PaletteError
        (a ValueError) when one that is to be locked is not opaque.
    """
    palette = edited.palette
    for index in chosen:
        if locked and palette.alpha is not None and palette.alpha[index] < 255:
            raise PaletteError(
                _("{color} is not opaque; only opaque colors are locked").format(
                    color=palette.hex[index]
                )
            )
    locks = edited.palette.locked.copy()
    locks[list(chosen)] = locked
    return replace(edited, palette=replace(edited.palette, locked=locks))


def recolor(edited: Edited, index: int, color: Color) -> Edited:
    """Show another color for the same pixels; a lock stays, on the new color, and so does alpha.

    Raises
    ------
    PaletteError
        (a ValueError) when the palette has this color already, or it is the transparent one.
    """
    palette = edited.palette
    _require_seen(palette, [index])
    if tuple(palette.colors[index].tolist()) == tuple(color):
        return edited
    _require_new(palette, color, 255 if palette.alpha is None else int(palette.alpha[index]))
    colors, names = palette.colors.copy(), list(palette.names)
    colors[index], names[index] = color, ""
    return replace(edited, palette=replace(palette, colors=colors, names=names))


def merge(edited: Edited, chosen: Collection[int]) -> Edited:
    """Merge several colors at the place of the first: to their weighted mean, or the locked one.

    Raises
    ------
    PaletteError
        (a ValueError) for fewer than two colors, when two of them are locked, or one is the
        transparent one.
    """
    palette, indices = edited.palette, sorted(set(chosen))
    _require_seen(palette, indices)
    if len(indices) < 2:
        raise PaletteError(_("to merge takes two colors or more"))
    locked = [index for index in indices if palette.locked[index]]
    if len(locked) > 1:
        first, second = (palette.hex[index] for index in locked[:2])
        raise PaletteError(
            _("{first} and {second} are both locked; unlock one to merge them").format(
                first=first, second=second
            )
        )
    return merge_all(edited, [indices])


def merge_all(edited: Edited, groups: Sequence[Collection[int]]) -> Edited:
    """Merge the colors of each group, as `merge` does; of a group at most one is locked."""
    palette = edited.palette
    rgba, names, locks = palette.rgba, list(palette.names), palette.locked.copy()
    counts, owners = palette.counts.copy(), edited.owners.copy()
    gone: list[int] = []
    for indices in map(sorted, groups):
        kept, others = indices[0], np.delete(rgba, [*gone, *indices], axis=0)
        locked = [index for index in indices if palette.locked[index]]
        if locked:
            rgba[kept], names[kept], locks[kept] = rgba[locked[0]], names[locked[0]], True
        else:
            mean = _weighted_mean(rgba[indices], palette.counts[indices])
            rgba[kept], names[kept] = _nearest_free(mean, others), ""
        counts[kept] = counts[indices].sum()
        owners[np.isin(owners, indices)] = kept
        gone += indices[1:]
    merged = Palette(rgba[:, :3], counts, names, locks, rgba[:, 3])
    return _without(replace(edited, palette=merged, owners=owners), gone)


def remove(edited: Edited, chosen: Collection[int]) -> Edited:
    """Remove colors; each of their pixels goes to the nearest of those that stay.

    Raises
    ------
    PaletteError
        (a ValueError) when a color is locked or the transparent one, or none would be left.
    """
    palette, gone = edited.palette, sorted(set(chosen))
    _require_seen(palette, gone)
    for index in gone:
        if palette.locked[index]:
            raise PaletteError(
                _("{color} is locked; unlock it to remove it").format(color=palette.hex[index])
            )
    if len(gone) >= len(palette.seen):
        raise PaletteError(_("a palette keeps at least one color"))
    stays = ~np.isin(edited.owners, gone)
    left = replace(edited, anchors=edited.anchors[stays], owners=edited.owners[stays])
    return _without(left, gone)


def add(edited: Edited, color: Color, *, locked: bool = False) -> Edited:
    """Add a color at the end; the pixels that are nearest to it go over to it.

    Raises
    ------
    PaletteError
        (a ValueError) when the palette has this color already, or is full.
    """
    palette = edited.palette
    _require_new(palette, color, 255)
    if len(palette) == MAX_COLORS:
        raise PaletteError(
            _("a palette has at most {most} colors; remove one first").format(most=MAX_COLORS)
        )
    rgba = np.array([(*color, 255)], dtype=np.uint8)
    more = Palette(
        np.concatenate([palette.colors, rgba[:, :3]]),
        np.append(palette.counts, 0),
        [*palette.names, ""],
        np.append(palette.locked, locked),
        np.append(palette.rgba[:, 3], rgba[:, 3]),
    )
    anchor = rgba[:, : edited.anchors.shape[1]]
    anchors, owners = (
        np.concatenate([edited.anchors, anchor]),
        np.append(edited.owners, np.uint8(len(palette))),
    )
    if (edited.anchors == anchor).all(axis=1).any():
        # A recolored color had this one before. It comes first, so that it gets those pixels.
        anchors, owners = np.roll(anchors, 1, axis=0), np.roll(owners, 1)
    return replace(edited, palette=more, anchors=anchors, owners=owners)


def add_locked(edited: Edited, colors: Sequence[Color]) -> Edited:
    """Add several colors at the end, and lock them; one that is there already is only locked.

    Raises
    ------
    PaletteError
        (a ValueError) when the palette would have more than 256 colors, or all are locked already.
    """
    palette = edited.palette
    rows = [tuple(row) for row in palette.rgba.tolist()]
    there = [rows.index((*color, 255)) for color in colors if (*color, 255) in rows]
    new = [color for color in dict.fromkeys(colors) if (*color, 255) not in rows]
    if not new and palette.locked[there].all():
        if len(colors) > 1:
            raise PaletteError(_("these colors are all in the palette already, and locked"))
        hex_ = f"#{bytes(colors[0]).hex()}"
        raise PaletteError(_("{color} is in the palette already, and locked").format(color=hex_))
    if len(palette) + len(new) > MAX_COLORS:
        raise PaletteError(
            ngettext(
                "with {more} more the palette would have {count} color; {most} are the most",
                "with {more} more the palette would have {count} colors; {most} are the most",
                len(palette) + len(new),
            ).format(more=len(new), count=len(palette) + len(new), most=MAX_COLORS)
        )
    edited = lock(edited, there)
    for color in new:
        edited = add(edited, color, locked=True)
    return edited


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
        Anchors are nearest in its space, it dithers unless anchors have alpha, and it may flatten
        the photo first; the rest of it has no effect.
    progress : callable, optional
        Whatever it raises passes through.

    Returns
    -------
    Result
        Its palette is in the order of the edited one; colors may be unused.
    """
    begin = time.perf_counter()
    meter = Meter(progress)
    if settings.transparency == "flatten" and photo.alpha is not None:
        tick = meter.part(0.2, _("laying on the background"))
        photo = as_seen(photo, settings, tick.part(0.0, 0.5))
        histogram = flat_colors(histogram, settings, tick.part(0.5, 1.0))
    palette, with_alpha = edited.palette, _with_alpha(histogram, edited)
    if with_alpha is None and settings.dithered:
        colors = palette.colors
        tick = meter.part(0.9, _("dithering"))
        indices = dither(photo, histogram, _targets(edited, settings), settings, tick)
        counts, error = shown(photo, indices, colors, meter.part(1.0, _("counting pixels")))
        indices = hide(photo, indices, palette.hidden)
    else:
        histogram, colors = (
            (histogram, palette.colors) if with_alpha is None else (with_alpha, palette.rgba)
        )
        labels = _labels(
            histogram, edited, settings.measure, meter.part(0.5, _("assigning colors"))
        )
        tick = meter.part(1.0, _("mapping pixels"))
        indices = pixel_indices(photo, histogram, labels, tick, palette.hidden)
        counts = np.bincount(labels, histogram.counts, len(edited)).astype(np.int64)
        error = pixel_error(histogram, colors, labels)
    return Result(
        palette=replace(palette, counts=counts),
        indices=indices,
        centroids=colors.astype(np.float32),
        error=error,
        iterations=0,
        stop_reason="edited",
        seconds=time.perf_counter() - begin,
        alpha=_alpha(edited, with_alpha, photo, indices),
        metadata=photo.metadata,
        notes=photo.notes + not_flattened(photo, settings),
        settings=settings,
        edited=edited,
        animation=photo.animation,
    )


def rearranged_draft(
    histogram: Histogram, edited: Edited, seen: Photo, settings: Settings = _PLAIN
) -> Draft:
    """Show the visible part of a photo in an edited palette, as `rearrange`, in milliseconds."""
    seen, histogram = as_seen(seen, settings), flat_colors(histogram, settings)
    hidden, with_alpha = edited.palette.hidden, _with_alpha(histogram, edited)
    if with_alpha is not None:
        nearest = nearest_roughly(seen, edited.anchors, TRANSLUCENT_SPACES[settings.measure])
        indices = hide(seen, edited.owners[nearest], hidden)
    elif settings.dithered:
        indices = hide(seen, dither(seen, histogram, _targets(edited, settings), settings), hidden)
    else:
        labels = _labels(histogram, edited, settings.measure)
        indices = pixel_indices(seen, histogram, labels, hidden=hidden)
    return Draft(edited.palette, indices, _alpha(edited, with_alpha, seen, indices))


def shown_colors(
    histogram: Histogram, edited: Edited, settings: Settings = _PLAIN
) -> tuple[Histogram, NDArray[np.uint8]]:
    """Find the color that is shown for each distinct color, without dithering.

    Parameters
    ----------
    histogram : Histogram
        The distinct colors of the photo.
    edited : Edited
    settings : Settings
        The same as for `rearrange`.

    Returns
    -------
    histogram : Histogram
        The distinct colors that pixels are compared by: with alpha if the anchors have it.
    shown : (m, 3) or (m, 4) uint8
        The color shown for each of them, with as many channels.
    """
    histogram = flat_colors(histogram, settings)
    with_alpha = _with_alpha(histogram, edited)
    if with_alpha is not None:
        histogram = with_alpha
    labels = _labels(histogram, edited, settings.measure)
    return histogram, edited.palette.rgba[labels, : histogram.colors.shape[1]]


def _with_alpha(histogram: Histogram, edited: Edited) -> Histogram | None:
    """Return the distinct colors with alpha if both the anchors and the photo have it."""
    return histogram.translucent if edited.anchors.shape[1] > 3 else None


def _alpha(
    edited: Edited, with_alpha: Histogram | None, photo: Photo, indices: NDArray[np.uint8]
) -> NDArray[np.uint8] | None:
    """Return the alpha of a picture: of its palette where pixels were compared with alpha."""
    return photo.alpha if with_alpha is None else alpha_of(edited.palette, indices)


def _targets(edited: Edited, settings: Settings) -> Targets:
    """Make targets of the anchors, each with the index that is shown for it."""
    colors, owners = _opaque_anchors(edited)
    return targets_of(colors, owners, settings, given=edited.given)


def _labels(
    histogram: Histogram, edited: Edited, space: Measure, tick: Tick = silent
) -> NDArray[np.uint8]:
    """Find the (m,) palette index of each distinct color: the owner of its nearest anchor."""
    if histogram.colors.shape[1] > 3:
        points, anchors, owners = (
            histogram.points(TRANSLUCENT_SPACES[space]),
            edited.anchors,
            edited.owners,
        )
    else:
        points = histogram.points(MEASURES[space])
        anchors, owners = _opaque_anchors(edited)
    nearest = points.assign(points.places_of(anchors), tick).labels
    return owners[nearest]


def _opaque_anchors(edited: Edited) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the anchors without alpha, and their owners, all but the fully transparent one."""
    if edited.anchors.shape[1] == 3:
        return edited.anchors, edited.owners
    seen = edited.anchors[:, 3] > 0
    return edited.anchors[seen, :3], edited.owners[seen]


def _without(edited: Edited, gone: Collection[int]) -> Edited:
    """Remove colors that own no anchor from the palette, and renumber the rest."""
    palette = edited.palette
    stays = np.ones(len(palette), dtype=bool)
    stays[list(gone)] = False
    fewer = palette.some(np.flatnonzero(stays))
    number = (np.cumsum(stays) - 1).astype(np.uint8)
    return replace(edited, palette=fewer, owners=number[edited.owners])


def _require_new(palette: Palette, color: Color, alpha: int) -> None:
    """Raise PaletteError if the palette has a color already."""
    there = (palette.rgba == np.array([*color, alpha])).all(axis=1)
    if there.any():
        raise PaletteError(
            _("{color} is in the palette already").format(color=palette.hex[int(there.argmax())])
        )


def _require_seen(palette: Palette, indices: Collection[int]) -> None:
    """Raise PaletteError if one of some colors is the fully transparent one."""
    if palette.alpha is not None and not palette.alpha[list(indices)].all():
        raise PaletteError(_("the transparent color stays as it is: transparent pixels show it"))


def _weighted_mean(colors: NDArray[np.uint8], counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the (4,) uint8 mean of (n, 4) colors, each weighted by its alpha as well."""
    weights = counts if counts.any() else np.ones_like(counts)
    space = TRANSLUCENT_SPACES["rgb"]
    mean = space.to_srgb(np.average(space.from_srgb(colors), axis=0, weights=weights))
    return np.rint(mean).clip(0, 255).astype(np.uint8)


def _nearest_free(color: NDArray[np.uint8], taken: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Find the free color that is nearest to one: a palette has each color once."""
    if not (taken == color).all(axis=1).any():
        return color
    around = np.stack(np.meshgrid(*[np.arange(-4, 5)] * 3), axis=-1).reshape(-1, 3)
    # Alpha stays as it is.
    around = np.pad(around, ((0, 0), (0, 1)))
    candidates = color + around[np.argsort((around**2).sum(axis=1), kind="stable")]
    for candidate in candidates[((candidates >= 0) & (candidates <= 255)).all(axis=1)]:
        if not (taken == candidate).all(axis=1).any():
            free: NDArray[np.uint8] = candidate.astype(np.uint8)
            return free
    return color
