"""Dithering with given colors: mixtures of them come out, other colors as the nearest mixture."""

import numpy as np
import pytest

from core import Palette, Photo, Settings, count_colors, open_photo, reduce
from core.color.spaces import linear_to_srgb, srgb_to_linear
from core.reduction.fixed import reduce_to
from core.settings import DITHERS, SPACES
from resources import path
from tests.bench.dithering import difference
from tests.bench.given_colors import picture

METHODS = DITHERS[1:]
# Atkinson's loses a quarter of all errors.
FAITHFUL = ("floyd-steinberg", "jarvis", "stucki", "sierra-lite")
PARTS = {"bayer-2": 4, "bayer-4": 16, "bayer-8": 64, "blue-noise": 32}
BLACK, WHITE, NEARLY = (0, 0, 0), (255, 255, 255), (254, 254, 254)
RED, GREEN, BLUE, YELLOW, ORANGE = (
    *((255, 0, 0), (0, 255, 0), (0, 0, 255)),
    *((255, 255, 0), (255, 140, 0)),
)
DISPLAY = [BLACK, WHITE, GREEN, BLUE, RED, YELLOW, ORANGE]


def shown(pixels, colors, method, space="rgb", **others):
    """Return the picture in linear light, 0…255."""
    photo = Photo.from_array(np.ascontiguousarray(pixels, np.uint8))
    settings = Settings(dither=method, space=space, **others)
    result = reduce_to(photo, count_colors(photo), Palette.of(colors), settings)
    return 255 * srgb_to_linear(result.rgb)


def field(color, size=128):
    return np.full((size, size, 3), color, np.uint8)


def mean_of(color, colors, method, space="rgb", size=128):
    return shown(field(color, size), colors, method, space).mean(axis=(0, 1))


def light(color):
    return 255 * srgb_to_linear(np.array(color, float))


@pytest.mark.parametrize("space", ["rgb", "oklab", pytest.param("lab", marks=pytest.mark.long)])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("color", "colors", "more"),
    [
        ((128, 128, 128), [BLACK, WHITE], NEARLY),
        ((128, 128, 128), [BLACK, WHITE], (1, 0, 0)),
        ((128, 0, 128), [BLACK, BLUE, RED], (0, 0, 254)),
    ],
)
def test_color_almost_there_changes_hardly_anything(color, colors, more, method, space):
    before, after = (mean_of(color, each, method, space) for each in (colors, [*colors, more]))
    np.testing.assert_allclose(after, before, atol=2)


@pytest.mark.parametrize("method", METHODS)
def test_locked_color_almost_there_changes_hardly_anything(method):
    photo = Photo.from_array(np.tile(np.arange(100, 132, dtype=np.uint8)[:, None], (4, 32, 3)))
    means = []
    for locked in ((BLACK, WHITE), (BLACK, WHITE, NEARLY)):
        settings = Settings(len(locked), locked=locked, dither=method)
        means.append(255 * srgb_to_linear(reduce(photo, settings).rgb).mean(axis=(0, 1)))
    np.testing.assert_allclose(*means, atol=2)


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("seed", range(20))
def test_mixture_comes_out(seed, space):
    random = np.random.default_rng(100 + seed)
    colors = random.integers(0, 256, (int(random.integers(2, 17)), 3), np.uint8)
    mixture = random.dirichlet(np.ones(len(colors))) @ srgb_to_linear(colors)
    color = np.rint(linear_to_srgb(mixture)).astype(np.uint8)
    method = FAITHFUL[seed % 4]
    found = mean_of(color, colors.tolist(), method, space)
    np.testing.assert_allclose(found, light(color), atol=2)
    for more in (colors[0].tolist(), random.integers(0, 256, 3).tolist()):
        after = mean_of(color, [*colors.tolist(), more], method, space)
        np.testing.assert_allclose(after, found, atol=2)


# Errors have to lead far out before these are mixed right, or their cell of the grid is much larger
# than the way to the nearest mixture.
@pytest.mark.parametrize("method", FAITHFUL)
@pytest.mark.parametrize(
    ("color", "colors"),
    [
        (
            (153, 169, 174),
            [
                *[(38, 249, 28), (195, 4, 198), (8, 188, 146), (224, 87, 163), (64, 239, 31)],
                *[(141, 110, 243), (156, 141, 191), (255, 84, 19), (238, 133, 131)],
                (64, 129, 218),
            ],
        ),
        ((113, 140, 114), [(212, 190, 66), (105, 102, 87), (29, 182, 168), (106, 141, 112)]),
        ((138, 219, 116), [(4, 47, 236), (144, 228, 91), (102, 252, 189)]),
    ],
)
def test_mixture_next_to_a_plane_of_colors_comes_out(color, colors, method):
    found = mean_of(color, colors, method)
    np.testing.assert_allclose(found, light(color), atol=2)
    before = mean_of(color, colors[:-1], method)
    np.testing.assert_allclose(found, before, atol=2)


@pytest.mark.parametrize("method", FAITHFUL)
@pytest.mark.parametrize("serpentine", [True, False])
def test_edges_of_a_field_have_its_light_too(method, serpentine):
    color, colors = (180, 166, 171), [BLACK, WHITE, RED, GREEN, BLUE]
    found = shown(field(color), colors, method, serpentine=serpentine)
    for edge in (found[:8], found[:, :8], found[:, -8:]):
        np.testing.assert_allclose(edge.mean(axis=(0, 1)), light(color), atol=6)


@pytest.mark.parametrize("method", FAITHFUL)
def test_crowds_at_both_ends_stop_no_dithering(method):
    random = np.random.default_rng(2)
    crowds = [random.integers(0, 6, (30, 3)), random.integers(250, 256, (30, 3))]
    found = mean_of((128, 128, 128), np.vstack(crowds).tolist(), method)
    np.testing.assert_allclose(found, light((128, 128, 128)), atol=2.5)


# Without mending mixtures, each of the first is off by more: those of seeds 853, 30 and 2045 are of
# thin triangles, or of colors that rounding took out of what can be mixed. In the four after these,
# what leaves least in all channels leaves too much in one, or is dark or calm. Others are random.
@pytest.mark.parametrize(
    ("method", "parts", "seed"),
    [
        *[("bayer-4", 16, 126), ("bayer-8", 64, 112), ("blue-noise", 32, 60)],
        *[("bayer-4", 16, 148), ("bayer-8", 64, 510), ("blue-noise", 32, 35)],
        *[("bayer-2", 4, 301), ("bayer-2", 4, 853), ("bayer-8", 64, 30), ("bayer-8", 64, 2045)],
        *[("bayer-2", 4, 1114), ("bayer-2", 4, 3193), ("bayer-8", 64, 684), ("bayer-8", 64, 3308)],
        *[(*each, seed) for each in PARTS.items() for seed in range(4000, 4010)],
    ],
)
def test_textures_are_off_by_half_of_a_part(method, parts, seed):
    random = np.random.default_rng(seed)
    colors = random.integers(0, 256, (int(random.integers(2, 17)), 3), np.uint8)
    mixture = random.dirichlet(np.ones(len(colors))) @ srgb_to_linear(colors)
    color = np.rint(linear_to_srgb(mixture)).astype(np.uint8)
    found = mean_of(color, colors.tolist(), method, size=64)
    np.testing.assert_allclose(found, light(color), atol=255 / parts / 2)


WALL = np.frombuffer(
    bytes.fromhex(
        "9091776967589b9e8285856d632a1a7877615d5848a7ab8f4e493b3f392b7938288b504030281abbc1a41c1409fcfdf7"
    ),
    np.uint8,
).reshape(-1, 3)


def test_texture_is_not_made_of_black_and_white_for_a_little_blue():
    found = shown(field((99, 99, 99), 8), WALL, "bayer-8")
    assert (found[..., 0].round() == round(float(light(105)))).mean() > 0.75


def test_texture_has_no_black_dots_where_colors_beside_are_hardly_off():
    found = shown(field((138, 142, 118), 8), WALL, "bayer-8", "lab")
    assert found.min() > light(100)
    np.testing.assert_allclose(found.mean(axis=(0, 1)), light((138, 142, 118)), atol=4)


@pytest.mark.parametrize("method", ["bayer-2", "bayer-4", "bayer-8", "blue-noise"])
def test_dark_gray_of_black_and_white_is_not_all_black(method):
    darkest = {"bayer-2": 80, "bayer-4": 42, "bayer-8": 20, "blue-noise": 28}[method]
    assert mean_of((darkest,) * 3, [BLACK, WHITE], method, size=64).min() > 0


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("method", [*FAITHFUL, "bayer-8", "blue-noise"])
@pytest.mark.parametrize(
    ("color", "others"), [((0, 255, 255), (GREEN, BLUE)), ((255, 0, 255), (RED, BLUE))]
)
def test_color_out_of_reach_is_the_mixture_nearest_to_it(color, others, method, space):
    nearest = (light(others[0]) + light(others[1])) / 2
    np.testing.assert_allclose(mean_of(color, DISPLAY, method, space, 64), nearest, atol=24)


# Judges see sRGB, not light: of all mixtures of two colors some is nearest there.
@pytest.mark.parametrize("method", FAITHFUL)
@pytest.mark.parametrize(
    ("color", "colors", "most"),
    [
        ((2, 235, 82), [(187, 170, 61), (34, 171, 128)], 1.06),
        ((149, 72, 109), [(180, 219, 135), (80, 66, 29)], 1.06),
        ((230, 30, 40), [(62, 57, 44), (162, 157, 145)], 1.015),
    ],
)
def test_color_out_of_reach_is_nearly_as_near_as_can_be(color, colors, most, method):
    shares = np.linspace(0, 1, 256)[:, None]
    one, other = srgb_to_linear(np.array(colors))
    mixtures = linear_to_srgb((1 - shares) * one + shares * other)
    found = linear_to_srgb(mean_of(color, colors, method, "lab", 64) / 255)
    distances = np.linalg.norm(np.vstack([found, mixtures]) - color, axis=1)
    assert distances[0] <= most * distances[1:].min()


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("method", FAITHFUL)
@pytest.mark.parametrize("beside", [(0, 255, 255), (255, 0, 255), (255, 0, 0), (0, 0, 255)])
def test_color_out_of_reach_leaves_what_is_beside_alone(beside, method, space):
    colors = [(40, 40, 40), (200, 200, 200), (60, 120, 60)]
    pixels = field((110, 110, 110), 96)
    pixels[:48, :48] = beside
    found = shown(pixels, colors, method, space)
    for part in (found[:48, 52:60], found[52:60, :48]):
        np.testing.assert_allclose(part.mean(axis=(0, 1)), light((110, 110, 110)), atol=8)


@pytest.mark.parametrize("method", FAITHFUL)
def test_palette_made_from_a_grainy_photo_serves_from_a_file(method):
    y, x = np.mgrid[:96, :96] / 96
    waves = np.stack([np.sin(7 * x + 3 * y), np.sin(4 * y - 9 * x * y), np.cos(5 * x + 8 * y)], -1)
    # What grains lack, those around have too much of.
    grains = np.random.default_rng(1).normal(0, 12, waves.shape)
    pixels = np.rint(110 + 60 * waves + grains).clip(0, 255).astype(np.uint8)
    photo = Photo.from_array(pixels)
    made = reduce(photo, Settings(64, space="rgb", dither=method, dither_strength=100))
    before = difference(pixels, made.rgb)
    found = shown(pixels, made.palette.colors.tolist(), method)
    assert difference(pixels, linear_to_srgb(found / 255)) <= 1.15 * before


# Errors that come from afar are noise where the picture changes from pixel to pixel.
# And grain is, in textures of few parts.
@pytest.mark.parametrize(
    ("method", "k", "most"),
    [
        *[("jarvis", 256, 0.995), ("stucki", 256, 0.992), ("jarvis", 128, 0.99)],
        *[("atkinson", 2, 0.98), ("bayer-2", 16, 0.98), ("bayer-2", 64, 0.995)],
    ],
)
def test_colors_from_a_file_show_a_photo_better_than_those_of_a_run(method, k, most):
    pixels = np.ascontiguousarray(open_photo(path("sample.jpg")).pixels[:256, :384])
    photo, settings = Photo.from_array(pixels), Settings(k, space="rgb")
    colors = [BLACK, WHITE] if k == 2 else reduce(photo, settings).palette.colors.tolist()
    before, after = (
        difference(pixels, picture(photo, np.array(colors, np.uint8), method, "rgb", given))
        for given in (False, True)
    )
    assert after <= most * before


@pytest.mark.parametrize("method", METHODS)
def test_exact_colors_are_kept_if_wished(method):
    random = np.random.default_rng(4)
    pixels = random.integers(60, 200, (40, 40, 3), np.uint8)
    exact = random.random((40, 40)) < 0.5
    pixels[exact] = (200, 60, 60)
    photo, colors = Photo.from_array(pixels), [BLACK, WHITE, RED, GREEN, BLUE, (200, 60, 60)]
    results = []
    for keep in (False, True):
        chosen = Settings(space="rgb", dither=method, keep_exact=keep)
        shown = reduce_to(photo, count_colors(photo), Palette.of(colors), chosen).rgb
        results.append(shown[exact])
    assert (results[1] == (200, 60, 60)).all()
    # Textures dither each color by itself, and this one is there.
    assert (results[0] == (200, 60, 60)).all() == (method in METHODS[5:])
