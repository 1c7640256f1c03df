"""What the search for a number of colors tells users, in sentences."""

from __future__ import annotations

from core.goals import FEWEST_COLORS, Goals
from core.searching.trials import Trial
from core.wording import count_of, human_bytes, human_count


def note_on_size(best: Trial, more: Trial) -> str:
    """Return the words for the most colors that fit; both trials were made."""
    return (
        f"{_colors(best)} are the most that fit: "
        f"{more.colors} would take {human_count(more.size or 0)} bytes."
    )


def note_on_quality(best: Trial, fewer: Trial, goals: Goals) -> str:
    """Return the words for the fewest colors that reach it; both trials were made."""
    return (
        f"{_colors(best)} are the fewest that reach it: {fewer.colors} {_nearness(fewer, goals)}."
    )


def no_size_fits(least: Trial, goals: Goals, help_: str) -> str:
    """Return why no file is small enough: the least there is, and what would help."""
    allowed, size = goals.max_bytes or 0, least.size or 0
    sizes = human_bytes(size), human_bytes(allowed)
    if sizes[0] == sizes[1]:
        sizes = f"{human_count(size)} bytes", f"{human_count(allowed)}"
    # With a loss, the least file may be that of any number.
    even = "even " if least.colors <= FEWEST_COLORS else "at best "
    return f"{even}{_colors(least)} take {sizes[0]}, more than {sizes[1]}{help_}"


def not_near_enough(best: Trial, goals: Goals, help_: str) -> str:
    """Return why no result is near enough: the nearest there is, and what would help."""
    return f"even {_colors(best)} {_nearness(best, goals)}, and {_asked(goals)} asked for{help_}"


def size_or_quality(best: Trial, goals: Goals) -> str:
    """Return why the most colors that fit are not enough: they are not near enough."""
    return (
        f"at most {_colors(best)} fit into {human_bytes(goals.max_bytes or 0)}, and they "
        f"{_nearness(best, goals)}; {_asked(goals)} asked for"
    )


def _colors(trial: Trial) -> str:
    return count_of(trial.colors, "color")


def _nearness(trial: Trial, goals: Goals) -> str:
    """Return how near a result is, in the numbers of the goals that it misses."""
    parts = []
    if goals.min_psnr is not None and trial.psnr < goals.min_psnr:
        parts.append(f"have a PSNR of {_below(trial.psnr, goals.min_psnr)} dB")
    if goals.max_delta_e is not None and (trial.delta_e or 0) > goals.max_delta_e:
        parts.append(f"a mean ΔE of {_above(trial.delta_e or 0, goals.max_delta_e)}")
    told = " and ".join(parts)
    return told if told.startswith("have") else f"have {told}"


def _asked(goals: Goals) -> str:
    parts = []
    if goals.min_psnr is not None:
        parts.append(f"{goals.min_psnr:g} dB")
    if goals.max_delta_e is not None:
        parts.append(f"ΔE {goals.max_delta_e:g}")
    return " and ".join(parts) + (" were" if len(parts) > 1 else " was")


def _below(value: float, limit: float) -> str:
    """Write a number with enough digits that it is seen to be below a limit."""
    for digits in range(1, 6):
        if float(text := f"{value:.{digits}f}") < limit:
            return text
    return str(value)


def _above(value: float, limit: float) -> str:
    for digits in range(1, 6):
        if float(text := f"{value:.{digits}f}") > limit:
            return text
    return str(value)
