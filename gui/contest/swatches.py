"""The colors of a result as one bar, each as wide as its share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.language import _
from gui.desktop import texts
from gui.desktop.checkerboard import checkerboard

if TYPE_CHECKING:
    from core.model import Palette

_HEIGHT = 10
_CHECKER = 5
_OPAQUE = 255
# A color of hardly any pixels can be seen as well.
_LEAST_SHARE = 0.01


class Swatches(QWidget):
    """A bar of colors; it tells nothing that the palette of the main window does not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors: list[tuple[QColor, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        texts.put(self.setAccessibleName, lambda: _("Colors"))

    def sizeHint(self) -> QSize:
        """Ask for the height of the bar."""
        return QSize(40, _HEIGHT)

    def show_palette(self, palette: Palette | None) -> None:
        """Show the colors of a palette; None: of none, as the original has too many."""
        self._colors = [] if palette is None else _with_widths(palette)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the colors beside each other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = 0.0, float(self.width())
        if any(color.alpha() < _OPAQUE for color, _ in self._colors):
            painter.fillRect(self.rect(), checkerboard(_CHECKER, self.palette()))
        for color, share in self._colors:
            # One pixel more, or the ground would shine through between two colors.
            stripe = QRectF(left, 0, share * width + 1, self.height())
            if self.isRightToLeft():
                stripe.moveRight(width - left)
            painter.fillRect(stripe, color)
            left += share * width
        if self._colors:
            edge = QColor(self.palette().color(QPalette.ColorRole.Text))
            edge.setAlpha(60)
            painter.setPen(edge)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


def _with_widths(palette: Palette) -> list[tuple[QColor, float]]:
    counts = palette.counts.tolist()
    total = max(sum(counts), 1)
    least = min(_LEAST_SHARE, 1 / len(counts))
    shares = [max(count / total, least) for count in counts]
    whole = sum(shares)
    return [
        (QColor(*rgba), share / whole)
        for rgba, share in zip(palette.rgba.tolist(), shares, strict=True)
    ]
