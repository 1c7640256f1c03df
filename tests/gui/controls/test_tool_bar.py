"""The tool bar: texts where there is room, the zoom, steps for several photos."""

import pytest
from PySide6.QtCore import Qt

from gui.picture.canvas import Canvas


def texts(window):
    bar = window.tool_bar
    shown = [action for action in bar.actions() if bar.widgetForAction(action).isVisible()]
    beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    return {
        action.text().replace("&", "").rstrip("…"): bar.widgetForAction(action).toolButtonStyle()
        == beside
        for action in shown
        if action.text()
    }


def test_texts_are_left_out_where_they_do_not_fit(window, qtbot):
    assert texts(window)["Save image"]
    window.resize(window.minimumSize())
    qtbot.waitUntil(
        lambda: texts(window).items() >= {"Save image": False, "Zoom in": False}.items()
    )
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: texts(window)["Save image"])


def test_zoom_is_told(window, photo_file, settled):
    window.open([photo_file])
    settled(window)
    window.actions_.actual_size.trigger()
    assert window.tool_bar.zoom_text == "100 %"
    window.canvas.zoom_in()
    assert window.tool_bar.zoom_text == f"{100 * window.canvas.zoom:.0f} %"


@pytest.mark.parametrize("several", [False, True])
def test_steps_are_offered_where_there_are_several_photos(
    window, photo_file, settled, tmp_path, several
):
    other = tmp_path / "other.png"
    other.write_bytes(photo_file.read_bytes())
    window.open([photo_file, other] if several else [photo_file])
    settled(window)
    assert ("Next photo" in texts(window)) == several


def test_click_on_the_empty_canvas_asks_for_photos(qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    with qtbot.waitSignal(canvas.open_wanted):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton)
