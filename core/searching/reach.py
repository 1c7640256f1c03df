"""`reach`: the number of colors that leads to what a user wants. Read it top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.clustering.histogram import Histogram
from core.errors import GoalError, InputError
from core.goals import Goals
from core.language import _, ngettext
from core.model import Photo, Result
from core.progress import Meter, ProgressCallback, Tick
from core.searching import words
from core.searching.auto import most_apart
from core.searching.help import help_with_quality, help_with_size
from core.searching.last_fit import Cost, last_of_any_that_fits, last_that_fits
from core.searching.trials import Measure, Trial, Trials
from core.settings import LOSSY_FORMATS, ImageFormat, SaveOptions, Settings
from core.writing.apart import measure_apart
from core.writing.image import Encoded

_COUNTED = 0.05
# Each trial takes this part of what is left of the progress: how many come is not known.
_PART_OF_REST = 0.15
_AUTO_OF_ALL, _AUTO_ALONE = 0.3, 0.8


@dataclass(frozen=True, eq=False)
class Reached:
    """A result that is as was asked for.

    Parameters
    ----------
    colors : int
        The number that was found, for `Settings.colors`.
    result : Result
        What `reduce` makes with that number; a note tells what more or fewer colors lead to.
    encoded : Encoded or None
        Its file, if a goal was its size; None for an animation.
    size : int or None
        Bytes of the file, likewise.
    delta_e : float or None
        Mean color difference CIEDE2000, if that was a goal.
    note : str
        What more or fewer colors lead to, in a sentence; "" where none were tried.
    tried : tuple of int
        Numbers of colors of which the result was made, in the order of the trials.
    """

    colors: int
    result: Result
    encoded: Encoded | None
    size: int | None
    delta_e: float | None
    note: str
    tried: tuple[int, ...]


def reach(
    photo: Photo,
    settings: Settings,
    goals: Goals,
    image_format: ImageFormat = "png",
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
    *,
    histogram: Histogram | None = None,
    measure: Measure = measure_apart,
) -> Reached:
    """Find the number of colors that leads to what is wanted, and the result in them.

    With a largest size it is the most colors that fit; with no more than a least quality, the
    fewest that reach it; with both, the most that fit, if they reach it. What is found fits, and
    with one, two and three colors more (or fewer) nothing does.

    Parameters
    ----------
    photo : Photo
    settings : Settings
        Its colors are the most that there may be.
    goals : Goals
    image_format : str
        Of the file whose size it is.
    options : SaveOptions, optional
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.
    histogram : Histogram, optional
        The photo's distinct colors, when they are known already.
    measure : callable
        Finds out what file it would be: `measure_apart`, or `measure_image` where nothing else has
        to go on meanwhile.

    Raises
    ------
    GoalError
        (a ValueError) when no number of colors leads there: with what there is at best, and what
        would help.
    InputError
        (a ValueError) as for `reduce`, and for a quality in a format that has a loss of its own.
    WriteError
        (an OSError) when the format cannot hold the picture.
    """
    if goals.about_quality and image_format in LOSSY_FORMATS:
        told = _(
            "{format} adds a loss of its own, so that neither PSNR nor ΔE can be promised; choose "
            "a format without loss"
        )
        raise InputError(told.format(format=image_format.upper()))
    meter = Meter(progress)
    tick = meter.part(_COUNTED, _("counting colors"))
    trials = Trials.of(*(photo, settings, goals, image_format, options, histogram, measure, tick))
    return _Search(trials, meter).reached()


class _Search:
    """Trials of one photo, of which the best is kept whole, and of the others the numbers."""

    def __init__(self, trials: Trials, meter: Meter) -> None:
        self._trials, self._goals = trials, trials.goals
        self._meter, self._fraction = meter, _COUNTED
        self._tried: dict[int, Trial] = {}
        self._best: Trial | None = None

    def reached(self) -> Reached:
        goals, numbers = self._goals, self._trials.numbers
        if goals.auto is not None:
            part = _AUTO_OF_ALL if goals.max_bytes or goals.about_quality else _AUTO_ALONE
            tick = self._part(_("finding colors that look different"), part)
            numbers = range(numbers[0], most_apart(self._trials, goals.auto, tick) + 1)
        if goals.max_bytes is not None:
            note = self._most(numbers)
        elif goals.about_quality:
            note = self._fewest(numbers)
        else:
            self._exactly(numbers[-1])
            note = ""
        best = self._best
        assert best is not None
        assert best.result is not None
        result = replace(best.result, notes=(*best.result.notes, note)) if note else best.result
        return Reached(
            *(best.colors, result, best.encoded, best.size, best.delta_e, note, tuple(self._tried))
        )

    def _most(self, numbers: range) -> str:
        """Find the most colors whose file is not too large; return a note on it."""
        goals, trials = self._goals, self._trials
        assert goals.max_bytes is not None
        most = goals.max_bytes

        def exact(colors: int) -> Cost:
            trial = self._exactly(colors)
            return Cost((trial.size or 0) / most, trial.fits(goals))

        def rough(colors: int) -> float:
            return trials.size_roughly(colors, self._part_for(colors)) / most

        if trials.format in LOSSY_FORMATS:
            found = last_of_any_that_fits(numbers, exact)
        else:
            found = last_that_fits(numbers, rough, exact, trials.supposed_factor)
        if found is None:
            least = min(self._tried.values(), key=lambda trial: trial.size or 0)
            way = help_with_size(trials, least, self._part(_("looking for what would fit")))
            raise GoalError(words.no_size_fits(least, goals, way))
        best = self._tried[found]
        if not best.reaches(goals):
            raise GoalError(words.size_or_quality(best, goals))
        more = self._tried.get(found + 1)
        return "" if more is None else words.note_on_size(best, more)

    def _fewest(self, numbers: range) -> str:
        """Find the fewest colors that are near enough to the photo; return a note on it."""
        goals, trials = self._goals, self._trials

        def exact(colors: int) -> Cost:
            trial = self._exactly(colors)
            return Cost(trial.farness(goals), trial.reaches(goals))

        def rough(colors: int) -> float:
            return trials.farness_roughly(colors, self._part_for(colors))

        found = last_that_fits(numbers[::-1], rough, exact)
        if found is None:
            best = self._tried[numbers[-1]]
            way = help_with_quality(trials, best, self._part(_("looking for what would reach it")))
            raise GoalError(words.not_near_enough(best, goals, way))
        fewer = self._tried.get(found - 1)
        return "" if fewer is None else words.note_on_quality(self._tried[found], fewer, goals)

    def _exactly(self, colors: int) -> Trial:
        """Try a number; the last that fits in the order of trials is the best."""
        trial, best = self._trials.exactly(colors, self._part_for(colors)), self._best
        more = self._goals.max_bytes is not None
        fits = trial.fits(self._goals) and (more or trial.reaches(self._goals))
        if fits and (best is None or (trial.colors > best.colors) == more):
            self._best = trial
        self._tried[colors] = trial.in_numbers
        return trial

    def _part_for(self, colors: int) -> Tick:
        phase = ngettext("trying {count} color", "trying {count} colors", colors)
        return self._part(phase.format(count=colors))

    def _part(self, phase: str, of_rest: float = _PART_OF_REST) -> Tick:
        self._fraction += (1 - self._fraction) * of_rest
        return self._meter.part(self._fraction, phase)
