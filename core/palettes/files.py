"""Load and save palettes: the table of formats, and the choice by a file's ending and content.

A new format is a module with a `PaletteFormat` in it, and a row in `_FORMATS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.atomic import replace_file
from core.errors import (
    PaletteError,
    ReadError,
    TooManyColorsError,
    WriteError,
    cannot_save,
    memory_named,
    reason,
)
from core.language import _
from core.model import Palette, Saved
from core.needed import Needs
from core.palettes import (
    adobe_aco,
    adobe_act,
    adobe_ase,
    aseprite,
    css,
    csv_list,
    gimp,
    hex_list,
    indexed_image,
    jasc,
    json_list,
    krita,
    libre_office,
    paint_net,
    png_sheet,
    procreate,
    riff,
)
from core.palettes.format import PaletteFormat, well_formed
from core.palettes.found import Found

# Where several share an ending, the one that is written comes last: it takes what shows nothing.
_FORMATS: tuple[PaletteFormat, ...] = (
    gimp.FORMAT,
    hex_list.FORMAT,
    *aseprite.FORMATS,
    adobe_ase.FORMAT,
    adobe_aco.FORMAT,
    adobe_act.FORMAT,
    riff.FORMAT,
    *jasc.FORMATS,
    paint_net.FORMAT,
    css.FORMAT,
    csv_list.FORMAT,
    json_list.FORMAT,
    krita.FORMAT,
    procreate.FORMAT,
    libre_office.FORMAT,
    png_sheet.FORMAT,
    *indexed_image.FORMATS,
)


_MOST_BYTES = max(each.most_bytes for each in _FORMATS)


class UnknownPaletteError(PaletteError):
    """Neither the content nor the ending of a file is that of a palette."""


def palette_formats() -> tuple[PaletteFormat, ...]:
    """List the formats that `load_palette` knows; `save_palette` knows those with a `write`."""
    return _FORMATS


def palette_format(path: Path) -> PaletteFormat | None:
    """Find the format to write for a file name's ending; None if there is none."""
    return next((each for each in _of_ending(path) if each.write is not None), None)


def save_palette(
    palette: Palette,
    path: str | Path,
    *,
    new: bool = False,
    every_place: bool = False,
    needs: Needs | None = None,
) -> Saved:
    """Save a palette, in the format of the file name's ending.

    A fully transparent color is left out, but for `every_place`.

    Parameters
    ----------
    palette : Palette
    path : str or Path
    new : bool
        Whether to fail if the file exists, even if it was created just now.
    every_place : bool
        Whether each color must keep its place, as an image has these indices: then a fully
        transparent one is left out only at the end, and opaque where the format has no alpha.
    needs : Needs or None
        What each of its colors needs, which is saved where the format has columns for that.

    Raises
    ------
    ExistsError
        (a WriteError) when there is one.
    WriteError
        (an OSError) naming the file and the reason; what was there before is still there.
    """
    path = Path(path)
    chosen = palette_format(path)
    if chosen is None or chosen.write is None:
        raise WriteError(cannot_save(path, unknown_ending(path)))
    places = np.arange(palette.seen[-1] + 1) if every_place else palette.seen
    palette = _with_named_hole(palette.some(places))
    palette, title = palette if chosen.alpha else palette.opaque, well_formed(path.stem)
    with memory_named(WriteError, _("Cannot save {path}").format(path=path)):
        if needs is not None and chosen.write_needs is not None:
            data = chosen.write_needs(palette, title, needs.some(places.tolist()))
        else:
            data = chosen.write(palette, title)
        replace_file(path, data, new=new)
    remark = chosen.remark(len(palette))
    return Saved(path, len(data), (remark,) if remark else ())


def _with_named_hole(palette: Palette) -> Palette:
    """Return a palette whose fully transparent color has a name."""
    names = [
        name or ("" if alpha else "transparent")
        for name, alpha in zip(palette.names, palette.rgba[:, 3].tolist(), strict=True)
    ]
    return replace(palette, names=names)


def load_palette(path: str | Path, *, every_place: bool = False) -> Palette:
    """Load a palette file: its content decides the format, or its ending where that shows nothing.

    Parameters
    ----------
    path : str or Path
    every_place : bool
        Whether each color of an indexed image keeps its index: those that no pixel has are there,
        too, and those that are fully transparent.

    Returns
    -------
    Palette
        Otherwise without fully transparent colors; its notes are on what was changed or left out.

    Raises
    ------
    ReadError
        (an OSError) when the file cannot be read.
    UnknownPaletteError
        (a PaletteError) when neither content nor ending is that of a palette file.
    TooManyColorsError
        (a PaletteError) when it holds more than 256 colors; `load_colors` reads more.
    PaletteError
        (a ValueError) when it holds no palette; all name the file and the reason.
    """
    path = Path(path)
    with file_named(path):
        return found_in(path, every_place=every_place).palette()


def found_in(path: Path, *, every_place: bool = False) -> Found:
    """Read what a palette file has, however many colors; the block of `file_named` names the file.

    Raises
    ------
    OSError
        When the file cannot be read.
    UnknownPaletteError, PaletteError
        As `load_palette` does.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        if not _of_ending(path):
            raise UnknownPaletteError(unknown_ending(path, written=False)) from error
        raise
    chosen = _format_of(path, data)
    if chosen is None:
        raise UnknownPaletteError(unknown_ending(path, written=False))
    if len(data) > chosen.most_bytes and chosen.whole:
        raise PaletteError(
            _("the file is too large for a palette: more than {size} MB").format(
                size=f"{chosen.most_bytes / 1e6:g}"
            )
        )
    read = (chosen.read_places if every_place else None) or chosen.read
    return read(data)


@contextmanager
def file_named(path: Path) -> Iterator[None]:
    """Name the file in whatever goes wrong while it is loaded."""
    try:
        yield
    except TooManyColorsError as error:
        raise TooManyColorsError(_cannot_load(path, str(error)), error.count) from error
    except UnknownPaletteError as error:
        raise UnknownPaletteError(_cannot_load(path, str(error))) from error
    except PaletteError as error:
        raise PaletteError(_cannot_load(path, str(error))) from error
    except OSError as error:
        raise ReadError(_cannot_load(path, reason(error))) from error


def _format_of(path: Path, data: bytes) -> PaletteFormat | None:
    """Find the format of a file by its content, then by its ending; None for an unknown one."""
    candidates = _of_ending(path)
    shown = [each for each in (*candidates, *_FORMATS) if each.is_it(data)]
    return next(iter([*shown, *candidates[-1:]]), None)


def unknown_ending(path: Path, *, written: bool = True) -> str:
    """Return the message that an ending is no palette format, with those that are."""
    known = dict.fromkeys(each.ending for each in _FORMATS if each.write or not written)
    if path.suffix and written:
        sentence = _("{ending} is no palette format Fewtone writes; it writes {known}")
    elif path.suffix:
        sentence = _("{ending} is no palette format Fewtone reads; it reads {known}")
    elif written:
        sentence = _("no ending is no palette format Fewtone writes; it writes {known}")
    else:
        sentence = _("no ending is no palette format Fewtone reads; it reads {known}")
    return sentence.format(ending=path.suffix, known=", ".join(known))


def _cannot_load(path: Path, why: str) -> str:
    return _("Cannot load {path}: {reason}").format(path=path, reason=why)


def _of_ending(path: Path) -> list[PaletteFormat]:
    """List the formats of a file name's ending, in the order of the table."""
    return [each for each in _FORMATS if each.ending == path.suffix.lower()]
