"""`python -m resources.translating`: all of it; with `compile`, only what the program reads."""

from __future__ import annotations

import sys

from resources.translating import catalogs

if sys.argv[1:] != ["compile"]:
    catalogs.merge()
    print("\n".join(catalogs.counts()))
catalogs.compile_to(catalogs.FOLDER)
