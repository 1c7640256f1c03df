"""Build-time work: what becomes of the bundle before somebody downloads it.

`identity`, `formats`, `changelog` and `moment` are what all packages say of Fewtone; `linux` makes
those for Linux.
"""
