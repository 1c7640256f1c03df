"""Joins the curves over the number of colors to the session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from core.language import N_
from core.settings import COLORS
from gui.desktop.store import FEWEST_COLORS
from gui.outcome.asked import Asked, asked_of
from gui.outcome.words import title_of
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core import ColorsCurve
    from gui.outcome.curve_window import CurveWindow
    from gui.session.session import Session

_EDITED = N_("The colors are fixed, or were changed by hand: there is no other number to choose.")
_NO_PHOTO = N_("Open a photo first.")


class CurveDesk(QObject):
    """Opens the window when it is asked for, and keeps it to the photo shown while it is open."""

    _told = Signal(object)

    def __init__(self, session: Session, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent
        self.window: CurveWindow | None = None
        self._asked: tuple[Asked, bool] | None = None
        self._lane = Lane("latest", "curves", self)
        # It is emitted in the thread, and so it arrives here in the main one.
        self._told.connect(self._show)
        action.triggered.connect(lambda _=False: self.open())
        for signal in (
            *(session.result_made, session.palette_changed, session.save_options_changed),
            *(session.settings_changed, session.photo_closed),
        ):
            signal.connect(lambda *_values: self._follow())

    def open(self) -> None:
        """Show the window, in front of others."""
        if self.window is None:
            from gui.outcome.curve_window import CurveWindow

            self.window = CurveWindow(self._parent)
            self.window.chosen.connect(self._choose)
            self.window.closed.connect(self._forget)
        self._asked = None
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._follow()

    def close(self) -> None:
        """Close the window, and end the thread."""
        self._lane.close()
        if self.window is not None:
            self.window.close()

    def _follow(self) -> None:
        if self.window is None or not self.window.isVisible():
            return
        session = self._session
        self.window.show_colors(session.settings.colors)
        asked = asked_of(session), session.edits
        if asked == self._asked or not (session.settled or session.photo is None):
            return
        self._asked = asked
        self._lane.cancel()
        if session.photo is None or session.edits:
            self.window.tell(_EDITED if session.edits else _NO_PHOTO)
        else:
            self.window.show_curve(None, "")
            self._ask(asked[0])

    def _forget(self) -> None:
        """Forget the photo, as nobody looks any more."""
        self._lane.cancel()
        self._asked = None
        if self.window is not None:
            self.window.show_curve(None, "")

    def _ask(self, asked: Asked) -> None:
        photo, histogram = asked.photo, self._session.histogram
        assert photo is not None
        assert histogram is not None

        def tell(curve: ColorsCurve) -> None:
            self._told.emit((asked, curve))

        self._lane.submit(
            lambda progress: tasks.curve(
                photo, histogram, asked.settings, asked.options, tell, progress
            ),
            lambda curve: self._show((asked, curve)),
            self._fail,
        )

    def _show(self, told: tuple[Asked, ColorsCurve]) -> None:
        asked, curve = told
        if self.window is not None and (asked, False) == self._asked:
            self.window.show_curve(curve, title_of(asked.options.format or "png"))

    def _fail(self, error: BaseException) -> None:
        if self.window is not None:
            why = sentence(error)
            self.window.tell(lambda: why)

    def _choose(self, colors: int) -> None:
        settings = self._session.settings
        colors = min(max(colors, FEWEST_COLORS, len(settings.locked)), COLORS[-1])
        if not self._session.edits and colors != settings.colors:
            self._session.set_settings(replace(settings, colors=colors, first_colors=()))
