"""Pickles that Qt finds in settings of the desktop are not opened."""

from __future__ import annotations

import pickle

from PySide6.QtCore import QByteArray, QDataStream, QIODevice


class _Sample:
    """Any object of Python."""


def refuse_pickles() -> None:
    """Have PySide6 make None of Python objects in settings; call it before there is a window.

    Qt itself reads settings that anybody may have written: its file chooser opens QtProject.conf.
    Where such a file holds a Python object, PySide6 unpickles it, and by that runs any code. It
    looks up the function for this once, when it comes to the first such object.
    """
    stored = QByteArray()
    QDataStream(stored, QIODevice.OpenModeFlag.WriteOnly).writeQVariant(_Sample())
    unpickle = pickle.loads
    pickle.loads = _refuse  # type: ignore[assignment]
    try:
        QDataStream(stored).readQVariant()
    finally:
        pickle.loads = unpickle


def _refuse(_data: bytes) -> None:
    return None
