"""Light and dark: which colors the window has."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from gui.desktop.store import Theme

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_GROUNDS = {"light": "#e4e4e4", "dark": "#1e1e1e"}
# Neutral grays: a tint around a picture changes how its colors are seen.
_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f3f3f3",
    _Role.WindowText: "#1c1c1c",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f7f7f7",
    _Role.Text: "#1c1c1c",
    _Role.PlaceholderText: "#5e5e5e",
    _Role.Button: "#fbfbfb",
    _Role.ButtonText: "#1c1c1c",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#ffffff",
    _Role.ToolTipText: "#1c1c1c",
    _Role.Highlight: "#2f6fde",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#1f5fc8",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#ececec",
    _Role.Mid: "#c4c4c4",
    _Role.Dark: "#a0a0a0",
    _Role.Shadow: "#707070",
}
_DARK = {
    _Role.Window: "#2b2b2b",
    _Role.WindowText: "#ececec",
    _Role.Base: "#232323",
    _Role.AlternateBase: "#282828",
    _Role.Text: "#ececec",
    _Role.PlaceholderText: "#a0a0a0",
    _Role.Button: "#3a3a3a",
    _Role.ButtonText: "#ececec",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#3a3a3a",
    _Role.ToolTipText: "#ececec",
    _Role.Highlight: "#3d7ee6",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#7fb0ff",
    _Role.Light: "#4a4a4a",
    _Role.Midlight: "#3f3f3f",
    _Role.Mid: "#4c4c4c",
    _Role.Dark: "#1b1b1b",
    _Role.Shadow: "#101010",
}
# This property of the application holds the chosen theme.
_CHOICE = "fewtone-theme"
_DISABLED = {"light": "#9a9a9a", "dark": "#7a7a7a"}
# Fusion draws the edge of a control darker than the window by a fixed part, which is hard to see,
# and not at all in the dark. For these kinds of widgets the role is for nothing but their edge.
_EDGES = {"light": "#c0c0c0", "dark": "#b0b0b0"}
_WITH_EDGES = ("QComboBox", "QAbstractSpinBox", "QPushButton", "QCheckBox", "QSlider")
# Fusion paints the part of a slider before its handle with this, even if it is disabled.
_DISABLED_HIGHLIGHT = {"light": "#b4b4b4", "dark": "#606060"}
# Both are read as well as text has to be (WCAG 2, AA) on the window and on a list.
_WARNING = {"light": "#a33a00", "dark": "#ffb066"}
# Fusion would make a button of a dark color so light that white text on it is hard to read.
_PRIMARY = """
QPushButton {{ background: {usual}; color: white; border: 1px solid {edge}; border-radius: 3px;
    padding: 4px 8px; }}
QPushButton:hover {{ background: {edge}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:focus {{ border: 2px solid {focus}; padding: 3px 7px; }}
QPushButton:disabled {{ background: {quiet}; color: {gray}; border: 1px solid {quiet}; }}
"""  # untranslated: a style sheet
_PRIMARY_COLORS = {
    "light": ("#2f6fde", "#245fc4", "#1c4fa8", "#12356f", "#e4e4e4", "#8a8a8a"),
    "dark": ("#3068cf", "#2a5dbc", "#234f9f", "#b4cdff", "#3a3a3a", "#8a8a8a"),
}


def apply(application: QApplication, choice: Theme) -> None:
    """Use a theme; "system" follows the system from now on.

    Windows and macOS draw their own look in light and dark. On Linux it depends on the installed
    desktop whether Qt learns of a dark theme, so there it is Fusion with our own two palettes.
    """
    hints = application.styleHints()
    hints.setColorScheme(_SCHEMES[choice])
    if sys.platform in {"win32", "darwin"}:
        return
    if application.property(_CHOICE) is None:
        application.setStyle(QStyleFactory.create("Fusion"))
        hints.colorSchemeChanged.connect(lambda: _repaint(application))
    application.setProperty(_CHOICE, choice)
    _repaint(application)


def warning(palette: QPalette) -> QColor:
    """Return the color of text that warns."""
    return QColor(_WARNING["dark" if is_dark(palette) else "light"])


def primary(palette: QPalette) -> str:
    """Return the style sheet of the one button that most people look for."""
    names = ("usual", "edge", "pressed", "focus", "quiet", "gray")
    colors = _PRIMARY_COLORS["dark" if is_dark(palette) else "light"]
    return _PRIMARY.format(**dict(zip(names, colors, strict=True)))


def ground(palette: QPalette) -> QColor:
    """Return the color around a picture, on which its own colors are seen as they are."""
    return QColor(_GROUNDS["dark" if is_dark(palette) else "light"])


def is_dark(palette: QPalette) -> bool:
    """Return whether a palette is that of a dark theme."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def _repaint(application: QApplication) -> None:
    choice = application.property(_CHOICE)
    if choice == "system":
        dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        choice = "dark" if dark else "light"
    palette = _palette(choice)
    application.setPalette(palette)
    for kind in _WITH_EDGES:
        edged = QPalette(palette)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            edged.setColor(group, _Role.Window, QColor(_EDGES[choice]))
        application.setPalette(edged, kind)  # type: ignore[arg-type]  # it takes no bytes


def _palette(name: str) -> QPalette:
    palette = QPalette()
    for role, color in (_DARK if name == "dark" else _LIGHT).items():
        palette.setColor(role, QColor(color))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[name]))
    disabled = QPalette.ColorGroup.Disabled
    palette.setColor(disabled, _Role.Highlight, QColor(_DISABLED_HIGHLIGHT[name]))
    return palette
