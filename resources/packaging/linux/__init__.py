"""Packages for Linux, of the bundle in dist/fewtone.

`__main__` makes them. `share` writes the folder that desktops look into, with `desktop_entry`,
`metainfo`, `manual` and `completions`; `archive` packs it with the bundle as a .tar.xz, `debian` as
a .deb, for which `needs` finds out what the bundle wants from the system. `files` is what goes in
as it is.
"""
