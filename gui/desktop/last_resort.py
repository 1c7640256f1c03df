"""The last resort: an exception that nothing caught is logged and shown, and work goes on."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from core import own_files
from core.language import _, translated
from gui.desktop import dialogs


class LastResort(QObject):
    """Shows the user an exception that nothing caught, and the program goes on.

    Signals
    -------
    caught(str, str)
        The error in a line, and with its trace. Crosses from the thread that failed to the main
        thread, where a box may be shown.
    lost()
        The program's own files are gone, whether an exception came of it or not.
    """

    caught = Signal(str, str)
    lost = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._loss: QMessageBox | None = None
        self.caught.connect(self._show)
        self.lost.connect(self._show_loss)

    def install(self) -> None:
        """Become the hook for exceptions that nothing caught."""
        sys.excepthook = self._catch

    def _catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        gone = own_files.are_gone()
        # A program without a console has no stderr.
        if sys.stderr is not None and not gone:
            traceback.print_exception(kind, error, trace)
        from gui.desktop import log

        described = log.described(error.with_traceback(trace))
        log.log().error("Unexpected: %s", described)
        if gone:
            self.lost.emit()
        else:
            self.caught.emit(f"{kind.__name__}: {' '.join(str(error).split())}", described)

    def _show_loss(self) -> None:
        if self._loss is None:
            self._loss = dialogs.show_error(self._window, [translated(own_files.GONE)])
            self._loss.finished.connect(self._forget_loss)

    def _forget_loss(self) -> None:
        self._loss = None

    def _show(self, text: str, described: str) -> None:
        from gui.desktop import diagnosis, log

        box = dialogs.show_error(
            self._window,
            [_("Fewtone met an error it did not expect. Your photo files are untouched."), text],
        )
        box.setInformativeText(
            _(
                "If you report it, the details help: versions, this error and the end of the log, "
                "without the folders of your photos."
            )
        )
        copy = _add_button(box, _("&Copy details"))

        def put_on_clipboard() -> None:
            QGuiApplication.clipboard().setText(diagnosis.details(described))
            copy.setText(_("Copied"))

        copy.clicked.connect(put_on_clipboard)
        if log.is_kept():
            show = _add_button(box, _("Show &log"))
            show.clicked.connect(
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log.file())))
            )
        # Not OK, which the box has by itself: nothing is agreed to.
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        close = box.button(QMessageBox.StandardButton.Close)
        box.setDefaultButton(QMessageBox.StandardButton.Close)
        close.setFocus(Qt.FocusReason.OtherFocusReason)


def _add_button(box: QMessageBox, text: str) -> QPushButton:
    """Add a button that leaves the box open, which no role of QMessageBox does."""
    button = box.addButton(text, QMessageBox.ButtonRole.ActionRole)
    button.clicked.disconnect()
    return button
