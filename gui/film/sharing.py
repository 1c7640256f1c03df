"""Sharing: what is the same for all photos of the strip, and which of them have their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.language import _, ngettext, pgettext
from gui.controls.actions import Actions
from gui.film.strip import FilmStrip
from gui.session.work import Fixed, Work

if TYPE_CHECKING:
    from core.model import Palette
    from gui.session.session import Session


class _Given(NamedTuple):
    """What is said of something that is given to photos.

    Parameters
    ----------
    step : str
        The step of the undo history of the photo shown.
    taken : str
        That of the others.
    said : str
        What is told in the end.
    """

    step: str
    taken: str
    said: str


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
        actions.give_to_all.triggered.connect(lambda *_checked: self._give_to_all())
        actions.use_shared.triggered.connect(lambda *_checked: self._desks.use_shared())
        actions.settings_to_chosen.triggered.connect(lambda *_checked: self._give_settings())
        actions.locks_to_chosen.triggered.connect(lambda *_checked: self._give_locks())
        actions.palette_to_chosen.triggered.connect(lambda *_checked: self._give_palette())
        strip.several_changed.connect(self.enable)
        self._mark()

    def enable(self) -> None:
        """Enable just what can be given to the photos that are chosen together."""
        work, palette, actions = self._desks.work, self._palette, self._actions
        locks = work.made.locked
        no_others = _(
            "Choose others in the strip first: Ctrl and a click, or Shift for a row of them"
        )
        no_locks, no_palette = (
            _("No color of this photo is locked"),
            _("Wait until the colors are found"),
        )
        for action, can, why in (
            (actions.settings_to_chosen, True, ""),
            (actions.locks_to_chosen, bool(locks), no_locks),
            (actions.palette_to_chosen, palette is not None, no_palette),
        ):
            actions.enable(action, can and bool(self._others), why if self._others else no_others)

    @property
    def _others(self) -> list[Path]:
        """The photos chosen together, without the one shown."""
        return [path for path in self._strip.several if path != self._desks.current.path]

    @property
    def _palette(self) -> Palette | None:
        result = self._session.result
        return None if result is None else result.palette

    def _give_settings(self) -> None:
        settings = self._desks.work.settings

        def change(work: Work) -> Work:
            locked = work.settings.locked
            colors = max(settings.colors, len(locked))
            own = replace(settings, colors=colors, locked=locked, first_colors=())
            return work.with_settings(own)

        count = len(self._others)
        given = _Given(
            ngettext("Give settings to {count} photo", "Give settings to {count} photos", count),
            _("Settings of {photo}"),
            ngettext(
                "{count} photo has these settings now; Undo gives its own back.",
                "{count} photos have these settings now; Undo gives each its own back.",
                count,
            ),
        )
        self._change(given, change)

    def _give_locks(self) -> None:
        work = self._desks.work
        of_edited = None if work.edited is None else work.edited.palette.locked_colors
        locked = work.settings.locked if of_edited is None else tuple(of_edited)

        def change(other: Work) -> Work:
            colors = max(other.settings.colors, len(locked))
            settings = replace(other.settings, colors=colors, locked=locked, first_colors=())
            return other.anew(settings)

        count = len(self._others)
        given = _Given(
            ngettext(
                "Give locked colors to {count} photo",
                "Give locked colors to {count} photos",
                count,
            ),
            _("Locked colors of {photo}"),
            ngettext(
                "{count} photo has these locked colors now; Undo gives its own back.",
                "{count} photos have these locked colors now; Undo gives each its own back.",
                count,
            ),
        )
        self._change(given, change)

    def _give_palette(self) -> None:
        palette, fixed = self._palette, self._desks.work.fixed
        if palette is None:
            return
        if fixed is None or self._desks.work.edited is not None:
            fixed = Fixed(_("Palette of {photo}").format(photo=self._name), palette)
        count = len(self._others)
        given = _Given(
            ngettext("Give palette to {count} photo", "Give palette to {count} photos", count),
            _("Palette of {photo}"),
            ngettext(
                "{count} photo has this palette now; Undo gives its own back.",
                "{count} photos have this palette now; Undo gives each its own back.",
                count,
            ),
        )
        self._change(given, lambda other: other.shown_in(fixed))

    @property
    def _name(self) -> str:
        path = self._desks.current.path
        return path.name if path else pgettext("a photo without a name", "photo")

    def _change(self, given: _Given, change: Callable[[Work], Work]) -> None:
        others = self._others
        self._desks.push(given.step.format(count=len(others)), self._desks.work)
        self._desks.change_others(others, given.taken.format(photo=self._name), change)
        self.said.emit(given.said.format(count=len(others)))

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
        self.said.emit(
            _("All photos get these settings once they are shown; Undo there gives back.")
        )
