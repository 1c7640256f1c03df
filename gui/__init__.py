"""The window: everything that knows Qt.

It opens photos, shows them and their results, and asks `core` for everything about colors.
`start` hands photos to a window that is open, or has `app` run one. `window.MainWindow` places its
parts and connects them; each part is a package of its own. For scripts there is `show_img`, which
shows an array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gui.show import show_img

__all__ = ["show_img"]


def __getattr__(name: str) -> Any:
    # gui.app must not load what only scripts need, so it is imported when asked for.
    if name != "show_img":
        raise AttributeError(f"module 'gui' has no attribute {name!r}")
    from gui.show import show_img

    return show_img
