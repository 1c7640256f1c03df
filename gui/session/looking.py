"""Looking: what is drawn over a result, and which color a pixel has."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal

from core.settings import Color
from gui.picture.geometry import Seen
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.making import Making
from gui.session.tasks import sentence


class Looking(QObject):
    """Lanes that draw the difference from the photo, and where a color of the palette is.

    Parameters
    ----------
    making : Making
        Has the photo and the result looked at.
    look : callable
        Returns where the canvas looks, as only that is drawn over; None: nowhere.

    Signals
    -------
    difference_made(Picture or None)
    lit(Picture or None)
        A veil for the result, or none.
    failed(str)
        A sentence for the user.
    """

    difference_made = Signal(object)
    lit = Signal(object)
    failed = Signal(str)

    def __init__(
        self, making: Making, look: Callable[[], Seen | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._making = making
        self._look = look
        self._wants_difference = False
        self._comparing = Lane("latest", "comparing", self)
        self._lighting = Lane("latest", "lighting", self)

    def warm_up(self) -> None:
        """Load core in the background."""
        self._lighting.submit(
            lambda _progress: tasks.warm_up(), lambda _none: None, lambda _error: None
        )

    def compare(self, wanted: bool) -> None:
        """Show the difference between photo and result from now on, or no more."""
        self._wants_difference = wanted
        self._comparing.cancel()
        if not wanted:
            self.difference_made.emit(None)
        elif not self._making.busy:
            self.compare_again()

    def compare_again(self) -> None:
        """Draw the difference of the result shown, if it is wanted."""
        shown = self._making.shown
        if self._wants_difference and shown is not None:
            self._comparing.submit(
                lambda progress: tasks.difference(shown, progress),
                self.difference_made.emit,
                lambda error: self.failed.emit(sentence(error, shown.photo.path)),
            )

    def light_up(self, colors: Collection[int]) -> None:
        """Show where some colors of the palette are in the picture; none: everywhere."""
        seen, result = self._look(), self._making.result
        if not colors or seen is None or result is None or self._making.busy:
            self._lighting.cancel()
            self.lit.emit(None)
            return
        self._lighting.submit(
            lambda _progress: tasks.veil(result, colors, seen), self.lit.emit, lambda _error: None
        )

    def color_at(self, x: int, y: int) -> int | None:
        """Return which palette color a pixel of the result shows; None where it is transparent."""
        result = self._making.result
        if result is None or self._making.busy:
            return None
        if result.alpha is not None and result.alpha[y, x] == 0:
            return None
        return int(result.indices[y, x])

    def photo_color_at(self, x: int, y: int) -> Color | None:
        """Return the color of a pixel of the photo; None where it is fully transparent."""
        photo = self._making.photo
        if photo is None or (photo.alpha is not None and photo.alpha[y, x] == 0):
            return None
        red, green, blue = photo.pixels[y, x].tolist()
        return red, green, blue

    def forget(self) -> None:
        """Stop drawing, and lift the veil: another result is coming."""
        self._comparing.cancel()
        self._lighting.cancel()
        self.lit.emit(None)

    def close(self) -> None:
        """End the threads."""
        self._comparing.close()
        self._lighting.close()
