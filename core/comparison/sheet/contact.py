"""A comparison as one picture: a contact sheet of the results, with their colors and numbers."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

from core.charts.curve import draw_curve
from core.charts.drawing import LIGHT
from core.comparison.charts import error_curve, size_curve
from core.comparison.contender import Comparison, Contender
from core.comparison.sheet.arrangement import arranged
from core.comparison.sheet.fonts import drawable, fitted, font, wrapped
from core.comparison.sheet.painting import painted
from core.comparison.sheet.pictures import strip_png
from core.comparison.sheet.wording import answers, facts_of, lines_of, name_of
from core.parallel import elsewhere
from core.progress import Tick, silent
from core.writing.encoder import encode_with_pillow
from core.writing.picture import rgba_image

_CELL, _LEAST_CELL = 460, 40
_GAP, _MARGIN = 24, 36
_TITLE, _WORDS = 30, 15
_LINE = 21
_STRIP = 18
_CHART = 250
_LEAST_WIDTH = 960
# More pixels than that no program shows at once.
_MOST_PIXELS = 40_000_000
# Smaller cells have no room for words.
_LEAST_FOR_WORDS = 160


@dataclass(frozen=True)
class _Layout:
    """Where everything goes, in pixels.

    Parameters
    ----------
    columns, rows : int
        Of the results.
    cell : int
        Width of a result, and the most that its picture is high.
    picture : (int, int)
        Width and height of each picture.
    lines : int
        Lines of words below each.
    """

    columns: int
    rows: int
    cell: int
    picture: tuple[int, int]
    lines: int

    @classmethod
    def of(cls, comparison: Comparison) -> _Layout:
        """Choose cells as large as the limit allows."""
        contenders = comparison.contenders
        columns = arranged(contenders)[0]
        if len(contenders) > columns * 12:
            columns = math.ceil(math.sqrt(len(contenders)))
        rows = math.ceil(len(contenders) / columns)
        cell = _CELL
        if columns * rows * cell * cell * 2 > _MOST_PIXELS:
            cell = max(int(math.sqrt(_MOST_PIXELS / (2 * columns * rows))), _LEAST_CELL)
        width, height = comparison.preview.width, comparison.preview.height
        scale = cell / max(width, height)
        picture = max(round(width * scale), 1), max(round(height * scale), 1)
        lines = 1 + len(lines_of(contenders[0]))
        return cls(columns, rows, cell, picture, lines if cell >= _LEAST_FOR_WORDS else 0)

    @property
    def cell_height(self) -> int:
        """Height of a result with its words."""
        return self.picture[1] + _GAP // 3 + _STRIP + self.lines * _LINE + _GAP

    @property
    def width(self) -> int:
        """Width of the sheet."""
        grid = self.columns * self.cell + (self.columns - 1) * _GAP
        return max(grid, _LEAST_WIDTH) + 2 * _MARGIN


def contact_sheet(comparison: Comparison, tick: Tick = silent) -> bytes:
    """Draw the sheet and encode it as an RGB PNG of at most 40 million pixels."""
    layout = _Layout.of(comparison)
    head = elsewhere(lambda _tick: _head(comparison, layout), tick)
    height = head.height + layout.rows * layout.cell_height + _MARGIN
    sheet = Image.new("RGB", (layout.width, height), LIGHT["ground"])
    sheet.paste(head, (0, 0))
    contenders = arranged(comparison.contenders)[1]
    for number, contender in enumerate(contenders):
        tick(0.7 * number / len(contenders))
        row, column = divmod(number, layout.columns)
        left = _MARGIN + column * (layout.cell + _GAP)
        _draw_result(sheet, contender, layout, left, head.height + row * layout.cell_height)

    def encode(tick: Tick) -> bytes:
        return encode_with_pillow(sheet, "PNG", tick, compress_level=6)

    # What is mostly white makes few pieces to hear of.
    return elsewhere(encode, tick)


def _head(comparison: Comparison, layout: _Layout) -> Image.Image:
    """Draw the photo, what there is to know of it, the answers, and the curves."""
    photo = rgba_image(comparison.preview.pixels, comparison.preview.alpha)
    scale = _CELL / max(photo.size)
    size = max(round(photo.width * scale), 1), max(round(photo.height * scale), 1)
    left = _MARGIN + size[0] + _GAP
    room = layout.width - left - _MARGIN
    lines = wrapped(facts_of(comparison), _WORDS, room)
    for question, sentences in answers(comparison).items():
        lines += ["", drawable(question)]
        lines += [line for sentence in sentences for line in wrapped(sentence, _WORDS, room)]
    for note in comparison.notes:
        lines += ["", *wrapped(note, _WORDS, room)]
    words = _TITLE + _GAP + len(lines) * _LINE
    curves = [curve for curve in (error_curve(comparison), size_curve(comparison)) if curve]
    below = _MARGIN + max(size[1], words) + _GAP
    height = below + (_CHART + _GAP if curves else 0)
    head = Image.new("RGB", (layout.width, height), LIGHT["ground"])
    _paste(head, photo.resize(size, _way(photo, size)), (_MARGIN, _MARGIN))
    pen = ImageDraw.Draw(head)
    pen.text((left, _MARGIN), fitted(name_of(comparison), _TITLE, room), LIGHT["ink"], font(_TITLE))
    for number, line in enumerate(lines):
        place = left, _MARGIN + _TITLE + _GAP + number * _LINE
        pen.text(place, line, LIGHT["ink"], font(_WORDS))
    width = (layout.width - 2 * _MARGIN - _GAP) // 2
    for number, curve in enumerate(curves):
        chart = painted(draw_curve(curve, width, _CHART))
        head.paste(chart, (_MARGIN + number * (width + _GAP), below))
    return head


def _draw_result(
    sheet: Image.Image, contender: Contender, layout: _Layout, left: int, top: int
) -> None:
    draft = contender.preview
    picture = rgba_image(draft.palette.colors[draft.indices], draft.alpha)
    _paste(sheet, picture.resize(layout.picture, _way(picture, layout.picture)), (left, top))
    strip = Image.open(io.BytesIO(strip_png(draft.palette))).convert("RGB")
    top += layout.picture[1] + _GAP // 3
    strip = strip.resize((layout.cell, _STRIP), Image.Resampling.NEAREST)
    sheet.paste(strip, (left, top))
    if not layout.lines:
        return
    pen, top = ImageDraw.Draw(sheet), top + _STRIP + 4
    lines = [contender.title, *lines_of(contender)]
    for number, line in enumerate(lines):
        color = LIGHT["faint" if number else "ink"]
        place = left, top + number * _LINE
        pen.text(place, fitted(line, _WORDS, layout.cell), color, font(_WORDS))


def _way(picture: Image.Image, size: tuple[int, int]) -> Image.Resampling:
    """Return how a picture is resized: pixels of a small one stay sharp."""
    small = picture.width < size[0]
    return Image.Resampling.NEAREST if small else Image.Resampling.BOX


def _paste(sheet: Image.Image, picture: Image.Image, place: tuple[int, int]) -> None:
    sheet.paste(picture, place, picture if picture.mode == "RGBA" else None)
