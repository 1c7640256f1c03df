"""One palette for many photos, on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.console import batch_bar, complain
from core.cli.saving import replaceable
from core.errors import ExistsError, FewtoneError, WriteError
from core.language import _

if TYPE_CHECKING:
    from core.batch.making import Recipe
    from core.batch.sharing import Shared
    from core.model import Palette
    from core.settings import Weigh


def shared_palette(photos: Sequence[Path], recipe: Recipe, options: argparse.Namespace) -> Shared:
    """Find the palette that photos share; raise FewtoneError if there can be none."""
    from core.batch.sharing import find_shared

    weigh: Weigh = options.weigh or "equal"
    jobs = vars(options).get("jobs")
    with batch_bar(len(photos), wanted=not options.quiet) as progress:
        try:
            return find_shared(photos, recipe, weigh, progress, jobs)
        except FewtoneError as error:
            told = _("Cannot find a palette for all photos: {reason}").format(reason=error)
            raise type(error)(told) from error


def save_palettes(palette: Palette, options: argparse.Namespace) -> None:
    """Save the palette in all files asked for."""
    for path in options.save_palette:
        # This import takes a while.
        from core.palettes.files import save_palette

        try:
            written = save_palette(palette, path, new=not options.overwrite)
        except ExistsError as error:
            raise WriteError(replaceable(error)) from error
        for note in written.notes:
            complain(note)
