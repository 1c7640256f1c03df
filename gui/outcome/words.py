"""Words and numbers of the outcome, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import core
from core.settings import SAVE_OPTIONS, ImageFormat
from core.wording import human_bytes, human_count

if TYPE_CHECKING:
    from core import Table, Visibility
    from gui.session.tasks import Compared

UNKNOWN = "…"
LARGER = "larger than the photo"

_LOOKS: dict[Visibility, str] = {
    "hardly visible": "Difference hardly visible",
    "slight": "Slight difference",
    "clear": "Clear difference",
    "poster": "Looks like a poster",
}
PSNR_TIP = (
    "How near the colors are to the photo's in numbers (peak signal-to-noise ratio). More is "
    "nearer: at 20 dB a photo looks flat, at 40 dB nobody sees a difference. Dithering looks "
    "better than this number says."
)


def looks(words: Visibility) -> str:
    """Return how different a result looks, as a line of its own."""
    return _LOOKS[words]


def looks_tip(difference: float) -> str:
    """Explain the words for how different a result looks."""
    return (
        "How different the result looks from the photo to people, from a usual distance: "
        f"{difference:.1f} steps of lightness, of 100 from black to white. Below 0.5 it is hardly "
        "visible, below 1 slight, below 2 clear; more has hard edges, as a poster has."
    )


def table_of_quality(name: str, colors: int, known: Mapping[str, float | str]) -> Table:
    """Return the numbers of a result as a table to copy, with the columns that comparisons have.

    Parameters
    ----------
    name : str
        That of the photo's file.
    colors : int
        Number of colors of the result.
    known : mapping of str to float or str
        Numbers, or sentences on why there is none.
    """
    numbers = core.QUALITY_NUMBERS
    values = [known.get(number.name) for number in numbers]
    return core.Table(
        "How near the result is to the photo",
        (
            *(core.Column("Photo"), core.Column("Colors")),
            *(core.Column(number.heading, number.digits) for number in numbers),
        ),
        ((name, colors, *(None if isinstance(each, str) else each for each in values)),),
    )


def title_of(name: ImageFormat) -> str:
    """Return the name of a format without what it does: "JPEG"."""
    return SAVE_OPTIONS["format"].options[name].title.split(" (")[0]


def remark_on(compared: Compared | str, colors: int) -> str:
    """Return in a few words what a format makes of a result.

    Parameters
    ----------
    compared : Compared or str
        Or why it cannot hold the result.
    colors : int
        Number of colors of the result.
    """
    if isinstance(compared, str):
        return _as_sentence(compared)
    if compared.colors is not None:
        return f"lossy, adds colors: {colors} → {human_count(compared.colors)}"
    return _as_sentence(" ".join(compared.changes))


def in_words(title: str, size: str, change: str, remark: str) -> str:
    """Return a row of the comparison as a screen reader reads it."""
    return ", ".join(part for part in (title, size, change, remark) if part)


def size_tip(name: ImageFormat, size: int, before: int | None) -> str:
    """Tell sizes to the byte."""
    tip = f"{human_count(size)} bytes as {title_of(name)}"
    return tip if before is None else f"{tip}; the photo's file has {human_count(before)}"


def pixels(before: tuple[int, int], after: tuple[int, int]) -> str:
    """Return width and height of a photo and of its result."""
    return f"{before[0]}×{before[1]} → {after[0]}×{after[1]}"


def sizes(before: int | None, size: int | None) -> str:
    """Return the sizes of photo and result in one line: "720 kB → 58 kB"."""
    after = UNKNOWN if size is None else human_bytes(size)
    return after if before is None else f"{human_bytes(before)} → {after}"


def sentence(reason: str) -> str:
    """Return a reason as a sentence of its own."""
    return _as_sentence(reason) + ("" if reason.endswith((".", "?", "!")) else ".")


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
