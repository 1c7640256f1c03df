"""The folder in which Fewtone keeps what a user chose, for window and terminal alike."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def portable_folder() -> Path | None:
    """Return the folder that a portable program carries: `settings` beside it, if it is there."""
    folder = Path(sys.executable).with_name("settings")
    return folder if getattr(sys, "frozen", False) and folder.is_dir() else None


def settings_folder() -> Path:
    """Return the folder, which need not be there.

    It is that of a portable program, or the one that the system has for this user.
    """
    if (portable := portable_folder()) is not None:
        return portable
    if sys.platform == "win32":
        from platformdirs import user_config_path

        return user_config_path("Fewtone", appauthor=False, roaming=True)
    # macOS as well has it here: Qt, by which the window remembers, keeps plain files there.
    config = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(config) if config.startswith("/") else Path.home() / ".config") / "Fewtone"
