"""Task, Worker, Lane: one background thread that serves requests; the only file with QThread."""

from __future__ import annotations

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

# The eye follows no faster, and a flood of signals would keep the window from painting.
_SECONDS_BETWEEN_REPORTS = 1 / 30


class Cancelled(BaseException):
    """Raised in a task by its progress callback once it is cancelled.

    Not an Exception, so that nobody on the way mistakes it for a failure and goes on.
    """


class Task:
    """One request: work for the thread, and what to do in the main thread with its end."""

    def __init__(
        self,
        work: Callable[[ProgressCallback], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Let the work end at its next report, and throw its answer away."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._cancelled.is_set()


class Worker(QObject):
    """Lives in the thread and does one task after the other.

    Signals
    -------
    progressed(Task, Progress)
    ended(Task, value, Exception or None)
    """

    progressed = Signal(object, object)
    ended = Signal(object, object, object)

    @Slot(object)
    def run(self, task: Task) -> None:
        """Do a task; every task that comes in goes out again by `ended`."""
        last_report = 0.0

        def report(progress: Progress) -> None:
            nonlocal last_report
            if task.cancelled:
                raise Cancelled
            now = time.monotonic()
            if now - last_report >= _SECONDS_BETWEEN_REPORTS:
                last_report = now
                self.progressed.emit(task, progress)

        value, problem = None, None
        if not task.cancelled:
            try:
                value = task.work(report)
            except Cancelled:
                pass
            except Exception as error:  # noqa: BLE001
                # Whatever it is, it belongs to the one who asked, in the main thread.
                problem = error
        self.ended.emit(task, value, problem)


class Lane(QObject):
    """One background thread that serves requests; lives in the main thread.

    Parameters
    ----------
    policy : {"latest", "queue"}
        "latest": a newer request cancels the older; at most one waits. "queue": all, in order.
    name : str
        Of the thread, for debuggers.

    Signals
    -------
    busy_changed(bool)
    progressed(Progress)
        Of the task that is served now.
    """

    busy_changed = Signal(bool)
    progressed = Signal(object)
    _wanted = Signal(object)

    def __init__(self, policy: Policy, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._policy = policy
        self._waiting: deque[Task] = deque()
        self._serving: Task | None = None
        self._told_busy = False
        self._closed = False
        self._thread = QThread()
        self._thread.setObjectName(name)
        self._worker = Worker()
        self._worker.moveToThread(self._thread)
        self._wanted.connect(self._worker.run)
        # Bound methods of an object of the main thread: they run there.
        self._worker.progressed.connect(self._take_progress)
        self._worker.ended.connect(self._take_end)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return bool(self._waiting) or (self._serving is not None and not self._serving.cancelled)

    def submit(
        self,
        work: Callable[[ProgressCallback], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        """Have `work` done in the thread.

        Parameters
        ----------
        work : callable
            Gets a progress callback, which ends it when it is cancelled.
        done, failed : callable
            Called in the main thread with the answer or the exception; neither once cancelled.

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
        self._tell_busy()
        return task

    def cancel(self) -> None:
        """Cancel all requests; the lane is free at once, although its thread may not be yet."""
        self._drop_all()
        self._tell_busy()

    def close(self) -> None:
        """Cancel all, and wait until the thread has ended."""
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
        # One at a time goes to the thread: what waits here can still be dropped.
        if self._serving is None and self._waiting and not self._closed:
            self._serving = self._waiting.popleft()
            self._wanted.emit(self._serving)

    @Slot(object, object)
    def _take_progress(self, task: Task, progress: Progress) -> None:
        if not task.cancelled:
            self.progressed.emit(progress)

    @Slot(object, object, object)
    def _take_end(self, task: Task, value: Any, problem: Exception | None) -> None:
        self._serving = None
        if not task.cancelled:
            # First the answer: it may ask for more, and then the lane never was free.
            try:
                if problem is None:
                    task.done(value)
                else:
                    task.failed(problem)
            finally:
                # Whatever went wrong there, the next are served.
                self._serve_next()
                self._tell_busy()
        else:
            self._serve_next()
            self._tell_busy()

    def _tell_busy(self) -> None:
        if self.busy != self._told_busy:
            self._told_busy = self.busy
            self.busy_changed.emit(self._told_busy)
