import struct
from contextlib import contextmanager

import pytest
from babel.messages.catalog import Catalog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import language
from core.language import N_, NP_, _, ngettext, npgettext, pgettext, translated
from tests.catalogs import compiled, spoken, written

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


@contextmanager
def looking_in(folder):
    """Find catalogs in a folder while the block runs; afterwards it is English."""
    before = language._Now.folder
    language.look_in(folder)
    try:
        yield
    finally:
        language.look_in(before)
        language.use("en")


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
    "wrong",
    [
        *("{pfad}: {reason}", "{path}", "{path}: {reason", "{path}: {reason} {0}", "", "}{"),
        # What `format` would fail with, or tell more by than the text does.
        *("{path:d}: {reason}", "{path!r}: {reason}", "{path.name}: {reason}"),
        *("{path[0]}: {reason}", "{path:{reason}}: {reason}", "{}: {reason}{path}"),
        "{path}: {reason} 50 %",
    ],
)
def test_translation_with_wrong_fields_stays_english(speak, wrong):
    speak({HELLO: wrong})
    assert _(HELLO) == HELLO


@pytest.mark.parametrize("wrong", ["{n} màu", "màu", "{count} {màu}"])
def test_plural_with_wrong_fields_stays_english(speak, wrong):
    speak({("{count} color", "{count} colors"): (wrong,)})
    assert ngettext("{count} color", "{count} colors", 3).format(count=3) == "3 colors"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("argument %(name)s: %(what)r", "đối số %(name)s"),
        ("argument %(name)s: %(what)r", "đối số %(name)s: %(what)s"),
        ("argument %(name)s: %(what)r", "đối số %(name)s: %(what)r 50 %"),
        ("argument %(name)s: %(what)r", "đối số %(name: %(what)r"),
        ("expected %s arguments", "cần %s đối số %s"),
        ("expected %s arguments", "cần đối số"),
        ("half of it, 50%%", "một nửa, 50%"),
        ("half of it, 50%%", "một nửa"),
        ("half of it", "50% của nó"),
    ],
)
def test_translation_that_percent_would_stumble_over_stays_english(speak, text, wrong):
    speak({text: wrong, (f"1 {text}", text): (wrong,)})
    assert _(text) == text
    assert ngettext(f"1 {text}", text, 2) == text


@pytest.mark.parametrize("good", ["Phần, %", "% phần", "Phần trăm"])
def test_a_sign_for_per_cent_may_be_a_word(speak, good):
    speak({"Share, %": good})
    assert _("Share, %") == good


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
    (tmp_path / "vi.mo").write_bytes(content)
    with looking_in(tmp_path):
        assert not language.use("vi")
        assert language.code() == "en"
        assert _(HELLO) == HELLO


@given(data=st.data())
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_damaged_catalog_never_fails(tmp_path, data):
    colors = ("{count} color", "{count} colors")
    texts = {HELLO: "{reason}: {path}", "Save": "Lưu", colors: ("{count} màu",)}
    whole = compiled(texts, tmp_path, "vi").read_bytes()
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        damaged[place : place + 1] = data.draw(st.binary(min_size=1, max_size=1))
    (tmp_path / "vi.mo").write_bytes(damaged)
    with looking_in(tmp_path):
        good = language.use("vi")
        assert language.code() == ("vi" if good else "en")
        assert "a" in _(HELLO).format(path="a", reason="b")
        assert "7" in ngettext(*colors, 7).format(count=7)
        assert isinstance(pgettext("verb", "Save"), str)


@pytest.mark.parametrize("rule", [b"n%0", b"9-n"])
def test_plural_rule_that_fails_for_a_number_is_english(tmp_path, rule):
    colors = ("{count} color", "{count} colors")
    file = compiled({colors: ("{count} màu",)}, tmp_path, "vi")
    usual, bad = b"nplurals=1; plural=0;", b"nplurals=1;plural=" + rule
    assert len(usual) == len(bad)
    file.write_bytes(file.read_bytes().replace(usual, bad))
    with looking_in(tmp_path):
        assert language.use("vi")
        assert ngettext(*colors, 5) == "{count} colors"
        assert _("{count} color") == "{count} color"


def test_broken_plural_rule_is_english(tmp_path):
    file = compiled({"Save": "Lưu"}, tmp_path, "vi")
    file.write_bytes(file.read_bytes().replace(b"plural=0", b"plural=?"))
    with looking_in(tmp_path):
        assert not language.use("vi")


def test_numbers_are_written_as_the_catalog_says(speak):
    from core.wording import decimal, human_bytes, human_count

    speak({"Save": "Lưu"})
    language.use("vi", language.Numbers(",", "."))
    assert (decimal(3.14159, 2), human_count(24_000), human_bytes(3_400_000)) == (
        "3,14",
        "24.000",
        "3,4 MB",
    )


def test_programs_read_english_whatever_is_spoken(speak):
    from core.wording import decimal, human_count

    speak({"Save": "Lưu", ("{count} color", "{count} colors"): ("{count} màu",)})
    language.use("vi", language.Numbers(",", "."))
    with language.english():
        assert (decimal(0.5, 1), human_count(24_000)) == ("0.5", "24\u202f000")
        assert (_("Save"), ngettext("{count} color", "{count} colors", 2)) == (
            "Save",
            "{count} colors",
        )
    assert (decimal(0.5, 1), _("Save")) == ("0,5", "Lưu")


def test_a_catalog_says_how_numbers_are_written(tmp_path):
    catalog = Catalog(locale="vi", charset="utf-8", fuzzy=False)
    catalog.add(".", ",", context="decimal sign")
    catalog.add("\u202f", ".", context="between thousands")
    written(catalog, tmp_path, "vi")
    with looking_in(tmp_path):
        assert language.numbers_of_catalog() == language.Numbers()
        language.use("vi")
        assert language.numbers_of_catalog() == language.Numbers(",", ".")


@pytest.mark.parametrize(
    "numbers", [language.Numbers(), language.Numbers(",", ""), language.Numbers("٫", "٬")]
)
def test_child_processes_speak_as_their_parent(tmp_path, numbers):
    compiled({"Save": "Lưu"}, tmp_path, "vi")
    with looking_in(tmp_path):
        language.use("vi", numbers, right_to_left=True)
        told = language.for_children()
        # Not all systems take other letters.
        assert all(value.isascii() for key, value in told.items() if key != "FEWTONE_LANGUAGES")
        language.use("en")
        language.begin_as_child({"LANG": "de_DE", **told})
        assert (language.code(), language.numbers()) == ("vi", numbers)
        assert language.right_to_left()
        language.begin_as_child({"LANG": "de_DE"})
        assert language.code() == "vi"
