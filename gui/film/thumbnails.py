"""Small pictures of photo files, made in the background once they are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

import core
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core.progress import ProgressCallback

# Room in logical pixels; thumbnails are twice as large, for screens of two device pixels a point.
ROOM = QSize(80, 56)
_LARGEST = ROOM * 2
# Each takes at most 70 kB: scrolling through a folder of thousands must not fill the memory.
_KEPT = 200


class Thumbnails(QObject):
    """Keeps thumbnails, and makes those that are wanted, one after the other.

    Signals
    -------
    made(Path)
        There is a picture of this file now, or a reason why there is none.
    """

    made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: dict[Path, QImage] = {}
        self._failures: dict[Path, str] = {}
        self._wanted: list[Path] = []
        self._making: Path | None = None
        self._lane: Lane | None = None
        self._ended = False

    def picture(self, path: Path) -> QImage | None:
        """Return a thumbnail, or None while there is none."""
        return self._pictures.get(path)

    def failure(self, path: Path) -> str | None:
        """Return why no thumbnail of a file could be made, or None."""
        return self._failures.get(path)

    def want(self, paths: Sequence[Path]) -> None:
        """Make thumbnails of these, in this order; earlier wishes are dropped."""
        paths = paths[:_KEPT]  # more than are kept would push each other out for ever
        for path in paths:
            if path in self._pictures:  # makes it the last to be thrown away
                self._pictures[path] = self._pictures.pop(path)
        self._wanted = [path for path in paths if self._is_missing(path)]
        self._make_next()

    def keep_only(self, paths: Iterable[Path]) -> None:
        """Forget all other files, and every failure: the file may have been repaired."""
        if self._pictures:  # to hash thousands of paths takes a while
            kept = set(paths)
            self._pictures = {p: image for p, image in self._pictures.items() if p in kept}
        self._failures = {}
        self._wanted = []

    def end(self) -> None:
        """Make no more, and end the thread."""
        self._ended = True
        if self._lane is not None:
            self._lane.close()

    def _is_missing(self, path: Path) -> bool:
        return not (path in self._pictures or path in self._failures or path == self._making)

    def _make_next(self) -> None:
        # Only one file at a time goes to the lane: those that wait may be scrolled out of sight.
        if self._making is not None or not self._wanted or self._ended:
            return
        if self._lane is None:  # a single photo never needs one
            self._lane = Lane("queue", "thumbnails", self)
        path = self._making = self._wanted.pop(0)
        self._lane.submit(
            lambda progress: _read(path, progress),
            lambda image: self._take(path, image),
            lambda error: self._give_up(path, error),
        )

    def _take(self, path: Path, image: QImage) -> None:
        self._pictures[path] = image
        while len(self._pictures) > _KEPT:
            del self._pictures[next(iter(self._pictures))]
        self._go_on(path)

    def _give_up(self, path: Path, error: BaseException) -> None:
        self._failures[path] = sentence(error, path)
        self._go_on(path)

    def _go_on(self, path: Path) -> None:
        self._making = None
        self.made.emit(path)
        self._make_next()


def _read(path: Path, progress: ProgressCallback) -> QImage:
    """Make one thumbnail, in the lane; the window must paint before numpy is imported here."""
    from gui.picture.bridge import picture_of

    pixels, alpha = core.read_thumbnail(path, max(_LARGEST.toTuple()))
    progress(core.Progress(0.9, ""))
    image = picture_of(pixels, alpha).levels[0]
    if image.height() > _LARGEST.height():
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image = image.scaled(_LARGEST, keep, smooth)
    return image
