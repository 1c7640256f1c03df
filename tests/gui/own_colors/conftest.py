import pytest
from PySide6.QtCore import Qt

from core.owned import OwnedColors


@pytest.fixture
def threads():
    """Colors that somebody owns: 64 on a grid, with names and numbers."""
    levels = (0, 80, 160, 240)
    colors = tuple((r, g, b) for r in levels for g in levels for b in levels)
    return OwnedColors(colors, tuple(f"DMC {300 + n} Thread" for n in range(64)), "my threads")


@pytest.fixture
def chosen(opened, settled, threads):
    """A window in which the palette is chosen from the threads."""
    opened.own_colors_desk.choose(threads)
    settled(opened)
    return opened


@pytest.fixture
def listed(chosen, qtbot):
    """The window of own colors, open."""
    chosen.actions_.own_colors.trigger()
    own = chosen.own_colors_desk.window
    qtbot.waitUntil(own.isVisible)
    return own


@pytest.fixture
def click_check(qtbot):
    """Click the check box of a row."""

    def click(own, row):
        table = own.table
        place = table.visualRect(table.model().index(row, 0))
        at = place.topLeft()
        at.setX(place.x() + 10)
        at.setY(place.center().y())
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)

    return click
