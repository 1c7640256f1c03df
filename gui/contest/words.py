"""The numbers of a result, for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import core
from core.language import N_, _, isolated, ngettext, translated
from core.names import LONGEST_NAME, plain
from core.wording import enumerated, human_bytes, human_count, size_in_pixels

if TYPE_CHECKING:
    from core import Comparison, Contender, Table
    from core.model import Photo

ORIGINAL = N_("Original")
WAITING = N_("waiting")
MEASURING = N_("measuring …")
STOPPED = N_("stopped")
CHOOSE = N_("Choose above what to compare, then press Compare.")
NO_NUMBERS = N_("Here all numbers will stand as tables and curves, once the results are measured.")
ONE_OF_EACH = N_("Several starts, or numbers of colors, would be compared here in words.")
SAVE = N_("A page with pictures, a contact sheet, or all numbers, by the ending of its name")
ADD = N_("Compare with the result of the main window's settings as well")
NOT_YET = N_("Wait until all results are measured")
NO_SETTINGS = N_("The palette shown is fixed or changed by hand: no settings lead to it")
STOPPED_BEFORE = N_("Compare again first: not all results are measured")
USE = N_("Make this the result of the main window; undo there takes it back")
WHY_NOT_USE = N_("Choose a result first")
SMALLER = N_("The photo is so large that its results are shown in smaller pictures.")
ACTUAL_SIZE = N_("Show each pixel of the photo as one of the screen")
NO_PHOTO = N_("Open a photo in the main window to compare results of it.")


def gone(before: Photo, now: Photo | None) -> str:
    """Return why the results of a photo are no longer there."""
    if now is None:
        why = _("it was closed")
    elif now.path == before.path and now.matters is not before.matters:
        why = _("other parts of it matter now")
    elif now.path == before.path:
        why = _("it was opened anew")
    else:
        shown = _name(now, _("another photo"))
        why = _("the main window shows {photo}").format(photo=shown)
    gone = _name(before, _("the photo before"))
    return _("The results of {photo} are gone: {reason}.").format(photo=gone, reason=why)


def _name(photo: Photo, otherwise: str) -> str:
    return otherwise if photo.path is None else f"“{plain(photo.path.name, LONGEST_NAME)}”"


@dataclass(frozen=True)
class Figure:
    """One number of a result.

    Parameters
    ----------
    words : str
        Shortly, as it stands below the picture.
    tip : str
        What it means, and what not.
    value : float
    better : int
        1 where more is better, -1 where less is, 0 where neither is.
    """

    words: str
    tip: str
    value: float
    better: int


def figures_of(contender: Contender) -> list[Figure]:
    """Return the numbers of a result, in the order in which they are shown."""
    numbers = {number.name: number for number in core.QUALITY_NUMBERS}

    def figure(name: str, words: str = "{number}", **more: str) -> Figure:
        number = numbers[name]  # type: ignore[index]
        value = number.of(contender.quality)
        title, meaning, limits = map(translated, (number.title, number.meaning, number.limits))
        written = words.format(number=number.written(value), **more)
        better = 1 if number.better == "higher" else -1
        return Figure(written, f"{title}. {meaning} {limits}", value, better)

    looks = translated(core.VISIBILITIES[core.describe_difference(contender.quality.visible)])
    size, rgb = contender.indexed_png_bytes, contender.rgb_png_bytes
    sizes = [_size_as(size, contender.png_kind)]
    if rgb is not None:
        sizes.append(_size_as(rgb, contender.full_png_kind))
    moved = ngettext("{count} iteration", "{count} iterations", contender.iterations)
    ended = translated(contender.stop_reason)
    return [
        Figure(human_bytes(size), enumerated(sizes), size, -1),
        # Translators: how visible the difference is: "visible 0.62, slight"
        figure("visible", _("visible {number}, {looks}"), looks=looks),
        figure("psnr"),
        figure("mse", _("MSE {number}")),
        Figure(
            enumerated([moved.format(count=contender.iterations), ended]),
            _("How often the colors were moved, and why it ended"),
            contender.iterations,
            0,
        ),
    ]


def _size_as(size: int, kind: str) -> str:
    """Return the size of a file of a kind: "12 345 bytes as indexed PNG"."""
    words = ngettext("{count} byte as {kind}", "{count} bytes as {kind}", size)
    return words.format(count=human_count(size), kind=kind)


def facts_of(photo: Photo, comparison: Comparison | None) -> list[Figure]:
    """Return what is known of the photo itself, to be seen beside its results."""
    size, more = [size_in_pixels(photo.width, photo.height)], []
    if photo.file_bytes is not None:
        size.append(human_bytes(photo.file_bytes))
    if comparison is not None:
        colors, file = comparison.distinct_colors, human_bytes(comparison.rgb_png_bytes)
        words = ngettext("{count} color", "{count} colors", colors)
        more.append(words.format(count=human_count(colors)))
        more.append(_("{size} as {kind}").format(size=file, kind=comparison.full_png_kind))
    what = _("Different colors, and the size of a PNG that keeps them all")
    return [
        Figure(enumerated(size), _("Width, height, and size of its file"), 0, 0),
        Figure(enumerated(more), what, 0, 0),
    ]


def tables_of(comparison: Comparison) -> list[Table]:
    """Return all tables of a comparison: first those whose rows are its results."""
    tables = [core.runs_table(comparison), core.quality_table(comparison)]
    if comparison.matches:
        tables.append(core.starts_table(comparison))
        tables += [core.match_table(match) for match in comparison.matches]
    tables.append(core.gains_table(comparison))
    return [table for table in tables if table.rows]


def answers_of(comparison: Comparison) -> str:
    """Return what a comparison answers, in a line for each answer."""
    answers = core.answers_on_starts(comparison), core.answers_on_colors(comparison)
    return "\n".join(sentence for each in answers for sentence in each) or translated(ONE_OF_EACH)


def meanings_of(table: Table) -> str:
    """Return what the numbers of a table mean and what not, in a line for each; or nothing."""
    titles = {column.title for column in table.columns}
    return "\n".join(
        isolated(translated(number.title))
        + f": {translated(number.meaning)} {translated(number.limits)}"
        for number in core.QUALITY_NUMBERS
        if number.title in titles
    )


def best_of(rows: Sequence[Sequence[Figure]]) -> list[set[int]]:
    """Return for each row the places of the figures that no other row has a better one of.

    Those that read the same are the same; where all are, none is best.
    """
    best: list[set[int]] = [set() for _ in rows]
    for place, column in enumerate(zip(*rows, strict=True)):
        if len({figure.words for figure in column}) > 1 and column[0].better:
            wins = max(column, key=lambda figure: figure.better * figure.value).words
            for row, figure in enumerate(column):
                if figure.words == wins:
                    best[row].add(place)
    return best


def in_words(title: str, figures: Sequence[Figure]) -> str:
    """Return all that is known of a result as a screen reader tells it."""
    return ". ".join([title, *(figure.words for figure in figures)])
