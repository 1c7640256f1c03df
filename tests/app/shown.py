"""What a window shows in words: to find texts that stayed English, and texts that are cut."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_MOST_ROWS = 300
_WORD = re.compile(r"[A-Za-z]{3,}")
_TAG = re.compile(r"<[^<>]*>|&\w+;")
# Codes of colors, and folders of files.
_CODE = re.compile(r"#[0-9a-f]{6,8}\b|(?<!\w)/[\w./-]+")
# Names, units, keys: they are the same in every language. What is in files' names is left out.
_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
Fewtone sRGB RGB Oklab CIELAB CIEDE2000 PNG WebP GIF TIFF BMP JPEG AVIF SVG CSV HTML LaTeX Floyd
Steinberg Atkinson Jarvis Judice Ninke Stucki Sierra Lite Bayer means Lab PSNR SSIM MSE Ctrl Alt
Shift Esc Del Ins Home End Enter Tab Cmd Meta PgUp PgDown Return Space Backspace Up Down Left
Right DPI hex GIMP Photoshop Qt Python PySide numpy Pillow MIT LGPL American English NES CGA EGA MSX
Spectrum PICO Commodore Apple Game Boy Macintosh px ISCC NBS
""",
    )
)


@contextmanager
def painted() -> Iterator[list[str]]:
    """Collect the texts that are painted, by whatever widget, until the block ends."""
    texts: list[str] = []
    before = QPainter.drawText

    def draw(self, *arguments):
        texts.extend(each for each in arguments if isinstance(each, str))
        return before(self, *arguments)

    QPainter.drawText = draw
    try:
        yield texts
    finally:
        QPainter.drawText = before


def shown_texts() -> Iterator[tuple[str, str]]:
    """Yield where a text is, and the text, for all windows that are seen and their menus."""
    for top in QApplication.topLevelWidgets():
        if not top.isVisible():
            continue
        for widget in (top, *top.findChildren(QWidget)):
            if isinstance(widget, QMenu) or widget.isVisible():
                yield from ((_place(widget), text) for text in _texts_of(widget))
        for action in top.findChildren(QAction):
            name = f"action {action.text()!r}"
            yield from ((name, text) for text in (action.text(), action.toolTip()))


def english_in(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Return the English words of a text, but names and those that are known."""
    words = _WORD.findall(_CODE.sub(" ", _TAG.sub(" ", text.replace("&", ""))))
    return [each for each in words if each not in _NAMES and each not in known]


def cut_texts() -> Iterator[tuple[str, str]]:
    """Yield where a text has too little room, and the text."""
    for top in QApplication.topLevelWidgets():
        if not top.isVisible():
            continue
        for widget in top.findChildren(QWidget):
            if widget.isVisible() and not widget.visibleRegion().isEmpty():
                yield from ((_place(widget), text) for text in _cut_in(widget))


def _texts_of(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if widget.isWindow() and not isinstance(widget, QMenu):
        yield widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QMenu() | QGroupBox():
            yield widget.title()
        case QTextEdit():
            yield widget.toPlainText()
        case QTabBar():
            yield from (widget.tabText(index) for index in range(widget.count()))
        case QComboBox():
            for index in range(widget.count()):
                yield widget.itemText(index)
                yield str(widget.itemData(index, Qt.ItemDataRole.ToolTipRole) or "")
        case QHeaderView():
            pass
        case QAbstractItemView() if widget.model() is not None:
            yield from _texts_in(widget)


def _texts_in(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
    for column in columns:
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    for row in range(min(model.rowCount(QModelIndex()), _MOST_ROWS)):
        for column in columns:
            for role in _ROLES:
                text = model.index(row, column).data(role)
                if isinstance(text, str):
                    yield text


def _cut_in(widget: QWidget) -> Iterator[str]:
    slack = 2
    if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
        # Some have a text that they shorten themselves.
        shown = _TAG.sub("", QLabel.text(widget))
        if widget.buddy() is not None:
            shown = shown.replace("&", "")
        needed = max(map(widget.fontMetrics().horizontalAdvance, shown.split("\n")), default=0)
        if "<" not in widget.text() and needed > widget.contentsRect().width() + slack:
            yield widget.text()
    elif isinstance(widget, QLabel) and widget.text():
        if widget.heightForWidth(widget.width()) > widget.height() + slack:
            yield widget.text()
    elif isinstance(widget, QCheckBox) and widget.text():
        if widget.sizeHint().width() > widget.width() + slack:
            yield widget.text()
    elif isinstance(widget, QAbstractButton) and widget.text():
        style = widget.toolButtonStyle() if isinstance(widget, QToolButton) else None
        if style != Qt.ToolButtonStyle.ToolButtonIconOnly or widget.icon().isNull():
            beside = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
            if style == Qt.ToolButtonStyle.ToolButtonTextUnderIcon:
                beside = 0
            words = widget.text().replace("&", "")
            if widget.fontMetrics().horizontalAdvance(words) + beside > widget.width() + slack:
                yield widget.text()
    elif isinstance(widget, QComboBox):
        room = widget.width() - 24
        # Some show less where they are closed.
        shown = getattr(widget, "closed_text", widget.currentText())
        if widget.fontMetrics().horizontalAdvance(shown) > room + slack:
            yield shown


def _place(widget: QWidget) -> str:
    names = []
    while widget is not None and len(names) < 3:
        names.append(type(widget).__name__)
        widget = widget.parentWidget()
    return " in ".join(names)
