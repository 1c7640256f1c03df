"""The dialog that asks how all photos are saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from core.errors import SettingsError
from core.language import N_, _, ngettext, translated
from core.names import plain
from core.settings import IMAGE_FORMATS, LOSSY_FORMATS, SAVE_OPTIONS, ImageFormat
from core.wording import becoming, human_count, percent
from gui.batch.wanted import MOST_PER_CENT, Wanted, example
from gui.desktop import theme
from gui.desktop.announcing import name_combo_box
from gui.desktop.tips import show_tip

if TYPE_CHECKING:
    from core import Found

_WIDTH_IN_LETTERS = 62
_LONGEST_NAME = 40
_NUMBER = "0"
# Translators: the words in braces stay as they are; they are typed into a field.
_PATTERN_TIP = N_(
    "{name} is the name of the photo, {n} its number ({n:03} with three digits), {colors} the "
    "number of colors, {parent} the folder it is in, {format} the format. The ending comes by "
    "itself."
)
_FIELDS = {
    "{name}": N_("&Name of the photo"),
    "{n}": N_("N&umber: 1, 2, 3 …"),
    "{n:03}": N_("Number with &three digits: 001, 002 …"),
    "{colors}": N_("Number of &colors"),
    "{parent}": N_("&Folder that the photo is in"),
    "{format}": N_("F&ormat"),
}
_WHERE = N_(
    "No file is replaced: where a name is taken, the next number is added. The folder is made if "
    "it is not there."
)


class SaveAllDialog(QDialog):
    """Asks for folder, format and names, with the name of the first photo as an example.

    Parameters
    ----------
    parent : QWidget
    photos : sequence of Found
        At least one.
    colors : int or None
        Number of colors of the first one; None if a goal decides.
    own : int
        How many of them have settings of their own.
    wanted : Wanted
        What is shown at first.
    without_loss : bool
        Whether a format must have no loss of its own, as a goal is how near results are.
    """

    def __init__(
        self,
        parent: QWidget,
        photos: Sequence[Found],
        colors: int | None,
        own: int,
        wanted: Wanted,
        *,
        without_loss: bool = False,
    ) -> None:
        super().__init__(parent)
        self._photos, self._colors, self._without_loss = photos, colors, without_loss
        self.setWindowTitle(_("Save all photos"))
        self._title = QLabel(
            ngettext(
                "Save {count} photo", "Save the results of {count} photos", len(photos)
            ).format(count=human_count(len(photos)))
        )
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._how = QLabel(_whose_settings(len(photos), own), wordWrap=True)
        self._how.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.folder = QLineEdit(str(wanted.folder))
        show_tip(self.folder, translated(_WHERE))
        self.choose = QPushButton(_("C&hoose…"))
        self.format = QComboBox()
        for name in IMAGE_FORMATS:
            title = translated(SAVE_OPTIONS["format"].options[name].title)
            self.format.addItem(title.split(" (")[0], name)
        self.format.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.format.setCurrentIndex(self.format.findData(wanted.format))
        self.pattern = QLineEdit(wanted.pattern)
        show_tip(self.pattern, translated(_PATTERN_TIP))
        self.insert = QPushButton(_("&Insert"))
        self.insert.setAutoDefault(False)
        show_tip(self.insert, _("Put something into the names that is another for each photo"))
        self.insert.setMenu(self._fields_menu())
        self.example = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        # There is room for two lines, so that the dialog does not grow while somebody types.
        self.example.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.example.setMinimumHeight(2 * self.example.fontMetrics().lineSpacing())
        self.example.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.folders = QCheckBox(_("Keep sub-&folders"))
        self.folders.setChecked(wanted.keep_folders)
        show_tip(self.folders, _("Make the same folders as the photos lie in, below this one."))
        self.folders.setVisible(any(each.below != Path() for each in photos))
        self.dates = QCheckBox(_("Keep the &dates of the photos"))
        self.dates.setChecked(wanted.keep_dates)
        self.smaller = QCheckBox(_("Only if s&maller, by at least"))
        self.smaller.setChecked(wanted.at_least is not None)
        before, _number, after = percent(_NUMBER).partition(_NUMBER)
        self.per_cent = QSpinBox(
            maximum=MOST_PER_CENT, prefix=before, suffix=after, value=wanted.at_least or 0
        )
        self.otherwise = QComboBox()
        self.otherwise.addItem(_("otherwise leave it out"), False)
        self.otherwise.addItem(_("otherwise copy the photo"), True)
        self.otherwise.setCurrentIndex(int(wanted.else_copy))
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        self.save = self.buttons.button(standard.Save)
        self.save.setText(_("&Save all") if len(photos) > 1 else _("&Save"))
        self._place()
        self._connect()
        self._show_example()
        self.save.setFocus()

    @property
    def wanted(self) -> Wanted:
        """What the user wants."""
        name: ImageFormat = self.format.currentData()
        return Wanted(
            Path(self.folder.text().strip()).expanduser(),
            name,
            self.pattern.text(),
            keep_folders=self.folders.isChecked(),
            keep_dates=self.dates.isChecked(),
            at_least=self.per_cent.value() if self.smaller.isChecked() else None,
            else_copy=bool(self.otherwise.currentData()),
        )

    def _place(self) -> None:
        where, names, size = (_row(), _row(), _row())
        where.addWidget(self.folder, 1)
        where.addWidget(self.choose)
        names.addWidget(self.pattern, 1)
        names.addWidget(self.insert)
        for widget in (self.smaller, self.per_cent, self.otherwise):
            size.addWidget(widget)
        size.addStretch(1)
        form = QFormLayout(fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(8)
        form.addRow(_("F&older"), where)
        form.addRow(_("Fo&rmat"), self.format)
        form.addRow(_("&Names"), names)
        form.addRow("", self.example)
        for box in (self.folders, self.dates):
            form.addRow("", box)
        form.addRow("", size)
        self.per_cent.setAccessibleName(_("Smaller by at least"))
        name_combo_box(self.otherwise, N_("Where it is not that much smaller"))
        grid = QGridLayout(self)
        grid.setVerticalSpacing(10)
        for row, part in enumerate((self._title, self._how)):
            grid.addWidget(part, row, 0)
        grid.addLayout(form, 2, 0)
        grid.addWidget(self.buttons, 3, 0)
        grid.setRowStretch(2, 1)
        for field, line in ((where, self.folder), (names, self.pattern)):
            form.labelForField(field).setBuddy(line)  # type: ignore[attr-defined]
        # A width that is set may be less than the words of a language need.
        usual = _WIDTH_IN_LETTERS * self.fontMetrics().averageCharWidth()
        self.setMinimumWidth(max(usual, grid.totalMinimumSize().width()))

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.choose.clicked.connect(self._choose_folder)
        self.smaller.toggled.connect(self._show_example)
        self.folders.toggled.connect(self._show_example)
        self.format.currentIndexChanged.connect(self._show_example)
        for line in (self.folder, self.pattern):
            line.textChanged.connect(self._show_example)

    def _fields_menu(self) -> QMenu:
        menu = QMenu(self)
        for field, words_of_it in _FIELDS.items():
            action = menu.addAction(f"{translated(words_of_it)}\t{field}")
            action.triggered.connect(lambda _=False, field=field: self._insert(field))
        return menu

    def _insert(self, field: str) -> None:
        self.pattern.insert(field)
        self.pattern.setFocus()

    def _choose_folder(self) -> None:
        start = self.wanted.folder
        title = _("Save the results in a folder")
        name = QFileDialog.getExistingDirectory(self, title, str(start))
        if name:
            self.folder.setText(name)

    def _show_example(self) -> None:
        """Show the name of the first photo's file, or why there can be none."""
        for widget in (self.per_cent, self.otherwise):
            widget.setEnabled(self.smaller.isChecked())
        first, problem = self._photos[0], ""
        try:
            name = example(first, len(self._photos), self._colors, self.wanted)
        except SettingsError as error:
            problem = _("No name: {reason}.").format(reason=error)
        if self._without_loss and self.wanted.format in LOSSY_FORMATS:
            problem = _("The goal cannot be promised in a format with a loss of its own.")
        if not self.folder.text().strip():
            problem = _("Say in which folder.")
        elif not self.wanted.folder.is_absolute():
            problem = _("The folder needs its whole path; Choose… finds it.")
        if problem:
            self.example.setText(problem)
        else:
            photo, where = first.photo.name, self.wanted.folder.name
            named = f"{plain(where, _LONGEST_NAME)}/{plain(name, _LONGEST_NAME)}"
            self.example.setText(becoming(plain(photo, _LONGEST_NAME), named))
        palette = self.palette()
        role = QPalette.ColorRole.WindowText
        palette.setColor(role, theme.warning(palette) if problem else palette.color(role))
        self.example.setPalette(palette)
        self.save.setEnabled(not problem)


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    return row


def _whose_settings(count: int, own: int) -> str:
    if count == 1:
        return _("With the settings and the palette that it is shown with.")
    if own == 0:
        return _("With the settings and the palette that all of them share.")
    if own == count:
        return _("Each with settings and palette of its own.")
    return ngettext(
        "With the settings and the palette that they share; {count} has its own, as the strip "
        "shows.",
        "With the settings and the palette that they share; {count} have their own, as the strip "
        "shows.",
        own,
    ).format(count=own)
