"""What a drop holds: photos, palettes and folders, or a word why it cannot be used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

MANY = 50
"""Above so many photos at once somebody may have dropped the wrong folder: the window asks."""

# Both as literals: the window sorts a drop before core, and with it numpy, need be imported.
PALETTE_ENDINGS = frozenset(
    {".gpl", ".hex", ".ase", ".aco", ".act", ".pal", ".txt", ".css", ".json"}
)
"""Of the palette files that are no images; an image with a palette is opened as a photo."""

_PHOTO_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".heic", ".heif", ".avif"}
)
"""Of what is taken for a photo unseen: to ask a slow disk about hundreds of names takes seconds."""


class Dropped(NamedTuple):
    """What was dropped or named, each kind in the order it came."""

    photos: list[Path]
    palettes: list[Path]
    folders: list[Path]


def sort_out(paths: Sequence[Path]) -> Dropped:
    """Tell photos, palettes and folders apart: by name, by the disk where the name says nothing.

    What is neither a palette nor a folder counts as a photo: opening it tells what it is.
    """
    dropped = Dropped([], [], [])
    for path in dict.fromkeys(paths):
        ending = path.suffix.lower()
        if ending in PALETTE_ENDINGS:
            dropped.palettes.append(path)
        elif ending not in _PHOTO_ENDINGS and path.is_dir():
            dropped.folders.append(path)
        else:
            dropped.photos.append(path)
    return dropped


def photos_of_folder(folder: Path) -> list[Path]:
    """List the photos in a folder, not those in folders in it: "2.jpg" before "10.jpg".

    For a lane: a folder in the network may take seconds.

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
        if path.suffix.lower() in endings and not path.name.startswith(".") and path.is_file()
    )
    return sorted(photos, key=_natural)


def _natural(path: Path) -> tuple[list[str | int], str]:
    """Give a key that sorts numbers in names by their value."""
    # Every second part is a number, so that only like is compared with like.
    parts = re.split(r"(\d+)", path.name.casefold())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], path.name
