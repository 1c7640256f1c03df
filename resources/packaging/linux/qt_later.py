"""Runs in the bundle before PyInstaller's start of Qt, and keeps it from loading Qt.

It would load QtCore to tell Qt where it is, for the command line and for each child process as
well. The wheels of PySide6 tell that themselves, once a program imports them.
"""

from _pyi_rth_utils import qt

qt.create_embedded_qt_conf = lambda *_: None
