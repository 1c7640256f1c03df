"""Running the window: QApplication, theme, further starts, and the last resort for errors."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, qVersion
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

import resources
from core import own_files
from core.ending import exit_code
from core.version import VERSION
from gui.desktop import texts, theme
from gui.desktop.last_resort import LastResort
from gui.desktop.pickles import refuse_pickles
from gui.desktop.store import Store
from gui.window import MainWindow

_LONGEST_TO_FIRST_PAINT_MS = 2000
_LONGEST_WITHOUT_A_SWITCH = 0.001
# What the first photo needs is loaded before the rest.
_UNTIL_LOADING_AHEAD_MS = 1000


def run(options: argparse.Namespace, where: str = "") -> int:
    """Open the window with the photos named, and return the exit code.

    Parameters
    ----------
    options : Namespace
        Of `gui.start`.
    where : str
        Where further starts hand over their photos; "" if not to this window.
    """
    if options.self_test_reopen:
        from gui.self_test import reopen

        return reopen(*options.self_test_reopen)
    application = make_application()
    store = Store()
    texts.begin(store.language)
    theme.apply(application, store.theme)
    if options.self_test:
        from gui.self_test import run

        return run()
    window = MainWindow(store)
    last_resort = LastResort(window)
    last_resort.install()
    opener = FileOpener(window)
    if sys.platform == "darwin":  # elsewhere it would see every event for nothing
        application.installEventFilter(opener)
    window.show()
    _after_first_paint(window, lambda: _heed_signals(window))
    _after_first_paint(window, lambda: _open_door(window, where) if where else None)
    _after_first_paint(window, lambda: _begin(window, options.photos))
    _after_first_paint(window, _begin_log)
    _after_first_paint(window, lambda: _be_ready_to_be_removed(window, last_resort))
    code = application.exec()
    _end_log(code)
    return code


def _begin_log() -> None:
    """Log which program this is: what comes later is to be read with that in mind."""
    import platform

    from gui.desktop import crashes
    from gui.desktop.log import log

    crashes.write_down()
    log().info(
        "Started: Fewtone %s, Python %s, Qt %s, %s, window system %s",
        VERSION,
        platform.python_version(),
        qVersion(),
        platform.platform(),
        QApplication.platformName(),
    )


def _be_ready_to_be_removed(window: MainWindow, last_resort: LastResort) -> None:
    """Load all that is left, and tell when the program's files are removed or updated."""
    from gui.ahead import LoadingAhead
    from gui.desktop.own_files import OwnFiles

    own_files.guard_imports()
    OwnFiles(window).gone.connect(last_resort.lost)
    loading = LoadingAhead(window.session, window)
    window.closing.connect(loading.close)
    QTimer.singleShot(_UNTIL_LOADING_AHEAD_MS, window, loading.begin)


def _end_log(code: int) -> None:
    from gui.desktop.log import log

    log().info("Ended with %d", code)


def _heed_signals(window: MainWindow) -> None:
    """Close the window on signals; before it is seen, they end the program at once."""
    from gui.desktop.ending import Ending

    ending = Ending(window)
    ending.wanted.connect(lambda number: _end(window, number))
    ending.listen()


def _open_door(window: MainWindow, where: str) -> None:
    """Take the photos of further starts, as long as the window is there."""
    try:
        from gui.desktop.door import Door
    except ImportError:
        return  # QtNetwork needs libraries that some systems lack

    door = Door(window)
    door.came.connect(lambda photos, token: _take(window, photos, token))
    door.listen(where)
    window.closing.connect(door.close)


def _take(window: MainWindow, photos: Sequence[Path], token: str) -> None:
    """Bring the window to the front, and open what a further start was asked for."""
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt takes it from there
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
    if photos:
        # It is queued: a dialog would keep the further start waiting.
        QTimer.singleShot(0, window, lambda: window.open(photos))


def _end(window: MainWindow, number: int) -> None:
    """End the program as a signal wants it; there is no time for questions."""
    window.end()
    QApplication.exit(exit_code(number))


def _begin(window: MainWindow, photos: Sequence[Path]) -> None:
    window.session.looking.warm_up()
    window.open(photos)


def _after_first_paint(window: MainWindow, begin: Callable[[], None]) -> None:
    """Begin when the window is seen, or after a while: what is slow to import waits for that."""
    timer = QTimer(window, singleShot=True, interval=_LONGEST_TO_FIRST_PAINT_MS)
    timer.timeout.connect(begin)
    timer.start()
    window.canvas.painted.connect(
        lambda: timer.start(0) if timer.isActive() else None, Qt.ConnectionType.SingleShotConnection
    )


def make_application() -> QApplication:
    """Make the QApplication with its name and icon."""
    refuse_pickles()
    # Painting calls Qt a hundred times, and after each call waits so long for another thread.
    sys.setswitchinterval(_LONGEST_WITHOUT_A_SWITCH)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Fewtone")
    application.setApplicationDisplayName("Fewtone")
    application.setApplicationVersion(VERSION)
    application.setOrganizationName("Fewtone")
    # Linux finds the program's icon by it, as Windows and macOS do by the program itself.
    application.setDesktopFileName("org.fewtone.Fewtone")
    application.setWindowIcon(QIcon(str(resources.path("icons/fewtone.png"))))
    return application


class FileOpener(QObject):
    """Opens files for the Finder of macOS, which sends events in place of arguments."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Catch requests to open a file."""
        if isinstance(event, QFileOpenEvent) and event.file():
            path = Path(event.file())
            # It is queued: a dialog would block the Finder.
            QTimer.singleShot(0, self._window, lambda: self._window.open([path]))
            return True
        return False
