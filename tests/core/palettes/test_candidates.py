"""Colors to choose from: up to 5000 of them are read out of each kind of palette file."""

import struct

import pytest

from core import (
    PaletteError,
    TooManyColorsError,
    load_colors,
    load_palette,
    palette_formats,
    save_palette,
)
from core.model import Palette

MANY = [(number % 256, number // 256, 7) for number in range(5000)]


def written(tmp_path, text, name="threads.gpl"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def gpl(colors, head="GIMP Palette\n"):
    return head + "".join(f"{red} {green} {blue}\tT{red}\n" for red, green, blue in colors)


def ase(colors):
    blocks = [
        struct.pack(">HI", 1, 22) + struct.pack(">HH4s3fH", 1, 0, b"RGB ", *parts, 2)
        for parts in ([channel / 255 for channel in color] for color in colors)
    ]
    return struct.pack(">4sHHI", b"ASEF", 1, 0, len(blocks)) + b"".join(blocks)


CONTENTS = {
    ".gpl": lambda colors: gpl(colors).encode(),
    ".hex": lambda colors: "".join(f"{bytes(color).hex()}\n" for color in colors).encode(),
    ".txt": lambda colors: "".join(f"FF{bytes(color).hex()}\n" for color in colors).encode(),
    ".json": lambda colors: (
        str([bytes(color).hex() for color in colors]).replace("'", '"').encode()
    ),
    ".css": lambda colors: "".join(f"--a: #{bytes(color).hex()};\n" for color in colors).encode(),
    ".pal": lambda colors: (
        f"JASC-PAL\n0100\n{len(colors)}\n"
        + "".join("{} {} {}\n".format(*color) for color in colors)
    ).encode(),
    ".aco": lambda colors: (
        struct.pack(">HH", 1, len(colors))
        + b"".join(struct.pack(">5H", 0, *(257 * part for part in color), 0) for color in colors)
    ),
    ".ase": ase,
}


@pytest.mark.parametrize("ending", CONTENTS)
def test_5000_colors_are_read_to_choose_from(tmp_path, ending):
    path = tmp_path / f"many{ending}"
    path.write_bytes(CONTENTS[ending](MANY))
    loaded = load_colors(path)
    assert loaded.colors.colors == tuple(MANY)
    assert loaded.colors.title == "many"
    assert loaded.notes == ()


@pytest.mark.parametrize("ending", CONTENTS)
def test_5001_colors_are_refused_with_both_numbers(tmp_path, ending):
    path = tmp_path / f"many{ending}"
    path.write_bytes(CONTENTS[ending]([*MANY, (9, 9, 9)]))
    with pytest.raises(TooManyColorsError, match=r"many\.\w+: .*5001.*5000") as refused:
        load_colors(path)
    assert refused.value.count == 5001


@pytest.mark.parametrize("ending", CONTENTS)
def test_more_colors_than_a_palette_has_are_refused_to_be_used_as_they_are(tmp_path, ending):
    path = tmp_path / f"many{ending}"
    path.write_bytes(CONTENTS[ending](MANY[:257]))
    with pytest.raises(TooManyColorsError, match=r"257.*256"):
        load_palette(path)


@pytest.mark.parametrize(
    "each", [each for each in palette_formats() if each.write], ids=lambda each: each.ending
)
def test_a_palette_that_was_saved_can_be_chosen_from(tmp_path, each):
    path = tmp_path / f"a{each.ending}"
    path.write_bytes(each.write(Palette.of([(1, 2, 3), (200, 0, 9)], ["red", "blue"]), "a"))
    assert load_colors(path).colors.colors == ((1, 2, 3), (200, 0, 9))
    assert load_colors(path).colors.names == load_palette(path).names


def test_threads_keep_name_and_number_and_are_called_as_the_file_says(tmp_path):
    text = "GIMP Palette\nName: Poly 40\nColumns: 4\n# RGB\tName\tNumber\n255 255 255\tSnow\t0010\n"
    loaded = load_colors(written(tmp_path, text))
    assert loaded.colors.names == ("Snow 0010",)
    assert loaded.colors.title == "Poly 40"


@pytest.mark.parametrize("ending", [".gpl", ".json", ".kpl", ".png"])
def test_colors_are_called_as_the_file_says(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    save_palette(Palette.of([(1, 2, 3)]), tmp_path / f"Poly 40{ending}")
    (tmp_path / f"Poly 40{ending}").rename(path)
    assert load_colors(path).colors.title == "Poly 40"


def test_a_color_that_is_there_twice_is_used_once_by_its_first_name(tmp_path):
    text = "GIMP Palette\n1 2 3\n1 2 3\tink\n1 2 3\tsoot\n4 5 6\tsky\n"
    loaded = load_colors(written(tmp_path, text))
    assert loaded.colors.colors == ((1, 2, 3), (4, 5, 6))
    assert loaded.colors.names == ("ink", "sky")
    assert "2 colors" in " ".join(loaded.notes)


def test_transparent_colors_are_left_out_and_translucent_ones_are_opaque(tmp_path):
    loaded = load_colors(written(tmp_path, "01020300\n04050680\n070809ff\n", "a.hex"))
    assert loaded.colors.colors == ((4, 5, 6), (7, 8, 9))
    assert len(loaded.notes) == 2
    assert "transparent color is used" in loaded.notes[1]


@pytest.mark.parametrize(("text", "why"), [("", "no GIMP"), ("GIMP Palette\n", "no colors")])
def test_a_file_without_colors_is_one_sentence(tmp_path, text, why):
    with pytest.raises(PaletteError, match=rf"threads\.gpl: .*{why}") as refused:
        load_colors(written(tmp_path, text))
    assert "\n" not in str(refused.value)
