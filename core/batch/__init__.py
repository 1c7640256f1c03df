"""Many photos with the same settings: which, under which names, how many at a time, how it went.

`listing` finds the photos in folders, and `plan` decides where each is saved. `work` makes one, by
the steps of `making` and `saving`; `runner` has many made, here or by the processes of a `crew`,
within a budget of `memory`. A `journal` lets a batch go on where it was ended. `sharing` finds
one palette for all. Window and terminal use the same.
"""
