import gc

import pytest
import shiboken6
from babel.messages.catalog import Catalog
from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)

from core import language
from core.language import _, ngettext
from gui.desktop import qt_texts, texts
from tests.catalogs import compiled, written

VIETNAMESE = {"Save": "Lưu", ("{count} photo", "{count} photos"): ("{count} ảnh",)}


@pytest.fixture(autouse=True)
def languages(tmp_path, qapp):
    """English, Vietnamese and Arabic, in which a few texts are translated."""
    before = language._Now.folder
    compiled(VIETNAMESE, tmp_path, "vi")
    compiled({"Save": "حفظ"}, tmp_path, "ar")
    language.look_in(tmp_path)
    texts.begin("en")
    yield tmp_path
    texts.choose("en")
    # Numbers stay as a locale of English has them.
    language.use("en")
    language.look_in(before)
    QLocale.setDefault(QLocale.c())


def test_texts_follow_the_language(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    texts.put(button.setText, lambda: _("Save"))
    assert button.text() == "Save"
    assert texts.choose("vi")
    assert button.text() == "Lưu"
    texts.choose("en")
    assert button.text() == "Save"


def test_what_was_put_before_by_the_same_method_is_forgotten(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    texts.put(button.setText, lambda: _("Save"))
    texts.put(
        button.setText, lambda: ngettext("{count} photo", "{count} photos", 2).format(count=2)
    )
    texts.choose("vi")
    assert button.text() == "2 ảnh"


def test_what_stands_on_texts_is_shown_after_them(qtbot):
    label, tip = QLabel(), QLabel()
    for each in (label, tip):
        qtbot.addWidget(each)
    texts.follow(tip, lambda: tip.setText(f"{label.text()}!"))
    texts.put(label.setText, lambda: _("Save"))
    texts.choose("vi")
    assert tip.text() == "Lưu!"


def test_actions_without_a_reference_of_python_follow(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    texts.put(menu.addAction("").setText, lambda: _("Save"))
    gc.collect()
    texts.choose("vi")
    assert menu.actions()[0].text() == "Lưu"


def test_what_is_gone_is_not_shown_again(qtbot):
    parent = QWidget()
    shown = []
    inner = QObject(parent)
    texts.follow(inner, lambda: shown.append(1))
    parent.deleteLater()
    qtbot.waitUntil(lambda: not texts.isValid(inner))
    texts.choose("vi")
    assert shown == [1]


def test_windows_are_mirrored_where_people_read_from_right_to_left(qapp):
    texts.choose("ar")
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    texts.choose("vi")
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_numbers_follow_the_language():
    from core.wording import decimal

    texts.choose("vi")
    assert decimal(1.5, 1) == QLocale().toString(1.5, "f", 1) == "1,5"
    texts.choose("en")
    assert decimal(1.5, 1) == "1.5"


def test_boxes_for_numbers_that_are_shown_follow_the_language(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    box = QDoubleSpinBox(window, value=1.5)
    assert box.text() == "1.50"
    texts.choose("vi")
    assert box.text() == "1,50"


def test_what_is_painted_is_painted_anew(languages, qtbot):
    class Painted(QWidget):
        words = ""

        def paintEvent(self, _event):
            self.words = _("Save")

    # Its numbers are those of English, so that Qt by itself paints nothing.
    catalog = Catalog(locale="en", charset="utf-8", fuzzy=False)
    catalog.add("Save", "Śáṽé")
    written(catalog, languages, "en_XA")
    window = QWidget()
    qtbot.addWidget(window)
    painted = Painted(window)
    window.show()
    texts.choose("en")
    qtbot.waitUntil(lambda: painted.words == "Save")
    QApplication.processEvents()
    texts.choose("en_XA")
    qtbot.waitUntil(lambda: painted.words == "Śáṽé")


@pytest.mark.parametrize(
    ("system", "wanted", "code", "name"),
    [
        ("de_AT", "de", "de", "de_AT"),
        ("de_AT", "", "de", "de_AT"),
        ("de_AT", "vi", "vi", "vi_VN"),
        ("fr_CH", "", "en", "fr_CH"),
        ("fr_CH", "en", "en", "en_US"),
        ("en_GB", "en", "en", "en_US"),
        ("vi_VN", "gone", "vi", "vi_VN"),
    ],
)
def test_numbers_are_those_of_the_system_where_its_language_is_spoken(
    monkeypatch, languages, system, wanted, code, name
):
    compiled({"Save": "Sichern"}, languages, "de")
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale(system)))
    texts.begin(wanted)
    assert (language.code(), QLocale().name()) == (code, name)
    assert language.numbers().decimal == QLocale(name).decimalPoint()


def test_broken_catalog_leaves_english(languages):
    (languages / "vi.mo").write_bytes(b"broken")
    assert not texts.choose("vi")
    assert _("Save") == "Save"


def test_buttons_of_qt_speak_the_language_by_its_catalog(qtbot):
    texts.choose("ar")
    box = QMessageBox(standardButtons=QMessageBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QMessageBox.StandardButton.Cancel).text() != "Cancel"


def test_buttons_of_qt_speak_a_language_that_qt_does_not_know(languages, qtbot):
    catalog = Catalog(locale="vi", charset="utf-8", fuzzy=False)
    catalog.add("Cancel", "Hủy", context="QPlatformTheme")
    written(catalog, languages, "vi")
    texts.choose("vi")
    box = QMessageBox(standardButtons=QMessageBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "Hủy"


def test_translators_of_earlier_languages_are_gone(qapp):
    def count():
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(qapp.findChildren(QTranslator))

    texts.choose("vi")
    before = count()
    for code in ("ar", "en", "vi"):
        texts.choose(code)
    assert count() == before


def test_what_goes_while_others_are_put_is_left_alone():
    class Remover(QObject):
        def show(self, _text):
            if language.code() == "vi":
                shiboken6.delete(gone)

    remover, gone = Remover(), QObject()
    texts.put(remover.show, lambda: _("Save"))
    texts.put(gone.setObjectName, lambda: _("Save"))
    texts.choose("vi")
    assert not texts.isValid(gone)


def test_texts_of_qt_are_those_that_qt_shows():
    german = QTranslator()
    assert german.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    pairs = [each.split("\x04") for each in qt_texts.TEXTS]
    assert [pair for pair in pairs if not german.translate(*pair)] == []
