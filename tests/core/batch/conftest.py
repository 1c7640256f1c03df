"""What the tests of a batch share: photos, and the orders that make them."""

import numpy as np
import pytest
from PIL import Image

from core import Settings
from core.batch.listing import list_photos
from core.batch.making import Recipe
from core.batch.plan import Naming, plan
from core.batch.work import Order


@pytest.fixture
def photos(tmp_path, astronaut):
    """Make a folder with five photos, parts of a real one."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(5):
        begin = 70 * number
        part = np.ascontiguousarray(astronaut[begin : begin + 60, 100:180])
        Image.fromarray(part).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def orders(photos, tmp_path):
    """Return a function that makes orders for these photos, to be saved into a folder "out"."""

    def make(recipe=None, folder=photos):
        recipe = recipe or Recipe(Settings(colors=4))
        naming = Naming(tmp_path / "out", None, 4, "png", [".png"])
        found = list_photos([folder]).found
        return [Order(entry, recipe) for entry in plan(found, naming)]

    return make
