"""Joins the comparison to the session: its photo, its settings, and what is taken over."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.language import _
from gui.session.work import Work

if TYPE_CHECKING:
    from core.model import Photo
    from core.settings import Settings
    from gui.contest.running import Running
    from gui.contest.window import ContestWindow
    from gui.controls.actions import Actions
    from gui.desktop.store import Store
    from gui.picture.bridge import Picture
    from gui.session.session import Session


class ContestDesk(QObject):
    """Opens the window when it is asked for; it then follows the photo of the main window."""

    def __init__(self, session: Session, actions: Actions, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._store = store
        self._parent = parent
        self._original: Picture | None = None
        self._photo: Photo | None = None
        self._running: Running | None = None
        self.window: ContestWindow | None = None
        actions.side_by_side.triggered.connect(lambda *_checked: self.open())
        session.photo_opened.connect(self._take_photo)
        session.photo_framed.connect(self._take_photo)
        session.photo_closed.connect(self._take_no_photo)
        session.result_made.connect(lambda _result, _picture: self._take_mask())
        session.desks.work_shown.connect(self._take_work)

    def open(self) -> None:
        """Show the window, in front of others."""
        if self.window is None:
            # The main window paints before these are loaded.
            from gui.contest.running import Running
            from gui.contest.window import ContestWindow

            # What is loaded by now stays. The garbage collector would go through all of it while
            # results are made, and each time hold the window up for 100 ms.
            gc.freeze()
            self._running = Running(self)
            self.window = ContestWindow(self._running, self._store, self._parent)
            self.window.taken.connect(self._use)
            self._show_photo()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """Close the window, and end its threads."""
        if self.window is not None and self._running is not None:
            self.window.close()
            self.window.end()
            self._running.close()
            # The main window goes as well: what was kept from the collector may go with it.
            gc.unfreeze()

    def _take_photo(self, _photo: Photo, picture: Picture) -> None:
        self._original = picture
        self._show_photo()

    def _take_no_photo(self) -> None:
        self._original = None
        self._show_photo()

    def _take_work(self, work: Work) -> None:
        if self.window is not None:
            edits = work.edited is not None or work.fixed is not None
            self.window.show_settings(work.settings, edits=edits)

    def _take_mask(self) -> None:
        """Begin with a photo in which other parts matter: its results are others."""
        if self.window is not None and self._session.photo is not self._photo:
            self._show_photo()

    def _show_photo(self) -> None:
        if self.window is not None:
            self._photo = self._session.photo
            self.window.show_photo(self._session.photo, self._original)
            self._take_work(self._session.desks.work)

    def _use(self, title: str, settings: Settings) -> None:
        """Show the photo with the settings of a result: a step of the undo history."""
        if self._session.photo is not None:
            desks = self._session.desks
            desks.push(_("Use {result}").format(result=title), desks.work.anew(settings))
