"""Tries the .deb where nothing else is installed: in fresh roots of Debian, as a user would.

    python -m tests.app.packages dist/fewtone_*.deb [bookworm trixie jammy …]

Needs root, and debootstrap, Xvfb, openbox, xdotool, xprop and weston; for Ubuntu also its keyring,
and a debootstrap that knows the suite. It takes minutes and downloads what the package needs, so
it is no test of every day. Fresh roots are kept in build/roots.
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

ROOTS = ROOT / "build" / "roots"
USER, NUMBER = "tester", 1000
HOME = Path("/home") / USER
ENTRY = "/usr/share/applications/org.fewtone.Fewtone.desktop"
# Trials in the terminal that need more than the package brings.
TOOLS = ["libglib2.0-bin", "desktop-file-utils", "shared-mime-info", "man-db", "bash-completion"]
_LOAD = "{ _comp_load fewtone-cli || _completion_loader fewtone-cli; } 2> /dev/null"


class System:
    """A root of Debian in a folder; commands run inside of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def command(self, *words: object, user: bool = True, **more: str) -> list[str]:
        """Return what runs a command inside, as its user or as root, with nothing of our own."""
        whose = [f"--userspec={NUMBER}:{NUMBER}"] if user else []
        home = HOME if user else "/root"
        values = {"HOME": home, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", **more}
        settings = [f"{name}={value}" for name, value in values.items()]
        return ["chroot", *whose, str(self.folder), "env", "-i", *settings, *map(str, words)]

    def said(self, *words: object, user: bool = True, **more: str) -> str:
        """Run a command that must succeed, and return what it printed."""
        done = subprocess.run(
            self.command(*words, user=user, **more), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def apt(self, *words: object) -> str:
        """Run apt-get as root, with packages that it finds necessary and no others."""
        fixed = ("apt-get", "-y", "-q", "--no-install-recommends")
        return self.said(*fixed, *words, user=False, DEBIAN_FRONTEND="noninteractive")

    def files(self) -> set[str]:
        """List everything that is there, but for what apt and dpkg note of each call."""
        passed_over = (
            "/proc",
            "/sys",
            "/dev",
            "/tmp",
            "/run",
            "/var/log",
            "/var/cache",
            "/var/lib/apt",
        )
        skip = [word for path in passed_over for word in ("-path", path, "-prune", "-o")]
        return set(self.said("find", "/", *skip, "-print", user=False).splitlines())


def main(deb: Path, *suites: str) -> None:
    """Try a package in each suite of Debian or Ubuntu."""
    for suite in suites or ("bookworm", "trixie"):
        print(f"\n{suite}")
        with fresh(suite) as system:
            shutil.copy(deb, system.folder / "root/fewtone.deb")
            shutil.copy(ROOT / "resources/sample.jpg", system.folder / f"home/{USER}/a sea.jpg")
            shutil.copy(ROOT / "docs/window.png", system.folder / f"home/{USER}/window.png")
            before = system.files()
            tried("installs with what it needs, and no more", install, system)
            tried("works in a terminal", compress, system)
            tried("passes its self-test without a screen", self_test, system, "offscreen")
            tried("leaves nothing when removed", remove, system, before)
            system.apt("install", *TOOLS)
            before = system.files()
            tried("installs beside a desktop's tools", install, system)
            tried("is completed by bash", complete, system)
            tried("has manual pages", read_manual, system)
            tried("is offered for photos", offer, system)
            tried("passes its self-test under Wayland", under_wayland, system)
            with new_screen() as screen, ExitStack() as at_end:
                tried("opens a photo by its entry", launch, system, screen, at_end)
                tried(
                    "takes two more into that window", lambda: launch_more(system, screen, at_end)
                )
                tried("takes a drop from another program", drop, system, screen, at_end)
            tried("is upgraded without a rest", upgrade, system)
            tried("leaves nothing when removed", remove, system, before)


def tried(what: str, trial: Callable[..., str | None], *given: object) -> None:
    """Try something, and say so."""
    said = trial(*given)
    print(f"  {what}" + (f": {said}" if said else ""), flush=True)


@contextmanager
def fresh(suite: str) -> Iterator[System]:
    """Make a root that nothing was installed into, for the time of the block."""
    kept = ROOTS / suite
    if not (kept / "etc/os-release").exists():
        ROOTS.mkdir(parents=True, exist_ok=True)
        subprocess.run(["debootstrap", "--variant=minbase", suite, kept], check=True)
    with tempfile.TemporaryDirectory(prefix="fewtone-root-") as folder, ExitStack() as at_end:
        root = Path(folder) / "root"
        subprocess.run(["cp", "-a", kept, root], check=True)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        # Nobody minds if this root is broken by a power cut.
        (root / "etc/dpkg/dpkg.cfg.d/quick").write_text("force-unsafe-io\n", encoding="utf-8")
        for place in ("proc", "dev", "tmp/.X11-unix"):
            (root / place).mkdir(exist_ok=True)
            subprocess.run(["mount", "--rbind", Path("/") / place, root / place], check=True)
            at_end.callback(subprocess.run, ["umount", "--recursive", "--lazy", root / place])
        system = System(root)
        system.said("useradd", "-m", "-u", NUMBER, "-s", "/bin/bash", USER, user=False)
        system.apt("update")
        yield system


def install(system: System) -> str:
    """Install it as the README says, and return what came with it."""
    told = system.apt("install", "/root/fewtone.deb")
    lines = told.splitlines()
    begin = lines.index("The following NEW packages will be installed:") + 1
    came = " ".join(line for line in lines[begin:] if line.startswith(" ")).split()
    kilobytes = system.said("du", "-sk", "/usr/lib/fewtone").split()[0]
    return f"{len(came) - 1} packages beside it; {int(kilobytes) / 1000:.0f} MB"


def compress(system: System) -> str:
    """Compress a photo, and read the palette of the result."""
    photo, few = HOME / "a sea.jpg", HOME / "few.png"
    system.said("fewtone-cli", "compress", photo, "-k", "5", "-o", few, "--quiet")
    lines = system.said("fewtone-cli", "palette", few, "-k", "8", "--quiet").splitlines()
    assert len([line for line in lines if line.strip().startswith("#")]) == 5, lines
    system.said("rm", few)
    return system.said("fewtone-cli", "--version").strip()


def self_test(system: System, platform: str, **more: str) -> None:
    """Let the program try itself."""
    said = system.said("fewtone", "--self-test", QT_QPA_PLATFORM=platform, **more)
    assert said == "self-test passed\n", said


def remove(system: System, before: set[str]) -> str:
    """Remove it, as apt does, and compare all files with those of before."""
    system.apt("purge", "--auto-remove", "fewtone")
    system.said("rm", "-rf", HOME / ".config", HOME / ".cache", HOME / ".local")
    after = system.files()
    left = sorted(path for path in after - before if not _is_of_dpkg(path))
    assert not left, left
    lost = sorted(path for path in before - after if not _is_of_dpkg(path))
    assert not lost, lost
    return f"{len(after)} files, as before"


def _is_of_dpkg(path: str) -> bool:
    """Return whether a file is one that dpkg, or what it calls, keeps of each call or package."""
    kept = (
        "/var/lib/dpkg/",
        "/var/lib/systemd/deb-",
        "/etc/ld.so.cache",
        "/etc/fonts",
        "/var/lib/ucf",
    )
    return path.startswith(kept)


def complete(system: System) -> str:
    """Let bash load the completions as it does when Tab is pressed, and ask them."""
    script = f""". /usr/share/bash-completion/bash_completion; {_LOAD}
        COMP_WORDS=(fewtone-cli compress --start ""); COMP_CWORD=3
        $(complete -p fewtone-cli | sed 's/.*-F \\([^ ]*\\).*/\\1/') fewtone-cli "" --start
        echo "${{COMPREPLY[*]}}" """
    words = system.said("bash", "-c", script).split()
    assert "wu" in words, words
    return " ".join(words)


def read_manual(system: System) -> None:
    """Read both pages."""
    for program in ("fewtone", "fewtone-cli"):
        assert f"{program} - turn photos" in system.said("man", "-P", "cat", program)


def offer(system: System) -> None:
    """Ask what a desktop would offer for kinds of photos."""
    for kind in ("image/jpeg", "image/png", "image/heif", "image/webp"):
        assert "org.fewtone.Fewtone.desktop" in system.said("gio", "mime", kind), kind


def under_wayland(system: System) -> None:
    """Start a compositor without a screen, and let the program try itself there."""
    runtime = system.folder / "run/fewtone"
    runtime.mkdir(mode=0o700)
    os.chown(runtime, NUMBER, NUMBER)
    with ExitStack() as at_end:
        environment = {**os.environ, "XDG_RUNTIME_DIR": str(runtime)}
        command = ["weston", "--backend=headless-backend.so", "--socket=fewtone"]
        start(at_end, command, env=environment)
        socket = runtime / "fewtone"
        wait_until(socket.exists, "the compositor")
        socket.chmod(0o777)
        self_test(system, "wayland", XDG_RUNTIME_DIR="/run/fewtone", WAYLAND_DISPLAY="fewtone")
    shutil.rmtree(runtime)


def launch(system: System, screen: Screen, at_end: ExitStack) -> str:
    """Open a photo as file managers do."""
    _launch(system, screen, at_end, HOME / "a sea.jpg")
    window = screen.window(r"a sea\.jpg")
    kind = ["xprop", "-id", window, "WM_CLASS"]
    told = subprocess.run(kind, env=screen.environment, capture_output=True, text=True, check=True)
    # Desktops find the entry of a window by it.
    assert '"Fewtone"' in told.stdout, told.stdout
    return told.stdout.strip()


def launch_more(system: System, screen: Screen, at_end: ExitStack) -> None:
    """Open two photos at once, while a window is there."""
    _launch(system, screen, at_end, HOME / "window.png", HOME / "few.png")
    screen.window(r"\(2 of 3\)")
    assert len(screen.hands("search", "--onlyvisible", "--name", "Fewtone").split()) == 1


def _launch(system: System, screen: Screen, at_end: ExitStack, *photos: Path) -> None:
    command = system.command("gio", "launch", ENTRY, *photos, DISPLAY=screen.environment["DISPLAY"])
    start(at_end, command)


def drop(system: System, screen: Screen, at_end: ExitStack) -> None:
    """Drag a photo from another program, which is not in that system, onto the window."""
    there = system.folder / f"home/{USER}"
    # What the other program names is in that system.
    shutil.copy(there / "window.png", there / "dropped.png")
    dragger = [sys.executable, ROOT / "tests/app/drag_source.py", HOME / "dropped.png"]
    start(at_end, dragger, env=screen.environment)
    source = screen.place_of(screen.window("Drag source"))
    left, top, width, height = screen.place_of(screen.window("Fewtone"))
    screen.drag((source[0] + 40, source[1] + 30), (left + width // 3, top + height // 2))
    screen.window(r"dropped\.png")
    (there / "dropped.png").unlink()


def upgrade(system: System) -> str:
    """Install a newer version over it, which lacks one file and has another."""
    newer = system.folder / "root/newer"
    deb = system.folder / "root/fewtone.deb"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, newer], check=True)
    control = newer / "DEBIAN/control"
    text = control.read_text(encoding="utf-8").replace("\nVersion: ", "\nVersion: 9:")
    control.write_text(text, encoding="utf-8")
    gone = next((newer / "usr/lib/fewtone/_internal").rglob("LICENSE*"))
    gone.unlink()
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "-b", newer, deb]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(newer)
    system.apt("install", "/root/fewtone.deb")
    assert not (system.folder / gone.relative_to(newer)).exists()
    return system.said("dpkg-query", "-W", "fewtone").strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
