"""The command line.

`main` runs one command, `parser` reads its arguments, `commands` do it, `console` speaks to the
terminal.
"""
