"""Texts of the window that follow the language, and the languages there are.

A text is put with the words that make it; when another language is chosen, it is put again. What
shows more than words, as numbers of a result, follows by a function of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import ref

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from core import language
from core.language import Numbers, translated

# A marked text, or what returns one in the language of the moment.
Words = str | Callable[[], str]

_PUT, _FOLLOWING = "_fewtone_texts", "_fewtone_following"
# In the order in which they came: what stands on others is shown after them.
_speaking: dict[ref[QObject], None] = {}
_translators: list[QTranslator] = []


def put(setter: Callable[[str], object], words: Callable[[], str]) -> None:
    """Set a text now, and again whenever another language is chosen.

    Parameters
    ----------
    setter : callable
        A method of a QObject: `button.setText`. What was put by it before is forgotten.
    words : callable
        Returns the text in the language of the moment: `lambda: _("Save")`.
    """
    target = getattr(setter, "__self__", None)
    assert isinstance(target, QObject)
    _kept(target, _PUT, {})[setter.__name__] = words
    setter(words())


def follow(owner: QObject, show: Callable[[], object]) -> None:
    """Call a function now, and again whenever another language is chosen while its owner lives."""
    _kept(owner, _FOLLOWING, []).append(show)
    show()


def spoken(words: Words) -> str:
    """Return words in the language of the moment."""
    return words() if callable(words) else translated(words)


def choose(wanted: str) -> bool:
    """Speak a language from now on, in all windows; return whether its catalog could be read.

    Parameters
    ----------
    wanted : str
        One of `core.language.available`, or "" for what the system wants.
    """
    good = begin(wanted)
    there = [each() for each in list(_speaking)]
    speaking = [each for each in there if each is not None and isValid(each)]
    for each in speaking:
        for name, words in list(vars(each).get(_PUT, {}).items()):
            if isValid(each):
                getattr(each, name)(words())
    # They come last: they may show what stands in texts that were put.
    for each in speaking:
        for show in list(vars(each).get(_FOLLOWING, [])):
            if isValid(each):
                show()
    for widget in QApplication.allWidgets():
        if widget.isWindow():
            # Those in it follow: they write numbers in the way of the language.
            widget.setLocale(QLocale())
        widget.update()
    return good


def begin(wanted: str) -> bool:
    """Speak a language before there is a window; return whether its catalog could be read."""
    system = QLocale.system()
    code = wanted if wanted in language.available() else language.best_of(system.uiLanguages())
    # Who writes numbers in a way of his own wants that in English too.
    locale = QLocale(code) if wanted or code != language.ENGLISH else system
    if code != language.ENGLISH and locale.language() == system.language():
        locale = system
    locale = _with_usual_digits(locale)
    numbers = Numbers(locale.decimalPoint(), locale.groupSeparator())
    good = language.use(code, numbers, right_to_left=_is_right_to_left(code))
    QLocale.setDefault(locale)
    _have_qt_follow(code)
    return good


def own_name(code: str) -> str:
    """Return what a language is called in itself: "English", "Tiếng Việt"."""
    if code == language.ENGLISH:
        return "English"
    name = QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:] or code


def _have_qt_follow(code: str) -> None:
    """Have Qt's own dialogs speak the language, by its catalog or by ours, and mirror all."""
    application = QCoreApplication.instance()
    assert isinstance(application, QApplication)
    for translator in _translators:
        application.removeTranslator(translator)
        # With its file, which else would stay in memory for each language that was tried.
        translator.deleteLater()
    _translators.clear()
    if code != language.ENGLISH:
        from gui.desktop.qt_texts import QtTexts

        of_qt = QTranslator(application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for translator in (QtTexts(application), of_qt):
            # One that is not installed goes with the next change.
            _translators.append(translator)
            if translator is not of_qt or of_qt.load(f"qtbase_{code}", folder):
                application.installTranslator(translator)
    application.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft
        if _is_right_to_left(code)
        else Qt.LayoutDirection.LeftToRight
    )


def _is_right_to_left(code: str) -> bool:
    return QLocale(code).textDirection() == Qt.LayoutDirection.RightToLeft


def _with_usual_digits(locale: QLocale) -> QLocale:
    """Return a locale that writes 0 to 9, of the same language if there is one.

    Codes of colors, sizes and names of files have them, so all numbers of a window do.
    """
    if locale.zeroDigit() == "0":
        return locale
    any_script, any_land = QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    of_language = QLocale.matchingLocales(locale.language(), any_script, any_land)
    usual = (each for each in of_language if each.zeroDigit() == "0")
    return next(usual, QLocale.c())


def _kept(target: QObject, name: str, empty: Any) -> Any:
    """Return what is kept with an object under a name."""
    _speaking[ref(target, lambda gone: _speaking.pop(gone, None))] = None
    return vars(target).setdefault(name, empty)
