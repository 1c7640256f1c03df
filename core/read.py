"""Pillow in: decode, orientation, depth, alpha."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from core.errors import ReadError
from core.metadata import Metadata
from core.model import Photo
from core.reasons import reason

MAX_PIXELS = 200_000_000

# Pillow's own limit warns or raises depending on size, for the whole process; ours is one clear
# error, from the size in the file's header, before any memory is spent.
Image.MAX_IMAGE_PIXELS = None

# numpy takes its copy in bands, so that the interpreter lock is never held for long. At 4 bytes a
# pixel these stay below the 128 KiB from which on malloc asks the system for each block anew, to
# find and clear it, which takes longer than the copying.
_PIXELS_PER_BAND = 30_000
_DEEP_MODES = {"I", "F", "I;16", "I;16L", "I;16B", "I;16N"}


def open_photo(path: str | Path, *, max_pixels: int = MAX_PIXELS) -> Photo:
    """Decode a photo: whatever Pillow opens, upright, 8 bits a channel, alpha kept.

    Parameters
    ----------
    path : str or Path
    max_pixels : int
        A photo with more is refused before it is decoded.

    Returns
    -------
    Photo

    Raises
    ------
    ReadError
        (an OSError) naming the file and the reason.
    """
    path = Path(path)
    with opened(path, max_pixels) as (image, file_bytes):
        return _decode(image, path, file_bytes)


@contextmanager
def opened(path: Path, max_pixels: int) -> Iterator[tuple[Image.Image, int]]:
    """Open an image that is not too large, for decoding; whatever fails meanwhile is a ReadError.

    Yields
    ------
    PIL.Image.Image
        Not decoded yet.
    int
        The bytes of the file.
    """
    try:
        size = _require_photo_file(path)
        with Image.open(path) as image:
            _require_size(image, max_pixels)
            yield image, size
    except ReadError as error:
        raise ReadError(f"Cannot open {path}: {error}") from None
    except UnidentifiedImageError:
        raise ReadError(
            f"Cannot open {path}: it is not an image Fewtone can read, "
            "as PNG, JPEG, TIFF, WebP and many others are"
        ) from None
    except MemoryError:
        raise ReadError(
            f"Cannot open {path}: there is not enough memory for it; "
            "close other programs, or make it smaller"
        ) from None
    except OSError as error:
        raise ReadError(f"Cannot open {path}: {_damage(error)}") from error
    except Exception as error:
        # Pillow's decoders raise whatever a damaged file leads them into.
        raise ReadError(
            f"Cannot open {path}: the file is damaged ({error}); try another copy"
        ) from error


class Preview(NamedTuple):
    """A smaller version of a photo, there long before the photo itself.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    size : (int, int)
        Width and height of the photo, upright.
    """

    pixels: NDArray[np.uint8]
    size: tuple[int, int]


def read_preview(path: Path, side: int) -> Preview | None:
    """Read a smaller version of a large JPEG, whose format can be decoded in parts.

    None for every other photo, and for one that is damaged: to say so is for `open_photo`.

    Parameters
    ----------
    path : Path
    side : int
        The longer side of the version has at least so many pixels.
    """
    try:
        with Image.open(path) as image:
            if image.format != "JPEG" or max(image.size) < 2 * side:
                return None
            size = image.size
            longest = max(size)
            image.draft("RGB", (size[0] * side // longest, size[1] * side // longest))
            image.load()
            turn_upright(image)
            turned = (image.width < image.height) != (size[0] < size[1])
            return Preview(_array(image.convert("RGB")), size[::-1] if turned else size)
    except Exception:  # noqa: BLE001
        # Pillow's decoders raise whatever a damaged file leads them into.
        return None


def readable_endings() -> list[str]:
    """List the endings of the files Pillow opens: ".avif", ".bmp" …."""
    Image.init()
    return sorted(ending for ending, name in Image.EXTENSION.items() if name in Image.OPEN)


def _require_photo_file(path: Path) -> int:
    """Return the size of a file that may be a photo."""
    try:
        status = path.stat()
    except OSError as error:
        raise ReadError(reason(error)) from error
    if stat.S_ISDIR(status.st_mode):
        raise ReadError("it is a folder; choose the photos in it")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("it is not a regular file")
    if status.st_size == 0:
        raise ReadError("the file is empty")
    return status.st_size


def _require_size(image: Image.Image, max_pixels: int) -> None:
    width, height = image.size
    if width * height == 0:
        raise ReadError(f"it has no pixels ({width}×{height})")
    if width * height > max_pixels:
        raise ReadError(
            f"it has {width}×{height} = {width * height / 1e6:.0f} million pixels; "
            f"{max_pixels / 1e6:.0f} million are allowed; make it smaller"
        )


def _decode(image: Image.Image, path: Path, size: int) -> Photo:
    notes: list[str] = []
    frames = getattr(image, "n_frames", 1)
    if frames > 1:
        notes.append(f"Only the first of {frames} frames or pages is used.")
    image.load()
    turn_upright(image)
    metadata = Metadata.of(image)
    pixels, alpha, more = channels(image)
    return Photo(pixels, alpha, path, (*notes, *more), size, metadata)


def turn_upright(image: Image.Image) -> None:
    """Turn a decoded image as the camera meant it."""
    try:
        # In place: else a photo that is upright already would be copied.
        ImageOps.exif_transpose(image, in_place=True)
    except Exception:  # noqa: BLE001
        # Garbled EXIF data raise anything; the picture itself is fine.
        return


class Channels(NamedTuple):
    """The pixels of an image, 8 bits a channel.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    alpha : (h, w) uint8 or None
    notes : tuple of str
        What was changed, for the user.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    notes: tuple[str, ...] = ()


def channels(image: Image.Image) -> Channels:
    """Take the pixels of a decoded image of any mode."""
    if image.mode in _DEEP_MODES:
        pixels, note = _eight_bits(np.asarray(image))
        return Channels(pixels, None, (note,))
    notes: tuple[str, ...] = ()
    if image.mode == "CMYK":
        notes = ("CMYK colors were converted to RGB without a color profile.",)
    elif image.mode == "LAB":
        image = _lab_to_rgb(image)
        notes = ("CIELAB colors were converted to sRGB.",)
    if image.has_transparency_data:
        bands = _array(image.convert("RGBA"))
        return Channels(bands[..., :3], bands[..., 3], notes)
    rgb = image if image.mode == "RGB" else image.convert("RGB")
    return Channels(_array(rgb), None, notes)


def _array(image: Image.Image) -> NDArray[np.uint8]:
    width, height = image.size
    array = np.empty((height, width, len(image.getbands())), dtype=np.uint8)
    rows = max(_PIXELS_PER_BAND // width, 1)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        array[top:bottom] = np.asarray(image.crop((0, top, width, bottom)))
    array.setflags(write=False)
    return array


def _eight_bits(deep: NDArray[Any]) -> tuple[NDArray[np.uint8], str]:
    """Scale gray of 16 or 32 bits or floats to (h, w, 3) uint8, and say how."""
    values = np.nan_to_num(deep.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if deep.dtype.kind == "f":
        top, note = 1.0, "Floating-point values from 0 to 1 were scaled to 8 bits."
    else:
        top, note = 65535.0, "16 bits a channel were scaled to 8."
    if low < 0 or high > top:
        values -= low
        top = max(high - low, 1.0)
        note = f"Values from {low:g} to {high:g} were scaled to 8 bits."
    gray = np.rint(values * (255 / top)).astype(np.uint8)
    return np.repeat(gray[..., None], 3, axis=2), note


def _lab_to_rgb(image: Image.Image) -> Image.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    assert converted is not None
    return converted


def _damage(error: OSError) -> str:
    if error.errno is not None:
        return reason(error)
    # Pillow words its own errors well enough: "image file is truncated (…)".
    return f"the file is damaged ({error}); try another copy"
