"""The page that takes the place of the result while the photo is framed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from core.framing import WHOLE, Crop, Framing
from gui.desktop.keys import ENTER
from gui.framing import rectangle
from gui.framing.bar import FramingBar
from gui.framing.view import FramingView

if TYPE_CHECKING:
    from gui.picture.bridge import Picture


class FramingPage(QWidget):
    """The whole photo with the frame in it, and the bar under it.

    Signals
    -------
    changed(Framing, int)
        The user framed the photo otherwise. The number is the same for all changes of one gesture;
        0 is for a change by itself.
    accepted()
    cancelled()
    """

    changed = Signal(object, int)
    accepted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._framing = WHOLE
        self._photo = 1, 1
        # The frame before it got a ratio.
        self._free = Crop(0, 0, 1, 1)
        self.view = FramingView()
        self.bar = FramingBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.bar)
        self.view.followed.connect(lambda crop: self.bar.show_crop(crop, self.view.size_seen))
        self.view.changed.connect(self._put_by_hand)
        self.view.accepted.connect(self.accepted)
        self.bar.ratio_chosen.connect(self._choose_ratio)
        self.bar.numbers_chosen.connect(self._take_numbers)
        self.bar.turn_wanted.connect(self._turn)
        self.bar.whole_wanted.connect(lambda: self._change(WHOLE))
        self.bar.accepted.connect(self.accepted)
        self.bar.cancelled.connect(self.cancelled)

    def show_photo(self, picture: Picture, framing: Framing) -> None:
        """Show a photo, and how it is framed."""
        self._photo = picture.width, picture.height
        self.bar.forget_ratio()
        self.view.ratio = None
        self.view.show_photo(picture)
        self.show_framing(framing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be done by Enter, wherever the focus is but where a number is typed."""
        if event.key() in ENTER and not isinstance(self.focusWidget(), QSpinBox):
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

    def show_framing(self, framing: Framing) -> None:
        """Show how the photo is framed."""
        if framing.on_the_side != self._framing.on_the_side:
            # A frame of a ratio is another one on its side.
            self.bar.forget_ratio()
            self.view.ratio = None
        self._framing = framing
        self.view.show_framing(framing)
        self.bar.show_crop(self.view.crop, self.view.size_seen)

    def _change(self, framing: Framing, gesture: int = 0) -> None:
        if framing != self._framing:
            self.show_framing(framing)
            self.changed.emit(framing, gesture)

    def _put(self, crop: Crop, gesture: int = 0) -> None:
        self._change(rectangle.cropped(self._framing, crop, self._photo), gesture)
        self.bar.show_crop(self.view.crop, self.view.size_seen)

    def _put_by_hand(self, crop: Crop, gesture: int = 0) -> None:
        self._free = crop
        self._put(crop, gesture)

    def _turn(self, degrees: int) -> None:
        framing = self._framing
        self._change(rectangle.turned(framing, degrees) if degrees else rectangle.mirrored(framing))

    def _choose_ratio(self, ratio: float | None) -> None:
        if self.view.ratio is None:
            self._free = self.view.crop
        self.view.ratio = ratio
        if ratio is not None:
            # One ratio after the other would leave ever less.
            self._put(rectangle.in_ratio(self._free, ratio, self.view.size_seen))

    def _take_numbers(self, crop: Crop, field: str) -> None:
        before, size = self.view.crop, self.view.size_seen
        if field in {"width", "height"}:
            now = rectangle.sized(
                *(before, crop.width, crop.height, size, self.view.ratio), by=field
            )
        else:
            now = rectangle.moved(before, crop.x - before.x, crop.y - before.y, size)
        self._put(now)
