"""Tally: how many photos are in which state, and how large their files are together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from gui.session.photo_state import Kind, PhotoState


class Tally:
    """Sums over photos that follow their changes, as to add up thousands takes too long.

    Parameters
    ----------
    count : int
        Number of photos, which all wait.
    """

    def __init__(self, count: int = 0) -> None:
        self.states = [PhotoState()] * count
        self._kinds: Counter[Kind] = Counter({"waiting": count})
        self._before = self._after = self._saved = 0
        self._whole = float(count)
        self._done = 0.0

    def take(self, changed: Mapping[int, PhotoState]) -> None:
        """Take what became of some photos, by their place."""
        for place, state in changed.items():
            self._add(self.states[place], -1)
            self._add(state, 1)
            self.states[place] = state

    def count(self, *kinds: Kind) -> int:
        """Count the photos in some states."""
        return sum(self._kinds[kind] for kind in kinds)

    def places(self, kind: Kind) -> list[int]:
        """List the photos in a state."""
        if not self._kinds[kind]:
            return []
        return [place for place, state in enumerate(self.states) if state.kind == kind]

    @property
    def fraction(self) -> float:
        """Part of the work that is done, by the sizes of the photos' files."""
        return max(self._done, 0.0) / self._whole if self._whole else 0.0

    def share(self, places: Sequence[int]) -> float:
        """Return the part of the whole work that some photos are, none of which is begun."""
        return sum(self.states[place].before or 1 for place in places) / (self._whole or 1.0)

    @property
    def saved(self) -> int:
        """Number of photos that have a file now."""
        return self._saved

    @property
    def sizes(self) -> tuple[int, int]:
        """Bytes of those photos, and of their files."""
        return self._before, self._after

    def _add(self, state: PhotoState, by: int) -> None:
        self._kinds[state.kind] += by
        size = state.before or 1
        self._whole += by * size
        self._done += by * size * _part(state)
        if state.before is not None and state.after is not None:
            self._saved += by
            self._before += by * state.before
            self._after += by * state.after


def _part(state: PhotoState) -> float:
    if state.kind == "working":
        return state.fraction
    return 0.0 if state.kind == "waiting" else 1.0
