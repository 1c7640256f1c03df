"""Making: the photo is framed, a draft answers at once, and the exact result follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.framing import Framing
from gui.picture.geometry import Seen
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.tasks import Shown, sentence
from gui.session.work import Shape, Work

if TYPE_CHECKING:
    from core import Histogram
    from core.model import Edited, Mask, Photo, Result


class Making(QObject):
    """Lanes that make the result of one photo, and that result.

    Parameters
    ----------
    look : callable
        Returns where the canvas looks, as a draft is made just for that; None: make no draft.

    Signals
    -------
    begun()
        Another result is coming: whatever was drawn or measured of the one shown is out of date.
    draft_made(Draft, Picture)
        A quick answer; the exact one follows.
    photo_framed(Photo, Picture)
        The photo was cropped, turned or resized, and counts from now on; results follow.
    result_made(Result, Picture)
    palette_changed(Result)
        The result has other locks or names; the picture is the same.
    preview_ended()
        A draft that was just to be looked at is of no use any more.
    failed(str)
        A sentence for the user; the result before stays.
    progressed(Progress)
    activity_changed()
        It may have become busy or free.
    """

    begun = Signal()
    draft_made = Signal(object, object)
    photo_framed = Signal(object, object)
    result_made = Signal(object, object)
    palette_changed = Signal(object)
    preview_ended = Signal()
    failed = Signal(str)
    progressed = Signal(object)
    activity_changed = Signal()

    def __init__(self, look: Callable[[], Seen | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The photo whose colors are counted: cropped, turned and resized, as the work wants it. It
        # has the mask that its colors are weighed by, as the result has them.
        self.photo: Photo | None = None
        self.histogram: Histogram | None = None
        self._mask: Mask | None = None
        # The same without a mask.
        self._plain: Photo | None = None
        self._plain_histogram: Histogram | None = None
        # What was opened, and its colors once they are counted.
        self._whole: tasks.Opened | None = None
        self._whole_histogram: Histogram | None = None
        self._shape = self._shape_to_come = Shape()
        self.result: Result | None = None
        # `edited` is the palette of the result, as something to edit.
        self.edited: Edited | None = None
        self._look = look
        self._wanted: Work | None = None
        self._made_from: Work | None = None
        self._closed = False
        # What was made last without edits is kept with the palette it led to.
        self._found: tuple[Work, Edited] | None = None
        self._framing = Lane("latest", "framing", self)
        self._counting = Lane("latest", "counting", self)
        self._drafting = Lane("latest", "drafting", self)
        self._running = Lane("latest", "running", self)
        self._lanes = self._framing, self._counting, self._drafting, self._running
        for lane in (self._framing, self._counting, self._running):
            lane.progressed.connect(self.progressed)
        for lane in self._lanes:
            lane.busy_changed.connect(self.activity_changed)

    @property
    def busy(self) -> bool:
        """Whether a result is being made."""
        return any(lane.busy for lane in self._lanes)

    @property
    def shown(self) -> Shown | None:
        """The result with all it was made of; None before there is one."""
        photo, histogram, result, edited = self.photo, self.histogram, self.result, self.edited
        if photo is None or histogram is None or result is None or edited is None:
            return None
        assert self._made_from is not None
        return Shown(photo, histogram, result, edited, self._made_from.settings)

    @property
    def framing(self) -> Framing:
        """How the photo is framed; while it is framed otherwise, as it was before."""
        return self._shape.framing

    def is_of(self, work: Work) -> bool:
        """Return whether the result is that of some work, to the last pixel."""
        return self.result is not None and self._made_from == work and not self.busy

    def begin_with(self, opened: tasks.Opened | None) -> None:
        """Begin with another photo, of which nothing else is known yet, or with none."""
        self._whole, self._whole_histogram, self._shape = opened, None, Shape()
        self._take_photo(None if opened is None else opened.photo, None)

    def run(self, work: Work, *, draft: bool = True) -> None:
        """Make what some work leads to: a draft at once, if wanted, then the exact result."""
        self._wanted = work
        photo = self._plain
        if photo is None or self._closed:
            return
        if work.shape != self._shape:
            self._frame(work.shape)
            return  # once the photo is framed, this is called again
        # What was measured of the result is forgotten since the framing began: it is made anew.
        forgotten = self._framing.busy
        self._framing.cancel()
        counted = self._counted
        if counted is None:
            if not self._counting.busy:
                self._count(photo)
            return  # once the colors are counted, this is called again
        same = None if forgotten else self._same_picture(work)
        if same is not None:
            self._take_palette(work, same)
            return
        self.begun.emit()
        self._running.cancel()
        seen = self._look() if draft else None
        if seen is None:
            self._run_exactly()
            return
        self._drafting.submit(
            lambda _progress: tasks.draft_of(counted, work, seen),
            self._take_draft,
            lambda _error: self._run_exactly(),
        )

    def preview(self, edit: Callable[[Edited], Edited]) -> None:
        """Show a draft of the result shown as an edit would make it, and change nothing."""
        shown, work, seen = self.shown, self._made_from, self._look()
        if shown is None or work is None or seen is None or self._closed:
            return
        self._drafting.submit(
            lambda _progress: tasks.make_preview(shown, work, edit, seen),
            lambda drafted: self.draft_made.emit(drafted.draft, drafted.picture),
            lambda _error: None,
        )

    def end_preview(self) -> None:
        """Show the result again."""
        self._drafting.cancel()
        self.preview_ended.emit()

    def finish(self, work: Work) -> None:
        """Make the result after all, if it was cancelled."""
        if self.photo is not None and not self.is_of(work) and not self.busy:
            self.run(work)

    def cancel(self) -> None:
        """Stop making a result; the one before stays."""
        for lane in self._lanes:
            lane.cancel()

    def close(self) -> None:
        """End the threads; what is asked for later is not done."""
        self._closed = True
        for lane in self._lanes:
            lane.close()

    def _frame(self, shape: Shape) -> None:
        if self._framing.busy and shape == self._shape_to_come:
            return
        whole, histogram = self._whole, self._whole_histogram
        assert whole is not None
        self._shape_to_come = shape
        self.begun.emit()
        for lane in (self._counting, self._drafting, self._running):
            lane.cancel()
        self._framing.submit(
            lambda progress: tasks.frame(whole, histogram, shape, progress),
            lambda framed: self._take_framed(framed, shape),
            lambda error: self.failed.emit(sentence(error, whole.photo.path)),
        )

    def _take_framed(self, framed: tasks.Framed, shape: Shape) -> None:
        self._shape = shape
        self._take_photo(framed.photo, framed.histogram)
        assert self._wanted is not None
        # The work goes on first, so that nobody finds the session idle in between; but the canvas
        # looks at the photo before still, of which no draft can be made.
        self.run(self._wanted, draft=False)
        self.photo_framed.emit(framed.photo, framed.picture)

    @property
    def _counted(self) -> tasks.Counted | None:
        """The photo with its colors; None until they are counted."""
        whole, photo, histogram = self._whole, self._plain, self._plain_histogram
        if whole is None or photo is None or histogram is None:
            return None
        assert self.photo is not None
        assert self.histogram is not None
        size = whole.photo.width, whole.photo.height
        weighed = tasks.Weighed(self.photo, self.histogram, self._mask)
        return tasks.Counted(photo, histogram, size, weighed)

    def _take_photo(self, photo: Photo | None, histogram: Histogram | None) -> None:
        self.photo = self._plain = photo
        self.histogram = self._plain_histogram = histogram
        self._mask = self.result = None
        self.edited = self._made_from = self._found = None

    def _count(self, photo: Photo) -> None:
        self._counting.submit(
            lambda progress: tasks.count(photo, progress),
            self._take_histogram,
            lambda error: self.failed.emit(sentence(error, photo.path)),
        )

    def _take_histogram(self, histogram: Histogram) -> None:
        # A photo that was framed comes with its colors: these are of the whole.
        self.histogram = self._plain_histogram = self._whole_histogram = histogram
        assert self._wanted is not None
        self.run(self._wanted)

    def _same_picture(self, work: Work) -> Edited | None:
        """Find the palette of work that leaves the picture as it is, as locking does."""
        edited = work.edited
        if edited is None and self._found is not None and self._found[0] == work:
            edited = self._found[1]
        shown, made_from = self.edited, self._made_from
        if edited is None or shown is None or made_from is None or self.busy:
            return None
        same = made_from.settings.maps_like(work.settings) and edited.same_picture(shown)
        return edited if same else None

    def _take_palette(self, work: Work, edited: Edited) -> None:
        assert self.result is not None
        assert self.edited is not None
        self._made_from = work
        self.edited = edited.counted(self.edited.palette.counts)
        self.result = replace(self.result, palette=self.edited.palette)
        self.palette_changed.emit(self.result)

    def _take_draft(self, drafted: tasks.Drafted) -> None:
        # The work goes on first, so that nobody finds the session idle in between.
        self._run_exactly()
        self.draft_made.emit(drafted.draft, drafted.picture)

    def _run_exactly(self) -> None:
        counted, work = self._counted, self._wanted
        assert counted is not None
        assert work is not None
        self._running.submit(
            lambda progress: tasks.weigh_and_make(counted, work, progress),
            lambda made: self._take_result(*made, work),
            lambda error: self.failed.emit(sentence(error, counted.photo.path)),
        )

    def _take_result(self, made: tasks.Made, weighed: tasks.Weighed, work: Work) -> None:
        self.photo, self.histogram, self._mask = weighed
        self.result, self.edited, self._made_from = made.result, made.edited, work
        if work.edited is None:
            self._found = work, made.edited
        self.result_made.emit(made.result, made.picture)
