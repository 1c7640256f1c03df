"""The moments of a run in bounded memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from core.model import Moment, Stage

# 10 000 iterations with 256 colors would take 70 MB.
_MOST_BYTES = 32 << 20
# An estimate of what the objects around its arrays take.
_BYTES_AROUND = 1000


class _Kept(NamedTuple):
    """A moment that is kept.

    Parameters
    ----------
    at : int
        How many came before it.
    moment : Moment
    telling : bool
        Whether a centroid was redrawn just before or after it.
    """

    at: int
    moment: Moment
    telling: bool

    @property
    def essential(self) -> bool:
        """Whether without it nobody could tell where the centroids came from."""
        return self.moment.number == 1 or self.moment.renewed


class Moments:
    """Keeps moments; where they become too many, every second, then every fourth and so on.

    The first of each stage and the last always stay; those beside which a centroid was redrawn do
    as long as these are not too many themselves.

    Parameters
    ----------
    watch : callable, optional
        Receives each moment, also those that are not kept.
    most_bytes : int
        What they take at most, but for those that always stay.
    """

    def __init__(
        self, watch: Callable[[Moment], object] | None = None, most_bytes: int = _MOST_BYTES
    ) -> None:
        self._watch = watch
        self._most_bytes = most_bytes
        self._kept: list[_Kept] = []
        self._last: Moment | None = None
        self._seen = 0
        self._bytes = 0
        self._every = 1
        self._too_many_telling = False

    @property
    def all(self) -> tuple[Moment, ...]:
        """Those that are kept, in their order."""
        kept = tuple(each.moment for each in self._kept)
        last = self._last
        return kept if last is None or (kept and kept[-1] is last) else (*kept, last)

    def next_number(self, stage: Stage) -> int:
        """Return the number that the next moment has if it is of this stage."""
        last = self._last
        return last.number + 1 if last is not None and last.stage == stage else 1

    def add(self, moment: Moment) -> None:
        """Take the next moment, and show it to whoever watches."""
        before = self._last
        telling = bool(moment.redrawn or (before is not None and before.redrawn))
        kept = _Kept(self._seen, moment, telling)
        self._seen += 1
        self._last = moment
        if self._stays(kept):
            self._kept.append(kept)
            self._bytes += _size(moment)
            self._thin_out()
        if self._watch is not None:
            self._watch(moment)

    def _stays(self, kept: _Kept) -> bool:
        """Return whether a moment is among those that are kept now."""
        telling = kept.telling and not self._too_many_telling
        return kept.essential or telling or kept.at % self._every == 0

    def _thin_out(self) -> None:
        """Keep fewer, until they take no more memory than they may."""
        while self._bytes > self._most_bytes and self._every <= self._seen:
            self._every *= 2
            # Where hardly any can go, those beside which centroids were redrawn are too many.
            self._too_many_telling |= sum(map(self._stays, self._kept)) > 0.75 * len(self._kept)
            self._kept = [kept for kept in self._kept if self._stays(kept)]
            self._bytes = sum(_size(kept.moment) for kept in self._kept)


def _size(moment: Moment) -> int:
    """Return about how many bytes a moment takes."""
    return moment.nbytes + _BYTES_AROUND
