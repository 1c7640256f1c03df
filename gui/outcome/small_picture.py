"""A small picture of the result, to be dragged out of the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from core.language import _
from gui.desktop import texts
from gui.desktop.checkerboard import checkerboard

SIDE = 64
_SQUARE = 5


class SmallPicture(QWidget):
    """Picture that can be pulled away with the mouse.

    Signals
    -------
    pressed()
        A drag may follow.
    pulled()
        It is dragged away.
    released()
        The button was released over it, without a drag.
    """

    pressed = Signal()
    pulled = Signal()
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._begin: QPoint | None = None
        self.setFixedSize(SIDE, SIDE)
        texts.put(self.setAccessibleName, lambda: _("Small picture of the result"))

    @property
    def pixmap(self) -> QPixmap:
        """What is shown, with one pixel for each of the screen's."""
        return self._pixmap

    def show_image(self, image: QImage | None) -> None:
        """Show an image as large as there is room; None shows nothing."""
        if image is None:
            self._pixmap = QPixmap()
        else:
            ratio = self.devicePixelRatioF()
            room = QSize(round(SIDE * ratio), round(SIDE * ratio))
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
            small = image.scaled(room, keep, smooth.SmoothTransformation)
            self._pixmap = QPixmap.fromImage(small)
            self._pixmap.setDevicePixelRatio(ratio)
        shape = Qt.CursorShape.ArrowCursor if image is None else Qt.CursorShape.OpenHandCursor
        self.setCursor(shape)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what may become a drag."""
        if event.button() == Qt.MouseButton.LeftButton and not self._pixmap.isNull():
            self._begin = event.position().toPoint()
            self.pressed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Make it a drag as soon as it is farther than a hand trembles."""
        if self._begin is None:
            return
        way = event.position().toPoint() - self._begin
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._begin = None
            self.pulled.emit()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Forget a drag that did not begin."""
        self._begin = None
        self.released.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture in the middle, on a checkerboard where it is transparent."""
        painter = QPainter(self)
        place = self._place()
        if place.isEmpty():
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
            return
        if self._pixmap.hasAlphaChannel():
            painter.fillRect(place, checkerboard(_SQUARE, self.palette()))
        painter.drawPixmap(place, self._pixmap)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _place(self) -> QRect:
        place = QRect(QPoint(0, 0), self._pixmap.deviceIndependentSize().toSize())
        place.moveCenter(self.rect().center())
        return place
