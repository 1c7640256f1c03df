"""The main job by hand: files dragged from another program, result looked at, saved, reopened."""

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from core import count_colors, load_palette, open_photo
from tests import ROOT
from tests.app.screen import start, wait_until


@pytest.fixture
def photos(tmp_path, astronaut):
    """Two real photos; one has a space in its name. They fill most of the view at 100 %."""
    big = np.asarray(Image.fromarray(astronaut).resize((760, 540), Image.Resampling.BICUBIC))
    paths = [tmp_path / "an astronaut.png", tmp_path / "upside down.png"]
    for path, pixels in zip(paths, (big, big[::-1]), strict=True):
        Image.fromarray(pixels).save(path)
    return paths


def halves(screen, window):
    """What the picture shows left and right of the split, without captions and handle."""
    left, top, width, height = screen.place_of(window)
    shot = screen.picture()
    rows = slice(top + round(height * 0.6), top + round(height * 0.75))
    return tuple(
        shot[rows, left + round(width * a) : left + round(width * b)].reshape(-1, 3)
        for a, b in ((0.1, 0.3), (0.42, 0.62))
    )


def save_with(screen, keys, dialog, path):
    screen.hands("key", keys)
    chooser = screen.window(dialog)
    screen.hands("windowfocus", "--sync", chooser)
    screen.hands("key", "ctrl+a")
    screen.hands("type", str(path))
    screen.hands("key", "Return")
    wait_until(path.exists, f"{path.name} to be written")


@pytest.mark.on_screen
def test_photos_dragged_from_another_program_are_shown_reduced_and_saved(
    screen, at_end, photos, tmp_path
):
    program = start(at_end, [sys.executable, ROOT / "main.py"], env=screen.environment)
    window = screen.window("Fewtone$")
    dragger = [sys.executable, ROOT / "tests/app/drag_source.py", *photos]
    start(at_end, dragger, env=screen.environment)
    source = screen.place_of(screen.window("Drag source"))
    left, top, width, height = screen.place_of(window)
    screen.drag((source[0] + 40, source[1] + 30), (left + width // 3, top + height // 2))
    screen.window(r"an astronaut\.png \(1 of 2\)")

    def result_is_shown():
        original, result = halves(screen, window)
        few = len(np.unique(result, axis=0))
        return len(np.unique(original, axis=0)) > 1000 and 2 <= few <= 8

    wait_until(result_is_shown, "the result in the right half")
    _, shown = halves(screen, window)
    screen.hands("windowfocus", "--sync", window)
    image, palette = tmp_path / "few.png", tmp_path / "few.gpl"
    save_with(screen, "ctrl+s", "Save image", image)
    save_with(screen, "ctrl+shift+p", "Save palette", palette)
    colors = count_colors(open_photo(image)).colors.tolist()
    assert len(colors) == 8
    assert sorted(load_palette(palette).colors.tolist()) == sorted(colors)
    assert {tuple(color) for color in shown.tolist()} <= set(map(tuple, colors))

    screen.hands("windowfocus", "--sync", window)
    screen.hands("key", "ctrl+Next")
    screen.window(r"upside down\.png \(2 of 2\)")
    screen.hands("key", "ctrl+q")
    assert program.wait(timeout=30) == 0


@pytest.mark.on_screen
def test_result_dragged_to_another_program_is_a_file_there(screen, at_end, photos, tmp_path):
    command = [sys.executable, ROOT / "main.py", photos[0]]
    program = start(at_end, command, env=screen.environment)
    window = screen.window(r"an astronaut\.png")
    taken = tmp_path / "taken"
    taken.mkdir()
    command = [sys.executable, ROOT / "tests/app/drop_target.py", taken]
    start(at_end, command, env=screen.environment)
    target = screen.place_of(screen.window("Drop target"))
    left, top, width, height = screen.place_of(window)
    small_picture = x, y = left + width - 308, top + height - 132

    def result_is_shown():
        near = screen.picture()[y - 10 : y + 10, x - 10 : x + 10].reshape(-1, 3)
        return len(np.unique(near, axis=0)) > 1

    wait_until(result_is_shown, "the small picture")
    few = taken / "an astronaut.fewtone.png"

    def drag_out():
        takes_it = ("search", "--name", "Drop target that takes it")
        place = target[0] + 300, target[1] + 20
        screen.drag(small_picture, place, lambda: bool(screen.hands(*takes_it)))
        wait_until(few.exists, "the file to be dropped")

    drag_out()
    assert len(count_colors(open_photo(few))) == 8
    # Dropped on the window itself, it is no new photo; it would be shown by the next drop.
    screen.drag(small_picture, (left + width // 3, top + height // 2))
    few.unlink()
    drag_out()
    assert screen.window("Fewtone$") == screen.window(r"^an astronaut\.png – ")
    screen.hands("windowfocus", "--sync", window)
    screen.hands("key", "ctrl+q")
    assert program.wait(timeout=30) == 0


@pytest.mark.on_screen
def test_self_test_passes_on_a_real_screen(screen):
    command = [sys.executable, ROOT / "main.py", "--self-test"]
    done = subprocess.run(
        command, env=screen.environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, "self-test passed\n"), done.stderr
