"""Under which names the photos of a command are saved."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.cli.source import place_of
from core.errors import SettingsError

if TYPE_CHECKING:
    from core.batch.journal import Past
    from core.batch.listing import Found
    from core.batch.making import Recipe
    from core.batch.plan import Entry
    from core.settings import ImageFormat


def planned(
    found: Sequence[Found], recipe: Recipe, options: argparse.Namespace, past: Past | None = None
) -> list[Entry]:
    """Decide where each photo is saved; end with a usage error if --name cannot tell."""
    from core.batch.plan import Naming, plan
    from core.writing.formats.table import image_formats

    wanted: ImageFormat = options.format or "png"
    ending = image_formats()[wanted].endings[0]
    endings = [ending, None] if recipe.wishes.else_copy else [ending]
    colors = len(recipe.fixed) if recipe.fixed else recipe.settings.colors
    known = recipe.fixed is not None or not recipe.goals
    naming = Naming(
        *(options.output_dir, options.name, colors if known else None, wanted, endings, place_of),
        replaces=options.overwrite,
    )
    try:
        if past is None:
            return plan(found, naming, options.save_palette)
        return plan(found, naming, options.save_palette, past.placed)
    except SettingsError as error:
        why = f"--name {options.name}: {error}"  # untranslated: names and a whole phrase
        options.usage_error(why)
        raise
