"""Order of a session's signals, and what the session says of itself while each is emitted.

Each line is a signal as a slot hears it: its name, its argument where that is a plain value, and
whether the session is busy, saving and settled at that moment. The window relies on both: a session
that looks idle between two steps of one piece of work is asked for more, or is closed.
"""

import threading
from textwrap import dedent

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMetaMethod

from core import Settings
from core.errors import ReadError, TooLargeError, WriteError
from core.reduction import edit
from core.settings import SaveOptions
from gui.picture.geometry import Region, Seen
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.opening import Request
from gui.session.session import Session
from tests.gui.hands import lane_of

# Each case waits for whole runs.
pytestmark = pytest.mark.on_screen

# It comes by the clock.
_UNRECORDED = {"progressed", "destroyed", "objectNameChanged"}


@pytest.fixture
def session(qtbot, monkeypatch):
    """A session that makes drafts of all of a photo, as for a window that shows it whole."""
    session = Session(Settings())
    session.look = lambda: Seen(Region(0, 0, 60, 40), 1)
    yield session
    session.close()


@pytest.fixture
def rest(qtbot, session):
    """Wait until no lane of the session has anything to do."""

    def wait():
        lanes = session.findChildren(Lane)
        qtbot.waitUntil(lambda: not any(lane.busy or lane._serving for lane in lanes))

    return wait


@pytest.fixture
def heard(session):
    """Record all signals from now on; calling it returns them and forgets them."""
    lines = []

    def listen(name):
        def slot(*arguments):
            plain = [repr(each) for each in arguments if isinstance(each, bool | str | None)]
            states = [state for state in ("busy", "saving", "settled") if getattr(session, state)]
            lines.append(f"{name}({', '.join(plain)}): {' '.join(states) or 'idle'}")

        return slot

    meta = session.metaObject()
    methods = [meta.method(number) for number in range(meta.methodCount())]
    signals = [each for each in methods if each.methodType() is QMetaMethod.MethodType.Signal]
    for name in {bytes(each.name()).decode() for each in signals} - _UNRECORDED:
        getattr(session, name).connect(listen(name))

    def take():
        taken = lines.copy()
        lines.clear()
        return taken

    return take


@pytest.fixture
def photos(tmp_path, astronaut):
    """Two photos."""
    paths = [tmp_path / "first.png", tmp_path / "second.png"]
    for number, path in enumerate(paths):
        pixels = astronaut[90 * number :][:40, 100:160]
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
    return paths


@pytest.fixture
def opened(session, rest, photos, heard):
    """A session with a photo and its result, all told."""
    session.open(Request(photos[0]))
    rest()
    heard()
    return session


@pytest.fixture
def fail(monkeypatch):
    """Have one of `gui.session.tasks` fail."""

    def fail_(name, error):
        def work(*_arguments):
            raise error

        monkeypatch.setattr(tasks, name, work)

    return fail_


LANE_OF = {
    "count": "counting",
    "make_draft": "drafting",
    "make": "running",
    "measure": "measuring",
}


def serves(session, name):
    """Whether the thread of that name has something to do."""
    return lane_of(session, name)._serving is not None


def lock_a_color(session, x=3):
    """Do what a save keeps: settings alone are no work."""
    session.editing.lock_further(session.looking.photo_color_at(x, 3))


def lines(text):
    return dedent(text).strip().splitlines()


# A change begins.
CHANGED = lines("""
    settings_changed(): idle
    lit(None): idle
    busy_changed(True): busy
    """)
MARKED = lines("""
    modified_photos_changed(): busy
    modified_changed(True): busy
    """)
# Draft and result come.
FINISHED = lines("""
    draft_made(): busy
    result_made(): settled
    file_size_measured(None): settled
    busy_changed(False): settled
    file_size_measured(): settled
    """)


# Opening


def test_open(session, rest, photos, heard):
    session.open(Request(photos[0]))
    rest()
    assert heard() == [
        *lines("""
            busy_changed(True): busy
            lit(None): idle
            settings_changed(): idle
            file_size_measured(None): busy
            photo_opened(): busy
            lit(None): idle
        """),
        *FINISHED,
    ]


def test_open_with_announcement_and_without_a_view(session, rest, photos, heard, monkeypatch):
    session.look = lambda: None
    monkeypatch.setattr(tasks, "announce", lambda *_: object())
    session.open(Request(photos[0]))
    rest()
    assert heard() == lines("""
        busy_changed(True): busy
        photo_announced(): idle
        lit(None): idle
        settings_changed(): idle
        file_size_measured(None): busy
        photo_opened(): busy
        lit(None): idle
        result_made(): settled
        file_size_measured(None): settled
        busy_changed(False): settled
        file_size_measured(): settled
    """)


def test_open_fails(opened, rest, photos, heard, fail):
    fail("open_photo", ReadError("It is damaged."))
    opened.open(Request(photos[1]))
    rest()
    assert heard() == lines("""
        busy_changed(True): busy settled
        open_failed('It is damaged.'): settled
        busy_changed(False): settled
    """)


def test_open_needs_a_question(session, rest, photos, heard, fail):
    fail("open_photo", TooLargeError("It is large.", 20_000, 20_000, can_be_allowed=True))
    session.open(Request(photos[0], fresh=True))
    rest()
    assert heard() == lines("""
        busy_changed(True): busy
        too_large(): idle
        busy_changed(False): idle
    """)


def test_opening_is_stopped(opened, rest, photos, heard, hold):
    go_on = hold("open_photo")
    opened.open(Request(photos[1]))
    opened.stop_opening()
    go_on.set()
    rest()
    assert heard() == lines("""
        busy_changed(True): busy settled
        busy_changed(False): settled
        opening_stopped(): settled
    """)


def test_newer_request_takes_the_place_of_the_older(opened, qtbot, rest, photos, heard, hold):
    go_on = hold("open_photo")
    opened.open(Request(photos[1]))
    qtbot.waitUntil(lambda: opened.busy)
    opened.open(Request(photos[0], fresh=True))
    go_on.set()
    rest()
    assert heard() == [
        *lines("""
            busy_changed(True): busy settled
            lit(None): settled
            settings_changed(): idle
            file_size_measured(None): busy
            photo_opened(): busy
            lit(None): idle
        """),
        *FINISHED,
    ]


LEFT = lines("""
    busy_changed(False): saving
    lit(None): saving
    failed('“few.png” was not saved: the photo was left before its colors were found.'): idle
    settings_changed(): idle
    saving_ended(): busy
    busy_changed(True): busy
    file_size_measured(None): busy
    photo_opened(): busy
    lit(None): idle
    """)


@pytest.mark.parametrize("during", ["count", "make_draft", "make"])
def test_photo_is_left_before_its_colors_are_found(
    session, qtbot, rest, photos, heard, hold, tmp_path, during
):
    go_on = hold(during)
    session.open(Request(photos[0]))
    qtbot.waitUntil(lambda: serves(session, LANE_OF[during]))
    session.save_image(tmp_path / "few.png")
    heard()
    with qtbot.waitSignal(session.photo_opened):
        session.open(Request(photos[1]))
    go_on.set()
    rest()
    assert heard() == [*LEFT, *FINISHED]


def test_other_photo_takes_over_the_settings(opened, rest, photos, heard):
    opened.set_settings(Settings(5))
    rest()
    opened.open(Request(photos[1]))
    rest()
    opened.set_settings(Settings(4))
    rest()
    heard()
    opened.open(Request(photos[0]))
    rest()
    assert heard() == [
        *lines("""
            busy_changed(True): busy settled
            lit(None): settled
            settings_changed(): idle
            settings_changed(): busy
            file_size_measured(None): busy
            photo_opened(): busy
            lit(None): idle
        """),
        *FINISHED,
    ]


# Changes


def test_slider_is_moved_twice(opened, qtbot, rest, heard, hold):
    go_on = hold("make")
    opened.set_settings(Settings(5), 1)
    qtbot.waitUntil(lambda: serves(opened, "running"))
    opened.set_settings(Settings(4), 1)
    go_on.set()
    rest()
    assert heard() == [
        *CHANGED,
        *lines("""
            draft_made(): busy
            settings_changed(): busy
            lit(None): busy
            busy_changed(False): idle
            busy_changed(True): busy
        """),
        *FINISHED,
    ]


def test_slider_is_moved_while_the_draft_is_made(opened, qtbot, rest, heard, hold):
    go_on = hold("make_draft")
    opened.set_settings(Settings(5), 1)
    qtbot.waitUntil(lambda: serves(opened, "drafting"))
    opened.set_settings(Settings(4), 1)
    go_on.set()
    rest()
    assert heard() == [
        *CHANGED,
        *lines("""
            settings_changed(): busy
            lit(None): busy
        """),
        *FINISHED,
    ]


def test_draft_fails(opened, rest, heard, fail):
    fail("make_draft", ReadError("It went wrong."))
    opened.set_settings(Settings(5))
    rest()
    assert heard() == lines("""
        settings_changed(): idle
        lit(None): idle
        busy_changed(True): busy
        result_made(): settled
        file_size_measured(None): settled
        busy_changed(False): settled
        file_size_measured(): settled
    """)


def test_settings_without_a_photo(session, rest, heard):
    session.set_settings(Settings(5))
    rest()
    assert heard() == lines("""
        settings_changed(): idle
    """)


def test_color_is_locked(opened, rest, heard):
    opened.editing.edit("Lock", lambda edited: edit.lock(edited, [0], locked=True))
    rest()
    assert heard() == lines("""
        settings_changed(): idle
        palette_changed(): settled
        modified_photos_changed(): settled
        modified_changed(True): settled
    """)


def test_color_is_edited_undone_and_redone(opened, rest, heard):
    opened.editing.edit("Edit color", lambda edited: edit.recolor(edited, 0, (1, 2, 3)))
    rest()
    assert heard() == [
        *CHANGED,
        *MARKED,
        *FINISHED,
    ]
    opened.desks.undo_group.undo()
    rest()
    assert heard() == [
        *lines("""
            settings_changed(): idle
            lit(None): idle
            busy_changed(True): busy
            modified_photos_changed(): busy
            modified_changed(False): busy
        """),
        *FINISHED,
    ]
    opened.desks.undo_group.redo()
    rest()
    assert heard() == [
        *CHANGED,
        *MARKED,
        *FINISHED,
    ]


def test_edit_while_the_result_is_made(opened, qtbot, rest, heard, hold):
    go_on = hold("make")
    opened.set_settings(Settings(5))
    qtbot.waitUntil(lambda: serves(opened, "running"))
    heard()
    assert opened.editing.editable() is None
    go_on.set()
    rest()
    assert heard() == lines("""
        refused('Please wait until the colors are there.'): busy
        result_made(): settled
        file_size_measured(None): settled
        busy_changed(False): settled
        file_size_measured(): settled
    """)


def test_color_of_the_photo_is_locked_and_a_palette_is_a_start(opened, rest, heard):
    color = opened.looking.photo_color_at(3, 3)
    opened.editing.lock_further(color)
    rest()
    opened.editing.lock_further(color)
    opened.editing.start_from(opened.result.palette)
    rest()
    assert heard() == [
        *CHANGED,
        *MARKED,
        *FINISHED,
        *lines("""
            refused('#b5b0b0 is locked already.'): settled
            settings_changed(): idle
            lit(None): idle
            busy_changed(True): busy
            modified_photos_changed(): busy
            modified_changed(False): busy
        """),
        *FINISHED,
    ]


# Looking


def test_difference_is_wanted(opened, qtbot, rest, heard, hold):
    opened.looking.compare(True)
    rest()
    go_on = hold("measure")
    with qtbot.waitSignal(opened.difference_made):
        opened.set_settings(Settings(5))
    go_on.set()
    rest()
    opened.looking.compare(False)
    assert heard() == lines("""
        difference_made(): settled
        settings_changed(): idle
        lit(None): idle
        busy_changed(True): busy
        draft_made(): busy
        result_made(): settled
        file_size_measured(None): settled
        busy_changed(False): settled
        difference_made(): settled
        file_size_measured(): settled
        difference_made(None): settled
    """)


def test_difference_fails(opened, rest, heard, fail):
    fail("difference", ReadError("It went wrong."))
    opened.looking.compare(True)
    rest()
    assert heard() == lines("""
        failed('It went wrong.'): settled
    """)


def test_color_is_lit(opened, rest, heard):
    opened.looking.light_up([0])
    rest()
    opened.looking.light_up([])
    opened.looking.light_up([1])
    opened.set_settings(Settings(5))
    rest()
    assert heard() == [
        *lines("""
            lit(): settled
            lit(None): settled
        """),
        *CHANGED,
        *FINISHED,
    ]


ASK = {
    "difference": lambda session: session.looking.compare(True),
    "measure": lambda session: session.set_save_options(SaveOptions(format="gif")),
}


@pytest.mark.parametrize(
    ("name", "lane", "signal"),
    [
        ("difference", "comparing", "difference_made"),
        ("measure", "measuring", "file_size_measured"),
    ],
)
def test_answer_about_the_result_before_is_dropped(
    opened, qtbot, rest, heard, hold, name, lane, signal
):
    answer, make = hold(name), hold("make")
    ASK[name](opened)
    qtbot.waitUntil(lambda: serves(opened, lane))
    opened.set_settings(Settings(5))
    heard()
    answer.set()
    qtbot.waitUntil(lambda: not serves(opened, lane))
    assert [line for line in heard() if line.startswith(signal)] == []
    make.set()
    rest()
    assert [line for line in heard() if line.startswith(signal)] != []


# Saving


def test_image_is_saved(opened, rest, heard, tmp_path):
    lock_a_color(opened)
    rest()
    heard()
    opened.save_image(tmp_path / "few.png", opened.stopped.emit)
    rest()
    assert heard() == lines("""
        busy_changed(True): busy saving settled
        modified_photos_changed(): settled
        modified_changed(False): settled
        saved(): settled
        stopped(): settled
        saving_ended(): settled
        busy_changed(False): settled
    """)


def test_change_while_the_image_is_written_is_not_saved(opened, qtbot, rest, hold, tmp_path):
    go_on = hold("save_image")
    lock_a_color(opened)
    rest()
    opened.save_image(tmp_path / "few.png")
    qtbot.waitUntil(lambda: serves(opened, "saving"))
    lock_a_color(opened, 20)
    go_on.set()
    rest()
    assert opened.modified


def test_files_are_saved_when_the_result_is_there(opened, qtbot, rest, heard, hold, tmp_path):
    opened.set_settings(Settings(5))
    opened.save_image(tmp_path / "few.png")
    opened.save_palette(tmp_path / "few.gpl")
    heard()
    go_on = hold("measure")
    qtbot.waitUntil(lambda: (tmp_path / "few.gpl").exists() and not opened.saving)
    go_on.set()
    rest()
    assert heard() == lines("""
        draft_made(): busy saving
        result_made(): saving settled
        file_size_measured(None): saving settled
        saved(): busy saving settled
        saved(): settled
        saving_ended(): settled
        busy_changed(False): settled
        file_size_measured(): settled
    """)


def test_save_fails(opened, rest, heard, tmp_path, fail):
    fail("save_image", WriteError("The disk is full."))
    opened.save_image(tmp_path / "few.png")
    rest()
    assert heard() == lines("""
        busy_changed(True): busy saving settled
        not_saved('The disk is full.', 'image'): settled
        saving_ended(): settled
        busy_changed(False): settled
    """)


def test_way_to_save_is_chosen(opened, rest, heard):
    opened.set_save_options(SaveOptions(format="gif"))
    opened.set_save_options(SaveOptions(format="gif"))
    rest()
    assert heard() == lines("""
        save_options_changed(): settled
        file_size_measured(None): settled
        file_size_measured(): settled
    """)


def test_changes_are_given_up(opened, rest, photos, heard):
    lock_a_color(opened)
    rest()
    heard()
    opened.desks.forget_changes()
    opened.desks.keep_only([])
    assert heard() == lines("""
        modified_photos_changed(): settled
        modified_changed(False): settled
    """)


# Cancelling, failing, closing


def test_cancel_while_a_file_waits(opened, qtbot, rest, heard, hold, tmp_path):
    go_on = hold("make")
    opened.set_settings(Settings(5))
    opened.save_image(tmp_path / "few.png")
    qtbot.waitUntil(lambda: serves(opened, "running"))
    heard()
    opened.cancel()
    go_on.set()
    rest()
    assert heard() == lines("""
        saving_ended(): idle
        busy_changed(False): idle
        file_size_measured(): idle
        stopped(): idle
        refused('Cancelled: “few.png” was not saved.'): idle
    """)


def test_result_that_was_cancelled_is_asked_for_again(opened, qtbot, rest, heard, hold):
    go_on = hold("make_draft")
    opened.set_settings(Settings(5))
    opened.cancel()
    go_on.set()
    rest()
    heard()
    opened.set_settings(Settings(5))
    rest()
    assert heard() == [
        *lines("""
            lit(None): idle
            busy_changed(True): busy
        """),
        *FINISHED,
    ]


def test_cancel_while_opening(opened, qtbot, rest, photos, heard, hold):
    photo = hold("open_photo")
    opened.looking.compare(True)
    rest()
    heard()
    opened.open(Request(photos[1]))
    with qtbot.waitSignal(opened.difference_made):
        opened.cancel()
    photo.set()
    rest()
    assert heard() == lines("""
        busy_changed(True): busy settled
        busy_changed(False): settled
        opening_stopped(): settled
        file_size_measured(): settled
        stopped(): settled
        difference_made(): settled
    """)


def test_cancel_while_an_animation_is_written(session, qtbot, rest, heard, hold, tmp_path):
    frames = [Image.new("RGB", (30, 20), color) for color in ("red", "blue", "green")]
    path = tmp_path / "film.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    session.open(Request(path))
    rest()
    heard()
    go_on = hold("save_image")
    session.save_image(tmp_path / "few.gif")
    qtbot.waitUntil(lambda: serves(session, "saving"))
    session.cancel()
    go_on.set()
    rest()
    assert heard() == lines("""
        busy_changed(True): busy saving settled
        saving_ended(): settled
        busy_changed(False): settled
        stopped(): settled
        refused('Cancelled: “few.gif” was not saved.'): settled
    """)


def test_run_fails_while_two_files_wait(opened, rest, heard, tmp_path, fail):
    fail("make", ReadError("It went wrong."))
    opened.set_settings(Settings(5))
    opened.save_image(tmp_path / "few.png")
    opened.save_palette(tmp_path / "few.gpl")
    rest()
    assert heard() == lines("""
        settings_changed(): idle
        lit(None): idle
        busy_changed(True): busy
        draft_made(): busy saving
        failed('It went wrong. “few.png” and “few.gpl” were not saved.'): idle
        saving_ended(): idle
        busy_changed(False): idle
        file_size_measured(): idle
    """)


def test_counting_fails(session, rest, photos, heard, fail):
    fail("count", ReadError("It went wrong."))
    session.open(Request(photos[0]))
    rest()
    assert heard() == lines("""
        busy_changed(True): busy
        lit(None): idle
        settings_changed(): idle
        file_size_measured(None): busy
        photo_opened(): busy
        failed('It went wrong.'): idle
        busy_changed(False): idle
    """)


@pytest.mark.parametrize("during", ["count", "make_draft", "make", "measure"])
def test_close(session, qtbot, photos, heard, hold, during):
    go_on = hold(during)
    session.open(Request(photos[0]))
    qtbot.waitUntil(go_on.begun.is_set)
    heard()
    # A draft has no progress to be ended by.
    threading.Timer(0.05, go_on.set).start()
    session.close()
    session.set_settings(Settings(5))
    session.open(Request(photos[1]))
    qtbot.wait(20)
    assert heard() == ([] if during == "measure" else ["busy_changed(False): idle"])
    assert not [lane for lane in session.findChildren(Lane) if lane._thread.isRunning()]
