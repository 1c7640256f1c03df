"""A user's hands: drops, wheel, pointer and keys; and what the user sees of boxes and colors."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QEnterEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QStyle, QStyleOptionSlider

from core.reduction import edit
from gui.session.lane import Lane

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def drop(canvas, dropped):
    """Drop files or addresses on the canvas."""
    urls = [QUrl.fromLocalFile(str(each)) if isinstance(each, Path) else each for each in dropped]
    data = QMimeData()
    data.setUrls(urls)
    arguments = (
        Qt.DropAction.CopyAction,
        data,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, QDragEnterEvent(QPoint(9, 9), *arguments))
    QApplication.sendEvent(canvas, QDropEvent(QPointF(9, 9), *arguments))


def wheel(canvas, at, notches):
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def place(canvas, x, y):
    """Where on the canvas a photo pixel is shown; side by side, on the left."""
    ratio = canvas.devicePixelRatioF()
    return QPoint(*(int(each / ratio) for each in canvas._view.to_view(x + 0.5, y + 0.5)))


def seen_at(canvas, at):
    return QColor(canvas.grab().toImage().pixel(at)).getRgb()[:3]


def row(view, number):
    """The middle of a palette color's row."""
    return view._list.visualRect(view._model.index(view._model.row_of(number))).center()


def lock_of(view, number):
    """The lock in a palette color's row."""
    return QPoint(view._list.viewport().width() - 8, row(view, number).y())


def click_rows(qtbot, view, *numbers):
    """Choose just these colors."""
    modifier = Qt.KeyboardModifier.NoModifier
    for number in numbers:
        qtbot.mouseClick(view._list.viewport(), LEFT, modifier, pos=row(view, number))
        modifier = CONTROL


def knob(slider):
    """The middle of a slider's handle."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    complex_, handle = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(complex_, option, handle, slider).center()


def move(widget, to, button=Qt.MouseButton.NoButton):
    """Move the pointer, with a button held; unlike qtbot's way this is done when it returns."""
    none = Qt.KeyboardModifier.NoModifier
    at, glob = QPointF(to), QPointF(widget.mapToGlobal(to))
    event = QMouseEvent(QEvent.Type.MouseMove, at, glob, Qt.MouseButton.NoButton, button, none)
    QApplication.sendEvent(widget, event)


def hover(widget):
    """Move the pointer onto a widget."""
    at = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(at, at, QPointF(widget.mapToGlobal(at.toPoint()))))


def leave(widget):
    """Move the pointer elsewhere."""
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def drag(qtbot, widget, begin, *to):
    """Drag with the left button along some points."""
    qtbot.mousePress(widget, LEFT, pos=begin)
    for point in to:
        move(widget, point, LEFT)
    qtbot.mouseRelease(widget, LEFT, pos=to[-1])


def boxes(window):
    """What the error boxes say that are open."""
    return [box.text() for box in window.findChildren(QMessageBox) if box.isVisible()]


def colors_of(path):
    """The colors of an image file."""
    with Image.open(path) as image:
        return {color for _, color in image.convert("RGB").getcolors(1 << 16)}


def edit_by_hand(window):
    """Do what would be lost without a save: change a color."""
    edited = window.session.edited
    red, green, blue = edited.palette.colors[0].tolist()
    color = red, green, blue ^ 1
    window.session.editing.edit("Edit color", lambda each: edit.recolor(each, 0, color))


def activate(qtbot, window):
    """Bring a window to the front, so that its shortcuts work."""

    def is_active():
        # Without a window manager an early request may be in vain.
        if not window.isActiveWindow():
            window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(is_active)


def lane_of(session, name):
    """The lane of a session whose thread has that name."""
    lanes = session.findChildren(Lane)
    return next(lane for lane in lanes if lane._thread.objectName() == name)
