"""The photos in folders: each once, in an order that people expect."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from core.errors import reason
from core.names import real
from core.reading.decoders import readable_endings


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
    given: Sequence[Path], *, recursive: bool = False, leave_out: Path | None = None
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
    """
    listing = Listing([], [], [])
    seen: set[str] = set()
    walk = _Walk(recursive, leave_out, listing.problems)
    for path in given:
        if not os.path.isdir(path):  # noqa: PTH112
            _add(Found(path), listing, seen)
            continue
        if walk.was_in(path):
            continue
        known, before = len(listing.problems), len(listing.found) + len(listing.twice)
        for found in walk.photos(path):
            _add(found, listing, seen)
        if before == len(listing.found) + len(listing.twice) and known == len(listing.problems):
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


class _Walk:
    """Looks through folders, into none of them twice: a link may lead back to where it lies."""

    def __init__(
        self, recursive: bool, leave_out: Path | None, problems: list[tuple[Path, str]]
    ) -> None:
        self._recursive, self._problems = recursive, problems
        self._endings = frozenset(readable_endings())
        self._entered = set() if leave_out is None else {real(leave_out)}

    def was_in(self, folder: Path) -> bool:
        """Return whether a folder was looked into before."""
        return real(folder) in self._entered

    def photos(self, top: Path) -> Iterator[Found]:
        """Yield the photos in a folder, and then those in its sub-folders."""
        waiting = [(top, Path())]
        while waiting:
            folder, below = waiting.pop()
            if self.was_in(folder):
                continue
            self._entered.add(real(folder))
            try:
                photos, folders = self._look_into(folder)
            except OSError as error:
                self._problems.append((folder, f"Cannot look into {folder}: {reason(error)}"))
                continue
            yield from (Found(folder / name, below) for name in sorted(photos, key=natural))
            # The last of the list is looked into first.
            inner = sorted(folders, key=natural, reverse=True)
            waiting += [(folder / name, below / name) for name in inner]

    def _look_into(self, folder: Path) -> tuple[list[str], list[str]]:
        """Return the names of the photos and of the sub-folders in a folder."""
        photos, folders = [], []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if self._recursive and _is(entry.is_dir, otherwise=False):
                    folders.append(entry.name)
                elif self._may_be_photo(entry):
                    photos.append(entry.name)
        return photos, folders

    def _may_be_photo(self, entry: os.DirEntry[str]) -> bool:
        ending = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122
        # What cannot be looked at counts: opening it tells why.
        return ending in self._endings and _is(entry.is_file, otherwise=True)


def _is(kind: Callable[[], bool], *, otherwise: bool) -> bool:
    try:
        return kind()
    except OSError:
        return otherwise


def _add(found: Found, listing: Listing, seen: set[str]) -> None:
    """Add a photo unless it is there; a link to a photo is one of its own, as it has a name."""
    key = os.path.join(real(found.photo.parent), found.photo.name)  # noqa: PTH118
    if key in seen:
        listing.twice.append(found.photo)
    else:
        seen.add(key)
        listing.found.append(found)


def _no_photos(folder: Path, *, recursive: bool) -> str:
    deeper = "" if recursive else "; sub-folders were not looked into"
    return f"Cannot find a photo in {folder}{deeper}"
