"""Loading ahead: what will be needed later, while nothing else is done."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject
from PySide6.QtGui import QImageReader

from core.ahead import load_all
from core.progress import Meter, Progress, ProgressCallback
from gui.desktop import icons
from gui.session.lane import Lane
from gui.session.session import Session

# While a module is loaded, the window may have to wait; in between, it need not.
_PAUSE_SECONDS = 0.01


class LoadingAhead(QObject):
    """Loads all that is left of the program, in the background, as long as no photo is worked on.

    The window would stand still if it did so when it is needed, and could not do so at all once
    the program was removed or updated.
    """

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.is_over = False
        self._lane = Lane("latest", "loading ahead", self)

    def begin(self) -> None:
        """Begin, now or as soon as nothing else is done."""
        self._session.busy_changed.connect(self._go_on)
        self._go_on()

    def close(self) -> None:
        """Load no more, and end the thread."""
        self.is_over = True
        self._lane.close()

    def _go_on(self) -> None:
        if self.is_over:
            return
        self._lane.cancel()
        if not self._session.busy:
            # What was loaded before is passed over at once.
            self._lane.submit(_load, self._end, self._end)

    def _end(self, _outcome: object) -> None:
        self.is_over = True
        # What is loaded stays. The garbage collector would go through all of it again and again,
        # and hold up the window for 50 ms each time.
        gc.freeze()


def _load(progress: ProgressCallback) -> None:
    icons.read_all()
    # Qt loads its plugins to know that.
    QImageReader.supportedImageFormats()

    def give_way(reached: Progress) -> None:
        progress(reached)
        time.sleep(_PAUSE_SECONDS)

    load_all(Meter(give_way).part(1.0, "loading"), "core", "gui")
