"""Zoom, fit and pan: arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.picture.geometry import MAX_SCALE, View, stack_better

SIDES = st.integers(1, 20_000)
SIZES = st.tuples(SIDES, SIDES)
POINTS = st.tuples(st.floats(0, 3000), st.floats(0, 2000))


@st.composite
def views(draw):
    room = draw(st.tuples(st.integers(1, 3000), st.integers(1, 2000)))
    view = View.fitted(draw(SIZES), room, draw(st.integers(0, 24)))
    for _ in range(draw(st.integers(0, 4))):
        x, y = draw(POINTS)
        view = view.zoomed(draw(st.floats(0.2, 5)), x, y).panned(
            draw(st.floats(-500, 500)), draw(st.floats(-500, 500))
        )
    return view


@given(SIZES, SIZES, st.integers(0, 30))
def test_fit_shows_all_with_air_around(photo, viewport, margin):
    view = View.fitted(photo, viewport, margin)
    for side, room in zip(photo, viewport, strict=True):
        assert side * view.scale <= max(room - 2 * margin, 1) * 1.0001
    enlarged = view.scale > 1
    assert view.scale == int(view.scale) <= 16 if enlarged else view.scale <= 1
    assert not enlarged or max(photo) <= 512


@pytest.mark.parametrize(
    ("photo", "scale"),
    [
        ((48, 32), 16),  # 17 would fit, but that is enough
        ((300, 200), 2),
        ((300, 250), 2),
        ((500, 300), 1),
        ((513, 300), 1),
        ((776, 576), 1),
        ((1552, 1152), 0.5),
    ],
)
def test_small_pictures_are_enlarged_by_whole_numbers(photo, scale):
    view = View.fitted(photo, (800, 600), 12)
    assert view.scale == pytest.approx(scale)
    assert view.resized((800, 600)) == view


@given(views(), POINTS)
def test_there_and_back_again(view, point):
    assert view.to_view(*view.to_photo(*point)) == pytest.approx(point, abs=1e-4)


@given(views())
def test_photo_never_leaves_a_margin_it_could_fill(view):
    left, top = view.origin
    for start, photo, room in zip((left, top), view.photo, view.viewport, strict=True):
        size = photo * view.scale
        if size >= room:
            assert start <= 1e-3
            assert start + size >= room - 1e-3
        else:
            assert start == pytest.approx((room - size) / 2, abs=1e-3)


@given(views(), st.floats(0.1, 10), POINTS)
def test_scale_stays_between_fit_and_the_largest(view, factor, point):
    scale = view.zoomed(factor, *point).scale
    fit = View.fitted(view.photo, view.viewport, view.margin).scale
    assert min(fit, 1) * 0.999 <= scale <= MAX_SCALE


@given(SIZES, SIZES)
def test_pictures_stand_as_they_are_largest(photo, room):
    halves = [(room[0] / 2, room[1]), (room[0], room[1] / 2)]
    beside, stacked = (min(w / photo[0], h / photo[1]) for w, h in halves)
    assert stack_better(photo, room) == (stacked > beside)


def test_point_under_the_pointer_stays_there():
    view = View.fitted((4000, 3000), (800, 600)).zoomed(8, 300, 200)
    before = view.to_photo(500, 100)
    assert view.zoomed(1.5, 500, 100).to_photo(500, 100) == pytest.approx(before)


def test_fitting_view_keeps_fitting_when_resized():
    view = View.fitted((4000, 3000), (800, 600)).resized((400, 300))
    assert view.scale == pytest.approx(0.1)
    assert view.zoomed(4, 0, 0).resized((800, 600)).scale == pytest.approx(0.4)


def test_steps_go_up_to_the_largest_and_down_to_fit():
    view = View.fitted((4000, 3000), (800, 600))
    scales = [view.scale]
    while (view := view.stepped(1)).scale > scales[-1]:
        scales.append(view.scale)
    assert scales[0] == pytest.approx(0.2)
    assert 1.0 in scales
    assert scales[-1] == MAX_SCALE
    while not view.fitting:
        view = view.stepped(-1)
    assert view.scale == scales[0]
