"""The outcome in the window: told to the byte, saved as it is told, and never by surprise."""

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack

from core.errors import WriteError
from core.settings import IMAGE_FORMATS
from tests.gui.hands import boxes


@pytest.fixture
def block(opened, qtbot):
    block = opened.outcome_desk.block
    qtbot.waitUntil(lambda: block.numbers.known)
    return block


@pytest.fixture
def known(qtbot, block):
    return lambda: qtbot.waitUntil(lambda: block.numbers.known)


@pytest.fixture
def save(opened, qtbot, choose_file):
    """Save by the button, which asks where if a path is given."""

    def save(path=None):
        asked = [] if path is None else choose_file(path)
        with qtbot.waitSignal(opened.session.saved):
            qtbot.mouseClick(opened.outcome_desk.block.save, Qt.MouseButton.LeftButton)
        assert bool(asked) == (path is not None)

    return save


def choose(block, name):
    """Choose a format in the box, as a user does."""
    block.format.setCurrentIndex(IMAGE_FORMATS.index(name))
    block.format.activated.emit(block.format.currentIndex())


def test_size_told_in_each_format_is_that_of_the_file(opened, block, known, save, tmp_path):
    for name in IMAGE_FORMATS:
        choose(block, name)
        known()
        told = opened.session.measuring.attempt.measured.size
        save(tmp_path / f"few.{name}")
        assert (tmp_path / f"few.{name}").stat().st_size == told
        assert (
            f"{told:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") in block.numbers._size.toolTip()
        )


def test_finding_3_size_is_never_that_of_another_format(opened, block, known, save, tmp_path):
    save(tmp_path / "few.jpg")
    known()
    assert block.format.name == "jpeg"
    assert "as JPEG" in block.numbers._size.toolTip()
    choose(block, "png")
    known()
    save(tmp_path / "few.png")
    size = (tmp_path / "few.png").stat().st_size
    assert f"{size:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") in block.numbers._size.toolTip()


def test_finding_8_button_says_which_file_it_replaces_before_it_does(
    opened, block, known, save, tmp_path
):
    save_action = opened.actions_.save
    assert block.save.whole == "Save image…"
    save(tmp_path / "few.png")
    assert block.save.whole == "Save over few.png"
    assert save_action.text() == "&Save over few.png"
    assert save_action.iconText() == "Save image"  # the tool bar has no room for a name
    opened.panel.set_colors(3)
    save()
    with Image.open(tmp_path / "few.png") as image:
        assert len(image.getcolors()) == 3


def test_file_of_another_format_is_not_replaced(opened, block, save, tmp_path):
    save(tmp_path / "few.png")
    choose(block, "webp")
    assert block.save.whole == "Save image…"
    save(tmp_path / "few.webp")
    assert block.save.whole == "Save over few.webp"
    assert (tmp_path / "few.png").read_bytes()[:4] == b"\x89PNG"


def test_ending_chosen_in_the_dialog_takes_the_block_over(opened, block, save, store, tmp_path):
    save(tmp_path / "few.gif")
    assert block.format.name == "gif"
    assert store.image_format == "gif"


def test_format_and_quality_are_remembered_and_are_no_work(opened, block, store):
    choose(block, "avif")
    block.quality.setValue(61)
    assert (store.image_format, store.quality) == ("avif", 61)
    assert not opened.isWindowModified()
    assert opened.session.desks.undo_group.findChildren(QUndoStack) == []
    assert not opened.actions_.undo.isEnabled()


def test_formats_are_compared_and_one_is_taken_over(opened, block, known, qtbot):
    block.compare.click()
    qtbot.waitUntil(lambda: "…" not in " ".join(block.formats.rows.values()))
    told = block.formats.rows["gif"]
    assert block.formats.can_choose("gif")
    block.formats.chosen.emit("gif")
    block.formats.hide()
    # Its size is known already.
    assert block.numbers.known
    assert f"→ {told.split(', ')[1]}" in block.numbers.text


def test_closing_the_list_ends_the_comparison(opened, block, qtbot, hold):
    go_on = hold("compare")
    block.compare.click()
    assert opened.session.measuring._comparing.busy
    block.formats.hide()
    assert not opened.session.measuring._comparing.busy
    go_on.set()


def test_list_that_is_open_follows_another_result(opened, block, qtbot, settled):
    block.compare.click()
    qtbot.waitUntil(lambda: "…" not in " ".join(block.formats.rows.values()))
    before = block.formats.rows["bmp"]
    opened.session.set_settings(opened.session.settings.__class__(200))
    assert "…" in block.formats.rows["bmp"]
    qtbot.waitUntil(lambda: "…" not in block.formats.rows["bmp"])
    assert block.formats.rows["bmp"] != before
    block.formats.hide()


def test_format_that_cannot_hold_the_picture_is_one_sentence_and_nothing_is_lost(
    opened, block, qtbot, choose_file, tmp_path, monkeypatch
):
    def refuse(*_arguments):
        raise WriteError("GIF has no room; ask for fewer colors")

    monkeypatch.setattr("core.writing.image.encode_image", refuse)
    choose(block, "gif")
    qtbot.waitUntil(lambda: block.numbers.text == "GIF has no room; ask for fewer colors.")
    choose_file(tmp_path / "few.gif")
    block.save.click()
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert "GIF has no room; ask for fewer colors" in boxes(opened)[0]
    assert opened.session.result is not None


def test_photo_that_was_saved_goes_on_in_its_format(
    opened, block, save, tmp_path, settled, photo_file
):
    Image.linear_gradient("L").resize((40, 30)).save(tmp_path / "second.png")
    opened.open([photo_file, tmp_path / "second.png"])
    settled(opened)
    save(tmp_path / "few.gif")
    opened.documents.show_next()
    settled(opened)
    choose(block, "webp")
    assert block.save.whole == "Save image…"
    opened.documents.show_previous()
    settled(opened)
    assert block.format.name == "gif"
    assert block.save.whole == "Save over few.gif"


@pytest.mark.parametrize(("height", "shown"), [(560, True), (360, False)])
def test_block_is_in_view_in_small_windows(opened, block, qtbot, height, shown):
    opened.resize(800, height)
    qtbot.waitUntil(lambda: block.picture.isVisible() == shown)
    for widget in (block.numbers, block.format, block.compare, block.save, block.more):
        place = widget.mapTo(opened, widget.rect().bottomRight())
        assert opened.rect().contains(place)
        assert widget.isVisible()
