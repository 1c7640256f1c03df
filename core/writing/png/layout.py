"""The layout of an indexed PNG that makes the smallest file, tried on a part of the picture."""

from __future__ import annotations

import numpy as np

from core.writing.png.file import (
    Filter,
    Indexed,
    Layout,
    chunk_bytes,
    fewest_bits,
    packed,
    table_chunks,
)
from core.writing.png.order import WAYS, Way, by_lightness, by_neighbors, opaque_last

# A sample is some bands of neighboring rows, as what zlib finds again is never far.
_SAMPLE_PIXELS = 400_000
_BANDS = 6
_LEVEL = 6
# With zlib, filters gain nothing for fewer colors.
_FEWEST_COLORS_TO_FILTER = 65


def plain_layout(picture: Indexed) -> Layout:
    """Lay a picture out with the fewest bits, from dark to light, without a filter."""
    bits = fewest_bits(len(picture.colors))
    if picture.keep_table:
        return Layout(np.arange(len(picture.colors)), bits)
    return Layout(opaque_last(by_lightness(picture.colors), picture.alphas), bits)


def wide_layout(picture: Indexed, rounds: int = 1, ways: tuple[Way, ...] = WAYS) -> Layout:
    """Lay a picture out with a byte a pixel, in the order that suits filters."""
    if picture.keep_table:
        return Layout(np.arange(len(picture.colors)), 8)
    order = by_neighbors(sample(picture).indices, len(picture.colors), rounds, ways)
    return Layout(opaque_last(order, picture.alphas), 8)


def layouts(picture: Indexed) -> list[Layout]:
    """List the layouts of which each is the smallest for some photos."""
    plain = plain_layout(picture)
    if picture.gray and plain.bits < 8:
        return [plain]
    wide = wide_layout(picture)
    if len(picture.colors) >= _FEWEST_COLORS_TO_FILTER:
        filters = (Filter.NONE, Filter.SUB, Filter.PAETH)
        return [wide._replace(row_filter=row_filter) for row_filter in filters]
    return [plain] if plain.bits == 8 else [plain, wide]


def smallest_layout(
    choices: list[tuple[Indexed, Layout]], level: int = _LEVEL
) -> tuple[Indexed, Layout]:
    """Choose the layout whose sample packs best; a picture may be there as gray as well."""
    if len(choices) == 1:
        return choices[0]

    def size(choice: tuple[Indexed, Layout]) -> int:
        picture, layout = choice
        part, table = sample(picture).indices, table_chunks(picture, layout)
        rows, table_bytes = len(picture.indices), sum(len(chunk_bytes(each)) for each in table)
        return len(packed(part, layout, level)) * rows + table_bytes * len(part)

    return min(choices, key=size)


def sample(picture: Indexed, pixels: int = _SAMPLE_PIXELS) -> Indexed:
    """Cut out some bands of rows, by which the whole can be judged: at most so many pixels."""
    height, width = picture.indices.shape
    rows = max(pixels // width, 1)
    if rows >= height:
        return picture
    band = max(rows // _BANDS, 1)
    begins = np.linspace(0, height - band, min(_BANDS, rows)).astype(int)
    bands = [picture.indices[begin : begin + band] for begin in begins]
    return picture._replace(indices=np.concatenate(bands))
