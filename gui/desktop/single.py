"""One window for all starts: a further start hands its photos to the window that is open.

A frame is its length in four bytes, then JSON. The further start sends its photos, the window says
that it is ready, and only when it is told to go on does it open them: a window that hung and wakes
up later finds that nobody waited, and opens nothing that is open elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import time
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 2000
"""A window that does not answer in this time is busy or hung, and is left alone."""

_LENGTH = struct.Struct(">I")
_LARGEST = 1 << 20
_MOST_PHOTOS = 10_000
_MOST_GUESTS = 8
_READY, _GO = {"ready": True}, {"go": True}


class Outcome(Enum):
    """What came of handing photos over."""

    TAKEN = auto()
    NOBODY = auto()
    NO_ANSWER = auto()


class Garbage(ValueError):  # noqa: N818
    """What was received is no frame of ours."""


def address(settings: Path) -> str:
    """Return where the window of this user, with settings in a folder, on this screen, is found."""
    user = os.environ.get("USERNAME", "") if os.name == "nt" else str(os.getuid())
    screen = [os.environ.get(name, "") for name in ("WAYLAND_DISPLAY", "DISPLAY")]
    named = "\0".join([user, str(settings), *screen])
    digest = hashlib.sha256(os.fsencode(named)).hexdigest()[:16]
    if os.name == "nt":
        return f"fewtone-{digest}"
    # Both folders are the user's own: nobody else can be there before the window.
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = runtime if os.path.isdir(runtime) else settings  # noqa: PTH112
    return str(Path(folder) / f"fewtone-{digest}")


def hand_over(
    where: str, photos: Sequence[Path], token: str = "", patience_ms: int = PATIENCE_MS
) -> Outcome:
    """Hand photos to the window that is open, and wait until it has taken them.

    Parameters
    ----------
    photos : sequence of Path
        Absolute; without any, the window just comes to the front.
    token : str
        Wayland lets a window come to the front only if who asks for it has one.
    """
    end = time.monotonic() + patience_ms / 1000

    def left() -> int:
        return max(int((end - time.monotonic()) * 1000), 0)

    socket = QLocalSocket()
    socket.connectToServer(where)
    if not socket.waitForConnected(left()):
        error, errors = socket.error(), QLocalSocket.LocalSocketError
        absent = {errors.ServerNotFoundError, errors.ConnectionRefusedError}
        return Outcome.NOBODY if error in absent else Outcome.NO_ANSWER
    socket.write(_framed({"photos": [str(photo) for photo in photos], "token": token}))
    received = b""
    try:
        while _unframed(received)[0] is None:
            if not socket.waitForReadyRead(left()):
                return Outcome.NO_ANSWER
            received += bytes(socket.readAll().data())
        if _unframed(received)[0] != _READY:
            return Outcome.NO_ANSWER
    except Garbage:
        return Outcome.NO_ANSWER
    socket.write(_framed(_GO))
    socket.waitForBytesWritten(left())
    socket.disconnectFromServer()
    return Outcome.TAKEN


def is_answered(where: str) -> bool:
    """Return whether a window takes photos there."""
    socket = QLocalSocket()
    socket.connectToServer(where)
    return socket.waitForConnected(PATIENCE_MS)


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
        socket.setReadBufferSize(_LARGEST)
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
            frame, self._received = _unframed(self._received)
            while frame is not None:
                self._heed(frame)
                frame, self._received = _unframed(self._received)
        except Garbage:
            self._received = b""
            self._socket.disconnectFromServer()

    def _heed(self, frame: Any) -> None:
        if self._request is None:
            self._request = _photos_in(frame)
            self._socket.write(_framed(_READY))
        elif frame == _GO:
            (photos, token), self._request = self._request, None
            self.came.emit(photos, token)
        else:
            raise Garbage


def _framed(content: Any) -> bytes:
    # Names that are no UTF-8 have lone surrogates, which only escaped are valid.
    data = json.dumps(content, ensure_ascii=True).encode("ascii")
    return _LENGTH.pack(len(data)) + data


def _unframed(data: bytes) -> tuple[Any, bytes]:
    """Take the first frame of some bytes, or None while it isn't complete; return the rest, too.

    Raises
    ------
    Garbage
        When it is too large, or no JSON.
    """
    if len(data) < _LENGTH.size:
        return None, data
    (length,) = _LENGTH.unpack_from(data)
    if length > _LARGEST:
        raise Garbage
    end = _LENGTH.size + length
    if len(data) < end:
        return None, data
    try:
        return json.loads(data[_LENGTH.size : end]), data[end:]
    except (ValueError, RecursionError) as error:
        raise Garbage from error


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
