"""Animations out: all frames in the palette of a result, each written when it is encoded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from typing import BinaryIO, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import ReadError, WriteError
from core.metadata import EXIF_PREFIX, Metadata, exif_with_dpi
from core.model import Animation, Result, is_translucent
from core.parallel import threads
from core.progress import Meter, ProgressCallback
from core.reduction.frames import ReducedFrame, reduced_frames
from core.settings import ImageFormat
from core.writing.animation import apng, gif, webp
from core.writing.animation.patch import Patch, patch, whole
from core.writing.png.chunks import png_chunks
from core.writing.png.order import by_lightness

ANIMATED_FORMATS: tuple[ImageFormat, ...] = ("gif", "png", "webp")

_MOST_COLORS = 256
# One more makes the indices of a PNG longer: so many frames tell whether it is worth that.
_FULL_DEPTHS = {2, 4, 16}
_FRAMES_TO_TRY = 8
_LEVEL_TO_TRY = 2

Canvas = NDArray[np.unsignedinteger]
# Makes the canvas of a frame; and tells which pixels are opaque, where that is not all of them.
_Painter = Callable[[ReducedFrame], tuple[Canvas, NDArray[np.bool_] | None]]
Given = TypeVar("Given")
Made = TypeVar("Made")


def write_animation(
    result: Result,
    image_format: ImageFormat,
    file: BinaryIO,
    png_level: int,
    metadata: Metadata,
    progress: ProgressCallback | None = None,
) -> tuple[str, ...]:
    """Write all frames of a result of an animation.

    The first is what the result shows; each other pixel takes its color as those do. Frames are
    written as what differs from the one before, all with one palette.

    Parameters
    ----------
    result : Result
    image_format : {"gif", "png", "webp"}
    file : binary file
        At its beginning; it is written and gone back in.
    png_level : int, 0…9
        How hard zlib tries.
    metadata : Metadata
        What to keep of the photo's own; a GIF has no room for it.
    progress : callable, optional
        Called for each frame; whatever it raises passes through.

    Returns
    -------
    tuple of str
        What the user should know, in sentences.

    Raises
    ------
    WriteError
        (an OSError) with the reason: the frames cannot be read any more, or the format cannot hold
        them.
    """
    try:
        return _WRITE[image_format](_Film(result, metadata, progress), file, png_level)
    except ReadError as error:
        raise WriteError(f"the frames are read from the original again, but: {error}") from error


class _Film:
    """The frames of a result, with what all writers ask of them."""

    def __init__(
        self, result: Result, metadata: Metadata, progress: ProgressCallback | None
    ) -> None:
        assert result.animation is not None
        self.metadata = metadata
        self.result = result
        self.animation: Animation = result.animation
        self.size = result.indices.shape[1], result.indices.shape[0]
        self.transparent = self.partly_transparent = False
        self._tick = Meter(progress).part(1.0, "saving frames")
        # From dark to light: near colors with near indices pack well.
        order = by_lightness(result.palette.colors)
        self.colors = result.palette.colors[order]
        self._rank = np.zeros(_MOST_COLORS, dtype=np.uint8)
        self._rank[order] = np.arange(len(order), dtype=np.uint8)

    def __len__(self) -> int:
        return len(self.colors)

    def table(self, nothing: int | None) -> NDArray[np.uint8]:
        """(n, 3) uint8: the colors, and one more where there is an index for nothing."""
        return self.colors if nothing is None else np.vstack([self.colors, self.colors[:1]])

    def frames(self) -> Generator[ReducedFrame, None, None]:
        """Read and reduce the frames; their indices are those of `colors`."""
        with closing(reduced_frames(self.result)) as frames:
            for number, frame in enumerate(frames):
                yield frame._replace(indices=self._rank[frame.indices])
                # Writing may begin anew; a meter never goes back.
                self._tick((number + 1) / self.animation.frames)

    def cut_out(self, frame: ReducedFrame, nothing: int) -> Canvas:
        """(h, w) uint8: the indices of a frame, with one for what is hidden."""
        if frame.alpha is None:
            return frame.indices
        self.partly_transparent |= is_translucent(frame.alpha)
        return np.where(frame.alpha < 128, np.uint8(nothing), frame.indices)

    def packed(self, frame: ReducedFrame) -> tuple[Canvas, NDArray[np.bool_] | None]:
        """(h, w) uint32: red, green, blue and alpha, 0 for what is hidden; and what is opaque."""
        colors = np.full((_MOST_COLORS, 4), 255, np.uint8)
        colors[: len(self), :3] = self.colors
        pixels: Canvas = colors.view(np.uint32)[frame.indices, 0]
        if frame.alpha is None:
            return pixels, None
        self.transparent = True
        channels = pixels.view(np.uint8).reshape(*pixels.shape, 4)
        channels[..., 3] = frame.alpha
        channels[frame.alpha == 0] = 0
        return pixels, frame.alpha == 255

    def notes(self, written: int) -> tuple[str, ...]:
        """Tell when frames are missing."""
        if written == self.animation.frames:
            return ()
        saved = f"{written} of {self.animation.frames} frames"
        return (f"The original is damaged: only the first {saved} could be read and saved.",)


class _Pending(NamedTuple):
    """A frame that was not encoded yet."""

    before: Canvas | None
    canvas: Canvas
    milliseconds: float


def _write_gif(film: _Film, file: BinaryIO, _png_level: int) -> tuple[str, ...]:
    nothing = len(film) if len(film) < _MOST_COLORS else None
    colors = film.table(nothing)
    file.write(gif.header(film.size, colors, film.animation.plays))

    def encode(job: tuple[Patch, int, float]) -> tuple[Patch, bytes, int, float]:
        made, disposal, milliseconds = job
        return made, gif.pixels(made), disposal, milliseconds

    written, shown, told = 0, 0.0, 0
    jobs = _gif_patches(film, nothing)
    with closing(_in_order(encode, jobs)) as encoded:
        for made, data, disposal, milliseconds in encoded:
            # Rounded ends, so that the length of the whole is right.
            shown += milliseconds
            hundredths = max(round(shown / 10) - told, 1) if milliseconds else 0
            told += hundredths
            file.write(gif.frame(made, data, hundredths, nothing, disposal))
            written += 1
    gif.finish(file)
    return film.notes(written) + ((gif.HARD_NOTE,) if film.partly_transparent else ())


def _gif_patches(
    film: _Film, nothing: int | None
) -> Generator[tuple[Patch, int, float], None, None]:
    """Make patches that only ever paint over; where one must clear, the frame before is cleared."""
    pending: _Pending | None = None
    with closing(film.frames()) as frames:
        for frame in frames:
            if nothing is None:
                if frame.alpha is not None and (frame.alpha < 128).any():
                    raise WriteError(gif.NO_ROOM)
                canvas: Canvas = frame.indices
            else:
                canvas = film.cut_out(frame, nothing)
            before: Canvas | None = None
            if pending is not None:
                clears = nothing is not None and bool(
                    ((canvas == nothing) & (pending.canvas != nothing)).any()
                )
                if clears:
                    yield whole(pending.canvas), gif.IS_CLEARED, pending.milliseconds
                    before = np.full_like(canvas, nothing)
                else:
                    yield _gif_patch(pending, nothing), gif.STAYS, pending.milliseconds
                    before = pending.canvas
            pending = _Pending(before, canvas, frame.milliseconds)
    if pending is not None:
        yield _gif_patch(pending, nothing), gif.STAYS, pending.milliseconds


def _gif_patch(pending: _Pending, nothing: int | None) -> Patch:
    if pending.before is None:
        return whole(pending.canvas)
    return patch(pending.before, pending.canvas, nothing)


class _DoesNotFitError(Exception):
    """A frame has pixels that cannot be written the way it was begun."""


def _write_png(film: _Film, file: BinaryIO, png_level: int) -> tuple[str, ...]:
    k = len(film)
    # What a frame needs, an index for nothing or an alpha channel, is known only when it is read.
    ways: list[Callable[[], int]] = [lambda: _write_rgba_png(film, file, png_level)]
    if k < _MOST_COLORS:
        ways.insert(0, lambda: _write_indexed_png(film, file, png_level, k))
    if k == _MOST_COLORS or (k in _FULL_DEPTHS and not _is_nothing_worth_it(film)):
        ways.insert(0, lambda: _write_indexed_png(film, file, png_level, None))
    while True:
        try:
            return film.notes(ways.pop(0)())
        except _DoesNotFitError:
            file.seek(0)
            file.truncate()


def _is_nothing_worth_it(film: _Film) -> bool:
    """Tell whether the first frames take less room with a transparent color and longer indices."""
    k, sizes, before = len(film), [0, 0], None
    with closing(film.frames()) as frames:
        for frame in islice(frames, _FRAMES_TO_TRY):
            if frame.alpha is not None:
                return True
            if before is not None:
                for way, nothing in enumerate((None, k)):
                    made = patch(before, frame.indices, nothing)
                    sizes[way] += len(apng.pixels(made, k + way, _LEVEL_TO_TRY))
            before = frame.indices
    return sizes[1] < sizes[0]


def _write_indexed_png(film: _Film, file: BinaryIO, level: int, nothing: int | None) -> int:
    colors = film.table(nothing)

    def painted(frame: ReducedFrame) -> tuple[Canvas, None]:
        if frame.alpha is not None and (nothing is None or is_translucent(frame.alpha)):
            raise _DoesNotFitError
        return frame.indices if nothing is None else film.cut_out(frame, nothing), None

    return _write_png_frames(film, file, level, painted, colors, nothing, nothing)


def _write_rgba_png(film: _Film, file: BinaryIO, level: int) -> int:
    return _write_png_frames(film, file, level, film.packed, None, 0, None)


def _write_png_frames(
    film: _Film,
    file: BinaryIO,
    level: int,
    painted: _Painter,
    colors: NDArray[np.uint8] | None,
    nothing: int | None,
    transparent: int | None,
) -> int:
    def head(frames: int) -> bytes:
        chunks = png_chunks(film.metadata)
        return apng.header(film.size, frames, film.animation.plays, colors, transparent, chunks)

    file.write(head(film.animation.frames))
    count = None if colors is None else len(colors)

    def encode(job: tuple[Patch, float]) -> tuple[Patch, bytes, float]:
        return job[0], apng.pixels(job[0], count, level), job[1]

    written = 0
    with closing(_in_order(encode, _patches(film, painted, nothing))) as encoded:
        for made, data, milliseconds in encoded:
            file.write(apng.frame(made, data, milliseconds, written))
            written += 1
    file.write(apng.END)
    if written < film.animation.frames:
        file.seek(0)
        file.write(head(written))
    return written


def _write_webp(film: _Film, file: BinaryIO, _png_level: int) -> tuple[str, ...]:
    plays = film.animation.plays
    own = exif_with_dpi(film.metadata).removeprefix(EXIF_PREFIX), film.metadata.xmp
    file.write(webp.header(film.size, plays, 0, *own, transparent=True))

    def encode(job: tuple[Patch, float]) -> tuple[Patch, bytes, float]:
        return job[0], webp.pixels(job[0]), job[1]

    written, shown, told, transparent = 0, 0.0, 0, False
    jobs = _patches(film, film.packed, 0, step=webp.STEP)
    with closing(_in_order(encode, jobs)) as encoded:
        for made, data, milliseconds in encoded:
            shown += milliseconds
            whole_milliseconds = max(round(shown) - told, 1) if milliseconds else 0
            told += whole_milliseconds
            transparent |= made.over
            file.write(webp.frame(made, data, whole_milliseconds))
            written += 1
    file.write(webp.metadata(*own))
    size = file.tell()
    if size > webp.LARGEST_FILE:
        raise WriteError("a WebP file cannot be larger than 4 GB; GIF and PNG can")
    file.seek(0)
    transparent |= film.transparent
    file.write(webp.header(film.size, plays, size, *own, transparent=transparent))
    return film.notes(written)


def _patches(
    film: _Film,
    painted: _Painter,
    nothing: int | None,
    *,
    step: int = 1,
) -> Generator[tuple[Patch, float], None, None]:
    """Make patches that clear where they must."""
    before: Canvas | None = None
    with closing(film.frames()) as frames:
        for frame in frames:
            canvas, solid = painted(frame)
            if before is None:
                made = whole(canvas)
            else:
                made = patch(before, canvas, nothing, solid, step=step)
            yield made, frame.milliseconds
            before = canvas


def _in_order(
    work: Callable[[Given], Made], jobs: Generator[Given, None, None]
) -> Generator[Made, None, None]:
    """Do jobs in threads, a few ahead; what they make comes in their order."""
    ahead: deque[Future[Made]] = deque()
    with closing(jobs), ThreadPoolExecutor(threads(), thread_name_prefix="encoding") as pool:
        try:
            for job in jobs:
                ahead.append(pool.submit(work, job))
                if len(ahead) > threads():
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()


_WRITE = {"gif": _write_gif, "png": _write_png, "webp": _write_webp}
assert set(_WRITE) == set(ANIMATED_FORMATS)
