"""Saving many photos, in a lane; core is imported inside, as in gui.session.tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, NamedTuple

from core.settings import SaveOptions
from gui.batch.wanted import Wanted, found

if TYPE_CHECKING:
    from core import Event, Order, Recipe
    from core.progress import Progress, ProgressCallback
    from gui.session.work import Work


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
    """

    works: Mapping[Path, Work]
    wanted: Wanted
    options: SaveOptions
    is_guest: Callable[[Path], bool]


class Prepared(NamedTuple):
    """What is to be done with each photo, and how large its file is, where that can be seen."""

    orders: list[Order]
    sizes: list[int | None]


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


def prepare(job: Job) -> Prepared:
    """Choose a name for each result, and make the folder.

    Raises
    ------
    WriteError
        When the folder cannot be made.
    SettingsError
        (a ValueError) when the pattern gives several photos the same name.
    """
    from core import NamePattern, Naming, Order, image_formats, make_folder, plan

    wanted = job.wanted
    photos = found(list(job.works), job.is_guest)
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
        colors_of=lambda photo: colors_of(job.works[photo]),
    )
    recipes: dict[int, Recipe] = {}
    orders = []
    for entry in plan(photos, naming):
        work = job.works[entry.photo]
        if id(work) not in recipes:
            recipes[id(work)] = _recipe(work, job)
        orders.append(Order(entry, recipes[id(work)]))
    return Prepared(orders, [_size(each.photo) for each in photos])


def run(
    orders: Sequence[Order],
    tell: Callable[[Event], object],
    control: Control,
    progress: ProgressCallback,
) -> None:
    """Save photos until all are done, or the user has had enough."""
    from core import run_apart

    try:
        run_apart(orders, tell, control.follow(progress), more=control.more)
    except StoppedAtOnce:
        return


def colors_of(work: Work) -> int:
    """Return how many colors a result will have."""
    if work.edited is not None:
        return len(work.edited.palette)
    return work.settings.colors if work.fixed is None else len(work.fixed.palette)


def _recipe(work: Work, job: Job) -> Recipe:
    from core import MOST_PIXELS, Recipe, Wishes

    wanted, fixed = job.wanted, work.fixed
    options = replace(job.options, format=wanted.format, background=work.settings.background)
    wishes = Wishes(options, wanted.at_least, wanted.else_copy, wanted.keep_dates)
    edited = work.edited or (None if fixed is None else fixed.edited)
    palette = None if fixed is None else fixed.palette
    of_photos = fixed is not None and fixed.of_photos
    return Recipe(
        work.settings,
        fixed=None if of_photos else palette,
        shared=palette if of_photos else None,
        every_place=fixed is not None and fixed.every_place,
        edited=edited,
        max_pixels=MOST_PIXELS,
        wishes=wishes,
        judged=False,
    )


def _size(photo: Path) -> int | None:
    try:
        return photo.stat().st_size
    except OSError:  # opening it tells why
        return None
