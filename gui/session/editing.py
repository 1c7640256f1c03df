"""Editing: what the user does to the palette, each a step of the undo history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import FewtoneError
from core.settings import Color
from gui.session.desks import Desks
from gui.session.making import Making
from gui.session.tasks import sentence
from gui.session.work import Work

if TYPE_CHECKING:
    from core.model import Edited, Palette

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

        The settings follow, so that a further run has as many colors.
        """
        shown = self.editable()
        if shown is None:
            return False
        try:
            edited = edit(shown)
        except FewtoneError as error:
            self.refused.emit(sentence(error))
            return False
        return edited is shown or self.use_palette(text, edited)

    def editable(self) -> Edited | None:
        """Return the palette shown; refuse with None while it is just a draft."""
        work, edited = self._desks.work, self._making.edited
        if edited is None or not self._making.is_of(work):
            self._making.finish(work)
            self.refused.emit("Please wait until the colors are there.")
            return None
        return edited

    def use_palette(self, text: str, edited: Edited) -> bool:
        """Show the photo in a palette as it is, and return whether that could be done."""
        before, colors = self._making.edited, len(edited)
        settings = self._desks.work.settings
        if before is not None and len(before) == colors:
            # A photo of few colors has fewer than were asked for; the number asked for stays.
            colors = max(colors, settings.colors)
        locked = edited.palette.locked_colors
        try:
            settings = replace(settings, colors=colors, locked=locked, first_colors=())
        except FewtoneError as error:
            self.refused.emit(sentence(error))
            return False
        self._desks.push(text, Work(settings, edited))
        return True

    def start_from(self, palette: Palette) -> None:
        """Run k-means from the colors of a palette."""
        colors = tuple(dict.fromkeys((r, g, b) for r, g, b in palette.colors.tolist()))
        settings = self._desks.work.settings
        settings = replace(settings, colors=len(colors), locked=(), first_colors=colors)
        self._desks.push(f"Start from {len(colors)} colors", Work(settings))

    def lock_further(self, color: Color) -> None:
        """Lock a color of the photo into the palette, and find the others anew."""
        settings = self._desks.work.settings
        if color in settings.locked:
            self.refused.emit(f"#{bytes(color).hex()} is locked already.")
            return
        locked = (*settings.locked, color)
        colors = max(settings.colors, len(locked))
        if colors > 256:
            self.refused.emit("All 256 colors are locked; unlock one first.")
            return
        settings = replace(settings, colors=colors, locked=locked, first_colors=())
        self._desks.push(f"Lock #{bytes(color).hex()}", Work(settings))
