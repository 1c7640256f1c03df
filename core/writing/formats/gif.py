"""GIF: indexed, with one index for pixels that are not shown; no room for metadata."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import WriteError
from core.language import translated
from core.metadata import Metadata, Room
from core.model import MAX_COLORS, Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.animation.gif import HARD_NOTE, NO_ROOM, write_gif
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import Format, Prepared, indexed
from core.writing.picture import LEAST_SHOWN, indexed_image, is_soft, table_order


def _prepare(result: Result, options: SaveOptions) -> Prepared:
    if result.palette.alpha is not None:
        hard, places = _hardened(result, every_place=options.palette_order == "keep")
        order = table_order(hard.palette, options.palette_order)
        image = indexed_image(hard, order)
        if "transparency" in image.info:
            # Pillow wants the number of the transparent color.
            image.info["transparency"] = image.info["transparency"].index(0)
        notes = (translated(HARD_NOTE),) if result.palette.translucent else ()
        return Prepared(image, notes, result.palette.some(places[order]))
    if result.alpha is not None and len(result.palette) == MAX_COLORS:
        raise WriteError(translated(NO_ROOM))
    return indexed(result, options, (translated(HARD_NOTE),) if is_soft(result) else ())


def _hardened(result: Result, *, every_place: bool) -> tuple[Result, NDArray[np.intp]]:
    """Make each color either opaque or fully transparent; join the transparent ones to the first.

    Without any of these the result is opaque. The places of its colors in the palette come with it:
    with `every_place` those that were joined to another stay, but no pixel has them.
    """
    palette = result.palette
    shown = palette.rgba[:, 3] >= LEAST_SHOWN
    if shown.all():
        return replace(result, palette=palette.opaque, alpha=None), np.arange(len(palette))
    hidden = int(shown.argmin())
    stays = shown | every_place
    stays[hidden] = True
    number = np.cumsum(stays, dtype=np.uint8) - np.uint8(1)
    number[~shown] = number[hidden]
    places = np.flatnonzero(stays)
    some, here = palette.some(places), number[hidden]
    colors, alpha = some.colors.copy(), np.full(len(some), 255, np.uint8)
    colors[here], alpha[here] = 0, 0
    hard = replace(some, colors=colors, alpha=alpha)
    return replace(result, palette=hard, indices=number[result.indices]), places


def _encode(image: Image.Image, _options: SaveOptions, _kept: Metadata, tick: Tick) -> bytes:
    given = {name: image.info[name] for name in ("transparency",) if name in image.info}
    return encode_with_pillow(image, "GIF", tick, interlace=0, optimize=False, **given)


FORMAT = Format(
    "gif",
    "GIF",
    (".gif",),
    _prepare,
    _encode,
    largest_side=65535,
    room=Room(exif=0, xmp=0),
    write_frames=write_gif,
    has_table=True,
    holds_others_up=True,
)
