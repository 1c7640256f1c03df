"""One photo of a batch, from its file to that of its result, and what there is to tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from core.batch.saving import Kept, Sink, Wishes, save
from core.clustering.histogram import Histogram
from core.errors import FewtoneError
from core.framing import WHOLE, Framing
from core.goals import NO_GOALS, Goals
from core.language import _
from core.model import Edited, Mask, Palette, Photo, Result
from core.needed import NOT_ASKED, Needs, Piece, needs
from core.palettes.json_list import colors_as_dicts
from core.progress import Meter, ProgressCallback, Tick
from core.reading.photo import MAX_PIXELS, open_photo
from core.reduction.counting import count_colors_for
from core.reduction.edit import rearrange
from core.reduction.fixed import reduce_to
from core.reduction.metrics import psnr
from core.reduction.recipe import reduce
from core.reduction.sampling import Stack
from core.reduction.together import Counted, reduce_together
from core.reduction.visible import describe_difference, visible_difference
from core.settings import Settings
from core.shaping.photo import frame_photo
from core.writing.image import Encoded, measure_image

# Fractions of a run when it begins to count colors, and to reduce them.
_FRAMED = 0.1
_COUNTED = 0.3


@dataclass(frozen=True)
class Recipe:
    """What is done with a photo.

    Parameters
    ----------
    settings : Settings
    fixed : Palette or None
        Used as it is, if there is one.
    edited : Edited or None
        A palette that was changed by hand; it goes before all others.
    every_place : bool
        Whether each color of it keeps its index.
    shared : Palette or None
        That of many photos together (`core/reduction/together.py`), in place of one of the photo's
        own.
    max_pixels : int
    first_frame_only : bool
    wishes : Wishes
    goals : Goals
        What the number of colors is chosen by, where k-means finds them for this photo alone.
    framing : Framing
        The same for all photos it is used for; what the settings say of their size follows it.
    judged : bool
        Whether it is measured how different the result looks.
    piece : Piece
        What is made after the picture, for what each color needs of it.
    matters : Mask or None
        How much each part of a photo matters, before it is framed.
    """

    settings: Settings = field(default_factory=Settings)
    fixed: Palette | None = None
    edited: Edited | None = None
    every_place: bool = False
    shared: Palette | None = None
    max_pixels: int = MAX_PIXELS
    first_frame_only: bool = False
    wishes: Wishes = field(default_factory=Wishes)
    goals: Goals = NO_GOALS
    framing: Framing = WHOLE
    judged: bool = True
    piece: Piece = NOT_ASKED
    matters: Mask | None = None


class Reduced(NamedTuple):
    """A photo in few colors.

    Parameters
    ----------
    photo : Photo
    result : Result
    distinct : int
        The number of the photo's distinct colors.
    encoded : Encoded or None
        The file of the result, where a goal was its size.
    delta_e : float or None
        Its mean color difference CIEDE2000, where that was a goal.
    """

    photo: Photo
    result: Result
    distinct: int
    encoded: Encoded | None = None
    delta_e: float | None = None


def reduce_file(file: Path, recipe: Recipe, progress: ProgressCallback | None = None) -> Reduced:
    """Open and reduce a photo.

    Raises
    ------
    FewtoneError
        Naming the file.
    """
    settings, fixed, shared = recipe.settings, recipe.fixed, recipe.shared
    meter = Meter(progress)
    photo = _opened(file, recipe, meter.part(_FRAMED, _("opening the photo")))
    tick = meter.part(_COUNTED, _("counting colors"))
    given = not (fixed is None and shared is None and recipe.edited is None)
    histogram = count_colors_for(photo, settings, tick, given=given)
    try:
        # The fraction continues where counting ended, as Meter never lets it fall.
        tick = meter.part(1.0, _("reducing colors"))
        if recipe.edited is not None:
            result = rearrange(photo, histogram, recipe.edited, settings, tick.follow)
        elif shared is not None:
            result = reduce_together(photo, histogram, shared, settings, tick.follow)
        elif fixed is None and recipe.goals:
            return _reached(photo, histogram, recipe, meter.rest())
        elif fixed is None:
            result = reduce(photo, settings, tick.follow, histogram=histogram)
        else:
            keep = recipe.every_place
            result = reduce_to(photo, histogram, fixed, settings, tick.follow, every_place=keep)
    except FewtoneError as error:
        raise type(error)(_cannot_reduce(file, error)) from error
    return Reduced(photo, result, len(histogram))


def _cannot_reduce(file: Path, why: FewtoneError) -> str:
    return _("Cannot reduce {photo}: {reason}").format(photo=file, reason=why)


def _reached(
    photo: Photo, histogram: Histogram, recipe: Recipe, progress: ProgressCallback
) -> Reduced:
    """Reduce a photo to the number of colors that its goals lead to."""
    # Imported here, as few runs have goals.
    from core.searching.reach import reach

    found = reach(
        *(photo, recipe.settings, recipe.goals, recipe.wishes.options.format or "png"),
        *(recipe.wishes.options, progress),
        histogram=histogram,
        measure=measure_image,
    )
    return Reduced(photo, found.result, len(histogram), found.encoded, found.delta_e)


def count_file(
    file: Path,
    recipe: Recipe,
    stack: Stack | None = None,
    progress: ProgressCallback | None = None,
) -> Counted:
    """Open a photo and count its colors, to be added to those of others.

    Raises
    ------
    FewtoneError
        Naming the file.
    """
    meter = Meter(progress)
    photo = _opened(file, recipe, meter.part(_FRAMED, _("opening the photo")))
    tick = meter.part(1.0, _("counting colors"))
    return Counted.of(photo, recipe.settings, stack, tick)


def _opened(file: Path, recipe: Recipe, tick: Tick) -> Photo:
    """Open a photo, and bring it to the shape that its colors are counted in."""
    photo = open_photo(file, max_pixels=recipe.max_pixels, first_frame_only=recipe.first_frame_only)
    settings = recipe.settings
    try:
        if recipe.matters is not None:
            recipe.matters.require_shape((photo.width, photo.height))
            photo = replace(photo, matters=recipe.matters)
        return frame_photo(
            *(photo, recipe.framing, settings.resize, tick.follow),
            enlarge=settings.enlarge,
            max_pixels=recipe.max_pixels,
        )
    except FewtoneError as error:
        raise type(error)(_cannot_reduce(file, error)) from error


def make(
    photo: Path,
    reduced: Reduced,
    recipe: Recipe,
    sink: Sink,
    progress: ProgressCallback | None = None,
) -> tuple[Kept, dict[str, Any]]:
    """Save the result of a photo; return what became of it, and what there is to tell.

    Parameters
    ----------
    photo : Path
        As the user named it.
    reduced : Reduced
    recipe : Recipe
    sink : Sink
    progress : callable, optional
        Follows the frames of an animation.
    """
    looks = _looks(reduced) if recipe.judged else {}
    kept = save(
        *(photo, reduced.photo, reduced.result, recipe.wishes, sink, progress, reduced.encoded)
    )
    return kept, _told(photo, reduced, recipe.piece) | looks | _saved(reduced.result, kept)


def _told(path: Path, reduced: Reduced, piece: Piece) -> dict[str, Any]:
    photo, result, distinct = reduced[:3]
    told = {} if reduced.delta_e is None else {"delta_e_mean": round(reduced.delta_e, 3)}
    needed = needs_of(result, result.palette, piece)
    return (
        told
        | {
            "photo": str(path),
            "width": photo.width,
            "height": photo.height,
            "frames": photo.animation.frames if photo.animation else 1,
            "distinct_colors": distinct,
            "colors": len(result.palette),
            "iterations": result.iterations,
            "stop_reason": result.stop_reason,
            "psnr": round(psnr(result), 3) if result.error else None,
            "seconds": round(result.seconds, 3),
            "bytes_before": photo.file_bytes,
            "palette": colors_as_dicts(result.palette, needed),
        }
        | needed.sizes
    )


def needs_of(result: Result, palette: Palette, piece: Piece) -> Needs:
    """Work out what each color of a palette of a result needs, in whatever order."""
    height, width = result.indices.shape
    return needs(palette.counts.tolist(), (width, height), *piece)


def _looks(reduced: Reduced) -> dict[str, Any]:
    """Return how different a result looks, as a number and in words."""
    difference = visible_difference(reduced.photo, reduced.result)
    return {
        "visible_difference": round(difference, 3),
        "visibility": describe_difference(difference),
    }


def _saved(result: Result, kept: Kept) -> dict[str, Any]:
    saved = kept.saved
    return {
        "output": str(saved.path) if saved else None,
        "skipped": kept.skipped,
        "bytes_after": saved.size if saved else kept.size,
        "color_table": saved.table.hex if saved and saved.table else None,
        "notes": [*result.notes, *(saved.notes if saved else ())],
    }
