import pytest

from core import Settings


@pytest.fixture
def kmeans(opened, qtbot):
    """The k-means window, once it has followed the run on the photo."""
    opened.session.set_settings(Settings(5))
    qtbot.waitUntil(lambda: opened.session.settled and not opened.session.busy)
    opened.actions_.kmeans.trigger()
    window = opened.kmeans_desk.window
    qtbot.waitUntil(lambda: done(window))
    return window


def done(window):
    """Whether a window has all moments of a run, and the picture of the one it shows."""
    run = window._watching.run
    return run is not None and run.trace is not None and window.picture.sight is not None


@pytest.fixture
def followed(qtbot):
    """Wait until another run is followed to its end."""

    def wait(window, before=None):
        qtbot.waitUntil(lambda: window._watching.run is not before and done(window))

    return wait
