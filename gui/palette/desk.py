"""What the Palette menu does: lock, edit, merge, remove, add, pick, copy, paste, load."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

import core
from core.errors import FewtoneError, TooManyColorsError
from core.language import N_, _, ngettext
from core.names import LONGEST_NAME, plain
from core.settings import Color
from gui.controls.actions import Actions
from gui.desktop import dialogs
from gui.desktop.answers import Use
from gui.palette.model import color_of
from gui.palette.view import PaletteView
from gui.picture.canvas import Canvas
from gui.session.tasks import sentence
from gui.session.work import Fixed

if TYPE_CHECKING:
    from core.model import Edited, Palette
    from gui.desktop.store import Store
    from gui.session.session import Session

_FEWEST = 2


class PaletteDesk(QObject):
    """Joins the palette's actions, its view and the picture to the session.

    Signals
    -------
    said(str)
        What was done, or why it was not.
    noticed(sequence of str)
        Something about a palette from elsewhere that the user should know.
    best_of_file_wanted(Path)
        The best colors of a palette file are to be chosen.
    best_wanted(Palette, str)
        The best colors of a palette of this name are to be chosen.
    """

    said = Signal(str)
    noticed = Signal(object)
    best_of_file_wanted = Signal(object)
    best_wanted = Signal(object, str)

    def __init__(
        self,
        session: Session,
        actions: Actions,
        view: PaletteView,
        canvas: Canvas,
        store: Store,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._actions = actions
        self._view = view
        self._canvas = canvas
        self._store = store
        self._window = window
        view.take_actions(actions.palette_tools, actions.palette_menu)
        view.take_grid_action(actions.swatch_grid)
        actions.swatch_grid.setChecked(store.palette_grid)
        actions.swatch_grid.toggled.connect(self._remember_grid)
        view.chosen_changed.connect(self.enable)
        view.lock_clicked.connect(lambda number: self._toggle_lock([number]))
        view.edit_wanted.connect(self._edit)
        view.copy_wanted.connect(actions.copy_color.trigger)
        view.hovered.connect(self._light_up)
        canvas.picking_changed.connect(actions.pick_color.setChecked)
        canvas.picked.connect(self._lock_pixel)
        canvas.pointed.connect(self._show_pointed)
        for action, slot in (
            (actions.lock, lambda: self._toggle_lock(view.chosen)),
            (actions.edit_color, lambda: self._edit(view.chosen[0])),
            (actions.merge, self._merge),
            (actions.merge_near, self._merge_near),
            (actions.remove_color, self._remove),
            (actions.add_color, self._add),
            (actions.pick_color, self._pick),
            (actions.copy_color, self._copy_chosen),
            (actions.copy_palette, self._copy_all),
            (actions.copy_swatches, self._copy_swatches),
            (actions.paste_colors, self._paste),
            (actions.load_palette, self._choose_file),
            (actions.go_to_palette, view.focus_list),
        ):
            action.triggered.connect(lambda *_checked, slot=slot: slot())
        actions.known_palette_chosen.connect(self._use_known)

    def enable(self) -> None:
        """Enable just what can be done to the colors chosen."""
        actions, chosen = self._actions, self._view.chosen
        edited = self._session.edited if self._session.settled else None
        histogram = self._session.histogram
        there = edited is not None
        locked = [] if edited is None else edited.palette.locked.tolist()
        chosen = [number for number in chosen if number < len(locked)]
        for action in (actions.lock, actions.remove_color, actions.copy_color):
            actions.enable(action, bool(chosen), N_("Choose a color below first"))
        actions.lock.setChecked(bool(chosen) and all(locked[number] for number in chosen))
        one, more = N_("Choose one color below first"), N_("Choose two colors or more below first")
        actions.enable(actions.edit_color, len(chosen) == 1, one)
        actions.enable(actions.merge, len(chosen) > 1, more)
        two = N_("A picture keeps two colors")
        actions.enable(actions.merge_near, len(locked) > _FEWEST, two)
        for action in (actions.add_color, actions.copy_palette, actions.copy_swatches):
            actions.enable(action, there, N_("Wait until the colors are found"))
        for entry in (
            actions.pick_color,
            actions.paste_colors,
            actions.load_palette,
            actions.known_palettes,
            actions.go_to_palette,
        ):
            entry.setEnabled(histogram is not None and len(histogram) > 0)

    def open_file(self, path: Path) -> None:
        """Ask how to use a palette file that was dropped or chosen, and use it."""
        try:
            palette = core.load_palette(path, every_place=self._keeps_places)
        except TooManyColorsError:
            # No picture has so many: there is just one use for them.
            self.best_of_file_wanted.emit(path)
            return
        except FewtoneError as error:
            dialogs.show_error(self._window, [sentence(error)])
            return
        self._offer(palette, _("“{name}”").format(name=path.name), path.name, path)

    # Edits

    def _toggle_lock(self, numbers: Sequence[int]) -> None:
        edited = self._session.editing.editable()
        if edited is None or not numbers:
            return
        locked = not all(edited.palette.locked[number] for number in numbers)
        text = _locking(edited, numbers) if locked else _unlocking(edited, numbers)
        self._session.editing.edit(text, lambda e: core.edit.lock(e, numbers, locked=locked))

    def _edit(self, number: int) -> None:
        edited = self._session.editing.editable()
        if edited is None:
            return
        self._session.stop_opening()
        # The dialog is about RGB only: recoloring keeps the alpha.
        color = dialogs.ask_for_color(self._window, edited.palette.opaque.hex[number])
        if color is not None:
            self._session.editing.edit(
                _("Edit color"), lambda e: core.edit.recolor(e, number, color)
            )

    def _merge(self) -> None:
        edited, numbers = self._session.editing.editable(), self._view.chosen
        if edited is None:
            return
        if len(edited) - len(numbers) + 1 < _FEWEST:
            last = ngettext(
                "These are the last {count} colors: a picture keeps two.",
                "These are the last {count} colors: a picture keeps two.",
                len(edited),
            )
            self.said.emit(last.format(count=len(edited)))
            return
        text = ngettext("Merge {count} color", "Merge {count} colors", len(numbers))
        text = text.format(count=len(numbers))
        if self._session.editing.edit(text, lambda e: core.edit.merge(e, numbers)):
            self._view.choose(numbers[:1])

    def _merge_near(self) -> None:
        edited, editing = self._session.editing.editable(), self._session.editing
        if edited is None:
            return
        self._session.stop_opening()
        joins = core.near_duplicates(edited.palette)
        from gui.palette.merging import MergingDialog

        dialog = MergingDialog(self._window, len(edited), [join.difference for join in joins])
        dialog.limit_changed.connect(
            lambda limit: editing.preview(lambda e: core.merge_near(e, joins, limit))
        )
        limit = dialog.ask(beside=self._view)
        editing.end_preview()
        if limit is not None:
            editing.edit(_("Merge near duplicates"), lambda e: core.merge_near(e, joins, limit))
            left, before = len(edited) - dialog.merged, len(edited)
            merged = ngettext(
                "{count} colors merged to {left}", "{count} colors merged to {left}", before
            )
            self.said.emit(merged.format(count=before, left=left))

    def _remove(self) -> None:
        edited, numbers = self._session.editing.editable(), self._view.chosen
        if edited is None or not numbers:
            return
        if len(edited) - len(numbers) < _FEWEST:
            self.said.emit(_("A picture keeps two colors."))
            return
        self._session.editing.edit(
            _removing(edited, numbers), lambda e: core.edit.remove(e, numbers)
        )

    def _add(self) -> None:
        edited = self._session.editing.editable()
        if edited is None:
            return
        self._session.stop_opening()
        color = dialogs.ask_for_color(self._window, "#808080", _("Add a color"))
        if color is not None and self._session.editing.add(color):
            self._show_added([color])

    def _pick(self) -> None:
        if self._canvas.picking:
            self._canvas.stop_picking()
        else:
            self._canvas.start_picking()
            self.said.emit(
                _("Click a color of the photo that must be in the palette; Esc leaves it.")
                if self._canvas.picking
                else _("Please wait until the photo is there.")
            )
        # Qt has checked the action by the click, even where there is nothing to pick from.
        self._actions.pick_color.setChecked(self._canvas.picking)

    def _lock_pixel(self, x: int, y: int) -> None:
        color = self._session.looking.photo_color_at(x, y)
        if color is None:
            self.said.emit(_("There is no color: the photo is transparent here."))
        else:
            if self._session.editing.lock_further(color):
                hex_ = _hex_of(color)
                self._view.choose_colors([hex_])
                self.said.emit(_("{color} picked and locked").format(color=hex_))

    def _show_added(self, colors: Sequence[Color]) -> None:
        """Choose colors that come into the palette, and say what became of them."""
        hexes = list(map(_hex_of, colors))
        self._view.choose_colors(hexes)
        count = len(hexes)
        added = ngettext("{count} color added and locked", "{count} colors added and locked", count)
        one = _("{color} added and locked")
        self.said.emit(one.format(color=hexes[0]) if count == 1 else added.format(count=count))

    def _remember_grid(self, grid: bool) -> None:
        self._store.palette_grid = grid

    # Pointing

    def _light_up(self, number: int | None) -> None:
        self._session.looking.light_up([] if number is None else [number])

    def _show_pointed(self, pixel: tuple[int, int] | None) -> None:
        if pixel is not None and self._canvas.picking:
            color = self._session.looking.photo_color_at(*pixel)
            self._canvas.show_picked(None if color is None else QColor(*color))
            self._canvas.show_pointed("")
            return
        number = None if pixel is None else self._session.looking.color_at(*pixel)
        self._view.point_at(number)
        if number is None:
            self._canvas.show_pointed("")
        else:
            shown = color_of(self._view.hex_of(number))
            self._canvas.show_pointed(self._view.describe(number), shown)

    # Clipboard and files

    def _copy_chosen(self) -> None:
        edited = self._session.edited
        if edited is not None and self._view.chosen:
            self._copy([edited.palette.hex[number] for number in self._view.chosen])

    def _copy_all(self) -> None:
        if self._session.result is not None:
            self._copy(self._session.result.palette.hex)

    def _copy(self, colors: Sequence[str]) -> None:
        QGuiApplication.clipboard().setText("\n".join(colors))
        copied = ngettext("Copied {count} color", "Copied {count} colors", len(colors))
        one = _("Copied {color}")
        self.said.emit(
            one.format(color=colors[0]) if len(colors) == 1 else copied.format(count=len(colors))
        )

    def _copy_swatches(self) -> None:
        if self._session.result is not None:
            QGuiApplication.clipboard().setImage(_sheet(self._session.result.palette))
            self.said.emit(_("Copied the colors as a picture"))

    def _paste(self) -> None:
        try:
            palette = core.colors_in_text(QGuiApplication.clipboard().text())
        except FewtoneError as error:
            self.said.emit(_("Nothing pasted: {reason}.").format(reason=sentence(error)))
            return
        # Translators: where colors come from, in place of the name of a file in quotes
        self._offer(palette, _("the clipboard"), _("Pasted colors"))

    def _choose_file(self) -> None:
        path = dialogs.ask_for_palette(self._window, self._store)
        if path is not None:
            self.open_file(path)

    def _use_known(self, name: str, words: str) -> None:
        palette = core.built_in_palette(name)
        assert palette is not None
        if not self._session.histogram:
            return  # the photo has no visible pixel
        self._session.stop_opening()
        self._session.editing.fix(_using(words), Fixed(_without_number(words), palette))

    @property
    def _keeps_places(self) -> bool:
        """Whether each color of a palette file is to have its index in saved images."""
        return self._store.saved_order == "keep"

    def _offer(self, palette: Palette, source: str, name: str, path: Path | None = None) -> None:
        """Ask what colors from elsewhere are for, and use them so; a file may have more names."""
        notes = core.notes_on(palette)
        different = palette.some(palette.seen).opaque.distinct
        colors = [(red, green, blue) for red, green, blue in different.colors.tolist()]
        if not self._session.histogram:
            self.said.emit(_("Open a photo first: a palette is used on a photo."))
            return
        self._session.stop_opening()
        # One color is no picture, and no start.
        use = Use.ADDED
        if len(colors) >= _FEWEST:
            asked = self._session.settings.colors
            best = asked if len(colors) > asked else 0
            use = dialogs.ask_how_to_use(self._window, different.hex, source, best)
        if use is Use.CHOSEN_FROM:
            # What is to be known of it is told once it is read for that.
            if path is None:
                self.best_wanted.emit(different, name)
            else:
                self.best_of_file_wanted.emit(path)
            return
        if notes and use is not Use.NOT:
            self.noticed.emit(notes)
        if use is Use.AS_IT_IS:
            fixed = Fixed(name, palette, self._keeps_places)
            self._session.editing.fix(_using(plain(name, LONGEST_NAME)), fixed)
        elif use is Use.AS_A_START:
            self._session.editing.start_from(different)
        elif use is Use.ADDED and self._session.editing.add_all(colors):
            self._show_added(colors)


def _sheet(palette: Palette) -> QImage:
    """Draw the swatches that a palette saved as PNG shows."""
    png = core.palette_format(Path("palette.png"))
    assert png is not None
    assert png.write is not None
    return QImage.fromData(png.write(palette, "Palette"))  # untranslated: a name in a file


def _without_number(words: str) -> str:
    """Return the name of a palette in the words of the menu: of "Game Boy, 4 greens" the first."""
    return re.sub(r", \d+ [\w ]+$", "", words)


def _hex_of(color: Color) -> str:
    return f"#{bytes(color).hex()}"


def _using(palette: str) -> str:
    # Translators: a step of the history, with the name of a palette
    return _("Use {palette}").format(palette=palette)


def _locking(edited: Edited, numbers: Sequence[int]) -> str:
    many = ngettext("Lock {count} color", "Lock {count} colors", len(numbers))
    return _step(_("Lock {color}"), many, edited, numbers)


def _unlocking(edited: Edited, numbers: Sequence[int]) -> str:
    many = ngettext("Unlock {count} color", "Unlock {count} colors", len(numbers))
    return _step(_("Unlock {color}"), many, edited, numbers)


def _removing(edited: Edited, numbers: Sequence[int]) -> str:
    many = ngettext("Remove {count} color", "Remove {count} colors", len(numbers))
    return _step(_("Remove {color}"), many, edited, numbers)


def _step(one: str, many: str, edited: Edited, numbers: Sequence[int]) -> str:
    """Name one color in a step of the history, or count several."""
    if len(numbers) == 1:
        return one.format(color=edited.palette.hex[numbers[0]])
    return many.format(count=len(numbers))
