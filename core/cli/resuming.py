"""The journal of a batch on the command line: what `--resume` goes on from."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from core.batch.ground import Ground
from core.batch.journal import JOURNAL_NAME, Journal, Past, read_journal, work_of
from core.batch.making import Recipe
from core.batch.work import Order
from core.cli.console import complain
from core.cli.planning import planned
from core.errors import FewtoneError, WriteError
from core.language import _, ngettext

if TYPE_CHECKING:
    from core.batch.listing import Found
    from core.batch.runner import Event
    from core.model import Palette


class Log:
    """Reads the journal if it is to be gone on from, plans what there is to do, and keeps it.

    Parameters
    ----------
    found : sequence of Found
    recipe : Recipe
    options : argparse.Namespace

    Attributes
    ----------
    shared : Palette or None
        The palette that an earlier run has found for all photos.

    Raises
    ------
    FewtoneError
        Naming the folder or the journal, when there can be none, or nothing can be gone on from.
    """

    def __init__(self, found: Sequence[Found], recipe: Recipe, options: argparse.Namespace) -> None:
        folder = options.output_dir
        weigh = (options.weigh or "equal") if options.shared_palette else None
        work, described = work_of(recipe, options.name, weigh)
        past = read_journal(folder, work) if options.resume else Past(folder)
        if not (options.resume or options.overwrite or options.quiet):
            _remind(folder, work)
        self.shared = past.shared
        self._recipe, self._past = recipe, past
        self._entries = planned(found, recipe, options, past)
        self._orders: list[Order] = []
        self._ground = Ground.of(folder)
        self._journal = Journal(folder, work)
        if options.resume and not self._journal.alone:
            self._journal.close()
            told = _("Cannot resume in {folder}: Fewtone is at work there already")
            raise WriteError(told.format(folder=folder))
        self._journal.begin(described)
        if past.broken:
            told = ngettext(
                "{count} line of {path} cannot be read; what they tell of is done again",
                "{count} lines of {path} cannot be read; what they tell of is done again",
                past.broken,
            )
            complain(told.format(count=past.broken, path=folder / JOURNAL_NAME))

    def orders(self, shared: Palette | None) -> list[Order]:
        """List what there is to do, with a palette for all or one each.

        What was done before is only looked at.
        """
        recipe = replace(self._recipe, shared=shared)
        self._orders = [
            Order(entry, recipe, hashed=True, done=self._past.done(entry.photo)).on(self._ground)
            for entry in self._entries
        ]
        return self._orders

    def share(self, palette: Palette) -> None:
        """Write down the palette for all photos."""
        self._journal.shared(palette)

    def hear(self, event: Event) -> None:
        """Write down what became of a photo."""
        self._journal.hear(self._orders[event.number], event)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._journal.close()
        if self._journal.problem:
            told = _("{reason}; --resume may do photos again")
            complain(told.format(reason=self._journal.problem))
        if isinstance(error, KeyboardInterrupt):
            complain(_("the same command with --resume goes on where this was ended"))


def _remind(folder: Path, work: str) -> None:
    """Say that photos will be made once more, if an earlier run has made any like this."""
    with suppress(FewtoneError):
        if read_journal(folder, work).records:
            told = _(
                "{folder} has results of these settings already, and gets others beside them; "
                "--resume makes only what is missing"
            )
            complain(told.format(folder=folder))
