"""What a search over numbers of colors is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.goals import MOST_COLORS
from core.settings import SaveOptions, Settings

if TYPE_CHECKING:
    from core.framing import Framing
    from core.model import Mask, Photo
    from gui.session.session import Session


class Asked(NamedTuple):
    """All that the answer follows from; while it is the same, what was found holds.

    Parameters
    ----------
    photo : Photo or None
    framing : Framing
        While the photo is being framed, it is still the one before.
    mask : Mask or None
        While colors are being weighed by it, they are still as they were before.
    settings : Settings
        With the most colors that there may be, whatever number is chosen.
    options : SaveOptions
    """

    photo: Photo | None
    framing: Framing
    mask: Mask | None
    settings: Settings
    options: SaveOptions


def asked_of(session: Session) -> Asked:
    """Return what a search would be about now."""
    settings = replace(session.settings, colors=MOST_COLORS, first_colors=())
    work = session.desks.work
    return Asked(session.photo, work.framing, work.mask, settings, session.file_options)
