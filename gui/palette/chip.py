"""The chip above the colors: the name of the fixed palette, and a button that releases it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from core.language import _
from core.names import LONGEST_NAME, plain
from gui.desktop import texts
from gui.desktop.icons import icon
from gui.desktop.mirroring import keep_room
from gui.desktop.tips import show_tip

_PADDING = 6


class Chip(QWidget):
    """Names the palette that is fixed; hidden while none is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._of_photos = "", False
        self._label = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._release = QToolButton(autoRaise=True)
        self._release.setIconSize(QSize(14, 14))
        layout = QHBoxLayout(self)
        keep_room(self, layout, 10, 0, 2, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._release)
        self._take_height()
        self._tint()
        texts.follow(self, self._speak)
        self.hide()

    @property
    def text(self) -> str:
        """What the chip says, "" while it is hidden."""
        return "" if self.isHidden() else self._label.accessibleName()

    def take_action(self, release: QAction) -> None:
        """Have the button do what releases the palette."""
        self._release.clicked.connect(release.trigger)

    def show_name(self, name: str, *, of_photos: bool = False) -> None:
        """Show the name of a palette, which may be one of many photos; "" hides the chip."""
        self._name, self._of_photos = plain(name, LONGEST_NAME), of_photos
        self._speak()
        self._elide()
        self.setVisible(bool(name))

    def _speak(self) -> None:
        if self._of_photos:
            said = self._name
            stays = _("All photos are shown in it until you release it (✕).")
            release = _("Release the palette {name}: each photo has its own again, as before")
        else:
            said = _("Fixed palette: {name}").format(name=self._name)
            stays = _("It stays as it is until you release it (✕).")
            release = _("Release the palette {name}: k-means finds colors again, as before")
        self._label.setAccessibleName(said)
        show_tip(self._label, said, stays)
        named = _("Release the palette {name}").format(name=self._name)
        self._release.setAccessibleName(named)
        show_tip(self._release, release.format(name=self._name))

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
        self._label.setText(metrics.elidedText(self._name, elided, self._label.width()))

    def _take_height(self) -> None:
        self.setFixedHeight(self.fontMetrics().height() + 2 * _PADDING)

    def _tint(self) -> None:
        self._release.setIcon(icon("cancel", self.palette()))
