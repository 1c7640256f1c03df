"""Photos decoded small: for a strip of many photos, and for a first look at a large one."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.reading.animation import has_still_image
from core.reading.channels import channels_of
from core.reading.composed import first_frame
from core.reading.orientation import turn_upright
from core.reading.photo import MAX_PIXELS, MOST_PIXELS, opened

# Pillow can make images of these modes smaller before they are converted. Others would lose
# something: a color that stands for transparency, the colors of a palette, the range of deep gray.
_SHRINKABLE = {"L", "RGB", "YCbCr", "CMYK", "LA", "RGBA"}
# A JPEG is decoded at 1/2, 1/4 or 1/8 of its size, but at least at this many times the size wanted,
# so that the last step still has pixels to average.
_DRAFT = 2


class Thumbnail(NamedTuple):
    """A small picture of a photo.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    alpha : (h, w) uint8 or None
        None when every pixel is opaque.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None


def read_thumbnail(path: str | Path, side: int, *, max_pixels: int = MAX_PIXELS) -> Thumbnail:
    """Decode a photo at a small size, upright, 8 bits a channel; a JPEG no larger than needed.

    Parameters
    ----------
    path : str or Path
    side : int
        The longer side is at most this many pixels. A smaller photo keeps its size.
    max_pixels : int
        A photo with more is refused before it is decoded.

    Raises
    ------
    ReadError
        (an OSError) with the file and the reason.
    """
    with opened(Path(path), max_pixels) as (image, _file_bytes):
        shown = _first_frame(image, Path(path)) if has_still_image(image) else image
        width, height = (_DRAFT * side * length // max(shown.size) for length in shown.size)
        shown.draft(None, (max(width, 1), max(height, 1)))
        shown.load()
        if _is_shrinkable(shown):
            shown.thumbnail((side, side))
        turn_upright(shown)
        pixels, alpha, _notes = channels_of(shown)
        return _within(pixels, alpha, side)


def _first_frame(image: Image.Image, path: Path) -> Image.Image:
    """Compose the first frame of an animated PNG, or return the still image if it is damaged."""
    try:
        return first_frame(image, path)
    except Exception:  # noqa: BLE001
        # Pillow's decoders raise anything for a damaged file.
        return image


def _is_shrinkable(image: Image.Image) -> bool:
    """Return whether a decoded image can be made smaller before it is converted."""
    # Which pixels a GIF leaves uncovered is known at its full size only.
    hides = "transparency" in image.info or getattr(image, "covered", None)
    return image.mode in _SHRINKABLE and not hides


def _within(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, side: int) -> Thumbnail:
    """Make an image smaller that could not be before it was converted."""
    if max(pixels.shape[:2]) > side:
        bands = pixels if alpha is None else np.dstack((pixels, alpha))
        image = Image.fromarray(bands)
        image.thumbnail((side, side))
        bands = np.asarray(image)
        pixels = bands[..., :3]
        alpha = None if alpha is None else bands[..., 3]
    if alpha is not None and (alpha == 255).all():
        alpha = None
    return Thumbnail(pixels, alpha)


class Preview(NamedTuple):
    """A smaller version of a photo, decoded long before the photo itself.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    size : (int, int)
        Width and height of the photo, upright.
    """

    pixels: NDArray[np.uint8]
    size: tuple[int, int]


def read_preview(path: Path, side: int) -> Preview | None:
    """Read a smaller version of a large JPEG, a format that can be decoded at a part of its size.

    Parameters
    ----------
    path : Path
    side : int
        The longer side of the version has at least this many pixels.

    Returns
    -------
    Preview or None
        None for every other photo, and for a damaged one, which `open_photo` reports.
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
            return Preview(channels_of(image).pixels, size[::-1] if turned else size)
    except Exception:  # noqa: BLE001
        # Pillow's decoders raise anything for a damaged file.
        return None
