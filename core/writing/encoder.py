"""The bytes that Pillow's encoders make of an image."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from core.progress import Tick, silent


def encode_with_pillow(
    image: Image.Image, pillow_name: str, tick: Tick = silent, **arguments: Any
) -> bytes:
    """Encode an image by Pillow, in a format that it knows by this name.

    Parameters
    ----------
    image : PIL.Image.Image
    pillow_name : str
        "PNG", "WEBP".
    tick : Tick
        Hears of each piece that Pillow writes; what it raises ends the encoding.
    **arguments
        Those of `PIL.Image.Image.save` for this format.

    Raises
    ------
    OSError, ValueError
        When Pillow cannot encode it.
    """
    sink = _Sink(tick)
    image.save(sink, pillow_name, **arguments)
    return sink.getvalue()


class _Sink(io.BytesIO):
    """Collects an encoder's bytes and reports each piece: a place where a run can be cancelled."""

    def __init__(self, tick: Tick) -> None:
        super().__init__()
        self._tick = tick

    def write(self, data: Any, /) -> int:
        """Append some bytes."""
        self._tick.alive()
        return super().write(data)
