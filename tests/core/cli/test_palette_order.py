"""The order of colors in the files of one command: an image's table, and palettes that fit it."""

import json

import numpy as np
import pytest
from PIL import Image

from core import load_palette
from core.cli import main as cli
from tests.core.writing.color_tables import READERS

WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (255, 0, 0)
INKS = [WHITE, BLACK, RED, BLACK, (0, 0, 255)]
ENDINGS = {"png": "png", "gif": "gif", "bmp": "bmp", "tif": "tiff"}


@pytest.fixture
def label(tmp_path):
    pixels = np.full((30, 40, 3), RED, np.uint8)
    pixels[:6], pixels[6:14] = BLACK, WHITE
    Image.fromarray(pixels).save(tmp_path / "label.png")
    return tmp_path / "label.png"


@pytest.fixture
def inks(tmp_path):
    lines = ["GIMP Palette", "Name: inks", "#", *(" ".join(map(str, color)) for color in INKS)]
    (tmp_path / "inks.gpl").write_text("\n".join(lines))
    return tmp_path / "inks.gpl"


def compress(photo, *options):
    """Save a photo and its palette; return the image, its table and the colors of the palette."""
    ending = options[0]
    image, palette = photo.with_name(f"out.{ending}"), photo.with_name("out.hex")
    texts = [str(each) for each in (photo, "-o", image, "--save-palette", palette, *options[1:])]
    assert cli.main(["compress", *texts]) == 0
    colors = [tuple(row) for row in load_palette(palette).colors.tolist()]
    return image, READERS[ENDINGS[ending]](image.read_bytes()), colors


@pytest.mark.parametrize("ending", ENDINGS)
def test_kept_palette_has_each_place_in_both_files(label, inks, ending):
    _, table, colors = compress(label, ending, "--use-palette", inks, "--palette-order", "keep")
    assert table[:5] == INKS
    assert colors == INKS


@pytest.mark.parametrize("order", [[], ["--palette-order", "share"], ["--palette-order", "keep"]])
@pytest.mark.parametrize("ending", ENDINGS)
def test_palette_fits_the_image_by_index(label, ending, order):
    image, table, colors = compress(label, ending, "-k", "8", "--lock", "00ff00", *order)
    assert table[: len(colors)] == colors
    with Image.open(image) as opened:
        shown = np.array(colors, np.uint8)[np.asarray(opened)]
        assert np.array_equal(shown, np.asarray(opened.convert("RGB")))


def test_built_in_palette_keeps_its_numbers(label):
    _, table, _ = compress(label, "png", "--use-palette", "ega", "--palette-order", "keep")
    assert len(table) == 64
    assert table[63] == WHITE
    assert table[4] == (0xAA, 0, 0)


def test_json_lists_the_color_table(label, inks, capsys):
    compress(label, "png", "--use-palette", inks, "--palette-order", "keep", "--json")
    (report,) = json.loads(capsys.readouterr().out)["photos"]
    assert report["color_table"] == ["#ffffff", "#000000", "#ff0000", "#000000", "#0000ff"]
    assert report["notes"] == ["1 of the palette's 4 colors is not used: #0000ff"]
    assert cli.main(["compress", str(label), "--format", "webp", "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["photos"]
    assert report["color_table"] is None


def test_transparent_color_before_others_is_told(label, capsys):
    image = Image.open(label).convert("RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    image.save(label)
    _, table, colors = compress(label, "png", "-k", "4")
    assert table == [(0, 0, 0, 0), *colors]
    assert "Color 0 of the image is transparent, and not in the palette" in capsys.readouterr().out
    _, table, colors = compress(label, "png", "-k", "4", "--palette-order", "keep", "--overwrite")
    assert table == [*colors, (0, 0, 0, 0)]
    assert "Color 0" not in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["png", "gif", "bmp", "tif"])
@pytest.mark.parametrize("alpha", [255, 0])
def test_indexed_image_is_a_palette_with_all_its_indices(label, ending, alpha):
    """As the picture that all others of a game take their colors from."""
    master = Image.new("P", (2, 1))
    master.putpalette([channel for color in [*INKS, (0, 0, 0), (7, 7, 7)] for channel in color])
    master.putpixel((0, 0), 2)
    options = {} if ending in {"bmp", "tif"} else {"transparency": 3}
    master.save(label.with_name(f"master.{ending}"), optimize=False, **options)
    image = Image.open(label).convert("RGBA")
    image.putpixel((39, 29), (0, 0, 0, alpha))
    image.save(label)
    keep = ["--use-palette", label.with_name(f"master.{ending}"), "--palette-order", "keep"]
    path, table, colors = compress(label, "png", *keep)
    places = [*INKS, (0, 0, 0), (7, 7, 7)]
    assert colors == places
    with Image.open(path) as saved:
        shown = np.asarray(saved)
    assert (shown[0, 0], shown[8, 0], shown[20, 0]) == (1, 0, 2)
    if options:
        assert table[3] == (0, 0, 0, 0)
        assert shown[29, 39] == (1 if alpha else 3)
    elif alpha == 0:
        assert table[shown[29, 39]] == (0, 0, 0, 0)
        assert shown[29, 39] == 7


def test_black_that_fills_up_the_table_of_a_palette_image_is_no_color(label):
    image, *_ = compress(label, "gif", "-k", "2", "--palette-order", "keep")
    image.rename(label.with_name("master.gif"))
    keep = ["--use-palette", label.with_name("master.gif"), "--palette-order", "keep"]
    _, table, colors = compress(label, "tif", *keep, "--overwrite")
    assert len(colors) == 2
    assert table[:2] == colors
