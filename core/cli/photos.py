"""The photos of a command: files, folders, and lists of names in files (`@LIST`)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.console import complain, search_line
from core.cli.source import STANDARD
from core.errors import ReadError, reason
from core.language import _
from core.names import is_there

if TYPE_CHECKING:
    from core.batch.listing import Found

Failed = list[tuple[Path, str]]
"""What no photo came of, each with a sentence that names it."""

_LIST = "@"
# A list of a million names is no larger, a photo that was named by mistake may be.
_MOST_BYTES = 100_000_000


def named(arguments: Iterable[Path]) -> tuple[list[Path], Failed]:
    """Put the names that lists hold in place of them.

    A file that is itself called @NAME is a photo, as wildcards give such names too.
    """
    paths: list[Path] = []
    failed: Failed = []
    for argument in arguments:
        if not str(argument).startswith(_LIST) or is_there(argument):
            paths.append(argument)
            continue
        try:
            paths += _names_in(str(argument)[len(_LIST) :])
        except ReadError as error:
            failed.append((argument, str(error)))
    return paths, failed


def is_folder(path: Path) -> bool:
    """Return whether a path leads to a folder, as far as may be seen."""
    return path != STANDARD and os.path.isdir(path)  # noqa: PTH112


def photos_of(options: argparse.Namespace, failed: Failed) -> list[Found]:
    """Find the photos that were named, and those in folders that were."""
    from core.batch.listing import list_photos, same_folder

    given: list[Path] = []
    for path in options.photos:
        if is_folder(path) and not options.output_dir:
            told = _(
                "Cannot save the photos of {path}: it is a folder; say with --output-dir where "
                "its results go"
            )
            failed.append((path, told.format(path=path)))
        elif is_folder(path) and same_folder(path, options.output_dir):
            told = _(
                "Cannot save the photos of {path} among them: its results would be photos of it "
                "the next time; choose another --output-dir"
            )
            failed.append((path, told.format(path=path)))
        else:
            given.append(path)
    recursive, results = options.recursive, options.output_dir
    with search_line(wanted=not options.quiet) as tell:
        listing = list_photos(given, recursive=recursive, leave_out=results, tell=tell)
    failed += listing.problems
    for path in dict.fromkeys(listing.twice):
        complain(_("{path} was named more than once, and is done once").format(path=path))
    return listing.found


def _names_in(name: str) -> list[Path]:
    """Read the names in a list, one a line; "" stands for none, and a name may be any bytes."""
    shown = _("standard input") if name == str(STANDARD) else name
    try:
        if name == str(STANDARD):
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        told = _("Cannot read the list {path}: {reason}")
        raise ReadError(told.format(path=shown, reason=reason(error))) from error
    if b"\0" in data or len(data) > _MOST_BYTES:
        told = _("Cannot read the list {path}: it is no text with a name in each line")
        raise ReadError(told.format(path=shown))
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    names = [os.fsdecode(line.removesuffix(b"\r")) for line in lines]
    # In a list, a dash is a file like any other.
    paths = [Path(each) for each in names if each.strip()]
    return [path.absolute() if path == STANDARD else path for path in paths]
