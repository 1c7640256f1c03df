"""Joins the frame to the session: a page in place of the result, and actions that turn at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.framing import WHOLE, Framing
from gui.framing import rectangle

if TYPE_CHECKING:
    from core.model import Photo, Result
    from gui.controls.actions import Actions
    from gui.framing.page import FramingPage
    from gui.picture.bridge import Picture
    from gui.session.session import Session
    from gui.session.work import Work


class FramingDesk(QObject):
    """Has a photo cropped, turned and mirrored; the result follows.

    Parameters
    ----------
    session : Session
    actions : Actions
    result : QWidget
        What the page takes the place of.
    window : QWidget

    Signals
    -------
    active_changed(bool)
        The photo is being framed, or not any more.
    """

    active_changed = Signal(bool)

    def __init__(
        self, session: Session, actions: Actions, result: QWidget, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._action = session, actions.crop
        self._result = result
        self._page: FramingPage | None = None
        self._before = WHOLE
        self._picture: Picture | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(result)
        actions.crop.toggled.connect(self._toggle)
        for action, change in (
            (actions.turn_left, lambda framing: rectangle.turned(framing, -90)),
            (actions.turn_right, lambda framing: rectangle.turned(framing, 90)),
            (actions.mirror, rectangle.mirrored),
        ):
            action.triggered.connect(
                lambda _=False, change=change: self._change(change(self._framing))
            )
        session.photo_opened.connect(self._show_photo)
        session.photo_closed.connect(self._forget)
        session.desks.work_shown.connect(self._show_work)
        session.photo_framed.connect(lambda _photo, _picture: self._show_result(None, None))
        session.result_made.connect(self._show_result)

    @property
    def active(self) -> bool:
        """Whether the photo is being framed."""
        return self._action.isChecked()

    @property
    def page(self) -> FramingPage:
        """The page, which is made when somebody asks for it."""
        if self._page is None:
            from gui.framing.page import FramingPage

            self._page = FramingPage()
            self._page.changed.connect(self._change)
            self._page.accepted.connect(self.leave)
            self._page.cancelled.connect(self.cancel)
            self.pages.addWidget(self._page)
        return self._page

    def leave(self) -> None:
        """Go back to the result, framed as it is now."""
        self._action.setChecked(False)

    def step_back(self) -> None:
        """End a drag as if it had not begun; otherwise go back to the result, framed as it was."""
        if not self.page.view.give_up_drag():
            self.cancel()

    def cancel(self) -> None:
        """Go back to the result, framed as it was."""
        self._change(self._before)
        self.leave()

    @property
    def _framing(self) -> Framing:
        return self._session.desks.work.framing

    def _change(self, framing: Framing, gesture: int = 0) -> None:
        self._session.set_framing(framing, gesture)

    def _toggle(self, active: bool) -> None:
        whole = self._session.whole
        if active and whole is not None:
            self._before = self._framing
            self.page.show_photo(whole.picture, self._framing)
            self.page.view.show_result(self._picture)
            self.pages.setCurrentWidget(self.page)
            self.page.view.setFocus()
        else:
            had_focus = self._page is not None and self._page.isAncestorOf(
                self._page.window().focusWidget()
            )
            self.pages.setCurrentWidget(self._result)
            if self._page is not None:
                self._page.view.forget()
            if had_focus:
                self._result.setFocus()
        self.active_changed.emit(active)

    def _show_photo(self, _photo: Photo, picture: Picture) -> None:
        self._picture = None
        if self.active:
            self._before = self._framing
            self.page.show_photo(picture, self._framing)

    def _forget(self) -> None:
        self._picture = None
        self.leave()

    def _show_work(self, work: Work) -> None:
        if self.active:
            self.page.show_framing(work.framing)

    def _show_result(self, _result: Result | None, picture: Picture | None) -> None:
        self._picture = picture
        if self.active:
            self.page.view.show_result(picture)
