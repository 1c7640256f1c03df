"""The licences of everything inside, and the search among them."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

import resources
from gui.desktop.about import AboutBox
from gui.desktop.licence_box import LicenceBox

PARTS = [
    {"name": "Fewtone", "licence": "MIT", "files": ["native/fewtone.so"], "texts": ["a.txt"]},
    {"name": "libheif", "licence": "LGPL-3.0-or-later", "files": [], "texts": ["b.txt", "a.txt"]},
    {"name": "Qt", "licence": "LGPL-3.0-only", "files": ["libQt6Gui.so"], "texts": ["b.txt"]},
]


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def box(parent, tmp_path, monkeypatch):
    """Make the box of a bundle."""
    rows = [{"version": "1.2", "address": "https://x.org", "note": "", **each} for each in PARTS]
    rows[1]["note"] = "Put your own in its place."
    (tmp_path / "parts.json").write_text(json.dumps({"parts": rows}))
    (tmp_path / "a.txt").write_text("As is, without warranty.")
    (tmp_path / "b.txt").write_text("Lesser General Public License")
    monkeypatch.setattr(resources, "path", lambda name: tmp_path / name.rpartition("/")[2])
    return LicenceBox(parent)


def listed(box):
    return [box.list.item(row).text() for row in range(box.list.count())]


def test_each_part_is_listed_and_the_first_is_shown(box):
    assert listed(box) == ["Fewtone", "libheif", "Qt"]
    assert "without warranty" in box.text.toPlainText()


@pytest.mark.parametrize(
    ("words", "found"),
    [("lgpl", ["libheif", "Qt"]), ("HEIF lgpl", ["libheif"]), ("qt6gui", ["Qt"]), ("gif", [])],
)
def test_the_search_looks_at_names_licences_and_files(box, qtbot, words, found):
    qtbot.keyClicks(box.search, words)
    assert listed(box) == found
    shown = box.text.toPlainText()
    assert shown.startswith(f"{found[0]} 1.2" if found else "No part of the program")


def test_a_part_tells_its_licence_notes_and_texts(box):
    box.list.setCurrentRow(1)
    shown = box.text.toPlainText()
    for said in ("LGPL-3.0-or-later", "https://x.org", "Put your own", "Lesser", "As is"):
        assert said in shown


@pytest.mark.parametrize(
    ("width", "is_beside"), [(1280, True), (860, True), (700, False), (1, False)]
)
def test_lines_of_licences_stay_whole_at_any_width(box, width, is_beside):
    box.resize(width, 600)
    box.show()
    QApplication.processEvents()
    assert (box.list.geometry().right() < box.text.geometry().left()) == is_beside
    room = box.text.viewport().width() - 2 * box.text.document().documentMargin()
    assert room >= box.text.fontMetrics().horizontalAdvance("W" * 80)
    assert box.text.viewport().height() > 80


def test_from_source_about_shows_what_is_installed(qtbot, parent):
    about = AboutBox(parent)
    button = next(each for each in about.findChildren(QPushButton) if "Licences" in each.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (box,) = about.findChildren(LicenceBox)
    assert {"Fewtone", "numpy", "pillow", "PySide6_Essentials"} <= set(listed(box))
    box.search.setText("numpy")
    assert "Redistribution" in box.text.toPlainText()
