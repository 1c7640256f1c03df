"""The frames of a GIF or PNG file as images, composed of the patches in it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.reading.apng_patches import read_patches as read_apng_patches
from core.reading.composing import compose
from core.reading.gif_patches import read_patches as read_gif_patches

FORMATS = {"GIF", "PNG"}
"""The formats that `composed_frames` knows, by Pillow's names."""

_OPAQUE = 255


def composed_frames(
    image: Image.Image, path: Path, size: tuple[int, int], most_pixels: int
) -> Generator[tuple[Image.Image, float], None, None]:
    """Compose one frame after the other; a still image that is no frame is left out.

    Parameters
    ----------
    image : PIL.Image.Image
        The file, opened; it is not read from.
    path : Path
    size : (int, int)
        Width and height of the canvas.
    most_pixels : int
        The most that the patches of a GIF may have; in a PNG they lie within the canvas.

    Yields
    ------
    PIL.Image.Image
        Not turned yet, and in the colors of the file.
    float
        How many milliseconds it is shown for.

    Raises
    ------
    Exception
        Whatever Pillow raises for a damaged file.
    """
    # What is transparent is in the channel of alpha already.
    info = {name: value for name, value in image.info.items() if name != "transparency"}
    with path.open("rb") as file:
        is_gif = image.format == "GIF"
        patches = read_gif_patches(file, most_pixels) if is_gif else read_apng_patches(file)
        for canvas, milliseconds in compose(patches, size):
            frame = _image(canvas)
            frame.info, frame.format = dict(info), image.format
            yield frame, milliseconds


def _image(canvas: NDArray[np.uint8]) -> Image.Image:
    """Make an image of an (h, w, 2 or 4) canvas, without its alpha where all is opaque."""
    height, width, channels = canvas.shape
    stored = "LA" if channels == 2 else "RGBA"
    mode = stored if (canvas[..., -1] < _OPAQUE).any() else stored[:-1]
    raw = {"L": "LX", "RGB": "RGBX"}.get(mode, mode)
    return Image.frombuffer(mode, (width, height), canvas, "raw", raw, 0, 1)


def first_frame(image: Image.Image, path: Path) -> Image.Image:
    """Compose the first frame of an animated PNG, which may be smaller than the canvas.

    Raises
    ------
    Exception
        Whatever Pillow raises for a damaged file.
    """
    width, height = image.size
    with closing(composed_frames(image, path, image.size, width * height)) as frames:
        for frame, _milliseconds in frames:
            return frame
    raise OSError("image file is truncated")  # untranslated: as Pillow
