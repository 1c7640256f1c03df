"""What a color is: spaces to measure it in, differences, names, and its look on a background.

`spaces` is where to begin: sRGB, linear light, Oklab and CIELAB. `difference` is CIEDE2000, `names`
has colors in words, `compositing` lays transparent pixels on a color. All of it works on plain
arrays of colors; only `compositing` knows a Photo.
"""
