"""Work is shared among threads, or done by two of them at once."""

import threading

import pytest

from core import parallel


@pytest.fixture(params=[1, 2])
def shares(request):
    before = parallel.threads()
    parallel.use_threads(request.param)
    yield request.param
    parallel.use_threads(before)


def test_two_functions_are_called_at_once_where_there_are_threads(shares):
    caller = threading.get_ident()
    here, there = parallel.at_once(threading.get_ident, threading.get_ident)
    assert here == caller
    assert (there == caller) == (shares == 1)


def test_what_either_raises_passes_through_when_both_have_ended(shares):
    begun, ended = threading.Event(), []

    def work():
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


def fail_at_once():
    raise LookupError


def test_one_thread_does_both_where_no_other_can_begin(shares, monkeypatch):
    def refuse():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(parallel, "_pool", refuse)
    assert parallel.at_once(lambda: 1, lambda: 2) == (1, 2)
