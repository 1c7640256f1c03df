"""Steps of the undo history: joined, gone through, and let go of."""

import gc
import sys
import weakref

import pytest

from core import Settings
from gui.session.work import Change, Desk, State, Work


def states(*colors):
    return [State(Work(Settings(each))) for each in colors]


def showing(shown):
    """Note what a step leads to."""
    return lambda _before, after, _how: shown.append(after)


@pytest.mark.parametrize(("gestures", "steps"), [((1, 1, 1), 1), ((1, 1, 2), 2), ((0, 0, 0), 3)])
def test_changes_of_one_gesture_are_one_step(gestures, steps):
    desk, shown = Desk(None, Work(Settings(8))), []
    before, *after = states(8, 7, 6, 5)
    for gesture, state in zip(gestures, after, strict=True):
        desk.stack.push(Change("Colors", before, state, showing(shown), gesture))
        before = state
    assert desk.stack.count() == steps
    while desk.stack.canUndo():
        desk.stack.undo()
    assert [shown[-1]] == states(8)


def test_gesture_that_ends_where_it_began_is_no_step():
    desk = Desk(None, Work(Settings(8)))
    eight, seven = states(8, 7)
    desk.stack.push(Change("Colors", eight, seven, lambda *_: None, 1))
    desk.stack.push(Change("Colors", seven, eight, lambda *_: None, 1))
    assert desk.stack.count() == 0
    assert not desk.modified


def test_step_that_fails_is_told_and_the_next_ones_work(monkeypatch):
    desk, told, shown = Desk(None, Work(Settings(8))), [], []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))

    def fail(*_):
        raise OSError

    eight, seven, six = states(8, 7, 6)
    desk.stack.push(Change("Colors", eight, seven, fail))
    desk.stack.push(Change("Colors", seven, six, showing(shown)))
    desk.stack.undo()
    desk.stack.undo()
    assert told == [OSError, OSError]
    assert shown == [six, seven]


def test_drag_of_the_slider_keeps_no_window_alive(window, qtbot, photo_file, settled):
    window.open([photo_file])
    settled(window)
    session = window.session
    for gesture in (1, 1, 1, 2):
        session.set_settings(Settings(session.settings.colors - 1), gesture)
    settled(window)
    desk = weakref.ref(session.desks.current)
    session.desks.forget_changes()
    other = photo_file.with_name("another.png")
    other.write_bytes(photo_file.read_bytes())
    window.open([other])
    qtbot.waitUntil(lambda: session.photo.path == other)
    settled(window)
    window.documents.remove([photo_file])

    def gone():
        gc.collect()
        return desk() is None

    qtbot.waitUntil(gone)
