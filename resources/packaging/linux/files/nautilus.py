"""The entry *Compress with Fewtone* of GNOME's file manager, which loads this by nautilus-python.

It names no path and no kind of file: what the desktop entry of Fewtone says holds here too.
"""

import gi
from gi.repository import Gio, GObject, Nautilus

try:
    # Nautilus 43 and newer draw with GTK 4.
    gi.require_version("Gdk", "3.0" if Nautilus._version.startswith("3") else "4.0")
    from gi.repository import Gdk
except (ImportError, ValueError):  # nautilus-python does without it
    Gdk = None

_ENTRY = "org.fewtone.Fewtone.desktop"


class Compress(GObject.GObject, Nautilus.MenuProvider):
    """Offers photos and folders to Fewtone, all that are chosen together."""

    def get_file_items(self, *arguments):
        """Return the entry for these files, or none; older versions name the window first."""
        files, program = arguments[-1], _program()
        if not files or program is None or not all(_fits(file, program) for file in files):
            return []
        item = Nautilus.MenuItem(
            name="Fewtone::compress",
            label="Compress with Fewtone",
            tip="Turn these photos into a few colors",
            icon="org.fewtone.Fewtone",
        )
        item.connect("activate", _compress, [file.get_location() for file in files])
        return [item]

    def get_background_items(self, *_arguments):
        """Return no entry for the folder that is shown."""
        return []


def _program():
    try:
        return Gio.DesktopAppInfo.new(_ENTRY)
    except TypeError:  # it was removed meanwhile
        return None


def _fits(file, program):
    kinds = program.get_supported_types()
    return file.is_directory() or any(file.is_mime_type(kind) for kind in kinds)


def _compress(_item, places):
    # With what the display gives, a window that is open may come to the front.
    display = Gdk.Display.get_default() if Gdk else None
    _program().launch(places, display.get_app_launch_context() if display else None)
