"""Whether a window can be shown, found out before Qt tries: it ends the program where not."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from core.language import N_, _, translated
from gui.desktop import libraries

_IN_TERMINAL = N_(
    "The command line needs no screen: fewtone compress PHOTO, or fewtone compress --help."
)
_NO_SCREEN = N_("There is no screen to open a window on.")
_NO_X = N_(
    "The screen of {session} does not answer: no X server is there, or it does not let this user "
    "in. Start Fewtone from the desktop."
)
_NO_WAYLAND = N_(
    "The screen of {session} does not answer: no Wayland compositor is there, or it does not let "
    "this user in. Start Fewtone from the desktop."
)


def why_none() -> str:
    """Return why no window can be shown on this Linux, in sentences; "" where one can be.

    Raises
    ------
    ImportError
        When Qt itself cannot be loaded.
    """
    if not expected():
        return _and_in_terminal(translated(_NO_SCREEN))
    plugins = _plugins()
    first = ""
    for screen in _screens():
        reason = _why_not(screen, plugins)
        if not reason:
            return ""
        first = first or reason
    return first


def expected() -> str:
    """Name Qt's plugin for this screen; "" where there is none."""
    names = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    there = any(os.environ.get(name) for name in names) or _is_wayland()
    return _screens()[0] if there else ""


def _screens() -> list[str]:
    """Name Qt's plugins for this screen, in the order in which Qt tries them."""
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return [each.partition(":")[0].partition("-")[0] for each in asked.split(";")]
    return ["wayland", "xcb"] if _is_wayland() else ["xcb"]


def _is_wayland() -> bool:
    session = os.environ.get("XDG_SESSION_TYPE")
    return bool(os.environ.get("WAYLAND_DISPLAY")) or session == "wayland"


def _plugins() -> Path:
    from PySide6.QtCore import QLibraryInfo

    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"


def _why_not(screen: str, plugins: Path) -> str:
    """Return why Qt will not show a window by one of its plugins; "" if it will, or may."""
    # Before Qt 6.10 there were several for Wayland.
    found = sorted(plugins.glob(f"libq{screen}*.so"))
    if not found and "QT_QPA_PLATFORM" in os.environ:
        return _(
            "QT_QPA_PLATFORM asks for the screen {screen}, which Fewtone does not know. "
            "Start it without that variable."
        ).format(screen=repr(screen))
    if not found:
        return _and_in_terminal(translated(_NO_SCREEN))
    try:
        ctypes.CDLL(str(found[0]))
    except OSError as error:
        lacking = libraries.missing(str(error), screen)
        return libraries.sentence(lacking) if lacking else ""
    if screen == "xcb" and not _x_answers():
        return _unanswered("DISPLAY", _NO_X)
    if screen == "wayland" and not _wayland_answers():
        return _unanswered("WAYLAND_DISPLAY", _NO_WAYLAND)
    return ""


def _unanswered(variable: str, marked: str) -> str:
    value = os.environ.get(variable)
    session = f"{variable}={value}" if value else _("this session")
    return _and_in_terminal(translated(marked).format(session=session))


def _and_in_terminal(sentence: str) -> str:
    return f"{sentence} {translated(_IN_TERMINAL)}"


def _x_answers() -> bool:
    """Connect to the X server as Qt does, which takes less than a millisecond."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    # It stays open as long as the program runs: some servers begin anew when their only client
    # leaves, and Qt would come in the midst of that.
    return not xcb.xcb_connection_has_error(connection)


def _wayland_answers() -> bool:
    if os.environ.get("WAYLAND_SOCKET"):
        return True  # such a connection can be made only once
    named = Path(os.environ.get("XDG_RUNTIME_DIR", ""), os.environ.get("WAYLAND_DISPLAY", ""))
    if not named.is_absolute():
        return False  # the library would say so on stderr
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    display = ctypes.c_void_p(wayland.wl_display_connect(None))
    if display:
        wayland.wl_display_disconnect(display)
    return bool(display)
