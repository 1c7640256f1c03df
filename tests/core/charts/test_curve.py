import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.curve import Curve, Mark, Series, curve_table, draw_curve, frame_of
from core.charts.drawing import Circle, Line, Text

FALLING = Series("random", ((1, 90.0), (2, 40.0), (3, 20.0)))
OTHER = Series("in_pixels", ((1, 80.0), (3, 19.0)))
CURVE = Curve("Error", "iteration", "error", (FALLING, OTHER))


def words(drawing):
    return [item.text for item in drawing.items if isinstance(item, Text)]


def lines(drawing, width=2):
    return [item for item in drawing.items if isinstance(item, Line) and item.width == width]


def test_lines_differ_in_color_and_in_dashes():
    first, second = lines(draw_curve(CURVE))
    assert first.color != second.color
    assert first.dashes != second.dashes


def test_a_falling_error_falls_on_the_sheet():
    heights = [y for _, y in lines(draw_curve(CURVE))[0].points]
    assert heights == sorted(heights)


def test_what_was_not_measured_leaves_a_gap():
    line = Series("PSNR", ((1, 20.0), (2, 21.0), (3, math.inf), (4, 22.0), (5, 23.0)))
    drawing = draw_curve(replace(CURVE, series=(line,)))
    assert [len(each.points) for each in lines(drawing)] == [2, 2]


@pytest.mark.parametrize("end", [0.0, 5.0, 9.0])
def test_every_line_has_its_name_at_its_end_and_none_lies_on_another(end):
    several = tuple(
        Series(f"start {i}", ((1, 0.0), (2, 9.0), (3, end + i / 1000))) for i in range(8)
    )
    drawing = draw_curve(replace(CURVE, series=several), 480, 260)
    heights = sorted(
        item.y for item in drawing.items if isinstance(item, Text) and item.text.startswith("start")
    )
    assert len(heights) == 8
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 12
    frame = frame_of(replace(CURVE, series=several), 480, 260)
    assert frame.y.end < heights[0] < heights[-1] < frame.y.begin + 12


@pytest.mark.parametrize(
    ("places", "written"), [((3, 5, 7), {"3", "5", "7"}), ((4, 5, 6, 7, 256), {"100", "200"})]
)
def test_numbers_below_are_those_of_the_points_where_they_have_room(places, written):
    line = Series("wu", tuple((float(x), 90.0) for x in places))
    drawing = draw_curve(replace(CURVE, series=(line,)), 300, 200)
    below = {item.text for item in drawing.items if isinstance(item, Text) and item.y > 160}
    assert below - {"iteration"} == written


def test_the_limit_is_in_view_though_no_number_reaches_it():
    curve = replace(CURVE, limit=0.01, limit_title="stops below 0.01", log=True)
    frame = frame_of(curve, 640, 360)
    assert frame.y.place(0.01) == frame.y.begin
    assert "stops below 0.01" in words(draw_curve(curve))


def test_titles_of_marks_do_not_lie_on_each_other():
    marks = tuple(Mark(1 + i / 50, "repair") for i in range(20))
    drawing = draw_curve(replace(CURVE, marks=marks))
    assert 1 <= words(drawing).count("repair") < 8


def test_the_place_pointed_out_is_marked_on_every_line():
    def rings(at):
        drawing = draw_curve(CURVE, at=at)
        return sum(isinstance(item, Circle) and item.radius == 5 for item in drawing.items)

    assert [rings(None), rings(1), rings(2)] == [0, 2, 1]


@given(
    st.lists(st.tuples(st.floats(1, 1e6), st.floats(allow_nan=True)), max_size=60, unique=True),
    st.floats(1, 2000),
    st.floats(1, 2000),
    st.booleans(),
)
def test_everything_drawn_lies_on_the_sheet(points, width, height, log):
    points = tuple(sorted(points))
    curve = Curve("t", "x", "y", (Series("a", points), Series("b", points)), log=log)
    drawing = draw_curve(curve, max(width, 120), max(height, 80))
    for item in drawing.items:
        places = item.points if isinstance(item, Line) else [(item.x, item.y)]
        assert all(-1 <= x <= drawing.width + 1 for x, _ in places)
        assert all(-1 <= y <= drawing.height + 1 for _, y in places)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (300, 240), (200, 160)])
def test_several_lines_are_named_at_any_size(width, height):
    drawing = draw_curve(CURVE, width, height)
    for line in CURVE.series:
        item = next(i for i in drawing.items if isinstance(i, Text) and i.text == line.title)
        assert 0 <= item.x < width
        assert 0 < item.y <= height


def test_a_mark_at_the_left_keeps_off_the_numbers():
    curve = replace(CURVE, marks=(Mark(1, "Iterations"),))
    title = next(i for i in draw_curve(curve).items if getattr(i, "text", "") == "Iterations")
    assert title.x - 30 >= frame_of(curve, 640, 360).x.begin


def test_names_below_stand_in_rows_beneath_the_plot():
    many = replace(CURVE, series=tuple(replace(OTHER, title=f"in_pixels, {n}") for n in range(6)))
    frame = frame_of(many, 300, 300)
    assert sum(frame.legend, ()) == tuple(range(6))
    assert len(frame.legend) > 1
    assert frame.y.begin + 16 * len(frame.legend) < 300


def test_the_numbers_are_a_table_with_a_column_for_each_line():
    table = curve_table(CURVE)
    assert [column.title for column in table.columns] == ["iteration", "random", "in_pixels"]
    assert table.rows == ((1, 90.0, 80.0), (2, 40.0, None), (3, 20.0, 19.0))


def test_the_description_says_where_each_line_goes():
    told = "error: random: from 90 at iteration 1 to 20 at 3; in_pixels: from 80 at iteration 1 to"
    assert draw_curve(CURVE).description.startswith(told)
    one = replace(CURVE, series=(FALLING,))
    assert draw_curve(one).description == "error: from 90 at iteration 1 to 20 at 3."


def test_a_curve_without_numbers_says_so():
    assert draw_curve(replace(CURVE, series=())).description == "Error: no numbers yet."


@pytest.mark.parametrize(("low", "high"), [(240, 780), (1010, 1990), (0.11, 0.19)])
def test_a_low_curve_has_two_numbers_at_least_beside_it(low, high):
    curve = Curve("t", "x", "y", (Series("s", ((1.0, high), (2.0, low))),))
    words = [item.text for item in draw_curve(curve, 500, 150).items if isinstance(item, Text)]
    assert sum(word.replace(".", "").isdigit() for word in words) >= 2 + 2


def test_the_lowest_curve_has_one_number_beside_it():
    falling = Curve("t", "x", "y", (Series("s", ((1.0, 3780.0), (2.0, 290.0))),))
    frame = frame_of(falling, 340, 85)
    words = [i for i in draw_curve(falling, 340, 85).items if isinstance(i, Text)]
    assert [word.text for word in words if word.x < frame.x.begin and word.anchor == "end"]
