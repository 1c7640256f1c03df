"""Running: a comparison is made in a thread, and its results come one after the other."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from gui.contest import tasks
from gui.contest.tasks import Post, Run
from gui.session.lane import Cancelled, Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core import Comparison, Variants
    from core.model import Photo, Saved
    from core.progress import Progress, ProgressCallback


class Running(QObject):
    """Lane that makes comparisons; a newer one cancels the older.

    Signals
    -------
    planned(tuple of Variant, tuple of str)
        What is really compared, and notes for the user.
    pictured(int, Picture, Palette)
        The picture of a result, by its place.
    measured(int, Contender)
    done(Comparison)
    failed(str)
        A sentence for the user.
    saved(Saved)
        A sheet was written.
    not_saved(str)
        A sentence for the user.
    progressed(Progress)
    busy_changed(bool)
    saving_changed(bool)
    """

    planned = Signal(object, object)
    pictured = Signal(int, object, object)
    measured = Signal(int, object)
    done = Signal(object)
    failed = Signal(str)
    saved = Signal(object)
    not_saved = Signal(str)
    progressed = Signal(object)
    busy_changed = Signal(bool)
    saving_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._lane = Lane("latest", "comparing results", self)
        self._lane.progressed.connect(self.progressed)
        self._lane.busy_changed.connect(self.busy_changed)
        # What is being saved is finished, whatever is compared meanwhile.
        self._saving = Lane("queue", "saving a comparison", self)
        self._unwanted = Event()
        self._saving.progressed.connect(self.progressed)
        self._saving.busy_changed.connect(self.saving_changed)
        self._post = Post(self)
        # These are bound methods of an object of the main thread, and so they run there.
        self._post.planned.connect(self._take_plan)
        self._post.pictured.connect(self._take_picture)
        self._post.measured.connect(self._take_numbers)

    @property
    def busy(self) -> bool:
        """Whether a comparison is being made."""
        return self._lane.busy

    @property
    def saving(self) -> bool:
        """Whether a sheet is being written."""
        return self._saving.busy

    def run(self, photo: Photo, variants: Variants) -> Run:
        """Compare results of a photo."""
        self._number += 1
        run = Run(self._number, photo, variants)
        self._lane.submit(
            lambda progress: run.make(self._post, progress),
            self._finish,
            lambda error: self.failed.emit(sentence(error, photo.path)),
        )
        return run

    def save(self, comparison: Comparison, path: Path) -> None:
        """Save a comparison as a sheet, of the kind that the ending of its name says."""
        unwanted = self._unwanted

        def write(progress: ProgressCallback) -> Saved:
            def tell(told: Progress) -> None:
                try:
                    progress(told)
                except Cancelled:
                    # The end of the program is no wish to lose what is nearly written.
                    if unwanted.is_set():
                        raise

            return tasks.save(comparison, path, tell)

        self._saving.submit(
            write,
            self.saved.emit,
            lambda error: self.not_saved.emit(sentence(error, path)),
        )

    def cancel(self) -> None:
        """Stop; what is there already stays."""
        # What its thread has posted meanwhile is of no use any more.
        self._number += 1
        self._lane.cancel()

    def cancel_saving(self) -> None:
        """Write no sheet; what was there before is still there."""
        self._unwanted.set()
        self._unwanted = Event()
        self._saving.cancel()

    def close(self) -> None:
        """End the threads; a sheet that is being written is finished."""
        self._number += 1
        self._lane.close()
        self._saving.close()

    def _finish(self, comparison: Comparison) -> None:
        self.done.emit(comparison)

    @Slot(int, object, object)
    def _take_plan(self, number: int, plan: Any, notes: Any) -> None:
        if number == self._number:
            self.planned.emit(plan, notes)

    @Slot(int, int, object, object)
    def _take_picture(self, number: int, place: int, picture: Any, palette: Any) -> None:
        if number == self._number:
            self.pictured.emit(place, picture, palette)

    @Slot(int, int, object)
    def _take_numbers(self, number: int, place: int, contender: Any) -> None:
        if number == self._number:
            self.measured.emit(place, contender)
