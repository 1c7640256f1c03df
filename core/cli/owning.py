"""Colors to choose from on the command line: `--from-palette`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from core.cli.reducing import goals_of
from core.language import _, ngettext
from core.settings import Settings


def with_owned(settings: Settings, options: argparse.Namespace) -> tuple[Settings, Sequence[str]]:
    """Return settings with the colors to choose from, if there are any, and notes on these.

    End with a usage error if there is no such palette, if nothing says how many colors are to be
    chosen, or if there are fewer.

    Raises
    ------
    FewtoneError
        When the file of the palette cannot be read.
    """
    name = options.from_palette
    if name is None:
        return settings, ()
    if options.use_palette is not None:
        options.usage_error(
            _("--from-palette does not go with --use-palette, which uses all colors as they are")
        )
    if options.colors is None and not goals_of(options):
        options.usage_error(
            _("--from-palette goes with -k, the number of colors to choose, or with -k auto")
        )
    from core.collecting.store import CollectionStore
    from core.palettes.find import NoSuchPaletteError, find_colors

    notes: Sequence[str] = ()
    try:
        # What is sold out in a collection of the window is so here.
        owned = CollectionStore().find(name)
        if owned is None:
            owned, notes = find_colors(name)
    except NoSuchPaletteError as error:
        options.usage_error(f"--from-palette {name}: {error}")  # untranslated: names and a phrase
        raise
    there = owned.number_with(settings.locked)
    if options.colors is not None and settings.colors > there:
        told = ngettext(
            "--from-palette {name}: {asked} colors are asked for, and there is only {count} to "
            "choose from",
            "--from-palette {name}: {asked} colors are asked for, and there are only {count} to "
            "choose from",
            there,
        )
        options.usage_error(told.format(name=name, asked=settings.colors, count=there))
    return replace(settings, owned=owned), notes
