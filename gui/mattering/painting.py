"""The tool on the canvas: strokes by pointer or keys, and the tint that shows what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPen

from core.language import _
from gui.desktop.keys import ARROWS, ENTER
from gui.mattering import strokes
from gui.mattering.strokes import Levels, Sight
from gui.mattering.tint import tint_of
from gui.picture.bridge import image_of_tint
from gui.picture.hints import paint_cross
from gui.picture.painter import place_of

if TYPE_CHECKING:
    from core.framing import Framing
    from gui.picture.canvas import Canvas
    from gui.picture.layers import Scene

Way = Literal["brush", "rectangle", "color"]

SIZES = range(4, 401)
"""Widths of the brush, in pixels as the eye sees them."""

_FIRST_SIZE, _GROWTH = 60, 1.2
_STEP, _FINE_STEP = 10, 1
# On a large screen, the tint is coarser than its pixels, and painted as soon.
_MOST_PIXELS = 2_500_000
_SHADOW = QColor(0, 0, 0, 170)


class Painting(QObject):
    """Paints into the levels of a mask; the canvas hands it pointer and keys (`picture.tool`).

    Signals
    -------
    begun()
        A stroke begins: `levels` are about to change.
    painted()
        The stroke has gone on.
    ended()
    color_wanted(int, int)
        All that is like this pixel of the photo shown is to get the strength.
    size_changed(int)
    accepted()
        Enter was pressed.
    """

    begun = Signal()
    painted = Signal()
    ended = Signal()
    color_wanted = Signal(int, int)
    size_changed = Signal(int)
    accepted = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.way: Way = "brush"
        self.strength = strokes.MORE
        self._size = float(_FIRST_SIZE)
        self._levels: Levels | None = None
        self._sight: Sight | None = None
        # The pointer, or the cross that keys move; None where neither is over the canvas.
        self._at: QPointF | None = None
        self._by_keys = self._space = False
        # While a stroke is made: the pane it is in, where it began, and where it has come to.
        self._pane: QPointF | None = None
        self._first = self._last = (0.0, 0.0)
        self._corner = QPointF()
        self._tint: tuple[object, QImage] | None = None
        self._version = 0

    @property
    def pans(self) -> bool:
        """Whether a drag moves the photo: while Space is held, unless keys move the cross."""
        return self._space

    @property
    def draws(self) -> bool:
        """Whether a stroke is being made."""
        return self._pane is not None

    @property
    def levels(self) -> Levels | None:
        """What is painted into; None without a photo."""
        return self._levels

    @property
    def size(self) -> int:
        """Width of the brush."""
        return round(self._size)

    @size.setter
    def size(self, size: float) -> None:
        before = self.size
        self._size = min(max(float(size), SIZES[0]), SIZES[-1])
        if self.size != before:
            self.size_changed.emit(self.size)
            self._canvas.update()

    def begin(self) -> None:
        """Show the cross, which is where keys paint, in the middle of the photo."""
        self._at, self._by_keys, self._space = self._canvas.middle_of_photo(), True, False
        self._canvas.update()

    def look_at(self, framing: Framing, whole: tuple[int, int], shown: tuple[int, int]) -> None:
        """Paint on another photo, or on another part of it."""
        self.give_up()
        self._sight = Sight(framing, whole, shown, strokes.mask_size(whole))
        self._levels = None

    def show_levels(self, levels: Levels | None) -> None:
        """Show other levels, of the size of the mask; None where all matters alike."""
        self.give_up()
        assert self._sight is not None
        self._levels = strokes.blank(self._sight.mask) if levels is None else levels.copy()
        self.touch()

    def forget(self) -> None:
        """Forget the photo."""
        self.give_up()
        self._levels = self._sight = self._tint = None

    def give_up(self) -> None:
        """End a stroke; what was painted stays until other levels are shown."""
        self._pane = None

    def touch(self) -> None:
        """Show that the levels have changed."""
        self._version += 1
        self._canvas.update()

    # What the canvas hands on

    def about_keys(self) -> str:
        """Return a sentence for screen readers on what keys do."""
        return _(
            "Arrow keys move the brush, with Shift by a pixel, and Space held paints. [ and ] "
            "change its width, plus and minus zoom, O shows the original as long as it is held. "
            "Enter leaves."
        )

    def press(self, at: QPointF) -> None:
        """Begin a stroke, or choose a color."""
        self._at, self._by_keys = at, False
        self._begin_at(at)

    def move(self, at: QPointF) -> None:
        """Go on with a stroke, or show where it would begin."""
        self._at, self._by_keys = at, False
        self._go_on()

    def release(self) -> None:
        """End a stroke."""
        if self._pane is None:
            return
        if self.way == "rectangle" and self._levels is not None:
            strokes.fill_rectangle(self._levels, self._first, self._last, self.strength)
            self.touch()
        self._pane = None
        self.ended.emit()
        self._canvas.update()

    def leave(self) -> None:
        """Show no brush, as the pointer is elsewhere."""
        if not self._by_keys and self._pane is None:
            self._at = None

    def let_go(self) -> None:
        """End what Space is held for, as its release will not arrive."""
        self._space = False
        if self._by_keys:
            self.release()

    def grow(self, notches: float) -> None:
        """Make the brush larger, or smaller."""
        step = self._size * _GROWTH**notches
        # A part of the width of a small brush is less than a pixel.
        least = self._size + (1 if notches > 0 else -1)
        self.size = max(step, least) if notches > 0 else min(step, least)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Move the cross, paint at it, or change the brush."""
        key, keys = Qt.Key(event.key()), event.modifiers()
        if key in ARROWS and not keys & Qt.KeyboardModifier.ControlModifier:
            self._step(*ARROWS[key], fine=bool(keys & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._press_space()
        elif key in {Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight} and not keys:
            self.grow(1 if key == Qt.Key.Key_BracketRight else -1)
        elif key in ENTER:
            self.accepted.emit()
        else:
            return False
        return True

    def key_released(self, event: QKeyEvent) -> bool:
        """End what is painted, or moved, as long as Space is held."""
        if event.key() != Qt.Key.Key_Space:
            return False
        if not event.isAutoRepeat():
            self.let_go()
        return True

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint the tint over the original, and the brush."""
        panes = scene.panes
        pane = panes.result if panes.original.isEmpty() else panes.original
        if self._levels is not None and self._sight is not None:
            self._paint_tint(painter, scene, pane)
        if self._at is not None:
            self._paint_brush(painter, self._at)

    # Private

    def _begin_at(self, at: QPointF) -> None:
        if self._levels is None or self._sight is None:
            return
        pane = self._canvas.pane_at(at)
        x, y = self._canvas.photo_point(at, pane)
        if self.way == "color":
            width, height = self._sight.shown
            if 0 <= x < width and 0 <= y < height:
                self.color_wanted.emit(int(x), int(y))
            return
        self._pane, self._corner = pane, at
        self._first = self._last = self._sight.point((x, y))
        self.begun.emit()
        self._draw()

    def _go_on(self) -> None:
        if self._pane is not None and self._at is not None:
            self._draw()
        self._canvas.update()

    def _draw(self) -> None:
        """Paint from where the stroke has come to, to where the pointer is."""
        assert self._levels is not None
        assert self._sight is not None
        assert self._pane is not None
        assert self._at is not None
        to = self._sight.point(self._canvas.photo_point(self._at, self._pane))
        if self.way == "brush":
            radius = self._size / 2 * self._scale
            strokes.paint_line(self._levels, self._last, to, radius, self.strength)
            self.touch()
            self.painted.emit()
        self._last = to

    @property
    def _scale(self) -> float:
        """Pixels of the mask for each logical pixel of the canvas."""
        assert self._sight is not None
        return self._sight.scale * self._canvas.devicePixelRatioF() / self._canvas.zoom

    def _step(self, dx: int, dy: int, *, fine: bool) -> None:
        """Move the cross; at the edge of the canvas, the photo moves under it."""
        if self._at is None:
            self._at = self._canvas.middle_of_photo()
        elif self._by_keys or self._pane is None:
            step = _FINE_STEP if fine else _STEP
            to = self._at + QPointF(dx, dy) * step
            room = self._canvas.rect()
            self._at = QPointF(
                min(max(to.x(), 0), room.width() - 1), min(max(to.y(), 0), room.height() - 1)
            )
            beyond = self._at - to
            if not beyond.isNull():
                self._canvas.pan(beyond.x(), beyond.y())
        self._by_keys = True
        self._go_on()

    def _press_space(self) -> None:
        if self._by_keys and self._at is not None:
            self._begin_at(self._at)
        elif self._pane is None:
            self._space = True

    def _paint_tint(self, painter: QPainter, scene: Scene, pane: QRect) -> None:
        assert self._sight is not None
        photo = scene.layers.photo
        if photo is None or (photo.width, photo.height) != self._sight.shown:
            return
        offset, ratio = scene.panes.offset(pane), scene.ratio
        place = place_of(photo, scene.view, ratio, offset)
        seen = place.intersected(QRectF(pane)).toAlignedRect().intersected(pane)
        if seen.isEmpty():
            return
        key = self._version, seen, place, ratio, self._sight
        if self._tint is None or self._tint[0] != key:
            self._tint = key, self._drawn_tint(seen, place, ratio)
        painter.save()
        painter.setClipRect(place.intersected(QRectF(pane)))
        painter.drawImage(QRectF(seen), self._tint[1])
        painter.restore()

    def _drawn_tint(self, seen: QRect, place: QRectF, ratio: float) -> QImage:
        assert self._sight is not None
        assert self._levels is not None
        if seen.width() * seen.height() * ratio * ratio > _MOST_PIXELS:
            ratio /= 2
        across, down = round(seen.width() * ratio), round(seen.height() * ratio)
        scale = self._sight.shown[0] / place.width()
        corner = (seen.x() - place.x()) * scale, (seen.y() - place.y()) * scale
        size = seen.width() * scale, seen.height() * scale
        levels = self._sight.levels_in(self._levels, (across, down), corner, size)
        origin = round(seen.x() * ratio), round(seen.y() * ratio)
        return image_of_tint(tint_of(levels, origin, ratio))

    def _paint_brush(self, painter: QPainter, at: QPointF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, color in ((3.0, _SHADOW), (1.2, QColor("white"))):
            painter.setPen(QPen(color, width))
            if self.way == "brush":
                painter.drawEllipse(at, self._size / 2, self._size / 2)
            elif self.way == "rectangle" and self._pane is not None:
                painter.drawRect(QRectF(self._corner, at).normalized())
        painter.restore()
        if self._by_keys or self.way != "brush":
            paint_cross(painter, at.toPoint(), None, self._canvas.rect())
