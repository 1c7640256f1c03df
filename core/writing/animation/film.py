"""The frames of a result, and what the writers of all formats ask of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.language import _, ngettext
from core.metadata import Metadata
from core.model import MAX_COLORS, Animation, Result, is_translucent
from core.parallel import threads
from core.progress import Meter, ProgressCallback
from core.reduction.frames import ReducedFrame, reduced_frames
from core.settings import SaveOptions
from core.writing.animation.patch import Patch, patch, whole
from core.writing.picture import LEAST_SHOWN, table_order

Canvas = NDArray[np.unsignedinteger]

Painter = Callable[[ReducedFrame], tuple[Canvas, NDArray[np.bool_] | None]]
"""Makes the canvas of a frame, and finds which pixels are opaque where not all are."""

Given = TypeVar("Given")
Made = TypeVar("Made")


class Film:
    """The frames of a result of an animation, in the colors of its palette.

    Parameters
    ----------
    result : Result
        The first frame is what it shows; each other pixel takes its color as those do.
    options : SaveOptions
        How hard to look for a smaller file, and the order of the colors.
    metadata : Metadata
        What to keep of the photo's own.
    progress : callable, optional
        Called for each frame; whatever it raises passes through.

    Attributes
    ----------
    palette : Palette
        The colors in the order of the file, from the first on.
    indexed : bool
        Whether the file was written with a color table; its writer sets this.
    """

    def __init__(
        self,
        result: Result,
        options: SaveOptions,
        metadata: Metadata,
        progress: ProgressCallback | None,
    ) -> None:
        assert result.animation is not None
        self.effort, self.metadata = options.effort, metadata
        self.animation: Animation = result.animation
        self.size = result.indices.shape[1], result.indices.shape[0]
        self.transparent = self.partly_transparent = self.indexed = False
        self._result = result
        self._tick = Meter(progress).part(1.0, _("saving frames"))
        # Frames have their alpha beside the table: for size that of its colors does not matter.
        palette = result.palette.opaque if options.palette_order == "size" else result.palette
        order = table_order(palette, options.palette_order)
        self.palette = result.palette.some(order)
        self.colors = self.palette.colors
        self._rank = np.zeros(MAX_COLORS, dtype=np.uint8)
        self._rank[order] = np.arange(len(order), dtype=np.uint8)

    def __len__(self) -> int:
        """Count the colors."""
        return len(self.colors)

    def table(self, nothing: int | None) -> NDArray[np.uint8]:
        """Return the (n, 3) uint8 colors, and one more where there is an index for nothing."""
        return self.colors if nothing is None else np.vstack([self.colors, self.colors[:1]])

    def frames(self) -> Generator[ReducedFrame, None, None]:
        """Read and reduce the frames; their indices are those of `colors`.

        Raises
        ------
        ReadError
            (an OSError) when they cannot be read any more.
        """
        with closing(reduced_frames(self._result)) as frames:
            for number, frame in enumerate(frames):
                yield frame._replace(indices=self._rank[frame.indices])
                # Writing may begin anew; a meter never goes back.
                self._tick((number + 1) / self.animation.frames)

    def cut_out(self, frame: ReducedFrame, nothing: int) -> Canvas:
        """Return the (h, w) uint8 indices of a frame, with that for nothing where it is hidden."""
        if frame.alpha is None:
            return frame.indices
        self.partly_transparent |= is_translucent(frame.alpha)
        return np.where(frame.alpha < LEAST_SHOWN, np.uint8(nothing), frame.indices)

    def packed(self, frame: ReducedFrame) -> tuple[Canvas, NDArray[np.bool_] | None]:
        """Paint a frame in red, green, blue and alpha.

        Returns
        -------
        (h, w) uint32
            The four bytes of each pixel; 0 for what is hidden.
        (h, w) bool or None
            Which pixels are opaque; None for all.
        """
        colors = np.full((MAX_COLORS, 4), 255, np.uint8)
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
        """Return the note that frames are missing, if any are."""
        if written == self.animation.frames:
            return ()
        sentence = ngettext(
            "The original is damaged: only the first {count} of {all} frame could be read and "
            "saved.",
            "The original is damaged: only the first {count} of {all} frames could be read and "
            "saved.",
            self.animation.frames,
        )
        return (sentence.format(count=written, all=self.animation.frames),)


FrameWriter = Callable[[Film, BinaryIO], tuple[str, ...]]
"""Writes all frames to a file that is at its beginning, and that can be gone back in.

It returns what the user should know, in sentences. It raises WriteError, with the reason, when the
format cannot hold the frames, and ReadError when they cannot be read any more.
"""


class Clock:
    """Rounds the times that frames are shown for, so that the length of the whole is right.

    Parameters
    ----------
    unit : int
        In milliseconds: what a format counts in.
    """

    def __init__(self, unit: int) -> None:
        self._unit = unit
        self._shown, self._counted = 0.0, 0

    def units(self, milliseconds: float) -> int:
        """Return how many units the next frame is shown for; 0 only where it has no time at all."""
        self._shown += milliseconds
        units = max(round(self._shown / self._unit) - self._counted, 1) if milliseconds else 0
        self._counted += units
        return units


def patches(
    film: Film, paint: Painter, nothing: int | None, *, step: int = 1
) -> Generator[tuple[Patch, float], None, None]:
    """Make patches that clear where they must; each with the milliseconds it is shown for."""
    before: Canvas | None = None
    with closing(film.frames()) as frames:
        for frame in frames:
            canvas, solid = paint(frame)
            if before is None:
                made = whole(canvas)
            else:
                made = patch(before, canvas, nothing, solid, step=step)
            yield made, frame.milliseconds
            before = canvas


def in_order(
    work: Callable[[Given], Made], jobs: Generator[Given, None, None]
) -> Generator[Made, None, None]:
    """Do jobs in threads, a few ahead; yield what they make in their order."""
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
