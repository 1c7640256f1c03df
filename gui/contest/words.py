"""The numbers of a result, for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import core
from core.names import LONGEST_NAME, plain
from core.wording import count_of, human_bytes, human_count

if TYPE_CHECKING:
    from core import Comparison, Contender, Table
    from core.model import Photo

ORIGINAL = "Original"
WAITING = "waiting"
MEASURING = "measuring …"
STOPPED = "stopped"
CHOOSE = "Choose above what to compare, then press Compare."
NO_NUMBERS = "Here all numbers will stand as tables and curves, once the results are measured."
ONE_OF_EACH = "Several starts, or numbers of colors, would be compared here in words."
SAVE = "A page with pictures, a contact sheet, or all numbers, by the ending of its name"
ADD = "Compare with the result of the main window's settings as well"
NOT_YET = "Wait until all results are measured"
NO_SETTINGS = "The palette shown is fixed or changed by hand: no settings lead to it"
STOPPED_BEFORE = "Compare again first: not all results are measured"
USE = "Make this the result of the main window; undo there takes it back"
WHY_NOT_USE = "Choose a result first"
SMALLER = "The photo is so large that its results are shown in smaller pictures."
ACTUAL_SIZE = "Show each pixel of the photo as one of the screen"
NO_PHOTO = "Open a photo in the main window to compare results of it."


def gone(before: Photo, now: Photo | None) -> str:
    """Return why the results of a photo are no longer there."""
    if now is None:
        why = "it was closed"
    elif now.path == before.path:
        why = "it was opened anew"
    else:
        why = f"the main window shows {_name(now, 'another photo')}"
    return f"The results of {_name(before, 'the photo before')} are gone: {why}."


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

    def figure(name: str, before: str = "", after: str = "") -> Figure:
        number = numbers[name]  # type: ignore[index]
        value = number.of(contender.quality)
        tip = f"{number.title}. {number.meaning} {number.limits}"
        words = f"{before}{number.written(value)}{after}"
        return Figure(words, tip, value, 1 if number.better == "higher" else -1)

    looks = core.describe_difference(contender.quality.visible)
    size, rgb = contender.indexed_png_bytes, contender.rgb_png_bytes
    as_rgb = "" if rgb is None else f", {human_count(rgb)} bytes as {contender.full_png_kind}"
    return [
        Figure(
            human_bytes(size),
            f"{human_count(size)} bytes as {contender.png_kind}{as_rgb}",
            size,
            -1,
        ),
        figure("visible", "visible ", f", {looks}"),
        figure("psnr"),
        figure("mse", "MSE "),
        Figure(
            f"{count_of(contender.iterations, 'iteration')}, {contender.stop_reason}",
            "How often the colors were moved, and why it ended",
            contender.iterations,
            0,
        ),
    ]


def shortened(titles: Sequence[str]) -> list[str]:
    """Return what of each title the others do not have: "floyd-steinberg", "3 colors from wu"."""
    parts = [title.replace(" from ", ", from ").split(", ") for title in titles]
    shared = set.intersection(*map(set, parts)) if len(parts) > 1 else set()
    left = [[part for part in each if part not in shared] or each for each in parts]
    return [", ".join(each).replace(", from ", " from ").removeprefix("from ") for each in left]


def facts_of(photo: Photo, comparison: Comparison | None) -> list[Figure]:
    """Return what is known of the photo itself, to be seen beside its results."""
    size = f"{photo.width}×{photo.height}"
    if photo.file_bytes is not None:
        size += f", {human_bytes(photo.file_bytes)}"
    more = ""
    if comparison is not None:
        more = f"{human_count(comparison.distinct_colors)} colors, "
        more += f"{human_bytes(comparison.rgb_png_bytes)} as {comparison.full_png_kind}"
    return [
        Figure(size, "Width, height, and size of its file", 0, 0),
        Figure(more, "Different colors, and the size of a PNG that keeps them all", 0, 0),
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
    return "\n".join(sentence for each in answers for sentence in each) or ONE_OF_EACH


def meanings_of(table: Table) -> str:
    """Return what the numbers of a table mean and what not, in a line for each; or nothing."""
    titles = [column.title for column in table.columns]
    return "\n".join(
        f"{number.title}: {number.meaning} {number.limits}"
        for number in core.QUALITY_NUMBERS
        if any(title.startswith(number.title) for title in titles)
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
