"""Colors of a palette as lines in a terminal, with what each needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.language import _, ngettext
from core.wording import decimal, human_count, percent


def color_lines(colors: Sequence[dict[str, Any]], *, named: bool) -> list[str]:
    """Describe each color in a line: its hex, its share, what it needs, and its name if wanted.

    Parameters
    ----------
    colors : sequence of dict
        As `colors_as_dicts` makes them.
    named : bool
    """
    columns = [
        [color["hex"] for color in colors],
        _to_the_right(percent(decimal(100 * color["share"], 2).rjust(6)) for color in colors),
    ]
    if all("beads" in color for color in colors):
        columns.append(_to_the_right(_beads(color["beads"]) for color in colors))
    if all("cm2" in color for color in colors):
        columns.append(_to_the_right(_square_cm(color["cm2"]) for color in colors))
    if named:
        columns.append([" ".join(color["name"].split()) for color in colors])
    return ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]


def size_lines(told: dict[str, Any]) -> list[str]:
    """Describe how large the piece is, in what was asked for."""
    lines = []
    if "beads_size" in told:
        wide, high = told["beads_size"]
        sentence = _("{wide} × {high}, {beads} in all")
        beads = _beads(sum(color["beads"] for color in told["palette"]))
        lines.append(sentence.format(wide=wide, high=high, beads=beads))
    if "cm_size" in told:
        wide, high = (decimal(side, 1) for side in told["cm_size"])
        lines.append(_("{wide} × {high} cm").format(wide=wide, high=high))
    return lines


def _beads(count: int) -> str:
    # Translators: beads of plastic or stitches of a needle, of which a picture is made
    told = ngettext("{count} bead", "{count} beads", count)
    return told.format(count=human_count(count))


def _square_cm(area: float) -> str:
    return _("{area} cm²").format(area=decimal(area, 1))


def _to_the_right(texts: Iterable[str]) -> list[str]:
    found = list(texts)
    width = max(map(len, found))
    return [text.rjust(width) for text in found]
