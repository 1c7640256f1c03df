"""What more colors buy as curves: the error, and the size of the file."""

from __future__ import annotations

from collections.abc import Callable

from core.charts.curve import Curve, Series
from core.comparison.contender import Comparison, Contender
from core.comparison.variants import parts_of_titles
from core.comparison.verdicts import families
from core.language import N_, NP_, _
from core.wording import enumerated

# More lines than that cannot be told apart.
_MOST_LINES = 8
# With more starts than that, lines for two kinds of files would be too many.
_MOST_FAMILIES_OF_BOTH = 2
_WIDE = 8


def error_curve(comparison: Comparison) -> Curve | None:
    """Return the error over the number of colors; None where there is only one number."""
    groups = _risen(comparison)
    if not groups:
        return None
    named = zip(_names(comparison, groups), groups, strict=True)
    lines = tuple(_line(*each, lambda contender: contender.quality.mse) for each in named)
    return _over_colors(N_("Error"), N_("Mean squared error"), lines)


def size_curve(comparison: Comparison) -> Curve | None:
    """Return the size of the file over the number of colors; None where there is one number."""
    groups = _risen(comparison)
    if not groups:
        return None
    both = len(groups) <= _MOST_FAMILIES_OF_BOTH and all(
        each.rgb_png_bytes is not None for group in groups for each in group
    )
    kind, full = comparison.png_kind, comparison.full_png_kind
    named = list(zip(_names(comparison, groups), groups, strict=True))
    lines = [
        _line(
            _of_file(kind, name) if both else name,
            family,
            lambda each: each.indexed_png_bytes / 1000,
        )
        for name, family in named
    ]
    if both:
        lines += [
            _line(
                _of_file(full, name),
                family,
                lambda each: (each.rgb_png_bytes or 0) / 1000,
            )
            for name, family in named
        ]
    title = _("Size of the PNG, kB") if both else _("Size of the {kind}, kB").format(kind=kind)
    return _over_colors(NP_("of a file", "Size"), title, tuple(lines))


def _of_file(kind: str, name: str) -> str:
    """Name the line of files of a kind, without saying each time that they are PNG."""
    # Translators: the kind of a PNG file, and what made it: "indexed, wu"
    return _("{kind}, {name}").format(kind=kind.replace("PNG", "").strip(), name=name)


def _over_colors(title: str, y_title: str, lines: tuple[Series, ...]) -> Curve:
    numbers = [x for line in lines for x, _ in line.points]
    # From 4 to 128 colors, all that is worth seeing would lie in a corner.
    log_x = max(numbers) / min(numbers) >= _WIDE
    return Curve(title, N_("Colors"), y_title, lines[:_MOST_LINES], log_x=log_x, from_zero=True)


def _risen(comparison: Comparison) -> list[list[Contender]]:
    """Return the families that have several numbers of colors."""
    return [each for each in families(comparison.contenders) if len(each) > 1]


def _line(name: str, family: list[Contender], height: Callable[[Contender], float]) -> Series:
    return Series(name, tuple((float(each.settings.colors), height(each)) for each in family))


def _names(comparison: Comparison, groups: list[list[Contender]]) -> list[str]:
    """Name each family by what it does not share with all others: "wu", "dither none"."""
    told = parts_of_titles([each.settings for each in comparison.contenders])
    places = {each: place for place, each in enumerate(comparison.contenders)}
    parts = [told[places[group[0]]] for group in groups]
    shared = set.intersection(*map(set, parts)) if len(parts) > 1 else set()
    own = [[each for each in part if each not in shared] for part in parts]
    return [enumerated(each or part[:1]) for each, part in zip(own, parts, strict=True)]
