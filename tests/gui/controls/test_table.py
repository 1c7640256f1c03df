"""A table of core as it is read in the window."""

import csv

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from core.charts.table import Column, Table
from gui.controls.table import TableView

COLUMNS = (Column("Hex"), Column("Pixels"), Column("Error"), Column("Mean", 2))


@pytest.fixture
def table(qtbot):
    view = TableView("Numbers")
    qtbot.addWidget(view)
    view.show_table(Table("Numbers", COLUMNS, (("#c03020", 12345, 285721954.3, 1234.567),)))
    return view


def shown(view):
    model = view.model_
    return [model.data(model.index(0, column)).replace("\u202f", " ") for column in range(4)]


def test_long_numbers_are_grouped_on_screen(table):
    assert shown(table) == ["#c03020", "12 345", "285 721 954", "1 234.57"]


def test_copied_numbers_are_exact(table):
    table.copy(1)
    rows = list(csv.reader(QGuiApplication.clipboard().text().splitlines()))
    assert rows[1] == ["#c03020", "12345", "285721954.3", "1234.567"]


@pytest.mark.parametrize("value", [0.5, 999.0, None, float("inf"), "1234567"])
def test_other_cells_stay_as_they_are(table, value):
    one = Table("", (Column("Value"),), ((value,),))
    table.show_table(one)
    assert table.model_.data(table.model_.index(0, 0)) == one.words[0][0]


def test_the_swatch_of_a_chosen_row_has_its_own_color(table):
    icon = table.model_.data(table.model_.index(0, 0), Qt.ItemDataRole.DecorationRole)
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
    option.icon, option.decorationSize = icon, option.decorationSize
    option.state |= QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_Enabled
    option.rect = QRect(0, 0, 60, 24)
    pixmap = QPixmap(60, 24)
    with QPainter(pixmap) as painter:
        table.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, table)
    image = pixmap.toImage()
    colors = {image.pixelColor(x, 12).name() for x in range(60)}
    assert QColor("#c03020").name() in colors
