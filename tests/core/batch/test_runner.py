"""A batch at work: every photo is made once, whatever becomes of the others."""

import errno
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from core import Edited, Settings, edit, open_photo, part_file, reduce
from core.batch import runner
from core.batch.crew import Crew
from core.batch.ground import Ground, gone
from core.batch.making import Recipe
from core.batch.memory import budget, need
from core.batch.runner import Limits, run_apart, run_here
from core.part_file import ENDING
from tests.processes import require_no_child

WITHOUT_BOUND = 1 << 40
TWO = Limits(2, WITHOUT_BOUND)


def apart(orders, tell, progress=None, limits=TWO):
    run_apart(orders, tell, progress, limits)


def files(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def ends(events):
    return {event.number: event for event in events if event.state != "working"}


@pytest.mark.parametrize("run", [run_here, apart])
def test_each_photo_is_told_from_its_beginning_to_its_end(orders, tmp_path, run):
    events, fractions = [], []
    run(orders(), events.append, lambda progress: fractions.append(progress.fraction))
    assert names(tmp_path / "out") == [f"{number}.fewtone.png" for number in range(5)]
    for number in range(5):
        of_photo = [event for event in events if event.number == number]
        assert [each.state for each in (of_photo[0], of_photo[-1])] == ["working", "done"]
        assert of_photo[-1].report["bytes_after"] < of_photo[-1].report["bytes_before"]
    assert fractions[-1] == 1
    assert max(fractions) == 1


def test_processes_make_the_same_files_as_one_thread(orders, tmp_path):
    given = orders()
    run_here(given, print)
    alone = files(tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        path.unlink()
    apart(given, print)
    assert files(tmp_path / "out") == alone


@pytest.mark.parametrize("run", [run_here, apart])
def test_photos_that_are_gone_or_changed_meanwhile_are_named(orders, photos, tmp_path, run):
    given = orders()
    (photos / "1.png").unlink()
    (photos / "3.png").write_text("no photo any more")
    events = []
    run(given, events.append)
    states = ends(events)
    assert [states[number].state for number in range(5)] == ["done", "failed"] * 2 + ["done"]
    assert "1.png: there is no such file" in states[1].reason
    assert "3.png: it is not an image" in states[3].reason
    assert names(tmp_path / "out") == [f"{number}.fewtone.png" for number in (0, 2, 4)]


def test_no_photo_is_begun_once_the_target_is_full(orders, tmp_path, monkeypatch):
    sync, synced = os.fsync, []

    def fill_up(descriptor):
        synced.append(descriptor)
        if len(synced) > 2:
            raise OSError(errno.ENOSPC, "full")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fill_up)
    events = []
    run_here(orders(), events.append)
    states = ends(events)
    assert [state.state for state in states.values()] == ["done", "done", "failed"]
    assert "2.fewtone.png: the disk is full" in states[2].reason
    assert names(tmp_path / "out") == ["0.fewtone.png", "1.fewtone.png"]


@pytest.mark.parametrize("run", [run_here, apart])
@pytest.mark.parametrize("drive", ["is gone", "is another one"])
def test_no_photo_is_begun_once_the_folder_of_results_is_gone(orders, tmp_path, run, drive):
    out = tmp_path / "out"
    ground = Ground.of(out)
    if drive == "is gone":
        out.rmdir()
    else:
        ground = ground._replace(device=ground.device + 1)
    events = []
    run([order.on(ground) for order in orders()], events.append)
    states = ends(events)
    assert len(states) <= 2
    for event in states.values():
        assert event.reason == (
            f"Cannot save into {out}: it is gone; if it is on a drive, connect that again"
        )
    assert not out.exists() or not names(out)


def test_drive_that_goes_while_a_photo_is_encoded_leaves_no_file_where_it_was(
    orders, tmp_path, monkeypatch
):
    looks = iter([False, False, True])

    def require(ground):
        if next(looks):
            raise gone(ground.folder)

    monkeypatch.setattr(Ground, "require", require)
    ground, events = Ground.of(tmp_path / "out"), []
    run_here([orders()[0].on(ground)], events.append)
    assert events[-1].hopeless
    assert not names(tmp_path / "out")


def test_mount_that_goes_away_is_told_of_each(orders, tmp_path, monkeypatch):
    given, opened = orders(), Path.open

    def gone(path, *arguments, **options):
        if path.name in ("1.png", "2.png"):
            raise OSError(errno.EIO, "gone")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", gone)
    events = []
    run_here(given, events.append)
    states = ends(events)
    assert "1.png: the disk could not be read" in states[1].reason
    assert sum(each.state == "done" for each in states.values()) == 3


@pytest.mark.skipif(os.name == "nt", reason="processes have no signals there")
def test_process_that_is_killed_takes_only_its_photo_along(orders, monkeypatch, tmp_path):
    give = Crew.give

    def give_and_kill(crew, number, order):
        give(crew, number, order)
        if number == 2:
            hand = next(each for each in crew._hands if each.number == 2)
            os.kill(hand.process.pid, signal.SIGKILL)

    monkeypatch.setattr(Crew, "give", give_and_kill)
    events = []
    apart(orders(), events.append)
    states = ends(events)
    assert [number for number in states if states[number].state == "failed"] == [2]
    assert "2.png: its process was ended" in states[2].reason
    assert len(names(tmp_path / "out")) == 4


def test_what_progress_raises_ends_all_and_leaves_nothing_half_written(orders, tmp_path):
    class Cancelled(BaseException):
        pass

    out, events = tmp_path / "out", []

    def cancel(progress):
        if progress.fraction > 0.3:
            # As if one of the processes had begun to write, which takes no time.
            (out / f".{part_file._computer()}-begun{ENDING}").touch()
            raise Cancelled

    with pytest.raises(Cancelled):
        apart(orders(), events.append, cancel)
    require_no_child()
    assert {event.state for event in events} <= {"working", "done"}
    assert len(ends(events)) < 5
    assert [name for name in os.listdir(out) if name.endswith(ENDING)] == []  # noqa: PTH208


def test_photos_that_need_all_memory_are_made_one_at_a_time(orders):
    working, most = set(), 0

    def tell(event):
        nonlocal most
        (working.add if event.state == "working" else working.discard)(event.number)
        most = max(most, len(working))

    apart(orders(), tell, limits=Limits(4, 1))
    assert most == 1


def test_larger_photos_need_more_and_there_is_some(orders):
    recipe = orders()[0].recipe
    small = need((1000, 1000), recipe)
    assert need((4000, 6000), recipe) > small > 0
    enlarged = replace(recipe, settings=Settings(resize="6000x", enlarge=True))
    assert need((1000, 1000), enlarged) > small
    assert 0 < budget() <= runner.processors() << 30


def test_without_any_process_the_photos_are_made_here(orders, monkeypatch, tmp_path):
    def refuse(*_):
        raise OSError(12, "no memory")

    monkeypatch.setattr("core.batch.crew.start", refuse)
    events = []
    apart(orders(), events.append)
    assert {event.state for event in ends(events).values()} == {"done"}
    assert len(names(tmp_path / "out")) == 5


def test_none_is_begun_once_there_are_to_be_no_more(orders, tmp_path):
    events, asked = [], iter([True, False, None])
    run_apart(orders(), events.append, limits=Limits(1, WITHOUT_BOUND), more=lambda: next(asked))
    assert [event.state for event in ends(events).values()] == ["done"]
    assert len(names(tmp_path / "out")) == 1


def test_palette_that_was_changed_by_hand_is_used_as_it_is(orders, photos, tmp_path):
    result = reduce(open_photo(photos / "0.png"), Settings(colors=4))
    edited = edit.recolor(Edited.of_result(result), 0, (1, 2, 3))
    run_here(orders(Recipe(Settings(), edited=edited))[:1], print)
    with Image.open(tmp_path / "out" / "0.fewtone.png") as image:
        colors = {color for _count, color in image.convert("RGB").getcolors()}
    assert colors == {tuple(color) for color in edited.palette.colors.tolist()}
