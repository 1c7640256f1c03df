"""The presets that come with Fewtone."""

from __future__ import annotations

from core.goals import Goals
from core.language import N_, translated
from core.presets.preset import Preset
from core.resizing import Resize
from core.settings import SaveOptions, Settings

# Their names are keys, and stay English in files and on the command line.
SHIPPED: tuple[Preset, ...] = (
    Preset(
        N_("Web small"),
        Settings(colors=256, resize=Resize(1600, 1600)),
        SaveOptions(format="webp", metadata="none"),
        Goals(max_bytes=200_000),
    ),
    Preset(N_("Poster 5"), Settings(colors=5), SaveOptions(format="png")),
    Preset(
        N_("Pixel art 16"), Settings(colors=16, resize=Resize(160, 160)), SaveOptions(format="png")
    ),
    Preset(
        N_("Print 4 inks"),
        Settings(colors=4, dither="blue-noise", dither_in="light"),
        SaveOptions(format="tiff"),
    ),
    Preset(
        N_("Course: k-means"),
        Settings(colors=7, start="random", space="rgb"),
        SaveOptions(format="png"),
    ),
)


def shown_name(preset: Preset) -> str:
    """Return the name that people read: of those of Fewtone, in the language of the moment."""
    ours = any(preset is each for each in SHIPPED)
    return translated(preset.name) if ours else preset.name
