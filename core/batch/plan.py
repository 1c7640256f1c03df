"""Where each photo of a batch is saved: decided before the first, so that no order changes it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.batch.listing import Found
from core.batch.names import Fields, NamePattern
from core.batch.saving import FreeName
from core.errors import SettingsError
from core.language import _
from core.names import is_there, real

_USUAL_TAIL = ".fewtone"
# They take about 1 ms.
_NAMES_BETWEEN_REPORTS = 64


class Entry(NamedTuple):
    """A photo of a batch, and where its result goes.

    Parameters
    ----------
    photo : Path
    place : FreeName
    """

    photo: Path
    place: FreeName


@dataclass(frozen=True)
class Naming:
    """What the names of results are made of.

    Parameters
    ----------
    folder : Path or None
        The folder that results go to, with sub-folders as the photos have them; None is beside
        each photo.
    pattern : NamePattern or None
        None is NAME.fewtone.
    colors : int or None
        As for `Fields`.
    format : str
    endings : sequence of str
        All that a result may have: that of the format, and where photos may be copied None for
        that of the photo.
    stands_for : callable
        Returns the path that names a photo, where that is no file.
    colors_of : callable or None
        Returns the number of colors of a photo, where each has its own.
    replaces : bool
        Whether files that are there are replaced, but for photos of the batch.
    """

    folder: Path | None
    pattern: NamePattern | None
    colors: int | None
    format: str
    endings: Sequence[str | None]
    stands_for: Callable[[Path], Path] = lambda photo: photo
    colors_of: Callable[[Path], int | None] | None = None
    replaces: bool = False


def plan(
    found: Sequence[Found],
    naming: Naming,
    taken: Sequence[Path] = (),
    placed: Callable[[Path, FreeName], FreeName | None] = lambda _photo, _wanted: None,
    tell: Callable[[float], object] = lambda _fraction: None,
) -> list[Entry]:
    """Choose a name for each photo's result that no other result has, and no file that stays.

    Parameters
    ----------
    found : sequence of Found
    naming : Naming
    taken : sequence of Path
        Files that will be there as well.
    placed : callable
        Returns where the result of a photo went in an earlier run, None if it has not been begun.
    tell : callable
        Receives the fraction 0…1 that is done, every millisecond or so.

    Raises
    ------
    SettingsError
        (a ValueError) when the pattern gives several photos the same name, or one that Windows
        reserves.
    """
    keys = _Keys()
    reserved = {keys.of(path) for path in taken}
    if naming.replaces:
        # A photo would be lost, perhaps before its turn, and reduced twice by a run that goes on.
        reserved |= {keys.of(each.photo) for each in found}
    wanted, places = [], []
    for number, each in enumerate(found, 1):
        wanted.append(_wanted(each, naming, number, keys))
        places.append(placed(each.photo, wanted[-1]))
        _tell(tell, number, 2 * len(found))
    if naming.pattern is not None and not naming.pattern.tells_apart:
        _require_different(wanted, keys)
    endings = [
        [each.photo.suffix if ending is None else ending for ending in naming.endings]
        for each in found
    ]
    for place, those in zip(places, endings, strict=True):
        if place is not None:
            reserved |= keys.of_all(place, those)
    entries = []
    for each, place, first, those in zip(found, places, wanted, endings, strict=True):
        entries.append(Entry(each.photo, place or _free(first, those, reserved, keys)))
        _tell(tell, len(found) + len(entries), 2 * len(found))
    return entries


def _tell(tell: Callable[[float], object], done: int, of: int) -> None:
    if done % _NAMES_BETWEEN_REPORTS == 0:
        tell(done / of)


def _require_different(wanted: Sequence[FreeName], keys: _Keys) -> None:
    """Raise SettingsError if a pattern makes names equal."""
    seen = set()
    for place in wanted:
        key = keys.of(place.folder / place.stem)
        if key in seen:
            told = _("it gives several photos the name {stem}; add {field} or {other}")
            raise SettingsError(told.format(stem=place.stem, field="{name}", other="{n}"))
        seen.add(key)


def _wanted(found: Found, naming: Naming, number: int, keys: _Keys) -> FreeName:
    """Return where a result would go if nothing else was there."""
    photo = naming.stands_for(found.photo)
    folder = photo.parent if naming.folder is None else naming.folder / found.below
    if naming.pattern is None:
        return FreeName(folder, photo.stem, _USUAL_TAIL, replaces=naming.replaces)
    parent = Path(keys.folder(photo.parent)).name
    colors = naming.colors_of(found.photo) if naming.colors_of else naming.colors
    fields = Fields(photo.stem, colors, number, parent, naming.format)
    return FreeName(folder, naming.pattern.fill(fields), replaces=naming.replaces)


def _free(place: FreeName, endings: Sequence[str], reserved: set[str], keys: _Keys) -> FreeName:
    """Give a name the first number under which it is free, and reserve that."""
    while True:
        those = keys.of_all(place, endings)
        stays = not place.replaces and any(is_there(place.path(each)) for each in endings)
        if not stays and reserved.isdisjoint(those):
            reserved |= those
            return place
        place = place.next


class _Keys:
    """Keys of names, equal where some file systems take names for the same.

    Thousands of names lie in few folders, and the way to each of those is followed once.
    """

    def __init__(self) -> None:
        self._folders: dict[Path, str] = {}

    def folder(self, path: Path) -> str:
        """Return what all ways to write a folder have in common."""
        if path not in self._folders:
            self._folders[path] = real(path)
        return self._folders[path]

    def of(self, path: Path) -> str:
        """Return the key of a path."""
        if path.is_symlink():
            followed = real(path)
        else:
            followed = os.path.join(self.folder(path.parent), path.name)  # noqa: PTH118
        return unicodedata.normalize("NFC", followed).casefold()

    def of_all(self, place: FreeName, endings: Sequence[str]) -> set[str]:
        """Return the keys of a name with each of some endings."""
        return {self.of(place.path(ending)) for ending in endings}
