"""Lets every program of the bundle do the main job: `python -m resources.packaging.self_tests`.

Each opens a photo in a real window, reduces and saves it. Any Python will do, as the programs bring
their own; with a folder, the programs in it are tried.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DIST = Path(__file__).resolve().parents[2] / "dist"
# A self-test takes seconds; what hangs shall not hold up a release.
_SECONDS = 150
# A command that needs no window is at its work at once if these stay where they are.
_HEAVY = ("libQt6Core", "_multiarray_umath")


def programs(folder: Path, system: str = sys.platform) -> list[Path]:
    """Return the programs in a bundle's folder, the one that can say what is wrong first.

    Parameters
    ----------
    folder : Path
        As ``dist/fewtone``; on macOS, the application lies beside it.
    system : str
        As `sys.platform`.
    """
    ending = ".exe" if system == "win32" else ""
    found = [folder / f"{name}{ending}" for name in ("fewtone-cli", "fewtone")]
    if system == "darwin":
        found.append(folder.with_name("Fewtone.app") / "Contents" / "MacOS" / "fewtone")
    return found


def loaded_in_vain(program: Path) -> list[str]:
    """List the heavy libraries that a program of Linux loads to tell its version."""
    done = subprocess.run(
        [str(program), "--version"],
        env={**os.environ, "LD_DEBUG": "files"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=_SECONDS,
    )
    return [name for name in _HEAVY if name.encode() in done.stderr]


def main(arguments: list[str]) -> int:
    """Try the programs one after the other; return 1 if one fails, is missing, or hangs."""
    folder = Path(arguments[0]).absolute() if arguments else DIST / "fewtone"
    for program in programs(folder):
        try:
            # Python waits for programs without a console, which PowerShell does not.
            subprocess.run([str(program), "--self-test"], check=True, timeout=_SECONDS)
            in_vain = loaded_in_vain(program) if sys.platform.startswith("linux") else []
        except (OSError, subprocess.SubprocessError) as error:
            print(f"{program}: {error}", file=sys.stderr)
            return 1
        if in_vain:
            print(f"{program} --version loads {' and '.join(in_vain)}", file=sys.stderr)
            return 1
        print(f"{program}: self-test passed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
