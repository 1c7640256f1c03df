"""The mask of a command: which parts of its photo matter."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.photos import is_folder
from core.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.batch.making import Recipe


def require_one_photo(photos: Sequence[Path], options: argparse.Namespace) -> None:
    """End with a usage error where a mask does not go with what else is asked for."""
    if options.matters is None:
        return
    if len(photos) > 1 or any(map(is_folder, photos)):
        options.usage_error(_("--matters goes with one photo only: a mask belongs to it"))
    if options.use_palette:
        options.usage_error(
            _("--use-palette does not go with {flags}: its colors are used as they are").format(
                flags="--matters"
            )
        )
    if vars(options).get("shared_palette") or vars(options).get("resume"):
        options.usage_error(_("--matters does not go with --shared-palette and --resume"))


def with_mask(recipe: Recipe, options: argparse.Namespace) -> Recipe:
    """Add the mask to what is done with the photo.

    Raises
    ------
    ReadError
        (an OSError) naming the file of the mask.
    """
    if options.matters is None:
        return recipe
    from core.reading.mask import read_mask

    return replace(recipe, matters=read_mask(options.matters))
