"""The strip of several photos, and their thumbnails."""
