"""Controls of the outcome that Qt has not quite: short titles, a button that shortens a name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from core.language import translated
from core.settings import IMAGE_FORMATS, SAVE_OPTIONS, ImageFormat
from gui.controls.boxes import explained, fill
from gui.desktop import texts, theme
from gui.outcome.words import title_of


class FormatBox(QComboBox):
    """Box of formats, which tells in the list what each does, and where it is closed the name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        kind = SAVE_OPTIONS["format"]
        fill(self, {name: kind.options[name] for name in IMAGE_FORMATS})
        texts.put(self.setAccessibleName, lambda: translated(kind.title))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(max(len(title_of(name)) for name in IMAGE_FORMATS) + 1)
        self.currentIndexChanged.connect(self._tell)
        texts.follow(self, self._tell)

    @property
    def name(self) -> ImageFormat:
        """The format chosen."""
        return IMAGE_FORMATS[self.currentIndex()]

    @property
    def closed_text(self) -> str:
        """What is shown of the format where the list is closed."""
        return title_of(self.name)

    def show_format(self, name: ImageFormat) -> None:
        """Choose a format."""
        self.setCurrentIndex(IMAGE_FORMATS.index(name))

    def showPopup(self) -> None:
        """Make the list as wide as its words."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 8)
        super().showPopup()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the name only."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.closed_text
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _tell(self) -> None:
        option = SAVE_OPTIONS["format"].options[self.name]
        self.setToolTip(explained(translated(option.title), translated(option.tip)))


class ActionButton(QPushButton):
    """The button of an action; a name in its text loses its middle where there is no room.

    The name is the data of the action, if its text has one.
    """

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()
        self.tint()

    @property
    def whole(self) -> str:
        """The text as it would be if there were room for all of it."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        """Ask for the height only."""
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the text as fits."""
        super().resizeEvent(event)
        self._shorten()

    def tint(self) -> None:
        """Take the colors of another theme; Qt tells widgets with a style sheet of none."""
        style = theme.primary(QApplication.palette())
        if style != self.styleSheet():
            self.setStyleSheet(style)

    def _follow(self) -> None:
        # In a menu one ampersand marks a key, which would be taken by the menu's entry.
        self._whole = self._action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._whole)
        self._shorten()

    def _shorten(self) -> None:
        room = self.width() - 2 * self.fontMetrics().averageCharWidth() - 8
        # The ends tell what is done, and the ending of the file.
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room)
        name = self._action.data()
        if shown != self._whole and name and name in self._whole:
            before, after = self._whole.split(name, 1)
            room -= self.fontMetrics().horizontalAdvance(before + after)
            short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
            shown = before + short + after
        self.setText(shown.replace("&", "&&"))
