"""Names on the terminal: text, whatever characters they are made of."""

import json
import os
import sys
import unicodedata

import pytest
from PIL import Image

from tests.core.cli import run_fast as run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")

HOSTILE = "a\x1b[2J\n\r\x9b31m\u202egnp"
SHOWN = "a␛[2J␊␍\\u009b31m\\u202egnp"


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / f"{HOSTILE}.png"
    Image.linear_gradient("L").convert("RGB").save(path)
    return path


def controls(text):
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")} - {"\n"}


@pytest.mark.parametrize("command", ["compress", "palette", "compare"])
@pytest.mark.parametrize("broken", [True, False])
def test_name_of_a_photo_does_not_control_the_terminal(photo, capsys, command, broken):
    if broken:
        photo.write_bytes(b"no photo")
    assert run(command, photo) == broken
    out, err = capsys.readouterr()
    assert not controls(out + err)
    assert (SHOWN in out + err) is (broken or command != "palette")
    assert len(err.splitlines()) == broken


def test_wrong_usage_does_not_control_the_terminal(photo, capsys):
    with pytest.raises(SystemExit):
        run("compress", photo, f"--{HOSTILE}")
    assert SHOWN in capsys.readouterr().err


def test_progress_bar_does_not_control_the_terminal(photo, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run("palette", photo, "--quiet") == 0
    assert not capsys.readouterr().err
    assert run("palette", photo) == 0
    shown = capsys.readouterr().err
    assert SHOWN in shown
    assert controls(shown) <= {"\r"}


def test_json_has_the_name_as_it_is_and_shows_it(tmp_path, photo, capsys):
    foreign = photo.rename(tmp_path / f"{HOSTILE}\udce9.png")
    assert run("compress", foreign, "--json") == 0
    text = capsys.readouterr().out
    assert not controls(text)
    done = json.loads(text)["photos"][0]
    assert done["photo"] == str(foreign)
    assert os.path.exists(done["output"])  # noqa: PTH110
