"""The palette: swatches with hex, name, share and lock, to choose and to work on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.desktop.checkerboard import checkerboard
from gui.desktop.icons import icon
from gui.palette.model import (
    LOCKED,
    NAME,
    NUMBER,
    ORDERS,
    POINTED,
    SHARE,
    Index,
    Order,
    PaletteModel,
    color_of,
    share_text,
)

if TYPE_CHECKING:
    from core.model import Palette

_ROW_HEIGHT = 30
_LEAST_ROWS = 4
_MARGIN = 12
_SWATCH_WIDTH = 32
_LOCK_WIDTH = 22
# Of the checkerboard under what is not opaque.
_SQUARE = 5
_OPAQUE = 255
_ORDER_TEXTS: dict[Order, str] = {
    "share": "by share",
    "lightness": "by lightness",
    "hue": "by hue",
    "palette": "as found",
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
    """

    chosen_changed = Signal()
    hovered = Signal(object)
    lock_clicked = Signal(int)
    edit_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PaletteModel(self)
        self._list = _List()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_ColorRow(self._list))
        self._list.lock_clicked.connect(self._tell_lock)
        self._list.edit_wanted.connect(lambda index: self.edit_wanted.emit(index.data(NUMBER)))
        self._list.selectionModel().selectionChanged.connect(self._tell_chosen)
        self._list.entered.connect(lambda index: self.hovered.emit(index.data(NUMBER)))
        self._list.left.connect(lambda: self.hovered.emit(None))
        self._list.moved_by_key.connect(lambda index: self.hovered.emit(index.data(NUMBER)))
        self._list.customContextMenuRequested.connect(self._pop_up)
        self._menu = QMenu(self)
        self._title = QLabel("Palette")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._order = QComboBox()
        for order in ORDERS:
            self._order.addItem(_ORDER_TEXTS[order], order)
        self._order.setAccessibleName("Order of the palette")
        self._order.setToolTip("How the colors are ordered here; files are not changed by it")
        self._order.currentIndexChanged.connect(self._sort)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(1)
        self._strip = _Strip()
        hint = QLabel("The colors appear here.")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._pages = QStackedLayout()
        self._pages.addWidget(hint)
        self._pages.addWidget(self._list)
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._order)
        tools = QHBoxLayout()
        tools.setContentsMargins(_MARGIN - 4, 0, _MARGIN - 4, 0)
        tools.addLayout(self._tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(tools)
        layout.addWidget(self._strip)
        layout.addLayout(self._pages, 1)
        self.show_palette(None)

    def take_actions(self, tools: Sequence[QAction], menu: Sequence[QAction | None]) -> None:
        """Offer actions as buttons over the list, and in its context menu; None is a line."""
        for action in tools:
            button = QToolButton(autoRaise=True)
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            self._tools.addWidget(button)
        self._tools.addStretch(1)
        for entry in menu:
            if entry is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(entry)

    def show_palette(self, palette: Palette | None, *, edited: bool = False) -> None:
        """Show a palette, or that there is none yet.

        What was chosen stays so: after an edit what is at the same place, else the same color.
        """
        chosen, current = self.chosen, self._list.currentIndex().data(NUMBER)
        before = self._model.hex
        self._model.take(palette)
        if not edited:
            now = {hex_: number for number, hex_ in enumerate(self._model.hex)}
            chosen = [now[before[number]] for number in chosen if before[number] in now]
            current = None if current is None else now.get(before[current])
        self._pages.setCurrentIndex(0 if palette is None else 1)
        self._strip.setVisible(palette is not None)
        self._strip.show_stripes(self._model.stripes())
        count = 0 if palette is None else len(palette)
        self._title.setText(f"Palette · {count}" if count else "Palette")
        for number in chosen:
            if number < count:
                self._list.choose(self._model.index(self._model.row_of(number)))
        if current is not None and current < count:
            self._list.come_to(self._model.index(self._model.row_of(current)))
        self.chosen_changed.emit()

    @property
    def chosen(self) -> list[int]:
        """The palette colors that are chosen, in their order."""
        return sorted(index.data(NUMBER) for index in self._list.selectedIndexes())

    def choose(self, numbers: Sequence[int]) -> None:
        """Choose some palette colors as the user would."""
        self._list.clearSelection()
        for number in numbers:
            self._list.choose(self._model.index(self._model.row_of(number)))

    def point_at(self, number: int | None) -> None:
        """Mark the color under the pointer in the picture, and bring it into view."""
        row = self._model.point_at(number)
        if row is not None:
            self._list.scrollTo(self._model.index(row))

    def hex_of(self, number: int) -> str:
        """Tell the hex of a color."""
        return self._model.hex[number]

    def describe(self, number: int) -> str:
        """Say hex, name and share of a color."""
        return self._model.describe(number)

    @property
    def rows(self) -> list[str]:
        """What each row says."""
        return [
            self._model.data(self._model.index(row), Qt.ItemDataRole.AccessibleTextRole)
            for row in range(self._model.rowCount())
        ]

    @property
    def order(self) -> Order:
        """How the rows are ordered."""
        return ORDERS[self._order.currentIndex()]

    @order.setter
    def order(self, order: Order) -> None:
        self._order.setCurrentIndex(ORDERS.index(order))

    def focus_list(self) -> None:
        """Let the keys work on the colors, with one chosen to begin with."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._list.selectedIndexes() and self._model.rowCount():
            current = self._list.currentIndex()
            self._list.setCurrentIndex(current if current.isValid() else self._model.index(0))
            self._list.choose(self._list.currentIndex())

    def _sort(self) -> None:
        chosen = self.chosen
        self._model.sort_by(self.order)
        self._strip.show_stripes(self._model.stripes())
        self.choose(chosen)

    def _tell_chosen(self) -> None:
        self.chosen_changed.emit()

    def _tell_lock(self, index: Index) -> None:
        self.lock_clicked.emit(index.data(NUMBER))

    def _pop_up(self, at: QPoint) -> None:
        self._menu.popup(self._list.viewport().mapToGlobal(at))


class _List(QListView):
    """The list with what a row wants beyond choosing."""

    lock_clicked = Signal(object)
    edit_wanted = Signal(object)
    moved_by_key = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMinimumHeight(_LEAST_ROWS * _ROW_HEIGHT)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setAccessibleName("Palette")
        self.setAccessibleDescription(
            "Arrow keys go from color to color, Space chooses, Enter edits."
        )
        self.doubleClicked.connect(self.edit_wanted.emit)
        self.viewport().installEventFilter(self)

    def choose(self, index: Index) -> None:
        """Add a row to those chosen."""
        self.selectionModel().select(index, self.selectionModel().SelectionFlag.Select)

    def come_to(self, index: Index) -> None:
        """Make a row the one the keys go on from."""
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)

    def event(self, event: QEvent) -> bool:
        """Keep Control with the arrows, which elsewhere change the number of colors."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                event.accept()
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lock by a click on the lock, which is no choice."""
        index = self.indexAt(event.position().toPoint())
        on_lock = index.isValid() and event.position().x() >= self.viewport().width() - _LOCK_WIDTH
        if on_lock and event.button() == Qt.MouseButton.LeftButton:
            self.lock_clicked.emit(index)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits; where the arrows come to is told."""
        before = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and before.isValid():
            self.edit_wanted.emit(before)
            return
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.moved_by_key.emit(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing when the keys are elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the pointer leaves the rows."""
        if watched is self.viewport() and event.type() == QEvent.Type.Leave:
            self.left.emit()
        return super().eventFilter(watched, event)


class _ColorRow(QStyledItemDelegate):
    """Paints a row: swatch, hex, name, share, lock."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Give every row the same height."""
        return QSize(180, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        rect: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = palette.color(QPalette.ColorRole.Text)
        self._paint_ground(painter, rect, palette, state, pointed=index.data(POINTED))
        swatch = QRectF(rect.left() + _MARGIN, rect.top() + 4, _SWATCH_WIDTH, rect.height() - 8)
        edge = QColor(text)
        edge.setAlpha(60)
        painter.setPen(QPen(edge, 1))
        color = color_of(index.data(Qt.ItemDataRole.DisplayRole))
        if color.alpha() < _OPAQUE:
            painter.setBrush(checkerboard(_SQUARE, palette))
            painter.drawRoundedRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setBrush(color)
        painter.drawRoundedRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(_fixed_figures(option.font))
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_texts(painter, rect, palette, index, selected=selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        self._paint_lock(painter, rect, palette, locked=index.data(LOCKED), hovered=hovered)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        rect: QRect,
        palette: QPalette,
        state: QStyle.StateFlag,
        *,
        pointed: bool,
    ) -> None:
        color = QColor(palette.color(QPalette.ColorRole.Highlight))
        if state & QStyle.StateFlag.State_Selected:
            color.setAlpha(90)
            painter.fillRect(rect, color)
        elif pointed or state & QStyle.StateFlag.State_MouseOver:
            color.setAlpha(40)
            painter.fillRect(rect, color)
        if state & QStyle.StateFlag.State_HasFocus:
            color.setAlpha(255)
            painter.setPen(QPen(color, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 1, -2, -1), 4, 4)

    def _paint_texts(
        self, painter: QPainter, rect: QRect, palette: QPalette, index: Index, *, selected: bool
    ) -> None:
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        share = share_text(index.data(SHARE))
        left = rect.left() + _MARGIN + _SWATCH_WIDTH + 10
        hex_width = max(
            metrics.horizontalAdvance(text)
            for text in ("#dddddd", index.data(Qt.ItemDataRole.DisplayRole))
        )
        right = rect.right() - _LOCK_WIDTH - 6
        share_width = metrics.horizontalAdvance("100.0 %")
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(
            QRect(left, rect.top(), hex_width + 2, rect.height()),
            middle,
            index.data(Qt.ItemDataRole.DisplayRole),
        )
        painter.drawText(
            QRect(right - share_width, rect.top(), share_width, rect.height()),
            middle | Qt.AlignmentFlag.AlignRight,
            share,
        )
        name_left = left + hex_width + 10
        room = right - share_width - 8 - name_left
        if room > metrics.averageCharWidth() * 4:
            if not selected:  # too pale on the color of what is chosen
                painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            name = metrics.elidedText(index.data(NAME), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(name_left, rect.top(), room, rect.height()), middle, name)

    def _paint_lock(
        self, painter: QPainter, rect: QRect, palette: QPalette, *, locked: bool, hovered: bool
    ) -> None:
        if locked or hovered:
            painter.setOpacity(1.0 if locked else 0.3)
            place = QRect(rect.right() - _LOCK_WIDTH, rect.center().y() - 8, 16, 16)
            icon("lock", palette).paint(painter, place)


class _Strip(QWidget):
    """All colors in one line, each as wide as its share."""

    def __init__(self) -> None:
        super().__init__()
        self._stripes: list[tuple[QColor, float]] = []
        self.setFixedHeight(14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stripes(self, stripes: list[tuple[QColor, float]]) -> None:
        """Show other colors."""
        self._stripes = stripes
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the stripes, the last up to the edge."""
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(_MARGIN, 0, -_MARGIN, 0)
        total = sum(share for _, share in self._stripes)
        done = 0.0
        for color, share in self._stripes:
            if not total:
                break
            left = area.left() + area.width() * done / total
            done += share
            right = area.left() + area.width() * done / total
            stripe = QRectF(round(left), 0, round(right) - round(left), 14)
            if color.alpha() < _OPAQUE:
                painter.fillRect(stripe, checkerboard(_SQUARE, self.palette()))
            painter.fillRect(stripe, color)
        edge = QColor(self.palette().color(QPalette.ColorRole.Text))
        edge.setAlpha(50)
        painter.setPen(edge)
        painter.drawRect(area.adjusted(0, 0.5, -1, -0.5))


def _fixed_figures(font: QFont) -> QFont:
    """Ask for figures of one width, so that hex codes and shares stand in columns."""
    fixed = QFont(font)
    fixed.setFeature(QFont.Tag("tnum"), 1)
    return fixed
