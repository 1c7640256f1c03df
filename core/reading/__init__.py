"""A file becomes pixels: the only package that decodes photos.

`photo.open_photo` is where to begin: `decoders` opens the file, `deep` and `channels` turn whatever
is in it into 8-bit RGB and alpha, `profiles` converts its colors to sRGB. `frames` reads animations
frame by frame, `thumbnail` reads photos small. A file comes from anywhere: no size in it is
believed, and whatever decoders raise ends as one ReadError with a reason.
"""
