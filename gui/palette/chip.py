"""The chip above the colors: where they come from, and buttons to list or release them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.desktop.icons import icon
from gui.desktop.mirroring import keep_room
from gui.desktop.tips import show_tip

_PADDING = 6


class ChipWords(NamedTuple):
    """What a chip says.

    Parameters
    ----------
    shown : str
        What stands on it, as far as there is room.
    said : str
        The same as a whole sentence, for its tip and for screen readers.
    stays : str
        What it means.
    release : str
        What its ✕ does, in few words.
    release_tip : str
        The same with what follows from it.
    lists : str
        What its list shows; "" where there is none to be shown.
    """

    shown: str
    said: str
    stays: str
    release: str
    release_tip: str
    lists: str = ""


class Chip(QWidget):
    """Names a fixed palette, or own colors; hidden while a run is free to make its colors."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._label = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._release, self._list = QToolButton(autoRaise=True), QToolButton(autoRaise=True)
        for button in (self._release, self._list):
            button.setIconSize(QSize(14, 14))
        layout = QHBoxLayout(self)
        keep_room(self, layout, 10, 0, 2, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._release)
        layout.insertWidget(1, self._list)
        self._take_height()
        self._tint()
        self.hide()

    @property
    def text(self) -> str:
        """What the chip says, "" while it is hidden."""
        return "" if self.isHidden() else self._label.accessibleName()

    def take_actions(self, release: QAction, show_list: QAction) -> None:
        """Have the buttons do what releases the palette, and what lists own colors."""
        self._release.clicked.connect(release.trigger)
        self._list.clicked.connect(show_list.trigger)

    def show_words(self, words: ChipWords | None) -> None:
        """Show where the colors come from; None hides the chip."""
        self._shown = "" if words is None else words.shown
        self.setVisible(words is not None)
        if words is None:
            return
        self._label.setAccessibleName(words.said)
        show_tip(self._label, words.said, words.stays)
        self._release.setAccessibleName(words.release)
        show_tip(self._release, words.release_tip)
        self._list.setAccessibleName(words.lists)
        show_tip(self._list, words.lists)
        self._list.setVisible(bool(words.lists))
        self._elide()

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        """Shorten the name where there is less room."""
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when light became dark; make room for a larger font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        elif event.type() == QEvent.Type.FontChange:
            self._take_height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rounded ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        painter.setPen(QPen(color, 1))
        color.setAlpha(40)
        painter.setBrush(color)
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)

    def _elide(self) -> None:
        metrics = self._label.fontMetrics()
        elided = Qt.TextElideMode.ElideMiddle
        self._label.setText(metrics.elidedText(self._shown, elided, self._label.width()))

    def _take_height(self) -> None:
        self.setFixedHeight(self.fontMetrics().height() + 2 * _PADDING)

    def _tint(self) -> None:
        self._release.setIcon(icon("cancel", self.palette()))
        self._list.setIcon(icon("own-colors", self.palette()))
