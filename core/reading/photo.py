"""Open a photo: a file becomes a Photo, upright, 8 bits a channel, in sRGB.

`open_photo` is for all who want the photo itself; `opened` for those in this package who decode a
file in another way. Both refuse files that are too large before they take memory.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from core.errors import NO_MEMORY, ReadError, TooLargeError, cannot_open, is_of_memory, reason
from core.language import N_, _, ngettext, translated
from core.metadata import Metadata
from core.model import Animation, Photo
from core.reading import deep
from core.reading.animation import find_animation, has_still_image
from core.reading.channels import channels_of
from core.reading.composed import first_frame
from core.reading.decoders import open_image
from core.reading.orientation import turn_upright
from core.reading.png_chunks import damaged_in, note_on

MAX_PIXELS = 200_000_000
"""A photo with more is opened only when that is asked for, as it takes seconds and gigabytes."""

MOST_PIXELS = 500_000_000
"""A photo with more is never opened."""

# PNG packs a single color to 1/1032 of its bytes, which is 344 pixels a byte, or 8256 in black and
# white; WebP to 26 000 pixels a byte, and AVIF to 76 000, as measured. Photos are far from that.
# Small images are allowed in any case.
_PIXELS_PER_BYTE = 10_000
_PIXELS_PER_BYTE_OF = {"WEBP": 50_000, "AVIF": 200_000}
_FEW_PIXELS = 20_000_000
_LONGEST_REASON = 150

_STILL = N_("The frames are damaged: what is shown is the still image that comes before them.")


def open_photo(
    path: str | Path, *, max_pixels: int = MAX_PIXELS, first_frame_only: bool = False
) -> Photo:
    """Decode a photo of any format in `decoders`: upright, 8 bits a channel, alpha kept.

    Parameters
    ----------
    path : str or Path
    max_pixels : int
        A photo with more is refused before it is decoded; one of more than `MOST_PIXELS` is always
        refused.
    first_frame_only : bool
        Whether to open an animation as if its first frame were all.

    Returns
    -------
    Photo

    Raises
    ------
    TooLargeError
        (a ReadError) when it has too many pixels.
    ReadError
        (an OSError) with the file and the reason.
    """
    path = Path(path)
    with opened(path, max_pixels) as (image, file_bytes):
        return _decode(image, path, file_bytes, first_frame_only)


@contextmanager
def opened(path: Path, max_pixels: int) -> Iterator[tuple[Image.Image, int]]:
    """Open an image for decoding unless it is too large; whatever fails meanwhile is a ReadError.

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
            cannot_open(path, str(error)),
            error.width,
            error.height,
            can_be_allowed=error.can_be_allowed,
        ) from None
    except ReadError as error:
        raise ReadError(cannot_open(path, str(error))) from None
    except UnidentifiedImageError:
        raise ReadError(
            _(
                "Cannot open {path}: it is not an image Fewtone can read, as PNG, JPEG, TIFF, "
                "WebP and many others are"
            ).format(path=path)
        ) from None
    except Exception as error:
        if is_of_memory(error):
            raise ReadError(cannot_open(path, translated(NO_MEMORY))) from error
        if isinstance(error, OSError):
            raise ReadError(cannot_open(path, _damage(error))) from error
        # Pillow's decoders raise anything for a damaged file.
        raise ReadError(cannot_open(path, _damaged(error))) from error


def _require_photo_file(path: Path) -> int:
    """Return the size of a file that may be a photo; raise ReadError with the reason if not."""
    try:
        status = path.stat()
    except OSError as error:
        raise ReadError(reason(error)) from error
    if stat.S_ISDIR(status.st_mode):
        raise ReadError(_("it is a folder; choose the photos in it"))
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(_("it is not a regular file"))
    if status.st_size == 0:
        raise ReadError(_("the file is empty"))
    return status.st_size


def _require_size(image: Image.Image, max_pixels: int) -> None:
    width, height = image.size
    if width * height == 0:
        raise ReadError(_("it has no pixels ({width}×{height})").format(width=width, height=height))
    allowed = min(max_pixels, MOST_PIXELS)
    if width * height > allowed:
        raise TooLargeError(
            _(
                "it has {width}×{height} = {millions} million pixels; {most} million are "
                "allowed; make it smaller"
            ).format(
                width=width,
                height=height,
                millions=f"{width * height / 1e6:.0f}",
                most=f"{allowed / 1e6:.0f}",
            ),
            width,
            height,
            can_be_allowed=width * height <= MOST_PIXELS,
        )


def _require_content(image: Image.Image, size: int) -> None:
    """Raise ReadError for a file that would take much memory with hardly anything in it."""
    width, height = image.size
    pixels_per_byte = _PIXELS_PER_BYTE_OF.get(image.format or "", _PIXELS_PER_BYTE)
    if width * height > max(_FEW_PIXELS, pixels_per_byte * size):
        raise ReadError(
            ngettext(
                "it says it has {width}×{height} pixels, far too many for a file of {count} byte; "
                "it is damaged, or made to fill the memory",
                "it says it has {width}×{height} pixels, far too many for a file of {count} bytes; "
                "it is damaged, or made to fill the memory",
                size,
            ).format(width=width, height=height, count=size)
        )


def _decode(image: Image.Image, path: Path, size: int, first_frame_only: bool) -> Photo:
    """Decode an opened image, or its still image where the first frame is damaged."""
    animation, notes = find_animation(image, path, wanted=not first_frame_only)
    shown = image
    if has_still_image(image):
        try:
            shown = first_frame(image, path)
        except Exception:  # noqa: BLE001
            # Pillow's decoders raise anything for a damaged file.
            animation, notes = None, (translated(_STILL),)
    if shown is image:
        notes += deep.load(image)
    turn_upright(shown)
    metadata = Metadata.of(shown)
    pixels, alpha, more = channels_of(shown)
    notes = (*notes, *more, *note_on(_ignored(image, path, animation)))
    return Photo(pixels, alpha, path, notes, size, animation, metadata)


def _ignored(image: Image.Image, path: Path, animation: Animation | None) -> Sequence[bytes]:
    """Return the kinds of chunks of a PNG that were left out; all frames' if there are several."""
    if animation is None or image.format != "PNG":
        ignored: Sequence[bytes] = getattr(image, "ignored", ())
        return ignored
    with path.open("rb") as file:
        return damaged_in(file)


def _damage(error: OSError) -> str:
    """Return the operating system's reason, or Pillow's where it raises an OSError itself."""
    if error.errno is not None:
        return reason(error)
    return _damaged(error)


def _damaged(error: Exception) -> str:
    """Return the reason why a file could not be decoded, in one line."""
    # Pillow and the decoders behind it word their errors well enough: "image file is truncated
    # (…)"; but some errors have several lines, and some hold bytes of the file.
    words = " ".join(str(error).split())
    told = "".join(letter for letter in words if letter.isprintable())[:_LONGEST_REASON]
    return _("the file is damaged ({reason}); try another copy").format(
        reason=told or type(error).__name__
    )
