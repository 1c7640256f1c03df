"""Palettes of indexed images: the color of each entry that pixels use, and their number.

A fully transparent entry is left out. Gray images of 8 bits or fewer count as indexed, because
programs that pack files well make them of palettes of grays.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from core.errors import PaletteError
from core.language import NP_, _
from core.palettes.format import PaletteFormat
from core.palettes.found import Entry, Found, require_some
from core.reading.decoders import register_usual
from core.reading.rounding import mend_transparency

MOST_BYTES = 4_000_000
"""For a GIF file that is all comments, Pillow takes some thirty times its size in memory."""

_NAME = NP_("a palette is read of it", "image")
_MOST_PIXELS = 50_000_000
# An image of MOST_BYTES needs a hundredth of this; Pillow takes 6 µs for each chunk.
_MOST_CHUNKS = 60_000
_PNG = b"\x89PNG\r\n\x1a\n"
# These formats can have a palette, and their decoders are in daily use.
_PILLOW_FORMATS = ("PNG", "GIF", "BMP", "TIFF", "PCX")
_ENDINGS = {".gif": "GIF", ".bmp": "BMP", ".tif": "TIFF", ".tiff": "TIFF", ".pcx": "PCX"}
# Two letters may begin a text as well; behind those of BMP are the size and four zeros.
_BEGINS = {
    "GIF": re.compile(rb"GIF8[79]a"),
    "BMP": re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL),
    "TIFF": re.compile(rb"II\*\0|MM\0\*"),
}


def is_png(data: bytes) -> bool:
    """Return whether a file is a PNG file."""
    return data.startswith(_PNG)


def read(data: bytes) -> Found:
    """Read the colors that pixels of an image have; raise PaletteError if it has no palette."""
    used = tuple(each for each in read_places(data).entries if each.pixels and each.alpha)
    require_some(len(used), _NAME)
    return Found(_NAME, used, len(used))


def read_places(data: bytes) -> Found:
    """Read the whole color table of an image; raise PaletteError with the reason if it has none.

    All but PNG have tables of fixed sizes: black that no pixel has is left out at their ends.
    """
    with _opened(data) as image:
        if image.width * image.height > _MOST_PIXELS:
            raise PaletteError(
                _(
                    "this image has {count} million pixels; a palette is read of {most} million "
                    "at most"
                ).format(
                    count=f"{image.width * image.height / 1e6:.0f}",
                    most=f"{_MOST_PIXELS / 1e6:.0f}",
                )
            )
        mend_transparency(image)
        image.load()
        if image.mode not in {"P", "L", "1"}:
            raise PaletteError(_("this image has no palette: it is not indexed"))
        # What a GIF does not cover of its canvas has no color.
        covered = getattr(image, "covered", None)
        shown = image.crop(covered) if covered else image
        # Pillow counts the pixels in place; numpy would need a copy of them.
        counts = np.array(shown.histogram(), dtype=np.int64)
        colors, seen = _entries(image)
        mode, kind = image.mode, image.format
    counts = counts[: len(colors)]
    used = counts > 0
    if mode != "P":
        # A gray image has no table, so that its colors are those of its pixels.
        places = np.flatnonzero(used)
    else:
        places = np.arange(len(colors) if kind == "PNG" else _filled_up(colors, used | ~seen))
    require_some(int(seen[places].sum()), _NAME)
    alpha = np.where(seen, 255, 0).astype(np.uint8)
    columns = (colors[places].tolist(), counts[places].tolist(), alpha[places].tolist())
    entries = tuple(
        Entry((red, green, blue), "", opaque, count)
        for (red, green, blue), count, opaque in zip(*columns, strict=True)
    )
    return Found(_NAME, entries, len(entries))


def _filled_up(colors: NDArray[np.uint8], used: NDArray[np.bool_]) -> int:
    """Count the (k, 3) colors of a table up to the last that is used or no black."""
    there = used | (colors > 0).any(axis=1)
    return int(np.flatnonzero(there)[-1]) + 1 if there.any() else 0


def text_in(data: bytes, key: str) -> str | None:
    """Read the text of this key in a PNG file; None if there is none."""
    with _opened(data) as image:
        text = image.info.get(key) if image.format == "PNG" else None
    return text if isinstance(text, str) else None


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Open an image; whatever fails meanwhile is a PaletteError."""
    _require_few_chunks(data)
    register_usual()
    try:
        with Image.open(io.BytesIO(data), formats=_PILLOW_FORMATS) as image:
            yield image
    except PaletteError:
        raise
    except UnidentifiedImageError:
        raise PaletteError(_("this is no image that Fewtone reads palettes of")) from None
    except Exception as error:
        # Pillow raises many errors for damaged files; to a user all mean the same.
        text = " ".join(str(error).split())
        raise PaletteError(_("this image is damaged ({reason})").format(reason=text)) from error


def _require_few_chunks(data: bytes) -> None:
    """Raise PaletteError for a PNG file of very many chunks with nothing in them."""
    at, number = len(_PNG), 0
    while data.startswith(_PNG) and at < len(data):
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        number += 1
        if number > _MOST_CHUNKS:
            raise PaletteError(
                _("this image is damaged: it has more than {most} chunks").format(most=_MOST_CHUNKS)
            )


def _entries(image: Image.Image) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """List the colors pixels may have, and whether each can be seen."""
    if image.mode == "P":
        colors = np.array(image.getpalette("RGB") or [], dtype=np.uint8).reshape(-1, 3)[:256]
    else:
        colors = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    seen = np.ones(len(colors), dtype=bool)
    hidden = image.info.get("transparency")
    if isinstance(hidden, bytes):
        alpha = np.frombuffer(hidden, dtype=np.uint8)[: len(colors)]
        seen[: len(alpha)] = alpha > 0
    elif isinstance(hidden, int) and 0 <= hidden < len(colors):
        seen[hidden] = False
    return colors, seen


def _format(name: str, ending: str) -> PaletteFormat:
    return PaletteFormat(
        f"{name} with a palette",  # untranslated: only formats that are written are shown
        ending,
        None,
        read,
        read_places=read_places,
        is_it=lambda data: name in _BEGINS and _BEGINS[name].match(data) is not None,
        most_bytes=MOST_BYTES,
    )


FORMATS = tuple(_format(name, ending) for ending, name in _ENDINGS.items())
