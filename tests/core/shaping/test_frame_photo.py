"""Photos in another shape: cropped, turned, mirrored and resized, in this order."""

import numpy as np
import pytest
from PIL import Image

from core import (
    Framing,
    InputError,
    Photo,
    Resize,
    Settings,
    SettingsError,
    encode_image,
    frame_photo,
    open_photo,
    reduce,
)
from core.metadata import Metadata
from core.reading.frames import read_frames
from core.shaping import picture
from tests.core.test_animation import animate, pictures, with_hole

# Odd, and no square, so that a wrong turn shows.
PIXELS = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
TURNED = {0: PIXELS, 90: PIXELS[::-1], 180: PIXELS[::-1, ::-1], 270: PIXELS[:, ::-1]}


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("mirror", [False, True])
def test_turning_and_mirroring_move_each_pixel_as_pillow_does(rotation, mirror, monkeypatch):
    monkeypatch.setattr(picture, "_SIDE", 2)
    alpha = PIXELS[:, :, 1]
    made = frame_photo(Photo(PIXELS, alpha), Framing(rotation=rotation, mirror=mirror))
    expected = Image.fromarray(np.dstack([PIXELS, alpha]))
    expected = expected.rotate(-rotation, expand=True)
    if mirror:
        expected = expected.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    np.testing.assert_array_equal(np.dstack([made.pixels, made.alpha]), np.asarray(expected))


def test_order_is_crop_turn_mirror_resize():
    framing = Framing((1, 2, 4, 3), 90, mirror=True)
    made = frame_photo(Photo(PIXELS), framing, Resize(width=2))
    cropped = PIXELS[2:5, 1:5]
    expected = frame_photo(Photo(np.rot90(cropped, -1)[:, ::-1].copy()), resize=Resize(width=2))
    assert (made.width, made.height) == (2, 3)
    np.testing.assert_array_equal(made.pixels, expected.pixels)


def test_what_stays_as_it_is_is_the_same_photo():
    photo = Photo(PIXELS)
    assert frame_photo(photo) is photo
    assert frame_photo(photo, resize=Resize(width=70)) is photo
    same = frame_photo(photo, Framing((0, 0, 7, 5)), Resize(percent=100))
    assert np.shares_memory(same.pixels, photo.pixels)


@pytest.mark.parametrize(
    ("text", "size", "larger"),
    [
        ("50%", (50, 30), (50, 30)),
        ("20x", (20, 12), (20, 12)),
        ("x20", (33, 20), (33, 20)),
        ("20x20", (20, 12), (20, 12)),
        ("20x6", (10, 6), (10, 6)),
        ("200x", (100, 60), (200, 120)),
        ("150%", (100, 60), (150, 90)),
        ("200x30", (50, 30), (50, 30)),
        ("1x", (1, 1), (1, 1)),
        ("0.1%", (1, 1), (1, 1)),
    ],
)
def test_sizes_keep_proportions_and_enlarge_only_where_that_is_allowed(text, size, larger):
    resize = Resize.parse(text)
    assert resize.size_of((100, 60)) == size
    assert resize.size_of((100, 60), enlarge=True) == larger
    assert str(resize) == text
    assert Settings(resize=text).resize == resize


@pytest.mark.parametrize(
    "text", ["0x", "x", "", "0%", "-5x", "10", "1e3x", "10x10x", "9" * 9 + "x"]
)
def test_sizes_of_nothing_are_refused(text):
    with pytest.raises(SettingsError, match="allowed are 1920x"):
        Resize.parse(text)


@pytest.mark.parametrize("crop", [(7, 0, 1, 1), (0, 0, 8, 5), (3, 3, 2, 3), (0, 5, 1, 1)])
def test_a_crop_outside_of_the_photo_is_refused(crop):
    with pytest.raises(InputError, match="does not lie inside of the photo, which is 7×5"):
        frame_photo(Photo(PIXELS), Framing(crop))


@pytest.mark.parametrize("crop", [(0, 0, 0, 1), (-1, 0, 1, 1), (0, 0, 1)])
def test_a_crop_of_nothing_is_refused(crop):
    with pytest.raises(SettingsError, match="crop is"):
        Framing(crop)


def test_a_photo_of_300_million_pixels_is_refused_before_it_takes_memory():
    with pytest.raises(InputError, match="300 million pixels; 200 million are allowed"):
        frame_photo(Photo(PIXELS[:3, :4]), resize=Resize(width=20_000), enlarge=True)


def test_frames_together_are_no_more_than_can_be_reduced(tmp_path):
    photo = open_photo(animate(tmp_path / "a.gif", pictures(count=30)))
    with pytest.raises(InputError, match="45 million pixels; 33 million are allowed"):
        frame_photo(photo, resize=Resize(width=7500), enlarge=True)


def test_metadata_tell_of_the_new_picture():
    exif = Image.Exif()
    exif[0x010F] = "Fewtone Cameras"
    exif.get_ifd(0x8769)[0x9214] = (3, 2)
    exif.get_ifd(0x8769)[0x920A] = 35.0
    xmp = (
        b"<a tiff:ImageWidth='7' exif:PixelYDimension=\"5\"/><tiff:ImageLength>5</tiff:ImageLength>"
    )
    photo = Photo(PIXELS, metadata=Metadata(exif.tobytes(), xmp, (72.0, 300.0)))
    made = frame_photo(photo, Framing((0, 0, 6, 4), 270)).metadata
    assert made.dpi == (300.0, 72.0)
    assert made.xmp == (
        b"<a tiff:ImageWidth='4' exif:PixelYDimension=\"6\"/><tiff:ImageLength>6</tiff:ImageLength>"
    )
    kept = Image.Exif()
    kept.load(made.exif)
    assert kept[0x010F] == "Fewtone Cameras"
    assert 0x9214 not in kept.get_ifd(0x8769)
    assert kept.get_ifd(0x8769)[0x920A] == 35.0


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_each_frame_of_an_animation_gets_the_shape(name, tmp_path):
    path = tmp_path / name
    animate(path, with_hole(pictures()))
    framing, resize = Framing((2, 3, 40, 30), 90, mirror=True), Resize(height=20)
    photo = frame_photo(open_photo(path), framing, resize)
    assert (photo.width, photo.height) == (15, 20)
    result = reduce(photo, Settings(colors=256))
    (tmp_path / "out.png").write_bytes(encode_image(result, "png").data)
    saved = open_photo(tmp_path / "out.png")
    assert saved.animation.frames == photo.animation.frames == 5
    frames = read_frames(open_photo(path).animation), read_frames(saved.animation)
    for original, frame in zip(*frames, strict=True):
        expected = frame_photo(Photo(original.pixels, original.alpha), framing, resize)
        shown = mostly_opaque(frame)
        np.testing.assert_array_equal(shown, mostly_opaque(expected))
        assert np.abs(shown[:, :, None] * (frame.pixels.astype(int) - expected.pixels)).mean() < 3


def mostly_opaque(picture):
    return np.ones(picture.pixels.shape[:2], bool) if picture.alpha is None else picture.alpha > 127


def test_framing_can_be_cancelled():
    class EndedError(Exception):
        pass

    def end(_progress):
        raise EndedError

    with pytest.raises(EndedError):
        frame_photo(Photo(PIXELS), Framing(rotation=90), progress=end)
