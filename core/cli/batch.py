"""Many photos on the command line: several at a time, told in their order."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.cli.console import above_the_bar, batch_bar, complain, say
from core.cli.photos import is_folder
from core.cli.planning import planned
from core.cli.reducing import with_large_named
from core.cli.saving import replaceable, require_free
from core.cli.sharing import save_palettes, shared_palette
from core.cli.source import is_stream
from core.cli.telling import Alike, Tally, print_report
from core.errors import ExistsError, FewtoneError, WriteError
from core.language import N_, ngettext, translated
from core.names import is_there

if TYPE_CHECKING:
    from core.batch.listing import Found
    from core.batch.making import Recipe
    from core.batch.runner import Event
    from core.batch.work import Order
    from core.cli.resuming import Log
    from core.model import Palette

# As many are made in a row unless a batch is asked for.
FEW = 3
_NOT_BEGUN = N_("was not begun, as nothing more could be saved")
_NAMED_NOT_BEGUN = N_("{photo} was not begun, as nothing more could be saved")


def is_batch(found: Sequence[Found], options: argparse.Namespace) -> bool:
    """Return whether photos are made as a batch; what comes through a pipe is not."""
    if options.output or any(is_stream(each.photo) for each in found):
        return False
    if options.save_palette and not options.shared_palette:
        return False
    asked = (options.jobs, options.report, options.resume, options.shared_palette)
    return any(asked) or any(map(is_folder, options.photos)) or len(found) > FEW


def run_batch(
    found: Sequence[Found], recipe: Recipe, options: argparse.Namespace, tally: Tally
) -> None:
    """Save the photos of a batch; one that fails does not stop the others."""
    from core.batch.work import Order
    from core.cli.resuming import Log

    if not found:
        return
    try:
        if options.output_dir:
            with Log(found, recipe, options) as log:
                palette = _shared(found, recipe, options, log)
                _run(log.orders(palette), options, tally, log.hear)
        else:
            recipe = replace(recipe, shared=_shared(found, recipe, options))
            orders = [Order(entry, recipe) for entry in planned(found, recipe, options)]
            _run(orders, options, tally)
    except FewtoneError as error:
        tally.fail(options.output_dir or found[0].photo, str(error))


def _shared(
    found: Sequence[Found], recipe: Recipe, options: argparse.Namespace, log: Log | None = None
) -> Palette | None:
    """Find the palette that all photos share, or go on with that of an earlier run."""
    if not options.shared_palette:
        return None
    if log is not None and log.shared is not None:
        options.save_palette = [path for path in options.save_palette if not is_there(path)]
        save_palettes(log.shared, options)
        return log.shared
    if not options.overwrite:
        require_free(options.save_palette)
    palette = shared_palette([each.photo for each in found], recipe, options).palette
    # Where none of them can be opened, this is told of each when it is to be made.
    if palette is not None:
        save_palettes(palette, options)
        if log is not None:
            log.share(palette)
    return palette


def _run(
    orders: Sequence[Order],
    options: argparse.Namespace,
    tally: Tally,
    also: Callable[[Event], object] = lambda _event: None,
) -> None:
    from core.batch.runner import run_as_fits

    told = _InOrder(orders, options, tally)

    def hear(event: Event) -> None:
        also(event)
        told.hear(event)

    with batch_bar(len(orders), wanted=not options.quiet) as progress:
        run_as_fits(orders, hear, progress, options.jobs)
    told.end()
    if options.report:
        _save_report(told, options, tally)


class _InOrder:
    """Tells what became of each photo in the order of the photos, as soon as that is possible."""

    def __init__(self, orders: Sequence[Order], options: argparse.Namespace, tally: Tally) -> None:
        self.photos = [order.entry.photo for order in orders]
        self.ends: list[Event] = []
        self._options, self._tally = options, tally
        self._early: dict[int, Event] = {}
        self._alike = Alike()

    def hear(self, event: Event) -> None:
        """Take what became of a photo; it is told once all before it are."""
        if event.state == "working":
            return
        self._early[event.number] = event
        while found := self._early.pop(len(self.ends), None):
            self.ends.append(found)
            with above_the_bar():
                self._tell(found)

    def end(self) -> None:
        """Print what there is to say of several photos together."""
        self._alike.say_how_many_more()
        self._say_what_was_done_before()
        self._give_up_the_rest()

    def _tell(self, event: Event) -> None:
        photo = self.photos[event.number]
        if event.report is None:
            aloud = self._alike.is_new(event.reason.replace(str(photo), ""))
            hinted = event.too_large and not self._options.large
            told = with_large_named(event.reason) if hinted else event.reason
            self._tally.fail(photo, told, aloud=aloud)
            return
        self._alike.say_how_many_more()
        self._tally.done.append(event.report)
        if not self._options.json and not self._options.quiet and not event.before:
            print_report(event.report)

    def _say_what_was_done_before(self) -> None:
        """Say how many photos an earlier run has made, in place of a line for each."""
        before = sum(event.before for event in self.ends)
        if before and not self._options.json and not self._options.quiet:
            told = ngettext(
                "{before} of {count} photo done before",
                "{before} of {count} photos done before",
                len(self.ends),
            )
            say(told.format(before=before, count=len(self.ends)))

    def _give_up_the_rest(self) -> None:
        """Print how many photos were not begun, because nothing more can be saved."""
        from core.batch.runner import Event

        left = self.photos[len(self.ends) :]
        if not left:
            return
        for photo in left:
            named = translated(_NAMED_NOT_BEGUN).format(photo=photo)
            self._tally.fail(photo, named, aloud=False)
            self.ends.append(Event(len(self.ends), "failed", reason=translated(_NOT_BEGUN)))
        if self._options.output_dir:
            told = ngettext(
                "{count} photo was not begun; once that is mended, the same command with --resume "
                "goes on",
                "{count} photos were not begun; once that is mended, the same command with "
                "--resume goes on",
                len(left),
            )
        else:
            told = ngettext(
                "{count} photo was not begun", "{count} photos were not begun", len(left)
            )
        complain(told.format(count=len(left)))


def _save_report(told: _InOrder, options: argparse.Namespace, tally: Tally) -> None:
    from core.batch.report import save_report

    try:
        save_report(options.report, told.photos, told.ends, new=not options.overwrite)
    except WriteError as error:
        exists = isinstance(error, ExistsError)
        tally.fail(options.report, replaceable(error) if exists else str(error))
