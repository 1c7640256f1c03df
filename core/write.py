"""Pillow out: a result as an image file, indexed where the format can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.atomic import replace_file
from core.errors import WriteError
from core.metadata import Metadata, exif_with_dpi, fit, tiff_with_exif
from core.model import Photo, Progress, ProgressCallback, Result, Saved
from core.png_chunks import png_chunks
from core.png_encode import Sink, encode_png
from core.progress import Tick, silent
from core.settings import IMAGE_FORMATS, ImageFormat, SaveOptions

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
_FLAT_NOTE = "{name} keeps no transparency: the photo was laid on white."
_HARD_NOTE = "GIF knows no partial transparency: pixels are either shown or hidden."
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
) -> Saved:
    """Save a result's picture.

    PNG, GIF, TIFF and BMP are indexed, WebP is lossless. What is reopened shows the same pixels,
    except for JPEG and AVIF.

    Parameters
    ----------
    result : Result
    path : str or Path
        Its ending chooses the format, unless `options` name one.
    options : SaveOptions, optional
    progress : callable, optional
        Called now and then, without a true fraction; what it raises passes through, and nothing
        is written then.

    Returns
    -------
    Saved
        With notes for the user about what the format changed.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason; what was there before is still there.
    """
    path, options = Path(path), options or SaveOptions()
    try:
        encoded = encode_image(result, options.format or image_format(path), options, progress)
    except WriteError as error:
        raise WriteError(f"Cannot save {path}: {error}") from None
    return save_encoded(encoded, path)


def save_encoded(encoded: Encoded, path: Path) -> Saved:
    """Write what `encode_image` made; raises WriteError as `save_image` does."""
    replace_file(path, encoded.data)
    return Saved(path, len(encoded.data), encoded.notes)


def save_rgb(photo: Photo, path: Path) -> Saved:
    """Save a photo as it is, in the format of the file name's ending."""
    try:
        encoded = _encode(_rgb(photo.pixels), image_format(path), SaveOptions(), ())
    except WriteError as error:
        raise WriteError(f"Cannot save {path}: {error}") from None
    return save_encoded(encoded, path)


def encode_rgb(photo: Photo, progress: ProgressCallback | None = None) -> bytes:
    """Make the bytes of an RGB PNG as any program would, RGBA where the photo is transparent."""
    image = _rgba(photo.pixels, photo.alpha)
    sink = Sink(_beat(progress))
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
    image, notes = _PREPARE[image_format](result)
    options = options or SaveOptions()
    return _encode(image, image_format, options, notes, progress, result.metadata)


def _encode(
    image: Image.Image,
    image_format: ImageFormat,
    options: SaveOptions,
    notes: tuple[str, ...],
    progress: ProgressCallback | None = None,
    metadata: Metadata | None = None,
) -> Encoded:
    largest = _LARGEST_SIDE.get(image_format)
    if largest is not None and max(image.size) > largest:
        raise WriteError(
            f"{image_format.upper()} holds at most {largest} pixels a side, "
            f"and the photo is {image.width}×{image.height}; PNG can"
        )
    tick = _beat(progress)
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


def _beat(progress: ProgressCallback | None) -> Tick:
    if progress is None:
        return silent

    def beat(_fraction: float) -> None:
        progress(Progress(0.0, "encoding"))

    return beat


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
    """Make a palette image, ordered from dark to light: near colors with near indices pack well."""
    lightness = result.palette.colors @ np.array([299, 587, 114])
    order = np.argsort(lightness, kind="stable")
    rank = np.zeros(256, dtype=np.uint8)
    rank[order] = np.arange(len(order), dtype=np.uint8)
    height, width = result.indices.shape
    unordered = Image.frombuffer("P", (width, height), result.indices, "raw", "P", 0, 1)
    # Pillow looks indices up three times as fast as numpy.
    image = unordered.point(rank.tolist())
    colors = result.palette.colors[order]
    if result.alpha is not None:
        hidden = len(order)
        image.paste(hidden, mask=Image.fromarray(result.alpha < 128))
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


def _is_cutout(result: Result) -> bool:
    """Tell whether every pixel is either fully opaque or fully transparent."""
    return result.alpha is not None and bool(np.isin(result.alpha, (0, 255)).all())


_Prepared = tuple[Image.Image, tuple[str, ...]]


def _prepare_png(result: Result) -> _Prepared:
    if result.alpha is None or (_is_cutout(result) and len(result.palette) < 256):
        return _indexed(result), ()
    return _rgba(result.rgb, result.alpha), ()


def _prepare_gif(result: Result) -> _Prepared:
    if result.alpha is None:
        return _indexed(result), ()
    if len(result.palette) == 256:
        raise WriteError("GIF needs one of its 256 colors for transparency; ask for 255 or fewer")
    return _indexed(result), () if _is_cutout(result) else (_HARD_NOTE,)


def _prepare_webp(result: Result) -> _Prepared:
    return _rgba(result.rgb, result.alpha), ()


def _prepare_tiff(result: Result) -> _Prepared:
    return (_indexed(result) if result.alpha is None else _rgba(result.rgb, result.alpha)), ()


def _prepare_bmp(result: Result) -> _Prepared:
    return (_indexed(result), ()) if result.alpha is None else _on_white(result, "BMP")


def _prepare_jpeg(result: Result) -> _Prepared:
    note = _LOSSY_NOTE.format(name="JPEG")
    if result.alpha is None:
        return _rgb(result.rgb), (note,)
    image, notes = _on_white(result, "JPEG")
    return image, (note, *notes)


def _prepare_avif(result: Result) -> _Prepared:
    return _rgba(result.rgb, result.alpha), (_LOSSY_NOTE.format(name="AVIF"),)


def _on_white(result: Result, name: str) -> _Prepared:
    picture = _rgba(result.rgb, result.alpha)
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture)
    return flat, (_FLAT_NOTE.format(name=name),)


_PREPARE: dict[ImageFormat, Callable[[Result], _Prepared]] = {
    "png": _prepare_png,
    "gif": _prepare_gif,
    "webp": _prepare_webp,
    "tiff": _prepare_tiff,
    "bmp": _prepare_bmp,
    "jpeg": _prepare_jpeg,
    "avif": _prepare_avif,
}
assert set(_PREPARE) == set(IMAGE_FORMATS)
