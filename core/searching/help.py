"""What would help where no number of colors leads to a goal: tried, not supposed."""

from __future__ import annotations

from dataclasses import replace

from core.errors import FewtoneError
from core.framing import WHOLE
from core.goals import MOST_COLORS
from core.language import _
from core.progress import Tick
from core.reduction.counting import count_colors_for
from core.resizing import Resize
from core.searching.trials import Trial, Trials
from core.settings import LOSSY_FORMATS, Settings
from core.shaping.photo import frame_photo
from core.wording import human_bytes

_SIZES_TRIED = 5
_FULL = 100.0
# A guess is made a little smaller, and then ever more.
_SMALLER = 0.85
_FINEST = 0.01


def help_with_size(trials: Trials, least: Trial, tick: Tick) -> str:
    """Return a clause: without dithering, or smaller, the file would fit."""
    assert trials.goals.max_bytes is not None
    undithered = trials.settings.dithered
    if trials.settings.dithered:
        plain = replace(trials, settings=_undithered(trials))
        size = plain.exactly(least.colors, tick.part(0.0, 0.3)).size or 0
        if size <= trials.goals.max_bytes:
            # Translators: they are some colors, as a picture
            return _("without dithering they take {size}").format(size=human_bytes(size))
        trials = plain
    smaller = _size_that_fits(trials, least, tick.part(0.3, 1.0))
    if smaller is None:
        return _("no picture is that small")
    lossy = trials.format in LOSSY_FORMATS
    if undithered and lossy:
        told = _(
            "without dithering and with less quality, or resized to {width}×{height} it would fit"
        )
    elif undithered:
        told = _("without dithering and resized to {width}×{height} it would fit")
    elif lossy:
        told = _("with less quality, or resized to {width}×{height} it would fit")
    else:
        told = _("resized to {width}×{height} it would fit")
    return told.format(width=smaller[0], height=smaller[1])


def help_with_quality(trials: Trials, best: Trial, tick: Tick) -> str:
    """Return a clause: more colors, or no dithering, would reach it; or ""."""
    if best.colors == trials.settings.colors < MOST_COLORS:
        wider = replace(trials, settings=replace(trials.settings, colors=MOST_COLORS))
        if wider.exactly(wider.numbers[-1], tick.part(0.0, 0.5)).reaches(trials.goals):
            return _("more colors would reach it")
        trials = wider
    if trials.settings.dithered:
        plain = replace(trials, settings=_undithered(trials))
        if plain.exactly(plain.numbers[-1], tick.part(0.5, 1.0)).reaches(trials.goals):
            return _("without dithering it would be reached")
    return ""


def _undithered(trials: Trials) -> Settings:
    return replace(trials.settings, dither="none")


def _size_that_fits(trials: Trials, least: Trial, tick: Tick) -> tuple[int, int] | None:
    """Find a width and height in which the fewest colors fit; None if none is found."""
    allowed, size = trials.goals.max_bytes, least.size
    assert allowed is not None
    assert size is not None
    percent = _FULL
    for number in range(_SIZES_TRIED):
        part = tick.part(number / _SIZES_TRIED, (number + 1) / _SIZES_TRIED)
        percent = max(percent * (allowed / size) ** 0.5 * _SMALLER, _FINEST)
        try:
            photo = frame_photo(trials.photo, WHOLE, Resize(percent=percent))
            small = replace(trials, photo=photo, histogram=count_colors_for(photo, trials.settings))
            size = small.exactly(small.numbers[0], part).size or 0
        except FewtoneError:
            return None
        if size <= allowed:
            return photo.width, photo.height
        if photo.width == photo.height == 1:
            break
    return None
