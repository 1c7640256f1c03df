"""The monkey's hands: pointer, wheel and keys on any widget of the window."""

from __future__ import annotations

import random

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.window import MainWindow
from tests.gui.monkey.disk import Files

Key, Button, Modifier = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier
NONE, CTRL, SHIFT = Modifier.NoModifier, Modifier.ControlModifier, Modifier.ShiftModifier

_LAST_ACTIONS = 40


class Hands:
    """What all deeds share: chance, the window they act on, and the log they write."""

    def __init__(self, seed: int, files: Files) -> None:
        self.seed, self.log = seed, []
        self.window: MainWindow | None = None
        self._rng, self._files = random.Random(seed), files
        # Stopped, or failed, before there was a result: what is shown belongs to earlier settings.
        self._stale = False

    def expect(self, true: bool, sentence: str) -> None:
        """Fail with the last deeds if something is not as it must be."""
        if not true:
            told = "\n".join(self.log[-_LAST_ACTIONS:])
            raise AssertionError(f"seed {self.seed}: {sentence}\nafter {len(self.log)}:\n{told}")

    def press(self, action: QAction) -> None:
        """Press the keys of an action, where the focus is."""
        self.log[-1] += f" {action.shortcut().toString()}"
        keys = action.shortcut()[0]
        self.window.activateWindow()
        QTest.keyClick(self._focus(), keys.key(), keys.keyboardModifiers())

    def _focus(self):
        return QApplication.focusWidget() or self.window

    def _point_in(self, widget) -> QPoint:
        rect = widget.rect()
        return QPoint(
            self._rng.randrange(max(rect.width(), 1)), self._rng.randrange(max(rect.height(), 1))
        )

    def _move(self, widget, at: QPoint, held=Button.NoButton) -> None:
        point = QPointF(at)
        everywhere = QPointF(widget.mapToGlobal(at))
        kind = QEvent.Type.MouseMove
        event = QMouseEvent(kind, point, everywhere, Button.NoButton, held, NONE)
        QApplication.sendEvent(widget, event)

    def _drag(self, widget, start: QPoint, end: QPoint) -> None:
        QTest.mousePress(widget, Button.LeftButton, pos=start)
        for part in (0.3, 0.7, 1):
            self._move(widget, start + (end - start) * part, Button.LeftButton)
            self.spin(0)
        QTest.mouseRelease(widget, Button.LeftButton, pos=end)

    def _wheel(self, widget, at: QPoint) -> None:
        event = QWheelEvent(
            QPointF(at),
            QPointF(widget.mapToGlobal(at)),
            QPoint(),
            QPoint(0, self._rng.choice([120, -120, 360, -30])),
            Button.NoButton,
            NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def _turn(self, combo) -> None:
        """Choose something in a box by keys: with its list open, or without."""
        if not combo.isEnabled():
            return
        if self._rng.random() < 0.2:
            combo.showPopup()
            self.spin(1)
            view = combo.view()
            QTest.keyClick(view, self._rng.choice([Key.Key_Down, Key.Key_Up]))
            QTest.keyClick(view, self._rng.choice([Key.Key_Return, Key.Key_Escape]))
        else:
            for _ in range(self._rng.randint(1, 3)):
                QTest.keyClick(combo, self._rng.choice([Key.Key_Down, Key.Key_Up]))

    def spin(self, milliseconds: int) -> None:
        """Run the event loop for a while."""
        if milliseconds == 0:
            QApplication.processEvents()
            return
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _is_free(self) -> bool:
        return QApplication.activeModalWidget() is None and self.window.isVisible()
