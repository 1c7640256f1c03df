"""FileWatch: notices that another program changed or deleted the file of the photo shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from core.language import _
from core.names import LONGEST_NAME, plain

# Programs write a file in several steps, or put another in its place.
_SETTLE_MS = 200


class FileWatch(QObject):
    """Watches one file at a time.

    Signals
    -------
    noticed(str)
        A sentence for the user. Nothing is lost by the change: the photo is in memory.
    """

    noticed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._stamp: tuple[int, int] | None = None
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._watcher.fileChanged.connect(self._look_later)
        self._settling.timeout.connect(self._look)

    def stop(self) -> None:
        """Watch no file any more."""
        watched = self._watcher.files()
        if watched:
            self._watcher.removePaths(watched)
        self._settling.stop()

    def watch(self, path: Path) -> None:
        """Watch a file in place of the one before."""
        self.stop()
        self._watcher.addPath(str(path))
        self._path, self._stamp = path, _stamp_of(path)

    def expect(self, path: Path) -> None:
        """Accept what a file holds now, as Fewtone itself wrote it."""
        if path == self._path:
            self._stamp = _stamp_of(path)

    def _look_later(self) -> None:
        self._settling.start()

    def _look(self) -> None:
        stamp = _stamp_of(self._path)
        if stamp is not None:
            # Qt stops watching a file once another is put in its place.
            self._watcher.addPath(str(self._path))
        if stamp == self._stamp:
            return
        self._stamp = stamp
        if stamp is None:
            said = _("{name} is no longer on disk. You can go on, and save the result.")
        else:
            said = _(
                "{name} was changed on disk. What you see is as it was; open it again to see the "
                "change."
            )
        self.noticed.emit(said.format(name=plain(self._path.name, LONGEST_NAME)))


def _stamp_of(path: Path) -> tuple[int, int] | None:
    """Return what changes with the content of a file; None if there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
