"""Lets the bundle do its main job where programs are started that should not have been.

    python -m tests.app.situations [dist/fewtone]

Each line is a situation and what came of it. Needs root (for a place that cannot be written to),
Xvfb, openbox, xdotool and weston. It takes some minutes, so it is no test of every day.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import ROOT
from tests.app.screen import Screen, new_screen, start, wait_until

BARE = {"PATH": "/usr/bin:/bin"}
_LONGEST = 190
_OLD = "[settings]\ncolors=33\nspace=rgb\n[window]\ngeometry=@ByteArray(nonsense)\n"
_BROKEN = '{"settings/colors": "many", "window/geometry": [1, 2], "recent": "x", '


def main(bundle: Path) -> int:
    """Try them all; return 1 if one fails."""
    failed = 0
    for name, trial in _TRIALS.items():
        with tempfile.TemporaryDirectory(prefix="fewtone-situation-") as folder:
            try:
                trial(bundle, Path(folder))
            except (AssertionError, subprocess.SubprocessError) as error:
                failed += 1
                print(f"  FAILED  {name}: {error}", flush=True)
            else:
                print(f"  passed  {name}", flush=True)
    return 1 if failed else 0


def self_test(program: Path, *options: str, **values: object) -> None:
    """Let a program try itself, with an environment of almost nothing."""
    given = {name: str(value) for name, value in values.items() if value is not None}
    environment = {**BARE, "QT_QPA_PLATFORM": "offscreen", **given}
    done = subprocess.run(
        [program, "--self-test", *options],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr


def read_only(bundle: Path, folder: Path) -> None:
    """Start it from a place that cannot be written to, by root either."""
    place = folder / "mounted"
    place.mkdir()
    subprocess.run(["mount", "--bind", bundle, place], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
        self_test(place / "fewtone", HOME=folder)
    finally:
        subprocess.run(["umount", place], check=True)


def deep(bundle: Path, folder: Path) -> None:
    """Start it from a path of 190 characters, with spaces and emoji."""
    name = "my pictures 🌅 Ünïcode"
    place = folder / name
    # The program itself adds its name.
    while len(str(place)) < _LONGEST - len("/fewtone") - 1:
        left = _LONGEST - len("/fewtone") - 1 - len(str(place))
        place /= (name * 3)[: min(left, 40)]
    shutil.copytree(bundle, place, symlinks=True)
    assert _LONGEST - 2 <= len(str(place / "fewtone")) <= _LONGEST, len(str(place / "fewtone"))
    self_test(place / "fewtone", HOME=folder)


def with_values(**values: object) -> Callable[[Path, Path], None]:
    """Return a trial in an environment; HOME is a folder of its own unless it is given."""

    def trial(bundle: Path, folder: Path) -> None:
        self_test(bundle / "fewtone", **{"HOME": folder, **values})

    return trial


def on_screen(width: int, height: int, scale: float) -> Callable[[Path, Path], None]:
    """Return a trial on a real screen of a size."""

    def trial(bundle: Path, folder: Path) -> None:
        with ExitStack() as at_end:
            reads, writes = os.pipe()
            at_end.callback(os.close, reads)
            size = f"{width}x{height}x24"
            command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", size, "-nolisten", "tcp"]
            start(at_end, command, pass_fds=[writes])
            os.close(writes)
            display = f":{os.read(reads, 20).decode().strip()}"
            start(at_end, ["openbox"], env={**BARE, "DISPLAY": display, "HOME": str(folder)})
            self_test(
                bundle / "fewtone",
                HOME=folder,
                QT_QPA_PLATFORM="xcb",
                DISPLAY=display,
                QT_SCALE_FACTOR=scale,
            )

    return trial


def with_settings(name: str, content: str) -> Callable[[Path, Path], None]:
    """Return a trial with a file of settings that an older version, or nobody, has written."""

    def trial(bundle: Path, folder: Path) -> None:
        file = folder / "Fewtone" / name
        file.parent.mkdir()
        file.write_text(content, encoding="utf-8")
        self_test(bundle / "fewtone", HOME=folder, XDG_CONFIG_HOME=folder)

    return trial


def without_fonts(bundle: Path, folder: Path) -> None:
    """Start it where fontconfig finds no font at all."""
    file = folder / "fonts.conf"
    file.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    self_test(bundle / "fewtone", HOME=folder, FONTCONFIG_FILE=file)


def under_wayland(bundle: Path, folder: Path) -> None:
    """Start it under a Wayland compositor where there is no X server."""
    folder.chmod(0o700)
    with ExitStack() as at_end:
        environment = {**BARE, "XDG_RUNTIME_DIR": str(folder)}
        command = ["weston", "--backend=headless-backend.so", "--socket=fewtone"]
        start(at_end, command, env=environment)
        wait_until((folder / "fewtone").exists, "the compositor")
        self_test(
            bundle / "fewtone",
            HOME=folder,
            QT_QPA_PLATFORM="wayland",
            XDG_RUNTIME_DIR=folder,
            WAYLAND_DISPLAY="fewtone",
        )


@contextmanager
def window_of(program: Path, folder: Path, screen: Screen, *given: object) -> Iterator[None]:
    """Open a window on a photo for the time of the block."""
    environment = {**BARE, "HOME": str(folder), "DISPLAY": screen.environment["DISPLAY"]}
    with ExitStack() as at_end:
        start(at_end, [program, *given], env=environment)
        yield


def twice(bundle: Path, folder: Path) -> None:
    """Open two windows at once."""
    photo = ROOT / "resources" / "sample.jpg"
    program = bundle / "fewtone"
    with (
        new_screen() as screen,
        window_of(program, folder, screen, "--new-window", photo),
        window_of(program, folder, screen, "--new-window", photo),
    ):

        def both() -> bool:
            found = screen.hands("search", "--onlyvisible", "--name", r"sample\.jpg")
            return len(found.split()) == 2

        wait_until(both, "two windows")


def removed(bundle: Path, folder: Path) -> None:
    """Remove the program while its window is open, then go on with it, by keys."""
    with open_copy(bundle, folder) as (screen, program):
        wait_until(lambda: has_loaded(program, "_pi_heif"), "the last that is loaded ahead")
        shutil.rmtree(program.parent)
        go_on(screen, folder)


def removed_at_once(bundle: Path, folder: Path) -> None:
    """Remove the program before its window has loaded all that it may need."""
    with open_copy(bundle, folder) as (screen, program):
        shutil.rmtree(program.parent)
        told(screen)
        # Whether that can be saved depends on how far it was; the window stays in any case.
        screen.hands("key", "ctrl+s", "key", "F1")
        screen.window(r"sea\.jpg")


def updated(bundle: Path, folder: Path) -> None:
    """Put another version in the program's place, then go on with the window."""
    with open_copy(bundle, folder) as (screen, program):
        wait_until(lambda: has_loaded(program, "_pi_heif"), "the last that is loaded ahead")
        # As packages do it, each file in one step.
        other = program.with_name("other")
        other.write_text("#!/bin/sh\nexit 3\n")
        other.chmod(0o755)
        other.replace(program)
        go_on(screen, folder)


@contextmanager
def open_copy(bundle: Path, folder: Path) -> Iterator[tuple[Screen, Path]]:
    """Open the window of a copy of the bundle, with a photo, for the time of the block."""
    place, photo = folder / "fewtone", folder / "sea.jpg"
    shutil.copytree(bundle, place, symlinks=True)
    shutil.copy(ROOT / "resources" / "sample.jpg", photo)
    with new_screen() as screen, window_of(place / "fewtone", folder, screen, photo):
        screen.hands("windowactivate", "--sync", screen.window(r"sea\.jpg"))
        yield screen, place / "fewtone"


def has_loaded(program: Path, library: str) -> bool:
    """Return whether a process of a program has loaded a library."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "exe").readlink() == program:
                return library in (process / "maps").read_text()
        except OSError:
            continue
    return False


def told(screen: Screen) -> None:
    """Wait for the box that tells that the program's files are gone, and close it."""
    box = screen.window("^Fewtone$")
    screen.hands("windowactivate", "--sync", box, "key", "Return")
    wait_until(lambda: box not in screen.hands("search", "--onlyvisible", "--name", "."), "its end")


def go_on(screen: Screen, folder: Path) -> None:
    """Read what the window tells, save a result, and open what was not open before."""
    told(screen)
    screen.hands("windowactivate", "--sync", screen.window(r"^sea\.jpg"), "key", "ctrl+s")
    screen.hands("windowactivate", "--sync", screen.window("Save image"))
    screen.hands("key", "ctrl+a", "type", str(folder / "few.png"))
    screen.hands("key", "Return")
    wait_until((folder / "few.png").exists, "the result")
    for keys, name in ("ctrl+k", "K-means at work"), ("ctrl+b", "Side by side"):
        screen.hands("windowactivate", "--sync", screen.window(r"^sea\.jpg"), "key", keys)
        screen.window(name)
    screen.window(r"^sea\.jpg")


_TRIALS: dict[str, Callable[[Path, Path], None]] = {
    "a place that cannot be written to": read_only,
    "a path of 190 characters with emoji": deep,
    "no HOME": with_values(HOME=None),
    "a HOME that is not there": with_values(HOME="/nowhere/at/all"),
    "a TMPDIR that is not there": with_values(TMPDIR="/nowhere/at/all"),
    "the C locale": with_values(LC_ALL="C"),
    "a locale that is not there": with_values(LC_ALL="xx_YY.UTF-8"),
    "a screen of 800×600": on_screen(800, 600, 1),
    "scale 1.5": on_screen(1280, 900, 1.5),
    "scale 2": on_screen(1920, 1200, 2),
    "scale 2 on 800×600": on_screen(800, 600, 2),
    "settings of an older version": with_settings("Fewtone.ini", _OLD),
    "settings that are broken": with_settings("Fewtone.json", _BROKEN),
    "no fonts": without_fonts,
    "Wayland without X": under_wayland,
    "two windows at once": twice,
    "removed while running": removed,
    "removed as soon as it runs": removed_at_once,
    "updated while running": updated,
}

if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "fewtone"
    sys.exit(main(given.resolve()))
