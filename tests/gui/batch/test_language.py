import pytest
from PySide6.QtCore import Qt

from gui.batch.dialog import SaveAllDialog
from gui.desktop import texts
from tests.app.shown import cut_texts, shown_texts
from tests.catalogs import ACCENTED, LONGER, MIRRORED

pytestmark = pytest.mark.usefixtures("languages")


def test_photos_that_were_saved_follow_the_language(many, save_all, tmp_path):
    texts.choose(ACCENTED)
    save_all(many, tmp_path / "out")
    begun_so = sorted(shown_texts())
    texts.choose("en")
    assert not [text for _place, text in shown_texts() if LONGER in text]
    texts.choose(ACCENTED)
    assert sorted(shown_texts()) == begun_so


@pytest.mark.parametrize("code", [ACCENTED, MIRRORED])
def test_nothing_is_cut_where_photos_are_saved(many, save_all, tmp_path, qtbot, code):
    texts.choose(code)
    save_all(many, tmp_path / "out")
    qtbot.waitUntil(lambda: list(cut_texts()) == [])


@pytest.mark.parametrize("code", [ACCENTED, MIRRORED])
def test_nothing_is_cut_in_the_dialog(many, answer, code):
    cut = []
    texts.choose(code)
    answer(SaveAllDialog, lambda _box: cut.extend(cut_texts()))
    many.actions_.save_all.trigger()
    assert [text for place, text in cut if "SaveAllDialog" in place] == []


def test_list_is_told_that_its_words_changed(many, save_all, tmp_path, qtbot):
    save_all(many, tmp_path / "out")
    model = many.batch_desk.window.model_
    title = model.headerData(1, Qt.Orientation.Horizontal)
    with qtbot.waitSignals([model.headerDataChanged, model.dataChanged]):
        texts.choose(ACCENTED)
    assert model.headerData(1, Qt.Orientation.Horizontal) != title


def test_action_says_what_it_does_while_photos_are_saved(many, save_all, tmp_path, qtbot):
    action = many.actions_.save_all
    usual = action.text()
    save_all(many, tmp_path / "out", wait=False)
    while_saving = action.text()
    texts.choose(ACCENTED)
    texts.choose("en")
    assert usual != while_saving == action.text()
    qtbot.waitUntil(lambda: not many.batch_desk.busy)
    assert action.text() == usual
