import struct

import pytest

from core import language
from core.language import N_, NP_, _, ngettext, npgettext, pgettext, translated
from tests.catalogs import compiled, spoken

HELLO = "Cannot open {path}: {reason}"


@pytest.fixture
def speak(tmp_path):
    """Speak a language with some translations until the test ends."""
    managers = []

    def begin(texts):
        compiled(texts, tmp_path, "vi")
        managers.append(spoken(tmp_path, "vi"))
        managers[-1].__enter__()

    yield begin
    for each in managers:
        each.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["vi_VN.UTF-8"], "vi"),
        (["vi-VN"], "vi"),
        (["VI"], "vi"),
        (["vi@latin"], "vi"),
        (["pt_BR.UTF-8"], "pt_BR"),
        (["pt_PT"], "en"),
        (["xx_YY", "vi"], "vi"),
        (["en_US", "vi"], "en"),
        (["C", "vi"], "en"),
        (["C.UTF-8"], "en"),
        (["POSIX"], "en"),
        (["xx_YY"], "en"),
        ([""], "en"),
        ([], "en"),
        (["../vi"], "en"),
    ],
)
def test_first_language_that_there_is_is_found(tmp_path, wanted, expected):
    before = language._Now.folder
    for code in ("vi", "pt_BR"):
        (tmp_path / f"{code}.mo").touch()
    language.look_in(tmp_path)
    try:
        assert language.best_of(wanted) == expected
    finally:
        language.look_in(before)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANGUAGE": "vi:en", "LANG": "de_DE"}, ["vi", "en"]),
        ({"LANGUAGE": "", "LC_ALL": "vi_VN", "LANG": "de"}, ["vi_VN"]),
        ({"LC_MESSAGES": "vi", "LANG": "de"}, ["vi"]),
        ({"LANG": "de_DE.UTF-8"}, ["de_DE.UTF-8"]),
    ],
)
def test_variables_count_in_the_order_of_gettext(environment, expected):
    assert language.wanted_in(environment) == expected


def test_without_catalog_all_is_english():
    assert _(HELLO) == HELLO
    assert ngettext("{count} color", "{count} colors", 1) == "{count} color"
    assert npgettext("a box", "{count} lock", "{count} locks", 2) == "{count} locks"
    assert pgettext("verb", "Open") == translated(NP_("verb", "Open")) == "Open"
    assert translated(N_("Save")) == "Save"
    assert translated("") == _("") == ""


def test_texts_are_translated(speak):
    texts = {HELLO: "{reason}: {path} không mở được", "Save": "Lưu"}
    speak(
        {**texts, ("{count} color", "{count} colors"): ("{count} màu",)},
    )
    assert _(HELLO).format(path="a", reason="b") == "b: a không mở được"
    assert translated(N_("Save")) == "Lưu"
    assert ngettext("{count} color", "{count} colors", 5).format(count=5) == "5 màu"


@pytest.mark.parametrize(
    "wrong", ["{pfad}: {reason}", "{path}", "{path}: {reason", "{path}: {reason} {0}", "", "}{"]
)
def test_translation_with_wrong_fields_stays_english(speak, wrong):
    speak({HELLO: wrong})
    assert _(HELLO) == HELLO


@pytest.mark.parametrize("wrong", ["{n} màu", "màu", "{count} {màu}"])
def test_plural_with_wrong_fields_stays_english(speak, wrong):
    speak({("{count} color", "{count} colors"): (wrong,)})
    assert ngettext("{count} color", "{count} colors", 3).format(count=3) == "3 colors"


def test_missing_and_foreign_texts_stay_english(speak):
    speak({"Nothing of ours": "Gì đó"})
    assert _(HELLO) == HELLO
    assert ngettext("{count} color", "{count} colors", 3) == "{count} colors"
    assert pgettext("verb", "Open") == "Open"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a catalog",
        struct.pack("<I", 0x950412DE),
        struct.pack("<7I", 0x950412DE, 0, 10**6, 28, 28, 0, 0),
        struct.pack("<7I", 0x950412DE, 9 << 16, 0, 28, 28, 0, 0),
    ],
    ids=["empty", "text", "cut", "lying", "newer"],
)
def test_broken_catalog_is_english(tmp_path, content):
    before = language._Now.folder
    (tmp_path / "vi.mo").write_bytes(content)
    language.look_in(tmp_path)
    try:
        assert not language.use("vi")
        assert language.code() == "en"
        assert _(HELLO) == HELLO
    finally:
        language.look_in(before)
        language.use("en")


def test_broken_plural_rule_is_english(tmp_path):
    file = compiled({"Save": "Lưu"}, tmp_path, "vi")
    file.write_bytes(file.read_bytes().replace(b"plural=0", b"plural=?"))
    before = language._Now.folder
    language.look_in(tmp_path)
    try:
        assert not language.use("vi")
    finally:
        language.look_in(before)
        language.use("en")


def test_numbers_are_written_as_the_catalog_says(speak):
    from core.wording import decimal, human_bytes, human_count

    speak({"Save": "Lưu"})
    language.use("vi", language.Numbers(",", "."))
    assert (decimal(3.14159, 2), human_count(24_000), human_bytes(3_400_000)) == (
        "3,14",
        "24.000",
        "3,4 MB",
    )
