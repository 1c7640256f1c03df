"""How a long computation tells where it is: one callback, one rising fraction."""

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

Tick = Callable[[float], None]
"""Takes the fraction 0…1 of one part of a run."""


def silent(_fraction: float) -> None:
    """Tell nobody: the `Tick` of a call without progress."""


def part_of(tick: Tick, begin: float, end: float) -> Tick:
    """Make the tick of a part, which goes from one fraction of the whole to another."""
    return lambda fraction: tick(begin + (end - begin) * fraction)


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
        begin = self._reached

        def tick(fraction: float) -> None:
            self._reached = max(self._reached, begin + (until - begin) * min(fraction, 1.0))
            if self._callback is not None:
                fraction = self._begin + self._length * self._reached
                self._callback(Progress(fraction, phase))

        tick(0.0)
        return tick
