"""The palette that all photos of a batch share: their colors counted by as many as make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from core.batch.making import Recipe
from core.batch.plan import Entry
from core.batch.runner import Event, run_as_fits
from core.batch.saving import FreeName
from core.batch.work import Order
from core.clustering.histogram import Histogram
from core.errors import InputError
from core.framing import Framing
from core.language import _
from core.model import Mask, Palette
from core.progress import Meter, ProgressCallback, Tick
from core.reading.size import size_of
from core.reduction.sampling import Stack
from core.reduction.together import Together, palette_of
from core.settings import Weigh
from core.shaping.photo import shape_of

_COUNTED = 0.9


class Shared(NamedTuple):
    """A palette of many photos.

    Parameters
    ----------
    palette : Palette or None
        None if there is no photo to make it of.
    distinct : int
        The number of distinct colors of all photos together.
    photos : int
        How many photos it was made of.
    failed : list of (Path, Event)
        Those that could not be counted, and why.
    histogram : Histogram or None
        Their colors, for another palette of them (`palette_of`).
    """

    palette: Palette | None
    distinct: int
    photos: int
    failed: list[tuple[Path, Event]]
    histogram: Histogram | None = None


def find_shared(
    photos: Sequence[Path],
    recipe: Recipe,
    weigh: Weigh,
    progress: ProgressCallback | None = None,
    at_once: int | None = None,
    framings: Mapping[Path, Framing] = MappingProxyType({}),
    masks: Mapping[Path, Mask] = MappingProxyType({}),
) -> Shared:
    """Count the colors of photos together, and find a palette for all.

    It takes 150 MB, besides what is needed to open the photos, however many they are.

    Parameters
    ----------
    photos : sequence of Path
    recipe : Recipe
    weigh : {"equal", "pixels"}
    progress : callable, optional
        As for `run_apart`.
    at_once : int, optional
        As for `run_as_fits`.
    framings : mapping of Path to Framing
        Of photos that are framed otherwise than the recipe says.
    masks : mapping of Path to Mask
        Of photos in which some parts matter more.

    Raises
    ------
    InputError
        (a ValueError) when there are fewer colors than the start needs.
    """
    together, failed = Together(weigh), []
    meter = Meter(progress)

    def tell(event: Event) -> None:
        if event.counted is not None:
            together.add(event.counted)
        elif event.state == "failed":
            failed.append((photos[event.number], event))

    bare = [
        replace(
            recipe,
            fixed=None,
            shared=None,
            framing=framings.get(photo, recipe.framing),
            matters=masks.get(photo, recipe.matters),
        )
        for photo in photos
    ]
    nowhere = FreeName(Path(), "")
    tick = meter.part(_COUNTED, _("counting colors"))
    stacks = _stacked(photos, bare, tick) if weigh == "pixels" else [None] * len(photos)
    orders = [
        Order(Entry(photo, nowhere), its, counting=True, stack=stack)
        for photo, its, stack in zip(photos, bare, stacks, strict=True)
    ]
    run_as_fits(orders, tell, tick.follow, at_once)
    if together.photos == 0:
        return Shared(None, 0, 0, failed)
    histogram = together.histogram()
    tick = meter.part(1.0, _("finding colors for all"))
    palette = palette_of(histogram, recipe.settings, tick.follow)
    return Shared(palette, len(histogram), together.photos, failed, histogram)


def _stacked(photos: Sequence[Path], recipes: Sequence[Recipe], tick: Tick) -> list[Stack]:
    """Return where each photo is among all, by what their files say of their sizes."""
    sizes = []
    for photo, recipe in zip(photos, recipes, strict=True):
        sizes.append(_size_in_work(size_of(photo), recipe))
        tick.alive()
    pixels = sum(height * width for height, width in sizes)
    *above, rows = accumulate((height for height, _width in sizes), initial=0)
    return [Stack(max(pixels, 1), max(rows, 1), each) for each in above]


def _size_in_work(size: tuple[int, int], recipe: Recipe) -> tuple[int, int]:
    """Return the height and width that a photo of this height and width is brought to."""
    height, width = size
    settings = recipe.settings
    if height == 0:
        return size
    try:
        shape = shape_of((width, height), recipe.framing, settings.resize, enlarge=settings.enlarge)
    except InputError:
        # Opening it will tell that it does not fit the crop.
        return 0, 0
    return shape.size[::-1]
