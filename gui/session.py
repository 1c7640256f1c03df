"""One open photo with its settings and result; asks the lanes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import FewtoneError
from core.settings import SaveOptions, Settings
from gui.lane import Lane

if TYPE_CHECKING:
    from core.histogram import Histogram
    from core.model import Palette, Photo, ProgressCallback, Result, Saved
    from gui.bridge import Picture


class Session(QObject):
    """The work on one photo.

    Signals
    -------
    photo_opened(Photo, Picture)
    open_failed(Path, str)
        The photo before stays.
    result_made(Result, Picture)
    failed(str)
        A sentence for the user.
    stopped()
        The user cancelled.
    busy_changed(bool)
    progressed(Progress)
    file_size_measured(int or None)
        Bytes of the file that would be saved; None while that is not known.
    settings_changed(Settings)
        Also when a run or the store set them.
    modified_changed(bool)
        There is work that is not saved.
    saved(Saved)
        An image or palette file was written.
    """

    photo_opened = Signal(object, object)
    open_failed = Signal(object, str)
    result_made = Signal(object, object)
    failed = Signal(str)
    stopped = Signal()
    busy_changed = Signal(bool)
    progressed = Signal(object)
    file_size_measured = Signal(object)
    settings_changed = Signal(object)
    modified_changed = Signal(bool)
    saved = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self.histogram: Histogram | None = None
        self.result: Result | None = None
        self.settings = settings
        self.saved_to: Path | None = None
        self.modified = False
        self._save_options = SaveOptions()
        self._when_settled: Callable[[], None] | None = None
        self._opening = Lane("latest", "opening", self)
        self._running = Lane("latest", "running", self)
        self._measuring = Lane("latest", "measuring", self)
        self._saving = Lane("queue", "saving", self)
        for lane in (self._opening, self._running):
            lane.busy_changed.connect(self._tell_busy)
            lane.progressed.connect(self.progressed)
        self._saving.busy_changed.connect(self._tell_busy)
        self._told_busy = False

    @property
    def busy(self) -> bool:
        """Whether the result shown is not the last word, or a file is being written."""
        return self._opening.busy or self._running.busy or self._saving.busy

    @property
    def saving(self) -> bool:
        """Whether a file is being written."""
        return self._saving.busy or self._when_settled is not None

    def open(self, path: Path) -> None:
        """Open a photo; the one before stays until the new one is there."""
        self._opening.submit(
            lambda progress: _open(path, progress),
            self._take_photo,
            lambda error: self.open_failed.emit(path, _sentence(error)),
        )

    def set_settings(self, settings: Settings) -> None:
        """Change the settings, and make the result anew."""
        if settings == self.settings:
            return
        self.settings = settings
        self.settings_changed.emit(settings)
        if self.photo is not None:
            self._set_modified(True)
            self.run()

    def run(self) -> None:
        """Make the result from the present settings; a run under way is cancelled."""
        photo, settings, histogram = self.photo, self.settings, self.histogram
        if photo is None or histogram is None:
            return  # When the colors are counted, this is called again.
        self._measuring.cancel()
        self._running.submit(
            lambda progress: _reduce(photo, settings, histogram, progress),
            self._take_result,
            lambda error: self._give_up(_sentence(error)),
        )

    def cancel(self) -> None:
        """Stop opening and running; files being written are finished."""
        if self._opening.busy or self._running.busy:
            self._opening.cancel()
            self._running.cancel()
            self._when_settled = None
            self._tell_busy()
            self.stopped.emit()

    def set_save_options(self, options: SaveOptions) -> None:
        """Choose how the next image is saved; its size is measured anew."""
        if options != self._save_options:
            self._save_options = options
            self._measure()

    def save_image(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Save the result, once there is one for the present settings."""

        def save() -> None:
            result = self.result
            if result is None:
                return
            options, settings = self._save_options, self.settings
            self._saving.submit(
                lambda _progress: _save_image(result, path, options),
                lambda saved: self._take_saved_image(saved, settings, then),
                lambda error: self.failed.emit(_sentence(error)),
            )

        if self._opening.busy or self._running.busy:
            self._when_settled = save
        else:
            save()

    def save_palette(self, path: Path) -> None:
        """Save the palette of the result shown."""
        if self.result is None:
            return
        palette = self.result.palette
        self._saving.submit(
            lambda _progress: _save_palette(palette, path),
            self.saved.emit,
            lambda error: self.failed.emit(_sentence(error)),
        )

    def forget_changes(self) -> None:
        """Give up work that is not saved."""
        self._set_modified(False)

    def close(self) -> None:
        """Cancel and end all threads."""
        for lane in (self._opening, self._running, self._measuring, self._saving):
            lane.close()

    def _take_photo(self, opened: _Opened) -> None:
        self._running.cancel()
        self._measuring.cancel()
        self._when_settled = None
        self.photo, self.histogram, self.result = opened.photo, None, None
        self.saved_to = None
        self._set_modified(False)
        self.file_size_measured.emit(None)
        self.photo_opened.emit(opened.photo, opened.picture)
        photo = opened.photo
        self._opening.submit(
            lambda progress: _count(photo, progress),
            self._take_histogram,
            lambda error: self._give_up(_sentence(error)),
        )

    def _take_histogram(self, histogram: Histogram) -> None:
        self.histogram = histogram
        self.run()

    def _take_result(self, made: _Made) -> None:
        self.result = made.result
        self.result_made.emit(made.result, made.picture)
        self._measure()
        if self._when_settled is not None:
            save, self._when_settled = self._when_settled, None
            save()

    def _take_saved_image(
        self, saved: Saved, settings: Settings, then: Callable[[], None] | None
    ) -> None:
        self.saved_to = saved.path
        if settings == self.settings:
            self._set_modified(False)
        self.saved.emit(saved)
        if then is not None:
            then()

    def _give_up(self, sentence: str) -> None:
        self._when_settled = None
        self.failed.emit(sentence)

    def _measure(self) -> None:
        result, options = self.result, self._save_options
        self.file_size_measured.emit(None)
        if result is not None:
            self._measuring.submit(
                lambda progress: _measure(result, options, progress),
                self.file_size_measured.emit,
                # A format that cannot hold the picture says so when it is saved.
                lambda _error: None,
            )

    def _set_modified(self, modified: bool) -> None:
        if modified != self.modified:
            self.modified = modified
            self.modified_changed.emit(modified)

    def _tell_busy(self) -> None:
        if self.busy != self._told_busy:
            self._told_busy = self.busy
            self.busy_changed.emit(self.busy)


class _Opened(NamedTuple):
    photo: Photo
    picture: Picture


class _Made(NamedTuple):
    result: Result
    picture: Picture


# What runs in the lanes. numpy and Pillow are imported here, so that the window paints before.


def _open(path: Path, progress: ProgressCallback) -> _Opened:
    from core import Progress, open_photo
    from gui.bridge import picture_of

    progress(Progress(0.0, f"opening {path.name}"))
    photo = open_photo(path)
    progress(Progress(0.5, f"opening {path.name}"))
    return _Opened(photo, picture_of(photo.pixels, photo.alpha))


def _count(photo: Photo, progress: ProgressCallback) -> Histogram:
    from core import count_colors
    from core.progress import Meter

    return count_colors(photo, Meter(progress).part(1.0, "counting colors"))


def _reduce(
    photo: Photo, settings: Settings, histogram: Histogram, progress: ProgressCallback
) -> _Made:
    from core import reduce
    from gui.bridge import picture_of_result

    result = reduce(photo, settings, progress, histogram=histogram)
    return _Made(result, picture_of_result(result))


def _measure(result: Result, options: SaveOptions, progress: ProgressCallback) -> int:
    from core import encode_image

    return len(encode_image(result, options.format or "png", options, progress).data)


def _save_image(result: Result, path: Path, options: SaveOptions) -> Saved:
    from core import save_image

    return save_image(result, path, options)


def _save_palette(palette: Palette, path: Path) -> Saved:
    from core import save_palette

    return save_palette(palette, path)


def _sentence(error: Exception) -> str:
    if isinstance(error, FewtoneError):
        return str(error)
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    return f"Something unexpected happened: {type(error).__name__}: {error}"
