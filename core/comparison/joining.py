"""Two comparisons of one photo become one."""

from __future__ import annotations

from dataclasses import replace

from core.comparison.contender import Comparison
from core.comparison.contest import matches_of
from core.comparison.variants import titles_of


def joined(comparison: Comparison, other: Comparison) -> Comparison:
    """Put the results of another comparison of the same photo at the end of one.

    Titles and matches are found anew, as what tells results apart may be something else now.
    """
    contenders = (*comparison.contenders, *other.contenders)
    notes = tuple(dict.fromkeys((*comparison.notes, *other.notes)))
    return titled_anew(replace(comparison, contenders=contenders, notes=notes))


def titled_anew(comparison: Comparison) -> Comparison:
    """Name results by what tells them apart, in the language of the moment."""
    contenders = comparison.contenders
    titles = titles_of([each.settings for each in contenders])
    named = tuple(
        replace(each, title=title) for each, title in zip(contenders, titles, strict=True)
    )
    return replace(comparison, contenders=named, matches=matches_of(named))
