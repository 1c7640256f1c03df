"""One window for all starts: a further start hands its photos to the window that is open.

A frame is its length in four bytes, then JSON. The further start sends its photos, the window says
that it is ready, and only when it is told to go on does it open them: a window that hung and wakes
up later finds that nobody waited, and opens nothing that is open elsewhere.
"""

from __future__ import annotations

import json
import os
import struct
import time
import zlib
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any

PATIENCE_MS = 2000
"""A window that does not answer in this time is busy or hung, and is left alone."""

_LENGTH = struct.Struct(">I")
LARGEST = 1 << 20
READY, GO = {"ready": True}, {"go": True}
"""What the window says, and what the further start says then."""


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
    digest = f"{zlib.crc32(os.fsencode(named)):08x}"
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
    if not _may_be_there(where):
        return Outcome.NOBODY
    from PySide6.QtNetwork import QLocalSocket

    end = time.monotonic() + patience_ms / 1000

    def left() -> int:
        return max(int((end - time.monotonic()) * 1000), 0)

    socket = QLocalSocket()
    socket.connectToServer(where)
    if not socket.waitForConnected(left()):
        error, errors = socket.error(), QLocalSocket.LocalSocketError
        absent = {errors.ServerNotFoundError, errors.ConnectionRefusedError}
        return Outcome.NOBODY if error in absent else Outcome.NO_ANSWER
    socket.write(framed({"photos": [str(photo) for photo in photos], "token": token}))
    received = b""
    try:
        while unframed(received)[0] is None:
            if not socket.waitForReadyRead(left()):
                return Outcome.NO_ANSWER
            received += bytes(socket.readAll().data())
        if unframed(received)[0] != READY:
            return Outcome.NO_ANSWER
    except Garbage:
        return Outcome.NO_ANSWER
    socket.write(framed(GO))
    socket.waitForBytesWritten(left())
    socket.disconnectFromServer()
    return Outcome.TAKEN


def is_answered(where: str) -> bool:
    """Return whether a window takes photos there."""
    if not _may_be_there(where):
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(where)
    return socket.waitForConnected(PATIENCE_MS)


def framed(content: Any) -> bytes:
    """Make a frame."""
    # Names that are no UTF-8 have lone surrogates, which only escaped are valid.
    data = json.dumps(content, ensure_ascii=True).encode("ascii")
    return _LENGTH.pack(len(data)) + data


def unframed(data: bytes) -> tuple[Any, bytes]:
    """Take the first frame of some bytes, or None while it isn't complete; return the rest, too.

    Raises
    ------
    Garbage
        When it is too large, or no JSON.
    """
    if len(data) < _LENGTH.size:
        return None, data
    (length,) = _LENGTH.unpack_from(data)
    if length > LARGEST:
        raise Garbage
    end = _LENGTH.size + length
    if len(data) < end:
        return None, data
    try:
        return json.loads(data[_LENGTH.size : end]), data[end:]
    except (ValueError, RecursionError) as error:
        raise Garbage from error


def _may_be_there(where: str) -> bool:
    """Return whether it is worth to load QtNetwork: most often no window is open, and no file."""
    return os.name == "nt" or os.path.lexists(where)
