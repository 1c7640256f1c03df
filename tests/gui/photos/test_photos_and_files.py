"""Photos that are large or transparent, and what saving keeps, in the window."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog, QWidget

from core import Palette, load_palette, open_photo, save_palette
from tests.core.writing.color_tables import of_gif, of_png
from tests.gui.hands import boxes

TAKEN = "2024:05:06 07:08:09"
PLACE = {1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)}


@pytest.fixture
def camera_photo(tmp_path, astronaut):
    """A photo with a date and a place."""
    exif = Image.Exif()
    exif[0x0132] = TAKEN
    exif.get_ifd(0x8825).update(PLACE)
    path = tmp_path / "camera.jpg"
    Image.fromarray(np.ascontiguousarray(astronaut[:120, :160])).save(path, exif=exif)
    return path


@pytest.fixture
def soft_photo(tmp_path, astronaut):
    """A photo that is more and more transparent to the right."""
    alpha = np.tile(np.linspace(0, 255, 160).astype(np.uint8), (120, 1))
    pixels = np.dstack([astronaut[:120, :160], alpha])
    Image.fromarray(pixels).save(tmp_path / "soft.png")
    return tmp_path / "soft.png"


@pytest.mark.parametrize(("button", "opens"), [("Open", True), ("Cancel", False)])
def test_large_photo_is_opened_after_a_question(
    opened, qtbot, settled, press, camera_photo, monkeypatch, button, opens
):
    monkeypatch.setattr("core.reading.photo.MAX_PIXELS", 19_000)
    before = opened.session.photo.path
    asked = press(button)
    opened.open([camera_photo])
    qtbot.waitUntil(lambda: len(asked) == 1)
    settled(opened)
    qtbot.waitUntil(lambda: (opened.session.photo.path == camera_photo) is opens)
    assert "camera.jpg" in asked[0]
    assert opens or opened.session.photo.path == before
    assert not boxes(opened)


def test_photo_beyond_all_limits_is_refused_with_a_word(opened, qtbot, camera_photo, monkeypatch):
    monkeypatch.setattr("core.reading.photo.MOST_PIXELS", 19_000)
    before = opened.session.photo.path
    opened.open([camera_photo])
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert "camera.jpg" in boxes(opened)[0]
    assert opened.session.photo.path == before


@pytest.mark.parametrize(
    ("choice", "date", "place"), [(0, TAKEN, False), (1, TAKEN, True), (2, None, False)]
)
def test_saving_keeps_of_the_photo_what_was_chosen(
    window, qtbot, settled, choose_file, camera_photo, choice, date, place
):
    window.open([camera_photo])
    settled(window)
    window.actions_._metadata.actions()[choice].trigger()
    target = camera_photo.with_name("saved.png")
    choose_file(target)
    window.actions_.save.trigger()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: not window.session.busy)
    with Image.open(target) as image:
        exif = image.getexif()
    assert exif.get(0x0132) == date
    assert bool(exif.get_ifd(0x8825)) is place


def test_what_saving_keeps_is_remembered(window, store):
    window.actions_._metadata.actions()[2].trigger()
    assert store.metadata == "none"


ORDERS = ["size", "share", "keep"]
INKS = [(255, 255, 255), (0, 0, 0), (255, 0, 0), (0, 0, 0), (0, 0, 255)]


@pytest.fixture
def inked(window, settled, press, store, photo_file, tmp_path):
    """Show a photo in a palette of its own order, with a color twice."""

    def show(order):
        store.saved_order = order
        window.open([photo_file])
        settled(window)
        save_palette(Palette.of(INKS), tmp_path / "inks.gpl")
        press("As they are")
        window.documents.open([tmp_path / "inks.gpl"])
        settled(window)

    return show


def save(window, choose_file, targets):
    for action, target in targets.items():
        choose_file(target)
        getattr(window.actions_, action).trigger()


@pytest.mark.parametrize("order", ORDERS)
def test_palette_saved_after_the_image_fits_it_by_index(
    window, qtbot, choose_file, inked, order, tmp_path
):
    inked(order)
    window.actions_._saved_orders.actions()[ORDERS.index(order)].trigger()
    image, palette = tmp_path / "out.png", tmp_path / "out.hex"
    save(window, choose_file, {"save": image, "save_palette": palette})
    qtbot.waitUntil(lambda: palette.exists() and not window.session.busy)
    table = of_png(image.read_bytes())
    assert table == [tuple(row) for row in load_palette(palette).colors.tolist()]
    assert (table == INKS) is (order == "keep")


@pytest.mark.parametrize("order", ["share", "keep"])
def test_palette_saved_before_the_image_fits_it_too(
    window, qtbot, choose_file, inked, order, tmp_path
):
    inked(order)
    window.actions_._saved_orders.actions()[ORDERS.index(order)].trigger()
    image, palette = tmp_path / "out.gif", tmp_path / "out.hex"
    save(window, choose_file, {"save_palette": palette, "save": image})
    qtbot.waitUntil(lambda: image.exists() and not window.session.busy)
    colors = [tuple(row) for row in load_palette(palette).colors.tolist()]
    assert of_gif(image.read_bytes())[: len(colors)] == colors


def test_image_used_as_a_palette_has_all_its_indices(
    window, qtbot, settled, press, choose_file, photo_file, tmp_path
):
    master = Image.new("P", (2, 1))
    master.putpalette([channel for color in INKS for channel in color])
    master.save(tmp_path / "master.png", transparency=1)
    window.actions_._saved_orders.actions()[2].trigger()
    window.open([photo_file])
    settled(window)
    press("As they are")
    choose_file(tmp_path / "master.png")
    window.actions_.load_palette.trigger()
    settled(window)
    choose_file(tmp_path / "out.png")
    window.actions_.save.trigger()
    qtbot.waitUntil(lambda: (tmp_path / "out.png").exists() and not window.session.busy)
    assert of_png((tmp_path / "out.png").read_bytes()) == [INKS[0], (0, 0, 0, 0), *INKS[2:]]
    with Image.open(tmp_path / "out.png") as image:
        assert 1 not in np.asarray(image)


def test_order_of_saved_colors_is_remembered(window, store):
    window.actions_._saved_orders.actions()[2].trigger()
    assert store.saved_order == "keep"
    store._values.update({"save/palette_order": "backwards"})
    assert store.saved_order == "size"


def test_transparency_is_offered_for_photos_that_have_it(window, settled, soft_photo, photo_file):
    assert not window.panel.boxes["transparency"].isVisible()
    for path, shown in ((soft_photo, True), (photo_file, False)):
        window.open([path])
        settled(window)
        assert window.panel.boxes["transparency"].isVisible() is shown


def test_color_to_lay_on_is_offered_for_flattening_only(window, settled, soft_photo):
    window.open([soft_photo])
    settled(window)
    box, button = window.panel.boxes["transparency"], window.panel._background
    for choice, offered in (("palette", False), ("flatten", True), ("channel", False)):
        box.setCurrentIndex(box.findData(choice))
        assert button.isVisible() is offered


def test_smallest_window_shows_each_control_to_its_right_edge(window, qtbot, settled, soft_photo):
    window.open([soft_photo])
    settled(window)
    window.panel.boxes["transparency"].setCurrentIndex(2)
    window.resize(window.minimumSize())
    view = window.panel.parentWidget().parentWidget()
    qtbot.waitUntil(lambda: window.size() == window.minimumSize())
    edges = {
        child: child.mapTo(view, child.rect().topRight()).x()
        for child in window.panel.findChildren(QWidget)
        if child.isVisible()
    }
    assert edges
    assert max(edges.values()) < view.width()


def test_each_transparency_is_shown_and_undone(window, settled, soft_photo):
    window.open([soft_photo])
    settled(window)
    box = window.panel.boxes["transparency"]
    palettes = [window.session.result.palette]
    assert palettes[0].alpha is not None
    for choice in ("channel", "flatten"):
        box.setCurrentIndex(box.findData(choice))
        settled(window)
        palettes.append(window.session.result.palette)
        assert palettes[-1].alpha is None
    assert window.session.result.alpha is None
    window.actions_.undo.trigger()
    window.actions_.undo.trigger()
    settled(window)
    assert window.session.result.palette.hex == palettes[0].hex


def test_photo_is_laid_on_the_color_chosen(window, qtbot, settled, soft_photo, monkeypatch):
    monkeypatch.setattr("gui.desktop.dialogs.ask_for_color", lambda *_: (200, 30, 40))
    window.open([soft_photo])
    settled(window)
    box = window.panel.boxes["transparency"]
    box.setCurrentIndex(box.findData("flatten"))
    settled(window)
    window.panel._background.click()
    settled(window)
    left = QColor(*window.session.result.rgb[60, 1].tolist())
    assert abs(left.red() - 200) < 30
    assert left.green() < 80


def test_saved_photo_reopens_as_it_was_shown(window, qtbot, settled, choose_file, soft_photo):
    window.open([soft_photo])
    settled(window)
    target = soft_photo.with_name("saved.png")
    choose_file(target)
    window.actions_.save.trigger()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: not window.session.busy)
    result, again = window.session.result, open_photo(target)
    visible = result.alpha > 0
    np.testing.assert_array_equal(again.alpha, result.alpha)
    np.testing.assert_array_equal(again.pixels[visible], result.rgb[visible])
    with Image.open(target) as image:
        assert image.mode == "P"


def test_default_name_is_no_longer_than_the_file_system_takes(
    window, answer, settled, tmp_path, qtbot
):
    photo = tmp_path / ("x" * 251 + ".png")
    Image.linear_gradient("L").save(photo)
    window.open([photo])
    settled(window)
    answer(QFileDialog, lambda chooser: chooser.accept())
    window.actions_.save_as.trigger()
    qtbot.waitUntil(lambda: window.session.saved_to is not None)
    assert len(window.session.saved_to.name) == 255
    assert window.session.saved_to.name.endswith("x.fewtone.png")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that a program is in")
def test_photo_named_in_a_folder_that_is_gone_is_told(window, qtbot, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    window.open([Path("photo.png")])
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert "no such file" in boxes(window)[0]
