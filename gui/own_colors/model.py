"""Own colors as rows of a table: which are at hand, which are found, which the picture has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPixmap

import core
from core.language import _, isolated
from core.names import LONGEST_NAME, plain
from core.settings import Color
from core.wording import decimal, percent
from gui.desktop.icons import icon

if TYPE_CHECKING:
    from core.owned import OwnedColors

Index = QModelIndex | QPersistentModelIndex

NAME, NUMBER, CODE, SHARE = range(4)
_Role = Qt.ItemDataRole
_Check = Qt.CheckState
_SWATCH = 32
_LOOKED_AT = 200
_LEAST_SHOWN = 0.0005


class CandidatesModel(QAbstractTableModel):
    """A row for each color; those that the picture has are bold.

    What is checked is at hand, all others are sold out; what has a lock is used in any case.

    Signals
    -------
    checks_changed()
        The user checked or unchecked some.
    """

    checks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._colors: tuple[Color, ...] = ()
        self._names: list[str] = []
        self._parts: dict[int, tuple[str, str]] = {}
        self._sought: list[str] = []
        self._places: dict[Color, int] = {}
        self._shares: dict[int, float] = {}
        self._locked: set[int] = set()
        self._sold_out: set[int] = set()
        # Places of the colors that are found, in the order of the rows.
        self._rows: list[int] = []
        self._words: list[str] = []
        self._order = NAME, Qt.SortOrder.AscendingOrder
        self._sorted = False

    def take(self, owned: OwnedColors | None) -> None:
        """Show other colors, or the same of which others are sold out."""
        colors = () if owned is None else owned.everything.colors
        names = () if owned is None else owned.everything.names
        same = colors is self._colors and len(names) == len(self._names)
        if not same:
            self.beginResetModel()
            self._colors = colors
            self._places = {color: place for place, color in enumerate(colors)}
            codes = [_hex(color) for color in colors]
            self._names = [name or code for name, code in zip(names, codes, strict=True)]
            self._parts = {}
            self._sought = [
                f"{name} {code}".casefold() for name, code in zip(names, codes, strict=True)
            ]
            self._shares, self._locked = {}, set()
            self._find()
        self._sold_out = set()
        if owned is not None:
            self._sold_out = {self._places[color] for color in owned.sold_out}
        if same:
            self._tell([_Role.CheckStateRole, _Role.ForegroundRole])
        else:
            self.endResetModel()

    def show_shares(self, shares: Mapping[Color, float]) -> None:
        """Mark the colors that the picture has, with their shares."""
        found = {
            self._places[color]: share for color, share in shares.items() if color in self._places
        }
        if found == self._shares:
            return
        self._shares = found
        if self._sorted and self._order[0] == SHARE:
            self._arrange()
        else:
            self._tell([_Role.DisplayRole, _Role.FontRole])

    def show_locked(self, locked: Iterable[Color]) -> None:
        """Mark the colors that are used in any case."""
        places = {self._places[color] for color in locked if color in self._places}
        if places != self._locked:
            self._locked = places
            self._tell([_Role.DecorationRole, _Role.AccessibleTextRole])

    def search(self, text: str) -> None:
        """Show just those whose name or code has all words of a text."""
        words = text.casefold().split()
        if words != self._words:
            self._words = words
            self.beginResetModel()
            self._find()
            self.endResetModel()

    @property
    def searches(self) -> bool:
        """Whether some may be hidden, as something is looked for."""
        return bool(self._words)

    @property
    def sold_out(self) -> frozenset[Color]:
        """Colors that are not checked."""
        return frozenset(self._colors[place] for place in self._sold_out)

    @property
    def at_hand(self) -> int:
        """Number of colors that are checked."""
        return len(self._colors) - len(self._sold_out)

    @property
    def has_numbers(self) -> bool:
        """Whether makers gave numbers to these colors, as far as the first ones tell."""
        return any(self._split(place)[1] for place in range(min(len(self._names), _LOOKED_AT)))

    @property
    def count(self) -> int:
        """Number of colors, also of those that are not found."""
        return len(self._colors)

    @property
    def used(self) -> int:
        """Number of colors that the picture has."""
        return len(self._shares)

    def check_found(self, wanted: bool) -> None:
        """Check or uncheck all that are found."""
        self.check(range(len(self._rows)), wanted)

    def check_only_found(self) -> None:
        """Check those that are found, and no others."""
        self._set_sold_out(set(range(len(self._colors))).difference(self._rows))

    def check(self, rows: Iterable[int], wanted: bool) -> None:
        """Check or uncheck some rows, as one change."""
        places = {self._rows[row] for row in rows}
        self._set_sold_out(self._sold_out - places if wanted else self._sold_out | places)

    def is_checked(self, row: int) -> bool:
        """Return whether the color of a row is at hand."""
        return self._rows[row] not in self._sold_out

    def is_locked(self, row: int) -> bool:
        """Return whether the color of a row is used in any case."""
        return self._rows[row] in self._locked

    def colors_of(self, rows: Iterable[int]) -> list[Color]:
        """Return the colors of some rows."""
        return [self._colors[self._rows[row]] for row in rows]

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the colors that are found."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else SHARE + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return _alignment(section)
        if role == _Role.InitialSortOrderRole and section == SHARE:
            return Qt.SortOrder.DescendingOrder  # those in the picture come first
        if role != _Role.DisplayRole:
            return None
        # Translators: titles of columns: the number is that which the maker of a thread or bead
        # gives it, the share is the part of the picture in a color
        return (_("Name"), _("Number"), _("Color"), _("Share"))[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen, and checked in its first column."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else flags

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return one thing about a color."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        place, column = self._rows[index.row()], index.column()
        match role:
            case _Role.DisplayRole:
                return self._text(place, column)
            case _Role.DecorationRole if column == NAME:
                return _swatch(self._colors[place])
            case _Role.DecorationRole if column == SHARE and place in self._locked:
                return icon("lock", QGuiApplication.palette())
            case _Role.ToolTipRole if column == SHARE and place in self._locked:
                return _("Used in any case")
            case _Role.CheckStateRole if column == NAME:
                return _Check.Unchecked if place in self._sold_out else _Check.Checked
            case _Role.FontRole if place in self._shares:
                font = QFont()
                font.setBold(True)
                return font
            case _Role.TextAlignmentRole:
                return _alignment(column)
            case _Role.AccessibleTextRole:
                return self._said(place) if column == NAME else self._text(place, column)
        return None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Check or uncheck a color."""
        if role != _Role.CheckStateRole or not index.isValid():
            return False
        self.check([index.row()], _Check(value) == _Check.Checked)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows; a column below 0 leaves them as the file has them."""
        self._sorted, self._order = column >= 0, (column, order)
        self._arrange()

    def _arrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = [self._rows[index.row()] for index in before]
        self._find()
        rows = {place: row for row, place in enumerate(self._rows)}
        after = [
            self.index(rows[place], index.column())
            for place, index in zip(places, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _find(self) -> None:
        found = [
            place
            for place, sought in enumerate(self._sought)
            if all(word in sought for word in self._words)
        ]
        if self._sorted:
            column, order = self._order
            keys: dict[int, Callable[[int], Any]] = {
                NAME: lambda place: _natural(self._names[place]),
                NUMBER: lambda place: _natural(self._split(place)[1]),
                CODE: lambda place: self._colors[place],
                SHARE: lambda place: self._shares.get(place, 0.0),
            }
            found.sort(key=keys[column], reverse=order == Qt.SortOrder.DescendingOrder)
        self._rows = found

    def _set_sold_out(self, places: set[int]) -> None:
        if places != self._sold_out:
            self._sold_out = places
            self._tell([_Role.CheckStateRole])
            self.checks_changed.emit()

    def _tell(self, roles: list[_Role]) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, SHARE)
            self.dataChanged.emit(self.index(0, 0), last, roles)

    def _text(self, place: int, column: int) -> str:
        if column in {NAME, NUMBER}:
            return self._split(place)[column]
        if column == CODE:
            return _hex(self._colors[place])
        return _share(self._shares[place]) if place in self._shares else ""

    def _split(self, place: int) -> tuple[str, str]:
        """Return what a color is called, and its number: looked for where it is seen only."""
        if place not in self._parts:
            name, number = core.split_code(self._names[place])
            self._parts[place] = plain(name, LONGEST_NAME), plain(number, LONGEST_NAME)
        return self._parts[place]

    def _said(self, place: int) -> str:
        name = " ".join(each for each in self._split(place) if each)
        parts = [f"{name} {isolated(_hex(self._colors[place]))}"]
        if place in self._sold_out:
            parts.append(_("sold out"))
        if place in self._locked:
            parts.append(_("used in any case"))
        if place in self._shares:
            parts.append(_share(self._shares[place]))
        return ", ".join(parts)


@lru_cache(maxsize=512)
def _swatch(color: Color) -> QIcon:
    """Return a swatch that stays true where its row is chosen: colors alone are tinted there."""
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(QColor(*color))
    swatch = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected, QIcon.Mode.Disabled):
        swatch.addPixmap(pixmap, mode)
    return swatch


def _hex(color: Color) -> str:
    return f"#{bytes(color).hex()}"


def _share(share: float) -> str:
    if 0 < share < _LEAST_SHOWN:
        return percent(f"<{decimal(0.1, 1)}")
    return percent(decimal(100 * share, 1))


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """Return a key by which "DMC 9" comes before "DMC 10"."""
    parts = re.split(r"(\d{1,9})", name.casefold())
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == SHARE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
