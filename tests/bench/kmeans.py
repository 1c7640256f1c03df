"""The k-means window at play: frames a second, how soon it answers, and memory."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QPointF, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core import Settings
from gui.app import make_application
from gui.desktop.store import Store
from gui.kmeans import cube
from gui.kmeans.window import KMeansWindow
from gui.window import MainWindow
from tests.app.patience import settle, wait_until
from tests.bench.window import Heartbeat, screen

COLORS = (16, 256)
SECONDS = 5.0
FRAME_MS = 16
SLOW, FAST = 1, 2


def run(photos: list[Path]) -> None:
    """Play, turn, step and drag with each photo."""
    with screen(), tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        application = QApplication.instance() or make_application()
        print(f"platform {application.platformName()}")
        for path in photos:
            for colors in COLORS:
                measure(path, colors, Path(folder) / f"{path.stem}-{colors}.ini")


def measure(path: Path, colors: int, memory: Path) -> None:
    """Print a line for each thing a user does."""
    window = MainWindow(Store(QSettings(str(memory), QSettings.Format.IniFormat)))
    window.show()
    window.session.set_settings(Settings(colors))
    window.open([path])
    wait_until(lambda: window.session.result is not None and not window.session.busy)
    settle()
    before, begin = resident(), time.perf_counter()
    window.actions_.kmeans.trigger()
    kmeans = window.kmeans_desk.window
    print(
        f"\n{path.name}, {colors} colors: opened in {1000 * (time.perf_counter() - begin):.0f} ms"
    )
    heart = Heartbeat()
    followed(kmeans, heart, "while it runs")
    kmeans.head.plain.setChecked(True)
    followed(kmeans, heart, "while plain k-means runs")
    for name, act in doings(kmeans):
        with frames() as painted, every_frame(act):
            begin = time.perf_counter()
            gaps = heart.during(lambda: False, SECONDS)
            rate = len(painted) / (time.perf_counter() - begin)
        tell(f"{name}, {rate:.0f} frames a second", gaps)
        kmeans.player.pause()
        kmeans.cube._let_go()
    print(f"memory: {resident() - before:+.0f} MB")
    window.session.desks.forget_changes()
    window.close()


def followed(kmeans: KMeansWindow, heart: Heartbeat, name: str) -> None:
    """Wait until a run is followed, and tell how soon the window answered meanwhile."""
    gaps = heart.during(lambda: kmeans._watching.run.trace is not None)
    tell(f"{name}, {len(kmeans._watching.moments)} moments", gaps)
    settle()


def doings(kmeans: KMeansWindow) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what a user does, and what is done for each frame of it."""
    player, look = kmeans.player, kmeans.cube

    def turn() -> None:
        look.turn(0.03, 0.004)

    def step() -> None:
        player.go_to((player.index + 1) % len(kmeans._watching.moments))

    def play(speed: int) -> None:
        player.to_first()
        player._speed.setCurrentIndex(speed)
        player.toggle()

    play(SLOW)
    yield "playing", lambda: None
    play(FAST)
    yield "playing fast and turning", turn
    yield "turning", turn
    kmeans.choose(1)
    yield "turning, a cluster lit up", turn
    yield "stepping at each frame, a cluster lit up", step
    kmeans.choose(None)
    player.go_to(3)
    x, y, _depth = look._dots(look.view).points[1]
    moves = iter(range(10**6))

    def drag() -> None:
        number = next(moves)
        look._drag(1, QPointF(x + number % 40, y + number % 30))

    yield "dragging a centroid", drag


@contextmanager
def frames() -> Iterator[list[None]]:
    """Count the frames that the cube paints."""
    painted: list[None] = []
    draw = cube.draw_edges

    def count(*arguments):
        painted.append(None)
        return draw(*arguments)

    with patch.object(cube, "draw_edges", count):
        yield painted


@contextmanager
def every_frame(act: Callable[[], None]) -> Iterator[None]:
    """Do something as often as a screen shows a frame."""
    timer = QTimer(interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(act)
    timer.start()
    yield
    timer.stop()


def tell(name: str, gaps: list[float]) -> None:
    """Print the percentiles of the milliseconds between ticks."""
    ordered = sorted(gaps) or [0.0]
    places = {"50 %": 0.5, "99 %": 0.99, "99.9 %": 0.999}
    parts = [
        f"{word} {ordered[int(part * (len(ordered) - 1))]:.1f}" for word, part in places.items()
    ]
    print(f"{name}: ticks of 5 ms {', '.join(parts)}, at most {ordered[-1]:.1f} ms", flush=True)


def resident() -> float:
    """Return the MB of memory that the process has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6
