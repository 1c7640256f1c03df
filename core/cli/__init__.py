"""The command line.

`main` runs one command, `parser` reads its arguments, `commands` do it, `console` speaks to the
terminal. Begin reading in `commands`. Flags are made of the fields in `core.settings`;
`settings_table` makes a page of the docs of them.
"""
