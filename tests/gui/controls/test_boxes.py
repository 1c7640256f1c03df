"""A box for a number that may be left to Fewtone."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.fields import Number
from gui.controls.boxes import box_for, show_value, value_of


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
