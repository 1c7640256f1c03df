"""Sizes of the clusters at a moment, as bars in the colors of their centroids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import core
from core.charts.bars import Bars, columns_of, describe_bars, draw_bars
from core.language import N_, _
from gui.desktop import texts
from gui.picture.plot import Plot

if TYPE_CHECKING:
    from core.charts.drawing import Drawing
    from core.charts.table import Table
    from core.model import Moment


class ClusterBars(Plot):
    """A bar for each cluster; left and right go from one to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(N_("Sizes of the clusters"), parent)
        texts.put(
            self.setToolTip,
            lambda: _("Each bar is a cluster: its share of the pixels, its centroid's color"),
        )
        self._moment: Moment | None = None
        self._bars = Bars((), ())
        self._lit: int | None = None
        texts.follow(self, self._tell)

    def show_moment(self, moment: Moment | None, bars: Bars) -> None:
        """Show the clusters of a moment, as they are on the way to the next one."""
        other = moment is not self._moment
        self._moment, self._bars = moment, bars
        if other:
            self._tell()
        self.update()

    def _tell(self) -> None:
        """Describe to screen readers what is shown."""
        if self._moment is not None:
            self.describe(describe_bars(self._bars))

    def light_up(self, number: int | None) -> None:
        """Point a cluster out."""
        if number != self._lit:
            self._lit = number
            self.update()

    def drawn(self, width: float, height: float) -> Drawing:
        """Draw the bars."""
        return draw_bars(self._bars, width, height, self._lit)

    def table(self) -> Table:
        """Return centroids and sizes."""
        assert self._moment is not None
        return core.cluster_table(self._moment)

    def at(self, x: float, _y: float) -> int | None:
        """Find the cluster at a place."""
        return columns_of(self._bars, self.width(), self.height()).number_at(x)

    def stepped(self, direction: int) -> int | None:
        """Return the cluster beside the one that is lit."""
        count = len(self._bars.shares)
        now = (-1 if direction > 0 else count) if self._lit is None else self._lit
        return min(max(now + direction, 0), count - 1) if count else None
