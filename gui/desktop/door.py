"""The end of the window at which further starts knock."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from gui.desktop.single import GO, LARGEST, PATIENCE_MS, READY, Garbage, framed, unframed

_MOST_PHOTOS = 10_000
_MOST_GUESTS = 8


class Door(QObject):
    """Where further starts knock.

    Signals
    -------
    came(list of Path, str)
        Photos to be opened, and the token to come to the front with, or "".
    """

    came = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guests: list[_Guest] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_MOST_GUESTS)
        self._server.newConnection.connect(self._let_in)

    def listen(self, where: str) -> bool:
        """Take the photos of further starts, and return whether that can be done.

        Whoever is there already is not found any more: one that was killed, or hangs.
        """
        if os.name != "nt":
            try:
                Path(where).parent.mkdir(parents=True, exist_ok=True)
            except OSError:
                return False
        return self._server.listen(where)

    def close(self) -> None:
        """Take nothing any more."""
        self._server.close()
        for guest in self._guests.copy():
            guest.dismiss()

    def _let_in(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            guest = _Guest(socket, self)
            guest.came.connect(self.came)
            guest.left.connect(self._forget)
            self._guests.append(guest)
            if len(self._guests) > _MOST_GUESTS:  # whoever waited longest has nothing to say
                self._guests[0].dismiss()

    def _forget(self, guest: _Guest) -> None:
        if guest in self._guests:
            self._guests.remove(guest)
        guest.deleteLater()


class _Guest(QObject):
    """A further start, from its knock until it has gone.

    Signals
    -------
    came(list of Path, str)
    left(_Guest)
    """

    came = Signal(object, str)
    left = Signal(object)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._received = b""
        self._request: tuple[list[Path], str] | None = None
        self._gone = False
        socket.setParent(self)
        socket.setReadBufferSize(LARGEST)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self.dismiss)
        QTimer.singleShot(PATIENCE_MS, self, self.dismiss)
        self._read()

    def dismiss(self) -> None:
        """End the conversation, once all was read that came before the other end closed."""
        if self._gone:
            return
        self._read()
        self._gone = True
        self._socket.abort()
        self.left.emit(self)

    def _read(self) -> None:
        self._received += bytes(self._socket.readAll().data())
        try:
            frame, self._received = unframed(self._received)
            while frame is not None:
                self._heed(frame)
                frame, self._received = unframed(self._received)
        except Garbage:
            self._received = b""
            self._socket.disconnectFromServer()

    def _heed(self, frame: Any) -> None:
        if self._request is None:
            self._request = _photos_in(frame)
            self._socket.write(framed(READY))
        elif frame == GO:
            (photos, token), self._request = self._request, None
            self.came.emit(photos, token)
        else:
            raise Garbage


def _photos_in(frame: Any) -> tuple[list[Path], str]:
    """Check a request, and return its photos and its token."""
    photos, token = (frame.get("photos"), frame.get("token")) if isinstance(frame, dict) else (0, 0)
    if not isinstance(photos, list) or not isinstance(token, str) or len(photos) > _MOST_PHOTOS:
        raise Garbage
    if not all(isinstance(each, str) and "\0" not in each for each in photos):
        raise Garbage
    paths = [Path(each) for each in photos]
    if not all(path.is_absolute() for path in paths):
        raise Garbage
    return paths, token
