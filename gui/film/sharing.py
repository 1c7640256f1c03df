"""Sharing: what is the same for all photos of the strip, and which of them have their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.controls.actions import Actions
from gui.film.strip import FilmStrip

if TYPE_CHECKING:
    from gui.session.session import Session


class Sharing(QObject):
    """Joins what photos share to the strip's marks, and to the actions that change it.

    Signals
    -------
    said(str)
        What was done to which photos.
    """

    said = Signal(str)

    def __init__(self, session: Session, actions: Actions, strip: FilmStrip) -> None:
        super().__init__(strip)
        self._desks = session.desks
        self._actions = actions
        self._strip = strip
        self._desks.own_photos_changed.connect(self._mark)
        self._desks.shared_undone.connect(self._tell)
        actions.give_to_all.triggered.connect(lambda _=False: self._give_to_all())
        actions.use_shared.triggered.connect(lambda _=False: self._desks.use_shared())
        self._mark()

    def _mark(self) -> None:
        own = self._desks.own_photos
        self._strip.mark_own(own)
        self._actions.give_to_all.setEnabled(bool(own))
        self._actions.use_shared.setEnabled(self._desks.current.path in own)

    def _tell(self, sentence: str) -> None:
        if len(self._strip.paths) > 1:
            self.said.emit(sentence)

    def _give_to_all(self) -> None:
        self._desks.give_to_all()
        self.said.emit("All photos get these settings once they are shown; Undo there gives back.")
