"""A box for a number that may be left to Fewtone."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.fields import Number
from gui.controls.boxes import ShortNumberBox, box_for, show_value, value_of


@pytest.mark.parametrize(
    ("begin", "key", "value"),
    [
        (None, Qt.Key.Key_Up, 0),
        (None, Qt.Key.Key_Down, 100),
        (10, Qt.Key.Key_Down, 0),
        (0, Qt.Key.Key_Down, None),
        (30, Qt.Key.Key_Up, 40),
    ],
)
def test_an_optional_number_steps_to_auto_and_back(
    qtbot: QtBot, begin: int | None, key: Qt.Key, value: int | None
) -> None:
    box = box_for(Number(range(101), unit="%", optional=True))
    qtbot.addWidget(box)
    show_value(box, begin)
    assert (box.text() == "Auto") == (begin is None)
    qtbot.keyClick(box, key)
    assert value_of(box) == value


@pytest.mark.parametrize(
    ("begin", "typed", "value"),
    [
        (30, "Auto", None),
        (30, "auto", None),
        (30, "\b", None),
        (30, "Aut", 30),
        (30, "-1", 1),
        (None, "5", 5),
        (None, "100", 100),
        (None, "x", None),
    ],
)
@pytest.mark.parametrize("selected", [True, False])
def test_auto_is_typed_as_well_as_a_number(
    qtbot: QtBot, begin: int | None, typed: str, value: int | None, *, selected: bool
) -> None:
    box = box_for(Number(range(101), unit="%", optional=True))
    qtbot.addWidget(box)
    show_value(box, begin)
    line = box.findChild(QLineEdit)
    line.selectAll()
    if begin is None and not selected:
        line.setCursorPosition(len(line.text()))
    qtbot.keyClicks(line, typed)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert value_of(box) == value
    assert (box.text() == "Auto") == (value is None)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("typed", ["3,5", "3.5"])
def test_either_sign_begins_decimals(qtbot: QtBot, language: str, typed: str) -> None:
    box = ShortNumberBox(decimals=2, maximum=9999)
    box.setLocale(QLocale(language))
    qtbot.addWidget(box)
    box.selectAll()
    qtbot.keyClicks(box, typed)
    assert box.value() == 3.5
    assert box.text() == ("3,5" if language == "vi" else "3.5")
