"""The folder of settings: the same for the window, which asks Qt, and for the terminal."""

from core.settings_folder import settings_folder
from gui.desktop import remembered


def test_window_and_terminal_look_into_the_same_folder():
    assert settings_folder() == remembered.settings_folder()
