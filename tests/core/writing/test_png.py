"""PNG files: the same pixels in every layout, and the smallest of them."""

import io
import time
from concurrent.futures import CancelledError
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from core import parallel
from core.progress import Tick
from core.writing.png import encode, file
from core.writing.png.encode import encode_png
from core.writing.png.file import Filter, Indexed, Layout, fewest_bits, indexed_png
from core.writing.png.layout import layouts, plain_layout, smallest_layout, wide_layout
from core.writing.png.order import by_lightness, by_neighbors
from tests import examples
from tests.core.writing.plain_png import chunks_of, decoded


def picture_of(seed, k, height, width, *, transparent=False):
    """Random colors in blots, each used, as reading a file back shows them all."""
    rng = np.random.default_rng(seed)
    indices = rng.integers(0, k, (height // 3 + 1, width // 3 + 1))
    indices = indices.repeat(3, axis=0).repeat(3, axis=1)[:height, :width].astype(np.uint8)
    alphas = rng.choice([0, 90, 255], k) if transparent else np.full(k, 255)
    colors = rng.integers(0, 256, (k, 3))
    return Indexed(indices, colors.astype(np.uint8), alphas.astype(np.uint8))


def pixels_of(picture):
    rgba = np.concatenate([picture.colors, picture.alphas[:, None]], axis=1)
    return rgba[picture.indices]


def image_of(picture):
    height, width = picture.indices.shape
    image = Image.frombuffer("P", (width, height), picture.indices.tobytes(), "raw", "P", 0, 1)
    image.putpalette(picture.colors.tobytes())
    if (picture.alphas < 255).any():
        image.info["transparency"] = picture.alphas.tobytes()
    return image


pictures = st.builds(
    picture_of,
    st.integers(0, 2**32),
    st.integers(1, 256),
    st.integers(1, 40),
    st.integers(1, 40),
    transparent=st.booleans(),
)


@settings(max_examples=examples(60))
@given(pictures, st.sampled_from(Filter), st.integers(1, 9), st.data())
def test_every_layout_shows_the_same_pixels(picture, row_filter, level, data):
    fewest = fewest_bits(len(picture.colors))
    bits = data.draw(st.sampled_from([b for b in (1, 2, 4, 8) if b >= fewest]))
    order = np.array(data.draw(st.permutations(range(len(picture.colors)))))
    png = indexed_png(picture, Layout(order, bits, row_filter), level)
    pixels, filters = decoded(png)
    np.testing.assert_array_equal(pixels, pixels_of(picture))
    assert set(filters) == {row_filter}
    with Image.open(io.BytesIO(png)) as image:
        np.testing.assert_array_equal(np.asarray(image.convert("RGBA")), pixels)


@pytest.mark.parametrize("row_filter", Filter)
@pytest.mark.parametrize("threads", [1, 3])
def test_parts_join_and_do_not_depend_on_threads(monkeypatch, row_filter, threads):
    picture = picture_of(1, 16, 700, 150)
    whole = indexed_png(picture, Layout(np.arange(16), 8, row_filter), 6)
    monkeypatch.setattr(file, "_PART_BYTES", 10_000)
    monkeypatch.setattr(parallel, "_threads", threads)
    parts = indexed_png(picture, Layout(np.arange(16), 8, row_filter), 6)
    np.testing.assert_array_equal(decoded(parts)[0], pixels_of(picture))
    # Each part begins with what the one before has left in the window.
    assert len(whole) < len(parts) < 1.02 * len(whole) + 200
    monkeypatch.setattr(parallel, "_threads", 2)
    assert indexed_png(picture, Layout(np.arange(16), 8, row_filter), 6) == parts


@settings(max_examples=examples(60))
@given(pictures)
def test_orders_have_each_color_once(picture):
    k = len(picture.colors)
    for order in (by_lightness(picture.colors), by_neighbors(picture.indices, k)):
        assert sorted(order.tolist()) == list(range(k))


def test_order_follows_a_ramp_whose_palette_is_shuffled():
    shuffled = np.random.default_rng(0).permutation(100).astype(np.uint8)
    ramp = np.tile(np.arange(100).repeat(4), (30, 1))
    steps = np.diff(np.argsort(by_neighbors(shuffled[ramp], 100))[shuffled].astype(int))
    assert set(steps.tolist()) in ({1}, {-1})


@pytest.mark.parametrize(("way", "axis"), [("beside", 1), ("above", 0)])
def test_order_follows_the_neighbors_that_count(way, axis):
    rows, columns = np.ogrid[:60, :60]
    indices = ((columns + 37 * rows) % 100).astype(np.uint8)
    places = np.argsort(by_neighbors(indices, 100, ways=(way,)))[indices]
    assert np.median(np.abs(np.diff(places, axis=axis))) == 1
    assert np.median(np.abs(np.diff(places, axis=1 - axis))) > 1


def test_transparent_colors_come_first_and_keep_the_list_of_alphas_short():
    picture = picture_of(2, 200, 60, 60)
    picture.alphas[[3, 150]] = 0, 90
    for layout in (plain_layout(picture), wide_layout(picture)):
        assert set(layout.order[:2].tolist()) == {3, 150}
        data = dict(chunks_of(indexed_png(picture, layout, 1)))
        assert len(data[b"tRNS"]) == 2


def test_a_gradient_is_filtered_and_noise_of_few_colors_is_not():
    ramp = (np.add.outer(np.arange(300), 3 * np.arange(300)) // 6 % 200).astype(np.uint8)
    gray = np.repeat(np.arange(200, dtype=np.uint8)[:, None], 3, axis=1)
    picture = Indexed(ramp, gray, np.full(200, 255, np.uint8))
    assert (
        smallest_layout([(picture, each) for each in layouts(picture)])[1].row_filter != Filter.NONE
    )
    rng = np.random.default_rng(0)
    noise = picture_of(0, 4, 300, 300)._replace(indices=rng.integers(0, 4, (300, 300), np.uint8))
    assert smallest_layout([(noise, each) for each in layouts(noise)])[1].bits == 2


@pytest.mark.parametrize(
    ("colors", "effort"),
    [
        *product([2, 7, 16, 100, 256], ["fast", "normal"]),
        # Four bits a pixel, and eight.
        *[(7, "best"), (256, "best")],
        *[pytest.param(colors, "best", marks=pytest.mark.long) for colors in (2, 16, 100)],
    ],
)
def test_efforts_show_the_same_pixels_and_are_no_larger_than_pillows_file(
    astronaut, colors, effort
):
    image = Image.fromarray(astronaut[:150, :150]).quantize(colors)
    png = encode_png(image, effort)
    pixels, _ = decoded(png)
    np.testing.assert_array_equal(pixels[..., :3], np.asarray(image.convert("RGB")))
    if effort == "fast":
        assert len(png) <= 1.01 * len(with_pillow(image, 2))
    else:
        assert len(png) <= len(with_pillow(image, 9))


@settings(max_examples=examples(25))
@given(pictures)
@example(picture_of(0, 27, 21, 1))
def test_any_picture_is_no_larger_than_pillows_file(picture):
    image = image_of(picture)
    png = encode_png(image, "normal")
    with Image.open(io.BytesIO(png)) as reopened:
        np.testing.assert_array_equal(np.asarray(reopened.convert("RGBA")), pixels_of(picture))
    assert len(png) <= len(with_pillow(image, 9))


@pytest.mark.parametrize("colors", [2, 4, pytest.param(7, marks=pytest.mark.long), 16, 100])
def test_smooth_picture_without_oxipng_is_no_larger_than_pillows_file(
    astronaut, colors, monkeypatch
):
    monkeypatch.setitem(encode._MOST_PIXELS_TO_OPTIMIZE, "normal", 0)
    smooth = Image.fromarray(astronaut).resize((1024, 1024), Image.Resampling.BICUBIC)
    image = smooth.quantize(colors, dither=Image.Dither.NONE)
    assert len(encode_png(image, "normal")) <= len(with_pillow(image, 6))


def test_large_pictures_of_many_colors_are_packed_once(astronaut, monkeypatch):
    def alone(*_):
        raise AssertionError("a sample tells enough")

    monkeypatch.setitem(encode._MOST_PIXELS_TO_OPTIMIZE, "normal", 0)
    monkeypatch.setattr(encode, "_pillow_to_ours", lambda *_: 0.99)
    monkeypatch.setattr(encode, "_with_pillow", alone)
    image = Image.fromarray(astronaut[::4, ::4]).quantize(16)
    saved = Image.open(io.BytesIO(encode_png(image, "normal")))
    assert saved.convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_cancelling_ends_what_pillow_does_beside_it(astronaut, monkeypatch):
    ended = []

    def pack_for_ever(_image, _level, _chunks, tick):
        end = time.monotonic() + 20
        try:
            while time.monotonic() < end:
                tick(0.0)
                time.sleep(0.001)
        except BaseException as error:
            ended.append(type(error))
            raise

    def cancel(fraction):
        if fraction == 1:
            raise KeyboardInterrupt

    monkeypatch.setitem(encode._MOST_PIXELS_TO_OPTIMIZE, "normal", 0)
    monkeypatch.setattr(encode, "_pillow_to_ours", lambda *_: 1.0)
    monkeypatch.setattr(encode, "_with_pillow", pack_for_ever)
    with pytest.raises(KeyboardInterrupt):
        encode_png(Image.fromarray(astronaut).quantize(7), "normal", (), Tick(cancel))
    assert ended == [CancelledError]


def with_pillow(image, level):
    sink = io.BytesIO()
    colors = len(image.getpalette()) // 3
    bits = next(bits for bits in (1, 2, 4, 8) if colors <= 1 << bits)
    image.save(sink, "PNG", compress_level=level, bits=bits)
    return sink.getvalue()


@pytest.mark.parametrize("effort", ["fast", "normal"])
def test_better_effort_is_smaller(astronaut, effort):
    image = Image.fromarray(astronaut[::4, ::4]).quantize(32)
    better = {"fast": "normal", "normal": "best"}[effort]
    assert len(encode_png(image, better)) <= len(encode_png(image, effort))
