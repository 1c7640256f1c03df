"""The curve over the number of colors: true where it was tried, near the truth between."""

from dataclasses import replace

import numpy as np
import pytest

from core import (
    Photo,
    SaveOptions,
    Settings,
    curve_over_colors,
    encode_image,
    mean_squared_error,
    reduce,
)
from core.searching.curve import TRIED

FAST = SaveOptions(effort="fast")


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo(np.ascontiguousarray(astronaut[:160, 120:330]))


def test_eight_numbers_are_as_they_will_be_saved(photo):
    settings = Settings(colors=256)
    curve = curve_over_colors(photo, settings, options=FAST)
    assert [point.colors for point in curve.points] == list(range(2, 257))
    tried = [point for point in curve.points if point.tried]
    assert len(tried) == TRIED
    assert (tried[0].colors, tried[-1].colors) == (2, 256)
    for point in tried[::3]:
        result = reduce(photo, replace(settings, colors=point.colors))
        assert point.mse == mean_squared_error(result)
        assert point.size == len(encode_image(result, "png", FAST).data)


@pytest.mark.parametrize("colors", [3, 6, 12, 24, 48, 90, 180])
def test_estimates_between_are_near(photo, colors):
    settings = Settings(colors=256)
    point = curve_over_colors(photo, settings, options=FAST).at(colors)
    result = reduce(photo, replace(settings, colors=colors))
    assert not point.tried
    assert point.mse == pytest.approx(mean_squared_error(result), rel=0.35)
    assert point.size == pytest.approx(len(encode_image(result, "png", FAST).data), rel=0.25)


def test_errors_are_told_before_anything_is_tried(photo):
    told = []
    curve_over_colors(photo, Settings(colors=32), options=FAST, tell=told.append)
    assert {point.size for point in told[0].points} == {None}
    errors = [point.mse for point in told[0].points]
    assert errors == sorted(errors, reverse=True)
    assert [curve.whole for curve in told] == [False] * (len(told) - 1) + [True]


@pytest.mark.parametrize("distinct", [1, 2, 3, 5])
def test_photos_of_few_colors_have_short_curves(distinct):
    pixels = np.zeros((4, 10, 3), np.uint8)
    pixels[:, :distinct, 0] = 40 * np.arange(1, distinct + 1)
    points = curve_over_colors(Photo(pixels), Settings(colors=256)).points
    assert points[-1].mse == 0
    assert len(points) <= distinct + 1


def test_soft_transparency_has_a_curve(photo):
    alpha = np.full((photo.height, photo.width), 255, np.uint8)
    alpha[:40] = 100
    alpha[:9] = 0
    curve = curve_over_colors(Photo(photo.pixels, alpha), Settings(colors=16), options=FAST)
    assert curve.points[0].mse > curve.points[-1].mse > 0


def test_a_curve_can_be_cancelled(photo):
    class EndedError(Exception):
        pass

    def end(progress):
        if progress.fraction > 0.5:
            raise EndedError

    with pytest.raises(EndedError):
        curve_over_colors(photo, Settings(colors=64), progress=end)
