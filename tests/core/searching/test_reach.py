"""The number of colors that a size or a quality leads to: what is promised holds, to the byte."""

from dataclasses import replace

import numpy as np
import pytest

from core import (
    GoalError,
    Goals,
    InputError,
    Photo,
    Resize,
    SaveOptions,
    Settings,
    encode_image,
    frame_photo,
    judge,
    open_photo,
    psnr,
    reach,
    reduce,
)
from core.reduction.near import least_difference
from core.searching.auto import APART
from core.writing.image import measure_image
from tests.core.test_animation import animate, pictures

FORMATS = ["png", "webp", "gif", "tiff", "bmp"]


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo(np.ascontiguousarray(astronaut[40:110, 160:265]))


def size_with(photo, settings, colors, image_format="png"):
    result = reduce(photo, replace(settings, colors=colors))
    return len(encode_image(result, image_format, SaveOptions(effort=settings.effort)).data)


@pytest.mark.parametrize("image_format", FORMATS)
@pytest.mark.parametrize("dither", ["none", "bayer-4"])
def test_most_colors_fit_and_three_more_do_not(photo, image_format, dither):
    settings = Settings(colors=256, effort="fast", dither=dither)
    least, most = (size_with(photo, settings, k, image_format) for k in (2, 256))
    goals = Goals(max_bytes=(3 * least + most) // 4)
    found = reach(photo, settings, goals, image_format)
    assert found.size == len(found.encoded.data) <= goals.max_bytes
    assert (
        found.encoded.data
        == encode_image(found.result, image_format, SaveOptions(effort="fast")).data
    )
    assert found.colors == len(found.result.palette)
    for more in range(found.colors + 1, min(found.colors + 4, 257)):
        assert size_with(photo, settings, more, image_format) > goals.max_bytes


def test_formats_with_loss_fit_though_more_colors_may_take_less(photo):
    settings = Settings(colors=64, effort="fast")
    sizes = {k: size_with(photo, settings, k, "jpeg") for k in range(2, 65)}
    goals = Goals(max_bytes=(min(sizes.values()) + max(sizes.values())) // 2)
    found = reach(photo, settings, goals, "jpeg")
    assert found.size == sizes[found.colors] <= goals.max_bytes
    assert all(sizes.get(found.colors + more, 1e9) > goals.max_bytes for more in (1, 2, 3))


@pytest.mark.parametrize("goals", [Goals(min_psnr=27), Goals(max_delta_e=4), Goals(None, 26, 4.5)])
@pytest.mark.parametrize("dither", ["none", "floyd-steinberg"])
def test_fewest_colors_are_near_enough_and_three_fewer_are_not(photo, goals, dither):
    settings = Settings(colors=256, dither=dither)

    def reaches(result):
        return psnr(result) >= (goals.min_psnr or 0) and (
            judge(photo, result).delta_e_mean <= (goals.max_delta_e or 100)
        )

    found = reach(photo, settings, goals)
    assert reaches(found.result)
    for fewer in range(max(found.colors - 3, 2), found.colors):
        assert not reaches(reduce(photo, replace(settings, colors=fewer)))


def test_first_colors_are_those_of_one_number_only(photo):
    settings = Settings(colors=3, start="random", first_colors=((0, 0, 0), (99, 9, 9), (9, 9, 200)))
    assert reach(photo, settings, Goals(max_bytes=10**6)).colors == 3


def test_what_is_reached_exactly_is_reached(photo):
    settings = Settings(colors=256)
    result = reduce(photo, replace(settings, colors=20))
    difference = judge(photo, result).delta_e_mean
    for goals in (Goals(min_psnr=psnr(result)), Goals(max_delta_e=difference)):
        assert reach(photo, settings, goals).colors <= 20
    size = size_with(photo, settings, 20)
    assert reach(photo, settings, Goals(max_bytes=size)).colors >= 20


def test_the_number_given_is_the_most(photo):
    found = reach(photo, Settings(colors=5), Goals(max_bytes=10**9))
    assert found.colors == 5
    assert found.result.notes == ()


def test_a_photo_of_few_colors_stays_as_it_is():
    pixels = np.zeros((20, 30, 3), np.uint8)
    pixels[5:9] = np.arange(30, dtype=np.uint8)[:, None]
    for goals in (Goals(auto="poster"), Goals(max_bytes=10**6), Goals(min_psnr=99)):
        found = reach(Photo(pixels), Settings(colors=256), goals)
        np.testing.assert_array_equal(found.result.rgb, pixels)


@pytest.mark.parametrize(
    ("goals", "dither", "told"),
    [
        (Goals(max_bytes=500), "none", r"even 2 colors take .* more than 500 bytes; resized to"),
        (Goals(max_bytes=20), "none", "no picture is that small"),
        (Goals(min_psnr=60), "none", "even 256 colors have a PSNR of .* and 60 dB was asked for"),
        (Goals(max_delta_e=0.1), "none", "have a mean ΔE of"),
        (Goals(max_bytes=4000, min_psnr=40), "none", "fit into 4.0 kB, and they have a PSNR of"),
    ],
)
def test_what_cannot_be_says_what_there_is_and_what_would_help(photo, goals, dither, told):
    with pytest.raises(GoalError, match=told):
        reach(photo, Settings(colors=256, dither=dither), goals)


def test_without_dithering_it_would_fit(photo):
    settings = Settings(colors=256, dither="floyd-steinberg")
    dithered, plain = (
        size_with(photo, each, 2) for each in (settings, replace(settings, dither="none"))
    )
    with pytest.raises(GoalError, match="without dithering they take"):
        reach(photo, settings, Goals(max_bytes=(plain + dithered) // 2))


def test_help_is_true(photo):
    goals = Goals(max_bytes=300)
    with pytest.raises(GoalError) as raised:
        reach(photo, Settings(colors=256), goals)
    width, height = map(int, str(raised.value).split("resized to ")[1].split(" ")[0].split("×"))
    smaller = frame_photo(photo, resize=Resize(width, height))
    assert reach(smaller, Settings(colors=256), goals).size <= 300


def test_more_colors_than_are_allowed_would_help(photo):
    with pytest.raises(GoalError, match="more colors would reach it"):
        reach(photo, Settings(colors=4), Goals(min_psnr=28))


def test_quality_is_not_promised_of_formats_with_loss(photo):
    with pytest.raises(InputError, match="JPEG adds a loss of its own"):
        reach(photo, Settings(colors=9), Goals(min_psnr=20), "jpeg")


def test_locked_colors_and_transparency_leave_room(photo):
    alpha = np.full((photo.height, photo.width), 255, np.uint8)
    alpha[:30] = 0
    cutout = Photo(photo.pixels, alpha)
    locked = ((1, 2, 3), (200, 100, 0))
    settings = Settings(colors=64, locked=locked)
    least = size_with(cutout, settings, 3)
    found = reach(cutout, settings, Goals(max_bytes=least))
    assert found.colors == 3
    assert set(locked) <= {tuple(color) for color in found.result.palette.colors.tolist()}


@pytest.mark.parametrize("auto", ["poster", "balanced", "rich"])
def test_no_two_colors_of_auto_look_nearer_than_the_limit(photo, auto):
    settings = Settings(colors=256)
    found = reach(photo, settings, Goals(auto=auto))
    assert least_difference(found.result.palette) >= APART[auto]
    for more in (1, 2, 3):
        result = reduce(photo, replace(settings, colors=found.colors + more))
        assert least_difference(result.palette) < APART[auto]


@pytest.mark.parametrize("opaque", [0, 120], ids=["cutout", "soft"])
@pytest.mark.parametrize("goals", [Goals(auto="balanced"), Goals(2000), Goals(min_psnr=26)])
def test_transparent_photos_have_goals_as_others_do(photo, opaque, goals):
    alpha = np.full((photo.height, photo.width), 255, np.uint8)
    alpha[:40], alpha[:9] = opaque, 0
    found = reach(Photo(photo.pixels, alpha), Settings(colors=256), goals)
    assert 2 < found.colors < 256
    assert found.result.palette.hidden is not None
    assert least_difference(found.result.palette) >= (APART["balanced"] if goals.auto else 0)


def test_auto_is_the_most_that_another_goal_may_have(photo):
    auto = reach(photo, Settings(colors=256), Goals(auto="balanced")).colors
    assert reach(photo, Settings(colors=256), Goals(10**9, auto="balanced")).colors == auto
    with pytest.raises(GoalError, match=f"even {auto} colors have"):
        reach(photo, Settings(colors=256), Goals(min_psnr=60, auto="balanced"))


def test_all_frames_of_an_animation_count(tmp_path):
    photo = open_photo(animate(tmp_path / "a.gif", pictures()))
    settings = Settings(colors=64, effort="fast")
    size = measure_image(reduce(photo, replace(settings, colors=9)), "gif").size
    found = reach(photo, settings, Goals(max_bytes=size), "gif", measure=measure_image)
    assert found.colors >= 9
    assert found.encoded is None
    assert measure_image(found.result, "gif").size == found.size <= size


@pytest.mark.parametrize("goals", [Goals(max_bytes=5000), Goals(min_psnr=27), Goals(auto="rich")])
def test_progress_rises_and_ends_the_search(photo, goals):
    fractions, phases = [], set()

    def hear(progress):
        fractions.append(progress.fraction)
        phases.add(progress.phase)

    reach(photo, Settings(colors=256), goals, progress=hear)
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1
    assert len(phases) >= (2 if goals.auto else 4)

    class EndedError(Exception):
        pass

    def end(progress):
        if progress.fraction > 0.4:
            raise EndedError

    with pytest.raises(EndedError):
        reach(photo, Settings(colors=256), goals, progress=end)
