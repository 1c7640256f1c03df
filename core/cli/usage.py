"""What goes with what when photos are saved: all that is wrong usage is told before any work."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from core.cli.photos import is_folder
from core.cli.reducing import flags_of_goals
from core.cli.saving import replaceable
from core.cli.source import STANDARD
from core.errors import FewtoneError
from core.language import _
from core.names import is_there, real
from core.settings import LOSSY_FORMATS


def require_possible_targets(options: argparse.Namespace) -> None:
    """End with a usage error, before any work is done, if the files cannot be saved like this."""
    targets = [*options.save_palette, *([options.output] if options.output else [])]
    if len({real(target) for target in targets}) < len(targets):
        options.usage_error(_("two files to save have the same name"))
    if options.shared_palette:
        targets = targets[len(options.save_palette) :]
    if targets and (len(options.photos) > 1 or any(map(is_folder, options.photos))):
        options.usage_error(_("-o and --save-palette go with one photo only"))
    _require_possible_wishes(options)
    _require_possible_batch(options, targets)
    for target in options.save_palette:
        from core.palettes.files import palette_format, unknown_ending

        if palette_format(target) is None:
            why = unknown_ending(target)
            options.usage_error(f"--save-palette {target}: {why}")  # untranslated: whole phrases
    wanted = options.format or "png"
    if options.output and options.output != STANDARD and not options.format:
        from core.writing.formats.table import image_format

        try:
            wanted = image_format(options.output)
        except FewtoneError as error:
            options.usage_error(f"-o {options.output}: {error}")
    if (options.min_psnr or options.max_delta_e) and wanted in LOSSY_FORMATS:
        options.usage_error(
            _(
                "--min-psnr and --max-delta-e do not go with {format}, which adds a loss of its own"
            ).format(format=wanted.upper())
        )
    if options.quality is not None and wanted not in LOSSY_FORMATS:
        told = _("--quality is for JPEG and AVIF: {format} has no loss")
        options.usage_error(told.format(format=wanted.upper()))


def _require_possible_wishes(options: argparse.Namespace) -> None:
    """End with a usage error where an option does not go with the others."""
    if options.photos.count(STANDARD) > 1:
        options.usage_error(_("- goes with one photo only: standard input is read once"))
    if options.keep_dates and STANDARD in (options.output, *options.photos):
        options.usage_error(_("--keep-dates does not go with -: a pipe has no dates"))
    if options.output == STANDARD and sys.stdout.isatty():
        options.usage_error(
            _("-o -: this is a terminal; redirect the picture to a file or a program")
        )
    _require_ending_of_a_copy(options)
    if (options.else_copy or options.at_least is not None) and not options.only_smaller:
        options.usage_error(_("--at-least and --else-copy go with --only-smaller"))
    if options.max_bytes and options.else_copy and options.at_least:
        options.usage_error(
            _(
                "--max-size does not go with --at-least and --else-copy: a photo that is copied "
                "may be larger"
            )
        )
    if options.recursive and not options.output_dir:
        options.usage_error(_("--recursive goes with --output-dir"))
    if options.name and options.output:
        options.usage_error(_("--name does not go with -o, which names the file"))


def _require_possible_batch(options: argparse.Namespace, targets: list[Path]) -> None:
    """End with a usage error where an option for many photos does not go with the others."""
    many = options.jobs or options.report or options.resume or options.shared_palette
    if many and (targets or STANDARD in options.photos):
        options.usage_error(
            _(
                "--jobs, --report, --resume and --shared-palette do not go with -, -o, "
                "--save-palette"
            )
        )
    if options.shared_palette and options.use_palette:
        options.usage_error(_("--shared-palette does not go with --use-palette"))
    if options.shared_palette and (flags := flags_of_goals(options)):
        options.usage_error(_("--shared-palette does not go with {flags}").format(flags=flags))
    if options.weigh and not options.shared_palette:
        options.usage_error(_("--weigh goes with --shared-palette"))
    if options.resume and not options.output_dir:
        options.usage_error(_("--resume goes with --output-dir"))
    if not options.report:
        return
    from core.batch.report import REPORT_ENDINGS

    if options.report.suffix.lower() not in REPORT_ENDINGS:
        told = _("--report {path}: its ending must be .csv or .json")
        options.usage_error(told.format(path=options.report))
    if not os.path.isdir(real(options.report.parent)):  # noqa: PTH112
        options.usage_error(
            _("--report {path}: there is no such folder").format(path=options.report)
        )
    if is_there(options.report) and not options.overwrite:
        told = _("--report {path}: it exists already").format(path=options.report)
        options.usage_error(replaceable(told))


def _require_ending_of_a_copy(options: argparse.Namespace) -> None:
    """End with a usage error where a copy of the photo would have the ending of another format."""
    if not options.else_copy or options.output in (None, STANDARD):
        return
    ending, own = (_same_ending(path) for path in (options.output, options.photos[0]))
    if own and ending != own:
        options.usage_error(
            _(
                "-o {path}: with --else-copy the photo itself may be copied there, so the ending "
                "must be that of {photo}"
            ).format(path=options.output, photo=options.photos[0])
        )


def _same_ending(path: Path) -> str:
    """Return the ending of a file name, the same for all endings of a format."""
    ending = path.suffix.lower()
    return {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".tiff": ".tif"}.get(ending, ending)
