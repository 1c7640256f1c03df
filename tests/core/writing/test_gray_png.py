"""Pictures of grays: as gray PNG where that is smaller, with the same pixels, and never larger."""

import io

import numpy as np
import pytest
from PIL import Image

from core.writing.png import encode
from core.writing.png.encode import encode_png
from core.writing.png.file import fewest_bits
from core.writing.png.gray import gray_pictures
from tests.core.writing.plain_png import chunks_of, decoded

GRAY, INDEXED = 0, 3
SMALL, TALL = (21, 17), (500, 300)


def picture_of(grays, alphas=(), size=SMALL, seed=0):
    """Build a palette image of smooth blots, and its right pixels."""
    coarse = np.random.default_rng(seed).random((5, 5))
    smooth = np.asarray(Image.fromarray(coarse).resize(size[::-1], Image.Resampling.BICUBIC))
    ranks = smooth.ravel().argsort().argsort().reshape(size)
    indices = (ranks * len(grays) // ranks.size).astype(np.uint8)
    colors = np.array(
        [each if isinstance(each, tuple) else (each,) * 3 for each in grays], np.uint8
    )
    image = Image.fromarray(indices).convert("P")
    image.putpalette(colors.tobytes())
    given = np.full(len(grays), 255, np.uint8)
    if alphas:
        given[: len(alphas)] = alphas
        image.info["transparency"] = given.tobytes()
    return image, np.column_stack([colors, given])[indices]


def kind_of(png):
    """Return bits and kind of a file."""
    return tuple(dict(chunks_of(png))[b"IHDR"][8:10])


def shown(pixels):
    return np.where(pixels[..., 3:] == 0, 0, pixels)


EVEN = {1: (0, 255), 2: (0, 85, 170, 255), 4: range(0, 256, 17), 8: range(256)}
HIDDEN = {
    "no black is shown": ((255, 85, 170, 0), (255, 255, 255, 0)),
    "a color is hidden": ((*range(100), (200, 0, 9)), (*[255] * 100, 0)),
    "black and white are shown": ((0, 255, 0), (255, 255, 0)),
    "several are hidden": ((*range(50, 90), 1, 2), (*[255] * 40, 0, 0)),
}


@pytest.mark.parametrize("effort", ["fast", "normal"])
@pytest.mark.parametrize("bits", EVEN)
@pytest.mark.parametrize("white_first", [False, True])
def test_grays_of_even_steps_need_no_table(bits, effort, white_first):
    image, pixels = picture_of(list(EVEN[bits])[:: -1 if white_first else 1], size=(31, 33))
    png = encode_png(image, effort)
    # With 8 bits, filters may make up for the longer rows.
    assert kind_of(png) in {(bits, GRAY), (8, GRAY)}
    assert len(png) < len(indexed_alone(image, effort))
    np.testing.assert_array_equal(decoded(png)[0], pixels)


@pytest.mark.parametrize("effort", ["fast", "normal"])
@pytest.mark.parametrize("name", HIDDEN)
def test_one_level_of_gray_can_be_transparent(name, effort):
    image, pixels = picture_of(*HIDDEN[name])
    png = encode_png(image, effort)
    np.testing.assert_array_equal(shown(decoded(png)[0]), shown(pixels))
    with Image.open(io.BytesIO(png)) as reopened:
        np.testing.assert_array_equal(shown(np.asarray(reopened.convert("RGBA"))), shown(pixels))
    assert len(png) <= len(indexed_alone(image, effort))


@pytest.mark.parametrize(
    ("name", "bits"), [("no black is shown", {2, 8}), ("black and white are shown", set())]
)
def test_transparent_gray_has_as_few_bits_as_readers_take(name, bits):
    made = gray_pictures(encode._indexed(picture_of(*HIDDEN[name])[0], keep_table=False))
    assert {fewest_bits(len(each.colors)) for each in made} == bits
    assert all(each.clear_level == 0 for each in made if len(each.colors) < 256)


@pytest.mark.parametrize(
    ("grays", "alphas"),
    [((0, 90, 255), (255, 120)), ((0, (1, 1, 2), 255), ()), ((0, 255, (255, 0, 0)), ())],
)
def test_soft_or_colored_pictures_keep_their_table(grays, alphas):
    image, pixels = picture_of(grays, alphas)
    png = encode_png(image, "normal")
    assert kind_of(png)[1] == INDEXED
    np.testing.assert_array_equal(decoded(png)[0], pixels)


@pytest.mark.parametrize("effort", ["fast", "normal"])
def test_table_that_is_asked_for_is_kept(effort):
    for grays in EVEN.values():
        png = encode_png(picture_of(grays)[0], effort, keep_table=True)
        assert kind_of(png)[1] == INDEXED


def indexed_alone(image, effort):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(encode, "gray_pictures", lambda _picture: [])
        return encode_png(image, effort)


@pytest.mark.parametrize("effort", ["fast", "normal"])
@pytest.mark.parametrize("count", [1, 2, 5, 16, 64, 200])
@pytest.mark.parametrize("size", [SMALL, TALL])
def test_smaller_of_both_is_written(size, count, effort, monkeypatch):
    if size == TALL:
        # So does a large picture, in less time.
        monkeypatch.setattr(encode, "_MOST_PIXELS_FOR_LUCK", 0)
        monkeypatch.setitem(encode._MOST_PIXELS_TO_OPTIMIZE, "normal", 0)
    grays = np.random.default_rng(count).choice(256, count, replace=False)
    image, pixels = picture_of(grays.tolist(), size=size)
    png = encode_png(image, effort)
    with Image.open(io.BytesIO(png)) as reopened:
        np.testing.assert_array_equal(np.asarray(reopened.convert("RGBA")), pixels)
    # For large pictures a sample decides.
    spare = 0 if size == SMALL else 200
    assert len(png) <= len(indexed_alone(image, effort)) + spare
    if size == SMALL:
        as_gray = io.BytesIO()
        image.convert("L").save(as_gray, "PNG", compress_level=encode._LEVELS[effort])
        assert len(png) <= len(as_gray.getvalue())
