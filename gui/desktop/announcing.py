"""For screen readers: what they say by themselves, and names that Qt does not tell them."""

from __future__ import annotations

from functools import partial

from PySide6 import QtGui
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from core.language import translated
from gui.desktop import texts


def announce(widget: QWidget, sentence: str, *, urgent: bool = False) -> None:
    """Have a sentence said, if somebody listens; an urgent one interrupts what is being said."""
    # These classes of Qt are slow to make, which is done when they are first named.
    if not sentence or not QtGui.QAccessible.isActive():
        return
    event = QtGui.QAccessibleAnnouncementEvent(widget, sentence)
    politeness = QtGui.QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QtGui.QAccessible.updateAccessibility(event)


def name_combo_box(box: QComboBox, name: str) -> None:
    """Name a combo box that has no label by a marked text; call it when the box is in its place.

    On Linux, Qt gives it the name of what is chosen, and a screen reader takes that of its label.
    """
    label = QLabel(parent=box.parentWidget())
    for named in (box.setAccessibleName, label.setText):
        texts.put(named, partial(translated, name))
    label.setBuddy(box)
    label.hide()
