"""Draws the part of a picture that lies in a part of a view, from the level that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QBrush, QPainter

if TYPE_CHECKING:
    from gui.picture.bridge import Picture
    from gui.picture.geometry import View


def place_of(picture: Picture, view: View, ratio: float, offset: QPointF) -> QRectF:
    """Find where the whole photo lies, in logical pixels; much of it may be outside.

    Parameters
    ----------
    ratio : float
        Device pixels per logical pixel.
    offset : QPointF
        Where the view begins in the widget.
    """
    size = QSizeF(picture.width, picture.height) * view.scale
    return QRectF(QPointF(*view.origin) / ratio + offset, size / ratio)


def paint_picture(
    painter: QPainter,
    picture: Picture,
    view: View,
    part: QRect,
    ratio: float,
    offset: QPointF,
    ground: QBrush | None = None,
) -> None:
    """Paint the part of a picture that lies in a part of the widget.

    Parameters
    ----------
    ratio, offset
        The same as for `place_of`.
    ground : QBrush, optional
        Painted where the picture is transparent; without it, what was painted before shows.
    """
    clip = part.intersected(painter.clipBoundingRect().toAlignedRect())
    scale = view.scale / ratio
    photo = place_of(picture, view, ratio, offset)
    at = picture.place
    whole = QRectF(
        photo.x() + at.left * scale,
        photo.y() + at.top * scale,
        at.width * scale,
        at.height * scale,
    )
    visible = whole.intersected(QRectF(clip))
    if visible.isEmpty():
        return
    painter.save()
    painter.setClipRect(clip)
    image = picture.level_for(view.scale)
    across, down = image.width() / whole.width(), image.height() / whole.height()
    # The source is cut at whole pixels, or panning would shift them against each other.
    source = QRectF(
        (visible.x() - whole.x()) * across,
        (visible.y() - whole.y()) * down,
        visible.width() * across,
        visible.height() * down,
    ).toAlignedRect()
    source = source.adjusted(-1, -1, 1, 1).intersected(image.rect())
    target = QRectF(
        whole.x() + source.x() / across,
        whole.y() + source.y() / down,
        source.width() / across,
        source.height() / down,
    )
    if ground is not None and image.hasAlphaChannel():
        painter.setBrushOrigin(whole.topLeft())
        painter.fillRect(visible, ground)
    smooth = image.width() > at.width * view.scale * 1.001
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth or view.scale < 1)
    painter.drawImage(target, image, QRectF(source))
    painter.restore()
