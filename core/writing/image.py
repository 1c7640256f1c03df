"""Results and photos as image files, in any format of `formats.table`."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.atomic import replace_file
from core.errors import (
    NO_MEMORY,
    NotSmallerError,
    ReadError,
    WriteError,
    cannot_save,
    is_of_memory,
    memory_named,
)
from core.language import _, ngettext, translated
from core.metadata import Metadata
from core.model import Palette, Photo, Result, Saved
from core.progress import Meter, ProgressCallback, Tick, silent
from core.settings import ImageFormat, SaveOptions
from core.wording import listed
from core.writing.animation.film import Film
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import Format
from core.writing.formats.table import (
    image_format,
    image_formats,
    titles_of_animated,
    titles_with_table,
)
from core.writing.picture import rgb_image, rgba_image
from core.writing.png.encode import zlib_level


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of an image file, what its format changed, and its color table if it has one.

    Parameters
    ----------
    data : bytes
    notes : tuple of str
        What the user should know, in sentences.
    table : Palette or None
    changes : tuple of str
        Those of the notes that tell why the file shows another picture than the result.
    """

    data: bytes
    notes: tuple[str, ...] = ()
    table: Palette | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a picture that was written; its parts are those of `Encoded`."""

    notes: tuple[str, ...]
    table: Palette | None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What the file of a result would be.

    Parameters
    ----------
    size : int
        Bytes of the file.
    changes : tuple of str
        Why the file shows another picture than the result, in sentences; () if it does not.
    encoded : Encoded or None
        The file itself; None for an animation, whose frames may be more than fits the memory.
    """

    size: int
    changes: tuple[str, ...] = ()
    encoded: Encoded | None = None


def save_image(
    result: Result,
    path: str | Path,
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
    *,
    below: int | None = None,
    new: bool = False,
    encoded: Encoded | None = None,
) -> Saved:
    """Save the picture of a result; of an animation all frames, where the format can hold them.

    PNG, GIF, TIFF and BMP are indexed, WebP is lossless. What is reopened shows the same pixels,
    except for JPEG and AVIF. PNG, WebP, TIFF and AVIF keep all transparency, GIF only whether a
    pixel is shown, BMP and JPEG none.

    Parameters
    ----------
    result : Result
    path : str or Path
        Its ending chooses the format, unless `options` name one.
    options : SaveOptions, optional
    progress : callable, optional
        Called now and then, with a true fraction for the frames of an animation only; what it
        raises passes through, and nothing is written then.
    below : int, optional
        A file of this many bytes or more is not written.
    new : bool
        Fail if the file exists, even if it was created just now.
    encoded : Encoded, optional
        The file, where it has been made already of this result, for this format and these options.

    Returns
    -------
    Saved
        With notes for the user about what the format changed.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason; what was there before is still there.
    ExistsError
        (a WriteError) when `new` and there is a file of that name.
    NotSmallerError
        when the file would not have been below that size.
    """
    path, options = Path(path), options or SaveOptions()
    with memory_named(WriteError, _("Cannot save {path}").format(path=path)):
        try:
            name = options.format or image_format(path)
            animated = _is_animated(result, name)
            if not animated and encoded is None:
                encoded = encode_image(result, name, options, progress)
        except WriteError as error:
            raise WriteError(cannot_save(path, str(error))) from None
        if encoded is None:
            write = partial(_write_animation, result, name, options, progress)
            return _save_frames(path, write, below, new=new)
        _require_below(len(encoded.data), below)
        return _save_encoded(path, encoded, new=new)


def encode_image(
    result: Result,
    image_format: ImageFormat,
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
) -> Encoded:
    """Encode the bytes that `save_image` would write.

    Parameters
    ----------
    progress : callable, optional
        Called now and then, without a true fraction; what it raises ends the encoding.

    Raises
    ------
    WriteError
        (an OSError) with the reason, when the format cannot hold the picture.
    """
    options = options or SaveOptions()
    if _is_animated(result, image_format):
        file = io.BytesIO()
        frames = _write_animation(result, image_format, options, progress, file)
        return Encoded(file.getvalue(), frames.notes, frames.table, frames.changes)
    kind = image_formats()[image_format]
    _require_size(result.indices, kind)
    image, changes, table = kind.prepare(result, options)
    if result.animation is not None:
        count, able = result.animation.frames, titles_of_animated()
        changes += (
            ngettext(
                "Only the first of {count} frame is saved; {able} keep all.",
                "Only the first of {count} frames is saved; {able} keep all.",
                count,
            ).format(count=count, able=able),
        )
    kept, lost = _kept_metadata(result, kind, options)
    data = _encode(image, kind, options, kept, _tick(progress))
    if table is not None and kind.written_table is not None and options.palette_order == "size":
        table = kind.written_table(data, table)
    return Encoded(data, changes + _without_order(kind, options, table) + lost, table, changes)


def write_image(
    result: Result,
    file: BinaryIO,
    image_format: ImageFormat,
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
) -> Written:
    """Write the bytes that `save_image` would to a file at its beginning.

    Frames of an animation are written one by one, so the file has to be one that can be gone
    back in. Other parameters and errors are those of `encode_image`.
    """
    options = options or SaveOptions()
    if _is_animated(result, image_format):
        return _write_animation(result, image_format, options, progress, file)
    encoded = encode_image(result, image_format, options, progress)
    file.write(encoded.data)
    return Written(encoded.notes, encoded.table, encoded.changes)


def measure_image(
    result: Result,
    image_format: ImageFormat,
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
) -> Measured:
    """Find out what file `save_image` would write.

    Parameters and errors are those of `encode_image`; frames of an animation pass through a
    temporary file, as all together may be more than fits the memory.
    """
    options = options or SaveOptions()
    if not _is_animated(result, image_format):
        encoded = encode_image(result, image_format, options, progress)
        return Measured(len(encoded.data), encoded.changes, encoded)
    with tempfile.TemporaryFile() as file:
        frames = _write_animation(result, image_format, options, progress, file)
        return Measured(file.seek(0, io.SEEK_END), frames.changes)


def save_rgb(photo: Photo, path: Path) -> Saved:
    """Save a photo as it is, without its alpha, in the format of the file name's ending.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason.
    """
    try:
        kind = image_formats()[image_format(path)]
        _require_size(photo.pixels, kind)
        data = _encode(rgb_image(photo.pixels), kind, SaveOptions(), Metadata(), silent)
    except WriteError as error:
        raise WriteError(cannot_save(path, str(error))) from None
    return _save_encoded(path, Encoded(data))


def encode_rgb(photo: Photo, progress: ProgressCallback | None = None) -> bytes:
    """Encode an RGB PNG as any program would, RGBA where the photo is transparent."""
    image = rgba_image(photo.pixels, photo.alpha)
    level = zlib_level("normal", image.width * image.height)
    return encode_with_pillow(image, "PNG", _tick(progress), compress_level=level)


def _save_encoded(path: Path, encoded: Encoded, *, new: bool = False) -> Saved:
    replace_file(path, encoded.data, new=new)
    return Saved(path, len(encoded.data), encoded.notes, encoded.table)


def _save_frames(
    path: Path, write: Callable[[BinaryIO], Written], below: int | None, *, new: bool
) -> Saved:
    """Write frames straight into the file: all together may be more than fits the memory."""
    frames = Written((), None)
    size = 0

    def write_below(file: BinaryIO) -> None:
        nonlocal frames, size
        frames = write(file)
        size = file.seek(0, io.SEEK_END)
        _require_below(size, below)

    replace_file(path, write_below, new=new)
    return Saved(path, size, frames.notes, frames.table)


def _require_below(size: int, below: int | None) -> None:
    """Raise NotSmallerError unless a file is smaller than asked for."""
    if below is not None and size >= below:
        raise NotSmallerError(size)


def _is_animated(result: Result, name: ImageFormat) -> bool:
    return result.animation is not None and image_formats()[name].write_frames is not None


def _write_animation(
    result: Result,
    name: ImageFormat,
    options: SaveOptions,
    progress: ProgressCallback | None,
    file: BinaryIO,
) -> Written:
    """Write all frames to a file that is at its beginning, and that can be gone back in."""
    kind = image_formats()[name]
    _require_size(result.indices, kind)
    assert kind.write_frames is not None
    kept, lost = _kept_metadata(result, kind, options)
    film = Film(result, options, kept, progress)
    try:
        changes = kind.write_frames(film, file)
    except ReadError as error:
        raise WriteError(
            _("the frames are read from the original again, but: {reason}").format(reason=error)
        ) from error
    table = film.palette if film.indexed else None
    return Written(changes + _without_order(kind, options, table) + lost, table, changes)


def _without_order(kind: Format, options: SaveOptions, table: Palette | None) -> tuple[str, ...]:
    """Return the note that a file has no color table whose order could be as asked for."""
    if table is not None or options.palette_order == "size":
        return ()
    if kind.has_table:
        sentence = _(
            "With this transparency, {format} has no color table, so that its colors have no "
            "order; a photo laid on a color has one."
        )
    else:
        sentence = _(
            "{format} has no color table, so that its colors have no order; {others} have one."
        )
    return (sentence.format(format=kind.title, others=titles_with_table()),)


def _encode(
    image: Image.Image, kind: Format, options: SaveOptions, kept: Metadata, tick: Tick
) -> bytes:
    """Encode an image; name the format in the error if its encoder cannot."""
    try:
        return kind.encode(image, options, kept, tick)
    except (OSError, ValueError, RuntimeError) as error:
        if is_of_memory(error):
            raise WriteError(translated(NO_MEMORY)) from error
        raise WriteError(
            _("the {format} encoder says: {reason}").format(format=kind.capitals, reason=error)
        ) from error


def _kept_metadata(
    result: Result, kind: Format, options: SaveOptions
) -> tuple[Metadata, tuple[str, ...]]:
    """Choose what of a photo's metadata is written; note what had no room, if all was wanted."""
    kept, lost = (result.metadata or Metadata()).chosen(options.metadata).fitted(kind.room)
    if not lost or options.metadata != "all":
        return kept, ()
    return kept, (
        _("{format} has no room for the photo's {kinds} data.").format(
            format=kind.capitals, kinds=listed(lost)
        ),
    )


def _require_size(picture: NDArray[np.uint8], kind: Format) -> None:
    """Raise WriteError if a (h, w, …) picture is larger than a format, or who reads it, allows."""
    height, width = picture.shape[:2]
    if kind.largest_side is not None and max(width, height) > kind.largest_side:
        sentence = _(
            "{format} holds at most {most} pixels a side, and the picture is {width}×{height}; "
            "save it as PNG or TIFF, or make the photo smaller"
        )
        most = f"{kind.largest_side}"
    elif kind.most_pixels is not None and width * height > kind.most_pixels:
        sentence = _(
            "{format} holds at most {most} million pixels, and the picture is {width}×{height}; "
            "save it as PNG or TIFF, or make the photo smaller"
        )
        most = f"{kind.most_pixels / 1e6:.0f}"
    else:
        return
    raise WriteError(sentence.format(format=kind.title, most=most, width=width, height=height))


def _tick(progress: ProgressCallback | None) -> Tick:
    """Return a tick that stays at 0, as nobody knows how far an encoder is."""
    return Meter(progress).part(0.0, _("encoding"))
