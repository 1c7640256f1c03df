"""Files in ZIP archives from anywhere, unpacked to a bounded size; and archives of a few files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from core.errors import PaletteError
from core.language import _, translated

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
                raise PaletteError(
                    _("this {format} is packed in an unusual way").format(
                        format=translated(format_name)
                    )
                )
            with archive.open(info) as file:
                content = file.read(most_bytes + 1)
    except PaletteError:
        raise
    except KeyError:
        raise PaletteError(
            _("this is no {format}: it has no {file} in it").format(
                format=translated(format_name), file=name
            )
        ) from None
    except zipfile.BadZipFile as error:
        raise PaletteError(
            _("this is no {format}: it is no archive, or damaged").format(
                format=translated(format_name)
            )
        ) from error
    except Exception as error:
        # Damaged archives make zipfile and zlib raise many errors, which mean the same to a user.
        raise PaletteError(
            _("this {format} is damaged").format(format=translated(format_name))
        ) from error
    if len(content) > most_bytes:
        raise PaletteError(
            _("the file is too large for a palette: {file} in it has more than {size} MB").format(
                file=name, size=f"{most_bytes / 1e6:g}"
            )
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
