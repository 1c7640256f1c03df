"""The color cube: the photo's colors as beads, centroids among them, and the paths they took."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QWidget

from core.charts.cloud import Cloud, CubeSpace, color_at, place_of
from core.charts.cube import Dots, Way, dots_of, draw_way
from core.charts.cube_frame import draw_edges
from core.charts.cube_view import CubeView
from core.charts.drawing import (
    DARK,
    LIGHT,
    Drawing,
    Image,
    Item,
    Rect,
    Text,
    shortened,
)
from core.charts.paths import table_of_paths
from core.language import N_, _
from gui.desktop import texts
from gui.desktop.announcing import name_combo_box
from gui.desktop.keys import ENTER
from gui.desktop.theme import is_dark
from gui.kmeans import frames
from gui.kmeans.frames import Hand
from gui.picture.drawing import paint_drawing, png_of
from gui.picture.plot import Plot

if TYPE_CHECKING:
    from core.charts.table import Table
    from core.model import Moment
    from gui.kmeans.watching import Run

_SPACES: tuple[tuple[str, CubeSpace], ...] = (("RGB", "rgb"), ("Oklab", "oklab"), ("Lab", "lab"))
# Of the other solids just one corner lies far out, so they may be seen from nearer.
_ZOOMS: dict[CubeSpace, float] = {"rgb": 1.0, "oklab": 1.1, "lab": 1.45}
_ANGLE_OF_PIXEL = 0.009
_ANGLE_OF_KEY = 0.09
_WHEEL_STEP = 1.15
# A pointer that moved less than this has clicked.
_STILL = 3.0
_STEP_OF_HAND = 4.0
# More pixels than these are painted coarser: beads look the same, and it stays quick.
_MOST_SIDE = 640
# Plots in files have this many pixels for each of the drawing, across and down.
_FINER = 2
# There is no room for a hint beside the cube.
_LOW = 170
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class ColorCube(Plot):
    """Turned by drag and arrow keys; a centroid is dragged to where k-means goes on from.

    Signals
    -------
    dragged(Hand or None)
        A centroid is held somewhere, or was put back.
    moved(int, (float, float, float))
        The number of a centroid, and the sRGB color where it was let go.
    color_wanted(int)
        The color of a centroid is to be chosen by its code.
    space_chosen(str)
        The cloud of another space is wanted.
    """

    dragged = Signal(object)
    moved = Signal(int, object)
    color_wanted = Signal(int)
    space_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(N_("Color cube"), parent)
        self.setMinimumSize(200, 110)
        self._run: Run | None = None
        self._way: Way | None = None
        self._position = 0.0
        self._cloud: Cloud | None = None
        self._lit: int | None = None
        self._labels: Any = None
        self._hand: Hand | None = None
        self._view = CubeView(1, 1)
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._grabbed: int | None = None
        self._touched = False
        self._beads: tuple[object, QImage | None] | None = None
        self._space = QComboBox(self)
        for title, name in _SPACES:
            self._space.addItem(title, name)
        texts.put(
            self._space.setToolTip, lambda: _("The space that colors and centroids are shown in")
        )
        name_combo_box(self._space, N_("Space of the color cube"))
        self._space.currentIndexChanged.connect(self._choose_space)
        texts.put(
            self.setAccessibleDescription,
            lambda: _(
                "The photo's colors, and the centroids with the paths they took. Arrow keys turn "
                "it, plus and minus zoom, Page Up and Page Down go from centroid to centroid; "
                "Shift with arrow keys moves one, and Enter goes on from there, or asks for a "
                "color. The table of centroids has the numbers."
            ),
        )
        texts.put(
            self.setToolTip,
            lambda: _(
                "Drag to turn, wheel to zoom.\nDrag a centroid to go on from there, "
                "or double click it to choose its color."
            ),
        )

    @property
    def space(self) -> CubeSpace:
        """The space that is shown."""
        return _SPACES[self._space.currentIndex()][1]

    @property
    def view(self) -> CubeView:
        """How the cube is looked at."""
        return self._view

    @property
    def hand(self) -> Hand | None:
        """The centroid that is being moved by hand."""
        return self._hand

    def show_cloud(self, cloud: Cloud | None) -> None:
        """Show the colors of a photo, in the space that was asked for."""
        self._cloud, self._beads = cloud, None
        self.update()

    def show_labels(self, labels: Any) -> None:
        """Take the cluster of each bead, (n,) int, by which one lights up; None if unknown."""
        if labels is not self._labels:
            self._labels = labels
            self.update()

    def show_run(self, run: Run | None) -> None:
        """Show the centroids of a run, as far as it is."""
        self._run, self._hand = run, None
        self._way = None if run is None or not run.moments else frames.way_of(run, self.space)
        self._position = min(self._position, float(max(len(self._moments) - 1, 0)))
        self.update()

    def show_position(self, position: float) -> None:
        """Show where the centroids are at a moment, or on the way to the next."""
        if position != self._position:
            self._position = position
            self._let_go()
        self.update()

    def light_up(self, number: int | None) -> None:
        """Point a cluster out: its centroid, its path, and the colors in it."""
        if number != self._lit:
            self._lit = number
            self.update()

    def turn(self, across: float, up: float) -> None:
        """Turn the cube by angles in radians."""
        self._touched = True
        self._view = self._view.turned(across, up)
        self.update()

    # A plot

    def drawn(self, width: float, height: float) -> Drawing:
        """Draw the cube, with the cloud as a picture in it."""
        view = self._view.sized(width, height)
        ground = Rect(0, 0, width, height, fill="ground")
        back, front = draw_edges(self.space, view)
        beads = self._beads_of(view.sized(width * _FINER, height * _FINER), dark=False)
        cloud = []
        if beads:
            cloud = [Image(0, 0, width, height, png_of(beads), _("Colors of the photo"))]
        items = (ground, *back, *cloud, *front, *self._centroids(view))
        return Drawing(width, height, items, _("Color cube"), self.accessibleDescription())

    def table(self) -> Table:
        """Return where the centroids are at each moment."""
        return table_of_paths(self._moments)

    def at(self, x: float, y: float) -> int | None:
        """Find the centroid at a place."""
        dots = self._dots(self._view)
        return None if dots is None else dots.at(x, y)

    def stepped(self, direction: int) -> int | None:
        """Return the centroid after or before the one that is lit."""
        if self._way is None:
            return None
        count = len(self._way.places[int(self._position)])
        return (
            direction % count - (direction > 0)
            if self._lit is None
            else ((self._lit + direction) % count)
        )

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint edges, beads, paths and centroids."""
        painter, dark = QPainter(self), is_dark(self.palette())
        painter.fillRect(self.rect(), QColor((DARK if dark else LIGHT)["ground"]))
        back, front = draw_edges(self.space, self._view)
        size = self._view.width, self._view.height
        paint_drawing(painter, Drawing(*size, tuple(back)), dark=dark)
        beads = self._painted(self._view, dark=dark)
        if beads is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), beads)
        rest = (*front, *self._centroids(self._view), *self._hint())
        paint_drawing(painter, Drawing(*size, rest), dark=dark)
        self.paint_focus(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the view, and the box in its corner."""
        super().resizeEvent(event)
        self._view = self._view.sized(max(self.width(), 1), max(self.height(), 1))
        size = self._space.sizeHint()
        self._space.setGeometry(self.width() - size.width() - 6, 6, size.width(), size.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab a centroid, or the cube."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._last = event.position()
            self._grabbed = self.at(event.position().x(), event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is grabbed; otherwise tell which centroid is pointed at."""
        at = event.position()
        if self._last is None or self._pressed is None:
            found = self.at(at.x(), at.y())
            self.pointed.emit(found)
            shape = (
                Qt.CursorShape.OpenHandCursor
                if found is None
                else (Qt.CursorShape.PointingHandCursor)
            )
            self.setCursor(shape)
            return
        step, self._last = at - self._last, at
        if self._grabbed is None:
            self.turn(step.x() * _ANGLE_OF_PIXEL, step.y() * _ANGLE_OF_PIXEL)
        elif (at - self._pressed).manhattanLength() > _STILL:
            self._drag(self._grabbed, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: k-means goes on from there, or a centroid was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        grabbed, self._pressed, self._last, self._grabbed = self._grabbed, None, None, None
        if self._hand is not None:
            self._commit()
        elif grabbed is not None:
            self.chosen.emit(grabbed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose a color for a centroid, or look at all of the cube as in the beginning."""
        found = self.at(event.position().x(), event.position().y())
        if found is not None:
            self.color_wanted.emit(found)
        else:
            size = self._view.width, self._view.height
            self._view = CubeView(*size, zoom=_ZOOMS[self.space])
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        self._zoom(_WHEEL_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn, zoom, go from centroid to centroid, move one."""
        key = Qt.Key(event.key())
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        across, up = _ARROWS.get(key, (0, 0))
        if key in _ARROWS and shifted:
            self._push(across, up)
        elif key in _ARROWS:
            self.turn(across * _ANGLE_OF_KEY, up * _ANGLE_OF_KEY)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            found = self.stepped(1 if key == Qt.Key.Key_PageDown else -1)
            if found is not None:
                self.chosen.emit(found)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Minus}:
            self._zoom(_WHEEL_STEP if key == Qt.Key.Key_Plus else 1 / _WHEEL_STEP)
        elif key in ENTER and self._hand is not None:
            self._commit()
        elif key in ENTER and self._lit is not None:
            self.color_wanted.emit(self._lit)
        elif key == Qt.Key.Key_Escape and self._hand is not None:
            self._let_go()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Take Esc for itself while a centroid is held: it is put back."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self._hand is not None
        ):
            event.accept()
            return True
        return super().event(event)

    # Private

    @property
    def _moments(self) -> tuple[Moment, ...]:
        return () if self._run is None else self._run.moments

    def _hint(self) -> list[Item]:
        """Tell what can be done here, until it has been done."""
        if self._touched or self._way is None or self.height() < _LOW:
            return []
        words = _("Drag to turn · drag a dot to move it")
        # At the bottom is the name of a corner, at the right the box of spaces.
        return [Text(8, 18, shortened(words, 11, self._space.x() - 16), 11, "faint")]

    def _choose_space(self) -> None:
        self._view = replace(self._view, zoom=_ZOOMS[self.space])
        self.show_cloud(None)
        self.show_run(self._run)
        self.space_chosen.emit(self.space)

    def _zoom(self, factor: float) -> None:
        self._view = self._view.zoomed(factor)
        self.update()

    def _dots(self, view: CubeView) -> Dots | None:
        if self._way is None:
            return None
        return dots_of(self._way, self._position, view.project)

    def _centroids(self, view: CubeView) -> list:
        way, dots = self._way, self._dots(view)
        if way is None or dots is None:
            return []
        if self._hand is None:
            return draw_way(way, self._position, view.project, dots, self._lit)
        held = frames.way_with(way, int(self._position), self._hand, self.space)
        dots = dots_of(held, self._position, view.project)
        return draw_way(held, self._position, view.project, dots, self._hand.number)

    def _drag(self, number: int, at: QPointF) -> None:
        """Hold a centroid under the pointer, as deep in the cube as it is."""
        dots = self._dots(self._view)
        if dots is not None and number < len(dots.radii):
            self._hold(number, at.x(), at.y(), dots.points[number][2])

    def _push(self, across: int, up: int) -> None:
        """Move the centroid that is lit by a step on the screen."""
        number = self._lit
        if self._way is None or number is None:
            return
        if self._hand is not None and self._hand.number == number:
            place = place_of(self._hand.color, self.space)
        else:
            place = self._way.places[int(self._position)][number]
        x, y, depth = self._view.project(place[None])[0].tolist()
        self._hold(number, x + across * _STEP_OF_HAND, y - up * _STEP_OF_HAND, depth)

    def _hold(self, number: int, x: float, y: float, depth: float) -> None:
        red, green, blue = color_at(self._view.place_at(x, y, depth), self.space).tolist()
        self._hand = Hand(number, (red, green, blue))
        self.dragged.emit(self._hand)
        self.update()

    def _let_go(self) -> None:
        if self._hand is not None:
            self._hand = None
            self.dragged.emit(None)
            self.update()

    def _commit(self) -> None:
        hand, self._hand = self._hand, None
        if hand is not None:
            self._touched = True
            self.moved.emit(hand.number, hand.color)

    def _painted(self, view: CubeView, *, dark: bool) -> QImage | None:
        """Paint the beads, or return them as they were painted last if nothing is changed."""
        cloud = self._cloud
        if cloud is None:
            return None
        lit, labels = self._lit_beads
        key = cloud, view, dark, lit, id(labels)
        if self._beads is None or self._beads[0] != key:
            ratio = min(self.devicePixelRatioF(), _MOST_SIDE / max(view.width, view.height))
            fine = view.sized(view.width * ratio, view.height * ratio)
            self._beads = key, self._beads_of(fine, dark=dark)
        return self._beads[1]

    @property
    def _lit_beads(self) -> tuple[int | None, Any]:
        """The cluster whose beads are lit up, and the clusters of all beads."""
        lit = self._lit if self._hand is None else None
        return lit, None if lit is None else self._labels

    def _beads_of(self, view: CubeView, *, dark: bool) -> QImage | None:
        """Paint the beads with a pixel for each of the view."""
        from gui.picture.bridge import image_of_cloud

        cloud = self._cloud
        if cloud is None:
            return None
        lit, labels = self._lit_beads
        chosen = labels == lit if labels is not None and len(labels) == len(cloud) else None
        return image_of_cloud(cloud, view, dark=dark, lit=chosen)
