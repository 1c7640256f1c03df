"""Task, Worker, Lane: one background thread that serves requests; the only file with QThread."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

if TYPE_CHECKING:
    from core.progress import Progress, ProgressCallback

T = TypeVar("T")

Policy = Literal["latest", "queue"]

# The eye follows no faster, and more signals would keep the window from painting.
_SECONDS_BETWEEN_REPORTS = 1 / 30
_REST_SECONDS = 0.001
# Where others keep the processors busy, a thread that is too nice has no time to let go of Python.
_NICENESS = 5


def give_way() -> None:
    """Rest for a moment, in a task that runs Python for long, about once in a millisecond.

    Painting calls Qt a thousand times, and comes back from each only when no other thread runs
    Python: it would take ten times as long.
    """
    time.sleep(_REST_SECONDS)


class Cancelled(BaseException):
    """Raised in a task by its progress callback once it is cancelled.

    It is not an Exception, so that no handler on the way mistakes it for a failure and goes on.
    """


class Task:
    """One request: work for the thread, and what the main thread does when it ends."""

    def __init__(
        self,
        work: Callable[[ProgressCallback], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """End the work at its next report, and throw its answer away."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._cancelled.is_set()


class Worker(QObject):
    """Lives in the thread, and does one task after the other.

    Signals
    -------
    progressed(Task, Progress)
    ended(Task, value, BaseException or None)
    """

    progressed = Signal(object, object)
    ended = Signal(object, object, object)

    @Slot()
    def stand_back(self) -> None:
        """Run only where the window leaves room; threads and processes started here follow.

        With the window as one of many, whatever it did would take as many times as long. Other
        systems than Linux favor the window in front by themselves.
        """
        if sys.platform == "linux":
            os.nice(_NICENESS)  # which there is the thread's alone

    @Slot(object)
    def run(self, task: Task) -> None:
        """Do a task, and emit `ended` however it ends."""
        last_report = 0.0

        def report(progress: Progress) -> None:
            nonlocal last_report
            if task.cancelled:
                raise Cancelled
            now = time.monotonic()
            if now - last_report >= _SECONDS_BETWEEN_REPORTS:
                last_report = now
                self.progressed.emit(task, progress)

        if task.cancelled:
            self.ended.emit(task, None, None)
        else:
            self.ended.emit(task, *_outcome(task.work, report))


def _outcome(
    work: Callable[[ProgressCallback], Any], report: ProgressCallback
) -> tuple[Any, BaseException | None]:
    """Do some work; return its value, or what it raises."""
    try:
        return work(report), None
    except Cancelled as error:
        # Its traceback holds all that was made so far, and the window would have to let go of it.
        return None, error.with_traceback(None)
    except BaseException as error:  # noqa: BLE001
        # Any failure is handled by whoever asked, in the main thread. What slipped through here
        # would leave the lane waiting for its end for ever, even SystemExit.
        return None, error


class Lane(QObject):
    """One background thread that serves requests, from the first on; lives in the main thread.

    Parameters
    ----------
    policy : {"latest", "queue"}
        "latest": a newer request cancels the older; at most one waits. "queue": all, in order.
    name : str
        Name of the thread, for debuggers.

    Signals
    -------
    busy_changed(bool)
    progressed(Progress)
        How far the task being served is.
    """

    busy_changed = Signal(bool)
    progressed = Signal(object)
    _wanted = Signal(object)

    def __init__(self, policy: Policy, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._policy = policy
        self._waiting: deque[Task] = deque()
        self._serving: Task | None = None
        self._reported_busy = False
        self._closed = False
        self._thread = QThread()
        self._thread.setObjectName(name)
        self._worker = Worker()
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.stand_back)
        self._wanted.connect(self._worker.run)
        # These are bound methods of an object of the main thread, and so they run there.
        self._worker.progressed.connect(self._pass_progress_on)
        self._worker.ended.connect(self._finish)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return bool(self._waiting) or (self._serving is not None and not self._serving.cancelled)

    def submit(
        self,
        work: Callable[[ProgressCallback], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
    ) -> Task:
        """Ask the thread to do some work.

        Parameters
        ----------
        work : callable
            Is given a progress callback, which raises `Cancelled` once the task is cancelled.
        done, failed : callable
            Called in the main thread with the answer or the exception; neither is called once the
            task is cancelled.

        Raises
        ------
        RuntimeError
            When the lane is closed.
        """
        if self._closed:
            raise RuntimeError("this lane is closed")
        task = Task(work, done, failed)
        if self._policy == "latest":
            self._drop_all()
        self._waiting.append(task)
        self._serve_next()
        self._report_busy()
        return task

    def cancel(self) -> None:
        """Cancel all requests; the lane is free at once, although its thread may not be yet."""
        self._drop_all()
        self._report_busy()

    def close(self) -> None:
        """Cancel all requests, and wait until the thread has ended."""
        if not self._closed:
            self._closed = True
            self._drop_all()
            self._thread.quit()
            self._thread.wait()

    def _drop_all(self) -> None:
        self._waiting.clear()
        if self._serving is not None:
            self._serving.cancel()

    def _serve_next(self) -> None:
        # One task at a time goes to the thread: those that wait here can still be dropped.
        if self._serving is None and self._waiting and not self._closed:
            self._serving = self._waiting.popleft()
            if not self._thread.isRunning():  # most lanes never serve before the first paint
                self._thread.start()
            self._wanted.emit(self._serving)

    @Slot(object, object)
    def _pass_progress_on(self, task: Task, progress: Progress) -> None:
        if not task.cancelled:
            self.progressed.emit(progress)

    @Slot(object, object, object)
    def _finish(self, task: Task, value: Any, problem: BaseException | None) -> None:
        self._serving = None
        if not task.cancelled:
            # The answer comes first: it may ask for more, and then the lane was never free.
            try:
                if problem is None:
                    task.done(value)
                else:
                    task.failed(problem)
            finally:
                # Whatever went wrong there, the next task is served.
                self._serve_next()
                self._report_busy()
        else:
            self._serve_next()
            self._report_busy()

    def _report_busy(self) -> None:
        if self.busy != self._reported_busy:
            self._reported_busy = self.busy
            self.busy_changed.emit(self._reported_busy)
