"""The k-means window follows the photo and its settings, and says why it may have nothing."""

import gc
import subprocess
import sys
import weakref

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from core import Progress, Settings
from gui.kmeans import tasks
from gui.picture.bridge import seen_part
from tests import ROOT
from tests.app.accessible import tree
from tests.gui.hands import activate


def watched(window):
    return window._watching.run.settings


def said(window):
    return window.message.text() if window._pages.currentIndex() == 0 else ""


def test_the_main_window_loads_none_of_it():
    code = (
        "import sys, gui.window; "
        "print([n for n in sys.modules if n.startswith('gui.kmeans.') and n != 'gui.kmeans.desk'])"
    )
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, cwd=ROOT, text=True).strip() == "[]"


def test_it_follows_the_settings(opened, kmeans, followed):
    before = kmeans._watching.run
    opened.session.set_settings(Settings(9, "kmeans++", seed=4))
    followed(kmeans, before)
    assert watched(kmeans).colors == 9
    assert "9 colors" in kmeans.head.title.text()


@pytest.mark.parametrize("start", ["random", "kmeans++"])
def test_plain_kmeans_has_the_start_that_is_chosen(opened, kmeans, followed, start):
    assert not kmeans.head.starts.isVisible()
    kmeans.head.plain.setChecked(True)
    before = kmeans._watching.run
    kmeans.head.starts.setCurrentIndex(kmeans.head.starts.findData(start))
    followed(kmeans, before)
    assert watched(kmeans).start == start
    assert opened.session.settings.start == "wu"


def test_drawn_again_it_begins_elsewhere(opened, kmeans, followed, qtbot):
    assert not kmeans.head.draw.isVisible()
    before = kmeans._watching.run
    kmeans.head.plain.setChecked(True)
    followed(kmeans, before)
    before = kmeans._watching.run
    kmeans.head.draw.click()
    followed(kmeans, before)
    assert watched(kmeans).seed == 1
    assert "seed 1" in kmeans.head.title.text()
    first = [run.moments[0].centroids.tolist() for run in (before, kmeans._watching.run)]
    assert first[0] != first[1]
    assert opened.session.settings.seed == 0


def test_everything_has_a_name(kmeans, followed):
    before = kmeans._watching.run
    kmeans.head.plain.setChecked(True)
    followed(kmeans, before)
    for page in range(kmeans.tabs.count()):
        kmeans.tabs.setCurrentIndex(page)
        assert not [str(entry) for entry in tree(kmeans) if entry.lacks_a_name]


def test_space_plays_once_it_is_opened(kmeans, qtbot):
    activate(qtbot, kmeans)
    qtbot.keyClick(kmeans.focusWidget(), Qt.Key.Key_Space)
    assert kmeans.player.playing


def test_keys_of_the_main_window_change_the_colors(opened, kmeans, followed, qtbot):
    before = kmeans._watching.run
    activate(qtbot, kmeans)
    qtbot.keyClick(kmeans, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    followed(kmeans, before)
    assert watched(kmeans).colors > 5


def test_dithering_is_no_reason_to_run_again(opened, kmeans, settled):
    before = kmeans._watching.run
    opened.session.set_settings(Settings(5, dither="floyd-steinberg"))
    settled(opened)
    assert kmeans._watching.run is before


def test_it_follows_the_photo(opened, kmeans, followed, tmp_path):
    path = tmp_path / "another.png"
    Image.linear_gradient("L").convert("RGB").save(path)
    before = kmeans._watching.run
    opened.open([path])
    followed(kmeans, before)
    assert "another.png" in kmeans.windowTitle()
    assert kmeans.picture.sight.picture.width == 256


def test_of_an_animation_all_frames_are_clustered(window, settled, tmp_path, qtbot):
    frames = [Image.new("RGB", (30, 20), color) for color in ("red", "lime", "blue", "white")]
    path = tmp_path / "lights.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=50)
    window.session.set_settings(Settings(3))
    window.open([path])
    settled(window)
    window.actions_.kmeans.trigger()
    kmeans = window.kmeans_desk.window
    qtbot.waitUntil(lambda: kmeans.picture.sight is not None)
    assert "colors of all frames" in kmeans.head.title.text()
    assert int(kmeans._moment.counts.sum()) == 4 * 30 * 20


def test_a_closed_photo_leaves_a_sentence(opened, kmeans):
    opened.session.close_photo()
    assert "Open a photo" in said(kmeans)
    assert not kmeans.player.isVisible()


def test_a_fixed_palette_is_not_clustered_and_says_so(opened, kmeans, followed, settled):
    opened.actions_.known_palette_chosen.emit("game-boy", "Game Boy, 4 greens")
    settled(opened)
    assert "“Game Boy”: nothing is clustered" in said(kmeans)
    opened.actions_.release_palette.trigger()
    settled(opened)
    followed(kmeans)
    assert said(kmeans) == ""


@pytest.mark.parametrize("plain", [False, True])
def test_a_photo_of_one_color_is_one_cluster(window, settled, tmp_path, qtbot, plain):
    path = tmp_path / "red.png"
    Image.new("RGB", (30, 20), "red").save(path)
    window.open([path])
    settled(window)
    window.actions_.kmeans.trigger()
    kmeans = window.kmeans_desk.window
    kmeans.head.plain.setChecked(plain)
    qtbot.waitUntil(lambda: kmeans._watching.run is not None and not kmeans._watching.busy)
    qtbot.waitUntil(lambda: kmeans.picture.sight is not None)
    assert len(kmeans._moment) == 1
    assert "nothing has to be clustered" in kmeans.caption.text
    kmeans.cube.grab()


def test_alpha_is_clustered_and_hidden_pixels_have_no_cluster(window, settled, tmp_path, qtbot):
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 256, (40, 60, 4), np.uint8)
    pixels[:10, :, 3] = 0
    path = tmp_path / "glass.png"
    Image.fromarray(pixels).save(path)
    window.open([path])
    settled(window)
    window.actions_.kmeans.trigger()
    kmeans = window.kmeans_desk.window
    qtbot.waitUntil(lambda: kmeans.picture.sight is not None)
    assert kmeans.picture.sight.number_at(5, 5) is None
    assert kmeans.picture.sight.number_at(5, 35) is not None


def test_a_run_that_is_stopped_stays_where_it_is(opened, kmeans, qtbot, monkeypatch):
    real = tasks.follow

    def three_moments(histogram, settings, watch, first, progress):
        seen = []

        def see(moment):
            watch(moment)
            seen.append(moment)
            while len(seen) == 3:  # until the report raises, as the run is cancelled
                progress(Progress(0.5, "waiting"))

        return real(histogram, settings, see, first, progress)

    monkeypatch.setattr(tasks, "follow", three_moments)
    before = kmeans._watching.run
    kmeans.head.plain.setChecked(True)
    qtbot.waitUntil(lambda: kmeans._watching.run is not before and kmeans.player.index == 2)
    assert kmeans.head.stop.isVisible()
    kmeans.head.stop.click()
    assert not kmeans._watching.busy
    assert not kmeans.head.stop.isVisible()
    kmeans.player.step(-1)
    assert "Iteration 2" in kmeans.caption.text
    qtbot.waitUntil(lambda: kmeans.picture.sight is not None)


def test_a_failed_run_is_told(kmeans, qtbot, monkeypatch):
    def fail(*_arguments):
        raise MemoryError

    monkeypatch.setattr(tasks, "follow", fail)
    kmeans.head.plain.setChecked(True)
    qtbot.waitUntil(lambda: "not enough memory" in said(kmeans))


def test_a_closed_window_keeps_no_photo_that_is_gone(opened, kmeans, settled, tmp_path, qtbot):
    kmeans.close()
    gone = weakref.ref(opened.session.photo)
    path = tmp_path / "another.png"
    Image.linear_gradient("L").convert("RGB").save(path)
    opened.open([path])
    settled(opened)
    assert kmeans._watching._photo is None
    seen_part.cache_clear()
    # Lanes of the session may be about it for a moment.
    qtbot.waitUntil(lambda: gc.collect() >= 0 and gone() is None)


def test_half_of_a_run_is_not_all_there_is_after_closing(opened, kmeans, followed, monkeypatch):
    def endless(_histogram, _settings, _watch, _first, progress):
        while True:
            progress(Progress(0.5, "waiting"))

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "follow", endless)
        kmeans.head.plain.setChecked(True)
        kmeans.close()
    opened.actions_.kmeans.trigger()
    followed(kmeans)
    assert watched(kmeans).start == "in_pixels"


def test_garbage_is_collected_again_behind_and_after_the_window(opened, kmeans, qtbot):
    activate(qtbot, kmeans)
    assert gc.get_freeze_count() > 1000
    activate(qtbot, opened)
    assert gc.get_freeze_count() == 0
    activate(qtbot, kmeans)
    kmeans.close()
    assert gc.get_freeze_count() == 0


def test_it_closes_with_the_main_window(opened, kmeans):
    opened.session.desks.forget_changes()
    opened.close()
    assert not kmeans.isVisible()


def test_closed_and_opened_again_it_shows_what_changed_meanwhile(opened, kmeans, settled, followed):
    kmeans.close()
    before = kmeans._watching.run
    opened.session.set_settings(Settings(7))
    settled(opened)
    assert kmeans._watching.run is before
    opened.actions_.kmeans.trigger()
    followed(kmeans, before)
    assert watched(kmeans).colors == 7
