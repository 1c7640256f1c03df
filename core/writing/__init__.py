"""A result becomes a file: the only package that encodes pictures.

`image.save_image` is where to begin. `png` has all that makes an indexed PNG small, `animation` the
containers of several frames. Files are written whole or not at all, by `core.atomic`.
"""
