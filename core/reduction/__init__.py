"""A photo and settings become a result.

`recipe.reduce` is the whole way, to be read from top to bottom; `recipe.draft` is the quick answer
while a control moves. `counting` makes the histogram, `transparency` decides what is clustered of a
photo with alpha, `pixels` and `dither` give each pixel a color of the palette. `edit` changes a
palette by hand, `fixed` uses one as it is, `difference` and `metrics` measure what came out.
"""
