"""Curves over the number of colors follow the photo, and a click on them chooses."""

import pytest


@pytest.fixture
def curves(opened, qtbot):
    """The window of the curves, once all that is tried was tried."""
    opened.actions_.colors_curve.trigger()
    window = opened.outcome_desk._curves.window
    qtbot.waitUntil(lambda: is_whole(window))
    return window


def is_whole(window):
    return window._curve is not None and window._curve.whole


def test_eight_numbers_are_tried_and_the_others_are_estimates(opened, curves, qtbot):
    tried = [point.colors for point in curves._curve.points if point.tried]
    assert len(tried) == 8
    assert "about" not in curves.told.text()
    between = next(point for point in curves._curve.points if not point.tried)
    curves.errors.pointed.emit(curves._curve.points.index(between))
    assert curves.told.text().startswith(f"{between.colors} colors: about ")


def test_click_chooses_a_number(opened, curves, settled):
    curves.sizes.chosen.emit(curves._curve.points.index(curves._curve.at(40)))
    settled(opened)
    assert opened.session.settings.colors == 40
    assert curves.told.text().startswith("40 colors")
    opened.actions_.undo.trigger()
    settled(opened)
    assert curves.told.text().startswith(f"{opened.session.settings.colors} colors")


def test_curves_are_found_anew_for_other_settings_but_not_for_another_number(
    opened, curves, settled, qtbot
):
    before = curves._curve
    opened.panel.more_colors()
    settled(opened)
    assert curves._curve == before
    opened.panel.boxes["dither"].setCurrentIndex(opened.panel.boxes["dither"].findData("jarvis"))
    qtbot.waitUntil(lambda: is_whole(curves) and curves._curve != before)


def test_colors_changed_by_hand_have_no_curves(opened, curves, settled, qtbot):
    opened.session.editing.add((255, 0, 255))
    settled(opened)
    qtbot.waitUntil(lambda: curves._curve is None)
    assert "changed by hand" in curves.told.text()
