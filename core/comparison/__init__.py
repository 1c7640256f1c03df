"""Many results of one photo, side by side: how numbers of colors, starts and settings compare.

`variants` says what to try, and `contest.contend` tries it: each is an `attempt`, by `plain`, which
is k-means as the original method has it, or by `reduce`. `matching` finds out whether two starts
end in the same place, and `preview` shows each result no larger than a screen needs. `verdicts` are
the answers in words, `tables` and `charts` in numbers and curves, and a `sheet` is a file of all.
"""
