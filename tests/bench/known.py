"""How near `best` comes to the best known: the lowest error of 50 runs of scikit-learn, to rest."""

import json
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

from core import Settings, open_photo, reduce
from tests.bench import environment
from tests.bench.contest import raw_photo

RUNS = 50
_WORKER = Path(__file__).with_name("known_worker.py")
# An hour's work that does not change.
_CACHE = environment.FOLDER / "known.json"


def measure(photos: list[Path], colors: list[int]) -> Iterator[list[str]]:
    """Yield rows: photo, k, the lowest and the middle of the runs, and ours against the lowest.

    Errors are those of centroids before rounding, on both sides.
    """
    environment.require_packages()
    for path in photos:
        photo = open_photo(path)
        for k in colors:
            errors = _errors(path, k)
            settings = Settings(k, effort="best", max_iterations=1000, space="rgb")
            ours = reduce(photo, settings).history[-1].error
            lowest, middle = min(errors), statistics.median(errors)
            yield [
                *(path.name, str(k), f"{lowest:.5g}", f"{100 * (middle / lowest - 1):+.2f} %"),
                f"{100 * (ours / lowest - 1):+.3f} %",
            ]


def _errors(path: Path, k: int) -> list[float]:
    known = json.loads(_CACHE.read_text()) if _CACHE.is_file() else {}
    key = f"{path.name}:{k}"
    if len(known.get(key, [])) < RUNS:
        with raw_photo(path) as (raw, _, _):
            command = [str(environment.PYTHON), str(_WORKER), str(raw), str(k), str(RUNS)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        known[key] = json.loads(done.stdout)
        _CACHE.write_text(json.dumps(known))
    errors: list[float] = known[key]
    return errors
