"""Many photos on the command line: several at a time, told in their order."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.cli.console import above_the_bar, batch_bar
from core.cli.photos import is_folder
from core.cli.reducing import LARGE_HINT
from core.cli.saving import REPLACE
from core.cli.source import is_stream
from core.cli.telling import Tally, print_report
from core.errors import ExistsError, WriteError
from core.parallel import processors

if TYPE_CHECKING:
    from core.batch.making import Recipe
    from core.batch.plan import Entry
    from core.batch.runner import Event

# Processes take a while to start; fewer photos are done sooner one after another.
_FEW = 3


def is_batch(entries: Sequence[Entry], options: argparse.Namespace) -> bool:
    """Return whether photos are made as a batch; what comes through a pipe is not."""
    if options.output or options.save_palette or any(is_stream(each.photo) for each in entries):
        return False
    asked = options.jobs or options.report or any(map(is_folder, options.photos))
    return bool(asked) or len(entries) > _FEW


def run_batch(
    entries: Sequence[Entry], recipe: Recipe, options: argparse.Namespace, tally: Tally
) -> None:
    """Save the photos of a batch; one that fails does not stop the others."""
    from core.batch.memory import budget
    from core.batch.runner import Limits, run_apart, run_here
    from core.batch.work import Order

    orders = [Order(entry, recipe) for entry in entries]
    at_once = options.jobs or (processors() if len(orders) > _FEW else 1)
    told = _InOrder(entries, options, tally)
    with batch_bar(len(orders), wanted=not options.quiet) as progress:
        if at_once == 1:
            run_here(orders, told.hear, progress)
        else:
            run_apart(orders, told.hear, progress, Limits(at_once, budget()))
    if options.report:
        _save_report(told, options, tally)


class _InOrder:
    """Tells what became of each photo in the order of the photos, as soon as that is possible."""

    def __init__(self, entries: Sequence[Entry], options: argparse.Namespace, tally: Tally) -> None:
        self.photos = [entry.photo for entry in entries]
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
        if not self._options.json and not self._options.quiet:
            print_report(event.report)


def _save_report(told: _InOrder, options: argparse.Namespace, tally: Tally) -> None:
    from core.batch.report import save_report

    try:
        save_report(options.report, told.photos, told.ends, new=not options.overwrite)
    except WriteError as error:
        hint = f"; {REPLACE}" if isinstance(error, ExistsError) else ""
        tally.fail(options.report, f"{error}{hint}")
