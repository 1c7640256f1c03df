"""The settings: what their fields allow, and their words."""

import inspect
from dataclasses import replace
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from core import SaveOptions, Settings
from core.fields import Choice, Number
from core.settings import SAVE_OPTIONS, SETTINGS

ALL = [
    *((Settings, name, kind) for name, kind in SETTINGS.items()),
    *((SaveOptions, name, kind) for name, kind in SAVE_OPTIONS.items()),
]
CHOICES = [each for each in ALL if isinstance(each[2], Choice)]
NUMBERS = [each for each in ALL if isinstance(each[2], Number)]


@pytest.mark.parametrize(("of", "name", "kind"), CHOICES)
def test_choice_allows_what_its_type_allows(of, name, kind):
    hint = get_type_hints(of)[name]
    literals = [hint] if get_origin(hint) is Literal else get_args(hint)
    assert kind.allowed == get_args(literals[0])
    assert kind.optional == (type(None) in literals)


@pytest.mark.parametrize(("of", "name", "kind"), CHOICES)
def test_every_value_that_the_window_offers_has_words(of, name, kind):
    if kind.title:
        assert tuple(kind.options) == kind.allowed
        assert all(option.title for option in kind.options.values())
    else:
        assert not kind.options


@pytest.mark.parametrize(("of", "name", "kind"), ALL)
def test_docstring_knows_each_field(of, name, kind):
    assert f"\n{name} : " in inspect.getdoc(of)


@pytest.mark.parametrize(("of", "name", "kind"), CHOICES)
def test_docstring_knows_each_value(of, name, kind):
    values = "{" + ", ".join(f'"{value}"' for value in kind.allowed) + "}"
    assert f"{name} : {values}" in " ".join(of.__doc__.split())


@pytest.mark.parametrize(("of", "name", "kind"), NUMBERS)
def test_docstring_knows_each_smallest_number(of, name, kind):
    assert f"\n{name} : int, {kind.allowed[0]}…" in inspect.getdoc(of)
    assert kind.optional or getattr(of(), name) in kind.allowed


@pytest.mark.parametrize(("of", "name", "kind"), ALL)
def test_flag_has_a_word_of_help(of, name, kind):
    assert bool(kind.flags) == bool(kind.help)


@pytest.mark.parametrize(
    "other",
    [
        {"dither_in": "light"},
        {"dither_strength": 50},
        {"serpentine": False},
        {"keep_exact": True},
        {"dither": "atkinson"},
    ],
    ids=str,
)
def test_what_is_about_dithering_maps_otherwise_only_where_pixels_are_dithered(other):
    plain, dithered = Settings(), Settings(dither="jarvis")
    assert not dithered.maps_like(replace(dithered, **other))
    if "dither" not in other:
        assert plain.maps_like(replace(plain, **other))


@pytest.mark.parametrize("other", [{"seed": 3}, {"accents": 9}, {"effort": "best"}], ids=str)
def test_what_only_chooses_colors_maps_alike(other):
    dithered = Settings(dither="jarvis")
    assert dithered.maps_like(replace(dithered, **other))


def test_starts_are_called_the_same_in_window_and_terminal():
    kind = SETTINGS["start"]
    for name, option in kind.options.items():
        plain = option.title.lower().replace("k-means", "kmeans").replace(" ", "_")
        assert plain.startswith(name), option.title
        assert name in kind.help
