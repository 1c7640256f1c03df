"""Ctrl+V and Ctrl+C, and what cannot be pasted: findings 7 of issue 17."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMessageBox

from gui.photos.clipboard import Colors, Refused, what_is_in
from tests.gui.hands import CONTROL, activate, boxes

Key = Qt.Key


def data(**formats):
    """Data with `text`, `html`, `urls`, `image`, or `png`."""
    held = QMimeData()
    for name, value in formats.items():
        if name == "png":
            held.setData("image/png", value)
        else:
            {
                "text": held.setText,
                "html": held.setHtml,
                "urls": lambda urls: held.setUrls([QUrl(url) for url in urls]),
                "image": held.setImageData,
            }[name](value)
    return held


def picture(width=60, height=40):
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(0x80FF4000)
    return image


def encoded():
    """A PNG of which Qt would change the bytes, with translucent pixels."""
    pixels = np.zeros((40, 60, 4), np.uint8)
    pixels[..., 0], pixels[..., 3] = np.arange(60) * 4, 100 + np.arange(60)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ({"urls": ["file:///a/b.png", "file:///c"], "text": "x"}, [Path("/a/b.png"), Path("/c")]),
        ({"png": b"as it is", "image": picture(), "html": "<img>"}, b"as it is"),
        ({"png": b"", "image": picture(), "text": "https://a.org/b.png"}, picture()),
        ({"urls": ["https://a.org/b.png"], "png": b"one"}, b"one"),
        ({"text": "#ff0000 and more", "image": picture(), "html": "<td>"}, Colors()),
        ({"text": "no color", "image": picture(), "html": "<td>"}, picture()),
        ({"text": "no color"}, Colors()),
    ],
)
def test_what_is_of_most_use_is_pasted(qapp, held, found):
    assert what_is_in(data(**held), wants_colors=True) == found


@pytest.mark.parametrize(
    ("held", "word"),
    [
        ({}, "no picture, no file and no color"),
        ({"html": "<p>text</p>", "text": "text"}, "formatted text"),
        ({"text": " https://example.org/a.png#ff0000 "}, "nothing from the web"),
        ({"urls": ["https://example.org/a.png"]}, "nothing from the web"),
        ({"image": QImage()}, "no picture"),
    ],
)
def test_what_cannot_be_pasted_is_told_in_one_sentence(opened, held, word):
    before = opened.session.photo
    QGuiApplication.clipboard().setMimeData(data(**held))
    opened.actions_.paste.trigger()
    assert opened.status.text.startswith("Nothing pasted: ")
    assert word in opened.status.text
    assert opened.session.photo is before


def test_clipboard_that_was_cleared_is_told_too(window):
    QGuiApplication.clipboard().clear()
    window.actions_.paste.trigger()
    assert "Nothing pasted" in window.status.text


@pytest.mark.parametrize("kind", ["encoded", "decoded"])
def test_pasted_picture_is_a_photo_with_its_alpha(
    window, qtbot, settled, store, photo_file, tmp_path, choose_file, kind
):
    window.open([photo_file])
    settled(window)
    held = {"png": encoded()} if kind == "encoded" else {"image": picture()}
    QGuiApplication.clipboard().setMimeData(data(**held))
    activate(qtbot, window)
    qtbot.keyClick(window, Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: window.session.photo.path != photo_file)
    settled(window)
    photo = window.session.photo
    assert (photo.width, photo.height, photo.path.name) == (60, 40, "Pasted picture")
    assert photo.alpha[0, 3] == (103 if kind == "encoded" else 128)
    assert window.windowTitle() == "Pasted picture[*] (2 of 2) – Fewtone"
    assert store.recent == [photo_file]
    window.documents.show(photo_file)
    qtbot.waitUntil(lambda: window.session.photo.path == photo_file)
    window.documents.show(photo.path)
    qtbot.waitUntil(lambda: window.session.photo.path == photo.path)
    settled(window)
    choose_file(tmp_path / "few.png")
    window.actions_.save.trigger()
    qtbot.waitUntil(lambda: window.session.saved_to == tmp_path / "few.png")
    settled(window)
    window.close()
    assert not photo.path.exists()


def test_pasted_pictures_have_numbers_and_no_folder(window, qtbot, settled):
    QGuiApplication.clipboard().setMimeData(data(png=encoded()))
    for number in (1, 2):
        window.actions_.paste.trigger()
        qtbot.waitUntil(lambda number=number: len(window.documents.album) == number)
    settled(window)
    assert window.documents.album.current.name == "Pasted picture 2"
    window.actions_.show_in_folder.trigger()
    assert "in no folder" in window.notice.text


def test_copied_files_are_opened_as_dropped_ones(window, qtbot, settled, photo_file):
    urls = [photo_file.as_uri()]
    QGuiApplication.clipboard().setMimeData(data(urls=urls, text=str(photo_file)))
    window.actions_.paste.trigger()
    settled(window)
    assert window.session.photo.path == photo_file


def test_large_picture_is_asked_about_and_damaged_one_told(
    opened, qtbot, press, monkeypatch, photo_file
):
    monkeypatch.setattr("core.reading.photo.MAX_PIXELS", 2000)
    asked = press(QMessageBox.StandardButton.Cancel)
    QGuiApplication.clipboard().setMimeData(data(png=encoded()))
    opened.actions_.paste.trigger()
    qtbot.waitUntil(lambda: bool(asked))
    assert "Pasted picture" in asked[0]
    QGuiApplication.clipboard().setMimeData(data(png=b"damaged"))
    opened.actions_.paste.trigger()
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert opened.session.photo.path == photo_file
    assert len(opened.documents.album) == 1


def test_nothing_is_lost_without_room_for_temporary_files(opened, qtbot, monkeypatch):
    def fail(**_how):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gui.photos.pasted.TemporaryDirectory", fail)
    QGuiApplication.clipboard().setMimeData(data(png=encoded()))
    opened.actions_.paste.trigger()
    assert "the disk is full" in opened.status.text


@pytest.mark.parametrize("focus", ["picture", "colors", "no color chosen"])
def test_copy_is_of_the_picture_or_of_the_colors_chosen(opened, qtbot, focus):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    activate(qtbot, opened)
    view = opened.palette_view
    if focus != "no color chosen":
        view.choose([1, 2])
    widget = opened.canvas if focus == "picture" else view._list
    widget.setFocus()
    qtbot.keyClick(widget, Key.Key_C, CONTROL)
    if focus == "colors":
        assert clipboard.text().split() == [view.hex_of(1), view.hex_of(2)]
        return
    qtbot.waitUntil(lambda: clipboard.mimeData().hasImage())
    file = io.BytesIO(bytes(clipboard.mimeData().data("image/png").data()))
    with Image.open(file) as image:
        assert len(image.getcolors()) == 8
        np.testing.assert_array_equal(image.convert("RGB"), opened.session.result.rgb)
    assert clipboard.image().size().toTuple() == (160, 120)
    assert "Copied the picture: 8 colors" in opened.status.text


def test_refused_says_why():
    with pytest.raises(Refused, match="Nothing pasted"):
        what_is_in(data(), wants_colors=False)
