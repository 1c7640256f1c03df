"""Files of several frames: Pillow encodes the pictures, these modules write what is around them.

Pillow can write animations itself, but keeps all frames in memory to do so, and gives frames
palettes of their own. Here each frame goes to the file when it is encoded, and the palette is there
once.
"""
