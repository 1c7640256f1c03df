"""Dithering: few colors that from afar look like many."""

from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import (
    Palette,
    Photo,
    Settings,
    SettingsError,
    count_colors,
    draft,
    kernels,
    parallel,
    reduce,
)
from core.color.spaces import GRAIN, SPACES, srgb_to_linear, srgb_to_oklab
from core.kernels import dither_in_numpy, in_c, native
from core.kernels.targets import COLOR_OF_LEVEL, LEVELS, LINEAR, LOWEST, Targets
from core.model import Edited
from core.progress import Tick
from core.reduction.dither import (
    dither,
    shown,
    strength,
    targets,
    targets_of,
    thresholds,
    weights,
)
from core.reduction.edit import add, merge, rearrange, rearranged_draft, recolor, remove
from core.reduction.thresholds import bayer, blue_noise
from core.settings import DITHERS
from tests import covering, examples
from tests.core.kernels.builds import builds
from tests.core.reduction import plain_diffusion
from tests.core.reduction.pictures import NOISE, noise

METHODS = DITHERS[1:]
LONG = pytest.mark.long
BUILDS_IN_C = builds(["baseline", "avx2"])
DIFFUSING = ("floyd-steinberg", "atkinson", "jarvis", "stucki", "sierra-lite")
ORDERED = ("bayer-2", "bayer-4", "bayer-8", "blue-noise")
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
PAIR = np.array([BLACK, WHITE], np.uint8)

VALUES = st.sampled_from([0, 1, 2, 100, 128, 254, 255]) | st.integers(0, 255)
PICTURES = NOISE | hnp.arrays(
    np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3)), elements=VALUES
)
PALETTES = NOISE.map(lambda pixels: pixels.reshape(-1, 3)[:20]) | hnp.arrays(
    np.uint8, st.tuples(st.integers(1, 20), st.just(3)), elements=VALUES
)


@pytest.fixture(params=builds(["numpy", "baseline", "avx2"]), scope="module")
def build(request):
    """Run a test with each build of the loops, and with numpy."""
    with pytest.MonkeyPatch.context() as patch:
        use(patch, request.param)
        yield request.param


def use(patch, name):
    if name == "numpy":
        patch.setattr(native, "library", lambda: None)
        return
    found = native.load(name) if name in native.variants() else None
    if found is None:
        pytest.skip(f"there is no build for {name}")
    patch.setattr(native, "library", lambda: found)


@contextmanager
def shared(shares):
    """Share the work among so many threads, in chunks as small as can be."""
    before = parallel.threads()
    parallel.use_threads(shares)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_c, "_FEWEST_PIXELS_TO_SHARE", 0)
        for name in ("_DITHERED_PER_CHUNK", "_PIXELS_PER_CHUNK"):
            patch.setattr(in_c, name, 1)
        for name in ("_COLORS_PER_BLOCK", "_PIXELS_PER_BLOCK"):
            patch.setattr(dither_in_numpy, name, 3)
        yield
    parallel.use_threads(before)


@contextmanager
def small_bands():
    """Divide even small pictures into bands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.kernels.targets._ROWS", 4)
        patch.setattr("core.kernels.targets._ROWS_BEFORE", 2)
        yield


@pytest.fixture(scope="module")
def ramp():
    """Linear light from black to white, 32 × 160."""
    encoded = np.rint(255 * np.linspace(0, 1, 160) ** (1 / 2.2)).astype(np.uint8)
    return Photo.from_array(np.tile(encoded[None, :, None], (32, 1, 3)))


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo.from_array(astronaut[60:188, 150:310].copy())


def black_and_white(photo, **chosen):
    chosen = Settings(2, locked=(BLACK, WHITE), **chosen)
    return reduce(photo, chosen)


def block_means(rgb, size=8):
    height, width, _ = rgb.shape
    blocks = srgb_to_linear(rgb).reshape(height // size, size, width // size, size, 3)
    return blocks.mean(axis=(1, 3))


def away_in_lightness(photo, result):
    """How far the means over blocks of the lightness of Oklab are from those of the photo."""
    both = (srgb_to_oklab(each)[:128, :160, 0] for each in (photo.pixels, result.rgb))
    own, found = (each.reshape(16, 8, 20, 8).mean(axis=(1, 3)) for each in both)
    return float(np.abs(found - own).mean())


def away_from(photo, result):
    """How far the means over blocks are from those of the photo, in linear light."""
    return float(np.abs(block_means(result.rgb) - block_means(photo.pixels)).mean())


# The loops


@settings(max_examples=examples(60))
@given(st.data())
def test_diffusion_is_that_of_the_books(build, data):
    pixels, colors = data.draw(PICTURES), data.draw(PALETTES)
    hidden = data.draw(st.none() | st.integers(0, 99))
    visible = (
        None if hidden is None else np.random.default_rng(hidden).random(pixels.shape[:2]) < 0.7
    )
    aims = draw_targets(data, pixels, colors)
    method, strength = data.draw(st.sampled_from(DIFFUSING)), data.draw(st.integers(1, 100))
    serpentine = data.draw(st.booleans())
    each = weights(method, strength)
    with small_bands():
        found = kernels.diffuse(pixels, visible, aims, each, serpentine=serpentine)
        expected = plain_diffusion.diffuse(pixels, visible, aims, each, serpentine)
    np.testing.assert_array_equal(found, expected)


def test_errors_that_gather_at_the_sides_of_a_narrow_picture_are_cut(build):
    pixels = noise(1, 1, 7, 256)
    colors = np.array([(0, 254, 0), (0, 0, 0), (0, 0, 0), (100, 0, 0)], np.uint8)
    owners = np.array([1, 0, 0, 0], np.uint8)
    aims = Targets(colors, owners, SPACES["rgb"], True, False, in_light=True)
    each = weights("floyd-steinberg", 86)
    with small_bands():
        found = kernels.diffuse(pixels, None, aims, each, serpentine=False)
        expected = plain_diffusion.diffuse(pixels, None, aims, each, False)
    assert found.tolist() == expected.tolist() == [[0, 1, 0, 0, 0, 1, 0]]


def draw_targets(data, pixels, colors):
    """Some colors are those of pixels, some repeat; what is shown may repeat too."""
    if data.draw(st.booleans()):
        colors[0] = pixels[-1, 0]
        colors[-1] = colors[len(colors) // 2]
    owners = data.draw(hnp.arrays(np.uint8, len(colors)))
    given, kept = data.draw(st.booleans()), data.draw(st.booleans())
    space = data.draw(st.sampled_from([*SPACES.values(), GRAIN]))
    return Targets(colors, owners, space, given, kept, in_light=space is not GRAIN)


@pytest.mark.parametrize(
    ("build", "shares"),
    [
        *[pytest.param(*build.values, 3, marks=build.marks) for build in BUILDS_IN_C],
        *[pytest.param(*build.values, 1, marks=pytest.mark.long) for build in BUILDS_IN_C],
        ("numpy", 3),
        pytest.param("numpy", 1, marks=pytest.mark.long),
    ],
    indirect=["build"],
)
@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=examples(5))
@given(st.data())
def test_every_build_does_as_numpy_does(build, shares, method, data):
    pixels, colors = data.draw(PICTURES), data.draw(PALETTES)
    alpha = data.draw(st.none() | hnp.arrays(np.uint8, pixels.shape[:2]))
    photo, aims = Photo.from_array(pixels, alpha), draw_targets(data, pixels, colors)
    chosen = Settings(
        dither=method,
        dither_strength=data.draw(st.integers(0, 100)),
        serpentine=data.draw(st.booleans()),
    )
    histogram = count_colors(photo)
    with small_bands():
        with shared(shares):
            found = dither(photo, histogram, aims, chosen)
        with pytest.MonkeyPatch.context() as patch:
            use(patch, "numpy")
            expected = dither(photo, histogram, aims, chosen)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("k", [3, pytest.param(256, marks=LONG), 300])
@pytest.mark.parametrize("method", ["jarvis", "blue-noise"])
@pytest.mark.parametrize("space", [*SPACES.values(), GRAIN], ids=lambda space: space.name)
@pytest.mark.parametrize("name", BUILDS_IN_C)
def test_builds_in_c_do_as_numpy_does_on_a_photo(name, k, method, space, photo):
    random = np.random.default_rng(k)
    colors = random.integers(0, 256, (k, 3), np.uint8)
    # Many repeat, and some pixels have them.
    colors[k // 2 :] //= 64
    pixels = photo.pixels[:15, :20].copy()
    pixels[random.random((15, 20)) < 0.1] = colors[-1]
    some = Photo.from_array(pixels)
    owners = (np.arange(k) % 256).astype(np.uint8)
    aims = Targets(colors, owners, space, in_light=space is not GRAIN)
    chosen = Settings(dither=method)
    indices = []
    for each in ("numpy", name):
        with pytest.MonkeyPatch.context() as patch:
            use(patch, each)
            indices.append(dither(some, count_colors(some), aims, chosen))
    np.testing.assert_array_equal(*indices)


@pytest.mark.parametrize("serpentine", [True, False])
@pytest.mark.parametrize("width", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("name", BUILDS_IN_C)
def test_narrow_pictures_keep_their_errors_alike_in_every_build(name, width, serpentine):
    random = np.random.default_rng(width)
    pixels = random.integers(0, 256, (9, width, 3), np.uint8)
    colors = random.integers(0, 256, (5, 3), np.uint8)
    aims = Targets(colors, np.arange(5, dtype=np.uint8), SPACES["rgb"], given=True, kept=False)
    indices = []
    for each in ("numpy", name):
        with pytest.MonkeyPatch.context() as patch:
            use(patch, each)
            shares = weights("stucki", 100)
            indices.append(kernels.diffuse(pixels, None, aims, shares, serpentine=serpentine))
    np.testing.assert_array_equal(*indices)


@pytest.mark.parametrize("space", SPACES)
def test_what_is_wanted_has_the_same_nearest_color_in_every_build(build, space):
    random = np.random.default_rng(3)
    levels = COLOR_OF_LEVEL[random.integers(0, 128, (1_000, 3))]
    # Near black curves are steepest.
    levels[:400] = COLOR_OF_LEVEL[random.integers(0, 6, (400, 3))]
    colors = random.integers(0, 256, (60, 3), np.uint8)
    colors[:20] //= 16
    aims = Targets(colors, np.arange(60, dtype=np.uint8), SPACES[space])
    found = kernels.mix(levels, aims, 0, 1)
    # A pixel without error wants its own color.
    where = np.rint(SPACES[space].from_srgb(levels) * SPACES[space].scale).astype(np.int64)
    distances = [((where - each) ** 2).sum(axis=1) for each in aims.places.astype(np.int64)]
    expected = np.argmin(distances, axis=0)
    np.testing.assert_array_equal(found[:, 0], expected)


def test_levels_lead_there_and_back():
    wanted = LINEAR[COLOR_OF_LEVEL]
    assert LEVELS[(wanted - LOWEST) >> 4].tolist() == list(range(128))
    values = np.arange(256)
    assert np.abs(COLOR_OF_LEVEL[LEVELS[(LINEAR - LOWEST) >> 4]] - values).max() <= 2
    assert (np.diff(LEVELS.astype(int)) >= 0).all()


@pytest.mark.parametrize("shares", [1, 3])
@settings(max_examples=examples(40))
@given(PICTURES, PALETTES, st.data())
def test_tally_counts_what_is_shown(build, shares, pixels, colors, data):
    visible = data.draw(st.none() | hnp.arrays(np.bool_, pixels.shape[:2]))
    indices = data.draw(
        hnp.arrays(np.uint8, pixels.shape[:2], elements=st.integers(0, len(colors) - 1))
    )
    photo = Photo.from_array(pixels, None if visible is None else visible * np.uint8(255))
    seen = np.ones(pixels.shape[:2], bool) if photo.visible is None else photo.visible
    with shared(shares):
        counts, error = shown(photo, indices, colors)
    assert counts.tolist() == np.bincount(indices[seen], minlength=len(colors)).tolist()
    assert error == ((pixels.astype(int) - colors[indices]) ** 2)[seen].sum()


@pytest.mark.parametrize("method", DIFFUSING)
@pytest.mark.parametrize("strength", [0, 1, 33, 50, 100])
def test_weights_are_together_what_is_passed_on(method, strength):
    each = weights(method, strength)
    part = 0.75 if method == "atkinson" else 1
    assert each.sum() == round(2**14 * strength / 100 * part)
    assert (each >= 0).all()
    assert not each[0, :3].any()


def test_weights_are_those_of_the_books():
    expected = [[0, 0, 0, 7, 0], [0, 3, 5, 1, 0], [0, 0, 0, 0, 0]]
    assert (weights("floyd-steinberg", 100) / 1024).tolist() == expected
    expected = [[0, 0, 0, 7, 5], [3, 5, 7, 5, 3], [1, 3, 5, 3, 1]]
    np.testing.assert_allclose(weights("jarvis", 100) * 48 / 2**14, expected, atol=0.005)


AIMS = targets(np.zeros((2, 3), np.uint8), Settings())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: kernels.diffuse(
            *(np.zeros((2, 2, 3)), None, AIMS, weights("jarvis", 100)), serpentine=True
        ),
        lambda: kernels.diffuse(
            *(np.zeros((2, 2, 3), "u1"), np.ones((2, 3), bool), AIMS, weights("jarvis", 100)),
            serpentine=True,
        ),
        lambda: kernels.diffuse(
            *(np.zeros((2, 2, 3), "u1"), None, AIMS, np.ones((3, 5), np.int32)), serpentine=True
        ),
        lambda: kernels.diffuse(
            *(np.zeros((2, 2, 3), "u1"), None, AIMS, 2 * weights("jarvis", 100)), serpentine=True
        ),
        lambda: kernels.diffuse(
            *(np.zeros((2, 2, 3), "u1"), None, AIMS, -weights("jarvis", 100)), serpentine=True
        ),
        lambda: kernels.mix(np.zeros((2, 3)), AIMS, 1, 4),
        lambda: kernels.mix(np.zeros((2, 3), "u1"), AIMS, 1, 65),
        lambda: kernels.mix(np.zeros((2, 3), "u1"), AIMS, 1, 0),
        lambda: kernels.mix(np.zeros((2, 3), "u1"), AIMS, 2**14 + 1, 4),
        lambda: kernels.mix(np.zeros((2, 3), "u1"), AIMS, -1, 4),
        lambda: kernels.tally(
            *(np.zeros((2, 3), "u1"), None, np.full(2, 2, "u1"), np.zeros((2, 3), "u1"))
        ),
        lambda: kernels.tally(
            *(np.zeros((2, 3), "u1"), np.ones(3, bool), np.zeros(2, "u1"), np.zeros((2, 3), "u1"))
        ),
        lambda: kernels.mix(
            np.zeros((2, 3), "u1"), targets(np.zeros((2, 3), np.int64), Settings()), 1, 4
        ),
        lambda: targets(np.zeros((0, 3), np.uint8), Settings()),
        lambda: Targets(np.zeros((2, 3), "u1"), np.zeros(3, "u1"), SPACES["rgb"]),
        lambda: Targets(np.zeros((1025, 3), "u1"), np.zeros(1025, "u1"), SPACES["rgb"]),
    ],
)
def test_nothing_unchecked_goes_to_c(wrong):
    with pytest.raises((TypeError, ValueError)):
        wrong()


# The textures


def test_bayers_textures():
    assert bayer(2).tolist() == [[0, 2], [3, 1]]
    expected = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]
    assert bayer(4).tolist() == expected


@pytest.mark.parametrize("method", ORDERED)
def test_textures_have_each_rank_once(method):
    ranks = thresholds(method)
    assert sorted(ranks.ravel().tolist()) == list(range(ranks.size))


def test_blue_noise_has_no_low_frequencies():
    spectrum = np.abs(np.fft.fft2(blue_noise() - 2047.5)) ** 2
    frequency = np.hypot(*np.meshgrid(*[np.fft.fftfreq(64)] * 2))
    assert spectrum[frequency < 0.15].mean() < 0.01 * spectrum[frequency > 0.35].mean()


@pytest.mark.parametrize("part", [0.02, 0.05, 0.1, 0.2])
def test_points_of_blue_noise_keep_apart(part):
    points = np.argwhere(blue_noise() < part * 4096)
    away = np.abs(points[:, None] - points)
    distances = np.hypot(*np.moveaxis(np.minimum(away, 64 - away), -1, 0))
    np.fill_diagonal(distances, 99)
    # As far as a grid of as many; at random it would be half of that.
    assert distances.min(axis=1).mean() > 0.7 / np.sqrt(part)


# What users see


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("space", SPACES)
def test_gray_in_black_and_white_has_its_light_on_average(ramp, method, space):
    plain = black_and_white(ramp, space=space)
    dithered = black_and_white(ramp, space=space, dither=method)
    less = 0.5 if method in {"atkinson", "bayer-2"} else 0.25
    assert away_from(ramp, dithered) < less * away_from(ramp, plain)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("k", [4, 16, 64])
def test_photo_is_nearer_on_average(photo, method, k):
    plain = reduce(photo, Settings(k, space="rgb"))
    dithered = reduce(photo, Settings(k, space="rgb", dither=method))
    assert away_from(photo, dithered) < away_from(photo, plain)
    # Pixel by pixel the nearest color was nearer.
    assert dithered.error > plain.error


@pytest.mark.parametrize("method", METHODS)
def test_more_strength_is_nearer_on_average(ramp, method):
    results = [
        black_and_white(ramp, dither=method, dither_strength=strength)
        for strength in (0, 25, 50, 75, 100)
    ]
    away = [away_from(ramp, result) for result in results]
    assert away == sorted(away, reverse=True)
    assert len(set(away)) == len(away)


@pytest.mark.parametrize("method", sorted(set(DIFFUSING) - {"atkinson"}))
@pytest.mark.parametrize("serpentine", [True, False])
def test_no_light_is_lost(method, serpentine):
    pixels = np.random.default_rng(5).integers(60, 230, (120, 150, 3), np.uint8)
    corners = np.stack(np.meshgrid(*[[0, 255]] * 3), axis=-1).reshape(-1, 3).tolist()
    photo = Photo.from_array(pixels)
    chosen = Settings(8, locked=corners, dither=method, serpentine=serpentine)
    light = srgb_to_linear(reduce(photo, chosen).rgb).mean(axis=(0, 1))
    # What leaves at the borders is less than the number of pixels there.
    np.testing.assert_allclose(light, srgb_to_linear(pixels).mean(axis=(0, 1)), atol=0.006)


@pytest.mark.parametrize(
    ("space", "given", "wish", "in_light"),
    [
        ("auto", False, "auto", False),
        ("auto", True, "auto", True),
        ("auto", False, "light", True),
        ("auto", True, "looks", False),
        ("oklab", False, "auto", True),
        ("oklab", False, "looks", False),
    ],
)
def test_photos_are_mixed_as_they_look_and_given_palettes_in_light(space, given, wish, in_light):
    chosen = Settings(2, space=space, dither="jarvis", dither_in=wish)
    aims = targets_of(PAIR, np.arange(2, dtype="u1"), chosen, given=given)
    assert aims.in_light == in_light


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("wish", ["light", "looks"])
def test_strength_by_itself_is_full_only_for_light_of_given_palettes(wish, given):
    chosen = Settings(2, dither="jarvis", dither_in=wish)
    aims = targets_of(PAIR, np.arange(2, dtype="u1"), chosen, given=given)
    assert (strength(chosen, aims) == 100) == (given and wish == "light")
    assert strength(replace(chosen, dither_strength=40), aims) == 40


@pytest.mark.parametrize(
    ("method", "in_light", "as_it_looks"),
    [("stucki", 75, 90), ("atkinson", 100, 100), ("bayer-8", 60, 60), ("blue-noise", 60, 60)],
)
def test_strength_by_itself_suits_the_method(method, in_light, as_it_looks):
    found = (
        strength(chosen, targets(PAIR, chosen))
        for chosen in (Settings(dither=method, dither_in=wish) for wish in ("light", "looks"))
    )
    assert list(found) == [in_light, as_it_looks]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("k", [4, 16])
def test_photo_is_mixed_nearer_to_how_it_looks(photo, method, k):
    chosen = Settings(k, space="auto", dither=method)
    plain = reduce(photo, replace(chosen, dither="none"))
    mixed = reduce(photo, chosen)
    assert away_in_lightness(photo, mixed) < away_in_lightness(photo, plain)


def test_bands_get_their_first_errors_from_rows_above():
    chosen = Settings(dither="jarvis", dither_in="looks")
    assert targets(PAIR, chosen).bands(513) == [(0, 0, 256), (240, 256, 512), (496, 512, 513)]
    assert targets(PAIR, replace(chosen, dither_in="light")).bands(513) == [(0, 0, 513)]


def test_bands_leave_no_seam():
    aims = targets(PAIR, Settings(2, space="auto", dither="floyd-steinberg"))
    light = np.full((600, 200, 3), 230, np.uint8)
    indices = kernels.diffuse(light, None, aims, weights("floyd-steinberg", 90), serpentine=True)
    dots = (1 - indices).sum(axis=1)
    # Without errors from above, the first dot comes after four rows.
    assert dots[:4].sum() == 0
    assert dots[256:260].sum() > 2 * dots.mean()
    assert dots[512:516].sum() > 2 * dots.mean()


@pytest.mark.parametrize("shares", [1, 2])
def test_pairs_of_bands_are_heard_of_row_by_row(shares):
    # Pictures as wide as a camera's take a tenth of a second for a pair.
    pixels = np.random.default_rng(4).integers(0, 256, (1100, 3, 3), np.uint8)
    aims = targets(PAIR, Settings(2, space="auto", dither="jarvis"))
    heard: list[float] = []
    with shared(shares):
        each = weights("jarvis", 90)
        kernels.diffuse(pixels, None, aims, each, serpentine=True, tick=Tick(heard.append))
        assert heard == sorted(heard)
        # The calling thread does one pair at least.
        assert len(heard) >= 272

        def cancel(_fraction):
            raise InterruptedError

        with pytest.raises(InterruptedError):
            kernels.diffuse(pixels, None, aims, each, serpentine=True, tick=Tick(cancel))


@pytest.mark.parametrize(("method", "space"), covering(METHODS, SPACES))
def test_without_strength_nothing_changes(photo, method, space):
    plain = reduce(photo, Settings(12, space=space))
    weak = reduce(photo, Settings(12, space=space, dither=method, dither_strength=0))
    np.testing.assert_array_equal(weak.indices, plain.indices)
    assert weak.palette.hex == plain.palette.hex


@pytest.mark.parametrize("method", METHODS)
def test_colors_of_the_palette_stay(photo, method):
    palette = reduce(photo, Settings(7, dither=method)).palette
    pixels = photo.pixels.copy()
    random = np.random.default_rng(1)
    there = random.random(pixels.shape[:2]) < 0.3
    pixels[there] = palette.colors[random.integers(0, 7, there.sum())]
    mixed = Photo.from_array(pixels)
    result = rearrange(mixed, count_colors(mixed), Edited.of(palette), Settings(dither=method))
    np.testing.assert_array_equal(result.rgb[there], pixels[there])


@pytest.mark.parametrize("method", DIFFUSING)
def test_colors_of_the_palette_pass_no_error_on(method):
    chosen = {"dither": method, "keep_exact": True}
    pixels = np.full((8, 9, 3), 90, np.uint8)
    pixels[:, 3:6] = 255
    before = black_and_white(Photo.from_array(pixels), **chosen)
    for columns, others in ((slice(0, 3), slice(6, 9)), (slice(6, 9), slice(0, 3))):
        changed = pixels.copy()
        changed[:, others] = 160
        after = black_and_white(Photo.from_array(changed), **chosen)
        np.testing.assert_array_equal(before.rgb[:, columns], after.rgb[:, columns])
        assert (before.rgb[:, others] != after.rgb[:, others]).any()


@pytest.mark.parametrize("method", METHODS)
def test_transparent_pixels_have_no_part(photo, method):
    alpha = np.full(photo.pixels.shape[:2], 255, np.uint8)
    alpha[:, 40:50] = 0
    pixels = photo.pixels.copy()
    holed = Photo.from_array(pixels, alpha)
    pixels = pixels.copy()
    pixels[:, 40:50] = 77
    other = Photo.from_array(pixels, alpha)
    chosen = Settings(6, dither=method)
    result, same = reduce(holed, chosen), reduce(other, chosen)
    np.testing.assert_array_equal(result.indices, same.indices)
    assert (result.indices[:, 40:50] == result.palette.hidden).all()
    assert_says_what_it_shows(result, holed)
    if method in DIFFUSING:
        left = Photo.from_array(photo.pixels[:, :40].copy())
        edited = Edited.of_result(result)
        alone = rearrange(left, count_colors(left), edited, chosen)
        np.testing.assert_array_equal(result.indices[:, :40], alone.indices)


def assert_says_what_it_shows(result, photo):
    seen = np.ones(photo.pixels.shape[:2], bool) if photo.visible is None else photo.visible
    counts = np.bincount(result.indices[seen], minlength=len(result.palette))
    assert result.palette.counts.tolist() == counts.tolist()
    assert result.error == ((photo.pixels.astype(int) - result.rgb) ** 2)[seen].sum()


@pytest.mark.parametrize(("method", "space"), covering(METHODS, SPACES))
def test_result_is_whole(photo, method, space):
    chosen = Settings(20, space=space, dither=method, locked=[(255, 0, 255)])
    heard = []
    result = reduce(photo, chosen, heard.append)
    assert_says_what_it_shows(result, photo)
    assert result.palette.counts.tolist() == sorted(result.palette.counts, reverse=True)
    assert result.palette.locked.sum() == 1
    assert "#ff00ff" in result.palette.hex
    plain = reduce(photo, replace(chosen, dither="none"))
    assert set(result.palette.hex) == set(plain.palette.hex)
    order = [result.palette.hex.index(each) for each in plain.palette.hex]
    np.testing.assert_array_equal(result.centroids[order], plain.centroids)
    fractions = [progress.fraction for progress in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert "dithering" in {progress.phase for progress in heard}
    with pytest.raises(ValueError, match="read-only"):
        result.indices[0, 0] = 1
    again = rearrange(photo, count_colors(photo), Edited.of_result(result), chosen)
    np.testing.assert_array_equal(again.indices, result.indices)
    assert again.error == result.error
    assert again.palette.counts.tolist() == result.palette.counts.tolist()


@pytest.mark.parametrize("method", DIFFUSING)
def test_rows_go_there_and_back_if_wished(photo, method):
    there_and_back = reduce(photo, Settings(6, dither=method))
    always_right = reduce(photo, Settings(6, dither=method, serpentine=False))
    assert (there_and_back.rgb != always_right.rgb).any()


def test_photo_with_few_colors_is_not_dithered():
    pixels = np.array([[BLACK, WHITE, (9, 9, 9)]], np.uint8)
    result = reduce(Photo.from_array(pixels), Settings(8, dither="jarvis"))
    np.testing.assert_array_equal(result.rgb, pixels)
    assert result.stop_reason == "unchanged"


def test_one_color_is_all_there_is(photo):
    for method in METHODS:
        result = reduce(photo, Settings(1, dither=method))
        assert not result.indices.any()


@pytest.mark.parametrize("method", METHODS)
def test_recolored_palette_shows_the_same_dots(photo, method):
    chosen, histogram = Settings(5, dither=method), count_colors(photo)
    edited = Edited.of(reduce(photo, chosen).palette)
    before = rearrange(photo, histogram, edited, chosen)
    after = rearrange(photo, histogram, recolor(edited, 2, (0, 255, 0)), chosen)
    np.testing.assert_array_equal(after.indices, before.indices)
    assert_says_what_it_shows(after, photo)
    merged = rearrange(photo, histogram, merge(edited, [1, 3]), chosen)
    indices = np.array([0, 1, 2, 1, 3])[before.indices]
    np.testing.assert_array_equal(merged.indices, indices)


@pytest.mark.parametrize("method", METHODS)
def test_palette_with_colors_removed_and_added_is_one_like_others(photo, method):
    chosen, histogram = Settings(5, dither=method, space="oklab"), count_colors(photo)
    edited = add(remove(Edited.of(reduce(photo, chosen).palette), [1]), (250, 20, 10))
    found = rearrange(photo, histogram, edited, chosen)
    plain = Edited.of(Palette.of(edited.palette.colors.tolist()))
    np.testing.assert_array_equal(found.indices, rearrange(photo, histogram, plain, chosen).indices)


@pytest.mark.parametrize("method", METHODS)
def test_drafts_are_dithered(photo, method):
    chosen, histogram = Settings(6, dither=method), count_colors(photo)
    edited = Edited.of(reduce(photo, chosen).palette)
    seen = rearranged_draft(histogram, edited, photo, chosen)
    whole = rearrange(photo, histogram, edited, chosen)
    np.testing.assert_array_equal(seen.indices, whole.indices)
    made = draft(histogram, chosen, photo, histogram)
    again = rearrange(photo, histogram, Edited.of(made.palette), chosen)
    np.testing.assert_array_equal(made.indices, again.indices)
    part = Photo.from_array(photo.pixels[::3, ::3].copy())
    seen = rearranged_draft(histogram, edited, part, chosen)
    alone = rearrange(part, count_colors(part), edited, chosen)
    np.testing.assert_array_equal(seen.indices, alone.indices)


@pytest.mark.parametrize("method", ORDERED)
def test_bands_make_no_difference(photo, method, monkeypatch):
    chosen, histogram = Settings(6, dither=method), count_colors(photo)
    aims = targets(reduce(photo, chosen).palette.colors, chosen)
    whole = dither(photo, histogram, aims, chosen)
    monkeypatch.setattr("core.reduction.dither._PIXELS_PER_BAND", 5000)
    np.testing.assert_array_equal(dither(photo, histogram, aims, chosen), whole)
    monkeypatch.setattr("core.reduction.dither._MOST_COLORS", 10)
    np.testing.assert_array_equal(dither(photo, histogram, aims, chosen), whole)


@pytest.mark.parametrize("method", METHODS)
def test_cancelling_passes_through(build, photo, method):
    class Stop(Exception):
        pass

    heard = []

    def cancel(progress):
        heard.append(progress)
        if progress.phase == "dithering" and progress.fraction > 0.3:
            raise Stop

    with pytest.raises(Stop):
        reduce(photo, Settings(9, dither=method), cancel)
    assert heard[-1].fraction < 1


# What can be set


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"dither": "bayer"}, "dither is 'bayer'; allowed are none, floyd-steinberg, "),
        ({"dither_strength": 101}, "dither_strength is 101; allowed are whole numbers from 0 to"),
        ({"dither_strength": 0.5}, "dither_strength is 0.5"),
        ({"serpentine": 1}, "serpentine is 1; allowed are True and False"),
        ({"keep_exact": 1}, "keep_exact is 1; allowed are True and False"),
    ],
)
def test_wrong_settings_are_named(values, message):
    with pytest.raises(SettingsError) as error:
        Settings(**values)
    assert str(error.value).startswith(message)


def test_dithered_is_what_has_a_method_and_strength():
    assert not Settings().dithered
    assert not Settings(dither="jarvis", dither_strength=0).dithered
    assert Settings(dither="jarvis", dither_strength=1).dithered
