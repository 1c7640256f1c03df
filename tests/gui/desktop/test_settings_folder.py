"""The folder of settings: the same for the window, which asks Qt, and for the terminal."""

import subprocess
import sys

import pytest

from tests import ROOT

BOTH = """
from core.settings_folder import settings_folder
from gui.desktop import remembered

print(settings_folder(), remembered.settings_folder(), sep="\\n")
"""


@pytest.mark.parametrize("config", [None, "config", ""])
def test_window_and_terminal_look_into_the_same_folder(config, tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_CONFIG_HOME")
    if config is not None:
        monkeypatch.setenv("XDG_CONFIG_HOME", config and str(tmp_path / config))
    # Qt finds it once, and keeps it.
    done = subprocess.run(
        [sys.executable, "-c", BOTH], cwd=ROOT, check=True, capture_output=True, text=True
    )
    ours, of_window = done.stdout.splitlines()
    assert ours == of_window
