"""Work that runs in the lanes: functions of core, and pictures of what they make.

core is imported inside, so that the window paints before numpy and Pillow are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QImageWriter

from core import own_files
from core.errors import FewtoneError, WriteError, cannot_save, is_of_memory, memory_named, reason
from core.language import _, translated
from core.settings import LOSSY_FORMATS, SaveOptions, Settings
from gui.picture.geometry import Seen
from gui.session.attempt import Attempt
from gui.session.work import Shape, Work

if TYPE_CHECKING:
    from core import ColorsCurve, Histogram, Measured, QualityPart, Reached
    from core.goals import Goals
    from core.model import Draft, Edited, Mask, Palette, Photo, Result, Saved
    from core.model.result import StopReason
    from core.progress import ProgressCallback, Tick
    from gui.picture.bridge import Picture

# Qt's quality of a PNG file: it packs a little, and ten times as fast as it does without a word.
_QUICK = 80
# The longer side of a preview has at most this many pixels: enough for the first look.
_PREVIEW_SIDE = 1400
# The fraction of a run when colors are weighed by what matters.
_WEIGHED = 0.2


class Opened(NamedTuple):
    """Photo and its picture."""

    photo: Photo
    picture: Picture


class Framed(NamedTuple):
    """Photo as it is framed, its picture, and its colors."""

    photo: Photo
    picture: Picture
    histogram: Histogram


class Counted(NamedTuple):
    """Photo as it is framed and its colors, as they are and as they were weighed last.

    Parameters
    ----------
    photo : Photo
        Without a mask.
    histogram : Histogram
        Each pixel counts the same.
    whole : (int, int)
        Width and height of the photo that it is a part of.
    weighed : Weighed
    """

    photo: Photo
    histogram: Histogram
    whole: tuple[int, int]
    weighed: Weighed


class Weighed(NamedTuple):
    """Photo with a mask, or none, and its colors weighed by that."""

    photo: Photo
    histogram: Histogram
    mask: Mask | None = None


class Drafted(NamedTuple):
    """Draft and its picture, of what is in view."""

    draft: Draft
    picture: Picture


class Made(NamedTuple):
    """Result, its palette as something to edit, and its picture."""

    result: Result
    edited: Edited
    picture: Picture


class Shown(NamedTuple):
    """Result that is shown, with all it was made of."""

    photo: Photo
    histogram: Histogram
    result: Result
    edited: Edited
    settings: Settings


class Copied(NamedTuple):
    """A result as programs take it from the clipboard: as a file, and as pixels."""

    png: bytes
    image: QImage


class Compared(NamedTuple):
    """What the file of a result would be in a format.

    Parameters
    ----------
    size : int
        In bytes.
    changes : tuple of str
        Why the file shows another picture than the result, in sentences; () if it does not.
    colors : int or None
        Number of colors that the file of a lossy format shows.
    """

    size: int
    changes: tuple[str, ...] = ()
    colors: int | None = None


def warm_up() -> None:
    """Load what the first photo needs, while the user still looks for it."""
    from core import readable_endings

    readable_endings()


def announce(path: Path, progress: ProgressCallback) -> Picture | None:
    """Make a first picture of a photo; None where that is not faster than to open it."""
    from core import Progress, read_preview
    from gui.picture.bridge import picture_of

    progress(Progress(0.0, _opening(path)))
    preview = read_preview(path, _PREVIEW_SIDE)
    return None if preview is None else picture_of(preview.pixels, None, preview.size)


def open_photo(path: Path, large: bool, progress: ProgressCallback) -> Opened:
    """Read a photo; a large one only if `large` allows it."""
    from core import MAX_PIXELS, MOST_PIXELS, Progress
    from core import open_photo as read
    from gui.picture.bridge import picture_of

    progress(Progress(0.0, _opening(path)))
    photo = read(path, max_pixels=MOST_PIXELS if large else MAX_PIXELS)
    progress(Progress(0.5, _opening(path)))
    return Opened(photo, picture_of(photo.pixels, photo.alpha))


def _opening(path: Path) -> str:
    # Translators: what is being done
    return _("opening {name}").format(name=path.name)


def frame(
    whole: Opened, histogram: Histogram | None, shape: Shape, progress: ProgressCallback
) -> Framed:
    """Crop, turn and resize a photo, and count the colors that it has then.

    Parameters
    ----------
    histogram : Histogram or None
        Colors of the whole photo, if they are counted already.
    """
    from core import MAX_PIXELS, frame_photo
    from gui.picture.bridge import picture_of

    photo = frame_photo(
        *(whole.photo, shape.framing, shape.resize, progress),
        enlarge=shape.enlarge,
        # One that was allowed to be large may be turned.
        max_pixels=max(whole.photo.width * whole.photo.height, MAX_PIXELS),
    )
    if photo is whole.photo:
        return Framed(*whole, count(photo, progress) if histogram is None else histogram)
    return Framed(photo, picture_of(photo.pixels, photo.alpha), count(photo, progress))


def reach(
    photo: Photo,
    histogram: Histogram,
    settings: Settings,
    goals: Goals,
    options: SaveOptions,
    progress: ProgressCallback,
) -> Reached:
    """Find the number of colors that leads to goals."""
    from core import reach as search

    image_format = options.format or "png"
    return search(photo, settings, goals, image_format, options, progress, histogram=histogram)


def curve(
    photo: Photo,
    histogram: Histogram,
    settings: Settings,
    options: SaveOptions,
    tell: Callable[[ColorsCurve], object],
    progress: ProgressCallback,
) -> ColorsCurve:
    """Find out what all numbers of colors lead to."""
    from core import curve_over_colors

    image_format = options.format or "png"
    return curve_over_colors(
        *(photo, settings, image_format, options, progress), histogram=histogram, tell=tell
    )


def count(photo: Photo, progress: ProgressCallback) -> Histogram:
    """Count a photo's colors."""
    from core import count_colors
    from core.progress import Meter

    return count_colors(photo, Meter(progress).part(1.0, _("counting colors")))


def weigh(counted: Counted, work: Work, tick: Tick) -> Weighed:
    """Weigh a photo's colors by what matters in some work, unless they are weighed so."""
    from core import count_colors, weighed

    mask = work.mask
    if mask is counted.weighed.mask:
        return counted.weighed
    if mask is None:
        return Weighed(counted.photo, counted.histogram)
    photo = replace(counted.photo, matters=mask.framed(work.framing, counted.whole))
    if photo.animation is not None:
        return Weighed(photo, count_colors(photo, tick), mask)
    return Weighed(photo, weighed(counted.histogram, photo, photo.matters, tick), mask)


def draft_of(counted: Counted, work: Work, seen: Seen) -> Drafted:
    """Make a draft of what is in view, with colors that are weighed nearly as they should be."""
    from core import weighed_roughly

    mask, histogram = work.mask, counted.histogram
    if mask is counted.weighed.mask:
        histogram = counted.weighed.histogram
    elif mask is not None:
        framed = mask.framed(work.framing, counted.whole)
        histogram = weighed_roughly(histogram, counted.photo, framed)
    return make_draft(counted.photo, histogram, work, seen)


def make_draft(photo: Photo, histogram: Histogram, work: Work, seen: Seen) -> Drafted:
    """Make a draft of what is in view."""
    from core import draft, rearranged_draft
    from gui.picture.bridge import picture_of_indices, seen_part

    part, given = seen_part(photo, *seen), _given(photo, work)
    if given is None:
        made = draft(histogram, work.settings, part, histogram)
    else:
        made = rearranged_draft(histogram, given, part, work.settings)
    size = photo.width, photo.height
    picture = picture_of_indices(made.indices, made.palette, made.alpha, size, seen.place)
    return Drafted(made, picture)


def make_preview(shown: Shown, work: Work, edit: Callable[[Edited], Edited], seen: Seen) -> Drafted:
    """Make a draft of what is in view, as an edit of the palette shown would make it."""
    edited = replace(work, edited=edit(shown.edited))
    return make_draft(shown.photo, shown.histogram, edited, seen)


def weigh_and_make(
    counted: Counted, work: Work, progress: ProgressCallback
) -> tuple[Made, Weighed]:
    """Make the result of some work, and return what it was made of as well."""
    from core.progress import Meter

    meter = Meter(progress)
    weighed = weigh(counted, work, meter.part(_WEIGHED, _("weighing colors")))
    return make(weighed.photo, weighed.histogram, work, meter.rest()), weighed


def make(photo: Photo, histogram: Histogram, work: Work, progress: ProgressCallback) -> Made:
    """Make the result of some work."""
    from core import Edited, Progress, rearrange, reduce
    from gui.picture.bridge import picture_of_indices

    given = _given(photo, work)
    if given is None:
        result = reduce(photo, work.settings, progress, histogram=histogram)
        edited = Edited.of_result(result)
    else:
        result = rearrange(photo, histogram, given, work.settings, progress)
        edited = given.counted(result.palette.counts)
        if not work.by_hand and work.fixed is not None:
            of_photos = work.fixed.of_photos
            end: StopReason = "fixed palette"  # untranslated: a value
            if of_photos:
                end = "shared palette"  # untranslated: a value
            result = replace(result, stop_reason=end)
    progress(Progress(1.0, _("drawing")))
    return Made(result, edited, picture_of_indices(result.indices, result.palette, result.alpha))


def _given(photo: Photo, work: Work) -> Edited | None:
    """Return the palette that some work shows a photo in; None if a run is to find one."""
    from core import Edited, as_it_is

    if work.edited is not None or work.fixed is None:
        return work.edited
    if work.fixed.of_photos:
        return work.fixed.edited or Edited.of(work.fixed.palette)
    return as_it_is(work.fixed.palette, photo, every_place=work.fixed.every_place)


def difference(shown: Shown, progress: ProgressCallback) -> Picture:
    """Draw how far the color of each pixel is from that of the photo."""
    from core import difference_of_result
    from core.progress import Meter
    from gui.picture.bridge import picture_of_heat

    tick = Meter(progress).part(1.0, _("comparing colors"))
    return picture_of_heat(difference_of_result(*shown, tick))


def veil(result: Result, lit: Collection[int], seen: Seen) -> Picture:
    """Draw a veil that leaves out the pixels of some colors."""
    from gui.picture.bridge import seen_indices, veil_over_others

    height, width = result.indices.shape
    indices = seen_indices(result.indices, *seen)
    return veil_over_others(indices, result.palette, lit, (width, height), seen.place)


def measure(attempt: Attempt, progress: ProgressCallback) -> Measured:
    """Find out what the file of a result would be."""
    return attempt.make(progress)


def compare(attempt: Attempt, progress: ProgressCallback) -> Compared:
    """Find out what the file of a result would be, and how many colors a lossy one would show."""
    from core import colors_shown
    from core.progress import Meter

    measured, colors = attempt.make(progress), None
    if attempt.options.format in LOSSY_FORMATS and measured.encoded is not None:
        tick = Meter(progress).part(1.0, _("counting colors"))
        colors = colors_shown(measured.encoded.data, tick)
    return Compared(measured.size, measured.changes, colors)


def visible_difference(photo: Photo, result: Result, progress: ProgressCallback) -> float:
    """Find out how different a result looks from its photo."""
    from core import visible_difference as find
    from core.progress import Meter

    return find(photo, result, Meter(progress).part(1.0, _("comparing")))


def measure_quality(
    part: QualityPart, photo: Photo, result: Result, progress: ProgressCallback
) -> dict[str, float]:
    """Measure some of the numbers on how near a result is to its photo."""
    from core.progress import Meter

    measuring = _("measuring {numbers}").format(numbers=" ".join(part.names))
    tick = Meter(progress).part(1.0, measuring)
    found = part.measure(photo, result, tick)
    return {str(name): value for name, value in found.items()}


def save_image(
    result: Result,
    path: Path,
    options: SaveOptions,
    attempt: Attempt | None,
    progress: ProgressCallback,
) -> Saved:
    """Write an image file.

    Parameters
    ----------
    attempt : Attempt or None
        Its file is taken if it is just what is to be written.
    """
    from core import image_format
    from core import save_image as write

    if result.animation is not None:
        # Its frames are not kept, and would only be made twice.
        return write(result, path, options, progress)
    with memory_named(WriteError, _("Cannot save {path}").format(path=path)):
        try:
            wanted = replace(options, format=options.format or image_format(path))
            if attempt is None or not attempt.is_of(result, wanted):
                attempt = Attempt(result, wanted)
            encoded = attempt.make(progress).encoded
        except WriteError as error:
            raise WriteError(cannot_save(path, str(error))) from None
    return write(result, path, options, progress, encoded=encoded)


def save_palette(palette: Palette, path: Path, every_place: bool) -> Saved:
    """Write a palette file; with `every_place` its colors keep their indices."""
    from core import save_palette as write

    return write(palette, path, every_place=every_place)


def copy(result: Result, progress: ProgressCallback) -> Copied:
    """Encode a result for the clipboard: quickly, and without what the photo's file tells."""
    from core import encode_image
    from gui.picture.bridge import image_of_indices

    options = SaveOptions(effort="fast", metadata="none")
    png = encode_image(replace(result, animation=None), "png", options, progress).data
    # To decode the file again would hold up the window as long as it takes.
    return Copied(png, image_of_indices(result.indices, result.palette, result.alpha))


def keep(picture: bytes | QImage, path: Path) -> None:
    """Keep a picture in a new file, with its alpha: as it is, or as a PNG that packs quickly.

    Raises
    ------
    WriteError
        When the file cannot be written.
    """
    if isinstance(picture, bytes):
        try:
            path.write_bytes(picture)
        except OSError as error:
            why = _("The picture could not be kept: {reason}").format(reason=reason(error))
            raise WriteError(why) from error
        return
    writer = QImageWriter(str(path), QByteArray(b"png"))
    writer.setQuality(_QUICK)
    if not writer.write(picture):
        raise WriteError(_("The picture could not be kept; the disk may be full"))


def sentence(error: BaseException, path: Path | None = None) -> str:
    """Return a sentence for the user about what went wrong, and with which file."""
    if isinstance(error, FewtoneError):
        return str(error)
    if is_of_memory(error):
        if path is None:
            return _(
                "There is not enough memory for this; close other programs, or make it smaller."
            )
        return _(
            "There is not enough memory for {path}; close other programs, or make it smaller."
        ).format(path=path)
    if own_files.are_gone():
        return translated(own_files.GONE)
    kind = type(error).__name__
    if not str(error):
        return _("Something unexpected happened: {error}").format(error=kind)
    said = _("Something unexpected happened: {error}: {message}")
    return said.format(error=kind, message=error)
