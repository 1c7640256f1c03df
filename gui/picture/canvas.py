"""Shows photo and result in one view: split handle, side by side, zoom, pan, drop target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from core.language import _
from gui.desktop import texts, theme
from gui.desktop.keys import ARROWS, ENTER
from gui.picture import hints
from gui.picture.drop import Refused, photos_in
from gui.picture.geometry import Seen, View
from gui.picture.layers import AIR, Layers, Scene, paint_announced
from gui.picture.painter import place_of
from gui.picture.panes import Layout, Panes
from gui.picture.picking import Picking

if TYPE_CHECKING:
    from gui.picture.bridge import Picture
    from gui.picture.tool import Tool

_GRAB = 8  # logical pixels beside the split that still grab it
_PAN_STEP = 60
_SPLIT_STEP = 0.02
_WHEEL_STEP = 1.25  # zoom factor of one notch, 15 degrees


class Canvas(QWidget):
    """The original beside or under the result.

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
    pointed((int, int) or None)
        The photo pixel under the pointer, where the result is shown.
    picked(int, int)
        The photo pixel that was chosen while picking.
    picking_changed(bool)
    painted()
        After each painting.
    """

    dropped = Signal(object)
    drop_refused = Signal(str)
    open_wanted = Signal()
    zoom_changed = Signal(float)
    pointed = Signal(object)
    picked = Signal(int, int)
    picking_changed = Signal(bool)
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = Layers()
        self._view: View | None = None
        self._layout: Layout = "split"
        self._split = 0.5
        self._holds_original = False
        self._picking = Picking(self, self._pixel_at)
        self._picking.changed.connect(self.picking_changed)
        self._picking.pointed.connect(self.pointed)
        self._picking.picked.connect(self.picked)
        self._taken: Tool | None = None
        self._welcome: QWidget | None = None
        self._drag: Callable[[QPointF], None] | None = None
        self._drop_hovers = False
        self._shows_focus = self._hovered = False
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.grabGesture(Qt.GestureType.PinchGesture)
        texts.put(self.setAccessibleName, lambda: _("Photo and result"))
        texts.put(self.setAccessibleDescription, _about_keys)

    @property
    def zoom(self) -> float:
        """Device pixels per photo pixel; 1 without a photo."""
        return self._view.scale if self._view is not None else 1.0

    @property
    def seen(self) -> Seen | None:
        """Part of the photo that is in view; None without a photo."""
        return None if self._view is None else self._view.seen

    @property
    def split(self) -> float:
        """Position of the split, 0 (left edge) … 1 (right edge)."""
        return self._split

    @split.setter
    def split(self, split: float) -> None:
        self._split = min(max(split, 0.0), 1.0)
        self.update()

    @property
    def arrangement(self) -> Layout:
        """Way in which photo and result share the canvas."""
        return self._layout

    @property
    def picking(self) -> bool:
        """Whether a click chooses a color of the photo."""
        return self._picking.active

    @property
    def holds_original(self) -> bool:
        """Whether just the original is shown for the moment."""
        return self._holds_original

    @property
    def shows_difference(self) -> bool:
        """Whether the difference is shown in place of the result."""
        return self._layers.difference is not None

    @property
    def pointed_text(self) -> str:
        """Sentence about the pixel under the pointer; empty for none."""
        return self._layers.footnote

    def welcome_with(self, widget: QWidget) -> None:
        """Show a widget at the bottom as long as there is no photo."""
        self._welcome = widget
        widget.setParent(self)
        widget.installEventFilter(self)
        self._show_welcome()

    # Layers

    def show_photo(self, picture: Picture | None) -> None:
        """Show another original, without a result; one of the same size keeps the view."""
        same_size = (
            picture is not None
            and self._view is not None
            and self._view.photo == (picture.width, picture.height)
        )
        self._layers.change_photo(picture)
        self.show_pointed("")
        self.stop_picking()
        self._show_welcome()
        if picture is None:
            self._view = None
        elif not same_size:
            size = picture.width, picture.height
            self._set_view(View.fitted(size, self._viewport(), self._margin))
        self.update()

    def announce_photo(self, picture: Picture) -> None:
        """Show an original whose pixels are still being read; `take_back` shows the one before."""
        self.stop_picking()
        self._drag = None
        self._layers.announced = picture
        self._show_welcome()
        self.update()

    def take_back(self) -> None:
        """Show the photo before again, if another was announced."""
        self._layers.announced = None
        self._show_welcome()
        self.update()

    def show_result(self, picture: Picture | None, caption: str) -> None:
        """Show a result; the view stays."""
        self._layers.change_result(picture, caption)
        self.update()

    def show_draft(self, picture: Picture, caption: str) -> None:
        """Show a quick picture of what is in view over the result before."""
        self._layers.lay_draft(picture, caption)
        self.update()

    def drop_draft(self, caption: str) -> None:
        """Show the result before again: the draft's own will not come."""
        self._layers.draft, self._layers.caption = None, caption
        self.update()

    def name_result(self, caption: str) -> None:
        """Write another caption over the result; that of a draft stays."""
        if self._layers.draft is None:
            self._layers.caption = caption
            self.update()

    def show_difference(self, picture: Picture | None, scale: list[QColor]) -> None:
        """Show a map of differences, with its scale, in place of the result; None: no more."""
        self._layers.difference, self._layers.heat_scale = picture, scale
        self.update()

    def light_up(self, veil: Picture | None) -> None:
        """Lay a veil over the result; None takes it away."""
        if veil is not None and (self._view is None or veil.place != self._view.seen.place):
            return  # made for a view that is gone
        if veil is not self._layers.veil:
            self._layers.veil = veil
            self.update()

    def show_picked(self, color: QColor | None) -> None:
        """Show the color under the cross of picking beside it."""
        self._picking.show_color(color)

    def show_pointed(self, text: str, color: QColor | None = None) -> None:
        """Show a color with a sentence about it, at the bottom; an empty text hides both."""
        if text != self._layers.footnote:
            self._layers.footnote, self._layers.footnote_color = text, color or QColor()
            self.update()

    def hold_original(self, held: bool) -> None:
        """Show just the original, as long as a key or a button is held."""
        if held != self._holds_original:
            self._holds_original = held and self._layers.photo is not None
            self.update()

    def arrange(self, layout: Layout) -> None:
        """Share the canvas in another way; the middle stays where it is."""
        if layout != self._layout:
            self._layout = layout
            if self._view is not None:
                self._set_view(self._view.resized(self._viewport()))
            self.update()

    # The view

    def fit(self) -> None:
        """Show the whole photo."""
        if self._view is not None:
            self._set_view(View.fitted(self._view.photo, self._viewport(), self._margin))

    def zoom_to(self, scale: float) -> None:
        """Show one photo pixel as `scale` device pixels, around the middle."""
        if self._view is not None:
            width, height = self._view.viewport
            self._set_view(self._view.at_scale(scale, width / 2, height / 2))

    def actual_size(self) -> None:
        """Show one photo pixel as one device pixel."""
        self.zoom_to(1.0)

    def double_size(self) -> None:
        """Show one photo pixel as two device pixels."""
        self.zoom_to(2.0)

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

    # Picking

    def start_picking(self) -> None:
        """Wait for a click, or for Enter at a cross moved by the arrow keys, to choose a pixel."""
        if self._layers.photo is not None and self._layers.announced is None and not self.picking:
            begin = self._middle_of_photo()
            self._picking.start(begin)
            self._show_cursor(begin)

    def stop_picking(self) -> None:
        """End picking; nothing is chosen."""
        self._picking.stop()

    # Tools

    def take_tool(self, tool: Tool | None) -> None:
        """Give pointer and keys to a tool, or (None) to nobody else."""
        if tool is not self._taken:
            self._taken = tool
            about = _about_keys if tool is None else tool.about_keys
            texts.put(self.setAccessibleDescription, about)
            self._drag = None
            self.stop_picking()
            self.unsetCursor()
            self.update()

    @property
    def _tool(self) -> Tool | None:
        """The tool, while there is a photo to use it on."""
        there = self._view is not None and self._layers.announced is None
        return self._taken if there else None

    def middle_of_photo(self) -> QPointF:
        """Return the middle of what is seen of the photo, at best where the original is."""
        return self._middle_of_photo()

    def pane_at(self, at: QPointF) -> QPointF:
        """Return where the view begins that is shown at a point."""
        return self._panes.offset_at(at)

    def photo_point(self, at: QPointF, pane: QPointF) -> tuple[float, float]:
        """Convert a point to the photo that is seen in a pane; it may be outside of the photo."""
        assert self._view is not None
        inside = (at - pane) * self.devicePixelRatioF()
        return self._view.to_photo(inside.x(), inside.y())

    def pan(self, dx: float, dy: float) -> None:
        """Move the photo by logical pixels."""
        if self._view is not None:
            ratio = self.devicePixelRatioF()
            self._set_view(self._view.panned(dx * ratio, dy * ratio))

    # Events

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching: a touch pad sends another event than a touch screen."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom_by(1 + event.value(), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = self.mapFromGlobal(pinch.centerPoint().toPoint())
                self._zoom_by(pinch.scaleFactor(), QPointF(at))
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange and self._view is not None:
            # The view is in pixels of the screen, and the widget's own size stays.
            view = replace(self._view, margin=self._margin)
            self._set_view(view.resized(self._viewport()))
        return super().event(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep what is in the middle there, or the whole photo in view."""
        if self._view is not None:
            self._set_view(self._view.resized(self._viewport()))
        self._place_welcome()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the widget at the bottom the room it asks for."""
        if watched is self._welcome and event.type() == QEvent.Type.LayoutRequest:
            self._place_welcome()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is exposed."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.fillRect(event.rect(), theme.ground(self.palette()))
        layers, ratio = self._layers, self.devicePixelRatioF()
        if layers.announced is not None:
            paint_announced(painter, layers.announced, self.rect(), ratio, self.palette())
        elif layers.photo is None or self._view is None:
            hints.paint_empty(painter, self._above_welcome, self.palette(), self._drop_hovers)
        else:
            grip = self._hovered or self._shows_focus or self._drag == self._drag_split
            scene = Scene(layers, self._view, self._panes, ratio, self.palette(), grip)
            scene.paint(painter, held=self._holds_original)
            if self._tool is not None:
                self._tool.paint(painter, scene)
            self._picking.paint(painter)
        if self._drop_hovers:
            empty = self._welcome is not None and self._welcome.isVisible()
            free = self._above_welcome if empty else self.rect()
            hints.paint_drop(painter, self.rect(), free, self.palette())
        elif self._shows_focus and self._layers.photo is not None:
            hints.paint_focus(painter, self.rect(), self.palette())
        painter.end()
        self.painted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus if it came by key; after a click it would only disturb."""
        keys = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        self._shows_focus = event.reason() in keys
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus; the release of a key that is held will not arrive here."""
        self._shows_focus = False
        self.hold_original(False)
        if self._tool is not None:
            self._tool.let_go()
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; with Ctrl, a tool grows."""
        # With some keys held, some systems turn the wheel sideways.
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        controls = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._tool is not None and controls:
            self._tool.grow(notches)
        elif event.angleDelta().y():
            self._zoom_by(_WHEEL_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the split or the photo, choose a pixel, or have a tool begin."""
        left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        if self._view is not None and event.button() == middle:
            self._drag = self._pan_from(event)
        elif self._view is not None and event.button() == left:
            if self.picking:
                self._picking.pick_at(event.position())
                return
            if self._near_split(event.position()):
                self._drag = self._drag_split
            elif self._tool is None or self._tool.pans:
                self._drag = self._pan_from(event)
            else:
                self._tool.press(event.position())
        self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was grabbed, or emit which pixel is pointed at."""
        if self._drag is not None:
            self._drag(event.position())
        elif self.picking:
            self._picking.follow(event.position())
        elif self._tool is not None:
            self._tool.move(event.position())
        self.pointed.emit(self._pixel_shown_at(event.position()) if self._drag is None else None)
        self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; on an empty canvas, ask for photos to open."""
        nothing = self._view is None and self._layers.announced is None
        if nothing and event.button() == Qt.MouseButton.LeftButton:
            self.open_wanted.emit()
        if self._tool is not None and event.button() == Qt.MouseButton.LeftButton:
            self._tool.release()
        self._drag = None
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to 100 % around the pointer, and back to fit."""
        if self._view is None or self.picking or self._near_split(event.position()):
            return
        if self._tool is not None:
            # The second of two fast strokes.
            self.mousePressEvent(event)
            return
        if self._view.fitting:
            at = self._in_view(event.position())
            self._set_view(self._view.actual_size(at.x(), at.y()))
        else:
            self.fit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the grip of the split while the pointer is here."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Emit that nothing is pointed at any more."""
        self._hovered = False
        if self._tool is not None:
            self._tool.leave()
        self.update()
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, move the split, zoom, hold the original, pick."""
        key = Qt.Key(event.key())
        dx, dy = ARROWS.get(key, (0, 0))
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.picking and key in ARROWS:
            self._picking.move(dx, dy, fine=shifted)
        elif self.picking and key in ENTER:
            self._picking.pick()
        elif not self.picking and self._tool is not None and self._tool.key_pressed(event):
            self._show_cursor(QPointF(self.mapFromGlobal(QCursor.pos())))
        elif shifted and dx:
            self.split += dx * _SPLIT_STEP
        elif key in ARROWS and self._view is not None:
            self._set_view(self._view.panned(-dx * _PAN_STEP, -dy * _PAN_STEP))
        elif key == Qt.Key.Key_Plus:
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_O and not event.modifiers():
            self.hold_original(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show the result again."""
        if event.key() == Qt.Key.Key_O and not event.isAutoRepeat():
            self.hold_original(False)
        elif self._tool is not None and self._tool.key_released(event):
            self._show_cursor(QPointF(self.mapFromGlobal(QCursor.pos())))
        else:
            super().keyReleaseEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept everything that has addresses: a drop that cannot be used gets a sentence.

        What is dragged out of this window is no new photo.
        """
        if event.mimeData().hasUrls() and event.source() is None:
            event.acceptProposedAction()
            self._hover(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Forget the drop that did not come."""
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Emit which files came, or why none can be used."""
        self._hover(False)
        event.acceptProposedAction()
        try:
            self.dropped.emit(photos_in(event.mimeData()))
        except Refused as refused:
            self.drop_refused.emit(str(refused))

    # Private

    def _show_welcome(self) -> None:
        if self._welcome is not None:
            nothing = self._layers.photo is None and self._layers.announced is None
            self._welcome.setVisible(nothing)
            self._place_welcome()

    def _place_welcome(self) -> None:
        if self._welcome is not None:
            height = self._welcome.sizeHint().height()
            self._welcome.setGeometry(0, self.height() - height, self.width(), height)
            self.update()

    @property
    def _above_welcome(self) -> QRect:
        """Part of the empty canvas in which it says what to do."""
        below = self._welcome.height() if self._welcome is not None else 0
        return self.rect().adjusted(0, 0, 0, -below)

    @property
    def _panes(self) -> Panes:
        photo = self._layers.photo
        return Panes(
            self._layout,
            self.rect(),
            self._split,
            None if photo is None else (photo.width, photo.height),
            with_result=self._layers.has_result and not self._holds_original,
        )

    def _viewport(self) -> tuple[int, int]:
        return self._panes.viewport(self.devicePixelRatioF())

    @property
    def _margin(self) -> int:
        """Room around the whole photo, in device pixels."""
        return round(AIR * self.devicePixelRatioF())

    def _in_view(self, at: QPointF) -> QPointF:
        """Convert a point of the widget to device pixels of the view."""
        return self._panes.in_view(at, self.devicePixelRatioF())

    def _pixel_at(self, at: QPointF) -> tuple[int, int] | None:
        """Find the photo pixel under a point."""
        if self._view is None:
            return None
        inside = self._in_view(at)
        x, y = (int(each // 1) for each in self._view.to_photo(inside.x(), inside.y()))
        width, height = self._view.photo
        return (x, y) if 0 <= x < width and 0 <= y < height else None

    def _pixel_shown_at(self, at: QPointF) -> tuple[int, int] | None:
        """Find the photo pixel under a point, where the result is shown or a color is picked."""
        shown = self.picking or self._panes.result.contains(at.toPoint())
        return self._pixel_at(at) if shown else None

    def _set_view(self, view: View) -> None:
        if view != self._view:
            old, self._view = self._view, view
            # A veil is as large as what was in view.
            self._layers.veil = None
            self.update()
            if old is None or old.scale != view.scale:
                self.zoom_changed.emit(view.scale)

    def _zoom_by(self, factor: float, at: QPointF) -> None:
        if self._view is not None:
            inside = self._in_view(at)
            self._set_view(self._view.zoomed(factor, inside.x(), inside.y()))

    def _hover(self, hovers: bool) -> None:
        self._drop_hovers = hovers
        self.update()

    def _near_split(self, at: QPointF) -> bool:
        shown = self._layout == "split" and self._layers.has_result
        return shown and abs(at.x() - self._panes.split_x) <= _GRAB

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

    def _middle_of_photo(self) -> QPointF:
        """Find the middle of what is seen of the photo, at best where the original is."""
        assert self._layers.photo is not None
        assert self._view is not None
        panes, ratio = self._panes, self.devicePixelRatioF()
        for pane in (panes.original, panes.result):
            whole = place_of(self._layers.photo, self._view, ratio, panes.offset(pane))
            seen = whole.intersected(QRectF(pane))
            if seen.width() > 1 and seen.height() > 1:
                return seen.center()
        return QPointF(self.rect().center())

    def _show_cursor(self, at: QPointF) -> None:
        shape = Qt.CursorShape.PointingHandCursor
        draws = self._tool is not None and not self._tool.pans and self._drag is None
        if self.picking or (draws and not self._near_split(at)):
            shape = Qt.CursorShape.CrossCursor
        elif self._view is not None:
            shape = Qt.CursorShape.OpenHandCursor
            if self._drag == self._drag_split or (self._drag is None and self._near_split(at)):
                shape = Qt.CursorShape.SplitHCursor
            elif self._drag is not None:
                shape = Qt.CursorShape.ClosedHandCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)


def _about_keys() -> str:
    return _(
        "The original is left of the split, the result right of it. Arrow keys move the "
        "photo, Shift with left and right moves the split, plus and minus zoom, O shows the "
        "original as long as it is held."
    )
