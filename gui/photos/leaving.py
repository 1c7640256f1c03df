"""Leaving: photos are left once the work on them is saved or given up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gui.desktop import dialogs
from gui.desktop.answers import Answer
from gui.photos.saving_all import SavingAll

if TYPE_CHECKING:
    from gui.photos.writing import Writing
    from gui.session.session import Session
    from gui.session.work import Work

_ASK_AGAIN_MS = 100


class Leaving(QObject):
    """Asks about work that would be lost, and goes on when it is saved or given up."""

    def __init__(self, session: Session, writing: Writing, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._writing = writing
        self._window = window
        self._saving_all = SavingAll(session, window)
        # It asks anew what cannot be asked while a file is written or a dialog is open.
        self._question: Callable[[], None] | None = None
        # This is queued: a dialog would block the emitter.
        session.saving_ended.connect(self._ask_again, Qt.ConnectionType.QueuedConnection)

    @property
    def waits(self) -> bool:
        """Whether a question waits for a file, or for a dialog."""
        return self._question is not None

    @property
    def saving_all(self) -> bool:
        """Whether there are photos yet to be saved."""
        return self._saving_all.busy

    def leave(
        self,
        then: Callable[[], None],
        gone: Collection[Path] | None = None,
        *,
        to_close: bool = False,
        given_up: Mapping[Path, Work] | None = None,
    ) -> None:
        """Go on with `then` once the work on some photos, or on all, is saved or given up.

        Parameters
        ----------
        given_up : mapping, optional
            Work that the user gave up already, by its photo.
        """
        again = partial(self.leave, then, gone, to_close=to_close, given_up=given_up)
        if self._session.saving:
            self._question = again
            return
        if not to_close and QApplication.activeModalWidget() is not None:
            # The answer given there is about the photo shown.
            self._question = again
            QTimer.singleShot(_ASK_AGAIN_MS, self, self._ask_again)
            return
        lost = self._at_stake(gone, given_up or {})
        if not lost:
            then()
            return
        # A photo that comes while a question is asked would change what it is about.
        self._session.stop_opening()
        saved = [photo for photo in lost if self._session.desks.desk_of(photo).saved_to]
        answer, to_save = dialogs.ask_to_save(self._window, lost, saved)
        if answer is Answer.DISCARD:
            then()
        elif answer is Answer.SAVE:
            works = {p: self._session.desks.desk_of(p).work for p in lost if p not in to_save}
            # It is asked again: something may be changed until the files are written.
            self._save_all(to_save, partial(again, given_up={**(given_up or {}), **works}))

    def _at_stake(self, gone: Collection[Path] | None, given_up: Mapping[Path, Work]) -> list[Path]:
        """List the photos whose work would be lost, that shown first."""
        desks = self._session.desks
        lost = [
            photo
            for photo in desks.modified_photos
            if (gone is None or photo in gone) and given_up.get(photo) != desks.desk_of(photo).work
        ]
        return sorted(lost, key=lambda photo: photo != self._session.path)

    def _save_all(self, photos: Sequence[Path], then: Callable[[], None]) -> None:
        """Save the results of photos, if the user says where."""
        files = self._writing.files_for(photos)
        if len(files) == len(photos):
            self._saving_all.begin(files, then)

    def _ask_again(self) -> None:
        """Ask what waited for a file, which may have failed, or for a dialog."""
        question = self._question
        if question is not None and not self._session.saving:
            self._question = None
            question()
