"""What an empty window offers: photos opened before, a folder, and the sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QMoveEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.names import LONGEST_NAME, plain
from gui.desktop import texts
from gui.desktop.tips import show_tip
from gui.film.thumbnails import ROOM, Thumbnails

_MOST_SHOWN = 5
_TILE_WIDTH = ROOM.width() + 28
# A lower window has no room for pictures beside its main sentence.
_LEAST_HEIGHT = 330


class Welcome(QWidget):
    """Photos opened before as pictures, and buttons for a folder and the sample.

    Whether a photo is still there is found out by reading it, in the background: only then it is
    offered.

    Signals
    -------
    chosen(Path)
        The user wants to open one of the photos.
    folder_wanted()
    sample_wanted()
    """

    chosen = Signal(object)
    folder_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[Path] = []
        self._asked = False
        self._thumbnails = Thumbnails(self)
        self._thumbnails.made.connect(self._show_tiles)
        self._title = QLabel()
        texts.put(self._title.setText, lambda: _("Opened before"))
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tiles = QHBoxLayout()
        self._tiles.setSpacing(8)
        self.folder = QPushButton()
        texts.put(self.folder.setText, lambda: _("&Open a folder…"))
        texts.put(
            self.folder.setToolTip, lambda: _("Open all photos in a folder and its sub-folders")
        )
        self.folder.clicked.connect(self.folder_wanted)
        self.sample = QPushButton()
        texts.put(self.sample.setText, lambda: _("&Try it with the sample"))
        texts.put(self.sample.setToolTip, lambda: _("Open a picture that comes with the program"))
        self.sample.clicked.connect(self.sample_wanted)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        for button in (self.folder, self.sample):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 20)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addLayout(self._tiles)
        layout.addLayout(self._buttons)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title.hide()
        texts.follow(self, self._show_tiles)

    @property
    def tiles(self) -> list[QToolButton]:
        """The photos that are offered, from left to right."""
        return [tile for tile in self.findChildren(QToolButton) if not tile.isHidden()]

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Offer other photos."""
        self._paths = list(paths[:_MOST_SHOWN])
        self._thumbnails.keep_only(self._paths)
        if self._asked:
            self._thumbnails.want(self._paths)
        self._show_tiles()

    def end(self) -> None:
        """Make no more pictures, and end the thread that made them."""
        self._thumbnails.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ask for pictures once the window is seen: before that, they would hold it up."""
        super().paintEvent(event)
        if not self._asked:
            self._asked = True
            QTimer.singleShot(0, self, lambda: self._thumbnails.want(self._paths))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer as many photos as there is room for."""
        super().resizeEvent(event)
        self._show_fitting()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Offer photos, or none, when the room above has become another."""
        super().moveEvent(event)
        self._show_fitting()

    def _show_tiles(self) -> None:
        """Make a tile of each photo that there is a picture of."""
        for tile in self.findChildren(QToolButton):
            self._tiles.removeWidget(tile)
            tile.deleteLater()
            tile.setParent(None)
        while self._tiles.count():
            self._tiles.takeAt(0)
        self._tiles.addStretch(1)
        for path in self._paths:
            if self._thumbnails.picture(path) is not None:
                self._tiles.addWidget(self._tile(path))
        self._tiles.addStretch(1)
        self._show_fitting()

    def _tile(self, path: Path) -> QToolButton:
        tile = QToolButton(self, autoRaise=True)
        tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        tile.setIconSize(ROOM)
        tile.setIcon(self._icon(path))
        name = plain(path.name, LONGEST_NAME)
        room = _TILE_WIDTH - 12
        shown = tile.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        # Doubled, an ampersand of the file name does not mark a shortcut.
        tile.setText(shown.replace("&", "&&"))
        tile.setFixedWidth(_TILE_WIDTH)
        show_tip(tile, _("Open {name}").format(name=path.name), str(path.parent))
        tile.setAccessibleName(_("Open {name}").format(name=name))
        tile.clicked.connect(lambda *_checked: self.chosen.emit(path))
        return tile

    def _icon(self, path: Path) -> QIcon:
        """Put the picture into the middle of a room that is the same for all."""
        ratio = self.devicePixelRatioF()
        image = self._thumbnails.picture(path)
        assert image is not None
        pixmap = QPixmap(ROOM * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fitting = image.scaled(pixmap.size().boundedTo(image.size()), keep, smooth)
        painter = QPainter(pixmap)
        spare: QSize = pixmap.size() - fitting.size()
        painter.drawImage(spare.width() // 2, spare.height() // 2, fitting)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return QIcon(pixmap)

    def _show_fitting(self) -> None:
        parent = self.parentWidget()
        high_enough = parent is not None and parent.height() >= _LEAST_HEIGHT
        room = max(self.width() - 24, 0) // (_TILE_WIDTH + self._tiles.spacing())
        tiles = self.findChildren(QToolButton)
        for number, tile in enumerate(tiles):
            tile.setVisible(high_enough and number < room)
        self._title.setVisible(bool(tiles) and high_enough and room > 0)
        self._show_buttons()
        self.updateGeometry()

    def _show_buttons(self) -> None:
        """Put the buttons beside each other, or below where there is no room for that."""
        beside, below = QHBoxLayout.Direction.LeftToRight, QHBoxLayout.Direction.TopToBottom
        both = (self.folder, self.sample)
        need = sum(button.sizeHint().width() for button in both) + self._buttons.spacing()
        self._buttons.setDirection(beside if need <= self.width() - 24 else below)
