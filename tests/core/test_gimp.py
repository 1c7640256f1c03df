"""What GIMP 2.10 reads of our files: palettes and their names, indexed images, animations.

Of palette files it takes but .gpl without its window: the others can be imported in a dialog only.
"""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core import Palette, Settings, load_palette, open_photo, reduce, save_image, save_palette
from tests import examples
from tests.core.palettes.test_palettes import NAMES, spaced
from tests.core.test_animation import animate, pictures

pytestmark = pytest.mark.long

# What a palette's name begins with, so that GIMP's own are left out; what ends names and colors.
_OURS, _END, _NEXT = "fewtone", "\x01", "\x02"

_PALETTES = """
(let ((out (open-output-file "{out}")) (end (integer->char 1)) (next (integer->char 2)))
  (for-each
    (lambda (name)
      (let ((size (car (gimp-palette-get-info name))) (i 0))
        (display name out) (display end out)
        (while (< i size)
          (display (car (gimp-palette-entry-get-color name i)) out) (display end out)
          (display (car (gimp-palette-entry-get-name name i)) out) (display end out)
          (set! i (+ i 1)))
        (display next out)))
    (cadr (gimp-palettes-get-list "^fewtone")))
  (close-output-port out))
"""
_IMAGES = """
(let ((out (open-output-file "{out}")))
  (for-each
    (lambda (path)
      (let ((image (car (gimp-file-load RUN-NONINTERACTIVE path path))))
        (display (car (gimp-image-get-layers image)) out) (display " " out)
        (display (if (= INDEXED (car (gimp-image-base-type image)))
                     (/ (car (gimp-image-get-colormap image)) 3) 0) out)
        (display " " out)))
    '({paths}))
  (close-output-port out))
"""


_EXPORT = """
(let ((name "{name}"))
  (gimp-context-set-palette name)
  (gimp-palette-export-css "{folder}" "out.css")
  (gimp-palette-export-text "{folder}" "out.hex")
  (let ((copy (car (gimp-palette-duplicate name))) (out (open-output-file "{out}")))
    (gimp-palette-rename copy "copied")
    (close-output-port out)))
"""


@pytest.fixture
def gimp(tmp_path, require_tool):
    """Run a script in GIMP, which has the palettes of a folder; gives what it wrote."""
    require_tool("gimp-console")
    home, out = tmp_path / "gimp", tmp_path / "out.txt"
    (home / "palettes").mkdir(parents=True)

    def run(script, **more):
        script = script.format(out=out, **more)
        subprocess.run(
            ["gimp-console", "--no-interface", "--no-fonts", "-b", script, "-b", "(gimp-quit 1)"],
            env={**os.environ, "GIMP2_DIRECTORY": str(home)},
            capture_output=True,
            timeout=300,
            check=False,
        )
        return out.read_text(encoding="utf-8")

    run.palettes = home / "palettes"
    return run


def palettes_read(text):
    """Each palette's colors and names, by its own name."""
    found = {}
    for each in text.split(_NEXT)[:-1]:
        name, *entries = each.split(_END)[:-1]
        colors = [tuple(map(int, color.strip("()").split())) for color in entries[::2]]
        found[name] = colors, entries[1::2]
    return found


@settings(
    max_examples=examples(3),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(names=st.lists(NAMES, min_size=100, max_size=100), seed=st.integers(0, 99))
def test_gimp_reads_palettes_of_every_size_and_their_names(gimp, names, seed):
    rng = np.random.default_rng(seed)
    expected = {}
    for count in range(1, 257):
        colors = rng.integers(0, 256, (count, 3)).astype(np.uint8)
        given_ = [names[(count + i) % len(names)] for i in range(count)]
        save_palette(Palette(colors, np.ones(count), given_), gimp.palettes / f"{_OURS}{count}.gpl")
        kept = [spaced(name) or "Untitled" for name in given_]
        expected[f"{_OURS}{count}"] = list(map(tuple, colors.tolist())), kept
    read = palettes_read(gimp(_PALETTES))
    assert read.keys() == expected.keys()
    for name, (colors, kept) in expected.items():
        assert read[name][0] == colors
        assert [spaced(each) for each in read[name][1]] == kept


def test_what_gimp_writes_of_our_palette_is_read_again(gimp, tmp_path):
    colors = np.random.default_rng(1).integers(0, 256, (200, 3)).astype(np.uint8)
    palette = Palette(colors, np.ones(200), ["Größe 🎨", *["plain"] * 199])
    save_palette(palette, gimp.palettes / f"{_OURS}.gpl")
    gimp(_EXPORT, name=_OURS, folder=tmp_path)
    for ending in (".css", ".hex"):
        assert load_palette(tmp_path / f"out{ending}").hex == palette.hex
    (copy,) = (path for path in gimp.palettes.iterdir() if path.stem != _OURS)
    assert load_palette(copy).hex == palette.hex
    assert tuple(load_palette(copy).names) == tuple(palette.names)


def test_palettes_that_come_with_gimp_are_read(require_tool):
    require_tool("gimp-console")
    shipped = sorted(Path("/usr/share/gimp/2.0/palettes").glob("*.gpl"))
    assert shipped
    for path in shipped:
        try:
            assert len(load_palette(path)) > 0
        except ValueError as error:
            assert "more than 256" in str(error)


def test_gimp_reads_indexed_images_and_animations(gimp, tmp_path):
    film = open_photo(animate(tmp_path / "a.gif", pictures(7)))
    still = open_photo(tmp_path / "a.gif", first_frame_only=True)
    paths, expected = [], []
    for colors in (2, 5, 16, 200, 256):
        for name, photo, layers in (("still", still, 1), ("film", film, 7)):
            for ending in ("png", "gif", "webp"):
                path = tmp_path / f"{name}{colors}.{ending}"
                result = reduce(photo, Settings(colors))
                save_image(result, path)
                paths.append(path)
                # GIMP 2.10 reads the first frame of an APNG.
                expected.append((1 if ending == "png" else layers, ending, len(result.palette)))
    numbers = gimp(_IMAGES, paths=" ".join(f'"{path}"' for path in paths)).split()
    for path, (layers, ending, colors), got, table in zip(
        paths, expected, numbers[::2], numbers[1::2], strict=True
    ):
        assert int(got) == layers, path
        with Image.open(path) as image:
            indexed = image.mode == "P"
        assert indexed == (ending != "webp")
        assert colors <= int(table) <= 256 if indexed else int(table) == 0, path
