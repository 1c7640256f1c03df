"""Many photos on the command line: several at a time, told in their order."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.cli.console import above_the_bar, batch_bar, say
from core.cli.photos import is_folder
from core.cli.planning import planned
from core.cli.reducing import LARGE_HINT
from core.cli.saving import REPLACE
from core.cli.source import is_stream
from core.cli.telling import Tally, print_report
from core.errors import ExistsError, FewtoneError, WriteError
from core.parallel import processors
from core.wording import count_of

if TYPE_CHECKING:
    from core.batch.listing import Found
    from core.batch.making import Recipe
    from core.batch.runner import Event
    from core.batch.work import Order

# Processes take a while to start; fewer photos are done sooner one after another.
_FEW = 3


def is_batch(found: Sequence[Found], options: argparse.Namespace) -> bool:
    """Return whether photos are made as a batch; what comes through a pipe is not."""
    if options.output or options.save_palette or any(is_stream(each.photo) for each in found):
        return False
    asked = options.jobs or options.report or options.resume or any(map(is_folder, options.photos))
    return bool(asked) or len(found) > _FEW


def run_batch(
    found: Sequence[Found], recipe: Recipe, options: argparse.Namespace, tally: Tally
) -> None:
    """Save the photos of a batch; one that fails does not stop the others."""
    from core.batch.work import Order
    from core.cli.resuming import Log

    if not found:
        return
    if not options.output_dir:
        _run([Order(entry, recipe) for entry in planned(found, recipe, options)], options, tally)
        return
    try:
        log = Log(found, recipe, options)
    except FewtoneError as error:
        tally.fail(options.output_dir, str(error))
        return
    with log:
        _run(log.orders, options, tally, log.hear)


def _run(
    orders: Sequence[Order],
    options: argparse.Namespace,
    tally: Tally,
    also: Callable[[Event], object] = lambda _event: None,
) -> None:
    from core.batch.memory import budget
    from core.batch.runner import Limits, run_apart, run_here

    at_once = options.jobs or (processors() if len(orders) > _FEW else 1)
    told = _InOrder(orders, options, tally)

    def hear(event: Event) -> None:
        also(event)
        told.hear(event)

    with batch_bar(len(orders), wanted=not options.quiet) as progress:
        if at_once == 1:
            run_here(orders, hear, progress)
        else:
            run_apart(orders, hear, progress, Limits(at_once, budget()))
    told.say_what_was_done_before()
    if options.report:
        _save_report(told, options, tally)


class _InOrder:
    """Tells what became of each photo in the order of the photos, as soon as that is possible."""

    def __init__(self, orders: Sequence[Order], options: argparse.Namespace, tally: Tally) -> None:
        self.photos = [order.entry.photo for order in orders]
        self.ends: list[Event] = []
        self._options, self._tally = options, tally
        self._early: dict[int, Event] = {}

    def hear(self, event: Event) -> None:
        """Take what became of a photo; it is told once all before it are."""
        if event.state == "working":
            return
        self._early[event.number] = event
        while found := self._early.pop(len(self.ends), None):
            self.ends.append(found)
            with above_the_bar():
                self._tell(found)

    def _tell(self, event: Event) -> None:
        if event.report is None:
            hint = LARGE_HINT if event.too_large and not self._options.large else ""
            self._tally.fail(self.photos[event.number], event.reason + hint)
            return
        self._tally.done.append(event.report)
        if not self._options.json and not self._options.quiet and not event.before:
            print_report(event.report)

    def say_what_was_done_before(self) -> None:
        """Say how many photos an earlier run has made, in place of a line for each."""
        before = sum(event.before for event in self.ends)
        if before and not self._options.json and not self._options.quiet:
            say(f"{before} of {count_of(len(self.ends), 'photo')} done before")


def _save_report(told: _InOrder, options: argparse.Namespace, tally: Tally) -> None:
    from core.batch.report import save_report

    try:
        save_report(options.report, told.photos, told.ends, new=not options.overwrite)
    except WriteError as error:
        hint = f"; {REPLACE}" if isinstance(error, ExistsError) else ""
        tally.fail(options.report, f"{error}{hint}")
