"""The numbers of a comparison as tables: of the results, of the starts, of what more colors buy."""

from __future__ import annotations

from core.charts.table import Cell, Column, Table
from core.comparison.contender import Comparison, Contender
from core.comparison.matching import Match
from core.comparison.verdicts import gains, place_in_words, relative_error
from core.reduction.quality import QUALITY_NUMBERS
from core.wording import capitalized, count_of, human_bytes

_SETTINGS = {
    "colors": "Colors",
    "start": "Start",
    "space": "Space",
    "dither": "Dither",
    "effort": "Effort",
}
_ALWAYS = ("colors", "start")
_MOST_MATCHES = 24

_Part = tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]


def settings_table(comparison: Comparison) -> Table:
    """Return a row for each result: its title, and what it was made with that not all share."""
    return Table("Results", *_joined(_titles(comparison), _settings(comparison)))


def runs_table(comparison: Comparison, *, titles: bool = False) -> Table:
    """Return a row for each result: how its run went, and what its files weigh.

    Its title says which result it is, or in columns the settings that not all share.
    """
    weight = f"as {comparison.full_png_kind} {human_bytes(comparison.rgb_png_bytes)}"
    if comparison.file_bytes:
        weight = f"its file {human_bytes(comparison.file_bytes)}, {weight}"
    title = f"Runs and files (the photo itself: {weight})"
    named = (_titles if titles else _settings)(comparison)
    return Table(title, *_joined(named, _runs(comparison)))


def quality_table(comparison: Comparison, *, titles: bool = False) -> Table:
    """Return a row for each result: how near it is to the photo; named as by `runs_table`."""
    named = (_titles if titles else _settings)(comparison)
    return Table("Quality", *_joined(named, _qualities(comparison)))


def complete_table(comparison: Comparison) -> Table:
    """Return a row for each result with all there is, for programs.

    Centroids are in the order of those that they are matched with.
    """
    every = _settings(comparison, complete=True), _runs(comparison), _qualities(comparison)
    return Table("Results", *_joined(*every, _matched(comparison)))


def starts_table(comparison: Comparison, *, titles: bool = False) -> Table:
    """Return a row for each pair of starts: how far apart they end.

    The second is named by its start, or by its title.
    """
    columns = (
        Column("Result"),
        Column("Beside"),
        Column("Largest distance", 3),
        Column("Error higher by, %", 2),
        Column("They end in"),
    )
    rows = tuple(
        (
            each.first.title,
            each.second.title if titles else each.second.settings.start,
            each.largest_distance,
            # Without this, a tiny loss would be written as −0.00.
            round(100 * relative_error(each), 2) + 0.0,
            place_in_words(each.largest_distance),
        )
        for each in comparison.matches
    )
    return Table("Do the starts end in the same place?", columns, rows)


def match_table(match: Match[Contender]) -> Table:
    """Return a row for each pair of centroids: R, G, B of both, and their distance."""
    names = match.first.settings.start, match.second.settings.start
    columns = [Column(f"{name} {channel}", 3) for name in names for channel in "RGB"]
    firsts, seconds = match.first.centroids, match.second.centroids[match.partners]
    rows = tuple(
        (*map(float, first), *map(float, second), float(distance))
        for first, second, distance in zip(firsts, seconds, match.distances, strict=True)
    )
    title = f"{match.first.title} and {match.second.title}: centroids, paired"
    return Table(title, (*columns, Column("Distance", 3)), rows)


def gains_table(comparison: Comparison) -> Table:
    """Return a row for each step to more colors: what one of them buys, on average."""
    columns = (
        Column("From"),
        Column("To"),
        Column("Error by each color, %", 1),
        Column(f"{capitalized(comparison.png_kind)} by each color, %", 1),
    )
    rows = tuple(
        (
            step.fewer.title,
            count_of(step.more.settings.colors, "color"),
            100 * (step.error - 1),
            100 * (step.size - 1),
        )
        for step in gains(comparison.contenders)
    )
    return Table("What does one color more buy?", columns, rows)


def in_full(comparison: Comparison, most_colors: int) -> tuple[Match[Contender], ...]:
    """Return the matches to write centroid by centroid: those of few colors, and few of them."""
    few = [each for each in comparison.matches if len(each.distances) <= most_colors]
    return tuple(few[:_MOST_MATCHES])


def _joined(*parts: _Part) -> _Part:
    """Put columns beside each other."""
    columns = tuple(column for part in parts for column in part[0])
    rows = zip(*(part[1] for part in parts), strict=True)
    return columns, tuple(tuple(cell for cells in row for cell in cells) for row in rows)


def _titles(comparison: Comparison) -> _Part:
    return (Column("Result"),), tuple((each.title,) for each in comparison.contenders)


def _settings(comparison: Comparison, *, complete: bool = False) -> _Part:
    """Return what tells the results from each other, or all that they were made with."""
    settings = [each.settings for each in comparison.contenders]
    titles = {
        name: title
        for name, title in _SETTINGS.items()
        if name in _ALWAYS or complete or len({getattr(each, name) for each in settings}) > 1
    }
    rows = tuple(tuple(getattr(each, name) for name in titles) for each in settings)
    return tuple(map(Column, titles.values())), rows


def _runs(comparison: Comparison) -> _Part:
    contenders = comparison.contenders
    columns = [
        Column("Iterations"),
        Column("Ended"),
        Column("Error (sum)", 0),
        Column(f"{capitalized(comparison.png_kind)}, bytes"),
    ]
    rows: list[tuple[Cell, ...]] = [
        (each.iterations, each.stop_reason, each.error, each.indexed_png_bytes)
        for each in contenders
    ]
    if any(each.rgb_png_bytes is not None for each in contenders):
        columns.append(Column(f"{comparison.full_png_kind}, bytes"))
        rows = [(*row, each.rgb_png_bytes) for row, each in zip(rows, contenders, strict=True)]
    return tuple(columns), tuple(rows)


def _qualities(comparison: Comparison) -> _Part:
    columns = tuple(Column(number.heading, number.digits) for number in QUALITY_NUMBERS)
    rows = tuple(
        tuple(number.of(each.quality) for number in QUALITY_NUMBERS)
        for each in comparison.contenders
    )
    return columns, rows


def _matched(comparison: Comparison) -> _Part:
    """Return what each result is matched with, the largest distance, and centroids as words."""
    matches = {each.second: each for each in comparison.matches}
    rows: list[tuple[Cell, ...]] = []
    for each in comparison.contenders:
        found = matches.get(each)
        if found is None:
            rows.append((None, None, _in_words(each.centroids.tolist())))
        else:
            words = _in_words(each.centroids[found.partners].tolist())
            rows.append((found.first.title, found.largest_distance, words))
    columns = Column("Matched with"), Column("Largest distance", 3), Column("Centroids")
    return columns, tuple(rows)


def _in_words(centroids: list[list[float]]) -> str:
    return "; ".join(" ".join(f"{value:.3f}" for value in row) for row in centroids)
