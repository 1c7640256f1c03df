"""The child process that makes photos, as the system sees it."""

import sys

import pytest

from core import own_files
from core.batch.runner import Limits, run_apart
from core.commands import BATCH_COMMAND
from core.writing.child import Child, program, start
from tests import ROOT

THROUGH_MAIN = [sys.executable, str(ROOT / "main.py"), BATCH_COMMAND]


@pytest.mark.parametrize("command", [THROUGH_MAIN, None])
def test_process_ends_when_its_parent_does(command):
    child = Child(command) if command else program("core.batch.worker", BATCH_COMMAND)
    process = start(child)
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    process.stdout.close()


def test_bundle_is_its_own_child(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/fewtone/fewtone")
    command = program("core.batch.worker", BATCH_COMMAND).command
    assert command == ["/opt/fewtone/fewtone", BATCH_COMMAND]


def test_bundle_makes_photos_by_its_command(orders, monkeypatch):
    monkeypatch.setattr("core.batch.crew.program", lambda *_: Child(THROUGH_MAIN))
    events = []
    run_apart(orders()[:2], events.append, limits=Limits(1, 1))
    assert [event.state for event in events if event.state != "working"] == ["done", "done"]


def test_process_that_cannot_work_fails_its_photos_only(orders, monkeypatch):
    monkeypatch.setattr("core.batch.crew.program", lambda *_: Child([sys.executable, "-c", ""]))
    events = []
    run_apart(orders()[:2], events.append, limits=Limits(2, 1 << 40))
    reasons = [event.reason for event in events if event.state == "failed"]
    assert len(reasons) == 2
    assert all("its process was ended" in reason for reason in reasons)


def test_photos_are_made_here_once_the_program_is_removed(orders, monkeypatch):
    monkeypatch.setattr(own_files, "are_gone", lambda: True)
    events = []
    run_apart(orders()[:2], events.append, limits=Limits(2, 1 << 40))
    assert [event.state for event in events if event.state != "working"] == ["done", "done"]


def test_process_that_ends_as_the_program_is_removed_says_so(orders, monkeypatch):
    gone = []
    monkeypatch.setattr(own_files, "are_gone", lambda: bool(gone))

    def started(child):
        process = start(child)
        gone.append(True)
        return process

    monkeypatch.setattr("core.batch.crew.program", lambda *_: Child([sys.executable, "-c", ""]))
    monkeypatch.setattr("core.batch.crew.start", started)
    events = []
    run_apart(orders()[:1], events.append, limits=Limits(1, 1))
    assert "own files were removed or replaced" in events[-1].reason
