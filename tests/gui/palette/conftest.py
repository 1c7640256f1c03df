import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QColorDialog, QLineEdit

Key = Qt.Key


@pytest.fixture
def type_color(qtbot, answer):
    """Type a hex into the next color dialog; None cancels it."""

    def type_(hex_):
        def act(dialog):
            if hex_ is None:
                dialog.reject()
                return
            field = dialog.findChild(QLineEdit, "qt_colorname_lineedit")
            field.selectAll()
            qtbot.keyClicks(field, hex_)
            qtbot.keyClick(field, Key.Key_Return)

        return answer(QColorDialog, act)

    return type_
