"""A result as an image of Pillow: indexed, of channels, or laid on a background."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.model import MAX_COLORS, Palette, Result, is_translucent
from core.settings import Color, PaletteOrder
from core.writing.png.order import by_lightness, opaque_last

LEAST_SHOWN = 128
"""The least alpha of a pixel that is shown where a format knows no partial transparency."""


def table_order(palette: Palette, order: PaletteOrder) -> NDArray[np.intp]:
    """Choose the order of a palette's colors in a file: (k,) intp, places of the palette.

    For a small file it is from dark to light, as near colors with near indices pack well; colors
    that are not opaque come first, so that only they have alpha in the file.
    """
    match order:
        case "size":
            return opaque_last(by_lightness(palette.colors), palette.rgba[:, 3])
        case "share":
            return palette.by_share
        case "keep":
            return np.arange(len(palette))


def table_of(result: Result, order: NDArray[np.intp]) -> Palette:
    """Return the color table of a file: the palette in this order, and what `indexed_image` adds.

    That is a fully transparent color for a photo whose transparency is not in the palette.
    """
    table = result.palette.some(order)
    if result.alpha is None or table.alpha is not None or len(table) == MAX_COLORS:
        return table
    return Palette(
        np.vstack([table.colors, np.zeros((1, 3), np.uint8)]),
        np.append(table.counts, 0),
        [*table.names, ""],
        np.append(table.locked, False),
        np.append(np.full(len(table), 255, np.uint8), np.uint8(0)),
    )


def indexed_image(result: Result, order: NDArray[np.intp]) -> Image.Image:
    """Build a palette image whose colors are in the order of `table_order`."""
    palette = result.palette
    rank = np.zeros(256, dtype=np.uint8)
    rank[order] = np.arange(len(order), dtype=np.uint8)
    height, width = result.indices.shape
    unordered = Image.frombuffer("P", (width, height), result.indices, "raw", "P", 0, 1)
    # Pillow looks indices up three times as fast as numpy.
    image = unordered.point(rank.tolist())
    colors = palette.colors[order]
    if palette.alpha is not None:
        image.info["transparency"] = palette.alpha[order].tobytes().rstrip(b"\xff")
    elif result.alpha is not None:
        hidden = len(order)
        image.paste(hidden, mask=Image.fromarray(result.alpha < LEAST_SHOWN))
        colors = np.vstack([colors, np.zeros((1, 3), dtype=np.uint8)])
        image.info["transparency"] = hidden
    image.putpalette(colors.tobytes())
    return image


def rgb_image(pixels: NDArray[np.uint8]) -> Image.Image:
    """Build an image of (h, w, 3) uint8 pixels."""
    height, width = pixels.shape[:2]
    return Image.frombuffer(
        "RGB", (width, height), np.ascontiguousarray(pixels), "raw", "RGB", 0, 1
    )


def rgba_image(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> Image.Image:
    """Build an image of (h, w, 3) uint8 pixels and their (h, w) uint8 alpha, if there is any."""
    image = rgb_image(pixels)
    if alpha is not None:
        image.putalpha(Image.fromarray(alpha))
    return image


def flat_image(result: Result, background: Color) -> Image.Image:
    """Build an RGB image of a transparent result, laid on a background."""
    picture = rgba_image(result.rgb, result.alpha)
    flat = Image.new("RGB", picture.size, background)
    flat.paste(picture, mask=picture)
    return flat


def is_soft(result: Result) -> bool:
    """Return whether some pixels of a result are partly transparent."""
    return result.alpha is not None and is_translucent(result.alpha)
