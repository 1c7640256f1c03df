"""The palette: swatches with hex and share; a click copies the hex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from core.model import Palette

_Index = QModelIndex | QPersistentModelIndex

_ROW_HEIGHT = 30
_SWATCH_WIDTH = 44
_COPIED_MS = 1200
_SHARE = Qt.ItemDataRole.UserRole
_COPIED = Qt.ItemDataRole.UserRole + 1


class PaletteView(QWidget):
    """The colors of a palette, largest share first.

    Signals
    -------
    copied(str)
        The hex of a color went to the clipboard.
    """

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Colors(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_ColorRow(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self._list.setAccessibleName("Palette")
        self._list.clicked.connect(self._copy)
        self._list.activated.connect(self._copy)
        self._title = QLabel("Palette")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._title.setContentsMargins(12, 4, 12, 2)
        hint = QLabel("The colors appear here.")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._pages = QStackedLayout()
        self._pages.addWidget(hint)
        self._pages.addWidget(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addLayout(self._pages, 1)

    def show_palette(self, palette: Palette | None) -> None:
        """Show a palette, or that there is none yet."""
        self._model.take(palette)
        self._pages.setCurrentIndex(0 if palette is None else 1)
        count = 0 if palette is None else len(palette)
        self._title.setText(f"Palette · {count}" if count else "Palette")

    @property
    def rows(self) -> list[str]:
        """What each row says."""
        return [
            self._model.data(self._model.index(row), Qt.ItemDataRole.AccessibleTextRole)
            for row in range(self._model.rowCount())
        ]

    def _copy(self, index: QModelIndex) -> None:
        hex_ = index.data(Qt.ItemDataRole.DisplayRole)
        QGuiApplication.clipboard().setText(hex_)
        self._model.mark_copied(index.row())
        self.copied.emit(hex_)


class _Colors(QAbstractListModel):
    """The rows: hex, share, and which was copied just now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hex: tuple[str, ...] = ()
        self._shares: list[float] = []
        self._copied = -1
        self._timer = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._timer.timeout.connect(lambda: self.mark_copied(-1))

    def take(self, palette: Palette | None) -> None:
        """Show another palette."""
        self.beginResetModel()
        self._hex = palette.hex if palette else ()
        self._shares = palette.shares.tolist() if palette else []
        self._copied = -1
        self.endResetModel()

    def mark_copied(self, row: int) -> None:
        """Say "Copied" in a row for a moment."""
        old, self._copied = self._copied, row
        for changed in (old, row):
            if 0 <= changed < len(self._hex):
                self.dataChanged.emit(self.index(changed), self.index(changed))
        if row >= 0:
            self._timer.start()

    def rowCount(self, _parent: _Index | None = None) -> int:
        """Count the colors."""
        return len(self._hex)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Tell one thing about a color."""
        if not index.isValid():
            return None
        hex_, share = self._hex[index.row()], self._shares[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return hex_
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{hex_} {share_text(share)}"
            case Qt.ItemDataRole.ToolTipRole:
                red, green, blue = (int(hex_[i : i + 2], 16) for i in (1, 3, 5))
                return (
                    f"{hex_} · {red}, {green}, {blue} · {share_text(share)}\nClick to copy the hex"
                )
            case role if role == _SHARE:
                return share
            case role if role == _COPIED:
                return index.row() == self._copied
        return None


class _ColorRow(QStyledItemDelegate):
    """Paints a row: swatch, hex, a bar as long as the share, the share in numbers."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Give every row the same height."""
        return QSize(180, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        rect: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        hex_, share = index.data(Qt.ItemDataRole.DisplayRole), index.data(_SHARE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = palette.color(QPalette.ColorRole.Text)
        focused = state & QStyle.StateFlag.State_HasFocus
        if state & QStyle.StateFlag.State_MouseOver or focused:
            veil = QColor(palette.color(QPalette.ColorRole.Highlight))
            veil.setAlpha(40)
            painter.fillRect(rect, veil)
        swatch = QRectF(rect.left() + 12, rect.top() + 4, _SWATCH_WIDTH, rect.height() - 8)
        edge = QColor(text)
        edge.setAlpha(60)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(QColor(hex_))
        painter.drawRoundedRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self._paint_bar(painter, rect, share, text)
        painter.setPen(text)
        painter.setFont(_fixed_figures(option.font))
        left = rect.adjusted(_SWATCH_WIDTH + 22, 0, 0, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, hex_)
        right = rect.adjusted(0, 0, -12, 0)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(right, align, "Copied" if index.data(_COPIED) else share_text(share))
        if focused:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 1, -2, -1), 4, 4)
        painter.restore()

    def _paint_bar(self, painter: QPainter, rect: QRect, share: float, text: QColor) -> None:
        metrics = painter.fontMetrics()
        left = rect.left() + _SWATCH_WIDTH + 22 + metrics.horizontalAdvance("#dddddd") + 14
        right = rect.right() - 12 - metrics.horizontalAdvance("100.0 %") - 10
        if right <= left:
            return
        groove = QRectF(left, rect.center().y() - 2, right - left, 5)
        for width, alpha in ((groove.width(), 22), (groove.width() * share, 120)):
            color = QColor(text)
            color.setAlpha(alpha)
            painter.fillRect(QRectF(groove.topLeft(), QSizeF(width, groove.height())), color)


def share_text(share: float) -> str:
    """Say a share in percent, with one decimal."""
    if 0 < share < 0.0005:
        return "<0.1 %"
    return f"{100 * share:.1f} %"


def _fixed_figures(font: QFont) -> QFont:
    """Ask for figures of one width, so that hex codes and shares stand in columns."""
    fixed = QFont(font)
    fixed.setFeature(QFont.Tag("tnum"), 1)
    return fixed
