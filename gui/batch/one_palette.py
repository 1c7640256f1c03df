"""One palette for all photos of the strip: their colors are counted together, in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from gui.batch import words
from gui.desktop import dialogs
from gui.session.lane import Lane
from gui.session.tasks import sentence
from gui.session.work import Fixed, Work

if TYPE_CHECKING:
    from core import Shared
    from core.progress import Progress, ProgressCallback
    from core.settings import Settings, Weigh
    from gui.controls.actions import Actions
    from gui.session.session import Session

_STEPS = 1000
_MOST_TOLD = 3
_TOO_FEW = "Open several photos first"


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
    """

    said = Signal(str)

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
        self.bar: QProgressDialog | None = None
        actions.one_palette.triggered.connect(lambda _=False: self.find("equal"))
        actions.one_palette_by_pixels.triggered.connect(lambda _=False: self.find("pixels"))

    def enable(self) -> None:
        """Enable it where there are several photos, and none is being counted."""
        can = len(self._photos()) > 1 and self.bar is None
        for action in (self._actions.one_palette, self._actions.one_palette_by_pixels):
            self._actions.enable(action, can, _TOO_FEW)

    def find(self, weigh: Weigh) -> None:
        """Count the colors of all photos, and find a palette for them."""
        photos, settings = self._photos(), self._session.settings
        if self._lane is None:
            self._lane = Lane("latest", "one palette", self)
            self._lane.progressed.connect(self._show_progress)
        self._show_bar(len(photos))
        self._lane.submit(
            lambda progress: _find(photos, settings, weigh, progress),
            lambda shared: self._take(photos, shared),
            self._fail,
        )

    def close(self) -> None:
        """End the thread."""
        self._remove_bar()
        if self._lane is not None:
            self._lane.close()

    def _show_bar(self, count: int) -> None:
        label = f"Counting the colors of {words.photos(count)} together …"
        self.bar = QProgressDialog(label, "Cancel", 0, _STEPS, self._window)
        # Whoever waits may look at other photos meanwhile.
        self.bar.setWindowModality(Qt.WindowModality.NonModal)
        self.bar.setWindowTitle("One palette for all photos")
        self.bar.setAutoReset(False)
        self.bar.setMinimumDuration(0)
        self.bar.canceled.connect(self._cancel)
        self.bar.show()
        self.enable()

    def _remove_bar(self) -> None:
        if self.bar is not None:
            self.bar.canceled.disconnect(self._cancel)  # closing it cancels
            self.bar.close()
            self.bar.deleteLater()
            self.bar = None
            self.enable()

    def _show_progress(self, progress: Progress) -> None:
        if self.bar is not None:
            self.bar.setValue(round(progress.fraction * _STEPS))

    def _cancel(self) -> None:
        if self._lane is not None:
            self._lane.cancel()
        self._remove_bar()
        self.said.emit("Cancelled. The palettes are as they were.")

    def _take(self, photos: tuple[Path, ...], shared: Shared) -> None:
        self._remove_bar()
        failures = [event.reason for _path, event in shared.failed]
        if failures:
            more = len(failures) - _MOST_TOLD
            rest = [f"… and {more} more."] if more > 0 else []
            dialogs.show_error(self._window, [*failures[:_MOST_TOLD], *rest])
        if shared.palette is None or self._session.photo is None:
            return
        count = words.photos(shared.photos)
        fixed = Fixed(f"Palette of {count}", shared.palette, of_photos=True)
        text = f"One palette for {count}"
        desks = self._session.desks
        self._session.editing.fix(text, fixed)
        # What is not shared is given to each.
        wanting = set(desks.own_photos) if desks.same_settings else set(photos)
        others = [photo for photo in photos if photo in wanting and photo != desks.current.path]
        desks.change_others(others, text, lambda work: Work(work.settings, fixed=fixed))
        self.said.emit(f"All {count} are shown in the same {len(shared.palette)} colors.")

    def _fail(self, error: BaseException) -> None:
        self._remove_bar()
        dialogs.show_error(self._window, [sentence(error)])


def _find(
    photos: tuple[Path, ...], settings: Settings, weigh: Weigh, progress: ProgressCallback
) -> Shared:
    from core import MOST_PIXELS, Recipe, find_shared

    return find_shared(photos, Recipe(settings, max_pixels=MOST_PIXELS), weigh, progress)
