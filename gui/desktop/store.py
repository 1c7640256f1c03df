"""Memory between starts: plain values in, checked values out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from PySide6.QtCore import QByteArray, QSettings

from core import language
from core.errors import SettingsError
from core.fields import Choice, Number
from core.needed import BEADS_WIDE, CM_WIDE, Piece
from core.settings import (
    IMAGE_FORMATS,
    METADATA_CHOICES,
    PALETTE_ORDERS,
    QUALITIES,
    SETTINGS,
    ImageFormat,
    MetadataChoice,
    PaletteOrder,
    SaveOptions,
    Settings,
)
from gui.desktop.remembered import Remembered, settings_folder

Theme = Literal["system", "light", "dark"]

# The window offers no fewer: one color is no picture.
FEWEST_COLORS = 2
_T = TypeVar("_T", bound=str)

_MAX_RECENT = 10
_AUTO = "auto"
_OF_BATCH = ("pattern", "folders", "dates", "at_least", "otherwise")
_REMEMBERED = {
    name: kind
    for name, kind in SETTINGS.items()
    if kind.remembered and isinstance(kind, Choice | Number)
}
# Earlier versions remembered these defaults of theirs as if somebody had chosen them.
_OLD_DEFAULTS = {"space": "rgb", "dither_strength": "100"}
_MM_WIDE = range(1, round(10 * CM_WIDE[-1]) + 1)
_DEFAULTS, _PRESENT = "settings/defaults", 2


class Store:
    """Settings, folders, recent photos and the window's geometry.

    Anybody may have written into the file, an older version as well, and that is no reason to
    fail: a value that is not allowed becomes its default.

    Parameters
    ----------
    place : QSettings, optional
        What is remembered lies beside its file, which Fewtone does not write any more.
    """

    def __init__(self, place: QSettings | None = None) -> None:
        file = settings_folder() / "Fewtone.ini" if place is None else Path(place.fileName())
        self._values = Remembered(file.with_suffix(".json"))
        self.presets = file.with_name("presets")
        """The folder of the user's presets."""
        self.collections = file.with_name("colors")
        """The folder of the user's own colors."""

    @property
    def settings(self) -> Settings:
        """Settings last used."""
        default = Settings()
        values = {name: self._setting(name, getattr(default, name)) for name in _REMEMBERED}
        values["colors"] = max(values["colors"], FEWEST_COLORS)
        try:
            return Settings(**values)
        except SettingsError:
            return default

    @settings.setter
    def settings(self, settings: Settings) -> None:
        values = {name: getattr(settings, name) for name in _REMEMBERED}
        # A number left to Fewtone is remembered by a word: the file holds no None.
        kept = {
            f"settings/{name}": _AUTO if each is None else each for name, each in values.items()
        }
        self._values.update({**kept, _DEFAULTS: _PRESENT})

    @property
    def palette_order(self) -> str:
        """Order of the palette's colors in the window."""
        return self._text("palette/order", "share")

    @palette_order.setter
    def palette_order(self, order: str) -> None:
        self._values.update({"palette/order": order})

    @property
    def palette_grid(self) -> bool:
        """Whether the palette is shown as a grid of swatches."""
        return self._text("palette/shown_as", "list") == "grid"

    @palette_grid.setter
    def palette_grid(self, grid: bool) -> None:
        self._values.update({"palette/shown_as": "grid" if grid else "list"})

    @property
    def piece(self) -> Piece:
        """Width that a piece of handicraft was said to have."""
        beads, millimeters = (
            self._values.get(f"needs/{name}") for name in ("beads_wide", "mm_wide")
        )
        return Piece(
            beads if isinstance(beads, int) and beads in BEADS_WIDE else None,
            millimeters / 10 if isinstance(millimeters, int) and millimeters in _MM_WIDE else None,
        )

    @piece.setter
    def piece(self, size: Piece) -> None:
        millimeters = 0 if size.cm_wide is None else round(10 * size.cm_wide)
        self._values.update(
            {"needs/beads_wide": size.beads_wide or 0, "needs/mm_wide": millimeters}
        )

    @property
    def same_settings(self) -> bool:
        """Whether all photos of the film strip have the same settings."""
        return self._text("film_strip/same_settings", "yes") != "no"

    @same_settings.setter
    def same_settings(self, same: bool) -> None:
        self._values.update({"film_strip/same_settings": "yes" if same else "no"})

    @property
    def advanced_open(self) -> bool:
        """Whether the panel shows the settings that few people need."""
        return self._text("panel/advanced", "closed") == "open"

    @advanced_open.setter
    def advanced_open(self, is_open: bool) -> None:
        self._values.update({"panel/advanced": "open" if is_open else "closed"})

    @property
    def theme(self) -> Theme:
        """Light, dark, or that of the system."""
        themes: tuple[Theme, ...] = get_args(Theme)
        return self._choice("theme", themes, "system")

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._values.update({"theme": theme})

    @property
    def language(self) -> str:
        """Code of the language that was chosen, "" for that of the system."""
        return self._choice("language", ("", *language.available()), "")

    @language.setter
    def language(self, code: str) -> None:
        self._values.update({"language": code})

    @property
    def image_format(self) -> ImageFormat:
        """Format that images are saved in."""
        return self._choice("save/format", IMAGE_FORMATS, "png")

    @image_format.setter
    def image_format(self, name: ImageFormat) -> None:
        self._values.update({"save/format": name})

    @property
    def quality(self) -> int:
        """Quality that images of lossy formats are saved in."""
        value = self._values.get("save/quality")
        if isinstance(value, int) and value in QUALITIES:
            return value
        return SaveOptions().quality

    @quality.setter
    def quality(self, quality: int) -> None:
        self._values.update({"save/quality": quality})

    @property
    def save_options(self) -> SaveOptions:
        """How images are saved, but for what the settings of a photo say."""
        return SaveOptions(
            format=self.image_format,
            quality=self.quality,
            metadata=self.metadata,
            palette_order=self.saved_order,
        )

    @property
    def metadata(self) -> MetadataChoice:
        """Part of a photo's own data that saving keeps."""
        return self._choice("save/metadata", METADATA_CHOICES, SaveOptions().metadata)

    @metadata.setter
    def metadata(self, choice: MetadataChoice) -> None:
        self._values.update({"save/metadata": choice})

    @property
    def saved_order(self) -> PaletteOrder:
        """Order of the colors in the table of a saved image."""
        return self._choice("save/palette_order", PALETTE_ORDERS, SaveOptions().palette_order)

    @saved_order.setter
    def saved_order(self, order: PaletteOrder) -> None:
        self._values.update({"save/palette_order": order})

    @property
    def batch(self) -> dict[str, str]:
        """How many photos were saved at once; "" for what was never chosen."""
        return {name: self._text(f"save_all/{name}", "") for name in _OF_BATCH}

    @batch.setter
    def batch(self, choices: dict[str, str]) -> None:
        self._values.update({f"save_all/{name}": choices[name] for name in _OF_BATCH})

    @property
    def palette_ending(self) -> str:
        """Ending of the palette file last saved."""
        return self._text("save/palette_ending", ".gpl")

    @palette_ending.setter
    def palette_ending(self, ending: str) -> None:
        self._values.update({"save/palette_ending": ending})

    def folder(self, purpose: Literal["open", "save"]) -> Path | None:
        """Return the folder last used for a purpose, if it can still be reached."""
        text = self._text(f"folder/{purpose}", "")
        # For a locked folder or a dead mount Path.is_dir raises, and no chooser would open.
        return Path(text) if text and os.path.isdir(text) else None  # noqa: PTH112

    def remember_folder(self, purpose: Literal["open", "save"], folder: Path) -> None:
        """Remember the folder last used for a purpose."""
        self._values.update({f"folder/{purpose}": str(folder)})

    @property
    def recent(self) -> list[Path]:
        """Photos opened before, newest first; their files may have been deleted since."""
        paths = self._values.get("recent")
        # Earlier versions wrote a list of one as that one.
        texts = [paths] if isinstance(paths, str) else paths if isinstance(paths, list) else []
        return [Path(text) for text in texts if text][:_MAX_RECENT]

    def add_recent(self, path: Path) -> None:
        """Put a photo first among the recent ones."""
        paths = [path, *(other for other in self.recent if other != path)]
        self._values.update({"recent": [str(each) for each in paths[:_MAX_RECENT]]})

    def clear_recent(self) -> None:
        """Forget the photos opened before."""
        self._values.update({"recent": []})

    def bytes_of(self, name: str) -> QByteArray:
        """Return a widget's saved state, empty if there is none."""
        try:
            return QByteArray(bytes.fromhex(self._text(f"window/{name}", "")))
        except ValueError:
            return QByteArray()

    def keep_bytes(self, name: str, state: QByteArray) -> None:
        """Remember a widget's state."""
        self._values.update({f"window/{name}": bytes(state.data()).hex()})

    def _text(self, key: str, default: str) -> str:
        value = self._values.get(key)
        return value if isinstance(value, str) else default

    def _choice(self, key: str, choices: tuple[_T, ...], default: _T) -> _T:
        value = self._values.get(key)
        return next((choice for choice in choices if choice == value), default)

    def _setting(self, name: str, default: Any) -> Any:
        value = self._values.get(f"settings/{name}")
        if self._values.get(_DEFAULTS) != _PRESENT and str(value) == _OLD_DEFAULTS.get(name):
            return default
        if isinstance(_REMEMBERED[name], Choice):
            return value if isinstance(value, str) else default
        # Earlier versions wrote numbers as text.
        try:
            return int(value) if isinstance(value, str | int) else default
        except ValueError:
            return default
