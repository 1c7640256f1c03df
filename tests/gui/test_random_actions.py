"""Seeded random actions of a user: nothing fails, nothing is left behind."""

import pytest

from gui import documents
from tests.gui.user import Delays, Files, User, living, resident_bytes, running_threads


@pytest.fixture
def play(qtbot, store, tmp_path, astronaut, monkeypatch):
    """Let a user act so many times."""
    monkeypatch.setattr(documents.QDesktopServices, "openUrl", lambda _url: True)

    def act(seed, actions, slow_ms):
        files = Files(tmp_path / "disk", astronaut)
        delays = Delays(monkeypatch, seed, slow_ms)
        before = running_threads()
        with qtbot.captureExceptions() as exceptions:
            user = User(seed, files, store, delays)
            user.problems = exceptions
            levels = []
            try:
                for number in range(actions):
                    user.act()
                    if number % 50 == 49:
                        user.settle()
                        levels.append((number, resident_bytes(), living()))
                user.settle()
                levels.append((actions, resident_bytes(), living()))
                user.leave()
            finally:
                user.give_up()
        after = running_threads()
        assert not [name for name in after if name not in before]
        return user, levels

    return act


import os

SEEDS = [int(n) for n in os.environ.get("SEEDS", "1 2 3").split()]
ACTIONS = int(os.environ.get("ACTIONS", "150"))


@pytest.mark.parametrize("seed", SEEDS)
def test_random_actions(play, seed):
    user, levels = play(seed, ACTIONS, slow_ms=20 * (seed % 2))
    for level in levels:
        print(level)
