"""What a drop holds: photos, palettes and folders."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

MANY = 50
"""More photos at once may be the wrong folder: the window asks."""

# Both lists are literals: the window sorts a drop before it imports core, and with it numpy.
PALETTE_ENDINGS = frozenset(
    {
        *(".gpl", ".hex", ".kpl", ".swatches", ".soc", ".aseprite", ".ase", ".aco", ".act"),
        *(".pal", ".psppalette", ".txt", ".css", ".json"),
    }
)
"""Endings of palette files that are no images; an image with a palette is opened as a photo."""

_PHOTO_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".heic", ".heif", ".avif"}
)
"""Endings that need no look at the disk: a slow one takes seconds for hundreds of names."""


class Dropped(NamedTuple):
    """Paths that were dropped or named, each kind in the order it came."""

    photos: list[Path]
    palettes: list[Path]
    folders: list[Path]


def sort_out(paths: Sequence[Path]) -> Dropped:
    """Sort paths into photos, palettes and folders: by name, or by the disk if the name is unknown.

    A path that is neither a palette nor a folder counts as a photo: opening it shows what it is.
    """
    dropped = Dropped([], [], [])
    for path in dict.fromkeys(paths):
        ending = path.suffix.lower()
        if ending in PALETTE_ENDINGS:
            dropped.palettes.append(path)
        # Path.is_dir raises for what lies in a locked folder; opening it tells the reason.
        elif ending not in _PHOTO_ENDINGS and os.path.isdir(path):  # noqa: PTH112
            dropped.folders.append(path)
        else:
            dropped.photos.append(path)
    return dropped


def photos_of_folder(folder: Path) -> list[Path]:
    """List the photos in a folder, not those in folders in it: "2.jpg" before "10.jpg".

    Run it in a lane: a folder in the network may take seconds.

    Raises
    ------
    OSError
        When the folder cannot be read.
    """
    from core import readable_endings

    endings = set(readable_endings())
    photos = (
        path
        for path in folder.iterdir()
        if path.suffix.lower() in endings and not path.name.startswith(".") and _may_be_file(path)
    )
    return sorted(photos, key=_natural)


def _may_be_file(path: Path) -> bool:
    """Return whether a path is a file, or leads where nobody may look: opening it tells why."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _natural(path: Path) -> tuple[list[str | int], str]:
    """Return a key that sorts numbers in names by their value."""
    # Every second part is a number, so that only like is compared with like.
    parts = re.split(r"(\d+)", path.name.casefold())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], path.name
