"""Opening: the way of a photo from its path to pixels, announced first where that is faster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import TooLargeError
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from gui.picture.bridge import Picture


@dataclass(frozen=True, slots=True)
class Request:
    """Photo to open, and how.

    Parameters
    ----------
    path : Path
    fresh : bool
        All work done so far is forgotten once the photo is there.
    large : bool
        The photo may have more pixels than are opened without a question.
    """

    path: Path
    fresh: bool = False
    large: bool = False


class Opening(QObject):
    """Lane that opens photos; a newer request takes the place of the older.

    Signals
    -------
    announced(Picture)
        A first, smaller picture of the photo that is being opened.
    opened(Request, Opened)
    too_large(Request, int)
        The photo has that many pixels, and `large` was not asked for.
    failed(Path, str)
    stopped()
    progressed(Progress)
    activity_changed()
        It may have become busy or free.
    """

    announced = Signal(object)
    opened = Signal(object, object)
    too_large = Signal(object, object)
    failed = Signal(object, str)
    stopped = Signal()
    progressed = Signal(object)
    activity_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane("latest", "opening", self)
        self._lane.progressed.connect(self.progressed)
        self._lane.busy_changed.connect(self.activity_changed)

    @property
    def busy(self) -> bool:
        """Whether a photo is being opened."""
        return self._lane.busy

    def open(self, request: Request) -> None:
        """Open a photo in the background."""
        self._lane.submit(
            lambda progress: tasks.announce(request.path, progress),
            lambda picture: self._open_whole(request, picture),
            lambda error: self.failed.emit(request.path, sentence(error, request.path)),
        )

    def stop(self) -> None:
        """Stop opening; nothing happens if no photo is being opened."""
        if self.busy:
            self._lane.cancel()
            self.stopped.emit()

    def close(self) -> None:
        """End the thread."""
        self._lane.close()

    def _open_whole(self, request: Request, picture: Picture | None) -> None:
        if picture is not None:
            self.announced.emit(picture)
        self._lane.submit(
            lambda progress: tasks.open_photo(request.path, request.large, progress),
            lambda opened: self.opened.emit(request, opened),
            lambda error: self._report_failure(request, error),
        )

    def _report_failure(self, request: Request, error: BaseException) -> None:
        if isinstance(error, TooLargeError) and error.can_be_allowed:
            self.too_large.emit(request, error.width * error.height)
        else:
            self.failed.emit(request.path, sentence(error, request.path))
