"""The table of image formats, in the order in which users see them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.errors import WriteError
from core.language import _
from core.settings import ImageFormat
from core.wording import listed
from core.writing.formats import avif, bmp, gif, jpeg, png, tiff, webp
from core.writing.formats.format import Format

_FORMATS: tuple[Format, ...] = (
    png.FORMAT,
    webp.FORMAT,
    gif.FORMAT,
    tiff.FORMAT,
    bmp.FORMAT,
    jpeg.FORMAT,
    avif.FORMAT,
)


def image_formats() -> dict[ImageFormat, Format]:
    """Return the formats that `save_image` writes, by their names, in the order of a menu."""
    return {each.name: each for each in _FORMATS}


def image_format(path: Path) -> ImageFormat:
    """Find the format of a file name's ending.

    Raises
    ------
    WriteError
        (an OSError) naming the endings there are.
    """
    by_ending = {ending: each.name for each in _FORMATS for ending in each.endings}
    try:
        return by_ending[path.suffix.lower()]
    except KeyError:
        sentence = (
            _("{ending} is no image format Fewtone writes; it writes {known}")
            if path.suffix
            else _("no ending is no image format Fewtone writes; it writes {known}")
        )
        known = ", ".join(by_ending)
        raise WriteError(sentence.format(ending=path.suffix, known=known)) from None


def titles_of_animated() -> str:
    """List the formats that keep all frames, for a sentence: "GIF, PNG and WebP"."""
    return _listed(each for each in _FORMATS if each.write_frames is not None)


def titles_with_table() -> str:
    """List the formats that can have a color table, for a sentence: "BMP, GIF, PNG and TIFF"."""
    return _listed(each for each in _FORMATS if each.has_table)


def _listed(formats: Iterable[Format]) -> str:
    return listed(sorted(each.title for each in formats))
