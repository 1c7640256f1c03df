"""Error and size over the number of colors, to choose one by what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.language import N_, _, ngettext
from core.names import LONGEST_SENTENCE, plain
from core.wording import decimal, human_bytes
from gui.desktop import texts
from gui.picture.curve_plot import CurvePlot

if TYPE_CHECKING:
    from core import ColorsCurve, Curve, CurvePoint

_SIZE = 560, 480
_LOOKING = N_("Looking …")


class CurveWindow(QWidget):
    """Two curves over the same numbers of colors, with the one that is chosen.

    Signals
    -------
    chosen(int)
        The user wants this number of colors.
    closed()
    """

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        texts.put(self.setWindowTitle, lambda: _("Error and size over the number of colors"))
        self._curve: ColorsCurve | None = None
        self._kind = ""
        self._colors = 0
        self._why_none: texts.Words = _LOOKING
        self.told = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        font = self.told.font()
        font.setBold(True)
        self.told.setFont(font)
        self.errors = CurvePlot(N_("Nearness over the number of colors"))
        self.sizes = CurvePlot(N_("Size over the number of colors"))
        hint = QLabel(wordWrap=True)
        texts.put(hint.setText, _hint)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.errors, 1)
        column.addWidget(self.sizes, 1)
        column.addWidget(hint)
        self.setMinimumSize(320, 320)
        self.resize(*_SIZE)
        for plot in (self.errors, self.sizes):
            plot.chosen.connect(self._choose)
            plot.pointed.connect(self._point)
        texts.follow(self, self._draw)

    def show_curve(self, curve: ColorsCurve | None, kind: str) -> None:
        """Show what is known of a photo; None is nothing yet.

        Parameters
        ----------
        kind : str
            Name of the file's format.
        """
        self._curve, self._kind, self._why_none = curve, kind, _LOOKING
        self._draw()

    def _draw(self) -> None:
        from core import curves_over_colors

        curve, kind = self._curve, self._kind
        nearness, size = (None, None) if curve is None else curves_over_colors(curve, kind)
        self._show(self.errors, nearness)
        self._show(self.sizes, size)
        self.show_colors(self._colors)

    def show_colors(self, colors: int) -> None:
        """Show which number of colors is chosen."""
        self._colors = colors
        place = None if self._curve is None else self._place_of(colors)
        self.errors.show_place(place)
        self.sizes.show_place(place)
        self._point(None)

    def tell(self, why: texts.Words) -> None:
        """Show why there is no curve."""
        self.show_curve(None, "")
        self._why_none = why
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Emit that nobody looks any more; a window that is minimized comes back."""
        super().closeEvent(event)
        self.closed.emit()

    @staticmethod
    def _show(plot: CurvePlot, curve: Curve | None) -> None:
        plot.show_curve(curve)

    def _place_of(self, colors: int) -> int:
        assert self._curve is not None
        return self._curve.points.index(self._curve.at(colors))

    def _choose(self, place: int) -> None:
        if self._curve is not None:
            self.chosen.emit(self._curve.points[place].colors)

    def _point(self, place: int | None) -> None:
        """Show the numbers at a place, or at the number that is chosen."""
        if self._curve is None:
            self.told.setText(plain(texts.spoken(self._why_none), LONGEST_SENTENCE))
        elif place is None:
            self.told.setText(_told(self._curve.at(self._colors)))
        else:
            self.told.setText(_told(self._curve.points[place]))


def _told(point: CurvePoint) -> str:
    colors = ngettext("{count} color", "{count} colors", point.colors).format(count=point.colors)
    size = _("size not known yet")
    if point.size is not None:
        size = human_bytes(point.size) if point.tried else _about(human_bytes(point.size))
    decibels = _("{number} dB").format(number=decimal(point.psnr, 1))
    nearness = decibels if point.tried else _about(decibels)
    # Translators: what a number of colors leads to: "8 colors: 58 kB, 32.1 dB"
    words = _("{colors}: {size}, {nearness}")
    return words.format(colors=colors, size=size, nearness=nearness)


def _about(number: str) -> str:
    # Translators: before a number that is an estimate: "about 58 kB"
    return _("about {number}").format(number=number)


def _hint() -> str:
    return _(
        "Click a number of colors, or walk with the arrow keys. Eight numbers are tried; what lies "
        "between them is an estimate."
    )
