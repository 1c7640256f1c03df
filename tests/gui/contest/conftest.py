import pytest

from tests.app.patience import wait_until


@pytest.fixture
def contest(opened, qtbot):
    """The window of a comparison, shown beside a window with a photo."""
    opened.actions_.side_by_side.trigger()
    window = opened.contest_desk.window
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def compared():
    """Compare, and wait until all is there, as long as anything moves."""

    def compare(contest, colors="2 3", set_="Numbers of colors"):
        contest.chooser.sets.setCurrentText(set_)
        contest.chooser.colors.setText(colors)
        contest.chooser.colors.textEdited.emit(colors)
        done = []
        contest._running.done.connect(lambda *_: done.append(True))
        contest.chooser.compare.click()
        wait_until(lambda: bool(done))
        return contest

    return compare
