"""The question about several photos with work that is not saved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from core.language import _, ngettext
from core.names import LONGEST_NAME, plain
from gui.desktop.answers import Answer
from gui.desktop.tips import tip

_MOST_ROWS = 8
_SPACING = 2


class LeavingQuestion(QDialog):
    """Asks which photos are saved before they are left, or whether all are given up.

    Parameters
    ----------
    photos : sequence of Path
    saved : collection of Path
        Those whose file is known already, as they were saved before.
    """

    def __init__(
        self, parent: QWidget, photos: Sequence[Path], saved: Collection[Path] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Fewtone")
        self.answer = Answer.CANCEL
        self._photos = list(photos)
        asked = ngettext(
            "Save the results of {count} photo?", "Save the results of {count} photos?", len(photos)
        )
        question = QLabel(asked.format(count=len(photos)))
        font = question.font()
        font.setBold(True)
        question.setFont(font)
        self._list = QListWidget()
        self._list.setAccessibleName(_("Photos to save"))
        self._list.setSpacing(_SPACING)
        for photo, name in zip(photos, _told_apart(photos), strict=True):
            item = QListWidgetItem(name, self._list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setToolTip(tip(str(photo)))
        row = self._list.sizeHintForRow(0) + 2 * _SPACING
        height = min(len(photos), _MOST_ROWS) * row + 2 * (self._list.frameWidth() + _SPACING)
        self._list.setFixedHeight(height)
        unsaved = _("What you changed in them was not saved since.")
        why = QLabel(f"{unsaved} {_where(photos, saved)}")
        why.setWordWrap(True)
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Save | standard.Discard | standard.Cancel)
        self._buttons.accepted.connect(lambda: self._end(Answer.SAVE))
        self._buttons.rejected.connect(self.reject)
        self._buttons.button(standard.Discard).clicked.connect(lambda: self._end(Answer.DISCARD))
        self._list.itemChanged.connect(self._enable)
        layout = QVBoxLayout(self)
        layout.setSpacing(self.style().pixelMetric(QStyle.PixelMetric.PM_LayoutVerticalSpacing) + 4)
        for widget in (question, self._list, why, self._buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(420)
        save = self._buttons.button(standard.Save)
        save.setDefault(True)
        save.setFocus()

    @property
    def checked(self) -> list[Path]:
        """The photos to be saved."""
        items = (self._list.item(row) for row in range(self._list.count()))
        states = [item.checkState() is Qt.CheckState.Checked for item in items]
        return [photo for photo, yes in zip(self._photos, states, strict=True) if yes]

    def _enable(self) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(bool(self.checked))

    def _end(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()


def _where(photos: Sequence[Path], saved: Collection[Path]) -> str:
    """Say where the files will be."""
    new = len(set(photos).difference(saved))
    if new == 0:
        return _("They are saved where they were saved before.")
    if new == len(photos):
        return _("You choose the folder next.")
    return _("Some are saved where they were before; for the others you choose the folder next.")


def _told_apart(photos: Sequence[Path]) -> list[str]:
    """List the names, with the folder where two are the same."""
    names = [photo.name for photo in photos]
    return [
        plain(name if names.count(name) == 1 else f"{name} – {photo.parent.name}", LONGEST_NAME)
        for name, photo in zip(names, photos, strict=True)
    ]
