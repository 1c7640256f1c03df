"""Every lossless file reads back to the same pixels: here, in Qt, in Pillow and in ImageMagick."""

import subprocess

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from core import SaveOptions, encode_image, open_photo
from core.model import Palette, Result
from tests import covering

RNG = np.random.default_rng(0)
FORMATS = ("png", "gif", "webp", "tiff", "bmp")
SIZES = [(13, 11), (1, 1), (7, 1), (1, 9), (16, 17)]


def grays(*levels):
    return [(level,) * 3 for level in levels]


COLORS = {
    "black and white": grays(0, 255),
    "white and black": grays(255, 0),
    "black": grays(0),
    "white": grays(255),
    "one gray": grays(77),
    "one color": [(9, 200, 3)],
    "two grays": grays(50, 200),
    "black and near": grays(0, 1),
    "black and gray": grays(0, 254),
    "3 grays": grays(0, 128, 255),
    "4 grays, even": grays(0, 85, 170, 255),
    "4 grays, first": grays(0, 1, 2, 3),
    "16 grays, even": grays(*range(0, 256, 17)),
    "16 grays, first": grays(*range(16)),
    "16 grays, white first": grays(*range(255, -1, -17)),
    "17 grays": grays(*range(100, 117)),
    "255 grays": grays(*range(255)),
    "256 grays": grays(*range(256)),
    "256 grays, white first": grays(*range(255, -1, -1)),
    "near gray, 2": [(0, 0, 0), (255, 255, 254)],
    "near gray, 256": [(level, level, level ^ 1) for level in range(256)],
    "3 colors": RNG.integers(0, 256, (3, 3)),
    "16 colors": RNG.integers(0, 256, (16, 3)),
    "17 colors": RNG.integers(0, 256, (17, 3)),
    "256 colors": RNG.integers(0, 256, (256, 3)),
}
# The alpha of each color of a palette.
ALPHAS = {
    "black and white": (0, 255),
    "white and black": (0, 255),
    "one color": (100,),
    "black": (0,),
    "3 grays": (255, 0, 255),
    "4 grays, even": (255, 255, 0, 255),
    "16 grays, first": (0, *[255] * 15),
    "16 grays, even": range(0, 256, 17),
    "256 grays": (*[255] * 255, 0),
    "17 colors": (0, 128, *[255] * 15),
    "256 colors": (0, *[255] * 255),
}
CASES = [
    (name, kind)
    for name in COLORS
    for kind in ("opaque", "palette")
    if kind == "opaque" or name in ALPHAS
]
CASES += [
    (name, kind)
    for name in ("black and white", "16 grays, even", "17 colors")
    for kind in ("hard", "soft")
]


def result_of(name, kind, size):
    """Build a result that shows each of its colors, opaque or with alpha: their own, or beside."""
    colors = np.array(COLORS[name], np.uint8)
    indices = np.resize(np.arange(len(colors), dtype=np.uint8), size)
    palette = Palette.of(colors.tolist())
    alpha = None
    if kind == "palette":
        own = np.array(ALPHAS[name], np.uint8)
        palette = Palette(palette.colors, palette.counts, alpha=own)
        alpha = own[indices]
    elif kind != "opaque":
        alpha = np.resize(np.array([0, 255, 9, 200], np.uint8), size)
        alpha = np.where(alpha < 128, 0, 255).astype(np.uint8) if kind == "hard" else alpha
    centroids = palette.colors.astype(np.float32)
    return Result(palette, indices, centroids, 0.0, 0, "unchanged", 0.0, alpha=alpha)


def right(result, name):
    """Return the (h, w, 4) pixels that a format shows of a result."""
    alpha = np.full(result.indices.shape, 255) if result.alpha is None else result.alpha
    alpha = alpha[..., None].astype(np.uint8)
    if name == "gif":
        alpha = np.where(alpha < 128, 0, 255).astype(np.uint8)
    colors = result.rgb
    if name == "bmp":
        colors = np.rint((colors * (alpha / 255.0)) + 255 * (1 - alpha / 255.0)).astype(np.uint8)
        alpha = np.full_like(alpha, 255)
    return seen(np.concatenate([colors, alpha], axis=-1))


def seen(pixels):
    """Return (h, w, 4) pixels with nothing where they are hidden."""
    return np.where(pixels[..., 3:] == 0, np.uint8(0), pixels)


def fewtone(path):
    photo = open_photo(path)
    alpha = np.full(photo.pixels.shape[:2], 255, np.uint8) if photo.alpha is None else photo.alpha
    return np.dstack([photo.pixels, alpha])


def pillow(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGBA"))


def qt(path):
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    return np.array(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)


READERS = (fewtone, pillow, qt)


@pytest.mark.parametrize(
    ("case", "name"), covering(CASES, FORMATS[:2]) + covering(CASES, FORMATS[2:])
)
def test_what_is_read_back_shows_the_same_pixels(tmp_path, name, case):
    path = tmp_path / f"a.{name}"
    for size in SIZES:
        result = result_of(*case, size)
        path.write_bytes(encode_image(result, name, SaveOptions(effort="fast")).data)
        for reader in READERS:
            require_same(seen(reader(path)), right(result, name), reader, name)


def require_same(found, wanted, reader, name):
    if reader is qt and name == "tiff":
        # Qt multiplies the colors of a TIFF by their alpha, and rounds them.
        alpha = wanted[..., 3:] / 255
        assert np.abs(found * alpha - wanted * alpha).max() <= 1
    else:
        np.testing.assert_array_equal(found, wanted, err_msg=reader.__name__)


def some_are_long(cases, every):
    return [pytest.param(*case, marks=pytest.mark.long if i % every else ()) for i, case in cases]


@pytest.mark.parametrize(("palette", "kind"), some_are_long(enumerate(CASES), 3))
def test_optimized_png_shows_the_same_pixels(tmp_path, palette, kind):
    path, result = tmp_path / "a.png", result_of(palette, kind, (21, 17))
    path.write_bytes(encode_image(result, "png", SaveOptions(effort="normal")).data)
    for reader in READERS:
        require_same(seen(reader(path)), right(result, "png"), reader, "png")


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "effort"), [*((name, "fast") for name in FORMATS), ("png", "normal")]
)
def test_imagemagick_shows_the_same_pixels(tmp_path, require_tool, name, effort):
    require_tool("convert")
    sizes = SIZES if effort == "fast" else SIZES[:1]
    results = [result_of(*case, size) for case in CASES for size in sizes]
    paths = [tmp_path / f"{number}.{name}" for number in range(len(results))]
    for path, result in zip(paths, results, strict=True):
        path.write_bytes(encode_image(result, name, SaveOptions(effort=effort)).data)
    done = subprocess.run(
        ["convert", *paths, "-depth", "8", "rgba:-"], capture_output=True, check=True
    )
    at = 0
    for case, result in zip([(*c, s) for c in CASES for s in sizes], results, strict=True):
        wanted = right(result, name)
        found = np.frombuffer(done.stdout, np.uint8, wanted.size, at).reshape(wanted.shape)
        np.testing.assert_array_equal(seen(found), wanted, err_msg=repr(case))
        at += wanted.size
