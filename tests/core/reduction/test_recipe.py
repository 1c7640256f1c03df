"""reduce: what every result promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Photo, Settings, count_colors, kmeans, psnr, reduce
from core.settings import EFFORTS, STARTS
from tests import examples
from tests.core.reduction.pictures import NOISE, SIDES

PICTURES = hnp.arrays(np.uint8, st.tuples(SIDES, SIDES, st.just(3))) | NOISE


def ramp(colors, width=64):
    """Make a photo with exactly so many distinct colors."""
    keys = np.arange(colors * ((width + colors - 1) // colors)) % colors
    return Photo.from_array(np.stack([keys // 7, keys % 251, keys % 13], axis=1)[None].astype("u1"))


@settings(max_examples=examples(100))
@given(PICTURES, st.integers(1, 40), st.sampled_from(STARTS), st.integers(0, 9))
def test_every_color_asked_for_is_distinct_and_used(pixels, k, start, seed):
    photo = Photo.from_array(pixels)
    distinct = len(count_colors(photo))
    result = reduce(photo, Settings(k, start, seed=seed))
    used, counts = np.unique(result.indices, return_counts=True)
    assert len(result.palette) == min(k, distinct)
    assert used.tolist() == list(range(len(result.palette)))
    assert counts.tolist() == result.palette.counts.tolist()
    assert len(set(result.palette.hex)) == len(result.palette)


@settings(max_examples=examples(50))
@given(PICTURES, st.integers(1, 20))
def test_every_pixel_shows_its_nearest_color(pixels, k):
    result = reduce(Photo.from_array(pixels), Settings(k, space="rgb"))
    distances = ((pixels[:, :, None].astype(int) - result.palette.colors.astype(int)) ** 2).sum(-1)
    np.testing.assert_array_equal(
        np.take_along_axis(distances, result.indices[..., None].astype(int), -1)[..., 0],
        distances.min(-1),
    )
    assert result.error == distances.min(-1).sum()


@settings(max_examples=examples(50))
@given(PICTURES)
def test_palette_is_ordered_by_share_then_rgb(pixels):
    palette = reduce(Photo.from_array(pixels), Settings(16)).palette
    keys = [
        (-count, color)
        for count, color in zip(palette.counts.tolist(), palette.colors.tolist(), strict=True)
    ]
    assert keys == sorted(keys)


@pytest.mark.parametrize(("colors", "k"), [(1, 1), (1, 8), (5, 5), (5, 8), (256, 256)])
def test_photo_with_no_more_colors_than_asked_for_comes_back_unchanged(colors, k):
    photo = ramp(colors)
    result = reduce(photo, Settings(k))
    np.testing.assert_array_equal(result.rgb, photo.pixels)
    assert len(result.palette) == colors
    assert result.error == 0
    assert any("distinct color" in note for note in result.notes)


def test_256_of_257_colors_are_all_used():
    result = reduce(ramp(257, 1000), Settings(256))
    assert len(result.palette) == 256
    assert (result.palette.counts > 0).all()


@pytest.mark.parametrize("start", ["random", "in_pixels", "kmeans++"])
def test_other_starts_are_kmeans(astronaut, start):
    photo = Photo.from_array(astronaut[::4, ::4])
    result = reduce(photo, Settings(6, start, 50, seed=2))
    expected, _ = kmeans(photo.pixels.reshape(-1, 3), 6, 50, start, seed=2)
    ours, theirs = (c[np.lexsort(c.T)] for c in (result.centroids, expected))
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize("k", [4, 32])
def test_wu_needs_no_seed(astronaut, k, effort):
    photo = Photo.from_array(astronaut[::4, ::4])
    first, second = (reduce(photo, Settings(k, seed=seed, effort=effort)) for seed in (0, 1))
    assert first.indices.tobytes() == second.indices.tobytes()


@pytest.mark.parametrize("k", [4, 16, 64])
def test_wu_leaves_less_error_than_pillow(astronaut, k):
    from PIL import Image

    ours = reduce(Photo.from_array(astronaut), Settings(k, space="rgb")).error
    pillow = Image.fromarray(astronaut).quantize(k, dither=Image.Dither.NONE).convert("RGB")
    assert ours < ((astronaut.astype(float) - np.asarray(pillow)) ** 2).sum()


def test_hidden_pixels_take_no_part():
    pixels = np.array([[[255, 0, 0], [0, 0, 255], [0, 255, 0], [0, 250, 0]]], dtype=np.uint8)
    alpha = np.array([[255, 255, 0, 0]], dtype=np.uint8)
    result = reduce(Photo.from_array(pixels, alpha), Settings(4))
    assert result.palette.hex == ("#0000ff", "#ff0000", "#00000000")
    assert result.palette.counts.tolist() == [1, 1, 0]
    assert result.indices.tolist() == [[1, 0, 2, 2]]
    beside = reduce(Photo.from_array(pixels, alpha), Settings(4, transparency="channel"))
    assert beside.palette.hex == ("#0000ff", "#ff0000")
    assert beside.indices.tolist() == [[1, 0, 0, 0]]


def test_photo_without_visible_pixel_is_refused():
    photo = Photo.from_array(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2), np.uint8))
    with pytest.raises(ValueError, match="fully transparent"):
        reduce(photo, Settings())


def test_known_histogram_gives_the_same_bytes(astronaut):
    photo = Photo.from_array(astronaut)
    first = reduce(photo, Settings(9))
    second = reduce(photo, Settings(9), histogram=count_colors(photo))
    assert first.indices.tobytes() == second.indices.tobytes()
    assert first.palette.hex == second.palette.hex


def test_progress_rises_to_the_end(astronaut):
    seen = []
    reduce(Photo.from_array(astronaut), Settings(32), seen.append)
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len({progress.phase for progress in seen}) >= 4


def test_cancelling_passes_through(astronaut):
    class Stop(Exception):
        pass

    def cancel(progress):
        if progress.phase == "moving centroids":
            raise Stop

    with pytest.raises(Stop):
        reduce(Photo.from_array(astronaut), Settings(32), cancel)


def test_history_tells_of_a_falling_error(astronaut):
    result = reduce(Photo.from_array(astronaut), Settings(16, space="rgb"))
    errors = [step.error for step in result.history]
    assert len(errors) == result.iterations > 1
    assert errors == sorted(errors, reverse=True)
    # Rounding costs a little, one more assignment gains a little.
    assert result.error == pytest.approx(errors[-1], rel=0.01)


def test_psnr_is_that_of_the_pixels(astronaut):
    result = reduce(Photo.from_array(astronaut), Settings(8))
    mse = ((astronaut.astype(float) - result.rgb) ** 2).mean()
    assert psnr(result) == pytest.approx(10 * np.log10(255**2 / mse))


def test_results_cannot_be_written_to(astronaut):
    photo = Photo.from_array(astronaut)
    result = reduce(photo, Settings(4))
    for array in (photo.pixels, result.indices, result.palette.colors, result.centroids):
        assert not array.flags.writeable


def test_photo_does_not_change_with_the_array_it_was_made_of():
    pixels = np.zeros((2, 2, 3), np.uint8)
    photo = Photo.from_array(pixels)
    pixels[:] = 9
    assert photo.pixels.max() == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"colors": 0}, "colors is 0; allowed are whole numbers from 1 to 256"),
        ({"colors": 257}, "colors is 257"),
        ({"colors": 2.5}, "colors is 2.5"),
        ({"colors": True}, "colors is True"),
        ({"start": "best"}, "start is 'best'; allowed are wu"),
        ({"max_iterations": 0}, "max_iterations is 0"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_bad_setting_names_field_value_and_what_is_allowed(values, message):
    with pytest.raises(ValueError, match=message):
        Settings(**values)
