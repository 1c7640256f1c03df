"""Colors in pasted text: found where they are meant, and nowhere else."""

import contextlib
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Palette, PaletteError, colors_in_text, own_colors_in_text
from tests import examples

COLORS = hnp.arrays(np.uint8, st.tuples(st.integers(1, 256), st.just(3)))
FORMS = {
    "#1a2b3c": "#{0:02x}{1:02x}{2:02x}",
    "#1A2B3C": "#{0:02X}{1:02X}{2:02X}",
    "1a2b3c": "{0:02x}{1:02x}{2:02x}",
    "#1a2b3cff": "#{0:02x}{1:02x}{2:02x}ff",
    "0x1a2b3c": "0x{0:02x}{1:02x}{2:02x}",
    "0xff1a2b3c": "0xff{0:02x}{1:02x}{2:02x}",
    "rgb(1, 2, 3)": "rgb({0}, {1}, {2})",
    "rgb(1 2 3)": "rgb({0} {1} {2})",
    "rgba(1,2,3,.5)": "rgba({0},{1},{2},.5)",
}
FUNCTIONS = st.builds("rgb({}, {} {})".format, *3 * [st.integers(0, 999)])
PIECES = st.sampled_from([*"#0x1aAfg (),rb5\n%/&é", "rgb(", "255", "#1a2b3c", "0xabc"]) | FUNCTIONS


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
@settings(max_examples=examples(20))
@given(colors=COLORS, between=st.sampled_from([" ", "\n", ", ", ",", "\r\n", "\t", "; ", "\n\n"]))
def test_colors_are_found_in_order_each_once(form, colors, between):
    text = between.join(form.format(*color) for color in colors.tolist())
    once = list(dict.fromkeys(map(tuple, colors.tolist())))
    assert colors_in_text(text).colors.tolist() == [list(color) for color in once]


@pytest.mark.parametrize(
    ("text", "hexes"),
    [
        ("#abc", ("#aabbcc",)),
        ("fff, 000, 888", ("#ffffff", "#000000", "#888888")),
        ("  1a2b3c\n\n", ("#1a2b3c",)),
        ("123456 654321", ("#123456", "#654321")),
        ("#ff0000 ff0000 F00 00ff00", ("#ff0000", "#00ff00")),
        ('["264653", "2a9d8f"]', ("#264653", "#2a9d8f")),
        ("{'sky': '#87ceeb', 'sea': '#006994'}", ("#87ceeb", "#006994")),
        (":root{--sky-1:#87ceeb;--sky-2:#069}", ("#87ceeb", "#006699")),
        ("a { color: RGB( 1 , 2 , 3 ); background: #fff }", ("#010203", "#ffffff")),
        ("rgb(1 2 3 / 50%), rgba(4, 5, 6, 0.7)", ("#010203", "#040506")),
        ("Color(0xFF112233), Color(0x445566)", ("#112233", "#445566")),
        ("The facade is #1a2b3c, made a decade ago.", ("#1a2b3c",)),
        ("1. #111111 (30 %)\n2. #222222 (20 %)", ("#111111", "#222222")),
        ("Himmel: #87CEEB – schön; Meer: „#006994“", ("#87ceeb", "#006994")),
        ("rgb(300, 0, 0) #112233", ("#112233",)),
        ("#11223344", ("#112233",)),
        ("facade", ("#facade",)),
    ],
)
def test_texts_people_paste_are_read(text, hexes):
    assert colors_in_text(text).hex == hexes


@pytest.mark.parametrize(
    ("text", "hexes", "names"),
    [
        ("GIMP Palette\nodd\n1 2 3\tsky \ud800\n1 2 3\n", ("#010203",), ("sky ?",)),
        ("JASC-PAL\r\n0100\r\n2\r\n1 2 3\r\n4 5 6 128\r\n", ("#010203", "#04050680"), ("", "")),
    ],
)
def test_text_of_a_palette_file_is_read_as_the_file(text, hexes, names):
    palette = colors_in_text(text)
    assert (palette.hex, palette.names) == (hexes, names)
    assert ("Line 2" in " ".join(palette.notes)) == ("odd" in text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        ",;()",
        "The facade has stood for a decade.",
        "a bad add",
        "255 128 100",
        "120",
        "12 34 56",
        "#12345",
        "#1234567",
        "#1234 #123456789",
        "#ghijkl",
        "#abcdefg",
        "a#abcdef",
        "&#123;&#128512;",
        "https://example.org/#abc",
        "##abc",
        "#",
        "0x",
        "0x12345",
        "rgb(1, 2)",
        "rgb(1, 2, 3",
        "rgb(256, 0, 0)",
        "rgb(1.5, 2, 3)",
        "rgb(10%, 20%, 30%)",
        "argb(1, 2, 3)",
        "rgb(-1, 2, 3)",
        "#١٢٣",
        "\0\ud800",
    ],
)
def test_text_without_colors_is_one_clear_error(text):
    with pytest.raises(ValueError, match=r"^the text has no colors like #1a2b3c$") as caught:
        colors_in_text(text)
    assert type(caught.value) is PaletteError


def test_more_than_256_colors_are_one_clear_error():
    distinct = [f"#{number:06x}" for number in range(257)]
    assert len(colors_in_text(" ".join(distinct[:256] * 3))) == 256
    with pytest.raises(PaletteError, match=r"^the text has more than 256 colors$"):
        colors_in_text(" ".join(distinct))


@pytest.mark.parametrize(
    ("text", "names", "title"),
    [
        ("310\tBlack\t#000000\n3713\tSalmon\t#ffe2e2", ("Black 310", "Salmon 3713"), "pasted"),
        ("GIMP Palette\nName: Beads\n1 2 3\tA\n1 2 3\tB\n4 5 6\tC", ("A", "C"), "Beads"),
        ("beads in #123456 and #abcdef,\nand more", ("", ""), "pasted"),
        ("112233\n445566", ("", ""), "pasted"),
    ],
)
def test_own_colors_are_pasted_with_their_names(text, names, title):
    owned = own_colors_in_text(text, "pasted").colors
    assert (owned.names, owned.title) == (names, title)


def test_more_than_5000_own_colors_are_one_clear_error():
    distinct = [f"#{number:06x}" for number in range(5001)]
    assert len(own_colors_in_text(" ".join(distinct[:5000]), "").colors) == 5000
    with pytest.raises(PaletteError, match=r"^the text has more than 5000 colors$"):
        own_colors_in_text(" ".join(distinct), "")


@settings(max_examples=examples(300))
@given(st.lists(PIECES, max_size=30).map("".join) | st.text())
def test_any_text_has_colors_or_a_palette_error(text):
    try:
        found = colors_in_text(text)
    except PaletteError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(found, Palette)
        assert len({*found.hex}) == len(found) <= 256
    with contextlib.suppress(PaletteError):
        own_colors_in_text(text, "")


@pytest.mark.parametrize(
    "junk",
    [
        "x",
        "#",
        "a",
        "rgb(",
        "rgb(1",
        "rgb( ",
        "rgb(1, ",
        "rgb(1,,,,,,,,,",
        " ",
        "0x",
        "#aa",
        "fff ",
        "#fff .",
    ],
)
def test_megabytes_of_junk_take_no_time(junk):
    begin = time.process_time()
    with contextlib.suppress(PaletteError):
        colors_in_text(junk * (1_000_000 // len(junk)))
        own_colors_in_text(junk * (1_000_000 // len(junk)), "")
    assert time.process_time() - begin < 2
