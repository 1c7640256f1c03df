"""Running: many photos are saved in the background, and what becomes of each is told."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.language import _
from gui.batch import tasks
from gui.batch.tally import Tally
from gui.batch.tasks import Control, Job, LookedBack, Prepared
from gui.session.lane import Lane
from gui.session.photo_state import PhotoState
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core import Event, Order

# The eye follows no faster, and thousands of small photos would keep the window from painting.
_TELL_MS = 60


class Running(QObject):
    """Lane that saves photos; it can be told to pause, to stop, and to go on with what is left.

    Signals
    -------
    begun(sequence of Path)
        The photos that are saved; the state of each follows.
    told(dict of int to PhotoState)
        What has become of some photos, by their place.
    progressed()
        Some time has passed, or a photo is done.
    ended()
    failed(str)
        Nothing can be saved at all, or the journal cannot: a sentence for the user.
    noticed(str)
        A sentence about the work that goes on.
    saved_before(int)
        So many of the photos are there already, and `resume` is to be called.
    """

    begun = Signal(object)
    told = Signal(object)
    progressed = Signal()
    ended = Signal()
    failed = Signal(str)
    noticed = Signal(str)
    saved_before = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self.photos: tuple[Path, ...] = ()
        self.tally = Tally()
        self.control = Control()
        self.clock = Clock()
        self._prepared = Prepared([], [])
        self._busy = False
        # The thread puts in what happens, and the window takes it out at its own pace.
        self._happened: deque[tuple[int, Event]] = deque()
        # Photos that failed because the disk is full or gone, and what was said of the first.
        self._unplaced: list[int] = []
        self._no_place = ""
        self._lane = Lane("latest", "saving all photos", self)
        self._timer = QTimer(self, interval=_TELL_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether photos are being saved."""
        return self._busy

    @property
    def states(self) -> list[PhotoState]:
        """What has become of each photo."""
        return self.tally.states

    def begin(self, job: Job) -> None:
        """Save photos; those of before are forgotten."""
        self.job, self.photos = job, tuple(job.works)
        self.tally = Tally(len(self.photos))
        self._set_out()
        self.begun.emit(self.photos)
        self._lane.submit(
            lambda progress: tasks.look_back(job, progress), self._take_past, self._fail
        )

    def resume(self, resume: bool | None) -> None:
        """Go on where it stopped before, begin anew, or (None) do nothing."""
        if resume is None or self.job is None:
            self._end()
            return
        job = self.job = replace(self.job, resume=resume)
        self._lane.submit(
            lambda progress: tasks.prepare(job, progress), self._take_prepared, self._fail
        )

    def again(self, places: Sequence[int]) -> None:
        """Save some of the photos that nothing came of, under the names chosen for them."""
        self._set_out()
        self._show({place: self._prepared.states[place] for place in places})
        self._run(list(places), again=True)

    def go_on(self) -> None:
        """Save the photos that were not begun, and those that there was no place for."""
        self.again(sorted({*self.tally.places("waiting"), *self._unplaced}))

    def pause(self, paused: bool) -> None:
        """Begin no photo until this is called again; those in work are finished."""
        self.control.pause(paused)
        self.clock.pause(paused)
        self.progressed.emit()

    def stop(self, *, at_once: bool) -> None:
        """Begin no photo any more; those in work are finished, or given up."""
        self.control.stop(at_once=at_once)
        self.progressed.emit()

    def close(self) -> None:
        """Give up what is in work, and end the thread; no file is left half written."""
        self._timer.stop()
        self.control.stop(at_once=True)
        self._lane.close()

    def _set_out(self) -> None:
        self._busy, self.control, self.clock = True, Control(), Clock()
        self._happened = deque()
        self._unplaced, self._no_place = [], ""
        self._timer.start()

    def _take_past(self, past: LookedBack) -> None:
        if past.unknown:
            words = _(
                "{reason}. So all photos are saved once more, beside the files that are there."
            )
            self.noticed.emit(words.format(reason=past.unknown))
        if past.done:
            self.saved_before.emit(past.done)
        else:
            self.resume(False)

    def _take_prepared(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._show(dict(enumerate(prepared.states)))
        self._run(list(range(len(self.photos))))

    def _run(self, places: list[int], *, again: bool = False) -> None:
        prepared, happened, control = self._prepared, self._happened, self.control
        assert self.job is not None
        folder = self.job.wanted.folder
        self.clock.begin(self.tally.fraction, self.tally.share(places))

        def tell(event: Event) -> None:
            happened.append((places[event.number], event))

        self._lane.submit(
            lambda progress: tasks.run(
                prepared, places, tell, control, progress, folder, again=again
            ),
            self._finish,
            self._fail,
        )

    def _tell(self) -> None:
        changed: dict[int, PhotoState] = {}
        while self._happened:
            place, event = self._happened.popleft()
            if event.hopeless:
                self._unplaced.append(place)
                self._no_place = self._no_place or event.reason
            order = self._prepared.orders[place]
            changed[place] = _state_of(event, self.states[place].before, order)
        if changed:
            self._show(changed)
        self.progressed.emit()

    def _show(self, changed: dict[int, PhotoState]) -> None:
        self.tally.take(changed)
        self.told.emit(changed)

    def _finish(self, problem: str) -> None:
        self._end()
        if self._no_place:
            words = (
                _("{reason}. Go on saves the rest once that is mended.")
                if self.tally.count("waiting")
                else _("{reason}. Retry saves it once that is mended.")
            )
            self.failed.emit(words.format(reason=self._no_place))
        elif problem:
            self.failed.emit(problem)

    def _end(self) -> None:
        self._timer.stop()
        self._tell()
        given_up = {
            place: self.states[place]._replace(kind="waiting", fraction=0.0, why=_("not begun"))
            for place in (*self.tally.places("working"), *self.tally.places("waiting"))
        }
        if given_up:
            self._show(given_up)
        self._busy = False
        self.ended.emit()

    def _fail(self, error: BaseException) -> None:
        self._end()
        self.failed.emit(sentence(error))


class Clock:
    """Tells how long the rest will take, by how long the part that is done took."""

    _ENOUGH_SECONDS = 2.0

    def __init__(self) -> None:
        self._began, self._paused_for = time.monotonic(), 0.0
        self._first, self._last = 0.0, 1.0
        self._paused_at: float | None = None

    def begin(self, fraction: float, share: float) -> None:
        """Begin to count, with a part that was done before, and the part that is to be done."""
        self._began = time.monotonic()
        self._first, self._last = fraction, fraction + share

    def pause(self, paused: bool) -> None:
        """Stop counting, or go on."""
        now = time.monotonic()
        if paused and self._paused_at is None:
            self._paused_at = now
        elif not paused and self._paused_at is not None:
            self._paused_for += now - self._paused_at
            self._paused_at = None

    def seconds_left(self, fraction: float) -> float | None:
        """Return an estimate; None while nobody can say."""
        took = (self._paused_at or time.monotonic()) - self._began - self._paused_for
        done = fraction - self._first
        if took < self._ENOUGH_SECONDS or done <= 0:
            return None
        return took * max(self._last - fraction, 0.0) / done


def _state_of(event: Event, before: int | None, order: Order) -> PhotoState:
    report = event.report or {}
    before = report.get("bytes_before", before)
    output = report.get("output")
    after = report.get("bytes_after") if output else None
    # The photo is named beside it, and where they go at the end.
    why = event.reason.split(f"{order.entry.photo}: ", 1)[-1]
    if event.hopeless:
        # Where a language has the folder at another place, all of the sentence is told.
        _to_folder, there, rest = why.rpartition(f"{order.entry.place.folder}")
        _file, parted, reason = rest.partition(": ")
        why = reason if there and parted and reason else why
    if event.before and output:
        return PhotoState("done", before, after, 1.0, why, Path(output))
    if event.state == "skipped" and output:
        after, why = before, _("{reason}; the photo itself was copied").format(reason=why)
    file = Path(output) if output else None
    return PhotoState(event.state, before, after, event.fraction, why, file)
