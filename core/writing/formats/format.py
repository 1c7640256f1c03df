"""What every image format offers, and the notes that several of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from PIL import Image

from core.language import N_, _, translated
from core.metadata import NO_LIMITS, Metadata, Room
from core.model import Palette, Result
from core.progress import Tick
from core.settings import WHITE, Color, ImageFormat, SaveOptions
from core.writing.animation.film import FrameWriter
from core.writing.picture import indexed_image, table_of, table_order


class Prepared(NamedTuple):
    """A result as the image that a format encodes.

    Parameters
    ----------
    image : PIL.Image.Image
    notes : tuple of str
        What the user should know about it, in sentences.
    table : Palette or None
        Its color table; None for an image of channels.
    """

    image: Image.Image
    notes: tuple[str, ...] = ()
    table: Palette | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One image format.

    Parameters
    ----------
    name : str
        In `core.settings.ImageFormat`; in capitals it is the name that Pillow knows.
    title : str
        For a user: "WebP".
    endings : tuple of str
        Of file names, with their dots, in lower case; new names get the first.
    prepare : callable
        Result and SaveOptions to Prepared; raises WriteError where the format cannot hold it.
    encode : callable
        Image, SaveOptions, the Metadata to keep and a Tick to bytes; raises OSError or ValueError.
    remark : str
        What a user should know who chooses it, which `translated` translates; may be empty.
    largest_side : int or None
        The longest side, in pixels, that both encoders and decoders take; None for no limit that a
        photo reaches.
    most_pixels : int or None
        The most pixels that both take, likewise.
    room : Room
        What it can hold of the photo's metadata.
    write_frames : callable or None
        Writes all frames of an animation; None where the format holds a single picture.
    has_table : bool
        Whether its pictures can be indexed.
    holds_others_up : bool
        Whether the encoder keeps other threads of Python from running while it works.
    written_table : callable or None
        Finds, in the bytes of a file, the color table that was prepared: the encoder may have
        ordered it anew, or done without one (None). None where no encoder does.
    """

    name: ImageFormat
    title: str
    endings: tuple[str, ...]
    prepare: Callable[[Result, SaveOptions], Prepared]
    encode: Callable[[Image.Image, SaveOptions, Metadata, Tick], bytes]
    remark: str = ""
    largest_side: int | None = None
    most_pixels: int | None = None
    room: Room = NO_LIMITS
    write_frames: FrameWriter | None = None
    has_table: bool = False
    holds_others_up: bool = False
    written_table: Callable[[bytes, Palette], Palette | None] | None = None

    @property
    def capitals(self) -> str:
        """The name in messages, and to Pillow."""
        return self.name.upper()

    @property
    def label(self) -> str:
        """Title and remark: "WebP (lossless)"."""
        if not self.remark:
            return self.title
        # Translators: a format and what is special about it: WebP (lossless)
        return _("{format} ({remark})").format(format=self.title, remark=translated(self.remark))


def indexed(result: Result, options: SaveOptions, notes: tuple[str, ...] = ()) -> Prepared:
    """Prepare a result as an indexed image, its colors in the order asked for."""
    order = table_order(result.palette, options.palette_order)
    return Prepared(indexed_image(result, order), notes, table_of(result, order))


LOSSY = N_("lossy: adds colors")


def lossy_note(title: str) -> str:
    """Return the note that a file will not have just the colors of the palette."""
    return _("{title} is lossy: the file holds more colors than the palette.").format(title=title)


def flat_note(title: str, background: Color) -> str:
    """Return the note that the transparency of a photo is lost."""
    if background == WHITE:
        sentence = _("{title} keeps no transparency: the photo was laid on white.")
    else:
        sentence = _("{title} keeps no transparency: the photo was laid on {color}.")
    return sentence.format(title=title, color=f"#{bytes(background).hex()}")


def dpi_argument(kept: Metadata) -> dict[str, Any]:
    """Build Pillow's argument for the resolution; empty if there is none to keep."""
    return {} if kept.dpi is None else {"dpi": kept.dpi}
