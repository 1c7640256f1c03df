"""About: what this is, which versions it runs on, and what it is made with."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from typing import NamedTuple

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.language import N_, _, isolated, translated
from core.version import VERSION
from gui.desktop.diagnosis import report
from gui.desktop.licence_box import LicenceBox


class Part(NamedTuple):
    """Something that the program is made with."""

    name: str
    address: str
    licence: str  # marked for translation
    package: str = ""  # its name where Python packages are listed; "" if it is none


MADE_WITH = (
    Part("Python", "https://www.python.org", N_("PSF licence")),
    Part(
        "Qt for Python",  # untranslated: a name
        "https://doc.qt.io/qtforpython-6/",
        N_("LGPL 3, with Qt"),
        "PySide6_Essentials",
    ),
    Part("NumPy", "https://numpy.org", N_("BSD licence"), "numpy"),
    Part("Pillow", "https://python-pillow.github.io", N_("MIT-CMU licence"), "pillow"),
    Part(
        "pi-heif",
        "https://github.com/bigcat88/pillow_heif",
        N_("BSD licence, with libheif and libde265, LGPL 3"),
        "pi_heif",
    ),
    Part(
        "pyoxipng", "https://github.com/nfrasser/pyoxipng", N_("MIT licence, as oxipng"), "pyoxipng"
    ),
    Part("tqdm", "https://tqdm.github.io", N_("MPL 2 and MIT licence"), "tqdm"),
)


def versions() -> str:
    """List the versions of all that matters when something goes wrong, a line each."""
    lines = [
        f"Fewtone {VERSION}",  # untranslated: a name
        f"Python {platform.python_version()}",  # untranslated: a name
        f"Qt {qVersion()}",
    ]
    for part in MADE_WITH:
        version = _version_of(part.package) if part.package else ""
        if version:
            lines.append(f"{part.name} {version}")
    lines.append(f"{platform.system()} {platform.release()} {platform.machine()}")
    lines.append(_("Window system {name}").format(name=QGuiApplication.platformName()))
    return "\n".join(lines)


def _version_of(package: str) -> str:
    """Find the version of a package, without loading it; "" where a bundle does not tell."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return str(getattr(sys.modules.get(package), "__version__", ""))


class AboutBox(QDialog):
    """What the program is; its versions can be copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About Fewtone"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self._scrolled(self._words(), self._versions(), self._parts()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(_("&Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip(_("Put on the clipboard what a report of a fault needs; no name of yours"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report()))
        licences = buttons.addButton(_("&Licences…"), QDialogButtonBox.ButtonRole.ActionRole)
        licences.setToolTip(_("Show the licences of everything that Fewtone is made of"))
        licences.clicked.connect(self.show_licences)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def show_licences(self) -> LicenceBox:
        """Show the licences of everything inside."""
        box = LicenceBox(self)
        box.open()
        return box

    def _scrolled(self, *labels: QLabel) -> QScrollArea:
        """Put labels under each other; they are scrolled where they are higher than the screen."""
        inner, area = QWidget(), QScrollArea(widgetResizable=True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        for label in labels:
            column.addWidget(label)
        column.addStretch(1)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        area.setAccessibleName(_("About Fewtone"))
        width = max(label.sizeHint().width() for label in labels)
        width += area.verticalScrollBar().sizeHint().width()
        height = inner.heightForWidth(width) if inner.hasHeightForWidth() else 0
        room = self.screen().availableSize().height() * 2 // 3
        area.setMinimumSize(width, min(max(height, inner.sizeHint().height()), room))
        return area

    def _words(self) -> QLabel:
        label = QLabel(
            _(
                "<h2>Fewtone {version}</h2>"
                "<p>Turns a photo into a few colors, by k\u2011means clustering.<br>"
                "Everything happens on your own machine; nothing is sent anywhere.</p>"
                "<p>MIT licence. How to use it: F1.</p>"
            ).format(version=VERSION)
        )
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        return label

    def _versions(self) -> QLabel:
        label = QLabel(versions())
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setAccessibleName(_("Versions"))
        label.setAccessibleDescription(versions())
        return label

    def _parts(self) -> QLabel:
        rows = "<br>".join(
            isolated(f'<a href="{part.address}">{part.name}</a>') + f", {translated(part.licence)}"
            for part in MADE_WITH
        )
        made_with = _("Made with")
        label = QLabel(f"<p>{made_with}</p><p>{rows}</p>")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setOpenExternalLinks(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        label.setAccessibleName(made_with)
        return label
