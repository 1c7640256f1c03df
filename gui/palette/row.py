"""How colors are painted: the row of one, and the strip of all."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.desktop.checkerboard import checkerboard
from gui.desktop.icons import icon
from gui.palette.model import LOCKED, NAME, POINTED, SHARE, Index, color_of, share_text

ROW_HEIGHT = 30
MARGIN = 12
LOCK_WIDTH = 22
_SWATCH_WIDTH = 32
_CHECKER = 5
_OPAQUE = 255


class ColorRow(QStyledItemDelegate):
    """Paints a row: swatch, hex, name, share, lock."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same height for every row."""
        return QSize(180, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        rect: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = palette.color(QPalette.ColorRole.Text)
        self._paint_ground(painter, rect, palette, state, pointed=index.data(POINTED))
        direction = option.direction
        place = QRect(rect.left() + MARGIN, rect.top() + 4, _SWATCH_WIDTH, rect.height() - 8)
        swatch = QRectF(QStyle.visualRect(direction, rect, place))
        edge = QColor(text)
        edge.setAlpha(60)
        painter.setPen(QPen(edge, 1))
        color = color_of(index.data(Qt.ItemDataRole.DisplayRole))
        if color.alpha() < _OPAQUE:
            painter.setBrush(checkerboard(_CHECKER, palette))
            painter.drawRoundedRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setBrush(color)
        painter.drawRoundedRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(_fixed_figures(option.font))
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_texts(painter, rect, palette, index, direction, selected=selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        place = QRect(rect.right() - LOCK_WIDTH, rect.center().y() - 8, 16, 16)
        place = QStyle.visualRect(direction, rect, place)
        self._paint_lock(painter, place, palette, locked=index.data(LOCKED), hovered=hovered)
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
        self,
        painter: QPainter,
        rect: QRect,
        palette: QPalette,
        index: Index,
        direction: Qt.LayoutDirection,
        *,
        selected: bool,
    ) -> None:
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        share = share_text(index.data(SHARE))
        left = rect.left() + MARGIN + _SWATCH_WIDTH + 10
        hex_width = max(
            metrics.horizontalAdvance(text)
            for text in ("#dddddd", index.data(Qt.ItemDataRole.DisplayRole))
        )
        right = rect.right() - LOCK_WIDTH - 6
        share_width = metrics.horizontalAdvance(share_text(1))
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        # A code is read from left to right in all languages.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(
            QStyle.visualRect(
                direction, rect, QRect(left, rect.top(), hex_width + 2, rect.height())
            ),
            middle,
            index.data(Qt.ItemDataRole.DisplayRole),
        )
        painter.setLayoutDirection(direction)
        painter.drawText(
            QStyle.visualRect(
                direction, rect, QRect(right - share_width, rect.top(), share_width, rect.height())
            ),
            middle | Qt.AlignmentFlag.AlignRight,
            share,
        )
        name_left = left + hex_width + 10
        # Names that are long get what a share of few digits leaves.
        room = right - metrics.horizontalAdvance(share) - 8 - name_left
        if room > metrics.averageCharWidth() * 4:
            if not selected:  # too pale on the color of what is chosen
                painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            name = metrics.elidedText(index.data(NAME), Qt.TextElideMode.ElideRight, room)
            place = QRect(name_left, rect.top(), room, rect.height())
            painter.drawText(QStyle.visualRect(direction, rect, place), middle, name)

    def _paint_lock(
        self, painter: QPainter, place: QRect, palette: QPalette, *, locked: bool, hovered: bool
    ) -> None:
        if locked or hovered:
            painter.setOpacity(1.0 if locked else 0.3)
            icon("lock", palette).paint(painter, place)


class Strip(QWidget):
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
        area = QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, 0)
        total = sum(share for _, share in self._stripes)
        done = 0.0
        for color, share in self._stripes:
            if not total:
                break
            left = area.left() + area.width() * done / total
            done += share
            right = area.left() + area.width() * done / total
            stripe = QRectF(round(left), 0, round(right) - round(left), 14)
            if self.isRightToLeft():
                stripe.moveRight(self.width() - stripe.left())
            if color.alpha() < _OPAQUE:
                painter.fillRect(stripe, checkerboard(_CHECKER, self.palette()))
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
