"""What an encoded picture shows: an encoder with loss adds colors that no palette has."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from core import kernels
from core.progress import Tick, silent

_OPAQUE_MODES = ("RGB", "L", "1")


def colors_shown(picture: bytes, tick: Tick = silent) -> int:
    """Count the distinct colors that an encoded picture shows, wherever it is not transparent.

    Parameters
    ----------
    picture : bytes
        A file that Fewtone encoded.
    tick : Tick
        Receives the fraction done.
    """
    with Image.open(io.BytesIO(picture)) as image:
        if image.mode in _OPAQUE_MODES:
            pixels, seen = np.asarray(image.convert("RGB")).reshape(-1, 3), None
        else:
            channels = np.asarray(image.convert("RGBA")).reshape(-1, 4)
            pixels, seen = np.ascontiguousarray(channels[:, :3]), channels[:, 3] > 0
    colors, _counts = kernels.count_colors(pixels, seen, tick)
    return len(colors)
