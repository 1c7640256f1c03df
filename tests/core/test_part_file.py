"""Files while they are written: who may read them, and what is left when a process is killed."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import threading

import pytest

from core import part_file as parts
from core.atomic import replace_file
from core.part_file import ENDING, part_file
from tests import ROOT
from tests.processes import started

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits, and other locks")
root = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="gives files away, as only root may"
)

HANGS = """
import sys, time
from pathlib import Path
from core.atomic import replace_file
def write(file):
    file.write(b"half")
    file.flush()
    print("writing", flush=True)
    time.sleep(600)
replace_file(Path(sys.argv[1]), write)
"""


@pytest.fixture
def writer(tmp_path):
    """A process that is in the midst of replacing a file."""
    (tmp_path / "a.png").write_bytes(b"old")
    command = [sys.executable, "-c", HANGS, tmp_path / "a.png"]
    with started(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"writing"
        yield process


def parts_in(folder):
    return [path for path in folder.iterdir() if path.name.endswith(ENDING)]


def status_meanwhile(path):
    """The status of the part file while a file is written, and of the file then."""
    seen = []
    replace_file(path, lambda file: seen.append(os.fstat(file.fileno())))
    return *seen, path.stat()


@posix
def test_next_save_removes_what_a_killed_process_left(tmp_path, writer):
    replace_file(tmp_path / "b.png", b"new")
    assert len(parts_in(tmp_path)) == 1
    writer.send_signal(signal.SIGSTOP)
    replace_file(tmp_path / "b.png", b"new")
    assert len(parts_in(tmp_path)) == 1
    writer.kill()
    writer.wait()
    assert len(parts_in(tmp_path)) == 1
    replace_file(tmp_path / "b.png", b"newer")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "b.png"]
    assert (tmp_path / "a.png").read_bytes() == b"old"


@posix
def test_files_of_others_are_left_alone(tmp_path):
    computer = parts._computer()
    names = [
        f".0123abcd-{16 * '0'}{ENDING}",  # another computer's, on a network drive
        f".{16 * '0'}{ENDING}",
        f"{computer}{ENDING}",
        f".{computer}-notes.txt",
    ]
    for name in names:
        (tmp_path / name).write_bytes(b"theirs")
    (tmp_path / f".{computer}-folder{ENDING}").mkdir()
    (tmp_path / f".{computer}-link{ENDING}").symlink_to(names[0])
    os.mkfifo(tmp_path / f".{computer}-pipe{ENDING}")
    replace_file(tmp_path / "a.png", b"new")
    assert len(list(tmp_path.iterdir())) == len(names) + 4


@posix
@pytest.mark.parametrize("locks", [True, False])
def test_part_files_of_this_process_stay(tmp_path, monkeypatch, locks):
    """Where a lock does not keep out its own process, as on some network drives, too."""
    if not locks:
        monkeypatch.setattr("fcntl.flock", lambda *_: None)
    with part_file(tmp_path) as (path, file):
        replace_file(tmp_path / "a", b"new")
        assert path.exists()
        file.write(b"more")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@posix
def test_part_file_taken_for_dead_before_it_is_locked_is_made_anew(tmp_path):
    stop = threading.Event()

    def clean():
        while not stop.is_set():
            for path in tmp_path.glob(f".*{ENDING}"):
                with contextlib.suppress(OSError):
                    parts._remove_if_dead(path)

    cleaner = threading.Thread(target=clean)
    cleaner.start()
    try:
        for _ in range(60):
            replace_file(tmp_path / "a", b"new")
    finally:
        stop.set()
        cleaner.join()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755])
def test_nobody_reads_early_who_may_not_read_the_target(tmp_path, mode):
    path = tmp_path / "a"
    path.touch()
    path.chmod(mode)
    meanwhile, then = status_meanwhile(path)
    assert stat.S_IMODE(meanwhile.st_mode) == stat.S_IMODE(then.st_mode) == mode


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_new_file_is_private_until_it_is_whole(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        meanwhile, then = status_meanwhile(tmp_path / "a")
    finally:
        os.umask(before)
    assert (stat.S_IMODE(meanwhile.st_mode), stat.S_IMODE(then.st_mode)) == (0o600, mode)


@posix
@root
@pytest.mark.parametrize("mode", [0o4755, 0o2755, 0o6777, 0o640])
def test_file_stays_its_owners_and_never_runs_as_another(tmp_path, mode):
    path = tmp_path / "a"
    path.touch()
    os.chown(path, 1234, 4321)
    path.chmod(mode)
    meanwhile, then = status_meanwhile(path)
    assert (then.st_uid, then.st_gid, stat.S_IMODE(then.st_mode)) == (1234, 4321, mode & 0o777)
    assert (meanwhile.st_uid, meanwhile.st_gid) == (1234, 4321)


@posix
@root
def test_group_that_cannot_be_kept_lends_another_no_rights(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    path = tmp_path / "a"
    path.touch()
    os.chown(path, 1234, 4321)
    path.chmod(0o4774)
    monkeypatch.setattr(os, "fchown", refuse)
    meanwhile, then = status_meanwhile(path)
    assert stat.S_IMODE(meanwhile.st_mode) == stat.S_IMODE(then.st_mode) == 0o744


@posix
def test_folder_full_of_dead_files_is_cleaned_before_writing(tmp_path):
    (tmp_path / f".{parts._computer()}-{16 * '0'}{ENDING}").write_bytes(b"dead")
    seen = []
    replace_file(tmp_path / "a", lambda _file: seen.extend(parts_in(tmp_path)))
    assert len(seen) == 1
    assert parts_in(tmp_path) == []
