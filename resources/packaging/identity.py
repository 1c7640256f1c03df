"""What every package says of Fewtone: who publishes it elsewhere changes it here, and only here."""

from __future__ import annotations

APP_ID = "org.fewtone.Fewtone"
"""Name of the desktop file, the icon, the metadata, and the bundle of macOS."""

NAME = "Fewtone"
SUMMARY = "Turn photos into a few colors"
"""No longer than software centers show, without a stop at the end."""

REPOSITORY = "https://github.com/fewtone/fewtone"
PICTURE = REPOSITORY + "/raw/HEAD/docs/window.png"
"""Where software centers find the picture of the window."""

AUTHORS = "The Fewtone authors"
MAINTAINER = f"{AUTHORS} <maintainers@fewtone.org>"
"""As the field of Debian packages wants it."""
