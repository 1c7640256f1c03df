"""A further start hands its photos to the window that is open; what is no start is ignored."""

import json
import os
import socket
import stat
import struct
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from gui import start
from gui.desktop import single
from gui.desktop.door import _MOST_GUESTS, Door
from gui.desktop.single import Outcome, hand_over

pytestmark = pytest.mark.skipif(os.name == "nt", reason="speaks to sockets that are files")


@pytest.fixture
def where():
    with tempfile.TemporaryDirectory() as folder:  # a longer path may be none of a socket
        yield f"{folder}/door"


@pytest.fixture
def came():
    return []


@pytest.fixture
def door(qtbot, where, came):
    door = Door()
    door.came.connect(lambda photos, token: came.append((photos, token)))
    assert door.listen(where)
    yield door
    door.close()


@pytest.fixture
def further_start(qtbot, where):
    """Hand photos over as another process would: Qt's own socket would keep this one waiting."""

    def hand(photos=(), token=""):
        with socket.socket(socket.AF_UNIX) as visitor:
            visitor.connect(where)
            visitor.setblocking(False)
            request = {"photos": [str(photo) for photo in photos], "token": token}
            visitor.sendall(frame(json.dumps(request).encode()))
            heard = bytearray()

            def answered():
                with suppress(BlockingIOError):
                    heard.extend(visitor.recv(100))
                return bytes(heard) == frame(b'{"ready": true}')

            qtbot.waitUntil(answered)
            visitor.sendall(frame(b'{"go": true}'))

    return hand


def frame(text):
    return struct.pack(">I", len(text)) + text


@pytest.mark.parametrize("names", [[], ["/a b.png", "/é 👩.png", os.fsdecode(b"/\xff.png")]])
def test_photos_come_as_they_were_named(qtbot, door, came, further_start, names):
    photos = [Path(name) for name in names]
    further_start(photos, "a token")
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(photos, "a token")]


def test_nobody_is_found_where_no_window_is(where):
    assert hand_over(where, []) is Outcome.NOBODY


def test_what_a_killed_window_left_is_taken_over(qtbot, where, further_start, came):
    left = socket.socket(socket.AF_UNIX)
    left.bind(where)
    left.close()
    assert Path(where).exists()
    assert hand_over(where, []) is Outcome.NOBODY
    door = Door()
    assert door.listen(where)
    assert single.is_answered(where)
    further_start()
    door.close()
    assert not Path(where).exists()


def test_window_that_hung_opens_nothing_once_it_wakes(qtbot, door, where, came, further_start):
    # The window's own thread waits here, so that it cannot answer.
    assert hand_over(where, [Path("/a.png")], patience_ms=50) is Outcome.NO_ANSWER
    further_start([Path("/b.png")])
    qtbot.waitUntil(lambda: bool(came))
    assert came == [([Path("/b.png")], "")]


def test_window_of_its_own_takes_over_from_one_that_hangs(qtbot, door, where, came, further_start):
    other, taken = Door(), []
    other.came.connect(lambda photos, _token: taken.append(photos))
    assert other.listen(where)
    further_start([Path("/b.png")])
    qtbot.waitUntil(lambda: bool(taken))
    assert not came


@pytest.mark.parametrize(
    "garbage",
    [
        *(b"", b"GET / HTTP/1.1\r\n\r\n", b"\x00\x00\x00\x09{", b"\xff" * 100, frame(b"\xff")),
        *(frame(b"[]"), frame(b"null"), frame(b"[" * 100_000), frame(b'{"photos": "/a.png"}')),
        frame(b'{"photos": ["a.png"], "token": ""}') + frame(b'{"go": true}'),
        frame(b'{"photos": ["/\\u0000"], "token": ""}') + frame(b'{"go": true}'),
        frame(b'{"photos": ["/a.png"], "token": ""}') + frame(b'{"go": false}'),
    ],
)
def test_garbage_is_ignored(qtbot, door, where, came, further_start, garbage):
    stranger = socket.socket(socket.AF_UNIX)
    stranger.connect(where)
    stranger.sendall(garbage)
    further_start([Path("/b.png")])
    qtbot.waitUntil(lambda: bool(came))
    stranger.close()
    qtbot.waitUntil(lambda: not door._guests)
    assert came == [([Path("/b.png")], "")]


def test_flood_keeps_nobody_out(qtbot, door, where, came, further_start):
    strangers = [socket.socket(socket.AF_UNIX) for _ in range(40)]
    for stranger in strangers:
        stranger.setblocking(False)
        stranger.connect_ex(where)
    further_start([Path("/b.png")])
    qtbot.waitUntil(lambda: bool(came))
    assert len(door._guests) <= _MOST_GUESTS
    for stranger in strangers:
        stranger.close()
    qtbot.waitUntil(lambda: not door._guests)


def test_other_users_cannot_connect(door, where):
    assert stat.S_IMODE(Path(where).stat().st_mode) & 0o077 == 0


def test_each_user_settings_and_screen_have_a_window_of_their_own(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    found = [single.address(Path("/one")), single.address(Path("/other"))]
    monkeypatch.setenv("DISPLAY", ":9")
    found.append(single.address(Path("/one")))
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    found.append(single.address(Path("/one")))
    assert len(set(found)) == 4
    assert {Path(each).parent for each in found} == {tmp_path}
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert Path(single.address(Path("/one"))).parent == Path("/one")


@pytest.mark.parametrize("arguments", [["a.png"], ["--new-window", "a.png"], ["--self-test"]])
def test_only_a_start_that_may_share_the_window_does(monkeypatch, tmp_path, arguments):
    handed, ran = [], []

    def hand(_where, photos, _token):
        handed.append(photos)
        return Outcome.TAKEN

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(single, "hand_over", hand)
    monkeypatch.setattr(single, "is_answered", lambda _where: True)
    monkeypatch.setattr("gui.app.run", lambda _options, where: ran.append(where) or 7)
    shares = arguments == ["a.png"]
    assert start.main(arguments) == (0 if shares else 7)
    assert handed == ([[tmp_path / "a.png"]] if shares else [])
    assert ran == ([] if shares else [""])
