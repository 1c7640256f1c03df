"""Work in the lanes that takes as long as with large photos."""

from __future__ import annotations

import random
import threading
import time

from core import Progress
from core.errors import FewtoneError
from gui.session import tasks
from gui.session.lane import Cancelled


class Delays:
    """Makes the work in the lanes take as long as with large photos, and hears what fails there.

    Drafts, veils and sizes that fail are told nobody by the window: here they are.
    """

    NAMES = ("announce", "open_photo", "frame", "count", "make_draft", "make", "difference", "veil")
    NAMES = (*NAMES, "measure", "save_image", "save_palette", "reach")

    def __init__(self, monkeypatch, seed: int, most_ms: int) -> None:
        self.failures: list[str] = []
        self._rng, self._lock, self._most_ms = random.Random(seed), threading.Lock(), most_ms
        self.gates: dict[str, threading.Event] = {}
        for name in self.NAMES:
            monkeypatch.setattr(tasks, name, self._slower(name, getattr(tasks, name)))

    def _slower(self, name: str, real):
        def work(*arguments):
            with self._lock:
                wait = self._rng.choice([0, 0, self._rng.uniform(0, self._most_ms)]) / 1000
            report = arguments[-1] if callable(arguments[-1]) else lambda _progress: None
            end = time.monotonic() + wait
            while time.monotonic() < end:
                time.sleep(0.001)
                report(Progress(0.0, "waiting"))
            try:
                return real(*arguments)
            except (FewtoneError, Cancelled):
                raise
            except Exception as error:
                self.failures.append(f"{name}: {error!r}")
                raise

        return work
