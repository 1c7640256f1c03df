"""Lines on the file of a result: its sizes beside those of the photo, and how near it is."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

import core
from core.language import _, pgettext, translated
from core.settings import ImageFormat
from core.wording import change_in_percent, decimal
from gui.desktop import texts, theme
from gui.desktop.tips import show_tip
from gui.outcome import words

_LARGE, _LESS_LARGE = 1.5, 1.1
_BETWEEN = 8
# A number that is known again this soon is not worth a flicker.
_OUT_OF_DATE_AFTER_MS = 150


class Numbers(QWidget):
    """Size, change in per cent, visible difference and PSNR; or one sentence in their place.

    Its height is the same whatever is known; a photo of another size has a line more.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._format: ImageFormat = "png"
        self._before: int | None = None
        self._after: int | None = None
        self._difference: float | None = None
        self._nearness: float | None = None
        self._few_lines = False
        # The change in short, and in as many words as there are.
        self._changes: tuple[str, ...] = ("",)
        self._sides: tuple[tuple[int, int], tuple[int, int]] | None = None
        self._size = _line(scale=_LARGE, bold=True)
        self._change = _line(bold=True)
        self._pixels, self._looks, self._psnr = _line(), _line(), _line()
        self._pixels.hide()
        for label in (self._pixels, self._looks, self._psnr):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._sentence = _Sentence()
        self._pages = QStackedLayout(self)
        self._place()
        # Until then the number of before is shown.
        self._later = QTimer(self, singleShot=True, interval=_OUT_OF_DATE_AFTER_MS)
        self._later.timeout.connect(lambda: self.show_size(None))
        texts.follow(self, self._speak)
        self._tint()

    @property
    def known(self) -> bool:
        """Whether the size of the file is told, or why there is none."""
        told = self._after is not None or self._pages.currentIndex() == 1
        return told and not self._later.isActive()

    @property
    def text(self) -> str:
        """All lines that are shown, as one."""
        if self._pages.currentIndex() == 1:
            return self._sentence.text()
        nearness = (label.text() for label in (self._pixels, self._looks, self._psnr))
        return "  ".join(filter(None, (self._size.text(), self._changes[-1], *nearness)))

    @property
    def warns(self) -> bool:
        """Whether the file would be larger than that of the photo, or cannot be."""
        if self._pages.currentIndex() == 1:
            return True
        return None not in (self._before, self._after) and self._after > self._before  # type: ignore[operator]

    def show_format(self, name: ImageFormat) -> None:
        """Say which format the size is of."""
        self._format = name
        self._show()

    def show_photo(self, file_bytes: int | None) -> None:
        """Begin with another photo, whose file has that size, if it has one."""
        self._before, self._after = file_bytes, None
        self.show_difference(None)
        self.show_psnr(None)
        self._show()

    def show_pixels(self, before: tuple[int, int], after: tuple[int, int]) -> None:
        """Show width and height of the photo and of the result, unless they are the same."""
        self._sides = None if before == after else (before, after)
        self._pixels.setVisible(self._sides is not None)
        self._show_sides()

    def _show_sides(self) -> None:
        self._pixels.setText("" if self._sides is None else words.pixels(*self._sides))
        show_tip(self._pixels, _("Width and height in pixels") if self._sides else "")

    def show_size(self, size: int | None) -> None:
        """Show how large the file would be; None means not known yet."""
        self._later.stop()
        self._after = size
        self._show()

    def wait(self) -> None:
        """Take back the size after a moment, unless another one is known by then."""
        if self._after is not None or self._pages.currentIndex() == 1:
            self._later.start()

    def show_refusal(self, reason: str) -> None:
        """Show why there can be no file."""
        self._later.stop()
        self._after = None
        sentence = words.sentence(reason)
        self._sentence.setText(sentence)
        show_tip(self._sentence, sentence)
        self._pages.setCurrentIndex(1)
        self._tint()

    def show_difference(self, difference: float | None) -> None:
        """Show how different the result looks; None means not known yet."""
        self._difference = difference
        if difference is None:
            self._looks.setText("")
            show_tip(self._looks)
        else:
            self._looks.setText(words.looks(core.describe_difference(difference)))
            show_tip(self._looks, words.looks_tip(difference))
        self._fit()

    def show_psnr(self, psnr: float | None) -> None:
        """Show how near the colors are in numbers, in dB; None means not known yet."""
        self._nearness = psnr
        text = ""
        if psnr is not None:
            # Translators: in place of a number, where the result is just the photo
            text = pgettext("PSNR", "no error")
            if isfinite(psnr):
                text = _("{number} dB").format(number=decimal(psnr, 1))
        self._psnr.setText(text)
        self._psnr.setAccessibleName(_("PSNR {number}").format(number=text) if text else "")
        show_tip(self._psnr, translated(words.PSNR_TIP) if text else "")
        self._fit()

    def show_few_lines(self, *, few: bool) -> None:
        """Leave out how near the result is, where there is little room."""
        self._few_lines = few
        self._looks.setVisible(not few)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Write sizes smaller, and leave out the decibels, where words of a language are long."""
        page = self._pages.widget(0)
        room = (page or self).width()
        both = self._looks.sizeHint().width() + _BETWEEN + self._psnr.sizeHint().width()
        self._psnr.setVisible(not self._few_lines and both <= room)
        # The tip has it in words too.
        words_fit = self._change.fontMetrics().horizontalAdvance(self._changes[-1]) <= room
        self._change.setText(self._changes[-1 if words_fit else 0])
        for scale in (_LARGE, _LESS_LARGE):
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * scale)
            font.setBold(True)
            self._size.setFont(font)
            if self._size.sizeHint().width() <= room:
                return

    def changeEvent(self, event: QEvent) -> None:
        """Take the colors of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _speak(self) -> None:
        """Show everything in the language of the moment; a refusal stays as it was told."""
        self._show_sides()
        self.show_difference(self._difference)
        self.show_psnr(self._nearness)
        if self._pages.currentIndex() == 0:
            self._show()

    def _show(self) -> None:
        self._pages.setCurrentIndex(0)
        before, after = self._before, self._after
        self._size.setText("" if before is after is None else words.sizes(before, after))
        changes, tips = [""], ""
        if after is not None:
            tips = words.size_tip(self._format, after, before)
            if before is not None:
                change = change_in_percent(before, after)
                changes = [change]
                if after > before:
                    # Translators: as in "+20 %, larger than the photo"
                    larger = _("{percent}, larger than the photo")
                    changes.append(larger.format(percent=change))
        self._changes = tuple(changes)
        self._fit()
        for label in (self._size, self._change):
            show_tip(label, tips)
        self._tint()

    def _tint(self) -> None:
        palette = self.palette()
        color = theme.warning(palette) if self.warns else palette.color(palette.ColorRole.Text)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        for label in (self._change, self._sentence):
            label.setPalette(palette)

    def _place(self) -> None:
        nearness = QHBoxLayout()
        nearness.setSpacing(_BETWEEN)
        nearness.addWidget(self._looks)
        nearness.addWidget(self._psnr)
        nearness.addStretch(1)
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        lines.addStretch(1)
        lines.addWidget(self._size)
        lines.addWidget(self._change)
        lines.addWidget(self._pixels)
        lines.addLayout(nearness)
        lines.addStretch(1)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(page)
        self._pages.addWidget(self._sentence)


class _Sentence(QLabel):
    """A sentence that asks for no room of its own; all of it is in its tip."""

    def __init__(self) -> None:
        super().__init__(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def hasHeightForWidth(self) -> bool:
        return False


def _line(scale: float = 1.0, *, bold: bool = False) -> QLabel:
    """Make a label of one line, whose height does not depend on its text."""
    label = QLabel(textFormat=Qt.TextFormat.PlainText)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    label.setFont(font)
    label.setMinimumHeight(label.fontMetrics().height())
    label.setMinimumWidth(1)
    return label
