"""Presets in the window: chosen, kept, renamed, deleted, brought and sent."""

import pytest
from PySide6.QtWidgets import QInputDialog, QMessageBox

from core import (
    Framing,
    Goals,
    Preset,
    PresetStore,
    SaveOptions,
    Settings,
    load_preset,
    save_preset,
)
from core.cli.main import main as cli
from core.errors import WriteError
from gui.desktop import dialogs


@pytest.fixture
def desk(opened):
    return opened.presets_desk


@pytest.fixture
def kept(store):
    """The presets of the user."""
    return PresetStore(store.presets)


@pytest.fixture
def errors(monkeypatch):
    said = []
    monkeypatch.setattr(dialogs, "show_error", lambda _window, sentences: said.extend(sentences))
    return said


def entries(desk):
    desk.button.fill()
    return [action.text() for action in desk.button.menu_.actions() if action.text()]


def choose(desk, name, menu=None):
    """Choose an entry of the menu, or of one of its menus."""
    desk.button.fill()
    actions = desk.button.menu_.actions()
    if menu is not None:
        inner = next(each for each in actions if each.text().replace("&", "") == menu)
        actions = inner.menu().actions()
    next(each for each in actions if each.text() == name).trigger()


def type_name(answer, name):
    def act(dialog):
        dialog.setTextValue(name)
        dialog.accept()

    return answer(QInputDialog, act)


def click(answer, text):
    def act(box):
        next(button for button in box.buttons() if button.text().replace("&", "") == text).click()

    return answer(QMessageBox, act)


def test_preset_sets_settings_format_and_goal_and_leaves_the_frame(opened, desk, settled):
    opened.session.set_framing(Framing((0, 0, 80, 60)))
    desk.use(
        Preset(
            *("x", Settings(5, dither="jarvis", resize="40x"), SaveOptions(format="webp")),
            Goals(max_bytes=3000),
        )
    )
    settled(opened)
    session = opened.session
    assert session.settings.dither == "jarvis"
    assert session.result.indices.shape == (30, 40)
    assert session.save_options.format == "webp"
    assert opened.outcome_desk.goals.goals == Goals(max_bytes=3000)
    desk.use(Preset("y", Settings(6)))
    settled(opened)
    assert session.settings.colors == 6
    assert not opened.outcome_desk.goals.goals
    assert session.desks.work.framing == Framing((0, 0, 80, 60))


def test_cancel_leaves_the_number_of_before_a_preset_with_a_goal(opened, desk, settled):
    choose(desk, "Web small")
    assert opened.session.settings.colors == 8
    opened.actions_.cancel.trigger()
    settled(opened)
    assert opened.session.settings.colors == 8


def test_locked_colors_stay_with_their_photo(opened, desk, kept, answer, settled):
    color = tuple(opened.session.result.palette.colors[0].tolist())
    opened.session.editing.lock_further(color)
    settled(opened)
    type_name(answer, "mine")
    desk.button.saving_wanted.emit()
    assert kept.kept().presets[0].settings.locked == ()
    choose(desk, "Poster 5")
    settled(opened)
    assert opened.session.settings.locked == (color,)


def test_preset_over_another_keeps_both_if_it_cannot_be_written(kept, monkeypatch):
    kept.save(Preset("a", Settings(3)))
    kept.save(Preset("b", Settings(4)))

    def fail(*_arguments, **_how):
        raise WriteError("the disk is full")

    with monkeypatch.context() as full:
        full.setattr("core.presets.json_file.replace_file", fail)
        with pytest.raises(WriteError, match="the disk is full"):
            kept.rename("a", "b", replaces=True)
    assert [preset.name for preset in kept.kept().presets] == ["a", "b"]
    kept.rename("a", "b", replaces=True)
    (left,) = kept.kept().presets
    assert (left.name, left.settings.colors) == ("b", 3)


def test_shipped_presets_can_be_chosen(opened, desk, settled):
    assert entries(desk)[:2] == ["Web small", "Poster 5"]
    choose(desk, "Poster 5")
    settled(opened)
    assert opened.session.settings.colors == 5
    assert "Poster 5" in opened.status.text


def test_present_settings_are_kept_under_a_name(opened, desk, kept, answer, settled):
    opened.panel.set_colors(3)
    settled(opened)
    type_name(answer, "Mugs & shirts")
    desk.button.saving_wanted.emit()
    (preset,) = kept.kept().presets
    assert (preset.name, preset.settings.colors) == ("Mugs & shirts", 3)
    assert "Mugs && shirts" in entries(desk)


def test_name_that_cannot_be_is_asked_for_again(desk, kept, answer, qtbot):
    asked = []

    def act(dialog):
        asked.append(dialog.labelText())
        dialog.setTextValue("a/b" if len(asked) == 1 else "good")
        dialog.accept()

    answer(QInputDialog, act)
    answer(QInputDialog, act)
    desk.button.saving_wanted.emit()
    assert [preset.name for preset in kept.kept().presets] == ["good"]
    assert asked[1].startswith("The name “a/b”")


@pytest.mark.parametrize("button", ["Replace", "Cancel"])
def test_preset_is_replaced_only_on_request(opened, desk, kept, answer, button):
    kept.save(Preset("mine", Settings(3)))
    type_name(answer, "Mine")
    click(answer, button)
    if button == "Cancel":
        answer(QInputDialog, lambda dialog: dialog.reject())
    desk.button.saving_wanted.emit()
    (preset,) = kept.kept().presets
    assert preset.settings.colors == (opened.session.settings.colors if button == "Replace" else 3)


def test_preset_is_renamed_and_deleted(desk, kept, answer):
    kept.save(Preset("one", Settings(3)))
    type_name(answer, "two")
    choose(desk, "one", "Rename")
    assert [preset.name for preset in kept.kept().presets] == ["two"]
    click(answer, "Delete")
    choose(desk, "two", "Delete")
    assert kept.kept().presets == ()


def test_preset_is_sent_and_brought(opened, desk, kept, choose_file, tmp_path, settled):
    kept.save(Preset("mine", Settings(3)))
    choose_file(tmp_path / "for the class")
    choose(desk, "mine", "Export")
    assert load_preset(tmp_path / "for the class.json").name == "mine"
    kept.delete("mine")
    choose_file(tmp_path / "for the class.json")
    desk.button.loading_wanted.emit()
    settled(opened)
    assert [preset.name for preset in kept.kept().presets] == ["mine"]
    assert opened.session.settings.colors == 3


@pytest.mark.parametrize("content", ["nothing", '{"fewtone_preset": 99, "name": "x"}'])
def test_file_that_is_no_preset_is_one_sentence(
    opened, desk, errors, choose_file, tmp_path, content
):
    before = opened.session.settings
    (tmp_path / "bad.json").write_text(content)
    choose_file(tmp_path / "bad.json")
    desk.button.loading_wanted.emit()
    assert len(errors) == 1
    assert "bad.json" in errors[0]
    assert opened.session.settings == before


def test_broken_file_among_the_presets_is_told_and_keeps_none_back(opened, desk, kept, store):
    kept.save(Preset("mine", Settings(3)))
    (store.presets / "broken.json").write_text("{")
    assert "mine" in entries(desk)
    assert "broken.json" in opened.notice.text


def test_name_of_one_that_comes_with_fewtone_is_refused_when_brought(
    desk, errors, choose_file, tmp_path
):
    save_preset(Preset("Poster 5", Settings(3)), tmp_path / "p.json")
    choose_file(tmp_path / "p.json")
    desk.button.loading_wanted.emit()
    assert "comes with Fewtone" in errors[0]


@pytest.mark.parametrize("goals", [Goals(), Goals(max_bytes=2500), Goals(auto="poster")])
def test_preset_of_the_window_makes_the_same_bytes_in_the_terminal(
    opened, desk, answer, choose_file, settled, photo_file, tmp_path, qtbot, goals
):
    opened.session.set_settings(Settings(5, dither="jarvis", resize="80x"))
    opened.outcome_desk.goals.choose(goals)
    found = opened.outcome_desk.goals
    qtbot.waitUntil(lambda: opened.session.settled and not found.busy, timeout=60_000)
    settled(opened)
    type_name(answer, "mine")
    desk.button.saving_wanted.emit()
    choose_file(tmp_path / "mine.json")
    choose(desk, "mine", "Export")
    assert load_preset(tmp_path / "mine.json").settings.colors == (256 if goals else 5)
    with qtbot.waitSignal(opened.session.saved):
        opened.session.save_image(tmp_path / "window.png")
    out = tmp_path / "terminal.png"
    assert (
        cli(["compress", str(photo_file), "--preset", str(tmp_path / "mine.json"), "-o", str(out)])
        == 0
    )
    assert out.read_bytes() == (tmp_path / "window.png").read_bytes()
