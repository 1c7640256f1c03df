"""The block at the foot of the panel: small picture, numbers, format, and the button to save."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.language import N_, _, translated
from core.settings import LOSSY_FORMATS, SAVE_OPTIONS, SaveOptions
from gui.controls.boxes import box_for
from gui.desktop import texts
from gui.desktop.announcing import name_combo_box
from gui.desktop.icons import icon
from gui.desktop.tips import show_tip
from gui.outcome.boxes import ActionButton, FormatBox
from gui.outcome.goal_box import GoalBox
from gui.outcome.numbers import Numbers
from gui.outcome.small_picture import SmallPicture

if TYPE_CHECKING:
    from gui.outcome.formats import FormatList
    from gui.outcome.quality import QualityNumbers

# A smaller one is hard to hit (WCAG 2.2, 2.5.8).
_LEAST_TARGET = 24
_MORE = N_("More ways to save")


class OutcomeBlock(QFrame):
    """What is saved, how large it is, and in which format.

    Parameters
    ----------
    save : QAction
        What the button does.
    more : sequence of QAction
        Other ways to save, in the menu beside it.

    Signals
    -------
    format_chosen(str)
    quality_chosen(int)
    comparison_wanted()
        The list of formats is about to be shown.
    comparison_left()
        It is not shown any more.
    quality_wanted()
        The numbers on how near the result is are about to be shown.
    quality_left()
        They are not shown any more.
    quality_copied(str)
        In which way they were copied.
    """

    format_chosen = Signal(str)
    quality_chosen = Signal(int)
    comparison_wanted = Signal()
    comparison_left = Signal()
    quality_wanted = Signal()
    quality_left = Signal()
    quality_copied = Signal(str)

    def __init__(self, save: QAction, more: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = SmallPicture()
        self.numbers = Numbers()
        self.more_numbers = QToolButton(autoRaise=True)
        self.more_numbers.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.put(self.more_numbers.setAccessibleName, lambda: _("Numbers of the result"))
        self._why_no_quality: texts.Words = ""
        self.more_numbers.setMinimumSize(_LEAST_TARGET, _LEAST_TARGET)
        self.goal = GoalBox()
        self.format = FormatBox()
        quality = box_for(SAVE_OPTIONS["quality"])
        assert isinstance(quality, QSpinBox)
        self.quality = quality
        title = SAVE_OPTIONS["quality"].title
        texts.put(self.quality.setAccessibleName, lambda: translated(title))
        self.compare = QPushButton()
        texts.put(self.compare.setText, lambda: _("Compare formats"))
        texts.put(
            self.compare.setToolTip, lambda: _("Show how large the file would be in each format")
        )
        self.save = ActionButton(save)
        self.more = QToolButton(popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setArrowType(Qt.ArrowType.DownArrow)
        for named in (self.more.setAccessibleName, self.more.setToolTip):
            texts.put(named, lambda: translated(_MORE))
        menu = QMenu(self.more)
        menu.addActions(more)
        self.more.setMenu(menu)
        self._place()
        name_combo_box(self.format, SAVE_OPTIONS["format"].title)
        self.format.activated.connect(lambda _place: self.format_chosen.emit(self.format.name))
        self.quality.valueChanged.connect(self.quality_chosen)
        self.compare.clicked.connect(self._compare)
        save.changed.connect(lambda: self.compare.setEnabled(save.isEnabled()))
        self.compare.setEnabled(save.isEnabled())
        self.more_numbers.clicked.connect(self._show_quality)
        texts.follow(self, self._explain_quality)
        self._tint()

    @cached_property
    def formats(self) -> FormatList:
        """The list of formats, which is made when somebody asks for it."""
        from gui.outcome.formats import FormatList

        made = FormatList(self)
        made.chosen.connect(self.format_chosen)
        made.closed.connect(self.comparison_left)
        return made

    @property
    def compares(self) -> bool:
        """Whether the list of formats is shown."""
        return "formats" in vars(self) and self.formats.isVisible()

    @cached_property
    def quality_numbers(self) -> QualityNumbers:
        """The numbers on how near the result is, which are made when somebody asks for them."""
        from gui.outcome.quality import QualityNumbers

        made = QualityNumbers(self)
        made.closed.connect(self.quality_left)
        made.copied.connect(self.quality_copied)
        return made

    @property
    def shows_quality(self) -> bool:
        """Whether the numbers on how near the result is are shown."""
        return "quality_numbers" in vars(self) and self.quality_numbers.isVisible()

    def enable_quality(self, why_not: texts.Words) -> None:
        """Let these numbers be asked for, or tell why they cannot be; "" if they can."""
        self._why_no_quality = why_not
        self.more_numbers.setEnabled(not why_not)
        self._explain_quality()

    def _explain_quality(self) -> None:
        tip = _("How near the result is to the photo: MSE, PSNR, SSIM, ΔE, and what they mean")
        why_not = texts.spoken(self._why_no_quality)
        show_tip(self.more_numbers, tip, why_not and f"({why_not})")

    def show_options(self, options: SaveOptions) -> None:
        """Show how files are saved, without emitting a signal."""
        name = options.format or "png"
        blockers = [QSignalBlocker(box) for box in (self.format, self.quality)]
        self.format.show_format(name)
        self.quality.setValue(options.quality)
        del blockers
        self.quality.setVisible(name in LOSSY_FORMATS)
        self.numbers.show_format(name)

    def show_few_lines(self, *, few: bool) -> None:
        """Show only what cannot be left out, where there is little room."""
        self.picture.setVisible(not few)
        self.numbers.show_few_lines(few=few)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colors of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self.save.tint()
        self.more_numbers.setIcon(icon("numbers", self.palette()))

    def _compare(self) -> None:
        self.comparison_wanted.emit()
        self.formats.pop_up(self.compare, self.format.name)

    def _show_quality(self) -> None:
        self.quality_wanted.emit()
        self.quality_numbers.pop_up(self.more_numbers)

    def _place(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        above, middle, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self.picture)
        above.addWidget(self.numbers, 1)
        above.addWidget(self.more_numbers, 0, Qt.AlignmentFlag.AlignBottom)
        middle.addWidget(self.format)
        middle.addWidget(self.quality)
        middle.addWidget(self.compare, 1)
        self.compare.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        below.addWidget(self.save, 1)
        below.addWidget(self.more)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 8, 12, 10)
        lines.setSpacing(6)
        lines.addLayout(above)
        lines.addWidget(self.goal)
        lines.addLayout(middle)
        lines.addLayout(below)
