"""Speed, faithfulness, memory and answering times, measured: `dev.py bench [WHAT] [PHOTO …]`."""

import argparse
from pathlib import Path

import resources
from tests.bench import memory, peers, window

WHAT = {"peers": peers.run, "memory": memory.run, "window": window.run}

parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
parser.add_argument("what", nargs="?", choices=["all", *WHAT], default="all")
parser.add_argument("photos", nargs="*", type=Path, help="the sample, if none is named")
options = parser.parse_args()
for name, run in WHAT.items():
    if options.what in {"all", name}:
        print(f"\n{name}: {run.__doc__}", flush=True)
        run(options.photos or [resources.path("sample.jpg")])
