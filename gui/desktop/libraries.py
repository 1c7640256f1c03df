"""What Qt wants of a Linux system: which libraries are missing, and whether there is a screen.

Nothing here needs Qt.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
from pathlib import Path

# What the window needs wherever it opens, with the packages of Debian and Ubuntu.
_ALWAYS = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
}
# What it needs on some screens only; a bundle has most of these inside.
_SOMETIMES = {
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def missing(error: str) -> list[str]:
    """List the libraries that the window lacks here, by the words of the loader about one of them.

    Parameters
    ----------
    error : str
        What an import or the loader said.

    Returns
    -------
    list of str
        Empty if it said nothing of a library that is not there.
    """
    found = re.search(r"([^\s:/]+\.so[.\d]*): cannot open shared object file", error)
    if found is None:
        return []
    others = [name for name in _ALWAYS if name != found[1] and not loads(name)]
    return [found[1], *others]


def loads(library: str) -> bool:
    """Try whether the loader finds a library, with all that it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_for_screen(plugins: Path) -> list[str]:
    """List the libraries that Qt lacks for the screen, without which it would end the program.

    Parameters
    ----------
    plugins : Path
        Folder of Qt's plugins.
    """
    missing_first: list[str] = []
    for name in _screens():
        plugin = plugins / "platforms" / f"libq{name}.so"
        try:
            if plugin.is_file():
                ctypes.CDLL(str(plugin))
            return []
        except OSError as error:
            missing_first = missing_first or _missing_for(name, str(error))
    return missing_first


def _missing_for(screen: str, error: str) -> list[str]:
    """List all that one of Qt's plugins lacks, by the words of the loader about the first."""
    told = missing(error)
    if not told or getattr(sys, "frozen", False):
        return told  # a bundle has most of the others inside, where only its own files find them
    kind = "wayland" if screen == "wayland" else "xcb|[xX]11"
    others = (name for name in _SOMETIMES if re.search(kind, name) and name not in told)
    return [*told, *(name for name in others if not loads(name))]


def has_screen() -> bool:
    """Return whether there is anything to open a window on."""
    known = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return any(os.environ.get(name) for name in known) or _is_wayland()


def _screens() -> list[str]:
    """Name Qt's plugins for this screen, in the order in which Qt tries them."""
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return [each.partition(":")[0].partition("-")[0] for each in asked.split(";")]
    return ["wayland", "xcb"] if _is_wayland() else ["xcb"]


def _is_wayland() -> bool:
    session = os.environ.get("XDG_SESSION_TYPE")
    return bool(os.environ.get("WAYLAND_DISPLAY")) or session == "wayland"


def sentence(names: list[str]) -> str:
    """Say that libraries are missing, and how they are installed on this system."""
    listed = ", ".join(names)
    return f"The window of Fewtone needs what this system lacks: {listed}. {_cure(names)}"


def _cure(names: list[str]) -> str:
    known = {**_ALWAYS, **_SOMETIMES}
    if shutil.which("apt-get") and all(name in known for name in names):
        packages = dict.fromkeys(known[name] for name in names)
        return f"To install: sudo apt install {' '.join(packages)}"
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            # Packages are found by the libraries they hold there.
            wanted = " ".join(f"'{name}()(64bit)'" for name in names)
            return f"To install: sudo {tool} install {wanted}"
    return "Please install the packages that hold them."
