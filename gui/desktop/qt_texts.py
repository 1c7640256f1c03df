"""Texts of Qt itself, for languages that it has no catalog of: Vietnamese is one."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

from core.language import NP_, pgettext

# The context is Qt's name of the class that shows the text; see `tests/gui/desktop/test_texts.py`.
TEXTS = (
    NP_("QPlatformTheme", "OK"),
    NP_("QPlatformTheme", "Cancel"),
)


class QtTexts(QTranslator):
    """Translates what Qt shows by the catalog of the program."""

    def translate(
        self, context: str, text: str, _remark: str | None = None, _number: int = -1
    ) -> str | None:
        """Return the translation of a text of Qt; None lets it look elsewhere."""
        found = pgettext(context, text)
        return None if found == text else found

    def isEmpty(self) -> bool:
        """Return that there are texts: Qt does not install what is empty."""
        return False
