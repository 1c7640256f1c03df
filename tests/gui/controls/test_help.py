"""Help: the guide, the page of shortcuts, about; and tips that say what things do."""

import re
from html import unescape

import pytest
from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QComboBox, QPushButton

import resources
from core import Settings, language
from core.fields import Choice, Number, Switch
from core.settings import SETTINGS
from gui.controls.settings_panel import SettingsPanel
from gui.desktop import about, texts
from gui.desktop.reader import Reader, anchor_of
from tests.catalogs import compiled
from tests.gui.hands import activate

IN_BOXES = [
    name
    for name, kind in SETTINGS.items()
    if kind.title and isinstance(kind, Choice | Number | Switch)
    if name not in {"colors", "enlarge"}
]
GUIDE = resources.document("guide.md").read_text(encoding="utf-8")


@pytest.fixture
def page(qtbot, window):
    return window.help.show_guide()


def test_guide_answers_the_questions_that_people_have():
    asked = re.findall(r"^### (.+)$", GUIDE, re.MULTILINE)
    for word in ("bands", "start", "larger", "numbers mean"):
        assert any(word in question for question in asked)
    linked = re.findall(r"\]\(#(.+)\)", GUIDE)
    assert linked == [anchor_of(question) for question in asked]
    before_questions = GUIDE.split("## Questions")[0]
    assert len(before_questions.split()) < 400  # two minutes for who reads slowly


def test_guide_names_what_the_window_has():
    titles = {kind.title for kind in SETTINGS.values()}
    for word in re.findall(r"\*(Dither|Effort|Accents|Space|Start|Iterations|Seed)\*", GUIDE):
        assert word in titles
    options = {option.title for kind in SETTINGS.values() for option in kind.options.values()}
    for name in ("Random", "Floyd–Steinberg", "Blue noise", "Best"):
        assert f"*{name}*" in GUIDE
        assert name in options


def test_link_goes_to_its_answer(page):
    page.page.anchorClicked.emit(QUrl("#what-do-the-numbers-mean"))
    block = page.page.textCursor().block()
    assert block.text() == "What do the numbers mean?"
    assert block.blockFormat().headingLevel() == 3
    assert page.page.verticalScrollBar().value() > 0


def test_link_elsewhere_opens_the_browser(page, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page.page.anchorClicked.emit(QUrl("https://numpy.org"))
    assert opened == [QUrl("https://numpy.org")]
    assert "Fewtone in two minutes" in page.page.toPlainText()


@pytest.mark.parametrize(
    ("key", "modifier", "title"),
    [
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "Guide"),
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier, "Keyboard shortcuts"),
    ],
)
def test_key_opens_one_page_beside_the_window(window, qtbot, key, modifier, title):
    for _ in range(2):
        activate(qtbot, window)
        qtbot.keyClick(window, key, modifier)
        (page,) = (each for each in window.findChildren(Reader) if each.isVisible())
        assert page.windowTitle() == title
        assert not page.isModal()


def test_every_key_of_the_table_is_on_the_page(opened):
    opened.session.set_settings(Settings(5))
    text = opened.help.show_shortcuts().page.toPlainText()
    assert "Change to 5 colors" not in text
    for action in opened.actions_.made.values():
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys:
            assert keys in text
            assert action.text().replace("&", "").rstrip("…") in text


def test_versions_can_be_copied(window, qtbot):
    box = window.help.show_about()
    copy = next(each for each in box.findChildren(QPushButton) if "Copy" in each.text())
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    box.close()
    for name in ("Fewtone", "Python", "Qt", "NumPy", "Pillow", "pi-heif", "pyoxipng"):
        assert re.search(rf"^{name}: \d", text, re.MULTILINE | re.IGNORECASE), name


def test_about_names_all_that_the_readme_names():
    readme = (resources.document("guide.md").parents[1] / "README.md").read_text(encoding="utf-8")
    for name, address in re.findall(
        r"\[([\w ]+)\]\((https[^)]+)\)", readme.split("MIT licence")[1]
    ):
        assert any(name in part.name or part.address == address for part in about.MADE_WITH)


@pytest.mark.parametrize("name", IN_BOXES)
def test_tip_says_what_a_setting_does_and_what_its_choices_mean(qtbot, name):
    panel = SettingsPanel()
    qtbot.addWidget(panel)
    kind, box = SETTINGS[name], panel.boxes[name]
    tip = unescape(box.toolTip())
    assert kind.tip in tip
    if isinstance(box, QComboBox) and kind.options:
        assert f"{box.currentText()}: {kind.options[box.currentData()].tip}" in tip
        assert all(box.itemData(place, Qt.ItemDataRole.ToolTipRole) for place in range(box.count()))


@pytest.mark.parametrize(
    ("settings", "name", "why"),
    [
        (Settings(), "seed", "draws nothing"),
        (Settings(), "dither_strength", "Nothing is dithered"),
        (Settings(start="random"), "accents", "only Wu"),
        (Settings(2, first_colors=((0, 0, 0), (9, 9, 9))), "seed", "colors of a palette"),
    ],
)
def test_disabled_setting_says_why(qtbot, settings, name, why):
    panel = SettingsPanel()
    qtbot.addWidget(panel)
    panel.show_settings(settings)
    assert not panel.boxes[name].isEnabled()
    assert why in panel.boxes[name].toolTip()


def test_everything_waits_for_a_photo_and_says_so(window, photo_file, settled):
    actions, panel = window.actions_, window.panel
    assert not panel.isEnabled()
    tips = [actions.save.toolTip(), actions.more_colors.toolTip(), panel.boxes["effort"].toolTip()]
    assert all("Open a photo first" in each for each in tips)
    window.open([photo_file])
    settled(window)
    assert panel.isEnabled()
    tips = [actions.save.toolTip(), actions.more_colors.toolTip(), panel.boxes["effort"].toolTip()]
    assert not any("Open a photo first" in each for each in tips)
    assert "Choose two colors or more" in actions.merge.toolTip()
    window.palette_view.choose([0, 1])
    assert "Choose two colors or more" not in actions.merge.toolTip()


def test_guide_is_half_in_english_where_it_is_half_translated(window, page, tmp_path):
    before = language._Now.folder
    question = "### What do the numbers mean?"
    compiled({question: "### Các con số nghĩa là gì?"}, tmp_path, "vi")
    language.look_in(tmp_path)
    try:
        texts.choose("vi")
        page.page.anchorClicked.emit(QUrl("#what-do-the-numbers-mean"))
        assert page.page.textCursor().block().text() == "Các con số nghĩa là gì?"
        page.page.anchorClicked.emit(QUrl("#which-start-is-the-best"))
        assert page.page.textCursor().block().text() == "Which start is the best?"
    finally:
        texts.choose("en")
        # Numbers stay as a locale of English has them.
        language.use("en")
        language.look_in(before)
        QLocale.setDefault(QLocale.c())
    assert "Các con số" not in page.page.toPlainText()
