"""How photo and result share a widget, in logical pixels — arithmetic, no painting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect

from gui.picture.geometry import stack_better

Layout = Literal["split", "side by side", "result"]


@dataclass(frozen=True)
class Panes:
    """The part of a widget that shows the original, and the part that shows the result.

    Parameters
    ----------
    layout : Layout
    area : QRect
        The whole widget.
    split : float
        Position of the split, 0 (left edge) … 1 (right edge).
    photo : (int, int) or None
        Width and height of the photo, if there is one.
    with_result : bool
        Whether a result is shown at all; otherwise the original has the whole widget.
    """

    layout: Layout
    area: QRect
    split: float
    photo: tuple[int, int] | None
    with_result: bool

    @property
    def original(self) -> QRect:
        """Part of the widget that shows the original."""
        return self._both[0]

    @property
    def result(self) -> QRect:
        """Part of the widget that shows the result; empty without one."""
        return self._both[1]

    @property
    def split_x(self) -> float:
        """Distance of the split from the left edge."""
        return self.split * self.area.width()

    def viewport(self, ratio: float) -> tuple[int, int]:
        """Return width and height of the view of one picture, in device pixels."""
        width, height = self.area.width(), self.area.height()
        if self._stacked:
            height //= 2
        elif self.layout == "side by side":
            width //= 2
        return max(round(width * ratio), 1), max(round(height * ratio), 1)

    def offset(self, pane: QRect) -> QPointF:
        """Find where the view begins that a pane is a part of."""
        return QPointF(pane.topLeft() if self.layout == "side by side" else self.area.topLeft())

    def offset_at(self, at: QPointF) -> QPointF:
        """Find where the view begins that is shown at a point."""
        if self.layout == "side by side" and self.result.contains(at.toPoint()):
            return QPointF(self.result.topLeft())
        return QPointF()

    def in_view(self, at: QPointF, ratio: float) -> QPointF:
        """Convert a point of the widget to device pixels of the view."""
        return (at - self.offset_at(at)) * ratio

    @property
    def _both(self) -> tuple[QRect, QRect]:
        whole = self.area
        if not self.with_result:
            return whole, QRect()
        if self.layout == "result":
            return QRect(whole.topLeft(), whole.topLeft()), whole
        width, height = whole.width(), whole.height()
        if self._stacked:
            middle = height // 2
            return QRect(0, 0, width, middle), QRect(0, middle, width, height - middle)
        middle = width // 2 if self.layout == "side by side" else round(self.split_x)
        return QRect(0, 0, middle, height), QRect(middle, 0, width - middle, height)

    @property
    def _stacked(self) -> bool:
        """Whether two pictures beside each other are larger one above the other."""
        if self.layout != "side by side" or self.photo is None:
            return False
        return stack_better(self.photo, (self.area.width(), self.area.height()))
