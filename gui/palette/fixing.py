"""Fixing: what the window shows of a fixed palette or own colors, and how they are released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.language import _, ngettext
from core.names import LONGEST_NAME, plain
from gui.controls.actions import Actions
from gui.controls.settings_panel import SettingsPanel
from gui.desktop import texts
from gui.palette.chip import ChipWords
from gui.palette.view import PaletteView
from gui.session.work import Fixed, Work

if TYPE_CHECKING:
    from core.model import Palette
    from core.owned import OwnedColors
    from gui.session.session import Session


class Fixing(QObject):
    """Joins what the palette comes from to its chip, and to what that puts out of use.

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
        # The palette that is shown, which may be a draft.
        self._palette: Palette | None = None
        desks = session.desks
        view.chip.take_actions(actions.release_palette, actions.own_colors)
        actions.release_palette.triggered.connect(lambda *_checked: session.editing.release())
        actions.reset.triggered.connect(lambda *_checked: self._tell_what_stays(desks.work))
        desks.work_shown.connect(self._show)
        session.draft_made.connect(lambda draft, _: self._show_palette(draft.palette, desks.work))
        session.result_made.connect(lambda made, _: self._show_palette(made.palette, desks.work))
        session.palette_changed.connect(lambda made: self._show_palette(made.palette, desks.work))
        texts.follow(self, lambda: self._show(desks.work))

    def _show(self, work: Work) -> None:
        self._palette = None  # that of the work before
        fixed, owned = work.fixed, work.settings.owned
        self._show_chip(work)
        self._actions.release_palette.setEnabled(fixed is not None or owned is not None)
        if fixed is None or fixed.of_photos:
            self._panel.hold(None, "")
        else:
            reason = _("The palette {name} is fixed: release it (✕) to choose colors again")
            name = plain(fixed.name, LONGEST_NAME)
            self._panel.hold(_number_of(work), reason.format(name=name))

    def _show_palette(self, palette: Palette, work: Work) -> None:
        self._palette = palette
        if work.settings.owned is not None:
            self._show_chip(work)

    def _show_chip(self, work: Work) -> None:
        words, owned = None, work.settings.owned
        if work.fixed is not None:
            words = _words_of_fixed(work.fixed, listed=owned is not None)
        elif owned is not None:
            words = _words_of_owned(work, owned, self._palette)
        self._view.chip.show_words(words)

    def _tell_what_stays(self, work: Work) -> None:
        if work.fixed is not None and not work.fixed.of_photos:
            name = plain(work.fixed.name, LONGEST_NAME)
            stays = _("Default settings. The palette {name} stays fixed.")
            self.said.emit(stays.format(name=name))
        elif work.settings.owned is not None:
            name = plain(work.settings.owned.title, LONGEST_NAME)
            stays = _("Default settings. The colors are chosen from {name} as before.")
            self.said.emit(stays.format(name=name))


def _words_of_fixed(fixed: Fixed, *, listed: bool) -> ChipWords:
    name = plain(fixed.name, LONGEST_NAME)
    said = _("Fixed palette: {name}").format(name=name)
    stays = _("It stays as it is until you release it (✕).")
    release = _("Release the palette {name}: k-means finds colors again, as before")
    if fixed.of_photos:
        said, stays = name, _("All photos are shown in it until you release it (✕).")
        release = _("Release the palette {name}: each photo has its own again, as before")
    named = _("Release the palette {name}").format(name=name)
    return ChipWords(
        name, said, stays, named, release.format(name=name), _("Own colors…") if listed else ""
    )


def _words_of_owned(work: Work, owned: OwnedColors, palette: Palette | None) -> ChipWords:
    """Return what is true of a palette that was chosen from own colors, and perhaps edited."""
    name = plain(owned.title, LONGEST_NAME)
    count, whole = work.settings.colors, work.settings.colors
    if palette is not None:
        seen = palette.some(palette.seen) if len(palette.seen) else palette
        own, whole = set(owned.everything.colors), len(seen)
        count = sum((red, green, blue) in own for red, green, blue in seen.colors.tolist())
    shown = ngettext("The best color of {name}", "Best {count} of {name}", count)
    if work.by_hand or count < whole:
        shown = ngettext(
            "{count} of {whole} color from {name}",
            "{count} of {whole} colors from {name}",
            whole,
        )
    shown = shown.format(count=count, whole=whole, name=name)
    left = ngettext("{count} color to choose from.", "{count} colors to choose from.", len(owned))
    return ChipWords(
        shown,
        shown,
        left.format(count=len(owned)),
        _("Release {name}").format(name=name),
        _("Release {name}: colors are made from the photo again").format(name=name),
        _("Show the colors of {name}, and which are sold out").format(name=name),
    )


def _number_of(work: Work) -> int:
    """Return how many colors the fixed palette has."""
    if work.edited is not None:
        return len(work.edited)
    assert work.fixed is not None
    return len(work.fixed.palette if work.fixed.every_place else work.fixed.palette.opaque.distinct)
