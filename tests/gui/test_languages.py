"""The window in other languages, and in another one than it began in."""

import re
from dataclasses import replace
from unicodedata import bidirectional

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu, QSpinBox

from core import language
from core.direction import without_marks
from core.resizing import Resize
from gui.desktop import texts
from gui.desktop.icons import icon
from gui.outcome.side import Side
from tests.app.shown import cut_texts, english_in, painted, shown_texts
from tests.catalogs import ACCENTED, MIRRORED
from tests.gui.hands import edit_by_hand

pytestmark = pytest.mark.usefixtures("languages")


def left_in_english(window):
    """Return texts that are seen and are English, but for names of files."""
    with painted() as drawn:
        window.grab()
    everything = [*(text for _place, text in shown_texts()), *drawn]
    path = window.documents.album.current
    of_path = frozenset(re.findall(r"[A-Za-z]+", str(path)))
    return sorted({each for each in everything if english_in(each, of_path)})


def test_nothing_stays_english_after_the_language_changed(opened):
    assert texts.choose(ACCENTED)
    assert left_in_english(opened) == []


def test_nothing_is_left_of_a_language_after_it_was_changed_back(opened):
    # As a window begins: tests have the numbers of scripts.
    texts.choose("en")
    before = sorted(shown_texts())
    texts.choose(ACCENTED)
    texts.choose("en")
    assert sorted(shown_texts()) == before


def test_window_is_the_same_whether_it_began_in_a_language_or_changed_to_it(
    request, qtbot, store, photo_file, settled
):
    texts.choose(ACCENTED)
    opened = request.getfixturevalue("opened")
    begun_so = sorted(shown_texts())
    texts.choose("en")
    texts.choose(ACCENTED)
    assert sorted(shown_texts()) == begun_so
    assert opened.isVisible()


def test_language_changes_while_colors_are_found(window, photo_file, hold, settled, qtbot):
    go_on = hold("make")
    window.open([photo_file])
    qtbot.waitUntil(go_on.begun.is_set)
    window.actions_.language_chosen.emit("vi")
    go_on.set()
    settled(window)
    assert len(window.session.result.palette) == 8
    assert window.session.settings.colors == 8


def test_work_is_kept_when_the_language_changes(opened):
    edit_by_hand(opened)
    edited = opened.session.result.palette.hex
    opened.actions_.language_chosen.emit("vi")
    assert opened.session.result.palette.hex == edited
    assert opened.actions_.undo.isEnabled()


def test_language_is_chosen_in_the_menu_and_remembered(window, store):
    entries = {each.data(): each for each in window.actions_._languages.actions()}
    assert entries["vi"].text().replace("&", "") == "Tiếng Việt"
    entries["vi"].trigger()
    assert store.language == "vi"
    assert language.code() == "vi"
    assert entries["vi"].isChecked()
    assert not entries[""].isChecked()


def test_broken_catalog_is_told_and_all_stays_english(window, tmp_path):
    (tmp_path / "vi.mo").write_bytes(b"broken")
    language.look_in(tmp_path)
    window.actions_.language_chosen.emit("vi")
    assert window.notice.isVisible()
    assert language.code() == "en"
    assert left_in_english(window) != []


@pytest.mark.parametrize("code", ["en", "vi", ACCENTED])
def test_letters_are_underlined_once_in_each_menu(opened, code):
    texts.choose(code)
    menus = [opened.menuBar(), *opened.findChildren(QMenu)]
    twice = [
        (getattr(menu, "title", str)(), letters)
        for menu in menus
        if len(letters := underlined(menu)) != len(set(letters))
    ]
    assert twice == []


def test_window_is_mirrored(opened, qtbot):
    def middle(widget):
        return widget.mapToGlobal(widget.rect().center()).x()

    assert middle(opened.panel) > middle(opened.canvas)
    texts.choose(MIRRORED)
    qtbot.waitUntil(lambda: middle(opened.panel) < middle(opened.canvas))


def test_all_numbers_have_the_same_digits(opened):
    texts.choose(MIRRORED)
    shown = "".join(box.text() for box in opened.findChildren(QSpinBox))
    assert opened.panel.colors.box.text() == "8"
    assert [each for each in shown if each.isdecimal() and not each.isascii()] == []


def test_strip_of_colors_is_mirrored(opened):
    strip = opened.palette_view._strip

    def ends():
        image = strip.grab().toImage()
        y = image.height() // 2
        return [image.pixelColor(x, y).name() for x in (20, image.width() - 20)]

    begin, end = ends()
    assert begin != end
    texts.choose(MIRRORED)
    assert ends() == [end, begin]


def test_thumbnails_are_made_of_photos_that_are_seen(window, photo_file, settled, tmp_path):
    paths = [tmp_path / f"{number}.png" for number in range(2)]
    for path in paths:
        path.write_bytes(photo_file.read_bytes())
    texts.choose(MIRRORED)
    window.open(paths)
    settled(window)
    assert list(window.film_strip._list._rows_near()) == [0, 1]


def test_popups_stay_beside_their_button(opened, qtbot):
    popup, button = opened.outcome_desk.block.formats, opened.outcome_desk.block.compare
    popup.resize(40, 40)

    def left_sides():
        popup.move_beside(button)
        return popup.x(), button.mapToGlobal(button.rect().topLeft()).x()

    assert left_sides()[0] > left_sides()[1]
    texts.choose(MIRRORED)
    qtbot.waitUntil(lambda: left_sides()[0] == left_sides()[1])


def test_words_of_the_status_line_begin_on_the_right(opened):
    texts.choose(MIRRORED)
    text = opened.status.text
    assert bidirectional(text[0]) == "R"
    assert without_marks(text).startswith("a photo.png")
    assert "←" in text


@pytest.mark.parametrize("name", ["previous", "undo"])
def test_arrows_point_to_the_other_side(qapp, name):
    def drawn():
        pixmap = icon(name, qapp.palette()).pixmap(20, 20)
        return pixmap.toImage()

    before = drawn()
    texts.choose(MIRRORED)
    assert drawn() == before.flipped(Qt.Orientation.Horizontal)


def test_margins_are_mirrored(opened):
    def margins():
        found = opened.film_strip.layout().contentsMargins()
        return found.left(), found.right()

    before = margins()
    texts.choose(MIRRORED)
    assert margins() == before[::-1] != before


@pytest.mark.parametrize("code", ["vi", ACCENTED])
@pytest.mark.parametrize("size", [(1180, 760), (800, 560)])
def test_nothing_is_cut(opened, qtbot, code, size):
    texts.choose(code)
    opened.resize(*size)
    # Qt lays out what has another text later.
    qtbot.waitUntil(lambda: list(cut_texts()) == [])


def test_row_that_comes_makes_the_side_wider(opened, qtbot):
    texts.choose(ACCENTED)
    settings = opened.session.settings
    opened.session.set_settings(replace(settings, resize=Resize.parse("100x")))
    area = opened.panel.window().findChild(Side)._area
    qtbot.waitUntil(opened.panel.size_box.number.isVisible)
    narrow = area.minimumWidth()
    opened.panel.size_box.number.setMinimumWidth(300)
    qtbot.waitUntil(lambda: area.minimumWidth() > narrow)


def test_names_of_files_keep_their_direction_in_the_strip(window, tmp_path, settled, monkeypatch):
    paths = [tmp_path / "0001.png", tmp_path / "0002.png"]
    for path in paths:
        Image.new("RGB", (8, 8)).save(path)
    window.open(paths)
    settled(window)
    texts.choose(MIRRORED)
    directions, draw = {}, QPainter.drawText

    def listen(painter, *arguments):
        directions[arguments[-1]] = painter.layoutDirection()
        return draw(painter, *arguments)

    monkeypatch.setattr(QPainter, "drawText", listen)
    window.film_strip.grab()
    assert directions["0002.png"] == Qt.LayoutDirection.LeftToRight


def underlined(menu):
    found = (re.search(r"&(\w)", each.text().replace("&&", "")) for each in menu.actions())
    return [each[1].lower() for each in found if each]
