"""A folder of files that each keep one thing under a name: presets, collections of colors."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from core.errors import FewtoneError, WriteError, reason
from core.language import _

ENDING = ".json"
# Windows has none of these in the name of a file, and no dot or space at its end.
_NOT_IN_A_FILE = re.compile(r'[<>:"|?*%/\\]|[. ]$')
_T = TypeVar("_T")


@dataclass(frozen=True)
class KeptFiles(Generic[_T]):
    """Files of a folder, of which any program may write some, and several windows at once.

    Names that differ in capitals or spaces around them only are the same.

    Parameters
    ----------
    folder : Path
        Made when the first file is written.
    load : callable
        Reads a file; raises FewtoneError with a sentence that names it.
    write : callable
        Writes a thing to a file, whole or not at all; raises WriteError.
    name_of : callable
        Returns the name of a thing.
    """

    folder: Path
    load: Callable[[Path], _T]
    write: Callable[[_T, Path], None]
    name_of: Callable[[_T], str]
    # What was read of a file, until that is another.
    _read: dict[Path, tuple[tuple[int, ...], _T]] = field(default_factory=dict, repr=False)

    def all(self) -> tuple[tuple[_T, ...], tuple[str, ...]]:
        """Read all by name, and a sentence for each file that cannot be used."""
        found, problems = dict[str, _T](), []
        for path in self._files():
            try:
                thing = self._load(path)
                found.setdefault(key_of(self.name_of(thing)), thing)
            except FewtoneError as error:
                problems.append(str(error))
        return tuple(found[key] for key in sorted(found)), tuple(problems)

    def get(self, name: str) -> _T | None:
        """Read the one of a name; None where there is none."""
        things, _problems = self.all()
        return next((each for each in things if key_of(self.name_of(each)) == key_of(name)), None)

    def put(self, thing: _T) -> None:
        """Keep a thing, in place of one that has its name.

        Raises
        ------
        WriteError
            (an OSError) naming file or folder and the reason.
        """
        name = self.name_of(thing)
        before = self._files_of(name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            told = _("Cannot make the folder {folder}: {reason}")
            told = told.format(folder=self.folder, reason=reason(error))
            raise WriteError(told) from error
        # An underscore in front keeps away from names that Windows reserves.
        stem = _NOT_IN_A_FILE.sub(lambda found: f"%{ord(found[0]):02x}", name)
        path = self.folder / f"_{stem}{ENDING}"
        self.write(thing, path)
        for other in before:
            if not _same(other, path):
                _remove(other)

    def remove(self, name: str) -> None:
        """Remove the one of a name, if there is one.

        Raises
        ------
        WriteError
            (an OSError) naming the file and the reason.
        """
        for path in self._files_of(name):
            _remove(path)

    def _files(self) -> list[Path]:
        with suppress(OSError):
            return sorted(path for path in self.folder.iterdir() if path.suffix == ENDING)
        return []

    def _load(self, path: Path) -> _T:
        stamp = _stamp(path)
        if path in self._read and self._read[path][0] == stamp:
            return self._read[path][1]
        thing = self.load(path)
        if stamp:
            self._read[path] = stamp, thing
        return thing

    def _files_of(self, name: str) -> list[Path]:
        """Return the files of the thing of a name, whatever they are called."""
        found = []
        for path in self._files():
            with suppress(FewtoneError):
                if key_of(self.name_of(self._load(path))) == key_of(name):
                    found.append(path)
        return found


def key_of(name: str) -> str:
    """Return what names have in common that count as the same: not capitals or spaces around."""
    return name.strip().casefold()


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what tells one state of a file from the next; () where that is not known."""
    with suppress(OSError):
        seen = path.stat()
        return seen.st_ino, seen.st_size, seen.st_mtime_ns
    return ()


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        told = _("Cannot remove {path}: {reason}")
        raise WriteError(told.format(path=path, reason=reason(error))) from error
