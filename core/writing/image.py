"""Pillow out: a result as an image file, indexed where the format can."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.atomic import replace_file
from core.color.compositing import laid_on
from core.errors import NotSmallerError, WriteError
from core.metadata import Metadata, exif_with_dpi, fit, tiff_with_exif
from core.model import Photo, Result, Saved, is_translucent
from core.progress import Meter, ProgressCallback, Tick
from core.settings import IMAGE_FORMATS, WHITE, Color, Effort, ImageFormat, SaveOptions
from core.writing.animation import gif
from core.writing.animation.film import ANIMATED_FORMATS, write_animation
from core.writing.png.chunks import png_chunks
from core.writing.png.encode import Sink, encode_png
from core.writing.png.order import by_lightness, opaque_last

_FORMAT_OF_ENDING: dict[str, ImageFormat] = {
    ".png": "png",
    ".gif": "gif",
    ".webp": "webp",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".bmp": "bmp",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".avif": "avif",
}
ENDINGS = tuple(_FORMAT_OF_ENDING)

_LOSSY_NOTE = "{name} brings other colors back: the file holds more colors than the palette."
_FLAT_NOTE = "{name} keeps no transparency: the photo was laid on {color}."
# A GIF shows what is at least this opaque.
_SHOWN = 128
_LARGEST_SIDE = {"gif": 65535, "webp": 16383, "jpeg": 65535, "avif": 65536}
# About a second of zlib's best.
_MOST_PIXELS_TO_PACK_WELL = 4_000_000
# Thrice as fast as the default.
_AVIF_SPEED = 8


def save_image(
    result: Result,
    path: str | Path,
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
    *,
    below: int | None = None,
    new: bool = False,
) -> Saved:
    """Save a result's picture; of an animation all frames, where the format can.

    PNG, GIF, TIFF and BMP are indexed, WebP is lossless. What is reopened shows the same pixels,
    except for JPEG and AVIF. Of transparency, PNG, WebP, TIFF and AVIF keep all, GIF whether a
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
        A file of so many bytes or more is not written.
    new : bool
        Whether there must be no file of that name, not even one that came in the meantime.

    Returns
    -------
    Saved
        With notes for the user about what the format changed.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason; what was there before is still there.
    ExistsError
        (a WriteError) when there is a file of that name, and there must be none.
    NotSmallerError
        The file would not have been below that size.
    """
    path, options = Path(path), options or SaveOptions()
    try:
        kind = options.format or image_format(path)
        animated = _is_animated(result, kind)
        encoded = Encoded(b"") if animated else encode_image(result, kind, options, progress)
    except WriteError as error:
        raise WriteError(f"Cannot save {path}: {error}") from None
    if animated:
        return _save_animation(result, path, kind, options, progress, below, new=new)
    _require_below(len(encoded.data), below)
    return _save_encoded(encoded, path, new=new)


def _require_below(size: int, below: int | None) -> None:
    if below is not None and size >= below:
        raise NotSmallerError(size)


def _save_animation(
    result: Result,
    path: Path,
    kind: ImageFormat,
    options: SaveOptions,
    progress: ProgressCallback | None,
    below: int | None,
    *,
    new: bool,
) -> Saved:
    """Write frame by frame: all together may be more than fits the memory."""
    notes: tuple[str, ...] = ()
    size = 0

    def write(file: BinaryIO) -> None:
        nonlocal notes, size
        notes = _write_animation(result, kind, options, file, progress)
        size = file.seek(0, io.SEEK_END)
        _require_below(size, below)

    replace_file(path, write, new=new)
    return Saved(path, size, notes)


def _save_encoded(encoded: Encoded, path: Path, *, new: bool = False) -> Saved:
    replace_file(path, encoded.data, new=new)
    return Saved(path, len(encoded.data), encoded.notes)


def save_rgb(photo: Photo, path: Path) -> Saved:
    """Save a photo as it is, in the format of the file name's ending."""
    try:
        encoded = _encode(_rgb(photo.pixels), image_format(path), SaveOptions(), ())
    except WriteError as error:
        raise WriteError(f"Cannot save {path}: {error}") from None
    return _save_encoded(encoded, path)


def encode_rgb(photo: Photo, progress: ProgressCallback | None = None) -> bytes:
    """Make the bytes of an RGB PNG as any program would, RGBA where the photo is transparent."""
    image = _rgba(photo.pixels, photo.alpha)
    sink = Sink(_tick(progress))
    level = 9 if image.width * image.height <= _MOST_PIXELS_TO_PACK_WELL else 4
    image.save(sink, "PNG", compress_level=level)
    return sink.getvalue()


def image_format(path: Path) -> ImageFormat:
    """Tell the format of a file name's ending.

    Raises
    ------
    WriteError
        (an OSError) naming the endings there are.
    """
    try:
        return _FORMAT_OF_ENDING[path.suffix.lower()]
    except KeyError:
        ending = path.suffix or "no ending"
        raise WriteError(
            f"{ending} is no image format Fewtone writes; it writes {', '.join(ENDINGS)}"
        ) from None


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of an image file, and what its format changed."""

    data: bytes
    notes: tuple[str, ...] = ()


def encode_image(
    result: Result,
    image_format: ImageFormat,
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
) -> Encoded:
    """Make the bytes that `save_image` would write.

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
        notes = _write_animation(result, image_format, options, file, progress)
        return Encoded(file.getvalue(), notes)
    image, notes = _PREPARE[image_format](result, options)
    if result.animation is not None:
        frames = result.animation.frames
        notes += (f"Only the first of {frames} frames is saved; GIF, PNG and WebP keep all.",)
    return _encode(image, image_format, options, notes, progress, result.metadata)


def measure_image(
    result: Result,
    image_format: ImageFormat,
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
) -> int:
    """Tell how many bytes `save_image` would write; parameters and errors of `encode_image`."""
    options = options or SaveOptions()
    if not _is_animated(result, image_format):
        return len(encode_image(result, image_format, options, progress).data)
    with tempfile.TemporaryFile() as file:
        _write_animation(result, image_format, options, file, progress)
        return file.seek(0, io.SEEK_END)


def _is_animated(result: Result, image_format: ImageFormat) -> bool:
    return result.animation is not None and image_format in ANIMATED_FORMATS


def _write_animation(
    result: Result,
    image_format: ImageFormat,
    options: SaveOptions,
    file: BinaryIO,
    progress: ProgressCallback | None,
) -> tuple[str, ...]:
    height, width = result.indices.shape
    _require_size((width, height), image_format)
    assert result.animation is not None
    level = _png_level(options.effort, width * height * result.animation.frames)
    kept, lost = fit((result.metadata or Metadata()).chosen(options.metadata), image_format)
    notes = write_animation(result, image_format, file, level, kept, progress)
    return (*notes, lost) if lost and options.metadata == "all" else notes


def _encode(
    image: Image.Image,
    image_format: ImageFormat,
    options: SaveOptions,
    notes: tuple[str, ...],
    progress: ProgressCallback | None = None,
    metadata: Metadata | None = None,
) -> Encoded:
    _require_size(image.size, image_format)
    tick = _tick(progress)
    kept, lost = fit((metadata or Metadata()).chosen(options.metadata), image_format)
    if lost and options.metadata == "all":
        notes += (lost,)
    try:
        if image_format == "png":
            data = encode_png(image, options.effort, png_chunks(kept), tick)
        else:
            sink = Sink(tick)
            arguments = _save_arguments(image, image_format, options, kept)
            image.save(sink, image_format.upper(), **arguments)
            data = sink.getvalue()
        if image_format == "tiff":
            data = tiff_with_exif(data, kept)
    except (OSError, ValueError) as error:
        raise WriteError(f"the {image_format.upper()} encoder says: {error}") from error
    return Encoded(data, notes)


def _require_size(size: tuple[int, int], image_format: ImageFormat) -> None:
    largest = _LARGEST_SIDE.get(image_format)
    if largest is not None and max(size) > largest:
        raise WriteError(
            f"{image_format.upper()} holds at most {largest} pixels a side, "
            f"and the photo is {size[0]}×{size[1]}; PNG can"
        )


def _png_level(effort: Effort, pixels: int) -> int:
    """Choose how hard zlib tries: 4 saves 8–14 % over 2; 9 another 7–9 %, but is far slower."""
    match effort:
        case "fast":
            return 2
        case "normal":
            return 9 if pixels <= _MOST_PIXELS_TO_PACK_WELL else 4
        case "best":
            return 9


def _tick(progress: ProgressCallback | None) -> Tick:
    """Return a tick that stays at 0, as nobody knows how far an encoder is."""
    return Meter(progress).part(0.0, "encoding")


def _save_arguments(
    image: Image.Image, image_format: ImageFormat, options: SaveOptions, kept: Metadata
) -> dict[str, Any]:
    match image_format:
        case "gif":
            return {"interlace": 0, "optimize": False} | _transparency(image)
        case "webp":
            exif = exif_with_dpi(kept)
            return {"lossless": True, "quality": 80, "method": 4, "exif": exif, "xmp": kept.xmp}
        case "avif":
            exif = exif_with_dpi(kept)
            how = {"quality": options.quality, "subsampling": "4:4:4", "speed": _AVIF_SPEED}
            return {**how, "exif": exif, "xmp": kept.xmp}
        case "tiff":
            return {"compression": "tiff_lzw"} | _dpi(kept)
        case "jpeg":
            how = {"quality": options.quality, "subsampling": 0, "optimize": True}
            return {**how, "exif": kept.exif, "xmp": kept.xmp} | _dpi(kept)
        case _:
            return _dpi(kept)


def _dpi(kept: Metadata) -> dict[str, Any]:
    return {} if kept.dpi is None else {"dpi": kept.dpi}


def _transparency(image: Image.Image) -> dict[str, Any]:
    return {"transparency": image.info["transparency"]} if "transparency" in image.info else {}


def _indexed(result: Result) -> Image.Image:
    """Make a palette image, ordered from dark to light: near colors with near indices pack well.

    Those that are not opaque come first, so that only they have alpha in the file.
    """
    palette = result.palette
    order = opaque_last(by_lightness(palette.colors), palette.rgba[:, 3])
    rank = np.zeros(256, dtype=np.uint8)
    rank[order] = np.arange(len(order), dtype=np.uint8)
    height, width = result.indices.shape
    unordered = Image.frombuffer("P", (width, height), result.indices, "raw", "P", 0, 1)
    # Pillow looks indices up three times as fast as numpy.
    image = unordered.point(rank.tolist())
    colors = palette.colors[order]
    if palette.alpha is not None:
        image.info["transparency"] = bytes(palette.alpha[order][palette.alpha[order] < 255])
    elif result.alpha is not None:
        hidden = len(order)
        image.paste(hidden, mask=Image.fromarray(result.alpha < _SHOWN))
        colors = np.vstack([colors, np.zeros((1, 3), dtype=np.uint8)])
        image.info["transparency"] = hidden
    image.putpalette(colors.tobytes())
    return image


def _rgb(pixels: NDArray[np.uint8]) -> Image.Image:
    height, width = pixels.shape[:2]
    return Image.frombuffer(
        "RGB", (width, height), np.ascontiguousarray(pixels), "raw", "RGB", 0, 1
    )


def _rgba(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> Image.Image:
    image = _rgb(pixels)
    if alpha is not None:
        image.putalpha(Image.fromarray(alpha))
    return image


def _is_soft(result: Result) -> bool:
    return result.alpha is not None and is_translucent(result.alpha)


_Prepared = tuple[Image.Image, tuple[str, ...]]


def _prepare_png(result: Result, _options: SaveOptions) -> _Prepared:
    beside = result.alpha is not None and result.palette.alpha is None
    if not beside or (not _is_soft(result) and len(result.palette) < 256):
        return _indexed(result), ()
    return _rgba(result.rgb, result.alpha), ()


def _prepare_gif(result: Result, _options: SaveOptions) -> _Prepared:
    if result.palette.alpha is not None:
        image = _indexed(_hardened(result))
        if "transparency" in image.info:
            # Pillow takes the number of the one that is transparent, which is the first.
            image.info["transparency"] = 0
        return image, (gif.HARD_NOTE,) if result.palette.translucent else ()
    if result.alpha is None:
        return _indexed(result), ()
    if len(result.palette) == 256:
        raise WriteError(gif.NO_ROOM)
    return _indexed(result), (gif.HARD_NOTE,) if _is_soft(result) else ()


def _hardened(result: Result) -> Result:
    """Make each color either opaque or fully transparent; all of these are one, the first."""
    palette = result.palette
    shown = palette.rgba[:, 3] >= _SHOWN
    if shown.all():
        return replace(result, palette=palette.opaque, alpha=None)
    number = np.where(shown, np.cumsum(shown), 0).astype(np.uint8)
    some = palette.some(np.concatenate([np.flatnonzero(~shown)[:1], np.flatnonzero(shown)]))
    colors, alpha = some.colors.copy(), np.full(len(some), 255, np.uint8)
    colors[0], alpha[0] = 0, 0
    hard = replace(some, colors=colors, alpha=alpha)
    return replace(result, palette=hard, indices=number[result.indices])


def _prepare_webp(result: Result, _options: SaveOptions) -> _Prepared:
    return _rgba(result.rgb, result.alpha), ()


def _prepare_tiff(result: Result, _options: SaveOptions) -> _Prepared:
    return (_indexed(result) if result.alpha is None else _rgba(result.rgb, result.alpha)), ()


def _prepare_bmp(result: Result, options: SaveOptions) -> _Prepared:
    if result.alpha is None:
        return _indexed(result), ()
    palette, note = result.palette, _flat_note("BMP", options.background)
    if palette.alpha is None:
        return _laid_on(result, options.background), (note,)
    colors = laid_on(palette.colors, palette.alpha, options.background)
    flat = replace(palette, colors=colors, alpha=None)
    return _indexed(replace(result, palette=flat, alpha=None)), (note,)


def _prepare_jpeg(result: Result, options: SaveOptions) -> _Prepared:
    if result.alpha is None:
        return _rgb(result.rgb), (_LOSSY_NOTE.format(name="JPEG"),)
    notes = _LOSSY_NOTE.format(name="JPEG"), _flat_note("JPEG", options.background)
    return _laid_on(result, options.background), notes


def _prepare_avif(result: Result, _options: SaveOptions) -> _Prepared:
    return _rgba(result.rgb, result.alpha), (_LOSSY_NOTE.format(name="AVIF"),)


def _laid_on(result: Result, background: Color) -> Image.Image:
    picture = _rgba(result.rgb, result.alpha)
    flat = Image.new("RGB", picture.size, background)
    flat.paste(picture, mask=picture)
    return flat


def _flat_note(name: str, background: Color) -> str:
    color = "white" if background == WHITE else f"#{bytes(background).hex()}"
    return _FLAT_NOTE.format(name=name, color=color)


_PREPARE: dict[ImageFormat, Callable[[Result, SaveOptions], _Prepared]] = {
    "png": _prepare_png,
    "gif": _prepare_gif,
    "webp": _prepare_webp,
    "tiff": _prepare_tiff,
    "bmp": _prepare_bmp,
    "jpeg": _prepare_jpeg,
    "avif": _prepare_avif,
}
assert set(_PREPARE) == set(IMAGE_FORMATS)
