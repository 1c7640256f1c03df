"""Load and save palettes: the table of formats, and the choice by a file's ending and content.

A new format is a module with a `PaletteFormat` in it, and a row in `_FORMATS`.
"""

from __future__ import annotations

from pathlib import Path

from core.atomic import replace_file
from core.errors import PaletteError, ReadError, WriteError, reason
from core.model import Palette, Saved
from core.palettes import (
    adobe_aco,
    adobe_act,
    adobe_ase,
    css,
    gimp,
    hex_list,
    indexed_image,
    jasc,
    json_list,
    paint_net,
    png_sheet,
    riff,
)
from core.palettes.format import PaletteFormat, well_formed

# Where several share an ending, the one that is written comes last: it has no `begins`.
_FORMATS: tuple[PaletteFormat, ...] = (
    gimp.FORMAT,
    hex_list.FORMAT,
    adobe_ase.FORMAT,
    adobe_aco.FORMAT,
    adobe_act.FORMAT,
    riff.FORMAT,
    jasc.FORMAT,
    paint_net.FORMAT,
    css.FORMAT,
    json_list.FORMAT,
    png_sheet.FORMAT,
    *indexed_image.FORMATS,
)


def palette_formats() -> tuple[PaletteFormat, ...]:
    """List the formats that `load_palette` knows; `save_palette` knows those with a `write`."""
    return _FORMATS


def palette_format(path: Path) -> PaletteFormat | None:
    """Find the format to write for a file name's ending; None if there is none."""
    return next((each for each in _of_ending(path) if each.write is not None), None)


def save_palette(palette: Palette, path: str | Path, *, new: bool = False) -> Saved:
    """Save a palette, in the format of the file name's ending.

    A fully transparent color is left out.

    Parameters
    ----------
    palette : Palette
    path : str or Path
    new : bool
        Whether to fail if the file exists, even if it was created just now.

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
        raise WriteError(f"Cannot save {path}: {unknown_ending(path)}")
    palette = palette.some(palette.seen)
    data = chosen.write(palette if chosen.alpha else palette.opaque, well_formed(path.stem))
    replace_file(path, data, new=new)
    return Saved(path, len(data))


def load_palette(path: str | Path) -> Palette:
    """Load a palette file: its ending decides the format, or its content where several share one.

    Raises
    ------
    ReadError
        (an OSError) when the file cannot be read.
    PaletteError
        (a ValueError) when it holds no palette; both name the file and the reason.
    """
    path = Path(path)
    candidates = _of_ending(path)
    if not candidates:
        raise PaletteError(f"Cannot load {path}: {unknown_ending(path, written=False)}")
    most = max(each.most_bytes for each in candidates)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
        chosen = next(each for each in candidates if data.startswith(each.begins))
        if len(data) > chosen.most_bytes:
            raise PaletteError(
                f"the file is too large for a palette: more than {chosen.most_bytes / 1e6:g} MB"
            )
        return chosen.read(data)
    except PaletteError as error:
        raise PaletteError(f"Cannot load {path}: {error}") from error
    except OSError as error:
        raise ReadError(f"Cannot load {path}: {reason(error)}") from error


def known_ending(path: Path) -> bool:
    """Return whether a file's ending is that of a palette file or of an image that may have one."""
    return bool(_of_ending(path))


def unknown_ending(path: Path, *, written: bool = True) -> str:
    """Return the message that an ending is no palette format, with those that are."""
    known = dict.fromkeys(each.ending for each in _FORMATS if each.write or not written)
    does = "writes" if written else "reads"
    return (
        f"{path.suffix or 'no ending'} is no palette format Fewtone {does}; "
        f"it {does} {', '.join(known)}"
    )


def _of_ending(path: Path) -> list[PaletteFormat]:
    """List the formats of a file name's ending, in the order of the table."""
    return [each for each in _FORMATS if each.ending == path.suffix.lower()]
