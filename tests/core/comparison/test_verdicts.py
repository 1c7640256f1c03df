"""What a comparison answers in words."""

from dataclasses import replace

import numpy as np
import pytest

from core import COURSE, Photo, Variants, contend
from core.comparison.verdicts import (
    answers_on_colors,
    answers_on_starts,
    families,
    gains,
    place_in_words,
)


@pytest.fixture(scope="module")
def course(astronaut):
    return contend(Photo.from_array(astronaut[:60, :80]), COURSE)


def apart(comparison, *distances):
    """Return a comparison whose pairs of starts lie so far apart."""
    first = comparison.matches[0]
    matches = tuple(replace(first, distances=np.array([0.0, each])) for each in distances)
    return replace(comparison, matches=matches)


@pytest.mark.parametrize(
    ("distance", "place"),
    [
        (0, "the same place"),
        (0.99, "the same place"),
        (1, "nearly the same place"),
        (5, "different places"),
        (300, "different places"),
    ],
)
def test_place_follows_from_the_largest_distance(course, distance, place):
    assert place_in_words(distance) == place
    assert f"in {place}. " in answers_on_starts(apart(course, distance))[0]


def test_equal_centroids_lie_nowhere_apart(course):
    (told,) = answers_on_starts(apart(course, 0.001))
    assert "Their centroids are the same" in told
    (told,) = answers_on_starts(apart(course, 12.345))
    assert "lie up to 12.35 apart" in told or "lie up to 12.34 apart" in told


@pytest.mark.parametrize(("factor", "worse"), [(1.1, "in_pixels"), (1 / 1.1, "random")])
def test_the_start_with_the_larger_error_is_named(course, factor, worse):
    match = course.matches[0]
    second = replace(match.second, error=match.first.error * factor)
    (told,) = answers_on_starts(replace(course, matches=(replace(match, second=second),)))
    assert f"the error of {worse} is 10.0\xa0% higher" in told


def test_many_pairs_are_counted_and_the_farthest_is_told(course):
    told = answers_on_starts(apart(course, 0.1, 0.2, 77.7, 3, 0.3))
    assert told[0] == "3 of 5 pairs of starts end in the same place. Farthest apart are these:"
    assert "lie up to 77.70 apart" in told[1]
    assert answers_on_starts(apart(course, 9, 9, 9, 9, 9))[0].startswith("None of 5 pairs")


def test_gains_are_for_one_color_on_average(course):
    fewer, more = (
        replace(course.contenders[place], error=error, indexed_png_bytes=size)
        for place, error, size in ((0, 100.0, 1000), (2, 25.0, 4000))
    )
    (step,) = gains([fewer, more])
    assert (step.error, step.size) == pytest.approx((0.5, 2.0))
    (told,) = answers_on_colors(replace(course, contenders=(fewer, more)))
    assert told.startswith("From 3 to 5 colors, one more lowers the error by 50\xa0% and makes")
    assert told.endswith("the file 100\xa0% larger.")


def test_families_differ_in_colors_only(astronaut):
    photo = Photo.from_array(astronaut[:30, :40])
    variants = Variants([5, 3], ["random", "wu"], dithers=["none", "bayer-2"])
    groups = families(contend(photo, variants).contenders)
    assert [[each.settings.colors for each in group] for group in groups] == [[3, 5]] * 4
    assert len({(group[0].settings.start, group[0].settings.dither) for group in groups}) == 4


def test_nothing_is_answered_where_nothing_differs(astronaut):
    comparison = contend(Photo.from_array(astronaut[:30, :40]), Variants([5]))
    assert answers_on_starts(comparison) == answers_on_colors(comparison) == []
