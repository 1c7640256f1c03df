"""Own colors for many photos: saved at once, and in one palette for all."""

import pytest
from PIL import Image

from core.owned import OwnedColors

BEADS = OwnedColors(
    tuple((r, g, b) for r in (0, 90, 180, 255) for g in (0, 120, 255) for b in (0, 120, 255)),
    title="beads",
)


@pytest.fixture
def chosen(many, settled):
    """The window with its photos, all in the best 6 of the beads."""
    many.panel.set_colors(6)
    many.own_colors_desk.choose(BEADS)
    settled(many)
    return many


def colors_of(path):
    with Image.open(path) as image:
        return {color for _count, color in image.convert("RGB").getcolors()}


def test_all_are_saved_in_them_each_in_its_own_choice(chosen, save_all, tmp_path):
    save_all(chosen, tmp_path / "out")
    files = list((tmp_path / "out").rglob("*.png"))
    assert files
    for file in files:
        assert 1 <= len(colors_of(file)) <= 6
        assert colors_of(file) <= set(BEADS.colors)


def test_one_palette_for_all_is_chosen_from_them_and_anew_when_one_is_sold_out(
    chosen, qtbot, settled
):
    desks = chosen.session.desks
    chosen.actions_.one_palette.trigger()
    qtbot.waitUntil(lambda: desks.work.fixed is not None)
    settled(chosen)
    first = set(map(tuple, desks.work.fixed.palette.colors.tolist()))
    assert first <= set(BEADS.colors)
    gone = min(first)
    chosen.own_colors_desk._set_sold_out(frozenset([gone]))
    qtbot.waitUntil(lambda: gone not in set(map(tuple, desks.work.fixed.palette.colors.tolist())))
    settled(chosen)
    assert desks.work.settings.owned.sold_out == {gone}
    chosen.actions_.release_palette.trigger()
    settled(chosen)
    assert desks.work.fixed is None
    assert chosen.palette_view.chip.text.startswith("Best ")
