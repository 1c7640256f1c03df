"""The command line.

`main` runs one command, `parser` reads its arguments; `compress`, `palette` and `compare` are the
commands. `reducing` is what they do alike, `console` their output. Begin reading in `compress`.
Flags are made of the fields in `core.settings`; `settings_table` makes a page of the docs of them.
"""
