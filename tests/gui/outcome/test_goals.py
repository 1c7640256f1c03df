"""A goal in place of a number of colors: found, kept to, and given up when the user takes over."""

import pytest
from PIL import Image

from core import GoalError, Goals, measure_image, psnr, reach
from core.goals import NO_GOALS
from gui.outcome.goal_box import GoalBox


@pytest.fixture
def box(opened):
    return opened.outcome_desk.block.goal


@pytest.fixture
def reached(qtbot):
    """Wait until a window has what leads to the goal."""

    def wait(window):
        goals = window.outcome_desk.goals
        qtbot.waitUntil(
            lambda: not goals.busy and window.session.settled and not window.session.busy,
        )

    return wait


def choose(box, title, number=None):
    place = box.way.findText(title)
    assert place >= 0
    box.way.setCurrentIndex(place)
    box.way.activated.emit(place)
    if number is not None:
        box.number.setValue(number)


def file_size(window):
    session = window.session
    return measure_image(session.result, "png", session.file_options).size


def test_file_is_as_small_as_wanted_and_one_color_more_is_not(opened, box, reached, qtbot):
    choose(box, "File of at most", 5.0)
    reached(opened)
    assert file_size(opened) <= 5000
    colors = opened.session.settings.colors
    assert "most that fit" in box.told
    assert opened.panel.colors.box.value() == colors
    opened.panel.more_colors()
    assert opened.outcome_desk.goals.goals == NO_GOALS
    reached(opened)
    assert file_size(opened) > 5000


def test_quality_is_reached(opened, box, reached):
    choose(box, "PSNR of at least", 27.0)
    reached(opened)
    assert psnr(opened.session.result) >= 27


def test_goal_is_kept_to_when_settings_change(opened, box, reached):
    choose(box, "File of at most", 5.0)
    reached(opened)
    plain = opened.session.settings.colors
    opened.panel.boxes["dither"].setCurrentIndex(opened.panel.boxes["dither"].findData("jarvis"))
    reached(opened)
    assert opened.outcome_desk.goals.goals == Goals(max_bytes=5000)
    assert file_size(opened) <= 5000
    assert opened.session.settings.colors < plain


def test_goal_that_cannot_be_met_is_one_sentence_and_the_result_stays(opened, box, reached):
    before = opened.session.result
    choose(box, "File of at most", 1.0)
    box.number.setValue(1.0)
    opened.outcome_desk.goals.choose(Goals(max_bytes=100))
    reached(opened)
    assert box.told.startswith("Even 2 colors take")
    assert opened.session.result is before


def test_undo_gives_the_number_back_and_the_goal_up(opened, box, reached):
    before = opened.session.settings.colors
    choose(box, "File of at most", 5.0)
    reached(opened)
    assert opened.session.settings.colors != before
    opened.actions_.undo.trigger()
    reached(opened)
    assert opened.session.settings.colors == before
    assert opened.outcome_desk.goals.goals == NO_GOALS
    assert box.goals == NO_GOALS


def test_esc_stops_looking(opened, box, monkeypatch, qtbot):
    choose(box, "Auto: balanced")
    qtbot.waitUntil(lambda: opened.outcome_desk.goals.busy)
    opened.actions_.cancel.trigger()
    assert not opened.outcome_desk.goals.busy
    assert box.goals == NO_GOALS


def test_goals_are_for_colors_that_are_found(opened, box, settled):
    opened.session.editing.add((255, 0, 255))
    settled(opened)
    assert not box.way.isEnabled()
    assert "changed by hand" in box.way.toolTip()


@pytest.mark.parametrize(
    "goals",
    [
        NO_GOALS,
        Goals(max_bytes=123_400),
        Goals(min_psnr=31.5),
        Goals(max_delta_e=0.25),
        Goals(auto="rich"),
    ],
)
def test_box_shows_each_goal(qtbot, goals):
    box = GoalBox()
    qtbot.addWidget(box)
    box.show_goals(goals)
    assert box.goals == goals


def test_what_the_window_finds_is_what_the_terminal_finds(opened, box, reached):
    choose(box, "File of at most", 6.0)
    reached(opened)
    session = opened.session
    try:
        there = reach(session.photo, session.settings, Goals(max_bytes=6000))
    except GoalError as error:
        pytest.fail(str(error))
    assert session.settings.colors == there.colors


def test_photo_of_one_color_reaches_its_goal(window, tmp_path, settled, reached):
    Image.new("RGB", (8, 6), "red").save(tmp_path / "red.png")
    window.open([tmp_path / "red.png"])
    settled(window)
    choose(window.outcome_desk.block.goal, "PSNR of at least", 30.0)
    reached(window)
    assert window.panel.colors.box.value() == window.session.settings.colors
