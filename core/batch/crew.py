"""The child processes that make the photos of a batch, seen from the one that gives the orders."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from core import own_files
from core.batch.work import Answer, Order
from core.commands import BATCH_COMMAND
from core.language import N_, _, translated
from core.part_file import remove_dead
from core.progress import Progress
from core.writing.child import program, start

_ENDED = N_(
    "its process was ended, probably because there was not enough memory; "
    "close other programs, or make it smaller"
)
_LOST = N_(
    "its process ended, as Fewtone's own files were removed or replaced; start Fewtone again"
)


class Told(NamedTuple):
    """What a process said of the photo it works on.

    Parameters
    ----------
    number : int
        As `Crew.give` was told.
    said : Progress or Answer
    """

    number: int
    said: Progress | Answer


class _Hand:
    """One process: it does one order after another."""

    def __init__(self, heard: SimpleQueue[tuple[_Hand, Any]], threads: int) -> None:
        self.process = start(program("core.batch.worker", BATCH_COMMAND))
        self.number: int | None = None
        self.order: Order | None = None
        self._heard = heard
        Thread(target=self._listen, daemon=True).start()
        self._say(threads)

    def give(self, number: int, order: Order) -> None:
        """Have it begin; one that was ended answers that it was."""
        self.number, self.order = number, order
        self._say(order)

    def _say(self, what: Any) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            pickle.dump(what, self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(Exception):
            while True:
                self._heard.put((self, pickle.load(self.process.stdout)))  # noqa: S301
        self._heard.put((self, None))

    def end(self) -> None:
        """End it, whatever it does, and remove what it has begun to write."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError, AttributeError):
                pipe.close()  # type: ignore[union-attr]
        if self.order is not None:
            remove_dead(self.order.entry.place.folder)


class Crew:
    """Processes that each make a photo at a time; made by `crew`.

    Parameters
    ----------
    threads : int
        Threads that share the work on one photo.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._hands: list[_Hand] = []
        self._heard: SimpleQueue[tuple[_Hand, Any]] = SimpleQueue()

    def give(self, number: int, order: Order) -> None:
        """Have a photo made by a process that is free, or by one more.

        Raises
        ------
        OSError, RuntimeError
            When no process is free, and none can be started.
        """
        free = [hand for hand in self._hands if hand.number is None]
        if not free:
            free = [_Hand(self._heard, self._threads)]
            self._hands += free
        free[0].give(number, order)

    def hear(self, seconds: float) -> Told | None:
        """Wait for what a process says, for some time at most."""
        with contextlib.suppress(Empty):
            hand, said = self._heard.get(timeout=seconds)
            number, order = hand.number, hand.order
            if said is None:
                self._hands.remove(hand)
                hand.end()
                if order is not None:
                    why = translated(_LOST if own_files.are_gone() else _ENDED)
                    told = _("Cannot reduce {photo}: {reason}")
                    said = Answer(error=told.format(photo=order.entry.photo, reason=why))
            if isinstance(said, Answer):
                hand.number = hand.order = None
            if number is not None:
                return Told(number, said)
        return None

    def end(self) -> None:
        """End all processes, whatever they do."""
        while self._hands:
            self._hands.pop().end()


@contextmanager
def crew(threads: int) -> Iterator[Crew]:
    """Make a crew that ends with the block, together with whatever it does."""
    made = Crew(threads)
    try:
        yield made
    finally:
        made.end()
