"""What can go wrong, in one line a user can read.

Each error is also the builtin it resembles, so that callers who know nothing of Fewtone
catch it as they would expect.
"""


class FewtoneError(Exception):
    """Any expected failure; its message is one line fit for a user."""


class SettingsError(FewtoneError, ValueError):
    """A setting has a value that is not allowed."""


class InputError(FewtoneError, ValueError):
    """An array has the wrong shape or type, or too few distinct colors for what is asked."""


class ReadError(FewtoneError, OSError):
    """A photo or palette file cannot be read."""


class NotSmallerError(FewtoneError):
    """A file was not written, as it would have had no fewer bytes than it was to have.

    Parameters
    ----------
    size : int
        The bytes it would have had.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"it would have {size} bytes")
        self.size = size


class TooLargeError(ReadError):
    """A photo has more pixels than are allowed; nothing was decoded.

    Parameters
    ----------
    message : str
    width, height : int
        Pixels, as the file says.
    can_be_allowed : bool
        Whether `open_photo` would take it with a larger `max_pixels`.
    """

    def __init__(self, message: str, width: int, height: int, *, can_be_allowed: bool) -> None:
        super().__init__(message)
        self.width, self.height, self.can_be_allowed = width, height, can_be_allowed


class WriteError(FewtoneError, OSError):
    """A file cannot be written; whatever was there before is still there."""


class ExistsError(WriteError):
    """There is a file of that name, and there must be none."""


class PaletteError(FewtoneError, ValueError):
    """A palette file holds no palette, or a palette is not valid."""
