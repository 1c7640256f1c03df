"""One view for all pictures: where one is moved to, all are."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.picture.geometry import View


class Link(QObject):
    """Where all pictures are looked at, and how large.

    Signals
    -------
    changed()
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: View | None = None

    @property
    def scale(self) -> float:
        """Device pixels per photo pixel; 1 without a photo."""
        return 1.0 if self._view is None else self._view.scale

    @property
    def fitting(self) -> bool:
        """Whether the whole photo is seen, however large the pictures become."""
        return self._view is None or self._view.fitting

    def begin(self, photo: tuple[int, int] | None) -> None:
        """Begin with a photo of that width and height, seen whole; or with none."""
        self.take(None if photo is None else View.fitted(photo, (1, 1)))

    def view_in(self, viewport: tuple[int, int]) -> View | None:
        """Return the view of a picture in so many device pixels."""
        return None if self._view is None else self._view.resized(viewport)

    def take(self, view: View | None) -> None:
        """Look where somebody moved one of the pictures to."""
        if view != self._view:
            self._view = view
            self.changed.emit()
