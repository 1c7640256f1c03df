"""What a report of a fault needs to know: the machine, Qt, and the places of settings and log."""

from __future__ import annotations

from pathlib import Path

import PySide6
from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

from core import diagnosis
from gui.desktop import crashes, log
from gui.desktop.remembered import settings_folder


def report() -> str:
    """Write all facts, a line each, and the last crash; it takes a QGuiApplication."""
    return f"{diagnosis.described(diagnosis.facts())}\n{of_window()}"


def of_window() -> str:
    """Write what only the window knows; it takes a QGuiApplication."""
    facts = diagnosis.described({**qt_facts(), **places()})
    return f"{facts}\n\n{crashes.last()}".strip()


def qt_facts() -> dict[str, str]:
    """Collect what Qt knows of itself, the screens and the fonts."""
    hints = QGuiApplication.styleHints()
    screens = [
        f"{each.size().width()}×{each.size().height()} at {each.devicePixelRatio():g}"
        for each in QGuiApplication.screens()
    ]
    font = QGuiApplication.font()
    return {
        "Qt": f"{qVersion()}, PySide6 {PySide6.__version__}",
        "Window system": QGuiApplication.platformName(),
        "Screens": ", ".join(screens) or "none",
        "Colors of the system": hints.colorScheme().name.lower(),
        "Fonts": f"{len(QFontDatabase.families())} families, "
        f"{font.family()} at {font.pointSizeF():g} points",
        "Language": QLocale.system().name(),
    }


def places() -> dict[str, str]:
    """Name the folder of the settings and the log, without the home folder and its name."""
    kept = "" if log.is_kept() else " (cannot be written)"
    return {"Settings": _from_home(settings_folder()), "Log": f"{_from_home(log.file())}{kept}"}


def details(error: str) -> str:
    """Write all that a report of an unexpected error needs: it, the facts, the end of the log."""
    return f"{error}\n\n{report()}\n\n{log.last_lines()}".strip()


def _from_home(path: Path) -> str:
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
