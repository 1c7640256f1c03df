"""How different a result looks, as one number: what counts, what does not, in which order."""

import numpy as np
import pytest
from PIL import Image

from core import (
    InputError,
    Photo,
    Settings,
    built_in_palette,
    count_colors,
    describe_difference,
    open_photo,
    reduce,
    visible_difference,
)
from core.parallel import threads, use_threads
from core.progress import Tick
from core.reduction.fixed import reduce_to
from core.reduction.pictures import Pictures
from core.reduction.visible import _corners
from tests.core.reduction.pictures import shown_as


def gray(level, height=64, width=64):
    return np.full((height, width, 3), level, np.uint8)


def difference(pixels, shown, alpha=None, **others):
    return visible_difference(Photo.from_array(pixels, alpha), shown_as(shown, alpha, **others))


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo.from_array(np.ascontiguousarray(astronaut[:240, 100:420]))


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (7, 5), (64, 64), (65, 130)])
def test_same_pixels_do_not_differ(size):
    pixels = np.random.default_rng(0).integers(0, 6, (*size, 3), dtype=np.uint8) * 51
    assert difference(pixels, pixels) == 0.0


@pytest.mark.parametrize(
    ("levels", "steps"), [((119, 145), 10.0), ((0, 255), 100.0), ((128, 129), 0.4)]
)
@pytest.mark.parametrize("size", [(1, 1), (3, 200), (100, 100)])
def test_flat_field_differs_by_its_steps_of_lightness(levels, steps, size):
    field, other = (gray(level, *size) for level in levels)
    assert difference(field, other) == pytest.approx(steps, rel=0.05)


def test_checkerboard_looks_like_the_gray_between():
    board = gray(0)
    board[::2, ::2] = board[1::2, 1::2] = 255
    assert difference(gray(188), board) < 0.2
    assert difference(gray(128), board) > 20


def test_coarse_checks_do_not():
    board = gray(0)
    board.reshape(4, 16, 4, 16, 3)[::2, :, ::2] = 255
    assert difference(gray(188), board) > 20


def test_more_colors_never_look_worse_on_a_gradient():
    ramp = np.broadcast_to(np.arange(256, dtype=np.uint8)[:, None], (96, 256, 3))
    photo = Photo.from_array(np.ascontiguousarray(ramp))
    found = [visible_difference(photo, reduce(photo, Settings(k))) for k in (2, 4, 8, 16, 64, 256)]
    assert found == sorted(found, reverse=True)
    assert found[-1] == 0.0


def test_step_in_the_sky_is_seen_more_than_in_a_thicket():
    leaves = np.random.default_rng(0).integers(60, 190, (32, 32, 1), dtype=np.uint8)
    thicket = np.kron(leaves, np.ones((2, 2, 3), np.uint8))
    assert difference(thicket, thicket + 3) < 0.8 * difference(gray(128), gray(131))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"colors": 16}, {"colors": 4}),
        ({"colors": 64}, {"colors": 16}),
        ({"dither": "floyd-steinberg"}, {}),
        ({"dither": "blue-noise"}, {}),
        ({"space": "auto"}, {"space": "rgb"}),
    ],
)
def test_order_is_that_of_the_eye(photo, better, worse):
    one, other = (
        visible_difference(photo, reduce(photo, Settings(**({"colors": 8} | settings))))
        for settings in (better, worse)
    )
    assert one < other


def test_two_inks_are_a_poster_and_256_colors_are_not(photo):
    inks = reduce_to(photo, count_colors(photo), built_in_palette("grays-2"), Settings())
    assert describe_difference(visible_difference(photo, inks)) == "poster"
    many = visible_difference(photo, reduce(photo, Settings(256, space="auto")))
    assert describe_difference(many) == "hardly visible"


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (0.0, "hardly visible"),
        (0.49, "hardly visible"),
        (0.5, "slight"),
        (1.0, "clear"),
        (2.0, "poster"),
        (100.0, "poster"),
    ],
)
def test_words_begin_at_their_limit(difference, words):
    assert describe_difference(difference) == words


def test_hidden_pixels_do_not_count():
    left = np.zeros((64, 128), np.uint8)
    left[:, :64] = 255
    pixels, shown = gray(100, 64, 128), gray(120, 64, 128)
    shown[:, 64:] = 0
    alone = difference(pixels[:, :64], shown[:, :64])
    assert difference(pixels, shown, left) == pytest.approx(alone)
    assert difference(pixels, pixels[:, ::-1], np.zeros_like(left)) == 0.0


def test_small_cutout_in_a_large_photo_is_found():
    alpha = np.zeros((1000, 2100), np.uint8)
    alpha[700:710, 900:910] = 255
    assert difference(gray(0, 1000, 2100), gray(255, 1000, 2100), alpha) > 20


def test_alpha_that_is_lost_shows_on_the_ground_where_it_shows_more():
    photo = Photo.from_array(gray(255), np.full((64, 64), 128, np.uint8))
    assert visible_difference(photo, shown_as(gray(255))) > 40
    assert visible_difference(photo, shown_as(gray(255), photo.alpha)) == 0.0


def test_flattened_result_is_compared_with_the_flattened_photo():
    photo = Photo.from_array(gray(255), np.full((64, 64), 128, np.uint8))
    settings = Settings(2, transparency="flatten", background=(0, 0, 0))
    assert visible_difference(photo, reduce(photo, settings)) == 0.0


def test_an_animation_is_compared_as_it_is_for_it_is_not_flattened(tmp_path, photo):
    frames = [np.dstack([photo.pixels, np.full((240, 320), 255, np.uint8)]) for _ in range(2)]
    for frame in frames:
        frame[:, :200, 3] = 0
    frames[1][::7] = 255
    first, second = map(Image.fromarray, frames)
    first.save(tmp_path / "a.webp", save_all=True, append_images=[second], lossless=True)
    animation = open_photo(tmp_path / "a.webp")
    found = {
        visible_difference(animation, reduce(animation, Settings(4, transparency=each)))
        for each in ("palette", "flatten")
    }
    assert len(found) == 1


def test_tiles_of_a_large_photo_tell_as_much_as_all(photo, monkeypatch):
    large = Photo.from_array(np.tile(photo.pixels, (5, 3, 1)))
    result = reduce(large, Settings(16))
    assert len(_corners(Pictures.of(large, result))) == 19 * 15
    whole = visible_difference(large, result)
    monkeypatch.setattr("core.reduction.visible._MOST_TILES", 100)
    assert visible_difference(large, result) == pytest.approx(whole, rel=0.03)


def test_result_depends_on_no_threads(photo):
    result, before = reduce(photo, Settings(8)), threads()
    found = set()
    for count in (1, 3):
        use_threads(count)
        found.add(visible_difference(photo, result))
    use_threads(before)
    assert len(found) == 1


def test_what_the_tick_raises_ends_it(photo):
    def refuse(_fraction):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        visible_difference(photo, reduce(photo, Settings(4)), Tick(refuse))


def test_result_of_another_size_is_refused(photo):
    with pytest.raises(InputError, match=r"result\.indices"):
        visible_difference(photo, shown_as(gray(1)))
