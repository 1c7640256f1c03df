"""The peers, installed into build/peers: Python packages, Debian packages, two Rust crates."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "peers"
PYTHON = FOLDER / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CARGO_ROOT = FOLDER / "cargo"
PNGQUANT_3 = CARGO_ROOT / "bin" / "pngquant"
QUANTETTE = FOLDER / "quantette" / "release" / "quantette-worker"

_REQUIREMENTS = Path(__file__).with_name("peers.txt")
_CRATE = Path(__file__).with_name("quantette")


def require_packages() -> None:
    """Make the Python environment of the peers; at once when it is there."""
    stamp = FOLDER / "venv" / "installed.txt"
    wanted = _REQUIREMENTS.read_text()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Installing the peers (a minute or two) …", flush=True)
    _run([sys.executable, "-m", "venv", "--clear", str(FOLDER / "venv")])
    _run([str(PYTHON), "-m", "pip", "install", "--quiet", "-r", str(_REQUIREMENTS)])
    stamp.write_text(wanted)


def require_program(name: str, package: str) -> None:
    """End the benchmark when a program is not there and cannot be installed."""
    if shutil.which(name):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], stdout=subprocess.DEVNULL, check=False)
        command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    if not shutil.which(name):
        sys.exit(f"{name} is not installed; `--without` leaves a peer out by name")


def require_pngquant_3() -> None:
    """Build pngquant 3 with cargo."""
    if not PNGQUANT_3.is_file():
        print("Building pngquant 3 …", flush=True)
        crate = ["pngquant", "--version", "3.0.3", "--locked"]
        _run([*_cargo(), "install", "--quiet", "--root", str(CARGO_ROOT), *crate])


def require_quantette() -> None:
    """Build the program that runs quantette, for this machine's processor."""
    newest = max(path.stat().st_mtime for path in _CRATE.rglob("*") if path.is_file())
    if QUANTETTE.is_file() and QUANTETTE.stat().st_mtime > newest:
        return
    print("Building quantette …", flush=True)
    target = FOLDER / "quantette"
    target.mkdir(parents=True, exist_ok=True)
    # Beside its sources cargo would leave a lock file.
    shutil.copytree(_CRATE, target / "crate", dirs_exist_ok=True)
    manifest = str(target / "crate" / "Cargo.toml")
    build = ["build", "--quiet", "--release", "--manifest-path", manifest]
    os.environ["RUSTFLAGS"] = "-C target-cpu=native"
    _run([*_cargo(), *build, "--target-dir", str(target)])


def _cargo() -> list[str]:
    if not shutil.which("cargo"):
        sys.exit("cargo is not installed; `--without` leaves a peer out by name")
    return ["cargo"]


def _run(command: list[str]) -> None:
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"{' '.join(command)} failed; `--without` leaves a peer out by name")
