"""`show_img`: shows an array in a window, from a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gui.picture.bridge import picture_of
from gui.picture.canvas import Canvas

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def show_img(img_2d: NDArray[np.uint8]) -> None:
    """Show a picture in a window; in a script, wait until it is closed.

    Parameters
    ----------
    img_2d : (h, w, 3) uint8

    Raises
    ------
    InputError
        (a ValueError) for an array of another shape or dtype.
    """
    from core.model import Photo

    photo = Photo.from_array(img_2d)
    running = QApplication.instance()
    application = running or QApplication([])
    canvas = Canvas()
    canvas.setWindowTitle(f"{photo.width}×{photo.height}")
    canvas.setAcceptDrops(False)
    canvas.resize(min(photo.width + 40, 1200), min(photo.height + 40, 800))
    canvas.show_photo(picture_of(photo.pixels))
    canvas.show()
    if running is None:
        application.exec()
    else:
        canvas.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        _KEPT_OPEN.add(canvas)
        canvas.destroyed.connect(lambda: _KEPT_OPEN.discard(canvas))


# Without a reference Python would close the window at once.
_KEPT_OPEN: set[Canvas] = set()
