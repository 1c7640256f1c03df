"""The order of the colors in a file's table, for programs and displays that read indices."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core import (
    Palette,
    Photo,
    SaveOptions,
    Settings,
    count_colors,
    encode_image,
    load_palette,
    open_photo,
    reduce,
    save_image,
    save_palette,
)
from core.reduction.edit import Edited, add, lock, rearrange, recolor
from core.reduction.fixed import reduce_to
from tests.core.writing.color_tables import READERS

KEEP, SHARE, SIZE = (
    SaveOptions(effort="fast", palette_order=order) for order in ("keep", "share", "size")
)
INDEXED = ["png", "gif", "bmp", "tiff"]
WHITE, BLACK, RED, BLUE = (255, 255, 255), (0, 0, 0), (255, 0, 0), (0, 0, 255)
# Neither by lightness nor by share, with a color twice and one that no pixel shows.
INKS = [WHITE, BLACK, RED, BLACK, BLUE]


def label(alpha=None):
    """Draw a photo that is mostly red, with some white and black in it."""
    pixels = np.full((24, 30, 3), RED, np.uint8)
    pixels[:5], pixels[5:12] = BLACK, WHITE
    return Photo.from_array(pixels, alpha)


def hole(value=0):
    """Alpha with a hole in it, or a place that is partly transparent."""
    alpha = np.full((24, 30), 255, np.uint8)
    alpha[20:, :7] = value
    return alpha


def shown_in(photo, colors):
    return reduce_to(photo, count_colors(photo), Palette.of(colors), Settings(), every_place=True)


def table_of(result, kind, options=KEEP):
    """Read the table of a file that is written, without what fills it up at the end."""
    return READERS[kind](encode_image(result, kind, options).data)


def indices_of(result, kind, options=KEEP):
    with Image.open(io.BytesIO(encode_image(result, kind, options).data)) as image:
        assert image.mode == "P"
        return np.asarray(image)


@pytest.mark.parametrize("kind", INDEXED)
def test_kept_table_is_the_palette_with_all_its_places(kind):
    result = shown_in(label(), INKS)
    table = table_of(result, kind)
    assert table[:5] == INKS
    assert not any(map(any, table[5:]))
    assert np.array_equal(indices_of(result, kind), result.indices)


@pytest.mark.parametrize("effort", ["normal", "best"])
@pytest.mark.parametrize("colors", [INKS, [*INKS, *((n, n, n) for n in range(50, 250))]])
@pytest.mark.parametrize("order", [KEEP, SHARE], ids=["keep", "share"])
def test_optimizing_leaves_the_table_as_it_is(colors, effort, order):
    result = shown_in(label(hole()), colors)
    options = replace(order, effort=effort)
    assert table_of(result, "png", options) == table_of(result, "png", order)
    assert np.array_equal(indices_of(result, "png", options), indices_of(result, "png", order))


@pytest.mark.parametrize("colors", [1, 2, 3, 4, 5, 16, 17, 65, 255, 256])
@pytest.mark.parametrize("kind", INDEXED)
def test_table_is_kept_at_each_number_of_bits(kind, colors):
    rng = np.random.default_rng(colors)
    wanted = [tuple(row) for row in rng.integers(0, 256, (colors, 3)).tolist()]
    result = shown_in(Photo.from_array(rng.integers(0, 256, (9, 33, 3)).astype(np.uint8)), wanted)
    assert table_of(result, kind)[:colors] == wanted
    with Image.open(io.BytesIO(encode_image(result, kind, KEEP).data)) as image:
        assert image.getpalette()[: 3 * colors] == [
            channel for color in wanted for channel in color
        ]
    assert np.array_equal(indices_of(result, kind), result.indices)


@pytest.mark.parametrize("gray", [[WHITE, BLACK], [BLACK, WHITE, (9, 9, 9)]])
def test_kept_table_of_grays_is_written(gray):
    photo = Photo.from_array(np.repeat(np.arange(240, dtype=np.uint8), 3).reshape(12, 20, 3))
    for kind in INDEXED:
        assert table_of(shown_in(photo, gray), kind)[: len(gray)] == gray


@pytest.mark.parametrize("kind", INDEXED)
def test_order_by_share_begins_with_the_color_of_most_pixels(kind):
    result = shown_in(label(), INKS)
    assert table_of(result, kind, SHARE)[:5] == [RED, WHITE, BLACK, BLACK, BLUE]
    assert (np.diff(np.bincount(indices_of(result, kind, SHARE).ravel())) <= 0).all()


@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize("kind", ["png", "gif"])
def test_transparent_color_stays_at_its_place(kind, place):
    rgba = np.array([(*color, 255) for color in (WHITE, BLACK, RED)], np.uint8)
    rgba = np.insert(rgba, place, 0, axis=0)
    palette = Palette(rgba[:, :3].copy(), np.zeros(4, np.int64), alpha=rgba[:, 3].copy())
    photo = label(hole())
    result = rearrange(photo, count_colors(photo), Edited.of(palette))
    wanted = [tuple(row[: 3 + (row[3] < 255)]) for row in rgba.tolist()]
    assert table_of(result, kind)[:4] == wanted
    assert np.array_equal(indices_of(result, kind) == place, photo.alpha == 0)
    wanted = [RED, WHITE, BLACK, (0, 0, 0, 0)]
    assert table_of(result, kind, SHARE)[:4] == wanted


@pytest.mark.parametrize("kind", ["png", "gif"])
def test_photo_with_a_hole_gets_its_transparent_color_after_those_of_the_palette(kind):
    result = shown_in(label(hole()), INKS)
    assert table_of(result, kind)[:6] == [*INKS, (0, 0, 0, 0)]
    assert encode_image(result, kind, KEEP).table.hex[5] == "#00000000"


def test_colors_with_alpha_keep_their_places():
    """In GIF those that it hides are joined to the first; the others' places stay, unused."""
    rgba = np.array([(*RED, 90), (*WHITE, 255), (0, 0, 0, 0), (*BLACK, 200)], np.uint8)
    palette = Palette(rgba[:, :3].copy(), np.zeros(4, np.int64), alpha=rgba[:, 3].copy())
    alpha = hole(90)
    alpha[0], alpha[3] = 0, 200
    result = rearrange(label(alpha), count_colors(label(alpha)), Edited.of(palette))
    assert table_of(result, "png") == [(*RED, 90), WHITE, (0, 0, 0, 0), (*BLACK, 200)]
    assert table_of(result, "gif") == [(0, 0, 0, 0), WHITE, BLACK, BLACK]
    joined = np.where(result.indices == 2, 0, result.indices)
    assert np.array_equal(indices_of(result, "gif"), joined)
    laid = table_of(result, "bmp")
    assert len(laid) == 4
    assert laid[1:3] == [WHITE, WHITE]
    assert np.array_equal(indices_of(result, "bmp"), result.indices)


@pytest.mark.parametrize("kind", INDEXED)
def test_edits_and_locks_keep_their_places(kind):
    result = reduce(label(), Settings(3, locked=((0, 255, 0),)))
    assert table_of(result, kind)[:3] == list(map(tuple, result.palette.colors.tolist()))
    edited = lock(add(recolor(Edited.of_result(result), 0, (9, 9, 9)), (200, 0, 9)), [1])
    result = rearrange(label(), count_colors(label()), edited)
    table = table_of(result, kind)
    assert table[0] == (9, 9, 9)
    assert table[3] == (200, 0, 9)
    assert np.array_equal(indices_of(result, kind), result.indices)


@pytest.mark.parametrize("options", [SIZE, SHARE, KEEP], ids=lambda each: each.palette_order)
@pytest.mark.parametrize("kind", INDEXED)
def test_saved_tells_the_table_by_which_a_palette_fits(tmp_path, astronaut, kind, options):
    result = reduce(Photo.from_array(astronaut[:60, :60]), Settings(37))
    saved = save_image(result, tmp_path / f"a.{kind}", replace(options, effort="normal"))
    table = READERS[kind](saved.path.read_bytes())[:37]
    save_palette(saved.table, tmp_path / "a.gpl")
    assert table == list(map(tuple, load_palette(tmp_path / "a.gpl").colors.tolist()))
    with Image.open(saved.path) as image:
        shown = saved.table.colors[np.asarray(image)]
    assert np.array_equal(shown, result.rgb)


def test_palette_has_a_place_for_what_is_transparent_in_the_image(tmp_path):
    rgba = np.array([(*WHITE, 255), (0, 0, 0, 0), (*RED, 255), (0, 0, 0, 0)], np.uint8)
    palette = Palette(rgba[:, :3].copy(), np.zeros(4, np.int64), alpha=rgba[:, 3].copy())
    save_palette(palette, tmp_path / "a.hex", every_place=True)
    assert (tmp_path / "a.hex").read_text().split() == ["ffffff", "000000", "ff0000"]
    save_palette(palette, tmp_path / "b.gpl", every_place=True)
    assert "transparent" in (tmp_path / "b.gpl").read_text()
    save_palette(palette, tmp_path / "c.hex")
    assert (tmp_path / "c.hex").read_text().split() == ["ffffff", "ff0000"]


@pytest.mark.parametrize("kind", ["webp", "jpeg", "avif"])
def test_format_without_a_table_says_so(kind):
    encoded = encode_image(shown_in(label(), INKS), kind, KEEP)
    assert encoded.table is None
    assert "has no color table" in encoded.notes[-1]
    assert "color table" not in str(encode_image(shown_in(label(), INKS), kind).notes)


@pytest.mark.parametrize(("kind", "alpha"), [("png", 100), ("tiff", 0), ("bmp", 0)])
def test_transparency_that_leaves_no_table_is_told(kind, alpha):
    encoded = encode_image(shown_in(label(hole(alpha)), INKS), kind, SHARE)
    assert encoded.table is None
    assert "With this transparency" in encoded.notes[-1]


@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("kind", ["png", "gif"])
def test_animation_has_one_table_in_the_order_of_the_palette(tmp_path, kind, holes):
    images = []
    for number in range(3):
        pixels = label().pixels.copy()
        pixels[:, 8 * number : 8 * number + 8] = BLUE
        alpha = np.full((24, 30), 255, np.uint8)
        alpha[8 * number : 8 * number + 8, :5] = 0 if holes else 255
        images.append(Image.fromarray(np.dstack([pixels, alpha])))
    images[0].save(tmp_path / "a.png", save_all=True, append_images=images[1:], duration=90)
    photo = open_photo(tmp_path / "a.png")
    result = shown_in(photo, INKS)
    saved = save_image(result, tmp_path / f"b.{kind}", KEEP)
    assert READERS[kind](saved.path.read_bytes())[:5] == INKS
    assert saved.table.hex[:5] == result.palette.hex
    with Image.open(saved.path) as image:
        for number, wanted in enumerate(images):
            image.seek(number)
            assert np.array_equal(
                np.asarray(image.convert("RGBA"))[9:, 5:], np.asarray(wanted)[9:, 5:]
            )
    saved = save_image(result, tmp_path / f"c.{kind}", SHARE)
    assert READERS[kind](saved.path.read_bytes())[0] == RED


def test_animation_of_partly_transparent_frames_says_that_it_has_no_table(tmp_path):
    frames = [Image.fromarray(np.dstack([label().pixels, hole(alpha)])) for alpha in (255, 90)]
    frames[0].save(tmp_path / "a.png", save_all=True, append_images=frames[1:], duration=90)
    result = shown_in(open_photo(tmp_path / "a.png"), INKS)
    saved = save_image(result, tmp_path / "b.png", KEEP)
    assert saved.table is None
    assert "With this transparency" in saved.notes[-1]
    assert "WebP has no color table" in save_image(result, tmp_path / "b.webp", KEEP).notes[-1]


@pytest.mark.parametrize(("alpha", "place"), [(None, 1), (0, 1), (90, None)])
def test_transparent_place_of_a_given_palette_is_for_hidden_pixels(alpha, place):
    """Partial transparency is kept beside the colors, so that no pixel has that place then."""
    rgba = np.array([(*WHITE, 255), (*RED, 0), (*BLACK, 255), (*RED, 255)], np.uint8)
    palette = Palette(rgba[:, :3].copy(), np.zeros(4, np.int64), alpha=rgba[:, 3].copy())
    photo = label(None if alpha is None else hole(alpha))
    result = reduce_to(photo, count_colors(photo), palette, Settings(), every_place=True)
    assert result.palette.hidden == place
    assert result.indices[12, 9] == 3
    assert (1 in result.indices) is (alpha == 0)
    assert "#00000000" not in str(result.notes)
    if alpha != 90:
        assert table_of(result, "png") == [WHITE, (*RED, 0), BLACK, RED]
