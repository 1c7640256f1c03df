"""The window that lists how much of each color is needed: pixels, beads, square centimeters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

import core
from core.language import N_, _, ngettext
from core.needed import BEADS_WIDE, CM_WIDE, Piece
from core.wording import decimal, human_count
from gui.controls.boxes import DecimalBox
from gui.controls.table import TableView
from gui.desktop import texts

if TYPE_CHECKING:
    from core import Needs, Table
    from core.model import Palette

_ROWS, _NAME = 20, 1


class Widths(NamedTuple):
    """How many pixels there are in a row, of which beads are made.

    Parameters
    ----------
    picture : int
        Of the picture whose pixels are counted.
    photo : int
        Of the photo, which the picture may be as wide as.
    """

    picture: int
    photo: int


class NeedsWindow(QDialog):
    """Asks how large the finished work is, and lists what it needs, while the picture changes.

    Signals
    -------
    size_changed(Piece)
    saving_wanted()
        The list is to be saved as CSV.
    width_wanted(int)
        The picture is to have as many pixels in a row as the work has beads.
    copied(str)
        In which way the list was copied.
    """

    size_changed = Signal(object)
    saving_wanted = Signal()
    width_wanted = Signal(int)
    copied = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.beads, self.centimeters = QSpinBox(), DecimalBox()
        self.beads.setRange(0, BEADS_WIDE[-1])
        self.beads.setKeyboardTracking(False)
        self.centimeters.setRange(0, CM_WIDE[-1])
        self.centimeters.setDecimals(1)
        self.centimeters.setKeyboardTracking(False)
        self.centimeters.setSuffix(" cm")
        self.table = TableView(N_("How much of each color is needed"))
        self.told = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.fit = QPushButton(autoDefault=False)
        self.fit.hide()
        self.copy, self.save = QPushButton(autoDefault=False), QPushButton(autoDefault=False)
        self._labels = QLabel(), QLabel()
        self._shown: tuple[Palette, Needs, Widths] | None = None
        for box in (self.beads, self.centimeters):
            box.valueChanged.connect(lambda _value: self.size_changed.emit(self.piece))
        self.copy.clicked.connect(lambda: self.table.copy(0))
        self.save.clicked.connect(self.saving_wanted)
        self.fit.clicked.connect(lambda: self.width_wanted.emit(self.beads.value()))
        self.table.copied.connect(self.copied)
        self._place()
        texts.follow(self, self._speak)
        self.resize(self.sizeHint())

    @property
    def piece(self) -> Piece:
        """How wide the piece is that is made after the picture."""
        beads, centimeters = self.beads.value(), self.centimeters.value()
        return Piece(beads or None, centimeters if centimeters >= CM_WIDE[0] else None)

    def show_size(self, size: Piece) -> None:
        """Show how wide the piece is."""
        self.beads.setValue(size.beads_wide or 0)
        self.centimeters.setValue(size.cm_wide or 0)

    def show_needs(self, palette: Palette, needs: Needs, widths: Widths) -> None:
        """List what each color of a palette needs."""
        self._shown = palette, needs, widths
        self.table.show_table(_table(palette, needs))
        self.table.resizeColumnsToContents()
        # Names are the longest, and codes that follow them stay in view.
        self.table.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.told.setText(_told(palette, needs, widths))
        wide = needs.beads_size[0]
        self.fit.setVisible(bool(needs.beads) and wide != widths.picture and wide <= widths.photo)
        fit = ngettext(
            "&Make the picture {count} pixel wide", "&Make the picture {count} pixels wide", wide
        )
        self.fit.setText(fit.format(count=human_count(wide)))

    def show_nothing(self) -> None:
        """List nothing: there is no picture."""
        self._shown = None
        self.table.show_table(core.Table("", (), ()))
        self.told.setText(_("Open a photo first."))
        self.fit.hide()

    def sizeHint(self) -> QSize:
        """Return room for all columns, and for some twenty rows where the screen has it."""
        metrics, table, layout = self.fontMetrics(), self.table, self.layout()
        assert layout is not None
        rows = _ROWS * table.verticalHeader().defaultSectionSize()
        rows += table.horizontalHeader().sizeHint().height()
        # What is told may take three lines, and the button is not always seen.
        rest = layout.sizeHint().height() - table.sizeHint().height()
        rest += 2 * metrics.height() + self.fit.sizeHint().height()
        wanted = QSize(84 * metrics.averageCharWidth(), rows + rest)
        return wanted.boundedTo(self.screen().availableSize())

    def _place(self) -> None:
        form = QFormLayout()
        boxes = (self.beads, self.centimeters)
        for label, box in zip(self._labels, boxes, strict=True):
            label.setBuddy(box)
            box.setMinimumWidth(max(each.sizeHint().width() for each in boxes))
            form.addRow(label, box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self.fit, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.setSizeGripEnabled(True)

    def _speak(self) -> None:
        self.setWindowTitle(_("How much of each color is needed"))
        beads, centimeters = self._labels
        beads.setText(_("&Beads or stitches in a row"))
        centimeters.setText(_("&Width of the finished work"))
        for box in (self.beads, self.centimeters):
            # Translators: no size is given
            box.setSpecialValueText(_("not given"))
        self.copy.setText(_("Co&py"))
        self.copy.setToolTip(_("Copy the list as text"))
        self.save.setText(_("&Save as CSV…"))
        self.save.setToolTip(_("Save the list for a spreadsheet, or to go shopping"))
        self.fit.setToolTip(_("Then each pixel is a bead, and the list is exact; it can be undone"))
        if self._shown is not None:
            self.show_needs(*self._shown)


def _table(palette: Palette, needs: Needs) -> Table:
    """Make the table of what each color needs."""
    spoken = core.spoken_color_names(palette.colors)
    split = [core.split_code(name) for name in palette.names]
    names = [name or said for (name, _code), said in zip(split, spoken, strict=True)]
    shares = [round(100 * share, 3) for share in palette.shares.tolist()]
    columns = {
        core.Column(N_("Color")): list(palette.hex),
        core.Column(N_("Name")): names,
        # Translators: that a maker gives a color, as of a thread
        core.Column(N_("Number")): [code for _name, code in split],
        core.Column(N_("Share"), 1, unit="%"): shares,
        core.Column(N_("Pixels")): palette.counts.tolist(),
        core.Column(N_("Beads")): list(needs.beads),
        core.Column(N_("Area"), 1, unit="cm²"): list(needs.square_cm),
    }
    # A column of which nothing is known is left out.
    some = {title: cells for title, cells in columns.items() if any(each != "" for each in cells)}
    rows = tuple(zip(*some.values(), strict=True))
    return core.Table(_("How much of each color is needed"), tuple(some), rows)


def _told(palette: Palette, needs: Needs, widths: Widths) -> str:
    """Return how large the whole work is, or what to do for more numbers."""
    parts = []
    if needs.beads:
        wide, high = needs.beads_size
        total = sum(needs.beads)
        parts.append(
            ngettext(
                "{wide} × {high} beads or stitches, {count} altogether.",
                "{wide} × {high} beads or stitches, {count} altogether.",
                total,
            ).format(wide=human_count(wide), high=human_count(high), count=human_count(total))
        )
        parts.append(_how_sure(palette, needs, widths.picture))
    if needs.square_cm:
        wide_cm, high_cm = (decimal(each, 1) for each in needs.cm_size)
        area = decimal(sum(needs.square_cm), 1)
        parts.append(
            _("{wide} × {high} cm, {area} cm² altogether.").format(
                wide=wide_cm, high=high_cm, area=area
            )
        )
    return " ".join(part for part in parts if part) or _(
        "Give a width to count beads or stitches, or square centimeters."
    )


def _how_sure(palette: Palette, needs: Needs, pixels: int) -> str:
    """Return a sentence on whether beads are pixels, or only what shares promise."""
    if needs.beads_size[0] == pixels:
        # Counts of an animation are those of several pictures.
        same = palette.counts.tolist() == list(needs.beads)
        return _("Each pixel is a bead.") if same else ""
    told = ngettext(
        "Estimated from the picture of {count} pixel in a row: one of {beads} has other colors.",
        "Estimated from the picture of {count} pixels in a row: one of {beads} has other colors.",
        pixels,
    )
    beads = human_count(needs.beads_size[0])
    return told.format(count=human_count(pixels), beads=beads)
