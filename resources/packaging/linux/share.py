"""The folder `share`, in which desktops, shells and `man` look for what a program brings along."""

from __future__ import annotations

import gzip
import io
import shutil
from pathlib import Path

import resources
from resources.draw_icons import rendered
from resources.packaging.identity import APP_ID
from resources.packaging.linux import desktop_entry
from resources.packaging.linux.completions import completions
from resources.packaging.linux.manual import manual
from resources.packaging.linux.metainfo import metainfo

_ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_FILES = Path(__file__).parent / "files"


def write_share(folder: Path) -> None:
    """Write all files into a folder, which is created when missing."""
    texts = {
        Path(f"applications/{APP_ID}.desktop"): desktop_entry.program(),
        Path(f"kio/servicemenus/{APP_ID}.compress.desktop"): desktop_entry.of_dolphin(),
        Path(f"Thunar/sendto/{APP_ID}.compress.desktop"): desktop_entry.of_thunar(),
        Path(f"metainfo/{APP_ID}.metainfo.xml"): metainfo(),
        **completions(),
    }
    for place, text in texts.items():
        _write(folder / place, text.encode())
    for program, page in manual().items():
        _write(folder / f"man/man1/{program}.1.gz", compressed(page.encode()))
    _write_icons(folder / "icons/hicolor")
    extension = (_FILES / "nautilus.py").read_bytes()
    _write(folder / "nautilus-python/extensions/fewtone.py", extension)


def compressed(content: bytes) -> bytes:
    """Compress what belongs to a package as small as gzip can, with no time in it."""
    return gzip.compress(content, 9, mtime=0)


def _write_icons(folder: Path) -> None:
    drawing = resources.path("icons/fewtone.svg")
    scalable = folder / f"scalable/apps/{APP_ID}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(drawing, scalable)
    for size in _ICON_SIZES:
        picture = io.BytesIO()
        rendered(str(drawing), size).save(picture, "PNG", optimize=True)
        _write(folder / f"{size}x{size}/apps/{APP_ID}.png", picture.getvalue())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
