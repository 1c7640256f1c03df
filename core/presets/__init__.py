"""Presets: settings, file format and goals under a name, for the next photo or the whole class.

`preset` says what one is, `json_file` reads and writes it, `shipped` are those that come with
Fewtone, and `store` keeps a user's own. `find` takes what was typed for a name or a file.
"""
