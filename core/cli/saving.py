"""Where the command line saves a result: under which name, or to standard output."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.console import write_to_stdout
from core.cli.reducing import given
from core.cli.source import STANDARD
from core.errors import NotSmallerError, WriteError, memory_named, reason
from core.language import _
from core.names import is_there
from core.settings import SAVE_OPTIONS, SaveOptions

if TYPE_CHECKING:
    from core.batch.saving import Wishes
    from core.model import Photo, Result, Saved
    from core.progress import ProgressCallback
    from core.writing.image import Encoded


def replaceable(error: Exception | str) -> str:
    """Return the sentence on a file that exists, with --overwrite, which replaces it."""
    return _("{reason}; --overwrite replaces it").format(reason=error)


def wishes_of(options: argparse.Namespace) -> Wishes:
    """Build how results are saved."""
    from core.batch.saving import Wishes

    return Wishes(
        SaveOptions(**given(SAVE_OPTIONS, options)),
        at_least=(options.at_least or 0) if options.only_smaller else None,
        else_copy=options.else_copy,
        keep_dates=options.keep_dates,
    )


class StandardOutput:
    """Standard output as the place where a result goes."""

    def save(
        self,
        result: Result,
        options: SaveOptions,
        progress: ProgressCallback | None,
        below: int | None,
        encoded: Encoded | None = None,
    ) -> Saved:
        """Write a result, once it is whole."""
        from core.model import Saved
        from core.writing.image import Written, write_image

        with (
            memory_named(WriteError, _("Cannot save the picture")),
            tempfile.TemporaryFile() as file,
        ):
            try:
                if encoded is None:
                    name = options.format or "png"
                    written = write_image(result, file, name, options, progress)
                else:
                    file.write(encoded.data)
                    written = Written(encoded.notes, encoded.table, encoded.changes)
            except OSError as error:
                why = str(error) if isinstance(error, WriteError) else reason(error)
                told = _("Cannot save the picture: {reason}").format(reason=why)
                raise WriteError(told) from error
            size = file.seek(0, os.SEEK_END)
            if below is not None and size >= below:
                raise NotSmallerError(size)
            file.seek(0)
            write_to_stdout(file)
        return Saved(STANDARD, size, written.notes, written.table)

    def copy(self, photo: Photo) -> Saved:
        """Write the file of a photo."""
        from core.batch.saving import copied
        from core.model import Saved

        assert photo.path is not None
        assert photo.file_bytes is not None
        with photo.path.open("rb") as file:
            write_to_stdout(file)
        return Saved(STANDARD, photo.file_bytes, copied())


def require_free(targets: Sequence[Path]) -> None:
    """Raise WriteError if a file to save exists already."""
    for target in targets:
        if target != STANDARD and is_there(target):
            told = _("Cannot save {path}: it exists already").format(path=target)
            raise WriteError(replaceable(told))
