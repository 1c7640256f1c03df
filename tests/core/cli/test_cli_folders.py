"""Folders and lists on the command line."""

import os
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.batch.journal import JOURNAL_NAME
from tests.core.cli import run_fast as run


@pytest.fixture
def folder(tmp_path, astronaut):
    """Make a folder with two photos, one more in a sub-folder, and a file of another kind."""
    top = tmp_path / "photos"
    for place, name in enumerate(("a.png", "b.png", "sea/a.png")):
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        begin = 60 * place
        Image.fromarray(np.ascontiguousarray(astronaut[begin : begin + 40, 100:150])).save(path)
    (top / "notes.txt").write_text("no photo")
    return top


def usage_error(*arguments):
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    return caught.value.code


def files(folder):
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.*")
        if path.is_file() and path.name != JOURNAL_NAME
    )


def test_photos_of_a_folder_are_saved_and_other_files_passed_over(folder, tmp_path, capsys):
    assert run("compress", folder, "--output-dir", tmp_path / "out") == 0
    assert files(tmp_path / "out") == ["a.fewtone.png", "b.fewtone.png"]
    assert capsys.readouterr().err == ""


def test_subfolders_are_kept_below_the_output(folder, tmp_path):
    assert run("compress", folder, "--output-dir", tmp_path / "out", "--recursive") == 0
    assert files(tmp_path / "out") == ["a.fewtone.png", "b.fewtone.png", "sea/a.fewtone.png"]


def test_output_inside_the_folder_is_not_taken_for_photos(folder):
    for _ in range(2):
        assert run("compress", folder, "--output-dir", folder / "out", "--recursive") == 0
    assert len(files(folder / "out")) == 6


def test_folder_without_output_dir_is_one_sentence(folder, tmp_path, capsys):
    before = files(tmp_path)
    assert run("compress", folder) == 1
    assert "--output-dir" in (told := capsys.readouterr().err)
    assert told.count("\n") == 1
    assert files(tmp_path) == before


def test_folder_is_not_saved_into_itself(folder, capsys):
    before = files(folder)
    assert run("compress", folder, "--output-dir", folder / "sea" / "..") == 1
    assert "choose another --output-dir" in (told := capsys.readouterr().err)
    assert told.count("\n") == 1
    assert files(folder) == before


def test_folder_without_photos_is_named_and_the_others_are_done(folder, tmp_path, capsys):
    (empty := tmp_path / "empty").mkdir()
    assert run("compress", empty, folder, "--output-dir", tmp_path / "out") == 1
    assert f"Cannot find a photo in {empty}" in capsys.readouterr().err
    assert len(files(tmp_path / "out")) == 2


def test_photo_named_twice_is_done_once(folder, tmp_path, capsys):
    assert run("compress", folder, folder / "a.png", "--output-dir", tmp_path / "out") == 0
    assert "a.png was named more than once" in capsys.readouterr().err
    assert len(files(tmp_path / "out")) == 2


def test_list_names_photos_and_folders(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_bytes(b"\xef\xbb\xbfphotos/a.png\r\n\n  \nphotos/sea\n")
    assert run("compress", "@names.txt", "--output-dir", "out", "--name", "{parent} {name}") == 0
    assert files(tmp_path / "out") == ["photos a.png", "sea a.png"]


def test_dash_in_a_list_is_a_file(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    Path("a.png").rename("-")
    Path("names").write_text("-\n")
    assert run("compress", "@names", "--output-dir", tmp_path / "out") == 0
    assert files(tmp_path / "out") == ["-.fewtone.png"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_list_may_hold_names_that_are_no_text(folder, tmp_path):
    foreign = (folder / "a.png").rename(folder / "\udce9.png")
    (tmp_path / "names").write_bytes(os.fsencode(foreign))
    assert run("compress", f"@{tmp_path / 'names'}", "--output-dir", tmp_path / "out") == 0
    assert len(files(tmp_path / "out")) == 1


def test_list_comes_from_standard_input(folder, tmp_path, monkeypatch):
    stream = TextIOWrapper(BytesIO(os.fsencode(folder / "b.png") + b"\n"))
    monkeypatch.setattr(sys, "stdin", stream)
    assert run("compress", "@-", "--output-dir", tmp_path / "out") == 0
    assert files(tmp_path / "out") == ["b.fewtone.png"]


def test_photo_whose_name_looks_like_a_list_is_a_photo(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    Path("a.png").rename("@me.png")
    assert run("compress", "@me.png", "--output-dir", tmp_path / "out") == 0
    assert files(tmp_path / "out") == ["@me.fewtone.png"]


@pytest.mark.parametrize("content", [None, b"a\0b"])
def test_list_that_is_none_is_named_and_the_others_are_done(folder, tmp_path, capsys, content):
    if content:
        (tmp_path / "list").write_bytes(content)
    photo = folder / "a.png"
    assert run("compress", f"@{tmp_path / 'list'}", photo, "--output-dir", tmp_path / "out") == 1
    assert f"Cannot read the list {tmp_path / 'list'}" in capsys.readouterr().err
    assert files(tmp_path / "out") == ["a.fewtone.png"]


def test_names_follow_the_pattern(folder, tmp_path):
    options = ["--output-dir", tmp_path / "out", "--name", "{n:02} {name}-{colors}.{format}"]
    assert run("compress", folder, *options, "-k", 3, "--format", "gif") == 0
    assert files(tmp_path / "out") == ["01 a-3.gif.gif", "02 b-3.gif.gif"]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a/{name}", "--name"),
        ("..", "--name"),
        ("{size}", "--name"),
        ("nul", "--name"),
        ("few", "add {name} or {n}"),
    ],
)
def test_pattern_that_cannot_be_is_wrong_usage(folder, tmp_path, capsys, pattern, why):
    out = tmp_path / "out"
    assert usage_error("compress", folder, "--output-dir", out, "--name", pattern) == 2
    assert why in capsys.readouterr().err.splitlines()[-1]
    assert not out.exists()


@pytest.mark.parametrize(
    "more", [["-o", "a.png"], ["--recursive"], ["--save-palette", "a.hex", "--output-dir", "d"]]
)
def test_options_that_do_not_go_with_a_folder_are_wrong_usage(folder, more):
    assert usage_error("compress", folder, *more) == 2
