"""What several tests of writing need."""

import subprocess

import pytest


@pytest.fixture
def children(monkeypatch):
    """The child processes that were started."""
    processes, start = [], subprocess.Popen

    def note(*arguments, **options):
        processes.append(start(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", note)
    return processes
