"""The centroids of all moments of a run as a table."""

from __future__ import annotations

from collections.abc import Sequence

from core.charts.table import Column, Table
from core.language import N_, _
from core.model import STAGES, Moment

_COLUMNS = (
    Column(N_("Moment")),
    Column(N_("Stage"), marked=True),
    Column(N_("Step")),
    Column(N_("Cluster")),
    Column("R", 3),
    Column("G", 3),
    Column("B", 3),
    Column(N_("Pixels")),
    Column(N_("Drawn anew next"), marked=True),
)


def table_of_paths(moments: Sequence[Moment]) -> Table:
    """List where each centroid is at each moment, in sRGB, 0…255."""
    rows = []
    for at, moment in enumerate(moments, start=1):
        head = at, STAGES[moment.stage].title, moment.number
        redrawn = set(moment.redrawn)
        pairs = zip(moment.centroids.tolist(), moment.counts.tolist(), strict=True)
        for number, (centroid, count) in enumerate(pairs):
            anew = N_("yes") if number in redrawn else ""
            rows.append((*head, number + 1, *centroid, count, anew))
    return Table(_("Centroids of the moments"), _COLUMNS, tuple(rows))
