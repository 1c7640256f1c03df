"""Fixing: what the window shows of a fixed palette, and how it is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.language import _
from core.names import LONGEST_NAME, plain
from gui.controls.actions import Actions
from gui.controls.settings_panel import SettingsPanel
from gui.desktop import texts
from gui.palette.view import PaletteView
from gui.session.work import Work

if TYPE_CHECKING:
    from gui.session.session import Session


class Fixing(QObject):
    """Joins the fixed palette of the photo shown to its chip, and to what it puts out of use.

    Signals
    -------
    said(str)
        What a command left as it was.
    """

    said = Signal(str)

    def __init__(
        self, session: Session, actions: Actions, panel: SettingsPanel, view: PaletteView
    ) -> None:
        super().__init__(view)
        self._actions = actions
        self._panel = panel
        self._view = view
        view.chip.take_action(actions.release_palette)
        actions.release_palette.triggered.connect(lambda *_checked: session.editing.release())
        actions.reset.triggered.connect(lambda *_checked: self._tell_what_stays(session.desks.work))
        session.desks.work_shown.connect(self._show)
        texts.follow(self, lambda: self._show(session.desks.work))

    def _show(self, work: Work) -> None:
        fixed, actions = work.fixed, self._actions
        name = "" if fixed is None else plain(fixed.name, LONGEST_NAME)
        self._view.chip.show_name(name, of_photos=fixed is not None and fixed.of_photos)
        actions.release_palette.setEnabled(bool(name))
        if fixed is None or fixed.of_photos:
            self._panel.hold(None, "")
        else:
            reason = _("The palette {name} is fixed: release it (✕) to choose colors again")
            self._panel.hold(_number_of(work), reason.format(name=name))

    def _tell_what_stays(self, work: Work) -> None:
        if work.fixed is not None and not work.fixed.of_photos:
            name = plain(work.fixed.name, LONGEST_NAME)
            stays = _("Default settings. The palette {name} stays fixed.")
            self.said.emit(stays.format(name=name))


def _number_of(work: Work) -> int:
    """Return how many colors the fixed palette has."""
    if work.edited is not None:
        return len(work.edited)
    assert work.fixed is not None
    return len(work.fixed.palette if work.fixed.every_place else work.fixed.palette.opaque.distinct)
