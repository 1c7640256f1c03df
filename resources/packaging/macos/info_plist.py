"""What Fewtone.app says of itself to macOS."""

from __future__ import annotations

from typing import Any

from resources.packaging.identity import AUTHORS

MINIMUM_SYSTEM = "13.0"
"""What the wheels of PySide6 are built for; older systems say so instead of starting it."""


def info_plist(version: str) -> dict[str, Any]:
    """Return the property list, but for what PyInstaller writes into it by itself."""
    return {
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.graphics-design",
        "LSMinimumSystemVersion": MINIMUM_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": f"© {AUTHORS}. MIT licence.",
        "CFBundleDocumentTypes": [
            _documents("Photo", "public.image"),
            # A folder on the icon opens the photos in it.
            _documents("Folder of photos", "public.folder"),
        ],
    }


def _documents(name: str, kind: str) -> dict[str, Any]:
    return {
        "CFBundleTypeName": name,
        # Photos are read and never written over; and Fewtone takes no kind from another program.
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": [kind],
    }
