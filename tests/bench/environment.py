"""The peers and the judges of looks, installed into build/peers: from PyPI, Debian, crates.io."""

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
DSSIM = CARGO_ROOT / "bin" / "dssim"
SSIMULACRA2 = CARGO_ROOT / "bin" / "ssimulacra2_rs"
# Workers of our own around crates: quantette, imagequant, exoquant.
RUST_CRATE = Path(__file__).with_name("rust")
RUST_WORKERS = FOLDER / "rust" / "release"

_REQUIREMENTS = Path(__file__).with_name("peers.txt")


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
    _require_installed(PNGQUANT_3, "pngquant", "3.0.3")


def require_judges() -> None:
    """Build the programs that tell how alike two pictures look."""
    _require_installed(DSSIM, "dssim", "3.5.1")
    # Its judging of films, on by default, wants a library of the system.
    _require_installed(SSIMULACRA2, "ssimulacra2_rs", "0.5.2", "--no-default-features")


def _require_installed(program: Path, crate: str, version: str, *options: str) -> None:
    if not program.is_file():
        print(f"Building {crate} …", flush=True)
        install = ["install", "--quiet", "--root", str(CARGO_ROOT), "--locked", *options]
        _run([*_cargo(), *install, crate, "--version", version])


def require_rust_workers() -> None:
    """Build the workers in Rust, for this machine's processor."""
    sources = [path for path in RUST_CRATE.rglob("*") if path.is_file()]
    newest = max(path.stat().st_mtime for path in sources)
    programs = [RUST_WORKERS / path.stem for path in sources if path.parent.name == "bin"]
    built = [path.stat().st_mtime for path in programs if path.is_file()]
    # Cargo leaves those alone that a change does not touch.
    if len(built) == len(programs) and max(built) > newest:
        return
    print("Building quantette, imagequant, exoquant …", flush=True)
    target = RUST_WORKERS.parent
    target.mkdir(parents=True, exist_ok=True)
    # Beside its sources cargo would leave a lock file.
    shutil.copytree(RUST_CRATE, target / "crate", dirs_exist_ok=True)
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
