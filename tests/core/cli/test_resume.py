"""Going on where a batch was ended: nothing is left out, nothing is made twice."""

import json
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.batch.journal import JOURNAL_NAME
from core.part_file import ENDING
from tests import ROOT
from tests.core.cli import run_fast as run

TIMES = 20 if "FEWTONE_LONG_TESTS" in os.environ else 3


@pytest.fixture
def folder(tmp_path, astronaut):
    """Make a folder with four photos, one of them in a sub-folder."""
    top = tmp_path / "photos"
    (top / "sea").mkdir(parents=True)
    for number, name in enumerate(("1.png", "2.png", "3.png", "sea/1.png")):
        part = np.ascontiguousarray(astronaut[60 * number :][:50, 100:180])
        Image.fromarray(part).save(top / name)
    return top


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def compress(folder, out, *more):
    return run("compress", folder, "--recursive", "--output-dir", out, "--jobs", 1, *more)


def results(out):
    return {
        path.relative_to(out).as_posix(): path.stat().st_mtime_ns
        for path in out.rglob("*")
        if path.is_file() and path.name != JOURNAL_NAME
    }


def lines(out):
    text = (out / JOURNAL_NAME).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def cut(out, state, name):
    """Take the last line of a state for a photo, and all after it, out of a journal."""
    journal = out / JOURNAL_NAME
    kept = journal.read_text("utf-8").splitlines(keepends=True)
    last = max(
        n for n, line in enumerate(kept) if f'"state": "{state}"' in line and f'{name}"' in line
    )
    journal.write_text("".join(kept[:last]), "utf-8")


def test_journal_says_what_was_done(folder, out):
    assert compress(folder, out, "-k", 5) == 0
    header, *said = lines(out)
    assert header["journal"] == 1
    assert header["settings"]["colors"] == 5
    assert [line["state"] for line in said] == ["working", "done"] * 4
    assert {line["work"] for line in said} == {header["work"]}
    assert said[-1]["photo"] == os.path.realpath(folder / "sea/1.png")
    assert Path(said[-1]["output"]) == Path("sea/1.fewtone.png")
    assert said[-1]["bytes"] == (out / said[-1]["output"]).stat().st_size


def test_what_is_done_is_not_done_again(folder, out, capsys):
    assert compress(folder, out) == 0
    before = results(out)
    capsys.readouterr()
    assert compress(folder, out, "--resume") == 0
    assert results(out) == before
    assert capsys.readouterr().out == "4 of 4 photos done before\n"


def test_run_that_makes_all_once_more_says_so(folder, out, capsys):
    assert compress(folder, out, "-k", 5) == 0
    assert compress(folder, out) == 0
    assert capsys.readouterr().err == ""
    assert compress(folder, out) == 0
    assert "--resume makes only what is missing" in capsys.readouterr().err
    assert len(results(out)) == 12


def test_photo_in_work_is_made_again_in_its_place(folder, out):
    assert compress(folder, out) == 0
    before = results(out)
    cut(out, "done", "sea/1.png")
    assert compress(folder, out, "--resume") == 0
    after = results(out)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {"sea/1.fewtone.png"}


def test_photo_that_changed_is_made_again(folder, out, capsys):
    assert compress(folder, out) == 0
    before = results(out)
    stamp = (folder / "2.png").stat()
    (folder / "2.png").write_bytes((folder / "3.png").read_bytes())
    os.utime(folder / "2.png", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert compress(folder, out, "--resume") == 0
    after = results(out)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {"2.fewtone.png"}


def test_photo_that_was_only_touched_is_not_made_again(folder, out):
    assert compress(folder, out) == 0
    before = results(out)
    os.utime(folder / "2.png", ns=(1, 1))
    assert compress(folder, out, "--resume") == 0
    assert results(out) == before


def test_new_photos_and_removed_results_are_made(folder, out):
    assert compress(folder, out) == 0
    before = results(out)
    (out / "3.fewtone.png").unlink()
    (folder / "3.png").replace(folder / "4.png")
    (folder / "3.png").write_bytes((folder / "4.png").read_bytes())
    assert compress(folder, out, "--resume") == 0
    assert results(out).keys() == before.keys() | {"4.fewtone.png"}


def test_result_that_the_user_changed_is_never_replaced(folder, out):
    assert compress(folder, out) == 0
    (out / "2.fewtone.png").write_bytes(b"edited")
    (folder / "2.png").write_bytes((folder / "3.png").read_bytes())
    assert compress(folder, out, "--resume") == 0
    assert (out / "2.fewtone.png").read_bytes() == b"edited"


@pytest.mark.parametrize("name", [(), ("--name", "{name}")])
def test_files_are_replaced_only_when_that_is_asked_for(folder, out, capsys, name):
    assert compress(folder, out, *name) == 0
    before = results(out)
    assert compress(folder, out, *name) == 0
    assert results(out).items() > before.items()
    assert len(results(out)) == 8
    capsys.readouterr()
    assert compress(folder, out, *name, "--overwrite") == 0
    assert capsys.readouterr().err == ""
    after = results(out)
    assert len(after) == 8
    assert {path for path in after if after[path] != before.get(path)} >= before.keys()


def test_result_that_the_user_changed_is_replaced_when_that_is_asked_for(folder, out):
    assert compress(folder, out) == 0
    before = results(out)
    (out / "2.fewtone.png").write_bytes(b"edited")
    (folder / "2.png").write_bytes((folder / "3.png").read_bytes())
    assert compress(folder, out, "--resume", "--overwrite") == 0
    assert results(out).keys() == before.keys()
    assert (out / "2.fewtone.png").read_bytes() != b"edited"


@pytest.mark.parametrize("size", [0, 100, None], ids=["empty", "cut", "a block lost"])
def test_result_that_lost_a_part_with_the_power_is_made_again(folder, out, capsys, size):
    assert compress(folder, out) == 0
    result = out / "2.fewtone.png"
    good, date = result.read_bytes(), result.stat().st_mtime_ns
    result.write_bytes(good[:200] + bytes(len(good) - 200) if size is None else good[:size])
    os.utime(result, ns=(date, date))
    before = results(out)
    assert compress(folder, out, "--resume") == 0
    assert "was damaged, and was made again" in capsys.readouterr().out
    assert result.read_bytes() == good
    assert results(out).keys() == before.keys()


def test_result_that_the_user_changed_or_copied_counts_as_done(folder, out, capsys):
    assert compress(folder, out) == 0
    (out / "2.fewtone.png").write_bytes(b"edited")
    os.utime(out / "2.fewtone.png", ns=(0, 10**18))
    os.utime(out / "3.fewtone.png", ns=(0, 10**18))
    before = results(out)
    assert compress(folder, out, "--resume") == 0
    assert results(out) == before


def test_what_failed_is_tried_again(folder, out, capsys):
    good = (folder / "2.png").read_bytes()
    (folder / "2.png").write_text("no photo")
    assert compress(folder, out) == 1
    assert compress(folder, out, "--resume") == 1
    (folder / "2.png").write_bytes(good)
    assert compress(folder, out, "--resume") == 0
    assert len(results(out)) == 4


@pytest.mark.parametrize("ended", ["done", "working"])
def test_photo_that_fails_when_gone_on_with_keeps_its_name(folder, out, ended):
    assert compress(folder, out) == 0
    before = results(out)
    if ended == "working":
        cut(out, "done", "sea/1.png")
    good = (folder / "sea/1.png").read_bytes()
    (folder / "sea/1.png").write_text("a drive that is not there")
    assert compress(folder, out, "--resume") == 1
    (folder / "sea/1.png").write_bytes(good)
    assert compress(folder, out, "--resume") == 0
    assert results(out).keys() == before.keys()
    assert (results(out) == before) is (ended == "done")


def test_journal_of_other_settings_is_one_sentence(folder, out, capsys):
    assert compress(folder, out) == 0
    before = results(out)
    capsys.readouterr()
    assert compress(folder, out, "--resume", "-k", 5) == 1
    told = capsys.readouterr().err
    assert "is of other settings" in told
    assert told.count("\n") == 1
    assert results(out) == before


def test_runs_of_several_settings_are_gone_on_from_each(folder, out):
    assert compress(folder, out) == 0
    assert compress(folder, out, "-k", 5) == 0
    before = results(out)
    assert len(before) == 8
    for colors in (8, 5):
        assert compress(folder, out, "-k", colors, "--resume") == 0
    assert results(out) == before


def test_line_that_was_cut_off_does_not_matter(folder, out, capsys):
    assert compress(folder, out) == 0
    before = results(out)
    journal = out / JOURNAL_NAME
    journal.write_bytes(journal.read_bytes()[:-40])
    for _ in range(2):
        assert compress(folder, out, "--resume") == 0
        assert results(out).keys() == before.keys()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "broken",
    [b"\xff\x00", b"[]", b'{"work": 3}', b'{"work": "a", "photo": [1]}', b"[" * 100_000],
    ids=["bytes", "list", "number", "photo", "deep"],
)
def test_broken_line_is_told_and_the_others_count(folder, out, capsys, broken):
    assert compress(folder, out) == 0
    before = results(out)
    journal = out / JOURNAL_NAME
    first, rest = journal.read_bytes().split(b"\n", 1)
    journal.write_bytes(first + b"\n" + broken + b"\n" + rest)
    assert compress(folder, out, "--resume") == 0
    assert "1 line of" in capsys.readouterr().err
    assert results(out) == before


def test_file_of_another_program_is_only_added_to(folder, out):
    out.mkdir()
    (out / JOURNAL_NAME).write_bytes(b"precious\nwithout end")
    assert compress(folder, out) == 0
    assert (out / JOURNAL_NAME).read_bytes().startswith(b"precious\nwithout end\n{")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\x89PNG\r\n...\n", "damaged"), (b'{"journal": 2, "work": "a"}\n', "newer")],
)
def test_file_that_is_no_journal_is_one_sentence(folder, out, capsys, content, why):
    out.mkdir()
    (out / JOURNAL_NAME).write_bytes(content)
    assert compress(folder, out, "--resume") == 1
    assert why in (told := capsys.readouterr().err)
    assert told.count("\n") == 1
    assert results(out) == {}


def test_journal_that_cannot_be_written_is_told_and_photos_are_saved(
    folder, out, capsys, monkeypatch
):
    write = os.write

    def full(descriptor, data):
        if b'"work"' in data:
            raise OSError(28, "No space left on device")
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    assert compress(folder, out) == 0
    assert "the disk is full" in (told := capsys.readouterr().err)
    assert told.count("\n") == 1
    assert len(results(out)) == 4


@pytest.mark.parametrize("more", [["--resume"], ["--resume", "-o", "a.png"]])
def test_resume_without_a_folder_of_results_is_wrong_usage(folder, more):
    with pytest.raises(SystemExit) as caught:
        run("compress", folder / "1.png", *more)
    assert caught.value.code == 2


@pytest.mark.skipif(os.name == "nt", reason="files are locked otherwise there")
def test_two_programs_do_not_go_on_with_the_same(folder, out, capsys):
    from core.batch.journal import Journal

    assert compress(folder, out) == 0
    other = Journal(out, "other")
    assert compress(folder, out, "--resume") == 1
    assert "at work there already" in capsys.readouterr().err
    other.close()
    assert compress(folder, out, "--resume") == 0


@pytest.mark.skipif(os.name == "nt", reason="processes have no signals there")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_batch_that_is_ended_at_random_goes_on(folder, out, number):
    chance = random.Random(7)
    command = [sys.executable, ROOT / "main.py", "compress", folder, "--recursive", "--resume"]
    command += ["--output-dir", out, "--jobs", "2", "--quiet"]
    for _ in range(TIMES):
        running = subprocess.Popen(command, stderr=subprocess.PIPE)
        # A fast machine may be done before.
        with suppress(subprocess.TimeoutExpired):
            assert running.wait(timeout=chance.uniform(0.1, 0.9)) == 0
        running.send_signal(number)
        running.wait(timeout=30)
        running.stderr.close()
        for name in results(out) if out.exists() else ():
            if not name.endswith(ENDING):
                Image.open(out / name).load()
            else:
                # Of a process that could clean up nothing is left.
                assert number == signal.SIGKILL
    subprocess.run(command, check=True, timeout=120)
    assert sorted(results(out)) == [
        *(f"{n}.fewtone.png" for n in (1, 2, 3)),
        "sea/1.fewtone.png",
    ]
