"""What matters: a mask multiplies what pixels count for clustering, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core import (
    Photo,
    Settings,
    count_colors,
    draft,
    frame_photo,
    open_photo,
    read_mask,
    reduce,
    save_mask,
)
from core.clustering.weights import MOST_WEIGHT
from core.errors import InputError, ReadError
from core.framing import Crop, Framing
from core.model import Mask
from core.model.mask import times_of_levels
from core.owned import OwnedColors
from core.reduction.mattering import weighed, weighed_roughly
from core.resizing import Resize
from tests import examples
from tests.core.reduction.pictures import NOISE


def mask_of(photo, rows, columns, level=255):
    """Make a mask in which a rectangle matters otherwise."""
    levels = np.full(photo.pixels.shape[:2], 128, np.uint8)
    levels[rows, columns] = level
    return Mask(levels)


def hills(seed=0, side=48):
    """Make a photo with a red corner."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 200, (4, 4, 3))
    pixels = np.kron(small, np.ones((side // 4, side // 4, 1))) + rng.normal(0, 10, (side, side, 3))
    pixels[:8, :8] = rng.normal((220, 30, 40), 12, (8, 8, 3))
    return Photo.from_array(pixels.clip(0, 255).astype(np.uint8))


def test_black_counts_a_tenth_gray_once_and_white_ten_times():
    times = times_of_levels()
    assert times[[0, 128, 255]].tolist() == [0.1, 1.0, 10.0]
    assert (np.diff(times) > 0).all()


@settings(max_examples=examples(60), deadline=None)
@given(NOISE, st.integers(0, 999), st.booleans())
def test_weights_are_the_sums_over_the_pixels_of_each_color(pixels, seed, with_alpha):
    rng = np.random.default_rng(seed)
    shape = pixels.shape[:2]
    alpha = rng.choice([0, 128, 255], shape).astype(np.uint8) if with_alpha else None
    photo = Photo.from_array(pixels, alpha)
    levels = rng.integers(0, 256, shape).astype(np.uint8)
    found = weighed(count_colors(photo), photo, Mask(levels))
    if found.weights is None:
        assert (levels == levels.flat[0]).all()
        return
    times = np.rint(times_of_levels()[levels] * 100)
    for source, kept in ((found, 3), (found.translucent, 4)):
        if source is None:
            continue
        rgba = np.dstack([pixels, np.full(shape, 255, np.uint8) if alpha is None else alpha])
        for color, weight in zip(source.colors, source.weights, strict=True):
            there = (rgba[..., :kept] == color).all(axis=2) & (rgba[..., 3] > 0)
            assert weight == times[there].sum()
    assert found.hidden_weight == times[rgba[..., 3] == 0].sum()


@pytest.mark.parametrize("level", [0, 128, 200, 255])
def test_where_all_matters_alike_nothing_changes(level):
    photo = hills()
    masked = replace(photo, matters=Mask(np.full((5, 5), level, np.uint8)))
    plain, other = (reduce(each, Settings(colors=6)) for each in (photo, masked))
    assert plain.palette.hex == other.palette.hex
    assert (plain.indices == other.indices).all()
    assert plain.error == other.error


@pytest.mark.parametrize("space", ["rgb", "auto"])
def test_white_is_as_if_its_pixels_were_there_ten_times(space):
    photo = hills()
    rows = [photo.pixels, *([photo.pixels[:8]] * 9)]
    repeated = Photo.from_array(np.concatenate(rows))
    asked = Settings(colors=5, space=space, start="kmeans++", accents=0)
    masked = replace(photo, matters=mask_of(photo, slice(8), slice(None)))
    one, many = reduce(masked, asked), reduce(repeated, asked)
    assert sorted(one.palette.hex) == sorted(many.palette.hex)


@pytest.mark.parametrize("dither", ["none", "floyd-steinberg"])
@pytest.mark.parametrize("owned", [False, True])
def test_what_matters_is_served_better_and_shares_stay_those_of_pixels(dither, owned):
    photo = hills()
    box = OwnedColors(
        tuple(
            (r, g, b)
            for r in range(0, 256, 50)
            for g in (0, 80, 160, 240)
            for b in (0, 80, 160, 240)
        )
    )
    asked = Settings(
        colors=2 if owned else 4, space="rgb", dither=dither, owned=box if owned else None
    )
    masked = replace(photo, matters=mask_of(photo, slice(8), slice(8)))
    corner = photo.pixels[:8, :8].astype(float)
    errors = []
    for each in (photo, masked):
        result = reduce(each, asked)
        shown = result.rgb[:8, :8].mean(axis=(0, 1))
        errors.append(((shown - corner.mean(axis=(0, 1))) ** 2).mean())
        assert result.palette.counts.sum() == 48 * 48
        assert (
            np.bincount(result.indices.ravel(), minlength=len(result.palette))
            == result.palette.counts
        ).all()
        wrong = (result.rgb.astype(float) - photo.pixels) ** 2
        assert result.error == pytest.approx(wrong.sum())
    assert errors[1] < errors[0]


def test_a_draft_follows_what_matters():
    photo = hills()
    mask = mask_of(photo, slice(8), slice(8))
    counted = count_colors(photo)
    asked = Settings(colors=4, accents=0)
    exact, rough = (
        draft(fn(counted, photo, mask), asked, photo, counted).palette
        for fn in (weighed, weighed_roughly)
    )
    red = np.array([220, 30, 40])
    for palette in (exact, rough):
        assert np.abs(palette.colors.astype(int) - red).max(axis=1).min() < 30
    assert counted.weights is None


def test_a_draft_does_not_weigh_by_pixels_that_nobody_sees():
    photo = hills()
    pixels, alpha = photo.pixels.copy(), np.full((48, 48), 255, np.uint8)
    # The hidden half has the color of what matters in the other half.
    pixels[:, 24:], alpha[:, 24:] = (250, 0, 0), 0
    pixels[:8, :8] = (250, 0, 0)
    cut = Photo.from_array(pixels, alpha)
    mask = mask_of(cut, slice(8), slice(8))
    exact, rough = (fn(count_colors(cut), cut, mask) for fn in (weighed, weighed_roughly))
    assert rough.weights.max() == exact.weights.max() == 64 * 1000


def test_weights_of_a_draft_stay_within_bounds():
    photo = hills()
    counted = count_colors(photo, areas=False)
    many = replace(counted, counts=counted.counts * 200_000)
    mask = mask_of(photo, slice(8), slice(8))
    exact, rough = (fn(counted, photo, mask) for fn in (weighed, weighed_roughly))
    large = weighed_roughly(many, photo, mask)
    assert large.weights.sum() == pytest.approx(MOST_WEIGHT, rel=1e-3)
    assert large.weights / large.weights.sum() == pytest.approx(
        rough.weights / rough.weights.sum(), rel=0.01
    )
    assert exact.weights.sum() == pytest.approx(rough.weights.sum(), rel=0.1)


def test_a_mask_goes_along_when_its_photo_is_framed():
    photo = hills()
    photo = replace(photo, matters=mask_of(photo, slice(8), slice(16, 24)))
    framing = Framing(Crop(8, 0, 24, 16), 90, mirror=True)
    framed = frame_photo(photo, framing, Resize.parse("12x"))
    # Cropped it lies 8 pixels from the left, at the top; turned, at the right; mirrored, left.
    levels = framed.matters.levels
    assert levels.shape == (24, 16)
    assert (levels[8:16, :8] == 255).all()
    assert (levels == 255).sum() == 64
    assert count_colors(framed).weights is not None


@pytest.mark.parametrize(
    ("crop", "resize", "mask"),
    [
        (None, "100x", (10, 3000)),
        ((5, 2, 2995, 1), None, (2, 600)),
        ((0, 0, 1, 10), None, (2, 600)),
    ],
)
def test_the_mask_of_a_narrow_strip_still_fits_it(crop, resize, mask):
    pixels = np.random.default_rng(0).integers(0, 256, (10, 3000, 3)).astype(np.uint8)
    levels = np.arange(mask[0] * mask[1]).reshape(mask).astype(np.uint8)
    photo = replace(Photo.from_array(pixels), matters=Mask(levels))
    framed = frame_photo(photo, Framing(crop and Crop(*crop)), resize and Resize.parse(resize))
    assert len(reduce(framed, Settings(colors=2)).palette) == 2


def test_framing_makes_no_mask_of_another_shape_fit():
    photo = replace(hills(), matters=Mask(np.zeros((48, 24), np.uint8)))
    with pytest.raises(InputError, match=r"24×48.*48×48"):
        frame_photo(photo, Framing(Crop(0, 0, 24, 48)))


def test_a_mask_of_another_size_is_scaled():
    photo = hills()
    large = mask_of(photo, slice(8), slice(8))
    small = Mask(np.ascontiguousarray(large.levels[::4, ::4]))
    counted = count_colors(photo)
    first, second = (weighed(counted, photo, each).weights for each in (large, small))
    assert (first == second).all()


@pytest.mark.parametrize("size", [(48, 24), (47, 40), (1, 48)])
def test_a_mask_of_another_shape_is_refused_with_both_sizes(size):
    photo = replace(hills(), matters=Mask(np.zeros(size[::-1], np.uint8)))
    with pytest.raises(InputError, match=rf"{size[0]}×{size[1]}.*48×48"):
        reduce(photo, Settings(colors=4))


def test_transparent_photos_are_weighed_in_every_way_that_is_chosen():
    photo = hills()
    alpha = np.full((48, 48), 255, np.uint8)
    alpha[40:], alpha[:8, :8] = 0, 180
    soft = Photo.from_array(photo.pixels, alpha)
    mask = mask_of(soft, slice(8), slice(8))
    for way in ("palette", "channel", "flatten"):
        plain, masked = (
            reduce(replace(soft, matters=each), Settings(colors=5, accents=0, transparency=way))
            for each in (None, mask)
        )
        assert plain.palette.counts.sum() == masked.palette.counts.sum()
        assert plain.palette.hex != masked.palette.hex


def test_each_frame_of_an_animation_is_weighed(tmp_path):
    frames = [Image.fromarray(hills(seed).pixels) for seed in range(3)]
    path = tmp_path / "a.png"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    photo = open_photo(path)
    masked = replace(photo, matters=mask_of(photo, slice(8), slice(8)))
    plain, weights = count_colors(photo), count_colors(masked)
    assert (plain.counts == weights.counts).all()
    # Three corners of 64 pixels count nine times more.
    assert weights.weights.sum() == 100 * (3 * 48 * 48 + 9 * 3 * 64)
    # The vivid corner is worth more as an accent as well.
    red = np.abs(weights.areas.colors - (220, 30, 40)).max(axis=1) < 50
    assert weights.areas.shares[red].sum() > 2 * plain.areas.shares[red].sum()


def test_masks_are_saved_and_read(tmp_path):
    levels = np.random.default_rng(0).integers(0, 256, (7, 9)).astype(np.uint8)
    save_mask(Mask(levels), tmp_path / "mask.png")
    assert (read_mask(tmp_path / "mask.png").levels == levels).all()


def test_a_colored_mask_counts_by_its_lightness_and_a_transparent_one_is_neutral(tmp_path):
    rgba = np.array([[(255, 0, 0, 255), (255, 255, 255, 255), (9, 9, 9, 0)]], np.uint8)
    Image.fromarray(rgba).save(tmp_path / "mask.png")
    assert read_mask(tmp_path / "mask.png").levels.tolist() == [[76, 255, 128]]


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_file_that_is_no_mask_is_one_error(tmp_path, content):
    path = tmp_path / "mask.png"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"mask\.png"):
        read_mask(path)


@pytest.mark.parametrize("crop", [Crop(3, 5, 1, 1000), Crop(3, 5, 3000, 2), Crop(7, 9, 1, 1)])
def test_a_mask_keeps_the_shape_of_a_part_as_thin_as_a_thread(crop):
    mask = Mask(np.zeros((683, 1024), np.uint8))
    mask.framed(Framing(crop), (6000, 4000)).require_shape((crop.width, crop.height))
