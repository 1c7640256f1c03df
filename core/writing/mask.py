"""A mask as a gray PNG file, which any program can open and paint on."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from core.atomic import replace_file
from core.errors import WriteError, memory_named
from core.language import _
from core.model import Mask


def save_mask(mask: Mask, path: str | Path, *, new: bool = False) -> None:
    """Save a mask as a gray PNG file, whatever the ending of its name.

    Raises
    ------
    ExistsError
        (a WriteError) when `new` and there is such a file.
    WriteError
        (an OSError) naming the file and the reason; what was there before is still there.
    """
    path, data = Path(path), io.BytesIO()
    with memory_named(WriteError, _("Cannot save {path}").format(path=path)):
        Image.fromarray(mask.levels).save(data, "PNG")
    replace_file(path, data.getvalue(), new=new)
