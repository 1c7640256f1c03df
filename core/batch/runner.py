"""A batch from its first photo to its last: as many at a time as processors and memory allow."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple

from core.batch import memory
from core.batch.crew import Crew, crew
from core.batch.imprint import Imprint
from core.batch.work import Answer, Order, work
from core.language import N_, translated
from core.parallel import BEAT_SECONDS, processors
from core.progress import Progress, ProgressCallback
from core.reading.size import size_of
from core.reduction.together import Counted

State = Literal["working", "done", "skipped", "failed"]
"""A photo of which nothing has been told is waiting."""

FEW = 3
"""As many photos are done sooner one after another than by processes that have to start."""

_DONE_BEFORE = N_("was done before")


@dataclass(frozen=True)
class Event:
    """What became of a photo.

    Parameters
    ----------
    number : int
        Its place among the orders, from 0.
    state : str
        "skipped" is a photo whose file would not have been small enough, or was made before.
    fraction : float, 0…1
        How far it is, while it is in work.
    report : dict or None
        What there is to tell of it, sizes among it; None unless it is done or skipped.
    reason : str
        Why it failed, in a sentence that names it, or why it was skipped.
    too_large : bool
        Whether it failed because it has more pixels than were allowed.
    hopeless : bool
        Whether no other photo could be saved either: the disk is full or gone, and none is begun
        any more.
    sha256 : str
        The content of its file, if the order asked for that.
    before : bool
        Whether it was skipped because it was made before.
    counted : Counted or None
        Its colors, if they were only counted.
    imprint : Imprint or None
        What the file of its result is like, if the order asked for the content of its photo.
    """

    number: int
    state: State
    fraction: float = 0.0
    report: dict[str, Any] | None = None
    reason: str = ""
    too_large: bool = False
    hopeless: bool = False
    sha256: str = ""
    before: bool = False
    counted: Counted | None = None
    imprint: Imprint | None = None


Tell = Callable[[Event], object]


class Limits(NamedTuple):
    """How much of the computer a batch may use.

    Parameters
    ----------
    at_once : int, at least 1
        The most photos in work at a time.
    bytes : int
        Memory for all of them together. A photo that needs more is made alone.
    """

    at_once: int
    bytes: int

    @classmethod
    def of_computer(cls) -> Limits:
        """Return what processors and memory allow."""
        return cls(processors(), memory.budget())


def run_apart(
    orders: Sequence[Order],
    tell: Tell,
    progress: ProgressCallback | None = None,
    limits: Limits | None = None,
    more: Callable[[], bool | None] = lambda: True,
) -> None:
    """Make photos in child processes, in their order as far as several at a time have one.

    Once nothing can be saved any more, as the disk is full or gone, none is begun: of those left
    nothing is told.

    Parameters
    ----------
    orders : sequence of Order
    tell : callable
        Receives an `Event` whenever the state of a photo changes, and how far those in work are.
    progress : callable, optional
        Receives the fraction of all photos at least every 50 ms. While it does not return, no
        photo is begun: that is a pause. What it or `tell` raises ends all processes and passes
        through, with no file half written.
    limits : Limits, optional
    more : callable, optional
        Returns whether a photo may be begun: False is not now, and None never again, so that all
        is over once those in work are done.
    """
    limits = limits or Limits.of_computer()
    threads = max(processors() // max(min(limits.at_once, len(orders)), 1), 1)
    with crew(threads) as hands:
        _Batch(orders, tell, progress, limits, hands, more).run()


def run_as_fits(
    orders: Sequence[Order],
    tell: Tell,
    progress: ProgressCallback | None = None,
    at_once: int | None = None,
) -> None:
    """Make photos in as many processes as are worth it, or in this thread if that is none.

    Parameters
    ----------
    orders, tell, progress
        As for `run_apart`.
    at_once : int, optional
        The most at a time; by default as many as there are processors, but few photos are done
        sooner one after another than by processes that have to start.
    """
    at_once = at_once or (processors() if len(orders) > FEW else 1)
    if at_once == 1:
        run_here(orders, tell, progress)
    else:
        run_apart(orders, tell, progress, Limits(at_once, memory.budget()))


def run_here(orders: Sequence[Order], tell: Tell, progress: ProgressCallback | None = None) -> None:
    """Make photos one after another in this thread; otherwise as `run_apart`."""
    for number, order in enumerate(orders):
        tell(Event(number, "working"))

        def follow(inside: Progress, number: int = number) -> None:
            tell(Event(number, "working", inside.fraction))
            if progress is not None:
                progress(Progress((number + inside.fraction) / len(orders), inside.phase))

        event = event_of(number, work(order, follow))
        tell(event)
        if event.hopeless:
            return
        if progress is not None:
            progress(Progress((number + 1) / len(orders), ""))


def event_of(number: int, answer: Answer) -> Event:
    """Return the event that an answer is."""
    report = answer.report
    if answer.counted is not None:
        return Event(number, "done", 1.0, counted=answer.counted)
    if report is None:
        return Event(
            number,
            "failed",
            reason=answer.error,
            too_large=answer.too_large,
            hopeless=answer.hopeless,
        )
    why = translated(_DONE_BEFORE) if answer.before else report["skipped"]
    state: State = "skipped" if why else "done"
    return Event(
        number,
        state,
        1.0,
        report,
        why or "",
        sha256=answer.sha256,
        before=answer.before,
        imprint=answer.imprint,
    )


class _Batch:
    """What is waiting, in work and done."""

    def __init__(
        self,
        orders: Sequence[Order],
        tell: Tell,
        progress: ProgressCallback | None,
        limits: Limits,
        hands: Crew,
        more: Callable[[], bool | None],
    ) -> None:
        self._orders, self._tell, self._progress = orders, tell, progress
        self._limits, self._hands, self._more = limits, hands, more
        self._waiting = deque(range(len(orders)))
        self._needs: dict[int, int] = {}
        self._fractions: dict[int, float] = {}
        self._done = 0
        self._next_need: int | None = None

    def run(self) -> None:
        while self._waiting or self._needs:
            self._begin_more()
            if told := self._hands.hear(BEAT_SECONDS):
                self._take(told.number, told.said)
            self._report()

    def _begin_more(self) -> None:
        """Begin photos in their order while there is room; a large one is waited for."""
        while self._waiting and len(self._needs) < self._limits.at_once:
            if not (may := self._more()):
                if may is None:
                    self._waiting.clear()
                return
            number = self._waiting[0]
            order = self._orders[number]
            if self._next_need is None:
                self._next_need = memory.need(size_of(order.entry.photo), order.recipe)
            if self._needs and sum(self._needs.values()) + self._next_need > self._limits.bytes:
                return
            # Whoever keeps a journal knows of it before it can write a file.
            self._tell(Event(number, "working"))
            alone = not self._is_given(number, order)
            if alone and self._needs:
                # There is no memory for one more process: those that are there go on.
                self._limits = self._limits._replace(at_once=len(self._needs))
                return
            self._waiting.popleft()
            self._needs[number], self._next_need = self._next_need, None
            self._report()
            if alone:
                self._take(number, work(order, partial(self._follow, number)))

    def _is_given(self, number: int, order: Order) -> bool:
        """Give a photo to a process; return whether there is one for it."""
        try:
            self._hands.give(number, order)
        except (OSError, RuntimeError):
            return False
        return True

    def _take(self, number: int, said: Progress | Answer) -> None:
        if isinstance(said, Progress):
            self._follow(number, said)
            return
        del self._needs[number]
        self._fractions.pop(number, None)
        self._done += 1
        event = event_of(number, said)
        if event.hopeless:
            self._waiting.clear()
        self._tell(event)

    def _follow(self, number: int, inside: Progress) -> None:
        self._fractions[number] = inside.fraction
        self._tell(Event(number, "working", inside.fraction))
        self._report()

    def _report(self) -> None:
        if self._progress is not None:
            reached = self._done + sum(self._fractions.values())
            self._progress(Progress(reached / len(self._orders), ""))
