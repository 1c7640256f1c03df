"""Which results stand beside each other on a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from core.comparison.contender import Contender
from core.comparison.verdicts import families

_MOST_COLUMNS = 4
_USUAL_COLUMNS = 3


def arranged(contenders: Sequence[Contender]) -> tuple[int, list[Contender]]:
    """Return how many results stand in a row, and all of them row by row.

    Where they fit, a row is one start with its numbers of colors, so that a column is one number
    from all starts; or a row is one number of colors.
    """
    groups = families(contenders)
    lengths = {len(group) for group in groups}
    if len(lengths) == 1:
        colors, starts = lengths.pop(), len(groups)
        if 2 <= colors <= _MOST_COLUMNS:
            return colors, [each for group in groups for each in group]
        if 2 <= starts <= _MOST_COLUMNS:
            return starts, [group[place] for place in range(colors) for group in groups]
    return min(_USUAL_COLUMNS, len(contenders)), list(contenders)
