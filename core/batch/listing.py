"""The photos in folders: each once, in an order that people expect."""

from __future__ import annotations

import heapq
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from core.errors import reason
from core.language import _
from core.names import real
from core.reading.decoders import readable_endings

# Between two reports on a disk of a million files a second pass less than 1 ms.
_ENTRIES_BETWEEN_REPORTS = 256
# As many names are sorted within 10 ms, in which no other thread gets on.
_SORTED_AT_ONCE = 4096


class Found(NamedTuple):
    """A photo of a batch.

    Parameters
    ----------
    photo : Path
    below : Path
        The sub-folder it lies in, from the folder that was named; empty for one named itself.
    """

    photo: Path
    below: Path = Path()


class Listing(NamedTuple):
    """The photos that were found, and what kept others from being found.

    Parameters
    ----------
    found : list of Found
        Each once.
    problems : list of (Path, str)
        Folders that hold no photo or cannot be read, each with a sentence that names it.
    twice : list of Path
        Photos that were named more than once.
    """

    found: list[Found]
    problems: list[tuple[Path, str]]
    twice: list[Path]


def list_photos(
    given: Sequence[Path],
    *,
    recursive: bool = False,
    leave_out: Path | None = None,
    tell: Callable[[int], object] = lambda _seen: None,
) -> Listing:
    """List the photos that were named, and those in the folders that were named.

    A path that is no folder counts as a photo: opening it shows what it is. In folders, hidden
    files and files with endings that no photo has are passed over.

    Parameters
    ----------
    given : sequence of Path
    recursive : bool
        Whether to look into sub-folders, each once, wherever links lead.
    leave_out : Path, optional
        A folder that is not looked into: the one that results go to.
    tell : callable, optional
        Receives how many photos were seen so far, at each folder and each few hundred files. What
        it raises ends the search and passes through.
    """
    listing = Listing([], [], [])
    known: set[str] = set()
    walk = _Walk(recursive, leave_out, listing.problems, tell)

    def add(found: Found, folder: str) -> None:
        """Add a photo unless it is there; a link to a photo is one of its own, having a name."""
        key = os.path.join(folder, found.photo.name)  # noqa: PTH118
        if key in known:
            listing.twice.append(found.photo)
        else:
            known.add(key)
            listing.found.append(found)

    for path in given:
        if not os.path.isdir(path):  # noqa: PTH112
            add(Found(path), real(path.parent))
            continue
        if walk.was_in(path):
            continue
        before = [len(each) for each in listing]
        for found, folder in walk.photos(path):
            add(found, folder)
        if before == [len(each) for each in listing]:
            listing.problems.append((path, _no_photos(path, recursive=recursive)))
    return listing


def same_folder(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same folder, whether it is there or not."""
    return real(one) == real(other)


def natural(name: str) -> tuple[list[str | int], str]:
    """Return a key that sorts numbers in names by their value: "2.jpg" before "10.jpg"."""
    # Every second part is a number, so that only like is compared with like.
    parts = re.split(r"(\d+)", name.casefold())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], name


def _in_order(names: Sequence[str]) -> Iterable[str]:
    """Sort names in parts, between which other threads get on."""
    starts = range(0, len(names), _SORTED_AT_ONCE)
    parts = [sorted(names[start : start + _SORTED_AT_ONCE], key=natural) for start in starts]
    return heapq.merge(*parts, key=natural)


class _Walk:
    """Looks through folders, into none of them twice: a link may lead back to where it lies."""

    def __init__(
        self,
        recursive: bool,
        leave_out: Path | None,
        problems: list[tuple[Path, str]],
        tell: Callable[[int], object],
    ) -> None:
        self._recursive, self._problems, self._tell = recursive, problems, tell
        self._seen = self._steps = 0
        self._endings = frozenset(readable_endings())
        self._entered = set() if leave_out is None else {real(leave_out)}

    def was_in(self, folder: Path) -> bool:
        """Return whether a folder was looked into before."""
        return real(folder) in self._entered

    def photos(self, top: Path) -> Iterator[tuple[Found, str]]:
        """Yield the photos in a folder, each with its real folder, then those in sub-folders."""
        waiting = [(top, Path())]
        while waiting:
            folder, below = waiting.pop()
            at = real(folder)
            self._tell(self._seen)
            if at in self._entered:
                continue
            self._entered.add(at)
            try:
                photos, folders = self._look_into(folder)
            except OSError as error:
                told = _("Cannot look into {folder}: {reason}")
                told = told.format(folder=folder, reason=reason(error))
                self._problems.append((folder, told))
                continue
            for name in _in_order(photos):
                self._step()
                yield Found(folder / name, below), at
            # The last of the list is looked into first.
            inner = reversed(list(_in_order(folders)))
            waiting += [(folder / name, below / name) for name in inner]

    def _look_into(self, folder: Path) -> tuple[list[str], list[str]]:
        """Return the names of the photos and of the sub-folders in a folder."""
        photos, folders = [], []
        with os.scandir(folder) as entries:
            for entry in entries:
                self._step()
                if entry.name.startswith("."):
                    continue
                if self._recursive and _is(entry.is_dir, otherwise=False):
                    folders.append(entry.name)
                elif self._may_be_photo(entry):
                    photos.append(entry.name)
                    self._seen += 1
        return photos, folders

    def _step(self) -> None:
        """Report now and then."""
        self._steps += 1
        if self._steps % _ENTRIES_BETWEEN_REPORTS == 0:
            self._tell(self._seen)

    def _may_be_photo(self, entry: os.DirEntry[str]) -> bool:
        ending = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122
        # What cannot be looked at counts: opening it tells why.
        return ending in self._endings and _is(entry.is_file, otherwise=True)


def _is(kind: Callable[[], bool], *, otherwise: bool) -> bool:
    try:
        return kind()
    except OSError:
        return otherwise


def _no_photos(folder: Path, *, recursive: bool) -> str:
    if recursive:
        return _("Cannot find a photo in {folder}").format(folder=folder)
    told = _("Cannot find a photo in {folder}; sub-folders were not looked into")
    return told.format(folder=folder)
