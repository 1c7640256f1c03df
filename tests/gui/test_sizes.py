"""Nothing is cut: in small windows, and with fonts half as large again."""

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
)

from core import Settings
from gui.window import MainWindow

SIZES = [(1.0, 1180, 760), (1.0, 800, 560), (1.0, 520, 360), (1.5, 1180, 760)]


@pytest.fixture
def larger(qapp):
    """Make the fonts of all widgets larger."""
    usual = qapp.font()

    def set_to(factor):
        font = QFont(usual)
        font.setPointSizeF(usual.pointSizeF() * factor)
        qapp.setFont(font)

    yield set_to
    qapp.setFont(usual)


def room_and_need(widget):
    """Width there is for a widget's text, and width that it takes; of each line the widest."""
    text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
    lines = text.replace("&&", "\0").replace("&", "").replace("\0", "&").split("\n")
    need = max(widget.fontMetrics().horizontalAdvance(line) for line in lines)
    room = widget.width()
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = widget.style().subControlRect(kind, option, part, widget).width()
    elif isinstance(widget, QAbstractSpinBox):
        room = widget.lineEdit().width()
    return room, need


def shows_text(widget):
    words = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
    icon_only = isinstance(widget, QToolButton) and widget.toolButtonStyle().name.endswith("Only")
    wraps = isinstance(widget, QLabel) and (widget.wordWrap() or words.startswith("<"))
    return bool(words) and not icon_only and not wraps


def cut(window):
    """Texts that are wider than the room for them, or stick out of what holds them."""
    found = []
    for kind in (QLabel, QAbstractButton, QComboBox, QAbstractSpinBox):
        for widget in window.findChildren(kind):
            if not (widget.isVisible() and shows_text(widget)) or elides(widget):
                continue
            room, need = room_and_need(widget)
            if need > room or widget.geometry().right() >= widget.parentWidget().width():
                found.append((type(widget).__name__, widget.accessibleName(), room, need))
    return found


def elides(widget):
    """Whether a widget shortens its own text to what fits, and has the whole in its tip."""
    return type(widget).__name__ in {"_ElidedLabel", "_Sentence", "ActionButton", "FormatBox"}


@pytest.mark.parametrize(("factor", "width", "height"), SIZES)
def test_nothing_is_cut(larger, store, qtbot, photo_file, settled, factor, width, height):
    larger(factor)
    window = MainWindow(store)
    qtbot.addWidget(window, before_close_func=lambda w: w.session.desks.forget_changes())
    window.resize(width, height)
    window.show()
    qtbot.waitExposed(window)

    def nothing_is_cut():  # what has just been shown may wait for its place
        assert cut(window) == []

    qtbot.waitUntil(nothing_is_cut)
    window.panel.advanced.is_open = True
    window.open([photo_file])
    settled(window)
    window.session.set_settings(Settings(128, dither="bayer-8", dither_strength=100))
    settled(window)
    qtbot.waitUntil(nothing_is_cut)
    box = window.help.show_about()
    assert cut(box) == []
    box.close()
