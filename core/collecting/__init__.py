"""Collections: colors that somebody owns, kept under a name between starts.

`json_file` reads and writes one, `store` keeps all, `sharing` writes them for other programs.
"""
