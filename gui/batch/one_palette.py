"""One palette for all photos of the strip: their colors are counted together, in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.language import _, ngettext
from core.wording import human_count
from gui.batch.together import Found, find
from gui.desktop import dialogs
from gui.session.lane import Lane
from gui.session.tasks import sentence
from gui.session.work import Fixed, Work

if TYPE_CHECKING:
    from core.settings import Settings, Weigh
    from gui.batch.together import Together
    from gui.controls.actions import Actions
    from gui.session.session import Session

_MOST_TOLD = 3


class OnePalette(QObject):
    """Finds it when it is asked for, and lets all photos have it, as a step of the undo history.

    Parameters
    ----------
    photos : callable
        Returns the photos of the strip in their order.

    Signals
    -------
    said(str)
        What was done.
    busy_changed(bool)
    progressed(Progress)
    wanted_changed(bool)
        The photo shown is in a palette of all, or will be once that is found; or not any more.
    """

    said = Signal(str)
    busy_changed = Signal(bool)
    progressed = Signal(object)
    wanted_changed = Signal(bool)

    def __init__(
        self,
        session: Session,
        actions: Actions,
        window: QWidget,
        photos: Callable[[], tuple[Path, ...]],
    ) -> None:
        super().__init__(window)
        self._session, self._actions, self._photos = session, actions, photos
        self._window = window
        self._lane: Lane | None = None
        # The colors that were counted last, as another palette of them is found in a moment.
        self._together: Together | None = None
        actions.one_palette.triggered.connect(lambda *_checked: self.find("equal"))
        actions.one_palette_by_pixels.triggered.connect(lambda *_checked: self.find("pixels"))
        session.shared_palette_wanted.connect(self._find_again)
        session.desks.work_shown.connect(self._follow)

    @property
    def busy(self) -> bool:
        """Whether a palette is being found."""
        return self._lane is not None and self._lane.busy

    @property
    def _is_shown(self) -> bool:
        fixed = self._session.desks.work.fixed
        return fixed is not None and fixed.of_photos

    def enable(self) -> None:
        """Enable it where there are several photos, and none is being counted."""
        several = len(self._photos()) > 1
        for action in (self._actions.one_palette, self._actions.one_palette_by_pixels):
            can = several and not self.busy
            why_not = _("It is being found") if several else _("Open several photos first")
            self._actions.enable(action, can, why_not)

    def want(self, wanted: bool) -> None:
        """Find one palette for all photos, or give each its own back."""
        if wanted:
            self.find("equal")
        elif self._is_shown:
            self._session.editing.release()
        else:
            self.cancel()

    def find(self, weigh: Weigh) -> None:
        """Count the colors of all photos, and find a palette for them."""
        settings = self._session.settings
        self._submit(weigh, settings, lambda found: self._show(weigh, settings, found))
        self.wanted_changed.emit(True)

    def cancel(self) -> None:
        """Find no palette any more; all photos stay as they are."""
        if self._lane is not None and self.busy:
            self._lane.cancel()
            self._leave()
            self.said.emit(_("Cancelled. The palettes are as they were."))

    def close(self) -> None:
        """End the thread."""
        if self._lane is not None:
            self._lane.close()

    def _find_again(self, text: str, settings: Settings, gesture: int) -> None:
        """Find the palette shown anew by other settings, as a step of the undo history."""
        fixed, desks = self._session.desks.work.fixed, self._session.desks
        assert fixed is not None
        assert fixed.weigh is not None
        weigh, work = fixed.weigh, desks.work
        if settings == self._session.settings:
            if self._lane is not None:
                self._lane.cancel()
            return

        def show(found: Found) -> None:
            # Meanwhile it may have been released, or a photo is shown that has its own.
            if (desks.work.settings, desks.work.fixed) == (work.settings, work.fixed):
                self._give(weigh, settings, found, text, gesture)

        self._submit(weigh, settings, show)

    def _submit(self, weigh: Weigh, settings: Settings, show: Callable[[Found], None]) -> None:
        if self._lane is None:
            self._lane = Lane("latest", "one palette", self)
            self._lane.progressed.connect(self.progressed)
            self._lane.busy_changed.connect(self.busy_changed)
        photos, together = self._photos(), self._together
        desks = self._session.desks
        framings, masks = desks.framings, desks.masks

        def take(found: Found) -> None:
            self._together = found.together
            if (desks.framings, desks.masks) != (framings, masks):
                self._submit(weigh, settings, show)  # a photo was cropped or painted meanwhile
                return
            self._tell_failures(found)
            if found.palette is None or self._session.photo is None:
                self._leave()
            else:
                show(found)

        self._lane.submit(
            lambda progress: find(photos, settings, weigh, framings, masks, together, progress),
            take,
            self._fail,
        )

    def _show(self, weigh: Weigh, settings: Settings, found: Found) -> None:
        if self._session.settings != settings:
            self.find(weigh)  # they were changed while colors were counted, which are kept
            return
        photos = found.photos
        text = ngettext("One palette for {count} photo", "One palette for {count} photos", photos)
        self._give(weigh, settings, found, text.format(count=human_count(photos)), 0)
        self.said.emit(
            ngettext(
                "All {count} photo are shown in the same {colors} colors.",
                "All {count} photos are shown in the same {colors} colors.",
                photos,
            ).format(count=human_count(photos), colors=len(found.colors))
        )

    def _give(
        self, weigh: Weigh, settings: Settings, found: Found, text: str, gesture: int
    ) -> None:
        """Show all photos in a palette, also those that have settings of their own."""
        name = ngettext("Palette of {count} photo", "Palette of {count} photos", found.photos)
        name = name.format(count=human_count(found.photos))
        fixed = Fixed(name, found.colors, weigh=weigh)
        desks = self._session.desks
        desks.push(text, desks.work.anew(settings, fixed), gesture)
        wanting = set(desks.own_photos) if desks.same_settings else set(self._photos())
        others = [each for each in self._photos() if each in wanting and each != desks.current.path]
        desks.change_others(others, text, lambda work: work.shown_in(fixed), gesture)

    def _follow(self, _work: Work) -> None:
        self.wanted_changed.emit(self._is_shown or self.busy)
        if not self._is_shown and not self.busy:
            self._together = None

    def _leave(self) -> None:
        """Show again what was set before."""
        self._session.settings_changed.emit(self._session.settings)
        self.wanted_changed.emit(self._is_shown)

    def _tell_failures(self, found: Found) -> None:
        if found.failures:
            more = len(found.failures) - _MOST_TOLD
            and_more = ngettext("… and {count} more.", "… and {count} more.", more)
            rest = [and_more.format(count=more)] if more > 0 else []
            dialogs.show_error(self._window, [*found.failures[:_MOST_TOLD], *rest])

    def _fail(self, error: BaseException) -> None:
        self._leave()
        dialogs.show_error(self._window, [sentence(error)])
