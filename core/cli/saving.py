"""Where and how the command line saves a result: under which name, or to standard output."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from core.cli.console import progress_bar, write_to_stdout
from core.cli.reducing import given
from core.cli.source import STANDARD, place_of
from core.errors import ExistsError, NotSmallerError, WriteError, memory_named, reason
from core.names import default_name, is_there
from core.settings import SAVE_OPTIONS, SaveOptions

if TYPE_CHECKING:
    from core.model import Photo, Result, Saved
    from core.progress import ProgressCallback

REPLACE = "--overwrite replaces it"


def save(
    path: Path, photo: Photo, result: Result, options: argparse.Namespace
) -> tuple[Saved | None, int, str | None]:
    """Save a result, or where it would not be small enough, the photo itself or nothing.

    Returns
    -------
    Saved or None
        What was saved.
    int
        The size that the file of the result has, or would have.
    str or None
        Why it is not the result that was saved.
    """
    # They are read before saving, as the target may be the photo itself.
    dates = _dates(path) if options.keep_dates else None
    saved: Saved | None
    try:
        saved = _save_somewhere(path, photo, result, options)
        size, skipped = saved.size, None
    except NotSmallerError as error:
        saved = _copy_somewhere(path, photo, options) if options.else_copy else None
        size, skipped = error.size, _not_small_enough(options.at_least)
    if saved is not None and dates is not None:
        saved = _with_dates(saved, dates)
    return saved, size, skipped


def _save_somewhere(path: Path, photo: Photo, result: Result, options: argparse.Namespace) -> Saved:
    """Save a result where it is wanted; raise NotSmallerError if it would be too large."""
    from core.writing.image import save_image

    how = SaveOptions(**given(SAVE_OPTIONS, options))
    below = _below(photo, options)
    wanted = result.animation is not None and not options.quiet
    if options.output == STANDARD:
        with progress_bar(path.name, wanted=wanted) as progress:
            return _save_to_stdout(result, how, progress, below)
    while True:
        target = options.output or _free_name(path, options)
        new = options.output is None or not options.overwrite
        with progress_bar(target.name, wanted=wanted) as progress:
            try:
                return save_image(result, target, how, progress, below=below, new=new)
            except ExistsError as error:
                # Another program has just made a file of this name.
                if options.output:
                    raise WriteError(f"{error}; {REPLACE}") from error


def _save_to_stdout(
    result: Result, how: SaveOptions, progress: ProgressCallback | None, below: int | None
) -> Saved:
    """Write a result to standard output, once it is whole."""
    from core.model import Saved
    from core.writing.image import write_image

    with memory_named(WriteError, "Cannot save the picture"), tempfile.TemporaryFile() as file:
        try:
            written = write_image(result, file, how.format or "png", how, progress)
        except OSError as error:
            why = str(error) if isinstance(error, WriteError) else reason(error)
            raise WriteError(f"Cannot save the picture: {why}") from error
        size = file.seek(0, os.SEEK_END)
        if below is not None and size >= below:
            raise NotSmallerError(size)
        file.seek(0)
        write_to_stdout(file)
    return Saved(STANDARD, size, written.notes, written.table)


def _copy_somewhere(path: Path, photo: Photo, options: argparse.Namespace) -> Saved:
    """Copy the file of a photo to where its result would have been saved."""
    from core.atomic import replace_file
    from core.model import Saved

    assert photo.path is not None
    assert photo.file_bytes is not None
    notes = ("The photo itself was copied.",)

    def copy(target: BinaryIO) -> None:
        with source.open("rb") as file:
            while data := file.read(1 << 20):
                target.write(data)

    source = photo.path
    if options.output == STANDARD:
        with source.open("rb") as file:
            write_to_stdout(file)
        return Saved(STANDARD, photo.file_bytes, notes)
    while True:
        target = options.output or _free_name(path, options, path.suffix)
        try:
            replace_file(target, copy, new=options.output is None or not options.overwrite)
            return Saved(target, photo.file_bytes, notes)
        except ExistsError as error:
            if options.output:
                raise WriteError(f"{error}; {REPLACE}") from error


def _below(photo: Photo, options: argparse.Namespace) -> int | None:
    """Return the size that a file has to stay below, None if it may have any."""
    if not options.only_smaller or photo.file_bytes is None:
        return None
    most = photo.file_bytes * (100 - (options.at_least or 0)) // 100
    return min(most + 1, photo.file_bytes)


def _not_small_enough(per_cent: int | None) -> str:
    return f"would be less than {per_cent} % smaller" if per_cent else "would be no smaller"


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
        note = f"The dates of the photo could not be kept: {reason(error)}."
        return replace(saved, notes=(*saved.notes, note))
    return saved


def require_free(targets: Sequence[Path]) -> None:
    """Raise WriteError if a file to save exists already."""
    for target in targets:
        if target != STANDARD and is_there(target):
            raise WriteError(f"Cannot save {target}: it exists already; {REPLACE}")


def make_folder(folder: Path) -> None:
    """Make the folder to save into, unless it is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise WriteError(f"Cannot save into {folder}: it is a file, and not a folder") from None
    except OSError as error:
        raise WriteError(f"Cannot make the folder {folder}: {reason(error)}") from error


def real(path: Path) -> str:
    """Return the path that all ways to write it have in common."""
    try:
        return os.path.realpath(path)
    except OSError:  # the folder it was started in is gone
        return str(path)


def _free_name(photo: Path, options: argparse.Namespace, ending: str | None = None) -> Path:
    """Choose NAME.fewtone.png, or NAME.fewtone (2).png … if that exists."""
    from core.writing.formats.table import image_formats

    photo = place_of(photo)
    folder: Path = options.output_dir or photo.parent
    if ending is None:
        ending = image_formats()[options.format or "png"].endings[0]
    taken = {real(target) for target in options.save_palette}
    candidate, number = folder / default_name(folder, photo.stem, f".fewtone{ending}"), 1
    while is_there(candidate) or real(candidate) in taken:
        number += 1
        name = default_name(folder, photo.stem, f".fewtone ({number}){ending}")
        candidate = folder / name
    return candidate
