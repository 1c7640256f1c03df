"""The window of own colors: a list to uncheck what is sold out, while the picture follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import core
from core.language import N_, _, ngettext
from core.names import LONGEST_NAME, plain
from core.settings import Color
from core.wording import human_count
from gui.desktop import texts
from gui.desktop.announcing import name_combo_box
from gui.desktop.placing import keep_on_screen
from gui.own_colors.model import CandidatesModel
from gui.own_colors.table import CandidatesTable

if TYPE_CHECKING:
    from core.owned import OwnedColors

_FEWEST = 2
# Places in the menu.
_RENAME, _EXPORT, _REMOVE = 2, 3, 4
# In place of a name, which it might share with a collection.
_NOT_KEPT = None
_MOST_OFFERED = 5
_TITLE = "title"


class OwnColorsWindow(QDialog):
    """Lists the colors that the palette of the photo shown is chosen from.

    Signals
    -------
    source_chosen(str)
        The collection of this name is to be chosen from; "" is none.
    sold_out_changed(frozenset of Color)
        Just these are sold out; two or more are not.
    lock_wanted(list of Color, bool)
        These are to be used in any case, or only where they are among the best.
    file_wanted(), clipboard_wanted()
        Colors are to be chosen from a palette file, or from what was copied.
    file_dropped(Path)
        Colors are to be chosen from this palette file.
    drop_refused(str)
        Why what was dropped is not taken.
    keeping_wanted(), renaming_wanted(), export_wanted(), removal_wanted()
        What is to be done with the colors shown.
    """

    source_chosen = Signal(str)
    sold_out_changed = Signal(object)
    lock_wanted = Signal(object, bool)
    file_wanted = Signal()
    clipboard_wanted = Signal()
    file_dropped = Signal(object)
    drop_refused = Signal(str)
    keeping_wanted = Signal()
    renaming_wanted = Signal()
    export_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._owned: OwnedColors | None = None
        self._collections: Sequence[str] = ()
        self._kept = False
        self._source = 0  # the one that is shown
        self.model = CandidatesModel(self)
        self.table = CandidatesTable(self.model)
        self.sources = QComboBox()
        self.sources.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.sources.setMinimumContentsLength(14)
        name_combo_box(self.sources, N_("Collection of colors"))
        self.keep = QPushButton()
        self.more = QToolButton()
        # Files are dropped on the window, not as text into the field.
        self.setAcceptDrops(True)
        self.field = QLineEdit(clearButtonEnabled=True)
        self.field.setAcceptDrops(False)
        self.check, self.uncheck, self.only = QPushButton(), QPushButton(), QPushButton()
        # Checked where those that are chosen are locked.
        self.always, self.always_box = QAction(checkable=True), QCheckBox()
        self.told = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._actions: list[tuple[QAction, Callable[[], str]]] = []
        self._pages = QStackedLayout()
        self._offered, self._kept_buttons = QVBoxLayout(), list[QPushButton]()
        self._place()
        self._connect()
        texts.follow(self, self._speak)
        self.resize(self.sizeHint())

    @property
    def owned(self) -> OwnedColors | None:
        """The colors that are listed."""
        return self._owned

    def show_owned(
        self, owned: OwnedColors | None, collections: Sequence[str], *, kept: bool = False
    ) -> None:
        """List other colors, or the same of which others are sold out.

        Parameters
        ----------
        owned : OwnedColors or None
        collections : sequence of str
            Names of all that are kept.
        kept : bool
            Whether the colors are one of them, and do not just bear its name.
        """
        before, self._owned = self._owned, owned
        self._collections, self._kept = collections, kept
        if before is None or owned is None or before.everything.colors != owned.everything.colors:
            # What was looked for in one list would hide most of another.
            self.field.clear()
        self.model.take(owned)
        self.sources.clear()
        self.sources.addItem(_("None: colors are made from the photo"), "")
        for title in collections:
            self.sources.addItem(plain(title, LONGEST_NAME), title)
        shown = 0
        if owned is not None and kept:
            shown = max(self.sources.findData(owned.title), 0)
        elif owned is not None:
            not_kept = _("{name} (not kept)").format(name=plain(owned.title, LONGEST_NAME))
            shown = self.sources.count()
            self.sources.addItem(not_kept, _NOT_KEPT)
        self._source = shown
        self.sources.setCurrentIndex(shown)
        self._offer_kept()
        self._pages.setCurrentIndex(0 if owned is None else 1)
        self.keep.setVisible(owned is not None and not self._kept)
        for place, (action, _words) in enumerate(self._actions):
            needs_kept, needs_some = place in {_RENAME, _REMOVE}, place == _EXPORT
            action.setEnabled(self._kept if needs_kept else owned is not None or not needs_some)
        self._tell()

    def show_shares(self, shares: Mapping[Color, float]) -> None:
        """Mark the colors that the picture has."""
        self.model.show_shares(shares)
        self._tell()

    def show_locked(self, locked: Iterable[Color]) -> None:
        """Mark the colors that are used in any case."""
        self.model.show_locked(locked)
        self._show_always()

    def show_beside(self, widget: QWidget) -> None:
        """Show the window where it covers the picture least, in front of others."""
        if not self.isVisible():
            self.field.clear()
            corner = widget.mapToGlobal(QPoint(0, 0))
            self.move(corner.x() - self.width() // 3, corner.y() - self.height() // 4)
            keep_on_screen(self)
        self.show()
        self.raise_()
        self.activateWindow()
        if self._owned is not None:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        """Return room for names, and for twenty rows or so."""
        metrics = self.fontMetrics()
        return QSize(84 * metrics.averageCharWidth(), 38 * metrics.height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept everything that has addresses: a drop that cannot be used gets a sentence."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Emit which palette file came, or why it is not taken."""
        event.acceptProposedAction()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) != 1:
            self.drop_refused.emit(
                _("Drop one file here: a list of colors, as a .gpl, .ase or .csv file.")
            )
        elif not _may_be_palette(paths[0]):
            told = _(
                "{name} is no palette file. Drop a list of colors here, as a .gpl, .ase or .csv "
                "file; photos are dropped on the picture."
            )
            self.drop_refused.emit(told.format(name=plain(paths[0].name, LONGEST_NAME)))
        else:
            self.file_dropped.emit(paths[0])

    def _connect(self) -> None:
        self.sources.activated.connect(self._choose_source)
        self.keep.clicked.connect(self.keeping_wanted)
        self.field.textChanged.connect(self._search)
        self.check.clicked.connect(lambda: self.model.check_found(True))
        self.uncheck.clicked.connect(lambda: self.model.check_found(False))
        self.only.clicked.connect(self.model.check_only_found)
        self.model.checks_changed.connect(self._take_checks)
        self.always.triggered.connect(self._lock)
        self.always_box.clicked.connect(self._lock)
        chosen = self.table.selectionModel()
        chosen.selectionChanged.connect(lambda *_chosen: self._show_always())
        self.model.modelReset.connect(self._show_always)
        self._show_always()

    def _choose_source(self, place: int) -> None:
        if place != self._source:
            self.source_chosen.emit(self.sources.itemData(place))

    def _search(self, text: str) -> None:
        self.model.search(text)
        self._tell()

    def _lock(self, wanted: bool) -> None:
        rows = [row for row in self.table.chosen_rows if self.model.is_locked(row) != wanted]
        if rows:
            self.lock_wanted.emit(self.model.colors_of(rows), wanted)
        self._show_always()

    def _show_always(self) -> None:
        rows = self.table.chosen_rows
        for control in (self.always, self.always_box):
            control.setEnabled(bool(rows))
            control.setChecked(bool(rows) and all(map(self.model.is_locked, rows)))

    def _take_checks(self) -> None:
        self._tell()
        if self.model.at_hand >= _FEWEST:
            self.sold_out_changed.emit(self.model.sold_out)

    def _tell(self) -> None:
        """Show what the buttons do with what is found, and what has come of the checks."""
        found, model = self.model.rowCount(), self.model
        number = human_count(found)
        if model.searches:
            self.check.setText(_("Check these {count}").format(count=number))
            self.uncheck.setText(_("Uncheck these {count}").format(count=number))
        else:
            self.check.setText(_("Check all"))
            self.uncheck.setText(_("Check none"))
        self.only.setText(_("Only those found"))
        self.only.setEnabled(model.searches and found > 0)
        for button in (self.check, self.uncheck):
            button.setEnabled(found > 0)
        if model.at_hand < _FEWEST:
            told = _("Check two colors or more; until then the picture stays as it is.")
        else:
            gone = model.count - model.at_hand
            told = ngettext(
                "{gone} of {count} color is sold out; {used} are in the picture.",
                "{gone} of {count} colors are sold out; {used} are in the picture.",
                model.count,
            )
            if not gone:
                told = ngettext(
                    "{count} color, {used} in the picture. Uncheck what is sold out.",
                    "{count} colors, {used} of them in the picture. Uncheck what is sold out.",
                    model.count,
                )
            told = told.format(
                gone=human_count(gone),
                count=human_count(model.count),
                used=human_count(model.used),
            )
        if not self._kept:
            forgotten = _("The list is forgotten when Fewtone ends, unless you keep it.")
            told = f"{told} {forgotten}"
        self.told.setText(told if model.count else "")

    def _place(self) -> None:
        self.setSizeGripEnabled(True)
        head = QHBoxLayout()
        head.addWidget(self.sources, 1)
        head.addWidget(self.keep)
        head.addWidget(self.more)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        for button in (self.keep, self.check, self.uncheck, self.only):
            # Enter in the search field presses none of them.
            button.setAutoDefault(False)
        pages = QWidget()
        pages.setLayout(self._pages)
        self._pages.addWidget(self._nothing())
        self._pages.addWidget(self._list())
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(pages, 1)

    def _list(self) -> QWidget:
        page = QWidget()
        checks = QHBoxLayout()
        for button in (self.check, self.uncheck, self.only):
            checks.addWidget(button)
        checks.addStretch(1)
        checks.addWidget(self.always_box)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.table.addAction(self.always)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        column.addLayout(checks)
        column.addWidget(self.told)
        return page

    def _nothing(self) -> QWidget:
        page, title, hint = QWidget(), QLabel(), QLabel(wordWrap=True)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        texts.put(title.setText, lambda: _("Choose from colors that you own"))
        texts.put(
            hint.setText,
            lambda: _(
                "Beads, threads, paints, inks: load the list of them, and Fewtone chooses the "
                "best few for each photo. Here you uncheck what is sold out, and keep the list "
                "for next time."
            ),
        )
        for label in (title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(page)
        column.addStretch(2)
        column.addWidget(title)
        column.addWidget(hint)
        column.addSpacing(8)
        self._offered.setContentsMargins(0, 0, 0, 8)
        column.addLayout(self._offered)
        for words, signal in (
            (lambda: _("From a palette &file…"), self.file_wanted),
            (lambda: _("From the &clipboard"), self.clipboard_wanted),
        ):
            button = QPushButton(autoDefault=False)
            texts.put(button.setText, words)
            button.clicked.connect(signal)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _offer_kept(self) -> None:
        """Offer the first collections as buttons; the others are in the box above."""
        titles = self._collections[:_MOST_OFFERED]
        if titles == [button.property(_TITLE) for button in self._kept_buttons]:
            return
        for button in self._kept_buttons:
            self._offered.removeWidget(button)
            button.deleteLater()
        self._kept_buttons = []
        for title in titles:
            # Doubled, an ampersand of a name does not mark a shortcut.
            name = plain(title, LONGEST_NAME).replace("&", "&&")
            button = QPushButton(name, autoDefault=False)
            button.setProperty(_TITLE, title)
            button.clicked.connect(lambda *_, title=title: self.source_chosen.emit(title))
            self._offered.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._kept_buttons.append(button)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for words, signal in (
            (lambda: _("From a palette &file…"), self.file_wanted),
            (lambda: _("From the &clipboard"), self.clipboard_wanted),
            (lambda: _("&Rename…"), self.renaming_wanted),
            (lambda: _("&Export…"), self.export_wanted),
            (lambda: _("Re&move…"), self.removal_wanted),
        ):
            action = menu.addAction("")
            texts.put(action.setText, words)
            action.triggered.connect(lambda *_checked, signal=signal: signal.emit())
            self._actions.append((action, words))
        menu.insertSeparator(self._actions[_RENAME][0])
        return menu

    def _speak(self) -> None:
        self.setWindowTitle(_("Own colors"))
        self.keep.setText(_("&Keep…"))
        self.keep.setToolTip(_("Keep these colors, and what is sold out, for the next time"))
        self.more.setText(_("More"))
        self.more.setToolTip(_("Load, rename, export or remove colors"))
        self.sources.setToolTip(_("The collection of colors that is chosen from"))
        self.field.setPlaceholderText(_("Search for a name, a number or a color"))
        self.field.setAccessibleName(_("Search for a name, a number or a color"))
        for control in (self.always, self.always_box):
            control.setText(_("&Always use"))
            control.setToolTip(
                _("Use the chosen colors in any case; the others are the best beside them")
            )
        self.only.setToolTip(_("Check those that are found, and uncheck all others"))
        self.show_owned(self._owned, self._collections, kept=self._kept)


def _may_be_palette(path: Path) -> bool:
    return path.suffix.lower() in {each.ending for each in core.palette_formats()}
