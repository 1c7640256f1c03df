"""What is told of many photos together follows each of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.batch import words
from gui.batch.tally import Tally
from gui.session.photo_state import PhotoState

SIZES = st.none() | st.integers(0, 10**9)
STATES = st.builds(
    PhotoState,
    st.sampled_from(["waiting", "working", "done", "skipped", "failed"]),
    before=SIZES,
    after=SIZES,
    fraction=st.floats(0, 1),
    why=st.just(""),
    file=st.none(),
)


@given(st.lists(st.tuples(st.integers(0, 4), STATES)))
def test_sums_are_those_of_the_states(changes):
    tally, anew = Tally(5), Tally(5)
    for place, state in changes:
        tally.take({place: state})
    anew.take(dict(enumerate(tally.states)))
    assert tally.count("done", "failed") == sum(s.kind in ("done", "failed") for s in tally.states)
    assert (tally.sizes, tally.saved) == (anew.sizes, anew.saved)
    assert tally.fraction == pytest.approx(anew.fraction, abs=1e-6)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, ""),
        (0.2, "about 5 seconds left"),
        (38, "about 40 seconds left"),
        (61, "about 1 minute left"),
        (1700, "about 28 minutes left"),
        (9000, "about 2 hours left"),
    ],
)
def test_time_left_is_told_as_people_say_it(seconds, told):
    assert words.time_left(seconds) == told
