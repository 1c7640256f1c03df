"""Small vivid areas keep a color of their own, where others do not lose too much by it."""

import numpy as np
import pytest
from PIL import Image

import resources
from core import Photo, Settings, count_colors, draft, open_photo, reduce
from core.color.difference import color_difference
from core.reduction.areas import find_areas

SKY, FIELD, RED = (120, 165, 220), (85, 130, 60), (190, 40, 35)


def landscape(house=RED, size=14):
    """Sky and field in soft light, with grain, and a small house."""
    light = np.linspace(-30, 30, 160)[:, None, None] * np.ones((1, 240, 1))
    pixels = np.where(light < 0, SKY, FIELD) + light
    pixels[100 : 100 + size, 150 : 150 + size] = house
    grain = np.random.default_rng(0).normal(0, 6, (160, 240, 1))
    return np.clip(np.rint(pixels + grain), 0, 255).astype(np.uint8)


def nearest(palette, color=RED):
    colors = np.ascontiguousarray(palette.colors)
    return color_difference(colors, np.tile(np.array(color, np.uint8), (len(colors), 1))).min()


@pytest.fixture(scope="module")
def sample():
    return open_photo(resources.path("sample.jpg"))


def test_the_sample_keeps_a_red_at_8_colors(sample):
    histogram = count_colors(sample)
    palettes = (
        reduce(sample, Settings(8, space="auto", accents=each), histogram=histogram).palette
        for each in (None, 0)
    )
    kept, lost = (nearest(palette, (200, 35, 28)) for palette in palettes)
    assert kept < 12
    assert lost > 25


def test_an_accent_takes_the_place_of_a_shade_and_not_of_a_hue(sample):
    palette = reduce(sample, Settings(8, space="auto")).palette
    assert nearest(palette, (80, 90, 40)) < 12


@pytest.mark.parametrize("k", [4, 5, 8])
@pytest.mark.parametrize("house", [RED, (240, 140, 20), (250, 60, 160), (30, 20, 220)])
def test_a_drawn_house_keeps_its_color(k, house):
    photo = Photo.from_array(landscape(house))
    assert nearest(reduce(photo, Settings(k, space="auto")).palette, house) < 12


@pytest.mark.parametrize("space", ["rgb", "oklab", "lab"])
def test_other_spaces_look_for_accents_when_asked(space):
    photo = Photo.from_array(landscape(size=5))
    plain, zero, wanted = (
        reduce(photo, Settings(4, space=space, accents=each)) for each in (None, 0, 50)
    )
    np.testing.assert_array_equal(plain.rgb, zero.rgb)
    assert nearest(wanted.palette) < 12 < nearest(plain.palette)


@pytest.mark.parametrize(("weight", "kept"), [(10, False), (50, True)])
def test_an_accent_comes_in_where_its_price_is_fair(weight, kept):
    photo = Photo.from_array(landscape(size=5))
    palette = reduce(photo, Settings(5, space="rgb", accents=weight)).palette
    assert (nearest(palette) < 12) == kept


@pytest.mark.parametrize("start", ["random", "in_pixels", "kmeans++"])
def test_plain_k_means_knows_no_accents(start):
    photo = Photo.from_array(landscape())
    plain, wanted = (reduce(photo, Settings(4, start, accents=each)) for each in (0, 100))
    np.testing.assert_array_equal(plain.rgb, wanted.rgb)


def test_scattered_pixels_are_no_accent():
    pixels = landscape(house=FIELD)
    pixels[::9, ::9] = RED
    assert len(find_areas(Photo.from_array(pixels)).colors) > 0
    photo = Photo.from_array(pixels)
    plain, wanted = (reduce(photo, Settings(4, accents=each)) for each in (0, 100))
    np.testing.assert_array_equal(plain.rgb, wanted.rgb)


def test_gray_areas_are_no_accent():
    gray = landscape(house=(250, 250, 250)).max(axis=2)
    photo = Photo.from_array(np.stack([gray] * 3, axis=2))
    assert len(find_areas(photo).colors) == 0


def test_a_draft_has_the_accents_of_the_result(sample):
    histogram, settings = count_colors(sample), Settings(8, space="auto")
    result = reduce(sample, settings, histogram=histogram)
    drafted = draft(histogram, settings, sample, histogram)
    for palette in (result.palette, drafted.palette):
        assert nearest(palette, (200, 35, 28)) < 12


def test_a_draft_locks_no_accent_and_moves_it_apart_like_the_others(sample):
    histogram = count_colors(sample)
    plain, mixed = (
        draft(histogram, Settings(8, dither=each), sample, histogram).palette
        for each in ("none", "jarvis")
    )
    assert not plain.locked.any()
    assert not set(plain.hex) & set(mixed.hex)


@pytest.mark.parametrize("effort", ["fast", "normal", "best"])
def test_locked_colors_and_accents_go_together(effort):
    photo, lock = Photo.from_array(landscape()), (1, 2, 3)
    palette = reduce(photo, Settings(5, "wu", effort=effort, space="auto", locked=(lock,))).palette
    assert nearest(palette) < 12
    assert nearest(palette, lock) == 0
    assert palette.locked.sum() == 1
    assert len(palette) == len(set(palette.hex)) == 5


@pytest.mark.parametrize("transparency", ["palette", "channel", "flatten"])
@pytest.mark.parametrize("least", [0, 120])
def test_transparent_photos_have_accents_too(transparency, least):
    alpha = np.full((160, 240), 255, np.uint8)
    alpha[:, :40] = np.linspace(least, 255, 40) if least else 0
    photo = Photo.from_array(landscape(), alpha)
    settings = Settings(5, space="auto", transparency=transparency, accents=80)
    palette = reduce(photo, settings).palette
    assert nearest(palette) < 12
    assert len(palette) == 5


@pytest.mark.parametrize("space", ["rgb", "oklab"])
def test_a_translucent_corner_leaves_accents_as_dear_as_they_are(space):
    alpha = np.full((160, 240), 255, np.uint8)
    alpha[0, 0] = 254
    photo = Photo.from_array(landscape(size=5), alpha)
    assert nearest(reduce(photo, Settings(5, space=space, accents=30)).palette) < 12


@pytest.mark.parametrize("shape", [(1, 300_000), (300_000, 1)])
def test_a_strip_has_areas_too(shape):
    pixels = np.full((*shape, 3), FIELD, np.uint8)
    pixels.reshape(-1, 3)[40_000:41_000] = RED
    assert list(RED) in find_areas(Photo.from_array(pixels)).colors.astype(int).tolist()


def test_areas_share_the_whole_of_a_flattened_photo():
    alpha = np.full((160, 240), 255, np.uint8)
    alpha[:, :120] = 0
    histogram = count_colors(Photo.from_array(landscape(), alpha))
    visible, whole = histogram.areas, histogram.flattened((255, 255, 255)).areas
    np.testing.assert_allclose(whole.shares, visible.shares / 2)


def test_hidden_pixels_are_no_accent():
    alpha = np.full((160, 240), 255, np.uint8)
    alpha[95:120, 145:170] = 0
    photo = Photo.from_array(landscape(), alpha)
    plain, wanted = (reduce(photo, Settings(4, accents=each)) for each in (0, 100))
    np.testing.assert_array_equal(plain.rgb, wanted.rgb)


def test_an_animation_has_the_accents_of_its_frames(tmp_path):
    frames = [Image.fromarray(landscape(house, size=8)) for house in (FIELD, FIELD, RED)]
    frames[0].save(tmp_path / "a.webp", save_all=True, append_images=frames[1:], lossless=True)
    animation = open_photo(tmp_path / "a.webp")
    kept, lost = (reduce(animation, Settings(4, accents=each)).palette for each in (None, 0))
    assert nearest(kept) < 12 < nearest(lost)


@pytest.mark.parametrize("k", [1, 2, 3, 256])
@pytest.mark.parametrize("pixels", [landscape(), landscape()[:1, :1], landscape()[:3, :4]])
def test_any_number_of_colors_and_any_size_will_do(k, pixels):
    photo = Photo.from_array(np.ascontiguousarray(pixels))
    palette = reduce(photo, Settings(k, space="auto", accents=100)).palette
    assert len(palette) == min(k, len(count_colors(photo)))


@pytest.mark.parametrize(
    ("settings", "weight"),
    [
        (Settings(space="auto"), 50),
        (Settings(space="auto", accents=7), 7),
        (Settings(space="rgb"), 0),
        (Settings(space="lab", accents=7), 7),
        (Settings(space="auto", start="random", accents=7), 0),
        (Settings(2, space="auto", first_colors=(RED, SKY)), 0),
    ],
)
def test_accents_left_to_fewtone_go_by_the_space(settings, weight):
    assert settings.weight_of_accents == weight
