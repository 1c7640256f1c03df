"""Watching: a run of k-means is followed, and single moments of it are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.charts.convergence import AS_THEY_ARE, Units
from gui.kmeans import tasks
from gui.kmeans.tasks import Sample, Sight
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core import Histogram, Moments
    from core.charts.cloud import Cloud, CubeSpace
    from core.model import Moment, Photo, Trace
    from core.progress import Progress
    from core.settings import Settings

# The eye follows no faster what grows, and to paint it takes some of the time of the run.
_LOOK_MS = 120


@dataclass
class Run:
    """What is known of a run.

    Parameters
    ----------
    settings : Settings
    moments : tuple of Moment
        As far as it has been looked at; in a long run some in between are left out.
    limit : float or None
        No centroid moves by this or more when it is at rest; known once there is a moment.
    units : Units
        In what errors and moves are told; known then as well.
    by_hand : int or None
        Index of the moment that begins with a centroid moved by hand.
    trace : Trace or None
        Once the run has ended.
    """

    settings: Settings
    limit: float | None = None
    moments: tuple[Moment, ...] = ()
    by_hand: int | None = None
    trace: Trace | None = None
    units: Units = AS_THEY_ARE

    def look(self, coming: Moments) -> None:
        """Look at what has come so far, in whatever thread."""
        before = self.moments[: self.by_hand or 0]
        self.moments = (*before, *(coming.all if self.trace is None else self.trace.moments))
        if self.limit is None and self.moments:
            from core import move_limit, size_of_step

            with_alpha = self.moments[0].alpha is not None
            self.limit = move_limit(self.settings, with_alpha=with_alpha)
            step = size_of_step(self.settings, with_alpha=with_alpha)
            self.units = Units(step, relative=self.settings.measure != "rgb")


class Watching(QObject):
    """Lanes that follow runs of k-means on one photo, and make the pictures of their moments.

    Signals
    -------
    begun()
        Another run: what was shown of the one before is out of date.
    grown()
        There are more moments.
    ended()
        All moments are there.
    failed(str)
        A sentence for the user.
    sighted(Sight)
        The picture of the moment that was asked for last.
    cloud_made(Cloud)
        The photo's colors in the space that was asked for last.
    busy_changed(bool)
    progressed(Progress)
    """

    begun = Signal()
    grown = Signal()
    ended = Signal()
    failed = Signal(str)
    sighted = Signal(object)
    cloud_made = Signal(object)
    busy_changed = Signal(bool)
    progressed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run: Run | None = None
        # The run that a centroid was moved in by hand: it can be gone back to.
        self._before: Run | None = None
        self._photo: Photo | None = None
        self._histogram: Histogram | None = None
        self._sample: Sample | None = None
        self._cloud: Cloud | None = None
        self._sight: Sight | None = None
        self._wanted: tuple[Moment, int | None] | None = None
        # They come in another thread.
        self._coming: Moments | None = None
        # What comes is looked at now and then: to paint each moment would take longer than the run.
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._progress: Progress | None = None
        self._following = Lane("latest", "following k-means", self)
        self._showing = Lane("latest", "showing k-means", self)
        self._clouding = Lane("latest", "gathering colors", self)
        self._following.progressed.connect(self._tell)
        self._following.busy_changed.connect(self._tell_busy)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The moments of the run, as far as it is."""
        return () if self.run is None else self.run.moments

    @property
    def histogram(self) -> Histogram | None:
        """Distinct colors of the photo."""
        return self._histogram

    @property
    def animated(self) -> bool:
        """Whether the photo is the first frame of an animation."""
        return self._photo is not None and self._photo.animation is not None

    @property
    def busy(self) -> bool:
        """Whether a run goes on."""
        return self._following.busy

    @property
    def can_go_back(self) -> bool:
        """Whether there is a run from before a centroid was moved by hand."""
        return self._before is not None

    def watch(self, photo: Photo, histogram: Histogram, settings: Settings) -> None:
        """Follow a run of k-means on a photo from its beginning."""
        if photo is not self._photo:
            self._photo, self._histogram = photo, histogram
            self._sample = self._cloud = None
        self._before = None
        self._begin(Run(settings), None)

    def go_on(self, index: int, positions: Any) -> None:
        """Go on by plain k-means from a moment, with its centroids as they were moved by hand."""
        run = self.run
        if run is None:
            return
        if self._before is None:
            self._before = run
        kept = run.moments[: index + 1]
        self._begin(Run(run.settings, run.limit, kept, len(kept), units=run.units), positions)

    def go_back(self) -> None:
        """Show the run again that a centroid was moved in by hand."""
        if self._before is not None:
            self.stop()
            self.run, self._before = self._before, None
            self._forget_sights()
            self.begun.emit()
            self.grown.emit()
            self.ended.emit()

    def stop(self) -> None:
        """Stop the run; what was seen of it stays."""
        self._following.cancel()
        self._coming = None

    def forget(self) -> None:
        """Stop, and show nothing any more."""
        self.stop()
        self.run = self._before = self._photo = self._histogram = self._sample = None
        self._cloud = None
        self._forget_sights()
        self.begun.emit()

    def look_at(self, moment: Moment, lit: int | None) -> None:
        """Make the picture of a moment, with one cluster lit up."""
        self._wanted = moment, lit
        self._show_next()

    def gather(self, space: CubeSpace) -> None:
        """Gather the photo's colors in the cube of a space."""
        histogram, run = self._histogram, self.run
        if histogram is not None and run is not None:
            self._clouding.submit(
                lambda _progress: tasks.cloud(histogram, run.settings, space),
                self._take_cloud,
                lambda error: self.failed.emit(sentence(error)),
            )

    def close(self) -> None:
        """End the threads."""
        self._wanted = None
        for lane in (self._following, self._showing, self._clouding):
            lane.close()

    def _begin(self, run: Run, first: Any) -> None:
        histogram = self._histogram
        assert histogram is not None
        from core import Moments

        self.run, self._coming = run, Moments()
        coming = self._coming
        self._forget_sights()
        self.begun.emit()
        self.grown.emit()
        self._following.submit(
            lambda progress: tasks.follow(histogram, run.settings, coming.add, first, progress),
            self._end,
            lambda error: self.failed.emit(sentence(error)),
        )

    def _tell(self, progress: Progress) -> None:
        self._progress = progress

    def _tell_busy(self, busy: bool) -> None:
        self._progress = None
        if busy:
            self._looking.start()
        else:
            self._looking.stop()
        self.busy_changed.emit(busy)

    def _look(self) -> None:
        """Tell how far the run is, and show what has come of it."""
        if self._progress is not None:
            self.progressed.emit(self._progress)
        if self.run is not None and self._coming is not None:
            before = self.run.moments
            self.run.look(self._coming)
            if len(self.run.moments) != len(before) or self.run.moments[-1:] != before[-1:]:
                self.grown.emit()

    def _end(self, trace: Trace) -> None:
        if self.run is not None and self._coming is not None:
            self.run.trace = trace
            self.run.look(self._coming)
            self._coming = None
            self.grown.emit()
            self.ended.emit()

    def _forget_sights(self) -> None:
        self._showing.cancel()
        self._sight = self._wanted = None

    def _take_cloud(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.cloud_made.emit(cloud)

    def _show_next(self) -> None:
        # One at a time, and then the newest: of requests that cancel each other none would be done.
        wanted, run, photo, last = self._wanted, self.run, self._photo, self._sight
        if wanted is None or run is None or photo is None or self._showing.busy:
            return
        (moment, lit), sample, cloud = wanted, self._sample, self._cloud
        self._wanted = None
        self._showing.submit(
            lambda progress: _sighted(
                photo, sample, moment, run.settings, lit, last, cloud, progress
            ),
            self._take_sight,
            lambda error: self.failed.emit(sentence(error, photo.path)),
        )

    def _take_sight(self, made: tuple[Sample, Sight]) -> None:
        self._sample, self._sight = made
        self.sighted.emit(self._sight)
        self._show_next()


def _sighted(
    photo: Photo,
    sample: Sample | None,
    moment: Moment,
    settings: Settings,
    lit: int | None,
    last: Sight | None,
    cloud: Cloud | None,
    progress: Any,
) -> tuple[Sample, Sight]:
    if sample is None:
        sample = tasks.sample(photo, progress)
    return sample, tasks.show(sample, moment, settings, lit, last, cloud)
