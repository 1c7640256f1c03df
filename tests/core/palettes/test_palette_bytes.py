"""Palette files byte by byte, as their specifications have them, and read by other programs."""

import io
import re
import struct
import zlib

import numpy as np
import pytest
import swatch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from core import Palette, PaletteError, load_palette, palette_formats, save_palette
from tests import examples
from tests.core.palettes.test_palettes import FORMATS, GIF, RIFF

FEW = Palette.of([(0x11, 0x22, 0x33), (255, 0, 128)], ["", "Größe 🎨"])
HEXES = ("#112233", "#ff0080")
CHANNEL = st.integers(0, 255)


def units(text):
    return (text + "\0").encode("utf-16-be")


def aco_words(*values):
    return struct.pack(">5H", *values)


def ase_color(name, model, *values):
    body = struct.pack(">H", len(units(name)) // 2) + units(name) + model
    body += struct.pack(f">{len(values)}fH", *values, 2)
    return struct.pack(">HI", 1, len(body)) + body


def ase(*blocks, count=None):
    return b"ASEF\0\1\0\0" + struct.pack(">I", count or len(blocks)) + b"".join(blocks)


EXPECTED = {
    ".gpl": (
        "GIMP Palette\nName: few\nColumns: 0\n#\n 17  34  51\t#112233\n255   0 128\tGröße 🎨\n"
    ).encode(),
    ".hex": b"112233\nff0080\n",
    ".pal": b"JASC-PAL\r\n0100\r\n2\r\n17 34 51\r\n255 0 128\r\n",
    ".txt": "; paint.net Palette File\r\n; few\r\nFF112233\r\nFFFF0080 ; Größe 🎨\r\n".encode(),
    ".css": (
        "/* few */\n:root {\n  --blackish-blue: #112233;\n  --größe: #ff0080; /* Größe 🎨 */\n}\n"
    ).encode(),
    ".act": bytes.fromhex("112233 ff0080" + 254 * "112233"),
    ".ase": ase(
        ase_color("#112233", b"RGB ", 17 / 255, 34 / 255, 51 / 255),
        ase_color("Größe 🎨", b"RGB ", 1, 0, 128 / 255),
    ),
    ".aco": (
        b"\0\1\0\2"
        + bytes.fromhex("0000 1111 2222 3333 0000  0000 ffff 0000 8080 0000")
        + b"\0\2\0\2"
        + bytes.fromhex("0000 1111 2222 3333 0000  00000008")
        + units("#112233")
        + bytes.fromhex("0000 ffff 0000 8080 0000  00000009")
        + units("Größe 🎨")
    ),
}


@pytest.mark.parametrize("ending", EXPECTED)
def test_file_is_what_the_specification_says_to_the_byte(tmp_path, ending):
    save_palette(FEW, tmp_path / f"few{ending}")
    assert (tmp_path / f"few{ending}").read_bytes() == EXPECTED[ending]
    assert load_palette(tmp_path / f"few{ending}").hex == HEXES


def test_one_color_is_a_swatch_exchange_file_of_54_bytes():
    data = FORMATS[".ase"].write(Palette.of([(0x11, 0x22, 0x33)]), "")
    assert data == bytes.fromhex(
        "41534546 0001 0000 00000001"
        "0001 00000024 0008 0023 0031 0031 0032 0032 0033 0033 0000"
        "52474220 3d888889 3e088889 3e4ccccd 0002"
    )
    assert len(data) == 54


@pytest.mark.parametrize(
    ("model", "values", "hex_"),
    [
        (b"RGB ", (1, 0.5, 0), "#ff8000"),
        (b"RGB ", (2, -1, 1e30), "#ff00ff"),
        (b"CMYK", (1, 0, 0, 0), "#00ffff"),
        (b"CMYK", (0, 0.5, 1, 0.2), "#cc6600"),
        (b"CMYK", (0, 0, 0, 1), "#000000"),
        (b"Gray", (1,), "#ffffff"),
        (b"Gray", (0.2,), "#333333"),
        (b"LAB ", (1, 0, 0), "#ffffff"),
        (b"LAB ", (0.53241, 80.09, 67.20), "#ff0000"),
        (b"LAB ", (0.5, 0, 0), "#777777"),
    ],
)
def test_colors_of_other_models_in_a_swatch_exchange_file(model, values, hex_):
    assert FORMATS[".ase"].read(ase(ase_color("n", model, *values))).palette().hex == (hex_,)


@pytest.mark.parametrize(
    ("words", "hex_"),
    [
        ((0, 0xFFFF, 0x8080, 0, 0), "#ff8000"),
        ((0, 0x80FF, 0x7F00, 0x0100, 0), "#807f01"),
        ((1, 0, 0xFFFF, 0xFFFF, 0), "#ff0000"),
        ((1, 0x5555, 0xFFFF, 0xFFFF, 0), "#00ff00"),
        ((1, 0xAAAA, 0x8000, 0xFFFF, 0), "#7f7fff"),
        ((2, 0, 0xFFFF, 0xFFFF, 0xFFFF), "#00ffff"),
        ((2, 0xFFFF, 0xFFFF, 0xFFFF, 0), "#000000"),
        ((7, 10000, 0, 0, 0), "#ffffff"),
        ((7, 5324, 8009, 6720, 0), "#ff0000"),
        ((7, 3230, 7920, 0x10000 - 10786, 0), "#0000ff"),
        ((8, 0, 0, 0, 0), "#ffffff"),
        ((8, 7500, 0, 0, 0), "#404040"),
        ((8, 65535, 0, 0, 0), "#000000"),
    ],
)
def test_colors_of_other_models_in_a_swatch_file(words, hex_):
    first = b"\0\1\0\1" + aco_words(*words)
    named = b"\0\2\0\1" + aco_words(*words) + struct.pack(">I", 3) + units("ab")
    for data in (first, named, first + named, first + b"more"):
        assert FORMATS[".aco"].read(data).palette().hex == (hex_,)
    assert FORMATS[".aco"].read(first).palette().names == ("",)
    assert FORMATS[".aco"].read(first + named).palette().names == ("ab",)


def test_groups_of_a_swatch_exchange_file_are_opened():
    name = struct.pack(">H", 6) + units("group")
    begin, end = struct.pack(">HI", 0xC001, len(name)) + name, struct.pack(">HI", 0xC002, 0)
    first, second = ase_color("a", b"Gray", 0), ase_color("b", b"Gray", 1)
    for count in (4, 2):
        read = FORMATS[".ase"].read(ase(begin, first, end, second, count=count)).palette()
        assert (read.hex, tuple(read.names)) == (("#000000", "#ffffff"), ("a", "b"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        b"\xff\xff",
        struct.pack(">H", 1) + units("") + b"HSB " + bytes(14),
        struct.pack(">H", 1) + units("") + b"RGB " + bytes(11),
        struct.pack(">H", 1) + units("") + b"RGB " + struct.pack(">3fH", 0, float("nan"), 0, 2),
        struct.pack(">H", 1) + units("") + b"LAB " + struct.pack(">3fH", 0, 0, float("nan"), 2),
        struct.pack(">H", 1) + units("") + b"CMYK" + struct.pack(">4fH", 0, 0, 0, float("nan"), 2),
    ],
)
def test_damaged_color_of_a_swatch_exchange_file_is_left_out_with_a_note(body):
    damaged = struct.pack(">HI", 1, len(body)) + body
    gray = ase_color("a", b"Gray", 0)
    read = FORMATS[".ase"].read(ase(gray, damaged, gray)).palette()
    assert read.hex == ("#000000", "#000000")
    assert read.notes == ("Entry 2 of the palette file is no color and was left out.",)
    with pytest.raises(PaletteError, match=r"color 1 .* is damaged"):
        FORMATS[".ase"].read(ase(damaged)).palette()


def test_files_cut_off_anywhere_are_refused_or_whole():
    for ending in (".ase", ".aco", ".pal", ".act"):
        for end in range(len(EXPECTED[ending])):
            try:
                read = FORMATS[ending].read(EXPECTED[ending][:end]).palette()
            except PaletteError:
                continue
            # Only what is cut between a swatch file's two lists, or within the last line of text.
            assert len(read) == 2 or read.notes, (ending, end)


def riff(*chunks):
    body = b"PAL " + b"".join(
        name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_riff_palette_is_told_by_its_content(tmp_path):
    colors = struct.pack("<HH", 0x300, 2) + bytes([17, 34, 51, 0, 255, 0, 128, 4])
    for chunks in ([(b"data", colors)], [(b"note", b"odd"), (b"data", colors)]):
        (tmp_path / "a.pal").write_bytes(riff(*chunks))
        assert load_palette(tmp_path / "a.pal").hex == HEXES
    with pytest.raises(PaletteError, match="announces 3 colors and has 2"):
        RIFF.read(riff((b"data", struct.pack("<HH", 0x300, 3) + colors[4:])))
    for count, said in ((0, "no colors"), (257, "257 colors"), (65535, "65535 colors")):
        with pytest.raises(PaletteError, match=said):
            RIFF.read(riff((b"data", struct.pack("<HH", 0x300, count) + colors[4:])))


def test_color_table_with_a_count_is_read():
    data = bytes.fromhex("112233 ff0080") + bytes(762) + struct.pack(">HH", 4, 0xFFFF)
    assert FORMATS[".act"].read(data).palette().hex == (*HEXES, "#000000", "#000000")


# Images


def saved(image, kind, **more):
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def indexed(numbers, colors):
    image = Image.new("P", (len(numbers), 1))
    image.putdata(numbers)
    image.putpalette(bytes(channel for color in colors for channel in color))
    return image


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "PCX"])
@settings(max_examples=examples(25))
@given(
    colors=hnp.arrays(np.uint8, st.tuples(st.integers(1, 256), st.just(3))),
    numbers=st.lists(st.integers(0, 255), min_size=1, max_size=400),
)
def test_palette_of_an_image_is_what_its_pixels_use(kind, colors, numbers):
    numbers = [number % len(colors) for number in numbers]
    # By GIF, as all of them are told by their content.
    read = GIF.read(saved(indexed(numbers, colors.tolist()), kind, **_kept(kind))).palette()
    used = sorted(set(numbers))
    if kind == "PCX" or len(read) != len(used):
        # Pillow takes palettes of grays for gray images, in which the same gray is the same color.
        assert set(read.hex) == set(Palette(colors[used], np.zeros(len(used))).hex)
    else:
        np.testing.assert_array_equal(read.colors, colors[used])
        np.testing.assert_array_equal(read.counts, np.bincount(numbers)[used])


def _kept(kind):
    return {"optimize": False} if kind == "GIF" else {}


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_transparent_color_of_an_image_is_left_out(kind):
    image = indexed([0, 1, 1, 2], [(1, 2, 3), (4, 5, 6), (7, 8, 9)])
    assert GIF.read(saved(image, kind, transparency=1)).palette().hex == ("#010203", "#070809")
    nothing = indexed([0, 0], [(1, 2, 3), (4, 5, 6)])
    with pytest.raises(PaletteError, match="no colors"):
        GIF.read(saved(nothing, kind, transparency=0))


def test_partly_transparent_colors_of_a_png_are_kept():
    image = indexed([0, 1, 2], [(1, 2, 3), (4, 5, 6), (7, 8, 9)])
    data = saved(image, "PNG", transparency=bytes([0, 128, 255]))
    assert FORMATS[".png"].read(data).palette().hex == ("#040506", "#070809")


def test_gray_images_are_palettes_of_their_grays():
    gray = Image.new("L", (3, 1))
    gray.putdata([200, 7, 200])
    assert FORMATS[".png"].read(saved(gray, "PNG")).palette().hex == ("#070707", "#c8c8c8")
    assert GIF.read(saved(Image.new("1", (3, 1), 1), "BMP")).palette().hex == ("#ffffff",)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "I;16"])
def test_image_without_a_palette_says_so(tmp_path, mode):
    Image.new(mode, (3, 3)).save(tmp_path / "photo.png")
    with pytest.raises(PaletteError, match=r"photo\.png: this image has no palette"):
        load_palette(tmp_path / "photo.png")


def test_image_of_very_many_pixels_is_refused_before_it_is_decoded():
    small = saved(indexed([0], [(1, 2, 3)]), "PNG")
    head = struct.pack(">II", 200_000, 1000) + small[24:29]
    data = small[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + small[33:]
    with pytest.raises(PaletteError, match="200 million pixels"):
        FORMATS[".png"].read(data).palette()


def test_png_of_very_many_chunks_is_refused():
    small = saved(indexed([0], [(1, 2, 3)]), "PNG")
    chunk = struct.pack(">I", 0) + b"teSt" + struct.pack(">I", zlib.crc32(b"teSt"))
    assert len(FORMATS[".png"].read(small[:33] + 100 * chunk + small[33:]).palette()) == 1
    with pytest.raises(PaletteError, match="60000 chunks"):
        FORMATS[".png"].read(small[:33] + 60_000 * chunk + small[33:]).palette()


# Other programs


@settings(max_examples=examples(60))
@given(
    colors=hnp.arrays(np.uint8, st.tuples(st.integers(1, 256), st.just(3))),
    name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
)
def test_swatch_reads_our_swatch_exchange_files(tmp_path_factory, colors, name):
    path = tmp_path_factory.mktemp("swatch") / "few.ase"
    save_palette(Palette(colors, np.zeros(len(colors)), [name] * len(colors)), path)
    read = swatch.parse(str(path))
    assert {each["data"]["mode"] for each in read} == {"RGB"}
    values = np.array([each["data"]["values"] for each in read])
    np.testing.assert_array_equal(np.rint(255 * values).astype(np.uint8), colors)
    shown = "" if name.lower() == f"#{bytes(colors[0]).hex()}" else name
    assert read[0]["name"] == (shown or name)
    assert {each["type"] for each in read} == {"Process"}


@settings(max_examples=examples(60))
@given(
    floats=st.lists(st.tuples(*[st.floats(0, 1, width=32)] * 3), min_size=1, max_size=256),
    # swatch counts characters where the format counts halves of those beyond the first 65536.
    name=st.text(st.characters(max_codepoint=0xD7FF, exclude_characters="\0")),
)
def test_we_read_the_swatch_exchange_files_of_swatch(floats, name):
    colors = [
        {"name": name, "type": "Spot", "data": {"mode": "RGB", "values": list(each)}}
        for each in floats
    ]
    group = {"name": "g", "type": "Color Group", "swatches": colors[1:]}
    read = FORMATS[".ase"].read(swatch.dumps([colors[0], group])).palette()
    np.testing.assert_array_equal(read.colors, np.rint(255 * np.array(floats)).astype(np.uint8))
    assert set(read.names) <= {name, ""}


def test_gimp_takes_our_color_tables_for_palettes():
    # Its rule: 768 bytes.
    assert len(FORMATS[".act"].write(Palette.of([(1, 2, 3), (0, 0, 0)]), "")) == 768


def test_variables_of_css_are_called_by_the_names_of_colors():
    colors = [(85, 107, 47), (1, 2, 3), (86, 107, 47), (87, 107, 47), (9, 9, 9), (8, 8, 8)]
    palette = Palette.of(colors, ["", "Sky  Blue!", "Dark Olive Green", "", "🎨", "black-2"])
    css = FORMATS[".css"].write(palette, "").decode()
    assert re.findall(r"--([\w-]+): #", css) == [
        "dark-olive-green",
        "sky-blue",
        "dark-olive-green-2",
        "olive-green",
        "black",
        "black-2",
    ]
    assert FORMATS[".css"].read(css.encode()).palette().names == tuple(palette.names)


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(CHANNEL, CHANNEL, CHANNEL), min_size=1, max_size=40))
def test_variables_of_css_differ_and_unnamed_colors_stay_unnamed(colors):
    css = FORMATS[".css"].write(Palette.of(colors), "")
    called = re.findall(r"--([a-z0-9-]+): #", css.decode())
    assert len(set(called)) == len(called) == len(colors)
    read = FORMATS[".css"].read(css).palette()
    assert read.colors.tolist() == [list(color) for color in colors]
    assert set(read.names) == {""}


def test_unnamed_colors_of_earlier_versions_stay_unnamed():
    assert FORMATS[".css"].read(b":root {\n  --color-1: #112233;\n}").palette().names == ("",)


def test_every_format_says_what_it_is_for():
    for each in palette_formats():
        assert each.name
        assert each.ending == each.ending.lower()
