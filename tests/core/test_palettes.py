"""Palette files: what is written is read, what is none is refused."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import GimpPaletteFile, Image

from core import Palette, load_palette, palette_formats, save_palette

ENDINGS = [each.ending for each in palette_formats()]
FORMATS = {each.ending: each for each in palette_formats()}
COLORS = hnp.arrays(np.uint8, st.tuples(st.integers(1, 256), st.just(3)))


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=20, deadline=None)
@given(colors=COLORS)
def test_colors_come_back_in_order(ending, colors):
    palette = Palette(colors, np.arange(len(colors)))
    read = FORMATS[ending].read(FORMATS[ending].write(palette, "a title"))
    np.testing.assert_array_equal(read.colors, colors)


@pytest.mark.parametrize("ending", [".gpl", ".json", ".png"])
@pytest.mark.parametrize("name", ["", "Sky blue", "äöü ✓ 🎨", "12 34 56", "# not a comment"])
def test_names_come_back(ending, name):
    palette = Palette.of([(1, 2, 3), (4, 5, 6)], [name, "other"])
    read = FORMATS[ending].read(FORMATS[ending].write(palette, "title"))
    assert tuple(read.names) == (name, "other")


def test_name_with_line_breaks_cannot_break_a_gimp_palette():
    palette = Palette.of([(1, 2, 3)], ["a\nb\r\n9 9 9"])
    read = FORMATS[".gpl"].read(FORMATS[".gpl"].write(palette, "x\ny"))
    assert read.hex == ("#010203",)
    assert read.names == ("a b 9 9 9",)


@pytest.mark.parametrize("ending", [".json", ".png"])
def test_shares_come_back(ending, tmp_path):
    palette = Palette(np.array([[9, 8, 7], [1, 2, 3]], np.uint8), np.array([30, 10]))
    save_palette(palette, tmp_path / f"p{ending}")
    assert load_palette(tmp_path / f"p{ending}").shares.tolist() == [0.75, 0.25]


def test_pillow_reads_our_gimp_palette(tmp_path):
    colors = np.random.default_rng(0).integers(0, 256, (256, 3)).astype(np.uint8)
    save_palette(Palette(colors, np.ones(256)), tmp_path / "p.gpl")
    with (tmp_path / "p.gpl").open("rb") as file:
        read, _ = GimpPaletteFile.GimpPaletteFile(file).getpalette()
    np.testing.assert_array_equal(np.frombuffer(read, np.uint8).reshape(-1, 3), colors)


def test_json_has_the_documented_keys(tmp_path):
    save_palette(Palette.of([(255, 0, 16)], ["red"]), tmp_path / "p.json")
    content = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    color = {"hex": "#ff0010", "rgb": [255, 0, 16], "share": 0.0, "count": 0, "name": "red"}
    color["locked"] = False
    assert content == {"name": "p", "colors": [color]}


def test_sheet_shows_every_color(tmp_path):
    palette = Palette.of([(255, 0, 16), (0, 200, 0), (3, 3, 90)])
    save_palette(palette, tmp_path / "p.png")
    with Image.open(tmp_path / "p.png") as sheet:
        shown = {color for _, color in sheet.getcolors(1 << 20)}
    assert {tuple(color) for color in palette.colors.tolist()} <= shown


@pytest.mark.parametrize(
    ("ending", "data", "hexes"),
    [
        (".hex", b"#ABCDEF\r\n\r\n0f0\n11223344\n", ("#abcdef", "#00ff00", "#112233")),
        (".hex", b"\xef\xbb\xbfff0000\n", ("#ff0000",)),
        (".hex", "00ff00\n".encode("utf-16"), ("#00ff00",)),
        (".gpl", b"GIMP Palette\n1 2 3\n", ("#010203",)),
        (".gpl", b"GIMP Palette\r\nName: n\r\nColumns: 4\r\n# c\r\n 1\t2 3 red\r\n", ("#010203",)),
        (".gpl", b"GIMP Palette\n1 2 3 caf\xe9\n", ("#010203",)),
        (".json", b'["#abc", "112233"]', ("#aabbcc", "#112233")),
        (".json", b'{"colors": [{"hex": "#abc", "count": -4}]}', ("#aabbcc",)),
    ],
)
def test_files_of_other_programs_are_read(ending, data, hexes):
    assert FORMATS[ending].read(data).hex == hexes


@pytest.mark.parametrize(
    ("ending", "data", "reason"),
    [
        (".gpl", b"", "first line"),
        (".gpl", b"1 2 3\n", "first line"),
        (".gpl", b"GIMP Palette\nName: empty\n", "no colors"),
        (".gpl", b"GIMP Palette\n1 2\n", "line 2"),
        (".gpl", b"GIMP Palette\n1 2 256\n", "above 255"),
        (".gpl", b"GIMP Palette\n" + b"1 2 3\n" * 257, "more than 256"),
        (".gpl", b"GIMP Palette\n1 2 3\0\n", "not text"),
        (".hex", b"", "no colors"),
        (".hex", b"zzzzzz\n", "line 1"),
        (".hex", b"12345\n", "line 1"),
        (".hex", b"000000\n" * 70_000, "more than 256"),
        (".json", b"", "no JSON"),
        (".json", b"{}", '"colors"'),
        (".json", b'{"colors": []}', "no colors"),
        (".json", b'{"colors": [7]}', "color 1"),
        (".json", b"[" * 100_000, "no JSON"),
        (".json", b"\xff\xfe\x00", "no JSON"),
        (".png", b"\x89PNG\r\n\x1a\n", "no PNG sheet"),
        (".png", b"", "no PNG sheet"),
    ],
)
def test_what_is_no_palette_is_one_clear_error(tmp_path, ending, data, reason):
    path = tmp_path / f"bad{ending}"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=reason) as caught:
        load_palette(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=80), keep=st.integers(0, 400), at=st.integers(0, 400))
def test_mangled_file_is_a_palette_or_a_palette_error(ending, data, keep, at):
    good = FORMATS[ending].write(Palette.of([(1, 2, 3), (4, 5, 6)], ["a", "b"]), "t")
    mangled = good[: min(at, keep)] + data + good[keep:]
    try:
        assert 1 <= len(FORMATS[ending].read(mangled)) <= 256
    except ValueError as error:
        assert type(error).__name__ == "PaletteError"


def test_unknown_ending_lists_the_known_ones(tmp_path):
    with pytest.raises(OSError, match=r"\.xyz is no palette format .*\.gpl, \.hex"):
        save_palette(Palette.of([(0, 0, 0)]), tmp_path / "p.xyz")


def test_missing_file_is_an_oserror(tmp_path):
    with pytest.raises(OSError, match="no such file"):
        load_palette(tmp_path / "none.gpl")


@pytest.mark.parametrize("count", [0, 257])
def test_palette_has_1_to_256_colors(count):
    with pytest.raises(ValueError, match=f"not {count}"):
        Palette.of([(0, 0, 0)] * count)
