"""Frames composed as the specifications say, whatever blends with, disposes of or hides what."""

import itertools

import numpy as np
import pytest

from core import (
    Settings,
    count_colors,
    load_palette,
    open_photo,
    read_thumbnail,
    reduce,
    save_image,
)
from core.reading.frames import read_frames
from tests.core.reading import plain_frames
from tests.core.reading.plain_frames import (
    IS_CLEARED,
    IS_TAKEN_BACK,
    STAYS,
    TABLE,
    GifPart,
    Part,
    apng,
    composed,
    gif,
    gif_composed,
    webp,
)
from tests.core.test_animation import frames_in

SIZE = WIDTH, HEIGHT = 7, 5
WAYS = [*itertools.product((False, True), (STAYS, IS_CLEARED, IS_TAKEN_BACK))]
ALPHAS = np.array([0, 0, 1, 90, 128, 254, 255, 255], np.uint8)


def noise(rng, width=WIDTH, height=HEIGHT, kind=6):
    """Make pixels that an APNG of some kind can have."""
    pixels = rng.integers(0, 256, (height, width, 4)).astype(np.uint8)
    pixels[..., 3] = ALPHAS[rng.integers(0, len(ALPHAS), (height, width))]
    if kind in (0, 4):
        pixels[..., 1:3] = pixels[..., :1]
    if kind in (0, 2):
        pixels[..., :3] *= rng.integers(0, 2, (height, width, 1)).astype(np.uint8)
        pixels[..., 3] = np.where(pixels[..., :3].any(axis=-1), 255, 0)
    return TABLE[pixels[..., 0] % 4] if kind == 3 else pixels


def some_parts(rng, way, kind=6, count=4):
    """Make a first frame that covers all, or not, and others in some part of it."""
    for number in range(count):
        width, height = rng.integers(1, WIDTH + 1), rng.integers(1, HEIGHT + 1)
        if number == 0:
            width, height = SIZE
        left, top = rng.integers(0, WIDTH - width + 1), rng.integers(0, HEIGHT - height + 1)
        over, disposal = way if number < 2 else WAYS[rng.integers(len(WAYS))]
        yield Part(int(left), int(top), noise(rng, width, height, kind), over, disposal)


def opened(tmp_path, data, name="a"):
    path = tmp_path / name
    path.write_bytes(data)
    return open_photo(path)


def seen(picture):
    alpha = picture.alpha
    if alpha is None:
        alpha = np.full(picture.pixels.shape[:2], 255, np.uint8)
    pixels = np.dstack([picture.pixels, alpha])
    # No color is seen where all is transparent.
    return np.where(alpha[..., None] > 0, pixels, np.uint8(0))


def require_frames(photo, expected, off_when_small=0):
    hidden = expected[..., 3:] == 0
    expected = np.where(hidden, 0, expected).astype(int)
    shown = np.stack([seen(frame) for frame in read_frames(photo.animation)])
    np.testing.assert_array_equal(shown, expected)
    np.testing.assert_array_equal(seen(photo), expected[0])
    small = read_thumbnail(photo.path, 999)
    assert np.abs(seen(small) - expected[0]).max() <= off_when_small


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", [0, 2, 3, 4, 6])
def test_apng_is_composed_to_the_last_bit(tmp_path, kind, way):
    rng = np.random.default_rng([kind, *way])
    for _ in range(3):
        parts = [*some_parts(rng, way, kind)]
        require_frames(opened(tmp_path, apng(parts, SIZE, kind)), composed(parts, SIZE))


@pytest.mark.parametrize("way", WAYS)
def test_first_frame_behind_a_still_image_may_be_smaller_than_the_canvas(tmp_path, way):
    rng = np.random.default_rng([7, *way])
    small = Part(2, 1, noise(rng, 3, 2), *way)
    parts = [small, *some_parts(rng, way)]
    still = Part(0, 0, noise(rng), False)
    photo = opened(tmp_path, apng(parts, SIZE, still=still))
    require_frames(photo, composed(parts, SIZE))
    alone = open_photo(photo.path, first_frame_only=True)
    np.testing.assert_array_equal(seen(alone), seen(photo))
    only = opened(tmp_path, apng(parts[:1], SIZE, still=still))
    assert (only.animation, only.notes) == (None, ())
    np.testing.assert_array_equal(seen(only), seen(photo))


@pytest.mark.parametrize("alpha", [0, 1, 127, 128, 254, 255])
def test_every_alpha_over_every_other(tmp_path, alpha):
    rng = np.random.default_rng(alpha)
    below, above = (noise(rng, 256, 2) for _ in range(2))
    below[..., 3], above[..., 3] = np.arange(256), alpha
    parts = [Part(0, 0, below, False), Part(0, 0, above, True)]
    require_frames(opened(tmp_path, apng(parts, (256, 2))), composed(parts, (256, 2)))


def test_deep_frames_are_rounded_before_they_are_composed(tmp_path):
    rng = np.random.default_rng(3)
    deep = rng.integers(0, 65536, (2, HEIGHT, WIDTH, 4)).astype(np.uint16)
    parts = [Part(0, 0, each, bool(number)) for number, each in enumerate(deep)]
    photo = opened(tmp_path, apng(parts, SIZE))
    eight = [part._replace(pixels=np.rint(part.pixels / 257).astype(np.uint8)) for part in parts]
    require_frames(photo, composed(eight, SIZE), off_when_small=1)


@pytest.mark.parametrize("still", [False, True])
@pytest.mark.parametrize(
    ("order", "whole"), [([0, 1, 2, 4, 3], 2), ([0, 2, 1, 3, 4], 1), ([1, 2, 3, 4, 5], 0)]
)
def test_frames_out_of_order_end_the_animation(tmp_path, order, whole, still):
    rng = np.random.default_rng(5)
    parts = [Part(0, 0, noise(rng), False) for _ in range(3)]
    if still:
        # The pixels of the first frame are counted, too.
        order = [0, *(number + 1 for number in order)] if whole else [1, 2, 3, 4, 5, 6]
    image = Part(0, 0, noise(rng), False) if still else None
    photo = opened(tmp_path, apng(parts, SIZE, still=image, order=order))
    first = composed([image if still else parts[0]], SIZE)[0]
    if whole:
        shown = [seen(frame) for frame in read_frames(photo.animation)]
        assert len(shown) == whole
    else:
        # As in browsers, the still image is left.
        assert photo.animation is None
        np.testing.assert_array_equal(seen(photo), np.where(first[..., 3:] > 0, first, 0))
        assert any("still image" in note for note in photo.notes)


@pytest.mark.parametrize("left", [1, 6, 2**31 - 1])
def test_frame_of_an_apng_beyond_the_canvas_ends_the_animation(tmp_path, left):
    rng = np.random.default_rng(6)
    parts = [Part(0, 0, noise(rng), False), Part(left, 0, noise(rng), False)]
    photo = opened(tmp_path, apng(parts, SIZE))
    assert len([*read_frames(photo.animation)]) == 1
    first = opened(tmp_path, apng(parts[::-1], SIZE))
    assert first.animation is None
    assert len(first.notes) == 2


GIF_TABLES = [np.random.default_rng(n).integers(0, 256, (128, 3)).astype(np.uint8) for n in (1, 2)]


def some_gif_parts(rng, disposal, transparent, local):
    """Make a first frame smaller than the canvas, and others partly beyond it."""
    for number in range(4):
        width, height = rng.integers(1, WIDTH + 3), rng.integers(1, HEIGHT + 3)
        left, top = rng.integers(0, WIDTH), rng.integers(0, HEIGHT)
        if number == 0:
            left, top, width, height = 1, 1, WIDTH - 2, HEIGHT - 1
        yield GifPart(
            int(left),
            int(top),
            rng.integers(0, 4, (height, width)),
            disposal if number < 2 else int(rng.integers(0, 4)),
            transparent,
            GIF_TABLES[1] if local and number % 2 else None,
        )


@pytest.mark.parametrize("disposal", [0, 1, 2, 3])
@pytest.mark.parametrize("transparent", [None, 2])
@pytest.mark.parametrize("table", [None, GIF_TABLES[0]], ids=["no table", "table"])
def test_gif_is_composed_as_browsers_do(tmp_path, disposal, transparent, table):
    rng = np.random.default_rng([disposal, transparent or 9])
    for local in (False, True):
        parts = [*some_gif_parts(rng, disposal, transparent, local)]
        photo = opened(tmp_path, gif(parts, SIZE, table, background=3))
        require_frames(photo, gif_composed(parts, SIZE, table))
        still = opened(tmp_path, gif(parts[:1], SIZE, table, background=3))
        np.testing.assert_array_equal(seen(still), seen(photo))
        assert seen(read_thumbnail(still.path, 99)).tolist() == seen(still).tolist()


def test_disposal_of_one_frame_is_not_that_of_the_next(tmp_path):
    whole, dot = np.zeros((HEIGHT, WIDTH), int), np.full((2, 2), 1)
    parts = [GifPart(0, 0, whole), GifPart(0, 0, dot, 2), GifPart(3, 0, dot), GifPart(5, 3, dot)]
    photo = opened(tmp_path, gif(parts, SIZE, GIF_TABLES[0]))
    require_frames(photo, gif_composed(parts, SIZE, GIF_TABLES[0]))


def test_color_of_the_background_enters_neither_palette_nor_shares(tmp_path):
    table = np.zeros((128, 3), np.uint8)
    table[:3] = (255, 255, 255), (200, 0, 0), (9, 9, 200)
    whole, hole = np.zeros((HEIGHT, WIDTH), int), np.ones((2, 2), int)
    parts = [GifPart(0, 0, whole), GifPart(2, 2, hole, 2), GifPart(0, 0, hole[:1])]
    photo = opened(tmp_path, gif(parts, SIZE, table, background=2), "a.gif")
    counted = count_colors(photo)
    assert counted.colors.tolist() == [[200, 0, 0], [255, 255, 255]]
    assert counted.counts.sum() == 3 * whole.size - hole.size
    for name in ("out.gif", "out.png", "out.webp"):
        save_image(reduce(photo, Settings(2)), tmp_path / name)
        require_frames(open_photo(tmp_path / name), gif_composed(parts, SIZE, table))


def test_partly_covered_still_counts_only_what_is_there(tmp_path):
    part = GifPart(1, 1, np.ones((2, 2), int))
    photo = opened(tmp_path, gif([part], SIZE, GIF_TABLES[0], background=3), "a.gif")
    counted = count_colors(photo)
    assert counted.colors.tolist() == [GIF_TABLES[0][1].tolist()]
    assert counted.hidden == WIDTH * HEIGHT - 4
    assert load_palette(photo.path).colors.tolist() == counted.colors.tolist()


@pytest.mark.parametrize("way", [way for way in WAYS if way[1] != IS_TAKEN_BACK])
def test_webp_is_composed_nearly_so(tmp_path, way):
    rng = np.random.default_rng([9, *way])
    parts = [
        part._replace(left=part.left // 2 * 2, top=part.top // 2 * 2, disposal=part.disposal % 2)
        for part in some_parts(rng, way)
    ]
    expected = composed(parts, SIZE)
    # libwebp mixes with fewer bits, and colors that are hardly seen are mixed from little.
    photo = opened(tmp_path, webp(parts, SIZE))
    for frame, wanted in zip(read_frames(photo.animation), expected, strict=True):
        clear = wanted[..., 3] > 80
        assert np.abs(seen(frame)[..., 3] - wanted[..., 3].astype(int)).max() <= 2
        assert np.abs(seen(frame)[clear].astype(int) - wanted[clear]).max() <= 3


def test_what_is_written_looks_the_same_to_pillow(tmp_path):
    rng = np.random.default_rng(4)
    photo = opened(tmp_path, apng([*some_parts(rng, (True, IS_CLEARED))], SIZE))
    for name in ("out.gif", "out.png", "out.webp"):
        save_image(reduce(photo, Settings(9)), tmp_path / name)
        require_frames(open_photo(tmp_path / name), frames_in(tmp_path / name)[0])


def test_plain_reference_mixes_as_the_book_says():
    assert plain_frames.over((0, 0, 255, 100), (0, 0, 0, 0)) == (0, 0, 255, 100)
    assert plain_frames.over((0, 0, 255, 128), (255, 0, 0, 255)) == (127, 0, 128, 255)
