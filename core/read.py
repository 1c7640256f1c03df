"""Pillow in: decode, orientation, alpha."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from core import depth
from core.animation import find_animation
from core.decoders import open_image, readable_endings
from core.errors import ReadError, TooLargeError, reason
from core.metadata import Metadata
from core.model import Animation, Photo
from core.parallel import in_chunks, threads
from core.profiles import Convert, correction
from core.progress import silent
from core.rounding import DEEP_GRAY, gray_of_eight_bits, mend_transparency

__all__ = [
    "MAX_PIXELS",
    "MOST_PIXELS",
    "Channels",
    "Preview",
    "channels",
    "open_photo",
    "opened",
    "read_preview",
    "readable_endings",
    "turn_upright",
]

# More only when asked for: it takes seconds and gigabytes.
MAX_PIXELS = 200_000_000
MOST_PIXELS = 500_000_000
# PNG packs a single color to 1/1032 of its bytes, which is 344 pixels a byte, or 8256 in black and
# white. Photos are far from that. Few pixels may be as they like.
_PIXELS_PER_BYTE = 10_000
_FEW_PIXELS = 20_000_000
_MOST_WORDS = 150

# numpy takes its copy in bands, so that the interpreter lock is never held for long. At 4 bytes a
# pixel these stay below the 128 KiB from which on malloc asks the system for each block anew, to
# find and clear it, which takes longer than the copying.
_PIXELS_PER_BAND = 30_000
# What is left of a mode without palette and alpha; RGB of those not here.
_MODEL = {"L": "L", "LA": "L", "CMYK": "CMYK", "LAB": "LAB"}
_STILL = "The frames are damaged: what is shown is the still image that comes before them."
_WITHOUT_PROFILE = "CMYK colors were converted to RGB without a color profile."


def open_photo(
    path: str | Path, *, max_pixels: int = MAX_PIXELS, first_frame_only: bool = False
) -> Photo:
    """Decode a photo: whatever Pillow opens, upright, 8 bits a channel, alpha kept.

    Parameters
    ----------
    path : str or Path
    max_pixels : int
        A photo with more is refused before it is decoded; so is one of more than `MOST_PIXELS`,
        whatever this says.
    first_frame_only : bool
        An animation is a photo like any other then.

    Returns
    -------
    Photo

    Raises
    ------
    TooLargeError
        (a ReadError) when it has too many pixels.
    ReadError
        (an OSError) naming the file and the reason.
    """
    path = Path(path)
    with opened(path, max_pixels) as (image, file_bytes):
        return _decode(image, path, file_bytes, first_frame_only)


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
        with open_image(path) as image:
            _require_size(image, max_pixels)
            _require_content(image, size)
            yield image, size
    except TooLargeError as error:
        raise TooLargeError(
            f"Cannot open {path}: {error}",
            error.width,
            error.height,
            can_be_allowed=error.can_be_allowed,
        ) from None
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
        raise ReadError(f"Cannot open {path}: {_damaged(error)}") from error


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
        with opened(path, MOST_PIXELS) as (image, _file_bytes):
            if image.format != "JPEG" or max(image.size) < 2 * side:
                return None
            size = image.size
            longest = max(size)
            image.draft("RGB", (size[0] * side // longest, size[1] * side // longest))
            image.load()
            turn_upright(image)
            turned = (image.width < image.height) != (size[0] < size[1])
            return Preview(channels(image).pixels, size[::-1] if turned else size)
    except Exception:  # noqa: BLE001
        # Pillow's decoders raise whatever a damaged file leads them into.
        return None


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
    allowed = min(max_pixels, MOST_PIXELS)
    if width * height > allowed:
        raise TooLargeError(
            f"it has {width}×{height} = {width * height / 1e6:.0f} million pixels; "
            f"{allowed / 1e6:.0f} million are allowed; make it smaller",
            width,
            height,
            can_be_allowed=width * height <= MOST_PIXELS,
        )


def _require_content(image: Image.Image, size: int) -> None:
    """Refuse what would take much memory, with hardly anything in it."""
    width, height = image.size
    if width * height > max(_FEW_PIXELS, _PIXELS_PER_BYTE * size):
        raise ReadError(
            f"it says it has {width}×{height} pixels, far too many for a file of {size} bytes; "
            "it is damaged, or made to fill the memory"
        )


def _decode(image: Image.Image, path: Path, size: int, first_frame_only: bool) -> Photo:
    animation, notes = find_animation(image, path, wanted=not first_frame_only)
    if animation is None:
        notes += depth.load(image)
    elif not _shows_first(image, animation):
        with open_image(path) as again:
            still = _decode(again, path, size, first_frame_only=True)
        return replace(still, notes=(*still.notes, _STILL))
    turn_upright(image)
    metadata = Metadata.of(image)
    pixels, alpha, more = channels(image)
    return Photo(pixels, alpha, path, (*notes, *more), size, animation, metadata)


def _shows_first(image: Image.Image, animation: Animation) -> bool:
    """Decode the first frame; tell whether it can be, where there is something else to show."""
    try:
        mend_transparency(image)
        image.seek(animation.first)
        image.load()
    except Exception:
        # Pillow's decoders raise whatever a damaged file leads them into.
        if animation.first == 0:
            raise
        return False
    return True


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
    """Take the pixels of a decoded image of any mode, as sRGB."""
    notes: tuple[str, ...] = ()
    if image.mode in DEEP_GRAY:
        image, note = gray_of_eight_bits(image)
        notes = (note,)
    model = _MODEL.get(image.mode, "RGB")
    convert, note = correction(image, model)
    if note:
        notes = (*notes, note)
    if convert is None and model == "CMYK":
        notes = (*notes, _WITHOUT_PROFILE)
    return Channels(*_arrays(image, model, convert), notes)


def _arrays(
    image: Image.Image, model: str, convert: Convert | None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Copy pixels and alpha in bands: no band is held as it was, converted and copied at once."""
    width, height = image.size
    pixels = np.empty((height, width, 3), dtype=np.uint8)
    has_alpha = image.has_transparency_data
    alpha = np.empty((height, width), dtype=np.uint8) if has_alpha else None

    def copy(top: int, bottom: int) -> None:
        band = image.crop((0, top, width, bottom))
        if alpha is not None:
            if not band.mode.endswith("A"):
                band = band.convert("RGBA")
            alpha[top:bottom] = np.asarray(band.getchannel("A"))
        if convert is not None:
            band = convert(band if band.mode == model else band.convert(model))
        pixels[top:bottom] = np.asarray(band if band.mode == "RGB" else band.convert("RGB"))

    # Without a conversion the copying waits for memory only, and a second thread is no help.
    shares = 1 if convert is None else threads()
    in_chunks(copy, height, max(_PIXELS_PER_BAND // width, 1), shares, silent)
    pixels.setflags(write=False)
    if alpha is not None:
        alpha.setflags(write=False)
    return pixels, alpha


def _damage(error: OSError) -> str:
    if error.errno is not None:
        return reason(error)
    return _damaged(error)


def _damaged(error: Exception) -> str:
    # Pillow and the decoders behind it word their errors well enough: "image file is truncated
    # (…)"; but some in several lines, and some with bytes of the file.
    words = " ".join(str(error).split())
    told = "".join(letter for letter in words if letter.isprintable())[:_MOST_WORDS]
    return f"the file is damaged ({told or type(error).__name__}); try another copy"
