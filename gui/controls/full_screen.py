"""Full screen: the picture alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

_FULL = Qt.WindowState.WindowFullScreen


class FullScreen(QObject):
    """Hides all but the picture while the window fills the screen, whoever has made it do so.

    Signals
    -------
    changed()
        The window fills the screen now, or does not any more.
    """

    changed = Signal()

    def __init__(
        self, window: QMainWindow, action: QAction, picture: QWidget, around: Sequence[QWidget]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._picture = picture
        self._action = action
        self._around = around
        self._put_away: list[QWidget] = []
        action.toggled.connect(self._want)
        window.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether the picture has the screen for itself."""
        return bool(self._put_away)

    def leave(self) -> None:
        """Go back to the window as it was."""
        self._want(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window manager, which may have keys of its own for this."""
        if watched is self._window and event.type() == QEvent.Type.WindowStateChange:
            self._follow()
        return super().eventFilter(watched, event)

    def _want(self, wanted: bool) -> None:
        state = self._window.windowState()
        self._window.setWindowState(state | _FULL if wanted else state & ~_FULL)

    def _follow(self) -> None:
        is_full = self._window.isFullScreen()
        with QSignalBlocker(self._action):
            self._action.setChecked(is_full)
        if is_full == self.is_on:
            return
        if is_full:
            # Left in a part that is hidden, the focus would come as by Tab, and be shown.
            self._picture.setFocus(Qt.FocusReason.OtherFocusReason)
            # What was hidden before is not shown again afterwards.
            self._put_away = [widget for widget in self._around if not widget.isHidden()]
            for widget in self._put_away:
                widget.hide()
        else:
            for widget in self._put_away:
                widget.show()
            self._put_away = []
        self.changed.emit()
