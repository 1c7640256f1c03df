"""The command that prints the palette of a photo, or that of all photos in a folder."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.cli.colors_list import color_lines, size_lines
from core.cli.console import EXIT_DONE, EXIT_SOME_FAILED, complain, print_json, say, search_line
from core.cli.mattering import require_one_photo, with_mask
from core.cli.owning import with_owned
from core.cli.photos import is_folder
from core.cli.preset import is_preset_applied
from core.cli.reducing import (
    fixed_palette,
    flags_of_goals,
    piece_of,
    recipe_of,
    reduce_photo,
    sentence,
    settings_of,
    with_large_named,
)
from core.cli.sharing import shared_palette
from core.cli.source import photo_file
from core.errors import FewtoneError
from core.language import _
from core.needed import NOTHING, Needs

if TYPE_CHECKING:
    from core.model import Palette
    from core.settings import Settings


def palette(options: argparse.Namespace) -> int:
    """Print the palette of a photo, by share."""
    if not is_preset_applied(options):
        return EXIT_SOME_FAILED
    settings = settings_of(options)
    require_one_photo([options.photo], options)
    if is_folder(options.photo):
        return _palette_of_folder(settings, options)
    if options.recursive or options.weigh:
        options.usage_error(_("--recursive and --weigh go with a folder"))
    try:
        settings, notes = with_owned(settings, options)
        fixed = fixed_palette(options)
        with photo_file(options.photo) as file:
            recipe = with_mask(recipe_of(options, settings, fixed), options)
            reduced = reduce_photo(options.photo, file, recipe, options)
    except Exception as error:  # noqa: BLE001
        complain(sentence(error, _("Cannot reduce {photo}").format(photo=options.photo)))
        return EXIT_SOME_FAILED
    from core.batch.making import needs_of

    result, told = reduced.result, {"distinct_colors": reduced.distinct}
    needed = needs_of(result, result.palette, recipe.piece)
    _print_palette(result.palette, told, [*notes, *result.notes], options, needed)
    return EXIT_DONE


def _palette_of_folder(settings: Settings, options: argparse.Namespace) -> int:
    """Print the palette that the photos in a folder share."""
    from core.batch.listing import list_photos

    if options.use_palette:
        options.usage_error(_("--use-palette does not go with a folder"))
    if flags := flags_of_goals(options):
        options.usage_error(_("{flags} does not go with a folder").format(flags=flags))
    if any(piece_of(options)):
        options.usage_error(_("--beads-wide and --cm-wide do not go with a folder"))
    with search_line(wanted=not options.quiet) as tell:
        listing = list_photos([options.photo], recursive=options.recursive, tell=tell)
    for _path, problem in listing.problems:
        complain(problem)
    try:
        settings, notes = with_owned(settings, options)
        photos = [each.photo for each in listing.found]
        shared = shared_palette(photos, recipe_of(options, settings, None), options)
    except FewtoneError as error:
        complain(str(error))
        return EXIT_SOME_FAILED
    for _photo, event in shared.failed:
        hinted = event.too_large and not options.large
        complain(with_large_named(event.reason) if hinted else event.reason)
    if shared.palette is not None:
        told = {"photos": shared.photos, "distinct_colors": shared.distinct}
        _print_palette(shared.palette, told, notes, options)
    failed = shared.failed or listing.problems or shared.palette is None
    return EXIT_SOME_FAILED if failed else EXIT_DONE


def _print_palette(
    found: Palette,
    told: dict[str, Any],
    notes: Sequence[str],
    options: argparse.Namespace,
    needed: Needs = NOTHING,
) -> None:
    from core.palettes.json_list import colors_as_dicts

    # A fixed palette comes in its own order, any other by share already.
    colors = sorted(colors_as_dicts(found, needed), key=lambda color: -color["count"])
    told = {"photo": str(options.photo), **told, **needed.sizes, "palette": colors}
    if options.json:
        print_json({**told, "notes": list(notes)})
        return
    named = bool(options.from_palette) or needed != NOTHING
    for line in [*color_lines(colors, named=named), *size_lines(told)]:
        say(line)
    if not options.quiet:
        for note in notes:
            complain(note)
