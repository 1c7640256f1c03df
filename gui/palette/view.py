"""The palette: swatches with hex, name, share and lock, to choose and to work on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.fields import Option
from core.language import N_, _, ngettext
from gui.controls.boxes import fill
from gui.desktop import texts
from gui.desktop.announcing import announce, name_combo_box
from gui.palette.chip import Chip
from gui.palette.list import PaletteList
from gui.palette.model import NUMBER, ORDERS, Index, Order, PaletteModel
from gui.palette.row import MARGIN, Strip
from gui.palette.tools import Tools

if TYPE_CHECKING:
    from core.model import Palette

_ORDER_TEXTS: dict[Order, str] = {
    "share": N_("by share"),
    "lightness": N_("by lightness"),
    "hue": N_("by hue"),
    "palette": N_("as found"),
}


class PaletteView(QWidget):
    """The colors of a palette, of which some can be chosen.

    Signals
    -------
    chosen_changed()
        Other rows are chosen.
    hovered(int or None)
        The palette color under the pointer, or that the keys have come to.
    lock_clicked(int)
        The lock in the row of a palette color.
    edit_wanted(int)
        A double click, or Enter.
    copy_wanted()
        Ctrl+C in the list, with colors chosen.
    """

    chosen_changed = Signal()
    hovered = Signal(object)
    lock_clicked = Signal(int)
    edit_wanted = Signal(int)
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PaletteModel(self)
        self._list = PaletteList()
        self._list.setModel(self._model)
        self._list.lock_clicked.connect(self._emit_lock)
        self._list.edit_wanted.connect(lambda index: self.edit_wanted.emit(index.data(NUMBER)))
        self._list.selectionModel().selectionChanged.connect(self._emit_chosen)
        self._list.entered.connect(lambda index: self.hovered.emit(index.data(NUMBER)))
        self._list.copy_wanted.connect(self.copy_wanted)
        self._list.left.connect(lambda: self.hovered.emit(None))
        self._list.moved_by_key.connect(lambda index: self.hovered.emit(index.data(NUMBER)))
        self._list.customContextMenuRequested.connect(self._pop_up)
        # A palette that is coming has these colors; they are chosen once it is shown.
        self._awaited: tuple[str, ...] = ()
        self.chip = Chip()
        self._menu = QMenu(self)
        self._title = QLabel()
        self._palette: Palette | None = None
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._order = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        fill(self._order, {order: Option(_ORDER_TEXTS[order], "") for order in ORDERS})
        texts.put(self._order.setToolTip, _how_ordered)
        self._order.currentIndexChanged.connect(self._sort)
        self._tools = Tools()
        self._strip = Strip()
        hint = QLabel()
        texts.put(hint.setText, lambda: _("The colors appear here."))
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._pages = QStackedLayout()
        self._pages.addWidget(hint)
        self._pages.addWidget(self._list)
        self._as_grid = QToolButton(autoRaise=True)
        self._as_grid.setIconSize(QSize(16, 16))
        self._place()
        texts.follow(self, lambda: self.show_palette(self._palette, edited=True))

    def take_actions(self, tools: Sequence[QAction | None], menu: Sequence[QAction | None]) -> None:
        """Offer actions over the list, None is a gap; and in its context menu, None is a line."""
        self._tools.take_actions(tools)
        for entry in menu:
            if entry is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(entry)

    def take_grid_action(self, action: QAction) -> None:
        """Offer the action that shows swatches in a grid beside the title, and follow it."""
        self._as_grid.setDefaultAction(action)
        action.toggled.connect(self.show_as_grid)

    def show_as_grid(self, wanted: bool) -> None:
        """Show the colors as a grid of swatches, or else as rows."""
        self._list.show_as_grid(wanted)

    def show_palette(self, palette: Palette | None, *, edited: bool = False) -> None:
        """Show a palette, or that there is none yet.

        What was chosen stays chosen: the same places after an edit, otherwise the same colors.
        """
        chosen, current = self.chosen, self._list.currentIndex().data(NUMBER)
        before, self._palette = self._model.hex, palette
        self._model.take(palette)
        if not edited:
            now = {hex_: number for number, hex_ in enumerate(self._model.hex)}
            chosen = [now[before[number]] for number in chosen if before[number] in now]
            current = None if current is None else now.get(before[current])
        self._pages.setCurrentIndex(0 if palette is None else 1)
        self._strip.setVisible(palette is not None)
        self._strip.show_stripes(self._model.stripes())
        count = 0 if palette is None else len(palette)
        self._title.setText(_title(count))
        for number in chosen:
            if number < count:
                self._list.choose(self._model.index(self._model.row_of(number)))
        if current is not None and current < count:
            self._list.come_to(self._model.index(self._model.row_of(current)))
        if any(hex_ in self._model.hex for hex_ in self._awaited):
            self._choose_awaited()
        self.chosen_changed.emit()

    def choose_colors(self, hexes: Sequence[str]) -> None:
        """Choose colors and bring the first into view, now or as soon as they are shown."""
        self._awaited = tuple(hexes)
        if all(hex_ in self._model.hex for hex_ in hexes):
            self._choose_awaited()

    def _choose_awaited(self) -> None:
        hexes, self._awaited = self._awaited, ()
        numbers = [self._model.hex.index(hex_) for hex_ in hexes if hex_ in self._model.hex]
        self.choose(numbers)
        first = self._model.index(min(map(self._model.row_of, numbers)))
        self._list.come_to(first)
        self._list.scrollTo(first)

    @property
    def chosen(self) -> list[int]:
        """Palette colors that are chosen, in their order."""
        return sorted(index.data(NUMBER) for index in self._list.selectedIndexes())

    def choose(self, numbers: Sequence[int]) -> None:
        """Choose these palette colors and no others, as the user would."""
        self._list.clearSelection()
        for number in numbers:
            self._list.choose(self._model.index(self._model.row_of(number)))

    def point_at(self, number: int | None) -> None:
        """Mark the color under the pointer in the picture, and bring it into view."""
        row = self._model.point_at(number)
        if row is not None:
            self._list.scrollTo(self._model.index(row))

    def hex_of(self, number: int) -> str:
        """Return the hex code of a color."""
        return self._model.hex[number]

    def describe(self, number: int) -> str:
        """Return hex code, name and share of a color in one line."""
        return self._model.describe(number)

    @property
    def rows(self) -> list[str]:
        """Text of each row."""
        return [
            self._model.data(self._model.index(row), Qt.ItemDataRole.AccessibleTextRole)
            for row in range(self._model.rowCount())
        ]

    @property
    def order(self) -> Order:
        """Order of the rows."""
        return ORDERS[self._order.currentIndex()]

    @order.setter
    def order(self, order: Order) -> None:
        self._order.setCurrentIndex(ORDERS.index(order))

    def focus_list(self) -> None:
        """Focus the list of colors, and choose one if none is."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._list.selectedIndexes() and self._model.rowCount():
            current = self._list.currentIndex()
            self._list.setCurrentIndex(current if current.isValid() else self._model.index(0))
            self._list.choose(self._list.currentIndex())

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._as_grid)
        head.addWidget(self._order)
        tools = QHBoxLayout()
        tools.setContentsMargins(MARGIN - 4, 0, MARGIN - 4, 0)
        tools.addWidget(self._tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(tools)
        chip = QHBoxLayout()
        chip.setContentsMargins(MARGIN, 0, MARGIN, 2)
        chip.addWidget(self.chip)
        layout.addLayout(chip)
        layout.addWidget(self._strip)
        layout.addLayout(self._pages, 1)
        name_combo_box(self._order, N_("Order of the palette"))

    def _sort(self) -> None:
        chosen = self.chosen
        self._model.sort_by(self.order)
        self._strip.show_stripes(self._model.stripes())
        self.choose(chosen)

    def _emit_chosen(self) -> None:
        # Of many rows that are chosen at once, Qt tells only the first.
        number = len(self._list.selectedIndexes())
        chosen = ngettext("{count} color chosen", "{count} colors chosen", number)
        announce(self._list, chosen.format(count=number) if number > 1 else "")
        self.chosen_changed.emit()

    def _emit_lock(self, index: Index) -> None:
        self.lock_clicked.emit(index.data(NUMBER))

    def _pop_up(self, at: QPoint) -> None:
        self._menu.popup(self._list.viewport().mapToGlobal(at))


def _title(count: int) -> str:
    # Translators: the title over the colors, with their number if there are some
    return _("Palette · {count}").format(count=count) if count else _("Palette")


def _how_ordered() -> str:
    return _("How the colors are ordered here; files are not changed by it")
