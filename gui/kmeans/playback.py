"""Where a film of moments is: time becomes a position, without a clock or a widget of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

# Part of the time of a moment in which it stands still, to be looked at, before it moves on.
_REST = 0.45


@dataclass(frozen=True, slots=True)
class Playback:
    """A position among moments.

    Parameters
    ----------
    count : int
        Number of moments.
    index : int
        The moment shown, from 0 on.
    phase : float, 0…1
        Part of the time of the moment that is over; it is 0 unless it plays.
    """

    count: int = 0
    index: int = 0
    phase: float = 0.0

    @property
    def last(self) -> int:
        """Index of the last moment; 0 without any."""
        return max(self.count - 1, 0)

    @property
    def at_end(self) -> bool:
        """Whether there is nothing to go on to."""
        return self.index >= self.last

    @property
    def position(self) -> float:
        """Index of the moment, and how far it has moved to the next one, eased in and out."""
        part = max(self.phase - _REST, 0.0) / (1 - _REST)
        return self.index + part * part * (3 - 2 * part)

    def at(self, index: int) -> Playback:
        """Return a position at a moment, the nearest that there is."""
        return replace(self, index=min(max(index, 0), self.last), phase=0.0)

    def of(self, count: int) -> Playback:
        """Return the same position among another number of moments."""
        return replace(self, count=count).at(self.index)

    def after(self, periods: float) -> Playback:
        """Return the position some periods of a moment later; it ends at the last moment."""
        whole, phase = divmod(self.phase + periods, 1.0)
        index = self.index + int(whole)
        return self.at(index) if index >= self.last else replace(self, index=index, phase=phase)
