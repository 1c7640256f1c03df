"""The clusters of one moment of k-means as a table."""

from __future__ import annotations

import math

import numpy as np

from core.charts.convergence import Units
from core.charts.table import Column, Table
from core.language import N_, NP_, _, translated
from core.model import STAGES, Moment

_COLUMNS = (
    Column(NP_("which cluster", "Number")),
    Column("R", 3),
    Column("G", 3),
    Column("B", 3),
    Column(N_("Hex")),
    Column(N_("Pixels")),
    Column(N_("Share"), 4),
    Column(N_("Error")),
    Column(N_("Error a pixel"), 6),
)


def cluster_table(moment: Moment) -> Table:
    """List centroids, sizes and errors of the clusters of a moment.

    Returns
    -------
    Table
        A row for each cluster, in their order: its number from 1, the centroid in sRGB as floats
        and as hex digits of the color it rounds to, its pixels, the part of all pixels they are,
        its error, and that for one pixel; the last is None where there are no pixels.
    """
    rounded = np.clip(np.rint(moment.centroids), 0, 255).astype(np.uint8)
    pixels = max(int(moment.counts.sum()), 1)
    rows = []
    for number, (centroid, color, count, error) in enumerate(
        zip(moment.centroids.tolist(), rounded, moment.counts.tolist(), moment.errors, strict=True),
        1,
    ):
        mean = float(error) / count if count else None
        hex_ = f"#{color.tobytes().hex()}"
        row = (number, *centroid, hex_, count, count / pixels, float(error), mean)
        rows.append(row)
    title = _("Clusters: {moment}").format(moment=described(moment))
    return Table(title, _COLUMNS, tuple(rows))


def readable_clusters(moment: Moment, units: Units) -> Table:
    """List the clusters of a moment for reading: shares in per cent, errors in units.

    Parameters
    ----------
    moment : Moment
    units : Units
        Where it has errors relative, each is told as its share of the whole error.
    """
    exact = cluster_table(moment)
    counts, errors = moment.counts.astype(np.float64), moment.errors / units.step**2
    columns = [Column(N_("Share, %"), 2)]
    told = [100 * counts / max(counts.sum(), 1)]
    if units.relative:
        columns.append(Column(N_("Share of the error, %"), 2))
        told.append(100 * errors / (errors.sum() or 1))
    else:
        columns += [Column(N_("Error"), 0), Column("MSE", 2)]
        told += [
            errors,
            np.divide(errors, counts, out=np.full(len(moment), np.nan), where=counts > 0),
        ]
    numbers = np.stack(told, axis=1).tolist()
    rows = tuple(
        (*cells[:-3], *(None if math.isnan(number) else number for number in row))
        for cells, row in zip(exact.rows, numbers, strict=True)
    )
    return Table(
        exact.title, (Column(NP_("which cluster", "No.")), *exact.columns[1:-3], *columns), rows
    )


def described(moment: Moment) -> str:
    """Name a moment for a caption: "Iteration 7", "Repair, step 2", "The end"."""
    title = translated(STAGES[moment.stage].title)
    if moment.stage == "iteration":
        return _("Iteration {number}").format(number=moment.number)
    if moment.stage in ("cut", "end"):
        return title
    return _("{stage}, step {number}").format(stage=title, number=moment.number)
