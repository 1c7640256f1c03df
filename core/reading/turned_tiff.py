"""TIFF files that lie on their side, decoded by the size that they have in the file.

Pillow maps plain pixels from the file by the size that the picture will have once it is turned: for
orientations 5 to 8, which exchange width and height, it scrambled them without a word.
"""

from __future__ import annotations

from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import PREFIXES, X_RESOLUTION, Y_RESOLUTION, TiffImageFile

from core.reading.orientation import turn_resolution


def register() -> None:
    """Have Pillow open TIFF files in this way."""
    Image.register_open(TiffImageFile.format, _TurnedTiff, _accept)


def _accept(prefix: bytes) -> bool:
    return prefix.startswith(tuple(PREFIXES))


class _TurnedTiff(TiffImageFile):
    """TIFF file that Pillow turns when it is decoded, its resolution included."""

    def _setup(self) -> None:
        super()._setup()
        # Pillow takes it for 1 dpi where the file says nothing.
        if not self.tag_v2.keys() & {X_RESOLUTION, Y_RESOLUTION}:
            self.info.pop("dpi", None)

    def load(self) -> Any:
        """Decode the pixels, and turn them upright."""
        if self.tile:
            self._size = self._tile_size
            turn_resolution(self)
        return super().load()
