"""Build-time work: what becomes of the bundle before somebody downloads it."""
