"""Output of the command line: progress bar, errors, JSON, exit codes."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

from core.errors import WriteError, reason
from core.language import _, ngettext, pgettext
from core.names import plain, visible_json

if TYPE_CHECKING:
    from core.progress import Progress, ProgressCallback

EXIT_DONE, EXIT_SOME_FAILED = 0, 1

_STEPS = 1000
# A longer one would leave the bar no room.
_LONGEST_TITLE = 40
# Looking through folders is worth a line only if it takes this long.
_LONG_SECONDS = 0.5


@contextmanager
def progress_bar(title: str, *, wanted: bool) -> Iterator[ProgressCallback | None]:
    """Show a progress bar on stderr while the block runs, if that is a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from tqdm import tqdm

    title = plain(title, _LONGEST_TITLE)
    layout = "{desc} {percentage:3.0f} % |{bar}|"
    with tqdm(total=_STEPS, desc=title, bar_format=layout, leave=False) as bar:
        phase = ""

        def show(progress: Progress) -> None:
            nonlocal phase
            if progress.phase != phase:
                phase = progress.phase
                bar.set_description_str(f"{title}: {phase}")
            bar.update(round(progress.fraction * _STEPS) - bar.n)

        yield show


@contextmanager
def batch_bar(count: int, *, wanted: bool) -> Iterator[ProgressCallback]:
    """Show how far a batch of photos is, with the time left, where stderr is a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield lambda _progress: None
        return
    from tqdm import tqdm

    # Translators: fields that are not yours to change stay as they are; remaining is a time
    layout = _("{desc} {percentage:3.0f} % |{bar}| {remaining} left")
    title = ngettext("{count} photos", "{count} photos", count).format(count=count)
    with tqdm(total=count, desc=title, bar_format=layout, leave=False) as bar:
        yield lambda progress: bar.update(progress.fraction * count - bar.n)


@contextmanager
def search_line(*, wanted: bool) -> Iterator[Callable[[int], object]]:
    """Show how many photos were seen in folders, if that takes long and stderr is a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield lambda _seen: None
        return
    from tqdm import tqdm

    from core.wording import human_count

    with tqdm(bar_format="{desc}", leave=False, delay=_LONG_SECONDS) as line:

        def show(seen: int) -> None:
            told = _("Looking for photos: {count} so far").format(count=human_count(seen))
            line.set_description_str(told, False)
            line.update()

        yield show


@contextmanager
def above_the_bar() -> Iterator[None]:
    """Have the lines that the block prints stand above a bar, if one is shown."""
    if not sys.stderr.isatty():
        yield
        return
    from tqdm import tqdm

    with tqdm.external_write_mode(sys.stdout):
        yield


def say(line: str) -> None:
    """Print one line on stdout; no name in it controls the terminal."""
    print(plain(line))


def complain(message: str) -> None:
    """Print one line on stderr; no name in it controls the terminal."""
    print(f"fewtone: {plain(message)}", file=sys.stderr)  # untranslated: the program's name


def print_json(content: dict[str, Any]) -> None:
    """Print an object as JSON that names every file in a way that finds it again.

    What stdout cannot show or should not obey is escaped: control characters, names that are no
    text, and where it is not UTF-8 all that is not ASCII.
    """
    narrow = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(visible_json(json.dumps(content, indent=2, ensure_ascii=narrow)))


def write_to_stdout(file: BinaryIO) -> None:
    """Write the bytes of a file to stdout, which is patient.

    Raises
    ------
    WriteError
        When that fails, unless it is because nobody reads on.
    """
    cast("PatientStream", sys.stdout).take(file)


class PatientStream:
    """Stands in for stdout or stderr: a line that cannot be written keeps no photo from being done.

    Parameters
    ----------
    stream : TextIO or None
        None is what Python has for one that was closed before it began.

    Attributes
    ----------
    problem : str
        Why something could not be written; empty if all could, or if nobody reads on (`| head`).
    """

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream
        self.problem = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    @property
    def encoding(self) -> str | None:
        """Encoding of what is written."""
        return None if self.stream is None else self.stream.encoding

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return self.stream is not None and self.stream.isatty()

    def write(self, text: str) -> int:
        """Write some text, or note why that failed."""
        if self.stream is None:
            self.problem = pgettext("standard input or output", "it is closed")
        else:
            self._try(self.stream.write, text)
        return len(text)

    def flush(self) -> None:
        """Write what is buffered, or note why that failed."""
        if self.stream is not None:
            self._try(self.stream.flush)

    def take(self, file: BinaryIO) -> None:
        """Write the bytes of a file; raise WriteError if that fails."""
        if self.stream is None:
            raise WriteError(_("Cannot write to standard output: it is closed"))
        self._try(shutil.copyfileobj, file, self.stream.buffer)
        self.flush()
        if self.problem:
            # It is told by the error, and not once more at the end.
            problem, self.problem = self.problem, ""
            raise WriteError(_("Cannot write to standard output: {reason}").format(reason=problem))

    def _try(self, write: Callable[..., object], *arguments: Any) -> None:
        assert self.stream is not None
        try:
            write(*arguments)
        except OSError as error:
            if not _nobody_reads(error):
                self.problem = reason(error)
            # What is still buffered would fail again, when Python ends.
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


@contextmanager
def patient_streams() -> Iterator[PatientStream]:
    """Have stdout and stderr be patient while the block runs; yield stdout.

    They print a question mark where a terminal knows no “→”, rather than fail.
    """
    before = sys.stdout, sys.stderr
    _open_closed_descriptors()
    for stream in before:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    output, errors = (PatientStream(stream) for stream in before)
    sys.stdout, sys.stderr = cast("TextIO", output), cast("TextIO", errors)
    try:
        yield output
    finally:
        output.flush()
        errors.flush()
        sys.stdout, sys.stderr = before


def _open_closed_descriptors() -> None:
    """Open what was closed (`>&-`): the next file would take its place, and get what is printed."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _nobody_reads(error: OSError) -> bool:
    """Return whether the other end of a pipe was closed; Windows tells it by another number."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)
