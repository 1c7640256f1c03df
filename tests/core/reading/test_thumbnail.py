"""Thumbnails: small, upright, the same colors as the photo; and what is no photo."""

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin

from core import FewtoneError, open_photo, read_thumbnail
from tests.core.reading.test_read import png_with_size, saved

SIDE = 40
# Left half red, upper right quarter blue, the rest green: every turn is told from every other.
MARKED = np.zeros((150, 300, 3), np.uint8)
MARKED[:, :150] = (220, 20, 20)
MARKED[:75, 150:] = (20, 20, 220)
MARKED[75:, 150:] = (20, 220, 20)


def assert_like_the_photo(path, side=SIDE, tolerance=12):
    """Compare with the whole photo made smaller; edges may differ by how they were averaged."""
    photo, (pixels, _alpha) = open_photo(path).pixels, read_thumbnail(path, side)
    small = Image.fromarray(photo).resize(pixels.shape[1::-1], Image.Resampling.BOX)
    difference = np.abs(pixels.astype(int) - np.asarray(small, dtype=int))
    assert np.median(difference) <= 3
    assert difference.mean() <= tolerance


@pytest.mark.parametrize(
    ("size", "small"),
    [((300, 150), (40, 20)), ((150, 300), (20, 40)), ((17, 13), (17, 13)), ((1, 3000), (1, 40))],
)
@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_longer_side_is_at_most_what_was_asked_for(tmp_path, name, size, small):
    path = saved(tmp_path, Image.new("RGB", size, "red"), name)
    pixels, alpha = read_thumbnail(path, SIDE)
    assert (pixels.shape[1::-1], pixels.dtype, alpha) == (small, np.uint8, None)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif"])
def test_thumbnail_is_turned_as_the_photo(tmp_path, name, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path, Image.fromarray(MARKED), name, exif=exif)
    turned = open_photo(path).pixels.shape
    pixels, _ = read_thumbnail(path, SIDE)
    assert (pixels.shape[0] > pixels.shape[1]) == (turned[0] > turned[1])
    assert_like_the_photo(path)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "YCbCr", "I;16", "LAB"])
def test_every_kind_has_the_colors_of_the_photo(tmp_path, mode):
    if mode == "I;16":
        image = Image.fromarray(MARKED[..., 0].astype(np.uint16) * 257)
    elif mode == "LAB":
        image = Image.frombytes("LAB", (300, 150), bytes(MARKED // 2 + 64))
    else:
        image = Image.fromarray(MARKED).convert(mode)
    assert_like_the_photo(saved(tmp_path, image, "a.tif"))


def test_noise_keeps_its_mean(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (400, 400, 3)).astype(np.uint8)
    for name in ("a.png", "a.tif"):
        pixels, _ = read_thumbnail(saved(tmp_path, Image.fromarray(noise), name), SIDE)
        assert pixels.std() < 20
        assert abs(pixels.mean() - noise.mean()) < 2


@pytest.mark.parametrize("as_palette", [False, True])
def test_alpha_is_kept(tmp_path, as_palette):
    image = Image.fromarray(MARKED).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 150, 150))
    options = {}
    if as_palette:
        image = image.convert("RGB").quantize(4)
        options["transparency"] = image.getpixel((0, 0))
    _, alpha = read_thumbnail(saved(tmp_path, image, "a.png", **options), SIDE)
    assert alpha[:, :18].max() == 0
    assert alpha[:, 22:].min() == 255


def test_color_that_stands_for_transparency_is_not_mixed_with_others(tmp_path):
    striped = np.full((400, 400, 3), (20, 220, 20), np.uint8)
    striped[::2] = (200, 0, 200)
    path = saved(tmp_path, Image.fromarray(striped), "a.png", transparency=(200, 0, 200))
    pixels, alpha = read_thumbnail(path, SIDE)
    assert (np.abs(alpha.astype(int) - 128) < 20).all()
    assert np.abs(pixels.astype(int) - (20, 220, 20)).max() <= 3


def test_opaque_alpha_is_none(tmp_path):
    path = saved(tmp_path, Image.fromarray(MARKED).convert("RGBA"), "a.png")
    assert read_thumbnail(path, SIDE).alpha is None


def test_large_jpeg_is_not_decoded_whole(tmp_path, monkeypatch):
    path = saved(tmp_path, Image.new("RGB", (3000, 2000), "red"), "a.jpg")
    decoded = []
    load = JpegImagePlugin.JpegImageFile.load

    def look(image):
        result = load(image)
        decoded.append(image.size)
        return result

    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "load", look)
    read_thumbnail(path, 160)
    assert decoded[0] == (375, 250)


def refused(path, **options):
    with pytest.raises(OSError, match="Cannot open") as caught:
        read_thumbnail(path, SIDE, **options)
    assert isinstance(caught.value, FewtoneError)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_what_is_no_photo_is_refused_as_open_photo_does(tmp_path):
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("hello")
    (tmp_path / "bomb.png").write_bytes(png_with_size(100_000, 100_000))
    for path in (tmp_path / "none.jpg", tmp_path, *tmp_path.iterdir()):
        with pytest.raises(OSError, match="Cannot open") as caught:
            open_photo(path)
        assert refused(path) == str(caught.value)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.tif", "a.webp"])
def test_truncated_file_is_one_clear_error(tmp_path, name):
    noise = np.random.default_rng(0).integers(0, 256, (120, 90, 3)).astype(np.uint8)
    path = saved(tmp_path, Image.fromarray(noise), name)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    refused(path)
