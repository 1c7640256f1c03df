"""Does about everything in a window that has loaded all ahead, and prints what is loaded late.

    python -m tests.gui.late PHOTO HEIC FOLDER

A process of its own: pytest and other tests have loaded a lot before.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

_MS = 120_000


def main(photo: Path, heic: Path, folder: Path) -> None:
    from gui.ahead import LoadingAhead
    from gui.app import make_application
    from gui.desktop.store import Store
    from gui.window import MainWindow

    application = make_application()
    window = MainWindow(Store())
    window.show()
    loading = LoadingAhead(window.session, window)
    loading.begin()
    wait(lambda: loading.is_over)
    loading.close()
    watcher = Watcher()
    closing = QTimer(application, interval=20)
    closing.timeout.connect(close_dialogs)
    sys.meta_path.insert(0, watcher)
    closing.start()
    for each in heic, photo:
        window.open([each])
        settle(window)
    use_every_action(window)
    save_in_all_formats(window, photo, folder)
    save_many(window, photo, folder)
    closing.stop()
    sys.meta_path.remove(watcher)
    window.end()
    print(*sorted(watcher.late))


class Watcher(MetaPathFinder):
    """Writes down which modules are looked for."""

    def __init__(self):
        self.late = set()

    def find_spec(self, name, *_):
        self.late.add(name)


def use_every_action(window):
    """Choose each entry of the menus that does not leave; dialogs are closed at once."""
    actions = window.actions_
    leaving = actions.quit, actions.close_photo
    for action in actions.findChildren(QAction):
        if action not in leaving and action.isEnabled():
            action.trigger()
            settle(window)
    window.help.show_about().show_licences()
    window.panel.set_colors(16)
    settle(window)


def save_in_all_formats(window, photo, folder):
    """Save the picture in each format and open what was saved, and so the palette."""
    from core import image_formats, load_palette, palette_formats

    window.open([photo])
    settle(window)
    saved = []
    for kind in image_formats().values():
        saved.append(folder / f"few{kind.endings[0]}")
        window.session.save_image(saved[-1])
        wait(lambda: not window.session.saving)
    for kind in palette_formats():
        if kind.write is not None:
            file = folder / f"few{kind.ending}"
            window.session.save_palette(file)
            wait(lambda: not window.session.saving)
            load_palette(file)
    window.open(saved)
    for each in saved:
        window.documents.show(each)
        settle(window)


def save_many(window, photo, folder):
    """Save all photos of the strip, in child processes."""
    from gui.batch.wanted import Wanted

    window.open([photo, *folder.glob("few.*")])
    settle(window)
    window.batch_desk.save(Wanted(folder / "all"))
    wait(lambda: not window.batch_desk.busy)


def close_dialogs():
    """Close what holds up the window."""
    for widget in (QApplication.activeModalWidget(), QApplication.activePopupWidget()):
        if widget is not None:
            widget.close()


def settle(window):
    wait(lambda: not window.session.busy)


def wait(done):
    """Run the event loop until something is so, and still is when the loop has ended."""
    loop, looking, limit = QEventLoop(), QTimer(interval=5), QDeadlineTimer(_MS)
    looking.timeout.connect(lambda: loop.quit() if done() or limit.hasExpired() else None)
    looking.start()
    loop.exec()
    # A loop that is told to quit first does what is due at the same time.
    while not done():
        assert not limit.hasExpired()
        loop.exec()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
