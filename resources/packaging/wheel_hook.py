"""Puts the loops in C and the catalogs of languages into the wheel: a hook of hatchling.

The loops are compiled for this machine. Where no compiler can do it the wheel has none, and numpy
does the work, several times slower.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import sys_tags

_LOOPS = "fewtone/_app/build/native"
_LANGUAGES = "fewtone/_app/resources/languages"


class LoopsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles before a wheel is built, and cleans up afterwards."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the loops to what is packed, and name the machine that they are for."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="fewtone-loops-")
        builder = _import_builder(Path(self.root))
        for file in import_module("resources.translating.catalogs").compile_to(
            Path(self._folder.name)
        ):
            build_data["force_include"][str(file)] = f"{_LANGUAGES}/{file.name}"
        try:
            files = builder.build(Path(self._folder.name))
        except builder.NotBuiltError as error:
            self.app.display_warning(
                f"Fewtone will run without its loops in C, and be slower: {error}"
            )
            return
        for file in files:
            build_data["force_include"][str(file)] = f"{_LOOPS}/{file.name}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{_platform()}"

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Remove what was compiled: it is packed."""
        if version != "editable":
            self._folder.cleanup()


def _import_builder(root: Path) -> Any:
    """Import `core.kernels.build` without `core.kernels` itself, which needs numpy."""
    package = ModuleType("core.kernels")
    package.__path__ = [str(root / "core" / "kernels")]
    sys.modules["core.kernels"] = package
    sys.path.insert(0, str(root))
    return import_module("core.kernels.build")


def _platform() -> str:
    """Name this kind of machine as wheels do; manylinux would be a promise about the system."""
    return next(
        tag.platform for tag in sys_tags() if "manylinux" not in tag.platform and tag.abi == "none"
    )
