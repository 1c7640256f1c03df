"""What the file of a result would be: told as it is saved, compared, and made only once."""

import gc
import threading
import weakref

import pytest

import core
from core import Encoded, Measured, Settings
from core.errors import WriteError
from core.settings import EFFORTS, IMAGE_FORMATS, LOSSY_FORMATS, SaveOptions
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.opening import Request
from gui.session.session import Session
from gui.session.work import Fixed


@pytest.fixture
def session(qtbot, photo_file):
    """A session with a photo, its result, and the size of its file."""
    session = Session(Settings(6))
    session.set_save_options(SaveOptions("png"))
    with qtbot.waitSignal(session.file_size_measured, check_params_cb=lambda size: size):
        session.open(Request(photo_file))
    yield session
    session.close()


@pytest.fixture
def rest(qtbot, session):
    lanes = session.findChildren(Lane)
    return lambda: qtbot.waitUntil(lambda: not any(lane.busy or lane._serving for lane in lanes))


@pytest.fixture
def compared(session):
    """What is told of each format, in the order in which it is known."""
    told = {}
    session.measuring.format_compared.connect(told.__setitem__)
    return told


def test_file_that_was_measured_is_the_one_that_is_saved(session, qtbot, tmp_path, monkeypatch):
    data = session.measuring.attempt.measured.encoded.data
    monkeypatch.setattr("core.writing.image.encode_image", None)  # it is not made anew
    with qtbot.waitSignal(session.saved) as saved:
        session.save_image(tmp_path / "few.png")
    assert (tmp_path / "few.png").read_bytes() == data
    assert saved.args[0].table is not None


@pytest.mark.parametrize("effort", EFFORTS)
def test_file_is_looked_for_with_the_effort_of_the_settings(session, rest, tmp_path, effort):
    settings = Settings(6, effort=effort)
    session.set_settings(settings)
    rest()
    session.save_image(tmp_path / "few.png")
    rest()
    expected = core.encode_image(session.result, "png", SaveOptions(effort=effort)).data
    assert (tmp_path / "few.png").read_bytes() == expected
    assert session.measuring.attempt.measured.size == len(expected)


def test_effort_alone_makes_another_file_of_the_same_picture(session, rest):
    palette = session.result.palette
    session.editing.fix("Fix", Fixed("Its own", palette))
    rest()
    session.editing.edit("Recolor", lambda edited: core.edit.recolor(edited, 0, (1, 2, 3)))
    rest()
    before, picture = session.measuring.attempt.measured.size, session.result.indices
    session.set_settings(Settings(6, effort="fast"))
    rest()
    assert session.result.indices is picture
    assert session.measuring.attempt.measured.size > before


@pytest.mark.parametrize("change", ["format", "quality", "another result"])
def test_file_of_before_is_not_saved(session, rest, tmp_path, change):
    if change == "quality":
        session.set_save_options(SaveOptions("jpeg", quality=90))
        rest()
    before = session.measuring.attempt.measured.encoded.data
    if change == "another result":
        session.set_settings(Settings(3))
    else:
        session.set_save_options(SaveOptions("jpeg", quality=40))
    session.save_image(tmp_path / ("few.png" if change == "another result" else "few.jpg"))
    rest()
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == session.measuring.attempt.measured.encoded.data != before


def test_file_that_is_still_being_measured_is_awaited_and_saved(
    session, qtbot, rest, tmp_path, monkeypatch
):
    made, begun, go_on = [], threading.Event(), threading.Event()

    def encode(*arguments):
        begun.set()
        go_on.wait(20)
        made.append(Measured(4, (), Encoded(b"file")))
        return made[-1]

    monkeypatch.setattr(core, "measure_apart", encode, raising=False)
    session.set_save_options(SaveOptions("webp"))
    qtbot.waitUntil(begun.is_set)
    session.save_image(tmp_path / "few.webp")
    session.compare_formats()
    go_on.set()
    rest()
    assert (tmp_path / "few.webp").read_bytes() == b"file"
    assert len(made) == len(IMAGE_FORMATS) - 1  # that of PNG was known


@pytest.mark.parametrize("told", ["png", "webp"])
def test_file_that_cannot_be_made_is_named(session, rest, qtbot, tmp_path, monkeypatch, told):
    def refuse(*_arguments):
        raise WriteError("it is too wide")

    monkeypatch.setattr(core, "measure_apart", refuse, raising=False)
    session.set_save_options(SaveOptions(told))
    with qtbot.waitSignal(session.not_saved) as failed:
        session.save_image(tmp_path / "few.webp")
    assert failed.args[0] == f"Cannot save {tmp_path / 'few.webp'}: it is too wide"
    rest()


@pytest.mark.parametrize("effort", ["normal", "best"])
def test_file_that_may_take_long_can_be_cancelled(session, rest, qtbot, tmp_path, hold, effort):
    session.set_settings(Settings(6, effort=effort))
    rest()
    go_on, refused = hold("save_image"), []
    session.refused.connect(refused.append)
    session.save_image(tmp_path / "few.png")
    session.cancel()
    assert session.busy == (effort == "normal")
    assert refused == ["Cancelled: “few.png” was not saved."] * (effort == "best")
    go_on.set()
    rest()
    assert [path.name for path in tmp_path.iterdir()] == ["few.png"] * (effort == "normal")


def test_saving_goes_on_where_measuring_is_cancelled(session, qtbot, tmp_path):
    begun = []
    real = core.measure_apart

    def measure(result, name, options, progress):
        begun.append(name)
        while len(begun) == 1:  # until the first is cancelled
            progress(core.Progress(0.0, "encoding"))
        return real(result, name, options, progress)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(core, "measure_apart", measure, raising=False)
        session.set_save_options(SaveOptions("webp"))
        qtbot.waitUntil(lambda: len(begun) == 1)
        session.save_image(tmp_path / "few.webp")
        session.measuring.stop()
        with qtbot.waitSignal(session.saved):
            pass
    assert begun == ["webp", "webp"]


def test_formats_are_compared_and_known_from_then_on(session, rest, compared, monkeypatch):
    session.compare_formats()
    rest()
    assert set(compared) == set(IMAGE_FORMATS)
    assert compared["png"].size == session.measuring.attempt.measured.size
    assert {name for name, each in compared.items() if each.colors} == set(LOSSY_FORMATS)
    before = dict(compared)
    compared.clear()
    monkeypatch.setattr(tasks, "compare", None)
    session.compare_formats()
    assert compared == before


def test_size_of_a_format_that_was_compared_is_told_at_once(session, rest, compared, qtbot):
    session.compare_formats()
    rest()
    with qtbot.waitSignal(session.file_size_measured) as told:
        session.set_save_options(SaveOptions("webp"))
    assert told.args == [compared["webp"].size]


def test_quality_counts_for_lossy_formats_only(session, rest, compared):
    session.compare_formats()
    rest()
    before = dict(compared)
    session.set_save_options(SaveOptions("png", quality=10))
    session.compare_formats()
    rest()
    assert {name for name in IMAGE_FORMATS if compared[name].size != before[name].size} == set(
        LOSSY_FORMATS
    )


def test_another_result_ends_the_comparison(session, rest, compared, hold, qtbot):
    go_on = hold("compare")
    session.compare_formats()
    session.set_settings(Settings(3))
    go_on.set()
    rest()
    assert compared == {}


def test_format_that_cannot_hold_the_picture_says_why(session, rest, compared, monkeypatch):
    def measure(*_arguments):
        raise WriteError("GIF has no room")

    refused = []
    session.measuring.file_refused.connect(refused.append)
    monkeypatch.setattr(core, "measure_apart", measure, raising=False)
    session.set_save_options(SaveOptions("gif"))
    session.compare_formats()
    rest()
    assert refused == ["GIF has no room"]
    assert compared["gif"] == "GIF has no room"


def test_how_different_a_result_looks_is_judged_with_each(session, rest, qtbot):
    judged = []
    session.measuring.difference_judged.connect(judged.append)
    for colors in (2, 64):
        session.set_settings(Settings(colors))
        rest()
    poor, good = (each for each in judged if each is not None)
    assert poor > good > 0
    assert judged[0] is None


def lock(session, _photo_file):
    session.editing.edit("Lock", lambda edited: core.edit.lock(edited, [0], locked=True))


def close_photo(session, _photo_file):
    session.close_photo()


def leave_photo(session, photo_file):
    """Open it again, and stop before there is a result."""
    session.photo_opened.connect(session.cancel)
    session.open(Request(photo_file))


@pytest.mark.parametrize("leave", [lock, close_photo, leave_photo])
def test_result_that_is_gone_is_kept_by_nobody(session, rest, photo_file, leave):
    session.compare_formats()
    rest()
    before = weakref.ref(session.result)
    leave(session, photo_file)
    rest()
    gc.collect()
    assert before() is None


def test_file_stays_the_same_when_a_color_is_locked(session, rest, tmp_path, monkeypatch):
    data = session.measuring.attempt.measured.encoded.data
    monkeypatch.setattr("core.writing.image.encode_image", None)  # it is not made anew
    lock(session, None)
    session.save_image(tmp_path / "few.png")
    rest()
    assert (tmp_path / "few.png").read_bytes() == data


@pytest.mark.parametrize("options", [SaveOptions("png"), SaveOptions("png", palette_order="share")])
def test_color_locked_after_the_image_was_saved_is_so_in_the_palette(
    session, rest, tmp_path, options
):
    session.set_save_options(options)
    session.save_image(tmp_path / "few.png")
    rest()
    lock(session, None)
    session.save_palette(tmp_path / "few.json")
    rest()
    saved = core.load_palette(tmp_path / "few.json")
    (locked,) = (hex_ for hex_, is_locked in zip(saved.hex, saved.locked, strict=True) if is_locked)
    assert locked == session.result.palette.hex[0]


@pytest.mark.parametrize("colors", [6, 3])
def test_copy_is_the_file_but_nothing_is_saved(session, rest, tmp_path, colors):
    session.set_settings(Settings(colors))
    rest()
    copies, modified = [], session.modified
    session.copy_image(tmp_path / "few.png", copies.append, copies.append)
    rest()
    assert copies[0].size == session.measuring.attempt.measured.size
    assert (session.saved_to, session.modified) == (None, modified)
