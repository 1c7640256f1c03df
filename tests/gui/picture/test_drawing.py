"""Drawings of core on the screen: shapes where they belong, colors of the theme."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from core.charts.curve import Curve, Series, frame_of
from core.charts.drawing import DARK, LIGHT, Circle, Drawing, Image, Line, Rect, Text
from gui.picture.drawing import image_of_drawing, paint_drawing, paint_place


def painted(paint, size=(40, 40)):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def color_at(image, x, y):
    return image.pixelColor(x, y).name()


@pytest.mark.parametrize(("dark", "colors"), [(False, LIGHT), (True, DARK)])
@pytest.mark.parametrize(
    "item",
    [
        Rect(10, 10, 20, 20, fill="accent2"),
        Circle(20, 20, 8, fill="accent2"),
        Line(((0, 20), (40, 20)), "accent2", 6),
    ],
)
def test_a_role_has_the_color_of_the_theme(qapp, item, dark, colors):
    drawing = Drawing(40, 40, (Rect(0, 0, 40, 40, fill="ground"), item))
    image = painted(lambda painter: paint_drawing(painter, drawing, dark=dark))
    assert color_at(image, 20, 20) == colors["accent2"]
    assert color_at(image, 2, 2) == colors["ground"]


@pytest.mark.parametrize("dark", [False, True])
def test_a_halo_keeps_letters_apart_from_what_lies_below(qapp, dark):
    text = Text(20, 25, "ii", 14, "faint", "middle", halo=True)
    image = painted(lambda painter: paint_drawing(painter, Drawing(40, 40, (text,)), dark=dark))
    seen = {color_at(image, x, y) for x in range(40) for y in range(40)}
    assert (DARK if dark else LIGHT)["ground"] in seen


def test_a_certain_color_is_the_same_in_the_dark(qapp):
    drawing = Drawing(40, 40, (Rect(0, 0, 40, 40, fill=(1, 2, 3)),))
    image = painted(lambda painter: paint_drawing(painter, drawing, dark=True))
    assert color_at(image, 20, 20) == "#010203"


@pytest.mark.parametrize(("anchor", "side"), [("start", range(20, 40)), ("end", range(20))])
def test_words_lie_where_they_are_anchored(qapp, anchor, side):
    drawing = Drawing(40, 40, (Text(20, 25, "ii", color="ink", anchor=anchor),))
    image = painted(lambda painter: paint_drawing(painter, drawing, dark=False))
    written = {x for x in range(40) for y in range(40) if color_at(image, x, y) != "#ff00ff"}
    assert written
    assert written <= {*side}


def test_a_picture_in_a_drawing_is_stretched_to_its_place(qapp, tmp_path):
    small = QImage(2, 2, QImage.Format.Format_RGB32)
    small.fill(QColor("#123456"))
    small.save(str(tmp_path / "small.png"))
    image = Image(10, 10, 20, 20, (tmp_path / "small.png").read_bytes())
    shown = painted(lambda p: paint_drawing(p, Drawing(40, 40, (image,)), dark=False))
    assert color_at(shown, 20, 20) == "#123456"
    assert color_at(shown, 5, 5) == "#ff00ff"


def test_a_file_is_light_and_twice_as_large(qapp):
    image = image_of_drawing(Drawing(30, 20, (Rect(0, 0, 30, 20, fill="accent1"),)))
    assert (image.width(), image.height()) == (60, 40)
    assert color_at(image, 59, 39) == LIGHT["accent1"]


def test_a_place_on_a_curve_is_a_line_and_a_dot(qapp):
    curve = Curve("t", "x", "y", (Series("s", ((1.0, 0.0), (2.0, 1.0), (3.0, 0.0))),))
    frame = frame_of(curve, 200, 160)
    image = painted(
        lambda painter: paint_place(painter, curve, frame, (2.0, 1.0), dark=False), (200, 160)
    )
    x, y = round(frame.x.place(2.0)), round(frame.y.place(1.0))
    assert color_at(image, x + 1, y + 1) == LIGHT["accent1"]
    assert color_at(image, x, round(frame.y.begin) - 5) != "#ff00ff"
