"""Measuring: what the file of a result would be, in each format, and how near the result is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.settings import LOSSY_FORMATS, ImageFormat, SaveOptions
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.tasks import Compared, Tried, sentence

if TYPE_CHECKING:
    from core import Measured
    from core.model import Photo, Result, Saved

# What is quick to encode comes first; each row of the comparison is filled in when it is known.
_COMPARED: tuple[ImageFormat, ...] = ("bmp", "tiff", "gif", "jpeg", "png", "webp", "avif")


class Measuring(QObject):
    """Lanes that find out about the file of a result before it is saved.

    Signals
    -------
    begun()
        What was measured is out of date: another result, or another way to save it, is coming.
    file_size_measured(int or None)
        Bytes of the file that would be saved; None while that is not known.
    file_refused(str)
        A sentence: why the result cannot be saved in the format chosen.
    format_compared(str, Compared or str)
        What the file would be in a format, or a sentence on why there is none.
    difference_judged(float or None)
        How different the result looks from its photo; None while that is not known.
    """

    begun = Signal()
    file_size_measured = Signal(object)
    file_refused = Signal(str)
    format_compared = Signal(str, object)
    difference_judged = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tried: Tried | None = None
        # What was compared of one result stays known until there is another.
        self._result: Result | None = None
        self._known: dict[SaveOptions, Compared | str] = {}
        self._measuring = Lane("latest", "measuring", self)
        self._judging = Lane("latest", "judging", self)
        self._comparing = Lane("queue", "comparing formats", self)
        self._copying = Lane("latest", "copying", self)

    @property
    def tried(self) -> Tried | None:
        """The file that was measured last, if it is at hand: saving need not make it again."""
        return self._tried

    def measure(self, result: Result | None, options: SaveOptions) -> None:
        """Measure the file that a result would be saved to.

        Parameters
        ----------
        options : SaveOptions
            With the background of the result's settings.
        """
        self._turn_to(result)
        self._measuring.cancel()
        known = self._known.get(_key(options))
        self.file_size_measured.emit(known.size if isinstance(known, Compared) else None)
        at_hand = self._tried is not None and self._tried.options == options
        if result is not None and not at_hand:
            self._measuring.submit(
                lambda progress: tasks.measure(result, options, progress),
                lambda measured: self._take_measured(Tried(result, options, measured)),
                lambda error: self.file_refused.emit(sentence(error)),
            )

    def judge(self, photo: Photo, result: Result) -> None:
        """Find out how different a result looks."""
        self.difference_judged.emit(None)
        self._judging.submit(
            lambda progress: tasks.visible_difference(photo, result, progress),
            self.difference_judged.emit,
            # Without the number nothing is lost.
            lambda _error: None,
        )

    def compare(self, result: Result, options: SaveOptions) -> None:
        """Find out what the file would be in each format, one after the other.

        Parameters
        ----------
        options : SaveOptions
            Their format does not count.
        """
        self._turn_to(result)
        self._comparing.cancel()
        for name in _COMPARED:
            of = replace(options, format=name)
            known = self._known.get(_key(of))
            if known is None:
                self._submit_comparison(result, of)
            else:
                self.format_compared.emit(name, known)

    def stop_comparing(self) -> None:
        """Stop comparing formats; what is known stays so."""
        self._comparing.cancel()

    def copy(
        self,
        result: Result,
        options: SaveOptions,
        path: Path,
        done: Callable[[Saved], None],
        failed: Callable[[str], None],
    ) -> None:
        """Write the file of a result to a place of our own; that is not saving, for the user.

        Parameters
        ----------
        done, failed : callable
            Called with what was written or with a sentence; neither when another copy is asked for.
        """
        tried = self._tried
        self._copying.submit(
            lambda progress: tasks.save_image(result, path, options, tried, progress),
            done,
            lambda error: failed(sentence(error)),
        )

    def stop(self) -> None:
        """Stop measuring: another result is coming."""
        for lane in (self._measuring, self._judging, self._comparing):
            lane.cancel()
        self.begun.emit()

    def close(self) -> None:
        """End the threads."""
        for lane in (self._measuring, self._judging, self._comparing, self._copying):
            lane.close()

    def _turn_to(self, result: Result | None) -> None:
        """Forget what is known of another result."""
        if result is not self._result:
            self._result, self._tried = result, None
            self._known.clear()

    def _take_measured(self, tried: Tried) -> None:
        self._tried = tried
        measured: Measured = tried.measured
        if tried.options.format not in LOSSY_FORMATS:
            # Of these the colors are compared as well.
            self._known[_key(tried.options)] = Compared(measured.size, measured.changes)
        self.file_size_measured.emit(measured.size)

    def _submit_comparison(self, result: Result, options: SaveOptions) -> None:
        def take(compared: Compared | str) -> None:
            self._known[_key(options)] = compared
            self.format_compared.emit(options.format, compared)

        self._comparing.submit(
            lambda progress: tasks.compare(result, options, progress),
            take,
            lambda error: take(sentence(error)),
        )


def _key(options: SaveOptions) -> SaveOptions:
    """Make options that are the same for the same file: only lossy formats have a quality."""
    if options.format in LOSSY_FORMATS:
        return options
    return replace(options, quality=SaveOptions().quality)
