"""Near duplicates of a palette: which colors look so alike that one will do for them.

Colors are joined by complete linkage (Defays 1977, "An efficient algorithm for a complete link
method", doi:10.1093/comjnl/20.4.364): the two groups join next whose farthest colors are nearest.
So a limit holds for every two colors of a group, and no chain of small steps leads from red to
orange; and each limit's groups are made of those of a smaller one, so a slider only ever joins.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.color.compositing import laid_on
from core.color.difference import color_difference
from core.model import Edited, Palette
from core.reduction.edit import merge_all

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)


class Join(NamedTuple):
    """Two groups of colors that become one.

    Parameters
    ----------
    kept, gone : int
        The first palette color of each group, in ascending order.
    difference : float
        The largest color difference CIEDE2000 within the new group.
    """

    kept: int
    gone: int
    difference: float


def near_duplicates(palette: Palette) -> tuple[Join, ...]:
    """List what joins as the limit rises, in ascending order of the difference.

    Two locked colors never join, nor does the fully transparent one. Colors that are not opaque
    differ by what they differ on black or on white, whichever is more.

    Returns
    -------
    tuple of Join
        One fewer than there are colors that may all join.
    """
    far = _differences(palette)
    joins = []
    for _ in range(len(palette) - 1):
        kept, gone = divmod(int(far.argmin()), len(palette))
        difference = float(far[kept, gone])
        if not np.isfinite(difference):
            break
        joins.append(Join(kept, gone, difference))
        far[kept] = np.maximum(far[kept], far[gone])
        far[:, kept] = far[kept]
        far[gone], far[:, gone], far[kept, kept] = np.inf, np.inf, np.inf
    return tuple(joins)


def least_difference(palette: Palette) -> float:
    """Return the color difference CIEDE2000 of the two colors that are nearest to each other.

    Those are left out that `near_duplicates` never joins; infinite where that leaves no two.
    """
    return float(_differences(palette).min(initial=np.inf))


def merge_near(edited: Edited, joins: tuple[Join, ...], limit: float, fewest: int = 2) -> Edited:
    """Merge the colors that differ by no more than a limit.

    Each group is merged as by hand: to the mean of its colors weighted by their shares, or to the
    locked one. Color and place are those of the first.

    Parameters
    ----------
    edited : Edited
    joins : tuple of Join
        Those of its palette, by `near_duplicates`.
    limit : float
        Color difference CIEDE2000 that no two colors of a group exceed.
    fewest : int
        Number of colors that stay in any case.
    """
    due = [join for join in joins if join.difference <= limit][: max(len(edited) - fewest, 0)]
    group_of: dict[int, list[int]] = {}
    for kept, gone, _ in due:
        group = group_of.setdefault(kept, [kept])
        group += group_of.pop(gone, [gone])
    return merge_all(edited, list(group_of.values())) if group_of else edited


def _differences(palette: Palette) -> NDArray[np.float64]:
    """Measure (k, k) color differences of a palette; infinite where two colors must not join."""
    size, rgba = len(palette), palette.rgba
    first, second = np.triu_indices(size, 1)
    differences = np.zeros(len(first))
    for background in (_BLACK, _WHITE)[: 1 if palette.alpha is None else 2]:
        seen = laid_on(rgba[:, :3], rgba[:, 3], background)
        differences = np.maximum(differences, color_difference(seen[first], seen[second]))
    apart = palette.locked[first] & palette.locked[second]
    apart |= (rgba[first, 3] == 0) | (rgba[second, 3] == 0)
    far = np.full((size, size), np.inf)
    far[first, second] = far[second, first] = np.where(apart, np.inf, differences)
    return far
