"""Libraries that Qt wants of a Linux system, the packages that have them, and which are missing.

Nothing here needs Qt, or anything else that is not in Python itself: dev.py asks before it installs
anything.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys

from core.language import _

# Packages of Debian and Ubuntu; those of the second and third table are for a window on X11 or
# Wayland only, and a bundle has most of them inside.
FOR_QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    # Without it there is a window, but none that takes the photos of further starts.
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
FOR_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
_FOR_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
# The packages above bring these along, where they are whole.
_BROUGHT_ALONG = {
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libfreetype.so.6": "libfreetype6",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxcb.so.1": "libxcb1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libz.so.1": "zlib1g",
}
PACKAGES = {**FOR_QT, **FOR_X11, **_FOR_WAYLAND, **_BROUGHT_ALONG}
_FOR_SCREEN = {"xcb": FOR_X11, "wayland": _FOR_WAYLAND}


def missing(error: str, screen: str) -> list[str]:
    """List the libraries that the window lacks here, by the words of the loader about one of them.

    Parameters
    ----------
    error : str
        What an import or the loader said.
    screen : str
        Qt's plugin that shall show it: "xcb", "wayland"; "" for none.

    Returns
    -------
    list of str
        Empty if it said nothing of a library that is not there.
    """
    found = re.search(r"([^\s:/]+\.so[.\d]*): cannot open shared object file", error)
    if found is None:
        return []
    others = [*FOR_QT]
    if not getattr(sys, "frozen", False):
        # A bundle has most of these inside, where only its own files find them.
        others += _FOR_SCREEN.get(screen, ())
    return [found[1], *(name for name in others if name != found[1] and not loads(name))]


def loads(library: str) -> bool:
    """Try whether the loader finds a library, with all that it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def sentence(names: list[str]) -> str:
    """Say that libraries are missing, and how they are installed on this system."""
    # Translators: the last is a sentence on how they are installed
    return _("The window of Fewtone needs what this system lacks: {libraries}. {cure}").format(
        libraries=", ".join(names), cure=_cure(names)
    )


def _cure(names: list[str]) -> str:
    if shutil.which("apt-get") and all(name in PACKAGES for name in names):
        packages = dict.fromkeys(PACKAGES[name] for name in names)
        return _to_install(f"apt install {' '.join(packages)}")  # untranslated: a command
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            # Packages are found by the libraries they hold there.
            wanted = " ".join(f"'{name}()(64bit)'" for name in names)
            return _to_install(f"{tool} install {wanted}")  # untranslated: a command
    return _("Please install the packages that hold them.")


def _to_install(command: str) -> str:
    if os.geteuid() == 0 or shutil.which("sudo"):
        return _("To install: {command}").format(command=for_root(command))
    return _("To install, with the password of root: {command}").format(command=for_root(command))


def for_root(*commands: str) -> str:
    """Build the one line to type so that commands run as root, one after the other.

    Parameters
    ----------
    *commands : str
        None of them has double quotes.
    """
    if os.geteuid() == 0:
        return " && ".join(commands)
    if shutil.which("sudo"):
        return " && ".join(f"sudo {each}" for each in commands)  # untranslated: a command
    # Debian itself comes without it.
    return f'su -c "{" && ".join(commands)}"'
