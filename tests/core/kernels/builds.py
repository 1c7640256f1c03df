"""Which builds of the loops in C the tests try."""

import pytest

from core.kernels import native


def builds(names):
    """Mark builds as long that this processor has a better one for: their source is the same."""
    slower = {"baseline"} if native._has_avx2() else set()
    return [pytest.param(name, marks=pytest.mark.long if name in slower else ()) for name in names]
