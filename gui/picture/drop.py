"""Finds the files of a drop on the picture, or the reason why it is refused."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from core.language import _


class Refused(Exception):  # noqa: N818
    """A drop that cannot be used; the message says why."""


def photos_in(data: QMimeData) -> list[Path]:
    """List the local files of a drop.

    Raises
    ------
    Refused
        When there is no local file.
    """
    urls = data.urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    if paths:
        return paths
    if urls:
        raise Refused(
            _("Fewtone opens files, not web addresses: save the picture first, then drop it.")
        )
    # This happens when the source program ends before it hands over the names.
    raise Refused(_("The drop held no file. Please drop the photo again."))
