"""What translators may get wrong, and what the code may forget to tell them."""

import re
from string import ascii_lowercase, digits

import pytest

from core.language import fits
from resources.translating import catalogs, untranslated

# Complete ones: a text that such a language lacks is a fault; of others it stays English.
COMPLETE = {"vi"}
LANGUAGES = catalogs.languages()
_TAGS = re.compile(r"</?\w+[^<>]*>")
_LINKS = re.compile(r"\]\([^)]*\)")


@pytest.fixture(scope="module")
def template():
    return catalogs.extracted()


def test_template_has_the_texts_of_the_code(template):
    written = catalogs.TEMPLATE.read_text(encoding="utf-8")
    assert catalogs.as_text(template) == written, "run: python3 dev.py languages"


@pytest.mark.parametrize("code", LANGUAGES)
def test_language_has_the_texts_of_the_template(template, code):
    wanted = {(each.id, each.context) for each in template if each.id}
    assert {(each.id, each.context) for each in catalogs.read(code) if each.id} == wanted


@pytest.mark.parametrize("code", sorted(COMPLETE))
def test_language_is_complete(code):
    missing = [each.id for each in messages(code) if not catalogs.translations_of(each)]
    assert missing == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_translation_lost_a_field(code):
    assert [each.id for each in messages(code) if not keeps_fields(each)] == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kept", [_TAGS, _LINKS, re.compile("\n"), re.compile("^ | $")], ids=str)
def test_translation_keeps_its_form(code, kept):
    """Tags, links, lines, and the spaces at both ends."""
    wrong = [
        each.id
        for each in messages(code)
        for form in catalogs.translations_of(each)
        if sorted(kept.findall(form)) != sorted(kept.findall(catalogs.texts_of(each)[-1]))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_underlined_letter_can_be_typed(code):
    """Texts that have one have one in each language, and a key for it."""
    wrong = [
        (each.id, form)
        for each in messages(code)
        for form in catalogs.translations_of(each)
        if not same_letters(catalogs.texts_of(each)[-1], form)
    ]
    assert wrong == []


def test_all_texts_for_people_go_through_gettext():
    assert list(map(str, untranslated.all_findings())) == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('x = "Save the picture"', "is not translated"),
        ('x = f"Save {y} pictures"', "is not translated"),
        ('x = _(f"Save {y}")', "wants a literal"),
        ("x = _(y)", "wants a literal"),
        ('x = _("Save {}")', "field without a name"),
        ("x = f\"<b>{_('Save')}</b>\"", "within an f-string is not extracted"),
        ('x = ngettext("{0} file", "{count} files", n)', "field without a name"),
    ],
)
def test_text_that_goes_wrong_is_found(tmp_path, monkeypatch, source, says):
    path = tmp_path / "module.py"
    path.write_text(source)
    monkeypatch.setattr(untranslated, "ROOT", tmp_path)
    found = list(untranslated.findings(path))
    assert len(found) == 1
    assert says in str(found[0])


@pytest.mark.parametrize(
    "source",
    [
        'x = _("Save the picture")',
        'x = "Save the picture"  # untranslated: a name of a file',
        'log().info("Saved the picture")',
        'raise TypeError("no such thing")',
        'x = "save"',
        '"""Say what it does."""',
    ],
)
def test_text_that_is_right_is_not_found(tmp_path, source):
    path = tmp_path / "module.py"
    path.write_text(source)
    assert list(untranslated.findings(path)) == []


def messages(code):
    return [each for each in catalogs.read(code) if each.id]


def keeps_fields(message):
    texts, forms = catalogs.texts_of(message), catalogs.translations_of(message)
    # Where there is one form for all numbers, it has to have the number.
    texts = texts[-1:] if len(texts) > 1 and len(forms) == 1 else texts
    return all(fits(form, *texts) for form in forms)


def letter(text):
    """Return the letters that & underlines."""
    return re.findall(r"&(.)", text.replace("&&", ""))


def same_letters(text, translation):
    wanted, found = letter(text), letter(translation)
    if not all(each.lower() in ascii_lowercase + digits for each in wanted):
        return True  # it is no mnemonic: a word for "and", or a part of HTML
    return len(wanted) == len(found) and all(f.lower() in ascii_lowercase + digits for f in found)
