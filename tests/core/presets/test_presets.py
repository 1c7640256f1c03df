"""Presets: what they hold survives files, and no name or file leads astray."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import (
    SHIPPED,
    ExistsError,
    FewtoneError,
    Goals,
    Preset,
    PresetError,
    PresetStore,
    SaveOptions,
    Settings,
    find_preset,
    load_preset,
    preset_from_json,
    preset_to_json,
    save_preset,
)
from tests.catalogs import compiled, spoken

FULL = Preset(
    "Grüße: 5 %",
    Settings(
        colors=9, resize="50%", enlarge=True, locked=((1, 2, 3),), dither="bayer-2", accents=3
    ),
    SaveOptions(format="jpeg", quality=70, metadata="none"),
    Goals(200_000, 30, 2.5, "rich"),
)


@pytest.fixture
def store(tmp_path):
    return PresetStore(tmp_path / "settings" / "presets")


@pytest.mark.parametrize("preset", [*SHIPPED, FULL], ids=lambda preset: preset.name)
def test_what_is_exported_comes_back(preset, tmp_path):
    save_preset(preset, tmp_path / "a.json")
    assert load_preset(tmp_path / "a.json") == preset


def test_effort_and_background_of_the_file_are_those_of_the_settings():
    text = preset_to_json(Preset("a", Settings(effort="best", background=(1, 2, 3))))
    options = preset_from_json(text).options
    assert (options.effort, options.background) == ("best", (1, 2, 3))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "needs a name"),
        ("   ", "needs a name"),
        ("a" * 300, "has 300 characters"),
        ("../secret", "might lead to another folder"),
        ("..\\secret", "might lead to another folder"),
        ("..", "might lead to another folder"),
        ("a\nb", "control characters"),
        ("a\x1b[2J", "control characters"),
    ],
)
def test_names_that_cannot_be_are_one_short_sentence(name, why, tmp_path):
    with pytest.raises(PresetError, match=why) as raised:
        Preset(name)
    told = str(raised.value)
    assert len(told) < 160
    assert told.isprintable()
    (tmp_path / "a.json").write_text(json.dumps({"fewtone_preset": 1, "name": name}))
    with pytest.raises(PresetError, match=r"a\.json: .*" + why):
        load_preset(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no preset of Fewtone"),
        ("{", "no preset of Fewtone"),
        ("[1]", "no preset of Fewtone"),
        ("[" * 10_000, "no preset of Fewtone"),
        ('{"name": "a"}', "no preset of Fewtone"),
        ('{"fewtone_preset": 2, "name": "a", "new": 1}', "a newer Fewtone"),
        ('{"fewtone_preset": "x", "name": "a"}', "unknown version"),
        ('{"fewtone_preset": 1}', "no name"),
        ('{"fewtone_preset": 1, "name": "a", "settings": 3}', "no settings"),
        ('{"fewtone_preset": 1, "name": "a", "settings": {"colors": 999}}', "colors is 999"),
        ('{"fewtone_preset": 1, "name": "a", "settings": {"colors": "9"}}', "colors is '9'"),
        ('{"fewtone_preset": 1, "name": "a", "settings": {"resize": "0x"}}', "resize is '0x'"),
        ('{"fewtone_preset": 1, "name": "a", "settings": {"resize": [1]}}', r"resize is \[1\]"),
        ('{"fewtone_preset": 1, "name": "a", "settings": {"dither": ["x"]}}', "dither is"),
        ('{"fewtone_preset": 1, "name": "a", "goals": {"min_psnr": NaN}}', "min_psnr is nan"),
        ('{"fewtone_preset": 1, "name": "a", "goals": {"max_bytes": 0.5}}', "max_bytes is 0.5"),
        ('{"fewtone_preset": 1, "name": "a", "file": {"effort": "best"}}', "unknown field"),
        ('{"fewtone_preset": 1, "name": "a", "extra": 1}', "unknown part"),
        (" " * 200_000, "far too long"),
    ],
)
def test_broken_files_are_one_sentence(content, why, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(PresetError, match=why) as raised:
        load_preset(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=4))
def test_whatever_a_field_holds_nothing_else_is_raised(value):
    for part, field in (("settings", "colors"), ("settings", "locked"), ("file", "format")):
        text = json.dumps({"fewtone_preset": 1, "name": "a", part: {field: value}})
        try:
            preset_from_json(text)
        except FewtoneError as error:
            assert isinstance(error, PresetError)


def test_the_store_keeps_renames_and_deletes(store):
    store.save(FULL)
    store.save(Preset("b"))
    assert [preset.name for preset in store.kept().presets] == ["b", FULL.name]
    renamed = store.rename("B", "Con.")
    assert renamed.name == "Con."
    assert find_preset("con.", store).name == "Con."
    store.delete(FULL.name)
    assert [preset.name for preset in store.kept().presets] == ["Con."]
    with pytest.raises(PresetError, match="no preset “b”"):
        store.delete("b")


def test_presets_of_fewtone_are_found_by_both_names(store, tmp_path):
    compiled({"Poster 5": "Affiche 5"}, tmp_path, "fr")
    with spoken(tmp_path, "fr"):
        assert find_preset("affiche 5", store) is find_preset("Poster 5", store)
        with pytest.raises(ValueError, match="Web small, Affiche 5, "):
            find_preset("none", store)
        store.save(Preset("Affiche 5"))
        assert find_preset("Affiche 5", store) == Preset("Affiche 5")
    with pytest.raises(ValueError, match="no preset or file “Affiche”"):
        find_preset("Affiche", store)


def test_a_name_is_there_once_whatever_its_capitals(store):
    store.save(Preset("mine", Settings(colors=3)))
    with pytest.raises(ExistsError, match="already"):
        store.save(Preset("Mine"))
    store.save(Preset("Mine", Settings(colors=4)), replaces=True)
    assert [each.name for each in store.kept().presets] == ["Mine"]
    assert len([*store.folder.iterdir()]) == 1
    assert store.rename("Mine", "MINE").settings.colors == 4
    with pytest.raises(PresetError, match="comes with Fewtone"):
        store.save(Preset("poster 5"))
    store.save(Preset("other"))
    with pytest.raises(ExistsError):
        store.rename("other", "mine")
    assert len(store.kept().presets) == 2


def test_a_broken_file_keeps_none_of_the_others_back(store):
    store.save(Preset("good"))
    (store.folder / "bad.json").write_text("{")
    kept = store.kept()
    assert [preset.name for preset in kept.presets] == ["good"]
    assert len(kept.problems) == 1
    assert "bad.json" in kept.problems[0]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FewtoneError, match="Cannot make the folder"):
        PresetStore(tmp_path / "file" / "presets").save(Preset("a"))
