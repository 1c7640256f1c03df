"""What a drop holds: photos, palettes and folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

MANY = 50
"""More photos at once may be the wrong folder: the window asks."""

# Both lists are literals: the window sorts a drop before it imports core, and with it numpy.
PALETTE_ENDINGS = frozenset(
    {
        *(".gpl", ".hex", ".kpl", ".swatches", ".soc", ".aseprite", ".ase", ".aco", ".act"),
        *(".pal", ".psppalette", ".txt", ".css", ".csv", ".json"),
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
