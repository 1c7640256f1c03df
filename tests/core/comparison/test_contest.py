"""Many results of one photo: what is tried, what is told of each, what is left out."""

from concurrent.futures import CancelledError

import numpy as np
import pytest

from core import COURSE, Photo, Progress, Settings, Variants, compare, contend, joined, reduce
from core.errors import FewtoneError, InputError, SettingsError


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo.from_array(astronaut[:60, :80])


@pytest.fixture(scope="module")
def course(photo):
    return contend(photo, COURSE)


def test_the_course_is_what_compare_says(photo, course):
    told = compare(photo, [3, 5, 7], ["random", "in_pixels"], max_iterations=100)
    for trial, contender in zip(told.trials, course.contenders, strict=True):
        assert contender.title == f"{trial.colors} colors from {trial.start}"
        np.testing.assert_array_equal(contender.centroids, trial.centroids)
        for name in ("iterations", "stop_reason", "error", "indexed_png_bytes", "rgb_png_bytes"):
            assert getattr(contender, name) == getattr(trial, name)
    assert [each.largest_distance for each in course.matches] == [
        each.largest_distance for each in told.matches
    ]
    assert course.rgb_png_bytes == told.rgb_png_bytes


def test_other_contenders_are_results_of_reduce(photo):
    variants = Variants([4], ["wu", "random"], ["auto", "lab"], ["none", "bayer-4"])
    comparison = contend(photo, variants)
    assert len(comparison.contenders) == 8
    for contender in comparison.contenders:
        result = reduce(photo, contender.settings)
        assert contender.error == result.error
        assert contender.rgb_png_bytes is None
        np.testing.assert_array_equal(contender.preview.indices, result.indices)
        np.testing.assert_array_equal(contender.preview.palette.colors, result.palette.colors)


def test_each_contender_is_judged(photo, course):
    for contender in course.contenders:
        shown = contender.preview.palette.colors[contender.preview.indices]
        assert contender.quality.mse == pytest.approx(np.mean((photo.pixels - 1.0 * shown) ** 2))
        assert 0 < contender.quality.visible < 20
    by_colors = [course.contenders[place].quality for place in (0, 2, 4)]
    assert sorted(by_colors, key=lambda quality: -quality.mse) == by_colors
    assert sorted(by_colors, key=lambda quality: quality.ssim) == by_colors


def test_starts_are_matched_where_nothing_else_differs(photo):
    comparison = contend(photo, Variants([3, 4], ["wu", "random", "in_pixels"], dithers=["none"]))
    assert [(m.first.title, m.second.title) for m in comparison.matches] == [
        (f"{k} colors from wu", f"{k} colors from {start}")
        for k in (3, 4)
        for start in ("random", "in_pixels")
    ]


def test_contenders_come_one_by_one(photo):
    seen = []
    comparison = contend(photo, COURSE, each=seen.append)
    assert tuple(seen) == comparison.contenders


def test_the_plan_comes_first_then_all_results_then_their_numbers(photo):
    told = []
    contend(
        photo,
        Variants([2, 3]),
        planned=lambda plan, notes: told.append((len(plan), notes)),
        shown=lambda place, result: told.append((place, len(result.palette))),
        each=lambda contender: told.append(contender.settings.colors),
    )
    assert told == [(2, ()), (0, 2), (1, 3), 2, 3]


def test_what_gives_the_same_result_is_tried_once():
    variants = Variants([3, 3], ["random", "wu"], ["auto", "rgb"], efforts=["fast", "best"])
    assert [each.title for each in variants.plan] == [
        "3 colors from random, space auto, effort fast",
        "3 colors from wu, space auto, effort fast",
        "3 colors from wu, space auto, effort best",
        "3 colors from wu, space rgb, effort fast",
        "3 colors from wu, space rgb, effort best",
    ]
    assert variants.notes == ("11 variants are left out, with the same result as another.",)


def test_present_settings_compete_with_the_course():
    present = Settings(colors=5, start="random")
    variants = Variants([5], ["random"], plain=True, also=[present, present])
    assert [(each.plain, each.title) for each in variants.plan] == [
        (True, "5 colors from random, space rgb"),
        (False, "5 colors from random, space auto"),
    ]


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        ({"colors": []}, InputError, "colors is empty"),
        ({"colors": [3, 0]}, SettingsError, "colors is 0; allowed are whole numbers from 1 to 256"),
        ({"colors": [300]}, SettingsError, "colors is 300"),
        ({"colors": ["seven"]}, SettingsError, "colors is 'seven'"),
        ({"colors": "35"}, InputError, "colors is '35'; it must be a list"),
        ({"colors": 3}, InputError, "colors is 3; it must be a list"),
        ({"colors": [3], "starts": []}, InputError, "starts is empty"),
        ({"colors": [3], "starts": ["fast"]}, SettingsError, "start is 'fast'; allowed are wu"),
        ({"colors": [3], "dithers": ["x"]}, SettingsError, "dither is 'x'"),
        ({"colors": range(1, 257), "efforts": ["best"] * 5}, InputError, "1280 variants"),
    ],
)
def test_bad_values_are_one_sentence(values, kind, words):
    with pytest.raises(kind, match=words):
        Variants(**values)


def test_more_colors_than_the_photo_has_are_left_out(astronaut):
    photo = Photo.from_array(np.arange(12, dtype=np.uint8).reshape(2, 2, 3))
    comparison = contend(photo, COURSE)
    assert [each.settings.colors for each in comparison.contenders] == [3, 3]
    assert comparison.notes == (
        "The photo has only 4 distinct colors, so that results in 5 and 7 colors are left out.",
    )


@pytest.mark.parametrize(
    ("alpha", "words"),
    [(255, "only 1 distinct color, and the smallest number to compare is 3"), (0, "transparent")],
)
def test_a_photo_that_leaves_nothing_to_compare_is_one_sentence(alpha, words):
    photo = Photo.from_array(np.zeros((4, 4, 3), np.uint8), np.full((4, 4), alpha, np.uint8))
    with pytest.raises(FewtoneError, match=words):
        contend(photo, COURSE)


@pytest.mark.parametrize("dither", ["none", "floyd-steinberg"])
def test_previews_of_large_photos_are_small_and_have_the_palette(astronaut, dither):
    photo = Photo.from_array(np.tile(astronaut, (3, 3, 1)))
    comparison = contend(photo, Variants([6], dithers=[dither]))
    preview = comparison.contenders[0].preview
    assert preview.indices.shape == comparison.preview.pixels.shape[:2] == (1000, 1000)
    result = reduce(photo, comparison.contenders[0].settings)
    np.testing.assert_array_equal(preview.palette.colors, result.palette.colors)
    gap = result.rgb.mean(axis=(0, 1)) - preview.palette.colors[preview.indices].mean(axis=(0, 1))
    assert np.abs(gap).max() < 1


def test_alpha_is_kept_by_plain_runs_and_clustered_by_others(astronaut):
    alpha = np.zeros((60, 80), np.uint8)
    alpha[:, 10:] = 255
    photo = Photo.from_array(astronaut[:60, :80], alpha)
    plain = contend(photo, Variants([3], ["random"], plain=True)).contenders[0]
    assert len(plain.centroids) == 3
    assert plain.settings.transparency == "channel"
    other = contend(photo, Variants([3])).contenders[0]
    assert len(other.centroids) == 2
    assert (other.preview.palette.rgba[other.preview.indices][..., 3] == alpha).all()


def test_a_callback_of_progress_cancels(photo):
    class Enough(BaseException):
        pass

    def stop(progress):
        if progress.phase == "5 colors from random":
            raise Enough

    seen = []
    with pytest.raises(Enough):
        contend(photo, COURSE, stop, each=seen.append)
    assert [each.settings.colors for each in seen] == [3, 3]


def test_cancelling_while_files_are_encoded_ends_both(photo, monkeypatch):
    class Enough(BaseException):
        pass

    def stop(*_arguments):
        raise Enough

    ended = []

    def encode(_photo, progress):
        try:
            for _ in range(1_000_000):
                progress(Progress(0.0, "encoding"))
        except CancelledError:
            ended.append("early")
            raise

    monkeypatch.setattr("core.comparison.attempt.encode_image", stop)
    monkeypatch.setattr("core.comparison.attempt.measure_rgb_apart", encode)
    monkeypatch.setattr("core.parallel._threads", 2)
    with pytest.raises(Enough):
        contend(photo, COURSE)
    assert ended == ["early"]


def test_comparisons_that_are_joined_are_named_and_matched_anew(photo):
    first = contend(photo, Variants([3], ["random"], ["rgb"]))
    other = contend(photo, Variants((), also=[Settings(3, "in_pixels", space="rgb")]))
    both = joined(first, other)
    assert [each.title for each in both.contenders] == [
        "3 colors from random",
        "3 colors from in_pixels",
    ]
    (found,) = both.matches
    assert (found.first, found.second) == both.contenders
    dithered = contend(photo, Variants([3], ["random"], ["rgb"], ["bayer-2"]))
    assert [each.title for each in joined(first, dithered).contenders] == [
        "3 colors from random, dither none",
        "3 colors from random, dither bayer-2",
    ]


def test_nothing_at_all_to_compare_is_refused():
    with pytest.raises(InputError, match="colors is empty"):
        Variants((), also=())
