"""A window with the licences of everything inside, and a field to search them."""

from __future__ import annotations

from PySide6.QtCore import Qt
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

from gui.desktop.licences import licences

_SIZE = 960, 620
_PART = Qt.ItemDataRole.UserRole


class LicenceBox(QDialog):
    """Lists what is inside, and shows the licence of what is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Licences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts = licences()
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("Search for a name, a licence or a file")
        self.search.setAccessibleName("Search the licences")
        self.search.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setAccessibleName("Parts of the program")
        self.list.currentItemChanged.connect(self._show)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("Licence")
        # The list is walked with the arrow keys, and Tab leaves the text as it does all else.
        self.text.setTabChangesFocus(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self._side_by_side(), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        room = self.screen().availableSize()
        self.resize(min(_SIZE[0], room.width() * 9 // 10), min(_SIZE[1], room.height() * 9 // 10))
        self._fill()

    def _side_by_side(self) -> QSplitter:
        splitter = QSplitter(childrenCollapsible=False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.text)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_SIZE[0] * 3 // 10, _SIZE[0] * 7 // 10])
        return splitter

    def _fill(self) -> None:
        """List what fits the words in the field; the first of it is shown."""
        words = self.search.text().lower().split()
        self.list.clear()
        for place, part in enumerate(self._parts):
            if part.fits(words):
                item = QListWidgetItem(part.name)
                item.setData(_PART, place)
                item.setToolTip(part.licence)
                self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        else:
            self.text.setPlainText("No part of the program has these words in its name or licence.")

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.setPlainText(self._parts[item.data(_PART)].page)
