"""The smallest PNG file of a picture that an effort finds (docs/decisions/0014-saving.md)."""

from __future__ import annotations

import numpy as np
from PIL import Image

from core.parallel import at_once
from core.progress import Tick, silent
from core.settings import Effort
from core.writing.encoder import encode_with_pillow
from core.writing.png.file import Chunk, Indexed, Layout, indexed_png, packed, with_chunks
from core.writing.png.gray import gray_image, gray_pictures
from core.writing.png.layout import layouts, plain_layout, sample, smallest_layout, wide_layout
from core.writing.png.optimize import Limits, Try, smallest_png
from core.writing.png.order import Way

_LEVELS: dict[Effort, int] = {"fast": 4, "normal": 6, "best": 9}
_MOST_PIXELS_TO_OPTIMIZE: dict[Effort, int] = {"fast": 0, "normal": 4_000_000, "best": 50_000_000}
# zlib at its best takes about a second for these.
_MOST_PIXELS_TO_PACK_WELL = 4_000_000
# Small pictures make files whose size is luck: Pillow's may be smaller, and takes no time to try.
_MOST_PIXELS_FOR_LUCK = 100_000
# For more, filters are compared at a low level, which takes half the time and 0.5 % more bytes.
_MOST_PIXELS_TO_COMPARE_FILTERS = 1_000_000
FILTERS: dict[Effort, tuple[str, ...]] = {  # untranslated: of oxipng
    "normal": ("Sub", "Entropy"),
    "best": ("Sub", "Average", "Paeth", "MinSum", "Entropy", "BigEnt", "Brute"),
}
# What to try is told from a sample of larger pictures.
_MOST_PIXELS_TO_TRY_WHOLE = 200_000
_SAMPLED_FOR_OXIPNG = 100_000
_SAMPLE_LEVEL = 6
# A sample predicts the size of the whole to some per cent; with more than a few colors to one, and
# there packing twice would take long.
_NEAR = 1.03
_FEW_COLORS = 8
_ROUNDS: dict[Effort, int] = {"normal": 3, "best": 30}
# An order made for the neighbors on one side may suit the best filters better than one for all.
_MORE_ORDERS: dict[Effort, tuple[tuple[Way, ...], ...]] = {
    "normal": (),
    "best": (("beside",), ("above",)),
}
_FILTERS_OF_MORE_ORDERS = ("Sub", "Entropy", "BigEnt")  # untranslated: of oxipng
STRENGTH = 12
# Large pictures take two thirds of the time this way, and 0.8 % more bytes.
_STRENGTH_OF_LARGE: dict[Effort, int] = {"normal": 11, "best": STRENGTH}


def encode_png(
    image: Image.Image,
    effort: Effort,
    chunks: tuple[Chunk, ...] = (),
    tick: Tick = silent,
    *,
    keep_table: bool = False,
) -> bytes:
    """Encode a PNG file.

    Parameters
    ----------
    image : PIL.Image.Image
        Mode "P" is written with as few bits as fit, and with its palette in another order unless
        `keep_table`.
    effort : {"fast", "normal", "best"}
        How hard zlib tries, and whether oxipng does: with "normal" for small pictures.
    chunks : tuple of Chunk
        What the file holds besides the picture.
    tick : Tick
        Called now and then, without a true fraction; what it raises ends the encoding.
    keep_table : bool
        Whether a palette image is written with all its colors in their order.
    """
    picture = _indexed(image, keep_table=keep_table) if image.mode == "P" else None
    grays = [] if picture is None else gray_pictures(picture)
    pixels = image.width * image.height
    if pixels <= _MOST_PIXELS_TO_OPTIMIZE[effort]:
        tries = _tries(image, picture, grays, effort, chunks, tick)
        smallest = smallest_png(tries, _limits(effort, pixels), tick)
        if smallest is not None:
            if pixels > _MOST_PIXELS_FOR_LUCK:
                return smallest
            images, level = (image, *map(gray_image, grays[-1:])), _LEVELS["best"]
            lucky = [_with_pillow(each, level, chunks, tick) for each in images]
            return min(smallest, *lucky, key=len)
    if picture is None:
        return _with_pillow(image, _LEVELS[effort], chunks, tick)
    return _packed(image, [picture, *grays], effort, chunks, tick)


def zlib_level(effort: Effort, pixels: int) -> int:
    """Choose how hard zlib tries where no better way is looked for.

    4 saves 8–14 % over 2; 9 saves another 7–9 %, but is far slower.
    """
    match effort:
        case "fast":
            return 2
        case "normal":
            return 9 if pixels <= _MOST_PIXELS_TO_PACK_WELL else 4
        case "best":
            return 9


def _packed(
    image: Image.Image,
    pictures: list[Indexed],
    effort: Effort,
    chunks: tuple[Chunk, ...],
    tick: Tick,
) -> bytes:
    """Encode without oxipng: by our own writer, or by Pillow where it makes a smaller file.

    The same picture may be there as indexed and as gray.
    """
    choices = [
        (picture, layout)
        for picture in pictures
        for layout in ([plain_layout(picture)] if effort == "fast" else layouts(picture))
    ]
    if len(pictures) > 1 and image.width * image.height <= _MOST_PIXELS_FOR_LUCK:
        level, images = _LEVELS[effort], (image, gray_image(pictures[-1]))
        made = [indexed_png(*choice, level, chunks, tick) for choice in choices]
        return min(*made, *(_with_pillow(x, level, chunks, tick) for x in images), key=len)
    level = _LEVELS["fast"] if effort == "fast" else _SAMPLE_LEVEL
    picture, layout = smallest_layout(choices, level)
    image = gray_image(picture) if picture.gray else image
    return _smaller(image, picture, layout, effort, chunks, tick)


def _smaller(
    image: Image.Image,
    picture: Indexed,
    layout: Layout,
    effort: Effort,
    chunks: tuple[Chunk, ...],
    tick: Tick,
) -> bytes:
    """Encode by our own writer, by Pillow, or by both at once where a sample does not tell."""
    # Rows of few bits are half as long or less, so there is time for a higher level.
    level = _LEVELS[effort] + (effort == "normal" and layout.bits < 8)
    # Where zlib-ng in Pillow packs smaller, it does so by up to 6 %; a sample shows by how much.
    ratio = 2.0 if effort == "fast" else _pillow_to_ours(image, picture, layout)
    if ratio < 1 / _NEAR:
        return _with_pillow(image, _LEVELS[effort], chunks, tick)
    if ratio > _NEAR or (effort != "best" and len(picture.colors) > _FEW_COLORS):
        return indexed_png(picture, layout, level, chunks, tick)

    def ours() -> bytes:
        return indexed_png(picture, layout, level, chunks, tick)

    def pillows(tick: Tick) -> bytes:
        return _with_pillow(image, _LEVELS[effort], chunks, tick)

    return min(at_once(ours, pillows, tick), key=len)


def _pillow_to_ours(image: Image.Image, picture: Indexed, layout: Layout) -> float:
    """Return the size of a sample packed by Pillow, divided by the size packed by us."""
    part = sample(picture)
    if picture.gray:
        alone = gray_image(part)
    else:
        alone = Image.fromarray(part.indices).convert("P")
        alone.putpalette(image.getpalette("RGB") or [])
    pillow = len(_with_pillow(alone, _SAMPLE_LEVEL, (), silent))
    return pillow / len(packed(part.indices, layout, _SAMPLE_LEVEL))


def _tries(
    image: Image.Image,
    picture: Indexed | None,
    grays: list[Indexed],
    effort: Effort,
    chunks: tuple[Chunk, ...],
    tick: Tick,
) -> list[Try]:
    """List what oxipng is to try: files, packed quickly, and filters."""
    filters = FILTERS[effort]
    thorough = image.width * image.height <= _MOST_PIXELS_TO_COMPARE_FILTERS
    strength = STRENGTH if thorough else _STRENGTH_OF_LARGE[effort]
    if picture is None:
        whole = _with_pillow(image, 1, chunks, tick)
        return [Try(whole, ("NoOp", *filters), strength, thorough, may_change_colors=True)]
    plain, wide = plain_layout(picture), wide_layout(picture, _ROUNDS[effort])
    more = () if picture.keep_table else _MORE_ORDERS[effort]
    others = [wide_layout(picture, _ROUNDS[effort], ways) for ways in more]

    sampled = effort == "normal" and not grays and picture.indices.size > _MOST_PIXELS_TO_TRY_WHOLE

    def a_try(layout: Layout, filters: tuple[str, ...], picture: Indexed = picture) -> Try:
        png = indexed_png(picture, layout, 1, chunks, tick)
        part = sample(picture, _SAMPLED_FOR_OXIPNG) if sampled else None
        shown = b"" if part is None else indexed_png(part, layout, 1, (), tick)
        return Try(png, filters, strength, thorough, sample=shown)

    tries = [a_try(wide, ("NoOp", *filters))]
    tries += [a_try(each, _FILTERS_OF_MORE_ORDERS) for each in others]
    if plain.bits < 8:
        # The order does not matter without a filter.
        tries.append(a_try(plain, ("NoOp",)))
    for gray in grays:
        layout = plain_layout(gray)
        if layout.bits > plain.bits and not thorough:
            # Longer rows never came out smaller for a large picture, and would take seconds.
            continue
        row_filters = ("NoOp",) if layout.bits < 8 else ("NoOp", *filters)
        tries.append(a_try(layout, row_filters, gray))
    return tries


def _limits(effort: Effort, pixels: int) -> Limits:
    """Choose how much time and memory oxipng may take for a picture."""
    millions = pixels / 1_000_000
    seconds = 10 + 10 * millions if effort == "normal" else 30 + 60 * millions
    return Limits(int(seconds), 1_000_000_000 + 60 * pixels)


def _with_pillow(image: Image.Image, level: int, chunks: tuple[Chunk, ...], tick: Tick) -> bytes:
    return with_chunks(encode_with_pillow(image, "PNG", tick, compress_level=level), chunks)


def _indexed(image: Image.Image, *, keep_table: bool) -> Indexed:
    """Return indices, colors and alphas of a palette image."""
    colors = np.array(image.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
    alphas = np.full(len(colors), 255, dtype=np.uint8)
    transparency = image.info.get("transparency")
    if isinstance(transparency, int):
        alphas[transparency] = 0
    elif transparency is not None:
        alphas[: len(transparency)] = np.frombuffer(transparency, dtype=np.uint8)
    return Indexed(np.asarray(image), colors, alphas, keep_table)
