"""Strokes, and where the photo that is shown lies in the mask of the whole one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Crop, Framing, Mask
from gui.mattering import strokes
from gui.mattering.strokes import MORE, NEUTRAL, Sight
from gui.mattering.tint import tint_of

SIZES = st.tuples(st.integers(1, 9000), st.integers(1, 9000))


@given(SIZES)
def test_a_mask_has_the_shape_of_its_photo(photo):
    size = strokes.mask_size(photo)
    assert all(1 <= side <= whole for side, whole in zip(size, photo, strict=True))
    Mask(strokes.blank(size)).require_shape(photo)


def test_a_mask_of_a_large_photo_is_small():
    assert strokes.mask_size((6000, 4000)) == (1024, 683)


def test_a_line_has_round_ends_and_its_width():
    levels = strokes.blank((40, 20))
    strokes.paint_line(levels, (10, 10), (30, 10), 5, MORE)
    painted = levels == MORE
    assert painted[:, 20].sum() == 10
    assert painted[10, 5:35].all()
    assert not painted[5, 5:8].any()
    assert painted.sum() == pytest.approx(20 * 10 + np.pi * 25, rel=0.05)


@given(
    st.tuples(st.floats(-50, 90), st.floats(-50, 90)),
    st.tuples(st.floats(-50, 90), st.floats(-50, 90)),
    st.floats(0, 60),
)
def test_a_line_is_painted_anywhere_and_just_there(begin, end, radius):
    levels = strokes.blank((40, 30))
    strokes.paint_line(levels, begin, end, radius, MORE)
    ys, xs = np.nonzero(levels == MORE)
    away = [_distance((x + 0.5, y + 0.5), begin, end) for x, y in zip(xs, ys, strict=True)]
    assert max(away, default=0) <= max(radius, 0.71) + 1e-3


def _distance(point, begin, end):
    point, begin, end = map(np.array, (point, begin, end))
    way = end - begin
    length = float(way @ way)
    part = 0 if length == 0 else np.clip((point - begin) @ way / length, 0, 1)
    return float(np.hypot(*(point - begin - part * way)))


def test_a_click_paints_at_least_a_pixel():
    levels = strokes.blank((4, 4))
    strokes.paint_line(levels, (1.9, 1.9), (1.9, 1.9), 0.1, MORE)
    assert levels[1, 1] == MORE
    assert (levels == MORE).sum() == 1


@pytest.mark.parametrize("corners", [((2, 1), (5, 4)), ((5, 4), (2, 1)), ((5, 1), (2, 4))])
def test_a_rectangle_is_filled_from_any_corner(corners):
    levels = strokes.blank((8, 6))
    strokes.fill_rectangle(levels, *corners, MORE)
    assert (levels[1:4, 2:5] == MORE).all()
    assert (levels == MORE).sum() == 9


def test_a_rectangle_beside_the_photo_paints_nothing():
    levels = strokes.blank((8, 6))
    strokes.fill_rectangle(levels, (-9, -9), (-2, 3), MORE)
    assert (levels == NEUTRAL).all()


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.booleans(),
    st.sampled_from([None, Crop(8, 4, 24, 12), Crop(0, 0, 40, 20)]),
)
def test_what_is_seen_is_what_core_frames(rotation, mirror, crop):
    framing, whole = Framing(crop, rotation, mirror), (40, 20)
    levels = np.arange(40 * 20, dtype=np.uint16).reshape(20, 40).astype(np.uint8)
    framed = Mask(levels).framed(framing, whole).levels
    shown = framing.size_of(whole)
    sight = Sight(framing, whole, shown, whole)
    assert (sight.levels_in(levels, shown, (0, 0), shown) == framed).all()
    for x, y in ((0, 0), (shown[0] - 1, 0), (3, 5)):
        at = sight.point((x + 0.5, y + 0.5))
        assert levels[int(at[1]), int(at[0])] == framed[y, x]


def test_pixels_of_a_resized_photo_lie_in_the_whole_mask():
    sight = Sight(Framing(), (400, 200), (100, 50), (40, 20))
    assert sight.point((100, 50)) == (40, 20)
    assert sight.scale == pytest.approx(0.4)


def test_levels_of_another_size_keep_their_places():
    levels = np.array([[0, 255], [128, 192]], np.uint8)
    assert (strokes.resized(levels, (4, 4)) == levels.repeat(2, 0).repeat(2, 1)).all()
    assert (strokes.resized(levels.repeat(3, 0).repeat(3, 1), (2, 2)) == levels).all()


def test_the_tint_leaves_out_what_matters_as_usual_and_has_lines_of_light_and_dark():
    assert not tint_of(np.full((30, 30), NEUTRAL, np.uint8)).any()
    for level in (0, MORE, 255):
        tint = set(tint_of(np.full((60, 60), level, np.uint8)).ravel().tolist())
        assert len(tint) == 3
        assert 0xAA000000 in tint
        assert 0xAAAAAAAA in tint


def test_without_colors_the_tint_says_more_from_less():
    more, less = (tint_of(np.full((24, 24), level, np.uint8)) for level in (MORE, 0))
    is_line = [tint >> 24 == 0xAA for tint in (more, less)]
    assert (is_line[0] == is_line[1][:, ::-1]).mean() < 1
    # Lines of one kind rise, those of the other fall.
    assert (np.roll(is_line[0], (1, -1), (0, 1)) == is_line[0]).all()
    assert (np.roll(is_line[1], (1, 1), (0, 1)) == is_line[1]).all()
