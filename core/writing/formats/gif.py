"""GIF: indexed, with one index for pixels that are not shown; no room for metadata."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image

from core.errors import WriteError
from core.metadata import Metadata, Room
from core.model import MAX_COLORS, Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.animation.gif import HARD_NOTE, NO_ROOM, write_gif
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import Format, Prepared
from core.writing.picture import LEAST_SHOWN, indexed_image, is_soft


def _prepare(result: Result, _options: SaveOptions) -> Prepared:
    if result.palette.alpha is not None:
        image = indexed_image(_hardened(result))
        if "transparency" in image.info:
            # Pillow wants the number of the transparent color, which is the first.
            image.info["transparency"] = 0
        return Prepared(image, (HARD_NOTE,) if result.palette.translucent else ())
    if result.alpha is None:
        return Prepared(indexed_image(result))
    if len(result.palette) == MAX_COLORS:
        raise WriteError(NO_ROOM)
    return Prepared(indexed_image(result), (HARD_NOTE,) if is_soft(result) else ())


def _hardened(result: Result) -> Result:
    """Make each color either opaque or fully transparent; join the transparent ones to the first.

    Without any of these the result is opaque.
    """
    palette = result.palette
    shown = palette.rgba[:, 3] >= LEAST_SHOWN
    if shown.all():
        return replace(result, palette=palette.opaque, alpha=None)
    number = np.where(shown, np.cumsum(shown), 0).astype(np.uint8)
    some = palette.some(np.concatenate([np.flatnonzero(~shown)[:1], np.flatnonzero(shown)]))
    colors, alpha = some.colors.copy(), np.full(len(some), 255, np.uint8)
    colors[0], alpha[0] = 0, 0
    hard = replace(some, colors=colors, alpha=alpha)
    return replace(result, palette=hard, indices=number[result.indices])


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
)
