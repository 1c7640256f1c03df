"""Conversions between color spaces: published values, another library, there and back."""

from itertools import product

import numpy as np
import pytest
from coloraide import Color
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.color.spaces import (
    HUES,
    LAB,
    LOOKS,
    MEASURES,
    OKLAB,
    RGB,
    SPACES,
    lab_to_srgb,
    linear_to_srgb,
    oklab_to_srgb,
    srgb_to_lab,
    srgb_to_linear,
    srgb_to_oklab,
)
from tests import examples

EVERY_SPACE = pytest.mark.parametrize("space", MEASURES.values(), ids=list(MEASURES))
BLACK, WHITE, GRAY = (0, 0, 0), (255, 255, 255), (128, 128, 128)
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=20).map(lambda s: (*s, 3))
COLORS = hnp.arrays(np.float64, SHAPES, elements=st.floats(0, 255))
PIXELS = hnp.arrays(np.uint8, SHAPES)
# A few operations in float64, of 16 digits; near black 1e-15 of linear light is 3e-12 of sRGB.
EXACT = 1e-9


def lattice(space, pixels):
    return np.rint(space.from_srgb(pixels) * space.scale)


def block(corner, *sides):
    """List all colors of a block."""
    return (np.indices(sides).reshape(3, -1).T + corner).astype(np.uint8)


def grays():
    return block((0, 0, 0), 256, 1, 1)[:, [0, 0, 0]]


def corners():
    return np.array(list(product([0, 255], repeat=3)), np.uint8)


@pytest.mark.parametrize(
    ("color", "oklab"),
    [
        (WHITE, (1, 0, 0)),
        (BLACK, (0, 0, 0)),
        (RED, (0.62795536, 0.22486306, 0.12584630)),
        (GREEN, (0.86643961, -0.23388757, 0.17949848)),
        (BLUE, (0.45201372, -0.03245698, -0.31152815)),
    ],
)
def test_oklab_is_as_published(color, oklab):
    # The published matrices have 10 digits; white is gray by them to 7.
    assert srgb_to_oklab(color) == pytest.approx(oklab, abs=5e-8)


@pytest.mark.parametrize(
    ("color", "lab"),
    [
        (WHITE, (100, 0, 0)),
        (BLACK, (0, 0, 0)),
        (GRAY, (53.5850, 0, 0)),
        (RED, (53.2408, 80.0925, 67.2032)),
        (GREEN, (87.7347, -86.1827, 83.1793)),
        (BLUE, (32.2970, 79.1875, -107.8602)),
    ],
)
def test_lab_is_as_published(color, lab):
    # These are for a white whose Z is 1.0888, not 1.0891 as that of (0.3127, 0.3290):
    # b* = 200 · ∛Z differs by up to 0.015.
    assert srgb_to_lab(color) == pytest.approx(lab, abs=0.015)


@pytest.mark.parametrize(
    ("encoded", "linear"),
    [(0, 0), (0.04045, 0.0031308), (0.5, 0.214041), (0.735357, 0.5), (1, 1)],
)
def test_transfer_curve_is_that_of_the_standard(encoded, linear):
    assert srgb_to_linear(255 * encoded) == pytest.approx(linear, abs=1e-6)
    assert linear_to_srgb(linear) == pytest.approx(255 * encoded, abs=255 * 1e-6)


SOME_COLORS = np.concatenate(
    [
        corners(),
        grays(),
        np.random.default_rng(1).uniform(0, 255, (200, 3)),
        np.random.default_rng(2).uniform(0, 12, (200, 3)),
    ]
)
# Many of these are no color of sRGB.
SOME_LAB = np.concatenate(
    [
        np.random.default_rng(3).uniform((0, -100, -100), (100, 100, 100), (200, 3)),
        np.random.default_rng(4).uniform((0, -5, -5), (10, 5, 5), (200, 3)),
    ]
)


def by_coloraide(name, colors, into):
    return np.array([Color(name, list(c)).convert(into).coords(nans=False) for c in colors])


@pytest.mark.parametrize(
    ("name", "convert", "tolerance"),
    [
        ("srgb-linear", srgb_to_linear, EXACT),
        # Its matrices were calculated anew from Ottosson's and agree with his to 7 digits.
        ("oklab", srgb_to_oklab, 1e-7),
        ("lab-d65", srgb_to_lab, EXACT),
    ],
)
def test_colors_are_what_coloraide_makes_of_them(name, convert, tolerance):
    expected = by_coloraide("srgb", SOME_COLORS / 255, name)
    np.testing.assert_allclose(convert(SOME_COLORS), expected, rtol=0, atol=tolerance)


@pytest.mark.parametrize(
    ("name", "convert", "unit", "tolerance"),
    [
        ("oklab", oklab_to_srgb, 100, 1e-6),
        ("lab-d65", lab_to_srgb, 1, EXACT),
    ],
)
def test_colors_no_screen_shows_are_what_coloraide_makes_of_them(name, convert, unit, tolerance):
    expected = 255 * by_coloraide(name, SOME_LAB / unit, "srgb")
    assert (expected < -1).any()
    assert (expected > 256).any()
    found = convert(SOME_LAB / unit)
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=255 * tolerance)


@EVERY_SPACE
@settings(max_examples=examples(100))
@given(COLORS)
@example(block((0, 0, 0), 8, 8, 8).astype(float))
def test_colors_come_back(space, colors):
    there = space.from_srgb(colors)
    back = space.to_srgb(there)
    assert there.shape == back.shape == colors.shape
    assert there.dtype == back.dtype == np.float64
    np.testing.assert_allclose(back, colors, rtol=0, atol=EXACT)


@pytest.mark.parametrize(("space", "unit"), [(OKLAB, 100), (LAB, 1)], ids=["oklab", "lab"])
def test_colors_no_screen_shows_come_back_too(space, unit):
    back = space.from_srgb(space.to_srgb(SOME_LAB / unit))
    # What is 1e-16 from 0 is 5e-6 from it after the cube root.
    np.testing.assert_allclose(back, SOME_LAB / unit, rtol=0, atol=1e-5)


@settings(max_examples=examples(100))
@given(hnp.arrays(np.float64, SHAPES, elements=st.floats(-1000, 1000)))
def test_linear_light_comes_back_and_is_symmetric_about_black(colors):
    linear = srgb_to_linear(colors)
    np.testing.assert_array_equal(srgb_to_linear(-colors), -linear)
    # The two halves of the curve meet only to 7 digits, as the standard rounds where.
    np.testing.assert_allclose(linear_to_srgb(linear), colors, rtol=EXACT, atol=255 * 1e-7)


@EVERY_SPACE
@settings(max_examples=examples(100))
@given(PIXELS)
def test_pixels_are_converted_as_the_same_numbers_are(space, pixels):
    np.testing.assert_array_equal(space.from_srgb(pixels), space.from_srgb(pixels.astype(float)))


@settings(max_examples=examples(100))
@given(PIXELS)
@example(block((0, 0, 0), 8, 8, 8))
@example(grays())
@example(corners())
def test_pixels_come_back_from_the_lattice_of_lab(pixels):
    back = lab_to_srgb(lattice(LAB, pixels) / LAB.scale)
    np.testing.assert_array_equal(np.rint(back), pixels)


@pytest.mark.parametrize(("space", "tolerance"), [(OKLAB, 5e-8), (LAB, EXACT)])
def test_grays_have_no_hue(space, tolerance):
    found = space.from_srgb(grays())
    np.testing.assert_allclose(found[:, 1:], 0, atol=tolerance)
    assert (np.diff(found[:, 0]) > 0).all()


@EVERY_SPACE
def test_lightness_rises_by_255_steps_from_black_to_white(space):
    (white, *_), (black, *_) = space.from_srgb(WHITE), space.from_srgb(BLACK)
    assert white - black == pytest.approx(255 * space.step, rel=1e-7)


@EVERY_SPACE
def test_lattice_fits_16_bits(space):
    # What is farthest from gray is a corner.
    assert (np.abs(lattice(space, corners())) <= np.iinfo(np.int16).max).all()
    assert space.scale & (space.scale - 1) == 0


@EVERY_SPACE
@settings(max_examples=examples(20))
@given(st.tuples(*3 * [st.integers(0, 240)]))
@example((0, 0, 0))
@example((240, 240, 240))
def test_neighboring_colors_stay_distinct_on_the_lattice(space, corner):
    points = lattice(space, block(corner, 16, 16, 16))
    assert len(np.unique(points, axis=0)) == 16**3


@pytest.mark.long
@pytest.mark.parametrize("space", [OKLAB, LAB, LOOKS], ids=["oklab", "lab", "looks"])
def test_all_colors_stay_distinct_on_the_lattice(space):
    points = np.empty((256, 1 << 16), np.int64)
    for red, packed in enumerate(points):
        x, y, z = (
            lattice(space, block((red, 0, 0), 1, 256, 256)).T.astype(np.int16).astype(np.int64)
        )
        packed[:] = (x << 32) + (y << 16) + z
    flat = points.ravel()
    flat.sort()
    assert (flat[1:] > flat[:-1]).all()


def test_looks_weigh_lightness_most_and_green_and_red_least():
    gray = np.array([50.0, 0, 0])
    steps = lab_to_srgb(gray + 10 * np.eye(3))
    apart = np.linalg.norm(LOOKS.from_srgb(steps) - LOOKS.from_srgb(lab_to_srgb(gray)), axis=1)
    assert apart == pytest.approx([40, 9, 10])


def test_spaces_go_by_their_names():
    assert SPACES == {"rgb": RGB, "oklab": OKLAB, "lab": LAB}
    assert MEASURES == {**SPACES, "looks": LOOKS, "hues": HUES}
    assert all(name == space.name for name, space in MEASURES.items())
