"""The C version of the hot loops: which build this machine can run, and where it is."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import platform
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SOURCE = Path(__file__).with_name("kernels.c")
_ENDINGS = {"win32": ".dll", "darwin": ".dylib"}

_i64, _array = ctypes.c_int64, ctypes.c_void_p
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "fewtone_count": (None, [_array, _array, _i64, _array, _array]),
    "fewtone_sort": (_i64, [_array, _array, _i64] + [_array] * 6),
    "fewtone_merge": (None, [_array] * 4),
    "fewtone_list": (_i64, [_array] * 4),
    "fewtone_gather": (_i64, [_array] * 4 + [_i64] * 3 + [_array] * 3),
    "fewtone_convert": (None, [_array] + [_i64] * 3 + [_array] * 2),
    "fewtone_weigh": (None, [_array, _array, _i64, _array, _i64, _array]),
    "fewtone_error": (_i64, [_array] * 3 + [_i64, _array]),
    "fewtone_energy": (_i64, [_array, _array, _i64]),
    "fewtone_cut": (
        None,
        [_array, _i64] + [_array] * 3 + [_i64, _array, _i64, _i64] + [_array] * 4,
    ),
    "fewtone_vary": (
        None,
        [_array, _i64, _i64, _array, _i64, _array, _i64, _array, _array, _array],
    ),
    "fewtone_areas": (
        None,
        [_array, _array, _i64, _array, _i64, _array, _i64, _i64, _i64, _i64, _array, _array],
    ),
    "fewtone_enter": (None, [_array, _array, _i64, _array, _array]),
    "fewtone_enter_wide": (None, [_array, _array, _i64, _array, _array]),
    "fewtone_map": (None, [_array, _i64, _array, _array, _array]),
    "fewtone_map_wide": (None, [_array, _i64, _array, _array, _array]),
    "fewtone_assign": (
        None,
        [_array, _i64, _array, _i64, _i64, _i64, _array, _i64, _array, _array, ctypes.c_float]
        + [_i64]
        + [_array] * 3,
    ),
    "fewtone_settle": (
        None,
        [_array, _i64, _array, _i64, _array, _array, _i64, _i64, _array, _array]
        + [ctypes.c_double] * 2
        + [_i64]
        + [_array] * 3,
    ),
    "fewtone_draw": (_i64, [_array, _i64, _array, _i64, _array, ctypes.c_double]),
    "fewtone_unite": (None, [_array, _array, _i64, _i64, _i64] + [_array] * 4),
    "fewtone_diffuse": (None, [_array, _array, _i64, _i64, _array] + [_i64] * 4 + [_array] * 4),
    "fewtone_mix": (None, [_array, _i64, _array, _array, _i64, _i64, _array, _array]),
    "fewtone_resample": (
        None,
        [_array, _array, _i64, _array, _array, _i64, _array, _array] + [_i64] * 4 + [_array] * 5,
    ),
    "fewtone_tally": (None, [_array] * 3 + [_i64] + [_array] * 2),
}


class Library(NamedTuple):
    """The loops in C, loaded.

    Parameters
    ----------
    functions : ctypes.CDLL
        With the types of all arguments declared; calls release the interpreter lock.
    variant : str
        "baseline" or "avx2".
    """

    functions: ctypes.CDLL
    variant: str


def variants(machine: str = "") -> list[str]:
    """List the builds for a kind of processor, this one's if none is named, the best last."""
    x86 = (machine or platform.machine()).lower() in {"x86_64", "amd64"}
    return ["baseline", "avx2"] if x86 else ["baseline"]


def file_name(variant: str, system: str = sys.platform) -> str:
    """Name the file of a build of the present source: by its digest, so that no old one is used."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    return f"fewtone-{variant}-{digest}{_ENDINGS.get(system, '.so')}"


def folder() -> Path:
    """Return where the builds are, in the source tree, where it was installed, or in a bundle."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "native" if bundle else SOURCE.parents[2] / "build" / "native"


@cache
def library() -> Library | None:
    """Load the best build there is; None without any, or when FEWTONE_NATIVE is 0."""
    if os.environ.get("FEWTONE_NATIVE") == "0":
        return None
    for variant in reversed(variants()):
        found = load(variant)
        if found is not None:
            return found
    return None


def load(variant: str) -> Library | None:
    """Load one build; None where there is none that this machine can run."""
    if variant == "avx2" and not _has_avx2():
        return None
    for path in _builds(variant):
        # A build for another system, or a damaged one, counts as none: numpy always works.
        with contextlib.suppress(OSError, AttributeError):
            return Library(_declared(ctypes.CDLL(str(path))), variant)
    return None


def _builds(variant: str) -> list[Path]:
    """List the files of a build; a bundle has no source, so there any digest will do."""
    if SOURCE.is_file():
        path = folder() / file_name(variant)
        return [path] if path.is_file() else []
    return sorted(folder().glob(f"fewtone-{variant}-*"))


def _declared(functions: ctypes.CDLL) -> ctypes.CDLL:
    """Declare the types of all functions; AttributeError when one is missing."""
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(functions, name)
        function.restype, function.argtypes = result, arguments
    return functions


def _has_avx2() -> bool:
    from numpy._core._multiarray_umath import __cpu_features__  # type: ignore[import-not-found]

    return bool(__cpu_features__.get("AVX2", False))
