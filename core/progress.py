"""How a long computation reports where it is: one callback, one rising fraction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Parameters
    ----------
    fraction : float, 0…1
        Never falls within one run.
    phase : str
        What is being done, in words for a user: "counting colors".
    """

    fraction: float
    phase: str


ProgressCallback = Callable[[Progress], object]


class Tick:
    """Reports the progress of one part of a run: what every long computation inside core is given.

    Call it with the fraction 0…1 that is done, every few milliseconds and in the thread that
    began the run. It costs next to nothing; what the receiver raises ends the work.

    Parameters
    ----------
    receive : callable
        Gets the fraction of the whole that this is a part of.
    begin, end : float, 0…1
        Where the part lies in the whole.
    """

    __slots__ = ("_begin", "_length", "_reached", "_receive")

    def __init__(
        self, receive: Callable[[float], object], begin: float = 0.0, end: float = 1.0
    ) -> None:
        self._receive = receive
        self._begin, self._length = begin, end - begin
        self._reached = 0.0

    def __call__(self, fraction: float) -> None:
        """Report how much of this part is done."""
        self._reached = fraction
        self._receive(self._begin + self._length * fraction)

    def alive(self) -> None:
        """Report that the work goes on, though it is no further than at the last call."""
        self._receive(self._begin + self._length * self._reached)

    def follow(self, progress: Progress) -> None:
        """Report what a run reports that fills this part: the `ProgressCallback` to hand to it."""
        self(progress.fraction)

    def part(self, begin: float, end: float) -> Tick:
        """Return the tick of a part that goes from one fraction of this one to another."""
        return Tick(self, begin, end)

    def still(self) -> Tick:
        """Return the tick of work whose share is unknown: it leaves the fraction where it is."""
        return Tick(self, self._reached, self._reached)


class _Silent(Tick):
    """Reports to nobody."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(lambda _fraction: None)

    def __call__(self, fraction: float) -> None:
        """Do nothing."""

    def alive(self) -> None:
        """Do nothing."""

    def part(self, begin: float, end: float) -> Tick:  # noqa: ARG002
        """Return the same: no part of silence is heard."""
        return self

    def still(self) -> Tick:
        """Return the same."""
        return self


silent: Tick = _Silent()
"""The tick of a call without progress."""


class Meter:
    """Joins the parts of a run into one fraction that never falls.

    Parameters
    ----------
    callback : callable or None
        Receives `Progress`; whatever it raises passes through, which is how a run is cancelled.
    begin, end : float, 0…1
        What this is of a longer run, which has other meters for the rest.
    """

    def __init__(
        self, callback: ProgressCallback | None, begin: float = 0.0, end: float = 1.0
    ) -> None:
        self._callback = callback
        self._begin, self._length = begin, end - begin
        self._reached = 0.0

    def part(self, until: float, phase: str) -> Tick:
        """Begin the part that fills the run from where it is up to the fraction `until`."""
        if self._callback is None:
            return silent
        begin, callback = self._reached, self._callback

        def receive(fraction: float) -> None:
            self._reached = max(self._reached, begin + (until - begin) * min(fraction, 1.0))
            callback(Progress(self._begin + self._length * self._reached, phase))

        tick = Tick(receive)
        tick(0.0)
        return tick

    def rest(self) -> ProgressCallback:
        """Return what hears of a run that fills the rest of this one, in phases of its own."""
        begin, callback = self._reached, self._callback

        def hear(inside: Progress) -> None:
            if callback is not None:
                self._reached = max(self._reached, begin + (1 - begin) * inside.fraction)
                reached = self._begin + self._length * self._reached
                callback(Progress(reached, inside.phase))

        return hear
