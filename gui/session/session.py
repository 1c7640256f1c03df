"""One open photo with its settings, palette and result; asks the lanes."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoGroup

from core.errors import FewtoneError
from core.settings import SETTINGS, SaveOptions, Settings
from gui.picture.geometry import Seen
from gui.session import tasks
from gui.session.lane import Lane, Task
from gui.session.opening import Opening, Request
from gui.session.tasks import sentence
from gui.session.work import Change, Desk, Work

if TYPE_CHECKING:
    from core import Histogram
    from core.model import Edited, Palette, Photo, Result, Saved

Edit = Callable[["Edited"], "Edited"]
"""Takes a palette, and gives an edited one or raises FewtoneError."""


class Session(QObject):
    """The work on the photo shown; that on photos shown before is kept.

    Signals
    -------
    photo_announced(Picture)
        A first, smaller picture of a photo that is being opened.
    photo_opened(Photo, Picture)
    too_large(Request, int)
        A photo with this number of pixels is opened only when `large` is asked for.
    open_failed(Path, str)
        The photo before stays.
    opening_stopped()
        The photo before stays, as the user wishes.
    draft_made(Draft, Picture)
        A quick answer; the exact one follows.
    result_made(Result, Picture)
    palette_changed(Result)
        The result has other locks or names; the picture is the same.
    failed(str)
        A sentence for the user.
    refused(str)
        Something that was asked for cannot be; nothing has changed.
    stopped()
        The user cancelled.
    busy_changed(bool)
    saving_ended()
        No file is being written any more, and none waits for a result.
    progressed(Progress)
    file_size_measured(int or None)
        Bytes of the file that would be saved; None while that is not known.
    difference_made(Picture or None)
    lit(Picture or None)
        A veil for the result, or none.
    settings_changed(Settings)
        Also when a run, an undo or the store set them.
    modified_changed(bool)
        There is work that is not saved.
    modified_photos_changed()
        Another set of photos has such work.
    saved(Saved)
        An image or palette file was written.
    """

    photo_announced = Signal(object)
    photo_opened = Signal(object, object)
    too_large = Signal(object, object)
    open_failed = Signal(object, str)
    opening_stopped = Signal()
    draft_made = Signal(object, object)
    result_made = Signal(object, object)
    palette_changed = Signal(object)
    failed = Signal(str)
    refused = Signal(str)
    stopped = Signal()
    busy_changed = Signal(bool)
    saving_ended = Signal()
    progressed = Signal(object)
    file_size_measured = Signal(object)
    difference_made = Signal(object)
    lit = Signal(object)
    settings_changed = Signal(object)
    modified_changed = Signal(bool)
    modified_photos_changed = Signal()
    saved = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self.histogram: Histogram | None = None
        self.result: Result | None = None
        # The palette of the result shown, as something to edit.
        self.edited: Edited | None = None
        self.same_settings = True
        # Where the canvas looks; a draft is made just for that.
        self.look: Callable[[], Seen | None] = lambda: None
        self.undo_group = QUndoGroup(self)
        self._desk = Desk(None, Work(settings))
        self._desks: dict[Path, Desk] = {}
        # What the result shown was made from, and what the last run found.
        self._result_work: Work | None = None
        self._found: tuple[Settings, Edited] | None = None
        self._wants_difference = False
        self._save_options = SaveOptions()
        self._when_settled: list[tuple[Path, Callable[[], None]]] = []
        self._opening = Opening(self)
        self._opening.announced.connect(self.photo_announced)
        self._opening.opened.connect(self._take_photo)
        self._opening.too_large.connect(self.too_large)
        self._opening.failed.connect(self.open_failed)
        self._opening.stopped.connect(self.opening_stopped)
        self._counting = Lane("latest", "counting", self)
        self._drafting = Lane("latest", "drafting", self)
        self._running = Lane("latest", "running", self)
        self._measuring = Lane("latest", "measuring", self)
        self._comparing = Lane("latest", "comparing", self)
        self._lighting = Lane("latest", "lighting", self)
        self._saving = Lane("queue", "saving", self)
        # Animations that are being written, which may take long.
        self._writing: list[Task] = []
        for lane in (self._opening, self._counting, self._running, self._saving):
            lane.progressed.connect(self.progressed)
        self._opening.activity_changed.connect(self._tell_busy)
        for lane in (*self._making, self._saving):
            lane.busy_changed.connect(self._tell_busy)
        self._told_busy = self._told_saving = self._told_modified = self._closed = False

    @property
    def settings(self) -> Settings:
        """The settings of the photo shown."""
        return self._desk.work.settings

    @property
    def edits(self) -> bool:
        """Whether the palette is an edited one."""
        return self._desk.work.edited is not None

    @property
    def modified(self) -> bool:
        """Whether there is work on the photo shown that is not saved."""
        return self._desk.modified

    @property
    def modified_photos(self) -> list[Path]:
        """The photos with work that is not saved."""
        return [path for path, desk in self._desks.items() if desk.modified]

    @property
    def saved_to(self) -> Path | None:
        """Where the image was saved before."""
        return self._desk.saved_to

    @property
    def settled(self) -> bool:
        """Whether the result shown is that of the work, to the last pixel."""
        return self.result is not None and self._result_work == self._desk.work and not self._makes

    @property
    def busy(self) -> bool:
        """Whether a photo is being opened, a result made, or a file written."""
        return self._opening.busy or self._makes or self._saving.busy

    @property
    def saving(self) -> bool:
        """Whether a file is being written."""
        return self._saving.busy or bool(self._when_settled)

    # What the user does

    def warm_up(self) -> None:
        """Load core in the background."""
        self._lighting.submit(
            lambda _progress: tasks.warm_up(), lambda _none: None, lambda _error: None
        )

    def open(self, request: Request) -> None:
        """Open a photo; the one before stays until the new one is there."""
        if not self._closed:
            self._opening.open(request)

    def stop_opening(self) -> None:
        """Stay with the photo shown."""
        self._opening.stop()

    def set_settings(self, settings: Settings, gesture: int = 0) -> None:
        """Change the settings, and make the result anew; edits of the palette are given up.

        Parameters
        ----------
        gesture : int
            Changes of the same gesture are one step of the undo history; 0 is none.
        """
        if settings == self.settings:
            self._finish()
            return
        if self.photo is None:
            self._apply(self._desk, Work(settings))
        else:
            self._push(_what_changed(self.settings, settings), Work(settings), gesture)

    def edit(self, text: str, edit: Edit) -> bool:
        """Edit the palette shown, and tell whether that could be done.

        The settings follow, so that a further run has as many colors.
        """
        shown = self.editable()
        if shown is None:
            return False
        try:
            edited = edit(shown)
        except FewtoneError as error:
            self.refused.emit(sentence(error))
            return False
        return edited is shown or self.use_palette(text, edited)

    def editable(self) -> Edited | None:
        """Give the palette shown; none, and a word to the user, while it is just a draft."""
        if self.edited is None or not self.settled:
            self._finish()
            self.refused.emit("Please wait until the colors are there.")
            return None
        return self.edited

    def use_palette(self, text: str, edited: Edited) -> bool:
        """Show the photo in a palette as it is, and tell whether that could be done."""
        colors, before = len(edited), self.edited
        if before is not None and len(before) == colors:
            # A photo of few colors has fewer than were asked for, and further ones may have more.
            colors = max(colors, self.settings.colors)
        locked = edited.palette.locked_colors
        try:
            settings = replace(self.settings, colors=colors, locked=locked, first_colors=())
        except FewtoneError as error:
            self.refused.emit(sentence(error))
            return False
        self._push(text, Work(settings, edited))
        return True

    def start_from(self, palette: Palette) -> None:
        """Run k-means from the colors of a palette."""
        colors = tuple(dict.fromkeys((r, g, b) for r, g, b in palette.colors.tolist()))
        settings = replace(self.settings, colors=len(colors), locked=(), first_colors=colors)
        self._push(f"Start from {len(colors)} colors", Work(settings))

    def lock_further(self, color: tuple[int, int, int]) -> None:
        """Have a color of the photo in the palette: it is locked, and the others found anew."""
        settings = self.settings
        if color in settings.locked:
            self.refused.emit(f"#{bytes(color).hex()} is locked already.")
            return
        locked = (*settings.locked, color)
        colors = max(settings.colors, len(locked))
        if colors > 256:
            self.refused.emit("All 256 colors are locked; unlock one first.")
            return
        settings = replace(settings, colors=colors, locked=locked, first_colors=())
        self._push(f"Lock #{bytes(color).hex()}", Work(settings))

    def compare(self, wanted: bool) -> None:
        """Show the difference between photo and result from now on, or no more."""
        self._wants_difference = wanted
        self._comparing.cancel()
        if not wanted:
            self.difference_made.emit(None)
        elif not self._makes:
            self._compare()

    def light_up(self, colors: Collection[int]) -> None:
        """Show where some colors of the palette are in the picture; none: everywhere."""
        seen, result = self.look(), self.result
        if not colors or seen is None or result is None or self._makes:
            self._lighting.cancel()
            self.lit.emit(None)
            return
        self._lighting.submit(
            lambda _progress: tasks.veil(result, colors, seen), self.lit.emit, lambda _error: None
        )

    def color_at(self, x: int, y: int) -> int | None:
        """Tell which palette color a pixel of the result shows."""
        if self.result is None or self._makes:
            return None
        if self.result.alpha is not None and self.result.alpha[y, x] == 0:
            return None
        return int(self.result.indices[y, x])

    def photo_color_at(self, x: int, y: int) -> tuple[int, int, int] | None:
        """Tell the color of a pixel of the photo; None where it is fully transparent."""
        if self.photo is None or (self.photo.alpha is not None and self.photo.alpha[y, x] == 0):
            return None
        red, green, blue = self.photo.pixels[y, x].tolist()
        return red, green, blue

    def cancel(self) -> None:
        """Stop opening, running and writing animations; other files are finished."""
        opening, makes = self._opening.busy, self._makes
        self.stop_opening()
        if self._writing:
            for task in self._writing:
                task.cancel()
            self._writing = []
            self._tell_busy()
            self.stopped.emit()
        if makes or opening:
            # Before the lanes tell that they are free: who waits for the file asks again then.
            lost = self._drop_saves()
            for lane in self._making:
                lane.cancel()
            self._tell_busy()
            self._show_last()
            self.stopped.emit()
            if lost:
                self.refused.emit(f"Cancelled: {lost}.")

    def set_save_options(self, options: SaveOptions) -> None:
        """Choose how the next image is saved; its size is measured anew."""
        if options != self._save_options:
            self._save_options = options
            self._measure()

    @property
    def _how_to_save(self) -> SaveOptions:
        return replace(self._save_options, background=self.settings.background)

    def save_image(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Save the result, once there is one for the present settings."""

        def save() -> None:
            assert self.result is not None
            result, desk = self.result, self._desk
            # The ending decides; the format of the options is that of the last file saved.
            options = replace(self._how_to_save, format=None)
            work = desk.work
            task = self._saving.submit(
                lambda progress: tasks.save_image(result, path, options, progress),
                lambda saved: self._take_saved_image(saved, desk, work, then),
                lambda error: self.failed.emit(sentence(error)),
            )
            if result.animation is not None:
                self._writing.append(task)

        self._when_there(path, save)

    def save_palette(self, path: Path) -> None:
        """Save the palette, once there is one for the present settings."""

        def save() -> None:
            assert self.result is not None
            palette = self.result.palette
            self._saving.submit(
                lambda _progress: tasks.save_palette(palette, path),
                self.saved.emit,
                lambda error: self.failed.emit(sentence(error)),
            )

        self._when_there(path, save)

    def _when_there(self, path: Path, save: Callable[[], None]) -> None:
        """Save now, or when the result is made."""
        if self._closed or self.photo is None:
            return
        if self.settled:
            save()
        else:
            self._when_settled.append((path, save))
            self._tell_busy()
            self._finish()

    def forget_changes(self) -> None:
        """Give up work that is not saved, on all photos."""
        for desk in (self._desk, *self._desks.values()):
            desk.stack.setClean()
        self._tell_modified()

    def keep_only(self, paths: Collection[Path]) -> None:
        """Forget the work on photos that are no longer at hand."""
        for path in set(self._desks) - set(paths):
            desk = self._desks.pop(path)
            if desk is not self._desk:
                desk.forget()

    def close(self) -> None:
        """Cancel and end all threads; what is asked for later is not done."""
        self._closed = True
        others = (self._measuring, self._comparing, self._lighting, self._saving)
        self._opening.close()
        for lane in (*self._making, *others):
            lane.close()
        for desk in (self._desk, *self._desks.values()):
            desk.forget()

    # What the lanes answer

    @property
    def _making(self) -> tuple[Lane, ...]:
        """The lanes whose end the result of the photo shown waits for."""
        return self._counting, self._drafting, self._running

    @property
    def _makes(self) -> bool:
        return any(lane.busy for lane in self._making)

    def _take_photo(self, request: Request, opened: tasks.Opened) -> None:
        for lane in self._making:
            lane.cancel()
        self._forget_pictures()
        lost = self._drop_saves()
        if lost:
            self.failed.emit(f"{lost}: the photo was left before its colors were found.")
        self.photo, self.histogram, self.result = opened.photo, None, None
        self.edited = self._result_work = self._found = None
        self._take_desk(opened.photo.path, request.fresh)
        # First the work, so that nobody finds the session idle in between.
        self._run()
        self.file_size_measured.emit(None)
        self.photo_opened.emit(opened.photo, opened.picture)

    def _take_desk(self, path: Path | None, fresh: bool) -> None:
        """Go on where the work on a photo was left, or begin."""
        settings = self.settings
        if fresh:
            self.keep_only([])
            settings = replace(settings, locked=(), first_colors=())
        desk = self._desks.get(path) if path is not None else None
        if desk is None:
            if not self.same_settings:
                settings = replace(settings, locked=(), first_colors=())
            desk = Desk(path, Work(settings))
            desk.stack.cleanChanged.connect(self._tell_modified)
            self.undo_group.addStack(desk.stack)
            if path is not None:
                self._desks[path] = desk
        before, self._desk = self._desk, desk
        self.undo_group.setActiveStack(desk.stack)
        if before not in self._desks.values() and before is not desk:
            before.forget()
        # A palette edited by hand is worth more than to be the same.
        if self.same_settings and desk.work.settings != settings and desk.work.edited is None:
            self._push("Same settings for all", Work(settings))
        self.settings_changed.emit(self.settings)
        self._tell_modified()

    def _take_histogram(self, histogram: Histogram) -> None:
        self.histogram = histogram
        self._run()

    def _push(self, text: str, work: Work, gesture: int = 0) -> None:
        if self._closed:
            return
        desk = self._desk
        # Weak: PySide never lets go of a step that Qt joined to another, nor of what that holds.
        method, its = weakref.WeakMethod(self._apply), weakref.ref(desk)

        def apply(work: Work) -> None:
            apply_to, desk = method(), its()
            if apply_to is not None and desk is not None:
                apply_to(desk, work)

        desk.stack.push(Change(text, desk.work, work, apply, gesture))

    def _apply(self, desk: Desk, work: Work) -> None:
        desk.work = work
        if desk is self._desk:
            self.settings_changed.emit(work.settings)
            self._run()

    def _run(self) -> None:
        """Show what the work leads to: at once a draft, then the exact result."""
        photo, histogram, work = self.photo, self.histogram, self._desk.work
        if photo is None or self._closed:
            return
        if histogram is None:
            if not self._counting.busy:
                self._count(photo)
            return  # When the colors are counted, this is called again.
        same = self._same_picture(work)
        if same is not None:
            self._take_palette(work, same)
            return
        self._forget_pictures()
        self._running.cancel()
        seen = self.look()
        if seen is None:
            self._run_exactly()
            return
        self._drafting.submit(
            lambda _progress: tasks.make_draft(photo, histogram, work, seen),
            self._take_draft,
            lambda _error: self._run_exactly(),
        )

    def _finish(self) -> None:
        """Make the result that was cancelled after all."""
        if self.photo is not None and not self.settled and not self._makes:
            self._run()

    def _count(self, photo: Photo) -> None:
        self._counting.submit(
            lambda progress: tasks.count(photo, progress),
            self._take_histogram,
            lambda error: self._give_up(sentence(error)),
        )

    def _same_picture(self, work: Work) -> Edited | None:
        """Find the palette of work that leaves the picture as it is, as locking does."""
        edited = work.edited
        if edited is None and self._found is not None and self._found[0] == work.settings:
            edited = self._found[1]
        shown = self.edited
        made = self._result_work
        if edited is None or shown is None or made is None or self._makes:
            return None
        same = made.settings.maps_like(work.settings) and edited.same_picture(shown)
        return edited if same else None

    def _take_palette(self, work: Work, edited: Edited) -> None:
        assert self.result is not None
        assert self.edited is not None
        self._result_work = work
        self.edited = edited.counted(self.edited.palette.counts)
        self.result = replace(self.result, palette=self.edited.palette)
        self.palette_changed.emit(self.result)

    def _take_draft(self, drafted: tasks.Drafted) -> None:
        # First the work, so that nobody finds the session idle in between.
        self._run_exactly()
        self.draft_made.emit(drafted.draft, drafted.picture)

    def _run_exactly(self) -> None:
        photo, histogram, work = self.photo, self.histogram, self._desk.work
        assert photo is not None
        assert histogram is not None
        self._running.submit(
            lambda progress: tasks.make(photo, histogram, work, progress),
            lambda made: self._take_result(made, work),
            lambda error: self._give_up(sentence(error)),
        )

    def _take_result(self, made: tasks.Made, work: Work) -> None:
        self.result, self.edited, self._result_work = made.result, made.edited, work
        if work.edited is None:
            self._found = work.settings, made.edited
        self.result_made.emit(made.result, made.picture)
        self._measure()
        if self._wants_difference:
            self._compare()
        saves, self._when_settled = self._when_settled, []
        for _path, save in saves:
            save()

    def _take_saved_image(
        self, saved: Saved, desk: Desk, work: Work, then: Callable[[], None] | None
    ) -> None:
        desk.saved_to = saved.path
        if work == desk.work:
            desk.stack.setClean()
        self.saved.emit(saved)
        if then is not None:
            then()

    def _give_up(self, why: str) -> None:
        lost = self._drop_saves()
        self.failed.emit(f"{why} {lost}." if lost else why)
        self._tell_busy()
        self._show_last()

    def _drop_saves(self) -> str:
        """Forget the files that waited for a result, and say which these are; "" if none did."""
        names = [f"“{path.name}”" for path, _save in self._when_settled]
        self._when_settled = []
        if not names:
            return ""
        return f"{' and '.join(names)} {'was' if len(names) == 1 else 'were'} not saved"

    def _show_last(self) -> None:
        """Tell again what is known of the result shown: the next one does not come."""
        if self.result is not None:
            self._measure()
            if self._wants_difference:
                self._compare()

    def _forget_pictures(self) -> None:
        """Stop what is made of the result that was shown."""
        for lane in (self._measuring, self._comparing, self._lighting):
            lane.cancel()
        self.lit.emit(None)

    def _measure(self) -> None:
        result, options = self.result, self._how_to_save
        self.file_size_measured.emit(None)
        if result is not None:
            self._measuring.submit(
                lambda progress: tasks.measure(result, options, progress),
                self.file_size_measured.emit,
                # A format that cannot hold the picture says so when it is saved.
                lambda _error: None,
            )

    def _compare(self) -> None:
        photo, histogram, result, edited = self.photo, self.histogram, self.result, self.edited
        if photo is None or histogram is None or result is None or edited is None:
            return
        assert self._result_work is not None
        settings = self._result_work.settings
        self._comparing.submit(
            lambda progress: tasks.difference(photo, histogram, result, edited, settings, progress),
            self.difference_made.emit,
            lambda error: self.failed.emit(sentence(error)),
        )

    def _tell_modified(self) -> None:
        self.modified_photos_changed.emit()
        if self.modified != self._told_modified:
            self._told_modified = self.modified
            self.modified_changed.emit(self.modified)

    def _tell_busy(self) -> None:
        if not self._saving.busy:
            self._writing = []
        if self.saving != self._told_saving:
            self._told_saving = self.saving
            if not self._told_saving:
                self.saving_ended.emit()
        if self.busy != self._told_busy:
            self._told_busy = self.busy
            self.busy_changed.emit(self.busy)


def _what_changed(before: Settings, after: Settings) -> str:
    """Name a step: the field that changed, or that several did."""
    changed = [
        name
        for name, kind in SETTINGS.items()
        if kind.title and getattr(before, name) != getattr(after, name)
    ]
    if len(changed) != 1:
        return "Settings"
    kind = SETTINGS[changed[0]]
    return (kind.step or kind.title).format(getattr(after, changed[0]))
