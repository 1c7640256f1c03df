"""PNG files read by two threads: one unpacks pixels while the other undoes their filters.

Pillow alone does both in turn. Here it gets pixels that are unpacked already, in a zlib stream that
only stores them (RFC 1951, section 3.2.4), so everything else is left to Pillow. 24 megapixels take
60 % of the time: docs/decisions/0013-reading-photos.md.
"""

from __future__ import annotations

import struct
import zlib
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from core.reading import png_chunks

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# For fewer pixels a thread costs more than it brings.
_FEWEST_PIXELS = 500_000
_PACKED_BYTES = 1 << 15
# Parts are unpacked to at most this, so that a bomb gets no more memory than a photo.
_UNPACKED_BYTES = 1 << 18
_PARTS_AHEAD = 8
_MOST_STORED_BYTES = 0xFFFF
_STORE_HEADER = b"\x78\x01"
# Pillow has the same message.
_BROKEN = "broken data stream when reading image file"  # untranslated: as Pillow


def register() -> None:
    """Have Pillow open PNG files with this decoder."""
    png_chunks.register()
    Image.register_open(PngImageFile.format, _PngAhead, _accept)


def _accept(prefix: bytes) -> bool:
    return prefix.startswith(_SIGNATURE)


class _PngAhead(PngImageFile):
    """PNG file whose pixels are unpacked ahead of Pillow's decoder."""

    _parts: Generator[bytes] | None = None
    ignored: Sequence[bytes] = ()
    """The kinds of chunks that were damaged and left out so far."""

    def _open(self) -> None:
        super()._open()
        assert isinstance(self.png, png_chunks.SoundStream)
        # Pillow forgets the stream when it has read the pixels, with what comes after them.
        self.ignored = self.png.ignored

    def load_prepare(self) -> None:
        """Begin to decode a frame."""
        self._parts = None
        super().load_prepare()

    def load_read(self, read_bytes: int) -> bytes:
        """Return some bytes of packed pixels, of whatever number; none after the last."""
        # Frames of animations have few pixels each, and lie between chunks of other kinds.
        if self.is_animated or self.width * self.height < _FEWEST_PIXELS:
            return super().load_read(read_bytes)
        if self._parts is None:
            self._parts = self._stored_ahead()
        return next(self._parts, b"")

    def load_end(self) -> None:
        """Read the chunks that follow the pixels."""
        self._end()
        super().load_end()

    def close(self) -> None:
        """Close the file."""
        self._end()
        super().close()

    def __exit__(self, *args: object) -> None:
        self._end()
        super().__exit__(*args)

    def _end(self) -> None:
        """Wait until no thread reads the file any more."""
        if self._parts is not None:
            self._parts.close()
            self._parts = None

    def _stored_ahead(self) -> Generator[bytes]:
        """Yield the parts of the stored stream, while a thread makes the next ones."""
        parts = self._stored()
        with ThreadPoolExecutor(1, thread_name_prefix="png") as pool:
            ahead: deque[Future[bytes]] = deque()
            try:
                while True:
                    while len(ahead) < _PARTS_AHEAD:
                        ahead.append(pool.submit(next, parts, b""))
                    part = ahead.popleft().result()
                    if not part:
                        return
                    yield part
            finally:
                pool.shutdown(cancel_futures=True)

    def _stored(self) -> Iterator[bytes]:
        """Yield the pixels, part by part, as a stream that only stores them."""
        unpack = zlib.decompressobj()
        checksum, header = 1, _STORE_HEADER
        while not unpack.eof:
            packed = unpack.unconsumed_tail or super().load_read(_PACKED_BYTES)
            if not packed:
                return
            before = unpack.copy()
            try:
                part = unpack.decompress(packed, _UNPACKED_BYTES)
            except zlib.error:
                # If the damage is behind the last row, Pillow never gets to it.
                if part := _up_to_damage(before, packed):
                    yield header + _stored_blocks(part)
                raise OSError(_BROKEN) from None
            if part:
                checksum = zlib.adler32(part, checksum)
                yield header + _stored_blocks(part)
                header = b""
        yield header + _block(b"", last=True) + struct.pack(">I", checksum)


def _up_to_damage(unpack: zlib._Decompress, packed: bytes) -> bytes:
    """Unpack byte by byte up to the damage; all at once, zlib would return nothing."""
    found = b""
    with suppress(zlib.error):
        for at in range(len(packed)):
            found += unpack.decompress(packed[at : at + 1])
    return found


def _stored_blocks(data: bytes) -> bytes:
    """Wrap bytes in as many stored blocks as they need."""
    begins = range(0, len(data), _MOST_STORED_BYTES)
    return b"".join(_block(data[begin : begin + _MOST_STORED_BYTES]) for begin in begins)


def _block(data: bytes, *, last: bool = False) -> bytes:
    return struct.pack("<BHH", last, len(data), len(data) ^ 0xFFFF) + data
