"""Joins the list of what each color needs to the session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import FewtoneError
from core.language import N_, _
from core.needed import Piece
from core.resizing import Resize
from gui.controls.actions import Actions
from gui.desktop import dialogs
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core import Needs
    from core.model import Palette, Result
    from gui.desktop.store import Store
    from gui.palette.needs import NeedsWindow, Widths
    from gui.session.session import Session

_NO_RESULT = N_("Wait until the colors are found")


class Needing(QObject):
    """Opens the list when it is asked for, and keeps it up to date.

    Signals
    -------
    said(str)
        What was done.
    """

    said = Signal(str)

    def __init__(self, session: Session, actions: Actions, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._actions, self._store = session, actions, store
        self._parent = parent
        self.window: NeedsWindow | None = None
        actions.needs.triggered.connect(lambda *_checked: self.open())
        for signal in (session.result_made, session.palette_changed, session.photo_closed):
            signal.connect(lambda *_values: self._show())

    def enable(self) -> None:
        """Enable just what can be done now."""
        there = self._session.result is not None
        self._actions.enable(self._actions.needs, there, _NO_RESULT)

    def open(self) -> None:
        """Show the list, in front of others."""
        if self.window is None:
            # It loads numpy, which the main window paints without.
            from gui.palette.needs import NeedsWindow

            self.window = NeedsWindow(self._parent)
            self.window.show_size(self._store.piece)
            self.window.size_changed.connect(self._take_size)
            self.window.saving_wanted.connect(self._save)
            self.window.width_wanted.connect(self._fit)
            self.window.copied.connect(lambda way: self.said.emit(_copied(way)))
            same = self._actions
            self.window.addActions([same.more_colors, same.fewer_colors, same.undo, same.redo])
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._show()

    def close(self) -> None:
        """Close the list."""
        if self.window is not None:
            self.window.close()

    def _take_size(self, size: Piece) -> None:
        self._store.piece = size
        self._show()

    def _show(self) -> None:
        window, result = self.window, self._session.result
        if window is None or not window.isVisible():
            return
        if result is None:
            window.show_nothing()
        else:
            window.show_needs(*_needed(result, window.piece), self._widths(result))

    def _widths(self, result: Result) -> Widths:
        from gui.palette.needs import Widths

        picture, size = result.indices.shape[1], self._session.framed_size
        return Widths(picture, picture if size is None else size[0])

    def _fit(self, width: int) -> None:
        """Make the picture as wide, in pixels."""
        settings = self._session.settings
        self._session.set_settings(replace(settings, resize=Resize(width=width)))

    def _save(self) -> None:
        window, result, photo = self.window, self._session.result, self._session.path
        if window is None or result is None or photo is None:
            return
        from core import save_palette

        path = dialogs.ask_where_to_save_needs(window, self._store, photo)
        if path is None:
            return
        palette, needed = _needed(result, window.piece)
        try:
            save_palette(palette, path, needs=needed)
        except FewtoneError as error:
            dialogs.show_error(window, [sentence(error)])
        else:
            self.said.emit(_("Saved {path}.").format(path=path))


def _needed(result: Result, size: Piece) -> tuple[Palette, Needs]:
    """Return the colors that can be seen, the largest share first, and what each needs."""
    from core import needs

    whole = result.palette
    palette = whole.some(whole.by_share[: len(whole.seen)])
    height, width = result.indices.shape
    return palette, needs(palette.counts.tolist(), (width, height), *size)


def _copied(way: str) -> str:
    # Translators: the way is text, CSV or LaTeX
    return _("Copied how much of each color is needed, as {way}.").format(way=way)
