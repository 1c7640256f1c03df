"""The frame of a photo: which part of it is used, and how it is turned."""
