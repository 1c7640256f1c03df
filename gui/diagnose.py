"""`--diagnose`: print what a report of a fault needs, however much of Qt can be loaded."""

from __future__ import annotations

import os
import sys

from core import diagnosis
from gui.desktop import libraries, screens


def main() -> int:
    """Print the facts, and return the exit code: 0, as what does not work is one of them."""
    print(diagnosis.described(diagnosis.facts()), flush=True)
    print(_about_qt())
    return 0


def _about_qt() -> str:
    try:
        from PySide6.QtGui import QGuiApplication

        if sys.platform.startswith("linux") and (why := screens.why_none()):
            # Without a screen Qt would end the process.
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            print(f"Screen: none. {why}")

        from gui.desktop.diagnosis import of_window
    except ImportError as error:
        lacking = libraries.missing(str(error), screens.expected())
        return f"Qt: {libraries.sentence(lacking) if lacking else error}"
    application = QGuiApplication(sys.argv[:1])
    lines = of_window()
    application.shutdown()
    return lines
