"""The command that saves photos in few colors.

Here, as in all commands, numpy and Pillow are imported only when the command runs.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.console import EXIT_DONE, EXIT_SOME_FAILED, complain, print_json, say
from core.cli.reducing import fixed_palette, reduce_file, sentence, settings_of
from core.cli.saving import REPLACE, make_folder, real, require_free, save
from core.cli.source import STANDARD, photo_file
from core.errors import ExistsError, FewtoneError, WriteError
from core.settings import LOSSY_FORMATS, Settings
from core.wording import human_bytes, human_count

if TYPE_CHECKING:
    from core.model import Palette, Photo, Result, Saved

_KEEP = "--palette-order keep"


def compress(options: argparse.Namespace) -> int:
    """Save photos in few colors; one that fails does not stop the others."""
    settings = settings_of(options)
    _require_possible_targets(options)
    done: list[dict[str, Any]] = []
    failed: list[dict[str, str]] = []
    try:
        fixed = fixed_palette(options)
    except FewtoneError as error:
        complain(str(error))
        failed = [{"photo": str(photo), "error": str(error)} for photo in options.photos]
        options.photos = []
    for photo in options.photos:
        try:
            with photo_file(photo) as file:
                done.append(_compress_one(photo, file, settings, fixed, options))
        except Exception as error:  # noqa: BLE001
            message = sentence(error, f"Cannot reduce {photo}")
            failed.append({"photo": str(photo), "error": message})
            complain(message)
    if options.json:
        with _beside_the_picture(options):
            print_json({"photos": done, "failed": failed})
    return EXIT_SOME_FAILED if failed else EXIT_DONE


def _beside_the_picture(options: argparse.Namespace) -> AbstractContextManager[Any]:
    """Have what is printed go to stderr where stdout is for the picture."""
    return redirect_stdout(sys.stderr) if options.output == STANDARD else nullcontext()


def _require_possible_targets(options: argparse.Namespace) -> None:
    """End with a usage error, before any work is done, if the files cannot be saved like this."""
    targets = [*options.save_palette, *([options.output] if options.output else [])]
    if targets and len(options.photos) > 1:
        options.usage_error("-o and --save-palette go with one photo only")
    if len({real(target) for target in targets}) < len(targets):
        options.usage_error("two files to save have the same name")
    _require_possible_wishes(options)
    for target in options.save_palette:
        from core.palettes.files import palette_format, unknown_ending

        if palette_format(target) is None:
            options.usage_error(f"--save-palette {target}: {unknown_ending(target)}")
    wanted = options.format or "png"
    if options.output and options.output != STANDARD and not options.format:
        from core.writing.formats.table import image_format

        try:
            wanted = image_format(options.output)
        except FewtoneError as error:
            options.usage_error(f"-o {options.output}: {error}")
    if options.quality is not None and wanted not in LOSSY_FORMATS:
        options.usage_error(f"--quality is for JPEG and AVIF: {wanted.upper()} has no loss")


def _require_possible_wishes(options: argparse.Namespace) -> None:
    """End with a usage error where an option does not go with the others."""
    if options.photos.count(STANDARD) > 1:
        options.usage_error("- goes with one photo only: standard input is read once")
    if options.keep_dates and STANDARD in (options.output, *options.photos):
        options.usage_error("--keep-dates does not go with -: a pipe has no dates")
    if options.output == STANDARD and sys.stdout.isatty():
        options.usage_error("-o -: this is a terminal; redirect the picture to a file or a program")
    _require_ending_of_a_copy(options)
    if (options.else_copy or options.at_least is not None) and not options.only_smaller:
        options.usage_error("--at-least and --else-copy go with --only-smaller")


def _require_ending_of_a_copy(options: argparse.Namespace) -> None:
    """End with a usage error where a copy of the photo would have the ending of another format."""
    if not options.else_copy or options.output in (None, STANDARD):
        return
    ending, own = (_same_ending(path) for path in (options.output, options.photos[0]))
    if own and ending != own:
        options.usage_error(
            f"-o {options.output}: with --else-copy the photo itself may be copied there, "
            f"so the ending must be that of {options.photos[0]}"
        )


def _same_ending(path: Path) -> str:
    """Return the ending of a file name, the same for all endings of a format."""
    ending = path.suffix.lower()
    return {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".tiff": ".tif"}.get(ending, ending)


def _compress_one(
    path: Path,
    file: Path,
    settings: Settings,
    fixed: Palette | None,
    options: argparse.Namespace,
) -> dict[str, Any]:
    if not options.overwrite:
        require_free([*options.save_palette, *([options.output] if options.output else [])])
    if options.output_dir:
        make_folder(options.output_dir)
    photo, result, distinct = reduce_file(path, file, settings, fixed, options)
    looks = _looks(photo, result) if options.json or not options.quiet else {}
    saved, size, skipped = save(path, photo, result, options)
    notes = [
        *result.notes,
        *(saved.notes if saved else ()),
        *_save_palettes(result, saved, options),
    ]
    report = _report(path, photo, result, distinct) | {
        **looks,
        "output": str(saved.path) if saved else None,
        "skipped": skipped,
        "bytes_after": saved.size if saved else size,
        "color_table": saved.table.hex if saved and saved.table else None,
        "notes": notes,
    }
    if not options.json and not options.quiet:
        with _beside_the_picture(options):
            _print_report(report)
    return report


def _save_palettes(result: Result, saved: Saved | None, options: argparse.Namespace) -> list[str]:
    """Save the palette in all files asked for; return the notes on them.

    Its colors have the indices of the image, if that has a table of them.
    """
    table, keep = saved.table if saved else None, options.palette_order == "keep"
    notes: list[str] = []
    for path in options.save_palette:
        # This import takes a while.
        from core.palettes.files import save_palette

        try:
            written = save_palette(
                table or result.palette, path, new=not options.overwrite, every_place=keep
            )
        except ExistsError as error:
            raise WriteError(f"{error}; {REPLACE}") from error
        notes += written.notes
    return notes + ([] if keep or table is None or not options.save_palette else _shifted(table))


def _shifted(table: Palette) -> list[str]:
    """Return the note that a color table has a transparent color that a palette file has not."""
    hidden = table.hidden
    if hidden is None or hidden > table.seen[-1]:
        return []
    missing = f"Color {hidden} of the image is transparent, and not in the palette file"
    return [f"{missing}: those after it are one place earlier there. {_KEEP} has it in both."]


def _report(path: Path, photo: Photo, result: Result, distinct: int) -> dict[str, Any]:
    from core.palettes.json_list import colors_as_dicts
    from core.reduction.metrics import psnr

    return {
        "photo": str(path),
        "width": photo.width,
        "height": photo.height,
        "frames": photo.animation.frames if photo.animation else 1,
        "distinct_colors": distinct,
        "colors": len(result.palette),
        "iterations": result.iterations,
        "stop_reason": result.stop_reason,
        "psnr": round(psnr(result), 3) if result.error else None,
        "seconds": round(result.seconds, 3),
        "bytes_before": photo.file_bytes,
        "palette": colors_as_dicts(result.palette),
    }


def _looks(photo: Photo, result: Result) -> dict[str, Any]:
    """Return how different a result looks, as a number and in words."""
    from core.reduction.visible import describe_difference, visible_difference

    difference = visible_difference(photo, result)
    return {
        "visible_difference": round(difference, 3),
        "visibility": describe_difference(difference),
    }


def _print_report(report: dict[str, Any]) -> None:
    if report["skipped"] and report["output"]:
        say(f"{report['photo']} → {report['output']}: copied, {report['skipped']}")
        return
    if report["skipped"]:
        sizes = [human_bytes(report[key]) for key in ("bytes_before", "bytes_after")]
        say(f"{report['photo']}: skipped, {report['skipped']} ({' → '.join(sizes)})")
        return
    looks = f"visible difference {report['visible_difference']:.1f} ({report['visibility']})"
    error = f"PSNR {report['psnr']:.1f} dB, {looks}" if report["psnr"] is not None else "no error"
    say(f"{report['photo']} → {report['output']}")
    say(
        f"    {human_count(report['distinct_colors'])} → {report['colors']} colors, {error}, "
        f"{report['iterations']} iterations ({report['stop_reason']}), "
        f"{human_bytes(report['bytes_before'])} → {human_bytes(report['bytes_after'])}"
    )
    for note in report["notes"]:
        say(f"    {note}")
