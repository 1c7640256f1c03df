"""Presets in the window: settings, format and goal under a name.

`desk` joins them to the session, `menu` lists them, and `boxes` asks for names and files.
"""
