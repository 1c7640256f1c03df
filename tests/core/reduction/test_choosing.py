"""Colors chosen from owned ones: never worse than snapping, with locks, names and all that."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import Photo, Settings, count_colors, draft, reduce
from core.clustering.centroids import Centroids
from core.clustering.medoids import Candidates
from core.errors import InputError, SettingsError
from core.goals import Goals
from core.owned import MOST_OWNED, OwnedColors
from core.progress import silent
from core.reduction.choosing import _choose, _Task
from core.reduction.together import Counted, Together, palette_of
from core.reduction.transparency import scene_of
from core.searching.reach import reach
from tests import examples
from tests.core.reduction.pictures import NOISE

GRAYS = OwnedColors(tuple((level, level, level) for level in range(0, 256, 15)))


def box(seed, count=30):
    """Make owned colors at random, with names."""
    rows = np.random.default_rng(seed).integers(0, 256, (count * 2, 3)).tolist()
    colors = tuple(dict.fromkeys(map(tuple, rows)))[:count]
    return OwnedColors(colors, tuple(f"bead {number}" for number in range(count)), "beads")


def photo_of(seed, side=40):
    """Make a photo of soft hills, which has many colors."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (4, 4, 3))
    large = np.kron(small, np.ones((side // 4, side // 4, 1))) + rng.normal(0, 12, (side, side, 3))
    return Photo.from_array(large.clip(0, 255).astype(np.uint8))


def error_of(photo, colors):
    """Return the sum of squared distances in RGB to the nearest of some colors."""
    pixels = photo.pixels.reshape(-1, 1, 3).astype(float)
    return float(((pixels - np.array(colors, float)) ** 2).sum(axis=2).min(axis=1).sum())


def snapped(photo, owned, k, effort):
    """Return the nearest owned colors of those that k-means finds, other ones for each."""
    found = reduce(photo, Settings(colors=k, space="rgb", effort=effort)).palette.colors
    left, chosen = list(owned.colors), []
    for color in found:
        near = min(left, key=lambda each: ((np.array(each) - color.astype(float)) ** 2).sum())
        left.remove(near)
        chosen.append(near)
    return chosen


@pytest.mark.parametrize("effort", ["fast", "normal", "best"])
@pytest.mark.parametrize("k", [3, 12])
@pytest.mark.parametrize("seed", range(4))
def test_the_choice_is_never_worse_than_snapping(seed, k, effort):
    photo, owned = photo_of(seed), box(seed)
    result = reduce(photo, Settings(colors=k, space="rgb", effort=effort, owned=owned))
    assert set(map(tuple, result.palette.colors.tolist())) <= set(owned.colors)
    assert result.error <= error_of(photo, snapped(photo, owned, k, effort)) * (1 + 1e-9)
    assert result.error == pytest.approx(error_of(photo, result.palette.colors))


@pytest.mark.parametrize("seed", range(4))
def test_few_candidates_give_the_best_of_all_sets(seed):
    photo, owned = photo_of(seed), box(seed, 12)
    result = reduce(photo, Settings(colors=4, space="rgb", owned=owned))
    least = min(error_of(photo, each) for each in combinations(owned.colors, 4))
    # Sets are compared on cells of near colors.
    assert result.error <= least * 1.001


@settings(max_examples=examples(40), deadline=None)
@given(
    NOISE,
    st.integers(0, 99),
    st.integers(1, 8),
    st.sampled_from(["auto", "rgb", "oklab"]),
    st.sampled_from(["none", "floyd-steinberg", "bayer-4"]),
)
def test_a_palette_holds_owned_colors_only(pixels, seed, k, space, dither):
    owned, photo = box(seed, 8), Photo.from_array(pixels)
    asked = Settings(colors=k, space=space, dither=dither, owned=owned)
    result = reduce(photo, asked)
    quick = draft(count_colors(photo), asked, photo, count_colors(photo))
    for palette in (result.palette, quick.palette):
        names = dict(zip(owned.colors, owned.names, strict=True))
        rows = list(map(tuple, palette.colors.tolist()))
        assert len(set(rows)) == len(rows) <= k
        assert list(palette.names) == [names[row] for row in rows]
    assert (result.palette.counts > 0).all() or dither != "none"


@pytest.mark.parametrize("locked", [((255, 0, 255), (1, 2, 3)), GRAYS.colors[:2]])
def test_where_all_are_locked_nothing_is_chosen(locked):
    photo, asked = photo_of(3), Settings(colors=2, locked=locked, owned=GRAYS)
    assert set(reduce(photo, asked).palette.locked_colors) == set(locked)
    histogram = count_colors(photo)
    assert len(draft(histogram, asked, photo, histogram).palette) == 2


def test_locked_colors_need_not_be_owned():
    locked, owned = ((255, 0, 255), (0, 0, 0)), GRAYS
    asked = Settings(colors=5, locked=locked, owned=owned)
    palette = reduce(photo_of(1), asked).palette
    assert set(palette.locked_colors) == set(locked)
    rows = set(map(tuple, palette.colors.tolist()))
    assert len(rows) == 5
    assert rows - set(locked) <= set(owned.colors)


def test_gray_candidates_serve_a_colored_photo():
    result = reduce(photo_of(2), Settings(colors=6, owned=GRAYS))
    assert len(result.palette) == 6
    assert (result.palette.colors == result.palette.colors[:, :1]).all()


def test_colors_that_no_pixel_needs_are_left_out_with_a_note():
    photo = Photo.from_array(np.full((4, 4, 3), 200, np.uint8))
    result = reduce(photo, Settings(colors=4, owned=GRAYS))
    assert result.palette.colors.tolist() == [[195, 195, 195]]
    assert "4 were asked for" in result.notes[-1]


def test_more_colors_than_there_are_is_an_error_with_both_numbers():
    with pytest.raises(InputError, match=r"12 colors .* only 2"):
        reduce(photo_of(1), Settings(colors=12, owned=OwnedColors(((0, 0, 0), (9, 9, 9)))))
    # A locked one that is not owned is one more.
    owned, locked = OwnedColors(((0, 0, 0), (128, 128, 128))), ((255, 255, 255),)
    assert len(reduce(photo_of(1), Settings(colors=3, locked=locked, owned=owned)).palette) == 3


@pytest.mark.parametrize(
    ("colors", "names", "why"),
    [
        ((), (), "0 colors"),
        (tuple((i // 256, i % 256, 0) for i in range(MOST_OWNED + 1)), (), "5001 colors"),
        (((1, 2, 3), (1, 2, 3)), (), "twice"),
        (((1, 2, 3),), ("a", "b"), "2 names"),
    ],
)
def test_what_cannot_be_owned_is_refused(colors, names, why):
    with pytest.raises(SettingsError, match=why):
        OwnedColors(colors, names)


@pytest.mark.parametrize("soft", [False, True])
def test_transparency_is_kept_beside_and_is_none_of_the_colors(soft):
    photo = photo_of(3)
    alpha = np.full(photo.pixels.shape[:2], 255, np.uint8)
    alpha[:10], alpha[10:12] = 0, 128 if soft else 0
    photo = Photo.from_array(photo.pixels, alpha)
    result = reduce(photo, Settings(colors=5, owned=GRAYS))
    assert len(result.palette) == 5
    assert result.palette.alpha is None
    assert (result.alpha == alpha).all()


def test_photos_share_the_best_of_owned_colors():
    asked, together = Settings(colors=4, owned=box(1)), Together("equal")
    for seed in range(3):
        together.add(Counted.of(photo_of(seed), asked))
    palette = palette_of(together.histogram(), asked)
    assert set(map(tuple, palette.colors.tolist())) <= set(asked.owned.colors)
    assert all(name.startswith("bead") for name in palette.names)


def test_goals_try_no_more_colors_than_are_owned():
    asked = Settings(colors=256, owned=box(1, 6))
    reached = reach(photo_of(1), asked, Goals(auto="rich"), "png")
    assert 2 <= len(reached.result.palette) <= 6


def test_the_same_seed_makes_the_same_choice():
    asked = Settings(colors=9, owned=box(5, 200), seed=3)
    first, second = (reduce(photo_of(4), asked) for _ in range(2))
    assert (first.indices == second.indices).all()
    assert first.palette.hex == second.palette.hex


def test_colors_to_be_mixed_lie_farther_apart():
    # A ramp between two grays is mixed of what lies outside of it.
    ramp = np.linspace(90, 170, 64).astype(np.uint8)
    photo = Photo.from_array(np.repeat(np.tile(ramp, (16, 1))[..., None], 3, axis=2))
    owned = OwnedColors(tuple((each, each, each) for each in range(60, 201, 2)))
    plain = reduce(photo, Settings(colors=2, space="rgb", owned=owned)).palette.colors
    mixed = Settings(colors=2, space="rgb", owned=owned, dither="floyd-steinberg")
    assert np.ptp(reduce(photo, mixed).palette.colors) > np.ptp(plain)


def test_an_accent_goes_to_an_owned_color_of_its_hue():
    # A small red house: brown is nearer to its lightness, but red is what it is.
    pixels = np.random.default_rng(0).normal((90, 130, 80), 12, (64, 64, 3))
    pixels[20:26, 20:26] = (185, 50, 30)
    photo = Photo.from_array(pixels.clip(0, 255).astype(np.uint8))
    greens = [(70 + 8 * i, 105 + 9 * i, 60 + 8 * i) for i in range(6)]
    owned = OwnedColors((*greens, (135, 85, 55), (230, 40, 25)))
    colors = reduce(photo, Settings(colors=4, owned=owned)).palette.colors.tolist()
    assert [230, 40, 25] in colors


def test_an_accent_that_no_pixel_has_makes_room_for_what_serves_some():
    photo = Photo.from_array(np.repeat([[50], [130], [210]], 3, axis=1)[None].astype(np.uint8))
    colors = np.array([(50, 50, 50), (130, 130, 130), (210, 210, 210), (255, 0, 0)], np.uint8)
    owned = OwnedColors(tuple(map(tuple, colors.tolist())))
    scene = scene_of(count_colors(photo), Settings(colors=2, space="rgb", owned=owned))
    points = scene.histogram.points(scene.space)
    places = points.places_of(colors)
    # The accent goes to red by its hue, where nothing is nearest to it.
    distances = np.array([[9.0, 9, 9, 0], [9, 0, 9, 9]])
    free = Centroids.of(places[[3, 1]], 1)
    task = _Task(colors, Candidates(places, np.zeros((0, 3))), free, distances)
    chosen = _choose(task, scene, points, "normal", np.random.default_rng(0), silent)
    assert 3 not in chosen
