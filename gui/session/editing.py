"""Editing: what the user does to the palette, each a step of the undo history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

import core
from core.errors import FewtoneError
from core.goals import FEWEST_COLORS
from core.language import _, ngettext
from core.names import LONGEST_NAME, plain
from core.settings import COLORS, Color
from gui.session.desks import Desks
from gui.session.making import Making
from gui.session.tasks import sentence
from gui.session.work import Fixed, Work

if TYPE_CHECKING:
    from core.model import Edited, Palette
    from core.owned import OwnedColors
    from core.settings import Settings

_OPAQUE = 255

Edit = Callable[["Edited"], "Edited"]
"""A function from a palette to an edited one, which may raise FewtoneError."""


class Editing(QObject):
    """Edits of the palette shown, and other palettes in its place.

    Signals
    -------
    refused(str)
        Something that was asked for cannot be; nothing has changed.
    """

    refused = Signal(str)

    def __init__(self, desks: Desks, making: Making, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desks = desks
        self._making = making

    def edit(self, text: str, edit: Edit) -> bool:
        """Edit the palette shown, and return whether that could be done.

        The settings follow, so that a further run has as many colors; those of a fixed palette stay
        as they were before it.
        """
        shown = self.editable()
        if shown is None:
            return False
        work = self._desks.work
        try:
            edited = edit(shown)
            if edited is shown:
                return True
            edited = _named(edited, shown, work.settings.owned)
            follows = work.fixed is None or work.fixed.of_photos
            settings = self._settings_of(edited, shown) if follows else work.settings
        except FewtoneError as error:
            self.refused.emit(sentence(error))
            return False
        if work.fixed is not None and work.fixed.of_photos:
            # It stays one palette for all: what is changed here is changed everywhere.
            fixed = replace(work.fixed, palette=edited.palette, edited=edited)
            self._desks.push(text, work.anew(settings, fixed))
            return True
        only_locked = edited.same_picture(shown) and not work.by_hand
        after = replace(work, settings=settings, edited=edited, only_locked=only_locked)
        self._desks.push(text, after)
        return True

    def preview(self, edit: Edit) -> None:
        """Show what an edit would lead to, as a draft, until `end_preview`."""
        self._making.preview(edit)

    def end_preview(self) -> None:
        """Show the result again."""
        self._making.end_preview()

    def editable(self) -> Edited | None:
        """Return the palette shown; refuse with None while it is just a draft."""
        work, edited = self._desks.work, self._making.edited
        if edited is None or not self._making.is_of(work):
            self._making.finish(work)
            self.refused.emit(_("Please wait until the colors are there."))
            return None
        return edited

    def _settings_of(self, edited: Edited, before: Edited) -> Settings:
        """Return the settings by which a run has as many colors, and the same locks."""
        settings, colors = self._desks.work.settings, len(edited)
        if len(before) == colors:
            # A photo of few colors has fewer than were asked for; the number asked for stays.
            colors = max(colors, settings.colors)
        # Edits may leave one color, and nobody can ask for so few.
        colors = max(colors, FEWEST_COLORS)
        locked = edited.palette.locked_colors
        return replace(settings, colors=colors, locked=locked, first_colors=())

    def fix(self, text: str, fixed: Fixed) -> None:
        """Show the photo in a palette as it is, until that is released."""
        work = self._desks.work
        self._desks.push(text, work.anew(work.settings, fixed))

    def release(self) -> None:
        """Find colors by k-means again, neither in a fixed palette nor from own colors."""
        work = self._desks.work
        name = "" if work.settings.owned is None else work.settings.owned.title
        name = name if work.fixed is None else work.fixed.name
        if self._making.photo is None:
            self._desks.set_out(work.released())
        elif work.released() is not work:
            text = _("Release {palette}").format(palette=plain(name, LONGEST_NAME))
            self._desks.push(text, work.released())
            if work.fixed is not None and work.fixed.of_photos:
                self._desks.change_others(self._desks.photos_in_one, text, Work.released)

    def start_from(self, palette: Palette) -> None:
        """Run k-means from the colors of a palette."""
        colors = tuple(dict.fromkeys((r, g, b) for r, g, b in palette.colors.tolist()))
        work = self._desks.work
        settings = replace(
            work.settings, colors=len(colors), locked=(), first_colors=colors, owned=None
        )
        count = len(colors)
        text = ngettext("Start from {count} color", "Start from {count} colors", count)
        self._desks.push(text.format(count=count), work.anew(settings))

    def add(self, color: Color) -> bool:
        """Add a color to the palette shown, locked, and return whether that could be done."""
        text = _("Add {color}").format(color=_hex_of(color))
        return self.edit(text, lambda edited: core.edit.add(edited, color, locked=True))

    def add_all(self, colors: Sequence[Color]) -> bool:
        """Add colors or lock those that are there, and return whether that could be done."""
        text = ngettext("Add {count} color", "Add {count} colors", len(colors))
        text = text.format(count=len(colors))
        if len(colors) == 1:
            text = _("Add {color}").format(color=_hex_of(colors[0]))
        return self.edit(text, lambda edited: core.edit.add_locked(edited, colors))

    def lock_further(self, color: Color) -> bool:
        """Lock a color of the photo into the palette, and return whether that could be done.

        The other colors are found anew, unless the palette is fixed or was edited by hand.
        """
        work = self._desks.work
        if work.fixed is None and not work.by_hand and color in work.settings.locked:
            self.refused.emit(_("{color} is locked already.").format(color=_hex_of(color)))
            return False
        return self.lock_all([color], _("Lock {color}").format(color=_hex_of(color)))

    def lock_all(
        self, colors: Sequence[Color], text: str, owned: OwnedColors | None = None
    ) -> bool:
        """Lock colors into the palette as one step, and return whether that could be done.

        There are as many as before, unless more are locked. The others are found anew, unless the
        palette is fixed or was edited by hand.

        Parameters
        ----------
        colors : sequence of Color
        text : str
            What is done, as the menu names it after "Undo".
        owned : OwnedColors or None
            What the others are chosen from; None leaves that as it is.
        """
        work = self._desks.work
        if work.fixed is not None or work.by_hand:
            return self.edit(text, lambda edited: core.edit.add_locked(edited, colors))
        settings = work.settings if owned is None else replace(work.settings, owned=owned)
        locked = tuple(dict.fromkeys((*settings.locked, *colors)))
        count = max(settings.colors, len(locked))
        if count > COLORS[-1]:
            self.refused.emit(_("All 256 colors are locked; unlock one first."))
            return False
        settings = replace(settings, colors=count, locked=locked, first_colors=())
        self._desks.push(text, work.anew(settings))
        return True

    def unlock_all(self, colors: Collection[Color], text: str) -> bool:
        """Unlock colors as one step, and return whether that could be done.

        All are found anew, unless the palette is fixed or was edited by hand.
        """
        work = self._desks.work
        if work.fixed is not None or work.by_hand:
            return self.edit(text, lambda edited: _unlocked(edited, colors))
        settings = work.settings
        locked = tuple(color for color in settings.locked if color not in colors)
        self._desks.push(text, work.anew(replace(settings, locked=locked, first_colors=())))
        return True


def _unlocked(edited: Edited, colors: Collection[Color]) -> Edited:
    rows = enumerate(edited.palette.colors.tolist())
    chosen = [place for place, (red, green, blue) in rows if (red, green, blue) in colors]
    return core.edit.lock(edited, chosen, locked=False)


def _named(edited: Edited, before: Edited, owned: OwnedColors | None) -> Edited:
    """Return an edited palette in which new colors that are owned have the names of the owned."""
    if owned is None:
        return edited
    palette = edited.palette
    rows, there = palette.rgba.tolist(), set(map(tuple, before.palette.rgba.tolist()))
    own = owned.names_of(row[:3] for row in rows)
    names = [
        own_name if own_name and row[3] == _OPAQUE and tuple(row) not in there else name
        for row, own_name, name in zip(rows, own, palette.names, strict=True)
    ]
    return replace(edited, palette=replace(palette, names=names))


def _hex_of(color: Color) -> str:
    return f"#{bytes(color).hex()}"
