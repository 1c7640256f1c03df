"""All formats side by side: sizes as they become known, and one of them is taken over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from core.settings import IMAGE_FORMATS, LOSSY_FORMATS
from gui.outcome.formats import FormatList
from gui.session.tasks import Compared

SIZES = dict(
    zip(IMAGE_FORMATS, (58_000, 49_000, 70_000, 80_000, 900_000, 300_000, 40_000), strict=True)
)


@pytest.fixture
def button(qtbot):
    button = QPushButton("Compare formats")
    qtbot.addWidget(button)
    button.show()
    return button


@pytest.fixture
def formats(button):
    formats = FormatList(button)
    formats.forget(720_000, 8)
    return formats


def tell(formats, **others):
    """Tell of all formats what they would be."""
    for name, size in SIZES.items():
        colors = 41_203 if name in LOSSY_FORMATS else None
        formats.show_compared(name, others.get(name, Compared(size, (), colors)))


def test_sizes_are_filled_in_as_they_are_known(formats):
    assert set(formats.rows.values()) >= {"PNG, …", "AVIF, …"}
    formats.show_compared("webp", Compared(49_000))
    assert formats.rows["webp"] == "WebP, 49 kB, −93 %"
    assert formats.rows["png"] == "PNG, …"


def test_smallest_without_loss_is_marked_once_all_such_are_known(formats):
    for name in IMAGE_FORMATS[:-3]:
        formats.show_compared(name, Compared(SIZES[name]))
        assert "smallest" not in " ".join(formats.rows.values())
    tell(formats)
    marked = [name for name, text in formats.rows.items() if "smallest without loss" in text]
    assert marked == ["webp"]
    assert formats._rows["webp"].font(0).bold()


def test_format_that_changes_the_picture_is_not_the_smallest_and_says_what_it_does(formats):
    tell(formats, webp=Compared(49_000, ("pixels are either shown or hidden.",)))
    assert "smallest" in formats.rows["png"]
    assert "Pixels are either shown or hidden." in formats.rows["webp"]


@pytest.mark.parametrize("name", LOSSY_FORMATS)
def test_lossy_formats_say_what_they_add(formats, name):
    tell(formats)
    assert "lossy, adds colors: 8 → 41\N{NARROW NO-BREAK SPACE}203" in formats.rows[name]


def test_finding_6_format_that_gets_larger_is_warned_of(formats):
    tell(formats)
    colors = {name: formats._rows[name].foreground(2).color() for name in IMAGE_FORMATS}
    assert [name for name in IMAGE_FORMATS if colors[name] != colors["png"]] == ["bmp"]


def test_format_that_cannot_hold_the_picture_says_why_and_is_not_chosen(formats, button, qtbot):
    tell(formats, gif="GIF has no room")
    assert formats.rows["gif"] == "GIF, —, GIF has no room"
    assert not formats.can_choose("gif")
    chosen = []
    formats.chosen.connect(chosen.append)
    formats.pop_up(button, "webp")
    qtbot.keyClick(formats._list, Qt.Key.Key_Down)
    qtbot.keyClick(formats._list, Qt.Key.Key_Return)
    assert chosen == ["tiff"]


@pytest.mark.parametrize("by", ["click", "Enter"])
def test_a_format_is_taken_over(formats, button, qtbot, by):
    tell(formats)
    formats.pop_up(button, "png")
    chosen = []
    formats.chosen.connect(chosen.append)
    with qtbot.waitSignal(formats.closed):
        if by == "click":
            at = formats._list.visualItemRect(formats._rows["webp"]).center()
            qtbot.mouseClick(formats._list.viewport(), Qt.MouseButton.LeftButton, pos=at)
        else:
            qtbot.keyClick(formats._list, Qt.Key.Key_Down)
            qtbot.keyClick(formats._list, Qt.Key.Key_Return)
    assert chosen == ["webp"]
    assert not formats.isVisible()


def test_list_keeps_its_size_while_it_is_filled(formats, button):
    formats.pop_up(button, "png")
    size = formats.size()
    tell(formats, gif="GIF holds at most 65535 pixels a side, and the picture is larger " * 3)
    assert formats.size() == size
    assert formats._list.verticalScrollBar().maximum() == 0


def test_esc_closes_the_list(formats, button, qtbot):
    formats.pop_up(button, "png")
    with qtbot.waitSignal(formats.closed):
        qtbot.keyClick(formats._list, Qt.Key.Key_Escape)
