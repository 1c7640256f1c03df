"""Attempt: the file of a result, made once for all who ask for it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from core.language import _
from core.progress import Progress
from core.settings import LOSSY_FORMATS, SaveOptions

if TYPE_CHECKING:
    from core import Measured
    from core.model import Result
    from core.progress import ProgressCallback

_SECONDS_BETWEEN_LOOKS = 0.02


class Attempt:
    """The file of a result, made by whichever thread comes first.

    The optimizer of PNG files works by the clock, so that a file made again may have another size
    than was told. What is measured, compared, saved and dragged out is therefore one and the same.

    Parameters
    ----------
    result : Result
    options : SaveOptions
        Its format, with the effort and the background of the result's settings.
    """

    def __init__(self, result: Result, options: SaveOptions) -> None:
        self.result = result
        self.options = options
        self._measured: Measured | None = None
        self._lock = threading.Lock()

    def is_of(self, result: Result, options: SaveOptions) -> bool:
        """Return whether that result saved with those options is this file."""
        return self.result is result and of_file(self.options) == of_file(options)

    @property
    def measured(self) -> Measured | None:
        """The file, if it has been made."""
        return self._measured

    def make(self, progress: ProgressCallback) -> Measured:
        """Make the file, or wait for the thread that does; if that is cancelled, go on here.

        Parameters
        ----------
        progress : callable
            Called now and then; what it raises ends the waiting or the making.

        Raises
        ------
        WriteError
            (an OSError) with the reason, when the format cannot hold the picture.
        """
        from core import measure_apart

        while not self._lock.acquire(timeout=_SECONDS_BETWEEN_LOOKS):
            progress(Progress(0.0, _("encoding")))
        try:
            if self._measured is None:
                name = self.options.format or "png"
                self._measured = measure_apart(self.result, name, self.options, progress)
            return self._measured
        finally:
            self._lock.release()


def of_file(options: SaveOptions) -> SaveOptions:
    """Make options that are the same for the same file: only lossy formats have a quality."""
    if options.format in LOSSY_FORMATS:
        return options
    return replace(options, quality=SaveOptions().quality)
