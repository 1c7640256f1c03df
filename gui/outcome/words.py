"""Words and numbers of the outcome, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import core
from core.language import N_, _, in_english, ngettext, translated
from core.settings import SAVE_OPTIONS, ImageFormat
from core.wording import becoming, decimal, human_bytes, human_count, size_in_pixels

if TYPE_CHECKING:
    from core import Table, Visibility
    from gui.session.tasks import Compared

UNKNOWN = "…"

_LOOKS: dict[Visibility, str] = {
    "hardly visible": N_("Difference hardly visible"),
    "slight": N_("Slight difference"),
    "clear": N_("Clear difference"),
    "poster": N_("Looks like a poster"),
}
PSNR_TIP = N_(
    "How near the colors are to the photo's in numbers (peak signal-to-noise ratio). More is "
    "nearer: at 20 dB a photo looks flat, at 40 dB nobody sees a difference. Dithering looks "
    "better than this number says."
)


def looks(words: Visibility) -> str:
    """Return how different a result looks, as a line of its own."""
    return translated(_LOOKS[words])


def looks_tip(difference: float) -> str:
    """Explain the words for how different a result looks."""
    return _(
        "How different the result looks from the photo to people, from a usual distance: "
        "{number} steps of lightness, of 100 from black to white. Below 0.5 it is hardly "
        "visible, below 1 slight, below 2 clear; more has hard edges, as a poster has."
    ).format(number=decimal(difference, 1))


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
        _("How near the result is to the photo"),
        (
            *(core.Column(N_("Photo")), core.Column(N_("Colors"))),
            *(core.Column(number.title, number.digits, unit=number.unit) for number in numbers),
        ),
        ((name, colors, *(None if isinstance(each, str) else each for each in values)),),
    )


def title_of(name: ImageFormat) -> str:
    """Return the name of a format without what it does: "JPEG"."""
    return in_english(SAVE_OPTIONS["format"].options[name].title).split(" (")[0]


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
        return lossy(colors, compared.colors)
    return _as_sentence(" ".join(compared.changes))


def lossy(before: int, after: int) -> str:
    """Return what a format does that has more colors afterwards."""
    words = _("lossy, adds colors: {before} → {after}")
    return words.format(before=before, after=human_count(after))


def in_words(title: str, size: str, change: str, remark: str) -> str:
    """Return a row of the comparison as a screen reader reads it."""
    return ", ".join(part for part in (title, size, change, remark) if part)


def size_tip(name: ImageFormat, size: int, before: int | None) -> str:
    """Tell sizes to the byte."""
    shown, title = human_count(size), title_of(name)
    if before is None:
        words = ngettext("{size} byte as {format}", "{size} bytes as {format}", size)
        return words.format(size=shown, format=title)
    words = ngettext(
        "{size} byte as {format}; the photo's file has {before}",
        "{size} bytes as {format}; the photo's file has {before}",
        size,
    )
    return words.format(size=shown, format=title, before=human_count(before))


def pixels(before: tuple[int, int], after: tuple[int, int]) -> str:
    """Return width and height of a photo and of its result."""
    return becoming(size_in_pixels(*before), size_in_pixels(*after))


def sizes(before: int | None, size: int | None) -> str:
    """Return the sizes of photo and result in one line: "720 kB → 58 kB"."""
    after = UNKNOWN if size is None else human_bytes(size)
    return after if before is None else becoming(human_bytes(before), after)


def sentence(reason: str) -> str:
    """Return a reason as a sentence of its own."""
    return _as_sentence(reason) + ("" if reason.endswith((".", "?", "!")) else ".")


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
