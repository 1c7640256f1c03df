"""The folder that the results of a batch go to, and the drive that it has to stay on."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from core.errors import PlaceError, WriteError, reason, write_error_of
from core.language import _


class Ground(NamedTuple):
    """The folder of all results, on the drive that it was on when the batch began.

    A drive that is taken out leaves a folder behind where it was mounted, and results would go
    there, on another disk and out of sight once the drive is back.

    Parameters
    ----------
    folder : Path
    device : int
    """

    folder: Path
    device: int

    @classmethod
    def of(cls, folder: Path) -> Ground:
        """Return the ground that a folder is now; it is made if it is not there.

        Raises
        ------
        WriteError
            (an OSError) naming the folder and the reason.
        """
        make_folder(folder)
        try:
            return cls(folder, folder.stat().st_dev)
        except OSError as error:
            raise _cannot_save_into(folder, error) from error

    def require(self) -> None:
        """Raise PlaceError if the folder is not there any more, or is on another drive."""
        try:
            there = self.folder.stat().st_dev == self.device
        except FileNotFoundError:
            there = False
        except OSError as error:
            raise _cannot_save_into(self.folder, error) from error
        if not there:
            raise gone(self.folder)


def gone(folder: Path) -> PlaceError:
    """Return the error that a folder of results is not there any more."""
    told = _("Cannot save into {folder}: it is gone; if it is on a drive, connect that again")
    return PlaceError(told.format(folder=folder))


def _cannot_save_into(folder: Path, error: OSError) -> WriteError:
    told = _("Cannot save into {folder}: {reason}")
    return write_error_of(error)(told.format(folder=folder, reason=reason(error)))


def make_folder(folder: Path) -> None:
    """Make the folder to save into, unless it is there.

    Raises
    ------
    WriteError
        (an OSError) naming the folder and the reason.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        told = _("Cannot save into {folder}: it is a file, and not a folder")
        raise WriteError(told.format(folder=folder)) from None
    except OSError as error:
        told = _("Cannot make the folder {folder}: {reason}")
        raise write_error_of(error)(told.format(folder=folder, reason=reason(error))) from error
