"""Names of files and colors are text wherever the window shows them."""

import os
import unicodedata

import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QWidget,
)

from core.names import LONGEST_SENTENCE, plain
from gui.desktop.tips import tip
from tests.gui.hands import boxes, edit_by_hand

Button = QMessageBox.StandardButton
EVIL = "EVIL <img src=x.png> [*]&x \x1b[31m\u202egnp\u2066"
TIPS = ("toolTip", "whatsThis")
TEXTS = (*TIPS, "statusTip", "accessibleName", "accessibleDescription")
ROLES = [
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.UserRole,
]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")


@pytest.fixture
def evil_photos(tmp_path):
    """Photos with hostile names, one of them long and one broken."""
    paths = [
        tmp_path / f"{EVIL}\nnext.png",
        tmp_path / f"{EVIL}{'x' * 190}.png",
        tmp_path / f"{EVIL}broken.png",
    ]
    for path in paths[:2]:
        Image.linear_gradient("L").convert("RGB").save(path)
    paths[2].write_bytes(b"no photo")
    return paths


@pytest.fixture
def evil_palette(tmp_path):
    """A palette file with a hostile name, and colors with hostile and with long names."""
    path = tmp_path / f"{EVIL}.gpl"
    names = (f"{EVIL}<img src='{tmp_path}/x.png'>", f"{EVIL}{'y' * 100_000}")
    path.write_text(f"GIMP Palette\n0 0 0 {names[0]}\n255 255 255 {names[1]}\n")
    return path


def shown_by(window):
    """Yield each text that a window can show, and whether Qt would take it for HTML."""
    for each in (window, *window.findChildren(QWidget), *window.findChildren(QAction)):
        yield from ((getattr(each, name)(), name in TIPS) for name in TEXTS if hasattr(each, name))
        match each:
            case QLabel():
                yield each.text(), each.textFormat() is not Qt.TextFormat.PlainText
            case QAbstractButton() | QAction():
                yield each.text(), False
            case QMenu():
                yield each.title(), False
            case QAbstractItemView() if each.model() is not None:
                yield from texts_of(each.model())
        if isinstance(each, QWidget):
            yield each.windowTitle(), False


def texts_of(model):
    """Yield each text of a model, and whether it is for a tip."""
    for row in range(model.rowCount(QModelIndex())):
        for role in ROLES:
            text = model.index(row, 0).data(role)
            if isinstance(text, str):
                yield text, role is Qt.ItemDataRole.ToolTipRole


def require_plain(window):
    """Find hostile names in what a window shows, each as text; return how many there are."""
    shown = [(text, html) for text, html in shown_by(window) if "EVIL" in text]
    for text, html in shown:
        categories = {unicodedata.category(c) for c in text}
        if not isinstance(window, QDialog):  # a box may have several lines of its own
            assert not categories & {"Cc", "Cf", "Zl", "Zp", "Cs"}, text
        assert not categories & {"Cf", "Zl", "Zp", "Cs"}, text
        assert len(text) < 2 * LONGEST_SENTENCE
        assert not html or "<img" not in text
    return len(shown)


def test_names_are_text_everywhere(window, evil_photos, evil_palette, settled, press, qtbot):
    window.open(evil_photos)
    settled(window)
    asked = press("As they are")
    window.palette_desk.open_file(evil_palette)
    settled(window)
    window.resize(530, 700)  # what has no room is in a tip
    assert require_plain(window) > 15
    assert "<img" in window.palette_view.rows[0]
    assert "<img" not in asked[0]
    assert "␛[31m" in window.windowTitle()
    recent = window.actions_._recent.actions()[0].text()
    assert recent.startswith("&1 " + plain(evil_photos[0].name, 80).replace("&", "&&") + " – ")
    window.documents.show_next()
    qtbot.waitUntil(lambda: window.documents.album.position == 2)
    settled(window)
    assert require_plain(window) > 15


def test_names_in_boxes_and_messages_are_text(window, evil_photos, settled, answer, qtbot):
    window.open(evil_photos[2:])
    qtbot.waitUntil(lambda: bool(boxes(window)))
    box = window.findChildren(QMessageBox)[0]
    assert require_plain(box) > 0
    assert "\x1b" not in box.text()
    box.close()
    window.open(evil_photos[:1])
    settled(window)
    edit_by_hand(window)
    window.notice.show_notes([EVIL])
    window.status.say(EVIL)
    assert require_plain(window) > 5
    found = []
    answer(QMessageBox, lambda box: found.append(require_plain(box)))
    window.close()
    assert found[0] > 0


def test_name_in_progress_is_text_and_short(window, evil_photos, hold, qtbot):
    go_on = hold("open_photo")
    window.status.set_busy(True)
    with qtbot.waitSignal(window.session.progressed):
        window.open(evil_photos[1:2])
    phase = window.status._phase
    qtbot.waitUntil(lambda: bool(phase.text()))
    assert len(phase.text()) <= 40
    assert phase.textFormat() is Qt.TextFormat.PlainText
    go_on.set()


def test_tip_shows_a_name_as_it_is(qapp):
    document = QTextDocument()
    document.setHtml(tip(EVIL, "a & b < c", ""))
    assert document.toPlainText() == f"{plain(EVIL)}\na & b < c"
    assert tip("") == ""
