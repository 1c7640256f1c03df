"""The colors of a palette as rows: what each is called, its share, its lock, and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

import core
from core.language import _, isolated, pgettext
from core.names import LONGEST_NAME, plain
from core.wording import decimal, percent
from gui.desktop.tips import tip

if TYPE_CHECKING:
    from core.model import Palette

Order = Literal["share", "lightness", "hue", "palette"]
ORDERS: tuple[Order, ...] = get_args(Order)

Index = QModelIndex | QPersistentModelIndex

NAME = Qt.ItemDataRole.UserRole
SHARE = Qt.ItemDataRole.UserRole + 1
LOCKED = Qt.ItemDataRole.UserRole + 2
NUMBER = Qt.ItemDataRole.UserRole + 3
POINTED = Qt.ItemDataRole.UserRole + 4

# A color with less saturation or brightness than this has no hue worth sorting by.
_GRAYISH = 0.08
_OPAQUE = 255


class PaletteModel(QAbstractListModel):
    """Rows in an order the user chose; the palette itself keeps its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hex: tuple[str, ...] = ()
        self._names: list[str] = []
        self._shares: list[float] = []
        self._locked: list[bool] = []
        self._rows: list[int] = []
        self._order: Order = "share"
        self._pointed = -1

    def take(self, palette: Palette | None) -> None:
        """Show another palette."""
        self.beginResetModel()
        if palette is None:
            self._hex, self._names, self._shares, self._locked = (), [], [], []
        else:
            self._hex = palette.hex
            found = core.spoken_color_names(palette.colors)
            alphas = palette.rgba[:, 3].tolist()
            self._names = [
                plain(_number_first(own), LONGEST_NAME) or _name(name, alpha)
                for own, name, alpha in zip(palette.names, found, alphas, strict=True)
            ]
            self._shares = palette.shares.tolist()
            self._locked = palette.locked.tolist()
        self._pointed = -1
        self._sort()
        self.endResetModel()

    @property
    def hex(self) -> tuple[str, ...]:
        """The colors in the palette's own order."""
        return self._hex

    def sort_by(self, order: Order) -> None:
        """Order the rows."""
        self.beginResetModel()
        self._order = order
        self._sort()
        self.endResetModel()

    def point_at(self, number: int | None) -> int | None:
        """Mark the row of a color as the one under the pointer, and return the row."""
        row = self._rows.index(number) if number in self._rows else -1
        old, self._pointed = self._pointed, row
        for changed in {old, row} - {-1}:
            self.dataChanged.emit(self.index(changed), self.index(changed), [POINTED])
        return None if row < 0 else row

    def row_of(self, number: int) -> int:
        """Find the row of a color of the palette."""
        return self._rows.index(number)

    def rowCount(self, _parent: Index | None = None) -> int:
        """Count the colors."""
        return len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one thing about a color."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        number = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._hex[number]
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._said(number)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(number)
        values = {
            NAME: self._names[number],
            SHARE: self._shares[number],
            LOCKED: self._locked[number],
            NUMBER: number,
            POINTED: index.row() == self._pointed,
        }
        return values.get(role)

    def describe(self, number: int) -> str:
        """Return hex code, name and share of a color in one line."""
        share = share_text(self._shares[number])
        return f"{isolated(self._hex[number])}  {self._names[number]}  {share}"

    def _said(self, number: int) -> str:
        color, share = (
            f"{isolated(self._hex[number])} {self._names[number]}",
            share_text(self._shares[number]),
        )
        if self._locked[number]:
            # Translators: for screen readers: "#1a2b3c dark blue, 12.3 %, locked"
            return _("{color}, {share}, locked").format(color=color, share=share)
        return f"{color}, {share}"

    def stripes(self) -> list[tuple[QColor, float]]:
        """List color and share of each row."""
        return [(color_of(self._hex[n]), self._shares[n]) for n in self._rows]

    def _tip(self, number: int) -> str:
        color = color_of(self._hex[number])
        numbers = isolated(f"{color.red()}, {color.green()}, {color.blue()}")
        if color.alpha() < _OPAQUE:
            # Translators: red, green and blue, and how opaque a color is: "12, 34, 56, alpha 128"
            with_alpha = _("{numbers}, alpha {alpha}")
            numbers = with_alpha.format(numbers=numbers, alpha=color.alpha())
        lines = [
            f"{self._names[number]} · {isolated(self._hex[number])} · {numbers}",
            # Translators: as in "12.3 % of the picture"
            _("{share} of the picture").format(share=share_text(self._shares[number])),
        ]
        if self._locked[number]:
            lines.append(_("Locked: no further run moves it"))
        return tip(*lines)

    def _sort(self) -> None:
        numbers = range(len(self._hex))
        keys = {
            "share": lambda n: -self._shares[n],
            "lightness": lambda n: color_of(self._hex[n]).lightnessF(),
            "hue": lambda n: _hue_key(color_of(self._hex[n])),
            "palette": lambda n: n,
        }
        self._rows = sorted(numbers, key=keys[self._order])


def color_of(hex_: str) -> QColor:
    """Make the color of "#rrggbb" or "#rrggbbaa"; Qt itself expects alpha first."""
    color = QColor(hex_[:7])
    if len(hex_) > len("#rrggbb"):
        color.setAlpha(int(hex_[7:], 16))
    return color


def _number_first(name: str) -> str:
    """Return a name with the number of its maker before it, as a narrow row shows the beginning."""
    called, number = core.split_code(name)
    return f"{number} {called}".strip()


def _name(name: str, alpha: int) -> str:
    """Return a name that includes how opaque the color is."""
    if alpha == 0:
        return pgettext("color", "transparent")
    if alpha == _OPAQUE:
        return name
    # Translators: a color and how opaque it is: "dark blue, 50 % opaque"
    words = _("{color}, {percent} opaque")
    return words.format(color=name, percent=percent(decimal(100 * alpha / _OPAQUE, 0)))


def _hue_key(color: QColor) -> tuple[bool, float, float]:
    """Return a key that sorts colors around the circle, then grays from dark to light."""
    gray = color.hsvSaturationF() < _GRAYISH or color.valueF() < _GRAYISH
    return gray, 0.0 if gray else color.hsvHueF(), color.lightnessF()


def share_text(share: float) -> str:
    """Write a share in percent, with one decimal."""
    if 0 < share < 0.0005:
        return percent(f"<{decimal(0.1, 1)}")
    return percent(decimal(100 * share, 1))
