"""Several values of a setting are chosen in one menu, and never none."""

import pytest
from PySide6.QtCore import QPoint, Qt

from core.settings import STARTS
from gui.contest.multi_box import MultiBox
from tests.gui.hands import LEFT


@pytest.fixture
def box(qtbot):
    box = MultiBox("start", STARTS)
    qtbot.addWidget(box)
    box.resize(400, 30)
    box.show_values(["wu"])
    box.show()
    box.menu().popup(box.mapToGlobal(QPoint(0, 30)))
    yield box
    box.menu().close()


def click(qtbot, box, number):
    menu = box.menu()
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(menu.actions()[number]).center())


def test_the_menu_stays_open_while_values_are_checked(box, qtbot):
    changes = []
    box.changed.connect(lambda: changes.append(box.values))
    for number in (1, 3):
        click(qtbot, box, number)
    assert box.menu().isVisible()
    assert changes == [("wu", "kmeans++"), ("wu", "kmeans++", "random")]
    assert box.text() == "Wu's cut, k-means++, Random"
    assert box.accessibleName() == "Start: Wu's cut, k-means++, Random"


def test_space_checks_what_the_keys_are_at(box, qtbot):
    box.menu().setActiveAction(box.menu().actions()[2])
    qtbot.keyClick(box.menu(), Qt.Key.Key_Space)
    assert box.values == ("wu", "in_pixels")
    assert box.menu().isVisible()


def test_the_last_value_stays(box, qtbot):
    click(qtbot, box, 0)
    assert box.values == ("wu",)


def test_where_there_is_little_room_they_are_counted(box):
    box.show_values(STARTS)
    box.resize(120, 30)
    assert box.text() == "4 chosen"
    assert "Random" in box.accessibleName()


def test_what_cannot_be_chosen_says_why(box):
    box.show_values(["wu"], "The course has plain k-means")
    assert not box.isEnabled()
    assert "(The course has plain k-means)" in box.toolTip()
