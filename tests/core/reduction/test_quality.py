"""Numbers on a result: equal to those of other libraries, and honest about what is transparent."""

import math

import numpy as np
import pytest
from coloraide import Color
from hypothesis import example, given
from skimage.color import deltaE_ciede2000, rgb2lab
from skimage.metrics import mean_squared_error, peak_signal_noise_ratio, structural_similarity

import core
from core import QUALITY_NUMBERS, InputError, Photo, Quality, Settings, judge, reduce
from core.color.spaces import srgb_to_lab
from core.parallel import threads, use_threads
from core.reduction.color_errors import color_errors
from core.reduction.similarity import ssim
from tests.core.reduction.pictures import NOISE, noise, shown_as

LUMA = [0.299, 0.587, 0.114]


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo.from_array(np.ascontiguousarray(astronaut[:200, 100:400]))


@pytest.fixture(scope="module", params=["none", "floyd-steinberg"])
def result(photo, request):
    return reduce(photo, Settings(colors=7, dither=request.param))


@pytest.fixture(scope="module")
def quality(photo, result):
    return judge(photo, result)


def test_errors_are_those_of_scikit_image(photo, result, quality):
    pixels = photo.pixels, result.rgb
    assert quality.mse == pytest.approx(mean_squared_error(*pixels), rel=1e-9)
    assert quality.psnr == pytest.approx(peak_signal_noise_ratio(*pixels), rel=1e-9)


def scikit_ssim(pixels, shown):
    return structural_similarity(
        pixels @ LUMA,
        shown @ LUMA,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        data_range=255,
    )


def test_ssim_is_that_of_scikit_image(photo, result, quality):
    assert quality.ssim == pytest.approx(scikit_ssim(photo.pixels, result.rgb), abs=2e-6)


@pytest.mark.parametrize("size", [(11, 11), (11, 300), (75, 12), (74, 266), (138, 267)])
def test_every_window_is_counted_once_whatever_the_size(size):
    pixels, shown = noise(1, *size, 256), noise(2, *size, 4) * 60
    found = ssim(Photo.from_array(pixels), shown_as(shown))
    assert found == pytest.approx(scikit_ssim(pixels, shown), abs=2e-6)


def test_color_differences_are_those_of_scikit_image(photo, result, quality):
    found = deltaE_ciede2000(*(rgb2lab(each) for each in (photo.pixels, result.rgb)))
    assert quality.delta_e_mean == pytest.approx(found.mean(), rel=2e-4)
    worst = np.percentile(found, 95, method="inverted_cdf")
    assert quality.delta_e_95 == pytest.approx(worst, rel=2e-4)


def without_opposites(pixels, others):
    """Return other colors; the pixel's own where hues are opposite, as CIEDE2000 jumps there."""
    hues, other_hues = (srgb_to_lab(each.reshape(-1, 3))[:, 1:] for each in (pixels, others))
    chromas = np.hypot(*hues.T) * np.hypot(*other_hues.T)
    opposite = np.einsum("ij,ij->i", hues, other_hues) < -0.999 * chromas
    return np.where(opposite.reshape(*pixels.shape[:2], 1), pixels, others)


@given(NOISE, NOISE)
@example(np.uint8([[[0, 2, 0], [9, 9, 9]]]), np.uint8([[[3, 0, 3], [9, 9, 0]]]))
def test_color_differences_are_those_of_coloraide(pixels, others):
    shown = without_opposites(pixels, np.resize(others, pixels.shape))
    pairs = zip(pixels.reshape(-1, 3) / 255, shown.reshape(-1, 3) / 255, strict=True)
    found = [
        Color("srgb", list(a)).convert("lab-d65").delta_e(Color("srgb", list(b)), method="2000")
        for a, b in pairs
    ]
    errors = color_errors(Photo.from_array(pixels), shown_as(shown))
    assert errors.mean == pytest.approx(np.mean(found), abs=0.02)


@given(NOISE)
def test_a_result_of_the_same_pixels_is_without_error(pixels):
    assert judge(Photo.from_array(pixels), shown_as(pixels)) == Quality(0, 0, math.inf, 1, 0, 0)


def test_numbers_do_not_depend_on_threads(photo, result, quality):
    before = threads()
    try:
        use_threads(1)
        assert judge(photo, result) == quality
    finally:
        use_threads(before)


def half_hidden(size=40):
    alpha = np.full((size, size), 255, np.uint8)
    alpha[:, size // 2 :] = 0
    return alpha


def test_hidden_pixels_do_not_count():
    pixels, alpha = noise(3, 40, 40, 6), half_hidden()
    shown = pixels.copy()
    shown[:, 20:] = 255
    found = judge(Photo.from_array(pixels, alpha), shown_as(shown, alpha))
    assert (found.ssim, found.delta_e_mean, found.delta_e_95) == (1, 0, 0)


def test_what_a_result_shows_of_hidden_pixels_does_not_count_in_ssim():
    pixels, alpha = noise(3, 40, 40, 6) * 40, half_hidden()
    opaque = shown_as(pixels, np.full((40, 40), 255, np.uint8))
    hidden = shown_as(pixels, alpha)
    photo = Photo.from_array(pixels, alpha)
    assert ssim(photo, opaque) == ssim(photo, hidden) == 1


def test_a_photo_of_hidden_pixels_has_no_error():
    pixels, alpha = noise(3, 12, 12, 6), np.zeros((12, 12), np.uint8)
    photo = Photo.from_array(pixels, alpha)
    assert ssim(photo, shown_as(pixels, alpha)) == 1
    assert color_errors(photo, shown_as(pixels, alpha)) == (0, 0, 0)


def test_a_lost_shadow_is_seen_on_the_white_ground():
    pixels = np.zeros((40, 40, 3), np.uint8)
    alpha, lost = half_hidden() // 2 + 1, np.full((40, 40), 1, np.uint8)
    found = color_errors(Photo.from_array(pixels, alpha), shown_as(pixels, lost))
    assert found.percentile_95 > 30


def test_error_is_that_of_the_run_and_of_the_window(photo, result, quality):
    assert quality.mse == pytest.approx(core.mean_squared_error(result), rel=1e-12)
    assert quality.psnr == pytest.approx(core.psnr(result), rel=1e-12)


def test_error_with_alpha_is_that_on_the_ground_where_it_shows_more():
    full = np.full((40, 40), 255, np.uint8)
    black = np.zeros((40, 40, 3), np.uint8)
    opaque = shown_as(black, full)
    assert color_errors(Photo.from_array(black, full // 2), opaque).squared == 128.0**2


def test_a_flattened_photo_is_judged_on_its_background():
    pixels, alpha = noise(3, 40, 40, 2), half_hidden()
    settings = Settings(colors=2, transparency="flatten", background=(255, 0, 0))
    laid = np.where(alpha[..., None] > 0, pixels, np.array([255, 0, 0], np.uint8))
    found = judge(Photo.from_array(pixels, alpha), shown_as(laid, settings=settings))
    assert (found.ssim, found.delta_e_95) == (1, 0)


@pytest.mark.parametrize("measure", [ssim, color_errors, judge])
def test_a_result_of_another_size_is_refused(measure):
    with pytest.raises(InputError, match=r"\(9, 8\)"):
        measure(Photo.from_array(noise(1, 9, 8, 256)), shown_as(noise(1, 8, 9, 4)))


def test_judging_can_be_cancelled_at_each_report(photo, result):
    fractions = []
    judge(photo, result, lambda progress: fractions.append(progress.fraction))
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1

    def stop(progress):
        if progress.fraction > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(photo, result, stop)


def test_every_number_has_a_meaning_and_says_what_it_does_not_tell():
    assert [number.name for number in QUALITY_NUMBERS] == list(Quality.__slots__)
    for number in QUALITY_NUMBERS:
        assert number.meaning.endswith(".")
        assert number.limits.endswith(".")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("psnr", 27.123, "27.1 dB"), ("psnr", math.inf, "no error"), ("ssim", 0.98765, "0.988")],
)
def test_numbers_are_written_with_their_unit(name, value, words):
    (number,) = (each for each in QUALITY_NUMBERS if each.name == name)
    assert number.written(value) == words


def test_parts_measure_each_number_once():
    names = [name for part in core.QUALITY_PARTS for name in part.names]
    assert sorted(names) == sorted(number.name for number in QUALITY_NUMBERS)
