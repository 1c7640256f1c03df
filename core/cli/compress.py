"""The command that saves photos in few colors.

Here, as in all commands, numpy and Pillow are imported only when the command runs.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.console import EXIT_DONE, EXIT_SOME_FAILED, complain, print_json, progress_bar, say
from core.cli.reducing import fixed_palette, given, reduce_file, sentence, settings_of
from core.errors import ExistsError, FewtoneError, NotSmallerError, WriteError, reason
from core.names import default_name
from core.settings import SAVE_OPTIONS, SaveOptions, Settings
from core.wording import human_bytes, human_count

if TYPE_CHECKING:
    from core.model import Palette, Photo, Result, Saved

_NO_SMALLER = "would be no smaller"
_REPLACE = "--overwrite replaces it"
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
            done.append(_compress_one(photo, settings, fixed, options))
        except Exception as error:  # noqa: BLE001
            message = sentence(error, f"Cannot reduce {photo}")
            failed.append({"photo": str(photo), "error": message})
            complain(message)
    if options.json:
        print_json({"photos": done, "failed": failed})
    return EXIT_SOME_FAILED if failed else EXIT_DONE


def _require_possible_targets(options: argparse.Namespace) -> None:
    """End with a usage error, before any work is done, if the files cannot be saved like this."""
    targets = [*options.save_palette, *([options.output] if options.output else [])]
    if targets and len(options.photos) > 1:
        options.usage_error("-o and --save-palette go with one photo only")
    if len({_real(target) for target in targets}) < len(targets):
        options.usage_error("two files to save have the same name")
    for target in options.save_palette:
        from core.palettes.files import palette_format, unknown_ending

        if palette_format(target) is None:
            options.usage_error(f"--save-palette {target}: {unknown_ending(target)}")
    if options.output and not options.format:
        from core.writing.formats.table import image_format

        try:
            image_format(options.output)
        except FewtoneError as error:
            options.usage_error(f"-o {options.output}: {error}")


def _compress_one(
    path: Path,
    settings: Settings,
    fixed: Palette | None,
    options: argparse.Namespace,
) -> dict[str, Any]:
    if not options.overwrite:
        _require_free([*options.save_palette, *([options.output] if options.output else [])])
    if options.output_dir:
        _make_folder(options.output_dir)
    photo, result, distinct = reduce_file(path, settings, fixed, options)
    saved, size = _save(path, photo, result, options)
    notes = [
        *result.notes,
        *(saved.notes if saved else ()),
        *_save_palettes(result, saved, options),
    ]
    report = _report(path, photo, result, distinct) | {
        "output": str(saved.path) if saved else None,
        "skipped": None if saved else _NO_SMALLER,
        "bytes_after": size,
        "color_table": saved.table.hex if saved and saved.table else None,
        "notes": notes,
    }
    if not options.json and not options.quiet:
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
            raise WriteError(f"{error}; {_REPLACE}") from error
        notes += written.notes
    return notes + ([] if keep or table is None or not options.save_palette else _shifted(table))


def _shifted(table: Palette) -> list[str]:
    """Return the note that a color table has a transparent color that a palette file has not."""
    hidden = table.hidden
    if hidden is None or hidden > table.seen[-1]:
        return []
    missing = f"Color {hidden} of the image is transparent, and not in the palette file"
    return [f"{missing}: those after it are one place earlier there. {_KEEP} has it in both."]


def _save(
    path: Path, photo: Photo, result: Result, options: argparse.Namespace
) -> tuple[Saved | None, int]:
    """Save a result; return what was saved, and its size.

    Nothing is saved, and None returned, where a smaller file is wanted and it would not be.
    """
    from core.writing.image import save_image

    how = SaveOptions(**given(SAVE_OPTIONS, options))
    # They are read before saving, as the target may be the photo itself.
    dates = _dates(photo) if options.keep_dates else None
    below = photo.file_bytes if options.only_smaller else None
    wanted = result.animation is not None and not options.quiet
    while True:
        target = options.output or _free_name(path, options)
        new = options.output is None or not options.overwrite
        with progress_bar(target.name, wanted=wanted) as progress:
            try:
                saved = save_image(result, target, how, progress, below=below, new=new)
            except NotSmallerError as error:
                return None, error.size
            except ExistsError as error:
                # Another program has just made a file of this name.
                if options.output:
                    raise WriteError(f"{error}; {_REPLACE}") from error
                continue
        if dates is not None:
            saved = _with_dates(saved, dates)
        return saved, saved.size


def _dates(photo: Photo) -> tuple[int, int] | OSError:
    """Return when the photo's file was last read and changed, in nanoseconds, or the error."""
    assert photo.path is not None
    try:
        status = photo.path.stat()
    except OSError as error:
        return error
    return status.st_atime_ns, status.st_mtime_ns


def _with_dates(saved: Saved, dates: tuple[int, int] | OSError) -> Saved:
    """Set the dates of a saved file; an error becomes a note, as the file is there."""
    try:
        if isinstance(dates, OSError):
            raise dates
        os.utime(saved.path, ns=dates)
    except OSError as error:
        note = f"The dates of the photo could not be kept: {reason(error)}."
        return replace(saved, notes=(*saved.notes, note))
    return saved


def _require_free(targets: Sequence[Path]) -> None:
    for target in targets:
        if _is_there(target):
            raise WriteError(f"Cannot save {target}: it exists already; {_REPLACE}")


def _make_folder(folder: Path) -> None:
    """Make the folder to save into, unless it is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise WriteError(f"Cannot save into {folder}: it is a file, and not a folder") from None
    except OSError as error:
        raise WriteError(f"Cannot make the folder {folder}: {reason(error)}") from error


def _real(path: Path) -> str:
    """Return the path that all ways to write it have in common."""
    try:
        return os.path.realpath(path)
    except OSError:  # the folder it was started in is gone
        return str(path)


def _is_there(path: Path) -> bool:
    # A name that is too long does not exist for os.path, but is an error for Path.
    return os.path.exists(path)  # noqa: PTH110


def _free_name(photo: Path, options: argparse.Namespace) -> Path:
    """Choose NAME.fewtone.png, or NAME.fewtone (2).png … if that exists."""
    from core.writing.formats.table import image_formats

    folder: Path = options.output_dir or photo.parent
    ending = image_formats()[options.format or "png"].endings[0]
    taken = {_real(target) for target in options.save_palette}
    candidate, number = folder / default_name(folder, photo.stem, f".fewtone{ending}"), 1
    while _is_there(candidate) or _real(candidate) in taken:
        number += 1
        name = default_name(folder, photo.stem, f".fewtone ({number}){ending}")
        candidate = folder / name
    return candidate


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


def _print_report(report: dict[str, Any]) -> None:
    if report["skipped"]:
        sizes = [human_bytes(report[key]) for key in ("bytes_before", "bytes_after")]
        say(f"{report['photo']}: skipped, {report['skipped']} ({' → '.join(sizes)})")
        return
    psnr = f"PSNR {report['psnr']:.1f} dB" if report["psnr"] else "no error"
    say(f"{report['photo']} → {report['output']}")
    say(
        f"    {human_count(report['distinct_colors'])} → {report['colors']} colors, {psnr}, "
        f"{report['iterations']} iterations ({report['stop_reason']}), "
        f"{human_bytes(report['bytes_before'])} → {human_bytes(report['bytes_after'])}"
    )
    for note in report["notes"]:
        say(f"    {note}")
