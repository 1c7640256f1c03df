"""Compile `kernels.c`: `python -m core.kernels.build [--zig] [--target TARGET] [--into FOLDER]`.

The system's compiler does it for this machine. Where there is none, or it fails (Debian's gcc comes
without the headers of C), Zig's from PyPI does: a C compiler in a wheel, for other machines as
well, which is removed again afterwards. dev.py calls this after a change of the source, and pip
while it installs Fewtone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from core.kernels import native

ZIG = "ziglang==0.17.1"

# Without contraction a * b + c rounds twice, as it does in numpy.
_FLAGS = [
    "-O3",
    "-shared",
    "-fPIC",
    "-std=gnu11",
    "-ffp-contract=off",
    # Zig writes for debuggers, with the paths of whoever builds, unless told otherwise.
    "-g0",
    "-Wall",
    "-Wextra",
    "-Werror",
]
_PROCESSOR = {"baseline": [], "avx2": ["-mavx2"]}
_ZIG_PROCESSOR = {"baseline": ["-mcpu=baseline"], "avx2": ["-mcpu=x86_64_v3"]}


class Target(NamedTuple):
    """A kind of machine.

    Parameters
    ----------
    system, machine : str
        As `sys.platform` and `platform.machine` name them.
    triple : str
        As Zig names it, with the oldest version of the system that it may be.
    """

    system: str
    machine: str
    triple: str


TARGETS = {
    "x86_64-linux": Target("linux", "x86_64", "x86_64-linux-gnu.2.17"),
    "aarch64-linux": Target("linux", "aarch64", "aarch64-linux-gnu.2.17"),
    "x86_64-windows": Target("win32", "AMD64", "x86_64-windows-gnu"),
    "x86_64-macos": Target("darwin", "x86_64", "x86_64-macos.13.0"),
    "aarch64-macos": Target("darwin", "arm64", "aarch64-macos.13.0"),
}
"""Other machines that the loops were compiled for, by Zig."""


class _Compiler(NamedTuple):
    """What compiles one build: a command, what it is told of processors, and its environment."""

    command: Sequence[str]
    processor: dict[str, list[str]]
    environment: dict[str, str] | None = None


_Way = AbstractContextManager[_Compiler]


class NotBuiltError(Exception):
    """No compiler did it; the text is what each of them said, in lines."""


def main(arguments: Sequence[str]) -> int:
    """Compile the builds of the present source that are missing; return 0 if all are there."""
    parser = argparse.ArgumentParser(prog="core.kernels.build", description="Compile kernels.c.")
    parser.add_argument("--zig", action="store_true", help="without the system's compiler")
    parser.add_argument("--target", choices=TARGETS, help="another kind of machine")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="build/native if not given")
    options = parser.parse_args(arguments)
    folder = options.into or native.folder() / (options.target or "")
    try:
        build(folder, TARGETS.get(options.target), only_zig=options.zig)
    except NotBuiltError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build(folder: Path, target: Target | None = None, *, only_zig: bool = False) -> list[Path]:
    """Compile the builds that are missing in a folder; return the files of all.

    Parameters
    ----------
    folder : Path
        It is made if it is not there.
    target : Target, optional
        This machine if None.
    only_zig : bool
        Whether the system's compiler is left alone.

    Raises
    ------
    NotBuiltError
        When no compiler is to be had, or none can do it.
    """
    names = {
        variant: native.file_name(variant, target.system if target else sys.platform)
        for variant in native.variants(target.machine if target else "")
    }
    missing = {variant: name for variant, name in names.items() if not (folder / name).is_file()}
    ways: list[_Way] = [_zig(target)]
    if target is None and not only_zig and sys.platform != "win32":
        ways.insert(0, _of_system())
    if missing:
        _compile_somehow(ways, {variant: folder / name for variant, name in missing.items()})
    return [folder / name for name in names.values()]


def _compile_somehow(ways: list[_Way], files: dict[str, Path]) -> None:
    """Compile some builds by the first compiler that can."""
    said = []
    for way in ways:
        try:
            with way as compiler:
                for variant, file in files.items():
                    _compile(compiler, variant, file)
        except (OSError, subprocess.CalledProcessError) as error:
            said.append((getattr(error, "stderr", None) or str(error)).strip())
        else:
            return
    raise NotBuiltError("\n".join(said))


def _system_compiler() -> str | None:
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


@contextmanager
def _of_system() -> Iterator[_Compiler]:
    found = _system_compiler()
    if found is None:
        raise FileNotFoundError("there is no C compiler")
    yield _Compiler([found], _PROCESSOR)


@contextmanager
def _zig(target: Target | None) -> Iterator[_Compiler]:
    """Install Zig into a folder that is removed afterwards, as it takes 400 MB."""
    with tempfile.TemporaryDirectory(prefix="fewtone-zig-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", folder, ZIG], check=True, capture_output=True, text=True)
        environment = {**os.environ, "PYTHONPATH": folder, "ZIG_GLOBAL_CACHE_DIR": folder}
        triple = [] if target is None else ["-target", target.triple]
        zig = [sys.executable, "-m", "ziglang", "cc", *triple, "-fno-sanitize=undefined"]
        yield _Compiler(zig, _ZIG_PROCESSOR, environment)


def _compile(compiler: _Compiler, variant: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Some compilers leave other files beside the one they were asked for.
    with tempfile.TemporaryDirectory(prefix="part-", dir=file.parent) as folder:
        part = Path(folder) / file.name
        command = [*compiler.command, *compiler.processor[variant], *_FLAGS]
        if file.suffix == ".dylib":
            # Libraries of macOS name themselves: by the folder above, unless told otherwise.
            command += ["-install_name", f"@rpath/{file.name}"]
        subprocess.run(
            [*command, "-o", str(part), str(native.SOURCE)],
            check=True,
            capture_output=True,
            text=True,
            env=compiler.environment,
        )
        # Another process may have the old file loaded, so it is replaced, never written into.
        part.replace(file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
