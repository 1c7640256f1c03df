"""The palette on the right, and what its menu does."""
