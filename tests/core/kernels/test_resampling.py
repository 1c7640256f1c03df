"""Pictures of another size: as a plain reference has it, and in C as in numpy to the last bit."""

import math

import numpy as np
import pytest
from PIL import Image

from core import kernels, parallel
from core.color.spaces import linear_to_srgb, srgb_to_linear
from core.kernels import in_c, native, resampling
from core.progress import silent
from tests.core.kernels.builds import builds

SMALLER, LARGER = (29, 17), (130, 71)
SIZES = [SMALLER, LARGER, (83, 57), (1, 1), (200, 5), (3, 90)]
RANDOM = np.random.default_rng(7)
PIXELS = RANDOM.integers(0, 256, (57, 83, 3), np.uint8)
ALPHA = RANDOM.choice(np.array([0, 0, 3, 128, 255], np.uint8), (57, 83))


@pytest.fixture(params=builds(["baseline", "avx2"]), scope="module")
def build(request):
    """Run with each build of the loops in C."""
    found = native.load(request.param) if request.param in native.variants() else None
    if found is None:
        pytest.skip(f"there is no build for {request.param}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "library", lambda: found)
        yield request.param


def in_numpy(pixels, alpha, size):
    across, down = (
        resampling.taps_of(*each) for each in zip(pixels.shape[1::-1], size, strict=True)
    )
    return resampling.resample(pixels, alpha, across, down, silent)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("alpha", [None, ALPHA], ids=["opaque", "alpha"])
def test_c_and_numpy_are_the_same_to_the_last_bit(build, size, alpha, monkeypatch):
    monkeypatch.setattr(in_c, "_FEWEST_PIXELS_TO_SHARE", 0)
    monkeypatch.setattr(in_c, "_ROWS_RESAMPLED_PER_CHUNK", 5)
    monkeypatch.setattr(in_c, "_PIXELS_PER_CHUNK", 100)
    monkeypatch.setattr(parallel, "_threads", 3)
    found = kernels.resample(PIXELS, alpha, size)
    for mine, expected in zip(found, in_numpy(PIXELS, alpha, size), strict=True):
        np.testing.assert_array_equal(mine, expected)


@pytest.mark.parametrize("size", SIZES)
def test_colors_are_those_of_a_plain_reference(size):
    found, _alpha = kernels.resample(PIXELS, None, size)
    light = plain(srgb_to_linear(PIXELS), size)
    expected = np.clip(linear_to_srgb(np.clip(light, 0, 1)), 0, 255)
    # float64 there and float32 here may round apart where a value is just between two.
    assert np.abs(found - expected).max() <= 0.501


def test_colors_weigh_by_their_alpha():
    found, alpha = kernels.resample(PIXELS, ALPHA, SMALLER)
    opacity = ALPHA[:, :, None] / 255
    light = plain(np.concatenate([srgb_to_linear(PIXELS) * opacity, opacity], axis=2), SMALLER)
    opaque = np.clip(light[:, :, 3], 0, 1)
    assert np.abs(alpha - 255 * opaque).max() <= 0.501
    seen = alpha > 0
    expected = linear_to_srgb(np.clip(light[seen, :3] / opaque[seen, None], 0, 1))
    assert np.abs(found[seen] - expected).max() <= 0.51


def test_hidden_colors_do_not_bleed_in():
    pixels = np.zeros((40, 40, 3), np.uint8)
    pixels[:, :20], alpha = (255, 0, 0), np.zeros((40, 40), np.uint8)
    alpha[:, :20] = 255
    found, opacity = kernels.resample(pixels, alpha, (10, 10))
    assert (found[opacity > 0] == (255, 0, 0)).all()


@pytest.mark.parametrize("color", [(0, 0, 0), (255, 255, 255), (1, 77, 254)])
def test_a_plain_area_keeps_its_color(color):
    pixels = np.full((31, 47, 3), color, np.uint8)
    assert (kernels.resample(pixels, None, SMALLER)[0] == color).all()


def test_black_and_white_mix_in_light_and_not_in_numbers():
    board = np.indices((64, 64)).sum(axis=0) % 2 * np.uint8(255)
    pixels = np.repeat(board.astype(np.uint8)[:, :, None], 3, axis=2)
    middle = kernels.resample(pixels, None, (8, 8))[0][3, 3, 0]
    assert middle == pytest.approx(188, abs=1)


def test_the_filter_is_that_of_pillow():
    size = (41, 33)
    light = resampling.LIGHT[PIXELS]
    lanczos = Image.Resampling.LANCZOS
    rows = [np.asarray(Image.fromarray(light[:, :, c]).resize(size, lanczos)) for c in range(3)]
    expected = linear_to_srgb(np.clip(np.stack(rows, axis=2), 0, 1))
    assert np.abs(kernels.resample(PIXELS, None, size)[0] - expected).max() <= 0.51


def test_resampling_can_be_cancelled():
    class EndedError(Exception):
        pass

    def end(_fraction):
        raise EndedError

    with pytest.raises(EndedError):
        kernels.resample(PIXELS, None, SMALLER, end)


def plain(light, size):
    """Weigh all pixels within reach, in float64, along each axis."""
    for axis, wanted in ((1, size[0]), (0, size[1])):
        light = np.moveaxis(light, axis, 0)
        ratio = len(light) / wanted
        scale = max(ratio, 1)
        lines = []
        for place in range(wanted):
            center = (place + 0.5) * ratio
            near = np.array([lanczos((each + 0.5 - center) / scale) for each in range(len(light))])
            lines.append(np.tensordot(near / near.sum(), light, 1))
        light = np.moveaxis(np.stack(lines), 0, axis)
    return light


def lanczos(x):
    if x == 0:
        return 1.0
    if abs(x) >= 3:
        return 0.0
    return 3 * math.sin(math.pi * x) * math.sin(math.pi * x / 3) / (math.pi * x) ** 2
