"""Profiles that lie, are damaged or belong to other pixels; and large photos that have one."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from core import open_photo, read_thumbnail
from core.reading.icc import BT709, DISPLAY_P3, SRGB_CURVE, Primaries, matrix_profile
from core.reading.thumbnail import read_preview
from tests.core.png_files import chunk, png
from tests.core.reading import color_profiles
from tests.core.reading.photo_kinds import PIXELS, heic, in_srgb

P3 = matrix_profile(DISPLAY_P3, SRGB_CURVE, "Display P3")
SRGB = matrix_profile(BT709, SRGB_CURVE)


def opened(tmp_path, profile, image=None):
    path = tmp_path / "a.tif"
    (image or Image.fromarray(PIXELS)).save(path, icc_profile=profile)
    return open_photo(path)


@pytest.mark.parametrize(
    "profile", [b"garbage", P3[:200], P3[:131], bytes(500), P3.replace(b"rXYZ", b"nope"), b"\xff"]
)
def test_damaged_profile_is_ignored_and_told(tmp_path, profile):
    photo = opened(tmp_path, profile)
    np.testing.assert_array_equal(photo.pixels, PIXELS)
    assert photo.notes == ("Its color profile is damaged and was ignored.",)


def test_profile_for_other_pixels_is_ignored_and_told(tmp_path):
    photo = opened(tmp_path, color_profiles.gray(1.8, "Gray 1.8"))
    np.testing.assert_array_equal(photo.pixels, PIXELS)
    assert photo.notes == (
        "Its color profile (Gray 1.8) is for gray colors, not RGB, and was ignored.",
    )
    photo = opened(tmp_path, P3, Image.fromarray(PIXELS[..., 0]))
    assert "is for RGB colors, not gray" in photo.notes[0]
    photo = opened(tmp_path, P3, Image.fromarray(PIXELS).convert("CMYK"))
    assert "is for RGB colors, not CMYK" in photo.notes[0]
    assert "without a color profile" in photo.notes[1]


@pytest.mark.parametrize(
    "profile",
    [SRGB, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()],
    # The bytes hold the second they are made in: two processes would name the test differently.
    ids=["ours", "of lcms"],
)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_srgb_by_any_name_changes_nothing_and_is_not_told(tmp_path, profile, mode):
    image = Image.fromarray(PIXELS).convert(mode)
    photo = opened(tmp_path, profile, image)
    np.testing.assert_array_equal(photo.pixels, np.asarray(image.convert("RGB")))
    assert photo.notes == ()


def test_profile_that_only_calls_itself_srgb_is_used(tmp_path):
    photo = opened(tmp_path, matrix_profile(DISPLAY_P3, SRGB_CURVE, "sRGB IEC61966-2.1"))
    assert np.abs(photo.pixels - in_srgb("display-p3", PIXELS / 255)).max() <= 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two\nlines and\x1b[31m red", "two lines and [31m red"),
        ("x" * 100, "x" * 39 + "…"),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "their profile"),
        (" \n ", "their profile"),
    ],
)
def test_name_of_a_profile_is_one_short_harmless_line(tmp_path, name, said):
    photo = opened(tmp_path, matrix_profile(DISPLAY_P3, SRGB_CURVE, name))
    assert photo.notes == (f"Colors were converted from {said} to sRGB.",)


@pytest.mark.parametrize(
    "lights",
    [
        (0.31, 0.33, 0, 0, 0, 0, 0, 0),
        (0.31, 0.33, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3),
        (0.31, 0.69, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06),
        (0.31, 0, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06),
        (21474, 21474, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06),
    ],
)
def test_lights_that_cannot_be_are_ignored_and_told(tmp_path, lights):
    numbers = b"".join(round(100_000 * number).to_bytes(4, "big") for number in lights)
    gamma = chunk(b"gAMA", (45455).to_bytes(4, "big"))
    path = tmp_path / "a.png"
    path.write_bytes(png(PIXELS, gamma + chunk(b"cHRM", numbers)))
    photo = open_photo(path)
    np.testing.assert_array_equal(photo.pixels, PIXELS)
    assert "makes no sense" in photo.notes[0]


def test_lights_below_the_plane_are_no_lights():
    with pytest.raises(ValueError, match="no lights"):
        matrix_profile(Primaries((0.64, -0.1), (0.3, 0.6), (0.15, 0.06), (0.31, 0.33)), SRGB_CURVE)


@pytest.mark.parametrize("size", [(40_000, 2), (3, 33_000), (700, 500)])
def test_bands_leave_no_seams(tmp_path, size):
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    path = tmp_path / "a.tif"
    Image.fromarray(noise).save(path, icc_profile=P3)
    whole = ImageCms.profileToProfile(
        Image.fromarray(noise),
        ImageCms.ImageCmsProfile(io.BytesIO(P3)),
        ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    np.testing.assert_array_equal(open_photo(path).pixels, np.asarray(whole))


def test_smaller_versions_have_the_colors_of_the_photo(tmp_path):
    path = tmp_path / "a.jpg"
    Image.new("RGB", (400, 300), (200, 90, 60)).save(path, quality=95, icc_profile=P3)
    color = open_photo(path).pixels[0, 0].astype(int)
    assert np.abs(color - (200, 90, 60)).max() > 5
    for pixels in (read_thumbnail(path, 40).pixels, read_preview(path, 100).pixels):
        assert np.abs(pixels.astype(int) - color).max() <= 1


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_photo_of_a_phone_comes_in_upright_with_its_colors(tmp_path, orientation):
    # As phones write: turned by the container and by EXIF, Display P3, the place in EXIF.
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 30.0), 3: "E", 4: (8.0, 32.0, 0.0)})
    seen = np.zeros((96, 160, 3), np.uint8)
    seen[:] = (60, 120, 200)
    seen[:48, :80] = (230, 60, 50)
    seen[48:, :80] = (70, 200, 90)
    path = tmp_path / "IMG_0001.HEIC"
    data = heic(seen, 90, exif=exif.tobytes(), icc_profile=P3)
    assert (b"irot" in data) == (orientation != 1)
    path.write_bytes(data)
    photo = open_photo(path)
    turned = np.rot90(seen, {1: 0, 3: 2, 6: 3, 8: 1}[orientation])
    assert photo.pixels.shape == turned.shape
    for y in (20, -20):
        for x in (20, -20):
            expected = in_srgb("display-p3", turned[y, x] / 255)
            assert np.abs(photo.pixels[y, x] - expected).max() <= 4
    assert photo.notes == ("Colors were converted from Display P3 to sRGB.",)
    small = read_thumbnail(path, 40).pixels
    assert (small.shape[0] > small.shape[1]) == (turned.shape[0] > turned.shape[1])
    assert np.abs(small[5, 5] - in_srgb("display-p3", turned[20, 20] / 255)).max() <= 6
