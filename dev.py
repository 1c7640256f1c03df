"""Sets the machine up and runs things: run, test, check, bench, bundle, looks.

    python3 dev.py run [PHOTO …]    the program; without a photo, with the sample; without a
                                    screen, the same from the command line
    python3 dev.py test [--long] …  every test, in parallel; more arguments go to pytest
    python3 dev.py check [--fix]    format, lint, types, borders between the rooms
    python3 dev.py bench …          speed and quality, measured
    python3 dev.py bundle           the standalone program, into dist/; on Linux --archive makes a
                                    .tar.xz of it, --deb a package for Debian and Ubuntu
    python3 dev.py looks            pictures of every state of the window, into build/looks/
    python3 dev.py languages        renews the catalogs of languages, and counts what is translated

Needs Python 3.11 or newer and nothing else: the first call makes .venv and installs the exact
versions of constraints.txt into it, which takes a minute or two.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one shall read why it fails
    sys.exit("Fewtone needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

# Only what is made of Python's own library: nothing is installed yet.
from gui.desktop.libraries import FOR_QT, FOR_X11, for_root, loads
from resources.packaging.pip_failure import why_pip_failed

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "fewtone-setup.json"
COMPILED = ROOT / "build" / "native"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# The dependency groups of pyproject.toml that a command needs beside the dependencies.
GROUPS = {
    "run": ("languages",),
    "test": ("test", "languages"),
    "check": ("test", "check", "bundle", "languages"),
    # What it measures against, it installs elsewhere by itself.
    "bench": ("languages",),
    "bundle": ("bundle", "languages"),
    "looks": ("test", "languages"),
    "languages": ("languages",),
}

FONT_PACKAGE = "fonts-dejavu-core"


def main(arguments: list[str]) -> int:
    """Set up what a command needs, run it, and return its exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command not in GROUPS:
        print(__doc__)
        return 0 if command in {"", "-h", "--help"} else 2
    if command in {"run", "check", "bundle"} and {"-h", "--help"} & set(rest):
        # The others have help of their own.
        print(__doc__)
        return 0
    set_up(command)
    runners = {
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "bundle": bundle,
        "looks": looks,
        "languages": languages,
    }
    return runners[command](rest)


# Setting up


def set_up(command: str) -> None:
    """Make .venv and what the system lacks; at once when that was done before."""
    stamp = read_stamp()
    wanted = fingerprint(command)
    fresh = stamp.get("python") != python_identity() or not PYTHON.exists()
    if fresh:
        stamp = {"python": python_identity(), "installed": {}, "libraries": []}
    needed = library_sets(command)
    new = [] if set(needed) <= set(stamp["libraries"]) else needed
    # All of it together, and first: who is not root has to ask for it, and should have to once.
    require_packages(command, new, venv=fresh)
    if fresh:
        make_venv()
    due = stamp["installed"].get(command) != wanted
    if due:
        install(requirements(command), first=not stamp["installed"])
        stamp["installed"][command] = wanted
    if due or new:
        # A stamp is written only now: what was interrupted is done again.
        stamp["libraries"] = sorted({*stamp["libraries"], *needed})
        write_stamp(stamp)
    set_up_kernels(stamp)
    if command != "languages":
        set_up_languages()


def set_up_kernels(stamp: dict[str, Any]) -> None:
    """Compile the hot loops if that was not done, or if now there is a compiler to try."""
    source = hashlib.sha256((ROOT / "core" / "kernels" / "kernels.c").read_bytes()).hexdigest()
    compiler = shutil.which("cc") or ""
    # `core.kernels.native` names the builds so. Another checkout may share this environment.
    there = any(COMPILED.glob(f"fewtone-*-{source[:12]}*"))
    done = stamp.get("kernels", {})
    lost = done.get("compiled") and not there
    hope = not done.get("compiled") and done.get("compiler", "") != compiler
    if done.get("source") != source or lost or hope:
        why = compile_kernels()
        stamp["kernels"] = {"source": source, "compiled": not why, "compiler": compiler, "why": why}
        write_stamp(stamp)
    if not stamp["kernels"]["compiled"]:
        why = stamp["kernels"].get("why") or "there is no C compiler"
        print(f"Fewtone runs without its loops in C, and is slower: {why}.")


def set_up_languages() -> None:
    """Compile the catalogs of languages that changed since that was done."""
    folder = ROOT / "resources" / "languages"
    compiled = {file.stem: file.stat().st_mtime for file in folder.glob("*.mo")}
    sources = {file.stem: file.stat().st_mtime for file in folder.glob("*.po")}
    if any(moment > compiled.get(code, 0) for code, moment in sources.items()):
        code = call([PYTHON, "-m", "resources.translating", "compile"], cwd=ROOT)
        if code:
            print("A catalog of a language could not be compiled: texts are in English there.")


def read_stamp() -> dict[str, Any]:
    """Read what was set up; empty if nothing or nonsense was."""
    with contextlib.suppress(OSError, ValueError):
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        if isinstance(stamp, dict) and isinstance(stamp.get("installed"), dict):
            return {"libraries": [], **stamp}
    return {}


def write_stamp(stamp: dict[str, Any]) -> None:
    """Keep what is set up, whole or not at all."""
    temporary = STAMP.with_suffix(".part")
    temporary.write_text(json.dumps(stamp), encoding="utf-8")
    temporary.replace(STAMP)


def python_identity() -> str:
    """Name the Python that .venv is made from; a new patch level of it fits as well."""
    return f"{sys.version_info.major}.{sys.version_info.minor} in {sys.base_prefix}"


def requirements(command: str) -> list[str]:
    """List what pyproject.toml says a command needs."""
    import tomllib

    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = (content["dependency-groups"][name] for name in GROUPS[command])
    return [*content["project"]["dependencies"], *(each for group in groups for each in group)]


def fingerprint(command: str) -> str:
    """Return a digest of what a command needs: when it changes, packages are installed again."""
    constraints = (ROOT / "constraints.txt").read_bytes()
    wanted = "\n".join(requirements(command)).encode()
    return hashlib.sha256(constraints + b"\0" + wanted).hexdigest()


def make_venv() -> None:
    """Make .venv, in place of one that is there."""
    print("Setting up .venv …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [base_python(), "-m", "venv", VENV],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if made.returncode != 0:
        sys.exit(f"{VENV} could not be made: {why_pip_failed(made.stdout)}.")


def base_python() -> str:
    """Find the Python outside of any virtual environment, this one included."""
    name = "python.exe" if os.name == "nt" else f"bin/python3.{sys.version_info.minor}"
    base = Path(sys.base_prefix) / name
    return str(base) if base.exists() else sys.executable


def is_system_python() -> bool:
    """Return whether this is the Python that the system's package manager installed."""
    return Path(sys.base_prefix) == Path("/usr")


def install(wanted: list[str], *, first: bool) -> None:
    """Install packages into .venv at the versions of constraints.txt."""
    note = " (the first time takes a minute or two)" if first else ""
    print(f"Installing packages into .venv{note} …", flush=True)
    pip: list[Any] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    said = stderr_of([*pip, *constraints, *wanted])
    if said is not None:
        sys.exit(
            f"The packages could not be installed: {why_pip_failed(said)}.\n"
            "Then run the same command again; it goes on where it stopped."
        )


def compile_kernels() -> str:
    """Compile the hot loops; return "", or why numpy has to do the work, several times slower."""
    print("Compiling core/kernels/kernels.c …", flush=True)
    said = stderr_of([PYTHON, "-m", "core.kernels.build"], cwd=ROOT)
    if said is None:
        return ""
    # The system's compiler speaks first, then pip, which fetches another.
    first = next((line for line in said.splitlines() if "error" in line or "no C" in line), "")
    return f"{first or 'compiling failed'}; and for another compiler {why_pip_failed(said)}"


def stderr_of(command: list[Any], **options: Any) -> str | None:
    """Run a command; return what it said if it failed."""
    done = subprocess.run(
        command, stderr=subprocess.PIPE, encoding="utf-8", errors="replace", check=False, **options
    )
    return done.stderr if done.returncode != 0 else None


def library_sets(command: str) -> list[str]:
    """Name the sets of system libraries that a command needs here."""
    if not sys.platform.startswith("linux"):
        return []
    # A bundle takes the libraries for screens along; tests and bench bring a screen where Xvfb is.
    brings_one = command in {"test", "bench"} and shutil.which("Xvfb") is not None
    brings_one = brings_one or command == "bundle"
    return ["offscreen", "screen"] if has_screen() or brings_one else ["offscreen"]


def require_packages(command: str, sets: list[str], *, venv: bool) -> None:
    """Install all that the system lacks, or say what that is.

    Parameters
    ----------
    command : str
    sets : list of str
        The sets of Qt's libraries that were not looked for yet.
    venv : bool
        Whether .venv is to be made.
    """
    lacking = {}
    if venv and importlib.util.find_spec("ensurepip") is None:
        # Debian keeps it in a package of its own.
        version = f"python3.{sys.version_info.minor}-venv"
        lacking["venv"] = "python3-venv" if is_system_python() else version
    libraries = {**(FOR_QT if sets else {}), **(FOR_X11 if "screen" in sets else {})}
    lacking.update({name: package for name, package in libraries.items() if not loads(name)})
    fonts = ("/usr/share/fonts", "/usr/local/share/fonts")
    if sets and not any(Path(folder).is_dir() for folder in fonts):
        lacking["a font"] = FONT_PACKAGE
    if command == "bundle" and sys.platform.startswith("linux") and not shutil.which("objdump"):
        lacking["objdump"] = "binutils"
    if lacking:
        install_packages([*lacking.values()], f"Fewtone needs {', '.join(lacking)}")


def install_packages(packages: list[str], why: str) -> None:
    """Install Debian packages as root; otherwise name the command that does, and end."""
    if shutil.which("apt-get") is None:
        sys.exit(f"{why}. Install what is missing, then run the same command again.")
    install_command = ["apt-get", "install", "-y", "--no-install-recommends"]
    if os.geteuid() != 0:
        sys.exit(f"{why}. Please run\n\n    {line_to_install(install_command, packages)}\n")
    print(f"Installing system packages: {' '.join(packages)} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet: dict[str, Any] = {"env": environment, "stdout": subprocess.DEVNULL}
    call(["apt-get", "update"], **quiet)
    packages = [renamed(package) for package in packages]
    if call([*install_command, *packages], **quiet) != 0:
        sys.exit(f"apt-get could not install {' '.join(packages)}; the lines above say why.")


def line_to_install(install_command: list[str], packages: list[str]) -> str:
    """Build the one line that a user types to have packages installed."""
    lines = [" ".join([*install_command, *(renamed(package) for package in packages)])]
    if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
        lines.insert(0, "apt-get update")
    return for_root(*lines)


def renamed(package: str) -> str:
    """Return a package's name here: 64-bit time changed some (Ubuntu 24.04, Debian 13)."""
    known = subprocess.run(["apt-cache", "show", f"{package}t64"], capture_output=True, check=False)
    return f"{package}t64" if known.returncode == 0 and known.stdout else package


# Commands


def has_screen() -> bool:
    """Return whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(photos: list[str]) -> int:
    """Open the window with photos; without a screen, do the same job from the command line."""
    if any(photo.startswith("-") for photo in photos):
        # It is an option of the program, such as --version.
        return call([PYTHON, ROOT / "main.py", *photos], env=offscreen_if_needed())
    paths = [str(Path(photo).absolute()) for photo in photos]
    paths = paths or [str(ROOT / "resources" / "sample.jpg")]
    if has_screen():
        return call([PYTHON, ROOT / "main.py", *paths])
    folder = Path(tempfile.mkdtemp(prefix="fewtone-"))
    print(f"There is no screen for a window, so this is the command line. Files: {folder}")
    return max(reduce_without_window(path, folder, n) for n, path in enumerate(paths, start=1))


def reduce_without_window(photo: str, folder: Path, number: int) -> int:
    """Compress one photo into a folder, and print its palette and sizes."""
    image = folder / f"{number}-{Path(photo).stem}.fewtone.png"
    palette = image.with_suffix(".gpl")
    command: list[Any] = [PYTHON, ROOT / "main.py", "compress", photo, "--json"]
    finished = subprocess.run(
        [*command, "-o", image, "--save-palette", palette],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    if finished.returncode != 0:
        return finished.returncode
    report = json.loads(finished.stdout)["photos"][0]
    print(f"\n{report['photo']}: {report['width']}×{report['height']}")
    for color in report["palette"]:
        print(f"    {color['hex']}  {100 * color['share']:6.2f} %")
    print(f"    {report['bytes_before']:,} → {report['bytes_after']:,} bytes")
    print(f"    {image}\n    {palette}")
    return 0


def test(arguments: list[str]) -> int:
    """Run the tests in a process for each processor, offscreen where there is no screen."""
    # What one test prints is seen in a process that is not handed its tests by another.
    one = any("::" in each for each in arguments)
    # After a crash, pytest-xdist would hand the same test to one process after the other.
    among = ["--numprocesses=auto", "--dist=loadgroup", "--max-worker-restart=0"]
    shared = [] if one else among
    patient = ["-o", "faulthandler_timeout=0"] if "--long" in arguments else []
    environment = offscreen_if_needed()
    if shared:
        # Threads of numpy's products in each process would only wait for each other.
        environment.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Otherwise each program that a test starts compiles all of its modules.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return call([PYTHON, "-m", "pytest", *shared, *patient, *arguments], cwd=ROOT, env=environment)


def check(arguments: list[str]) -> int:
    """Check format, lint, types and borders; all of them, whatever fails."""
    fix = "--fix" in arguments
    checks = {
        "format": ["-m", "ruff", "format", *([] if fix else ["--check"])],
        "lint": ["-m", "ruff", "check", *(["--fix"] if fix else [])],
        "types": ["-m", "mypy"],
        "texts": ["-m", "resources.translating.untranslated"],
        "borders": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    }
    failed = [name for name, tool in checks.items() if not passes(name, tool)]
    return 1 if failed else 0


def passes(name: str, tool: list[str]) -> bool:
    """Run one check; its output is shown only if it fails."""
    finished = subprocess.run(
        [PYTHON, *tool],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    print(f"{name:<8} {'ok' if finished.returncode == 0 else 'FAILED'}", flush=True)
    if finished.returncode != 0:
        print(finished.stdout, flush=True)
    return finished.returncode == 0


def bench(arguments: list[str]) -> int:
    """Measure."""
    return call([PYTHON, "-m", "tests.bench", *arguments], cwd=ROOT)


def bundle(arguments: list[str]) -> int:
    """Make the standalone program, and the packages of it that are asked for."""
    if arguments and not sys.platform.startswith("linux"):
        sys.exit(f"There are no packages by {' '.join(arguments)} on this system.")
    build = ["--noconfirm", "--log-level=WARN", "--distpath=dist", "--workpath=build/pyinstaller"]
    # Sets are gone through in an order by chance otherwise, and two builds would differ.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    code = call([PYTHON, "-m", "PyInstaller", "build.spec", *build], cwd=ROOT, env=environment)
    if code == 0 and sys.platform.startswith("linux"):
        code = call([PYTHON, "-m", "resources.packaging.glibc", "dist/fewtone"], cwd=ROOT)
    if code == 0:
        # It lists every file; what is wrong is said as an error.
        held = [PYTHON, "-m", "resources.packaging.licences", "dist/fewtone"]
        code = call(held, cwd=ROOT, stdout=subprocess.DEVNULL)
    if code == 0:
        code = call([PYTHON, "-m", "resources.packaging.parts_list", "dist/fewtone"], cwd=ROOT)
    if code == 0:
        folder = ROOT / "dist" / "fewtone"
        size = sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())
        print(f"{folder}: {size / 1e6:.0f} MB")
    if code == 0 and arguments:
        code = call([PYTHON, "-m", "resources.packaging.linux", *arguments], cwd=ROOT)
    return code


def languages(arguments: list[str]) -> int:
    """Bring the catalogs of languages up to date with the texts of the code, and compile them."""
    return call([PYTHON, "-m", "resources.translating", *arguments], cwd=ROOT)


def looks(arguments: list[str]) -> int:
    """Take pictures of the window in every state."""
    environment = offscreen_if_needed()
    if sys.platform.startswith("linux"):
        # Even where there is a screen: no pointer hovers then, and no desktop has a say.
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return call([PYTHON, "-m", "tests.app.looks", *arguments], cwd=ROOT, env=environment)


def offscreen_if_needed() -> dict[str, str]:
    """Make an environment in which Qt works with or without a screen."""
    environment = dict(os.environ)
    if not has_screen():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment


def call(command: list[Any], **options: Any) -> int:
    """Run a command and return its exit code."""
    return subprocess.run(command, check=False, **options).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
