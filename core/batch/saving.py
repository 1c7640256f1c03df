"""A result becomes a file of a name that is free, or the photo is copied there, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from core.atomic import replace_file
from core.batch.ground import Ground
from core.errors import ExistsError, NotSmallerError, PlaceError, reason
from core.language import _
from core.model import Photo, Result, Saved
from core.names import default_name
from core.progress import ProgressCallback
from core.settings import SaveOptions
from core.wording import percent
from core.writing.formats.table import image_formats
from core.writing.image import Encoded, save_image

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Wishes:
    """How results are saved.

    Parameters
    ----------
    options : SaveOptions
    at_least : int, 0…99, or None
        Write no file unless it is that many per cent smaller than the photo's; 0 is smaller at
        all, and None has no such wish.
    else_copy : bool
        Copy the photo where no file is written.
    keep_dates : bool
        Give files the dates of the photos' files.
    """

    options: SaveOptions = field(default_factory=SaveOptions)
    at_least: int | None = None
    else_copy: bool = False
    keep_dates: bool = False

    def below(self, photo: Photo) -> int | None:
        """Return the size that a file has to stay below, None if it may have any."""
        if self.at_least is None or photo.file_bytes is None:
            return None
        most = photo.file_bytes * (100 - self.at_least) // 100
        return min(most + 1, photo.file_bytes)


def copied() -> tuple[str, ...]:
    """Return the notes on a photo that was copied."""
    return (_("The photo itself was copied."),)


class Kept(NamedTuple):
    """What became of a result.

    Parameters
    ----------
    saved : Saved or None
        What was saved.
    size : int
        The size that the file of the result has, or would have.
    skipped : str or None
        Why it is not the result that was saved.
    """

    saved: Saved | None
    size: int
    skipped: str | None


class Sink(Protocol):
    """Where a result goes."""

    def save(
        self,
        result: Result,
        options: SaveOptions,
        progress: ProgressCallback | None,
        below: int | None,
        encoded: Encoded | None = None,
    ) -> Saved:
        """Save a result, whose file may be made already.

        Raise NotSmallerError if it would have `below` bytes or more.
        """
        ...

    def copy(self, photo: Photo) -> Saved:
        """Copy the file of a photo."""
        ...


def save(
    path: Path,
    photo: Photo,
    result: Result,
    wishes: Wishes,
    sink: Sink,
    progress: ProgressCallback | None = None,
    encoded: Encoded | None = None,
) -> Kept:
    """Save a result, or where it would not be small enough, the photo itself or nothing.

    Its file may be there already, as `encoded`.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason.
    """
    # They are read before saving, as the target may be the photo itself.
    dates = _dates(path) if wishes.keep_dates else None
    saved: Saved | None
    try:
        saved = sink.save(result, wishes.options, progress, wishes.below(photo), encoded)
        size, skipped = saved.size, None
    except NotSmallerError as error:
        saved = sink.copy(photo) if wishes.else_copy else None
        size, skipped = error.size, _not_small_enough(wishes.at_least)
    if saved is not None and dates is not None:
        saved = _with_dates(saved, dates)
    return Kept(saved, size, skipped)


@dataclass(frozen=True)
class Exactly:
    """The file that was named.

    Parameters
    ----------
    file : Path
    new : bool
        Whether it must not be there; otherwise it is replaced.
    """

    file: Path
    new: bool = True

    def save(
        self,
        result: Result,
        options: SaveOptions,
        progress: ProgressCallback | None,
        below: int | None,
        encoded: Encoded | None = None,
    ) -> Saved:
        """Save a result; raise ExistsError where the name is taken."""
        return save_image(
            result, self.file, options, progress, below=below, new=self.new, encoded=encoded
        )

    def copy(self, photo: Photo) -> Saved:
        """Copy the file of a photo; raise ExistsError where the name is taken."""
        return _copy(photo, self.file, new=self.new)


@dataclass(frozen=True)
class FreeName:
    """A name in a folder that is made free by a number: "sea.png", "sea (2).png" ….

    Parameters
    ----------
    folder : Path
    stem : str
        Loses its middle where the name would be too long.
    tail : str
        Follows it.
    number : int
        The first to try; 1 stands for none.
    replaces : bool
        Whether a file of that number is replaced: an earlier one of the same photo, or any if the
        user wants that.
    ground : Ground or None
        What the folder has to stay on.
    """

    folder: Path
    stem: str
    tail: str = ""
    number: int = 1
    replaces: bool = False
    ground: Ground | None = None

    @property
    def next(self) -> FreeName:
        """The same with the next number."""
        return replace(self, number=self.number + 1)

    def path(self, ending: str) -> Path:
        """Return the path with this number and an ending."""
        number = "" if self.number == 1 else f" ({self.number})"
        return self.folder / default_name(self.folder, self.stem, f"{self.tail}{number}{ending}")

    def save(
        self,
        result: Result,
        options: SaveOptions,
        progress: ProgressCallback | None,
        below: int | None,
        encoded: Encoded | None = None,
    ) -> Saved:
        """Save a result under the first name that is free."""
        ending = image_formats()[options.format or "png"].endings[0]
        return self._first_free(
            ending,
            lambda path, new: save_image(
                result, path, options, progress, below=below, new=new, encoded=encoded
            ),
        )

    def copy(self, photo: Photo) -> Saved:
        """Copy the file of a photo to the first name that is free."""
        assert photo.path is not None
        return self._first_free(photo.path.suffix, lambda path, new: _copy(photo, path, new=new))

    def _first_free(self, ending: str, write: Callable[[Path, bool], Saved]) -> Saved:
        place = self
        while True:
            self._require_ground()
            try:
                saved = write(place.path(ending), not place.replaces)
            except ExistsError:
                # Another program has just made a file of this name.
                place = replace(place.next, replaces=False)
                continue
            try:
                self._require_ground()
            except PlaceError:
                # Encoding takes long enough for a drive to be taken out, and this went elsewhere.
                with suppress(OSError):
                    saved.path.unlink()
                raise
            return saved

    def _require_ground(self) -> None:
        if self.ground is not None:
            self.ground.require()


def _copy(photo: Photo, target: Path, *, new: bool) -> Saved:
    """Copy the file of a photo."""
    assert photo.path is not None
    assert photo.file_bytes is not None
    source = photo.path

    def copy(file: BinaryIO) -> None:
        with source.open("rb") as original:
            while data := original.read(_CHUNK):
                file.write(data)

    replace_file(target, copy, new=new)
    return Saved(target, photo.file_bytes, copied())


def _not_small_enough(per_cent: int | None) -> str:
    if not per_cent:
        return _("would be no smaller")
    return _("would be less than {share} smaller").format(share=percent(str(per_cent)))


def _dates(path: Path) -> tuple[int, int] | OSError:
    """Return when the photo's file was last read and changed, in nanoseconds, or the error."""
    try:
        status = path.stat()
    except OSError as error:
        return error
    return status.st_atime_ns, status.st_mtime_ns


def _with_dates(saved: Saved, dates: tuple[int, int] | OSError) -> Saved:
    """Set the dates of a saved file; an error becomes a note, as the file is there."""
    try:
        if isinstance(dates, OSError):
            raise dates
        os.utime(saved.path, ns=dates)
    except OSError as error:
        told = _("The dates of the photo could not be kept: {reason}.")
        note = told.format(reason=reason(error))
        return replace(saved, notes=(*saved.notes, note))
    return saved
