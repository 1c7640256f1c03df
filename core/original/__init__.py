"""The original method, for those who know it from its course: arrays in, arrays out.

`functions` has its functions under their first names, on top of the rest of core; `kmeans` itself
is in `clustering.lloyd`. `evaluation` compares starts and numbers of colors, as its report does.
"""
