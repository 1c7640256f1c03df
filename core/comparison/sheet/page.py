"""A comparison as one page of HTML, which needs no other file, no network and no script."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Iterator

from core import language
from core.charts.curve import draw_curve
from core.charts.svg import to_svg
from core.comparison.charts import error_curve, size_curve
from core.comparison.contender import Comparison, Contender
from core.comparison.matching import Match
from core.comparison.sheet.arrangement import arranged
from core.comparison.sheet.pictures import photo_webp, result_png, strip_png
from core.comparison.sheet.style import STYLE
from core.comparison.sheet.wording import answers, facts_of, figures_of, name_of
from core.comparison.tables import gains_table, in_full, quality_table, runs_table, starts_table
from core.language import N_, _, translated
from core.names import plain
from core.parallel import elsewhere
from core.progress import Tick, silent
from core.reduction.quality import QUALITY_NUMBERS
from core.version import VERSION
from core.wording import decimal, human_bytes

MOST_BYTES = 30_000_000
"""A page is no larger, so that it can be sent, and opened anywhere."""

# Every so many pixels of the pictures are kept, until the page is small enough.
_STEPS = (1, 2, 4, 8)
# More colors than that are not written out.
_MOST_WRITTEN = 16
_CHART = 480, 270
_SMALL = 300
_SIZE = "@@size@@"
_ERROR = N_(
    "The squared differences added up over all pixels and channels, not averaged: the number that "
    "k-means itself works with, before its colors are rounded. Larger photos have more of it."
)
# Whatever a name may hold: nothing is loaded, and nothing runs.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'"  # untranslated: for browsers
)


def page(comparison: Comparison, tick: Tick = silent) -> bytes:
    """Write the page, with pictures of at most a million pixels and fewer where they are many."""
    begin = 0.0
    for step in _STEPS:
        # Most pages are small enough at once.
        end = begin + 0.7 * (1 - begin)
        text = "\n".join(_lines(comparison, step, tick.part(begin, end)))
        data, begin = text.encode(), end
        if len(data) <= MOST_BYTES:
            break
    tick(1.0)
    return text.replace(_SIZE, human_bytes(len(data))).encode()


def _lines(comparison: Comparison, step: int, tick: Tick) -> Iterator[str]:
    name = _text(name_of(comparison))
    title = _("{photo}: results compared").format(photo=name_of(comparison))
    yield from (
        "<!DOCTYPE html>",
        f'<html lang="{language.code().replace("_", "-")}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        '<header class="top">',
    )
    data = elsewhere(lambda _tick: photo_webp(comparison.preview, step), tick)
    told = _("{name}, the photo").format(name=name_of(comparison))
    photo = _picture(data, "webp", told, _look(comparison))
    yield f"<figure>{photo}</figure>"
    yield "<div>"
    yield f"<h1>{name}</h1>"
    yield f'<p class="faint">{_text(facts_of(comparison))}</p>'
    yield from _patiently(_answers(comparison), tick)
    yield from (f"<p>{_text(note)}</p>" for note in comparison.notes)
    yield "</div>"
    yield "</header>"
    yield from _patiently(_charts(comparison), tick)
    yield from _results(comparison, step, tick)
    yield from _patiently(_centroids(comparison), tick)
    yield from _patiently(_numbers(comparison), tick)
    told = _(
        "Made by Fewtone {version}. This page is {size} and holds all its pictures; it loads "
        "nothing and runs nothing."
    )
    yield f"<footer>{_text(told.format(version=VERSION, size=_SIZE))}</footer>"
    yield "</body>"
    yield "</html>"


def _heading(words: str) -> str:
    return f"<h2>{_text(words)}</h2>"


def _patiently(lines: Iterator[str], tick: Tick) -> list[str]:
    """Write lines, of whatever size, while a tick hears that the work goes on."""
    return elsewhere(lambda _tick: list(lines), tick)


def _answers(comparison: Comparison) -> Iterator[str]:
    for question, sentences in answers(comparison).items():
        yield f"<h3>{_text(question)}</h3>"
        yield f"<ul>{''.join(f'<li>{_text(sentence)}</li>' for sentence in sentences)}</ul>"


def _charts(comparison: Comparison) -> Iterator[str]:
    curves = [curve for curve in (error_curve(comparison), size_curve(comparison)) if curve]
    if curves:
        yield _heading(_("What one color more buys"))
        yield '<div class="charts">'
        yield from (to_svg(draw_curve(curve, *_CHART)) for curve in curves)
        yield "</div>"


def _results(comparison: Comparison, step: int, tick: Tick) -> Iterator[str]:
    columns, contenders = arranged(comparison.contenders)
    look = _look(comparison)
    yield _heading(_("Results"))
    yield f'<div class="grid" style="grid-template-columns: repeat({columns}, minmax(0, 1fr))">'
    for number, contender in enumerate(contenders):
        part = tick.part(number / len(contenders), (number + 1) / len(contenders))
        part(0.0)
        yield "<figure>"
        yield _picture(result_png(contender.preview, step, part), "png", contender.title, look)
        yield "<figcaption>"
        yield f"<h3>{_text(contender.title)}</h3>"
        yield from _figures(contender)
        yield "</figcaption>"
        yield "</figure>"
    yield "</div>"


def _figures(contender: Contender) -> Iterator[str]:
    palette = contender.preview.palette
    told = _("Colors of {title}, as wide as their share").format(title=contender.title)
    yield _picture(strip_png(palette), "png", told, "strip")
    yield "<dl>"
    for title, text in figures_of(contender).items():
        yield f"<dt>{_text(title)}</dt><dd>{_text(text)}</dd>"
    yield "</dl>"
    hexes = palette.some(palette.seen).hex
    if len(hexes) <= _MOST_WRITTEN:
        yield f'<p class="hex">{" ".join(hexes)}</p>'
    yield from (f'<p class="faint">{_text(note)}</p>' for note in contender.notes)


def _centroids(comparison: Comparison) -> Iterator[str]:
    if not comparison.matches:
        return
    yield '<div class="together">'
    yield _heading(_("Where the starts end"))
    told = _(
        "Centroids of two starts, not rounded, paired so that they lie as near as possible; "
        "distances are Euclidean, in steps of 0 to 255. Below 1 nobody can see a difference."
    )
    yield f"<p>{_text(told)}</p>"
    yield _scrolled(starts_table(comparison).to_html())
    yield "</div>"
    shown = in_full(comparison, _MOST_WRITTEN)
    yield '<div class="matches">'
    for match in shown:
        yield from _pairs(match)
    yield "</div>"
    if len(shown) < len(comparison.matches):
        told = _("The other pairs are in the numbers for programs (.csv).")
        yield f'<p class="faint">{_text(told)}</p>'


def _pairs(match: Match[Contender]) -> Iterator[str]:
    first, second = match.first, match.second
    yield "<div><table>"
    caption = _("{title}, and {start}").format(title=first.title, start=second.settings.start)
    yield f"<caption>{_text(caption)}</caption>"
    heads = [f'<th scope="col">{_text(each.settings.start)}</th>' for each in (first, second)]
    distance_head = _text(_("Distance"))
    heads.append(f'<th scope="col" class="number">{distance_head}</th>')
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    others = second.centroids[match.partners].tolist()
    for left, right, distance in zip(
        first.centroids.tolist(), others, match.distances.tolist(), strict=True
    ):
        cells = f"<td>{_centroid(left)}</td><td>{_centroid(right)}</td>"
        yield f'<tr>{cells}<td class="number">{decimal(distance, 3)}</td></tr>'
    yield "</tbody></table></div>"


def _centroid(values: list[float]) -> str:
    color = "".join(f"{round(min(max(value, 0), 255)):02x}" for value in values)
    words = " ".join(decimal(value, 2) for value in values)
    return f'<span class="swatch" style="background: #{color}"></span>{words}'


def _numbers(comparison: Comparison) -> Iterator[str]:
    yield _heading(_("Numbers"))
    tables = [runs_table(comparison), quality_table(comparison), gains_table(comparison)]
    yield from (_scrolled(table.to_html()) for table in tables if table.rows)
    yield _heading(_("What the numbers mean"))
    yield '<dl class="meanings">'
    for number in QUALITY_NUMBERS:
        yield f"<dt>{_text(translated(number.title))}</dt>"
        meaning, limits = translated(number.meaning), translated(number.limits)
        yield f"<dd>{_text(meaning)} {_text(limits)}</dd>"
    title, meaning = _("Error (sum)"), translated(_ERROR)
    yield f"<dt>{_text(title)}</dt><dd>{_text(meaning)}</dd>"
    yield "</dl>"


def _scrolled(table: str) -> str:
    return f'<div class="scroll">{table}</div>'


def _look(comparison: Comparison) -> str:
    """Return the class of the pictures: pixels of small ones stay sharp."""
    small = comparison.preview.width < _SMALL
    return "picture pixels" if small else "picture"  # untranslated: classes


def _picture(data: bytes, kind: str, told: str, look: str) -> str:
    source = f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"
    return f'<img class="{look}" alt="{_text(told)}" src="{source}">'


def _text(text: str) -> str:
    return html.escape(plain(text))
