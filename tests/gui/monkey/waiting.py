"""Waiting of the monkey: until no dialog is open, until nothing is under way."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QApplication

from core import Photo, Progress, Result, Settings
from gui.picture.bridge import Picture
from gui.session.lane import Lane
from gui.session.session import Session
from tests.gui.monkey.delays import Delays
from tests.gui.monkey.disk import Files
from tests.gui.monkey.truths import Truths

PATIENCE_S = 20
_MOST_PATIENCE_S = 180


class Waiting(Truths):
    """Listens to the session, so as to know what is under way and what should be shown."""

    def __init__(self, seed: int, files: Files, exceptions: list, delays: Delays) -> None:
        super().__init__(seed, files)
        # Exceptions that left a slot, and sentences no user should read.
        self.problems, self._delays = exceptions, delays
        self._moved, self._progress = time.monotonic(), None

    def listen_to(self, session: Session) -> None:
        """Hear what a window's session does."""
        session.progressed.connect(self._take_progress)
        session.stopped.connect(self._take_stopped)
        # The result before stays, with the reason in a box.
        session._making.failed.connect(lambda _why: self._take_stopped())
        session.settings_changed.connect(self._take_settings)
        session.photo_opened.connect(self._take_photo)
        session.photo_framed.connect(self._take_photo)
        session.result_made.connect(self._take_result)
        session.failed.connect(self._take_sentence)
        session.refused.connect(self._take_sentence)
        session.open_failed.connect(lambda _path, sentence: self._take_sentence(sentence))

    def look_at_problems(self) -> None:
        problems = self.problems + self._delays.failures
        self.expect(not problems, f"{problems}")

    def settle(self) -> None:
        """Wait until nothing is under way, and look at what is true then."""
        self._moved = begin = time.monotonic()
        quiet = 0  # rounds of the event loop: what was queued by the last to end may begin more
        while quiet < 3:
            quiet = quiet + 1 if self._is_idle() else 0
            self.spin(0 if quiet else 3)
            self.look_at_problems()
            # The best effort takes as long as it does: its progress must go on.
            waited = time.monotonic() - self._moved
            sentence = f"it never comes to rest: {self._under_way()} at {self._progress}"
            self.expect(waited < PATIENCE_S, f"{sentence}, {self.window.session.settings}")
            # What begins anew again and again has progress as well.
            self.expect(time.monotonic() - begin < _MOST_PATIENCE_S, sentence)
        if self.window.isVisible():
            self.check_always()
            self.check_settled()

    def be_undisturbed(self) -> None:
        """Wait until no dialog is open."""
        end = time.monotonic() + PATIENCE_S
        while QApplication.activeModalWidget() is not None:
            self.spin(2)
            dialog = QApplication.activeModalWidget()
            self.expect(time.monotonic() < end, f"a dialog stays open: {dialog}")

    def _is_idle(self) -> bool:
        return not self._under_way()

    def _under_way(self) -> list[str]:
        if QApplication.activeModalWidget() is not None:
            return [str(QApplication.activeModalWidget())]
        if self.window.film_strip._rest.isActive():
            return ["a photo chosen by keys"]
        documents = self.window.documents
        if documents._leaving.waits and not self.window.session.saving:
            return ["what was put off until a dialog is closed"]
        if documents._joining.pending.coming and not self.window.session.busy:
            return ["photos that wait until a file is written, or a dialog closed"]
        lanes = self.window.findChildren(Lane)
        return [lane._thread.objectName() for lane in lanes if lane.busy or lane._serving]

    def _take_progress(self, progress: Progress) -> None:
        if progress != self._progress:
            self._moved, self._progress = time.monotonic(), progress

    def _take_stopped(self) -> None:
        self._stale = True

    def _take_settings(self, _settings: Settings) -> None:
        self._stale = False

    def _take_photo(self, _photo: Photo, picture: Picture) -> None:
        self._opened, self._made, self._stale = picture, None, False

    def _take_result(self, _result: Result, picture: Picture) -> None:
        self._made = picture

    def _take_sentence(self, sentence: str) -> None:
        if "unexpected" in sentence or "memory" in sentence:
            self.problems.append(sentence)
