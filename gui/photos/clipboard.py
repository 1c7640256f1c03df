"""Clipboard: what Ctrl+V takes from it, and the result as a picture on Ctrl+C."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from core.errors import FewtoneError, reason
from core.language import N_, _, ngettext, translated
from core.wording import human_bytes
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from gui.controls.actions import Actions
    from gui.photos.documents import Documents
    from gui.session.session import Session

# As it is, a picture keeps its alpha, its profile and what else the program that copied it wrote.
# The last is what browsers write on Windows.
_ENCODED = (
    *("image/png", "image/tiff", "image/webp", "image/avif", "image/jpeg", "image/gif"),
    *("image/bmp", 'application/x-qt-windows-mime;value="PNG"'),
)
_ADDRESS = r"(https?|ftp|data|blob):\S+|www\.\S+"

_NO_ADDRESS = N_(
    "Nothing pasted: there is just an address, and Fewtone loads nothing from the web. "
    "Copy the picture itself, or save it first."
)
_NO_PICTURE = N_(
    "Nothing pasted: there is formatted text, but no picture. Copy the picture by itself, or save "
    "it first."
)
_NOTHING = N_("Nothing pasted: there is no picture, no file and no color on the clipboard.")


class Refused(Exception):  # noqa: N818
    """What is on the clipboard cannot be used; the message says why."""


@dataclass(frozen=True)
class Colors:
    """There is text, which may have colors in it."""


Found = list[Path] | bytes | QImage | Colors
"""Files; a picture, encoded or decoded; or text."""


def what_is_in(data: QMimeData, *, wants_colors: bool) -> Found:
    """Find out what of some data can be pasted.

    Parameters
    ----------
    data : QMimeData
    wants_colors : bool
        Whether there is a photo that colors could be used for: programs that copy cells of a table
        add a picture of the text.

    Raises
    ------
    Refused
        With a sentence for the user.
    """
    urls = data.urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    if paths:
        return paths
    text = data.text().strip() if data.hasText() else ""
    address = bool(urls) or re.fullmatch(_ADDRESS, text, re.IGNORECASE) is not None
    if wants_colors and text and not address and _has_colors(text):
        return Colors()
    for name in _ENCODED:
        if data.hasFormat(name) and not (encoded := data.data(name)).isEmpty():
            return bytes(encoded.data())
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return image
    if address:
        raise Refused(translated(_NO_ADDRESS))
    if text and not data.hasHtml():
        return Colors()
    raise Refused(translated(_NO_PICTURE if data.hasHtml() else _NOTHING))


class Clipboard(QObject):
    """Pastes pictures and files as photos, and copies the result as a picture.

    Signals
    -------
    said(str)
        What was done, or why it was not.
    """

    said = Signal(str)

    def __init__(
        self, session: Session, documents: Documents, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._documents = documents
        self._actions = actions
        self._lane: Lane | None = None
        actions.paste.triggered.connect(self.paste)
        actions.copy_picture.triggered.connect(self.copy)

    def paste(self) -> None:
        """Open files and pictures as photos; colors go where the Palette menu takes them."""
        has_photo = self._session.histogram is not None
        try:
            # For a picture of another program Qt waits until that has handed it over. A clipboard
            # that was cleared has no data at all.
            data = QGuiApplication.clipboard().mimeData() or QMimeData()
            found = what_is_in(data, wants_colors=has_photo)
        except Refused as refused:
            self.said.emit(str(refused))
            return
        if isinstance(found, Colors):
            if has_photo:
                self._actions.paste_colors.trigger()
            else:
                self.said.emit(_("Open a photo first: colors are used on a photo."))
        elif isinstance(found, list):
            self._documents.open(found)
        else:
            self._open(found)

    def copy(self) -> None:
        """Copy the result as a picture, once it is encoded."""
        result = self._session.result
        if result is None or not self._session.settled:
            self.said.emit(_("Please wait until the colors are there."))
            return

        def take(copied: tasks.Copied) -> None:
            data = QMimeData()
            data.setData("image/png", copied.png)
            data.setImageData(copied.image)
            QGuiApplication.clipboard().setMimeData(data)
            count, size = len(result.palette), human_bytes(len(copied.png))
            said = ngettext(
                "Copied the picture: {count} color, {size}.",
                "Copied the picture: {count} colors, {size}.",
                count,
            )
            self.said.emit(said.format(count=count, size=size))

        self._work().submit(
            lambda progress: tasks.copy(result, progress),
            take,
            lambda error: self.said.emit(
                _("Nothing copied: {reason}").format(reason=sentence(error))
            ),
        )

    def close(self) -> None:
        """End the thread."""
        if self._lane is not None:
            self._lane.close()

    def _open(self, picture: bytes | QImage) -> None:
        """Keep a picture in a file, and open that as any other photo."""
        try:
            path = self._documents.pasted.new_path()
        except OSError as error:
            self.said.emit(_("Nothing pasted: {reason}.").format(reason=reason(error)))
            return
        if isinstance(picture, QImage):
            self.said.emit(_("Pasting the picture …"))
        self._work().submit(
            lambda _progress: tasks.keep(picture, path),
            lambda _none: self._documents.open([path]),
            lambda error: self.said.emit(
                _("Nothing pasted: {reason}").format(reason=sentence(error))
            ),
        )

    def _work(self) -> Lane:
        if self._lane is None:  # most windows never need one
            self._lane = Lane("queue", "clipboard", self)
        return self._lane


def _has_colors(text: str) -> bool:
    import core

    try:
        core.colors_in_text(text)
    except FewtoneError:
        return False
    return True
