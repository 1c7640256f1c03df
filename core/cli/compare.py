"""The command that compares numbers of colors, starts and other settings on a photo."""

from __future__ import annotations

import argparse
import math
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import language
from core.atomic import require_place
from core.cli.console import EXIT_DONE, EXIT_SOME_FAILED, complain, print_json, progress_bar, say
from core.cli.photos import is_folder
from core.cli.reducing import framing_of, given, open_file, sentence
from core.cli.saving import replaceable, require_free
from core.cli.source import photo_file, place_of
from core.errors import ExistsError, InputError, WriteError
from core.language import _, ngettext, pgettext, translated
from core.names import plain, real
from core.wording import decimal, human_bytes, human_count

if TYPE_CHECKING:
    from core.comparison.contender import Comparison, Contender
    from core.comparison.matching import Match
    from core.comparison.variants import Variants
    from core.model import Photo, Saved
    from core.progress import ProgressCallback

# The least widths of the columns, as they are in English; words of other languages may need more.
_WIDTHS = (0, 24, 9, 8, 9, 18, 14)

_OF_REDUCE = {"spaces": "space", "dithers": "dither", "efforts": "effort"}


def compare(options: argparse.Namespace) -> int:
    """Print how results of a photo compare, and save the sheet if one is asked for."""
    _require_possible_sheet(options)
    try:
        variants = _variants(options)
        comparison = _compared(variants, options)
        saved = _save(comparison, options)
    except Exception as error:  # noqa: BLE001
        complain(sentence(error, _("Cannot compare {photo}").format(photo=options.photo)))
        return EXIT_SOME_FAILED
    if options.json:
        print_json(_as_dict(comparison, saved, options))
        return EXIT_DONE
    _print_comparison(comparison, options)
    if saved is not None:
        print()
        say(f"{options.photo} → {saved.path} ({human_bytes(saved.size)})")
    return EXIT_DONE


def _require_possible_sheet(options: argparse.Namespace) -> None:
    """End with a usage error, before any work is done, if there can be no such sheet."""
    if options.output is None:
        return
    from core.comparison.sheet.files import require_sheet_ending

    try:
        require_sheet_ending(options.output)
    except WriteError as error:
        why = _("that is a folder; name a file in it") if is_folder(options.output) else error
        options.usage_error(f"-o {options.output}: {why}")  # untranslated: option and whole phrase
    if real(options.output) == real(options.photo):
        options.usage_error(_("-o {path}: that is the photo itself").format(path=options.output))


def _variants(options: argparse.Namespace) -> Variants:
    """Return what is compared: plain k-means, unless settings are given that it does not know."""
    from core.comparison.variants import Variants
    from core.settings import Settings

    base = Settings(**given(("max_iterations", "seed"), options))
    values = {name: getattr(options, flag) for name, flag in _OF_REDUCE.items()}
    values = {name: value for name, value in values.items() if value is not None}
    try:
        return Variants(options.colors, options.start, **values, base=base, plain=not values)
    except InputError as error:
        raise _cannot(options.photo, error) from error


def _compared(variants: Variants, options: argparse.Namespace) -> Comparison:
    from core.comparison.contest import contend

    if options.output is not None:
        _require_free_place(options)
    with photo_file(options.photo) as file, _bar(options) as progress:
        photo = replace(open_file(file, large=options.large), path=place_of(options.photo))
        try:
            photo = _framed(photo, options)
            return contend(photo, variants, progress)
        except InputError as error:
            raise _cannot(options.photo, error) from error


def _cannot(photo: Path, why: InputError) -> InputError:
    told = _("Cannot compare {photo}: {reason}").format(photo=photo, reason=why)
    return InputError(told)


def _framed(photo: Photo, options: argparse.Namespace) -> Photo:
    from core.reading.photo import MOST_PIXELS
    from core.shaping.photo import frame_photo

    return frame_photo(
        *(photo, framing_of(options), options.resize),
        enlarge=options.enlarge or False,
        max_pixels=MOST_PIXELS if options.large else None,
    )


def _bar(options: argparse.Namespace) -> AbstractContextManager[ProgressCallback | None]:
    return progress_bar(options.photo.name, wanted=not options.quiet)


def _require_free_place(options: argparse.Namespace) -> None:
    """Raise WriteError if the sheet cannot be saved: what is compared may take minutes."""
    if not options.overwrite:
        require_free([options.output])
    require_place(options.output)


def _save(comparison: Comparison, options: argparse.Namespace) -> Saved | None:
    from core.comparison.sheet.files import save_sheet

    if options.output is None:
        return None
    try:
        # Whoever the terminal talks to, people read the sheet.
        with _bar(options) as progress, language.for_people():
            return save_sheet(comparison, options.output, progress, new=not options.overwrite)
    except ExistsError as error:
        raise WriteError(replaceable(error)) from error


def _as_dict(
    comparison: Comparison, saved: Saved | None, options: argparse.Namespace
) -> dict[str, Any]:
    return {
        "photo": str(options.photo),
        "distinct_colors": comparison.distinct_colors,
        "bytes": comparison.file_bytes,
        "rgb_png_bytes": comparison.rgb_png_bytes,
        "trials": [_trial_as_dict(contender) for contender in comparison.contenders],
        "matches": [_match_as_dict(match) for match in comparison.matches],
        "output": str(saved.path) if saved else None,
        "output_bytes": saved.size if saved else None,
        "notes": list(comparison.notes),
    }


def _trial_as_dict(contender: Contender) -> dict[str, Any]:
    from core.reduction.quality import QUALITY_NUMBERS

    settings = contender.settings
    numbers = {number.name: number.of(contender.quality) for number in QUALITY_NUMBERS}
    return {
        "title": contender.title,
        "colors": settings.colors,
        "start": settings.start,
        "space": settings.space,
        "dither": settings.dither,
        "effort": settings.effort,
        "iterations": contender.iterations,
        "stop_reason": contender.stop_reason,
        "error": contender.error,
        "mse": numbers["mse"],
        "psnr": numbers["psnr"] if math.isfinite(numbers["psnr"]) else None,
        "ssim": numbers["ssim"],
        "delta_e_mean": numbers["delta_e_mean"],
        "delta_e_95": numbers["delta_e_95"],
        "visible_difference": numbers["visible"],
        "centroids": contender.centroids.tolist(),
        "indexed_png_bytes": contender.indexed_png_bytes,
        "indexed": contender.indexed,
        "rgb_png_bytes": contender.rgb_png_bytes,
        "notes": list(contender.notes),
    }


def _match_as_dict(match: Match[Contender]) -> dict[str, Any]:
    return {
        "colors": match.first.settings.colors,
        "starts": [match.first.settings.start, match.second.settings.start],
        "titles": [match.first.title, match.second.title],
        "partners": match.partners.tolist(),
        "distances": match.distances.tolist(),
        "largest_distance": match.largest_distance,
    }


def _print_comparison(comparison: Comparison, options: argparse.Namespace) -> None:
    told = ngettext(
        "{photo}: {count} distinct colors, {size}, as {kind} {full_size}",
        "{photo}: {count} distinct colors, {size}, as {kind} {full_size}",
        comparison.distinct_colors,
    ).format(
        photo=plain(str(options.photo)),
        count=human_count(comparison.distinct_colors),
        size=human_bytes(comparison.file_bytes or 0),
        kind=comparison.full_png_kind,
        full_size=human_bytes(comparison.rgb_png_bytes),
    )
    print(f"{told}\n")
    contenders = comparison.contenders
    rows = [_heads(comparison), *([each.title, *_numbers(each)] for each in contenders)]
    columns = zip(_WIDTHS, zip(*rows, strict=True), strict=True)
    first, second, *others = (max(least, *map(len, cells)) for least, cells in columns)
    for title, ended, *cells in rows:
        numbers = "".join(map(str.rjust, cells, others))
        print(f"{title:<{first}}  {ended:<{second}}{numbers}".rstrip())
    for match in comparison.matches:
        _print_match(match)
    for note in (*comparison.notes, *_notes_of_results(comparison)):
        print()
        say(note)


def _heads(comparison: Comparison) -> list[str]:
    # Translators: heads of columns are better the shorter they are
    ended = pgettext("head of a column", "iterations")
    visible = pgettext("head of a column", "visible")
    plain_runs = any(each.plain for each in comparison.contenders)
    full = f" {comparison.full_png_kind}" if plain_runs else ""
    # Blanks part words that are longer than in English.
    return ["", ended, "MSE", "PSNR", f" {visible}", f" {comparison.png_kind}", full]


def _numbers(contender: Contender) -> list[str]:
    quality, rgb = contender.quality, contender.rgb_png_bytes
    return [
        f"{contender.iterations} ({translated(contender.stop_reason)})",
        decimal(quality.mse, 1),
        decimal(quality.psnr, 2),
        decimal(quality.visible, 2),
        human_bytes(contender.indexed_png_bytes),
        "" if rgb is None else human_bytes(rgb),
    ]


def _print_match(match: Match[Contender]) -> None:
    first, second = match.first, match.second
    distance_head = pgettext("head of a column", "distance")
    print(f"\n{first.title:<37}  {second.settings.start:<27}  {distance_head}")
    for i, (partner, distance) in enumerate(zip(match.partners, match.distances, strict=True)):
        left, right = _rgb_text(first.centroids[i]), _rgb_text(second.centroids[partner])
        print(f"          {left:<27}  {right:<27}  {decimal(distance, 3):>8}")
    told = _("largest distance {distance}").format(distance=decimal(match.largest_distance, 3))
    print(f"          {told}")


def _notes_of_results(comparison: Comparison) -> list[str]:
    """Return notes of the results, each once, whichever has it."""
    notes = [note for contender in comparison.contenders for note in contender.notes]
    return list(dict.fromkeys(notes))


def _rgb_text(centroid: Any) -> str:
    return "".join(f"{decimal(value, 3):>8} " for value in centroid.tolist())
