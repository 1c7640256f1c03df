"""The choosers of palette files: what can be read is offered to open, what is written to save."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from core import palette_formats
from gui.desktop import dialogs
from gui.desktop.store import Store


def test_all_palettes_can_be_opened_and_those_fewtone_writes_saved(qtbot, monkeypatch, tmp_path):
    asked = []

    def answer(_parent, title, name, filters, *_selected):
        asked.append((title, name, filters))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    store = Store()
    assert dialogs.ask_for_palette(None, store) is None
    assert dialogs.ask_where_to_save_palette(None, store, tmp_path / "sea.jpg") is None
    (_, _, to_open), (_, name, to_save) = asked
    assert Path(name).name == "sea.palette.gpl"
    for each in palette_formats():
        assert to_open.count(f"*{each.ending} ") + to_open.count(f"*{each.ending})") == 1
    written = [each for each in palette_formats() if each.write]
    filters = to_save.split(";;")
    assert [each[each.index("(") :] for each in filters] == [
        f"(*{each.ending})" for each in written
    ]
    assert filters[0] == "GIMP, Inkscape, Krita, Aseprite (*.gpl)"
    for program in ("Photoshop", "Procreate", "LibreOffice", "Illustrator", "Web"):
        assert program in to_save
    assert len({each.ending for each in written}) == len(written)
