"""The list of colors: rows, or a grid of swatches."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPalette
from PySide6.QtWidgets import QListView

from core.language import _
from gui.desktop import texts
from gui.palette.cell import CELL_MARGIN, ColorCell
from gui.palette.model import Index
from gui.palette.row import LOCK_WIDTH, MARGIN, ROW_HEIGHT, ColorRow

_LEAST_ROWS = 4


class PaletteList(QListView):
    """Colors as rows or as a grid of swatches, with what they can do beyond being chosen.

    Signals
    -------
    lock_clicked(QModelIndex)
    edit_wanted(QModelIndex)
        A double click, or Enter.
    moved_by_key(QModelIndex)
    copy_wanted()
        Ctrl+C, with rows chosen.
    left()
        Neither pointer nor keys are on a row any more.
    """

    lock_clicked = Signal(object)
    edit_wanted = Signal(object)
    moved_by_key = Signal(object)
    copy_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows, self._cells = ColorRow(self), ColorCell(self)
        self.is_grid = False
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMinimumHeight(_LEAST_ROWS * ROW_HEIGHT)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        texts.put(self.setAccessibleName, lambda: _("Palette"))
        texts.put(
            self.setAccessibleDescription,
            lambda: _("Arrow keys go from color to color, Space chooses, Enter edits."),
        )
        self.doubleClicked.connect(self.edit_wanted.emit)
        self.show_as_grid(False)
        self.viewport().installEventFilter(self)

    def show_as_grid(self, wanted: bool) -> None:
        """Show a grid of swatches, or else a row for each color."""
        self.is_grid = wanted
        self.setItemDelegate(self._cells if wanted else self._rows)
        flow = QListView.Flow.LeftToRight if wanted else QListView.Flow.TopToBottom
        self.setFlow(flow)
        self.setWrapping(wanted)
        margin = MARGIN - CELL_MARGIN if wanted else 0
        self.setViewportMargins(margin, 0, margin, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrollTo(self.currentIndex())

    def choose(self, index: Index) -> None:
        """Add a row to those chosen."""
        self.selectionModel().select(index, self.selectionModel().SelectionFlag.Select)

    def come_to(self, index: Index) -> None:
        """Make a row the one from which the keys go on."""
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)

    def event(self, event: QEvent) -> bool:
        """Keep keys that mean something else elsewhere.

        Control with an arrow changes the number of colors there, Control with C copies the picture.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            arrow = control and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}
            if arrow or self._copies(event):
                event.accept()
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lock by a click on the lock, without choosing the row."""
        index = self.indexAt(event.position().toPoint())
        place, room = event.position().x(), self.viewport().width()
        from_end = place if self.isRightToLeft() else room - place
        on_lock = index.isValid() and from_end <= LOCK_WIDTH
        if on_lock and not self.is_grid and event.button() == Qt.MouseButton.LeftButton:
            self.lock_clicked.emit(index)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit at Enter, copy at Ctrl+C; emit where the arrows come to."""
        before = self.currentIndex()
        if self._copies(event):
            self.copy_wanted.emit()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and before.isValid():
            self.edit_wanted.emit(before)
            return
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.moved_by_key.emit(self.currentIndex())

    def _copies(self, event: QKeyEvent) -> bool:
        """Return whether a key copies the colors chosen."""
        return bool(self.selectedIndexes()) and event.matches(QKeySequence.StandardKey.Copy)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing when the keys are elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the pointer leaves the rows."""
        if watched is self.viewport() and event.type() == QEvent.Type.Leave:
            self.left.emit()
        return super().eventFilter(watched, event)
