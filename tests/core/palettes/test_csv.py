"""Lists of colors for spreadsheets: written for shopping, and read from whoever wrote them."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import Palette, PaletteError, load_colors, load_palette, save_palette
from core.needed import needs
from core.palettes.codes import split_codes
from core.palettes.csv_list import FORMAT
from tests import examples

RED_AND_BLUE = ("#ff0000", "#0000ff")
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["name", "Hex", "R", "g", "B", "Code", "#ff0000", "0000ff", "255", "7", "", "'"]
    ),
)


def loaded(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return load_palette(path)


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "name,code,hex\nRed,B5200,#ff0000\nBlue,0010,0000FF\n",
        "Hex;NAME;Code\r\n#f00;Red;B5200\r\n#00f;Blue;0010\r\n",
        "CODE\tblue\tgreen\tred\tName\nB5200\t0\t0\t255\tRed\n0010\t255\t0\t0\tBlue\n",
        'Number,Color name,RGB\nB5200,"Red","255, 0, 0"\n0010,"Blue","rgb(0,0,255)"\n',
        "sep=;\nCode;Name;Color\nB5200;Red;#ff0000\n\n0010;Blue;#0000ff\n",
        "# mine\nFloss#,Description,Red,Green,Blue,RGB\nB5200,Red,255,0,0,F00\n0010,Blue,0,0,255\n",
        "B5200,Red,255,0,0,Somebody\n0010,Blue,0,0,255,Somebody\n",
        "B5200,Red,255,0,0,#FF0000\n0010,Blue,0,0,255,#0000FF\n",
        "B5200,Red,!,255,0,0,5.00,0.30\n0010,Blue,1,0,0,255,24.00,0.92\n",
        "Nummer;Farbe;Hex\nB5200;Red;#ff0000\n0010;Blue;#0000ff\n",
        '"#ff0000","Red","B5200"\n"#0000ff","Blue","0010"\n',
        'name;code;hex\n"Red";"B5200";"#ff0000"\n "Blue"; 0010; #0000ff\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_list_is_read_whatever_its_columns_and_separators(tmp_path, text, encoding):
    palette = loaded(tmp_path, text, encoding)
    assert palette.hex == RED_AND_BLUE
    assert tuple(palette.names) in {("Red B5200", "Blue 0010"), ("B5200 Red", "0010 Blue")}
    assert palette.notes == ()


def test_colors_of_a_list_can_be_chosen_from(tmp_path):
    lines = [
        f"Bead {number},H{number:03},{number % 256},{number // 256},9" for number in range(900)
    ]
    path = tmp_path / "beads.csv"
    path.write_text("\n".join(["name,code,r,g,b", *lines]))
    colors = load_colors(path).colors
    assert len(colors) == 900
    assert colors.names[7] == "Bead 7 H007"


def test_number_that_could_be_a_color_is_none_beside_one(tmp_path):
    for text in (
        "A01,White,9,9,9,#090909\nA02,Add,1,1,1,#010101\n",
        "090909,White,A01\n010101,Add,A02",
    ):
        palette = loaded(tmp_path, text)
        assert palette.hex == ("#090909", "#010101")
        assert palette.names == ("White A01", "Add A02")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no colors"),
        ("name,code,hex\n", "no colors"),
        ("name,price\nRed,12\nBlue,9\n", "line 1 .* no color"),
        ("name,hex\nRed,red\nBlue,blue\n", "line 2 .* no color"),
        ('sep="\n1', "line 1 .* no color"),
        ("hex\n" + '"' + 200_000 * "x", "damaged"),
        ("a\0b", "not text"),
    ],
)
def test_list_without_colors_is_one_sentence(tmp_path, text, why):
    with pytest.raises(PaletteError, match=rf"list\.csv: .*{why}") as refused:
        loaded(tmp_path, text)
    assert "\n" not in str(refused.value)


def test_rows_without_a_color_are_left_out_with_a_note(tmp_path):
    palette = loaded(tmp_path, "name,hex\nRed,#ff0000\nSold out,\nBlue,#0000ff\n")
    assert palette.hex == RED_AND_BLUE
    assert "3" in palette.notes[0]


@settings(max_examples=examples(300))
@given(
    rows=st.lists(st.lists(CELLS, max_size=6), max_size=8),
    separator=st.sampled_from(",;\t"),
    cut=st.integers(0, 10),
)
def test_lists_from_strangers_are_colors_or_one_error(rows, separator, cut):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    data = out.getvalue().encode("utf-8", "replace")
    try:
        found = FORMAT.read(data[: len(data) - cut])
    except PaletteError as error:
        assert "\n" not in str(error)
    else:
        assert 1 <= len(found.palette()) == found.total


@settings(max_examples=examples(100))
@given(
    names=st.lists(st.text(st.characters(exclude_categories=["C", "Z"])), min_size=1, max_size=9),
    codes=st.lists(st.sampled_from(["", " 0010", "\tBlanc", "  351"]), min_size=9, max_size=9),
    counts=st.lists(st.integers(0, 10**9), min_size=9, max_size=9),
)
def test_what_was_written_reads_back(names, codes, counts):
    names = [f"a{name}{code}" for name, code in zip(names, codes, strict=False)]
    colors = np.arange(3 * len(names), dtype=np.uint8).reshape(-1, 3)
    palette = Palette(colors, np.array(counts[: len(names)]), names)
    read = FORMAT.read(FORMAT.write(palette, "a title")).palette()
    assert read.hex == palette.hex
    assert read.counts.tolist() == palette.counts.tolist()
    assert split_codes(read.names) == split_codes(names)


@pytest.mark.parametrize("name", ["=1+1", "'=1+1", "-Blue", "@x", "''+", "'tis"])
def test_no_name_is_a_formula_and_each_reads_back(name):
    data = FORMAT.write(Palette.of([(1, 2, 3)], [name]), "")
    assert b",=" not in data.replace(b",-", b",=").replace(b",@", b",=")
    assert FORMAT.read(data).palette().names == (name,)


def test_shopping_list_has_names_numbers_and_what_is_needed(tmp_path):
    palette = Palette(
        np.array([(255, 0, 0), (0, 0, 255)], np.uint8),
        np.array([75, 25]),
        ["Snow White 0010", "=cmd()"],
    )
    path = tmp_path / "a.csv"
    save_palette(palette, path, needs=needs(palette.counts, (10, 10), beads_wide=20, cm_wide=10))
    assert rows_of(path) == [
        ["place", "hex", "name", "code", "share", "pixels", "beads", "cm2"],
        ["1", "#ff0000", "Snow White", "0010", "0.75", "75", "300", "75.0"],
        ["2", "#0000ff", "'=cmd()", "", "0.25", "25", "100", "25.0"],
    ]
    assert load_palette(path).names == ("Snow White 0010", "=cmd()")


def test_transparent_color_takes_what_it_needs_along_when_it_is_left_out(tmp_path):
    palette = Palette(
        np.array([(9, 9, 9), (255, 0, 0)], np.uint8),
        np.array([0, 100]),
        alpha=np.array([0, 255], np.uint8),
    )
    path = tmp_path / "a.csv"
    save_palette(palette, path, needs=needs(palette.counts, (10, 10), beads_wide=10))
    assert rows_of(path)[1:] == [["1", "#ff0000", "", "", "1.0", "100", "100"]]


def test_letters_that_english_has_not_are_seen_in_excel(tmp_path):
    path = tmp_path / "a.csv"
    save_palette(Palette.of([(1, 2, 3)], ["Crème"]), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
