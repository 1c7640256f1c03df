"""Contrast as WCAG AA wants it, measured in pictures: 4.5 for text, 3 for what is acted on."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QMenuBar,
    QPushButton,
)

from core import Settings
from gui.desktop import theme
from tests.gui.hands import knob

TEXT, CONTROL = 4.5, 3.0
EDGE = 3


@pytest.fixture(params=["light", "dark"])
def themed(request, qapp):
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, "light")


def luminance(colors):
    part = np.asarray(colors, float) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(colors, ground):
    """The largest contrast of some colors with a ground."""
    one, other = luminance(colors), luminance(ground)
    return float(((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)).max())


def picture_of(window):
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4)[..., :3]


def cut(pixels, rect):
    """Pixels in a rectangle, of which each row is one."""
    part = pixels[rect.top() : rect.bottom() + 1, rect.left() : rect.right() + 1]
    return part.reshape(-1, 3)


def of_text(pixels, rect):
    """Contrast of a text: of the color farthest from the ground, which is what is seen most."""
    part = cut(pixels, rect.adjusted(EDGE, EDGE, -EDGE, -EDGE))
    return contrast(part, np.median(part, axis=0))


def of_edge(pixels, rect, ground):
    """Contrast of the edge of a control with what is around it; the weakest side counts."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    middle = QRect(left + rect.width() // 2, top, 1, rect.height())
    sides = [
        QRect(middle.left(), top, 1, EDGE),
        QRect(middle.left(), bottom - EDGE + 1, 1, EDGE),
        QRect(left, rect.center().y(), EDGE, 1),
        QRect(right - EDGE + 1, rect.center().y(), EDGE, 1),
    ]
    return min(contrast(cut(pixels, side), ground) for side in sides)


def place_in(window, widget):
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def seen(window, *kinds):
    """Widgets of some kinds that are wholly in view, with room for words, and can be used."""
    for widget in (each for kind in kinds for each in window.findChildren(kind)):
        whole = widget.visibleRegion().boundingRect() == widget.rect()
        room = min(widget.width(), widget.height()) > 2 * EDGE
        if widget.isVisible() and widget.isEnabled() and whole and room:
            yield widget


def worst(found):
    """What has the least contrast, for the message."""
    return min(found, key=lambda each: each[0])


def test_words_can_be_read(themed, opened, settled):
    opened.panel.advanced.is_open = True
    opened.session.set_settings(Settings(5, dither="jarvis"))
    settled(opened)
    opened.notice.show_notes(["A remark."])
    pixels = picture_of(opened)
    found = [
        (of_text(pixels, place_in(opened, each)), type(each).__name__, each.text())
        for each in seen(opened, QLabel, QAbstractButton)
        if each.text()
    ]
    found += [
        (of_text(pixels, place_in(opened, each)), type(each).__name__, each.accessibleName())
        for each in seen(opened, QComboBox, QAbstractSpinBox, QMenuBar)
    ]
    assert len(found) > 20
    assert worst(found)[0] >= TEXT, worst(found)


@pytest.mark.parametrize("state", ["plain", "pointed at", "chosen"])
def test_colors_can_be_read(themed, opened, state):
    view = opened.palette_view
    if state == "pointed at":
        view.point_at(0)
    elif state == "chosen":
        view.choose([0])
    pixels, rows = picture_of(opened), view._list
    row = rows.visualRect(view._model.index(0)).adjusted(60, 2, -30, -2)
    hex_, name = row.adjusted(0, 0, -row.width() * 2 // 3, 0), row.adjusted(66, 0, -66, 0)
    for part in (hex_, name):
        moved = part.translated(rows.viewport().mapTo(opened, QPoint()))
        assert of_text(pixels, moved) >= TEXT


def test_empty_window_can_be_read(themed, window):
    pixels, canvas = picture_of(window), window.canvas
    area = canvas._above_welcome.translated(canvas.mapTo(window, QPoint()))
    rows = [QRect(area.left(), top, area.width(), 1) for top in range(area.top(), area.bottom())]
    written = [row for row in rows if len(np.unique(cut(pixels, row), axis=0)) > 3]
    # The hint stands under the sentence.
    hint = QRect(area.left(), written[-1].top() - 14, area.width(), 20)
    assert of_text(pixels, hint) >= TEXT


def test_controls_can_be_found(themed, opened, settled):
    opened.panel.advanced.is_open = True
    opened.session.set_settings(Settings(5, dither="jarvis"))
    settled(opened)
    pixels = picture_of(opened)
    ground = opened.palette().color(QPalette.ColorRole.Window).getRgb()[:3]
    found = [
        (
            of_edge(pixels, place_in(opened, each), ground),
            type(each).__name__,
            each.accessibleName(),
        )
        for each in seen(opened, QComboBox, QAbstractSpinBox, QPushButton)
        # White words on its own color are what it is found by.
        if each is not opened.outcome_desk.block.save
        if not getattr(each, "isFlat", lambda: False)()
    ]
    slider = opened.panel.colors.slider
    handle = QRect(0, 0, 15, 15).translated(knob(slider) - QPoint(7, 7))
    moved = handle.translated(slider.mapTo(opened, QPoint()))
    found.append((of_edge(pixels, moved, ground), "QSlider", "its handle"))
    assert len(found) > 8
    assert worst(found)[0] >= CONTROL, worst(found)


def test_box_to_check_can_be_found(themed, qtbot):
    box = QCheckBox("Same settings")
    qtbot.addWidget(box)
    box.show()
    QApplication.processEvents()
    pixels = picture_of(box)
    ground = box.palette().color(QPalette.ColorRole.Base).getRgb()[:3]
    corner = pixels[: box.height(), :14].reshape(-1, 3)
    assert contrast(corner, ground) >= CONTROL


@pytest.mark.parametrize("role", ["Text", "PlaceholderText"])
@pytest.mark.parametrize("ground", ["Window", "Base"])
def test_roles_can_be_read_on_each_other(themed, qapp, role, ground):
    one, other = (
        qapp.palette().color(getattr(QPalette.ColorRole, each)).getRgb()[:3]
        for each in (role, ground)
    )
    assert contrast([one], other) >= TEXT
