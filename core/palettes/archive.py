"""Files in ZIP archives from anywhere, unpacked to a bounded size; and archives of a few files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from core.errors import PaletteError

_BEGIN = b"PK\3\4"
# Other methods unpack in steps of their own size, however large.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def has_member(data: bytes, name: bytes) -> bool:
    """Return whether a file is an archive in which this name occurs."""
    return data.startswith(_BEGIN) and name in data


def member(data: bytes, name: str, format_name: str, most_bytes: int) -> bytes:
    """Unpack a file of an archive.

    Raises
    ------
    PaletteError
        (a ValueError) when it is no archive, is damaged, has no such file, or a larger one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo(name)
            if info.compress_type not in _METHODS:
                raise PaletteError(f"this {format_name} is packed in an unusual way")
            with archive.open(info) as file:
                content = file.read(most_bytes + 1)
    except PaletteError:
        raise
    except KeyError:
        raise PaletteError(f"this is no {format_name}: it has no {name} in it") from None
    except zipfile.BadZipFile as error:
        raise PaletteError(f"this is no {format_name}: it is no archive, or damaged") from error
    except Exception as error:
        # Damaged archives make zipfile and zlib raise many errors, which mean the same to a user.
        raise PaletteError(f"this {format_name} is damaged") from error
    if len(content) > most_bytes:
        raise PaletteError(
            f"the file is too large for a palette: {name} in it has more than "
            f"{most_bytes / 1e6:g} MB"
        )
    return content


def packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Make an archive of files, in this order.

    They are not compressed: Krita looks for the first one as it is, and so the bytes of an archive
    do not depend on the version of zlib.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name, content in files:
            info = zipfile.ZipInfo(name, _EARLIEST)
            # Otherwise it would tell of the system.
            info.create_system = _UNIX
            target.writestr(info, content)
    return archive.getvalue()
