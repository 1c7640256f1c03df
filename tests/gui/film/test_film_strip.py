"""The film strip: what it shows, what it makes only when seen, and what mouse and keys choose."""

import os

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox

from gui.film import thumbnails
from gui.film.strip import FilmStrip
from tests.gui.hands import activate

RED, BLUE = (255, 0, 0), (0, 0, 255)
Key = Qt.Key


@pytest.fixture
def strip(qtbot):
    strip = FilmStrip()
    qtbot.addWidget(strip, before_close_func=FilmStrip.end)
    strip.resize(700, strip.height())
    strip.show()
    qtbot.waitExposed(strip)
    strip.findChild(QCheckBox).setFocus()
    return strip


@pytest.fixture
def photos(tmp_path):
    """Many files of one photo, quickly made."""

    def make(count, color=RED, size=(60, 40)):
        paths = [tmp_path / f"{number}.png" for number in range(count)]
        if paths:
            Image.new("RGB", size, color).save(paths[0])
        for path in paths[1:]:
            os.link(paths[0], path)
        return paths

    return make


@pytest.fixture
def chosen(strip):
    told = []
    strip.chosen.connect(told.append)
    return told


def cell(strip, row):
    return strip._list.visualRect(strip._photos.index(row))


def click(strip, qtbot, row, button=Qt.MouseButton.LeftButton):
    qtbot.mouseClick(strip._list.viewport(), button, pos=cell(strip, row).center())


def made(strip):
    return [path for path in strip.paths if strip._thumbnails.picture(path) is not None]


def framed(strip):
    return strip._photos.path_at(strip._list.currentIndex())


def colors_in(strip, area):
    image = strip._list.viewport().grab(area).toImage()
    return {
        QColor(image.pixel(x, y)).getRgb()[:3]
        for x in range(image.width())
        for y in range(image.height())
    }


def test_thumbnails_of_what_is_seen_are_shown(strip, qtbot, photos):
    with qtbot.waitSignal(strip._photos.dataChanged):  # without it nothing would be painted anew
        strip.set_paths(photos(3))
    qtbot.waitUntil(lambda: len(made(strip)) == 3)
    assert RED in colors_in(strip, cell(strip, 2))


def test_transparent_photo_has_a_checkerboard(strip, qtbot, tmp_path):
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(tmp_path / "a.png")
    strip.set_paths([tmp_path / "a.png"])
    qtbot.waitUntil(lambda: len(made(strip)) == 1)
    assert {(208, 208, 208), (255, 255, 255)} <= colors_in(strip, cell(strip, 0))


def test_tiny_photo_is_enlarged_with_crisp_pixels(strip, qtbot, tmp_path):
    image = Image.new("RGB", (3, 2), RED)
    image.putpixel((1, 1), BLUE)
    image.save(tmp_path / "a.png")
    strip.set_paths([tmp_path / "a.png"])
    qtbot.waitUntil(lambda: len(made(strip)) == 1)
    middle = cell(strip, 0).center() - QPoint(0, 9)
    around = QRect(middle - QPoint(30, 15), middle + QPoint(30, 15))
    assert colors_in(strip, around) == {RED, BLUE}


def test_what_is_far_from_view_is_not_made_until_it_is_scrolled_there(strip, qtbot, photos):
    paths = photos(500)
    strip.set_paths(paths)
    qtbot.waitUntil(lambda: paths[0] in made(strip))
    qtbot.waitUntil(lambda: strip._thumbnails._making is None)
    assert len(made(strip)) <= 2 * 700 // 90 + 2
    bar = strip._list.horizontalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: paths[-1] in made(strip))
    qtbot.waitUntil(lambda: strip._thumbnails._making is None)
    assert paths[250] not in made(strip)


def test_hidden_strip_makes_nothing_and_needs_no_thread(qtbot, photos):
    strip = FilmStrip()
    qtbot.addWidget(strip)
    strip.set_paths(photos(30))
    strip.set_current(strip.paths[20])
    assert strip._thumbnails._lane is None
    assert strip._thumbnails._wanted == []


def test_thumbnails_kept_are_bounded(strip, qtbot, photos, monkeypatch):
    monkeypatch.setattr(thumbnails, "_KEPT", 40)
    paths = photos(100)
    strip.set_paths(paths)
    for row in range(0, 100, 5):
        strip.set_current(paths[row])
        qtbot.waitUntil(lambda row=row: paths[row] in made(strip))
    qtbot.waitUntil(lambda: strip._thumbnails._making is None)
    assert len(made(strip)) <= 40
    assert paths[95] in made(strip)


def test_last_wanted_thumbnails_are_kept_longest(qtbot, photos, monkeypatch):
    monkeypatch.setattr(thumbnails, "_KEPT", 2)
    kept = thumbnails.Thumbnails()
    a, b, c = photos(3)
    for wanted in ([a], [b], [a, c]):
        kept.want(wanted)
        qtbot.waitUntil(lambda wanted=wanted: all(map(kept.picture, wanted)))
    kept.end()
    assert kept.picture(b) is None


def test_more_wanted_than_kept_come_to_an_end(qtbot, photos, monkeypatch):
    monkeypatch.setattr(thumbnails, "_KEPT", 2)
    kept, paths = thumbnails.Thumbnails(), photos(5)
    kept.made.connect(lambda _path: kept.want(paths))
    kept.want(paths)
    qtbot.waitUntil(lambda: kept.picture(paths[1]) is not None and kept._making is None)
    kept.end()
    assert kept.picture(paths[0]) is not None


def test_thumbnail_is_twice_as_large_as_its_room(strip, qtbot, photos):
    strip.set_paths(photos(1, size=(600, 400)))
    qtbot.waitUntil(lambda: len(made(strip)) == 1)
    assert strip._thumbnails.picture(strip.paths[0]).size().toTuple() == (160, 107)


def test_portrait_fits_into_its_room(strip, qtbot, photos):
    strip.set_paths(photos(1, size=(400, 600)))
    qtbot.waitUntil(lambda: len(made(strip)) == 1)
    image = strip._thumbnails.picture(strip.paths[0])
    assert image.height() == 2 * thumbnails.ROOM.height()


def test_unreadable_photo_says_why_and_the_others_are_shown(strip, qtbot, photos, tmp_path):
    bad = tmp_path / "bad <b>.jpg"
    bad.write_text("no photo")
    strip.set_paths([bad, *photos(2)])
    loading = colors_in(strip, cell(strip, 0))
    qtbot.waitUntil(lambda: len(made(strip)) == 2)
    tip = strip._photos.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "not an image" in tip
    assert "bad &lt;b&gt;.jpg" in tip
    assert strip.texts[0] == "bad <b>.jpg, 1 of 3, cannot be opened"
    assert len(colors_in(strip, cell(strip, 0))) > len(loading)


def test_mended_photo_is_tried_again_when_it_is_opened_again(strip, qtbot, photos, tmp_path):
    path = tmp_path / "bad.png"
    path.write_text("no photo")
    strip.set_paths([path])
    qtbot.waitUntil(lambda: "cannot be opened" in strip.texts[0])
    Image.new("RGB", (3, 3)).save(path)
    strip.set_paths([path, *photos(1)])
    qtbot.waitUntil(lambda: len(made(strip)) == 2)


def test_screen_reader_and_tool_tip_tell_what_is_seen(strip, photos):
    paths = photos(5)
    strip.set_paths(paths)
    strip.mark([paths[1]])
    assert strip.texts[:2] == ["0.png, 1 of 5", "1.png, 2 of 5, changed"]
    assert str(paths[1]) in strip._photos.index(1).data(Qt.ItemDataRole.ToolTipRole)
    strip.mark([])
    assert strip.texts[1] == "1.png, 2 of 5"


def test_unsaved_work_has_a_dot(strip, qtbot, photos):
    paths = photos(3, size=(600, 400))
    strip.set_paths(paths)
    qtbot.waitUntil(lambda: len(made(strip)) == 3)
    highlight = strip.palette().color(QPalette.ColorRole.Highlight).getRgb()[:3]
    assert highlight not in colors_in(strip, cell(strip, 1))
    strip.mark([paths[1]])
    assert highlight in colors_in(strip, cell(strip, 1))


def test_current_photo_is_framed_and_in_view(strip, photos):
    paths = photos(50)
    strip.set_paths(paths)
    strip.set_current(paths[40])
    highlight = strip.palette().color(QPalette.ColorRole.Highlight).getRgb()[:3]
    assert strip._list.viewport().rect().contains(cell(strip, 40).center())
    assert highlight in colors_in(strip, cell(strip, 40))
    assert highlight not in colors_in(strip, cell(strip, 39))
    strip.set_current(None)
    assert framed(strip) is None


def test_focus_is_seen(strip, qtbot, photos):
    strip.set_paths(photos(3))
    strip.set_current(strip.paths[1])
    activate(qtbot, strip)
    before = strip._list.viewport().grab(cell(strip, 1)).toImage()
    strip._list.setFocus(Qt.FocusReason.TabFocusReason)
    assert strip._list.viewport().grab(cell(strip, 1)).toImage() != before


def test_click_chooses(strip, qtbot, photos, chosen):
    paths = photos(4)
    strip.set_paths(paths)
    strip.set_current(paths[0])
    click(strip, qtbot, 2)
    assert (chosen, framed(strip)) == ([paths[2]], paths[2])


def test_click_on_what_is_shown_other_buttons_and_a_second_click_choose_nothing(
    strip, qtbot, photos, chosen
):
    paths = photos(4)
    strip.set_paths(paths)
    strip.set_current(paths[0])
    click(strip, qtbot, 0)
    click(strip, qtbot, 1, Qt.MouseButton.RightButton)
    viewport, left = strip._list.viewport(), Qt.MouseButton.LeftButton
    qtbot.mousePress(viewport, left, pos=cell(strip, 1).center())
    qtbot.mouseRelease(viewport, left, pos=cell(strip, 2).center())
    assert (chosen, framed(strip)) == ([], paths[0])
    click(strip, qtbot, 3)
    qtbot.mouseDClick(viewport, left, pos=cell(strip, 3).center())
    qtbot.mouseRelease(viewport, left, pos=cell(strip, 3).center())
    assert chosen == [paths[3]]


@pytest.mark.parametrize(
    ("key", "to"),
    [(Key.Key_Left, 4), (Key.Key_Right, 6), (Key.Key_Home, 0), (Key.Key_End, 9)],
)
def test_keys_choose(strip, qtbot, photos, key, to):
    paths = photos(10)
    strip.set_paths(paths)
    strip.set_current(paths[5])
    with qtbot.waitSignal(strip.chosen) as told:
        qtbot.keyClick(strip._list, key)
        assert framed(strip) == paths[to]
    assert told.args == [paths[to]]


def test_key_held_down_opens_only_the_photo_it_stops_at(strip, qtbot, photos, chosen):
    paths = photos(10)
    strip.set_paths(paths)
    strip.set_current(paths[0])
    for _ in range(6):
        qtbot.keyClick(strip._list, Key.Key_Right)
        QApplication.processEvents()
    assert chosen == []
    qtbot.waitUntil(lambda: bool(chosen))
    assert chosen == [paths[6]]


def test_enter_chooses_at_once_and_once(strip, qtbot, photos, chosen):
    paths = photos(3)
    strip.set_paths(paths)
    strip.set_current(paths[0])
    qtbot.keyClick(strip._list, Key.Key_Right)
    qtbot.keyClick(strip._list, Key.Key_Return)
    assert chosen == [paths[1]]
    assert not strip._rest.isActive()


def test_photo_that_opens_late_does_not_pull_back_who_moves_on(strip, qtbot, photos, chosen):
    paths = photos(5)
    strip.set_paths(paths)
    strip.set_current(paths[0])
    click(strip, qtbot, 1)
    qtbot.keyClick(strip._list, Key.Key_Right)
    strip.set_current(paths[1])
    assert framed(strip) == paths[2]
    qtbot.waitUntil(lambda: chosen == [paths[1], paths[2]])


def test_going_back_before_the_other_opened_asks_for_the_first_again(strip, qtbot, photos, chosen):
    paths = photos(3)
    strip.set_paths(paths)
    strip.set_current(paths[0])
    click(strip, qtbot, 1)
    click(strip, qtbot, 0)
    assert chosen == [paths[1], paths[0]]


def test_choice_that_was_refused_goes_back_and_may_be_repeated(strip, qtbot, photos, chosen):
    paths = photos(3)
    strip.set_paths(paths)
    strip.set_current(paths[0])
    click(strip, qtbot, 1)
    strip.set_current(paths[0])
    assert framed(strip) == paths[0]
    click(strip, qtbot, 1)
    assert chosen == [paths[1], paths[1]]


def test_same_photos_again_keep_thumbnails_and_frame(strip, qtbot, photos):
    paths = photos(3)
    strip.set_paths(paths)
    strip.set_current(paths[1])
    qtbot.waitUntil(lambda: len(made(strip)) == 3)
    strip.set_paths(paths)
    assert framed(strip) == paths[1]
    strip.set_paths(paths[1:])
    assert made(strip) == paths[1:]


def test_wheel_goes_along_the_photos(strip, qtbot, photos):
    strip.set_paths(photos(50))
    bar = strip._list.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    at = QPoint(100, 40)
    event = QWheelEvent(
        QPointF(at),
        QPointF(strip._list.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip._list.viewport(), event)
    assert bar.value() > 0


def test_same_settings_are_told_when_the_user_changes_them(strip, qtbot):
    told = []
    strip.for_all.same_settings_changed.connect(told.append)
    strip.for_all.same_settings = True
    assert told == []
    box = strip.findChild(QCheckBox)
    qtbot.keyClick(box, Key.Key_Space)
    assert (told, strip.for_all.same_settings) == ([False], False)


def test_end_ends_the_thread_even_with_much_to_do(strip, qtbot, photos):
    strip.set_paths(photos(300))
    qtbot.waitUntil(lambda: bool(made(strip)))
    thread = strip._thumbnails._lane._thread
    strip.end()
    assert thread.isFinished()
    strip.end()


def test_strip_that_has_ended_only_paints(strip, qtbot, photos):
    strip.set_paths(photos(300))
    qtbot.waitUntil(lambda: bool(made(strip)) and strip._thumbnails._making is None)
    strip.end()
    strip.set_current(strip.paths[200])
    strip.grab()
