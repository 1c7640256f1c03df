"""Pictures of grays as gray PNG files: pixels are levels of gray, and no table is needed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.writing.png.file import Indexed

_BITS = (1, 2, 4, 8)


def gray_pictures(picture: Indexed) -> list[Indexed]:
    """List a picture as gray of the fewest bits that do, and of 8; empty if it is not all gray.

    This is the one place that decides whether a picture may be written without its table.
    """
    opaque = picture.colors[picture.alphas == 255]
    soft = (picture.alphas > 0) & (picture.alphas < 255)
    hidden = picture.colors[picture.alphas == 0]
    # Hidden pixels are black in every format: as gray, they are level 0.
    if picture.keep_table or soft.any() or hidden.any() or (opaque != opaque[:, :1]).any():
        return []
    made = [_with_bits(picture, bits) for bits in _BITS]
    found = [each for each in made if each is not None]
    return [*found[:-1][:1], *found[-1:]]


def gray_image(picture: Indexed) -> Image.Image:
    """Build Pillow's image of a gray picture: with 8 bits, whatever the picture has."""
    step = 255 // (len(picture.colors) - 1)
    image = Image.fromarray(picture.indices * np.uint8(step))
    if (level := picture.clear_level) is not None:
        image.info["transparency"] = level * step
    return image


def _with_bits(picture: Indexed, bits: int) -> Indexed | None:
    """Make the picture whose indices are levels of so many bits; None where these do not do."""
    step = 255 // ((1 << bits) - 1)
    hidden = picture.alphas == 0
    places, rest = np.divmod(picture.colors[:, 0], np.uint8(step))
    if rest[~hidden].any():
        return None
    alphas = np.full(1 << bits, 255, np.uint8)
    if hidden.any():
        # No color that is seen may have their level.
        if not places[~hidden].all():
            return None
        places[hidden] = alphas[0] = 0
    levels = np.arange(0, 256, step, dtype=np.uint8)
    ramp: NDArray[np.uint8] = levels[:, None].repeat(3, axis=1)
    table = places.tobytes().ljust(256, b"\0")
    indices = np.frombuffer(picture.indices.tobytes().translate(table), np.uint8)
    return Indexed(indices.reshape(picture.indices.shape), ramp, alphas, keep_table=True, gray=True)
