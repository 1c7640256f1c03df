"""ContestWindow: places what is compared, the pictures and the buttons, and connects them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import core
from core.language import N_, NP_, _, ngettext, translated
from core.names import LONGEST_NAME, plain
from core.settings import Settings
from core.wording import human_bytes, percent
from gui.contest import words
from gui.contest.choices import MOST_RESULTS, just
from gui.contest.chooser import Chooser
from gui.contest.grid import Grid
from gui.contest.link import Link
from gui.contest.numbers import Numbers
from gui.contest.running import Running
from gui.controls.plot_saving import PlotSaving
from gui.controls.status import StatusLine
from gui.desktop import dialogs, texts
from gui.desktop.announcing import announce
from gui.desktop.placing import keep_on_screen
from gui.desktop.tips import show_tip

if TYPE_CHECKING:
    from core import Comparison, Contender, Variant, Variants
    from core.model import Palette, Photo, Saved
    from gui.desktop.store import Store
    from gui.picture.bridge import Picture

_SIZE = 1180, 800
_SMALLEST = 540, 420
_PLACE = "contest"
# A photo that a program made has no path.
_NAMELESS = Path("photo")
_FIT, _WHOLE_SIZE = NP_("have the whole photo in view", "Fit"), N_("100 %")


class ContestWindow(QWidget):
    """Results of the photo of the main window, side by side.

    Signals
    -------
    taken(str, Settings)
        A result is to be used: its title, and the settings that it is made with.
    """

    taken = Signal(str, object)

    def __init__(self, running: Running, store: Store, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._running = running
        self._store = store
        self._photo: Photo | None = None
        self._original: Picture | None = None
        self._settings, self._edits = Settings(), False
        self._plan: tuple[Variant, ...] = ()
        self._comparison: Comparison | None = None
        # While a result is added, it is that of before.
        self._before: Comparison | None = None
        # Whether another language was chosen while results were made.
        self._mixed = False
        self.chooser = Chooser()
        self.link = Link(self)
        self.grid = Grid(self.link)
        self.hint = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.status = StatusLine()
        self.zoom = QLabel()
        self.save, self.use = QPushButton(), QPushButton()
        texts.put(self.save.setText, lambda: _("Sa&ve comparison…"))
        texts.put(self.use.setText, lambda: _("&Use this result"))
        self.numbers = Numbers()
        self._plots = PlotSaving(self, store)
        self._place()
        self._connect()
        self._plots.offer(self.numbers.draw, self.numbers.plots, {})
        self.show_photo(None, None)
        texts.follow(self, self._show_anew)

    @property
    def busy(self) -> bool:
        """Whether results are being made."""
        return self._running.busy

    def show_photo(self, photo: Photo | None, original: Picture | None) -> None:
        """Begin with another photo, or with none."""
        self._running.cancel()
        gone = words.gone(self._photo, photo) if self._photo is not None and self._plan else ""
        self._plots.photo = None if photo is None else photo.path
        self._photo, self._original = photo, original
        named = photo is not None and photo.path is not None
        name = plain(photo.path.name, LONGEST_NAME) if named else ""  # type: ignore[union-attr]
        # Qt marks work that is not saved at [*]; doubled, it is text.
        name = name.replace("[*]", "[*][*]")
        texts.put(
            self.setWindowTitle,
            lambda: _("Side by side – {name}").format(name=name) if name else _("Side by side"),
        )
        self.status.show_photo(photo)
        hint = words.NO_PHOTO if photo is None else words.CHOOSE
        texts.put(
            self.hint.setText,
            lambda: f"{gone}\n{translated(hint)}" if gone else translated(hint),
        )
        self._clear()
        if gone and self.isVisible():
            self.status.say(gone)
        self.show_settings(self._settings, edits=self._edits)

    def show_settings(self, settings: Settings, *, edits: bool) -> None:
        """Take the present settings of the photo: ready sets are made of them.

        Parameters
        ----------
        edits : bool
            Whether the palette shown is none that these settings lead to.
        """
        self._settings, self._edits = settings, edits
        self.chooser.show_settings(settings, there=self._photo is not None)
        self._enable()

    def compare(self, variants: Variants) -> None:
        """Have results made; those of before go away when the first is there."""
        self._before = None
        self._run(variants)

    def add(self) -> None:
        """Have the result of the present settings made, beside those that are there."""
        settings, there = self._settings, {each.settings: each.title for each in self._plan}
        if settings in there:
            self.status.say(_("{result} is there already.").format(result=there[settings]))
        elif len(self._plan) >= MOST_RESULTS:
            words_ = ngettext(
                "At most {count} result fits side by side.",
                "At most {count} results fit side by side.",
                MOST_RESULTS,
            )
            self.status.say(words_.format(count=MOST_RESULTS))
        else:
            self._before = self._comparison
            self._run(just(settings))

    def _run(self, variants: Variants) -> None:
        if self._photo is not None and self._original is not None:
            run = self._running.run(self._photo, variants)
            if not run.fits_whole(len(variants.plan)):
                self.status.say(translated(words.SMALLER))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what goes on, and remember the place of the window."""
        self._running.cancel()
        self._store.keep_bytes(_PLACE, self.saveGeometry())
        super().closeEvent(event)

    def end(self) -> None:
        """End the thread that writes curves."""
        self._plots.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel, or close the window, by Esc."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.busy or self._running.saving:
            self._cancel()
        else:
            self.close()

    # What comes of a comparison

    def _begin(self, plan: tuple[Variant, ...], notes: tuple[str, ...]) -> None:
        self._comparison, self._mixed = None, False
        if self._before is None:
            self._plan = plan
            self.numbers.show_comparison(None)
            self.grid.begin(self._original, plan)
        else:
            self._plan = _titled((*self._plan, *plan))
            self.grid.extend(self._plan)
        if self._before is None:
            self._show_facts()
        self._pages.setCurrentWidget(self.grid)
        if notes:
            self.status.say(" ".join(notes))
        self._enable()

    @property
    def _there_before(self) -> int:
        """How many results there were before some were added."""
        return 0 if self._before is None else len(self._before.contenders)

    def _take_picture(self, place: int, picture: Picture, palette: Palette) -> None:
        self.grid.show_picture(self._there_before + place, picture, palette)
        self._enable()

    def _take_numbers(self, place: int, contender: Contender) -> None:
        self.grid.show_figures(self._there_before + place, words.figures_of(contender))

    def _finish(self, comparison: Comparison) -> None:
        if self._before is not None:
            comparison = core.joined(self._before, comparison)
        self._before, self._comparison = None, comparison
        if self._mixed:
            self._show_anew()
        else:
            self.numbers.show_comparison(comparison)
        self._show_facts()
        self._enable()
        count = len(comparison.contenders)
        done = ngettext("Done, {count} result", "Done, {count} results", count)
        announce(self, done.format(count=count))
        if not self.grid.has_focus:
            self.grid.go_to_first()

    def _show_facts(self) -> None:
        if self._photo is not None:
            self.grid.show_facts(words.facts_of(self._photo, self._comparison))

    def _show_anew(self) -> None:
        """Show all that is there in the language of the moment."""
        self._plan = _titled(self._plan)
        if self._plan:
            self.grid.name(self._plan)
            self._show_facts()
        # One that is being made is shown anew when all of it is there.
        comparison = self._comparison
        self._mixed = comparison is None and self.busy
        if comparison is not None:
            comparison = self._comparison = core.titled_anew(comparison)
            for place, contender in enumerate(comparison.contenders):
                self.grid.show_figures(place, words.figures_of(contender))
        self.numbers.show_anew(comparison)
        self._show_zoom()
        self._enable()

    def _stop(self) -> None:
        """Say what will not come, or take a result away again that was to be added."""
        if self._before is None:
            self.grid.stop_waiting()
            return
        self._comparison, self._before = self._before, None
        self._plan = _titled(self._plan[: len(self._comparison.contenders)])
        self.grid.shrink(self._plan)
        if self._mixed:
            self._show_anew()
        self._enable()

    def _fail(self, why: str) -> None:
        self._stop()
        dialogs.show_error(self, [why])

    def _show_busy(self) -> None:
        self.status.set_busy(self.busy or self._running.saving)

    def _cancel(self) -> None:
        if self.busy:
            self._running.cancel()
            self._stop()
            self.status.say(_("Cancelled. What is there stays."))
        elif self._running.saving:
            self._running.cancel_saving()
            self.status.say(_("Cancelled. No file was written."))

    def _clear(self) -> None:
        self._plan = ()
        self._comparison = self._before = None
        self.numbers.show_comparison(None)
        self.grid.begin(None, ())
        self._pages.setCurrentWidget(self.hint)
        self._enable()

    def _use(self, place: int) -> None:
        variant = self._plan[place]
        self.taken.emit(variant.title, variant.settings)
        shows = _("The main window shows {result}. Undo there takes it back.")
        self.status.say(shows.format(result=variant.title))

    def _save(self) -> None:
        """Ask where the sheet goes, and write it in the background."""
        comparison = self._comparison
        if comparison is not None:
            photo = comparison.path or _NAMELESS
            path = dialogs.ask_where_to_save_comparison(self, self._store, photo)
            if path is not None:
                self.status.say(_("Saving {path} …").format(path=path))
                self._running.save(comparison, path)

    def _say_saved(self, saved: Saved) -> None:
        said = _("Saved {path}, {size}.").format(path=saved.path, size=human_bytes(saved.size))
        self.status.say(said)

    def _say_copied(self, way: str) -> None:
        self.status.say(_("Copied the table as {way}.").format(way=way))

    def _tell_not_saved(self, why: str) -> None:
        dialogs.show_error(self, [why], self._save)

    @property
    def _why_not_add(self) -> str:
        if self._photo is None:
            return translated(words.NO_PHOTO)
        if self._edits:
            return translated(words.NO_SETTINGS)
        if self.busy:
            return translated(words.NOT_YET)
        stopped = bool(self._plan) and self._comparison is None
        return translated(words.STOPPED_BEFORE) if stopped else ""

    def _enable(self) -> None:
        self.chooser.enable_addition(self._why_not_add)
        self.save.setEnabled(self._comparison is not None)
        not_yet = "" if self.save.isEnabled() else translated(words.NOT_YET)
        show_tip(self.save, translated(words.SAVE), not_yet)
        place = self.grid.current
        can = place is not None and self.grid.has_result(place)
        self.use.setEnabled(can)
        show_tip(self.use, translated(words.USE), "" if can else translated(words.WHY_NOT_USE))
        for each in self._of_view:
            each.setEnabled(bool(self._plan))

    def _show_zoom(self) -> None:
        scale = percent(f"{self.link.scale:.0%}".rstrip("%"))
        self.zoom.setText(scale if self._plan else "")

    def _connect(self) -> None:
        running = self._running
        self.chooser.wanted.connect(self.compare)
        self.chooser.addition_wanted.connect(self.add)
        for signal, slot in (
            (running.planned, self._begin),
            (running.pictured, self._take_picture),
            (running.measured, self._take_numbers),
            (running.done, self._finish),
            (running.failed, self._fail),
            (running.progressed, self.status.show_progress),
            (running.busy_changed, self._show_busy),
            (running.saving_changed, self._show_busy),
            (running.busy_changed, self._enable),
        ):
            signal.connect(slot)
        self.status.cancel_clicked.connect(self._cancel)
        running.saved.connect(self._say_saved)
        running.not_saved.connect(self._tell_not_saved)
        self.numbers.chosen.connect(self.grid.choose)
        self.numbers.copied.connect(self._say_copied)
        self._plots.said.connect(self.status.say)
        self.grid.taken.connect(self._use)
        self.grid.current_changed.connect(self._enable)
        self.link.changed.connect(self._show_zoom)
        self.save.clicked.connect(self._save)
        self.use.clicked.connect(lambda: self._use(self.grid.current or 0))

    def _place(self) -> None:
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.hint.setMargin(20)
        pictures = QWidget()
        self._pages = QStackedLayout(pictures)
        self._pages.addWidget(self.hint)
        self._pages.addWidget(self.grid)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        texts.put(self.pages.setAccessibleName, lambda: _("Pages of the comparison"))
        self.pages.addTab(pictures, "")
        self.pages.addTab(self.numbers, "")
        texts.follow(self.pages, self._name_pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.chooser)
        column.addWidget(self.pages, 1)
        column.addLayout(self._buttons())
        column.addWidget(self.status)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self.restoreGeometry(self._store.bytes_of(_PLACE))
        keep_on_screen(self)

    def _name_pages(self) -> None:
        self.pages.setTabText(0, _("P&ictures"))
        self.pages.setTabText(1, _("&Numbers"))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(10, 0, 10, 0)
        self._of_view = [
            self._view_button(*each)
            for each in (
                (_FIT, "Ctrl+0", N_("Show the whole photo"), self.grid.fit),
                (_WHOLE_SIZE, "Ctrl+1", words.ACTUAL_SIZE, lambda: self.grid.zoom_to(1)),
                ("−", "Ctrl+-", N_("Zoom out"), lambda: self.grid.step(-1)),
                ("+", "Ctrl++", N_("Zoom in"), lambda: self.grid.step(1)),
            )
        ]
        for button in self._of_view:
            row.addWidget(button)
        row.addWidget(self.zoom)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.use)
        return row

    def _view_button(self, text: str, keys: str, tip: str, slot: object) -> QToolButton:
        button = QToolButton()
        texts.put(button.setText, partial(translated, text))
        texts.put(button.setAccessibleName, partial(translated, tip))
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(button.click)
        native = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
        texts.follow(button, lambda: show_tip(button, f"{translated(tip)} ({native})"))
        button.clicked.connect(slot)
        return button


def _titled(plan: tuple[Variant, ...]) -> tuple[Variant, ...]:
    """Name variants by what tells them apart."""
    titles = core.titles_of([variant.settings for variant in plan])
    return tuple(variant._replace(title=title) for variant, title in zip(plan, titles, strict=True))
