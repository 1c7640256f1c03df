"""Draws the program's icon in the formats of the three systems, from `icons/fewtone.svg`.

Run it after changing the drawing: `python -m resources.draw_icons`
"""

from __future__ import annotations

import sys

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from resources import path

_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def main() -> None:
    """Write the icon files beside the drawing."""
    application = QGuiApplication(sys.argv[:1])
    drawing = path("icons/fewtone.svg")
    folder = drawing.parent
    images = {size: rendered(str(drawing), size) for size in (*_ICO_SIZES, 512, 1024)}
    images[256].save(folder / "fewtone.png", optimize=True)
    images[256].save(
        folder / "fewtone.ico",
        sizes=[(size, size) for size in _ICO_SIZES],
        append_images=[images[size] for size in _ICO_SIZES[:-1]],
    )
    images[1024].save(folder / "fewtone.icns", append_images=[images[512], images[256]])
    del application


def rendered(drawing: str, size: int) -> Image.Image:
    """Draw a drawing in a square of this many pixels."""
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(drawing).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


if __name__ == "__main__":
    main()
