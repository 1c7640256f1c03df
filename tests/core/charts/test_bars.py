"""Bars of cluster sizes: heights that can be compared, found again under the pointer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.bars import Bars, columns_of, draw_bars
from core.charts.drawing import Line, Rect, Text

GRAY = (9, 9, 9)
shares = st.lists(st.floats(0, 1), min_size=1, max_size=256)


def bars_of(*shares, redrawn=()):
    return Bars(shares, tuple((n, n, n) for n in range(len(shares))), frozenset(redrawn))


def heights(drawing, bars):
    """Heights of the bars; each has its own color, and a swatch below."""
    fills = [item for item in drawing.items if isinstance(item, Rect) and item.fill in bars.colors]
    swatches = {fills[-1].height}
    return {item.fill: item.height for item in fills if item.height not in swatches}


@given(shares, st.floats(50, 2000), st.floats(20, 900))
def test_each_bar_is_found_again_in_the_middle_of_its_column(shares, width, height):
    columns = columns_of(bars_of(*shares), width, height)
    for number in range(len(shares)):
        assert columns.number_at(columns.left + (number + 0.5) * columns.pitch) == number
    assert columns.number_at(columns.left - 1) is None
    assert columns.number_at(columns.left + columns.width + 1) is None


def test_a_share_twice_as_large_is_twice_as_high():
    bars = bars_of(0.1, 0.2, 0.7)
    found = heights(draw_bars(bars, 400, 300), bars)
    assert found[0, 0, 0] * 2 == pytest.approx(found[1, 1, 1])
    assert found[0, 0, 0] * 7 == pytest.approx(found[2, 2, 2])


def test_a_cluster_that_is_drawn_anew_next_has_a_cross():
    crosses = [
        sum(isinstance(item, Line) and item.color == "accent7" for item in drawing.items)
        for drawing in (
            draw_bars(bars_of(1.0, 0.0), 300, 200),
            draw_bars(bars_of(1.0, 0.0, redrawn=[1]), 300, 200),
        )
    ]
    assert crosses == [0, 2]


def test_the_one_that_is_lit_is_framed():
    plain = draw_bars(bars_of(0.5, 0.5), 300, 200)
    lit = draw_bars(bars_of(0.5, 0.5), 300, 200, 1)
    frame = next(item for item in lit.items if item not in plain.items)
    columns = columns_of(bars_of(0.5, 0.5), 300, 200)
    assert frame.x == pytest.approx(columns.left + columns.pitch)


def test_a_lit_one_that_is_gone_is_no_matter():
    assert draw_bars(bars_of(1.0), 300, 200, 7) == draw_bars(bars_of(1.0), 300, 200)


def test_sizes_are_told_in_words():
    told = draw_bars(bars_of(0.25, 0.75, 0.0), 300, 200).description
    assert "3 clusters" in told
    assert "largest is 2 with 75.0%" in told
    assert "1 without pixels" in told
    assert draw_bars(Bars((), ()), 300, 200).description == "No clusters yet."


@pytest.mark.parametrize("height", [100, 112, 160, 300])
@pytest.mark.parametrize("largest", [0.26, 0.5, 0.9])
def test_low_bars_have_a_number_beside_the_zero(height, largest):
    words = [
        i.text for i in draw_bars(bars_of(largest, 0.1), 400, height).items if isinstance(i, Text)
    ]
    assert sum(word.endswith(" %") for word in words) >= 2
