"""A line of words that is shortened where there is no room for all."""

import pytest
from PySide6.QtWidgets import QLabel

from gui.controls.line import Line

WORDS = "12 colors · Random · seed 0 · By numbers (RGB)"


@pytest.fixture
def line(qtbot):
    line = Line()
    qtbot.addWidget(line)
    line.resize(200, 20)
    line.show()
    line.setText(WORDS)
    return line


def shown(line):
    return QLabel.text(line)


def test_it_ends_with_a_mark_where_words_are_missing(line):
    assert shown(line).endswith("…")
    assert line.fontMetrics().horizontalAdvance(shown(line)) <= 200


def test_readers_and_programs_have_all_of_it(line):
    assert line.text() == line.accessibleName() == WORDS


def test_it_is_whole_where_there_is_room(line):
    line.resize(900, 20)
    assert shown(line) == WORDS


def test_bold_words_are_shortened_more(line):
    before = shown(line)
    font = line.font()
    font.setBold(True)
    font.setPointSizeF(1.5 * font.pointSizeF())
    line.setFont(font)
    assert len(shown(line)) < len(before)
