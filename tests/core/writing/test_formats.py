"""The table of image formats: whole, and the same for the settings, the window and Pillow."""

from pathlib import Path

import pytest
from PIL import Image

from core import WriteError, image_format, image_formats
from core.settings import IMAGE_FORMATS, LOSSY_FORMATS, SAVE_OPTIONS
from core.writing.formats.table import titles_of_animated

FORMATS = list(image_formats().values())


def test_table_and_settings_name_the_same_formats_in_the_same_order():
    assert tuple(image_formats()) == IMAGE_FORMATS


def test_modules_are_all_in_the_table():
    folder = Path(__file__).parents[3] / "core" / "writing" / "formats"
    others = {"__init__", "format", "table"}
    assert {path.stem for path in folder.glob("*.py")} - others == set(IMAGE_FORMATS)


def test_every_ending_belongs_to_one_format():
    endings = [ending for each in FORMATS for ending in each.endings]
    assert len(set(endings)) == len(endings)
    assert all(ending == ending.lower() and ending.startswith(".") for ending in endings)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_ending_tells_the_format_in_any_case(kind):
    for ending in kind.endings:
        assert image_format(Path("a" + ending)) == kind.name
        assert image_format(Path("A.B" + ending.upper())) == kind.name


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_pillow_knows_the_name_in_capitals(kind):
    Image.init()
    assert kind.capitals in Image.SAVE


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("png", "PNG (indexed)"),
        ("webp", "WebP (lossless)"),
        ("bmp", "BMP"),
        ("jpeg", "JPEG (lossy: adds colors)"),
        ("avif", "AVIF (lossy: adds colors)"),
    ],
)
def test_label_says_what_matters_to_who_chooses(name, label):
    assert image_formats()[name].label == label


def test_window_calls_formats_as_their_files_are_called():
    options = SAVE_OPTIONS["format"].options
    assert {name: option.title for name, option in options.items()} == {
        each.name: each.label for each in FORMATS
    }


def test_formats_with_a_quality_are_those_that_add_colors():
    assert [each.name for each in FORMATS if "adds colors" in each.label] == list(LOSSY_FORMATS)


def test_formats_of_all_frames_are_listed_as_in_a_sentence():
    assert titles_of_animated() == "GIF, PNG and WebP"


def test_unknown_ending_is_answered_with_those_there_are():
    with pytest.raises(WriteError, match=r"^\.xcf is no image format .* writes \.png, \.webp, "):
        image_format(Path("a.xcf"))
