"""Images out: the right kind of file, the same pixels, and nothing lost when it fails."""

import os
import stat
import subprocess
import sys
from itertools import product

import numpy as np
import pytest
import tifffile
from PIL import Image

from core import (
    FewtoneError,
    Photo,
    SaveOptions,
    Settings,
    encode_image,
    reduce,
    save_image,
)
from core.atomic import replace_file
from tests import ROOT


def result_of(astronaut, colors, alpha=None, **settings):
    return reduce(Photo.from_array(astronaut[:97, :101], alpha), Settings(colors, **settings))


def depth_of(path):
    """Bits a pixel and color type, read from the header."""
    header = path.read_bytes()[24:26]
    return header[0], header[1]


COUNTS = [2, 3, 7, 16, 200, 256]


@pytest.mark.parametrize(
    ("colors", "bits"),
    [(2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)],
)
def test_png_has_the_fewest_bits_that_fit(tmp_path, astronaut, colors, bits):
    quickly = SaveOptions(effort="fast")
    save_image(result_of(astronaut, colors), tmp_path / "a.png", quickly)
    assert depth_of(tmp_path / "a.png") == (bits, 3)


@pytest.mark.parametrize(
    ("name", "mode", "colors"),
    [
        *product(["a.png", "a.gif", "a.bmp", "a.tif"], ["P"], COUNTS),
        *product(["a.webp"], ["RGB"], COUNTS),
        # What is written does not depend on how the ending is spelled.
        *product(["A.PNG", "a.tiff"], ["P"], COUNTS[:1]),
        *[
            pytest.param(name, "P", colors, marks=pytest.mark.long)
            for name, colors in product(["A.PNG", "a.tiff"], COUNTS[1:])
        ],
    ],
)
def test_what_is_reopened_shows_the_same_pixels(tmp_path, astronaut, colors, name, mode):
    result = result_of(astronaut, colors)
    saved = save_image(result, tmp_path / name)
    assert saved.size == (tmp_path / name).stat().st_size
    with Image.open(tmp_path / name) as reopened:
        assert reopened.mode == mode
        pixels = np.asarray(reopened.convert("RGB"))
    np.testing.assert_array_equal(pixels, result.rgb)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) == colors


@pytest.mark.parametrize("colors", [2, 4, 8, 256])
def test_gif_has_the_smallest_table_that_fits(tmp_path, astronaut, colors):
    save_image(result_of(astronaut, colors), tmp_path / "a.gif")
    flags = (tmp_path / "a.gif").read_bytes()[10]
    # Pillow writes no table of 2; the indices take 2 bits in any GIF.
    assert 2 << (flags & 7) == max(colors, 4)


@pytest.mark.parametrize("gray", [(0, 0, 0), (200, 200, 200)])
@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.bmp", "a.tif", "a.webp"])
def test_photo_of_one_color_is_saved(tmp_path, name, gray):
    photo = Photo.from_array(np.full((5, 7, 3), gray, np.uint8))
    save_image(reduce(photo, Settings(8)), tmp_path / name)
    with Image.open(tmp_path / name) as reopened:
        assert reopened.convert("RGB").getcolors() == [(35, gray)]


def test_jpeg_says_that_it_adds_colors(tmp_path, astronaut):
    saved = save_image(result_of(astronaut, 4), tmp_path / "a.jpg", SaveOptions(quality=80))
    assert "more colors" in saved.notes[0]
    with Image.open(tmp_path / "a.jpg") as reopened:
        assert reopened.format == "JPEG"


def test_bmp_of_black_and_white_has_a_bit_a_pixel(tmp_path):
    photo = Photo.from_array(np.resize(np.array([0, 255, 255], np.uint8), (8, 64, 3)))
    save_image(reduce(photo, Settings(2, locked=((0, 0, 0), (255, 255, 255)))), tmp_path / "a.bmp")
    data = (tmp_path / "a.bmp").read_bytes()
    assert (data[28], len(data)) == (1, 14 + 40 + 8 + 8 * 64 // 8)


def test_colors_of_a_tiff_have_the_whole_range(tmp_path, astronaut):
    result = result_of(astronaut, 9)
    save_image(result, tmp_path / "a.tif")
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        colors = file.pages[0].colormap.T[:9]
    found = sorted(map(tuple, colors.tolist()))
    assert found == sorted(map(tuple, (257 * result.palette.colors.astype(int)).tolist()))


@pytest.mark.parametrize("size", [(300, 301), (1, 65500), (17, 3000)])
@pytest.mark.parametrize("quality", [1, 90, 100])
def test_jpeg_of_noise_is_saved(tmp_path, size, quality):
    pixels = np.random.default_rng(0).choice(np.array([0, 255], np.uint8), (*size, 3))
    result = reduce(Photo.from_array(pixels), Settings(8))
    save_image(result, tmp_path / "a.jpg", SaveOptions(quality=quality))
    with Image.open(tmp_path / "a.jpg") as reopened:
        assert reopened.size == size[::-1]
        reopened.load()


def test_named_format_wins_over_the_ending(tmp_path, astronaut):
    save_image(result_of(astronaut, 4), tmp_path / "a.dat", SaveOptions(format="gif"))
    assert (tmp_path / "a.dat").read_bytes().startswith(b"GIF8")


@pytest.fixture
def cutout():
    alpha = np.full((97, 101), 255, np.uint8)
    alpha[:40] = 0
    return alpha


@pytest.fixture
def glass(cutout):
    cutout[50:60] = 90
    return cutout


@pytest.mark.parametrize("transparency", ["palette", "channel"])
@pytest.mark.parametrize(("name", "mode"), [("a.png", "P"), ("a.gif", "P")])
def test_hidden_pixels_cost_one_index(tmp_path, astronaut, cutout, name, mode, transparency):
    result = result_of(astronaut, 7, cutout, transparency=transparency)
    save_image(result, tmp_path / name)
    with Image.open(tmp_path / name) as reopened:
        assert reopened.mode == mode
        pixels = np.asarray(reopened.convert("RGBA"))
    np.testing.assert_array_equal(pixels[..., 3], cutout)
    np.testing.assert_array_equal(pixels[40:, :, :3], result.rgb[40:])


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp"])
def test_alpha_beside_a_palette_is_saved_as_rgba(tmp_path, astronaut, glass, name):
    result = result_of(astronaut, 7, glass, transparency="channel")
    save_image(result, tmp_path / name)
    with Image.open(tmp_path / name) as reopened:
        pixels = np.asarray(reopened.convert("RGBA"))
    np.testing.assert_array_equal(pixels[..., 3], glass)
    np.testing.assert_array_equal(pixels[40:, :, :3], result.rgb[40:])


@pytest.mark.parametrize(
    ("name", "word"), [("a.gif", "partial"), ("a.bmp", "white"), ("a.jpg", "white")]
)
def test_formats_without_alpha_say_what_became_of_it(tmp_path, astronaut, glass, name, word):
    saved = save_image(result_of(astronaut, 7, glass), tmp_path / name)
    assert word in " ".join(saved.notes)


def test_transparent_gif_of_256_colors_is_refused_with_the_way_out(tmp_path, astronaut, cutout):
    result = result_of(astronaut, 256, cutout, transparency="channel")
    with pytest.raises(OSError, match="255 or fewer"):
        save_image(result, tmp_path / "a.gif")
    save_image(result, tmp_path / "a.png")


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.png.bak"])
def test_unknown_ending_is_refused_before_anything_is_written(tmp_path, astronaut, name):
    with pytest.raises(OSError, match=r"no image format Fewtone writes; it writes \.png"):
        save_image(result_of(astronaut, 4), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_webp_names_its_limit():
    wide = reduce(Photo.from_array(np.zeros((1, 16384, 3), np.uint8)), Settings(2))
    with pytest.raises(OSError, match="at most 16383 pixels a side"):
        encode_image(wide, "webp")


def test_encoding_can_be_cancelled(astronaut):
    def cancel(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode_image(result_of(astronaut, 16), "png", progress=cancel)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_replacing_keeps_mode_bits(tmp_path, mode):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    replace_file(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_new_file_has_the_rights_the_user_chose(tmp_path):
    code = (
        "import os\nfrom core.atomic import replace_file\nfrom pathlib import Path\n"
        f"os.umask(0o027)\nreplace_file(Path({str(tmp_path / 'a')!r}), b'x')"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_link_stays_a_link(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "real.png").write_bytes(b"old")
    (tmp_path / "link.png").symlink_to("far/real.png")
    replace_file(tmp_path / "link.png", b"new")
    assert (tmp_path / "link.png").is_symlink()
    assert (tmp_path / "far" / "real.png").read_bytes() == b"new"


def test_impossible_targets_are_one_clear_error_each(tmp_path):
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "kept.png").write_bytes(b"old")
    (tmp_path / "kept.png").chmod(0o444)
    for name, word in {
        "folder.png": "is a folder",
        "none/a.png": "no folder",
        "file/a.png": "folder",
        "kept.png": "read-only",
        "x" * 300 + ".png": "name is too long",
    }.items():
        with pytest.raises(OSError, match=word) as caught:
            replace_file(tmp_path / name, b"new")
        assert isinstance(caught.value, FewtoneError)
    assert (tmp_path / "kept.png").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.png", "kept.png"]


@pytest.mark.skipif(os.name == "nt", reason="needs limits of the operating system")
def test_write_that_fails_midway_leaves_the_old_file_and_nothing_else(tmp_path):
    (tmp_path / "a.png").write_bytes(b"old")
    code = (
        "import resource\nfrom core.atomic import replace_file\nfrom pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"replace_file(Path({str(tmp_path / 'a.png')!r}), bytes(5000))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "WriteError: Cannot save" in finished.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    assert (tmp_path / "a.png").read_bytes() == b"old"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a small disk")
def test_full_disk_is_told(tmp_path):
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path],
        capture_output=True,
        check=False,
    ).returncode:
        pytest.skip("may not mount here")
    try:
        (tmp_path / "a.png").write_bytes(b"old")
        with pytest.raises(OSError, match="the disk is full"):
            replace_file(tmp_path / "a.png", bytes(200_000))
        assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
        subprocess.run(["mount", "-o", "remount,ro", tmp_path], check=True)
        with pytest.raises(OSError, match="read-only"):
            replace_file(tmp_path / "b.png", b"new")
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users with different rights")
def test_folder_without_permission_is_told(tmp_path):
    tmp_path.chmod(0o555)
    code = (
        "import os\nfrom core.atomic import replace_file\nfrom pathlib import Path\n"
        f"if os.getuid() == 0: os.setuid(65534)\nreplace_file(Path({str(tmp_path / 'a')!r}), b'')"
    )
    for folder in tmp_path.parents[:3]:
        folder.chmod(folder.stat().st_mode | 0o055)
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "permission is denied" in finished.stderr


def test_cancelled_write_leaves_nothing(tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "a", b"new")
    assert list(tmp_path.iterdir()) == []
