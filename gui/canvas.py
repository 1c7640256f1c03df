"""Shows photo and result in one view: split handle, zoom, pan, drop target."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gui import canvas_hints as hints
from gui.drops import Refused, photos_in
from gui.geometry import View
from gui.theme import is_dark

if TYPE_CHECKING:
    from gui.bridge import Picture

_GRAB = 8  # logical pixels beside the split that still grab it
_PAN_STEP = 60
_SPLIT_STEP = 0.02
_WHEEL_STEP = 1.25  # zoom factor of one notch, 15 degrees
_CHECKER = 8
_LIGHT_GROUND, _DARK_GROUND = QColor("#e4e4e4"), QColor("#1e1e1e")
_MIN_SIDE_FOR_CAPTION = 24


class Canvas(QWidget):
    """The original left and the result right of a handle that can be dragged.

    Signals
    -------
    dropped(list of Path)
        Local files, at least one.
    drop_refused(str)
        A sentence: nothing in the drop can be used.
    open_wanted()
        A click on the empty canvas.
    zoom_changed(float)
        Device pixels per photo pixel.
    """

    dropped = Signal(object)
    drop_refused = Signal(str)
    open_wanted = Signal()
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo: Picture | None = None
        self._result: Picture | None = None
        self._caption = ""
        self._view: View | None = None
        self._split = 0.5
        self._drag: Callable[[QPointF], None] | None = None
        self._drop_hovers = False
        self._shows_focus = False
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Photo and result")
        self.setAccessibleDescription(
            "The original is left of the split, the result right of it. Arrow keys move the "
            "photo, Shift with left and right moves the split, plus and minus zoom."
        )

    @property
    def zoom(self) -> float:
        """Device pixels per photo pixel; 1 without a photo."""
        return self._view.scale if self._view is not None else 1.0

    @property
    def split(self) -> float:
        """Where the split is, 0 (left edge) … 1 (right edge)."""
        return self._split

    @split.setter
    def split(self, split: float) -> None:
        self._split = min(max(split, 0.0), 1.0)
        self.update()

    def show_photo(self, picture: Picture | None) -> None:
        """Show another original, without a result; one of the same size keeps the view."""
        same_size = (
            picture is not None
            and self._view is not None
            and self._view.photo == (picture.width, picture.height)
        )
        self._photo, self._result = picture, None
        if picture is None:
            self._view = None
        elif not same_size:
            self._set_view(View.fitted((picture.width, picture.height), self._viewport()))
        self.update()

    def show_result(self, picture: Picture | None, caption: str) -> None:
        """Show a result right of the split; the view stays."""
        self._result, self._caption = picture, caption
        self.update()

    def fit(self) -> None:
        """Show the whole photo."""
        if self._view is not None:
            self._set_view(View.fitted(self._view.photo, self._viewport()))

    def actual_size(self) -> None:
        """Show one photo pixel as one device pixel."""
        if self._view is not None:
            width, height = self._view.viewport
            self._set_view(self._view.actual_size(width / 2, height / 2))

    def zoom_in(self) -> None:
        """Go to the next larger round scale."""
        if self._view is not None:
            self._set_view(self._view.stepped(1))

    def zoom_out(self) -> None:
        """Go to the next smaller round scale."""
        if self._view is not None:
            self._set_view(self._view.stepped(-1))

    def reset_split(self) -> None:
        """Put the split into the middle."""
        self.split = 0.5

    # Events

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep what is in the middle there, or the whole photo in view."""
        if self._view is not None:
            self._set_view(self._view.resized(self._viewport()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is exposed."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        ground = _DARK_GROUND if is_dark(self.palette()) else _LIGHT_GROUND
        painter.fillRect(event.rect(), ground)
        if self._photo is None or self._view is None:
            hints.paint_empty(painter, self.rect(), self.palette())
        else:
            self._paint_photo(painter)
        if self._drop_hovers:
            hints.paint_drop(painter, self.rect(), self.palette())
        elif self._shows_focus and self._photo is not None:
            hints.paint_focus(painter, self.rect(), self.palette())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who came by key; it would only disturb the others."""
        keys = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        self._shows_focus = event.reason() in keys
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        self._shows_focus = False
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        notches = event.angleDelta().y() / 120
        if self._view is not None and notches:
            at = event.position() * self.devicePixelRatioF()
            self._set_view(self._view.zoomed(_WHEEL_STEP**notches, at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the split or the photo."""
        if event.button() == Qt.MouseButton.LeftButton and self._view is not None:
            self._drag = (
                self._drag_split if self._near_split(event.position()) else self._pan_from(event)
            )
        self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was grabbed."""
        if self._drag is not None:
            self._drag(event.position())
        self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._view is None and event.button() == Qt.MouseButton.LeftButton:
            self.open_wanted.emit()
        self._drag = None
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to 100 % around the pointer, and back to fit."""
        if self._view is None or self._near_split(event.position()):
            return
        if self._view.fitting:
            at = event.position() * self.devicePixelRatioF()
            self._set_view(self._view.actual_size(at.x(), at.y()))
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, move the split, zoom."""
        moves = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        key = Qt.Key(event.key())
        dx, dy = moves.get(key, (0, 0))
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and dx:
            self.split -= dx * _SPLIT_STEP
        elif key in moves and self._view is not None:
            self._set_view(self._view.panned(dx * _PAN_STEP, dy * _PAN_STEP))
        elif key == Qt.Key.Key_Plus:
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take everything that has addresses: what cannot be used is refused with a word."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._hover(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Forget the drop that did not come."""
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files came, or why none can be used."""
        self._hover(False)
        event.acceptProposedAction()
        try:
            self.dropped.emit(photos_in(event.mimeData()))
        except Refused as refused:
            self.drop_refused.emit(str(refused))

    # Private

    def _viewport(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1)

    def _set_view(self, view: View) -> None:
        if view != self._view:
            old, self._view = self._view, view
            self.update()
            if old is None or old.scale != view.scale:
                self.zoom_changed.emit(view.scale)

    def _hover(self, hovers: bool) -> None:
        self._drop_hovers = hovers
        self.update()

    def _split_x(self) -> float:
        return self._split * self.width()

    def _near_split(self, at: QPointF) -> bool:
        return self._result is not None and abs(at.x() - self._split_x()) <= _GRAB

    def _drag_split(self, to: QPointF) -> None:
        self.split = to.x() / max(self.width(), 1)

    def _pan_from(self, event: QMouseEvent) -> Callable[[QPointF], None]:
        last = event.position()

        def pan(to: QPointF) -> None:
            nonlocal last
            delta, last = (to - last) * self.devicePixelRatioF(), to
            if self._view is not None:
                self._set_view(self._view.panned(delta.x(), delta.y()))

        return pan

    def _show_cursor(self, at: QPointF) -> None:
        shape = Qt.CursorShape.PointingHandCursor
        if self._view is not None:
            shape = Qt.CursorShape.OpenHandCursor
            if self._drag == self._drag_split or (self._drag is None and self._near_split(at)):
                shape = Qt.CursorShape.SplitHCursor
            elif self._drag is not None:
                shape = Qt.CursorShape.ClosedHandCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def _paint_photo(self, painter: QPainter) -> None:
        assert self._photo is not None
        if self._result is None:
            self._paint_picture(painter, self._photo, QRect(self.rect()))
            return
        split = round(self._split_x())
        left = QRect(0, 0, split, self.height())
        right = QRect(split, 0, self.width() - split, self.height())
        self._paint_picture(painter, self._photo, left)
        self._paint_picture(painter, self._result, right)
        room = _MIN_SIDE_FOR_CAPTION
        hints.paint_caption(painter, "Original", left.adjusted(room // 2, 0, 0, 0), left=True)
        hints.paint_caption(painter, self._caption, right.adjusted(0, 0, -room // 2, 0), left=False)
        whole = self._place_of(self._photo).toAlignedRect()
        hints.paint_handle(painter, split, self.rect(), whole)

    def _place_of(self, picture: Picture) -> QRectF:
        """Tell where the whole picture lies, in logical pixels; much of it may be outside."""
        assert self._view is not None
        ratio = self.devicePixelRatioF()
        size = QSizeF(picture.width, picture.height) * self._view.scale
        return QRectF(QPointF(*self._view.origin) / ratio, size / ratio)

    def _paint_picture(self, painter: QPainter, picture: Picture, part: QRect) -> None:
        """Paint what of a picture lies in a part of the widget."""
        assert self._view is not None
        ratio = self.devicePixelRatioF()
        clip = part.intersected(painter.clipBoundingRect().toAlignedRect())
        scale = self._view.scale / ratio
        whole = self._place_of(picture)
        origin = whole.topLeft()
        visible = whole.intersected(QRectF(clip))
        if visible.isEmpty():
            return
        painter.save()
        painter.setClipRect(clip)
        image = picture.level_for(self._view.scale)
        shrink = image.width() / picture.width / scale, image.height() / picture.height / scale
        # Whole source pixels, so that panning does not shift them against each other.
        source = QRectF(
            (visible.x() - origin.x()) * shrink[0],
            (visible.y() - origin.y()) * shrink[1],
            visible.width() * shrink[0],
            visible.height() * shrink[1],
        ).toAlignedRect()
        source = source.adjusted(-1, -1, 1, 1).intersected(image.rect())
        target = QRectF(
            origin.x() + source.x() / shrink[0],
            origin.y() + source.y() / shrink[1],
            source.width() / shrink[0],
            source.height() / shrink[1],
        )
        if image.hasAlphaChannel():
            painter.setBrushOrigin(whole.topLeft())
            painter.fillRect(visible, _checkerboard())
        smooth = self._view.scale < 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(target, image, QRectF(source))
        painter.restore()


def _checkerboard() -> QBrush:
    tile = QPixmap(2 * _CHECKER, 2 * _CHECKER)
    tile.fill(QColor("#ffffff"))
    painter = QPainter(tile)
    for corner in (QPoint(0, 0), QPoint(_CHECKER, _CHECKER)):
        painter.fillRect(corner.x(), corner.y(), _CHECKER, _CHECKER, QColor("#d0d0d0"))
    painter.end()
    return QBrush(tile)
