"""Palette files: what is written is read, what is none is refused."""

import json
import re
import struct

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import GimpPaletteFile, Image

from core import Palette, load_palette, palette_formats, save_palette
from tests import examples
from tests.core.png_files import chunk, png

FORMATS = {each.ending: each for each in palette_formats() if each.write}
ENDINGS = list(FORMATS)
RIFF = next(each for each in palette_formats() if each.name == "RIFF palette")
GIF = next(each for each in palette_formats() if each.ending == ".gif")
COLORS = hnp.arrays(np.uint8, st.tuples(st.integers(1, 256), st.just(3)))


# Emoji, controls, quotes, what ends comments, what looks like a color; no halves of pairs.
NAMES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(max_size=300),
    st.sampled_from(["", "Sky blue", "äöü ✓ 🎨", "12 34 56", "# not a comment", "a;b", "/* c */"]),
    st.sampled_from(
        ["x" * 300, "🎨" * 300, "a\nb\tc\0d", "\ud800", "color-1", " a  b ", "--x: #fff"]
    ),
)


@st.composite
def palettes(draw):
    colors = draw(hnp.arrays(np.uint8, st.tuples(st.integers(1, 20), st.just(3))))
    names = draw(st.lists(NAMES, min_size=len(colors), max_size=len(colors)))
    return Palette(colors, np.arange(len(colors)), names)


def read_back(ending, palette):
    return FORMATS[ending].read(FORMATS[ending].write(palette, "a title")).palette()


@pytest.mark.parametrize("ending", [each for each in ENDINGS if each != ".act"])
@settings(max_examples=examples(20))
@given(colors=COLORS)
@example(colors=np.arange(768).astype(np.uint8).reshape(256, 3))
def test_colors_come_back_in_order(ending, colors):
    palette = Palette(colors, np.arange(len(colors)))
    np.testing.assert_array_equal(read_back(ending, palette).colors, colors)


@settings(max_examples=examples(60))
@given(colors=COLORS, black=st.sampled_from(["none", "first", "last"]))
def test_color_table_keeps_its_colors_in_order_and_shows_no_other(colors, black):
    colors = colors[np.sort(np.unique(colors, axis=0, return_index=True)[1])]
    colors = colors[colors.any(axis=1)][:255]
    colors = np.insert(colors, {"first": 0}.get(black, len(colors)), 0, axis=0)
    colors = colors[:-1] if black == "none" and len(colors) > 1 else colors
    data = FORMATS[".act"].write(Palette(colors, np.arange(len(colors))), "t")
    assert len(data) == 768
    np.testing.assert_array_equal(FORMATS[".act"].read(data).palette().colors, colors)
    # A program that takes all 256, as GIMP does.
    everything = np.frombuffer(data, np.uint8).reshape(-1, 3)
    assert set(map(tuple, everything.tolist())) == set(map(tuple, colors.tolist()))


@pytest.mark.parametrize("count", [1, 2, 100, 253, 254])
def test_color_table_filled_with_black_is_read_without_it(count):
    colors = np.arange(1, 3 * count + 1).reshape(-1, 3).astype(np.uint8) | 1
    read = FORMATS[".act"].read(colors.tobytes().ljust(768, b"\0")).palette()
    np.testing.assert_array_equal(read.colors, colors)


def on_one_line(name):
    """What a text format keeps of a name: controls are spaces, there are none at its ends."""
    controls = dict.fromkeys([*range(32), *range(127, 160), 8232, 8233], " ")
    text = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(controls)
    return text.strip()


def spaced(name):
    return " ".join(on_one_line(name).split())


@pytest.mark.parametrize(
    ("ending", "kept"),
    [
        (".gpl", spaced),
        (".txt", spaced),
        (".css", lambda name: spaced(name.replace("*/", "* /"))),
        (".ase", lambda name: spaced(name.replace("\0", " "))),
        (".aco", lambda name: spaced(name.replace("\0", " "))),
        (".json", spaced),
        (".kpl", lambda name: spaced(re.sub("[\ufffe\uffff]", "\ufffd", name))),
    ],
)
@settings(max_examples=examples(60))
@given(palette=palettes())
def test_names_come_back(ending, kept, palette):
    read = read_back(ending, palette)
    np.testing.assert_array_equal(read.colors, palette.colors)
    assert [spaced(name) for name in read.names] == [kept(name) for name in palette.names]


@pytest.mark.parametrize("ending", [".ase", ".aco", ".json", ".png"])
@pytest.mark.parametrize("name", ["", "a\nb\tc", "  two  spaces ", "x" * 300, "🎨" * 300])
def test_binary_formats_and_json_keep_names_as_they_are(ending, name):
    palette = Palette.of([(1, 2, 3), (4, 5, 6)], [name, "other"])
    assert tuple(read_back(ending, palette).names) == (name, "other")


@pytest.mark.parametrize("ending", [".gpl", ".txt", ".css"])
@pytest.mark.parametrize(
    "name", ["", "Sky blue", "two  spaces", "äöü ✓ 🎨", "x" * 300, "# no; (x)"]
)
def test_text_formats_keep_names_of_one_line_as_they_are(ending, name):
    palette = Palette.of([(1, 2, 3), (4, 5, 6)], [name, "other"])
    assert tuple(read_back(ending, palette).names) == (name, "other")


def test_very_long_name_is_cut_between_characters():
    for ending in (".ase", ".aco"):
        (name,) = read_back(ending, Palette.of([(1, 2, 3)], ["🎨" * 70_000])).names
        assert name == "🎨" * (len(name)) != ""


def test_file_name_that_is_no_unicode_can_be_written(tmp_path):
    for ending in ENDINGS:
        try:
            saved = save_palette(Palette.of([(1, 2, 3)]), tmp_path / f"caf\udce9{ending}")
        except OSError:
            pytest.skip("this system has no such file names")
        assert load_palette(saved.path).hex == ("#010203",)


def test_name_with_line_breaks_cannot_break_a_gimp_palette():
    palette = Palette.of([(1, 2, 3)], ["a\nb\r\n9 9 9"])
    read = FORMATS[".gpl"].read(FORMATS[".gpl"].write(palette, "x\ny")).palette()
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
        (".hex", b"#ABCDEF\r\n\r\n0f0\n11223344\n", ("#abcdef", "#00ff00", "#11223344")),
        (".hex", b"\xef\xbb\xbfff0000\n", ("#ff0000",)),
        (".hex", "00ff00\n".encode("utf-16"), ("#00ff00",)),
        (".gpl", b"GIMP Palette\n1 2 3\n", ("#010203",)),
        (".gpl", b"GIMP Palette\r\nName: n\r\nColumns: 4\r\n# c\r\n 1\t2 3 red\r\n", ("#010203",)),
        (".gpl", b"GIMP Palette\n1 2 3 caf\xe9\n", ("#010203",)),
        (".gpl", "GIMP Palette\n1 2 3\n".encode("utf-16"), ("#010203",)),
        (".gpl", b"\xef\xbb\xbfGIMP Palette\n1 2 3 x\n", ("#010203",)),
        (".pal", b"JASC-PAL\n0100\n2\n1 2 3\n255 0 9 255\n\n", ("#010203", "#ff0009")),
        (".txt", b";c\n\nFF010203\n0a0b0c ; x\n#80AABBCC\n", ("#010203", "#0a0b0c", "#aabbcc80")),
        (".css", b":root{--a:#123;--b : RGB(4, 5, 6) ;--c:1px}", ("#112233", "#040506")),
        (".css", b"$a: #102030;\n@b: #405060ff; // x", ("#102030", "#405060")),
        (
            ".css",
            b"/* --x: #999; */ p { color: #123456; background: #abc }",
            ("#123456", "#aabbcc"),
        ),
        (".json", b'["#abc", "112233"]', ("#aabbcc", "#112233")),
        (".json", b'{"colors": [{"hex": "#abc", "count": -4}]}', ("#aabbcc",)),
    ],
)
def test_files_of_other_programs_are_read(ending, data, hexes):
    assert FORMATS[ending].read(data).palette().hex == hexes


@pytest.mark.parametrize(
    ("ending", "data", "reason"),
    [
        (".gpl", b"", "first line"),
        (".gpl", b"1 2 3\n", "first line"),
        (".gpl", b"GIMP Palette\nName: empty\n", "no colors"),
        (".gpl", b"GIMP Palette\n1 2\n", "line 2"),
        (".gpl", b"GIMP Palette\n1 2 256\n", "above 255"),
        (".gpl", b"GIMP Palette\n" + b"1 2 3\n" * 257, "holds 257 colors, more than 256"),
        (".gpl", b"GIMP Palette\n1 2 3\0\n", "not text"),
        (".hex", b"", "no colors"),
        (".hex", b"zzzzzz\n", "the text has no colors"),
        (".hex", b"12345\n", "the text has no colors"),
        (".hex", b"000000\n" * 70_000, "70000 colors, more than 256"),
        (".hex", b"000000\n" * 700_000, "too large for a palette"),
        (".txt", b"; nothing\n", "no colors"),
        (".txt", b"Dear friend\n", "the text has no colors"),
        (".txt", b"FF000000\n" * 70_000, "70000 colors"),
        (".css", b"p { margin: 0 }", "no colors"),
        (".css", b"p { color: #fff\0 }", "not text"),
        (".css", b"".join(b"--a:#%06x;" % n for n in range(70_000)), "70000 colors"),
        (".css", b"".join(b"#%06x " % n for n in range(70_000)), "70000 colors"),
        (".pal", b"JASC-PAL\n0100\n", "number of colors"),
        (".pal", b"JASC-PAL\n0100\n0\n", "no colors"),
        (".pal", b"JASC-PAL\n0100\n70000\n1 2 3\n", "70000 colors"),
        (".pal", b"JASC-PAL\n0100\n2\n1 2 3\n", "announces 2 colors and has 1"),
        (".pal", b"JASC-PAL\n0100\n2\n1 2 256\n1 2\n", "color 1 of this JASC palette is not three"),
        (".pal", b"RIFF", "another kind"),
        (".pal", b"RIFF\0\0\0\0WAVEdata", "another kind"),
        (".pal", b"RIFF\0\0\0\0PAL fmt \xff\xff\xff\xff", "no colors in it"),
        (".pal", b"", "JASC-PAL"),
        (".ase", b"", "ASEF"),
        (".ase", b"ASEF\0\1\0\0\0\0\0\0", "no colors"),
        (".ase", b"ASEF\0\1\0\0\xff\xff\xff\xff", "4294967295 blocks and has 0"),
        (".aco", b"", "neither 1 nor 2"),
        (".aco", b"\0\1\0\0", "no colors"),
        (".aco", b"\0\1\xff\xff", "65535 colors"),
        (".aco", b"\0\1\0\2" + bytes(10), "announces 2 colors and has 1"),
        (".aco", b"\0\1\0\1" + b"\0\3" + bytes(8), "color model 3"),
        (".aco", b"\0\2\0\1" + bytes(10) + b"\xff\xff\xff\xff", "cut off"),
        (".act", b"", "0 bytes"),
        (".act", bytes(767), "767 bytes"),
        (".act", bytes(768) + b"\1\1\0\0", "257 colors"),
        (".act", bytes(772), "no colors"),
        (".json", b"", "no JSON"),
        (".json", b"{}", '"colors"'),
        (".json", b'{"colors": []}', "no colors"),
        (".json", b'{"colors": [7]}', "color 1"),
        (".json", b"[" * 100_000, "no JSON"),
        (".json", b"\xff\xfe\x00", "no JSON"),
        (".json", b"[" + b'"#abc",' * 70_000 + b'"#abc"]', "70001 colors"),
        (".json", b"[1" + b"0" * 5000 + b"]", "no JSON"),
        (".png", b"\x89PNG\r\n\x1a\n", "no image"),
        (".png", b"", "no image"),
        (".gif", b"GIF89a", "no image"),
        (".bmp", b"BM", "no image"),
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
@settings(max_examples=examples(60))
@given(data=st.binary(max_size=80), keep=st.integers(0, 400), at=st.integers(0, 400))
def test_mangled_file_is_a_palette_or_a_palette_error(ending, data, keep, at):
    good = FORMATS[ending].write(Palette.of([(1, 2, 3), (4, 5, 6)], ["a", "b"]), "t")
    mangled = good[: min(at, keep)] + data + good[keep:]
    try:
        assert 1 <= len(FORMATS[ending].read(mangled).palette()) <= 256
    except ValueError as error:
        assert type(error).__name__ == "PaletteError"


def test_unknown_ending_lists_the_known_ones(tmp_path):
    with pytest.raises(OSError, match=r"\.xyz is no palette format .*\.gpl, \.hex"):
        save_palette(Palette.of([(0, 0, 0)]), tmp_path / "p.xyz")


def test_file_of_an_unknown_ending_is_not_loaded(tmp_path):
    with pytest.raises(ValueError, match=r"\.xyz is no palette format .*\.gpl, \.hex.*\.gif"):
        load_palette(tmp_path / "p.xyz")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("#abc"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["colors", "hex", "name", "count", "locked", "x"]), inner, max_size=4
        )
    ),
)


@settings(max_examples=examples(300))
@given(content=JSON)
@example(content=2**64)
def test_any_json_is_a_palette_or_a_palette_error(content):
    entry = dict.fromkeys(("name", "count", "locked"), content)
    for each in (content, [content, "#abc"], {"colors": [entry | {"hex": "#abc"}]}):
        try:
            assert 1 <= len(FORMATS[".json"].read(json.dumps(each).encode()).palette()) <= 256
        except ValueError as error:
            assert type(error).__name__ == "PaletteError"


def test_missing_file_is_an_oserror(tmp_path):
    with pytest.raises(OSError, match="no such file"):
        load_palette(tmp_path / "none.gpl")


@pytest.mark.parametrize("count", [0, 257])
def test_palette_has_1_to_256_colors(count):
    with pytest.raises(ValueError, match=f"not {count}"):
        Palette.of([(0, 0, 0)] * count)


def test_gray_of_few_bits_that_stands_for_transparency_is_no_color(tmp_path):
    gray = np.arange(16, dtype=np.uint8).reshape(4, 4) % 4
    (tmp_path / "a.png").write_bytes(png(gray, chunk(b"tRNS", struct.pack(">H", 2)), depth=2))
    assert list(load_palette(tmp_path / "a.png").hex) == ["#000000", "#555555", "#ffffff"]
