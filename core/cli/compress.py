"""The command that saves photos in few colors.

Here, as in all commands, numpy and Pillow are imported only when the command runs.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.batch import is_batch, run_batch
from core.cli.console import (
    EXIT_DONE,
    EXIT_SOME_FAILED,
    complain,
    print_json,
    progress_bar,
)
from core.cli.mattering import require_one_photo, with_mask
from core.cli.owning import with_owned
from core.cli.photos import named, photos_of
from core.cli.planning import planned
from core.cli.preset import is_preset_applied
from core.cli.reducing import (
    fixed_palette,
    piece_of,
    recipe_of,
    reduce_photo,
    sentence,
    settings_of,
)
from core.cli.saving import StandardOutput, replaceable, require_free, wishes_of
from core.cli.source import STANDARD, photo_file
from core.cli.telling import Tally, print_report
from core.cli.usage import require_possible_targets
from core.errors import ExistsError, FewtoneError, WriteError
from core.language import _

if TYPE_CHECKING:
    from core.batch.making import Recipe
    from core.batch.plan import Entry
    from core.batch.saving import Sink
    from core.model import Palette, Result, Saved


def compress(options: argparse.Namespace) -> int:
    """Save photos in few colors; one that fails does not stop the others."""
    if not is_preset_applied(options):
        return EXIT_SOME_FAILED
    settings = settings_of(options)
    options.photos, failed = named(options.photos)
    require_possible_targets(options)
    require_one_photo(options.photos, options)
    tally = Tally()
    try:
        settings, notes = with_owned(settings, options)
        recipe = with_mask(recipe_of(options, settings, fixed_palette(options)), options)
    except FewtoneError as error:
        complain(str(error))
        tally.failed = [{"photo": str(photo), "error": str(error)} for photo in options.photos]
    else:
        found = photos_of(options, failed)
        for path, message in failed:
            tally.fail(path, message)
        for note in () if options.quiet else notes:
            complain(note)
        recipe = replace(recipe, wishes=wishes_of(options))
        if recipe.goals:
            recipe = _with_format(recipe, options)
        if is_batch(found, options):
            run_batch(found, recipe, options, tally)
        else:
            for entry in planned(found, recipe, options):
                _compress(entry, recipe, options, tally)
    if options.json:
        with _beside_the_picture(options):
            print_json({"photos": tally.done, "failed": tally.failed})
    return EXIT_SOME_FAILED if tally.failed else EXIT_DONE


def _with_format(recipe: Recipe, options: argparse.Namespace) -> Recipe:
    """Name the format of the file, which a goal may be about."""
    from core.writing.formats.table import image_format

    wishes = recipe.wishes
    if options.output and options.output != STANDARD and not wishes.options.format:
        saved = replace(wishes.options, format=image_format(options.output))
        return replace(recipe, wishes=replace(wishes, options=saved))
    return recipe


def _compress(entry: Entry, recipe: Recipe, options: argparse.Namespace, tally: Tally) -> None:
    """Save one photo, and tell of it."""
    try:
        with photo_file(entry.photo) as file:
            report = _compress_one(entry, file, recipe, options)
    except Exception as error:  # noqa: BLE001
        tally.fail(
            entry.photo, sentence(error, _("Cannot reduce {photo}").format(photo=entry.photo))
        )
        return
    tally.done.append(report)
    if not options.json and not options.quiet:
        with _beside_the_picture(options):
            print_report(report)


def _beside_the_picture(options: argparse.Namespace) -> AbstractContextManager[Any]:
    """Have what is printed go to stderr where stdout is for the picture."""
    return redirect_stdout(sys.stderr) if options.output == STANDARD else nullcontext()


def _compress_one(
    entry: Entry, file: Path, recipe: Recipe, options: argparse.Namespace
) -> dict[str, Any]:
    from core.batch.ground import make_folder
    from core.batch.making import make

    if not options.overwrite:
        require_free([*options.save_palette, *([options.output] if options.output else [])])
    if options.output_dir:
        make_folder(entry.place.folder)
    path = entry.photo
    reduced = reduce_photo(path, file, recipe, options)
    wanted = reduced.result.animation is not None and not options.quiet
    with progress_bar(path.name, wanted=wanted) as progress:
        try:
            kept, report = make(path, reduced, recipe, _sink(entry, options), progress)
        except ExistsError as error:
            raise WriteError(replaceable(error)) from error
    report["notes"] += _save_palettes(reduced.result, kept.saved, options)
    return report


def _sink(entry: Entry, options: argparse.Namespace) -> Sink:
    """Return where a result goes."""
    from core.batch.saving import Exactly

    if options.output == STANDARD:
        return StandardOutput()
    if options.output:
        return Exactly(options.output, new=not options.overwrite)
    return entry.place


def _save_palettes(result: Result, saved: Saved | None, options: argparse.Namespace) -> list[str]:
    """Save the palette in all files asked for; return the notes on them.

    Its colors have the indices of the image, if that has a table of them.
    """
    table, keep = saved.table if saved else None, options.palette_order == "keep"
    notes: list[str] = []
    palette = table or result.palette
    for path in options.save_palette:
        # These imports take a while.
        from core.batch.making import needs_of
        from core.palettes.files import save_palette

        needed = needs_of(result, palette, piece_of(options))
        try:
            written = save_palette(
                palette, path, new=not options.overwrite, every_place=keep, needs=needed
            )
        except ExistsError as error:
            raise WriteError(replaceable(error)) from error
        notes += written.notes
    return notes + ([] if keep or table is None or not options.save_palette else _shifted(table))


def _shifted(table: Palette) -> list[str]:
    """Return the note that a color table has a transparent color that a palette file has not."""
    hidden = table.hidden
    if hidden is None or hidden > table.seen[-1]:
        return []
    told = _(
        "Color {number} of the image is transparent, and not in the palette file: those after it "
        "are one place earlier there. --palette-order keep has it in both."
    )
    return [told.format(number=hidden)]
