"""A file becomes pixels: the only package that decodes photos.

`photo.open_photo` is where to begin: `decoders` open the file, `deep` and `channels` make 8-bit RGB
and alpha of whatever is in it, `profiles` convert its colors to sRGB. All of it takes a path and
gives arrays; nobody counts colors here.
"""
