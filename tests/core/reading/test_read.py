"""Photos in: every kind Pillow opens, upright, 8 bits, alpha kept; and what is no photo."""

import io
import os
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from core import FewtoneError, PaletteError, TooLargeError, load_palette, open_photo
from core.reading import frames
from core.reading.decoders import readable_endings
from core.reading.thumbnail import read_preview
from tests import ROOT, examples

RNG = np.random.default_rng(1)
PIXELS = RNG.integers(0, 256, (13, 17, 3)).astype(np.uint8)
GRAY = PIXELS[..., 0]
DEEP = np.linspace(0, 65535, 13 * 17).round().astype(np.uint16).reshape(13, 17)


def saved(tmp_path, image, name, **options):
    path = tmp_path / name
    image.save(path, **options)
    return path


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.webp", "a.ppm", "a.tga", "a.pcx"])
def test_lossless_rgb_comes_in_as_it_is(tmp_path, name):
    options = {"lossless": True} if name.endswith("webp") else {}
    photo = open_photo(saved(tmp_path, Image.fromarray(PIXELS), name, **options))
    np.testing.assert_array_equal(photo.pixels, PIXELS)
    assert (photo.alpha, photo.notes) == (None, ())
    assert photo.file_bytes == photo.path.stat().st_size


def test_content_decides_not_the_ending(tmp_path):
    path = tmp_path / "really.jpg"
    Image.fromarray(PIXELS).save(path, format="PNG")
    np.testing.assert_array_equal(open_photo(path).pixels, PIXELS)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_turned_as_the_camera_meant_it(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path, Image.fromarray(PIXELS), "a.png", exif=exif)
    turned = {
        1: PIXELS,
        2: PIXELS[:, ::-1],
        3: PIXELS[::-1, ::-1],
        4: PIXELS[::-1],
        5: PIXELS.transpose(1, 0, 2),
        6: np.rot90(PIXELS, -1),
        7: PIXELS[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(PIXELS),
    }[orientation]
    np.testing.assert_array_equal(open_photo(path).pixels, turned)


def test_garbled_exif_is_no_reason_to_refuse(tmp_path):
    path = saved(tmp_path, Image.fromarray(PIXELS), "a.png", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    np.testing.assert_array_equal(open_photo(path).pixels, PIXELS)


@pytest.mark.parametrize(
    ("image", "name"),
    [
        (Image.fromarray(DEEP), "a.png"),
        (Image.fromarray(DEEP), "a.tif"),
        (Image.fromarray(DEEP.astype(np.int32)), "a.tif"),
        (Image.fromarray((DEEP / 65535).astype(np.float32)), "a.tif"),
    ],
)
def test_deep_gray_is_scaled_not_clipped(tmp_path, image, name):
    photo = open_photo(saved(tmp_path, image, name))
    expected = np.rint(DEEP / 257)
    assert np.abs(photo.pixels - expected[..., None]).max() <= 1
    assert len(np.unique(photo.pixels)) > 200
    assert "8" in photo.notes[0]


def test_floats_beyond_1_are_scaled_to_their_range(tmp_path):
    values = np.array([[-2.0, 0.0, 6.0, np.nan]], np.float32)
    photo = open_photo(saved(tmp_path, Image.fromarray(values), "a.tif"))
    assert photo.pixels[0, :, 0].tolist() == [0, 64, 255, 64]


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr"])
def test_other_color_modes_become_rgb(tmp_path, mode):
    image = Image.fromarray(PIXELS).convert(mode)
    photo = open_photo(saved(tmp_path, image, "a.tif"))
    np.testing.assert_array_equal(photo.pixels, np.asarray(image.convert("RGB")))


def test_lab_becomes_srgb_and_says_so(tmp_path):
    profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = Image.new("RGB", (4, 4), (200, 40, 90))
    lab = ImageCms.profileToProfile(image, *profiles, outputMode="LAB")
    photo = open_photo(saved(tmp_path, lab, "a.tif"))
    assert np.abs(photo.pixels[0, 0].astype(int) - (200, 40, 90)).max() <= 3
    assert "sRGB" in photo.notes[0]


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_alpha_is_kept(tmp_path, mode):
    image = Image.fromarray(PIXELS).convert("RGBA")
    image.putalpha(Image.fromarray(GRAY))
    path = saved(tmp_path, image.convert(mode), "a.tif" if mode == "LA" else "a.png")
    photo = open_photo(path)
    np.testing.assert_array_equal(photo.alpha, GRAY)


def test_palette_with_transparency_has_alpha(tmp_path):
    image = Image.fromarray(GRAY % 4).convert("P")
    image.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255])
    photo = open_photo(saved(tmp_path, image, "a.png", transparency=2))
    np.testing.assert_array_equal(photo.alpha == 0, GRAY % 4 == 2)


def test_opaque_alpha_is_none(tmp_path):
    path = saved(tmp_path, Image.fromarray(PIXELS).convert("RGBA"), "a.png")
    assert open_photo(path).alpha is None


def test_animation_shows_its_first_frame_and_says_so(tmp_path):
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    path = saved(tmp_path, frames[0], "a.gif", save_all=True, append_images=frames[1:])
    photo = open_photo(path)
    assert photo.pixels[0, 0].tolist() == [255, 0, 0]
    assert "animation of 2 frames; the first is shown" in photo.notes[0]


def refused(path, **options):
    with pytest.raises(OSError, match="Cannot open") as caught:
        open_photo(path, **options)
    assert isinstance(caught.value, FewtoneError)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_missing_file_folder_empty_and_text_are_told_apart(tmp_path):
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("hello")
    assert "no such file" in refused(tmp_path / "none.jpg")
    assert "is a folder" in refused(tmp_path)
    assert "is empty" in refused(tmp_path / "empty.jpg")
    assert "not an image" in refused(tmp_path / "text.jpg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_pipe_is_refused_rather_than_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    assert "not a regular file" in refused(tmp_path / "pipe.png")


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.tif", "a.webp", "a.bmp"])
def test_truncated_file_is_one_clear_error(tmp_path, name):
    path = saved(tmp_path, Image.fromarray(np.tile(PIXELS, (9, 9, 1))), name)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    refused(path)


def png_with_size(width, height):
    def chunk(kind, data):
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_photo_of_no_pixels_is_refused(tmp_path):
    (tmp_path / "zero.png").write_bytes(png_with_size(0, 5))
    refused(tmp_path / "zero.png")


def test_too_many_pixels_are_refused_from_the_header(tmp_path):
    (tmp_path / "bomb.png").write_bytes(png_with_size(100_000, 100_000))
    assert "10000 million pixels" in refused(tmp_path / "bomb.png")
    path = saved(tmp_path, Image.fromarray(PIXELS), "a.png")
    assert "17×13" in refused(path, max_pixels=100)


@pytest.mark.parametrize(
    ("width", "height", "can_be_allowed"),
    [(15_000, 15_000, True), (25_000, 20_000, True), (25_000, 20_001, False)],
)
def test_large_photo_is_refused_until_allowed_but_never_above_500_million(
    tmp_path, width, height, can_be_allowed
):
    path = tmp_path / "large.png"
    path.write_bytes(png_with_size(width, height))
    with pytest.raises(TooLargeError, match="million pixels") as caught:
        open_photo(path)
    error = caught.value
    assert (error.width, error.height) == (width, height)
    assert error.can_be_allowed == can_be_allowed
    # Allowed, this one is refused for what it is: a header.
    allowed = refused(path, max_pixels=10**9)
    assert ("million pixels" in allowed) == (not can_be_allowed)


def test_header_of_many_pixels_with_nothing_behind_is_refused_as_a_bomb(tmp_path):
    size = (10_000, 10_000)
    (tmp_path / "bomb.png").write_bytes(png_with_size(*size))
    (tmp_path / "bomb.qoi").write_bytes(b"qoif" + struct.pack(">IIBB", *size, 3, 0) + bytes(9))
    (tmp_path / "bomb.pgm").write_bytes(b"P5 10000 10000 255\n" + bytes(9))
    for path in tmp_path.iterdir():
        assert "far too many for a file of" in refused(path)


def test_picture_in_an_icon_larger_than_the_icon_is_refused(tmp_path):
    path = saved(tmp_path, Image.fromarray(PIXELS), "a.ico")
    assert open_photo(path).pixels.shape[0] <= 17
    data = path.read_bytes()
    at = data.index(b"IHDR") + 4
    path.write_bytes(data[:at] + struct.pack(">II", 10_000, 10_000) + data[at + 8 :])
    assert "larger than" in refused(path)


@pytest.mark.parametrize(
    "header",
    [struct.pack("<IiiHH", 40, 100_000, 200_000, 1, 24), struct.pack("<IHHHH", 12, 9, 5000, 1, 24)],
)
def test_bitmap_in_an_icon_larger_than_icons_are_is_refused(tmp_path, header):
    entry = struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 24, 0xFFFFFFFF, 22)
    (tmp_path / "a.ico").write_bytes(struct.pack("<HHH", 0, 1, 1) + entry + header + bytes(30))
    assert "larger than icons are" in refused(tmp_path / "a.ico")


def test_short_header_of_a_small_bitmap_in_an_icon_is_understood(tmp_path):
    entry = struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 24, 844, 22)
    bitmap = struct.pack("<IHHHH", 12, 16, 32, 1, 24) + bytes(832)
    (tmp_path / "a.ico").write_bytes(struct.pack("<HHH", 0, 1, 1) + entry + bitmap)
    assert open_photo(tmp_path / "a.ico").pixels.shape == (16, 16, 3)


def gif_frame(width, height):
    disposed = b"\x21\xf9\x04\x08\0\0\0\0"
    return disposed + b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\0"


def test_frame_of_a_gif_far_larger_than_its_file_is_refused(tmp_path):
    path = tmp_path / "a.gif"
    path.write_bytes(b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0) + gif_frame(65535, 65535))
    assert "far too many for its file" in refused(path)
    with pytest.raises(PaletteError, match="far too many for its file"):
        load_palette(path)


@pytest.mark.parametrize("most", [frames.MOST_PIXELS_OF_A_FRAME, 100])
def test_gif_whose_later_frame_is_far_larger_has_the_frames_before(tmp_path, monkeypatch, most):
    path = tmp_path / "a.gif"
    later = gif_frame(65535, 65535)
    if most == 100:
        # Where the file is large enough for a large frame, frames have a limit of their own.
        monkeypatch.setattr(frames, "MOST_PIXELS_OF_A_FRAME", most)
        whole = saved(tmp_path, Image.new("P", (20, 20)), "whole.gif").read_bytes()
        later = whole[whole.index(b",\0\0\0\0") : -1]
    table = bytes([255, 0, 0, 0, 0, 255])
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + table
    path.write_bytes(head + gif_frame(1, 1) + later + b";")
    photo = open_photo(path)
    assert photo.pixels.shape == (1, 1, 3)
    assert photo.animation is not None
    assert len(list(frames.read_frames(photo.animation))) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_preview_waits_for_no_pipe(tmp_path):
    os.mkfifo(tmp_path / "a.jpg")
    assert read_preview(tmp_path / "a.jpg", 4) is None


def test_picture_of_one_color_is_no_bomb(tmp_path):
    path = saved(tmp_path, Image.new("1", (6000, 4000)), "a.png")
    assert path.stat().st_size < 10_000
    assert open_photo(path).pixels.shape == (4000, 6000, 3)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users with different rights")
def test_no_permission_is_told(tmp_path):
    path = saved(tmp_path, Image.fromarray(PIXELS), "a.png")
    path.chmod(0)
    code = (
        "import os\nfrom core import open_photo\n"
        f"if os.getuid() == 0: os.setuid(65534)\nopen_photo({str(path)!r})"
    )
    for folder in [path.parent, *path.parents[1:4]]:
        folder.chmod(folder.stat().st_mode | 0o055)
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "permission is denied" in finished.stderr


@settings(max_examples=examples(200))
@given(
    kind=st.sampled_from(["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "PPM", "TGA"]),
    junk=st.binary(max_size=30),
    at=st.integers(0, 400),
    cut=st.integers(0, 60),
)
def test_mangled_file_is_a_photo_or_one_clear_error(tmp_path_factory, kind, junk, at, cut):
    buffer = io.BytesIO()
    Image.fromarray(PIXELS).save(buffer, kind)
    data = buffer.getvalue()
    path = tmp_path_factory.mktemp("mangled") / "a"
    path.write_bytes(data[:at] + junk + data[at + cut :])
    try:
        assert open_photo(path, max_pixels=10_000).pixels.shape[2] == 3
    except OSError as error:
        assert isinstance(error, FewtoneError)


def test_endings_to_choose_from_have_the_usual_ones():
    endings = set(readable_endings())
    assert {".jpg", ".jpeg", ".png", ".webp", ".tif", ".avif", ".heic", ".heif"} <= endings


def test_videos_and_documents_in_a_folder_are_no_photos():
    others = {".mpg", ".mpeg", ".mp4", ".mov", ".avi", ".pdf", ".eps", ".ps", ".h5", ".wmf"}
    assert not others & set(readable_endings())


@pytest.mark.parametrize(
    "head",
    [b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"\x89HDF\r\n\x1a\n", b"\0\0\1\xb3" * 9],
)
def test_what_other_programs_would_have_to_read_is_no_photo(tmp_path, head):
    path = tmp_path / "a.jpg"
    path.write_bytes(head + bytes(99))
    assert "not an image" in refused(path)


def test_library_for_heic_is_loaded_late():
    code = "import core.reading.photo, sys; assert 'pi_heif' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("values", "options"),
    [
        (np.zeros((32, 32, 3), np.float32), {"tile": (16, 16)}),
        (
            np.zeros((4, 13, 17), np.uint16),
            {"photometric": "separated", "planarconfig": "separate"},
        ),
    ],
)
def test_deep_pixels_packed_otherwise_are_refused_with_what_to_do(tmp_path, values, options):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, values, **{"photometric": "rgb", **options})
    assert "save it without compression" in refused(path)


@pytest.mark.parametrize("packing", [{}, {"compression": "zlib", "predictor": True}])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize(
    ("channels", "extra"), [(2, "unassalpha"), (2, "unspecified"), (4, "unspecified")]
)
def test_planes_beside_colors_are_alpha_or_mean_nothing(tmp_path, channels, extra, bits, packing):
    rng = np.random.default_rng(channels)
    eight = rng.integers(0, 256, (channels, 13, 17)).astype(np.uint8)
    path = tmp_path / "a.tif"
    values = eight if bits == 8 else eight * np.uint16(257)
    light = "rgb" if channels == 4 else "minisblack"
    options = {"photometric": light, "planarconfig": "separate", "extrasamples": [extra]}
    tifffile.imwrite(path, values, **options, **packing)
    photo = open_photo(path)
    np.testing.assert_array_equal(
        photo.pixels.transpose(2, 0, 1), np.resize(eight[:-1], (3, 13, 17))
    )
    if extra == "unspecified":
        assert photo.alpha is None
    else:
        np.testing.assert_array_equal(photo.alpha, eight[-1])


@pytest.mark.parametrize("packing", [None, "zlib"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_deep_pixels_whose_bytes_begin_with_the_lowest_bit_are_read(tmp_path, channels, packing):
    rng = np.random.default_rng(channels)
    deep = rng.integers(0, 65536, (13, 17, channels)).astype(np.uint16)
    light = "rgb" if channels > 2 else "minisblack"
    extra = () if channels % 2 else ("unassalpha",)
    path = tmp_path / "a.tif"
    tifffile.imwrite(
        path, deep.squeeze(), photometric=light, planarconfig="contig" if channels > 1 else None,
        extrasamples=extra, compression=packing, byteorder="<",
        extratags=[(65000, 3, 1, 2, True)],
    )  # fmt: skip
    with tifffile.TiffFile(path) as file:
        (at,), (size,) = file.pages[0].dataoffsets, file.pages[0].databytecounts
    # tifffile does not write the tag itself.
    data = bytearray(path.read_bytes().replace(b"\xe8\xfd\3\0", b"\n\1\3\0", 1))
    data[at : at + size] = (int(f"{byte:08b}"[::-1], 2) for byte in data[at : at + size])
    path.write_bytes(data)
    photo = open_photo(path)
    right = np.rint(deep / 257)
    colors = right if channels % 2 else right[..., :-1]
    np.testing.assert_array_equal(photo.pixels, np.broadcast_to(colors, (13, 17, 3)))
    if channels % 2 == 0:
        np.testing.assert_array_equal(photo.alpha, right[..., -1])


def test_planes_of_16_bits_packed_otherwise_lose_but_the_lower_bytes(tmp_path):
    deep = RNG.integers(0, 65536, (4, 13, 17)).astype(np.uint16)
    path = tmp_path / "a.tif"
    options = {"photometric": "separated", "planarconfig": "separate", "compression": "zlib"}
    tifffile.imwrite(path, deep, **options)
    ink = 1 - np.moveaxis(deep, 0, 2) / 65535
    assert np.abs(open_photo(path).pixels - 255 * ink[..., :3] * ink[..., 3:]).max() <= 2
