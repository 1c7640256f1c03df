"""Saving many photos, in a lane; core is imported inside, as in gui.session.tasks."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any, NamedTuple

from core.goals import MOST_COLORS, NO_GOALS, Goals
from core.language import _
from core.settings import SaveOptions
from gui.batch.wanted import Wanted, gathered
from gui.session.lane import give_way
from gui.session.photo_state import PhotoState

if TYPE_CHECKING:
    from core import Event, FreeName, Order, Past, Recipe
    from core.progress import Progress, ProgressCallback
    from gui.session.work import Work

# They take about 1 ms.
_PHOTOS_BETWEEN_REPORTS = 64


@dataclass(frozen=True)
class Job:
    """Photos to save, and how.

    Parameters
    ----------
    works : mapping of Path to Work
        The photos in their order, each with the work that its result is of.
    wanted : Wanted
    options : SaveOptions
        Metadata, quality and order of colors.
    is_guest : callable
        Returns whether a photo is in none of the user's folders.
    goals : mapping of Path to Goals
        What the number of colors of photos is chosen by, where colors are found.
    resume : bool
        Whether what was saved before in that folder, in the same way, is left as it is.
    """

    works: Mapping[Path, Work]
    wanted: Wanted
    options: SaveOptions
    is_guest: Callable[[Path], bool]
    goals: Mapping[Path, Goals] = field(default_factory=dict)
    resume: bool = False


class Prepared(NamedTuple):
    """What is to be done with each photo.

    Parameters
    ----------
    orders : list of Order
    states : list of PhotoState
        The first state of each photo: that it waits, and how large its file is.
    prints : list of str
        The fingerprint of what each result follows from, for the journal.
    usual : str
        That of most photos.
    described : dict
        The same in words.
    """

    orders: list[Order]
    states: list[PhotoState]
    prints: list[str] = []  # noqa: RUF012
    usual: str = ""
    described: dict[str, Any] = {}  # noqa: RUF012


class LookedBack(NamedTuple):
    """How many photos were saved before, and why that is not known if it is not."""

    done: int
    unknown: str = ""


class Control:
    """What the window tells the thread that saves photos."""

    def __init__(self) -> None:
        self._goes_on = Flag()
        self._goes_on.set()
        self._begins_none = Flag()
        self._at_once = Flag()

    @property
    def paused(self) -> bool:
        """Whether no photo is begun for the time being."""
        return not self._goes_on.is_set()

    @property
    def stopping(self) -> bool:
        """Whether no photo is begun any more."""
        return self._begins_none.is_set()

    def pause(self, paused: bool) -> None:
        """Begin no photo until this is called again."""
        if paused:
            self._goes_on.clear()
        else:
            self._goes_on.set()

    def stop(self, *, at_once: bool) -> None:
        """Begin no photo any more; those in work are finished, or given up."""
        if at_once:
            self._at_once.set()
        self._begins_none.set()

    def more(self) -> bool | None:
        """Return whether a photo may be begun: not now, or (None) no more."""
        return None if self.stopping else not self.paused

    def follow(self, progress: ProgressCallback) -> ProgressCallback:
        """Return a callback that ends the work once it is to end at once."""

        def report(reached: Progress) -> None:
            if self._at_once.is_set():
                raise StoppedAtOnce
            progress(reached)

        return report


class StoppedAtOnce(BaseException):
    """The user gave up the photos in work; no Exception, so that no handler takes it for one."""


class _Recipes:
    """The recipe of each photo, and what the journal says of those made by the same."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._made: dict[tuple[int, Goals], tuple[Recipe, str, dict[str, Any]]] = {}
        self._pasts: dict[str, Past] = {}
        self.unknown = ""
        """Why it is not known what was saved before, although there is a journal; "" if it is."""

    def of(self, photo: Path) -> tuple[Recipe, str, dict[str, Any]]:
        """Return recipe, fingerprint, and the same in words."""
        from core import NamePattern, work_of

        work, goals = self._job.works[photo], self._job.goals.get(photo, NO_GOALS)
        key = id(work), goals
        if key not in self._made:
            recipe = _recipe(work, goals, self._job)
            shared = None if recipe.shared is None else " ".join(recipe.shared.hex)
            pattern = NamePattern(self._job.wanted.pattern)
            self._made[key] = (recipe, *work_of(recipe, pattern, shared))
        return self._made[key]

    def past(self, photo: Path) -> Past:
        """Return what was saved before in the same way; nothing if the journal is of others."""
        from core import FewtoneError, OtherWorkError, read_journal
        from core import Past as Nothing

        _recipe, mark, _described = self.of(photo)
        if mark not in self._pasts:
            try:
                self._pasts[mark] = read_journal(self._job.wanted.folder, mark)
            except FewtoneError as error:  # all begins anew
                self._pasts[mark] = Nothing(self._job.wanted.folder)
                if not isinstance(error, OtherWorkError):
                    self.unknown = str(error)
        return self._pasts[mark]


def look_back(job: Job, progress: ProgressCallback) -> LookedBack:
    """Count the photos that were saved before, in the same folder and the same way."""
    from core import JOURNAL_NAME

    if not os.path.exists(job.wanted.folder / JOURNAL_NAME):  # noqa: PTH110
        return LookedBack(0)
    recipes = _Recipes(job)
    tell, done = _giving_way(progress), 0
    for seen, photo in enumerate(job.works):
        done += recipes.past(photo).done(photo) is not None
        if seen % _PHOTOS_BETWEEN_REPORTS == 0:
            tell(seen / len(job.works))
    return LookedBack(done, recipes.unknown)


def prepare(job: Job, progress: ProgressCallback) -> Prepared:
    """Choose a name for each result, and make the folder.

    Raises
    ------
    WriteError
        When the folder cannot be made.
    SettingsError
        (a ValueError) when the pattern gives several photos the same name.
    """
    from core import NamePattern, Naming, Order, image_formats, make_folder, plan

    wanted, recipes = job.wanted, _Recipes(job)
    photos = gathered(list(job.works), job.is_guest).found
    if not wanted.keep_folders:
        photos = [each._replace(below=Path()) for each in photos]
    make_folder(wanted.folder)
    ending = image_formats()[wanted.format].endings[0]
    naming = Naming(
        wanted.folder,
        NamePattern(wanted.pattern),
        0,
        wanted.format,
        [ending, None] if wanted.else_copy and wanted.at_least is not None else [ending],
        colors_of=lambda photo: colors_of(job.works[photo], job.goals.get(photo, NO_GOALS)),
    )

    def placed(photo: Path, first: FreeName) -> FreeName | None:
        return recipes.past(photo).placed(photo, first) if job.resume else None

    tell = _giving_way(progress)
    orders: list[Order] = []
    prints, states = [], []
    for entry in plan(photos, naming, placed=placed, tell=tell):
        recipe, mark, _described = recipes.of(entry.photo)
        done = recipes.past(entry.photo).done(entry.photo) if job.resume else None
        orders.append(Order(entry, recipe, hashed=True, done=done))
        prints.append(mark)
        states.append(PhotoState(before=_size(entry.photo)))
        if len(orders) % _PHOTOS_BETWEEN_REPORTS == 0:
            tell(1.0)
    usual = Counter(prints).most_common(1)[0][0]
    described = next(recipes.of(photo)[2] for photo in job.works if recipes.of(photo)[1] == usual)
    return Prepared(orders, states, prints, usual, described)


def _giving_way(progress: ProgressCallback) -> Callable[[float], None]:
    """Return what reports a fraction, and lets the window get on before more is done."""
    from core import Progress

    def tell(fraction: float) -> None:
        progress(Progress(fraction, _("choosing names")))
        give_way()

    return tell


def run(
    prepared: Prepared,
    places: Sequence[int],
    tell: Callable[[Event], object],
    control: Control,
    progress: ProgressCallback,
    folder: Path,
    *,
    again: bool,
) -> str:
    """Save some of the photos until all are done, or the user has had enough.

    Parameters
    ----------
    again : bool
        Whether some were saved there before, so that the folder has to be there.

    Returns
    -------
    str
        Why the journal could not be written; "" if it could.

    Raises
    ------
    WriteError
        When there can be no journal in the folder, and so no results either.
    """
    from core import Ground, Journal, require_journal, run_apart

    if again:
        require_journal(folder)
    ground, orders = Ground.of(folder), []
    for place in places:
        orders.append(prepared.orders[place].on(ground))
        if len(orders) % _PHOTOS_BETWEEN_REPORTS == 0:
            give_way()
    journal = Journal(folder, prepared.usual)

    def hear(event: Event) -> None:
        journal.hear(orders[event.number], event, prepared.prints[places[event.number]])
        tell(event)

    try:
        journal.begin(prepared.described)
        run_apart(orders, hear, control.follow(progress), more=control.more)
    except StoppedAtOnce:
        pass
    finally:
        journal.close()
    return journal.problem


def colors_of(work: Work, goals: Goals) -> int | None:
    """Return how many colors a result will have; None if a goal decides on that."""
    if goals and _is_found(work):
        return None
    if work.edited is not None:
        return len(work.edited.palette)
    return work.settings.colors if work.fixed is None else len(work.fixed.palette)


def _is_found(work: Work) -> bool:
    """Return whether a run finds the colors, so that there may be any number."""
    return work.edited is None and work.fixed is None


def _recipe(work: Work, goals: Goals, job: Job) -> Recipe:
    from core import MOST_PIXELS, Recipe, Wishes

    wanted, fixed = job.wanted, work.fixed
    options = replace(job.options.beside(work.settings), format=wanted.format)
    wishes = Wishes(options, wanted.at_least, wanted.else_copy, wanted.keep_dates)
    edited = work.edited or (None if fixed is None else fixed.edited)
    palette = None if fixed is None else fixed.palette
    of_photos = fixed is not None and fixed.of_photos
    goals = goals if _is_found(work) else NO_GOALS
    return Recipe(
        replace(work.settings, colors=MOST_COLORS) if goals else work.settings,
        goals=goals,
        fixed=None if of_photos else palette,
        shared=palette if of_photos else None,
        every_place=fixed is not None and fixed.every_place,
        edited=edited,
        framing=work.framing,
        matters=work.mask,
        max_pixels=MOST_PIXELS,
        wishes=wishes,
        judged=False,
    )


def _size(photo: Path) -> int | None:
    try:
        return photo.stat().st_size
    except OSError:  # opening it tells why
        return None
