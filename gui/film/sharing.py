"""Sharing: what is the same for all photos of the strip, and which of them have their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.wording import count_of
from gui.controls.actions import Actions
from gui.film.strip import FilmStrip
from gui.session.work import Fixed, Work

if TYPE_CHECKING:
    from core.model import Palette
    from gui.session.session import Session

_NO_OTHERS = "Choose others in the strip first: Ctrl and a click, or Shift for a row of them"
_NO_LOCKS = "No color of this photo is locked"
_NO_PALETTE = "Wait until the colors are found"


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
        self._session = session
        self._desks = session.desks
        self._actions = actions
        self._strip = strip
        self._desks.own_photos_changed.connect(self._mark)
        self._desks.shared_undone.connect(self._tell)
        actions.give_to_all.triggered.connect(lambda _=False: self._give_to_all())
        actions.use_shared.triggered.connect(lambda _=False: self._desks.use_shared())
        actions.settings_to_chosen.triggered.connect(lambda _=False: self._give_settings())
        actions.locks_to_chosen.triggered.connect(lambda _=False: self._give_locks())
        actions.palette_to_chosen.triggered.connect(lambda _=False: self._give_palette())
        strip.several_changed.connect(self.enable)
        self._mark()

    def enable(self) -> None:
        """Enable just what can be given to the photos that are chosen together."""
        work, palette, actions = self._desks.work, self._palette, self._actions
        locks = work.made.locked
        for action, can, why in (
            (actions.settings_to_chosen, True, ""),
            (actions.locks_to_chosen, bool(locks), _NO_LOCKS),
            (actions.palette_to_chosen, palette is not None, _NO_PALETTE),
        ):
            actions.enable(action, can and bool(self._others), why if self._others else _NO_OTHERS)

    @property
    def _others(self) -> list[Path]:
        """The photos chosen together, without the one shown."""
        return [path for path in self._strip.several if path != self._desks.current.path]

    @property
    def _palette(self) -> Palette | None:
        result = self._session.result
        return None if result is None else result.palette

    def _give_settings(self) -> None:
        given = self._desks.work.settings

        def change(work: Work) -> Work:
            locked = work.settings.locked
            colors = max(given.colors, len(locked))
            own = replace(given, colors=colors, locked=locked, first_colors=())
            return work.with_settings(own)

        self._change("Settings", "settings", change)

    def _give_locks(self) -> None:
        work = self._desks.work
        of_edited = None if work.edited is None else work.edited.palette.locked_colors
        locked = work.settings.locked if of_edited is None else tuple(of_edited)

        def change(other: Work) -> Work:
            colors = max(other.settings.colors, len(locked))
            settings = replace(other.settings, colors=colors, locked=locked, first_colors=())
            return other.anew(settings)

        self._change("Locked colors", "locked colors", change)

    def _give_palette(self) -> None:
        palette, fixed, path = self._palette, self._desks.work.fixed, self._desks.current.path
        if palette is None:
            return
        if fixed is None or self._desks.work.edited is not None:
            fixed = Fixed(f"Palette of {path.name if path else 'photo'}", palette)
        self._change("Palette", "palette", lambda other: other.shown_in(fixed))

    def _change(self, text: str, what: str, change: Callable[[Work], Work]) -> None:
        others, path = self._others, self._desks.current.path
        photos = count_of(len(others), "photo")
        self._desks.push(f"Give {what} to {photos}", self._desks.work)
        self._desks.change_others(others, f"{text} of {path.name if path else 'photo'}", change)
        have = "has" if len(others) == 1 else "have"
        this = "these" if what.endswith("s") else "this"
        its = "its own" if len(others) == 1 else "each its own"
        self.said.emit(f"{photos} {have} {this} {what} now; Undo gives {its} back.")

    def _mark(self) -> None:
        self.enable()
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
