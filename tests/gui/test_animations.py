"""An animation in the window: its first frame is shown, all are saved; saving can be cancelled."""

import numpy as np
import pytest
from PIL import Image

from core import SaveOptions
from tests.gui.hands import lane_of


@pytest.fixture
def animation_file(tmp_path):
    rng = np.random.default_rng(0)
    ground = rng.integers(0, 256, (60, 80, 3)).astype(np.uint8)
    images = [Image.fromarray(np.roll(ground, 5 * number, 0)) for number in range(40)]
    path = tmp_path / "photos" / "a.png"
    path.parent.mkdir()
    images[0].save(path, save_all=True, append_images=images[1:], duration=50)
    return path


@pytest.fixture
def animated(window, animation_file, settled):
    window.open([animation_file])
    settled(window)
    return window


def test_all_frames_are_saved_and_the_user_is_told(animated, qtbot, tmp_path):
    assert "An animation of 40 frames" in animated.notice.text
    result = animated.session.result
    for name in ("few.gif", "few.png", "few.webp"):
        animated.session.set_save_options(SaveOptions())
        with qtbot.waitSignal(animated.session.saved):
            animated.session.save_image(tmp_path / name)
        with Image.open(tmp_path / name) as image:
            assert image.n_frames == 40
            np.testing.assert_array_equal(image.convert("RGB"), result.rgb)


def test_size_that_is_told_is_that_of_all_frames(animated, qtbot, tmp_path):
    with qtbot.waitSignal(
        animated.session.file_size_measured, check_params_cb=lambda size: size
    ) as measured:
        animated.session.set_save_options(SaveOptions("gif"))
    with qtbot.waitSignal(animated.session.saved):
        animated.session.save_image(tmp_path / "few.gif")
    assert (tmp_path / "few.gif").stat().st_size == measured.args[0]


def test_cancel_while_frames_are_saved_leaves_no_file(animated, qtbot, tmp_path, hold):
    hold("save_image")
    session = animated.session
    (tmp_path / "out").mkdir()
    with qtbot.waitSignal(
        session.progressed, check_params_cb=lambda progress: progress.phase == "waiting"
    ):
        session.save_image(tmp_path / "out" / "few.gif")
    assert session.busy
    with qtbot.waitSignal(session.stopped):
        session.cancel()
    assert not session.busy
    qtbot.waitUntil(lambda: lane_of(session, "saving")._serving is None)
    assert list((tmp_path / "out").iterdir()) == []
    # What comes after is done.
    with qtbot.waitSignal(session.saved):
        session.save_palette(tmp_path / "out" / "few.gpl")


def test_file_behind_a_finished_animation_is_not_called_cancelled(animated, qtbot, tmp_path, hold):
    go_on = hold("save_palette")
    session, stopped = animated.session, []
    session.stopped.connect(lambda: stopped.append(1))
    with qtbot.waitSignal(session.saved):
        session.save_image(tmp_path / "few.gif")
        session.save_palette(tmp_path / "few.gpl")
    session.cancel()
    assert session.saving
    assert stopped == []
    with qtbot.waitSignal(session.saved):
        go_on.set()
