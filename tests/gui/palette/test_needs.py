"""How much of each color is needed: it is counted, follows the picture, and can be taken away."""

import csv

import pytest
from PySide6.QtGui import QGuiApplication

from core import Resize
from core.reduction.edit import merge
from gui.desktop.store import Store
from tests.gui.hands import click_rows


@pytest.fixture
def needs(opened, qtbot):
    opened.actions_.needs.trigger()
    window = opened.needing.window
    qtbot.waitUntil(window.isVisible)
    return window


def column(needs, title):
    model = needs.table.model_
    titles = [each.key for each in model.table.columns]
    return [row[titles.index(title)] for row in model.table.rows]


def titles(needs):
    return [each.key for each in needs.table.model_.table.columns]


def test_pixels_and_shares_are_those_of_the_palette(opened, needs):
    palette = opened.session.result.palette
    assert titles(needs) == ["Color", "Name", "Share, %", "Pixels"]
    assert column(needs, "Color") == list(palette.hex)
    assert sum(column(needs, "Pixels")) == 160 * 120
    assert "Give a width" in needs.told.text()


def test_beads_and_square_centimeters_are_those_of_the_whole_work(needs):
    needs.beads.setValue(40)
    needs.centimeters.setValue(20)
    assert sum(column(needs, "Beads")) == 40 * 30
    assert sum(column(needs, "Area, cm²")) == pytest.approx(20 * 15)
    assert "40 × 30 beads" in needs.told.text()
    assert "20.0 × 15.0 cm, 300.0 cm² altogether" in needs.told.text()
    needs.beads.setValue(0)
    assert "Beads" not in titles(needs)


def test_list_follows_the_picture(opened, needs, settled, qtbot):
    opened.panel.set_colors(3)
    settled(opened)
    assert column(needs, "Color") == list(opened.session.result.palette.hex)
    click_rows(qtbot, opened.palette_view, 0, 1)
    opened.actions_.merge.trigger()
    settled(opened)
    assert len(column(needs, "Color")) == 2


def test_list_is_copied_and_saved_for_a_spreadsheet(opened, needs, choose_file, tmp_path):
    needs.beads.setValue(40)
    needs.copy.click()
    text = QGuiApplication.clipboard().text()
    assert all(hex_ in text for hex_ in opened.session.result.palette.hex)
    assert "Beads" in text
    choose_file(tmp_path / "list.csv")
    needs.save.click()
    rows = list(csv.DictReader((tmp_path / "list.csv").read_text("utf-8-sig").splitlines()))
    assert [row["hex"] for row in rows] == list(opened.session.result.palette.hex)
    assert sum(int(row["beads"]) for row in rows) == 1200
    assert "list.csv" in opened.status.text


def test_size_of_the_work_is_remembered_and_nothing_else_is_believed(opened, needs, store):
    needs.beads.setValue(40)
    needs.centimeters.setValue(12.5)
    assert Store.piece.fget(store) == (40, 12.5)
    store._values.update({"needs/beads_wide": -3, "needs/mm_wide": "wide"})
    assert store.piece == (None, None)


def test_an_empty_window_offers_no_list(window, opened):
    assert opened.actions_.needs.isEnabled()
    opened.session.close_photo()
    assert not window.actions_.needs.isEnabled()
    assert "Wait until the colors are found" in window.actions_.needs.toolTip()


def test_list_is_exact_once_the_picture_has_a_pixel_for_each_bead(opened, needs, settled):
    needs.beads.setValue(58)
    assert "Estimated from the picture of 160 pixels" in needs.told.text()
    assert needs.fit.text() == "&Make the picture 58 pixels wide"
    needs.fit.click()
    settled(opened)
    assert opened.session.settings.resize == Resize(width=58)
    assert column(needs, "Beads") == column(needs, "Pixels")
    assert "Each pixel is a bead." in needs.told.text()
    assert not needs.fit.isVisible()
    opened.actions_.undo.trigger()
    settled(opened)
    assert opened.session.settings.resize is None
    assert needs.fit.isVisible()


def test_a_picture_is_not_made_wider_than_its_photo(needs):
    needs.beads.setValue(161)
    assert "Estimated" in needs.told.text()
    assert not needs.fit.isVisible()
    needs.beads.setValue(160)
    assert "Each pixel is a bead." in needs.told.text()


def test_the_largest_amount_is_first_also_where_the_palette_was_edited(opened, needs, settled):
    opened.session.editing.edit("Merge", lambda each: merge(each, range(3, len(each))))
    settled(opened)
    pixels = column(needs, "Pixels")
    assert pixels != opened.session.result.palette.counts.tolist()
    assert pixels == sorted(pixels, reverse=True)


def test_twenty_colors_are_seen_without_scrolling(opened, needs, settled, qtbot):
    opened.panel.set_colors(20)
    settled(opened)
    needs.beads.setValue(58)
    needs.centimeters.setValue(20)
    assert column(needs, "Beads")
    needs.resize(needs.sizeHint())
    table = needs.table
    qtbot.waitUntil(lambda: table.viewport().width() > 0)
    assert table.verticalHeader().length() <= table.viewport().height()
    assert table.horizontalHeader().length() == table.viewport().width()
