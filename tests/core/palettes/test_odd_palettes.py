"""Palette files as other programs and people write them: read, with notes on what was left out."""

import struct

import pytest
from PIL import Image

from core import PaletteError, Settings, load_palette, open_photo, save_palette
from core.model import Palette
from core.palettes.find import find_palette
from core.reduction.counting import count_colors
from core.reduction.fixed import reduce_to
from tests.core.cli.test_cli import run
from tests.core.palettes.test_palettes import FORMATS

HIDDEN = "A fully transparent color of the palette file was left out."


def read(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    return load_palette(tmp_path / name)


def aco(*colors):
    return struct.pack(">HH", 1, len(colors)) + b"".join(
        struct.pack(">5H", *words) for words in colors
    )


RGBA = b"GIMP Palette\nName: n\nChannels: RGBA\n#\n"


@pytest.mark.parametrize(
    ("ending", "data", "hexes", "names"),
    [
        (
            ".gpl",
            RGBA + b"0 0 0 0 Glass\n1 2 3 255 A b\n4 5 6\t128\tC\n",
            "010203 04050680",
            "A b|C",
        ),
        (".gpl", RGBA + b"1 2 3 4x\n1 2 3 Name\n", "010203 010203", "4x|Name"),
        (".gpl", b"GIMP Palette\n1 2 3 128 a\n", "010203", "128 a"),
        (".pal", b"JASC-PAL\n0100\n3\n1 2 3 128\n0 0 0 0\n4 5 6\n", "01020380 040506", "|"),
        (".txt", b";x\n00000000\n80010203 ; a\nFF040506\n", "01020380 040506", "a|"),
        (".hex", b"01020380\n#00000000\n", "01020380", ""),
        (".css", b":root{--a:#01020380;--b:#00000000;--c:rgba(4,5,6,0)}", "01020380", "a"),
        (
            ".css",
            b":root{--a: rgba(1, 2, 3, .5); --b: rgb(4 5 6 / 20%);}",
            "01020380 04050633",
            "a|b",
        ),
        (".json", b'["#01020380", "#00000000", "#040506"]', "01020380 040506", "|"),
        (".json", b'{"colors":[{"color":"(0.5, 1, 0, 0.2)","index":3}]}', "80ff0033", ""),
    ],
)
def test_alpha_is_read_and_what_is_transparent_left_out(tmp_path, ending, data, hexes, names):
    palette = read(tmp_path, f"a{ending}", data)
    assert palette.hex == tuple(f"#{hex_}" for hex_ in hexes.split())
    assert tuple(palette.names) == tuple(names.split("|"))


@pytest.mark.parametrize(
    ("name", "data", "hexes", "names"),
    [
        ("a.gpl", b"\xef\xbb\xbf\r\n# by me\r\ngimp palette\r\n1 2 3 A\r\n", "010203", "A"),
        ("a.xyz", b"\n  GIMP PALETTE \n1 2 3;A\n", "010203", "A"),
        (
            "a.gpl",
            b"GIMP Palette\nname : n\nCOLUMNS: 3\n channels: rgba\n1 2 3 4 A\n",
            "01020304",
            "A",
        ),
        # Windows-1252, and characters at which Python splits lines, but no other program.
        ("a.gpl", b"GIMP Palette\n1 2 3 A\x85B\n", "010203", "A…B"),
        (
            "a.gpl",
            "GIMP Palette\n1 2 3 A\u2028B\x0bC\x85D\n".encode(),
            "010203",
            "A\u2028B\x0bC\x85D",
        ),
        ("a.hex", b"010203 # A\n040506 // B\n", "010203 040506", "A|B"),
        ("a.xyz", b"jasc-pal\n0100\n2\n1 2 3 A b\n4 5 6 7 C\n", "010203 04050607", "A b|C"),
    ],
)
def test_headers_and_comments_as_people_write_them(tmp_path, name, data, hexes, names):
    palette = read(tmp_path, name, data)
    assert palette.hex == tuple(f"#{hex_}" for hex_ in hexes.split())
    assert tuple(palette.names) == tuple(names.split("|"))
    assert palette.notes == ()


@pytest.mark.parametrize("ending", [".txt", ".hex"])
def test_alpha_that_hides_all_colors_is_none(tmp_path, ending):
    palette = read(tmp_path, f"a{ending}", b"0x00112233\n0x00445566\n")
    assert palette.hex == ("#112233", "#445566")
    assert "they are not" in palette.notes[0]


def test_empty_places_of_pixelorama_are_left_out(tmp_path):
    rows = b"1\t2\t3\t010203\n0\t0\t0\tPixeloramaEmptySlot\n0\t0\t0\t000000\n"
    palette = read(tmp_path, "a.gpl", b"GIMP Palette\n#Colors: 3\nColumns: 8\n" + rows)
    assert (palette.hex, palette.names) == (("#010203", "#000000"), ("", ""))
    assert palette.notes == ()


@pytest.mark.parametrize(
    ("words", "hexes"),
    [
        ([(0, 0x9D00, 0xFF00, 0, 0), (0, 0x0100, 0x7F00, 0x8100, 0)], "9dff00 017f81"),
        ([(0, 0x9D00, 0xFF00, 0, 0), (0, 0x0101, 0, 0, 0)], "9cfe00 010000"),
        ([(1, 0x5500, 0xFF00, 0xFF00, 0)], "00ff00"),
        ([(2, 0, 0xFF00, 0xFF00, 0xFF00)], "00ffff"),
        ([(0, 0xFF00, 0xFF00, 0xFF00, 0), (8, 7501, 0, 0, 0)], "ffffff 404040"),
        ([(0, 0xFFFF, 0x9D9D, 0, 0)], "ff9d00"),
    ],
)
def test_swatches_of_8_bits_in_the_high_bytes(words, hexes):
    plain = aco(*words)
    named = (
        b"\0\2" + plain[2:4] + b"".join(struct.pack(">5HI", *each, 1) + b"\0\0" for each in words)
    )
    for data in (plain, named, plain + named):
        assert FORMATS[".aco"].read(data).palette().hex == tuple(
            f"#{hex_}" for hex_ in hexes.split()
        )


FEW = Palette.of([(1, 2, 3), (250, 240, 230)])


@pytest.mark.parametrize(
    "wrong", [".pal", ".gpl", ".txt", ".hex", ".act", ".css", ".png", "", ".doc"]
)
@pytest.mark.parametrize("right", [".gpl", ".pal", ".txt", ".ase", ".aco", ".json", ".png"])
def test_content_decides_before_the_ending(tmp_path, right, wrong):
    save_palette(FEW, tmp_path / f"few{right}")
    data = (tmp_path / f"few{right}").read_bytes()
    assert read(tmp_path, f"wrong{wrong}", data).hex == FEW.hex
    assert find_palette(str(tmp_path / f"wrong{wrong}")).hex == FEW.hex


def test_paint_shop_pro_s_ending_is_known(tmp_path):
    assert read(tmp_path, "a.PspPalette", FORMATS[".pal"].write(FEW, "")).hex == FEW.hex


@pytest.mark.parametrize(
    ("ending", "data", "hexes", "note"),
    [
        (".gpl", b"GIMP Palette\nColumns 0\n1 2 3\n", "010203", "Line 2 of the palette file is"),
        (".gpl", b"GIMP Palette\n1,2,3,a\n 4, 5, 6 \n; c\n", "010203 040506", ""),
        (".gpl", b"GIMP Palette\n1 2 3\n1 2 256\n1 2\n", "010203", "2 lines of the palette file"),
        (".pal", b"JASC-PAL\n0100\n3\n1,2,3\n; c\n4 5 6 ; x\nred\n", "010203 040506", "Line 7"),
        (".pal", b"JASC-PAL\n0100\n1\n1 2 3\n4 5 6\n", "010203", "1 more was left out"),
        (".hex", b"#F9DCDD, #F3B2B6, #EC878E\n", "f9dcdd f3b2b6 ec878e", ""),
        (".hex", b"My palette\n0x010203\n; c\n// c\n# c\n040506 ; x\n", "010203 040506", "Line 1"),
        (".hex", b'"010203", "040506",\n[070809]\n', "010203 040506 070809", ""),
        (".hex", b"sky: #010203\n#040506 - sea\n07 08\n", "010203 040506", "Line 3"),
        (
            ".txt",
            b"Colors\nFF010203\n0x040506\n#070809\n10 11 12\n",
            "010203 040506 070809 0a0b0c",
            "Line 1",
        ),
        (".json", b'["#010203", null, {"x": 1}]', "010203", "2 entries"),
        (".aco", aco((3, 1, 2, 3, 4), (0, 0, 0xFFFF, 0, 0)), "00ff00", "Entry 1"),
        (".act", bytes([1, 2, 3, 4, 5, 6]), "010203 040506", "2 colors instead of 256"),
        (".act", bytes([1, 2, 3, 4, 5, 6, 0, 2, 255, 255]), "010203 040506", "2 colors instead"),
    ],
)
def test_what_is_odd_is_left_out_with_a_note(tmp_path, ending, data, hexes, note):
    palette = read(tmp_path, f"a{ending}", data)
    assert palette.hex == tuple(f"#{hex_}" for hex_ in hexes.split())
    assert note in " ".join(palette.notes)
    assert bool(note) == bool(palette.notes)


@pytest.mark.parametrize("ending", [".txt", ".hex"])
@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("Dear friend,\nthe facade\nis #fff.\n", "just 1 color in 3 lines"),
        ("a bad add\nfee fie\n", "no colors"),
        ("1. one\n2. two\n", "no colors"),
    ],
)
def test_text_with_few_colors_is_no_palette(tmp_path, ending, text, has):
    message = f"the text has {has}; in a palette, lines are colors like [0-9A-Fa-f#]+$"
    with pytest.raises(PaletteError, match=message):
        read(tmp_path, f"a{ending}", text.encode())


def test_very_many_odd_lines_make_a_short_note(tmp_path):
    palette = read(tmp_path, "a.gpl", b"GIMP Palette\n1 2 3\n" + b"odd\n" * 9999)
    (note,) = palette.notes
    assert note.startswith("9999 lines of the palette file are no colors and were left out: 3, 4, ")
    assert note.endswith(", 9, 10 ….")


def test_notes_on_a_palette_file_are_shown_with_the_photo(tmp_path, capsys):
    photo = tmp_path / "photo.png"
    Image.new("RGB", (4, 4), "#778899").save(photo)
    (tmp_path / "a.gpl").write_bytes(RGBA + b"0 0 0 0 Glass\nodd\n1 2 3 9 A\n200 200 200 255 B\n")
    assert (
        run("compress", photo, "--use-palette", tmp_path / "a.gpl", "-o", tmp_path / "o.png") == 0
    )
    told = capsys.readouterr().out
    assert "Line 6 of the palette file is no color and was left out." in told
    assert HIDDEN in told
    assert "as opaque" in told
    palette = load_palette(tmp_path / "a.gpl")
    opened = open_photo(photo)
    result = reduce_to(opened, count_colors(opened), palette, Settings())
    assert result.palette.hex == ("#010203", "#c8c8c8")
    assert set(palette.notes) <= set(result.notes)


def test_more_colors_than_programs_show_are_told(tmp_path):
    colors = [(number, 0, 0) for number in range(97)]
    assert save_palette(Palette.of(colors[:96]), tmp_path / "a.txt").notes == ()
    (note,) = save_palette(Palette.of(colors), tmp_path / "a.txt").notes
    assert note == "The file has all 97 colors, but Paint.NET shows only the first 96."
    assert len(load_palette(tmp_path / "a.txt")) == 97
