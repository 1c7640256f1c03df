"""Parts of a run add up to one fraction that never falls, and what a receiver raises passes."""

import pytest

from core import Progress
from core.progress import Meter, Tick, silent


def test_part_fills_its_share_of_the_whole():
    told = []
    tick = Tick(told.append)
    tick.part(0.2, 0.6).part(0.5, 1.0)(0.5)
    assert told == [pytest.approx(0.5)]


def test_alive_repeats_the_last_fraction():
    told = []
    tick = Tick(told.append)
    tick.alive()
    tick(0.3)
    tick.part(0.3, 0.5)(1.0)
    tick.alive()
    assert told == [0, 0.3, 0.5, 0.5]


def test_still_leaves_the_fraction_where_it_is():
    told = []
    tick = Tick(told.append)
    tick(0.4)
    still = tick.still()
    for fraction in (0.0, 0.5, 1.0):
        still(fraction)
    still.alive()
    assert told == [0.4] * 5


def test_run_within_a_part_is_followed():
    told = []
    Tick(told.append).part(0.5, 1.0).follow(Progress(0.5, "its own phase"))
    assert told == [0.75]


def test_silence_has_silent_parts():
    silent(0.5)
    silent.alive()
    assert silent.part(0.0, 0.5) is silent
    assert silent.still() is silent
    assert Meter(None).part(0.5, "unheard") is silent


def test_fraction_of_a_run_never_falls():
    told = []
    meter = Meter(told.append, begin=0.5)
    tick = meter.part(0.5, "first")
    tick(0.8)
    tick(0.2)
    tick(7.0)
    meter.part(1.0, "second")(1.0)
    assert [each.phase for each in told] == ["first"] * 4 + ["second"] * 2
    assert [each.fraction for each in told] == pytest.approx([0.5, 0.7, 0.7, 0.75, 0.75, 1.0])


def test_what_the_receiver_raises_passes_through_every_part():
    def cancel(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Meter(cancel).part(1.0, "anything")
    with pytest.raises(KeyboardInterrupt):
        Tick(cancel).part(0.0, 0.5).still().alive()


def test_a_run_inside_another_keeps_its_phases():
    told = []
    meter = Meter(told.append, begin=0.5)
    meter.part(0.4, "counting")(1.0)
    hear = meter.rest()
    hear(Progress(0.0, "trying 3 colors"))
    hear(Progress(0.5, "trying 4 colors"))
    assert told[-2:] == [
        Progress(pytest.approx(0.7), "trying 3 colors"),
        Progress(pytest.approx(0.85), "trying 4 colors"),
    ]
