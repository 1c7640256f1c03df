"""Icons are drawn when they are seen, in the pixels that they cover."""

import gc

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap

from gui.desktop import icons


@pytest.fixture
def palette(qapp):
    icons._tinted.cache_clear()
    palette = QPalette()
    role = QPalette.ColorRole.WindowText
    palette.setColor(QPalette.ColorGroup.Active, role, QColor("#102030"))
    palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#908070"))
    return palette


def colors_in(pixmap):
    image = pixmap.toImage()
    points = ((x, y) for y in range(image.height()) for x in range(image.width()))
    found = (image.pixelColor(x, y) for x, y in points)
    return {color.name() for color in found if color.alpha() == 255}


@pytest.mark.parametrize(("size", "ratio"), [(32, 1.0), (20, 1.25), (20, 2.0), (176, 1.0)])
@pytest.mark.parametrize("mode", [QIcon.Mode.Normal, QIcon.Mode.Disabled])
def test_icon_has_a_pixel_for_each_of_the_screen(palette, size, ratio, mode):
    pixmap = icons.icon("lock", palette).pixmap(QSize(size, size), ratio, mode)
    assert pixmap.width() == size * ratio
    tint = "#102030" if mode is QIcon.Mode.Normal else "#908070"
    assert colors_in(pixmap) == {tint}


def test_nothing_is_drawn_before_it_is_seen(palette, monkeypatch):
    drawn = []
    draw = icons._Tinted._draw
    monkeypatch.setattr(icons._Tinted, "_draw", lambda *of: drawn.append(of) or draw(*of))
    icon = icons.icon("lock", palette)
    assert not drawn
    for _ in range(2):
        assert not icon.pixmap(16, 16).isNull()
    assert len(drawn) == 1


def test_changed_icon_leaves_that_which_it_was_taken_from(palette):
    icon = icons.icon("lock", palette)
    changed = QIcon(icon)
    changed.addPixmap(QPixmap(4, 4))  # Qt makes it an engine of its own
    icons._tinted.cache_clear()
    gc.collect()
    assert colors_in(changed.pixmap(32, 32)) == colors_in(icon.pixmap(32, 32)) == {"#102030"}
