"""The monkey itself: acts, waits, opens the next window when one is closed."""

from __future__ import annotations

import random
import time

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from gui.session.lane import Lane
from gui.window import MainWindow
from tests.gui.monkey.delays import Delays
from tests.gui.monkey.dialogs import Answering
from tests.gui.monkey.disk import Files
from tests.gui.monkey.leaks import living
from tests.gui.monkey.on_canvas import OnCanvas
from tests.gui.monkey.on_frame import OnFrame
from tests.gui.monkey.on_history import OnHistory
from tests.gui.monkey.on_palette import OnPalette
from tests.gui.monkey.on_photos import OnPhotos
from tests.gui.monkey.on_settings import OnSettings
from tests.gui.monkey.on_window import OnWindow
from tests.gui.monkey.waiting import PATIENCE_S

_WEIGHTS = {
    "drop": 9,
    "trigger": 5,
    "press_shortcut": 14,
    "undo_and_redo": 6,
    "cancel": 5,
    "use_canvas": 7,
    "use_canvas_keys": 3,
    "pick": 4,
    "use_frame": 4,
    "choose_goal": 2,
    "use_list": 9,
    "use_list_keys": 3,
    "edit_palette": 9,
    "move_slider": 8,
    "use_panel": 8,
    "use_strip": 6,
    "step": 4,
    "take_out": 2,
    "use_clipboard": 3,
    "fix_palette": 4,
    "use_own_colors": 4,
    "hold_original": 1,
    "click_tool": 3,
    "change_looks": 2,
    "touch_disk": 2,
    "close": 2,
    "rest": 4,
    "go_through_history": 2,
}


class Monkey(OnPhotos, OnCanvas, OnFrame, OnPalette, OnSettings, OnWindow, OnHistory):
    """Acts on a window, opens the next one when it is closed, and looks at what came of it."""

    def __init__(self, seed: int, files: Files, store, delays: Delays, exceptions: list) -> None:
        super().__init__(seed, files, exceptions, delays)
        self._store = store
        self._alive_before = living()  # what other tests have left
        self._answering = Answering(random.Random(seed + 1), files, self.log.append)
        self._deeds = [(getattr(self, name), weight) for name, weight in _WEIGHTS.items()]
        self.open_window()

    def act(self) -> None:
        """Do one thing."""
        self.be_undisturbed()
        if not self.window.isVisible():
            self.replace_window()
        deeds, weights = zip(*self._deeds, strict=True)
        deed = self._rng.choices(deeds, weights)[0]
        if self.window.session.photo is None and self._rng.random() < 0.5:
            deed = self.drop
        if self.window.full_screen.is_on:
            # Nothing but the picture is there.
            deed = self._rng.choice(
                [self.use_canvas, self.use_canvas_keys, self.drop, self.step, self.cancel]
            )
        self.log.append(deed.__name__)
        deed()
        self.spin(self._rng.choice([0, 0, 1, 3, 10, 20]))
        self.look_at_problems()
        self.check_always()
        if self._rng.random() < 0.12:
            self.settle()

    def rest(self) -> None:
        self.settle()

    def open_window(self) -> None:
        self.window = window = MainWindow(self._store)
        self._stale = False
        self._opened = self._made = None
        self.listen_to(window.session)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.activateWindow()

    def replace_window(self) -> None:
        """Throw a closed window away, and open another."""
        self.log.append("(closed; a new window)")
        self.throw_window_away()
        self.open_window()

    def throw_window_away(self) -> None:
        window, self.window = self.window, None
        running = [lane for lane in window.findChildren(Lane) if lane._thread.isRunning()]
        self.expect(not running, "a closed window has threads")
        self._opened = self._made = None
        window.deleteLater()
        del window, running
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.spin(0)

    def leave(self) -> None:
        """Close the window for good."""
        end = time.monotonic() + PATIENCE_S
        while self.window.isVisible():
            self.be_undisturbed()
            self.window.close()
            self.spin(5)
            self.expect(time.monotonic() < end, "the window cannot be closed")
        self.throw_window_away()
        self._answering.end()
        self.spin(20)
        self.look_at_problems()

    def give_up(self) -> None:
        """End all threads, whatever the window says: a test has failed."""
        self._answering.end()
        if self.window is not None:
            window, self.window = self.window, None
            for dialog in window.findChildren(QDialog):
                dialog.reject()
            window._may_close = True
            window.close()

    def check_memory(self) -> None:
        """Look at what lives beside the window, once everything is settled."""
        alive, session = living(), self.window.session
        alive.subtract(self._alive_before)
        most = {
            "MainWindow": 1,
            # The whole one, that shown, which may be a part of it, and the part of one that a draft
            # was last made of, with its own whole.
            "Photo": 4,
            "Result": 1,
            # Its colors with alpha told apart, and laid on a background.
            "Histogram": 3,
            # Photo, whole and as it is shown, result, difference, veil, and the result that was
            # seen in the frame last.
            "Picture": 6,
            # One without a photo, to begin with.
            "Desk": len(session.desks._kept) + 1,
        }
        for kind, count in most.items():
            self.expect(alive[kind] <= count, f"{alive[kind]} of {kind}, at most {count} expected")
