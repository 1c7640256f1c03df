"""BatchWindow: how far the photos are that are saved, and what came of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.language import _, ngettext
from core.names import LONGEST_SENTENCE, plain
from gui.batch import words
from gui.batch.model import NAME, STATE, TITLES, BatchModel
from gui.desktop import texts
from gui.desktop.announcing import announce
from gui.desktop.placing import keep_on_screen
from gui.desktop.tips import show_tip

if TYPE_CHECKING:
    from gui.batch.running import Running
    from gui.desktop.store import Store
    from gui.session.photo_state import PhotoState

_SIZE = 720, 520
_SMALLEST = 440, 300
_PLACE = "batch"
_STEPS = 1000
_NUMBER = 12
_NAMES = 0.38


class BatchWindow(QWidget):
    """Progress over all photos, and a list of them to be sorted.

    Signals
    -------
    wanted(Path)
        A photo is to be shown in the main window.
    folder_wanted(Path)
        The folder of the results is to be opened.
    """

    wanted = Signal(object)
    folder_wanted = Signal(object)

    def __init__(self, running: Running, store: Store, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._running = running
        self._store = store
        self.title = QLabel(textFormat=Qt.TextFormat.PlainText)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.bar = QProgressBar(maximum=_STEPS, textVisible=False)
        texts.put(self.bar.setAccessibleName, lambda: _("Progress"))
        self.left = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.model_ = BatchModel(self)
        self.list = _list_of(self.model_)
        self.sum = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.retry, self.go_on, self.folder = QPushButton(), QPushButton(), QPushButton()
        self.pause = QPushButton()
        self.pause.setCheckable(True)
        self.cancel, self.close_ = QPushButton(), QPushButton()
        menu = QMenu(self)
        self.after_these, self.at_once = menu.addAction(""), menu.addAction("")
        self.cancel.setMenu(menu)
        self._speak()
        self._place()
        self._connect()
        texts.follow(self, self._show_progress)

    def _speak(self) -> None:
        texts.put(self.retry.setText, self._text_of_retry)
        texts.put(self.go_on.setText, lambda: _("&Go on"))
        texts.follow(
            self.go_on, lambda: show_tip(self.go_on, _("Save the photos that were not begun."))
        )
        texts.put(self.folder.setText, lambda: _("Open the &folder"))
        texts.put(self.pause.setText, self._text_of_pause)
        texts.follow(
            self.pause,
            lambda: show_tip(
                self.pause, _("Begin no further photo for a while; those in work are finished.")
            ),
        )
        texts.put(self.cancel.setText, lambda: _("&Cancel"))
        texts.put(self.after_these.setText, lambda: _("&After the photos in work"))
        texts.put(self.at_once.setText, lambda: _("At &once"))
        texts.put(self.close_.setText, lambda: _("C&lose"))

    def _text_of_retry(self) -> str:
        failures = self._running.tally.count("failed")
        words = ngettext("&Retry it", "&Retry {count} failures", failures)
        return words.format(count=failures)

    def _text_of_pause(self) -> str:
        return _("&Go on") if self.pause.isChecked() else _("&Pause")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place of the window; what is being saved goes on."""
        self._store.keep_bytes(_PLACE, self.saveGeometry())
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        photos = self._running.photos
        self.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model_.take(photos)
        self.pause.setChecked(False)
        self._show_progress()
        # In the list, the first photo would look chosen.
        self.pause.setFocus()

    def _take(self, changed: dict[int, PhotoState]) -> None:
        self.model_.show_states(changed)

    def _show_progress(self) -> None:
        running = self._running
        control, tally = running.control, running.tally
        told = words.how_far(
            tally,
            busy=running.busy,
            paused=control.paused,
            stopping=control.stopping,
            copies=running.job is not None and running.job.wanted.else_copy,
        )
        self.title.setText(told)
        self.setWindowTitle(words.title(tally, busy=running.busy))
        self.bar.setValue(round(tally.fraction * _STEPS))
        counts = running.busy and not (control.paused or control.stopping)
        left = words.time_left(running.clock.seconds_left(tally.fraction)) if counts else ""
        self.left.setText(left)
        self.sum.setText(words.sum_of(tally))
        self._enable()

    def _enable(self) -> None:
        running, busy = self._running, self._running.busy
        self.pause.setVisible(busy)
        self.cancel.setVisible(busy)
        self.close_.setVisible(not busy)
        self.pause.setEnabled(not running.control.stopping)
        self.after_these.setEnabled(not running.control.stopping)
        failures = running.tally.count("failed")
        self.retry.setVisible(bool(failures) and not busy)
        self.retry.setText(self._text_of_retry())
        self.go_on.setVisible(bool(running.tally.count("waiting")) and not busy)
        self.folder.setEnabled(bool(running.tally.saved))

    def _end(self) -> None:
        in_list = self.list.hasFocus()
        self._show_progress()
        if not self._running.tally.count("waiting"):
            self.bar.setValue(_STEPS)
        if not in_list:
            self.close_.setFocus()
        announce(self, self.title.text())

    def _fail(self, sentence: str) -> None:
        if not self._running.tally.saved:
            self.title.setText(plain(sentence, LONGEST_SENTENCE))

    def _open_folder(self) -> None:
        job = self._running.job
        if job is not None:
            self.folder_wanted.emit(job.wanted.folder)

    def _pause(self, paused: bool) -> None:
        self._running.pause(paused)
        self.pause.setText(self._text_of_pause())

    def _place(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.left)
        self.title.setWordWrap(True)
        buttons = QHBoxLayout()
        for button in (self.folder, self.retry, self.go_on):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.pause, self.cancel, self.close_):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addWidget(self.sum)
        column.addLayout(buttons)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self.restoreGeometry(self._store.bytes_of(_PLACE))
        keep_on_screen(self)

    def _connect(self) -> None:
        running = self._running
        for signal, slot in (
            (running.begun, self._begin),
            (running.told, self._take),
            (running.progressed, self._show_progress),
            (running.ended, self._end),
            (running.failed, self._fail),
        ):
            signal.connect(slot)
        self.pause.toggled.connect(self._pause)
        self.after_these.triggered.connect(lambda _=False: running.stop(at_once=False))
        self.at_once.triggered.connect(lambda _=False: running.stop(at_once=True))
        self.retry.clicked.connect(lambda _=False: running.again(running.tally.places("failed")))
        self.go_on.clicked.connect(lambda _=False: running.go_on())
        self.folder.clicked.connect(self._open_folder)
        self.close_.clicked.connect(lambda _=False: self.close())
        self.list.activated.connect(lambda index: self.wanted.emit(self._path_at(index.row())))

    def _path_at(self, row: int) -> Path:
        return self.model_.path_at(row)


class _List(QTableView):
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give reasons more room than names, which are often shorter."""
        super().resizeEvent(event)
        numbers = sum(self.columnWidth(column) for column in range(STATE + 1, len(TITLES)))
        room = self.viewport().width() - numbers
        self.setColumnWidth(NAME, round(_NAMES * room))


def _list_of(model: BatchModel) -> QTableView:
    view = _List()
    view.setModel(model)
    texts.put(view.setAccessibleName, lambda: _("Photos that are saved"))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    rows = view.verticalHeader()
    rows.hide()
    # All rows are as high as one, so that nobody measures ten thousand.
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(view.fontMetrics().height() + 6)
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    letter = view.fontMetrics().averageCharWidth()
    for column in range(STATE + 1, len(TITLES)):
        view.setColumnWidth(column, letter * _NUMBER)
    head.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSortIndicatorShown(True)
    head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)
    return view
