"""Desktop entries: the program in menus and *Open with*, and *Compress with Fewtone* for photos.

Specification: https://specifications.freedesktop.org/desktop-entry-spec/1.5/
"""

from __future__ import annotations

from collections.abc import Iterable

from resources.packaging.formats import MIME_TYPES
from resources.packaging.identity import APP_ID, NAME, SUMMARY

_COMPRESS = f"Compress with {NAME}"
_FOLDER = "inode/directory"
_KEYWORDS = (
    "photo", "image", "picture", "colors", "colours", "palette", "quantize", "reduce", "compress",
    "dither", "posterize", "pixel", "PNG", "k-means",
)  # fmt: skip


def program() -> str:
    """Return the entry of the program."""
    return _entry(
        {
            "Type": "Application",
            "Version": "1.4",
            "Name": NAME,
            "GenericName": "Photo Color Reducer",
            "Comment": SUMMARY,
            "Exec": "fewtone %F",
            "TryExec": "fewtone",
            "Icon": APP_ID,
            # What an X11 window says of itself; under Wayland it says the name of this file.
            "StartupWMClass": NAME,
            "StartupNotify": "true",
            "Terminal": "false",
            "Categories": _listed(("Graphics", "2DGraphics", "RasterGraphics", "Photography")),
            "Keywords": _listed(_KEYWORDS),
            "MimeType": _listed(MIME_TYPES),
            "Actions": _listed(["new-window"]),
        }
    ) + _section(
        "Desktop Action new-window", {"Name": "New Window", "Exec": "fewtone --new-window"}
    )


def of_dolphin() -> str:
    """Return the entry in the menu of photos and folders that Dolphin, of KDE, shows."""
    action = {"Name": _COMPRESS, "Icon": APP_ID, "Exec": "fewtone %F"}
    return _entry(
        {
            "Type": "Service",
            "MimeType": _listed([*MIME_TYPES, _FOLDER]),
            "Actions": _listed(["compress"]),
        }
    ) + _section("Desktop Action compress", action)


def of_thunar() -> str:
    """Return the entry in the menu *Send To* that Thunar, of Xfce, shows."""
    return _entry(
        {
            "Type": "Application",
            "Version": "1.0",
            "Name": _COMPRESS,
            "Exec": "fewtone %F",
            "TryExec": "fewtone",
            "Icon": APP_ID,
            "MimeType": _listed([*MIME_TYPES, _FOLDER]),
        }
    )


def _entry(fields: dict[str, str]) -> str:
    return _section("Desktop Entry", fields).lstrip()


def _section(title: str, fields: dict[str, str]) -> str:
    return f"\n[{title}]\n" + "".join(f"{key}={value}\n" for key, value in fields.items())


def _listed(words: Iterable[str]) -> str:
    return "".join(f"{word};" for word in words)
