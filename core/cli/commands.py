"""What the commands of the command line do; numpy and Pillow are imported when one runs."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.console import complain, progress_bar
from core.errors import (
    ExistsError,
    FewtoneError,
    NotSmallerError,
    ReadError,
    SettingsError,
    TooLargeError,
    WriteError,
)
from core.settings import SAVE_OPTIONS, SETTINGS, SaveOptions, Settings
from core.wording import human_bytes, human_count

if TYPE_CHECKING:
    from core.model import Palette, Photo, Result, Saved
    from core.original.evaluation import Evaluation, Trial

EXIT_DONE, EXIT_SOME_FAILED = 0, 1

_NO_SMALLER = "would be no smaller"
_REPLACE = "--overwrite replaces it"


def compress(options: argparse.Namespace) -> int:
    """Save photos in few colors; one that fails does not stop the others."""
    settings = _settings(options)
    _require_possible_targets(options)
    done: list[dict[str, Any]] = []
    failed: list[dict[str, str]] = []
    try:
        fixed = _fixed_palette(options)
    except FewtoneError as error:
        complain(str(error))
        failed = [{"photo": str(photo), "error": str(error)} for photo in options.photos]
        options.photos = []
    for photo in options.photos:
        try:
            done.append(_compress_one(photo, settings, fixed, options))
        except (FewtoneError, MemoryError) as error:
            message = str(error) or f"Cannot reduce {photo}: there is not enough memory"
            failed.append({"photo": str(photo), "error": message})
            complain(message)
    if options.json:
        _print_json({"photos": done, "failed": failed})
    return EXIT_SOME_FAILED if failed else EXIT_DONE


def _require_possible_targets(options: argparse.Namespace) -> None:
    """End with a usage error before any work is done."""
    targets = [*options.save_palette, *([options.output] if options.output else [])]
    if targets and len(options.photos) > 1:
        options.usage_error("-o and --save-palette go with one photo only")
    if len({os.path.realpath(target) for target in targets}) < len(targets):
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


def _settings(options: argparse.Namespace) -> Settings:
    """Gather the settings; end with a usage error where they do not go together."""
    try:
        return Settings(**_given(SETTINGS, options))
    except SettingsError as error:
        options.usage_error(f"--lock: {error}")
        raise


def _given(fields: Iterable[str], options: argparse.Namespace) -> dict[str, Any]:
    """Return those of these fields that were given on the command line."""
    given = vars(options)
    return {name: given[name] for name in fields if given.get(name) is not None}


def _fixed_palette(options: argparse.Namespace) -> Palette | None:
    """Find the palette to use as it is, if there is to be one; end with a usage error if none is.

    Raises
    ------
    FewtoneError
        When it is in a file that cannot be read.
    """
    name = options.use_palette
    if name is None:
        return None
    # A setting without effect is refused, or the user would believe in one. For the command that
    # saves, effort is about the file as well.
    without_effect = ["colors", "start", "locked", "max_iterations", "seed"]
    if not options.saves:
        without_effect.append("effort")
    given = _given(SETTINGS, options)
    clashing = [SETTINGS[name].flags[0] for name in without_effect if name in given]
    if clashing:
        options.usage_error(
            f"--use-palette does not go with {', '.join(clashing)}: its colors are used as they are"
        )
    from core.palettes.find import NoSuchPaletteError, find_palette

    try:
        return find_palette(name)
    except NoSuchPaletteError as error:
        options.usage_error(f"--use-palette {name}: {error}")
        raise


def _compress_one(
    path: Path,
    settings: Settings,
    fixed: Palette | None,
    options: argparse.Namespace,
) -> dict[str, Any]:
    if not options.overwrite:
        _require_free([*options.save_palette, *([options.output] if options.output else [])])
    photo, result, distinct = _reduce_file(path, settings, fixed, options)
    saved, size = _save(path, photo, result, options)
    if options.save_palette:
        # Late, as it takes a while to import.
        from core.palettes.files import save_palette

        for palette_path in options.save_palette:
            try:
                save_palette(result.palette, palette_path, new=not options.overwrite)
            except ExistsError as error:
                raise WriteError(f"{error}; {_REPLACE}") from error
    report = _report(path, photo, result, distinct) | {
        "output": str(saved.path) if saved else None,
        "skipped": None if saved else _NO_SMALLER,
        "bytes_after": size,
        "notes": [*result.notes, *(saved.notes if saved else ())],
    }
    if not options.json and not options.quiet:
        _print_report(report)
    return report


def _save(
    path: Path, photo: Photo, result: Result, options: argparse.Namespace
) -> tuple[Saved | None, int]:
    """Save a result, unless it should be smaller than the photo and is not; tells its size too."""
    from core.writing.image import save_image

    how = SaveOptions(**_given(SAVE_OPTIONS, options))
    # Now, as the target may be the photo itself.
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
                # Another program was faster with this name.
                if options.output:
                    raise WriteError(f"{error}; {_REPLACE}") from error
                continue
        if dates is not None:
            saved = _with_dates(saved, dates)
        return saved, saved.size


def _dates(photo: Photo) -> tuple[int, int] | OSError:
    """Tell when the photo's file was last read and changed, in nanoseconds, or why not."""
    assert photo.path is not None
    try:
        status = photo.path.stat()
    except OSError as error:
        return error
    return status.st_atime_ns, status.st_mtime_ns


def _with_dates(saved: Saved, dates: tuple[int, int] | OSError) -> Saved:
    """Give a saved file these dates; what prevents it is a note, as the file is there."""
    from core.errors import reason

    try:
        if isinstance(dates, OSError):
            raise dates
        os.utime(saved.path, ns=dates)
    except OSError as error:
        note = f"The dates of the photo could not be kept: {reason(error)}."
        return replace(saved, notes=(*saved.notes, note))
    return saved


def _reduce_file(
    path: Path, settings: Settings, fixed: Palette | None, options: argparse.Namespace
) -> tuple[Photo, Result, int]:
    """Open and reduce a photo; returns the number of its distinct colors as well."""
    from core.progress import Meter
    from core.reduction.counting import count_colors
    from core.reduction.fixed import reduce_to
    from core.reduction.recipe import reduce

    with progress_bar(path.name, wanted=not options.quiet) as progress:
        photo = _open(path, large=options.large, first_frame_only=options.first_frame)
        meter = Meter(progress)
        histogram = count_colors(photo, meter.part(0.3, "counting colors"))
        try:
            # Its fraction continues where counting ended: Meter never lets one fall.
            tick = meter.part(1.0, "reducing colors")
            result = (
                reduce(photo, settings, tick.follow, histogram=histogram)
                if fixed is None
                else reduce_to(photo, histogram, fixed, settings, tick.follow)
            )
        except FewtoneError as error:
            raise type(error)(f"Cannot reduce {path}: {error}") from error
    return photo, result, len(histogram)


def _open(path: Path, *, large: bool, first_frame_only: bool = False) -> Photo:
    from core.reading.photo import MAX_PIXELS, MOST_PIXELS, open_photo

    try:
        return open_photo(
            path,
            max_pixels=MOST_PIXELS if large else MAX_PIXELS,
            first_frame_only=first_frame_only,
        )
    except TooLargeError as error:
        if large or not error.can_be_allowed:
            raise
        raise ReadError(f"{error}, or allow it with --large") from error


def _require_free(targets: Sequence[Path]) -> None:
    for target in targets:
        if _is_there(target):
            raise WriteError(f"Cannot save {target}: it exists already; {_REPLACE}")


def _is_there(path: Path) -> bool:
    # A name that is too long is none to os, but an error to Path.
    return os.path.exists(path)  # noqa: PTH110


def _free_name(photo: Path, options: argparse.Namespace) -> Path:
    """Choose NAME.fewtone.png, or NAME.fewtone (2).png … if that exists."""
    from core.errors import reason
    from core.writing.formats.table import image_formats

    folder: Path = options.output_dir or photo.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"Cannot make the folder {folder}: {reason(error)}") from error
    ending = image_formats()[options.format or "png"].endings[0]
    taken = {os.path.realpath(target) for target in options.save_palette}
    candidate, number = folder / f"{photo.stem}.fewtone{ending}", 1
    while _is_there(candidate) or os.path.realpath(candidate) in taken:
        number += 1
        candidate = folder / f"{photo.stem}.fewtone ({number}){ending}"
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
        print(f"{report['photo']}: skipped, {report['skipped']} ({' → '.join(sizes)})")
        return
    psnr = f"PSNR {report['psnr']:.1f} dB" if report["psnr"] else "no error"
    print(f"{report['photo']} → {report['output']}")
    print(
        f"    {human_count(report['distinct_colors'])} → {report['colors']} colors, {psnr}, "
        f"{report['iterations']} iterations ({report['stop_reason']}), "
        f"{human_bytes(report['bytes_before'])} → {human_bytes(report['bytes_after'])}"
    )
    for note in report["notes"]:
        print(f"    {note}")


def palette(options: argparse.Namespace) -> int:
    """Print the palette of a photo, by share."""
    from core.palettes.json_list import colors_as_dicts

    settings = _settings(options)
    try:
        fixed = _fixed_palette(options)
        _, result, distinct = _reduce_file(options.photo, settings, fixed, options)
    except (FewtoneError, MemoryError) as error:
        complain(str(error) or f"Cannot reduce {options.photo}: there is not enough memory")
        return EXIT_SOME_FAILED
    # Only a fixed palette is in another order.
    colors = sorted(colors_as_dicts(result.palette), key=lambda color: -color["count"])
    if options.json:
        _print_json(
            {
                "photo": str(options.photo),
                "distinct_colors": distinct,
                "palette": colors,
                "notes": list(result.notes),
            }
        )
        return EXIT_DONE
    for color in colors:
        print(f"{color['hex']}  {100 * color['share']:6.2f} %")
    if not options.quiet:
        for note in result.notes:
            complain(note)
    return EXIT_DONE


def compare(options: argparse.Namespace) -> int:
    """Print how starts and numbers of colors compare on a photo."""
    from core.original import evaluation

    try:
        with progress_bar(options.photo.name, wanted=not options.quiet) as progress:
            photo = _open(options.photo, large=options.large)
            compared = evaluation.compare(
                photo,
                options.colors,
                options.start,
                **_given(("max_iterations", "seed"), options),
                progress=progress,
            )
    except (FewtoneError, MemoryError) as error:
        complain(str(error) or f"Cannot compare {options.photo}: there is not enough memory")
        return EXIT_SOME_FAILED
    if options.json:
        _print_json(_evaluation_as_dict(photo, compared))
    else:
        _print_evaluation(photo, compared)
    return EXIT_DONE


def _evaluation_as_dict(photo: Photo, evaluation: Evaluation) -> dict[str, Any]:
    return {
        "photo": str(photo.path),
        "distinct_colors": evaluation.distinct_colors,
        "bytes": photo.file_bytes,
        "rgb_png_bytes": evaluation.rgb_png_bytes,
        "trials": [
            {
                "colors": trial.colors,
                "start": trial.start,
                "iterations": trial.iterations,
                "stop_reason": trial.stop_reason,
                "error": trial.error,
                "centroids": trial.centroids.tolist(),
                "indexed_png_bytes": trial.indexed_png_bytes,
                "rgb_png_bytes": trial.rgb_png_bytes,
            }
            for trial in evaluation.trials
        ],
        "matches": [
            {
                "colors": match.first.colors,
                "starts": [match.first.start, match.second.start],
                "partners": match.partners.tolist(),
                "distances": match.distances.tolist(),
                "largest_distance": match.largest_distance,
            }
            for match in evaluation.matches
        ],
    }


def _print_evaluation(photo: Photo, evaluation: Evaluation) -> None:
    print(
        f"{photo.path}: {human_count(evaluation.distinct_colors)} distinct colors, "
        f"{human_bytes(photo.file_bytes or 0)}, "
        f"as RGB PNG {human_bytes(evaluation.rgb_png_bytes)}\n"
    )
    print(" k  start       iterations                     error   indexed PNG       RGB PNG")
    for trial in evaluation.trials:
        print(_trial_line(trial))
    for match in evaluation.matches:
        first, second = match.first, match.second
        print(f"\n{first.colors} colors: {first.start:<27}  {second.start:<27}  distance")
        for i, (partner, distance) in enumerate(zip(match.partners, match.distances, strict=True)):
            left, right = _rgb_text(first.centroids[i]), _rgb_text(second.centroids[partner])
            print(f"          {left:<27}  {right:<27}  {distance:8.3f}")
        print(f"          largest distance {match.largest_distance:.3f}")


def _trial_line(trial: Trial) -> str:
    ending = f"{trial.iterations} ({trial.stop_reason})"
    return (
        f"{trial.colors:>2}  {trial.start:<10}  {ending:<24}{trial.error:>14.6g}"
        f"{human_bytes(trial.indexed_png_bytes):>14}{human_bytes(trial.rgb_png_bytes):>14}"
    )


def _rgb_text(centroid: Any) -> str:
    return "".join(f"{value:8.3f} " for value in centroid.tolist())


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, indent=2, ensure_ascii=False))
