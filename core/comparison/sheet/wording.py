"""What a sheet tells of a photo and of each result, in words."""

from __future__ import annotations

from core.comparison.contender import Comparison, Contender
from core.comparison.verdicts import answers_on_colors, answers_on_starts
from core.language import _, ngettext, translated
from core.names import plain
from core.reduction.quality import QUALITY_NUMBERS
from core.reduction.visible import VISIBILITIES, describe_difference
from core.wording import capitalized, human_bytes, human_count

# The others are in the table of all numbers.
_SHOWN = ("visible", "mse", "psnr", "ssim", "delta_e_mean")


def name_of(comparison: Comparison) -> str:
    """Return the name of the photo."""
    return plain(comparison.path.name) if comparison.path else _("A photo")


def facts_of(comparison: Comparison) -> str:
    """Return what there is to know of the photo, in one line."""
    size = _("{width} × {height} pixels")
    distinct = ngettext(
        "{count} distinct colors", "{count} distinct colors", comparison.distinct_colors
    )
    facts = [
        size.format(width=comparison.width, height=comparison.height),
        distinct.format(count=human_count(comparison.distinct_colors)),
    ]
    if comparison.file_bytes:
        facts.append(_("file {size}").format(size=human_bytes(comparison.file_bytes)))
    full = human_bytes(comparison.rgb_png_bytes)
    facts.append(_("as {kind} {size}").format(kind=comparison.full_png_kind, size=full))
    return " · ".join(facts)


def answers(comparison: Comparison) -> dict[str, list[str]]:
    """Return the questions that the comparison answers, with the answers."""
    told = {
        _("Do the starts end in the same place?"): answers_on_starts(comparison),
        _("What does one color more buy?"): answers_on_colors(comparison),
    }
    return {question: answer for question, answer in told.items() if answer}


def figures_of(contender: Contender) -> dict[str, str]:
    """Return the numbers of a result with their titles."""
    quality = _quality(contender)
    titles: dict[str, str] = {number.name: translated(number.title) for number in QUALITY_NUMBERS}
    told = {
        _("Iterations"): f"{contender.iterations} ({translated(contender.stop_reason)})",
        **{titles[name]: text for name, text in quality.items()},
        capitalized(contender.png_kind): human_bytes(contender.indexed_png_bytes),
    }
    if contender.rgb_png_bytes is not None:
        told[contender.full_png_kind] = human_bytes(contender.rgb_png_bytes)
    return told


def lines_of(contender: Contender) -> list[str]:
    """Return the same in few lines, for a picture."""
    quality = _quality(contender)
    iterations = ngettext(
        "{count} iteration ({reason})", "{count} iterations ({reason})", contender.iterations
    )
    reason = translated(contender.stop_reason)
    error = _("mean squared error {mse}, PSNR {psnr}")
    colors = _("SSIM {ssim}, mean ΔE {delta_e}")
    return [
        iterations.format(count=contender.iterations, reason=reason),
        error.format(mse=quality["mse"], psnr=quality["psnr"]),
        colors.format(ssim=quality["ssim"], delta_e=quality["delta_e_mean"]),
        _("visible difference {difference}").format(difference=quality["visible"]),
        _files(contender),
    ]


def _quality(contender: Contender) -> dict[str, str]:
    """Return the numbers that are shown, written with their units, by their names."""
    shown = [number for number in QUALITY_NUMBERS if number.name in _SHOWN]
    told: dict[str, str] = {
        number.name: number.written(number.of(contender.quality)) for number in shown
    }
    words = translated(VISIBILITIES[describe_difference(contender.quality.visible)])
    return told | {"visible": f"{told['visible']} ({words})"}


def _files(contender: Contender) -> str:
    size, full = human_bytes(contender.indexed_png_bytes), contender.rgb_png_bytes
    if full is None:
        return _("{size} as {kind}").format(size=size, kind=contender.png_kind)
    told = _("{size} as {kind}, {full_size} as {full_kind}")
    return told.format(
        size=size,
        kind=contender.png_kind,
        full_size=human_bytes(full),
        full_kind=contender.full_png_kind.removesuffix(" PNG"),
    )
