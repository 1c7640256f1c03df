"""The list of all formats with the size that the file would have in each, to choose from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.language import N_, _, translated
from core.settings import IMAGE_FORMATS, LOSSY_FORMATS, SAVE_OPTIONS, ImageFormat
from core.wording import change_in_percent, human_bytes
from gui.desktop import texts, theme
from gui.desktop.tips import tip
from gui.outcome import words
from gui.outcome.popup import Popup
from gui.session.tasks import Compared

_TITLE, _SIZE, _CHANGE, _REMARK = range(4)
_NAME = Qt.ItemDataRole.UserRole
_GAP = 20
_AIR = 8
_SMALLEST = N_("smallest without loss")
_NONE = "—"
# A text begins this far from the number before it, as numbers end at the right.
_SPACE = "   "
_COLUMNS = 4


class FormatList(Popup):
    """List of formats that pops up beside a button.

    Signals
    -------
    chosen(str)
        The name of a format, by a click or by Enter.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(N_("Compare formats"), parent)
        self._before: int | None = None
        self._colors = 0
        self._compared: dict[ImageFormat, Compared | str] = {}
        self._list = QTreeWidget()
        texts.put(self._list.setAccessibleName, lambda: _("Formats"))
        self._list.setColumnCount(_COLUMNS)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setAllColumnsShowFocus(True)
        self._list.setFrameShape(QTreeWidget.Shape.NoFrame)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for policy in (
            self._list.setHorizontalScrollBarPolicy,
            self._list.setVerticalScrollBarPolicy,
        ):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = {name: self._add_row(name) for name in IMAGE_FORMATS}
        self._list.itemClicked.connect(lambda row, _column: self._choose(row))
        hint = QLabel()
        texts.put(hint.setText, _hint)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._list)
        column.addWidget(hint)
        texts.follow(self, self._speak)

    @property
    def rows(self) -> dict[ImageFormat, str]:
        """What a screen reader tells of each format."""
        role = Qt.ItemDataRole.AccessibleTextRole
        return {name: row.data(_TITLE, role) for name, row in self._rows.items()}

    def can_choose(self, name: ImageFormat) -> bool:
        """Return whether a format can hold the result, as far as is known."""
        return bool(self._rows[name].flags() & Qt.ItemFlag.ItemIsEnabled)

    def forget(self, before: int | None, colors: int) -> None:
        """Begin with a result of which nothing is known yet.

        Parameters
        ----------
        before : int or None
            Bytes of the photo's file.
        colors : int
            Number of colors of the result.
        """
        self._before, self._colors = before, colors
        self._compared.clear()
        for name in IMAGE_FORMATS:
            self._show(name)

    def show_compared(self, name: ImageFormat, compared: Compared | str) -> None:
        """Show what the file would be in a format, or why there is none."""
        self._compared[name] = compared
        for each in {name, self._smallest or name}:
            self._show(each)

    def pop_up(self, button: QWidget, now: ImageFormat) -> None:
        """Show the list beside a button, above it if there is room."""
        self._fit()
        self.move_beside(button)
        self._list.setCurrentItem(self._rows[now])
        self.show()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the row over by Enter or Space; Esc closes the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._list.currentItem())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colors of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._speak()

    @property
    def _smallest(self) -> ImageFormat | None:
        """The format of the smallest file that shows just the result, once all such are known."""
        lossless = [name for name in IMAGE_FORMATS if name not in LOSSY_FORMATS]
        if not all(name in self._compared for name in lossless):
            return None
        exact = {
            name: compared.size
            for name in lossless
            if isinstance(compared := self._compared[name], Compared) and not compared.changes
        }
        return min(exact, key=exact.__getitem__, default=None)

    def _add_row(self, name: ImageFormat) -> QTreeWidgetItem:
        row = QTreeWidgetItem(self._list, [words.title_of(name)])
        row.setData(_TITLE, _NAME, name)
        row.setSizeHint(_TITLE, QSize(0, self._list.fontMetrics().height() + _AIR))
        for column in (_SIZE, _CHANGE):
            row.setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        return row

    def _speak(self) -> None:
        for name in self._compared:
            self._show(name)

    def _show(self, name: ImageFormat) -> None:
        row, compared = self._rows[name], self._compared.get(name)
        size, change, remark, larger = words.UNKNOWN, "", "", False
        if isinstance(compared, Compared):
            size = human_bytes(compared.size)
            if self._before is not None:
                change = change_in_percent(self._before, compared.size)
                larger = compared.size > self._before
        elif compared is not None:
            size = _NONE
        if compared is not None:
            remark = words.remark_on(compared, self._colors)
        if name == self._smallest:
            remark = translated(_SMALLEST)
        for column, text in ((_SIZE, size), (_CHANGE, change + _SPACE), (_REMARK, remark)):
            row.setText(column, text)
        row.setDisabled(isinstance(compared, str))
        row.setToolTip(_REMARK, tip(remark))
        row.setToolTip(_TITLE, tip(translated(SAVE_OPTIONS["format"].options[name].tip)))
        spoken = words.in_words(words.title_of(name), size, change, remark)
        row.setData(_TITLE, Qt.ItemDataRole.AccessibleTextRole, spoken)
        palette = self.palette()
        usual = palette.color(QPalette.ColorRole.Text)
        row.setForeground(_CHANGE, theme.warning(palette) if larger else usual)
        for column in range(_COLUMNS):
            font = row.font(column)
            font.setBold(name == self._smallest)
            row.setFont(column, font)

    def _choose(self, row: QTreeWidgetItem | None) -> None:
        if row is not None and not row.isDisabled():
            self.hide()
            self.chosen.emit(row.data(_TITLE, _NAME))

    def _fit(self) -> None:
        """Make columns and list as large as they may become, so that nothing jumps."""
        font = self._list.font()
        font.setBold(True)
        metrics = type(self._list.fontMetrics())(font)
        # Columns are as wide as the longest of their texts, before any is known.
        remark = words.lossy(256, 999_999)
        widest = ("AVIF  ", human_bytes(999), change_in_percent(100, 1100), remark)
        for column, text in enumerate(widest):
            self._list.setColumnWidth(column, metrics.horizontalAdvance(text) + _GAP)
        width = sum(self._list.columnWidth(column) for column in range(_COLUMNS))
        height = self._list.sizeHintForRow(0) * len(self._rows)
        self._list.setFixedSize(width, height + 2 * self._list.frameWidth())
        self.adjustSize()


def _hint() -> str:
    return _("Sizes of this result. Enter or a click chooses a format.")
