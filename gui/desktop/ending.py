"""The end that the system asks for: a signal reaches the window, whatever it is doing."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from core.ending import end_signals


class Ending(QObject):
    """Listener for the signals that end a program.

    Qt's loop is in C++, where Python never comes to handle a signal: a socket wakes it up.

    Signals
    -------
    wanted(int)
        Number of the signal; emitted in the main thread.
    """

    wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._awake, self._wake = socket.socketpair()
        for end in (self._awake, self._wake):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._awake.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)

    def listen(self) -> None:
        """Catch the signals that Python would end the program for at once."""
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        for number in end_signals():
            signal.signal(number, lambda *_: None)

    def _hear(self) -> None:
        for number in self._awake.recv(1):
            self.wanted.emit(number)
