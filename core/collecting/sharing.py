"""Colors that somebody owns, written for other programs."""

from __future__ import annotations

from pathlib import Path

from core.atomic import replace_file
from core.errors import WriteError, cannot_save
from core.language import _
from core.model import MAX_COLORS, Palette
from core.owned import OwnedColors
from core.palettes.files import palette_format, save_palette

# Lists of lines, which may go on beyond 256, and the lines that stand above them.
_HEADS = {".gpl": 4, ".hex": 0}


def export_colors(owned: OwnedColors, path: str | Path) -> None:
    """Write all colors, also those that are sold out, in the format of the file name's ending.

    Parameters
    ----------
    owned : OwnedColors
    path : str or Path
        With more than 256 colors .gpl or .hex, as other formats hold no more.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason.
    """
    path, whole = Path(path), owned.everything
    parts = [
        Palette.of(whole.colors[at : at + MAX_COLORS], whole.names[at : at + MAX_COLORS])
        for at in range(0, len(whole), MAX_COLORS)
    ]
    if len(parts) == 1:
        save_palette(parts[0], path)
        return
    head, chosen = _HEADS.get(path.suffix.lower()), palette_format(path)
    if head is None or chosen is None or chosen.write is None:
        told = _("{ending} files of more than {most} colors are not written; choose .gpl or .hex")
        why = told.format(ending=path.suffix, most=MAX_COLORS)
        raise WriteError(cannot_save(path, why))
    first, *others = (chosen.write(part, whole.title).splitlines(keepends=True) for part in parts)
    replace_file(path, b"".join([*first, *(line for lines in others for line in lines[head:])]))
