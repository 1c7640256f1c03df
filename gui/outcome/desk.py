"""Joins the block of the outcome to the session: numbers in, format and quality out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

import core
from core.language import _
from core.names import LONGEST_NAME, plain
from gui.controls.actions import Actions
from gui.desktop import texts
from gui.outcome.block import OutcomeBlock
from gui.outcome.curve_desk import CurveDesk
from gui.outcome.dragging import Dragging
from gui.outcome.goal_desk import GoalDesk

if TYPE_CHECKING:
    from core.model import Photo, Result
    from core.settings import ImageFormat
    from gui.desktop.store import Store
    from gui.picture.bridge import Picture
    from gui.session.session import Session
    from gui.session.tasks import Compared


class OutcomeDesk(QObject):
    """Shows what the file of the result would be, and has it saved in the format chosen.

    Signals
    -------
    said(str)
        What was done, or why it was not.
    """

    said = Signal(str)

    def __init__(self, session: Session, actions: Actions, store: Store, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._actions = actions
        self._store = store
        more = [actions.save_as, actions.save_all, actions.save_palette, actions.show_in_folder]
        self.block = OutcomeBlock(actions.save, more)
        # The tool bar has no room for the name of a file.
        texts.put(actions.save.setIconText, lambda: _("Save image"))
        self.goals = GoalDesk(session, self.block.goal, self)
        self._curves = CurveDesk(session, actions.colors_curve, window)
        self._dragging = Dragging(session, self.block.picture, self)
        self._dragging.said.connect(self.said)
        block, measuring = self.block, session.measuring
        for signal, slot in (
            (block.format_chosen, self._choose_format),
            (block.quality_chosen, self._choose_quality),
            (block.comparison_wanted, self._compare),
            (block.comparison_left, measuring.stop_comparing),
            (block.quality_wanted, self._measure_quality),
            (block.quality_left, measuring.stop_measuring_quality),
            (block.quality_copied, self._say_copied),
            (measuring.begun, self._wait),
            (measuring.file_size_measured, block.numbers.show_size),
            (measuring.file_refused, block.numbers.show_refusal),
            (measuring.difference_judged, block.numbers.show_difference),
            (measuring.difference_judged, self._follow_quality),
            (measuring.format_compared, self._show_compared),
            (measuring.quality_measured, self._show_quality),
            (session.photo_opened, self._show_photo),
            (session.photo_framed, self._show_framed),
            (session.result_made, self._show_result),
            (session.save_options_changed, self._show_options),
            (session.settings_changed, self._show_target),
            (session.saved, self._show_target),
        ):
            signal.connect(slot)
        self._show_options()
        texts.follow(self, self._show_target)

    def close(self) -> None:
        """End all searches, and remove the files that were made to be dragged out."""
        self.goals.close()
        self._curves.close()
        self._dragging.close()

    def _choose_format(self, name: ImageFormat) -> None:
        self._store.image_format = name
        self._session.set_save_options(self._store.save_options)

    def _choose_quality(self, quality: int) -> None:
        self._store.quality = quality
        self._session.set_save_options(self._store.save_options)

    def _compare(self) -> None:
        self._forget_formats()
        self._session.compare_formats()

    def _forget_formats(self) -> None:
        photo, result = self._session.photo, self._session.result
        colors = 0 if result is None else len(result.palette)
        self.block.formats.forget(None if photo is None else photo.file_bytes, colors)

    def _show_compared(self, name: ImageFormat, compared: Compared | str) -> None:
        self.block.formats.show_compared(name, compared)

    def _wait(self) -> None:
        self.block.numbers.wait()
        if self.block.compares:  # the list is filled anew once there is a result
            self._forget_formats()
        if self.block.shows_quality:
            self._forget_quality()

    def _measure_quality(self) -> None:
        self._forget_quality()
        self._session.measure_quality()

    def _forget_quality(self) -> None:
        photo, result = self._session.photo, self._session.result
        name = "" if photo is None or photo.path is None else photo.path.name
        animated = photo is not None and photo.animation is not None
        colors = 0 if result is None else len(result.palette)
        self.block.quality_numbers.forget(name, colors, animated=animated)

    def _follow_quality(self, difference: float | None) -> None:
        """Measure anew where a result is judged anew, as it is another, or is shown again."""
        if difference is None and self.block.shows_quality:
            self._measure_quality()

    def _show_quality(self, name: str, value: float | str) -> None:
        self.block.quality_numbers.show_measured(name, value)

    def _say_copied(self, way: str) -> None:
        self.said.emit(_("Copied the numbers as {way}.").format(way=way))

    def _show_photo(self, photo: Photo, _picture: object) -> None:
        self.block.picture.show_image(None)
        self.block.numbers.show_photo(photo.file_bytes)
        self._show_pixels(photo)
        if self._session.saved_to is not None:
            # A photo that was saved goes on in the format of its file.
            self._choose_format(core.image_format(self._session.saved_to))

    def _show_framed(self, photo: Photo, _picture: object) -> None:
        self.block.picture.show_image(None)
        self._show_pixels(photo)

    def _show_pixels(self, photo: Photo) -> None:
        whole = self._session.whole
        if whole is not None:
            before = whole.photo.width, whole.photo.height
            self.block.numbers.show_pixels(before, (photo.width, photo.height))

    def _show_result(self, result: Result, picture: Picture) -> None:
        self.block.picture.show_image(picture.levels[-1])
        self.block.numbers.show_psnr(core.psnr(result))
        if self.block.compares:
            self._compare()

    def _show_options(self) -> None:
        self.block.show_options(self._session.save_options)
        self._show_target()

    def _show_target(self) -> None:
        """Say which file saving would replace, before it does."""
        path, save = self._session.replaces, self._actions.save
        name = "" if path is None else plain(path.name, LONGEST_NAME)
        save.setData(name)
        texts.put(save.setText, lambda: _save_over(name) if name else _("&Save image…"))
        save.setToolTip("")


def _save_over(name: str) -> str:
    # Doubled, an ampersand of the file name does not mark a shortcut.
    return _("&Save over {name}").format(name=name.replace("&", "&&"))
