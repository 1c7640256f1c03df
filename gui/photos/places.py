"""Places: which photos are in a folder of the user's, and beside what their files belong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

import resources
from gui.photos.pasted import PastedPictures

if TYPE_CHECKING:
    from gui.session.session import Session

SAMPLE = "sample.jpg"


class Places:
    """Tells photos of the user's folders from guests: what was pasted, and the sample."""

    def __init__(self, session: Session) -> None:
        self.pasted = PastedPictures()
        self._session = session
        # It is asked of each of thousands of photos, and the disk need not be.
        self._sample = resources.path(SAMPLE)

    def is_guest(self, path: Path) -> bool:
        """Return whether a photo is in none of the user's folders: pasted, or the sample."""
        return path in self.pasted or path == self._sample

    @property
    def beside(self) -> Path | None:
        """Path of the photo shown, if that is in a folder of the user's."""
        path = self._session.path
        return None if path is None or self.is_guest(path) else path

    @property
    def name(self) -> Path:
        """Path of the photo shown, or a name for one that has none."""
        return self._session.path or Path("photo")

    def for_files_of(self, photo: Path) -> Path:
        """Return beside which path files of a photo belong: a guest is among the pictures."""
        if not self.is_guest(photo):
            return photo
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return Path(folder) / photo.name
