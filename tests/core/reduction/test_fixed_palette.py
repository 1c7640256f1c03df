"""`--use-palette`: a photo in the colors of a file, or of a palette Fewtone knows by name."""

import json

import numpy as np
import pytest
from PIL import Image

from core import Palette, Settings, count_colors, load_palette, open_photo, save_palette
from core.color import spaces as color
from core.palettes.built_in import built_in_names
from core.palettes.find import find_palette
from core.palettes.machines import MACHINES
from core.reduction.fixed import reduce_to
from tests.core.cli.test_cli import colors_of, run, usage_error

GREENS = ["#0f380f", "#306230", "#8bac0f", "#9bbc0f"]


@pytest.fixture
def photo(tmp_path, astronaut):
    path = tmp_path / "sea shore.png"
    Image.fromarray(np.ascontiguousarray(astronaut[:90, :120])).save(path)
    return path


def nearest(pixels, colors, space="rgb"):
    to = color.SPACES[space].from_srgb
    distances = ((to(pixels)[:, None] - to(colors)[None]) ** 2).sum(axis=2)
    return colors[distances.argmin(axis=1)]


@pytest.mark.parametrize("space", ["rgb", "oklab", "lab"])
def test_each_pixel_shows_its_nearest_color(photo, tmp_path, space):
    out = tmp_path / "out.png"
    assert run("compress", photo, "--use-palette", "cga", "--space", space, "-o", out) == 0
    with Image.open(photo) as image:
        pixels = np.asarray(image).reshape(-1, 3)
    with Image.open(out) as image:
        shown = np.asarray(image.convert("RGB")).reshape(-1, 3)
    expected = nearest(pixels, find_palette("cga").colors, space)
    # Spaces hold colors as whole numbers, so what is as good as equally near may differ.
    assert (shown == expected).all(axis=1).mean() > (0.999 if space != "rgb" else 0.9999)


def test_palette_of_a_file_keeps_its_order_and_names(photo, tmp_path):
    given = Palette.of([(250, 250, 250), (9, 9, 9), (200, 100, 50)], ["paper", "ink", "clay"])
    save_palette(given, tmp_path / "given.ase")
    out, kept = tmp_path / "out.png", tmp_path / "kept.gpl"
    use = ("--use-palette", tmp_path / "given.ase", "--palette-order", "keep")
    assert run("compress", photo, *use, "-o", out, "--save-palette", kept) == 0
    assert load_palette(kept).hex == given.hex
    assert tuple(load_palette(kept).names) == given.names
    assert colors_of(out) <= set(given.hex)


def test_palette_of_an_indexed_image_can_be_used(photo, tmp_path):
    few = tmp_path / "few.gif"
    assert run("compress", photo, "-k", 5, "-o", few) == 0
    out = tmp_path / "out.png"
    assert run("compress", photo, "--use-palette", few, "-o", out) == 0
    assert colors_of(out) == colors_of(few)


def test_unused_colors_are_told(photo, tmp_path, capsys):
    Image.new("RGB", (4, 4), "#0f380f").save(tmp_path / "dark.png")
    assert run("compress", tmp_path / "dark.png", "--use-palette", "game-boy", "--json") == 0
    (done,) = json.loads(capsys.readouterr().out)["photos"]
    (note,) = done["notes"]
    assert "3 of the palette's 4 colors are not used: #306230, #8bac0f, #9bbc0f" in note
    assert done["stop_reason"] == "fixed palette"
    assert [each["hex"] for each in done["palette"]] == GREENS
    assert [each["count"] for each in done["palette"]] == [16, 0, 0, 0]
    assert run("compress", tmp_path / "dark.png", "--use-palette", "web-safe") == 0
    assert "215 of the palette's 216 colors are not used" in capsys.readouterr().out


def test_palette_command_prints_a_fixed_one_by_share(photo, capsys):
    assert run("palette", photo, "--use-palette", "game-boy") == 0
    lines = capsys.readouterr().out.splitlines()
    shares = [float(line.split()[1]) for line in lines]
    assert {line.split()[0] for line in lines} == set(GREENS)
    assert shares == sorted(shares, reverse=True)
    assert run("palette", photo, "--use-palette", "game-boy", "--json") == 0
    printed = json.loads(capsys.readouterr().out)["palette"]
    assert [each["hex"] for each in printed] == [line.split()[0] for line in lines]


def test_color_that_is_there_twice_counts_once(photo):
    twice = Palette.of([(0, 0, 0), (255, 255, 255), (0, 0, 0), (9, 9, 9)], ["a", "b", "c", "d"])
    opened = open_photo(photo)
    result = reduce_to(opened, count_colors(opened), twice, Settings())
    assert result.palette.hex == ("#000000", "#ffffff", "#090909")
    assert result.palette.names == ("a", "b", "d")
    assert result.palette.counts.sum() == 90 * 120


def test_fixed_palette_is_dithered(photo):
    plain, dithered = (photo.with_name(name) for name in ("plain.png", "dithered.png"))
    assert run("compress", photo, "--use-palette", "cga", "-o", plain) == 0
    dithering = ("--dither", "floyd-steinberg")
    assert run("compress", photo, "--use-palette", "cga", *dithering, "-o", dithered) == 0
    assert plain.read_bytes() != dithered.read_bytes()
    assert colors_of(dithered) <= set(find_palette("cga").hex)


@pytest.mark.parametrize("command", ["compress", "palette"])
@pytest.mark.parametrize(
    "more",
    [
        *(["-k", "8"], ["--start", "wu"], ["--lock", "ffffff"], ["-k", "4", "--lock", "000000"]),
        *(["--seed", "0"], ["--max-iter", "100"], ["--accents", "0"]),
    ],
)
def test_what_would_cluster_does_not_go_with_it(photo, capsys, command, more):
    assert usage_error(command, photo, "--use-palette", "cga", *more) == 2
    assert f"does not go with {more[0]}" in capsys.readouterr().err
    assert list(photo.parent.iterdir()) == [photo]


def test_effort_goes_with_it_where_it_is_about_the_file(photo, capsys):
    saved = {}
    for effort in ("fast", "best"):
        out = photo.with_name(f"{effort}.png")
        assert run("compress", photo, "--use-palette", "cga", "--effort", effort, "-o", out) == 0
        saved[effort] = out
    assert saved["best"].stat().st_size < saved["fast"].stat().st_size
    assert colors_of(saved["best"]) == colors_of(saved["fast"])
    assert usage_error("palette", photo, "--use-palette", "cga", "--effort", "best") == 2
    assert "does not go with --effort" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("snes", "web-safe, game-boy, cga, ega, pico-8, nes, c64, msx"),
        ("grays-1", "grays-2 to grays-256"),
        ("grays-257", "grays-2 to grays-256"),
        ("grays-", "web-safe"),
    ],
)
def test_unknown_name_tells_which_there_are(photo, capsys, name, word):
    assert usage_error("compress", photo, "--use-palette", name) == 2
    assert word in capsys.readouterr().err


def test_file_of_an_unknown_ending_tells_which_there_are(photo, tmp_path, capsys):
    (tmp_path / "colors.doc").write_text("#ffffff")
    assert usage_error("compress", photo, "--use-palette", tmp_path / "colors.doc") == 2
    assert ".gpl, .hex, .ase" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"", b"GIMP Palette\n"])
def test_palette_that_cannot_be_read_is_one_line(photo, tmp_path, capsys, content):
    path = tmp_path / "bad.gpl"
    if content is not None:
        path.write_bytes(content)
    assert run("compress", photo, photo, "--use-palette", path, "--json") == 1
    output = capsys.readouterr()
    assert len(output.err.splitlines()) == 1
    assert str(path) in output.err
    content = json.loads(output.out)
    assert [each["photo"] for each in content["failed"]] == [str(photo), str(photo)]
    assert run("palette", photo, "--use-palette", path) == 1
    assert str(path) in capsys.readouterr().err


def test_palette_whose_name_is_too_long_is_wrong_usage(photo, capsys):
    with pytest.raises(SystemExit):
        run("palette", photo, "--use-palette", "long" * 100)
    assert "there is no such file" in capsys.readouterr().err


def test_fully_transparent_photo_is_named(tmp_path, capsys):
    Image.new("RGBA", (9, 9)).save(tmp_path / "clear.png")
    assert run("compress", tmp_path / "clear.png", "--use-palette", "cga") == 1
    assert str(tmp_path / "clear.png") in capsys.readouterr().err


def test_palettes_known_by_name_are_what_their_sources_say():
    web, ega = find_palette("web-safe"), find_palette("ega")
    assert len(web) == len(set(web.hex)) == 216
    assert {channel for rgb in web.colors.tolist() for channel in rgb} == set(range(0, 256, 51))
    assert find_palette("game-boy").hex == tuple(GREENS)
    cga = find_palette("cga")
    assert cga.hex == (
        "#000000", "#0000aa", "#00aa00", "#00aaaa", "#aa0000", "#aa00aa", "#aa5500", "#aaaaaa",
        "#555555", "#5555ff", "#55ff55", "#55ffff", "#ff5555", "#ff55ff", "#ffff55", "#ffffff",
    )  # fmt: skip
    assert cga.names[6] == "brown"
    assert len(ega) == len(set(ega.hex)) == 64
    # CGA's 16 are the numbers that EGA gives them at start: brown is 20, the bright ones 56 to 63.
    assert [ega.hex[n] for n in (*range(6), 20, 7, *range(56, 64))] == list(cga.hex)
    assert all(name in built_in_names() for name in ("web-safe", "game-boy", "cga", "ega"))


@pytest.mark.parametrize(
    ("name", "number", "some"),
    [
        ("pico-8", 16, {"dark blue": "1d2b53", "peach": "ffccaa"}),
        ("nes", 54, {"$00": "626262", "$0f": "000000", "$2d": "4e4e4e", "$3d": "b8b8b8"}),
        ("c64", 16, {"red": "68372b", "light gray": "959595"}),
        ("msx", 15, {"medium green": "3eb849", "gray": "cccccc"}),
        ("zx-spectrum", 15, {"white": "d8d8d8", "bright white": "ffffff"}),
        ("apple-ii", 15, {"purple": "e434fe", "gray": "808080"}),
        ("teletext", 8, {"yellow": "ffff00"}),
        ("cga-0-low", 4, {"brown": "aa5500"}),
        ("cga-0-high", 4, {"yellow": "ffff55"}),
        ("cga-1-low", 4, {"magenta": "aa00aa"}),
        ("cga-1-high", 4, {"light cyan": "55ffff"}),
        ("cga-5-low", 4, {"red": "aa0000"}),
        ("cga-5-high", 4, {"light red": "ff5555"}),
        ("e-paper-6", 6, {"green": "00ff00"}),
        ("e-paper-6-measured", 6, {"white": "b3b6ab"}),
        ("e-paper-7", 7, {"orange": "ff8c00"}),
        ("e-paper-7-measured", 7, {"orange": "b16a49"}),
    ],
)
def test_colors_of_machines(name, number, some):
    palette = find_palette(name)
    assert len(palette) == len(set(palette.hex)) == len(set(palette.names)) == number
    colors = dict(zip(palette.names, palette.hex, strict=True))
    assert some.items() <= {key: hex_[1:] for key, hex_ in colors.items()}.items()
    assert name in built_in_names()


def test_cga_s_sets_are_of_its_colors_and_paper_has_the_same_order_measured():
    cga = set(find_palette("cga").hex)
    for name in MACHINES:
        if name.startswith("cga-"):
            assert set(find_palette(name).hex) <= cga
    for number in (6, 7):
        nominal, measured = (find_palette(f"e-paper-{number}{kind}") for kind in ("", "-measured"))
        assert nominal.names == measured.names


@pytest.mark.parametrize("number", [2, 3, 5, 16, 101, 200, 201, 255, 256])
def test_grays_are_even_in_lightness(number):
    grays = find_palette(f"grays-{number}").colors
    assert len({tuple(gray) for gray in grays.tolist()}) == number
    assert (grays == grays[:, :1]).all()
    assert (grays[0, 0], grays[-1, 0]) == (0, 255)
    lightness = color.srgb_to_lab(grays)[:, 0]
    # Half a step of 8 bits is up to 0.26 of L*; where all must differ, more.
    room = 0.26 if number <= 200 else 3.5
    np.testing.assert_allclose(lightness, np.linspace(0, 100, number), atol=room)
