"""The folder in which Fewtone keeps what a user chose, for window and terminal alike."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def settings_folder() -> Path:
    """Return the folder, which need not be there.

    It is the one that the system has for this user. A portable program carries its own: a folder
    named `settings` beside it, which the user may make or remove.
    """
    portable = Path(sys.executable).with_name("settings")
    if getattr(sys, "frozen", False) and portable.is_dir():
        return portable
    if sys.platform == "win32":
        from platformdirs import user_config_path

        return user_config_path("Fewtone", appauthor=False, roaming=True)
    # macOS as well has it here: Qt, by which the window remembers, keeps plain files there.
    config = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(config) if config.startswith("/") else Path.home() / ".config") / "Fewtone"
