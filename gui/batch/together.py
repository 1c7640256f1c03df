"""Counting the colors of many photos together, in a lane; core is imported inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.settings import Settings

if TYPE_CHECKING:
    from core import Histogram
    from core.framing import Framing
    from core.model import Mask, Palette
    from core.progress import ProgressCallback
    from core.settings import Weigh

# The colors of a photo depend on these settings, and no others.
_COUNTED_BY = ("transparency", "background", "resize", "enlarge")


class Together(NamedTuple):
    """The colors of many photos, which other palettes can be found of.

    Parameters
    ----------
    of : tuple
        What they follow from: photos with their dates and sizes, weights, settings, frames,
        masks.
    histogram : Histogram
    photos : int
        How many photos were counted.
    """

    of: tuple[object, ...]
    histogram: Histogram
    photos: int


class Found(NamedTuple):
    """What came of the search for one palette.

    Parameters
    ----------
    palette : Palette or None
        None if no photo could be counted.
    together : Together or None
        What it was found of.
    failures : list of str
        A sentence for each photo that could not be counted.
    """

    palette: Palette | None
    together: Together | None
    failures: list[str]

    @property
    def colors(self) -> Palette:
        """The palette, where there is one."""
        assert self.palette is not None
        return self.palette

    @property
    def photos(self) -> int:
        """How many photos it was found for."""
        return 0 if self.together is None else self.together.photos


def find(
    photos: Sequence[Path],
    settings: Settings,
    weigh: Weigh,
    framings: Mapping[Path, Framing],
    masks: Mapping[Path, Mask],
    known: Together | None,
    progress: ProgressCallback,
) -> Found:
    """Find a palette for photos; their colors are counted if they are not known already.

    Raises
    ------
    InputError
        (a ValueError) when there are fewer colors than the start needs.
    """
    from core import MOST_PIXELS, Recipe, find_shared, palette_of

    stamps = tuple(_stamp(photo) for photo in photos)
    counted = replace(Settings(), **{name: getattr(settings, name) for name in _COUNTED_BY})
    of = (tuple(photos), stamps, weigh, counted, framings, masks)
    if known is not None and known.of == of:
        return Found(palette_of(known.histogram, settings, progress), known, [])
    recipe = Recipe(settings, max_pixels=MOST_PIXELS)
    shared = find_shared(photos, recipe, weigh, progress, framings=framings, masks=masks)
    failures = [event.reason for _path, event in shared.failed]
    if shared.histogram is None:
        return Found(None, None, failures)
    return Found(shared.palette, Together(of, shared.histogram, shared.photos), failures)


def _stamp(photo: Path) -> tuple[int, int] | None:
    try:
        told = photo.stat()
    except OSError:  # counting tells why
        return None
    return told.st_mtime_ns, told.st_size
