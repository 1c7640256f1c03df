"""The pictures of a sheet: the photo, results, and strips of their colors."""

from __future__ import annotations

import numpy as np

from core.model import Draft, Palette, Photo, Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.encoder import encode_with_pillow
from core.writing.image import encode_image
from core.writing.picture import rgb_image, rgba_image

_PHOTO_QUALITY = 90
_STRIP = 256


def photo_webp(photo: Photo, step: int) -> bytes:
    """Encode the photo itself, lossily: every `step`-th pixel of it."""
    alpha = None if photo.alpha is None else photo.alpha[::step, ::step]
    image = rgba_image(photo.pixels[::step, ::step], alpha)
    return encode_with_pillow(image, "WEBP", quality=_PHOTO_QUALITY)


def result_png(draft: Draft, step: int, tick: Tick) -> bytes:
    """Encode a result as a PNG, indexed where its transparency allows it: every `step`-th pixel."""
    palette, alpha = draft.palette, draft.alpha
    result = Result(
        palette,
        np.ascontiguousarray(draft.indices[::step, ::step]),
        palette.colors.astype(np.float32),
        0.0,
        0,
        "unchanged",
        0.0,
        alpha=None if alpha is None else alpha[::step, ::step],
    )
    options = SaveOptions(effort="fast", metadata="none")
    return encode_image(result, "png", options, tick.follow).data


def strip_png(palette: Palette) -> bytes:
    """Encode a strip of the visible colors, each as wide as its share, and at least a pixel."""
    visible = palette.some(palette.seen).opaque
    widths = 1 + np.floor(visible.shares * (_STRIP - len(visible))).astype(int)
    widths[np.argmax(widths)] += _STRIP - widths.sum()
    pixels = np.repeat(visible.colors, widths, axis=0)
    return encode_with_pillow(rgb_image(pixels[None]), "PNG")
