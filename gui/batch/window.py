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

from core.names import LONGEST_SENTENCE, plain
from gui.batch import words
from gui.batch.model import NAME, STATE, TITLES, BatchModel
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
        self.bar.setAccessibleName("Progress")
        self.left = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.model_ = BatchModel(self)
        self.list = _list_of(self.model_)
        self.sum = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.retry = QPushButton("&Retry failures")
        self.go_on = QPushButton("&Go on")
        show_tip(self.go_on, "Save the photos that were not begun.")
        self.folder = QPushButton("Open the &folder")
        self.pause = QPushButton("&Pause")
        self.pause.setCheckable(True)
        show_tip(self.pause, "Begin no further photo for a while; those in work are finished.")
        self.cancel = QPushButton("&Cancel")
        menu = QMenu(self)
        self.after_these = menu.addAction("&After the photos in work")
        self.at_once = menu.addAction("At &once")
        self.cancel.setMenu(menu)
        self.close_ = QPushButton("C&lose")
        self._place()
        self._connect()

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
        self.retry.setText("&Retry it" if failures == 1 else f"&Retry {failures} failures")
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
        self.pause.setText("&Go on" if paused else "&Pause")

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
    view.setAccessibleName("Photos that are saved")
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
