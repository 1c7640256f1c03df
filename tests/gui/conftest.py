import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSettings

from gui.store import Store


@pytest.fixture
def store(tmp_path):
    return Store(QSettings(str(tmp_path / "store.ini"), QSettings.Format.IniFormat))


@pytest.fixture(scope="session")
def photo_file(tmp_path_factory, astronaut):
    """A real photo of 160×120 pixels in a file whose name has a space."""
    path = tmp_path_factory.mktemp("photos") / "a photo.png"
    Image.fromarray(np.ascontiguousarray(astronaut[:240:2, :320:2])).save(path)
    return path


@pytest.fixture
def window(qtbot, store):
    """The real window, shown; closed without questions at the end."""
    from gui.window import MainWindow

    window = MainWindow(store)
    qtbot.addWidget(window, before_close_func=lambda w: w.session.forget_changes())
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def settled(qtbot):
    """Wait until a window shows the result of its settings."""

    def wait(window):
        qtbot.waitUntil(
            lambda: window.session.result is not None and not window.session.busy, timeout=20_000
        )

    return wait
