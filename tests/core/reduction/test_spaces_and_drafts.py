"""Clustering in other color spaces, drafts, and the history that a window can draw."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Photo, Settings, count_colors, draft, parallel, reduce
from core.clustering.start import choose_centroids
from core.color.spaces import MEASURES, SPACES
from core.kernels import in_c, z_order
from core.settings import EFFORTS, STARTS
from tests import covering, examples
from tests.core.reduction.pictures import NOISE, SIDES

PICTURES = hnp.arrays(np.uint8, st.tuples(SIDES, SIDES, st.just(3))) | NOISE
PERCEPTUAL = ["auto", "oklab", "lab"]
LONG = pytest.mark.long


def converter(space):
    """The conversion to the space that distances are measured in."""
    return MEASURES[Settings(space=space).measure].from_srgb


@settings(max_examples=examples(60))
@given(PICTURES, st.integers(1, 40), st.sampled_from(PERCEPTUAL), st.sampled_from(STARTS))
def test_every_color_is_distinct_and_used_in_every_space(pixels, k, space, start):
    photo = Photo.from_array(pixels)
    result = reduce(photo, Settings(k, start, space=space))
    assert len(result.palette) == min(k, len(count_colors(photo)))
    assert len(set(result.palette.hex)) == len(result.palette)
    assert np.unique(result.indices).tolist() == list(range(len(result.palette)))
    assert result.error == ((result.rgb.astype(int) - pixels) ** 2).sum()


@pytest.mark.parametrize(
    ("space", "corner", "start"),
    covering(PERCEPTUAL, [(0, 0, 0), (0, 248, 0), (0, 248, 248), (248, 248, 248)], STARTS),
)
def test_neighboring_colors_stay_distinct(space, corner, start):
    # Where the lattice of the space is coarsest, a color does not come back from it unchanged.
    cube = np.indices((8, 8, 8)).reshape(3, 16, 32).transpose(1, 2, 0) + np.array(corner)
    photo = Photo.from_array(cube.astype(np.uint8))
    for k in (100, 256):
        assert len(set(reduce(photo, Settings(k, start, space=space)).palette.hex)) == k


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("k", [8, 64])
def test_wu_cuts_a_coarse_grid_in_every_space(astronaut, space, k):
    grid = count_colors(Photo.from_array(astronaut)).grid(5, SPACES[space])
    centroids = choose_centroids("wu", k, grid, np.random.default_rng(0))
    # Means of boxes, not cells as they are.
    cells = {tuple(position) for position in grid.positions.tolist()}
    assert sum(tuple(centroid) in cells for centroid in centroids.tolist()) < k / 4


@pytest.mark.parametrize("space", PERCEPTUAL)
def test_pixels_take_the_nearest_color_of_the_space(astronaut, space):
    photo = Photo.from_array(astronaut[::4, ::4])
    result = reduce(photo, Settings(12, space=space))
    convert = converter(space)
    pixels, palette = convert(photo.pixels), convert(result.palette.colors)
    distances = np.sqrt(((pixels[:, :, None] - palette) ** 2).sum(axis=-1))
    taken = np.take_along_axis(distances, result.indices[..., None].astype(int), -1)[..., 0]
    # Points are rounded to 1 / scale: no further off than that.
    assert (taken - distances.min(axis=-1)).max() <= 2 / MEASURES[
        Settings(space=space).measure
    ].scale


@pytest.mark.parametrize("space", ["oklab", "lab"])
@pytest.mark.parametrize("effort", EFFORTS)
def test_space_lowers_the_error_that_it_measures(astronaut, space, effort):
    photo = Photo.from_array(astronaut[::4, ::4])
    convert = converter(space)

    def seen(name):
        shown = reduce(photo, Settings(16, effort=effort, space=name)).rgb
        return ((convert(shown) - convert(photo.pixels)) ** 2).sum()

    assert seen(space) < seen("rgb")


def test_unknown_space_is_refused():
    with pytest.raises(ValueError, match="space is 'hsv'; allowed are auto, rgb, oklab, lab"):
        Settings(space="hsv")


@pytest.mark.parametrize("space", ["rgb", *PERCEPTUAL])
@pytest.mark.parametrize("k", [2, 16, 256])
def test_draft_is_nearly_the_result(astronaut, space, k):
    photo = Photo.from_array(astronaut)
    histogram = count_colors(photo)
    seen = draft(histogram, Settings(k, space=space), photo, histogram)
    result = reduce(photo, Settings(k, space=space), histogram=histogram)
    convert = converter(space)
    true = convert(photo.pixels)
    rough, exact = (
        ((convert(palette.colors)[indices] - true) ** 2).sum()
        for palette, indices in [(seen.palette, seen.indices), (result.palette, result.indices)]
    )
    assert rough <= 1.3 * exact
    assert len(seen.palette) == k
    assert (np.diff(seen.palette.counts) <= 0).all()


@settings(max_examples=examples(60))
@given(PICTURES, st.integers(1, 40), st.data())
def test_draft_of_any_picture_has_its_shape_and_hides_what_is_hidden(pixels, k, data):
    alpha = data.draw(hnp.arrays(np.uint8, pixels.shape[:2], elements=st.sampled_from([0, 255])))
    alpha[0, 0] = 255
    photo = Photo.from_array(pixels, alpha)
    histogram = count_colors(photo)
    seen = draft(histogram, Settings(k), photo, histogram)
    assert seen.indices.shape == pixels.shape[:2]
    hidden = seen.palette.hidden
    # One visible color there is always.
    assert seen.indices.max() < len(seen.palette) <= max(k, 1 + (hidden is not None))
    assert (hidden is not None) == (alpha == 0).any()
    assert (seen.indices[alpha == 0] == hidden).all()


def test_draft_of_a_part_uses_the_colors_of_the_whole(astronaut):
    whole, part = Photo.from_array(astronaut), Photo.from_array(astronaut[100:200, 50:250])
    histogram = count_colors(whole)
    seen = draft(histogram, Settings(8), part, count_colors(part))
    assert seen.palette.hex == draft(histogram, Settings(8), whole, histogram).palette.hex
    assert seen.indices.shape == (100, 200)


def test_draft_of_a_transparent_part_shows_nothing(astronaut):
    whole = Photo.from_array(astronaut)
    part = Photo.from_array(np.zeros((3, 5, 3), np.uint8), np.zeros((3, 5), np.uint8))
    seen = draft(count_colors(whole), Settings(8), part, count_colors(part))
    assert seen.indices.shape == (3, 5)
    assert not seen.indices.any()


def test_draft_without_a_visible_pixel_is_refused():
    photo = Photo.from_array(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2), np.uint8))
    with pytest.raises(ValueError, match="fully transparent"):
        draft(count_colors(photo), Settings(), photo, count_colors(photo))


# What runs in threads sees a space in its coordinates only: where it takes longest, one is enough.
@pytest.mark.parametrize(
    ("effort", "space"),
    [
        pytest.param(*way, marks=LONG if way in {("best", "rgb"), ("best", "oklab")} else ())
        for way in product(EFFORTS, SPACES)
    ],
)
def test_result_does_not_depend_on_threads(astronaut, monkeypatch, effort, space):
    monkeypatch.setattr(in_c, "_FEWEST_DISTANCES_TO_SHARE", 0)
    monkeypatch.setattr(in_c, "_FEWEST_PIXELS_TO_SHARE", 0)
    monkeypatch.setattr(in_c, "_MOST_PIXELS_TO_SORT", 0)
    photo = Photo.from_array(astronaut[::8, ::8])
    bytes_ = set()
    for count in (1, 3):
        monkeypatch.setattr(parallel, "_threads", count)
        result = reduce(photo, Settings(20, effort=effort, space=space))
        bytes_.add(result.indices.tobytes() + result.centroids.tobytes())
    assert len(bytes_) == 1


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize("k", [2, 64])
def test_progress_is_heard_in_every_phase_and_never_falls(astronaut, effort, k):
    heard = []
    reduce(Photo.from_array(astronaut[::4, ::4]), Settings(k, effort=effort), heard.append)
    assert heard[-1].fraction == 1.0
    phases = [progress.phase for progress in heard]
    assert min(phases.count(phase) for phase in set(phases)) >= 2


ODD_PICTURES = {
    "one pixel": np.zeros((1, 1, 3), np.uint8),
    "one color": np.full((40, 30, 3), 77, np.uint8),
    "two far apart": np.array([[[0, 0, 0], [255, 255, 255]]], np.uint8),
    "row": np.arange(300).repeat(3).reshape(1, 300, 3).astype(np.uint8),
    "column": np.arange(300).repeat(3).reshape(300, 1, 3).astype(np.uint8),
    "257 colors": np.stack([np.arange(257) % 256, np.arange(257) // 256, np.zeros(257)], 1)[
        None
    ].astype(np.uint8),
    "noise": np.random.default_rng(0).integers(0, 256, (16, 17, 3), np.uint8),
}
# As many colors with the best effort take a second each; a row and noise try that.
TAKE_LONGEST = {("column", 255), ("257 colors", 255), ("noise", 255)}


@pytest.mark.parametrize(
    ("pixels", "k", "effort"),
    [
        pytest.param(
            ODD_PICTURES[name],
            k,
            effort,
            id=f"{name}-{k}-{effort}",
            marks=LONG if effort == "best" and (name, k) in TAKE_LONGEST else (),
        )
        for name, k, effort in product(ODD_PICTURES, [1, 2, 255, 256], EFFORTS)
    ],
)
def test_odd_pictures_get_an_answer_without_a_warning(pixels, k, effort):
    photo = Photo.from_array(pixels)
    result = reduce(photo, Settings(k, effort=effort))
    assert len(set(result.palette.hex)) == len(result.palette) == min(k, len(count_colors(photo)))
    assert (result.palette.counts > 0).all()
    assert result.palette.counts.sum() == pixels.shape[0] * pixels.shape[1]


@pytest.mark.long
def test_all_colors_there_are_get_an_answer():
    """A ramp of 16.7 million colors: the most that a histogram can hold."""
    places = np.arange(1 << 24, dtype=np.uint32)
    photo = Photo.from_array(z_order.colors_at(places).reshape(4096, 4096, 3))
    result = reduce(photo, Settings(8))
    # The best that can be had is 8 cubes.
    assert sorted(result.palette.counts.tolist()) == pytest.approx([1 << 21] * 8, rel=0.05)
