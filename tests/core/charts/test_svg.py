from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.drawing import (
    ACCENTS,
    DARK,
    LIGHT,
    Circle,
    Drawing,
    Image,
    Line,
    Rect,
    Text,
    shortened,
)
from core.charts.svg import to_svg
from core.color.difference import color_difference

EVERY_SHAPE = Drawing(
    100,
    60,
    (
        Rect(0, 0, 100, 60, fill="ground", edge=(1, 2, 3)),
        Line(((0, 0), (9.5, 3)), "accent1", 2, (4, 2)),
        Circle(5, 5, 2.25, fill=(255, 0, 16), edge="ink"),
        Text(3, 9, "a < b & c", anchor="middle", bold=True),
        Image(1, 1, 8, 8, b"png", "sea"),
    ),
    "a < b",
    "It falls.",
)
TAG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("theme", ["light", "dark", "both"])
def test_every_shape_is_written(theme):
    root = ET.fromstring(to_svg(EVERY_SHAPE, theme))
    tags = [element.tag.removeprefix(TAG) for element in root][3:]
    assert tags == ["rect", "polyline", "circle", "text", "image"]
    assert root.findtext(f"{TAG}desc") == "It falls."


def test_a_halo_is_drawn_below_its_letters():
    svg = to_svg(Drawing(9, 9, (Text(0, 0, "red", halo=True),)), "light")
    text = next(element for element in ET.fromstring(svg) if element.tag == f"{TAG}text")
    assert text.get("paint-order") == "stroke"
    assert "ft-s-ground" in text.get("class")


@given(st.text())
def test_any_words_make_a_file_that_can_be_read(words):
    drawing = Drawing(9, 9, (Text(0, 0, words), Image(0, 0, 1, 1, b"", words)), words, words)
    root = ET.fromstring(to_svg(drawing).encode())
    assert len(root) == 5


def test_markup_in_a_name_stays_words():
    svg = to_svg(Drawing(9, 9, (Text(0, 0, "<script>"),), '"><script>'))
    assert "<script" not in svg


def test_a_file_follows_the_dark_of_the_system_but_not_on_paper():
    both = to_svg(EVERY_SHAPE)
    assert "@media screen and (prefers-color-scheme: dark)" in both
    assert LIGHT["ink"] in both
    assert DARK["ink"] in both
    assert "@media" not in to_svg(EVERY_SHAPE, "dark")


def luminance(color):
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return np.dot(linear, [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("role", ["ink", "faint", *ACCENTS])
def test_words_and_lines_can_be_read_on_the_ground(colors, role):
    # The names of lines are words in accents, so these are held to the same (WCAG 2, AA).
    low, high = sorted([luminance(colors["ground"]), luminance(colors[role])])
    assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_no_two_accents_look_alike(colors):
    rows = np.array([list(bytes.fromhex(colors[role][1:])) for role in ACCENTS], np.uint8)
    first, second = np.triu_indices(len(rows), 1)
    assert color_difference(rows[first], rows[second]).min() > 12


def test_a_name_without_room_ends_in_a_mark():
    assert shortened("in_pixels, seed 3", 12, 80).endswith("…")
    assert shortened("wu", 12, 80) == "wu"
    assert shortened("wu", 12, 3) == ""
