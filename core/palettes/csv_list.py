"""Lists of colors for spreadsheets, .csv: place, hex, name, code, share, pixels (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re

from core.language import N_
from core.model import Palette
from core.needed import Needs
from core.palettes import csv_rows
from core.palettes.codes import split_codes
from core.palettes.format import PaletteFormat, one_line

_COLUMNS = ("place", "hex", "name", "code", "share", "pixels")
# A spreadsheet takes text that begins with one of these for a formula, and runs it.
_FORMULA = re.compile(r"'*[=+\-@]")


def write(palette: Palette, _title: str, needs: Needs | None = None) -> bytes:
    """Make the bytes of a CSV list, with columns for what each color needs where that is known."""
    needed = needs.columns if needs else {}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*_COLUMNS, *needed])
    names = split_codes(palette.names)
    columns = (palette.hex, names, palette.shares.tolist(), palette.counts.tolist())
    for place, (hex_, parts, share, pixels) in enumerate(zip(*columns, strict=True)):
        name, code = (_harmless(one_line(part)) for part in parts)
        needs_of_it = [column[place] for column in needed.values()]
        writer.writerow([place + 1, hex_, name, code, round(share, 6), pixels, *needs_of_it])
    text = out.getvalue()
    # Without this mark Excel shows letters that English has not as others.
    return text.encode("ascii" if text.isascii() else "utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


FORMAT = PaletteFormat(
    csv_rows.NAME,
    ".csv",
    write,
    csv_rows.read,
    alpha=True,
    write_needs=write,
    programs=N_("Spreadsheets and shopping lists"),
)
