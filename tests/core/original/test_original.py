"""The functions of the original method, one after the other."""

import numpy as np
import pytest
from PIL import Image

from core import convert_img_to_1d, generate_2d_img, kmeans, open_photo, read_img, save_img


def test_the_whole_method_from_file_to_file(tmp_path, astronaut):
    Image.fromarray(astronaut).save(tmp_path / "photo.png")
    img_2d = read_img(tmp_path / "photo.png")
    img_1d = convert_img_to_1d(img_2d)
    centroids, labels = kmeans(img_1d, 7, 20, "in_pixels", seed=0)
    few = generate_2d_img(img_2d.shape, centroids, labels)
    save_img(few, tmp_path / "few.png")
    with Image.open(tmp_path / "few.png") as saved:
        assert saved.mode == "P"
        np.testing.assert_array_equal(np.asarray(saved.convert("RGB")), few)


def test_read_img_gives_the_pixels_of_open_photo_to_change(tmp_path, astronaut):
    Image.fromarray(astronaut).save(tmp_path / "photo.png")
    pixels = read_img(tmp_path / "photo.png")
    np.testing.assert_array_equal(pixels, open_photo(tmp_path / "photo.png").pixels)
    assert pixels.flags.writeable


def test_picture_of_many_colors_is_saved_as_it_is(tmp_path, astronaut):
    save_img(astronaut, tmp_path / "all.png")
    np.testing.assert_array_equal(read_img(tmp_path / "all.png"), astronaut)


def test_centroids_are_rounded_to_nearest():
    centroids = np.array([[0.4, 254.6, 127.51]], dtype=np.float32)
    assert generate_2d_img((1, 1, 3), centroids, np.array([0])).tolist() == [[[0, 255, 128]]]


@pytest.mark.parametrize("labels", [np.array([0]), np.array([0, 1]), np.array([0, -1])])
def test_labels_that_do_not_fit_are_refused(labels):
    with pytest.raises(ValueError, match="labels must"):
        generate_2d_img((1, 2, 3), np.zeros((1, 3), np.float32), labels)


@pytest.mark.parametrize("shape", [(2, 2), (2, 2, 4), (12,)])
def test_flattening_wants_a_picture(shape):
    with pytest.raises(ValueError, match="img_2d"):
        convert_img_to_1d(np.zeros(shape, np.uint8))
