"""Pictures that came from the clipboard: they are no files, so Fewtone keeps them in some."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from core.language import _


class PastedPictures:
    """A folder of their own, made for the first picture and removed with the window."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None
        self._count = 0

    def __contains__(self, path: object) -> bool:
        if self._folder is None:
            return False
        return isinstance(path, Path) and path.parent == Path(self._folder.name)

    def new_path(self) -> Path:
        """Return where to keep a further picture; its name is what users read.

        Raises
        ------
        OSError
            When there is no room for temporary files.
        """
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="fewtone-pasted-", ignore_cleanup_errors=True)
        self._count += 1
        name = _("Pasted picture")
        if self._count > 1:
            name = _("Pasted picture {number}").format(number=self._count)
        # A language may have slashes in its words, a name of a file may not.
        return Path(self._folder.name) / name.replace("/", "-")

    def end(self) -> None:
        """Remove all pictures."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
