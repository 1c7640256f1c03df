"""A header with a triangle that opens and closes what is below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStyle, QStyleOption, QToolButton, QWidget

from core.language import _, ngettext, pgettext, translated
from gui.desktop import texts
from gui.desktop.tips import show_tip, tip


class Disclosure(QWidget):
    """Header of a part that may be closed, with a word about what is changed in there.

    Parameters
    ----------
    title, show, hide : str
        Marked texts: the header, and what opening and closing it does.

    Signals
    -------
    toggled(bool)
        The user has opened or closed it, or `is_open` was set.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, show: str, hide: str) -> None:
        super().__init__()
        self._title = title
        self._show, self._hide = show, hide
        self._changed: tuple[str, ...] = ()
        self._button = QToolButton(autoRaise=True)
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.toggled.connect(self._show_state)
        self._button.toggled.connect(self.toggled)
        self._word = QLabel()
        self._word.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._button)
        layout.addWidget(self._word)
        layout.addStretch(1)
        texts.follow(self, self._show_state)

    @property
    def is_open(self) -> bool:
        """Whether the part below is shown."""
        return self._button.isChecked()

    @is_open.setter
    def is_open(self, is_open: bool) -> None:
        self._button.setChecked(is_open)

    @property
    def word(self) -> str:
        """What is told about changes; empty while the part is open, which shows them."""
        if self.is_open or not self._changed:
            return ""
        count = len(self._changed)
        # Translators: so many settings are changed
        return ngettext("{count} changed", "{count} changed", count).format(count=count)

    def show_changed(self, titles: tuple[str, ...]) -> None:
        """Show the titles, as marked texts, of what is not as it would be by itself."""
        self._changed = titles
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        """Turn the triangle to the other side with the window, and take the colors of a theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LayoutDirectionChange, QEvent.Type.PaletteChange}:
            self._show_state()

    def _mirrored_arrow(self) -> QIcon:
        """Draw the triangle as an icon: Qt's styles draw an arrow over the text on that side."""
        ratio, size = self.devicePixelRatioF(), self._button.iconSize()
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        option = QStyleOption()
        option.initFrom(self._button)
        side = self.style().pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator)
        option.rect = QRect(0, 0, side, side)
        option.rect.moveCenter(QRect(QPoint(), size).center())
        painter = QPainter(pixmap)
        element = QStyle.PrimitiveElement
        arrow = element.PE_IndicatorArrowDown if self.is_open else element.PE_IndicatorArrowLeft
        self.style().drawPrimitive(arrow, option, painter, self._button)
        painter.end()
        return QIcon(pixmap)

    def _show_state(self) -> None:
        arrow = Qt.ArrowType.DownArrow if self.is_open else Qt.ArrowType.RightArrow
        mirrored = self.isRightToLeft()
        self._button.setArrowType(Qt.ArrowType.NoArrow if mirrored else arrow)
        self._button.setIcon(self._mirrored_arrow() if mirrored else QIcon())
        self._word.setText(self.word)
        self._word.setVisible(bool(self.word))
        changed = ""
        if self._changed:
            titles = ", ".join(map(translated, self._changed))
            # Translators: followed by titles of settings
            changed = _("Changed: {titles}").format(titles=titles)
        self._button.setText(translated(self._title))
        self._button.setToolTip(
            tip(translated(self._hide if self.is_open else self._show), changed)
        )
        show_tip(self._word, changed)
        self._button.setAccessibleName(translated(self._title))
        opened, closed = (
            pgettext("part of the panel", "open"),
            pgettext("part of the panel", "closed"),
        )
        state = opened if self.is_open else closed
        self._button.setAccessibleDescription("; ".join(filter(None, (state, changed))))
