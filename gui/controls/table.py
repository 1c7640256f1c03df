"""A table of core in the window: to read, to walk through, and to copy in three ways."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from core import language
from core.charts.table import Cell, Table
from core.language import N_, NP_, _, pgettext, translated
from core.wording import human_count
from gui.desktop import texts

Index = QModelIndex | QPersistentModelIndex
_CODE = re.compile("#[0-9a-f]{6}")
_SWATCH = 16
_LONG_NUMBER = 1000
WAYS: tuple[tuple[str, str, Callable[[Table], str]], ...] = (
    (N_("Copy as &text"), NP_("copied as", "text"), Table.to_text),
    (N_("Copy as &CSV"), "CSV", Table.to_csv),
    (N_("Copy as &LaTeX"), "LaTeX", Table.to_latex),
)


class TableModel(QAbstractTableModel):
    """The cells of a table as people read them; a color code comes with its color."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = Table("", (), ())
        self._words: tuple[tuple[str, ...], ...] = ()

    def take(self, table: Table) -> None:
        """Show another table; of the same shape, what is chosen stays so."""
        same = len(table.rows) == len(self.table.rows) and table.columns == self.table.columns
        if not same:
            self.beginResetModel()
        self.table, self._words = table, tuple(map(_grouped, table.rows, table.words))
        if not same:
            self.endResetModel()
        elif table.rows:
            last = self.index(len(table.rows) - 1, len(table.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def speak(self) -> None:
        """Show the table in the language of the moment."""
        self.take(self.table)
        last = max(0, len(self.table.columns) - 1)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def rowCount(self, _parent: Index | None = None) -> int:
        """Count the rows."""
        return len(self._words)

    def columnCount(self, _parent: Index | None = None) -> int:
        """Count the columns."""
        return len(self.table.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.table.columns[section].shown
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell, its color, and on which side it stands."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words[row][column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = self.table.columns[column].shown
            words = self._words[row][column] or pgettext("cell of a table", "none")
            return f"{title} {words}"
        if role == Qt.ItemDataRole.DecorationRole and _CODE.fullmatch(self._words[row][column]):
            return _swatch(self._words[row][column])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = not isinstance(self.table.rows[row][column], str)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class TableView(QTableView):
    """A table of which whole rows are chosen; Ctrl+C copies it as text.

    Parameters
    ----------
    name : str
        A marked text for screen readers.

    Signals
    -------
    pointed(int or None)
        The row under the pointer.
    chosen(int)
        The row that was clicked or walked to.
    copied(str)
        In which way it was copied.
    """

    pointed = Signal(object)
    chosen = Signal(int)
    copied = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = TableModel(self)
        self.setModel(self.model_)
        texts.put(self.setAccessibleName, partial(translated, name))
        texts.put(self.setToolTip, _how_to_copy)
        texts.follow(self, self.model_.speak)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setHighlightSections(False)
        self.entered.connect(lambda index: self.pointed.emit(index.row()))
        self._lights = False
        # It makes the table to copy, where one that nobody sees is not kept up to date.
        self.newest: Callable[[], Table] | None = None

    def show_table(self, table: Table) -> None:
        """Show another table."""
        shape = self.model_.rowCount(), self.model_.table.columns
        self.model_.take(table)
        if shape != (self.model_.rowCount(), table.columns):
            # Anew for each table it would take longer than all else.
            self.resizeColumnsToContents()

    def light_up(self, row: int | None) -> None:
        """Choose a row and bring it into view, or none."""
        self._lights = True
        if row is None or row >= self.model_.rowCount():
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row != self.currentIndex().row():
            self.selectRow(row)
        self._lights = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row the user walked to."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._lights:
            self.chosen.emit(current.row())

    def leaveEvent(self, event: Any) -> None:
        """Tell that no row is pointed at any more."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy(0)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(event.globalPos())

    def fill(self, menu: QMenu) -> None:
        """Put the ways to copy into a menu."""
        for way, (text, _name, _write) in enumerate(WAYS):
            action = menu.addAction("")
            texts.put(action.setText, partial(translated, text))
            action.triggered.connect(partial(self.copy, way))

    def copy(self, way: int, *_checked: bool) -> None:
        """Copy the whole table in one of the ways."""
        _text, name, write = WAYS[way]
        table = self.model_.table if self.newest is None else self.newest()
        QGuiApplication.clipboard().setText(write(table))
        self.copied.emit(translated(name))


def _how_to_copy() -> str:
    return _("Ctrl+C copies the table; the menu of the right button has CSV and LaTeX")


def _grouped(cells: tuple[Cell, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words of which long numbers are grouped by narrow spaces, none of them in powers."""
    return tuple(_in_groups(cell, word) for cell, word in zip(cells, words, strict=True))


def _in_groups(cell: Cell, word: str) -> str:
    if isinstance(cell, str) or cell is None:
        return word
    point = language.numbers().decimal
    if not _LONG_NUMBER <= cell < math.inf:
        return word.replace(".", point)
    if "e" in word:
        return human_count(round(cell))
    whole, sign, rest = word.replace(".", point).partition(point)
    return human_count(int(whole)) + sign + rest


def _swatch(name: str) -> QIcon:
    """Return a color as it is, in rows that are chosen as well: there Qt would tint it."""
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(QColor(name))
    swatch = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        swatch.addPixmap(pixmap, mode)
    return swatch
