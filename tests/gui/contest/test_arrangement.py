"""Cells of a comparison share the room, and none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from gui.contest.arrangement import arrangement_of

SIDES = st.integers(1, 4000)


@given(st.integers(1, 13), st.tuples(SIDES, SIDES), st.tuples(SIDES, SIDES), st.integers(0, 90))
def test_every_cell_has_a_place_of_its_own_within_the_width(cells, room, photo, words):
    arrangement = arrangement_of(cells, room, photo, words)
    corners = [arrangement.corner(place) for place in range(cells)]
    assert len({*corners}) == cells
    assert all(0 <= left <= room[0] - arrangement.width for left, _ in corners)
    assert max(top for _, top in corners) == (arrangement.rows - 1) * arrangement.height
    assert arrangement.height >= words


def test_upright_photos_stand_beside_each_other_and_broad_ones_below():
    assert arrangement_of(3, (900, 600), (300, 900), 60).rows == 1
    assert arrangement_of(3, (900, 900), (900, 200), 60).columns == 1


def test_a_last_row_is_not_left_nearly_empty():
    arrangement = arrangement_of(7, (1200, 700), (3, 2), 60)
    assert (arrangement.columns, arrangement.rows) == (4, 2)


def test_where_there_is_no_room_cells_keep_a_size_that_can_be_read():
    arrangement = arrangement_of(13, (540, 300), (3, 2), 60)
    assert arrangement.width >= 190
    assert arrangement.rows * arrangement.height > 300
