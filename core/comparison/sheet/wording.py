"""What a sheet tells of a photo and of each result, in words."""

from __future__ import annotations

from core.comparison.contender import Comparison, Contender
from core.comparison.verdicts import answers_on_colors, answers_on_starts
from core.names import plain
from core.reduction.quality import QUALITY_NUMBERS
from core.reduction.visible import describe_difference
from core.wording import capitalized, count_of, human_bytes, human_count

# The others are in the table of all numbers.
_SHOWN = ("visible", "mse", "psnr", "ssim", "delta_e_mean")


def name_of(comparison: Comparison) -> str:
    """Return the name of the photo."""
    return plain(comparison.path.name) if comparison.path else "A photo"


def facts_of(comparison: Comparison) -> str:
    """Return what there is to know of the photo, in one line."""
    facts = [
        f"{comparison.width} × {comparison.height} pixels",
        f"{human_count(comparison.distinct_colors)} distinct colors",
    ]
    if comparison.file_bytes:
        facts.append(f"file {human_bytes(comparison.file_bytes)}")
    facts.append(f"as {comparison.full_png_kind} {human_bytes(comparison.rgb_png_bytes)}")
    return " · ".join(facts)


def answers(comparison: Comparison) -> dict[str, list[str]]:
    """Return the questions that the comparison answers, with the answers."""
    told = {
        "Do the starts end in the same place?": answers_on_starts(comparison),
        "What does one color more buy?": answers_on_colors(comparison),
    }
    return {question: answer for question, answer in told.items() if answer}


def figures_of(contender: Contender) -> dict[str, str]:
    """Return the numbers of a result with their titles."""
    shown = [number for number in QUALITY_NUMBERS if number.name in _SHOWN]
    quality = {number.title: number.written(number.of(contender.quality)) for number in shown}
    words = describe_difference(contender.quality.visible)
    visible = next(number.title for number in shown if number.name == "visible")
    told = {
        "Iterations": f"{contender.iterations} ({contender.stop_reason})",
        **quality,
        visible: f"{quality[visible]} ({words})",
        capitalized(contender.png_kind): human_bytes(contender.indexed_png_bytes),
    }
    if contender.rgb_png_bytes is not None:
        told[contender.full_png_kind] = human_bytes(contender.rgb_png_bytes)
    return told


def lines_of(contender: Contender) -> list[str]:
    """Return the same in few lines, for a picture."""
    told = figures_of(contender)
    size, rgb_size = contender.indexed_png_bytes, contender.rgb_png_bytes
    files = f"{human_bytes(size)} as {contender.png_kind}"
    if rgb_size is not None:
        files += f", {human_bytes(rgb_size)} as {contender.full_png_kind.removesuffix(' PNG')}"
    return [
        f"{count_of(contender.iterations, 'iteration')} ({contender.stop_reason})",
        f"mean squared error {told['Mean squared error']}, PSNR {told['PSNR']}",
        f"SSIM {told['SSIM']}, mean ΔE {told['Mean ΔE']}",
        f"visible difference {told['Visible difference']}",
        files,
    ]
