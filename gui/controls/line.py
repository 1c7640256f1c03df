"""A line of words that takes the room there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class Line(QLabel):
    """A line that is shortened rather than widen what it stands in."""

    def __init__(self) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the whole line, also where it is shortened."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show a line, or as much of it as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more of it, or less."""
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """Show as much as fits in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._shorten()

    def sizeHint(self) -> QSize:
        """Ask for the height of a line, whatever it says."""
        return QSize(40, self.fontMetrics().height())

    def _shorten(self) -> None:
        elided = Qt.TextElideMode.ElideRight
        super().setText(self.fontMetrics().elidedText(self._whole, elided, self.width()))
