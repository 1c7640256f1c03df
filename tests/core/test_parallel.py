"""Work is shared among threads, or done by two of them at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from core import parallel
from core.progress import Tick, silent


@pytest.fixture(params=[1, 2])
def shares(request):
    before = parallel.threads()
    parallel.use_threads(request.param)
    yield request.param
    parallel.use_threads(before)


def test_two_functions_are_called_at_once_where_there_are_threads(shares):
    caller = threading.get_ident()
    here, there = parallel.at_once(threading.get_ident, lambda _tick: threading.get_ident())
    assert here == caller
    assert (there == caller) == (shares == 1)


def test_what_either_raises_passes_through_when_both_have_ended(shares):
    begun, ended = threading.Event(), []

    def work(_tick):
        begun.set()
        ended.append(True)

    def fail():
        if shares > 1:
            begun.wait()
        raise LookupError

    with pytest.raises(LookupError):
        parallel.at_once(fail, work)
    assert len(ended) == shares - 1
    with pytest.raises(LookupError):
        parallel.at_once(lambda: 1, fail_at_once)


def fail_at_once(_tick):
    raise LookupError


def test_one_thread_does_both_where_no_other_can_begin(shares, monkeypatch):
    def refuse():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(parallel, "_pool", refuse)
    assert parallel.at_once(lambda: 1, lambda _tick: 2) == (1, 2)


def test_the_second_is_heard_of_while_it_takes_longer_and_ends_when_cancelled(shares):
    class Enough(BaseException):
        pass

    began, ended = threading.Event(), []

    def forever(tick):
        began.set()
        try:
            while True:
                tick.alive()
        finally:
            ended.append(True)

    def stop(_fraction):
        if began.is_set():
            raise Enough

    with pytest.raises(Enough):
        parallel.at_once(lambda: 1, forever, Tick(stop))
    assert ended == [True]


def test_no_work_waits_for_threads_that_have_other_long_work(monkeypatch):
    done, free = [], threading.Event()
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(free.wait, 5)
        monkeypatch.setattr(parallel, "_pool", lambda: pool)
        parallel.in_chunks(lambda begin, end: done.append((begin, end)), 4, 1, 2, silent)
        free.set()
        assert busy.result()
    assert done == [(0, 1), (1, 2), (2, 3), (3, 4)]
