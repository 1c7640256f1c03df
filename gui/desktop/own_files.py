"""The program's own files, which may be removed or updated while the window is open."""

from __future__ import annotations

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from core import own_files


class OwnFiles(QObject):
    """Looks after the program's own files.

    Signals
    -------
    gone()
        They were removed or replaced; emitted once.
    """

    gone = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher([str(own_files.WITNESS)], self)
        self._watcher.fileChanged.connect(self._look)

    def _look(self, _path: str) -> None:
        # Programs that only read a file, as for a backup, may change what is known of it.
        if own_files.are_gone():
            self._watcher.fileChanged.disconnect(self._look)
            self.gone.emit()
