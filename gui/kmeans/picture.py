"""The photo as it would be in the colors of a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.language import _
from gui.desktop import texts, theme
from gui.desktop.checkerboard import checkerboard
from gui.kmeans.tasks import Sight
from gui.picture.geometry import View
from gui.picture.painter import paint_picture

if TYPE_CHECKING:
    from gui.picture.bridge import Picture

_CHECKER = 8
_AIR = 8


class MomentPicture(QWidget):
    """The picture of a moment; a veil lies over it where a cluster is lit up.

    Signals
    -------
    pointed(int or None)
        The cluster of the pixel under the pointer.
    chosen(int)
        That of the pixel that was clicked.
    """

    pointed = Signal(object)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sight: Sight | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        texts.put(self.setAccessibleName, lambda: _("Photo at this moment"))
        texts.put(
            self.setAccessibleDescription,
            lambda: _(
                "Each pixel has the color of its nearest centroid. Point at it to see its cluster."
            ),
        )

    @property
    def sight(self) -> Sight | None:
        """What is shown."""
        return self._sight

    def show_sight(self, sight: Sight | None) -> None:
        """Show the picture of a moment, or none."""
        self._sight = sight
        self.update()

    def number_at(self, at: QPointF) -> int | None:
        """Find the cluster of the pixel at a place."""
        if self._sight is None:
            return None
        ratio = self.devicePixelRatioF()
        x, y = self._view(self._sight.picture).to_photo(at.x() * ratio, at.y() * ratio)
        return self._sight.number_at(x, y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture and veil."""
        painter = QPainter(self)
        painter.setClipRect(self.rect())
        painter.fillRect(self.rect(), theme.ground(self.palette()))
        if self._sight is not None:
            ground = checkerboard(_CHECKER, self.palette())
            self._paint(painter, self._sight.picture, ground)
            if self._sight.veil is not None:
                self._paint(painter, self._sight.veil, None)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which cluster is pointed at."""
        self.pointed.emit(self.number_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cluster of a pixel."""
        found = self.number_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.chosen.emit(found)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is pointed at any more."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def _view(self, picture: Picture) -> View:
        ratio = self.devicePixelRatioF()
        room = round(self.width() * ratio), round(self.height() * ratio)
        return View.fitted((picture.width, picture.height), room, round(_AIR * ratio))

    def _paint(self, painter: QPainter, picture: Picture, ground: object) -> None:
        view, ratio = self._view(picture), self.devicePixelRatioF()
        paint_picture(painter, picture, view, self.rect(), ratio, QPointF(), ground)  # type: ignore[arg-type]
