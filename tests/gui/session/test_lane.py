"""A lane: one thread, served in the main thread, cancelled at once."""

import gc
import os
import sys
import threading
import time
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QThread

from core import Progress
from gui.session.lane import Cancelled, Lane


@pytest.fixture
def lane(qapp, request):
    made = Lane(getattr(request, "param", "latest"), "test")
    yield made
    made.close()


def fail(error):
    raise AssertionError(error)


def beat_until(event):
    """Work that reports until an event is set, or until it is cancelled."""

    def work(progress):
        while not event.is_set():
            progress(Progress(0.5, "beating"))
            time.sleep(0.001)
        return "whole"

    return work


def test_answer_comes_in_the_main_thread(lane, qtbot):
    seen = []
    lane.submit(lambda _: threading.get_ident(), seen.append, fail)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] != threading.get_ident()


@pytest.mark.parametrize(
    "error",
    [
        *(ValueError("no"), MemoryError(), OSError(28, "full")),
        *(KeyboardInterrupt(), SystemExit(3), GeneratorExit(), Cancelled()),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_the_work_raises_is_told_and_the_lane_goes_on(lane, qtbot, error):
    seen = []

    def work(_progress):
        raise error

    def failed(problem):
        seen.append((problem, QThread.currentThread() is lane.thread()))

    lane.submit(work, fail, failed)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(error, True)]
    assert not lane.busy
    lane.submit(lambda _: "next", seen.append, fail)
    qtbot.waitUntil(lambda: seen[1:] == ["next"])


def test_newest_of_many_requests_wins_and_nothing_piles_up(lane, qtbot):
    ran, seen = [], []

    def request(number):
        def work(progress):
            ran.append(number)
            for _ in range(20):
                progress(Progress(0.5, ""))
                time.sleep(0.001)
            return number

        lane.submit(work, seen.append, fail)

    for number in range(300):
        request(number)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [299]
    assert len(ran) <= 3


@pytest.mark.parametrize("lane", ["queue"], indirect=True)
def test_queue_serves_all_in_order(lane, qtbot):
    seen = []
    for number in range(20):
        lane.submit(lambda _, number=number: number, seen.append, fail)
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert seen == list(range(20))


def test_cancel_is_acknowledged_while_the_thread_is_stuck(lane, qtbot):
    stuck, seen = threading.Event(), []
    lane.submit(lambda _: stuck.wait(20), seen.append, fail)
    assert lane.busy
    lane.cancel()
    assert not lane.busy
    lane.submit(lambda _: "next", seen.append, fail)
    stuck.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["next"]


def test_cancelled_work_ends_at_its_next_report(lane, qtbot):
    never = threading.Event()
    lane.submit(beat_until(never), fail, fail)
    with qtbot.waitSignal(lane.progressed):
        pass
    lane.cancel()
    seen = []
    lane.submit(lambda _: "free", seen.append, fail)
    qtbot.waitUntil(lambda: seen == ["free"])


def test_progress_of_a_cancelled_task_is_not_told(lane, qtbot):
    stop, told = threading.Event(), []
    lane.submit(beat_until(stop), fail, fail)
    with qtbot.waitSignal(lane.progressed):
        pass
    lane.cancel()
    lane.progressed.connect(told.append)
    seen = []
    lane.submit(lambda _: 1, seen.append, fail)
    qtbot.waitUntil(lambda: bool(seen))
    assert told == []


def test_busy_is_told_once_for_a_chain_of_requests(lane, qtbot):
    told, seen = [], []
    lane.busy_changed.connect(told.append)
    lane.submit(lambda _: 1, lambda _: lane.submit(lambda _: 2, seen.append, fail), fail)
    qtbot.waitUntil(lambda: not lane.busy)
    assert (told, seen) == ([True, False], [2])


def test_thread_runs_from_the_first_request_on(lane, qtbot):
    assert not lane._thread.isRunning()
    for answer in (1, 2):
        answers = []
        lane.submit(lambda _, answer=answer: answer, answers.append, fail)
        qtbot.waitUntil(lambda: not lane.busy)
        assert answers == [answer]
        assert lane._thread.isRunning()


def test_close_while_working_leaves_no_thread(qapp, qtbot):
    lane = Lane("latest", "closing")
    lane.submit(beat_until(threading.Event()), fail, fail)
    with qtbot.waitSignal(lane.progressed):
        pass
    lane.close()
    assert not lane._thread.isRunning()
    with pytest.raises(RuntimeError, match="closed"):
        lane.submit(lambda _: 1, fail, fail)


def test_emitting_signals_costs_no_reference_of_true(lane):
    # PySide6 6.12 loses one each time, and Python 3.11 ends when none is left.
    before = sys.getrefcount(True)
    for _ in range(100):
        lane.busy_changed.emit(True)
    assert sys.getrefcount(True) >= before - 5


def test_what_cancelled_work_has_made_is_freed_in_its_thread(lane, qtbot):
    made, freed = [], []

    def work(progress):
        pixels = np.zeros(9)
        made.append(weakref.ref(pixels, lambda _: freed.append(threading.get_ident())))
        made.append(threading.get_ident())
        beat_until(threading.Event())(progress)

    # What the garbage collector frees, it frees wherever it happens to begin.
    gc.disable()
    try:
        lane.submit(work, fail, fail)
        qtbot.waitUntil(lambda: len(made) == 2)
        lane.cancel()
        qtbot.waitUntil(lambda: freed == made[1:])
    finally:
        gc.enable()


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no rank of their own")
def test_threads_leave_the_window_its_room(lane, qtbot):
    seen = []

    def rank(_progress=None):
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def ranks(_progress):
        started = threading.Thread(target=lambda: seen.append(rank()))
        started.start()
        started.join()
        seen.append(rank())

    lane.submit(ranks, lambda _: seen.append(rank()), fail)
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen[0] == seen[1] > seen[2]
