"""The journal of a batch: what is in work and what is done, so that it goes on where it stopped.

It lies beside the results, one JSON object a line (docs/formats.md). Lines are only added, so that
at every moment those before are whole, whatever ends the program.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from core.batch.ground import gone
from core.batch.imprint import Imprint
from core.batch.making import Recipe
from core.batch.names import NamePattern
from core.batch.runner import Event
from core.batch.saving import FreeName
from core.batch.work import Done, Order
from core.errors import PlaceError, ReadError, WriteError, reason, write_error_of
from core.language import _
from core.model import Edited, Mask, Palette
from core.names import is_there, real
from core.part_file import lock
from core.writing.formats.table import image_formats

JOURNAL_NAME = "fewtone-journal.jsonl"
_VERSION = 1
# They are long, and made again by making the photo again.
_NOT_KEPT = ("palette", "color_table")
_DONE = ("done", "skipped")
_TOLD = {"output", "skipped", "bytes_before", "bytes_after"}
_BEGIN = b'{"journal"'
_LONGEST_LINE = 1 << 20
# Small photos are made faster than some disks can be waited for.
_SECONDS_BETWEEN_SYNCS = 1.0
_NUMBERS = range(1, 1_000_000)


class OtherWorkError(ReadError):
    """A journal is of other settings only, so that nothing in it can be gone on with."""


class _Record(NamedTuple):
    """The last that was said of a photo; `left` is whether it was in work when a run was ended."""

    state: str
    number: int
    left: bool = False
    sha256: str = ""
    output: str | None = None
    size: int = -1
    imprint: Imprint | None = None
    report: Mapping[str, Any] = MappingProxyType({})


@dataclasses.dataclass(frozen=True)
class Past:
    """What a journal says of the photos that were made by the same recipe.

    Parameters
    ----------
    folder : Path
    records : dict of str to _Record
    broken : int
        Lines that cannot be read; their photos may be made once more.
    shared : Palette or None
        The palette that was found for all photos.
    """

    folder: Path
    records: dict[str, _Record] = dataclasses.field(default_factory=dict)
    broken: int = 0
    shared: Palette | None = None

    def placed(self, photo: Path, wanted: FreeName) -> FreeName | None:
        """Return where the result of a photo went, or was to go; None if it was not begun."""
        record = self.records.get(key_of(photo))
        if record is None:
            return None
        own = self._is_own(record)
        return dataclasses.replace(wanted, number=record.number, replaces=wanted.replaces or own)

    def done(self, photo: Path) -> Done | None:
        """Return what is known of a photo whose result is there, or was not worth a file."""
        record = self.records.get(key_of(photo))
        if record is None or record.state not in _DONE or not record.report.keys() >= _TOLD:
            return None
        output = None if record.output is None else self.folder / record.output
        if output is not None and not is_there(output):
            return None
        # The run before may have been started from elsewhere.
        report = {**record.report, "output": output and str(output)}
        return Done(record.sha256, report, record.imprint)

    def _is_own(self, record: _Record) -> bool:
        """Return whether the file of that name, if there is one, is as the batch left it."""
        if record.state not in _DONE:
            return True
        with suppress(OSError):
            return (
                record.output is not None
                and (self.folder / record.output).stat().st_size == record.size
            )
        return False


def key_of(photo: Path) -> str:
    """Return the path by which a journal knows a photo."""
    return os.path.join(real(photo.parent), photo.name)  # noqa: PTH118


def work_of(
    recipe: Recipe, pattern: NamePattern | None, weigh: str | None = None
) -> tuple[str, dict[str, Any]]:
    """Return a fingerprint of all that results follow from, and that itself in words for JSON.

    Parameters
    ----------
    recipe : Recipe
    pattern : NamePattern or None
    weigh : str or None
        How photos that share a palette are weighed; the palette itself is no part of it.
    """
    fixed = recipe.fixed
    described = {
        "settings": _settings_of(recipe),
        "saved": dataclasses.asdict(recipe.wishes),
        "palette": None if fixed is None else list(fixed.hex),
        "edited": None if recipe.edited is None else _described(recipe.edited),
        "every_place": recipe.every_place,
        "first_frame_only": recipe.first_frame_only,
        "framing": dataclasses.asdict(recipe.framing),
        "goals": dataclasses.asdict(recipe.goals),
        "name": None if pattern is None else pattern.text,
        "weigh": weigh,
    }
    if recipe.matters is not None:
        described["matters"] = _described_mask(recipe.matters)
    text = json.dumps(described, sort_keys=True, default=int)
    return hashlib.sha256(text.encode()).hexdigest()[:16], json.loads(text)


def _settings_of(recipe: Recipe) -> dict[str, Any]:
    """Describe the settings; colors to choose from would be too long, and have a fingerprint."""
    owned = recipe.settings.owned
    described = dataclasses.asdict(dataclasses.replace(recipe.settings, owned=None))
    if owned is None:
        return described
    # Names are in the palette of a report, but no result is another for the title.
    text = json.dumps([owned.colors, owned.names])
    fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
    return described | {"owned": {"colors": len(owned), "sha256": fingerprint}}


def _described_mask(mask: Mask) -> dict[str, Any]:
    """Describe a mask by its size and a fingerprint of its levels."""
    fingerprint = hashlib.sha256(mask.levels.tobytes()).hexdigest()[:16]
    return {"size": mask.size, "sha256": fingerprint}


def _described(edited: Edited) -> list[Any]:
    return [list(edited.palette.hex), edited.anchors.tolist(), edited.owners.tolist()]


def read_journal(folder: Path, work: str) -> Past:
    """Read what was done in a folder by the recipe of a fingerprint.

    Raises
    ------
    ReadError
        (an OSError) naming the file, when it is no journal, of other settings only (an
        OtherWorkError), or of a newer program.
    """
    path = folder / JOURNAL_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Past(folder)
    except OSError as error:
        told = _("Cannot read the journal {path}: {reason}")
        raise ReadError(told.format(path=path, reason=reason(error))) from error
    lines = data.split(b"\n")
    # What is behind the last line end was being written when the program was ended.
    read = [_parsed(line) for line in lines[:-1] if line.strip()]
    good = [line for line in read if line is not None]
    _require_ours(path, good, work, any(lines))
    ours = [line for line in good if line["work"] == work]
    palettes = [line["shared_palette"] for line in ours if "shared_palette" in line]
    return Past(
        folder,
        _records(line for line in ours if "photo" in line),
        len(read) - len(good),
        Palette.of(palettes[-1]) if palettes else None,
    )


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Return what a line says, None if it is broken."""
    try:
        said = json.loads(line)
        if not isinstance(said["work"], str):
            return None
        if "photo" in said and not (
            isinstance(said["photo"], str)
            and said.get("number", 1) in _NUMBERS
            and isinstance(said.get("report", {}), dict)
            and isinstance(said.get("output"), str | None)
        ):
            return None
        Palette.of(said.get("shared_palette", [(0, 0, 0)]))
    except (OverflowError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return dict(said)


def _require_ours(path: Path, lines: list[dict[str, Any]], work: str, there: bool) -> None:
    """Raise ReadError for a journal that nothing can be gone on from."""
    if any(line.get("journal", _VERSION) != _VERSION for line in lines):
        told = _("Cannot resume: a newer Fewtone wrote the journal {path}")
        raise ReadError(told.format(path=path))
    if there and not lines:
        told = _("Cannot resume: the journal {path} is damaged; remove it to begin anew")
        raise ReadError(told.format(path=path))
    if lines and all(line["work"] != work for line in lines):
        told = _(
            "Cannot resume: the journal {path} is of other settings; give those, or leave out "
            "--resume to begin anew"
        )
        raise OtherWorkError(told.format(path=path))


def _records(lines: Iterable[dict[str, Any]]) -> dict[str, _Record]:
    records: dict[str, _Record] = {}
    for line in lines:
        state, photo = str(line.get("state")), line["photo"]
        before = records.get(photo)
        if state == "failed":
            # A result of before is still there, and perhaps that of a run that was ended.
            if before is not None and before.state == "working" and not before.left:
                del records[photo]
            continue
        records[photo] = _Record(
            state,
            line.get("number", 1),
            state == "working" and before is not None and before.state == "working",
            str(line.get("sha256", "")),
            line.get("output"),
            line.get("bytes", -1),
            _imprint(line),
            line.get("report", {}),
        )
    return records


def require_journal(folder: Path) -> None:
    """Raise PlaceError if a folder that a batch was in has lost its journal.

    Where a drive was mounted there is a folder still, and nobody wants results in it.
    """
    if not is_there(folder / JOURNAL_NAME):
        raise gone(folder)


def _described_imprint(imprint: Imprint | None) -> dict[str, Any]:
    if imprint is None:
        return {}
    return {"result_sha256": imprint.sha256, "result_modified": imprint.modified}


def _imprint(line: Mapping[str, Any]) -> Imprint | None:
    """Return what a line says of the file of a result; older journals say nothing."""
    kinds = {"result_sha256": str, "bytes": int, "result_modified": int}
    if not all(isinstance(line.get(key), kind) for key, kind in kinds.items()):
        return None
    return Imprint(*(line[key] for key in kinds))


class Journal:
    """A journal that is written.

    Parameters
    ----------
    folder : Path
        The folder of the results, which is there.
    work : str
        The fingerprint of the recipe that most photos are made by.

    Attributes
    ----------
    problem : str
        Why something could not be written, in a sentence; empty if all could.
    """

    def __init__(self, folder: Path, work: str) -> None:
        self.problem = ""
        self._synced = 0.0
        self._begun: set[int] = set()
        self._folder, self._path, self._work = folder, folder / JOURNAL_NAME, work
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        try:
            self._descriptor = os.open(self._path, flags, 0o666)
        except OSError as error:
            raise WriteError(self._cannot_write(error)) from error
        self.alone = lock(self._descriptor)
        """Whether no other program is writing it."""
        if self.alone:
            self._remove_cut_line()
        self._cut = not self._ends_with_line()

    def close(self) -> None:
        """Have the disk keep all lines, and close the file."""
        self._sync()
        os.close(self._descriptor)

    def begin(self, described: dict[str, Any]) -> None:
        """Write that a run begins, and what it makes results of."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._write({"journal": _VERSION, "work": self._work, "begun": now, **described})
        self._sync()

    def shared(self, palette: Palette) -> None:
        """Write the palette that was found for all photos."""
        self._write({"work": self._work, "shared_palette": palette.colors.tolist()})
        self._sync()

    def hear(self, order: Order, event: Event, work: str | None = None) -> None:
        """Write what became of an order, once for each state.

        Parameters
        ----------
        order : Order
        event : Event
        work : str, optional
            The fingerprint of its recipe, where that is another than that of the journal.
        """
        line = {"work": work or self._work, "photo": key_of(order.entry.photo)}
        if event.state == "working":
            # What was done stays so until it is done anew.
            if order.done is None and event.number not in self._begun:
                self._begun.add(event.number)
                self._write({**line, **self._begins(order)})
                # It is what tells a result from a file of somebody else, after a power cut.
                if time.monotonic() - self._synced > _SECONDS_BETWEEN_SYNCS:
                    self._sync()
        elif event.report is None:
            self._write({**line, "state": "failed", "reason": event.reason})
        elif not event.before:
            self._write({**line, **self._ends(order, event, event.report)})

    def _begins(self, order: Order) -> dict[str, Any]:
        place, wanted = order.entry.place, order.recipe.wishes.options.format
        output = self._inside(place.path(image_formats()[wanted or "png"].endings[0]))
        return {"state": "working", "number": place.number, "output": output}

    def _ends(self, order: Order, event: Event, report: dict[str, Any]) -> dict[str, Any]:
        output = report["output"]
        return {
            "state": event.state,
            "number": order.entry.place.number,
            "sha256": event.sha256,
            "output": None if output is None else self._inside(Path(output)),
            "bytes": report["bytes_after"],
            **_described_imprint(event.imprint),
            "report": {key: value for key, value in report.items() if key not in _NOT_KEPT},
        }

    def _inside(self, path: Path) -> str:
        return os.path.relpath(path, self._folder)

    def _write(self, said: dict[str, Any]) -> None:
        """Add a line in one step; what keeps it from that is kept as the problem."""
        line = (b"\n" if self._cut else b"") + json.dumps(said).encode("ascii") + b"\n"
        try:
            self._cut = os.write(self._descriptor, line) < len(line)
        except OSError as error:
            self.problem = self._cannot_write(error)

    def _cannot_write(self, error: OSError) -> str:
        told = _("Cannot write the journal {path}: {reason}")
        return told.format(path=self._path, reason=reason(error))

    def _sync(self) -> None:
        """Have the disk keep what was written; some network drives cannot, which is no problem."""
        self._synced = time.monotonic()
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            if write_error_of(error) is PlaceError:
                self.problem = self._cannot_write(error)

    def _remove_cut_line(self) -> None:
        """Remove what was being written when an earlier run was ended; of a journal only."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        if not os.read(self._descriptor, len(_BEGIN)).startswith(_BEGIN):
            return
        size = os.lseek(self._descriptor, 0, os.SEEK_END)
        begin = max(size - _LONGEST_LINE, 0)
        os.lseek(self._descriptor, begin, os.SEEK_SET)
        with suppress(OSError):
            tail = os.read(self._descriptor, _LONGEST_LINE)
            os.ftruncate(self._descriptor, begin + tail.rfind(b"\n") + 1)

    def _ends_with_line(self) -> bool:
        size = os.lseek(self._descriptor, 0, os.SEEK_END)
        if size == 0:
            return True
        os.lseek(self._descriptor, size - 1, os.SEEK_SET)
        return os.read(self._descriptor, 1) == b"\n"
