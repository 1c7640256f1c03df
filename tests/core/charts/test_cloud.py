"""The cloud of colors: where colors lie, what is nearest is seen, and it can be turned about."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Histogram, Photo, count_colors
from core.charts.cloud import (
    Cloud,
    cloud_of,
    color_at,
    edges_of,
    labels_of,
    paint_cloud,
    place_of,
)
from core.charts.cube_frame import draw_edges
from core.charts.cube_view import REACH, CubeView
from core.charts.drawing import Text

SPACES = ["rgb", "oklab", "lab"]
VIEW = CubeView(120, 90)
WHITE = (255, 255, 255)
colors = st.tuples(*3 * [st.integers(0, 255)])
angles = st.floats(-7, 7)


def histogram_of(*rows):
    found, counts = np.unique(np.array(rows, np.uint8), axis=0, return_counts=True)
    return Histogram(found, counts.astype(np.int64))


def cloud_at(places, colors=None, weights=None, space="rgb"):
    """A cloud whose beads lie just there."""
    n = len(places)
    colors = np.full((n, 3), 200) if colors is None else colors
    weights = np.full(n, 1 / n) if weights is None else weights
    arrays = (np.array(colors, np.uint8), np.array(places, np.float32))
    return Cloud(space, *arrays, np.array(weights, np.float32))


@pytest.mark.parametrize("space", SPACES)
@given(color=colors)
def test_a_color_is_found_again_at_its_place(space, color):
    assert color_at(place_of(color, space), space) == pytest.approx(np.array(color), abs=1e-3)


@pytest.mark.parametrize("space", SPACES)
def test_every_color_lies_within_reach_and_gray_upright_but_in_rgb(space):
    corners = np.stack(np.meshgrid(*3 * [[0, 255]]), -1).reshape(-1, 3)
    assert np.linalg.norm(place_of(corners, space), axis=1).max() <= REACH + 1e-3
    if space != "rgb":
        gray = place_of(np.full((5, 3), 100), space)
        assert np.abs(gray[:, [0, 2]]).max() < 1e-3


@pytest.mark.parametrize("space", SPACES)
def test_a_place_outside_of_the_cube_is_a_color_of_pixels(space):
    found = color_at(np.array([3.0, -2.0, 1.5]), space)
    assert ((found >= 0) & (found <= 255)).all()


@given(angles, angles, st.floats(0.5, 4), st.tuples(*3 * [st.floats(-1, 1)]))
def test_what_is_seen_at_a_pixel_is_the_place_that_was_projected(turn, tilt, zoom, place):
    view = VIEW.turned(turn, tilt).zoomed(zoom)
    x, y, depth = view.project(np.array([place]))[0]
    assert view.place_at(x, y, depth) == pytest.approx(np.array(place), abs=1e-9)


def test_dragging_to_the_right_turns_the_front_to_the_right():
    front = np.array([[0.0, 0.0, 1.0]])
    view = CubeView(100, 100, turn=0, tilt=0)
    assert view.turned(0.3, 0).project(front)[0, 0] > view.project(front)[0, 0]
    assert view.turned(0, 0.3).project(front)[0, 1] > view.project(front)[0, 1]


def test_a_photo_becomes_few_beads_that_hold_all_its_pixels(astronaut):
    cloud = cloud_of(count_colors(Photo.from_array(astronaut)))
    assert 1000 < len(cloud) <= 32**3
    assert float(cloud.weights.sum()) == pytest.approx(1, abs=1e-4)


def test_a_photo_of_one_color_is_one_bead_of_that_color():
    cloud = cloud_of(histogram_of((10, 200, 30)))
    assert cloud.colors.tolist() == [[10, 200, 30]]
    image = paint_cloud(cloud, VIEW, WHITE)
    assert 4 < (image != 0).sum() < image.size / 4


@pytest.mark.parametrize("turn", [0.0, 1.0, 2.5])
def test_the_nearer_of_two_beads_is_seen(turn):
    view = CubeView(101, 101, turn=turn, tilt=0.2)
    toward = view.place_at(50, 50, 0.9), view.place_at(50, 50, -0.9)
    cloud = cloud_at(toward, [(255, 0, 0), (0, 0, 255)])
    pixel = int(paint_cloud(cloud, view, WHITE)[50, 50])
    assert (pixel >> 16) & 255 > 240
    assert paint_cloud(cloud_at(toward[::-1], [(0, 0, 255), (255, 0, 0)]), view, WHITE)[
        50, 50
    ] == np.uint32(pixel)


def test_beads_grow_with_their_pixels():
    view = CubeView(200, 200, turn=0, tilt=0)
    areas = [
        (paint_cloud(cloud_at([(0, 0, 0), (5, 5, 0)], weights=(w, 1 - w)), view, WHITE) != 0).sum()
        for w in (0.001, 0.1, 0.6)
    ]
    assert areas == sorted(areas)
    assert areas[0] < areas[-1]


def test_beads_beside_the_picture_do_not_come_in_at_its_other_side():
    view = CubeView(60, 60, turn=0, tilt=0)
    beside = [view.place_at(-40, 30, 0.0), view.place_at(99, 30, 0.0), view.place_at(30, 200, 0.0)]
    assert not paint_cloud(cloud_at(beside), view, WHITE).any()
    half = paint_cloud(cloud_at([view.place_at(-1, 30, 0.0)]), view, WHITE)
    assert half[:, 0].any()
    assert not half[:, 30:].any()


def test_beads_that_are_not_lit_fade_and_lie_behind():
    view = CubeView(101, 101, turn=0, tilt=0)
    places = view.place_at(50, 50, 0.9), view.place_at(50, 50, -0.9)
    lit = np.array([False, True])
    image = paint_cloud(cloud_at(places, [(0, 0, 0), (0, 0, 255)]), view, WHITE, lit)
    assert int(image[50, 50]) & 0xFFFFFF == 0x0000FF


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (0, 5)])
def test_even_a_tiny_cube_can_be_painted(size):
    image = paint_cloud(cloud_at([(0, 0, 0)]), CubeView(*size), WHITE)
    assert image.shape == (size[1], size[0])


@pytest.mark.parametrize("measure", ["rgb", "oklab", "lab", "looks"])
def test_beads_belong_to_the_nearest_centroid(measure):
    cloud = cloud_of(histogram_of((250, 10, 10), (10, 10, 250), (200, 30, 20)))
    labels = labels_of(cloud, [(255, 0, 0), (0, 0, 255)], measure)
    assert [bool(color[0] < 100) for color in cloud.colors] == [bool(each) for each in labels]


@pytest.mark.parametrize("space", SPACES)
def test_edges_are_twelve_and_meet_in_the_corners(space):
    ends = [tuple(np.round(end, 6)) for edge in edges_of(space) for end in (edge[0], edge[-1])]
    assert len(ends) == 24
    assert len(set(ends)) == 8
    back, front = draw_edges(space, VIEW)
    names = {item.text for item in front if isinstance(item, Text) and item.halo}
    assert names == {"black", "white", "red", "green", "blue"}
    assert not [item for item in back if isinstance(item, Text)]
