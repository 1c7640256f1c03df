"""Names of colors: words for any color, and the right ones."""

import json
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import ImageColor

from core import color_name, color_names
from core.color.spaces import oklab_to_srgb
from tests import ROOT, examples

CHANNEL = st.integers(0, 255)
GRAY_WORDS = {"black", "very", "dark", "dim", "gray", "silver", "gainsboro", "light", "smoke"} | {
    "white"
}


def rgb(hex_):
    return tuple(bytes.fromhex(hex_.removeprefix("#")))


def at(lightness, chroma, hue):
    """Return the color at a place of Oklab, hue in degrees."""
    angle = np.radians(hue)
    place = lightness, chroma * np.cos(angle), chroma * np.sin(angle)
    return tuple(np.clip(np.rint(oklab_to_srgb(place)), 0, 255).astype(int).tolist())


@settings(max_examples=examples(500))
@given(st.tuples(CHANNEL, CHANNEL, CHANNEL))
def test_every_color_has_a_name_of_at_most_four_words(color):
    name = color_name(color)
    words = name.split(" ")
    assert 1 <= len(words) <= 4
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)


def test_every_color_of_a_lattice_has_a_name_of_at_most_four_words():
    lattice = np.indices((18, 18, 18)).reshape(3, -1).T * 15
    names = color_names(lattice.astype(np.uint8))
    assert all(1 <= len(name.split(" ")) <= 4 for name in names)
    # Few would say too little, and no one knows so many.
    assert 150 < len(set(names)) < 500


@settings(max_examples=examples(50))
@given(hnp.arrays(np.uint8, st.tuples(st.integers(0, 20), st.just(3))))
def test_many_are_named_as_each_is(colors):
    assert color_names(colors) == [color_name(tuple(color)) for color in colors.tolist()]


@pytest.mark.parametrize("level", range(256))
def test_gray_has_no_hue(level):
    assert set(color_name((level, level, level)).split()) <= GRAY_WORDS


def test_grays_go_from_black_to_white_and_never_back():
    order = ["black", "very dark gray", "dark gray", "gray", "light gray", "very light gray"]
    order.append("white")
    of_css = {"dim gray": "dark gray", "silver": "light gray", "gainsboro": "very light gray"}
    of_css |= {"white smoke": "white"}
    names = [color_name((level, level, level)) for level in range(256)]
    # CSS calls one of the very light ones light.
    names[211] = names[210]
    places = [order.index(of_css.get(name, name)) for name in names]
    assert places == sorted(places)
    assert set(places) == set(range(7))


@pytest.mark.parametrize(
    ("color", "name"),
    [
        ("#000000", "black"),
        ("#ffffff", "white"),
        ("#808080", "gray"),
        ("#ff0000", "red"),
        ("#00ff00", "lime"),
        ("#0000ff", "blue"),
        ("#ffff00", "yellow"),
        ("#00ffff", "cyan"),
        ("#ff00ff", "magenta"),
        ("#556b2f", "dark olive green"),
        ("#87cefa", "light sky blue"),
        ("#708090", "slate gray"),
        ("#fafad2", "light goldenrod yellow"),
        ("#8a2be2", "blue violet"),
        ("#fdf5e6", "old lace"),
        ("#a9a9a9", "light gray"),
    ],
)
def test_colors_of_css_have_their_names_there(color, name):
    assert color_name(rgb(color)) == name


def test_names_of_css_are_its_words_with_spaces():
    colors = {name: ImageColor.getrgb(name) for name in ImageColor.colormap}
    for name in set(colors) - {"darkgray", "darkgrey"}:
        same = {each for each, color in colors.items() if color == colors[name]}
        assert color_name(colors[name]).replace(" ", "") in same


# Beside the primaries, so that CSS has no name for them.
@pytest.mark.parametrize(
    ("color", "name"),
    [
        ("#fe0101", "vivid red"),
        ("#01fe01", "bright green"),
        ("#0101fe", "vivid blue"),
        ("#fefe01", "bright yellow"),
        ("#01fefe", "bright cyan"),
        ("#fe01fe", "bright magenta"),
        ("#fe8c01", "vivid orange"),
        ("#8b0101", "deep red"),
        ("#028282", "teal"),
        ("#080a07", "black"),
        ("#fbfcfb", "white"),
        ("#5b6468", "dark bluish gray"),
        ("#c1b6b3", "light pinkish gray"),
        ("#20262b", "bluish black"),
        ("#dfede8", "greenish white"),
    ],
)
def test_names_are_what_one_would_say(color, name):
    assert color_name(rgb(color)) == name


# Centroids of the dictionary, in sRGB, with the names they have there.
@pytest.mark.parametrize(
    ("color", "name"),
    [
        ("#00304e", "very dark blue"),
        ("#36454f", "dark grayish blue"),
        ("#536878", "grayish blue"),
        ("#91a3b0", "pale blue"),
        ("#bcd4e6", "very pale blue"),
        ("#70a3cc", "light blue"),
        ("#a1caf1", "very light blue"),
        ("#841b2d", "deep red"),
        ("#722f37", "dark red"),
        ("#543d3f", "dark grayish red"),
        ("#905d5d", "grayish red"),
        ("#be0032", "vivid red"),
        ("#ead8d7", "pale pink"),
        ("#c4aead", "grayish pink"),
        ("#6f4e37", "brown"),
        ("#635147", "grayish brown"),
        ("#3e322c", "dark grayish brown"),
        ("#a67b5b", "light brown"),
        ("#79443b", "reddish brown"),
        ("#28201c", "brownish black"),
        ("#665d1e", "olive"),
        ("#5b5842", "grayish olive"),
        ("#4a5d23", "olive green"),
        ("#515744", "grayish olive green"),
        ("#8f9779", "grayish yellow green"),
        ("#5e716a", "grayish green"),
        ("#f38400", "vivid orange"),
        ("#f3c300", "vivid yellow"),
        ("#f8de7e", "light yellow"),
        ("#f3e5ab", "pale yellow"),
        ("#9065ca", "vivid violet"),
        ("#86608e", "purple"),
        ("#796878", "grayish purple"),
    ],
)
def test_names_are_those_of_iscc_nbs(color, name):
    assert color_name(rgb(color)) == name


@pytest.mark.parametrize("hue", range(0, 360, 15))
def test_a_hue_gets_darker_words_as_it_gets_darker(hue):
    order = {"blackish": 0, "very dark": 1, "deep": 1, "dark": 2, "light": 4, "very light": 5}
    order |= {"dark grayish": 2, "grayish": 3, "vivid": 3, "bright": 4, "pale": 4, "very pale": 5}
    # Where the hue has one word from dark to light.
    names = [color_name(at(lightness, 0.06, hue)) for lightness in np.arange(0.3, 0.8, 0.02)]
    by_word = {}
    for name in names:
        modifier = next((m for m in sorted(order, key=len)[::-1] if name.startswith(m + " ")), "")
        by_word.setdefault(name.removeprefix(modifier).strip(), []).append(order.get(modifier, 3))
    assert all(a <= b for places in by_word.values() for a, b in pairwise(places))


def test_more_chroma_is_never_called_less():
    names = [color_name(at(0.5, chroma, 262)) for chroma in (0, 0.012, 0.035, 0.1, 0.18)]
    assert names == ["dark gray", "dark bluish gray", "grayish blue", "blue", "vivid blue"]


def test_each_hue_is_in_one_place_of_the_circle():
    names = [color_name(at(0.72, 0.11, hue)) for hue in range(0, 360, 3)]
    changes = sum(a != b for a, b in zip(names, names[1:] + names[:1], strict=True))
    assert changes == len(set(names)) > 12


def test_names_do_not_change_from_run_to_run():
    colors = np.random.default_rng(0).integers(0, 256, (100, 3)).astype(np.uint8)
    code = (
        "import json, sys, numpy, core\n"
        "print(json.dumps(core.color_names(numpy.array(json.loads(sys.argv[1]), 'uint8'))))"
    )
    command = [sys.executable, "-c", code, json.dumps(colors.tolist())]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == color_names(colors)


@pytest.mark.parametrize("colors", [[[1, 2, 3]], np.zeros((2, 3)), np.zeros(3, np.uint8)])
def test_what_is_no_list_of_colors_is_refused(colors):
    with pytest.raises(ValueError, match="colors must be"):
        color_names(colors)
