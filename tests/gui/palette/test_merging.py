"""Near duplicates: merged up to a difference, with the picture as a preview."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from core import merge_near, near_duplicates
from core.model import Edited
from gui.palette.merging import MergingDialog
from tests.gui.hands import click_rows


def merge_button(dialog):
    box = dialog.findChild(QDialogButtonBox)
    return next(each for each in box.buttons() if each.text() == "&Merge")


def test_dialog_says_how_many_colors_remain_at_each_limit(qtbot):
    dialog = MergingDialog(None, 6, [0.5, 2.0, 2.0, 7.5, 30.0])
    qtbot.addWidget(dialog)
    told = []
    dialog.limit_changed.connect(told.append)
    for limit, left in ((0.4, 6), (0.5, 5), (7, 3), (8, 2), (20, 2)):
        dialog.box.setValue(limit)
        assert dialog.answer.text() == f"{left} of 6 colors remain"
        assert merge_button(dialog).isEnabled() == (left < 6)
        assert dialog.slider.value() == round(10 * limit)
    dialog.slider.setValue(21)
    assert dialog.box.value() == 2.1
    assert told == [0.4, 0.5, 7, 8, 20, 2.1]


@pytest.mark.parametrize("merges", [True, False])
def test_near_duplicates_are_merged_as_the_preview_showed(opened, qtbot, settled, answer, merges):
    click_rows(qtbot, opened.palette_view, 1)
    opened.actions_.lock.trigger()
    before = opened.session.result.palette
    joins = near_duplicates(before)
    expected = merge_near(Edited.of(before), joins, 20).palette.hex
    assert len(expected) < 8
    drafts = []
    opened.session.draft_made.connect(lambda draft, _picture: drafts.append(draft.palette.hex))

    def act(dialog):
        qtbot.keyClick(dialog.slider, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: expected in drafts)
        assert opened.canvas._layers.draft is not None
        assert merge_button(dialog).isDefault()
        qtbot.keyClick(dialog, Qt.Key.Key_Return if merges else Qt.Key.Key_Escape)

    assert answer(MergingDialog, act) is not None
    opened.actions_.merge_near.trigger()
    settled(opened)
    assert opened.session.result.palette.hex == (expected if merges else before.hex)
    assert opened.canvas._layers.draft is None
    assert len(opened.palette_view.rows) == len(opened.session.result.palette)
    stack = opened.session.desks.undo_group.activeStack()
    assert stack.count() == 1 + merges
    if merges:
        assert before.hex[1] in expected
        assert opened.status.text == f"8 colors merged to {len(expected)}"
        opened.actions_.undo.trigger()
        settled(opened)
        assert opened.session.result.palette.hex == before.hex


def test_difference_is_shown_again_when_nothing_was_merged(opened, qtbot, answer):
    opened.actions_.difference.trigger()
    qtbot.waitUntil(lambda: opened.canvas.shows_difference)

    def act(dialog):
        qtbot.keyClick(dialog.slider, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: not opened.canvas.shows_difference)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answer(MergingDialog, act)
    opened.actions_.merge_near.trigger()
    qtbot.waitUntil(lambda: opened.canvas.shows_difference)


def test_two_colors_are_not_merged(opened, settled):
    assert opened.actions_.merge_near.isEnabled()
    opened.panel.set_colors(2)
    settled(opened)
    assert not opened.actions_.merge_near.isEnabled()
