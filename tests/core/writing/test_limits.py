"""The largest pictures of each format: what is saved opens again, and what is larger is refused."""

import numpy as np
import pytest
from PIL import Image

from core import (
    Photo,
    SaveOptions,
    Settings,
    encode_image,
    image_formats,
    open_photo,
    reduce,
    save_image,
)
from core.original.functions import save_img
from core.reading import photo

LARGEST_SIDE = {"gif": 65535, "webp": 16383, "jpeg": 65500, "avif": 32768}
LOSSY = {"jpeg", "avif"}


def result_of(height, width):
    """Build a result of one color that takes no memory, however large it is."""
    result = reduce(Photo.from_array(np.zeros((1, 1, 3), np.uint8)), Settings(2))
    object.__setattr__(result, "indices", np.broadcast_to(np.uint8(0), (height, width)))
    return result


def test_formats_with_a_largest_side_are_those_tried_here():
    found = {name: kind.largest_side for name, kind in image_formats().items()}
    assert {name: side for name, side in found.items() if side} == LARGEST_SIDE


@pytest.mark.parametrize("name", image_formats())
@pytest.mark.parametrize("upright", [False, True])
def test_largest_side_opens_again(tmp_path, name, upright):
    side = LARGEST_SIDE.get(name, 100_000)
    shape = (side, 1) if upright else (1, side)
    stripes = np.where(np.arange(side) // 50 % 2, 255, 0).astype(np.uint8).reshape(shape)
    result = reduce(Photo.from_array(stripes[..., None].repeat(3, axis=-1)), Settings(2))
    save_image(result, tmp_path / "a", SaveOptions(format=name, effort="fast"))
    seen = open_photo(tmp_path / "a").pixels
    np.testing.assert_allclose(seen, result.rgb, atol=9 if name in LOSSY else 0)


@pytest.mark.parametrize("name", LARGEST_SIDE)
@pytest.mark.parametrize("upright", [False, True])
def test_longer_side_is_refused_before_anything_is_written(tmp_path, name, upright):
    side = LARGEST_SIDE[name]
    width, height = (1, side + 1) if upright else (side + 1, 1)
    told = (
        f"Cannot save .*a: {image_formats()[name].title} holds at most {side} pixels a side, "
        f"and the picture is {width}×{height}; save it as PNG or TIFF, or make the photo smaller"
    )
    with pytest.raises(OSError, match=f"^{told}$"):
        save_image(result_of(height, width), tmp_path / "a", SaveOptions(format=name))
    assert list(tmp_path.iterdir()) == []


def test_avif_of_more_pixels_than_decoders_take_is_refused():
    result = result_of(16384, 16385)
    with pytest.raises(OSError, match="AVIF holds at most 268 million pixels, and the pic"):
        encode_image(result, "avif")


@pytest.mark.parametrize("name", ["gif", "webp"])
def test_frames_of_an_animation_have_the_same_limit(tmp_path, name):
    size = LARGEST_SIDE[name] + 1, 1
    frames = [Image.new("RGB", size, color) for color in ("red", "blue")]
    frames[0].save(tmp_path / "a.png", save_all=True, append_images=frames[1:])
    result = reduce(open_photo(tmp_path / "a.png"), Settings(2))
    assert result.animation is not None
    with pytest.raises(OSError, match=f"at most {LARGEST_SIDE[name]} pixels a side"):
        save_image(result, tmp_path / f"b.{name}")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_original_method_has_the_same_limit(tmp_path):
    with pytest.raises(OSError, match="JPEG holds at most 65500 pixels a side"):
        save_img(np.zeros((1, 65501, 3), np.uint8), str(tmp_path / "a.jpg"))


@pytest.mark.parametrize("name", ["webp", "avif"])
def test_picture_of_one_color_is_no_bomb_whatever_its_size(tmp_path, name, monkeypatch):
    # A smaller picture than those in question is tried, with bounds as much lower.
    monkeypatch.setattr(photo, "_FEW_PIXELS", 0)
    monkeypatch.setattr(photo, "_PIXELS_PER_BYTE", 1000)
    path = tmp_path / f"a.{name}"
    Image.new("RGB", (1600, 1500), "navy").save(path, lossless=True, speed=10)
    assert 1600 * 1500 / path.stat().st_size > 1000
    assert open_photo(path).pixels.shape == (1500, 1600, 3)
