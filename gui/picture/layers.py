"""The layers that a canvas shows, pictures and words over each other, and their painting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPalette

from core.language import _
from gui.desktop.checkerboard import checkerboard
from gui.picture import hints
from gui.picture.geometry import View
from gui.picture.painter import paint_picture, place_of
from gui.picture.panes import Panes

if TYPE_CHECKING:
    from gui.picture.bridge import Picture

AIR = 12  # logical pixels around a photo that is seen whole
_CAPTION_ROOM = 12
_CHECKER = 8


@dataclass
class Layers:
    """Everything that is shown of a photo and its result, from the bottom up.

    Parameters
    ----------
    photo : Picture, optional
        The original.
    result : Picture, optional
    draft : Picture, optional
        A quick picture of what is in view, over the result before.
    veil : Picture, optional
        Lies over the result and leaves out what is lit up.
    difference : Picture, optional
        Shown in place of the result.
    announced : Picture, optional
        A photo that is still being read, shown in place of everything.
    caption : str
        Names the result.
    heat_scale : list of QColor
        Explains the difference.
    footnote : str
        A sentence about the color under the pointer; empty for none.
    footnote_color : QColor
    """

    photo: Picture | None = None
    result: Picture | None = None
    draft: Picture | None = None
    veil: Picture | None = None
    difference: Picture | None = None
    announced: Picture | None = None
    caption: str = ""
    heat_scale: list[QColor] = field(default_factory=list)
    footnote: str = ""
    footnote_color: QColor = field(default_factory=QColor)

    @property
    def has_result(self) -> bool:
        """Whether there is a result, or a draft of one."""
        return (self.result or self.draft) is not None

    def change_photo(self, photo: Picture | None) -> None:
        """Begin with another original, without a result."""
        self.photo, self.announced = photo, None
        self.change_result(None, self.caption)

    def change_result(self, result: Picture | None, caption: str) -> None:
        """Replace the result; what belongs to the one before goes with it."""
        self.result, self.draft, self.caption = result, None, caption
        self.difference = self.veil = None

    def lay_draft(self, draft: Picture, caption: str) -> None:
        """Lay a draft over the result; what belongs to that alone goes away."""
        self.draft, self.caption = draft, caption
        self.difference = self.veil = None


@dataclass(frozen=True, eq=False)
class Scene:
    """Layers seen through a view, in the panes of a widget.

    Parameters
    ----------
    layers : Layers
        With a photo.
    view : View
    panes : Panes
    ratio : float
        Device pixels per logical pixel.
    palette : QPalette
    grip : bool
        Whether the split can be seen to be one that is dragged.
    """

    layers: Layers
    view: View
    panes: Panes
    ratio: float
    palette: QPalette
    grip: bool = False

    def paint(self, painter: QPainter, *, held: bool) -> None:
        """Paint both panes and what is written on them; `held`, the original alone has a name."""
        assert self.layers.photo is not None
        original, result = self.panes.original, self.panes.result
        self._paint_picture(painter, self.layers.photo, original)
        if not result.isEmpty():
            self._paint_result(painter, result)
        if held or not result.isEmpty():
            side = original.adjusted(_CAPTION_ROOM, 0, 0, 0)
            hints.paint_caption(painter, _("Original"), side, left=True)
        if not result.isEmpty():
            self._paint_signs(painter, self.layers.photo, result)
        if self.layers.footnote:
            pane = original if result.isEmpty() else result
            hints.paint_footnote(painter, self.layers.footnote, self.layers.footnote_color, pane)

    def _paint_result(self, painter: QPainter, pane: QRect) -> None:
        layers = self.layers
        if layers.difference is not None:
            self._paint_picture(painter, layers.difference, pane)
            return
        for picture in (layers.result, layers.draft):
            if picture is not None:
                self._paint_picture(painter, picture, pane)
        if layers.veil is not None:
            self._paint_picture(painter, layers.veil, pane, checkered=False)

    def _paint_signs(self, painter: QPainter, photo: Picture, pane: QRect) -> None:
        """Paint what belongs to a result: its caption, the border to the original, the scale."""
        layers, panes = self.layers, self.panes
        caption = layers.caption if layers.difference is None else _("Difference")
        hints.paint_caption(painter, caption, pane.adjusted(0, 0, -_CAPTION_ROOM, 0), left=False)
        if panes.layout == "split":
            place = place_of(photo, self.view, self.ratio, QPointF()).toAlignedRect()
            hints.paint_handle(painter, pane.left(), panes.area, place, grip=self.grip)
        elif panes.layout == "side by side":
            hints.paint_divider(painter, pane, self.palette)
        if layers.difference is not None:
            hints.paint_heat_scale(painter, layers.heat_scale, pane)

    def _paint_picture(
        self, painter: QPainter, picture: Picture, pane: QRect, *, checkered: bool = True
    ) -> None:
        offset = self.panes.offset(pane)
        ground = checkerboard(_CHECKER, self.palette) if checkered else None
        paint_picture(painter, picture, self.view, pane, self.ratio, offset, ground)


def paint_announced(
    painter: QPainter, picture: Picture, area: QRect, ratio: float, palette: QPalette
) -> None:
    """Paint a photo that is still being read, as large as fits into the whole widget."""
    size = round(area.width() * ratio), round(area.height() * ratio)
    view = View.fitted((picture.width, picture.height), size, round(AIR * ratio))
    ground = checkerboard(_CHECKER, palette)
    paint_picture(painter, picture, view, area, ratio, QPointF(), ground)
