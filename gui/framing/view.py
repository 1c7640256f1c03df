"""The whole photo with the frame in it, to be dragged by mouse or keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from core.framing import WHOLE, Crop, Framing
from core.language import _
from gui.desktop import texts, theme
from gui.desktop.checkerboard import checkerboard
from gui.desktop.keys import ARROWS, ENTER
from gui.framing import rectangle
from gui.framing.rectangle import CORNERS, EDGES, Handle
from gui.picture import hints
from gui.session.work import gestures

if TYPE_CHECKING:
    from gui.picture.bridge import Picture

_AIR = 20
_GRAB = 12  # logical pixels around a handle or an edge that still grab it
_SIDE = 11
_CHECKER = 8
_BIG_STEP = 10
_VEIL = QColor(0, 0, 0, 150)
_SHADOW = QColor(0, 0, 0, 130)
_THIRDS = QColor(255, 255, 255, 110)
_CURSORS = {
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
}


class FramingView(QWidget):
    """A photo as it is turned; what lies outside of the frame is dimmed.

    Signals
    -------
    followed(Crop)
        The frame is being dragged, and lies there for the moment.
    changed(Crop, int)
        The frame was put there. The number is the same for all changes of one gesture; 0 is for a
        change by itself.
    accepted()
        Enter was pressed.
    """

    followed = Signal(object)
    changed = Signal(object, int)
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ratio: float | None = None
        self._photo: Picture | None = None
        self._result: Picture | None = None
        self._still: tuple[object, QPixmap] | None = None
        self._framing = WHOLE
        self._crop = Crop(0, 0, 1, 1)
        self._drag: Handle | None = None
        self._from: tuple[QPointF, Crop] | None = None
        self._gesture = next(gestures)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        texts.put(self.setAccessibleName, lambda: _("Frame in the photo"))
        texts.put(self.setAccessibleDescription, _about_keys)

    @property
    def crop(self) -> Crop:
        """Where the frame lies in the photo as it is turned."""
        return self._crop

    @property
    def size_seen(self) -> tuple[int, int]:
        """Width and height of the whole photo as it is turned."""
        photo = (1, 1) if self._photo is None else (self._photo.width, self._photo.height)
        return rectangle.seen_size(self._framing, photo)

    @property
    def place(self) -> QRectF:
        """Where the whole photo lies in the widget."""
        room = QRectF(self.rect()).adjusted(_AIR, _AIR, -_AIR, -_AIR)
        size = QSizeF(*self.size_seen).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(room.center() - QPointF(size.width(), size.height()) / 2, size)

    @property
    def frame(self) -> QRectF:
        """Where the frame lies in the widget."""
        place, scale = self.place, self._scale
        x, y, width, height = self._crop
        at = place.topLeft() + QPointF(x, y) * scale
        return QRectF(at, QSizeF(width, height) * scale)

    def give_up_drag(self) -> bool:
        """Put the frame back where it was before it was dragged; return whether it was."""
        if self._from is None:
            return False
        crop, self._from, self._drag = self._from[1], None, None
        self.show_crop(crop)
        self.followed.emit(crop)
        return True

    def forget(self) -> None:
        """Forget the pictures."""
        self._photo = self._result = self._still = self._from = None

    def show_photo(self, picture: Picture) -> None:
        """Show another photo."""
        self._photo, self._result, self._from = picture, None, None
        self.update()

    def show_framing(self, framing: Framing) -> None:
        """Show a frame, and the photo turned so."""
        if framing != self._framing:
            # What is shown in the frame is of the one before.
            self._result = None
        self._framing = framing
        if self._photo is not None and self._from is None:
            size = self._photo.width, self._photo.height
            self._crop = rectangle.seen_crop(framing, size)
        self.update()

    def show_crop(self, crop: Crop) -> None:
        """Show the frame elsewhere, until it is told where it is to stay."""
        if crop != self._crop:
            self._crop, self._result = crop, None
            self.update()

    def show_result(self, picture: Picture | None) -> None:
        """Show the photo in few colors within the frame."""
        if self._from is None:
            self._result = picture
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photo, what is outside of the frame dimmed, and the frame with its handles."""
        painter = QPainter(self)
        if self._photo is None:
            painter.fillRect(self.rect(), theme.ground(self.palette()))
            return
        painter.drawPixmap(0, 0, self._still_of(self._photo))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place, frame = self.place, self.frame
        outside = QRectF(self.rect()).intersected(place)
        for part in _around(frame, outside):
            painter.fillRect(part, _VEIL)
        if self._result is not None:
            if self._result.levels[0].hasAlphaChannel():
                painter.fillRect(frame, checkerboard(_CHECKER, self.palette()))
            scale = frame.width() * self.devicePixelRatioF() / self._result.width
            painter.drawImage(frame, self._result.level_for(scale))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, frame)
        if self.hasFocus():
            hints.paint_focus(painter, self.rect(), self.palette())

    def event(self, event: QEvent) -> bool:
        """Keep arrows with Ctrl, which change the number of colors elsewhere."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() in ARROWS:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QEvent) -> None:
        """Show that keys move the frame."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        """Show that they do not."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab a handle or the frame, or begin to draw another one."""
        if event.button() == Qt.MouseButton.LeftButton and self._photo is not None:
            self._drag, self._from = (
                self._handle_at(event.position()),
                (event.position(), self.crop),
            )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was grabbed, or show what would be."""
        if self._from is None:
            self.setCursor(self._cursor_at(event.position()))
            return
        crop = self._dragged_to(event.position())
        if crop != self._crop:
            self.show_crop(crop)
            self.followed.emit(crop)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the frame where it is."""
        if event.button() == Qt.MouseButton.LeftButton and self._from is not None:
            before, self._from = self._from[1], None
            if self._crop != before:
                self.changed.emit(self._crop, 0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Be done by a double click in the frame, as other programs are."""
        if self.frame.contains(event.position()):
            self.accepted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the frame or its lower right corner by arrows; be done by Enter."""
        if event.key() in ENTER:
            self.accepted.emit()
            return
        step = ARROWS.get(Qt.Key(event.key()))
        if step is None or self._photo is None:
            super().keyPressEvent(event)
            return
        keys = event.modifiers()
        by = _BIG_STEP if keys & Qt.KeyboardModifier.ControlModifier else 1
        across, down = step[0] * by, step[1] * by
        if keys & Qt.KeyboardModifier.ShiftModifier:
            crop = self._grown(across, down)
        else:
            crop = rectangle.moved(self._crop, across, down, self.size_seen)
        if crop != self._crop:
            self.show_crop(crop)
            self.changed.emit(crop, self._gesture)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End the gesture: what is moved as long as a key is held is one step."""
        if not event.isAutoRepeat():
            self._gesture = next(gestures)
        super().keyReleaseEvent(event)

    @property
    def _scale(self) -> float:
        """Logical pixels per pixel of the photo."""
        return self.place.width() / self.size_seen[0]

    def _pixel_at(self, at: QPointF) -> tuple[int, int]:
        """Return the corner of pixels nearest to a point, maybe outside of the photo."""
        on_photo = (at - self.place.topLeft()) / self._scale
        return round(on_photo.x()), round(on_photo.y())

    def _handle_at(self, at: QPointF) -> Handle | None:
        """Return the handle at a point: corners come first, then whole edges."""
        frame = self.frame
        near = min(_GRAB, frame.width() / 3, frame.height() / 3) if frame.contains(at) else _GRAB
        for handle in CORNERS:
            apart = at - _corner(frame, handle)
            if max(abs(apart.x()), abs(apart.y())) <= near:
                return handle
        for handle in EDGES:
            apart = at - _corner(frame, handle)
            along_x = frame.left() <= at.x() <= frame.right()
            along_y = frame.top() <= at.y() <= frame.bottom()
            if (handle.across and along_y and abs(apart.x()) <= near) or (
                handle.down and along_x and abs(apart.y()) <= near
            ):
                return handle
        return None

    def _cursor_at(self, at: QPointF) -> Qt.CursorShape:
        handle = self._handle_at(at)
        if handle is None:
            inside = self.frame.contains(at)
            return Qt.CursorShape.SizeAllCursor if inside else Qt.CursorShape.CrossCursor
        across, down = handle.across, handle.down
        return _CURSORS[(across, down) if (across, down) in _CURSORS else (-across, -down)]

    def _dragged_to(self, at: QPointF) -> Crop:
        """Return where the frame lies if what was grabbed is dragged to a point."""
        assert self._from is not None
        begin, before = self._from
        if self._drag is not None:
            pixel = self._pixel_at(at)
            return rectangle.dragged(before, self._drag, pixel, self.size_seen, self.ratio)
        scale, size = self._scale, self.size_seen
        place = self.place
        corner = place.topLeft() + QPointF(before.x, before.y) * scale
        if QRectF(corner, QSizeF(before.width, before.height) * scale).contains(begin):
            by = (at - begin) / scale
            return rectangle.moved(before, round(by.x()), round(by.y()), size)
        if max(abs(at.x() - begin.x()), abs(at.y() - begin.y())) < _GRAB / 3:
            return before  # a click beside the frame, that trembles
        first, last = self._pixel_at(begin), self._pixel_at(at)
        if self.ratio is None:
            return rectangle.drawn(first, last, size)
        seed = rectangle.drawn(first, first, size)
        handle = Handle(1 if last[0] >= first[0] else -1, 1 if last[1] >= first[1] else -1)
        return rectangle.dragged(seed, handle, last, size, self.ratio)

    def _grown(self, across: int, down: int) -> Crop:
        crop = self._crop
        if self.ratio is None:
            corner = crop.x + crop.width + across, crop.y + crop.height + down
            return rectangle.dragged(crop, Handle(1, 1), corner, self.size_seen, None)
        if across:
            return rectangle.sized(
                *(crop, crop.width + across, crop.height, self.size_seen, self.ratio), by="width"
            )
        return rectangle.sized(
            *(crop, crop.width, crop.height + down, self.size_seen, self.ratio), by="height"
        )

    def _still_of(self, picture: Picture) -> QPixmap:
        """Return what lies under the frame, painted once for all places that it is dragged to."""
        ratio, ground = self.devicePixelRatioF(), theme.ground(self.palette())
        turned = self._framing.rotation, self._framing.mirror
        of = picture, turned, self.size(), ratio, ground
        if self._still is None or self._still[0] != of:
            still = QPixmap(self.size() * ratio)
            still.setDevicePixelRatio(ratio)
            painter = QPainter(still)
            painter.fillRect(self.rect(), ground)
            self._paint_turned(painter, picture)
            painter.end()
            self._still = of, still
        return self._still[1]

    def _paint_turned(self, painter: QPainter, picture: Picture) -> None:
        place, scale = self.place, self._scale
        if picture.levels[0].hasAlphaChannel():
            painter.fillRect(place, checkerboard(_CHECKER, self.palette()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(place.center())
        if self._framing.mirror:
            painter.scale(-1, 1)
        painter.rotate(self._framing.rotation)
        size = QSizeF(picture.width, picture.height) * scale
        upright = QRectF(QPointF(-size.width(), -size.height()) / 2, size)
        painter.drawImage(upright, picture.level_for(scale * self.devicePixelRatioF()))

    def _paint_frame(self, painter: QPainter, frame: QRectF) -> None:
        painter.save()
        if self._from is not None:
            painter.setPen(QPen(_THIRDS, 1))
            for part in (1 / 3, 2 / 3):
                x, y = frame.left() + part * frame.width(), frame.top() + part * frame.height()
                painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
                painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # A white line with a shadow shows on any picture.
        for width, color in ((3.0, _SHADOW), (1.5, QColor("white"))):
            painter.setPen(QPen(color, width))
            painter.drawRect(frame)
        painter.setPen(QPen(_SHADOW, 1.5))
        painter.setBrush(QColor("white"))
        half = QPointF(_SIDE, _SIDE) / 2
        roomy = min(frame.width(), frame.height()) > 5 * _SIDE
        for handle in (*CORNERS, *EDGES) if roomy else CORNERS:
            at = _corner(frame, handle)
            painter.drawRect(QRectF(at - half, QSizeF(_SIDE, _SIDE)))
        painter.restore()


def _corner(frame: QRectF, handle: Handle) -> QPointF:
    """Return the point of a frame that a handle is at."""
    x = frame.center().x() + handle.across * frame.width() / 2
    y = frame.center().y() + handle.down * frame.height() / 2
    return QPointF(x, y)


def _around(frame: QRectF, whole: QRectF) -> tuple[QRectF, ...]:
    """Return what of a rectangle lies around a frame in it."""
    above = QRectF(whole.topLeft(), QPointF(whole.right(), frame.top()))
    below = QRectF(QPointF(whole.left(), frame.bottom()), whole.bottomRight())
    left = QRectF(QPointF(whole.left(), frame.top()), frame.bottomLeft())
    right = QRectF(frame.topRight(), QPointF(whole.right(), frame.bottom()))
    return above, below, left, right


def _about_keys() -> str:
    return _(
        "Arrow keys move the frame by a pixel, with Shift its lower right corner, with Ctrl by "
        "ten. Enter is done."
    )
