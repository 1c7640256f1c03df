"""Names as plain text, and default names of files."""

import json
import os
import unicodedata

import pytest

from core.names import default_name, plain, visible_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a photo.png", "a photo.png"),
        ("two\nlines\r\n\tand a tab", "two␊lines␍␊␉and a tab"),
        ("\x1b[31mred\x07\0\x7f", "␛[31mred␇␀␡"),
        ("\x9b31m\x85", "\\u009b31m\\u0085"),
        ("invoice\u202egnp.exe", "invoice\\u202egnp.exe"),
        ("\u2066\u2069\u200e\u200f\u061c", "\\u2066\\u2069\\u200e\\u200f\\u061c"),
        ("caf\udce9.png", "caf\\xe9.png"),
        ("half\ud83d", "half\\ud83d"),
        ("می‌خواهم 👩‍👩‍👧 עברית", "می‌خواهم 👩‍👩‍👧 עברית"),
        ("1\u202f234 → 8", "1\u202f234 → 8"),
        ("<img src=x> & [*] \\n", "<img src=x> & [*] \\n"),
    ],
)  # fmt: skip
def test_name_is_one_line_of_which_all_is_seen(text, shown):
    assert plain(text) == shown
    assert plain(shown) == shown


def test_no_control_character_is_left():
    joiners = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
    shown = plain("".join(map(chr, range(0x10000))))
    controls = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    # What else is of that kind is drawn: signs before Arabic and Syriac numbers.
    assert {c for c in controls if c not in joiners and not "\u0600" <= c <= "\u08e2"} == set()


@pytest.mark.parametrize("length", [79, 80, 81, 100_000])
def test_long_name_loses_its_middle(length):
    shown = plain("a" * (length - 4) + ".png", 80)
    assert len(shown) == min(length, 80)
    assert shown.startswith("aaa")
    assert shown.endswith(".png")


def test_json_shows_controls_and_means_the_same():
    content = {"photo": "a\x1b\n\x9b\u202e\udce9.png"}
    text = json.dumps(content, indent=2, ensure_ascii=False)
    shown = visible_json(text)
    assert json.loads(shown) == content
    assert {c for c in shown if not c.isprintable()} == {"\n"}
    assert shown.isascii()


@pytest.mark.parametrize("stem", ["x" * 250, "字" * 85, "\udcff" * 254, "👩" * 63, "a" * 300])
def test_default_name_fits_the_file_system(tmp_path, stem):
    name = default_name(tmp_path, stem, ".fewtone (2).png")
    (tmp_path / name).touch()
    assert name.endswith(".fewtone (2).png")
    assert (name[0], name[-17]) == (stem[0], stem[0])


def test_default_name_that_fits_is_kept(tmp_path):
    assert default_name(tmp_path, "sea shore", ".fewtone.png") == "sea shore.fewtone.png"
    stem = "x" * (255 - len(".fewtone.png"))
    assert default_name(tmp_path, stem, ".fewtone.png") == f"{stem}.fewtone.png"
    assert default_name(tmp_path / "gone", "y" * 300, ".png").endswith("y.png")


@pytest.mark.skipif(os.name == "nt", reason="only Unix tells the length")
def test_default_name_heeds_a_file_system_of_short_names(tmp_path, monkeypatch):
    # Encrypted home folders of eCryptfs take 143 bytes.
    monkeypatch.setattr(os, "pathconf", lambda _path, _name: 143)
    assert len(default_name(tmp_path, "x" * 200, ".fewtone.png")) == 143
