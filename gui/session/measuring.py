"""Measuring: what the file of a result would be, in each format, and how near the result is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.settings import ImageFormat, SaveOptions
from gui.session import tasks
from gui.session.attempt import Attempt, of_file
from gui.session.lane import Lane
from gui.session.tasks import Compared, sentence

if TYPE_CHECKING:
    from core import QualityPart
    from core.model import Photo, Result, Saved

# What is quick to encode comes first; each row of the comparison is filled in when it is known.
_COMPARED: tuple[ImageFormat, ...] = ("bmp", "tiff", "gif", "jpeg", "png", "webp", "avif")

# A larger file takes more memory than the second of making it again is worth; it is no PNG.
_LARGEST_KEPT = 32_000_000


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
    quality_measured(str, float or str)
        One of the numbers of `core.Quality`, or a sentence on why there is none.
    """

    begun = Signal()
    file_size_measured = Signal(object)
    file_refused = Signal(str)
    format_compared = Signal(str, object)
    difference_judged = Signal(object)
    quality_measured = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # What is known of one result stays so until there is another.
        self._result: Result | None = None
        self._attempts: dict[SaveOptions, Attempt] = {}
        self._compared: dict[SaveOptions, Compared | str] = {}
        self._quality: dict[str, float | str] = {}
        self._attempt: Attempt | None = None
        self._measuring = Lane("latest", "measuring", self)
        self._judging = Lane("latest", "judging", self)
        self._comparing = Lane("queue", "comparing formats", self)
        self._measuring_quality = Lane("queue", "measuring quality", self)
        self._copying = Lane("latest", "copying", self)

    @property
    def attempt(self) -> Attempt | None:
        """The file whose size is told, made or in the making."""
        return self._attempt

    def measure(self, result: Result | None, options: SaveOptions) -> None:
        """Measure the file that a result would be saved to.

        Parameters
        ----------
        options : SaveOptions
            With the effort and the background of the result's settings.
        """
        self._turn_to(result)
        self._measuring.cancel()
        if result is None:
            self._attempt = None
            self.file_size_measured.emit(None)
            return
        attempt = self._attempt = self._attempt_of(result, options)
        if attempt.measured is not None:
            self.file_size_measured.emit(attempt.measured.size)
            return
        self.file_size_measured.emit(None)
        self._measuring.submit(
            lambda progress: tasks.measure(attempt, progress),
            lambda measured: self.file_size_measured.emit(measured.size),
            lambda error: self.file_refused.emit(sentence(error)),
        )

    def hand_on(self, result: Result) -> None:
        """Go on with what is known for a result of the same picture, as after locking a color."""
        if self._result is None or self._result.indices is not result.indices:
            self._turn_to(result)
            return
        self._result = result
        for attempt in (self._attempt, *self._attempts.values()):
            if attempt is not None:
                attempt.result = result

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
            known = self._compared.get(of_file(of))
            if known is None:
                self._submit_comparison(result, of)
            else:
                self.format_compared.emit(name, known)

    def stop_comparing(self) -> None:
        """Stop comparing formats; what is known stays so."""
        self._comparing.cancel()

    def measure_quality(self, photo: Photo, result: Result) -> None:
        """Find out all numbers on how near a result is to its photo, the quickest first."""
        from core import QUALITY_PARTS

        self._turn_to(result)
        self._measuring_quality.cancel()
        for part in QUALITY_PARTS:
            if all(name in self._quality for name in part.names):
                self._take_quality({name: self._quality[name] for name in part.names})
            else:
                self._submit_quality(part, photo, result)

    def stop_measuring_quality(self) -> None:
        """Stop measuring these numbers; what is known stays so."""
        self._measuring_quality.cancel()

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
        attempt = self._attempt
        self._copying.submit(
            lambda progress: tasks.save_image(result, path, options, attempt, progress),
            done,
            lambda error: failed(sentence(error)),
        )

    def stop(self) -> None:
        """Stop measuring: another result is coming."""
        for lane in self._lanes:
            lane.cancel()
        self.begun.emit()

    def close(self) -> None:
        """End the threads."""
        for lane in (*self._lanes, self._copying):
            lane.close()

    @property
    def _lanes(self) -> tuple[Lane, ...]:
        """Those that measure something."""
        return self._measuring, self._judging, self._comparing, self._measuring_quality

    def _turn_to(self, result: Result | None) -> None:
        """Forget what is known of another result."""
        if result is not self._result:
            self._result, self._attempt = result, None
            self._attempts.clear()
            self._compared.clear()
            self._quality.clear()

    def _attempt_of(self, result: Result, options: SaveOptions) -> Attempt:
        """Return the file for these options, which another may have asked for already."""
        large = [key for key, each in self._attempts.items() if _is_large(each)]
        for key in large:
            del self._attempts[key]
        return self._attempts.setdefault(of_file(options), Attempt(result, options))

    def _submit_comparison(self, result: Result, options: SaveOptions) -> None:
        attempt = self._attempt_of(result, options)

        def take(compared: Compared | str) -> None:
            self._compared[of_file(options)] = compared
            self.format_compared.emit(options.format, compared)

        self._comparing.submit(
            lambda progress: tasks.compare(attempt, progress),
            take,
            lambda error: take(sentence(error)),
        )

    def _submit_quality(self, part: QualityPart, photo: Photo, result: Result) -> None:
        self._measuring_quality.submit(
            lambda progress: tasks.measure_quality(part, photo, result, progress),
            self._take_quality,
            lambda error: self._take_quality(dict.fromkeys(part.names, sentence(error))),
        )

    def _take_quality(self, found: Mapping[str, float | str]) -> None:
        self._quality.update(found)
        for name, value in found.items():
            self.quality_measured.emit(name, value)


def _is_large(attempt: Attempt) -> bool:
    """Return whether a file had better be made again than be kept."""
    return attempt.measured is not None and attempt.measured.size > _LARGEST_KEPT
