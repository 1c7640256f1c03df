"""Colors to choose from, read out of palette files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.errors import PaletteError
from core.language import ngettext
from core.owned import MOST_OWNED, OwnedColors
from core.palettes import csv_rows
from core.palettes.codes import tidied
from core.palettes.files import file_named, found_in
from core.palettes.found import Entry, Found, too_many
from core.palettes.pasted import colors_in, file_in
from core.settings import Color


class LoadedColors(NamedTuple):
    """Colors to choose from, and what reading them changed or left out.

    Parameters
    ----------
    colors : OwnedColors
    notes : tuple of str
        In sentences for a user.
    """

    colors: OwnedColors
    notes: tuple[str, ...] = ()


def load_colors(path: str | Path) -> LoadedColors:
    """Load the colors of a palette file to choose from, in each format that `load_palette` reads.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    LoadedColors
        At most 5000 colors, all different and opaque, in the order of the file, with the names
        that it gives them; a maker's number stays in the name. Their title is what the file calls
        them, or the file's name without its ending.

    Raises
    ------
    ReadError
        (an OSError) when the file cannot be read.
    UnknownPaletteError
        (a PaletteError) when neither content nor ending is that of a palette file.
    TooManyColorsError
        (a PaletteError) when it holds more than 5000.
    PaletteError
        (a ValueError) when it holds none; all name the file and the reason.
    """
    path = Path(path)
    with file_named(path):
        return colors_of(found_in(path), path.stem)


def colors_of(found: Found, title: str) -> LoadedColors:
    """Make colors to choose from of what was found in a file.

    Parameters
    ----------
    found : Found
    title : str
        What they are called where the file calls them nothing.

    Raises
    ------
    TooManyColorsError
        (a PaletteError) for more than 5000.
    """
    if found.total > MOST_OWNED:
        raise too_many(found.total, MOST_OWNED, found.format_name)
    names: dict[Color, str] = {}
    for each in found.entries:
        names[each.color] = names.get(each.color) or tidied(each.name)
    owned = OwnedColors(tuple(names), tuple(names.values()), found.title or title)
    return LoadedColors(
        owned, (*found.notes, *_on_alpha(found.entries), *_on_repeated(found, owned))
    )


def own_colors_in_text(text: str, title: str) -> LoadedColors:
    """Find colors to choose from in a text, as `colors_in_text` does.

    Rows of a spreadsheet are read as a CSV file is, with names and numbers.

    Parameters
    ----------
    text : str
        From anywhere.
    title : str
        What they are called where the text calls them nothing.

    Raises
    ------
    PaletteError
        (a ValueError) when there is none, or more than 5000.
    """
    file = file_in(text)
    if file is None:
        with suppress(PaletteError):
            file = csv_rows.read(text.encode(errors="replace"))
        # Words of a sentence are no names.
        if file is None or file.notes or not any(each.name for each in file.entries):
            colors = tuple(colors_in(text, MOST_OWNED))
            return LoadedColors(OwnedColors(colors, title=title))
    return colors_of(file, title)


def _on_alpha(entries: tuple[Entry, ...]) -> list[str]:
    count = sum(each.alpha < 255 for each in entries)
    if not count:
        return []
    sentence = ngettext(
        "A partly transparent color is used as an opaque one.",
        "{count} partly transparent colors are used as opaque ones.",
        count,
    )
    return [sentence.format(count=count)]


def _on_repeated(found: Found, owned: OwnedColors) -> list[str]:
    count = found.total - len(owned)
    if not count:
        return []
    sentence = ngettext(
        "A color that is there twice is used once, by its first name.",
        "{count} colors that are there already were left out; the first name of each stays.",
        count,
    )
    return [sentence.format(count=count)]
