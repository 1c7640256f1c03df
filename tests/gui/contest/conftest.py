import pytest


@pytest.fixture
def contest(opened, qtbot):
    """The window of a comparison, shown beside a window with a photo."""
    opened.actions_.side_by_side.trigger()
    window = opened.contest_desk.window
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def compared(qtbot):
    """Compare, and wait until all is there."""

    def compare(contest, colors="2 3", set_="Numbers of colors"):
        contest.chooser.sets.setCurrentText(set_)
        contest.chooser.colors.setText(colors)
        contest.chooser.colors.textEdited.emit(colors)
        with qtbot.waitSignal(contest._running.done):
            contest.chooser.compare.click()
        return contest

    return compare
