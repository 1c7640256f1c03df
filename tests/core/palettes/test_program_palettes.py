"""Palettes of Krita, Procreate, LibreOffice and Aseprite, as these programs read and write them."""

import colorsys
import io
import json
import re
import struct
import zipfile
from xml.etree import ElementTree as ET

import pytest

from core import Palette, PaletteError, load_palette, save_palette
from tests.core.palettes import palette_fuzz
from tests.core.palettes.test_palettes import FORMATS

FEW = Palette.of([(17, 34, 51), (255, 0, 128), (255, 0, 128)], ["", 'Größe "🎨" <&>', ""])


def zipped(name, content, method=zipfile.ZIP_DEFLATED):
    return palette_fuzz.zipped(name, content, method)


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            each.filename: (each.compress_type, archive.read(each)) for each in archive.infolist()
        }


def kpl(*entries, version="2.0"):
    text = f'<ColorSet name="n" columns="16" version="{version}">{"".join(entries)}</ColorSet>'
    return FORMATS[".kpl"].read(zipped("colorset.xml", text.encode())).palette()


def entry(color, name="", place=""):
    return f'<ColorSetEntry name="{name}" bitdepth="U8">{color}{place}</ColorSetEntry>'


def swatches(content):
    return (
        FORMATS[".swatches"].read(zipped("Swatches.json", json.dumps(content).encode())).palette()
    )


def test_krita_finds_all_it_needs(tmp_path):
    colors = Palette.of([(number, 0, 0) for number in range(40)])
    data = FORMATS[".kpl"].write(colors, "a <b>")
    # Krita looks for this text in the bytes of the file.
    assert data[30:65] == b"mimetypeapplication/x-krita-palette"
    files = unzipped(data)
    assert list(files) == ["mimetype", "colorset.xml", "profiles.xml"]
    assert ET.fromstring(files["profiles.xml"][1]).tag == "Profiles"
    root = ET.fromstring(files["colorset.xml"][1])
    assert (root.get("name"), root.get("columns"), root.get("rows")) == ("a <b>", "16", "3")
    places = [tuple(int(each[1].get(key)) for key in ("row", "column")) for each in root]
    assert places == [divmod(number, 16) for number in range(40)]
    assert [each[0].tag for each in root] == ["sRGB"] * 40
    assert [round(255 * float(each[0].get("r"))) for each in root] == list(range(40))


@pytest.mark.parametrize(
    ("color", "hex_"),
    [
        ('<sRGB r="1" g="0.5" b="0"/>', "#ff8000"),
        ('<RGB r="1" g="0.5" b="0" space="sRGB-elle-V2-srgbtrc.icc"/>', "#ff8000"),
        ('<RGB r="1" g="0.5" b="0" space="sRGB-elle-V2-g10.icc"/>', "#ffbc00"),
        ('<CMYK c="0" m="0.5" y="1" k="0.2" space="x"/>', "#cc6600"),
        ('<Lab L="53.241" a="80.09" b="67.2" space="x"/>', "#ff0000"),
        ('<Gray g="0.2" space="x"/>', "#333333"),
    ],
)
def test_krita_s_color_models(color, hex_):
    assert kpl(entry(color, "n")).hex == (hex_,)


def test_krita_s_groups_come_row_by_row():
    def gray(value, row, column):
        return entry(
            f'<Gray g="{value / 255}"/>', value, f'<Position row="{row}" column="{column}"/>'
        )

    group = f'<Group name="g">{gray(5, 1, 0)}{gray(4, 0, 1)}{gray(3, 0, 0)}</Group>'
    palette = kpl(gray(2, 1, 0), gray(1, 0, 1), gray(0, 0, 0), group)
    assert palette.names == ("0", "1", "2", "3", "4", "5")
    assert palette.colors[:, 0].tolist() == list(range(6))


def test_krita_s_first_version_had_lab_from_0_to_1():
    color = '<Lab L="0.53241" a="0.81536" b="0.76457"/>'
    assert kpl(entry(color), version="1.0").hex == ("#ff0000",)


def test_krita_s_colors_of_unknown_models_are_left_out_with_a_note():
    palette = kpl(entry('<XYZ x="1" y="1" z="1"/>'), entry('<Gray g="x"/>'), entry('<Gray g="1"/>'))
    assert palette.hex == ("#ffffff",)
    assert palette.notes[0].startswith("2 entries of the palette file are no colors")


def test_procreate_gets_sets_of_30(tmp_path):
    colors = [(number, 255 - number, 128) for number in range(64)]
    saved = save_palette(Palette.of(colors), tmp_path / "few.swatches")
    (note,) = saved.notes
    assert "at most 30 colors, so the file has 3 palettes" in note
    files = unzipped(saved.path.read_bytes())
    assert list(files) == ["Swatches.json"]
    sets = json.loads(files["Swatches.json"][1])
    assert [(each["name"], len(each["swatches"])) for each in sets] == [
        ("few", 30), ("few 2", 30), ("few 3", 4),
    ]  # fmt: skip
    first = sets[0]["swatches"][1]
    rgb = colorsys.hsv_to_rgb(first["hue"], first["saturation"], first["brightness"])
    assert [round(255 * part) for part in rgb] == [1, 254, 128]
    assert (first["alpha"], first["colorSpace"]) == (1, 0)
    assert load_palette(saved.path).colors.tolist() == [list(color) for color in colors]
    assert save_palette(Palette.of(colors[:30]), tmp_path / "30.swatches").notes == ()


def test_procreate_s_palettes_are_read():
    red = {"hue": 0, "saturation": 1, "brightness": 1, "alpha": 1, "colorSpace": 0}
    blue = {"hue": 2 / 3, "saturation": 1, "brightness": 0.5}
    clear = {"hue": 0, "saturation": 0, "brightness": 0, "alpha": 0}
    for content in (
        {"name": "n", "swatches": [red, None, blue, clear]},
        [{"swatches": [red]}, {"swatches": [blue]}],
    ):
        assert swatches(content).hex == ("#ff0000", "#000080")
    odd = swatches({"swatches": [red, {"hue": 3, "saturation": 1, "brightness": 1}, 7]})
    assert odd.notes == ("2 entries of the palette file are no colors and were left out: 2, 3.",)
    wide = swatches({"swatches": [red], "colorProfiles": [{"iccName": "Display P3"}]})
    assert wide.notes == ("Colors of Display P3 in the palette file were taken as sRGB.",)


def test_libre_office_gets_a_name_of_its_own_for_each_color():
    root = ET.fromstring(FORMATS[".soc"].write(FEW, "t"))
    assert root.tag == "{http://openoffice.org/2004/office}color-table"
    draw = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
    assert [(each.get(f"{draw}name"), each.get(f"{draw}color")) for each in root] == [
        ("#112233", "#112233"), ('Größe "🎨" <&>', "#ff0080"), ("#ff0080", "#ff0080"),
    ]  # fmt: skip
    same = Palette.of([(1, 2, 3)] * 3 + [(4, 5, 6)] * 2, ["", "", "", "a", "a"])
    written = FORMATS[".soc"].write(same, "t").decode()
    assert re.findall(r'name="(.*?)"', written) == [
        "#010203", "#010203 (2)", "#010203 (3)", "a", "a (2)",
    ]  # fmt: skip
    assert FORMATS[".soc"].read(written.encode()).palette().names == ("", "", "", "a", "a (2)")


@pytest.mark.parametrize("ending", [".kpl", ".soc"])
@pytest.mark.parametrize(
    "name", ["a\nb\x01c", "\ud800", "x\ufffe\uffff", "&<>'\"", "]]>", "🎨" * 300]
)
def test_any_name_makes_sound_xml(ending, name):
    data = FORMATS[ending].write(Palette.of([(1, 2, 3), (4, 5, 6)], [name, ""]), name)
    text = unzipped(data)["colorset.xml"][1] if ending == ".kpl" else data
    ET.fromstring(text)
    assert FORMATS[ending].read(data).palette().hex == ("#010203", "#040506")


ENTITIES = [
    b'<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;">]>',
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost/"> %a;]>',
]


@pytest.mark.parametrize("declaration", ENTITIES)
def test_xml_that_declares_entities_is_refused(declaration):
    soc = declaration + b'<o:color-table><d:color d:name="&a;" d:color="#123456"/></o:color-table>'
    colors = (
        declaration
        + b'<ColorSet><ColorSetEntry name="&a;"><Gray g="1"/></ColorSetEntry></ColorSet>'
    )
    for ending, data in ((".soc", soc), (".kpl", zipped("colorset.xml", colors))):
        with pytest.raises(PaletteError, match="declares entities"):
            FORMATS[ending].read(data).palette()


def test_document_type_of_old_color_tables_is_passed_over():
    begin = b'<!DOCTYPE office:color-table PUBLIC "-//x//EN" "office.dtd">'
    data = begin + b'<office:color-table><draw:color draw:color="#123456"/></office:color-table>'
    assert FORMATS[".soc"].read(data).palette().hex == ("#123456",)


@pytest.mark.parametrize(
    ("ending", "data", "reason"),
    [
        (".kpl", b"", "no archive"),
        (".kpl", zipped("other.xml", b""), "no colorset.xml in it"),
        (".kpl", zipped("colorset.xml", b"<ColorSet"), "no XML"),
        (".kpl", zipped("colorset.xml", b"<svg/>"), "another kind of XML"),
        (".kpl", zipped("colorset.xml", b"<ColorSet/>"), "no colors"),
        (".kpl", zipped("colorset.xml", bytes(2_000_001)), "more than 2 MB"),
        (".kpl", zipped("colorset.xml", b"<ColorSet/>", zipfile.ZIP_BZIP2), "unusual way"),
        (".swatches", zipped("Swatches.json", b"{"), "no JSON"),
        (".swatches", zipped("Swatches.json", b"[" * 100_000), "no JSON"),
        (".swatches", zipped("Swatches.json", b'{"swatches": 3}'), "no colors"),
        (".soc", b"<svg/>", "another kind of XML"),
        (".soc", b"<o:color-table>", "no XML"),
        (".soc", b'<?xml version="1.0" encoding="x"?><a/>', "this is no LibreOffice color table"),
        (".soc", b"<o:color-table><d:color d:color='red'/></o:color-table>", "color 1 .* like"),
        (".aseprite", b"", "magic number"),
        (".aseprite", palette_fuzz.sprite(), "no colors"),
        (".aseprite", palette_fuzz.sprite(palette_fuzz.sprite_palette()[:30]), "cut off"),
    ],
)  # fmt: skip
def test_what_is_no_palette_is_one_clear_error(tmp_path, ending, data, reason):
    (tmp_path / f"bad{ending}").write_bytes(data)
    with pytest.raises(PaletteError, match=reason) as caught:
        load_palette(tmp_path / f"bad{ending}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ending", [".ase", ".aseprite", ".png", ""])
def test_palette_of_a_sprite_is_read_whatever_its_ending(tmp_path, ending):
    sprite = palette_fuzz.sprite(palette_fuzz.old_palette(4), palette_fuzz.sprite_palette())
    (tmp_path / f"a{ending}").write_bytes(sprite)
    palette = load_palette(tmp_path / f"a{ending}")
    assert palette.hex == ("#01020380", "#090807")
    assert palette.names == ("sky", "")


@pytest.mark.parametrize(
    ("kind", "hexes"), [(4, "#010203 #3f0009 #070707"), (0x11, "#04080c #ff0024 #1c1c1c")]
)
def test_palette_of_an_old_sprite_is_read(kind, hexes):
    sprite = palette_fuzz.sprite(palette_fuzz.old_palette(kind))
    assert load(sprite).hex == tuple(hexes.split())


def load(sprite):
    sprites = next(each for each, _ in palette_fuzz.readers() if each.ending == ".aseprite")
    return sprites.read(sprite).palette()


def test_palette_of_a_large_sprite_is_read_from_its_beginning(tmp_path):
    pixels = struct.pack("<IH", 6 + 5_000_000, 0x2005) + bytes(5_000_000)
    sprite = palette_fuzz.sprite(palette_fuzz.sprite_palette(), pixels)
    (tmp_path / "large.aseprite").write_bytes(sprite)
    assert len(load_palette(tmp_path / "large.aseprite")) == 2
