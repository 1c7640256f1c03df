"""Shows a curve, and the place on it that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from core.charts.curve import Curve, curve_table, describe_curve, draw_curve, frame_of
from gui.desktop import texts
from gui.desktop.theme import is_dark
from gui.picture.drawing import paint_drawing, paint_place
from gui.picture.plot import Plot

if TYPE_CHECKING:
    from core.charts.drawing import Drawing, Point
    from core.charts.table import Table

_NOTHING = Curve("", "", "", ())


class CurvePlot(Plot):
    """A curve; what is chosen on it is the index of a point, by click, by drag or by keys."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._curve: Curve | None = None
        self._at: int | None = None
        # The curve stays as it is while the place on it moves: this is how it was painted last.
        self._painted: tuple[QSize, bool, QPixmap] | None = None
        texts.follow(self, lambda: self.show_curve(self._curve))

    def show_curve(self, curve: Curve | None) -> None:
        """Show another curve."""
        self._curve, self._painted = curve, None
        self.describe("" if curve is None else describe_curve(curve))
        self.update()

    def show_place(self, index: int | None) -> None:
        """Show which of its points is looked at, if any."""
        if index != self._at:
            self._at = index
            self.update()

    def drawn(self, width: float, height: float) -> Drawing:
        """Draw the curve."""
        return draw_curve(self._curve or _NOTHING, width, height)

    def table(self) -> Table:
        """Return the heights of the curve."""
        return curve_table(self._curve or _NOTHING)

    def at(self, x: float, _y: float) -> int | None:
        """Find the point that is nearest to a place across."""
        if self._curve is None or not self._points:
            return None
        axis = frame_of(self._curve, self.width(), self.height()).x
        places = [abs(axis.place(point[0]) - x) for point in self._points]
        return places.index(min(places))

    def stepped(self, direction: int) -> int | None:
        """Return the point before or after the one that is looked at."""
        last = len(self._points) - 1
        now = self._at if self._at is not None else -1 if direction > 0 else last + 1
        return min(max(now + direction, 0), last) if last >= 0 else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose along with a button that is held."""
        super().mouseMoveEvent(event)
        found = self.at(event.position().x(), event.position().y())
        if event.buttons() & Qt.MouseButton.LeftButton and found is not None:
            self.chosen.emit(found)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the curve, and over it the place that is looked at."""
        painter, dark = QPainter(self), is_dark(self.palette())
        painter.drawPixmap(0, 0, self._pixmap(dark=dark))
        if self._curve is not None and self._at is not None and self._at < len(self._points):
            frame = frame_of(self._curve, self.width(), self.height())
            paint_place(painter, self._curve, frame, self._points[self._at], dark=dark)
        self.paint_focus(painter)
        painter.end()

    @property
    def _points(self) -> Sequence[Point]:
        """Points of the first line, which have the places of all others."""
        return self._curve.series[0].points if self._curve is not None else ()

    def _pixmap(self, *, dark: bool) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._painted is None or self._painted[:2] != (size, dark):
            pixmap = QPixmap(size)
            pixmap.setDevicePixelRatio(ratio)
            painter = QPainter(pixmap)
            painter.setFont(self.font())
            paint_drawing(painter, self.drawn(self.width(), self.height()), dark=dark)
            painter.end()
            self._painted = size, dark, pixmap
        return self._painted[2]
