"""Decoded images of any mode become arrays of RGB and alpha: in sRGB, 8 bits a channel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.language import N_, translated
from core.parallel import in_chunks, threads
from core.progress import silent
from core.reading.profiles import Convert, correction
from core.reading.rounding import DEEP_GRAY, gray_of_eight_bits

# Pixels are copied in bands, so that the interpreter lock is never held for long. At 4 bytes a
# pixel a band stays below 128 KiB: for larger blocks malloc asks the system each time, which has to
# find and clear the memory, and that takes longer than the copying.
_PIXELS_PER_BAND = 30_000
# Each mode without its palette and alpha; all modes not listed here become RGB.
_MODEL = {"L": "L", "LA": "L", "CMYK": "CMYK", "LAB": "LAB"}

_WITHOUT_PROFILE = N_("CMYK colors were converted to RGB without a color profile.")


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


def channels_of(image: Image.Image) -> Channels:
    """Convert a decoded image of any mode to sRGB and alpha."""
    notes: tuple[str, ...] = ()
    if image.mode in DEEP_GRAY:
        image, note = gray_of_eight_bits(image)
        notes = (note,)
    model = _MODEL.get(image.mode, "RGB")
    convert, note = correction(image, model)
    if note:
        notes = (*notes, note)
    if convert is None and model == "CMYK":
        notes = (*notes, translated(_WITHOUT_PROFILE))
    return Channels(*_arrays(image, model, convert), notes)


def _arrays(
    image: Image.Image, model: str, convert: Convert | None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Copy pixels and alpha band by band, so that only one band needs memory three times."""
    width, height = image.size
    pixels = np.empty((height, width, 3), dtype=np.uint8)
    has_alpha = image.has_transparency_data
    alpha = np.empty((height, width), dtype=np.uint8) if has_alpha else _covering(image)

    def copy(top: int, bottom: int) -> None:
        band = image.crop((0, top, width, bottom))
        if has_alpha:
            assert alpha is not None
            if not band.mode.endswith("A"):
                band = band.convert("RGBA")
            alpha[top:bottom] = np.asarray(band.getchannel("A"))
        if convert is not None:
            band = convert(band if band.mode == model else band.convert(model))
        pixels[top:bottom] = np.asarray(band if band.mode == "RGB" else band.convert("RGB"))

    # Copying alone only waits for memory, so without a conversion a second thread is no help.
    shares = 1 if convert is None else threads()
    in_chunks(copy, height, max(_PIXELS_PER_BAND // width, 1), shares, silent)
    pixels.setflags(write=False)
    if alpha is not None:
        alpha.setflags(write=False)
    return pixels, alpha


def _covering(image: Image.Image) -> NDArray[np.uint8] | None:
    """Build the alpha of an image that covers only a part of its canvas; None where it does all."""
    covered = getattr(image, "covered", None)
    if covered is None:
        return None
    left, top, right, bottom = covered
    alpha = np.zeros((image.height, image.width), dtype=np.uint8)
    alpha[top:bottom, left:right] = 255
    return alpha
