"""A goal in place of a number of colors: found, kept to, and given up when the user takes over."""

import pytest
from PIL import Image

from core import Framing, GoalError, Goals, measure_image, psnr, reach
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


def test_file_that_is_saved_while_a_goal_is_looked_for_meets_it(
    opened, box, settled, tmp_path, qtbot
):
    opened.panel.set_colors(256)
    settled(opened)
    choose(box, "File of at most", 5.0)
    assert opened.outcome_desk.goals.busy
    with qtbot.waitSignal(opened.session.saved, timeout=60_000):
        opened.session.save_image(tmp_path / "small.png")
    assert (tmp_path / "small.png").stat().st_size <= 5000


def test_file_waits_for_no_goal_that_cannot_be_met(opened, box, reached, tmp_path):
    refused = []
    opened.session.refused.connect(refused.append)
    opened.outcome_desk.goals.choose(Goals(max_bytes=100))
    opened.session.save_image(tmp_path / "small.png")
    reached(opened)
    assert not (tmp_path / "small.png").exists()
    assert "small.png" in refused[0]
    assert not opened.session.saving


def test_number_that_is_chosen_before_the_result_is_there_counts(opened, box, reached):
    opened.panel.boxes["dither"].setCurrentIndex(opened.panel.boxes["dither"].findData("jarvis"))
    choose(box, "File of at most", 5.0)
    opened.panel.set_colors(100)
    reached(opened)
    assert opened.session.settings.colors == 100
    assert opened.outcome_desk.goals.goals == NO_GOALS
    assert "given up" in opened.status.text


def test_goal_waits_while_the_palette_is_fixed(opened, box, settled, reached):
    choose(box, "File of at most", 5.0)
    reached(opened)
    opened.actions_.known_palette_chosen.emit("game-boy", "Game Boy, 4 greens")
    settled(opened)
    assert "waits" in box.told
    assert opened.outcome_desk.goals.goals == Goals(max_bytes=5000)
    opened.actions_.release_palette.trigger()
    reached(opened)
    assert file_size(opened) <= 5000


def test_start_from_colors_goes_with_a_goal(opened, box, settled, reached):
    opened.session.editing.start_from(opened.session.result.palette)
    settled(opened)
    choose(box, "File of at most", 5.0)
    reached(opened)
    assert file_size(opened) <= 5000
    assert opened.session.settings.first_colors == ()


def test_crop_looks_anew(opened, box, reached):
    choose(box, "File of at most", 3.0)
    assert opened.outcome_desk.goals.busy
    opened.session.set_framing(Framing((0, 0, 40, 30)))
    assert not opened.outcome_desk.goals.busy
    reached(opened)
    assert file_size(opened) <= 3000
    assert opened.session.desks.current.stack.text(0) == "Crop"


def test_goal_that_is_shown_keeps_its_number_when_it_is_chosen_again(opened, box, reached):
    choose(box, "File of at most", 5.0)
    choose(box, "File of at most")
    reached(opened)
    assert box.goals == Goals(max_bytes=5000)
