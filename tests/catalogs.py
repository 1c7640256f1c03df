"""Catalogs made by tests, and languages that only tests speak.

`en_XA` is English with accents and 40 % longer, as long languages are; `ar_XB` is English in
letters of Arabic, which are read from right to left. Both names are those that Android uses.
"""

import re
from contextlib import contextmanager
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from core import language
from resources.translating.catalogs import extracted, texts_of

ACCENTED, MIRRORED = "en_XA", "ar_XB"
LONGER = "~"
"""What makes texts of the first longer, and stands in no others."""
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WITH_ACCENTS = "áƀćđéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁƁĆĐÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهابتثجحخدذرزسشصضطظعغفقكلمنه"
# Fields, tags, entities, and links of Markdown stay as they are.
_KEPT = re.compile(r"\{[^{}]*\}|%\(\w+\)[sdr]|%[sdr]|<[^<>]+>|&\w+;|\]\([^)]*\)|\n")


def pseudo(text, code):
    """Translate a text into a language that only tests speak."""
    table = str.maketrans(_PLAIN, _WITH_ACCENTS if code == ACCENTED else _ARABIC)
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(table), kept.group()]
        end = kept.end()
    translated = "".join(parts) + text[end:].translate(table)
    if code == ACCENTED and re.search(r"\w", translated):
        # Numbers' signs and the like stay short.
        longer = LONGER * max(1, round(0.4 * len(re.sub(r"\{[^{}]*\}", "", text))))
        return f"{translated}{longer}" if len(text) > 1 else translated
    return translated


def compiled(texts, folder, code):
    """Write the catalog of a language into a folder.

    Parameters
    ----------
    texts : mapping
        Translations of texts; of a text with its plural, as many as the language has forms.
    """
    catalog = Catalog(locale=code, charset="utf-8", fuzzy=False)
    for key, translation in texts.items():
        catalog.add(key, translation)
    return written(catalog, folder, code)


def written(catalog, folder, code):
    content = BytesIO()
    write_mo(content, catalog)
    file = folder / f"{code}.mo"
    file.write_bytes(content.getvalue())
    return file


def write_pseudo(folder, code):
    """Write the catalog of a language that only tests speak, of all texts that there are."""
    catalog = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for message in extracted():
        texts = texts_of(message)
        if not message.id:
            continue
        forms = tuple(pseudo(text, code) for text in texts)
        text = message.id if len(texts) > 1 else texts[0]
        catalog.add(text, forms if len(texts) > 1 else forms[0], context=message.context)
    return written(catalog, folder, code)


@contextmanager
def spoken(folder, code):
    """Speak a language of a folder; afterwards English, with the catalogs of before."""
    before = language._Now.folder
    language.look_in(folder)
    try:
        assert language.use(code)
        yield
    finally:
        language.look_in(before)
        language.use(language.ENGLISH)
