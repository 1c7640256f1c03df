"""What the search for a number of colors tells users, in sentences."""

from __future__ import annotations

from core.goals import FEWEST_COLORS, Goals
from core.language import _, ngettext
from core.searching.trials import Trial
from core.wording import human_bytes, human_count, with_decimal_sign


def note_on_size(best: Trial, more: Trial) -> str:
    """Return the words for the most colors that fit; both trials were made."""
    return ngettext(
        "{count} color is the most that fits: {more} would take {size}.",
        "{count} colors are the most that fit: {more} would take {size}.",
        best.colors,
    ).format(count=best.colors, more=more.colors, size=_in_bytes(more.size or 0))


def note_on_quality(best: Trial, fewer: Trial, goals: Goals) -> str:
    """Return the words for the fewest colors that reach it; both trials were made."""
    return ngettext(
        "{count} color is the fewest that reaches it: {fewer} have {nearness}.",
        "{count} colors are the fewest that reach it: {fewer} have {nearness}.",
        best.colors,
    ).format(count=best.colors, fewer=fewer.colors, nearness=_nearness(fewer, goals))


def no_size_fits(least: Trial, goals: Goals, help_: str) -> str:
    """Return why no file is small enough: the least there is, and what would help."""
    allowed, size = goals.max_bytes or 0, least.size or 0
    sizes = human_bytes(size), human_bytes(allowed)
    if sizes[0] == sizes[1]:
        sizes = _in_bytes(size), human_count(allowed)
    if least.colors <= FEWEST_COLORS:
        told = ngettext(
            "even {count} color takes {size}, more than {allowed}",
            "even {count} colors take {size}, more than {allowed}",
            least.colors,
        )
    else:
        # With a loss, the least file may be that of any number.
        told = ngettext(
            "at best {count} color takes {size}, more than {allowed}",
            "at best {count} colors take {size}, more than {allowed}",
            least.colors,
        )
    return _helped(told.format(count=least.colors, size=sizes[0], allowed=sizes[1]), help_)


def not_near_enough(best: Trial, goals: Goals, help_: str) -> str:
    """Return why no result is near enough: the nearest there is, and what would help."""
    told = ngettext(
        "even {count} color has {nearness}, and {asked}",
        "even {count} colors have {nearness}, and {asked}",
        best.colors,
    ).format(count=best.colors, nearness=_nearness(best, goals), asked=_asked(goals))
    return _helped(told, help_)


def size_or_quality(best: Trial, goals: Goals) -> str:
    """Return why the most colors that fit are not enough: they are not near enough."""
    return ngettext(
        "at most {count} color fits into {size}, and it has {nearness}; {asked}",
        "at most {count} colors fit into {size}, and they have {nearness}; {asked}",
        best.colors,
    ).format(
        count=best.colors,
        size=human_bytes(goals.max_bytes or 0),
        nearness=_nearness(best, goals),
        asked=_asked(goals),
    )


def _helped(why: str, help_: str) -> str:
    return _("{reason}; {help}").format(reason=why, help=help_) if help_ else why


def _in_bytes(size: int) -> str:
    return ngettext("{count} byte", "{count} bytes", size).format(count=human_count(size))


def _nearness(trial: Trial, goals: Goals) -> str:
    """Return how near a result is, in the numbers of the goals that it misses."""
    psnr, delta_e = trial.psnr, trial.delta_e or 0
    low = goals.min_psnr is not None and psnr < goals.min_psnr
    if goals.max_delta_e is None or delta_e <= goals.max_delta_e:
        return _("a PSNR of {psnr} dB").format(psnr=_below(psnr, goals.min_psnr or 0))
    far = _above(delta_e, goals.max_delta_e)
    if not low:
        return _("a mean ΔE of {delta_e}").format(delta_e=far)
    told = _("a PSNR of {psnr} dB and a mean ΔE of {delta_e}")
    return told.format(psnr=_below(psnr, goals.min_psnr or 0), delta_e=far)


def _asked(goals: Goals) -> str:
    psnr = with_decimal_sign(f"{goals.min_psnr or 0:g}")
    delta_e = with_decimal_sign(f"{goals.max_delta_e or 0:g}")
    if goals.max_delta_e is None:
        return _("{psnr} dB was asked for").format(psnr=psnr)
    if goals.min_psnr is None:
        return _("ΔE {delta_e} was asked for").format(delta_e=delta_e)
    told = _("{psnr} dB and ΔE {delta_e} were asked for")
    return told.format(psnr=psnr, delta_e=delta_e)


def _below(value: float, limit: float) -> str:
    """Write a number with enough digits that it is seen to be below a limit."""
    for digits in range(1, 6):
        if float(text := f"{value:.{digits}f}") < limit:
            return with_decimal_sign(text)
    return with_decimal_sign(str(value))


def _above(value: float, limit: float) -> str:
    for digits in range(1, 6):
        if float(text := f"{value:.{digits}f}") > limit:
            return with_decimal_sign(text)
    return with_decimal_sign(str(value))
