"""Moments of k-means as curves and tables, and as paths in the color cube."""

import math
from dataclasses import replace

import numpy as np
import pytest

from core import Settings, cluster_table, count_colors, move_limit, size_of_step, trace
from core.charts.clusters import readable_clusters
from core.charts.convergence import Units, error_curve, move_curve, table_of
from core.charts.cube import Way, dots_of, draw_way
from core.charts.cube_view import CubeView
from core.charts.drawing import Circle, Line, Text
from core.charts.paths import table_of_paths
from core.model import Moment, Photo

VIEW = CubeView(200, 200, turn=0, tilt=0)
COLORS = np.array([[10, 10, 10], [200, 200, 200]], np.float32)


def moment(stage="iteration", number=1, move=1.0, redrawn=(), renewed=False, colors=COLORS):
    counts, errors = np.array([30, 10]), np.array([60.0, 20.0])
    return Moment(stage, number, colors, counts, errors, move, redrawn, renewed)


@pytest.fixture(scope="module")
def astronaut_trace(astronaut):
    histogram = count_colors(Photo.from_array(np.ascontiguousarray(astronaut[::8, ::8])))
    return trace(histogram, Settings(6, "random", seed=3))


def test_errors_are_those_of_a_pixel():
    curve = error_curve([moment(), moment(number=2)])
    assert curve.series[0].points == ((1.0, 2.0), (2.0, 2.0))


def test_a_moment_without_a_move_is_a_gap():
    points = move_curve([moment(), moment(move=None)], 0.01).series[0].points
    assert points[0] == (1.0, 1.0)
    assert math.isnan(points[1][1])


def test_stages_are_marked_where_they_begin():
    stages = ["cut", "coarse", "coarse", "iteration", "end"]
    marks = error_curve([moment(stage) for stage in stages]).marks
    assert [(mark.x, mark.title) for mark in marks][:3] == [
        (1.0, "Wu's cut"),
        (2.0, "On a coarse grid"),
        (4.0, "Iterations"),
    ]


def test_a_run_of_one_stage_has_no_marks():
    assert error_curve([moment(), moment(number=2)]).marks == ()


def test_empty_clusters_and_moves_by_hand_are_marked():
    moments = [moment(), moment(redrawn=(1,)), moment(), moment()]
    assert [mark.title for mark in move_curve(moments, 0.1, 3).marks] == [
        "1 redrawn",
        "moved by hand",
    ]
    assert "moved by hand" in [mark.title for mark in error_curve(moments, 3).marks]


@pytest.mark.parametrize(
    "settings",
    [Settings(3, "in_pixels", max_iterations=20), Settings(3, space="oklab"), Settings(3)],
)
def test_the_limit_is_known_before_the_run(astronaut, settings):
    histogram = count_colors(Photo.from_array(np.ascontiguousarray(astronaut[::16, ::16])))
    assert move_limit(settings) == trace(histogram, settings).limit


@pytest.mark.parametrize("space", ["rgb", "oklab", "lab"])
def test_moves_are_told_in_the_same_steps_in_all_spaces(space):
    settings = Settings(3, "wu", space=space)
    limit = move_curve([], move_limit(settings), units=Units(size_of_step(settings))).limit
    assert limit == pytest.approx(0.01)


def test_errors_of_other_spaces_are_told_in_per_cent_of_the_first():
    moments = [moment(), replace(moment(number=2), errors=np.array([25.0, 15.0]))]
    percent = Units(0.01, relative=True)
    assert [y for _, y in error_curve(moments, units=percent).series[0].points] == [100, 50]
    assert [row[3] for row in table_of(moments, percent).rows] == [100, 50]
    shares = [row[-1] for row in readable_clusters(moments[1], percent).rows]
    assert shares == [62.5, 37.5]


def test_errors_of_rgb_are_told_as_they_are():
    rows, exact = readable_clusters(moment(), Units()).rows, cluster_table(moment()).rows
    assert [row[-2:] for row in rows] == [row[-2:] for row in exact]
    assert [row[-3] for row in rows] == [75, 25]


def test_no_error_is_no_part_of_nothing():
    nothing = replace(moment(), errors=np.zeros(2))
    assert error_curve([nothing], units=Units(relative=True)).series[0].points == ((1, 0),)
    assert readable_clusters(nothing, Units(relative=True)).rows[0][-1] == 0


def test_tables_have_a_row_for_each_moment_and_each_centroid(astronaut_trace):
    moments = astronaut_trace.moments
    assert len(table_of(moments).rows) == len(moments)
    paths = table_of_paths(moments)
    assert len(paths.rows) == 6 * len(moments)
    anew = [row for row in paths.rows if row[-1] == "yes"]
    assert len(anew) == sum(len(each.redrawn) for each in moments)


# The cube


def way_of(*moments):
    places = [each.centroids / 127.5 - 1 for each in moments]
    return Way(moments, places)


def at(*colors):
    return np.array(colors, np.float32).repeat(3).reshape(-1, 3)


def drawn(way, position, lit=None):
    return draw_way(way, position, VIEW.project, dots_of(way, position, VIEW.project), lit)


def test_between_two_moments_centroids_are_on_their_way():
    way = way_of(moment(colors=at(0, 200)), moment(colors=at(100, 200)))
    assert way.at(0.5)[0] == pytest.approx(at(50)[0] / 127.5 - 1)


def test_others_take_their_places_at_once():
    way = way_of(moment(colors=at(0, 200)), moment(colors=at(100, 200), renewed=True))
    assert way.at(0.5)[0] == pytest.approx(way.places[0][0])
    assert way.begin(1) == 1


def test_the_path_leads_through_all_places():
    way = way_of(*(moment(colors=at(step, 200)) for step in (0, 40, 90)))
    lines = [item for item in drawn(way, 2.0) if isinstance(item, Line) and len(item.points) == 3]
    middles = [VIEW.project(place[:1])[0, :2].tolist() for place in way.places]
    assert np.array(lines[0].points) == pytest.approx(np.array(middles))


def test_a_centroid_that_was_drawn_anew_begins_a_new_path():
    first = moment(colors=at(0, 200), redrawn=(0,))
    way = way_of(first, moment(colors=at(90, 200)), moment(colors=at(80, 200)))
    lengths = [len(i.points) for i in drawn(way, 2.0) if isinstance(i, Line) and i.width < 2]
    assert 2 in lengths
    first = VIEW.project(way.places[0][:1])[0, :2].tolist()
    assert first not in [list(p) for i in drawn(way, 2.0) if isinstance(i, Line) for p in i.points]


def test_where_an_empty_one_goes_is_dashed():
    way = way_of(moment(colors=at(0, 200), redrawn=(0,)), moment(colors=at(90, 200)))
    dashed = [item for item in drawn(way, 0.0) if isinstance(item, Line) and item.dashes]
    assert len(dashed) == 1


def test_the_lit_one_has_its_number():
    way = way_of(moment())
    assert [item.text for item in drawn(way, 0.0, 1) if isinstance(item, Text)] == ["2"]
    assert drawn(way, 0.0, 9) == drawn(way, 0.0)


def test_more_pixels_make_a_larger_dot():
    dots = dots_of(way_of(moment()), 0.0, VIEW.project)
    assert dots.radii[0] > dots.radii[1]


def test_the_nearer_of_two_centroids_is_found():
    far, near = VIEW.place_at(100, 100, -0.5), VIEW.place_at(102, 100, 0.5)
    way = Way((moment(),), (np.array([far, near]),))
    dots = dots_of(way, 0.0, VIEW.project)
    assert dots.at(101, 100) == 1
    assert dots.at(10, 10) is None


def test_of_many_centroids_just_the_lit_one_has_a_path():
    rng = np.random.default_rng(0)
    k = 256
    each = [
        Moment("iteration", n, colors, np.ones(k, np.int64), np.ones(k), 1.0)
        for n, colors in enumerate(rng.uniform(0, 255, (100, k, 3)).astype(np.float32), 1)
    ]
    lines = [item for item in drawn(way_of(*each), 99.0, 7) if isinstance(item, Line)]
    assert {item.color for item in lines} == {"ground", "ink"}
    assert len(lines) == 2
    assert not [item for item in drawn(way_of(*each), 99.0) if isinstance(item, Line)]
    assert sum(isinstance(item, Circle) for item in drawn(way_of(*each), 99.0)) == k
