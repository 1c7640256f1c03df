"""The result is dragged out of the window: a file in the format chosen, and the picture itself."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication

from core.language import _
from gui.desktop import dialogs, texts
from gui.desktop.tips import show_tip
from gui.outcome.small_picture import SmallPicture

if TYPE_CHECKING:
    from core.model import Result
    from core.settings import SaveOptions
    from gui.picture.bridge import Picture
    from gui.session.session import Session

# Whoever takes the picture and not the file has Qt encode it, in the thread of the window.
_MOST_PIXELS_AS_IMAGE = 4_000_000


@dataclass(frozen=True)
class _File:
    """A file, of which result and how it is saved."""

    # A result that is gone must not stay in memory until the next drag.
    result: ref[Result]
    options: SaveOptions
    path: Path

    def is_of(self, result: Result, options: SaveOptions) -> bool:
        return self.result() is result and self.options == options


class Dragging(QObject):
    """Writes the file when the small picture is pressed, and hands it over when it is dragged.

    The file has to be there when the drag begins. It is written from the moment the button is
    pressed, in its own lane; most often it has been made already to know its size.

    Signals
    -------
    said(str)
        What was handed over, or why nothing was.
    """

    said = Signal(str)

    def __init__(self, session: Session, picture: SmallPicture, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._picture = picture
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._made: _File | None = None
        self._coming: _File | None = None
        self._copies = 0
        self._pulled = False
        self._shown: Picture | None = None
        session.result_made.connect(self._show)
        picture.pressed.connect(self._prepare)
        picture.pulled.connect(self._pull)
        picture.released.connect(self._give_up)
        texts.follow(self, self._show_how)

    def _show_how(self) -> None:
        how = _("Drag this to another program or to a folder: it takes the file there.")
        show_tip(self._picture, how)

    def close(self) -> None:
        """Remove all files that were made."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _show(self, _result: object, picture: Picture) -> None:
        self._shown = picture

    def _prepare(self) -> None:
        self._pulled = False
        if self._session.settled:
            self._make()

    def _make(self) -> None:
        """Write the file, unless it is there or in the making."""
        result, options = self._session.result, self._session.save_options
        if result is None or self._ready(result, options):
            return
        if self._coming is not None and self._coming.is_of(result, options):
            return
        try:
            path = self._new_path()
        except OSError as error:
            self._tell(str(error))
            return
        coming = self._coming = _File(ref(result), options, path)
        self._session.copy_image(path, lambda _saved: self._take(coming), self._tell)

    def _pull(self) -> None:
        result = self._session.result
        if result is None or not self._session.settled:
            self.said.emit(_("The result is still being made: drag it when it is there."))
            return
        made = self._ready(result, self._session.save_options)
        if made is not None:
            self._hand_over(result, made)
            return
        self._pulled = True
        self._picture.setCursor(Qt.CursorShape.BusyCursor)
        self.said.emit(_("The file is being made: keep the button pressed."))
        self._make()  # the result may have come since the button was pressed

    def _let_go(self) -> None:
        self._pulled = False
        self._picture.setCursor(Qt.CursorShape.OpenHandCursor)

    def _give_up(self) -> None:
        """Tell that the button was released too early for the file."""
        if self._pulled:
            self.said.emit(_("Nothing was dropped: the file was not made yet. Drag it again."))
        self._let_go()

    def _take(self, file: _File) -> None:
        self._made, self._coming = file, None
        if self._pulled and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._pull()

    def _tell(self, why: str) -> None:
        self._coming = None
        self._let_go()
        self.said.emit(_("There is no file to drag: {reason}").format(reason=why))

    def _ready(self, result: Result, options: SaveOptions) -> Path | None:
        """Return the file of a result, if it is there."""
        made = self._made
        if made is None or not made.is_of(result, options) or not made.path.exists():
            return None
        return made.path

    def _hand_over(self, result: Result, path: Path) -> None:
        height, width = result.indices.shape
        self._let_go()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        still = result.animation is None and height * width <= _MOST_PIXELS_AS_IMAGE
        if still and self._shown is not None:
            # A copy, as its pixels are asked for whenever the other program likes.
            data.setImageData(self._shown.levels[0].copy())
        if carry(self._picture, data):
            self.said.emit(_("Dropped {name}").format(name=path.name))
        else:
            self.said.emit(
                _("Nothing was dropped: that place takes no files, or the drag was left.")
            )

    def _new_path(self) -> Path:
        """Choose a place for a file of the name that saving would propose.

        Each has a folder of its own: whoever took the one before may read it later.
        """
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="fewtone-")
        self._copies += 1
        folder = Path(self._folder.name) / str(self._copies)
        folder.mkdir()
        saved_to = self._session.replaces
        if saved_to is not None:
            return folder / saved_to.name
        photo = self._session.path or Path("photo")
        return folder / dialogs.name_of_image(
            folder, photo, self._session.save_options.format or "png"
        )


def carry(picture: SmallPicture, data: QMimeData) -> bool:
    """Drag data from the small picture until it is dropped; return whether somebody took it."""
    drag = QDrag(picture)
    drag.setMimeData(data)
    drag.setPixmap(picture.pixmap)
    return drag.exec(Qt.DropAction.CopyAction) == Qt.DropAction.CopyAction
