"""Album: the photos opened together, and which of them is shown; no Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path


class Album:
    """Paths in the order they came, and the one shown."""

    def __init__(self, paths: Sequence[Path] = ()) -> None:
        self._paths = list(dict.fromkeys(paths))
        # A list of thousands takes too long to be searched for each of thousands.
        self._known = set(self._paths)
        self._index = 0

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._known

    @property
    def paths(self) -> tuple[Path, ...]:
        """All paths, in their order."""
        return tuple(self._paths)

    @property
    def current(self) -> Path | None:
        """The path shown; None in an empty album."""
        return self._paths[self._index] if self._paths else None

    @property
    def position(self) -> int:
        """The number of the photo shown, from 1."""
        return self._index + 1

    @property
    def has_next(self) -> bool:
        """Whether a photo follows."""
        return self._index + 1 < len(self._paths)

    @property
    def has_previous(self) -> bool:
        """Whether a photo comes before."""
        return self._index > 0

    def nearest(self, without: Collection[Path]) -> Path | None:
        """Return the path shown, or else the next or the last before that is not left out."""
        order = [*self._paths[self._index :], *reversed(self._paths[: self._index])]
        return next((path for path in order if path not in without), None)

    def neighbor(self, step: int, path: Path | None = None) -> Path | None:
        """Return the path `step` places after another, or after that shown; None past the ends."""
        index = (self._paths.index(path) if path in self._known else self._index) + step
        return self._paths[index] if 0 <= index < len(self._paths) else None

    def show(self, path: Path) -> None:
        """Make a path of the album the one shown."""
        self._index = self._paths.index(path)

    def add(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """Put further paths at the end, and return those that were not there already."""
        known, new = self._known, []
        for path in paths:
            if path not in known:
                known.add(path)
                new.append(path)
        self._paths += new
        return tuple(new)

    def discard(self, paths: Collection[Path]) -> None:
        """Remove paths; if one is that shown, the next that stays takes its place, or the last."""
        gone = self._known.intersection(paths)
        if gone:
            before = sum(path not in gone for path in self._paths[: self._index])
            self._paths = [path for path in self._paths if path not in gone]
            self._known -= gone
            self._index = max(min(before, len(self._paths) - 1), 0)
