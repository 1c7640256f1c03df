"""A picture that is moved and zoomed together with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core.language import _, translated
from gui.desktop import theme
from gui.desktop.checkerboard import checkerboard
from gui.picture import hints
from gui.picture.geometry import View
from gui.picture.painter import paint_picture

if TYPE_CHECKING:
    from gui.contest.link import Link
    from gui.picture.bridge import Picture

_WHEEL_STEP = 1.25
_CHECKER = 6


class Pane(QWidget):
    """Shows a picture, or the original in its place while that is held.

    Signals
    -------
    taken()
        It was double-clicked.
    """

    taken = Signal()

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._picture: Picture | None = None
        self._original: Picture | None = None
        self._words = ""
        self._last: QPointF | None = None
        self.setMinimumSize(60, 40)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        link.changed.connect(self.update)

    @property
    def view(self) -> View | None:
        """What is seen of the photo; None without one."""
        ratio = self.devicePixelRatioF()
        size = round(self.width() * ratio), round(self.height() * ratio)
        return self._link.view_in((max(size[0], 1), max(size[1], 1)))

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture yet."""
        return self._picture is not None

    def sizeHint(self) -> QSize:
        """Ask for no room of its own: it takes what is left."""
        return QSize(160, 120)

    def show_picture(self, picture: Picture | None, words: str = "") -> None:
        """Show a picture; without one, words in its place, which are marked for translation."""
        self._picture, self._words = picture, words
        self.update()

    def hold_original(self, original: Picture | None) -> None:
        """Show the original as long as it is held; None: no more."""
        if original is not self._original:
            self._original = original
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, or what there is instead."""
        painter = QPainter(self)
        painter.setClipRect(self.rect())
        painter.fillRect(self.rect(), theme.ground(self.palette()))
        picture, view = self._original or self._picture, self.view
        if picture is None or view is None:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, translated(self._words))
        else:
            squares = checkerboard(_CHECKER, self.palette())
            ratio = self.devicePixelRatioF()
            paint_picture(painter, picture, view, self.rect(), ratio, QPointF(), squares)
            if self._original is not None and self._original is not self._picture:
                hints.paint_caption(painter, _("Original"), self.rect(), left=True)
        painter.end()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the whole photo in view for all, if it is."""
        view = self.view
        if view is not None and view.fitting:
            self._link.take(view)

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching on a touch pad."""
        zooms = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == zooms:
            self._zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom all around the place under the pointer."""
        notches = event.angleDelta().y() / 120
        if notches:
            self._zoom(_WHEEL_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._last = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.ignore()  # the cell becomes the current one

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move all pictures."""
        view = self.view
        if self._last is not None and view is not None:
            delta = (event.position() - self._last) * self.devicePixelRatioF()
            self._last = event.position()
            self._link.take(view.panned(delta.x(), delta.y()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._last = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the result over."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.taken.emit()

    def _zoom(self, factor: float, at: QPointF) -> None:
        view, ratio = self.view, self.devicePixelRatioF()
        if view is not None:
            self._link.take(view.zoomed(factor, at.x() * ratio, at.y() * ratio))
