"""Which photos are open: dropping, opening, saving, leaving."""
