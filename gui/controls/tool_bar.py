"""The tool bar: the most used actions, with their texts while there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from core.language import _
from core.wording import decimal, percent
from gui.controls.actions import Actions
from gui.desktop import texts
from gui.desktop.icons import icon


class ToolBar(QToolBar):
    """Buttons for the most used actions, with the zoom between its two buttons."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts.put(self.setWindowTitle, lambda: _("Tool bar"))
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self._steps = [actions.previous, actions.next]
        self._with_text = [actions.open, actions.save, actions.save_palette]
        self.addActions(self._with_text)
        self._before_steps = self.addSeparator()
        self._before_steps.setVisible(False)
        self._after_steps = self.addSeparator()
        self.addActions([actions.undo, actions.redo])
        self.addSeparator()
        self.addActions([actions.crop, actions.matters])
        self.addActions(actions.layouts[:2])
        self.addAction(actions.difference)
        self.original = QToolButton(autoRaise=True)
        texts.put(self.original.setText, lambda: _("Hold to see the original"))
        texts.put(self.original.setToolTip, _about_original)
        self.addWidget(self.original)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addWidget(gap)
        self.addActions([actions.fit, actions.actual_size])
        self.addAction(actions.zoom_out)
        self._zoom = QLabel()
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setEnabled(False)
        self._shown_zoom = 1.0
        self.addWidget(self._zoom)
        self.addAction(actions.zoom_in)
        self._shows_text = True
        self.tint(self.palette())
        texts.follow(self, self._speak)

    @property
    def zoom_text(self) -> str:
        """The zoom as it is shown."""
        return self._zoom.text()

    def tint(self, palette: QPalette) -> None:
        """Draw the icon that belongs to no action in the palette's text color."""
        self.original.setIcon(icon("original", palette))

    def show_zoom(self, zoom: float) -> None:
        """Show the zoom, given in device pixels per photo pixel, as a percentage."""
        self._zoom.setEnabled(True)
        self._shown_zoom = zoom
        self._show_zoom()

    def _show_zoom(self) -> None:
        number = 100 * self._shown_zoom
        words = percent(decimal(number, 0 if number >= 10 else 1))
        self._zoom.setText(words)
        # Translators: for screen readers: "Zoom 50 %"
        named = _("Zoom {percent}").format(percent=words)
        self._zoom.setAccessibleName(named if self._zoom.isEnabled() else _("Zoom"))

    def _speak(self) -> None:
        """Show the zoom in the language of the moment, and find out how much room texts need."""
        widest = self._zoom.fontMetrics().horizontalAdvance(percent("1600"))
        self._zoom.setMinimumWidth(widest + 4)
        self._show_zoom()
        self._show_text(self._with_text, shown=True)
        self._wide = self.sizeHint().width()
        if self.isVisible():
            self._shows_text = self.width() >= self._wide
            self._show_text(self._with_text, shown=self._shows_text)

    def show_steps(self, *, shown: bool) -> None:
        """Show or hide the steps to the next and the previous photo."""
        if shown != (self._steps[0] in self.actions()):
            if shown:
                self.insertActions(self._after_steps, self._steps)
            else:
                for action in self._steps:
                    self.removeAction(action)
            self._before_steps.setVisible(shown)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint nothing: the two bright lines that Fusion draws look odd in the dark."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the texts where they do not fit; the tips have them too."""
        fits = self.width() >= self._wide
        if fits != self._shows_text:
            self._shows_text = fits
            self._show_text(self._with_text, shown=fits)
        super().resizeEvent(event)

    def _show_text(self, actions: Sequence[QAction], *, shown: bool) -> None:
        style = Qt.ToolButtonStyle
        for action in actions:
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(
                    style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly
                )
        self.original.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly
        )


def _about_original() -> str:
    return _("Shows the original as long as it is pressed (O in the picture)")
