"""Photos on their side come in upright: in every mode and layout, with their resolution."""

import numpy as np
import pytest
import tifffile
from PIL import Image

from core import open_photo, read_thumbnail
from tests.core.reading.photo_kinds import heic

RNG = np.random.default_rng(1)
BYTES = RNG.integers(0, 256, (7, 16, 4)).astype(np.uint8)
DEEP = RNG.integers(0, 65536, (7, 16, 4)).astype(np.uint16)
TURNED = {
    1: lambda pixels: pixels,
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1),
    8: np.rot90,
}
ON_THE_SIDE = (5, 6, 7, 8)
TABLE = RNG.integers(0, 65536, (3, 256)).astype(np.uint16)
MODES = {
    "1": (BYTES[..., 0] > 99, {}),
    "L": (BYTES[..., 0], {}),
    "0 is white": (BYTES[..., 0], {"photometric": "miniswhite"}),
    "LA": (BYTES[..., :2], {"photometric": "minisblack", "extrasamples": ["unassalpha"]}),
    "P": (BYTES[..., 0], {"photometric": "palette", "colormap": TABLE}),
    "RGB": (BYTES[..., :3], {"photometric": "rgb"}),
    "RGBA": (BYTES, {"photometric": "rgb", "extrasamples": ["unassalpha"]}),
    "RGB and more": (BYTES, {"photometric": "rgb", "extrasamples": ["unspecified"]}),
    "CMYK": (BYTES, {"photometric": "separated"}),
    "I;16": (DEEP[..., 0], {"photometric": "minisblack"}),
    "16 bits, signed": (DEEP[..., 0].astype(np.int16), {"photometric": "minisblack"}),
    "32 bits": (DEEP[..., 0].astype(np.uint32) * 65537, {"photometric": "minisblack"}),
    "F": ((DEEP[..., 0] / 65535).astype(np.float32), {"photometric": "minisblack"}),
    "RGB, 16 bits": (DEEP[..., :3], {"photometric": "rgb"}),
    "RGBA, 16 bits": (DEEP, {"photometric": "rgb", "extrasamples": ["unassalpha"]}),
    "CMYK, 16 bits": (DEEP, {"photometric": "separated"}),
}
WAYS = {
    "plain": {},
    "strips": {"rowsperstrip": 2},
    "tiles": {"tile": (16, 16)},
    "packed": {"compression": "zlib"},
}


def tiff_of(tmp_path, values, orientation, pages=1, **options):
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path, byteorder=options.pop("byteorder", "<")) as file:
        for _ in range(pages):
            file.write(values, extratags=[(274, 3, 1, orientation, True)], metadata=None, **options)
    return path


def seen(photo):
    return photo.pixels if photo.alpha is None else np.dstack([photo.pixels, photo.alpha])


@pytest.mark.parametrize(
    ("mode", "way"),
    # Every mode in some ways, and every way with some modes; the others take as long again.
    [
        pytest.param(mode, way, marks=[pytest.mark.long] * ((row + column) % 2))
        for row, mode in enumerate(MODES)
        for column, way in enumerate(WAYS)
        # Deep pixels that Pillow cannot read are not read in tiles.
        if (mode, way) != ("32 bits", "tiles")
    ],
)
def test_tiff_of_any_mode_is_turned_as_its_tag_says(tmp_path, mode, way):
    values, options = MODES[mode]
    for byteorder, pages in (("<", 1), (">", 2)):
        options = {**options, "byteorder": byteorder, "pages": pages, **WAYS[way]}
        upright = seen(open_photo(tiff_of(tmp_path, values, 1, **options)))
        for orientation, turn in TURNED.items():
            path = tiff_of(tmp_path, values, orientation, **options)
            turned = turn(upright)
            np.testing.assert_array_equal(seen(open_photo(path)), turned)
            assert read_thumbnail(path, 99).pixels.shape[:2] == turned.shape[:2]


@pytest.mark.parametrize("mode", ["L", "I;16", "RGB, 16 bits", "F", "32 bits"])
@pytest.mark.parametrize("orientation", [3, 6])
def test_tiff_of_any_depth_has_the_resolution_of_its_tags_or_none(tmp_path, mode, orientation):
    values, options = MODES[mode]
    # Pillow does not read 32 bits that are big-endian.
    options = {**options, "byteorder": ">"}
    path = tiff_of(
        tmp_path, values, orientation, resolution=(240, 120), resolutionunit=2, **options
    )
    wanted = (120, 240) if orientation == 6 else (240, 120)
    assert open_photo(path).metadata.dpi == wanted
    tiff_of(tmp_path, values, orientation, resolutionunit=1, **options)
    assert open_photo(path).metadata.dpi is None


def test_tiff_that_says_nothing_of_resolution_has_none(tmp_path):
    path = tiff_of(tmp_path, BYTES[..., 0], 1)
    data = path.read_bytes()
    for tag in (282, 283, 296):
        # A private tag that nobody knows is in their place.
        data = data.replace(tag.to_bytes(2, "little") + b"\5\0", b"\xff\xff\5\0", 1)
    path.write_bytes(data.replace((296).to_bytes(2, "little") + b"\3\0", b"\xff\xff\3\0", 1))
    assert open_photo(path).metadata.dpi is None


@pytest.mark.parametrize("orientation", TURNED)
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif", "a.avif", "a.heic"])
def test_resolution_turns_with_the_photo(tmp_path, name, orientation):
    exif = Image.Exif()
    exif.update({0x0112: orientation, 0x011A: 240.0, 0x011B: 120.0, 0x0128: 2})
    path = tmp_path / name
    if name == "a.heic":
        path.write_bytes(heic(BYTES[..., :3], exif=exif.tobytes()))
    else:
        Image.fromarray(BYTES[..., :3]).save(path, exif=exif, dpi=(240, 120))
    wanted = (120, 240) if orientation in ON_THE_SIDE else (240, 120)
    assert open_photo(path).metadata.dpi == pytest.approx(wanted, abs=0.02)
