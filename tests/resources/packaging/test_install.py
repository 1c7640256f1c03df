"""install.sh and uninstall.sh of the .tar.xz, run in homes with names that shells stumble over."""

import os
import re
import shlex
import subprocess
import sys

import pytest

from resources import path
from resources.packaging.identity import APP_ID
from resources.packaging.linux import desktop_entry

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="is of Linux")


@pytest.fixture
def unpacked(tmp_path):
    """The folder that somebody unpacked, with programs that print what they are given."""
    folder = tmp_path / "down loads" / "fewtone-1.0"
    entries = folder / "share/applications"
    entries.mkdir(parents=True)
    (entries / f"{APP_ID}.desktop").write_text(desktop_entry.program(), encoding="utf-8")
    for program in ("fewtone", "fewtone-cli"):
        (folder / program).write_text('#!/bin/sh\necho "$0" "$@"\n', encoding="utf-8")
        (folder / program).chmod(0o755)
    for script in ("install.sh", "uninstall.sh"):
        (folder / script).write_bytes(path(f"packaging/linux/files/{script}").read_bytes())
    return folder


@pytest.fixture(params=["me", "a b", "R&D|x", 'q"\\'])
def home(tmp_path, request):
    folder = tmp_path / request.param
    folder.mkdir()
    return folder


def run(script, home):
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    command = ["sh", str(script)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def files(folder):
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*"))


def test_what_is_installed_is_started_from_the_menu_and_the_terminal(unpacked, home):
    assert run(unpacked / "install.sh", home).returncode == 0
    installed = home / ".local/lib/fewtone/fewtone"
    assert (home / ".local/bin/fewtone").resolve() == installed
    entry = home / f".local/share/applications/{APP_ID}.desktop"
    text = entry.read_text(encoding="utf-8")
    (command,) = re.findall(r"^Exec=(.*) %F$", text, re.MULTILINE)
    # Desktops read it as a shell does, after one more level of escapes of the file itself.
    assert shlex.split(command.replace("\\\\", "\\")) == [str(installed)]
    (tried,) = re.findall(r"^TryExec=(.*)$", text, re.MULTILINE)
    assert tried.replace("\\\\", "\\") == str(installed)


def test_removal_leaves_what_was_there_before_and_nothing_else(unpacked, home):
    (home / ".local/share/applications").mkdir(parents=True)
    (home / ".local/share/applications/mine.desktop").write_text("mine", encoding="utf-8")
    before = files(home)
    assert run(unpacked / "install.sh", home).returncode == 0
    told = run(home / ".local/lib/fewtone/uninstall.sh", home)
    assert (told.returncode, told.stderr) == (0, "")
    # What desktops make of all entries there is theirs.
    assert [each for each in files(home) if "mimeinfo" not in each] == before


def test_another_version_takes_the_place_of_the_one_before(unpacked, home):
    (unpacked / "share/old").mkdir()
    (unpacked / "share/old/old.txt").write_text("old", encoding="utf-8")
    assert run(unpacked / "install.sh", home).returncode == 0
    (unpacked / "share/old/old.txt").unlink()
    (unpacked / "fewtone").write_text("#!/bin/sh\necho newer\n", encoding="utf-8")
    assert run(unpacked / "install.sh", home).returncode == 0
    assert not (home / ".local/share/old").exists()
    assert subprocess.check_output([home / ".local/bin/fewtone"], text=True) == "newer\n"


def test_command_of_somebody_else_is_not_replaced(unpacked, home):
    theirs = home / ".local/bin/fewtone"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs", encoding="utf-8")
    told = run(unpacked / "install.sh", home)
    assert told.returncode == 1
    assert "nothing was done" in told.stderr
    assert theirs.read_text(encoding="utf-8") == "theirs"
    assert not (home / ".local/lib").exists()


def test_what_is_remembered_is_named_where_there_is_something(unpacked, home):
    for remembers in (False, True):
        assert run(unpacked / "install.sh", home).returncode == 0
        if remembers:
            (home / ".config/Fewtone").mkdir(parents=True)
        told = run(home / ".local/lib/fewtone/uninstall.sh", home).stdout
        assert "Fewtone is gone." in told
        assert (f"{home}/.config/Fewtone" in told) == remembers
