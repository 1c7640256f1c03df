"""How soon the window answers while it is painted what matters in a photo."""

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.window import MainWindow
from tests.bench import framing

_LEFT = Qt.MouseButton.LeftButton
_MOVES, _STROKES, _KEYS = 60, 4, 40
_FRAME_SECONDS, _REPEAT_SECONDS, _CLICK_SECONDS, _LOOK_SECONDS = 0.012, 0.03, 0.15, 0.8


def run(photos: list[Path], rounds: int) -> None:
    """Open each photo, and paint on it as a hand would."""
    framing.run(photos, rounds, gestures=_GESTURES)


def _begin(window: MainWindow) -> Iterator[float]:
    window.actions_.matters.setChecked(True)
    yield _LOOK_SECONDS


def _brush(window: MainWindow) -> Iterator[float]:
    """Paint strokes across the photo, with each strength; count the drafts that follow."""
    window.mattering_desk.bar.ways.button(0).click()
    window.mattering_desk.painting.size = 80
    drafts, begin = [], time.perf_counter()
    counting = window.session.draft_made.connect(lambda *_drafted: drafts.append(1))
    yield from _drag(window, _STROKES)
    took = time.perf_counter() - begin
    print(f"    {len(drafts)} drafts while {_STROKES} strokes were painted in {took:.1f} s")
    QObject.disconnect(counting)


def _rectangle(window: MainWindow) -> Iterator[float]:
    window.mattering_desk.bar.ways.button(1).click()
    yield from _drag(window, 2)


def _drag(window: MainWindow, count: int) -> Iterator[float]:
    canvas, bar = window.canvas, window.mattering_desk.bar
    middle = canvas.middle_of_photo()
    for number in range(count):
        bar.strengths.setCurrentIndex(number % 4)
        bar.strengths.activated.emit(number % 4)
        begin = middle + QPointF(-150, 40 * number - 60)
        end = middle + QPointF(150, 60 - 30 * number)
        QTest.mousePress(canvas, _LEFT, pos=begin.toPoint())
        for step in range(1, _MOVES + 1):
            framing.move_held(canvas, begin + (end - begin) * step / _MOVES)
            yield _FRAME_SECONDS
        QTest.mouseRelease(canvas, _LEFT, pos=end.toPoint())
        yield _CLICK_SECONDS


def _color(window: MainWindow) -> Iterator[float]:
    """Click a color, and drag the range of those that are like it."""
    canvas, bar = window.canvas, window.mattering_desk.bar
    bar.ways.button(2).click()
    QTest.mouseClick(canvas, _LEFT, pos=canvas.middle_of_photo().toPoint())
    yield _LOOK_SECONDS
    for value in (*range(2, 40), *range(40, 5, -1)):
        bar.range_slider.setValue(value)
        yield _FRAME_SECONDS
    yield _CLICK_SECONDS


def _keys(window: MainWindow) -> Iterator[float]:
    """Paint by keys: Space is held while arrows move the cross."""
    canvas = window.canvas
    window.mattering_desk.bar.ways.button(0).click()
    window.mattering_desk.painting.begin()
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
        for _ in range(_KEYS):
            QTest.keyPress(canvas, key)
            yield _REPEAT_SECONDS
    QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, none))
    yield _CLICK_SECONDS


def _undo(window: MainWindow) -> Iterator[float]:
    for action in (window.actions_.undo, window.actions_.redo, window.actions_.undo):
        for _ in range(3):
            action.trigger()
            yield _CLICK_SECONDS


def _zoom(window: MainWindow) -> Iterator[float]:
    """Look at the tint near by and from afar."""
    canvas = window.canvas
    for _ in range(6):
        canvas.zoom_in()
        yield _CLICK_SECONDS
    for step in range(_MOVES):
        canvas.pan(10 if step % 2 else -14, 6)
        yield _FRAME_SECONDS
    canvas.fit()
    yield _LOOK_SECONDS


def _clear(window: MainWindow) -> Iterator[float]:
    window.mattering_desk.bar.clear.click()
    yield _LOOK_SECONDS
    window.mattering_desk.leave()
    yield _LOOK_SECONDS


_GESTURES: dict[str, framing.Gesture] = {
    "begun": _begin,
    "brushed": _brush,
    "a rectangle": _rectangle,
    "a color": _color,
    "by keys": _keys,
    "zoomed": _zoom,
    "undone": _undo,
    "cleared": _clear,
}
