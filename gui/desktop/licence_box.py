"""A window with the licences of everything inside, and a field to search them."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QFontDatabase, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from gui.desktop.licences import licences

_HEIGHT, _LEAST_HEIGHT = 640, 320
# Texts of licences are written for a terminal, in lines of at most so many letters.
_COLUMNS = 80
_NAME_COLUMNS = 26
_PART = Qt.ItemDataRole.UserRole


class LicenceBox(QDialog):
    """Lists what is inside, and shows the licence of what is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Licences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts = licences()
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(_("Search for a name, a licence or a file"))
        self.search.setAccessibleName(_("Search the licences"))
        self.search.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Parts of the program"))
        self.list.currentItemChanged.connect(self._show)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(_("Licence"))
        self._use_fixed_font()
        # The list is walked with the arrow keys, and Tab leaves the text as it does all else.
        self.text.setTabChangesFocus(True)
        self._splitter = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.text)
        self._splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self._splitter, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._fill()
        self._set_sizes(layout.contentsMargins())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list beside the text where whole lines have room, and above it elsewhere."""
        super().resizeEvent(event)
        is_beside = self.width() >= self._width_beside
        wanted = Qt.Orientation.Horizontal if is_beside else Qt.Orientation.Vertical
        if wanted != self._splitter.orientation():
            self._splitter.setOrientation(wanted)
            self._share_room()

    def _use_fixed_font(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())
        self.text.setFont(font)

    def _set_sizes(self, margins: QMargins) -> None:
        """Be as wide as a line, and at first as wide as the list beside it, if the screen is."""
        columns = self.text.fontMetrics().horizontalAdvance("0" * _COLUMNS)
        columns += 2 * int(self.text.document().documentMargin() + self.text.frameWidth())
        columns += self.text.verticalScrollBar().sizeHint().width()
        self._width_above = columns + margins.left() + margins.right()
        self._list_width = self.list.fontMetrics().horizontalAdvance("0" * _NAME_COLUMNS)
        self._width_beside = self._width_above + self._splitter.handleWidth() + self._list_width
        room = self.screen().availableSize() * 0.9
        self.setMinimumSize(min(self._width_above, room.width()), _LEAST_HEIGHT)
        self.resize(min(self._width_beside, room.width()), min(_HEIGHT, room.height()))
        self._share_room()

    def _share_room(self) -> None:
        if self._splitter.orientation() == Qt.Orientation.Horizontal:
            longest = self.list.sizeHintForColumn(0) + self.list.verticalScrollBar().width()
            left = self.width() - self._width_above
            names = max(self._list_width, min(longest, left))
            self._splitter.setSizes([names, self.width() - names])
        else:
            self._splitter.setSizes([self.height() // 4, self.height() * 3 // 4])

    def _fill(self) -> None:
        """List what fits the words in the field; the first of it is shown."""
        words = self.search.text().lower().split()
        self.list.clear()
        for place, part in enumerate(self._parts):
            if part.fits(words):
                item = QListWidgetItem(part.name)
                item.setData(_PART, place)
                item.setToolTip(f"{part.name}: {part.licence}")
                self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        else:
            self.text.setPlainText(
                _("No part of the program has these words in its name or licence.")
            )

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.setPlainText(self._parts[item.data(_PART)].page)
