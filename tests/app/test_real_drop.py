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


class Dragging:
    """A window with a photo, whose small picture is dragged to a program of its own.

    Attributes
    ----------
    spoken : Path
        What the status line said.
    folder : Path
        Where the other program puts what is dropped.
    """

    def __init__(self, screen, at_end, photo, folder):
        self.screen, self.at_end = screen, at_end
        self.spoken, self.folder = folder / "spoken", folder / "taken"
        self.spoken.touch()
        self.folder.mkdir()
        command = [sys.executable, "-m", "tests.app.telling_window", self.spoken, photo]
        self.program = start(at_end, command, env=screen.environment, cwd=ROOT)
        self.window = screen.window(photo.name.replace(".", r"\."))
        left, top, width, height = screen.place_of(self.window)
        self.canvas = left + width // 3, top + height // 2
        wait_until(folder.joinpath("small picture").exists, "a place for the small picture")
        wait_until(self._has_result, "the small picture")

    @property
    def small_picture(self):
        """Where its middle is on the screen."""
        told = self.spoken.with_name("small picture").read_text(encoding="utf-8")
        return tuple(map(int, told.split()))

    def _has_result(self):
        x, y = self.small_picture
        near = self.screen.picture()[y - 10 : y + 10, x - 10 : x + 10].reshape(-1, 3)
        return len(np.unique(near, axis=0)) > 1

    def start_target(self, *options):
        command = [sys.executable, ROOT / "tests/app/drop_target.py", self.folder, *options]
        start(self.at_end, command, env=self.screen.environment)
        left, top, *_ = self.screen.place_of(self.screen.window("Drop target"))
        self.target = left + 300, top + 20

    def drag_out(self, last=lambda: None):
        """Drag to the other program, and do something last before the button is released."""

        def is_over_it():
            # The drag begins once the file is made; the title says when it has come there.
            return bool(self.screen.hands("search", "--name", "Drop target that"))

        def arrived():
            if is_over_it():
                last()
                return True
            return False

        wait_until(lambda: not is_over_it(), "the drag before to leave")
        self.screen.drag(self.small_picture, self.target, arrived)

    def sentences(self):
        """What the status line said, without that the file is being made."""
        lines = self.spoken.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if "being made" not in line]

    def quit(self):
        self.screen.hands("windowfocus", "--sync", self.window)
        self.screen.hands("key", "ctrl+q")
        assert self.program.wait(timeout=30) == 0


@pytest.fixture
def dragging(screen, at_end, photos, tmp_path):
    return Dragging(screen, at_end, photos[0], tmp_path)


@pytest.mark.on_screen
def test_result_dragged_to_another_program_is_a_file_there(dragging, screen):
    few = dragging.folder / "an astronaut.fewtone.png"
    dragging.start_target()
    dragging.drag_out()
    wait_until(few.exists, "the file to be dropped")
    assert len(count_colors(open_photo(few))) == 8
    wait_until(lambda: dragging.sentences() == [f"Dropped {few.name}"], "the sentence")
    # Dropped on the window itself, it is no new photo; it would be shown by the next drop.
    screen.drag(dragging.small_picture, dragging.canvas)
    few.unlink()
    dragging.drag_out()
    wait_until(few.exists, "the file to be dropped")
    assert screen.window("Fewtone$") == screen.window(r"^an astronaut\.png – ")
    dragging.quit()


@pytest.mark.on_screen
def test_drag_that_another_program_refuses_is_told(dragging, screen):
    sentence = "Nothing was dropped: that place takes no files, or the drag was left."
    dragging.start_target("--refuses")
    nobody_there = 1240, 840
    for count, last in enumerate(
        (
            lambda: None,
            lambda: screen.hands("key", "Escape"),
            lambda: screen.hands("mousemove", *nobody_there, "sleep", 0.1),
        ),
        start=1,
    ):
        dragging.drag_out(last)
        wait_until(lambda count=count: dragging.sentences() == [sentence] * count, "the sentence")
    assert list(dragging.folder.iterdir()) == []
    dragging.quit()


@pytest.mark.on_screen
def test_self_test_passes_on_a_real_screen(screen):
    command = [sys.executable, ROOT / "main.py", "--self-test"]
    done = subprocess.run(
        command, env=screen.environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, "self-test passed\n"), done.stderr
