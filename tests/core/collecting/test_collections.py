"""Collections of colors: what they hold survives files, and no file or name leads astray."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import (
    CollectionError,
    CollectionStore,
    ExistsError,
    FewtoneError,
    WriteError,
    export_colors,
    load_colors,
)
from core.collecting.json_file import load_collection, save_collection
from core.owned import OwnedColors

THREADS = OwnedColors(
    ((1, 2, 3), (255, 0, 0), (9, 9, 9), (0, 0, 255)),
    ("310 Black", "Ñandú “5”", "", "\u202eB\n"),
    "My threads: 5 %",
)


@pytest.fixture
def store(tmp_path):
    return CollectionStore(tmp_path / "settings" / "colors")


@pytest.mark.parametrize("sold_out", [(), ((255, 0, 0),), ((1, 2, 3), (0, 0, 255))])
def test_what_is_kept_comes_back_with_what_is_sold_out(store, sold_out):
    store.save(THREADS.without(sold_out))
    (kept,), problems = CollectionStore(store.folder).kept()
    assert kept == THREADS.without(sold_out)
    assert kept.sold_out == frozenset(sold_out)
    assert kept.everything == THREADS
    assert not problems


def test_what_was_sold_out_comes_back_to_its_place():
    less = THREADS.without([(255, 0, 0), (9, 9, 9)])
    assert less.names == ("310 Black", "\u202eB\n")
    assert less.without([(9, 9, 9)]).colors == ((1, 2, 3), (255, 0, 0), (0, 0, 255))
    assert less.without([]) == THREADS
    assert less.called("Box").without([]) == THREADS.called("Box")


def test_a_collection_over_another_is_asked_about_and_takes_its_place(store):
    store.save(THREADS)
    other = OwnedColors(((7, 7, 7),), title=" my THREADS: 5 % ")
    with pytest.raises(ExistsError, match="already"):
        store.save(other)
    store.save(other, replaces=True)
    assert [each.title for each in store.kept()[0]] == ["my THREADS: 5 %"]


def test_a_renamed_collection_is_there_once(store):
    store.save(THREADS.without([(9, 9, 9)]))
    store.save(OwnedColors(((7, 7, 7),), title="Beads"))
    with pytest.raises(ExistsError):
        store.rename("Beads", THREADS.title)
    assert store.rename(THREADS.title, "Yarn").sold_out == {(9, 9, 9)}
    assert [each.title for each in store.kept()[0]] == ["Beads", "Yarn"]
    store.delete("yarn")
    with pytest.raises(CollectionError, match="no collection “Yarn”"):
        store.rename("Yarn", "x")
    assert [each.title for each in store.kept()[0]] == ["Beads"]


@pytest.mark.parametrize(
    ("name", "why"),
    [(" ", "needs a name"), ("a" * 61, "too long"), ("a\nb", "control characters")],
)
def test_a_name_that_cannot_be_is_refused(store, name, why):
    with pytest.raises(CollectionError, match=why):
        store.save(THREADS.called(name))


@pytest.mark.parametrize("name", ["../x", "CON", "a/b", "x.", '<>:"|?*\\', ".hidden"])
def test_no_name_leads_out_of_the_folder(store, name):
    store.save(THREADS.called(name))
    assert [each.title for each in store.kept()[0]] == [name.strip()]
    assert [path.parent for path in store.folder.rglob("*")] == [store.folder]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{}", "no collection"),
        ("[" * 100_000, "no collection"),
        ('{"fewtone_collection": 2, "name": "a", "colors": []}', "newer Fewtone"),
        ('{"fewtone_collection": 1, "name": "a", "colors": []}', "0 colors"),
        ('{"fewtone_collection": 1, "colors": [{"hex": "#112233"}]}', "no name"),
        ('{"fewtone_collection": 1, "name": "a", "colors": [{"hex": "#1122"}]}', "color 1 is none"),
    ],
)
def test_a_damaged_file_is_named_and_keeps_none_of_the_others_back(store, text, why):
    store.save(THREADS)
    (store.folder / "bad.json").write_text(text)
    (kept,), (problem,) = store.kept()
    assert kept == THREADS
    assert "bad.json" in problem
    assert why in problem


@given(text=st.one_of(st.binary(max_size=300), st.just(b'{"fewtone_collection": 1, "name": 1}')))
def test_no_file_does_worse_than_be_refused(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "a.json"
    path.write_bytes(text)
    with pytest.raises(FewtoneError):
        load_collection(path)


def test_a_file_that_another_window_has_written_is_read_anew(store):
    store.save(THREADS)
    store.kept()
    CollectionStore(store.folder).save(THREADS.without([(9, 9, 9)]), replaces=True)
    assert store.find(THREADS.title).sold_out == {(9, 9, 9)}


@pytest.mark.parametrize(("count", "ending"), [(200, ".ase"), (700, ".gpl"), (700, ".hex")])
def test_what_is_exported_is_read_again_however_much_it_is(tmp_path, count, ending):
    colors = tuple((n % 256, n // 256, 77) for n in range(count))
    owned = OwnedColors(colors, tuple(f"DMC {n}" for n in range(count)), "a")
    path = tmp_path / f"a{ending}"
    export_colors(owned.without(colors[:3]), path)
    loaded = load_colors(path).colors
    assert loaded.colors == colors
    assert ending == ".hex" or loaded.names == owned.names


def test_a_format_that_holds_fewer_says_which_hold_all(tmp_path):
    owned = OwnedColors(tuple((n % 256, n // 256, 0) for n in range(257)))
    with pytest.raises(WriteError, match=r"more than 256 colors are not written; choose \.gpl"):
        export_colors(owned, tmp_path / "a.ase")
    assert not list(tmp_path.iterdir())


def test_a_saved_file_reads_well(tmp_path):
    save_collection(THREADS.without([(9, 9, 9)]), tmp_path / "a.json")
    lines = (tmp_path / "a.json").read_text(encoding="utf-8").splitlines()
    assert lines[4] == '  {"hex": "#010203", "name": "310 Black"},'
    assert lines[6] == '  {"hex": "#090909", "sold_out": true},'
