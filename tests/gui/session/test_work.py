"""Steps of the undo history: joined, gone through, and let go of."""

import gc
import sys
import weakref
from dataclasses import replace
from pathlib import Path

import pytest

from core import Edited, Palette, Settings
from gui.session.desks import Desks
from gui.session.work import Change, Desk, Fixed, State, Work


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


LOCKED = Settings(locked=((1, 2, 3),))
PALETTE = Palette.of([(1, 2, 3), (200, 100, 50)])
EDITED, EDITED_MORE = Edited.of(PALETTE), Edited.of(PALETTE)


@pytest.mark.parametrize(
    ("kept", "work", "modified"),
    [
        (Work(Settings()), Work(Settings(5, dither="atkinson")), False),
        (Work(Settings()), Work(Settings(), fixed=Fixed("Game Boy", PALETTE)), False),
        (Work(Settings()), Work(LOCKED), True),
        (Work(Settings()), Work(Settings(), EDITED), True),
        (Work(Settings(), EDITED), Work(Settings(5), EDITED), False),
        (Work(Settings(), EDITED), Work(Settings(), EDITED_MORE), True),
        (Work(Settings(), EDITED), Work(Settings()), False),
        (Work(LOCKED), Work(replace(LOCKED, colors=20)), False),
        (Work(LOCKED), Work(Settings()), False),
    ],
)
def test_only_what_was_made_by_hand_since_the_last_save_is_asked_about(kept, work, modified):
    """Finding 12: settings are no work that could be lost."""
    desk = Desk(None, kept)
    desk.work = work
    assert desk.modified is modified


def test_what_was_locked_on_another_photo_is_not_asked_about_here(qapp):
    desks, told = Desks(Settings()), []
    desks.modified_photos_changed.connect(lambda: told.append(desks.modified_photos))
    one, other = Path("/one.png"), Path("/other.png")
    for path in (other, one):
        desks.go_to(path, fresh=False)
    desks.push("Lock", Work(LOCKED))
    desks.go_to(other, fresh=False)
    assert desks.work == Work(LOCKED)
    assert desks.modified_photos == [one]
    desks.take_saved(desks.desk_of(one), Work(LOCKED))
    assert desks.modified_photos == []
    assert told == [[one], []]
    desks.close()


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
