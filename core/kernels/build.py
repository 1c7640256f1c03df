"""Compile `kernels.c` for this machine: `python -m core.kernels.build [--zig]`.

The system's compiler does it where there is one, otherwise Zig's from PyPI (a C compiler in a
wheel), which is removed again afterwards. dev.py calls this after a change of the source.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.kernels import native

ZIG = "ziglang==0.17.1"

# Without contraction a * b + c rounds twice, as it does in numpy.
_FLAGS = [
    "-O3",
    "-shared",
    "-fPIC",
    "-std=gnu11",
    "-ffp-contract=off",
    "-Wall",
    "-Wextra",
    "-Werror",
]
_PROCESSOR = {"baseline": [], "avx2": ["-mavx2"]}
_ZIG_PROCESSOR = {"baseline": ["-mcpu=baseline"], "avx2": ["-mcpu=x86_64_v3"]}


def main(arguments: list[str]) -> int:
    """Compile the builds of the present source that are missing; return 0 if all are there."""
    missing = [each for each in native.variants() if not _path(each).is_file()]
    if not missing:
        return 0
    system = None if "--zig" in arguments or sys.platform == "win32" else _system_compiler()
    try:
        if system is not None:
            for variant in missing:
                _compile([system, *_PROCESSOR[variant]], variant)
        else:
            with _zig() as (zig, environment):
                for variant in missing:
                    _compile([*zig, *_ZIG_PROCESSOR[variant]], variant, environment)
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip()
        print(said.splitlines()[-1] if said else error, file=sys.stderr)
        return 1
    return 0


def _system_compiler() -> str | None:
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


@contextmanager
def _zig() -> Iterator[tuple[list[str], dict[str, str]]]:
    """Install Zig into a folder that is removed afterwards, as it takes 400 MB.

    Yields
    ------
    list of str
        Its command.
    dict of str to str
        The environment to run it in.
    """
    with tempfile.TemporaryDirectory(prefix="fewtone-zig-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", folder, ZIG], check=True, capture_output=True, text=True)
        environment = {**os.environ, "PYTHONPATH": folder, "ZIG_GLOBAL_CACHE_DIR": folder}
        yield [sys.executable, "-m", "ziglang", "cc", "-fno-sanitize=undefined"], environment


def _compile(compiler: list[str], variant: str, environment: dict[str, str] | None = None) -> None:
    target = _path(variant)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Some compilers leave other files beside the one they were asked for.
    with tempfile.TemporaryDirectory(prefix="part-", dir=target.parent) as folder:
        part = Path(folder) / target.name
        command = [*compiler, *_FLAGS, "-o", str(part), str(native.SOURCE)]
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        # Another process may have the old file loaded, so it is replaced, never written into.
        part.replace(target)


def _path(variant: str) -> Path:
    return native.folder() / native.file_name(variant)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
