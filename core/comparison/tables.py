"""The numbers of a comparison as tables: of the results, of the starts, of what more colors buy."""

from __future__ import annotations

from core.charts.table import Cell, Column, Table
from core.comparison.contender import Comparison, Contender
from core.comparison.matching import Match
from core.comparison.variants import titles_of
from core.comparison.verdicts import gains, place_in_words, relative_error
from core.language import N_, _, ngettext
from core.reduction.quality import QUALITY_NUMBERS
from core.wording import human_bytes

_SETTINGS = {
    "colors": N_("Colors"),
    "start": N_("Start"),
    "space": N_("Space"),
    "dither": N_("Dither"),
    "effort": N_("Effort"),
}
_SIZES = {
    N_("indexed PNG"): N_("Indexed PNG, bytes"),
    N_("saved PNG"): N_("Saved PNG, bytes"),
    N_("saved PNG (RGBA)"): N_("Saved PNG (RGBA), bytes"),
}
_SIZES_BY_COLOR = {
    N_("indexed PNG"): N_("Indexed PNG by each color, %"),
    N_("saved PNG"): N_("Saved PNG by each color, %"),
    N_("saved PNG (RGBA)"): N_("Saved PNG (RGBA) by each color, %"),
}
_FULL_SIZES = {
    "RGB PNG": N_("RGB PNG, bytes"),  # untranslated: the key
    "RGBA PNG": N_("RGBA PNG, bytes"),  # untranslated: the key
}
_ALWAYS = ("colors", "start")
_MOST_MATCHES = 24

_Part = tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]


def settings_table(comparison: Comparison) -> Table:
    """Return a row for each result: its title, and what it was made with that not all share."""
    return Table(_("Results"), *_joined(_titles(comparison), _settings(comparison)))


def runs_table(comparison: Comparison, *, titles: bool = False) -> Table:
    """Return a row for each result: how its run went, and what its files weigh.

    Its title says which result it is, or in columns the settings that not all share.
    """
    if comparison.file_bytes:
        title = _("Runs and files (the photo itself: its file {file_size}, as {kind} {size})")
    else:
        title = _("Runs and files (the photo itself: as {kind} {size})")
    title = title.format(
        file_size=human_bytes(comparison.file_bytes or 0),
        kind=comparison.full_png_kind,
        size=human_bytes(comparison.rgb_png_bytes),
    )
    named = (_titles if titles else _settings)(comparison)
    return Table(title, *_joined(named, _runs(comparison)))


def quality_table(comparison: Comparison, *, titles: bool = False) -> Table:
    """Return a row for each result: how near it is to the photo; named as by `runs_table`."""
    named = (_titles if titles else _settings)(comparison)
    return Table(_("Quality"), *_joined(named, _qualities(comparison)))


def complete_table(comparison: Comparison) -> Table:
    """Return a row for each result with all there is, for programs.

    Centroids are in the order of those that they are matched with.
    """
    every = _settings(comparison, complete=True), _runs(comparison), _qualities(comparison)
    return Table(_("Results"), *_joined(*every, _matched(comparison)))


def starts_table(comparison: Comparison, *, titles: bool = False) -> Table:
    """Return a row for each pair of starts: how far apart they end.

    The second is named by its start, or by its title.
    """
    columns = (
        Column(N_("Result")),
        Column(N_("Beside")),
        Column(N_("Largest distance"), 3),
        Column(N_("Error higher by, %"), 2),
        Column(N_("They end in"), marked=True),
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
    return Table(_("Do the starts end in the same place?"), columns, rows)


def match_table(match: Match[Contender]) -> Table:
    """Return a row for each pair of centroids: R, G, B of both, and their distance."""
    names = match.first.settings.start, match.second.settings.start
    columns = [Column(f"{name} {channel}", 3) for name in names for channel in "RGB"]
    firsts, seconds = match.first.centroids, match.second.centroids[match.partners]
    rows = tuple(
        (*map(float, first), *map(float, second), float(distance))
        for first, second, distance in zip(firsts, seconds, match.distances, strict=True)
    )
    title = _("{first} and {second}: centroids, paired")
    title = title.format(first=match.first.title, second=match.second.title)
    return Table(title, (*columns, Column(N_("Distance"), 3)), rows)


def gains_table(comparison: Comparison) -> Table:
    """Return a row for each step to more colors: what one of them buys, on average."""
    columns = (
        Column(N_("From")),
        Column(N_("To")),
        Column(N_("Error by each color, %"), 1),
        Column(_SIZES_BY_COLOR[comparison.png_key], 1),
    )
    rows = tuple(
        (
            step.fewer.title,
            ngettext("{count} color", "{count} colors", step.more.settings.colors).format(
                count=step.more.settings.colors
            ),
            100 * (step.error - 1),
            100 * (step.size - 1),
        )
        for step in gains(comparison.contenders)
    )
    return Table(_("What does one color more buy?"), columns, rows)


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
    return (Column(N_("Result")),), tuple((each.title,) for each in comparison.contenders)


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
        Column(N_("Iterations")),
        Column(N_("Ended"), marked=True),
        Column(N_("Error (sum)"), 0),
        Column(_SIZES[comparison.png_key]),
    ]
    rows: list[tuple[Cell, ...]] = [
        (each.iterations, each.stop_reason, each.error, each.indexed_png_bytes)
        for each in contenders
    ]
    if any(each.rgb_png_bytes is not None for each in contenders):
        columns.append(Column(_FULL_SIZES[comparison.full_png_kind]))
        rows = [(*row, each.rgb_png_bytes) for row, each in zip(rows, contenders, strict=True)]
    return tuple(columns), tuple(rows)


def _qualities(comparison: Comparison) -> _Part:
    columns = tuple(
        Column(number.title, number.digits, unit=number.unit) for number in QUALITY_NUMBERS
    )
    rows = tuple(
        tuple(number.of(each.quality) for number in QUALITY_NUMBERS)
        for each in comparison.contenders
    )
    return columns, rows


def _matched(comparison: Comparison) -> _Part:
    """Return what each result is matched with, the largest distance, and centroids as words."""
    matches = {each.second: each for each in comparison.matches}
    # Those of the results may be in another language than programs read.
    titles = titles_of([each.settings for each in comparison.contenders])
    title_of = dict(zip(comparison.contenders, titles, strict=True))
    rows: list[tuple[Cell, ...]] = []
    for each in comparison.contenders:
        found = matches.get(each)
        if found is None:
            rows.append((None, None, _in_words(each.centroids.tolist())))
        else:
            words = _in_words(each.centroids[found.partners].tolist())
            rows.append((title_of[found.first], found.largest_distance, words))
    columns = Column(N_("Matched with")), Column(N_("Largest distance"), 3), Column(N_("Centroids"))
    return columns, tuple(rows)


def _in_words(centroids: list[list[float]]) -> str:
    return "; ".join(" ".join(f"{value:.3f}" for value in row) for row in centroids)
