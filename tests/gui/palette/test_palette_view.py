"""The palette's list: what a row says, how rows are ordered, chosen and pointed at."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton

from core import Palette
from gui.palette.model import share_text
from gui.palette.tools import Tools
from gui.palette.view import PaletteView
from tests.gui.hands import activate

WITH_WORDS = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
WITHOUT = Qt.ToolButtonStyle.ToolButtonIconOnly
COLORS = np.array([[17, 64, 48], [255, 255, 255], [0, 0, 0], [200, 30, 30]], dtype=np.uint8)
COUNTS = np.array([312, 587, 1, 100])


@pytest.fixture
def view(qtbot):
    view = PaletteView()
    qtbot.addWidget(view)
    view.resize(280, 400)
    view.show()
    view.show_palette(Palette(COLORS, COUNTS, locked=np.array([False, True, False, False])))
    return view


def middle(view, number):
    return view._list.visualRect(view._model.index(view._model.row_of(number))).center()


def test_a_row_says_hex_name_share_and_lock(view):
    view.order = "palette"
    assert view.rows[1] == "#ffffff white, 58.7 %, locked"
    assert view.rows[2].startswith("#000000 black, 0.1 %")
    assert "#c81e1e" in view._model.index(3).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize(
    ("order", "hexes"),
    [
        ("share", ["#ffffff", "#114030", "#c81e1e", "#000000"]),
        ("lightness", ["#000000", "#114030", "#c81e1e", "#ffffff"]),
        ("hue", ["#c81e1e", "#114030", "#000000", "#ffffff"]),
        ("palette", ["#114030", "#ffffff", "#000000", "#c81e1e"]),
    ],
)
def test_orders(view, order, hexes):
    view.choose([3])
    view.order = order
    assert [row.split()[0] for row in view.rows] == hexes
    assert view.chosen == [3]


def test_click_chooses_and_control_click_adds(view, qtbot):
    left, control = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(view._list.viewport(), left, pos=middle(view, 1))
    assert view.chosen == [1]
    qtbot.mouseClick(view._list.viewport(), left, control, pos=middle(view, 3))
    assert view.chosen == [1, 3]


def test_click_on_the_lock_locks_and_chooses_nothing(view, qtbot):
    at = QPoint(view._list.viewport().width() - 8, middle(view, 2).y())
    with qtbot.waitSignal(view.lock_clicked) as told:
        qtbot.mouseClick(view._list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [2]
    assert view.chosen == []


def test_double_click_and_enter_edit(view, qtbot):
    left, rows = Qt.MouseButton.LeftButton, view._list.viewport()
    qtbot.mouseClick(rows, left, pos=middle(view, 3))
    with qtbot.waitSignal(view.edit_wanted) as told:
        qtbot.mouseDClick(rows, left, pos=middle(view, 3))
    assert told.args == [3]
    view.focus_list()
    view._list.setCurrentIndex(view._model.index(0))
    with qtbot.waitSignal(view.edit_wanted) as told:
        qtbot.keyClick(view._list, Qt.Key.Key_Return)
    assert told.args == [1]


def test_pointer_and_keys_tell_where_they_are(view, qtbot):
    told = []
    view.hovered.connect(told.append)
    qtbot.mouseMove(view._list.viewport(), middle(view, 3))
    view._list.entered.emit(view._model.index(view._model.row_of(3)))
    view._list.setCurrentIndex(view._model.index(0))
    qtbot.keyClick(view._list, Qt.Key.Key_Down)
    assert told[-2:] == [3, 0]


def test_chosen_colors_stay_chosen_when_the_palette_is_told_again(view):
    view.choose([1, 3])
    view.show_palette(Palette(COLORS[::-1], COUNTS))
    assert view.chosen == [0, 2]
    view.show_palette(Palette(COLORS[:2], COUNTS[:2]), edited=True)
    assert view.chosen == [0]
    view.show_palette(None)
    assert view.chosen == []


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0.0 %"), (0.0001, "<0.1 %"), (0.0006, "0.1 %"), (1, "100.0 %")]
)
def test_share_in_words(share, text):
    assert share_text(share) == text


def test_what_is_not_opaque_is_over_squares_and_says_so(view):
    view.order = "palette"
    alpha = np.array([255, 255, 0, 64], np.uint8)
    view.show_palette(Palette(COLORS, COUNTS, alpha=alpha))
    assert view.rows[0].startswith("#114030 ")
    assert view.rows[2] == "#00000000 transparent, 0.1 %"
    assert view.rows[3].startswith("#c81e1e40 ")
    assert "25 % opaque" in view.rows[3]
    assert "200, 30, 30, alpha 64" in view._model.index(3).data(Qt.ItemDataRole.ToolTipRole)
    image = view._list.viewport().grab().toImage()
    swatches = [view._list.visualRect(view._model.index(row)) for row in range(4)]
    seen = [
        {
            image.pixelColor(rect.left() + x, rect.top() + y).name()
            for x in range(18, 38)
            for y in range(10, 20)
        }
        for rect in swatches
    ]
    assert seen[0] == {"#114030"}
    # Two kinds of squares, as they are and through a quarter of red.
    assert [len(colors) for colors in seen] == [1, 1, 2, 2]
    assert seen[2].isdisjoint(seen[3])


class Watch(QObject):
    """Notes what events a widget gets."""

    def __init__(self, watched):
        super().__init__(watched)
        self.seen = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.seen.append(event.type())
        return False


def test_buttons_come_to_rest(view, qtbot):
    """Asked for its width, the row must not have the layout ask again and again."""
    view.take_actions([QAction("Lock"), None, QAction("Pick")], [])
    qtbot.waitExposed(view)
    watch = Watch(view._tools)
    view._tools.minimumSizeHint()
    for _ in range(30):
        QApplication.processEvents()
    assert watch.seen.count(QEvent.Type.LayoutRequest) < 5


def test_buttons_have_words_while_there_is_room(qtbot):
    tools = Tools()
    qtbot.addWidget(tools)
    drawing = QIcon(QPixmap(16, 16))
    actions = [QAction(drawing, text) for text in ("Lock", "Remove", "Pick")]
    tools.take_actions([*actions[:2], None, actions[2]])
    tools.show()
    for width, words in ((300, True), (tools.minimumSizeHint().width(), False), (300, True)):
        tools.resize(width, 50)
        styles = {button.toolButtonStyle() for button in tools.findChildren(QToolButton)}
        assert styles == {WITH_WORDS if words else WITHOUT}
        assert all(tools.rect().contains(each.geometry()) for each in tools._buttons)


# The grid


@pytest.fixture
def grid(view):
    colors = np.indices((4, 5, 5)).reshape(3, -1).T * 40
    view.order = "palette"
    view.show_palette(Palette(colors.astype(np.uint8), np.arange(100, 0, -1)))
    view.show_as_grid(True)
    return view


def test_grid_has_several_colors_in_a_row_with_the_words_of_the_list(grid, qtbot):
    first, second = (grid._list.visualRect(grid._model.index(row)) for row in (0, 1))
    assert first.top() == second.top()
    assert first.right() < second.left()
    last = grid._list.visualRect(grid._model.index(99))
    assert last.height() * 12 < last.bottom()
    index = grid._model.index(7)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("#002850 ")
    assert "of the picture" in index.data(Qt.ItemDataRole.ToolTipRole)
    grid.show_as_grid(False)
    assert grid._list.visualRect(grid._model.index(1)).left() == 0


def test_arrow_keys_walk_the_grid_in_both_directions(grid, qtbot):
    rows, keys = grid._list, Qt.Key
    tops = [rows.visualRect(grid._model.index(number)).top() for number in range(100)]
    across = tops.count(tops[0])
    activate(qtbot, grid)  # the keys go on from the first color only once the list has the focus
    rows.setFocus()
    told = []
    grid.hovered.connect(told.append)
    for key, number in (
        (keys.Key_Right, 1),
        (keys.Key_Down, across + 1),
        (keys.Key_Left, across),
        (keys.Key_Up, 0),
        (keys.Key_End, 99),
    ):
        qtbot.keyClick(rows, key)
        assert grid.chosen == [number]
        assert told[-1] == number


def test_click_in_the_grid_chooses_and_never_locks(grid, qtbot):
    port = grid._list.viewport()
    with qtbot.assertNotEmitted(grid.lock_clicked):
        for width in range(280, 316, 6):  # in some of these a swatch is where a row has its lock
            grid.resize(width, 400)
            for number in range(10):
                at = grid._list.visualRect(grid._model.index(number)).bottomRight() - QPoint(5, 5)
                qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=at)
                assert grid.chosen == [number]


def test_grid_is_remembered(window, store, qtbot):
    window.actions_.swatch_grid.trigger()
    assert window.palette_view._list.is_grid
    assert store.palette_grid
