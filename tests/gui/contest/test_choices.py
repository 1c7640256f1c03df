"""What is compared: ready sets, numbers that are typed, and what is refused in one sentence."""

from dataclasses import replace

import pytest

from core import COURSE, Settings
from core.errors import InputError
from gui.contest.choices import MOST_RESULTS, READY, choice_of, just, numbers_in, variants_of
from gui.contest.words import Figure, best_of

PRESENT = Settings(12, "kmeans++", seed=7, dither="atkinson")
ONE = choice_of(PRESENT)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3 5 7", (3, 5, 7)),
        ("3, 5;7", (3, 5, 7)),
        (" 256 ", (256,)),
        ("8 3 8", (8, 3)),
        ("1", (1,)),
    ],
)
def test_numbers_are_read_as_people_type_them(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Type how many colors to compare, such as 3 5 7."),
        (" , ", "Type how many colors to compare, such as 3 5 7."),
        ("0", "A result has 1 to 256 colors, not 0."),
        ("3 300", "A result has 1 to 256 colors, not 300."),
        ("three", "“three” is no number of colors; type numbers such as 3 5 7."),
        ("-3", "“-3” is no number of colors; type numbers such as 3 5 7."),
        ("99999", "“99999” is no number of colors; type numbers such as 3 5 7."),
        ("2-8\x1b", "“2-8␛” is no number of colors; type numbers such as 3 5 7."),
    ],
)
def test_what_is_no_number_of_colors_is_told_in_one_sentence(text, sentence):
    with pytest.raises(InputError) as error:
        variants_of(replace(ONE, colors=text), PRESENT)
    assert str(error.value) == sentence


@pytest.mark.parametrize("name", READY)
@pytest.mark.parametrize("settings", [Settings(), PRESENT, Settings(2, "random", space="lab")])
def test_every_ready_set_fits_side_by_side(name, settings):
    variants = variants_of(READY[name](settings), settings)
    assert 2 <= len(variants.plan) <= MOST_RESULTS


def test_the_course_is_plain_kmeans_of_100_iterations():
    settings = replace(PRESENT, max_iterations=3, seed=0, locked=((1, 2, 3),) * 1)
    variants = variants_of(READY["The course's evaluation"](settings), settings)
    assert {variant.settings for variant in variants.plan} == {
        variant.settings for variant in COURSE.plan
    }
    assert all(variant.plain for variant in variants.plan)


def test_what_is_not_varied_is_as_in_the_present_settings():
    variants = variants_of(replace(ONE, colors="3 5"), PRESENT)
    assert [variant.settings for variant in variants.plan] == [
        replace(PRESENT, colors=3),
        replace(PRESENT, colors=5),
    ]


def test_more_results_than_fit_are_told_before_any_is_made():
    choice = replace(ONE, colors="2 3 4 5 6 7 8", dither=("none", "bayer-2"))
    with pytest.raises(InputError, match="These are 14 results; at most 12 fit side by side"):
        variants_of(choice, PRESENT)


def test_present_settings_alone_are_one_result_with_all_they_have():
    settings = replace(PRESENT, start="wu", colors=2, first_colors=((1, 2, 3), (4, 5, 6)))
    assert [variant.settings for variant in just(settings).plan] == [settings]


def test_locked_colors_need_their_places():
    settings = replace(PRESENT, locked=((0, 0, 0), (9, 9, 9), (255, 0, 0)))
    with pytest.raises(InputError, match="3 colors are locked, so that no result has only 2"):
        variants_of(replace(ONE, colors="8 2"), settings)
    assert len(variants_of(replace(ONE, colors="8 3"), settings).plan) == 2


def figures(*values):
    """Figures of which less, more and neither is better."""
    kinds = zip(values, (-1, 1, 0), strict=True)
    return [Figure(f"{value:.0f}", "", value, better) for value, better in kinds]


def test_the_best_of_each_number_is_found():
    assert best_of([figures(30, 25.0, 9), figures(40, 27.0, 8)]) == [{0}, {1}]


def test_where_all_are_the_same_none_is_best():
    assert best_of([figures(30, 25.0, 9), figures(30, 27.0, 8)]) == [set(), {1}]
    assert best_of([figures(30, 25.0, 9)]) == [set()]


def test_what_reads_the_same_is_the_same():
    rows = [figures(30.1, 25.4, 9), figures(30.2, 25.3, 9), figures(40, 25.2, 9)]
    assert best_of(rows) == [{0}, {0}, set()]


def test_starts_are_in_the_order_of_the_course():
    course = READY["The course's evaluation"](PRESENT)
    titles = [each.title for each in variants_of(course, PRESENT).plan]
    assert titles[:2] == ["3 colors from random", "3 colors from in_pixels"]
