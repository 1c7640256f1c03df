"""The number of colors that leads to what a user wants: a file of a size, a quality, or Auto.

`reach` is the whole search. It tries numbers of colors roughly first, with little effort, and then
exactly as the result is made and saved; `last_fit` says which numbers, and knows nothing of photos.
`auto` finds how many colors can be told apart, and `trials` what a number of colors leads to.
`curve` shows error and size over all numbers.
"""
