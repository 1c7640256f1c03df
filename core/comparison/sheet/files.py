"""Sheets as files: which kinds there are, and how one is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.atomic import replace_file
from core.comparison.contender import Comparison
from core.comparison.sheet.contact import contact_sheet
from core.comparison.sheet.numbers import numbers_as_csv, numbers_as_latex
from core.comparison.sheet.page import page
from core.errors import WriteError, memory_named
from core.language import _
from core.model import Saved
from core.progress import Meter, ProgressCallback, Tick

_WRITERS: dict[str, Callable[[Comparison, Tick], bytes]] = {
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
        *known, last = SHEET_ENDINGS
        if path.suffix:
            told = _("{ending} is no kind of sheet; sheets end in {endings} or {last}")
        else:
            told = _("its name has no ending; sheets end in {endings} or {last}")
        endings = ", ".join(known)
        raise WriteError(told.format(ending=path.suffix, endings=endings, last=last))


def save_sheet(
    comparison: Comparison,
    path: str | Path,
    progress: ProgressCallback | None = None,
    *,
    new: bool = False,
) -> Saved:
    """Save a comparison as a sheet.

    Parameters
    ----------
    comparison : Comparison
    path : str or Path
        Its ending chooses the kind: ".html" is one page with its pictures, which needs no other
        file and no network; ".png" is a contact sheet; ".csv" and ".tex" are the numbers.
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through, and nothing is written then.
    new : bool
        Fail if the file exists, even if it was created just now.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason; what was there before is still there.
    ExistsError
        (a WriteError) when `new` and there is a file of that name.
    """
    path, tick = Path(path), Meter(progress).part(1.0, _("writing the sheet"))
    with memory_named(WriteError, _("Cannot save {path}").format(path=path)):
        try:
            require_sheet_ending(path)
        except WriteError as error:
            told = _("Cannot save {path}: {reason}").format(path=path, reason=error)
            raise WriteError(told) from None
        data = _WRITERS[path.suffix.lower()](comparison, tick)
        tick(1.0)
        replace_file(path, data, new=new)
    return Saved(path, len(data))
