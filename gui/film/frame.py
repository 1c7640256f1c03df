"""Paints one photo of the film strip: thumbnail, name, and marks for its state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.direction import without_marks
from core.wording import becoming, human_bytes
from gui.desktop import theme
from gui.desktop.checkerboard import checkerboard
from gui.desktop.icons import icon
from gui.film.thumbnails import ROOM
from gui.session.photo_state import PhotoState

PICTURE = Qt.ItemDataRole.UserRole
"""QImage or None."""
FAILED = Qt.ItemDataRole.UserRole + 1
"""Whether the file cannot be read."""
MODIFIED = Qt.ItemDataRole.UserRole + 2
"""Whether there is work on it that is not saved."""
OWN = Qt.ItemDataRole.UserRole + 3
"""Whether it has settings of its own, although all others have the same."""
STATE = Qt.ItemDataRole.UserRole + 4
"""PhotoState while many are saved at once and after it, or None."""

CHOSEN = Qt.ItemDataRole.UserRole + 5
"""Whether it is one of several chosen together."""

_MARGIN = 6
_SIDE_MARGIN = 8
_GAP = 5
_ROUND = 3.0
_DOT_RADIUS = 4.5
_OWN_SIDE = 15
# Above the highest photos there is less room.
_OWN_LOWER = 3
_ICON_SIDE = 24
_BAR = 5.0
_WEAK, _STRONG = 40, 110
_SMALL_TEXT = 0.88


class FilmFrame(QStyledItemDelegate):
    """Paints the photos of a list that runs from left to right."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.shows_states = False

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the same size for every photo."""
        text = QFontMetrics(_small(option.font)).height()
        lines = 2 if self.shows_states else 1
        height = ROOM.height() + _GAP + lines * text
        return QSize(ROOM.width() + 2 * _SIDE_MARGIN, height + 2 * _MARGIN)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one photo."""
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        cell = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        # Without a scroll bar the list makes its items as high as itself.
        spare = option.rect.height() - self.sizeHint(option, index).height()
        top = option.rect.top() + _MARGIN + spare // 2
        left = option.rect.left() + _SIDE_MARGIN
        room = QRectF(left, top, ROOM.width(), ROOM.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(index.data(CHOSEN))
        if chosen:
            _paint_ground(painter, cell, palette, focused=False, strength=_STRONG)
        if focused or state & QStyle.StateFlag.State_MouseOver:
            _paint_ground(painter, cell, palette, focused=focused)
        place = _paint_picture(painter, room, palette, index)
        if index == self._view.currentIndex():
            _paint_frame(painter, place, palette)
        if index.data(MODIFIED):
            _paint_dot(painter, place.topLeft() if mirrored else place.topRight(), palette)
        if index.data(OWN):
            corner = place.topRight() if mirrored else place.topLeft()
            _paint_own(painter, corner + QPointF(0, _OWN_LOWER), palette)
        _paint_name(painter, room, palette, option.font, index.data(Qt.ItemDataRole.DisplayRole))
        known: PhotoState | None = index.data(STATE)
        if known is not None and self.shows_states:
            _paint_state(painter, room, palette, known)
            if known.change:
                _paint_change(painter, place, palette, known)
        painter.restore()


def _paint_ground(
    painter: QPainter, cell: QRectF, palette: QPalette, *, focused: bool, strength: int = _WEAK
) -> None:
    """Show where the pointer is, that the keys work here, or what is chosen."""
    color = palette.color(QPalette.ColorRole.Highlight)
    painter.setPen(QPen(color, 1.5) if focused else Qt.PenStyle.NoPen)
    painter.setBrush(_veiled(color, strength))
    painter.drawRoundedRect(cell, 5, 5)


def _paint_picture(
    painter: QPainter,
    room: QRectF,
    palette: QPalette,
    index: QModelIndex | QPersistentModelIndex,
) -> QRectF:
    """Paint the thumbnail, or a gray box without one, and return where."""
    image: QImage | None = index.data(PICTURE)
    text = palette.color(QPalette.ColorRole.Text)
    if image is None:
        place = room.adjusted(8, 4, -8, -4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_veiled(text, 22))
        painter.drawRoundedRect(place, _ROUND, _ROUND)
        if index.data(FAILED):
            corner = place.center() - QPointF(_ICON_SIDE, _ICON_SIDE) / 2
            icon("broken", palette).paint(
                painter, QRectF(corner, QSizeF(_ICON_SIDE, _ICON_SIDE)).toRect()
            )
        return place
    size = QSizeF(image.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(room.center() - QPointF(size.width(), size.height()) / 2, size)
    if image.hasAlphaChannel():
        painter.setBrushOrigin(place.topLeft())
        painter.fillRect(place, checkerboard(4, palette))
    # A tiny photo is enlarged to be seen, with its pixels as they are.
    tiny = image.width() < ROOM.width() and image.height() < ROOM.height()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not tiny)
    painter.drawImage(place, image)
    # The edge sets off a photo that is as light or dark as the window.
    painter.setPen(QPen(_veiled(text, 50), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)
    return place


def _paint_frame(painter: QPainter, place: QRectF, palette: QPalette) -> None:
    """Frame the photo that is shown."""
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(-2.5, -2.5, 2.5, 2.5), _ROUND, _ROUND)


def _paint_dot(painter: QPainter, corner: QPointF, palette: QPalette) -> None:
    """Mark work that is not saved; the ring keeps it visible on any photo."""
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Window), 2))
    painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
    painter.drawEllipse(corner, _DOT_RADIUS, _DOT_RADIUS)


def _paint_own(painter: QPainter, corner: QPointF, palette: QPalette) -> None:
    """Mark settings of its own by two sliders that are set differently."""
    box = QRectF(corner - QPointF(_OWN_SIDE, _OWN_SIDE) / 2, QSizeF(_OWN_SIDE, _OWN_SIDE))
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Window), 2))
    painter.setBrush(palette.color(QPalette.ColorRole.WindowText))
    painter.drawRoundedRect(box, _ROUND, _ROUND)
    light = palette.color(QPalette.ColorRole.Window)
    painter.setPen(QPen(light, 1))
    painter.setBrush(light)
    for y, x in ((box.top() + 5, box.left() + 5), (box.bottom() - 5, box.right() - 5)):
        painter.drawLine(QPointF(box.left() + 3, y), QPointF(box.right() - 3, y))
        painter.drawEllipse(QPointF(x, y), 1.2, 1.2)


def _paint_name(painter: QPainter, room: QRectF, palette: QPalette, font: QFont, name: str) -> None:
    """Write the name, a long one without its middle: the ends tell more."""
    painter.setFont(_small(font))
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    # Between two names there is a gap, so that they don't read as one.
    side = _SIDE_MARGIN / 2
    direction = painter.layoutDirection()
    # Otherwise "0001.png" would be read as "png.0001" in a window that is mirrored.
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    _write(painter, _line(painter, room, 0).adjusted(side, 0, -side, 0), name)
    painter.setLayoutDirection(direction)


def _paint_state(painter: QPainter, room: QRectF, palette: QPalette, state: PhotoState) -> None:
    """Write what became of a photo under its name, or paint how far it is."""
    line = _line(painter, room, 1)
    if state.kind == "working":
        bar = QRectF(room.left(), line.center().y() - _BAR / 2, room.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, color in (
            (1.0, _veiled(palette.color(QPalette.ColorRole.Text), 40)),
            (state.fraction, palette.color(QPalette.ColorRole.Highlight)),
        ):
            painter.setBrush(color)
            done = QRectF(bar.topLeft(), QSizeF(part * bar.width(), bar.height()))
            if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                done.moveRight(bar.right())
            painter.drawRoundedRect(done, _BAR / 2, _BAR / 2)
        return
    role = QPalette.ColorRole.PlaceholderText
    painter.setPen(theme.warning(palette) if state.kind == "failed" else palette.color(role))
    _write(painter, line, _short(state))


def _short(state: PhotoState) -> str:
    if state.kind == "done" and state.before is not None and state.after is not None:
        before, after = map(without_marks, (human_bytes(state.before), human_bytes(state.after)))
        number, *unit = before.rsplit(maxsplit=1)
        # The line is as narrow as the photo.
        return becoming(number if unit and after.endswith(unit[0]) else before, after)
    return state.told if state.kind == "waiting" else state.kind_in_words


def _paint_change(painter: QPainter, place: QRectF, palette: QPalette, state: PhotoState) -> None:
    """Write how much smaller the file has become on the lower end of the thumbnail."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(state.change) + 8
    corner = place.bottomRight() + QPointF(3 - width, 3 - metrics.height())
    if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        corner.setX(place.left() - 3)
    box = QRectF(corner, QSizeF(width, metrics.height()))
    text = palette.color(QPalette.ColorRole.WindowText)
    painter.setPen(QPen(_veiled(text, 60), 1))
    painter.setBrush(palette.color(QPalette.ColorRole.Window))
    painter.drawRoundedRect(box, _ROUND, _ROUND)
    painter.setPen(theme.warning(palette) if state.larger else text)
    _write(painter, box, state.change)


def _line(painter: QPainter, room: QRectF, number: int) -> QRectF:
    """Return where a line of text under the thumbnail is."""
    height = painter.fontMetrics().height()
    top = room.bottom() + _GAP + number * height
    left, width = room.left() - _SIDE_MARGIN + 1, room.width() + 2 * _SIDE_MARGIN - 2
    return QRectF(left, top, width, height)


def _write(painter: QPainter, line: QRectF, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(line.width()))
    align = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(line, align, shown)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    if font.pointSizeF() > 0:  # otherwise the font has its size in pixels
        small.setPointSizeF(font.pointSizeF() * _SMALL_TEXT)
    return small


def _veiled(color: QColor, alpha: int) -> QColor:
    veil = QColor(color)
    veil.setAlpha(alpha)
    return veil
