"""Sheets as files: which kinds there are, and how one is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.atomic import replace_file
from core.comparison.contest import Comparison
from core.comparison.sheet.contact import contact_sheet
from core.comparison.sheet.numbers import numbers_as_csv, numbers_as_latex
from core.comparison.sheet.page import page
from core.errors import WriteError, memory_named
from core.model import Saved

_WRITERS: dict[str, Callable[[Comparison], bytes]] = {
    ".html": page,
    ".png": contact_sheet,
    ".csv": numbers_as_csv,
    ".tex": numbers_as_latex,
}

SHEET_ENDINGS = tuple(_WRITERS)
"""Endings of the files that `save_sheet` writes."""


def require_sheet_ending(path: Path) -> None:
    """Raise WriteError unless a file name has the ending of a sheet."""
    if path.suffix.lower() not in _WRITERS:
        known = ", ".join(SHEET_ENDINGS)
        raise WriteError(f"{path.suffix or 'no ending'} is no kind of sheet; these are: {known}")


def save_sheet(comparison: Comparison, path: str | Path, *, new: bool = False) -> Saved:
    """Save a comparison as a sheet.

    Parameters
    ----------
    comparison : Comparison
    path : str or Path
        Its ending chooses the kind: ".html" is one page with its pictures, which needs no other
        file and no network; ".png" is a contact sheet; ".csv" and ".tex" are the numbers.
    new : bool
        Fail if the file exists, even if it was created just now.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason; what was there before is still there.
    ExistsError
        (a WriteError) when `new` and there is a file of that name.
    """
    path = Path(path)
    with memory_named(WriteError, f"Cannot save {path}"):
        try:
            require_sheet_ending(path)
        except WriteError as error:
            raise WriteError(f"Cannot save {path}: {error}") from None
        data = _WRITERS[path.suffix.lower()](comparison)
        replace_file(path, data, new=new)
    return Saved(path, len(data))
