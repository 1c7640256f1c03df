"""The player: buttons, keys and slider go through the moments, and it plays by itself."""

import pytest
from PySide6.QtCore import QPoint, Qt

from gui.kmeans.player import Player
from tests.gui.hands import LEFT, activate


@pytest.fixture
def player(qtbot):
    player = Player()
    qtbot.addWidget(player)
    player.resize(600, 40)
    player.show()
    player.set_count(10)
    player.go_to(4)
    return player


@pytest.mark.parametrize(
    ("button", "index"), [("first", 0), ("back", 3), ("forward", 5), ("last", 9)]
)
def test_buttons_go_to_moments(player, qtbot, button, index):
    qtbot.mouseClick(player._buttons[button], LEFT)
    assert player.index == player.slider.value() == index


@pytest.mark.parametrize(
    ("key", "index"),
    [(Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 3), (Qt.Key.Key_Right, 5), (Qt.Key.Key_End, 9)],
)
def test_keys_go_to_moments(player, qtbot, key, index):
    activate(qtbot, player)
    qtbot.keyClick(player, key, Qt.KeyboardModifier.ControlModifier)
    assert player.index == index


def test_a_click_on_the_slider_goes_there(player, qtbot):
    qtbot.mouseClick(player.slider, LEFT, pos=QPoint(player.slider.width() - 3, 10))
    assert player.index == 9
    qtbot.mouseClick(player.slider, LEFT, pos=QPoint(2, 10))
    assert player.index == 0


def test_ends_cannot_be_left(player):
    player.to_last()
    assert not player._buttons["forward"].isEnabled()
    player.step(1)
    assert player.index == 9
    player.to_first()
    assert not player._buttons["back"].isEnabled()


class SteadyClock:
    """A clock by which frames follow each other as on a machine that has nothing else to do."""

    def start(self):
        pass

    def restart(self):
        return 16


def test_it_plays_through_what_lies_between_moments_and_stops_at_the_end(player, qtbot):
    player._clock = SteadyClock()
    positions = []
    player.moved.connect(positions.append)
    player._speed.setCurrentIndex(3)
    player.go_to(5)
    player.toggle()
    assert player._buttons["play"].text() == "Pause"
    qtbot.waitUntil(lambda: not player.playing)
    assert positions == sorted(positions)
    assert any(position % 1 for position in positions)
    assert player.index == 9
    assert player._buttons["play"].text() == "Play"


def test_at_the_end_it_plays_from_the_beginning(player):
    player.to_last()
    player.toggle()
    assert player.playing
    assert player.index == 0
    player.pause()


def test_a_pause_leaves_it_at_a_moment(player, qtbot):
    player.toggle()
    qtbot.waitUntil(lambda: player.position % 1 > 0)
    player.pause()
    assert player.position == player.index


def test_new_moments_are_followed_until_the_user_looks_back(player):
    player.begin()
    player.set_count(3)
    assert player.index == 2
    player.set_count(5)
    assert player.index == 4
    player.go_to(1)
    player.set_count(8)
    assert player.index == 1


def test_without_moments_there_is_nothing_to_play(player):
    player.begin()
    assert not player.isEnabled()
    player.toggle()
    assert not player.playing


def test_one_moment_is_no_film(player):
    player.begin()
    player.set_count(1)
    player.toggle()
    assert not player.playing
