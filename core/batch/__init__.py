"""Many photos with the same settings: which, under which names, how many at a time, how it went.

`listing` finds the photos in folders, `plan` says where each is saved, `making` makes one, and
`saving` writes its file. Window and terminal use the same.
"""
