"""What a file would be is what the file is, once it is saved."""

import numpy as np
import pytest

from core import (
    Photo,
    SaveOptions,
    Settings,
    colors_shown,
    image_formats,
    measure_image,
    open_photo,
    reduce,
    save_image,
)
from core.settings import IMAGE_FORMATS, LOSSY_FORMATS


@pytest.fixture(scope="module")
def results(astronaut):
    """Results of a photo, with and without transparency that formats cannot hold."""
    alpha = np.tile(np.linspace(0, 255, 50).astype(np.uint8), (40, 1))
    photos = {"opaque": Photo(astronaut[:40, :50]), "soft": Photo(astronaut[:40, :50], alpha)}
    return {name: reduce(photo, Settings(6)) for name, photo in photos.items()}


@pytest.mark.parametrize("kind", ["opaque", "soft"])
@pytest.mark.parametrize("name", IMAGE_FORMATS)
def test_size_measured_is_that_of_the_file(tmp_path, results, name, kind):
    options = SaveOptions(name, quality=70)
    measured = measure_image(results[kind], name, options)
    saved = save_image(results[kind], tmp_path / "few", options)
    assert measured.size == saved.size == (tmp_path / "few").stat().st_size
    assert set(measured.changes) <= set(saved.notes)


@pytest.mark.parametrize("name", IMAGE_FORMATS)
def test_format_changes_nothing_or_says_what(tmp_path, results, name):
    ending = image_formats()[name].endings[0]
    for result in results.values():
        measured = measure_image(result, name)
        save_image(result, tmp_path / f"few{ending}", encoded=measured.encoded)
        shown = open_photo(tmp_path / f"few{ending}")
        alpha = np.full(shown.pixels.shape[:2], 255) if shown.alpha is None else shown.alpha
        wanted = np.full_like(alpha, 255) if result.alpha is None else result.alpha
        same = np.array_equal(alpha, wanted) and np.array_equal(
            shown.pixels[alpha > 0], result.rgb[alpha > 0]
        )
        assert same == (not measured.changes)


def test_file_that_has_been_made_is_saved_as_it_is(tmp_path, results):
    first, second = (measure_image(each, "png").encoded for each in results.values())
    saved = save_image(results["opaque"], tmp_path / "few.png", encoded=second)
    assert (tmp_path / "few.png").read_bytes() == second.data != first.data
    assert saved.table is second.table


@pytest.mark.parametrize("name", ["png", "webp", *LOSSY_FORMATS])
def test_colors_that_loss_adds_are_counted(tmp_path, results, name):
    encoded = measure_image(results["opaque"], name).encoded
    (tmp_path / "few").write_bytes(encoded.data)
    pixels = open_photo(tmp_path / "few").pixels.reshape(-1, 3)
    assert colors_shown(encoded.data) == len(np.unique(pixels, axis=0))
    assert (colors_shown(encoded.data) > 6) == (name in LOSSY_FORMATS)


def test_hidden_pixels_show_no_color(results):
    encoded = measure_image(results["soft"], "png").encoded
    palette = results["soft"].palette
    visible = {tuple(color) for color in palette.rgba[palette.alpha > 0, :3].tolist()}
    assert colors_shown(encoded.data) == len(visible)
