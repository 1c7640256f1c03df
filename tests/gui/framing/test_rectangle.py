"""The frame stays in the photo, in its ratio, and around the same pixels however it is turned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.framing import WHOLE, Crop, Framing
from gui.framing import rectangle
from gui.framing.rectangle import CORNERS, EDGES, Handle

SIZES = st.tuples(st.integers(1, 60), st.integers(1, 60))
POINTS = st.tuples(st.integers(-80, 140), st.integers(-80, 140))
RATIOS = st.sampled_from([None, 1.0, 4 / 3, 9 / 16])


@st.composite
def framed(draw):
    size = width, height = draw(SIZES)
    wide, high = draw(st.integers(1, width)), draw(st.integers(1, height))
    crop = Crop(draw(st.integers(0, width - wide)), draw(st.integers(0, height - high)), wide, high)
    rotation, mirror = draw(st.sampled_from([0, 90, 180, 270])), draw(st.booleans())
    return size, Framing(draw(st.sampled_from([crop, None])), rotation, mirror)


def seen(framing, pixels):
    """Turn and mirror pixels as a framing does."""
    turned = np.rot90(pixels, -framing.rotation // 90)
    return turned[:, ::-1] if framing.mirror else turned


def within(crop, pixels):
    return pixels[crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]


def is_inside(crop, size):
    return (
        crop.x >= 0
        and crop.y >= 0
        and min(crop.width, crop.height) >= 1
        and crop.x + crop.width <= size[0]
        and crop.y + crop.height <= size[1]
    )


@given(framed())
def test_frame_that_is_seen_holds_the_pixels_of_the_crop(drawn):
    (width, height), framing = drawn
    pixels = np.arange(width * height).reshape(height, width)
    crop = rectangle.seen_crop(framing, (width, height))
    of_crop = within(framing.crop or Crop(0, 0, width, height), pixels)
    assert np.array_equal(within(crop, seen(framing, pixels)), seen(framing, of_crop))


@given(framed())
def test_frame_put_where_it_was_is_the_same(drawn):
    size, framing = drawn
    crop = rectangle.seen_crop(framing, size)
    again = rectangle.cropped(framing, crop, size)
    assert rectangle.seen_crop(again, size) == crop
    assert framing.crop in (again.crop, Crop(0, 0, *size))


@given(framed(), st.sampled_from([-90, 90, 180]))
def test_turning_turns_what_is_seen(drawn, degrees):
    (width, height), framing = drawn
    pixels = np.arange(width * height).reshape(height, width)
    turned = rectangle.turned(framing, degrees)
    assert np.array_equal(seen(turned, pixels), np.rot90(seen(framing, pixels), -degrees // 90))
    assert np.array_equal(seen(rectangle.mirrored(framing), pixels), seen(framing, pixels)[:, ::-1])


@given(framed(), st.sampled_from([*CORNERS, *EDGES]), POINTS, RATIOS)
def test_dragged_frame_stays_in_the_photo_and_in_its_ratio(drawn, handle, to, ratio):
    size, framing = drawn
    crop = rectangle.seen_crop(framing, size)
    size = rectangle.seen_size(framing, size)
    now = rectangle.dragged(crop, handle, to, size, ratio)
    assert is_inside(now, size)
    if ratio is not None:
        # Sides are whole pixels, and at least one.
        fits = abs(now.width - now.height * ratio) <= max(ratio, 1.0)
        assert fits or min(now.width, now.height) == 1
    if handle.across > 0:
        assert now.x == crop.x
    if handle.across < 0:
        assert now.x + now.width == crop.x + crop.width
    if handle.down > 0:
        assert now.y == crop.y


@given(framed(), st.integers(-90, 90), st.integers(-90, 90))
def test_moved_frame_keeps_its_size(drawn, across, down):
    size, framing = drawn
    crop = rectangle.seen_crop(framing, size)
    size = rectangle.seen_size(framing, size)
    now = rectangle.moved(crop, across, down, size)
    assert is_inside(now, size)
    assert now[2:] == crop[2:]


@given(framed(), st.integers(1, 90), st.sampled_from(["width", "height"]), RATIOS)
def test_number_that_is_given_counts_as_far_as_there_is_room(drawn, number, by, ratio):
    size, framing = drawn
    crop = rectangle.seen_crop(framing, size)
    size = rectangle.seen_size(framing, size)
    wide, high = (number, crop.height) if by == "width" else (crop.width, number)
    now = rectangle.sized(crop, wide, high, size, ratio, by=by)
    assert is_inside(now, size)
    if ratio is None:
        assert getattr(now, by) == min(number, size[by == "height"])


@given(SIZES, POINTS, POINTS)
def test_drawn_frame_lies_in_the_photo(size, begin, to):
    assert is_inside(rectangle.drawn(begin, to, size), size)


@pytest.mark.parametrize(
    ("handle", "to", "wanted"),
    [
        (Handle(1, 1), (50, 40), (10, 10, 40, 30)),
        (Handle(-1, -1), (5, 0), (5, 0, 25, 30)),
        (Handle(1, 0), (90, 0), (10, 10, 80, 20)),
        (Handle(0, -1), (0, 4), (10, 4, 20, 26)),
        (Handle(1, 1), (0, 0), (10, 10, 1, 1)),
    ],
)
def test_handle_drags_its_edges_alone(handle, to, wanted):
    assert rectangle.dragged(Crop(10, 10, 20, 20), handle, to, (100, 80), None) == wanted


def test_whole_photo_is_no_crop():
    assert rectangle.cropped(Framing((1, 1, 2, 2), 90), Crop(0, 0, 6, 8), (8, 6)) == Framing(
        rotation=90
    )
    assert rectangle.seen_crop(WHOLE, (8, 6)) == (0, 0, 8, 6)
