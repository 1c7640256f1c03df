"""Small PNG files of few colors: how they are laid out, ordered, filtered and packed.

`encode.encode_png` is where to begin; `optimize` hands the packing to oxipng in a process of its
own, which can be killed.
"""
