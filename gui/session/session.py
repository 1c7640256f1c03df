"""One open photo with its settings, palette and result: what the window talks to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.framing import WHOLE, Framing
from core.language import _, translated
from core.settings import SETTINGS, SaveOptions, Settings
from gui.picture.geometry import Seen
from gui.session import tasks
from gui.session.desks import Desks
from gui.session.editing import Editing
from gui.session.looking import Looking
from gui.session.making import Making
from gui.session.measuring import Measuring
from gui.session.opening import Opening, Request
from gui.session.saving import Saving, not_saved
from gui.session.work import Work, within

if TYPE_CHECKING:
    from core import Histogram
    from core.model import Edited, Mask, Photo, Result, Saved
    from gui.picture.bridge import Picture


class Session(QObject):
    """Work on the photo shown, as the window talks to it; work on photos shown before is kept.

    It owns the parts that do the work and joins their signals; no part knows it. Of four the
    window asks more: `desks`, `editing`, `looking` and `measuring`.

    Signals
    -------
    photo_announced(Picture)
        A first, smaller picture of a photo that is being opened.
    photo_opened(Photo, Picture)
    photo_framed(Photo, Picture)
        The photo shown was cropped, turned or resized; results of it follow.
    photo_closed()
        No photo is shown any more.
    too_large(Request, int)
        A photo with this number of pixels is opened only when `large` is asked for.
    open_failed(Path, str)
        The photo before stays.
    opening_stopped()
        The photo before stays, as the user wishes.
    draft_made(Draft, Picture)
        A quick answer; the exact one follows, or `preview_ended`.
    preview_ended()
        The result shown before is valid again.
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
    save_options_changed(SaveOptions)
    settings_changed(Settings)
        Also when an undo, or another photo, set them.
    modified_changed(bool)
        There is work that is not saved.
    modified_photos_changed()
        Another set of photos has such work.
    shared_palette_wanted(str, Settings, int)
        The palette of all photos is to be found anew, by other settings: what the step is called,
        and its gesture, as for `set_settings`. With those it was found by: no more.
    saved(Saved)
        An image or palette file was written.
    not_saved(str, str)
        A sentence about the "image" or "palette" that could not be written.
    """

    photo_announced = Signal(object)
    photo_opened = Signal(object, object)
    photo_framed = Signal(object, object)
    photo_closed = Signal()
    too_large = Signal(object, object)
    open_failed = Signal(object, str)
    opening_stopped = Signal()
    draft_made = Signal(object, object)
    preview_ended = Signal()
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
    save_options_changed = Signal(object)
    settings_changed = Signal(object)
    modified_changed = Signal(bool)
    modified_photos_changed = Signal()
    shared_palette_wanted = Signal(str, object, int)
    saved = Signal(object)
    not_saved = Signal(str, str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desks = Desks(settings, self)
        # It returns whether another number of colors is looked for: files wait for that.
        self.awaits: Callable[[], bool] = lambda: False
        self._opening = Opening(self)
        # It returns where the canvas looks: a draft is made of just that.
        self.look: Callable[[], Seen | None] = lambda: None
        self._making = Making(self._seen, self)
        self._saving = Saving(self)
        self.measuring = Measuring(self)
        self.looking = Looking(self._making, self._seen, self)
        self.editing = Editing(self.desks, self._making, self)
        # What was opened, before it was cropped, turned or resized.
        self.whole: tasks.Opened | None = None
        self._reported_busy = self._reported_saving = self._closed = False
        self._pass_signals_on()
        self.desks.work_changed.connect(self._making.run)
        self._opening.opened.connect(self._take_photo)
        self._saving.written.connect(self.desks.take_saved)
        self._making.begun.connect(self._forget_pictures)
        self._making.result_made.connect(self._take_result)
        self._making.palette_changed.connect(self._take_palette)
        # A draft was shown in place of the difference.
        self._making.preview_ended.connect(self.looking.compare_again)
        self._making.failed.connect(self._take_failure)
        for part in (self._opening, self._making, self._saving):
            part.progressed.connect(self.progressed)
            part.activity_changed.connect(self._report_busy)

    # State

    @property
    def photo(self) -> Photo | None:
        """The photo shown."""
        return self._making.photo

    @property
    def framing(self) -> Framing:
        """How the photo shown is framed; while it is framed otherwise, as it was before."""
        return self._making.framing

    @property
    def framed_size(self) -> tuple[int, int] | None:
        """Width and height of the photo shown, framed as it is, before it is resized."""
        if self.whole is None:
            return None
        return self.framing.size_of((self.whole.photo.width, self.whole.photo.height))

    @property
    def path(self) -> Path | None:
        """Path of the photo shown; one made by a program has none."""
        return None if self.photo is None else self.photo.path

    @property
    def histogram(self) -> Histogram | None:
        """Colors of the photo shown; None until they are counted."""
        return self._making.histogram

    @property
    def result(self) -> Result | None:
        """Result shown; while another is made, the one before."""
        return self._making.result

    @property
    def edited(self) -> Edited | None:
        """Palette of the result shown, as something to edit."""
        return self._making.edited

    @property
    def settings(self) -> Settings:
        """Settings of the photo shown."""
        return self.desks.work.settings

    @property
    def edits(self) -> bool:
        """Whether the palette is one that no run finds anew: edited by the user, or fixed."""
        work = self.desks.work
        return work.edited is not None or work.fixed is not None

    @property
    def modified(self) -> bool:
        """Whether there is work on the photo shown that is not saved."""
        return self.desks.current.modified

    @property
    def saved_to(self) -> Path | None:
        """File that the image was saved to before."""
        return self.desks.current.saved_to

    @property
    def save_options(self) -> SaveOptions:
        """How the next image is saved."""
        return self._saving.options

    @property
    def replaces(self) -> Path | None:
        """File that saving replaces: where the image was saved before, in the format chosen."""
        path = self.saved_to
        if path is None:
            return None
        from core import image_format

        return path if image_format(path) == self.save_options.format else None

    @property
    def settled(self) -> bool:
        """Whether the result shown is that of the work, to the last pixel."""
        return self._making.is_of(self.desks.work)

    @property
    def busy(self) -> bool:
        """Whether a photo is being opened, a result made, or a file written."""
        return self._opening.busy or self._making.busy or self._saving.writing

    @property
    def saving(self) -> bool:
        """Whether a file is being written, or waits for a result."""
        return self._saving.busy

    # Requests of the user

    def open(self, request: Request) -> None:
        """Open a photo; the one before stays until the new one is there."""
        if not self._closed:
            self._opening.open(request)

    def close_photo(self) -> None:
        """Show no photo any more; the work on all photos is forgotten."""
        self._opening.stop()
        self._making.cancel()
        self._saving.drop_waiting()
        self._forget_pictures()
        self.whole = None
        self._making.begin_with(None)
        self.desks.go_to(None, fresh=True)
        self._measure()
        self.photo_closed.emit()

    def stop_opening(self) -> None:
        """Stay with the photo shown."""
        self._opening.stop()

    def set_settings(self, settings: Settings, gesture: int = 0, text: str = "") -> None:
        """Change the settings, and make the result anew.

        A fixed palette stays, unless there are own colors to choose from; one of many photos is
        found anew. Edits of a palette that was found are dropped, unless only dithering changes.

        Parameters
        ----------
        gesture : int
            Changes of the same gesture are one step of the undo history; 0 is none.
        text : str
            What is done, as the menu names it after "Undo"; "" names what changed.
        """
        work = self.desks.work
        settings = within(settings)
        text = text or _what_changed(self.settings, settings)
        if work.finds_together(settings):
            self.shared_palette_wanted.emit(text, settings, gesture)
        elif settings == self.settings:
            if work.fixed is not None and work.fixed.of_photos:
                self.shared_palette_wanted.emit(text, settings, gesture)
            self._making.finish(work)
        elif self.photo is None:
            self.desks.set_out(Work(settings))
        else:
            self.desks.push(text, work.with_settings(settings), gesture)

    def set_framing(self, framing: Framing, gesture: int = 0) -> None:
        """Crop, turn or mirror the photo shown, and make the result anew.

        Parameters
        ----------
        gesture : int
            As for `set_settings`.
        """
        work = self.desks.work
        if self.photo is not None and framing != work.framing:
            text = _how_framed(work.framing, framing)
            self.desks.push(text, work.framed(framing), gesture)

    def set_mask(self, mask: Mask | None, text: str, gesture: int = 0) -> None:
        """Say what matters in the photo shown, and make the result anew.

        Parameters
        ----------
        mask : Mask or None
            Of the whole photo as it was opened; None where all matters alike.
        text, gesture
            As for `set_settings`.
        """
        work = self.desks.work
        if self.photo is not None and mask is not work.mask:
            self.desks.push(text, work.mattering(mask), gesture)

    def cancel(self) -> None:
        """Stop opening, running and writing what may take long; other files are finished."""
        under_way = self._opening.busy or self._making.busy
        self._opening.stop()
        lost = self._saving.cancel_long()
        if lost:
            self._report_busy()
            self.stopped.emit()
        if under_way:
            # Files go before the lanes say they are free: whoever waits for one asks again then.
            lost += self._saving.drop_waiting()
            self._making.cancel()
            self._report_busy()
            self._show_last()
            self.stopped.emit()
        if lost:
            self.refused.emit(_("Cancelled: {what}.").format(what=not_saved(lost)))

    def set_save_options(self, options: SaveOptions) -> None:
        """Choose how the next image is saved; its size is measured anew."""
        if options != self._saving.options:
            self._saving.options = options
            self.save_options_changed.emit(options)
            self._measure()

    def compare_formats(self) -> None:
        """Find out what the file would be in each format; once there is a result."""
        if self.result is not None and not self._making.busy:
            self.measuring.compare(self.result, self.file_options)

    def measure_quality(self) -> None:
        """Find out all numbers on how near the result is to its photo; once there is a result."""
        if self.photo is not None and self.result is not None and not self._making.busy:
            self.measuring.measure_quality(self.photo, self.result)

    def copy_image(
        self, path: Path, done: Callable[[Saved], None], failed: Callable[[str], None]
    ) -> None:
        """Write the file of the result shown to a place of our own; no work counts as saved."""
        if self.result is not None:
            self.measuring.copy(self.result, self.file_options, path, done, failed)

    def save_image(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Save the result, once there is one for the present settings."""

        def save() -> None:
            assert self.result is not None
            attempt = self.measuring.attempt
            self._saving.write_image(self.result, self.desks.current, path, attempt, then)

        self._save_when_settled(path, save)

    def save_palette(self, path: Path) -> None:
        """Save the palette, once there is one for the present settings."""

        def save() -> None:
            assert self.result is not None
            self._saving.write_palette(self.result.palette, self.desks.current, path)

        self._save_when_settled(path, save)

    def close(self) -> None:
        """Cancel and end all threads; what is asked for later is not done."""
        self._closed = True
        for part in self._parts:
            part.close()

    # Answers of the parts

    @property
    def _parts(self) -> tuple[Opening | Making | Looking | Measuring | Saving | Desks, ...]:
        return (
            *(self._opening, self._making, self.looking, self.measuring, self._saving),
            self.desks,
        )

    @property
    def file_options(self) -> SaveOptions:
        """How the next image is saved, with what follows from the settings."""
        return self.save_options.beside(self.settings)

    def _pass_signals_on(self) -> None:
        """Emit the signals of the parts from which nothing else follows."""
        for theirs, ours in (
            (self.desks.settings_changed, self.settings_changed),
            (self.desks.modified_changed, self.modified_changed),
            (self.desks.modified_photos_changed, self.modified_photos_changed),
            (self._opening.announced, self.photo_announced),
            (self._opening.too_large, self.too_large),
            (self._opening.failed, self.open_failed),
            (self._opening.stopped, self.opening_stopped),
            (self.editing.refused, self.refused),
            (self._making.photo_framed, self.photo_framed),
            (self._making.draft_made, self.draft_made),
            (self._making.preview_ended, self.preview_ended),
            (self._saving.saved, self.saved),
            (self._saving.not_saved, self.not_saved),
            (self.measuring.file_size_measured, self.file_size_measured),
            (self.looking.difference_made, self.difference_made),
            (self.looking.lit, self.lit),
            (self.looking.failed, self.failed),
        ):
            theirs.connect(ours)

    def _seen(self) -> Seen | None:
        return self.look()

    def _take_photo(self, request: Request, opened: tasks.Opened) -> None:
        self._making.cancel()
        self._forget_pictures()
        lost = self._saving.drop_waiting()
        if lost:
            # Translators: which files were not saved, and why
            left = _("{what}: the photo was left before its colors were found.")
            self.failed.emit(left.format(what=not_saved(lost)))
        self.whole = opened
        self._making.begin_with(opened)
        self.desks.go_to(opened.photo.path, fresh=request.fresh)
        # The work goes on first, so that nobody finds the session idle in between.
        self._making.run(self.desks.work)
        self._measure()
        self.photo_opened.emit(opened.photo, opened.picture)

    def _take_result(self, result: Result, picture: Picture) -> None:
        self.result_made.emit(result, picture)
        self._measure()
        self._judge()
        self.looking.compare_again()
        self.write_waiting()

    def _take_palette(self, result: Result) -> None:
        self.measuring.hand_on(result)
        attempt = self.measuring.attempt
        if attempt is not None and not attempt.is_of(result, self.file_options):
            self._measure()
        self.palette_changed.emit(result)

    def _take_failure(self, why: str) -> None:
        lost = self._saving.drop_waiting()
        # Translators: what went wrong, and which files were not saved for it
        both = _("{reason} {what}.").format(reason=why, what=not_saved(lost)) if lost else why
        self.failed.emit(both)
        self._report_busy()
        self._show_last()

    def _show_last(self) -> None:
        """Measure and compare the result shown again: the next one does not come."""
        if self.result is not None:
            self._measure()
            self._judge()
            self.looking.compare_again()

    def _forget_pictures(self) -> None:
        """Stop what is measured and drawn of the result shown: it is out of date."""
        self.measuring.stop()
        self.looking.forget()

    def _measure(self) -> None:
        # While another result is made, the file of the one before will not be saved.
        self.measuring.measure(None if self._making.busy else self.result, self.file_options)

    def _judge(self) -> None:
        if self.photo is not None and self.result is not None:
            self.measuring.judge(self.photo, self.result)

    def _save_when_settled(self, path: Path, save: Callable[[], None]) -> None:
        """Save at once, or when the result is made."""
        if self._closed or self.photo is None:
            return
        if self.settled and not self.awaits():
            save()
        else:
            self._saving.wait(path, save)
            self._report_busy()
            self._making.finish(self.desks.work)

    def write_waiting(self) -> None:
        """Save the files that waited for a result, or for a goal."""
        if self.settled and not self.awaits():
            self._saving.write_waiting()
            self._report_busy()

    def give_up_waiting(self, why: str) -> None:
        """Save none of the files that wait, and tell which."""
        lost = self._saving.drop_waiting()
        if lost:
            self._report_busy()
            # Translators: what happened, and which files were not saved for it
            told = _("{reason}: {what}.")
            self.refused.emit(told.format(reason=why, what=not_saved(lost)))

    def _report_busy(self) -> None:
        if self.saving != self._reported_saving:
            self._reported_saving = self.saving
            if not self._reported_saving:
                self.saving_ended.emit()
        if self.busy != self._reported_busy:
            self._reported_busy = self.busy
            self.busy_changed.emit(self.busy)


def _how_framed(before: Framing, after: Framing) -> str:
    """Name a step of framing."""
    if before.mirror != after.mirror and before.crop == after.crop:
        return _("Mirror")
    if before.rotation != after.rotation and before.crop == after.crop:
        return _("Turn")
    return _("Crop") if after != WHOLE else _("Use the whole photo")


def _what_changed(before: Settings, after: Settings) -> str:
    """Name a step: the field that changed, or that several did."""
    changed = [
        name
        for name, kind in SETTINGS.items()
        if kind.title and getattr(before, name) != getattr(after, name)
    ]
    if len(changed) != 1:
        return _("Settings")
    kind = SETTINGS[changed[0]]
    return translated(kind.step or kind.title).format(value=getattr(after, changed[0]))
