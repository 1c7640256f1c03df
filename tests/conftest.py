"""What all tests share: no screen needed, nothing of the user's touched."""

import os
import shutil
import signal
import sys
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
    # Before Qt is imported.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


WINDOWS = [Path(__file__).parent / folder for folder in ("app", "gui")]


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the long forms too")
    parser.addoption(
        "--screen",
        action="store_true",
        help="show windows on an X server of its own for each process (Xvfb, openbox)",
    )


def pytest_report_header():
    from core import kernels, parallel

    return f"hot loops: {kernels.version()}, {parallel.threads()} threads"


def pytest_configure(config):
    config.addinivalue_line("markers", "long: takes minutes; runs with --long only")
    config.addinivalue_line("markers", "on_screen: takes long; runs with --screen or --long only")
    if config.getoption("--long"):
        # Test modules ask for it when they are imported, in whatever process.
        os.environ["FEWTONE_LONG_TESTS"] = "1"
    # pytest 9.1 loses fixtures of a folder that is named, left and named again (its issue 14635).
    config.args.sort()
    _try_examples_patiently()
    _heed_signals()
    if config.getoption("--screen") and not _hands_tests_out(config):
        _bring_screen(config)


def _try_examples_patiently():
    """Have no property fail because the machine is busy: that says nothing of the code."""
    from hypothesis import HealthCheck, settings

    slow = [HealthCheck.too_slow]
    settings.register_profile("patient", deadline=None, suppress_health_check=slow)
    settings.load_profile("patient")


def _heed_signals():
    """Let signals end the programs that tests start, even where `nohup` or a service began it all.

    What a process ignores, its children ignore as well.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_IGN:
            heed = signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
            signal.signal(number, heed)


def _hands_tests_out(config):
    """Return whether other processes run the tests for this one."""
    return getattr(config.option, "dist", "no") != "no" and not hasattr(config, "workerinput")


def _bring_screen(config):
    from tests.app.screen import new_screen

    at_end = ExitStack()
    config.add_cleanup(at_end.close)
    # Qt looks there when the application is made: later.
    os.environ.update(at_end.enter_context(new_screen()).environment)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if not config.getoption("--long"):
        names = ["long"] if config.getoption("--screen") else ["long", "on_screen"]
        long = [item for item in items if any(map(item.get_closest_marker, names))]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen" and not config.getoption("--screen"):
        # One screen has one focus and one clipboard: its windows belong to one process.
        for item in items:
            if any(folder in item.path.parents for folder in WINDOWS):
                item.add_marker(pytest.mark.xdist_group("screen"))


@pytest.fixture(scope="session")
def _homes(tmp_path_factory):
    """Return a function that makes one more empty folder, all of them beside each other."""
    homes, numbers = tmp_path_factory.mktemp("homes"), count()

    def new():
        home = homes / str(next(numbers))
        home.mkdir()
        return home

    return new


@pytest.fixture(autouse=True)
def _nothing_of_the_users_is_touched(_homes, monkeypatch):
    home = _homes()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))


@pytest.fixture(autouse=True)
def _nothing_waits_for_the_disk(monkeypatch):
    """No power cut is survived by what a test writes: each of thousands of files takes 10 ms."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)


@pytest.fixture
def require_tool():
    """Skip a test whose tool is not installed; where all must be there, fail it."""

    def require(*names):
        missing = [name for name in names if shutil.which(name) is None]
        if missing and os.environ.get("FEWTONE_REQUIRE_TOOLS"):
            pytest.fail(f"not installed: {', '.join(missing)}")
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)}")

    return require


@pytest.fixture(scope="session")
def astronaut():
    """A real photo, 512×512, from scikit-image's wheel."""
    from skimage import data

    pixels = data.astronaut()
    pixels.setflags(write=False)
    return pixels
