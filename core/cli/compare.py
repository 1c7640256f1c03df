"""The command that compares starts and numbers of colors."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.cli.console import EXIT_DONE, EXIT_SOME_FAILED, complain, print_json, progress_bar
from core.cli.reducing import given, open_file, sentence
from core.cli.source import photo_file
from core.names import plain
from core.wording import human_bytes, human_count

if TYPE_CHECKING:
    from core.model import Photo
    from core.original.evaluation import Evaluation, Trial


def compare(options: argparse.Namespace) -> int:
    """Print how starts and numbers of colors compare on a photo."""
    from core.original import evaluation

    try:
        with (
            photo_file(options.photo) as file,
            progress_bar(options.photo.name, wanted=not options.quiet) as progress,
        ):
            photo = replace(open_file(file, large=options.large), path=options.photo)
            compared = evaluation.compare(
                photo,
                options.colors,
                options.start,
                **given(("max_iterations", "seed"), options),
                progress=progress,
            )
    except Exception as error:  # noqa: BLE001
        complain(sentence(error, f"Cannot compare {options.photo}"))
        return EXIT_SOME_FAILED
    if options.json:
        print_json(_evaluation_as_dict(photo, compared))
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
        f"{plain(str(photo.path))}: {human_count(evaluation.distinct_colors)} distinct colors, "
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
