import os
import shutil
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox

import resources
from core import Progress, language
from gui.desktop import texts, theme
from gui.desktop.store import Store
from gui.session import tasks
from tests.catalogs import ACCENTED, MIRRORED, write_pseudo

_NOBODY = 65534
_PATIENCE_MS = 60_000


@pytest.fixture
def qtbot(qtbot):
    """The hands of pytest-qt, which wait as long as a busy machine needs."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=_PATIENCE_MS))
    return qtbot


@pytest.fixture(scope="session", autouse=True)
def _clipboard_holds_nothing_of_python(qapp):
    """Empty it at the end: without a screen Qt frees it when Python is gone, and crashes."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(scope="session")
def _catalogs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    for file in resources.folder("languages").glob("*.mo"):
        shutil.copy(file, folder)
    for code in (ACCENTED, MIRRORED):
        write_pseudo(folder, code)
    return folder


@pytest.fixture
def languages(_catalogs, qapp):
    """All languages that there are, and two that only tests speak."""
    before = language._Now.folder
    language.look_in(_catalogs)
    yield
    texts.choose("en")
    language.look_in(before)
    # Without the numbers of a locale, as tests read them.
    language.use(language.ENGLISH)
    QLocale.setDefault(QLocale.c())


@pytest.fixture(autouse=True)
def _next_test_begins_in_the_light(qapp):
    """A theme is that of the whole application, and stays when its window is gone."""
    yield
    if theme.is_dark(qapp.palette()):
        theme.apply(qapp, "light")


@pytest.fixture
def store(tmp_path):
    return Store(QSettings(str(tmp_path / "store.ini"), QSettings.Format.IniFormat))


@pytest.fixture(params=["too long", "locked"])
def behind_a_wall(request, tmp_path):
    """A path that not even the question what it is gets an answer about."""
    if request.param == "too long":
        yield tmp_path / ("long" * 100)
        return
    if os.name == "nt":
        pytest.skip("Windows locks no folder by its mode")
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder) / "locked"
        locked.mkdir(mode=0)
        privileged = os.geteuid() == 0  # root may look everywhere
        if privileged:
            os.seteuid(_NOBODY)
        try:
            yield locked / "inside"
        finally:
            if privileged:
                os.seteuid(0)


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
    qtbot.addWidget(window, before_close_func=lambda w: w.session.desks.forget_changes())
    window.resize(1180, 760)  # larger than the screen may be that is not there
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def settled(qtbot):
    """Wait until a window shows the result of its settings."""

    def wait(window):
        qtbot.waitUntil(lambda: window.session.result is not None and not window.session.busy)

    return wait


@pytest.fixture
def opened(window, photo_file, settled):
    """A window with a photo and its result."""
    window.open([photo_file])
    settled(window)
    return window


@pytest.fixture
def answer(qtbot):
    """Answer the next dialog of a kind as a user would, while it holds up the caller."""
    timers = []

    def when_open(kind, act):
        timer = QTimer(interval=10)
        answered = []

        def look():
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind) and dialog.isVisible() and not answered:
                answered.append(dialog)
                timer.stop()
                try:
                    act(dialog)
                finally:
                    if dialog.isVisible():  # the caller must not be held up for ever
                        dialog.reject()

        timer.timeout.connect(look)
        timer.start()
        timers.append(timer)
        return answered

    yield when_open
    for timer in timers:
        timer.stop()


@pytest.fixture
def choose_file(answer):
    """Type a file name into the next file chooser."""

    def choose(path, filter_=None):
        def act(dialog):
            if filter_ is not None:
                dialog.selectNameFilter(
                    next(each for each in dialog.nameFilters() if each.startswith(filter_))
                )
            dialog.findChild(QLineEdit).setText(str(path))
            dialog.accept()

        return answer(QFileDialog, act)

    return choose


@pytest.fixture
def press(answer):
    """Press a button of each of the next message boxes; gives what they ask."""

    def press(*buttons):
        asked = []

        def act(box):
            button = buttons[len(asked)]
            asked.append(box.text())
            if len(asked) < len(buttons):
                answer(QMessageBox, act)
            found = box.button(button) if not isinstance(button, str) else None
            for each in box.buttons():
                if found is None and each.text().replace("&", "") == button:
                    found = each
            found.click()

        answer(QMessageBox, act)
        return asked

    return press


@pytest.fixture
def hold(monkeypatch):
    """Have one of `gui.session.tasks` wait, reporting all the while, until it is let go.

    What lets it go has a further event, `begun`: a thread takes its time to start.
    """

    def hold_(name):
        real, go_on = getattr(tasks, name), threading.Event()
        go_on.begun = threading.Event()

        def wait(*arguments):
            go_on.begun.set()
            report = arguments[-1] if callable(arguments[-1]) else lambda _progress: None
            end = time.monotonic() + 20
            while not go_on.wait(0.001) and time.monotonic() < end:
                report(Progress(0.4, "waiting"))
            return real(*arguments)

        monkeypatch.setattr(tasks, name, wait)
        return go_on

    return hold_
